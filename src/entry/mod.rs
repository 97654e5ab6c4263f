//! One file understood alone: a typed document or records, with mentions, links and findings.
//!
//! Never looks at another file; what needs one is kept as it was written.

mod claim;
mod document;
mod front_matter;

pub use claim::{Claim, EntryOptions, EvidenceLocation, EvidenceUse, Vocabulary, read_claims, read_evidence};
pub use document::{Approval, Document, DocumentClaim, IdOrigin, TitleOrigin, WrittenState, is_index, read_document};
