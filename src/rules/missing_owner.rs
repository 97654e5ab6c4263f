//! A document has an id and no owner.
//!
//! Somebody keeps a document true, renews it in time and answers questions about it. Without an owner nobody does.
//!
//! ## Example
//! ```yaml
//! id: PROC-004
//! title: Data management
//! status: approved
//! ```
//!
//! ## Fix
//! Name the role, so that the document outlives the person: `owner: Head of AI governance`.
//!
//! Never judges a document that nobody claims to be part of the managed handbook: one without an id in front matter.

use crate::diagnostic::Level;
use crate::entry::{Document, IdOrigin, WrittenState};
use crate::handbook::Handbook;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "missing-owner", level: Level::Warning, source: include_str!("missing_owner.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let managed = handbook
        .documents
        .iter()
        .filter(|document| document.id_origin == IdOrigin::FrontMatter && document.state != WrittenState::Retired);
    let message = |document: &Document| format!("`{}` has no owner", document.id.value);
    managed
        .filter(|document| document.owner.as_ref().is_none_or(|owner| owner.value.trim().is_empty()))
        .map(|document| Violation::of_document(document, message(document), "add `owner:` with a role"))
        .collect()
}
