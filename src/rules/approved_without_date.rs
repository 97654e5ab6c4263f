//! The rule `approved-without-date`.
//!
//! Never guesses a date from the history: the day of an approval is part of the approval.

use crate::diagnostic::Level;
use crate::entry::WrittenState;
use crate::handbook::{Handbook, approved_on};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "approved-without-date",
    level: Level::Warning,
    summary: "A document says that it is approved, and not when.",
    explanation: "Without the day of its approval nobody can tell whether a document was in force when something \
                  happened, or when its review is due. It counts as a draft until `approved:` gives the date, written \
                  as year-month-day.",
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = handbook.documents.iter().filter(|document| document.state == WrittenState::Approved);
    approved
        .filter(|document| approved_on(document).is_none())
        .map(|document| Violation {
            path: document.path.clone(),
            span: document.id.span,
            message: format!("`{}` is approved without a date, and counts as a draft", document.id.value),
            help: "add `approved: 2026-03-14` with the day of the approval",
        })
        .collect()
}
