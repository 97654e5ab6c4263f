//! A document says that it is approved, and not when.
//!
//! Without the day of its approval nobody can tell whether a document was in force when something happened, or when
//! its review is due. It counts as a draft in all its claims.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! approver: Managing director
//! ```
//!
//! ## Fix
//! Add the day of the approval, written as year-month-day: `approved: 2026-03-14`.
//!
//! Never guesses a date from the history: the day of an approval is part of the approval.

use crate::diagnostic::Level;
use crate::entry::{Document, WrittenState};
use crate::handbook::{Handbook, approved_on};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "approved-without-date",
    level: Level::Warning,
    source: include_str!("approved_without_date.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = handbook.documents.iter().filter(|document| document.state == WrittenState::Approved);
    let message =
        |document: &Document| format!("`{}` is approved without a date, and counts as a draft", document.id.value);
    let help = "add `approved: 2026-03-14` with the day of the approval";
    approved
        .filter(|document| approved_on(document).is_none())
        .map(|document| Violation::of_document(document, message(document), help))
        .collect()
}
