//! Something was approved before it was written.
//!
//! An approval is about a text. When the text is younger than its approval, nobody approved what is written there now.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! date: 2026-04-02            # this version was written on
//! approved: 2026-03-14
//! ```
//!
//! ## Fix
//! Have the present text approved and write the new date, or correct the date that is wrong. `date` in the front matter of a
//! document is the day on which this version was written.
//!
//! Never guesses when a document was written: without `date` there is nothing to compare.

use crate::diagnostic::Level;
use crate::entry::Document;
use crate::handbook::{Handbook, approved_on};
use crate::rules::records::{of_kind, place, reversed};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "approved-before-written",
    level: Level::Warning,
    source: include_str!("approved_before_written.rs"),
    check,
};

/// Kind, the field of the work, the field of its approval.
const PAIRS: [(&str, &str, &str); 3] = [
    ("impact-assessment", "assessed_on", "approved_on"),
    ("risk", "identified_on", "accepted_on"),
    ("nonconformity", "opened", "effectiveness.date"),
];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations: Vec<Violation> =
        handbook.documents.iter().filter_map(|document| of_document(document)).collect();
    for (kind, work, approval) in PAIRS {
        for (_, record) in of_kind(handbook, kind) {
            let Some((written, approved)) = reversed(record, work, approval) else { continue };
            let message =
                format!("`{}`: `{approval}` is {approved}, before `{work}`, which is {written}", record.id.value);
            let violation =
                Violation::of_record(record, message, "correct the date that is wrong, or approve it again");
            violations.push(violation.at(place(record, work)));
        }
    }
    violations
}

fn of_document(document: &Document) -> Option<Violation> {
    let written = document.date.as_ref()?;
    let approved = approved_on(document).filter(|approved| *approved < written.value)?;
    let id = &document.id.value;
    let message = format!("`{id}` was written on {}, and approved on {approved} already", written.value);
    Some(Violation::of_document(document, message, "approve the present text, or correct the date").at(written.span))
}
