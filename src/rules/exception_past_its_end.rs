//! An exception has passed its end, and is still approved.
//!
//! An exception is a permission for a while. After its end the rule holds again, and whoever still departs from it does so
//! without permission.
//!
//! ## Example
//! ```yaml
//! kind: exception
//! id: EXC-002
//! status: approved
//! until: 2026-09-30
//! ```
//!
//! ## Fix
//! Set it to `status: ended` when the rule is kept again. If it is still needed, decide anew: a new approval with a new
//! `until`.
//!
//! Never fires on the last day itself.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, date};
use crate::rules::records::{of_kind, place, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "exception-past-its-end",
    level: Level::Warning,
    source: include_str!("exception_past_its_end.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = of_kind(handbook, "exception").filter(|(_, record)| state(record) == "approved");
    let ended = approved.filter_map(|(_, record)| Some((record, date(record, "until")?)));
    ended
        .filter(|(_, until)| *until < handbook.options.as_of)
        .map(|(record, until)| {
            let message = format!("the exception `{}` ended on {until}, and is still approved", record.id.value);
            Violation::of_record(record, message, "end it, or decide anew").at(place(record, "until"))
        })
        .collect()
}
