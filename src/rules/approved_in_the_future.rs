//! An approval is dated later than the day by which the handbook is judged.
//!
//! An approval is something that happened. A document whose approval lies in the future counts as a draft until that day,
//! and a record's decision is not taken yet: usually a year or a month is mistyped.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! approved: 2062-03-14        # 2026 was meant
//! ```
//!
//! ## Fix
//! Correct the date, or have the text approved. With `--as-of` and a day in the past, this says what was not approved yet.
//!
//! Never asks whether an approver was in office.

use crate::diagnostic::Level;
use crate::entry::{Document, WrittenState};
use crate::handbook::{Handbook, approved_on, date};
use crate::rules::records::{of_kind, place};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "approved-in-the-future",
    level: Level::Note,
    source: include_str!("approved_in_the_future.rs"),
    check,
};

/// Kind and the field of its approval.
const DECISIONS: [(&str, &str); 3] =
    [("impact-assessment", "approved_on"), ("risk", "accepted_on"), ("exclusion", "approved_on")];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let approved = |document: &&Document| document.state == WrittenState::Approved;
    let documents = handbook.documents.iter().map(|document| &**document).filter(approved);
    let help = "correct the date, or wait for the day";
    let mut violations: Vec<Violation> = documents
        .filter_map(|document| Some((document, approved_on(document).filter(|on| *on > as_of)?)))
        .map(|(document, on)| {
            let message = format!("`{}` is approved on {on}, and counts as a draft until then", document.id.value);
            Violation::of_document(document, message, help)
        })
        .collect();
    for (kind, field) in DECISIONS {
        for (_, record) in of_kind(handbook, kind) {
            let Some(on) = date(record, field).filter(|on| *on > as_of) else { continue };
            let message = format!("`{}`: `{field}` is {on}, which has not come yet", record.id.value);
            violations.push(Violation::of_record(record, message, help).at(place(record, field)));
        }
    }
    violations
}
