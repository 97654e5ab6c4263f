//! A control was planned for a day that has passed, and is not implemented.
//!
//! The Statement of Applicability says what is in place and what comes when. A date that has passed makes it say something
//! that is not true any more.
//!
//! ## Example
//! ```yaml
//! kind: control
//! id: CTL-014
//! control: A.6.2.8
//! applicable: yes
//! implementation: planned
//! planned_for: 2026-06-30
//! ```
//!
//! ## Fix
//! If it is in place now, write `implementation: implemented` and how. If not, decide on a new day, with the reason.
//!
//! Never fires on the planned day itself.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, date, word};
use crate::rules::applicability::rows;
use crate::rules::records::place;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "planned-control-overdue",
    level: Level::Warning,
    source: include_str!("planned_control_overdue.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for row in rows(handbook).into_iter().filter(|row| row.in_force && row.applies != Some(false)) {
        let (record, implementation) = (row.record, word(row.record, "implementation"));
        if !matches!(implementation.as_deref(), Some("planned" | "partly" | "not-implemented")) {
            continue;
        }
        let Some(day) = date(record, "planned_for").filter(|day| *day < handbook.options.as_of) else { continue };
        let control = &handbook.vocabulary.library.get(row.clause).id;
        let message = format!("{control} was planned for {day} in `{}`, and is not implemented", record.id.value);
        let help = "say how it is implemented, or decide on a new day";
        violations.push(Violation::of_record(record, message, help).at(place(record, "planned_for")));
    }
    violations
}
