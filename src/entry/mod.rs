//! One file understood alone: a typed document or records, with mentions, links and findings.
//!
//! Never looks at another file; what needs one is kept as it was written.

mod approval;
mod cache;
mod claim;
mod classification;
mod document;
mod field_value;
mod front_matter;
mod markdown_text;
mod read_record;
mod record;
mod record_evidence;
mod record_file;
mod record_form;
mod rule_targets;
mod search_terms;

pub use approval::{Approval, ApprovalDigest, ApprovedText, DigestForm, WrittenDigest, wrong_approval_digest};
pub use cache::{ParseCache, ParsedFile, is_configuration, is_document};
pub use claim::{
    Claim, EntryOptions, EvidenceLocation, EvidenceUse, Vocabulary, read_claims, read_evidence, unknown_framework,
};
pub use classification::{Classification, says_classification};
pub use document::{Document, DocumentClaim, IdOrigin, TitleOrigin, WrittenState, is_index, read_document};
pub use markdown_text::MarkdownText;
pub use record::{FieldData, FieldValue, Record};
pub use record_evidence::{NotYet, evidence_date, has_value, is_filled, valid_until};
pub use record_file::read_record_file;
pub use record_form::record_form;
pub use rule_targets::RuleTargets;
