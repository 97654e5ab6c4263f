//! Computes the road to certification to ISO/IEC 42001: where the organization stands on the usual path.
//!
//! Never decides whether somebody is ready: that is the certification body's judgement. It says what is there on the day.
//!
//! | step | done when |
//! |---|---|
//! | gap assessment | no applicable entry is a gap |
//! | controls designed | the Statement of Applicability decides every control, and says how far the applicable ones are |
//! | documented system approved | every applicable requirement and control has an approved document in date, and so has the Statement of Applicability |
//! | in operation | every applicable entry has evidence in date, and dated evidence lies in three of the last twelve months |
//! | internal audit | an audit reported in its period of validity, and such audits covered every applicable entry |
//! | management review | a review in its period of validity answers each of 9.3.1 to 9.3.3 |
//! | nonconformities | see `road_records` |
//! | ready for stage 1 | the first three steps are done, an audit is planned with a date or done, and so is a review |
//! | ready for stage 2 | everything before is done |

use std::collections::BTreeSet;

use crate::catalog::{ClauseId, FrameworkIndex, Library};
use crate::handbook::coverage::{ClauseCoverage, EvidenceStanding, Reach};
use crate::handbook::road_records::{internal_audit, management_review, nonconformities, planned_or_done};
use crate::handbook::road_value::{Check, Missing, Place, Road, Step, StepId, StepState};
use crate::handbook::{DocumentLevel, Handbook, Item, Phase, Status, Verdict};
use crate::language::Phrase;
use crate::text::{Date, Interval};

/// Months of the last twelve in which dated evidence should lie; auditors usually ask for about three.
const MONTHS_IN_OPERATION: usize = 3;

/// The road; absent when the handbook does not follow ISO/IEC 42001.
pub fn road(handbook: &Handbook) -> Option<Road> {
    let framework = followed(handbook)?;
    let applicable = applicable_entries(handbook, framework);
    let mut steps = vec![
        Step::new(StepId::GapsKnown, vec![no_gaps(handbook, &applicable)]),
        Step::new(StepId::ControlsDesigned, controls_designed(handbook, framework)),
        Step::new(StepId::SystemApproved, system_approved(handbook, &applicable)),
        Step::new(StepId::InOperation, in_operation(handbook, framework, &applicable)),
        Step::new(StepId::InternalAudit, internal_audit(handbook, framework, &applicable)),
        Step::new(StepId::ManagementReview, management_review(handbook, framework)),
        Step::new(StepId::Nonconformities, nonconformities(handbook)),
    ];
    let first = [StepId::GapsKnown, StepId::ControlsDesigned, StepId::SystemApproved];
    let mut checks = vec![before(&steps, &first)];
    checks.extend(planned_or_done(handbook));
    steps.push(Step::new(StepId::StageOne, checks));
    let second = [
        StepId::StageOne,
        StepId::InOperation,
        StepId::InternalAudit,
        StepId::ManagementReview,
        StepId::Nonconformities,
    ];
    steps.push(Step::new(StepId::StageTwo, vec![before(&steps, &second)]));
    Some(Road { framework, steps })
}

/// Whether the handbook follows the standard that the road leads to.
pub fn is_on_road(handbook: &Handbook) -> bool {
    followed(handbook).is_some()
}

fn followed(handbook: &Handbook) -> Option<FrameworkIndex> {
    let framework = handbook.vocabulary.library.framework("iso-42001");
    framework.filter(|found| handbook.options.frameworks.contains(found))
}

/// Assessable entries that are not excluded, with their coverage.
fn applicable_entries(handbook: &Handbook, framework: FrameworkIndex) -> Vec<(ClauseId, &ClauseCoverage)> {
    let entries = handbook.vocabulary.library.at(framework).assessable();
    entries
        .map(|(entry, _)| ClauseId { framework, entry })
        .filter_map(|clause| Some((clause, handbook.coverage.clause(clause)?)))
        .filter(|(_, coverage)| coverage.status != Some(Status::Excluded))
        .collect()
}

