//! A requirement of clauses 4 to 10 is excluded.
//!
//! Controls can be excluded with a reason; the requirements of the management system itself cannot. A handbook that says so
//! claims conformity with something else than the standard. Such an exclusion has no effect on the figures.
//!
//! ## Example
//! ```yaml
//! kind: exclusion
//! id: EXL-002
//! entries: ["9.2.2"]
//! justification: We are too small for an audit programme.
//! ```
//!
//! ## Fix
//! Withdraw the exclusion, and meet the requirement in a way that fits the organization: an audit programme can be one page.
//!
//! Never fires on a draft, on something that is withdrawn, or in a framework that has no controls.

use crate::catalog::Exclusion;
use crate::diagnostic::Level;
use crate::handbook::Handbook;
use crate::rules::exclusions::{excluding, has_controls, reached};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "excluded-requirement", level: Level::Error, source: include_str!("excluded_requirement.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let library = &handbook.vocabulary.library;
    let mut violations = Vec::new();
    for excluded in excluding(handbook) {
        if !has_controls(library, excluded.target.clause().framework) {
            continue;
        }
        let mut reached = reached(library, excluded.target).into_iter().map(|clause| library.get(clause));
        if reached.any(|entry| entry.exclusion == Exclusion::Never) {
            let clause = excluded.target.clause();
            let (name, id) = (&library.at(clause.framework).name, &library.get(clause).id);
            let message = format!("`{}` excludes {id} of {name}, which is never excluded", excluded.record.id.value);
            let violation = Violation::of_record(excluded.record, message, "withdraw the exclusion");
            violations.push(violation.at(excluded.span));
        }
    }
    violations
}
