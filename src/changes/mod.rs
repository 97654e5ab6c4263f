//! Two Views compared: what a change does to documents, records, approvals, coverage and evidence.
//!
//! Never knows a template or an output format, and never sees what the audience may not.

mod compare;
mod obligations;
mod redline;

pub use compare::{
    Changes, ClauseChange, Compared, DocumentChange, EvidenceChange, FieldChange, FindingChange, Kind, Obligation,
    RecordChange, compare,
};
pub use obligations::{ObligationChange, obligation_change};
pub use redline::{BlockChange, Redline, RedlineBlock, Run, RunChange, redline, runs};
