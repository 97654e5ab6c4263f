//! Dates by which somebody must act, and dates after which something no longer counts, with who has to act.
//!
//! Never asks what day it is, and never leaves out what is long overdue.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ClauseId, FrameworkIndex, Target};
use crate::entry::{FieldData, FieldValue, Record};
use crate::handbook::coverage::{EvidenceSource, EvidenceStanding, FileRef, Reach};
use crate::handbook::systems::date;
use crate::handbook::{Handbook, Item, Outdated, speaker};
use crate::language::Phrase;
use crate::schema::{DueRule, FieldPath, Kind};
use crate::text::Date;

/// The kind whose records hold files: their dates are the files' dates.
const EVIDENCE_KIND: &str = "evidence";

/// Something with a date by which somebody must act.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Due {
    pub item: Item,
    /// The evidence file that is meant, when it is not the item itself.
    pub file: Option<FileRef>,
    pub date: Date,
    /// The role that must act; empty when nobody is named.
    pub owner: String,
    /// What is due, in a few words.
    pub reason: Phrase,
    pub after: After,
    /// What it is about, and never a date: a calendar moves an entry whose date has changed.
    pub key: String,
    /// It speaks about coverage, which not every audience sees.
    pub about_coverage: bool,
    pub tells: Tells,
}

/// What date and reason give away besides the item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tells {
    Nothing,
    /// Something of another item.
    Of(Item),
    /// Nothing of this item: it is for those who may not see it, instead of the one that tells of it.
    InsteadOf(Item),
}

/// What the day after means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum After {
    /// It no longer counts.
    Stale,
    /// Somebody is late.
    Late,
    /// Nothing: it came by itself.
    Past,
}

/// Everything with a date, soonest first.
pub fn due(handbook: &Handbook) -> Vec<Due> {
    let last = LastEvidence::of(handbook);
    let mut found = Vec::new();
    documents(handbook, &mut found);
    for at in 0..handbook.records.len() {
        record(handbook, at, &last, &mut found);
    }
    files(handbook, &last, &mut found);
    duties(handbook, &mut found);
    outdated(handbook, &mut found);
    found.sort_by(|left, right| {
        left.date.cmp(&right.date).then(left.item.cmp(&right.item)).then(left.key.cmp(&right.key))
    });
    found
}

fn documents(handbook: &Handbook, found: &mut Vec<Due>) {
    for (at, document) in handbook.documents.iter().enumerate() {
        let state = handbook.states[at];
        let Some(date) = state.next_review.filter(|_| state.is_in_force()) else { continue };
        found.push(Due {
            item: Item::Document(at),
            file: None,
            date,
            owner: document.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
            reason: Phrase::new("due.review"),
            after: After::Stale,
            key: format!("{} review", document.id.value),
            about_coverage: false,
            tells: Tells::Nothing,
        });
    }
}

fn record(handbook: &Handbook, at: usize, last: &LastEvidence, found: &mut Vec<Due>) {
    let record = &handbook.records[at];
    let Some(kind) = handbook.vocabulary.kinds.get(&record.kind) else { return };
    let state = record.status.as_ref().map_or("", |status| status.value.as_str());
    let closed = kind.status.is_closed(state);
    let due = |date: Date, reason: Phrase, after: After, key: &str| Due {
        item: Item::Record(at),
        file: None,
        date,
        owner: record.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
        reason,
        after,
        key: format!("{} {key}", record.id.value),
        about_coverage: false,
        tells: Tells::Nothing,
    };
    let lapses = lapses(handbook, at);
    let after = |date: Date| if Some(date) == lapses { After::Stale } else { After::Late };
    let mut dates: BTreeSet<Date> = BTreeSet::new();
    for rule in &kind.due {
        for mut one in ruled(record, rule, state, closed) {
            dates.insert(one.date);
            let after = if rule.passes { After::Past } else { after(one.date) };
            let owner = std::mem::take(&mut one.by);
            let mut one = due(one.date, one.reason(rule), after, &format!("{} {}", rule.date, one.what));
            if !owner.is_empty() {
                one.owner = owner;
            }
            found.push(one);
        }
    }
    if closed {
        // What is closed is renewed by another record, unless there is no other.
        if let Some((date, clauses)) = last.of_record(at) {
            let reason = last_words(handbook, clauses);
            found.push(Due { about_coverage: true, ..due(date, reason, After::Stale, "evidence") });
        }
        return;
    }
    if let Some(date) = record.next_review.as_ref().map(|date| date.value).filter(|date| dates.insert(*date)) {
        found.push(due(date, Phrase::new("due.review"), after(date), "review"));
    }
    if let Some(date) = lapses.filter(|date| dates.insert(*date)) {
        found.push(due(date, Phrase::new("due.renew"), After::Stale, "renew"));
    }
}

