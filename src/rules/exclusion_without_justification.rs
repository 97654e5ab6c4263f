//! A control is excluded without a justification.
//!
//! Only a reason excludes: "we build no models ourselves", "no data are bought". Without one the control stays in the figures,
//! and an auditor will ask why nobody deals with it.
//!
//! ## Example
//! ```yaml
//! kind: control
//! id: CTL-022
//! control: A.7.3
//! applicable: no
//! ```
//!
//! ## Fix
//! Add `justification_exclusion` with the reason, in a sentence that a stranger understands. Or decide that it applies.
//!
//! Never judges whether a reason is good, only whether there is one.

use crate::diagnostic::Level;
use crate::handbook::Handbook;
use crate::rules::applicability::rows;
use crate::rules::records::{filled, place};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "exclusion-without-justification",
    level: Level::Warning,
    source: include_str!("exclusion_without_justification.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let excluded = rows(handbook).into_iter().filter(|row| row.in_force && row.applies == Some(false));
    excluded
        .filter(|row| !filled(row.record, "justification_exclusion"))
        .map(|row| {
            let control = &handbook.vocabulary.library.get(row.clause).id;
            let message = format!("`{}` excludes {control} without a justification", row.record.id.value);
            let help = "add `justification_exclusion:`; until then it stays in the figures";
            Violation::of_record(row.record, message, help).at(place(row.record, "applicable"))
        })
        .collect()
}
