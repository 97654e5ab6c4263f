//! The steps of the road that records decide: audits, management reviews, nonconformities.
//!
//! Never counts what is only planned as done, and never an open nonconformity as handled because somebody says so: it
//! needs its cause, its actions with days that have not passed, and, once it is closed, the check of its effect.

use std::collections::BTreeSet;

use crate::catalog::{ClauseId, FrameworkIndex, Library};
use crate::entry::{FieldData, FieldValue, Record, is_filled};
use crate::handbook::coverage::{ClauseCoverage, EvidenceStanding};
use crate::handbook::road_value::{Check, Missing, Place};
use crate::handbook::systems::{date, targets, word};
use crate::handbook::{Handbook, Item};
use crate::language::Phrase;
use crate::schema::FieldPath;
use crate::text::Date;

const AUDIT: &str = "audit";
const REVIEW: &str = "management-review";
const NONCONFORMITY: &str = "nonconformity";

/// Records of a kind that are not cancelled, by position.
fn records<'h>(handbook: &'h Handbook, kind: &'h str) -> impl Iterator<Item = (usize, &'h Record)> {
    let of_kind = handbook.records.iter().enumerate().filter(move |(_, record)| record.kind == kind);
    of_kind.map(|(at, record)| (at, &**record)).filter(|(_, record)| state(record) != "cancelled")
}

fn state(record: &Record) -> &str {
    record.status.as_ref().map_or("", |status| &status.value)
}

/// Whether the record is evidence in date for anything by its kind.
fn is_current(handbook: &Handbook, at: usize) -> bool {
    handbook.record_claims[at].iter().any(|claim| claim.standing == EvidenceStanding::Current)
}

fn item(at: usize, why: Phrase) -> Missing {
    Missing { place: Place::Item(Item::Record(at)), why }
}

/// What would be next: the record that is planned, or the register when there is none.
fn next(handbook: &Handbook, kind: &'static str, day: &str) -> Missing {
    let planned = records(handbook, kind).filter(|(at, _)| !is_current(handbook, *at));
    let dated = planned.filter_map(|(at, record)| Some((date(record, day)?, at)));
    let coming = dated.filter(|(day, _)| *day >= handbook.options.as_of).min();
    match coming {
        Some((day, at)) => item(at, Phrase::new("road_why.planned").day("day", day)),
        None => Missing { place: Place::Register(kind), why: Phrase::new("road_why.none_planned") },
    }
}

pub fn internal_audit(
    handbook: &Handbook,
    framework: FrameworkIndex,
    applicable: &[(ClauseId, &ClauseCoverage)],
) -> Vec<Check> {
    let library = &handbook.vocabulary.library;
    let reported: Vec<(usize, &Record)> =
        records(handbook, AUDIT).filter(|(at, _)| is_current(handbook, *at)).collect();
    let days: BTreeSet<Date> = reported.iter().filter_map(|(_, record)| date(record, "reported_on")).collect();
    let mut done = Check::of("road_what.audit", 1, Vec::new());
    if reported.is_empty() {
        done = Check::of("road_what.audit", 0, vec![next(handbook, AUDIT, "planned_for")]);
    }
    done.period = days.first().copied().zip(days.last().copied());
    let covered = audited(reported.iter().map(|(_, record)| *record), library);
    let to_come = audited(
        records(handbook, AUDIT).filter(|(at, _)| !is_current(handbook, *at)).map(|(_, record)| record),
        library,
    );
    let missing: Vec<Missing> = applicable
        .iter()
        .filter(|(clause, _)| clause.framework == framework && !covered.contains(clause))
        .map(|(clause, _)| Missing {
            place: Place::Entry(*clause),
            why: Phrase::new(match to_come.contains(clause) {
                true => "road_why.to_be_audited",
                false => "road_why.not_audited",
            }),
        })
        .collect();
    let count = applicable.len() - missing.len();
    vec![done, Check::of("road_what.audited", count, missing)]
}