/// The last day on which everything that the record is evidence for is in date.
fn lapses(handbook: &Handbook, at: usize) -> Option<Date> {
    let dated = |standing: &EvidenceStanding| !matches!(standing, EvidenceStanding::NotCounted(_));
    let claims = handbook.record_claims[at].iter().filter(|claim| dated(&claim.standing));
    claims.filter_map(|claim| claim.valid_until).min()
}

/// One date that a rule finds in a record.
struct Ruled {
    date: Date,
    by: String,
    what: String,
}

impl Ruled {
    fn reason(&self, rule: &DueRule) -> Phrase {
        match self.what.as_str() {
            "" => Phrase::new("due.ruled").text("reason", &rule.reason),
            what => Phrase::new("due.ruled_for").text("reason", &rule.reason).text("what", what),
        }
    }
}

fn ruled(record: &Record, rule: &DueRule, state: &str, closed: bool) -> Vec<Ruled> {
    let in_state = if rule.states.is_empty() { !closed } else { rule.states.iter().any(|known| known == state) };
    let holds = |condition: &crate::schema::Condition| {
        let items = record.items_at(&condition.field);
        items.iter().filter_map(|item| item.word()).any(|word| condition.values.iter().any(|value| value == word))
    };
    if !in_state || !rule.when.iter().all(holds) {
        return Vec::new();
    }
    match rule.date.0.as_slice() {
        [group, inner @ ..] if !inner.is_empty() => {
            let items = record.value(group).map_or(&[][..], |value| value.items.as_slice());
            let groups = items.iter().filter_map(|item| match &item.value {
                FieldData::Group(values) => Some(values.as_slice()),
                _ => None,
            });
            groups.filter_map(|values| in_group(record, rule, group, values)).collect()
        }
        _ => {
            let text = |path: &Option<FieldPath>| path.as_ref().map_or_else(String::new, |path| words_at(record, path));
            let done = rule.done.as_ref().is_some_and(|path| !record.items_at(path).is_empty());
            let dates = record.dates_at(&rule.date).into_iter().filter(|_| !done);
            dates.map(|date| Ruled { date, by: text(&rule.by), what: text(&rule.what) }).collect()
        }
    }
}

/// A field of the same group is read there, any other in the record.
fn in_group(record: &Record, rule: &DueRule, group: &str, values: &[FieldValue]) -> Option<Ruled> {
    let inside = |path: &FieldPath| {
        let [first, name] = path.0.as_slice() else { return None };
        (first == group).then(|| values.iter().find(|value| value.name == *name).map(|value| &value.items))
    };
    let words = |path: &Option<FieldPath>| match path.as_ref().map(|path| (path, inside(path))) {
        Some((_, Some(items))) => {
            items.and_then(|items| items.first()).map_or_else(String::new, |item| plain(&item.value))
        }
        Some((path, None)) => words_at(record, path),
        None => String::new(),
    };
    let done = rule.done.as_ref().is_some_and(|path| match inside(path) {
        Some(items) => items.is_some(),
        None => !record.items_at(path).is_empty(),
    });
    let dates = inside(&rule.date).flatten().filter(|_| !done)?;
    let date = dates.iter().find_map(|item| match item.value {
        FieldData::Date(date) => Some(date),
        _ => None,
    })?;
    Some(Ruled { date, by: words(&rule.by), what: words(&rule.what) })
}

