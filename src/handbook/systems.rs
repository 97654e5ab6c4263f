//! AI systems and recorded exclusions, as coverage needs them.
//!
//! Never guesses: what is not recorded is unknown, and unknown never excludes anything.

use crate::catalog::{ClauseId, Exclusion, Library, Target};
use crate::entry::{FieldData, Record, Vocabulary, is_filled, valid_until};
use crate::handbook::coverage::{RecordedExclusion, SystemFact};
use crate::schema::{FieldPath, Kinds, counts_as_done};
use crate::text::Date;

/// The kind whose records are AI systems.
pub const SYSTEM_KIND: &str = "ai-system";
/// The kind whose records are rows of the Statement of Applicability.
pub const CONTROL_KIND: &str = "control";
const EXCLUSION_KIND: &str = "exclusion";

/// What a record says about an AI system; `None` for other kinds.
pub fn system_fact(at: usize, record: &Record, as_of: Date) -> Option<SystemFact> {
    if record.kind != SYSTEM_KIND {
        return None;
    }
    let stage = word(record, "stage");
    let retired_on = date(record, "retired_on");
    // A system that is said to be in use is not retired by a date: nothing is excluded by a contradiction.
    let is_used = matches!(stage.as_deref(), Some("in-use" | "suspended"));
    let retired = !is_used && retired_on.map_or(stage.as_deref() == Some("retired"), |day| day <= as_of);
    let deployed = date(record, "deployed_on").is_none_or(|day| day <= as_of);
    let working = matches!(stage.as_deref(), None | Some("in-use" | "suspended" | "retired"));
    Some(SystemFact {
        record: at,
        in_scope: word(record, "in_scope").as_deref() != Some("no"),
        live: working && deployed && !retired,
        retired,
        // One of several that cannot be read may be any: then none of them is known.
        roles: if record.is_unread("eu_roles") { Vec::new() } else { words(record, "eu_roles") },
        class: word(record, "eu_class"),
        placed: date(record, "placed_on_market"),
    })
}

/// The entries that a record takes out of the figures.
pub fn exclusions(
    at: usize,
    record: &Record,
    vocabulary: &Vocabulary,
    as_of: Date,
) -> Vec<(ClauseId, RecordedExclusion)> {
    if lapsed(record, &vocabulary.kinds, as_of).is_some() {
        return Vec::new();
    }
    decided_exclusions(at, record, &vocabulary.library, as_of)
}

/// Whether a record takes entries out of the figures, unless it has lapsed.
pub fn excludes(record: &Record, library: &Library, as_of: Date) -> bool {
    !decided_exclusions(0, record, library, as_of).is_empty()
}

fn decided_exclusions(
    at: usize,
    record: &Record,
    library: &Library,
    as_of: Date,
) -> Vec<(ClauseId, RecordedExclusion)> {
    if !is_in_force(record) {
        return Vec::new();
    }
    match record.kind.as_str() {
        CONTROL_KIND => {
            let says_no = word(record, "applicable").as_deref() == Some("no");
            if !says_no || !says_why(record, "justification_exclusion") || !is_decided(record, "decided_on", as_of) {
                return Vec::new();
            }
            let exclusion = RecordedExclusion { record: at, by: Exclusion::StatementOfApplicability };
            let whole = targets(record, "control").into_iter().filter(Target::counts);
            whole.map(|target| (target.clause(), exclusion.clone())).collect()
        }
        EXCLUSION_KIND => {
            if !says_why(record, "justification") || !is_decided(record, "approved_on", as_of) {
                return Vec::new();
            }
            let exclusion = RecordedExclusion { record: at, by: Exclusion::Justification };
            let whole = targets(record, "entries").into_iter().flat_map(|target| excluded_by(&target, library));
            whole.map(|clause| (clause, exclusion.clone())).collect()
        }
        _ => Vec::new(),
    }
}

/// The controls that a decided row of the Statement of Applicability says to apply: no other row excludes them. What such a
/// row says that cannot be read may be just that.
pub fn applicable(record: &Record, as_of: Date) -> Vec<ClauseId> {
    let says_yes = record.is_unread("applicable") || word(record, "applicable").as_deref() == Some("yes");
    let in_force = record.is_unread("status") || is_in_force(record);
    let decided = record.is_unread("decided_on") || is_decided(record, "decided_on", as_of);
    if record.kind != CONTROL_KIND || !(says_yes && in_force && decided) {
        return Vec::new();
    }
    targets(record, "control").iter().filter(|target| target.counts()).map(Target::clause).collect()
}

/// Neither announced nor withdrawn, and in a state that its kind knows.
pub fn is_in_force(record: &Record) -> bool {
    if record.is_unread("status") {
        return false;
    }
    let state = record.status.as_ref().map(|status| status.value.as_str());
    state.is_none_or(|state| counts_as_done(state) && state != "withdrawn")
}

/// The last day of a decision that does not hold any more, by its own review date or interval, else by that of its kind.
pub fn lapsed(record: &Record, kinds: &Kinds, as_of: Date) -> Option<Date> {
    let kind = kinds.get(&record.kind)?;
    valid_until(record, kind, as_of, None).filter(|until| *until < as_of)
}

fn is_decided(record: &Record, field: &str, as_of: Date) -> bool {
    date(record, field).is_some_and(|day| day <= as_of)
}

/// Blanks are no reason.
fn says_why(record: &Record, field: &str) -> bool {
    is_filled(record, &FieldPath::parse(field))
}

/// An excluded heading takes all entries below it along.
fn excluded_by(target: &Target, library: &Library) -> Vec<ClauseId> {
    match target {
        Target::Entry(clause) => vec![*clause],
        Target::Heading(clause) => {
            let below = &library.get(*clause).children;
            let child = |entry: &u16| ClauseId { framework: clause.framework, entry: *entry };
            let as_target = |clause: ClauseId| match library.get(clause).assessable {
                true => Target::Entry(clause),
                false => Target::Heading(clause),
            };
            below.iter().map(child).flat_map(|clause| excluded_by(&as_target(clause), library)).collect()
        }
        Target::Part { .. } | Target::Guidance { .. } => Vec::new(),
    }
}

/// The references in a field.
pub fn targets(record: &Record, name: &str) -> Vec<Target> {
    let items = record.items_at(&FieldPath::parse(name));
    let target = |item: &FieldData| match item {
        FieldData::Clause(reference) => Some(reference.target.clone()),
        _ => None,
    };
    items.iter().filter_map(|item| target(item)).collect()
}

/// The first word in a field.
pub fn word(record: &Record, name: &str) -> Option<String> {
    words(record, name).into_iter().next()
}

/// All words in a field.
pub fn words(record: &Record, name: &str) -> Vec<String> {
    record.items_at(&FieldPath::parse(name)).iter().filter_map(|item| item.word().map(str::to_owned)).collect()
}

/// The latest date in a field.
pub fn date(record: &Record, name: &str) -> Option<Date> {
    record.dates_at(&FieldPath::parse(name)).into_iter().max()
}
