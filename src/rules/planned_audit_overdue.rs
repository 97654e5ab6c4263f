//! An audit or a management review was planned for a day that has passed, and is still only planned.
//!
//! Whether the audit programme is kept is one of the first questions of an auditor. A plan that nobody looks at answers it.
//!
//! ## Example
//! ```yaml
//! kind: audit
//! id: AUD-004
//! status: planned
//! planned_for: 2026-05-30
//! ```
//!
//! ## Fix
//! If it took place, record it. If it was moved, write the new day. If it was given up, set `status: cancelled` and say why.
//!
//! Never fires on the planned day itself.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, date};
use crate::rules::records::{of_kind, place, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "planned-audit-overdue",
    level: Level::Warning,
    source: include_str!("planned_audit_overdue.rs"),
    check,
};

/// Kind, the field of its day, what it is called.
const PLANS: [(&str, &str, &str); 2] =
    [("audit", "planned_for", "audit"), ("management-review", "date", "management review")];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (kind, field, name) in PLANS {
        for (_, record) in of_kind(handbook, kind).filter(|(_, record)| state(record) == "planned") {
            let Some(day) = date(record, field).filter(|day| *day < handbook.options.as_of) else { continue };
            let span = record.date.as_ref().filter(|_| field == "date").map_or(place(record, field), |date| date.span);
            let message = format!("the {name} `{}` was planned for {day}, and is still planned", record.id.value);
            let help = "record what happened, or write the new day";
            violations.push(Violation::of_record(record, message, help).at(span));
        }
    }
    violations
}
