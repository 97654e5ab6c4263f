//! A control is planned, and nobody said for when.
//!
//! A plan without a day is a wish. The Statement of Applicability says for each control that is not in place yet when it will
//! be.
//!
//! ## Example
//! ```yaml
//! kind: control
//! id: CTL-014
//! control: A.6.2.8
//! applicable: yes
//! implementation: planned
//! ```
//!
//! ## Fix
//! Add the day: `planned_for: 2026-12-31`.
//!
//! Never asks for a day of a control that does not apply.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, date, word};
use crate::rules::applicability::rows;
use crate::rules::records::place;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "planned-control-undated",
    level: Level::Warning,
    source: include_str!("planned_control_undated.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let planned = rows(handbook).into_iter().filter(|row| row.in_force && row.applies != Some(false));
    planned
        .filter(|row| word(row.record, "implementation").as_deref() == Some("planned"))
        .filter(|row| date(row.record, "planned_for").is_none())
        .map(|row| {
            let control = &handbook.vocabulary.library.get(row.clause).id;
            let message = format!("{control} is planned in `{}`, without a day", row.record.id.value);
            let violation = Violation::of_record(row.record, message, "add `planned_for:` with the day");
            violation.at(place(row.record, "implementation"))
        })
        .collect()
}
