//! The Statement of Applicability has two rows for one control.
//!
//! Two rows that agree today will differ tomorrow, when only one of them is changed. Readers find one of them, and do not
//! know of the other.
//!
//! ## Example
//! ```yaml
//! kind: control
//! records:
//!   - {id: CTL-021, control: A.7.3, applicable: yes, implementation: implemented}
//!   - {id: CTL-060, control: A.7.3, applicable: yes, implementation: partly}
//! ```
//!
//! ## Fix
//! Keep one row, take over what the other one says, and set it to `status: withdrawn`.
//!
//! Never fires on a draft row beside the one in force, nor on rows that contradict each other: that is
//! `contradictory-applicability`.

use std::collections::BTreeMap;

use crate::catalog::ClauseId;
use crate::diagnostic::Level;
use crate::handbook::Handbook;
use crate::rules::applicability::{Row, rows};
use crate::rules::records::place;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "duplicate-applicability",
    level: Level::Warning,
    source: include_str!("duplicate_applicability.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut first: BTreeMap<ClauseId, Row<'_>> = BTreeMap::new();
    let mut violations = Vec::new();
    for row in rows(handbook).into_iter().filter(|row| row.in_force) {
        let Some(other) = first.get(&row.clause) else {
            first.insert(row.clause, row);
            continue;
        };
        if row.applies == other.applies {
            let control = &handbook.vocabulary.library.get(row.clause).id;
            let message =
                format!("`{}` is a second row for {control}, after `{}`", row.record.id.value, other.record.id.value);
            let violation = Violation::of_record(row.record, message, "keep one row, and withdraw the other");
            violations.push(violation.at(place(row.record, "control")));
        }
    }
    violations
}
