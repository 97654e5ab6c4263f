//! A document is approved, and nobody is named who approved it.
//!
//! An approval is somebody's decision. Without a name a reader cannot know who takes responsibility for the text, and
//! an auditor will ask.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! approved: 2026-03-14
//! ```
//!
//! ## Fix
//! Add `approver:` with the role that approved it: `approver: Managing director`. Name the role that decided, not the
//! person who committed the file.
//!
//! Never looks at who committed a file: a committer is not an approver.

use crate::diagnostic::Level;
use crate::entry::{Document, WrittenState};
use crate::handbook::{Handbook, approved_by};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "approved-without-approver",
    level: Level::Warning,
    source: include_str!("approved_without_approver.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = handbook.documents.iter().filter(|document| document.state == WrittenState::Approved);
    let message = |document: &Document| format!("`{}` is approved, and names no approver", document.id.value);
    let help = "add `approver:` with the role that approved it";
    approved
        .filter(|document| approved_by(document).is_none_or(|role| role.trim().is_empty()))
        .map(|document| Violation::of_document(document, message(document), help))
        .collect()
}
