//! A change was done, or a version deployed, before anybody approved it.
//!
//! Approval comes first, so that somebody can still say no. Done the other way round, it is a nonconformity of its own, also
//! when everybody agrees afterwards.
//!
//! ## Example
//! ```yaml
//! kind: change
//! id: CHG-007
//! done_on: 2026-10-12
//! approved_on: 2026-10-30
//! ```
//!
//! ## Fix
//! If a date is wrong, correct it. If it really happened that way, record a nonconformity or an exception, and give the
//! record a waiver that names it.
//!
//! Never fires when both happened on one day.

use crate::diagnostic::Level;
use crate::handbook::Handbook;
use crate::rules::records::{of_kind, place, reversed};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "done-before-approved",
    level: Level::Warning,
    source: include_str!("done_before_approved.rs"),
    check,
};

/// Kind, the field of the approval, the field of the deed.
const PAIRS: [(&str, &str, &str); 2] = [("change", "approved_on", "done_on"), ("release", "decided_on", "deployed_on")];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (kind, approval, deed) in PAIRS {
        for (_, record) in of_kind(handbook, kind) {
            let Some((approved, done)) = reversed(record, approval, deed) else { continue };
            let message = format!("`{}` was done on {done}, and approved on {approved} only", record.id.value);
            let help = "correct the date, or record why it happened in this order";
            violations.push(Violation::of_record(record, message, help).at(place(record, deed)));
        }
    }
    violations
}