fn before(steps: &[Step], ids: &[StepId]) -> Check {
    let wanted = || steps.iter().filter(|step| ids.contains(&step.id));
    let missing = wanted()
        .filter(|step| step.state != StepState::Done)
        .map(|step| Missing { place: Place::Step(step.id), why: step.state.words() });
    let done = wanted().filter(|step| step.state == StepState::Done).count();
    Check::of("road_what.steps", done, missing.collect())
}

fn no_gaps(handbook: &Handbook, applicable: &[(ClauseId, &ClauseCoverage)]) -> Check {
    let verdict = |clause: &ClauseId| handbook.statement.verdict(*clause);
    check("road_what.no_gaps", applicable, |clause, coverage| {
        let gap = coverage.status == Some(Status::Gap);
        let undecided = handbook.vocabulary.library.get(*clause).is_control() && !verdict(clause).is_decided();
        match (gap, undecided) {
            (false, _) => None,
            (true, false) => Some(Phrase::new("road_why.nothing")),
            (true, true) => Some(Phrase::new("road_why.nothing_decided")),
        }
    })
}

/// Counts the entries about which `missing` has nothing to say.
fn check(
    what: &'static str,
    entries: &[(ClauseId, &ClauseCoverage)],
    missing: impl Fn(&ClauseId, &ClauseCoverage) -> Option<Phrase>,
) -> Check {
    let missing: Vec<Missing> = entries
        .iter()
        .filter_map(|(clause, coverage)| {
            missing(clause, coverage).map(|why| Missing { place: Place::Entry(*clause), why })
        })
        .collect();
    Check::of(what, entries.len() - missing.len(), missing)
}

fn controls_designed(handbook: &Handbook, framework: FrameworkIndex) -> Vec<Check> {
    let controls = statement_controls(handbook, framework);
    let (mut undecided, mut unstated) = (Vec::new(), Vec::new());
    let mut applicable = 0;
    for control in &controls {
        let verdict = handbook.statement.verdict(*control);
        if let Some(why) = verdict.words() {
            undecided.push(Missing { place: Place::Entry(*control), why });
        }
        if verdict != Verdict::Applicable {
            continue;
        }
        applicable += 1;
        let row = handbook.statement.rows.get(control).and_then(|rows| rows.first());
        let record = row.map(|row| row.record);
        if let Some(record) = record.filter(|at| handbook.records[*at].value("implementation").is_none()) {
            let why = Phrase::new("road_why.unstated");
            unstated.push(Missing { place: Place::Item(Item::Record(record)), why });
        }
    }
    let decided = controls.len() - undecided.len();
    let stated = applicable - unstated.len();
    vec![Check::of("road_what.decided", decided, undecided), Check::of("road_what.stated", stated, unstated)]
}

/// The controls of the framework and of own frameworks beside it.
fn statement_controls(handbook: &Handbook, framework: FrameworkIndex) -> Vec<ClauseId> {
    let library = &handbook.vocabulary.library;
    let counted = |other: &FrameworkIndex| *other == framework || !library.at(*other).built_in;
    let frameworks = handbook.options.frameworks.iter().copied().filter(counted);
    frameworks.flat_map(|framework| controls_of(library, framework)).collect()
}

fn controls_of(library: &Library, framework: FrameworkIndex) -> impl Iterator<Item = ClauseId> {
    let entries = library.at(framework).assessable().filter(|(_, entry)| entry.is_control());
    entries.map(move |(entry, _)| ClauseId { framework, entry })
}

fn system_approved(handbook: &Handbook, applicable: &[(ClauseId, &ClauseCoverage)]) -> Vec<Check> {
    let library = &handbook.vocabulary.library;
    let (controls, requirements): (Vec<_>, Vec<_>) =
        applicable.iter().copied().partition(|(clause, _)| library.get(*clause).is_control());
    vec![
        check("road_what.requirements", &requirements, unapproved),
        check("road_what.controls", &controls, unapproved),
        statement_approved(handbook),
    ]
}

