//! The day of an objective has passed, and nobody said whether it was met.
//!
//! An objective that silently runs on teaches everybody that objectives do not matter. "Missed, because ..." is a result that
//! an auditor likes better.
//!
//! ## Example
//! ```yaml
//! kind: objective
//! id: OBJ-003
//! target: "95 %"
//! due: 2026-06-30
//! status: active
//! ```
//!
//! ## Fix
//! Add the result, and set the status to `met`, `missed` or `dropped`. If the aim stays, plan it again with a new `due`.
//!
//! Never fires on the due day itself.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, date};
use crate::rules::records::{filled, of_kind, place, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "objective-past-due", level: Level::Warning, source: include_str!("objective_past_due.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let active = of_kind(handbook, "objective").filter(|(_, record)| state(record) == "active");
    let due = active.filter_map(|(_, record)| Some((record, date(record, "due")?)));
    due.filter(|(_, due)| *due < handbook.options.as_of)
        .map(|(record, due)| {
            let result = if filled(record, "results.value") { "is not decided" } else { "has no result" };
            let message = format!("the objective `{}` was due on {due}, and {result}", record.id.value);
            Violation::of_record(record, message, "say whether it was met or missed").at(place(record, "due"))
        })
        .collect()
}