/// The entries that audits name; a heading takes all entries below it along.
fn audited<'r>(audits: impl Iterator<Item = &'r Record>, library: &Library) -> BTreeSet<ClauseId> {
    let mut found = BTreeSet::new();
    let mut open: Vec<ClauseId> =
        audits.flat_map(|audit| targets(audit, "audited")).map(|target| target.clause()).collect();
    while let Some(clause) = open.pop() {
        if found.insert(clause) {
            let below = library.get(clause).children.iter();
            open.extend(below.map(|entry| ClauseId { framework: clause.framework, entry: *entry }));
        }
    }
    found
}

/// One check for each part of 9.3: what a review was given, and what it decided.
pub fn management_review(handbook: &Handbook, framework: FrameworkIndex) -> Vec<Check> {
    let parts = [("9.3.1", "road_what.review"), ("9.3.2", "road_what.inputs"), ("9.3.3", "road_what.decisions")];
    parts.into_iter().filter_map(|(id, what)| review_part(handbook, framework, id, what)).collect()
}

fn review_part(handbook: &Handbook, framework: FrameworkIndex, id: &str, what: &'static str) -> Option<Check> {
    let clause = handbook.vocabulary.library.find(framework, id)?;
    let mut claims: Vec<_> = records(handbook, REVIEW)
        .flat_map(|(at, _)| handbook.record_claims[at].iter().map(move |claim| (at, claim)))
        .filter(|(_, claim)| claim.clause == clause)
        .collect();
    claims.sort_by_key(|(at, claim)| (claim.date, *at));
    let current = claims.iter().rev().find(|(_, claim)| claim.standing == EvidenceStanding::Current);
    if let Some((_, claim)) = current {
        let mut check = Check::of(what, 1, Vec::new());
        check.period = claim.date.map(|day| (day, day));
        return Some(check);
    }
    let held = records(handbook, REVIEW).filter(|(_, record)| state(record) == "held").map(|(at, _)| at);
    let why = |at: usize| {
        let claim = claims.iter().find(|(record, _)| *record == at).map(|(_, claim)| &claim.standing);
        match claim {
            Some(EvidenceStanding::NotCounted(why)) => why.clone(),
            _ => Phrase::new("road_why.long_ago"),
        }
    };
    let missing = held.last().map_or_else(|| next(handbook, REVIEW, "date"), |at| item(at, why(at)));
    Some(Check::of(what, 0, vec![missing]))
}

/// What stage 1 asks: are internal audit and management review done, under way, or planned with a day to come?
pub fn planned_or_done(handbook: &Handbook) -> Vec<Check> {
    let one = |what: &'static str, kind: &'static str, day: &str| {
        let to_come = |record: &Record| date(record, day).is_some_and(|day| day >= handbook.options.as_of);
        let counts =
            |at: usize, record: &Record| is_current(handbook, at) || state(record) == "in-progress" || to_come(record);
        if records(handbook, kind).any(|(at, record)| counts(at, record)) {
            return Check::of(what, 1, Vec::new());
        }
        let why = Phrase::new("road_why.none_to_come");
        Check::of(what, 0, vec![Missing { place: Place::Register(kind), why }])
    };
    vec![one("road_what.audit_planned", AUDIT, "planned_for"), one("road_what.review_planned", REVIEW, "date")]
}

pub fn nonconformities(handbook: &Handbook) -> Vec<Check> {
    let any = records(handbook, AUDIT).any(|(at, _)| is_current(handbook, at));
    let looked = match any {
        true => Check::of("road_what.looked", 1, Vec::new()),
        false => Check::of("road_what.looked", 0, vec![next(handbook, AUDIT, "planned_for")]),
    };
    let all: Vec<(usize, &Record)> = records(handbook, NONCONFORMITY).collect();
    let of = |what: &'static str, judged: &[(usize, &Record)], wrong: &dyn Fn(&Record) -> Option<Phrase>| {
        let missing: Vec<Missing> =
            judged.iter().filter_map(|(at, record)| wrong(record).map(|why| item(*at, why))).collect();
        Check::of(what, judged.len() - missing.len(), missing)
    };
    let as_of = handbook.options.as_of;
    let (closed, open): (Vec<_>, Vec<_>) = all.iter().copied().partition(|(_, record)| state(record) == "closed");
    let major: Vec<(usize, &Record)> =
        all.iter().copied().filter(|(_, record)| word(record, "grade").as_deref() == Some("major")).collect();
    vec![
        looked,
        findings_followed(handbook),
        of("road_what.cause", &all, &|record| without_cause_or_action(record)),
        of("road_what.within", &open, &|record| overdue(record, as_of)),
        of("road_what.checked", &closed, &|record| unchecked(record)),
        of("road_what.major", &major, &|record| (state(record) != "closed").then(|| Phrase::new("road_why.major"))),
    ]
}

