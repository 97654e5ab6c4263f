//! The Statement of Applicability has no row for some controls.
//!
//! The statement says of every control whether it applies, and why or why not. A control without a row is a decision that
//! nobody took, and auditors count.
//!
//! ## Example
//! ```yaml
//! kind: control
//! records:
//!   - {id: CTL-001, control: A.2.2, applicable: yes, justification_inclusion: Direction for everyone.}
//!   # and nothing about the other 37
//! ```
//!
//! ## Fix
//! Add a row for each control that is named: `applicable: yes` with `justification_inclusion`, or `applicable: no` with
//! `justification_exclusion`.
//!
//! Never fires in a folder without `aimsbook.yaml` that has no rows at all, nor about a second framework that has none.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ClauseId, Exclusion, FrameworkIndex};
use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::Handbook;
use crate::rules::applicability::rows;
use crate::rules::records::state;
use crate::rules::rule::{Rule, Violation};
use crate::text::{DocPath, Span};

pub const RULE: Rule = Rule {
    name: "missing-applicability",
    level: Level::Warning,
    source: include_str!("missing_applicability.rs"),
    check,
};

/// More would hide the sentence.
const NAMED: usize = 8;

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut decided: BTreeSet<ClauseId> = BTreeSet::new();
    let mut first_row: BTreeMap<FrameworkIndex, &Record> = BTreeMap::new();
    for row in rows(handbook).into_iter().filter(|row| state(row.record) != "withdrawn") {
        decided.insert(row.clause);
        first_row.entry(row.clause.framework).or_insert(row.record);
    }
    let mut violations = Vec::new();
    for (number, framework) in handbook.options.frameworks.iter().enumerate() {
        let first = first_row.get(framework).copied();
        if first.is_none() && (number > 0 || handbook.options.is_trial) {
            continue;
        }
        let missing = missing(handbook, *framework, &decided);
        violations.extend((!missing.is_empty()).then(|| violation(handbook, *framework, &missing, first)).flatten());
    }
    violations
}

/// The controls of a framework that no row names.
fn missing<'h>(handbook: &'h Handbook, framework: FrameworkIndex, decided: &BTreeSet<ClauseId>) -> Vec<&'h str> {
    let entries = handbook.vocabulary.library.at(framework).assessable();
    let controls = entries.filter(|(_, entry)| entry.exclusion == Exclusion::StatementOfApplicability);
    let open = controls.filter(|(entry, _)| !decided.contains(&ClauseId { framework, entry: *entry }));
    open.map(|(_, entry)| entry.id.as_str()).collect()
}

fn violation(
    handbook: &Handbook,
    framework: FrameworkIndex,
    missing: &[&str],
    first: Option<&Record>,
) -> Option<Violation> {
    let framework = handbook.vocabulary.library.at(framework);
    let named = missing[..missing.len().min(NAMED)].join(", ");
    let more = match missing.len().saturating_sub(NAMED) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    let message = format!("the Statement of Applicability has no row for {named}{more} of {}", framework.name);
    let help = "add a record of kind `control` for each of them";
    let about = framework.id.clone();
    match first {
        Some(record) => Some(Violation { about, ..Violation::of_record(record, message, help) }),
        None => {
            let path = DocPath::new("aimsbook.yaml")?;
            Some(Violation { about, path, span: Span::default(), message, help })
        }
    }
}
