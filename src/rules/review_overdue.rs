//! The day of a document's or record's next review has passed.
//!
//! What is not reviewed in time may no longer describe what is done, so every entry that rests on an overdue document
//! becomes stale.
//!
//! ## Example
//! ```yaml
//! id: POL-005
//! status: approved
//! approved: 2025-10-09
//! review: 12 months           # so the review was due on 2026-10-09
//! ```
//!
//! ## Fix
//! Review a document and approve it again with the new date; `review: 12 months` counts from there, a written
//! `next_review` has to be moved. Review a record and move its `next_review`.
//!
//! Never fires on the due day itself, which is still in date, nor on a record that is closed.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, Phase, date};
use crate::rules::records::{is_closed, place};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "review-overdue", level: Level::Warning, source: include_str!("review_overdue.rs"), check };

/// Fields in which records say when they are looked at again.
const FIELDS: [&str; 3] = ["next_review", "next_due", "next_assessment"];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = documents(handbook);
    violations.extend(records(handbook));
    violations
}

fn documents(handbook: &Handbook) -> Vec<Violation> {
    let overdue = handbook.documents.iter().zip(&handbook.states).filter(|(_, state)| state.phase == Phase::Overdue);
    overdue
        .map(|(document, state)| {
            let due = state.next_review.map(|date| date.to_string()).unwrap_or_default();
            let span = document.next_review.as_ref().map_or(document.id.span, |date| date.span);
            let message = format!("the review of `{}` was due on {due}", document.id.value);
            Violation::of_document(document, message, "review it and approve it again").at(span)
        })
        .collect()
}

fn records(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for record in handbook.records.iter().filter(|record| !is_closed(handbook, record)) {
        let field = FIELDS.into_iter().find_map(|field| Some((field, date(record, field)?)));
        let Some((field, due)) = field.filter(|(_, due)| *due < handbook.options.as_of) else { continue };
        let span = record.next_review.as_ref().map_or_else(|| place(record, field), |date| date.span);
        let message = format!("the review of `{}` was due on {due}", record.id.value);
        violations.push(Violation::of_record(record, message, "review it, and say when the next review is").at(span));
    }
    violations
}
