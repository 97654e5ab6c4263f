//! A record kind as plain data: what its records hold, show, mean and prove.
//!
//! Never reads a file and never judges a record.

use crate::schema::{Choice, Field, FieldPath};
use crate::text::{DocPath, Interval, Span};

/// A kind of record, complete: extensions are merged in.
#[derive(Debug, Clone, PartialEq)]
pub struct Kind {
    pub id: String,
    /// What one record is called.
    pub title: String,
    /// What its register is called.
    pub plural: String,
    /// Ids of new records start with it: `RSK-001`.
    pub prefix: String,
    /// The heading under which its register is listed.
    pub group: String,
    pub description: String,
    /// Its own fields in the order of its page; the common ones stand in [`crate::schema::Kinds::common`].
    pub fields: Vec<Field>,
    /// Fields whose absence is worth a warning.
    pub required: Vec<FieldPath>,
    pub status: Status,
    /// The field that names the AI systems a record is about, besides the common `systems`;
    /// `id` when the record is a system itself.
    pub systems_from: Option<String>,
    /// What the files that a record names are evidence for, besides the entries that it says it is about.
    pub files_for: Option<FilesFor>,
    /// Fields shown in the register.
    pub columns: Vec<FieldPath>,
    pub validity: Option<Validity>,
    pub evidence: Vec<EvidenceRule>,
    /// Dates by which somebody must act.
    pub due: Vec<DueRule>,
    pub built_in: bool,
}

/// A date in a record by which somebody must act, besides its review and the end of its validity.
///
/// Fields of one list of groups belong together: an action is done by its own date, not by another action's.
#[derive(Debug, Clone, PartialEq)]
pub struct DueRule {
    pub date: FieldPath,
    /// Filled when it is done.
    pub done: Option<FieldPath>,
    /// The role that must act; without one the record's owner.
    pub by: Option<FieldPath>,
    /// What is to be done, in the record's own words.
    pub what: Option<FieldPath>,
    /// What is due, in a few words.
    pub reason: String,
    /// Fields that must have one of some values.
    pub when: Vec<Condition>,
    /// The states in which it is due; none: every state that is not closed.
    pub states: Vec<String>,
    /// Nothing is late afterwards: a law begins to apply by itself.
    pub passes: bool,
}

/// The states that a record of a kind can be in.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Status {
    /// The field that is the status, when a kind has a better word for it: the life-cycle stage of a system.
    pub field: Option<String>,
    /// No options: any word.
    pub options: Vec<Choice>,
    /// The state of a record that names none.
    pub default: Option<String>,
    /// States in which nothing is due any more: such a record is never overdue.
    pub closed: Vec<String>,
}

impl Status {
    pub fn is_closed(&self, state: &str) -> bool {
        self.closed.iter().any(|closed| closed == state)
    }

    /// The label of a state; a word without one is shown as it is.
    pub fn label<'s>(&'s self, state: &'s str) -> &'s str {
        self.options.iter().find(|option| option.word == state).map_or(state, |option| &option.label)
    }
}

/// How long what a record says stays valid.
///
/// The end is the date in `until`; without one, `every` (an interval field of the record) or `interval` after the date
/// in `from`. Without `from` the time starts at the date that an evidence rule names.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Validity {
    pub interval: Option<Interval>,
    pub every: Option<FieldPath>,
    pub from: Option<FieldPath>,
    pub until: Option<FieldPath>,
}

/// The entries that the files of a record show something about, in kinds whose records only decide or describe.
///
/// A decision dates no file: where a kind says this, only a file with a date of its own counts.
#[derive(Debug, Clone, PartialEq)]
pub struct FilesFor {
    /// The clause field that names the entries.
    pub clauses_from: FieldPath,
    /// Fields that must have one of some values; else the files are for nothing.
    pub when: Vec<Condition>,
}

/// When a record of the kind is evidence, and for which entries.
///
/// Every condition must hold. A rule always demands a date, because undated records prove nothing.
#[derive(Debug, Clone, PartialEq)]
pub struct EvidenceRule {
    pub clauses: Vec<RuleClause>,
    /// The clause field whose references are supported, instead of or besides `clauses`.
    pub clauses_from: Option<FieldPath>,
    /// Each must be filled; inside a list of groups, in at least one of them.
    pub needs: Vec<FieldPath>,
    /// Fields that must have one of some values.
    pub when: Vec<Condition>,
    /// Choice fields of which every option must occur, such as the inputs of a management review.
    pub every_option: Vec<FieldPath>,
    /// The states that count; none: every state that [`counts_as_done`] accepts.
    pub states: Vec<String>,
    /// The date of the evidence; inside a list of groups, the latest one that is not in the future.
    pub date: FieldPath,
    /// The file that holds the rule; `None` when it is built in.
    pub source: Option<DocPath>,
}

impl EvidenceRule {
    /// Whether a record in this state can count.
    pub fn accepts_state(&self, state: Option<&str>) -> bool {
        match state {
            Some(state) if self.states.is_empty() => counts_as_done(state),
            Some(state) => self.states.iter().any(|known| known == state),
            None => self.states.is_empty(),
        }
    }
}

/// An entry that a rule names, as written in the kind file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleClause {
    /// Id or usual name of the framework.
    pub framework: String,
    pub id: String,
    /// Where it stands in the rule's file.
    pub span: Span,
}

/// A field and the values of which it must have one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Condition {
    pub field: FieldPath,
    /// Words of a choice, or `yes` and `no`.
    pub values: Vec<String>,
}

/// States that announce something instead of proving it.
const ANNOUNCING: [&str; 18] = [
    "draft",
    "inreview",
    "planned",
    "proposed",
    "requested",
    "cancelled",
    "canceled",
    "wip",
    "todo",
    "tobedone",
    "inprogress",
    "inpreparation",
    "pending",
    "scheduled",
    "rejected",
    "failed",
    "expired",
    "notstarted",
];

/// Whether a record in this state could be evidence at all: what is planned or drafted never is.
pub fn counts_as_done(state: &str) -> bool {
    // Own kinds write the same words in their own way.
    let letters: String = state.chars().filter(|sign| sign.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    !ANNOUNCING.contains(&letters.as_str())
}

impl Kind {
    /// A field of its own by name.
    pub fn own_field(&self, name: &str) -> Option<&Field> {
        self.fields.iter().find(|field| field.name == name)
    }
}
