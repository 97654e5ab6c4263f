//! A document names two approvers, or two days of approval.
//!
//! `approver` and `approved` say who approved the document and when; `approval.by` and `approval.on` say it again, bound
//! to a text. When they differ, a reader cannot know which is true.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! approved: 2025-03-14
//! approval: {by: Managing director, on: 2026-03-14}
//! ```
//!
//! ## Fix
//! Approve the document again with `aimsbook approve`, which keeps them together, or remove `approver` and `approved`.
//!
//! Never decides who approved: while the two contradict each other, the approval that is bound to the text is shown.

use crate::diagnostic::Level;
use crate::entry::{Document, WrittenState};
use crate::handbook::Handbook;
use crate::rules::rule::{Rule, Violation};
use crate::text::Span;

pub const RULE: Rule = Rule {
    name: "contradictory-approval",
    level: Level::Warning,
    source: include_str!("contradictory_approval.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = handbook.documents.iter().filter(|document| document.state == WrittenState::Approved);
    let violation = |document: &Document| {
        let (span, message) = contradiction(document)?;
        let help = "approve it again, or remove the one that is wrong";
        Some(Violation::of_document(document, message, help).at(span))
    };
    approved.filter_map(|document| violation(document)).collect()
}

fn contradiction(document: &Document) -> Option<(Span, String)> {
    let (approval, id) = (document.approval.as_ref()?, &document.id.value);
    if let (Some(approver), Some(by)) = (&document.approver, &approval.by)
        && approver.value.trim() != by.value.trim()
    {
        return Some((by.span, format!("`{id}` was approved by {} or by {}", approver.value, by.value)));
    }
    let (approved, on) = (document.approved.as_ref()?, approval.on.as_ref()?);
    let message = || format!("`{id}` was approved on {} or on {}", approved.value, on.value);
    (approved.value != on.value).then(|| (on.span, message()))
}
