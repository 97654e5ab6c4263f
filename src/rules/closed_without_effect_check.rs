//! A corrective action is closed, and nobody checked its effect.
//!
//! A corrective action is done when the fault does not come back, not when the work is finished. So somebody looks again
//! after a while, and writes down what they saw.
//!
//! ## Example
//! ```yaml
//! kind: nonconformity
//! id: NCR-004
//! done_on: 2026-10-30
//! closed: 2026-10-30
//! status: closed
//! ```
//!
//! ## Fix
//! Keep it in `status: in-check` until the check, then add `effectiveness:` with `date`, `by`, `result` and `how`. If it was
//! not effective, open it again.
//!
//! Never asks for a check of an observation, which needs no corrective action.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, date, word};
use crate::rules::records::{of_kind, place, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "closed-without-effect-check",
    level: Level::Warning,
    source: include_str!("closed_without_effect_check.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let closed = of_kind(handbook, "nonconformity").filter(|(_, record)| state(record) == "closed");
    let corrected = closed.filter(|(_, record)| word(record, "grade").as_deref() != Some("observation"));
    let help = "check the effect, and add `effectiveness:` with date, by, result and how";
    corrected
        .filter_map(|(_, record)| Some((record, fault(record)?)))
        .map(|(record, message)| Violation::of_record(record, message, help).at(place(record, "effectiveness")))
        .collect()
}

fn fault(record: &Record) -> Option<String> {
    let id = &record.id.value;
    let checked = date(record, "effectiveness.date");
    let result = word(record, "effectiveness.result");
    let (Some(checked), Some(result)) = (checked, result) else {
        return Some(format!("`{id}` is closed, and its effect was not checked"));
    };
    if result == "not-effective" {
        return Some(format!("`{id}` is closed, and the check says that it was not effective"));
    }
    let done = date(record, "done_on").max(date(record, "actions.done_on"));
    if let Some(done) = done.filter(|done| *done > checked) {
        return Some(format!("the effect of `{id}` was checked on {checked}, before the action was done on {done}"));
    }
    let closed = date(record, "closed").filter(|closed| *closed < checked)?;
    Some(format!("`{id}` was closed on {closed}, before its effect was checked on {checked}"))
}
