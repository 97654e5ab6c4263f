//! Two Views compared: what a change does to documents, records, approvals, coverage and evidence.
//!
//! Never knows a template or an output format, and never sees what the audience may not.

mod change;
mod compare;
mod fields;
mod obligations;
mod records;
mod redline;
mod shown;

pub use change::{
    Changes, ClauseChange, DocumentChange, EvidenceChange, FieldChange, FindingChange, Kind, Obligation, RecordChange,
};
pub use compare::{approver_of, compare, document_changes};
pub use obligations::{ObligationChange, obligation_change};
pub use records::decider;
pub use redline::{BlockChange, Redline, RedlineBlock, Run, RunChange, redline, runs};
pub use shown::Compared;