fn words_at(record: &Record, path: &FieldPath) -> String {
    record.items_at(path).first().map_or_else(String::new, |item: &Cow<'_, FieldData>| plain(item))
}

fn plain(data: &FieldData) -> String {
    match data {
        FieldData::Text(text) | FieldData::Role(text) | FieldData::Choice(text) => text.clone(),
        FieldData::Markdown(markdown) => markdown.text.lines().next().unwrap_or("").trim().to_owned(),
        _ => String::new(),
    }
}

/// Files that expire by a date of their own, and files that are the last evidence for an entry.
fn files(handbook: &Handbook, last: &LastEvidence, found: &mut Vec<Due>) {
    for file in &handbook.evidence {
        let uses = file.uses.iter().filter(|named| !matches!(named.standing, EvidenceStanding::NotCounted(_)));
        let Some(best) = uses.filter(|named| named.valid_until.is_some()).max_by_key(|named| named.valid_until) else {
            continue;
        };
        let held = file.uses.iter().any(|named| is_open_evidence(handbook, named.by));
        let last_for = last.of_file(&file.file);
        let explicit = best.expires.filter(|date| *date >= handbook.options.as_of || last_for.is_some());
        let (date, reason) = match (last_for, explicit) {
            (Some((date, clauses)), _) => (date, last_words(handbook, clauses)),
            (None, Some(date)) => (date, Phrase::new("due.evidence")),
            (None, None) => continue,
        };
        if held {
            continue;
        }
        let name = match &file.file {
            FileRef::Path(path) => path.as_str(),
            FileRef::Address(address) => address,
        };
        found.push(Due {
            item: best.by,
            file: Some(file.file.clone()),
            date,
            owner: owner(handbook, best.by),
            reason,
            after: After::Stale,
            key: format!("{name} expires"),
            about_coverage: true,
            tells: Tells::Nothing,
        });
    }
}

/// A record that holds the file speaks for it.
fn is_open_evidence(handbook: &Handbook, by: Item) -> bool {
    let Item::Record(at) = by else { return false };
    let record = &handbook.records[at];
    let kind: Option<&Kind> = handbook.vocabulary.kinds.get(&record.kind);
    let state = record.status.as_ref().map_or("", |status| status.value.as_str());
    record.kind == EVIDENCE_KIND && kind.is_some_and(|kind| !kind.status.is_closed(state))
}

fn owner(handbook: &Handbook, item: Item) -> String {
    let owner = match item {
        Item::Document(at) => handbook.documents[at].owner.as_ref(),
        Item::Record(at) => handbook.records[at].owner.as_ref(),
    };
    owner.map(|owner| owner.value.clone()).unwrap_or_default()
}

/// Assessments, validations and releases that are the latest of their kind, and no longer speak for their system.
fn outdated(handbook: &Handbook, found: &mut Vec<Due>) {
    let mut latest: BTreeMap<(usize, &str), (Date, usize)> = BTreeMap::new();
    for (at, record) in handbook.records.iter().enumerate() {
        let Some(speaker) = speaker(&record.kind) else { continue };
        let state = record.status.as_ref().map_or("", |status| status.value.as_str());
        let Some(on) = date(record, speaker.on).filter(|_| state == speaker.state) else { continue };
        for system in &handbook.record_systems[at] {
            let best = latest.entry((*system, &record.kind)).or_insert((on, at));
            *best = (on, at).max(*best);
        }
    }
    for (on, at) in latest.into_values() {
        let Some(outdated) = handbook.outdated.get(&at).and_then(|reasons| reasons.first()) else { continue };
        let changed = |system: usize| date(&handbook.records[system], "changed_on").filter(|changed| *changed > on);
        let (since, told, reason, reason_alone) = match outdated {
            Outdated::Version { system, assessed, now } => (
                changed(*system),
                *system,
                Phrase::new("due.version").text("assessed", assessed).text("now", now),
                Phrase::new("due.version_hidden").text("assessed", assessed),
            ),
            Outdated::Changed { item, on } => {
                let reason = Phrase::new("due.changed");
                (Some(*on), *item, reason.clone(), reason)
            }
            Outdated::Differs { system } => {
                let reason = Phrase::new("due.differs");
                (changed(*system), *system, reason.clone(), reason)
            }
        };
        let yesterday = handbook.options.as_of.yesterday().unwrap_or(on);
        let due = |date: Date, reason: Phrase, tells: Tells| Due {
            item: Item::Record(at),
            file: None,
            date: date.min(yesterday),
            owner: owner(handbook, Item::Record(at)),
            reason,
            after: After::Stale,
            key: format!("{} outdated", handbook.records[at].id.value),
            about_coverage: false,
            tells,
        };
        let told = Item::Record(told);
        found.push(due(since.unwrap_or(on), reason, Tells::Of(told)));
        // Its own date is what the record itself gives away.
        found.push(due(on, reason_alone, Tells::InsteadOf(told)));
    }
}

/// Days on which duties of a system begin to apply.
fn duties(handbook: &Handbook, found: &mut Vec<Due>) {
    let library = &handbook.vocabulary.library;
    for (at, system) in &handbook.systems {
        let mut begins: BTreeMap<(Date, FrameworkIndex), Vec<String>> = BTreeMap::new();
        for duty in &system.duties {
            let id = &library.get(duty.clause).id;
            let whole = duty.applies.iter().map(|applies| (applies.from, id.clone()));
            let parts = duty.applies.iter().flat_map(|applies| &applies.parts);
            for (date, label) in whole.chain(parts.map(|(part, from)| (*from, format!("{id} {part}")))) {
                if date >= handbook.options.as_of {
                    begins.entry((date, duty.clause.framework)).or_default().push(label);
                }
            }
        }
        for ((date, framework), labels) in begins {
            let law = &library.at(framework).name;
            let begins = match labels.len() {
                1..=3 => Phrase::new("due.law").text("what", labels.join("; ")),
                more => Phrase::counted("due.law_duties", more),
            };
            found.push(Due {
                item: Item::Record(*at),
                file: None,
                date,
                owner: owner(handbook, Item::Record(*at)),
                reason: begins.text("law", law),
                after: After::Past,
                // The law's dates have no other name; a date that moves is another entry.
                key: format!("{} {law} {date}", handbook.records[*at].id.value),
                about_coverage: true,
                tells: Tells::Nothing,
            });
        }
    }
}

/// "last evidence for A.7.4, A.7.5 and 2 more"
fn last_words(handbook: &Handbook, clauses: &BTreeSet<ClauseId>) -> Phrase {
    const SHOWN: usize = 4;
    let library = &handbook.vocabulary.library;
    let labels: Vec<String> = clauses.iter().take(SHOWN).map(|clause| Target::Entry(*clause).label(library)).collect();
    let last = match clauses.len().saturating_sub(SHOWN) {
        0 => Phrase::new("due.last"),
        more => Phrase::counted("due.last_and_more", more),
    };
    last.text("entries", labels.join(", "))
}

/// For each record and file the entries for which nothing else is in date for longer.
struct LastEvidence {
    records: BTreeMap<usize, (Date, BTreeSet<ClauseId>)>,
    files: BTreeMap<FileRef, (Date, BTreeSet<ClauseId>)>,
}

impl LastEvidence {
    fn of(handbook: &Handbook) -> LastEvidence {
        let mut last = LastEvidence { records: BTreeMap::new(), files: BTreeMap::new() };
        for (clause, coverage) in handbook.coverage.clauses().filter(|(_, coverage)| coverage.exclusion.is_none()) {
            let dated = || {
                let whole = coverage.evidence.iter().filter(|support| support.reach == Reach::Whole);
                whole.filter(|support| !matches!(support.standing, EvidenceStanding::NotCounted(_)))
            };
            let Some(end) = dated().map(|support| support.valid_until.unwrap_or(Date::MAX)).max() else { continue };
            for support in dated().filter(|support| support.valid_until == Some(end)) {
                let (date, clauses) = match &support.source {
                    EvidenceSource::Record(at) => last.records.entry(*at).or_insert((end, BTreeSet::new())),
                    EvidenceSource::File { file, .. } => {
                        last.files.entry(file.clone()).or_insert((end, BTreeSet::new()))
                    }
                };
                *date = end.min(*date);
                clauses.insert(clause);
            }
        }
        last
    }

    fn of_record(&self, at: usize) -> Option<(Date, &BTreeSet<ClauseId>)> {
        self.records.get(&at).map(|(date, clauses)| (*date, clauses))
    }

    fn of_file(&self, file: &FileRef) -> Option<(Date, &BTreeSet<ClauseId>)> {
        self.files.get(file).map(|(date, clauses)| (*date, clauses))
    }
}