fn without_cause_or_action(record: &Record) -> Option<Phrase> {
    let filled = |path: &str| is_filled(record, &FieldPath::parse(path));
    match (filled("root_cause"), filled("actions.action")) {
        (true, true) => None,
        (false, true) => Some(Phrase::new("road_why.no_cause")),
        (true, false) => Some(Phrase::new("road_why.no_action")),
        (false, false) => Some(Phrase::new("road_why.neither")),
    }
}

fn overdue(record: &Record, as_of: Date) -> Option<Phrase> {
    let done = date(record, "done_on").is_some();
    let due = date(record, "due").filter(|_| !done);
    let late = due.into_iter().chain(open_actions(record)).filter(|day| *day < as_of).min();
    late.map(|day| Phrase::new("road_why.due_since").day("day", day)).or_else(|| {
        let dated = due.is_some() || done || open_actions(record).next().is_some();
        (!dated).then(|| Phrase::new("road_why.undated"))
    })
}

/// The days by which actions are due that are not done.
fn open_actions(record: &Record) -> impl Iterator<Item = Date> + '_ {
    let groups = record.value("actions").map_or(&[][..], |value| value.items.as_slice());
    groups.iter().filter_map(|group| match &group.value {
        FieldData::Group(fields) if day(fields, "done_on").is_none() => day(fields, "due"),
        _ => None,
    })
}

fn day(fields: &[FieldValue], name: &str) -> Option<Date> {
    let items = &fields.iter().find(|field| field.name == name)?.items;
    items.iter().find_map(|item| match item.value {
        FieldData::Date(date) => Some(date),
        _ => None,
    })
}

fn unchecked(record: &Record) -> Option<Phrase> {
    let result = word(record, "effectiveness.result");
    match (result.as_deref(), date(record, "effectiveness.date")) {
        (Some("effective"), Some(_)) => None,
        (Some("effective"), None) => Some(Phrase::new("road_why.check_undated")),
        (Some(_), _) => Some(Phrase::new("road_why.no_effect")),
        (None, _) => Some(Phrase::new("road_why.no_check")),
    }
}

/// Graded findings of reported audits that name the nonconformity which follows.
fn findings_followed(handbook: &Handbook) -> Check {
    let (mut done, mut missing) = (0, Vec::new());
    for (at, record) in records(handbook, AUDIT).filter(|(_, record)| state(record) == "reported") {
        let groups = record.value("findings").map_or(&[][..], |value| value.items.as_slice());
        let graded = groups.iter().filter_map(|group| match &group.value {
            FieldData::Group(fields) => is_graded(fields).then_some(fields),
            _ => None,
        });
        let open = graded.map(|fields| fields.iter().any(|field| field.name == "nonconformity"));
        let (followed, lost): (Vec<bool>, Vec<bool>) = open.partition(|followed| *followed);
        done += followed.len();
        missing.extend(lost.iter().map(|_| item(at, Phrase::new("road_why.lost_finding"))));
    }
    Check::of("road_what.followed", done, missing)
}

fn is_graded(fields: &[FieldValue]) -> bool {
    let grade = fields.iter().find(|field| field.name == "grade");
    let words = grade.into_iter().flat_map(|field| &field.items).filter_map(|item| item.value.word());
    words.into_iter().any(|word| matches!(word, "major" | "minor"))
}
