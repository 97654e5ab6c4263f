//! Something was closed before it was opened, or ended before it began.
//!
//! One of the two dates is wrong. Auditors compare dates, and a record that contradicts itself makes them doubt the others.
//!
//! ## Example
//! ```yaml
//! kind: nonconformity
//! id: NCR-004
//! opened: 2026-09-18
//! closed: 2026-09-12
//! ```
//!
//! ## Fix
//! Look up what happened, and correct the date that is wrong.
//!
//! Never fires when both happened on one day.

use crate::diagnostic::Level;
use crate::handbook::Handbook;
use crate::rules::records::{of_kind, place, reversed};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "closed-before-opened",
    level: Level::Warning,
    source: include_str!("closed_before_opened.rs"),
    check,
};

/// Kind, the earlier field, the later field.
const PAIRS: [(&str, &str, &str); 9] = [
    ("nonconformity", "opened", "closed"),
    ("nonconformity", "opened", "done_on"),
    ("incident", "detected_on", "closed_on"),
    ("incident", "detected_on", "contained_on"),
    ("concern", "raised_on", "closed_on"),
    ("concern", "raised_on", "answered_on"),
    ("audit", "started_on", "ended_on"),
    ("audit", "started_on", "reported_on"),
    ("ai-system", "deployed_on", "retired_on"),
];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (kind, earlier, later) in PAIRS {
        for (_, record) in of_kind(handbook, kind) {
            let Some((first, second)) = reversed(record, earlier, later) else { continue };
            let message = format!("`{}`: `{later}` is {second}, before `{earlier}`, which is {first}", record.id.value);
            let violation = Violation::of_record(record, message, "correct the date that is wrong");
            violations.push(violation.at(place(record, later)));
        }
    }
    violations
}
