//! Record kinds as data: fields, types, labels, relations, validity, and what each kind is evidence for.
//!
//! Never knows HTML, and never looks at a record.

mod built_in;
mod field;
mod kind;
mod kinds;
mod labels;
mod read_due;
mod read_fields;
mod read_kind;
mod read_rules;

pub use field::{
    Choice, FIELD_TYPE_WORDS, Field, FieldPath, FieldType, Number, NumberRange, RefTarget, label_from_word,
};
pub use kind::{Condition, DueRule, EvidenceRule, FilesFor, Kind, RuleClause, Status, Validity, counts_as_done};
pub use kinds::Kinds;
