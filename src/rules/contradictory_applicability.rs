//! The rule `contradictory-applicability`.
//!
//! Never takes sides: while two rows contradict each other, the control stays in the figures.

use std::collections::BTreeMap;

use crate::catalog::ClauseId;
use crate::diagnostic::Level;
use crate::handbook::{CONTROL_KIND, Handbook, applicable, exclusions};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "contradictory-applicability",
    level: Level::Error,
    summary: "The Statement of Applicability says that a control applies, and that it does not.",
    explanation: "Two decided rows for one control contradict each other, so that nobody can tell whether it is \
                  excluded. Until one of them is withdrawn or changed, the control counts as applicable. Keep one row \
                  for each control.",
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let library = &handbook.vocabulary.library;
    let rows = || handbook.records.iter().enumerate().filter(|(_, record)| record.kind == CONTROL_KIND);
    let mut applies: BTreeMap<ClauseId, &str> = BTreeMap::new();
    for (_, record) in rows() {
        applicable(record, as_of).into_iter().for_each(|clause| {
            applies.entry(clause).or_insert(&record.id.value);
        });
    }
    let mut violations = Vec::new();
    for (at, record) in rows() {
        for (clause, _) in exclusions(at, record, library, as_of) {
            let Some(other) = applies.get(&clause) else { continue };
            let control = &library.get(clause).id;
            violations.push(Violation {
                path: record.path.clone(),
                span: record.id.span,
                message: format!("`{}` says that {control} does not apply, `{other}` that it does", record.id.value),
                help: "keep one of the two rows, and withdraw the other",
            });
        }
    }
    violations
}