fn unapproved(_: &ClauseId, coverage: &ClauseCoverage) -> Option<Phrase> {
    let whole = coverage.documents.iter().filter(|support| support.reach == Reach::Whole);
    let why = match whole.map(|support| support.level).max().unwrap_or(DocumentLevel::None) {
        DocumentLevel::Approved => return None,
        DocumentLevel::Overdue => "missing.review",
        DocumentLevel::Draft => "missing.approval",
        DocumentLevel::None => "missing.document",
    };
    Some(Phrase::new(why))
}

fn statement_approved(handbook: &Handbook) -> Check {
    let what = "road_what.statement";
    let missing = |place: Place, why| Check::of(what, 0, vec![Missing { place, why: Phrase::new(why) }]);
    let Some(document) = handbook.statement.document else {
        return missing(Place::Statement, "road_why.no_document");
    };
    let place = Place::Item(Item::Document(document));
    match handbook.states[document].phase {
        Phase::Approved => Check::of(what, 1, Vec::new()),
        Phase::Overdue => missing(place, "road_why.overdue"),
        Phase::Draft | Phase::InReview | Phase::Retired => missing(place, "road_why.unapproved"),
    }
}

fn in_operation(
    handbook: &Handbook,
    framework: FrameworkIndex,
    applicable: &[(ClauseId, &ClauseCoverage)],
) -> Vec<Check> {
    let evidenced = check("road_what.evidence", applicable, |clause, coverage| {
        not_in_operation(handbook.vocabulary.library.get(*clause).per_system, coverage)
    });
    vec![evidenced, period(handbook, framework)]
}

fn not_in_operation(per_system: bool, coverage: &ClauseCoverage) -> Option<Phrase> {
    let shown = |status: &Status| matches!(status, Status::Evidenced | Status::Practised);
    let current = || {
        coverage
            .evidence
            .iter()
            .any(|support| support.reach == Reach::Whole && support.standing == EvidenceStanding::Current)
    };
    if coverage.status.as_ref().is_some_and(shown) || (!per_system && current()) {
        return None;
    }
    let open = coverage.systems.iter().filter(|system| !shown(&system.status)).count();
    if open > 0 {
        return Some(Phrase::counted("missing.systems", open).count("all", coverage.systems.len()));
    }
    let expired = coverage.evidence.iter().any(|support| support.standing == EvidenceStanding::Expired);
    Some(Phrase::new(if expired { "missing.in_date" } else { "missing.evidence" }))
}

/// In how many of the last twelve months something was done that left dated evidence.
fn period(handbook: &Handbook, framework: FrameworkIndex) -> Check {
    let what = "road_what.months";
    let as_of = handbook.options.as_of;
    let from = Interval::months(-12).after(as_of).unwrap_or(as_of);
    let dates: BTreeSet<Date> = handbook
        .coverage
        .of(framework)
        .flat_map(|(_, coverage)| &coverage.evidence)
        .filter(|support| !matches!(support.standing, EvidenceStanding::NotCounted(_)))
        .filter_map(|support| support.date)
        .filter(|date| *date > from && *date <= as_of)
        .collect();
    let months: BTreeSet<(i16, i8)> = dates.iter().map(|date| (date.year(), date.month())).collect();
    let period = dates.first().copied().zip(dates.last().copied());
    let done = months.len().min(MONTHS_IN_OPERATION);
    let mut missing = Vec::new();
    if done < MONTHS_IN_OPERATION {
        let why = Phrase::counted("road_why.months", months.len());
        missing.push(Missing { place: Place::Register("evidence"), why });
    }
    Check { what: Phrase::new(what), done, of: MONTHS_IN_OPERATION, period, missing }
}
