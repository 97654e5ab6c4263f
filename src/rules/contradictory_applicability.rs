//! The Statement of Applicability says that a control applies, and that it does not.
//!
//! Two decided rows for one control contradict each other, so that nobody can tell whether it is excluded. Until one of
//! them is withdrawn or changed, the control counts as applicable.
//!
//! ## Example
//! ```yaml
//! kind: control
//! records:
//!   - {id: CTL-021, control: A.7.3, applicable: yes, decided_on: 2026-02-01}
//!   - {id: CTL-060, control: A.7.3, applicable: no, justification_exclusion: We buy no data., decided_on: 2026-02-01}
//! ```
//!
//! ## Fix
//! Keep one row for each control, and set the other to `status: withdrawn`.
//!
//! Never takes sides: while two rows contradict each other, the control stays in the figures.

use std::collections::BTreeMap;

use crate::catalog::ClauseId;
use crate::diagnostic::Level;
use crate::handbook::{CONTROL_KIND, Handbook, applicable, exclusions};
use crate::rules::records::of_kind;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "contradictory-applicability",
    level: Level::Error,
    source: include_str!("contradictory_applicability.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let library = &handbook.vocabulary.library;
    let mut applies: BTreeMap<ClauseId, &str> = BTreeMap::new();
    for (_, record) in of_kind(handbook, CONTROL_KIND) {
        applicable(record, as_of).into_iter().for_each(|clause| {
            applies.entry(clause).or_insert(&record.id.value);
        });
    }
    let mut violations = Vec::new();
    for (at, record) in of_kind(handbook, CONTROL_KIND) {
        for (clause, _) in exclusions(at, record, &handbook.vocabulary, as_of) {
            let Some(other) = applies.get(&clause) else { continue };
            let control = &library.get(clause).id;
            let message = format!("`{}` says that {control} does not apply, `{other}` that it does", record.id.value);
            violations.push(Violation::of_record(record, message, "keep one of the two rows, and withdraw the other"));
        }
    }
    violations
}
