//! An excluded control treats a risk, or an approved document claims to meet it.
//!
//! The Statement of Applicability says that the control does not apply, and another place needs it. One of the two is wrong;
//! this is the contradiction that auditors look for first.
//!
//! ## Example
//! ```yaml
//! # registers/statement-of-applicability.yaml: {id: CTL-033, control: A.9.4, applicable: no, ...}
//! kind: risk
//! id: RSK-007
//! treatment: modify
//! controls: [A.9.4]
//! ```
//!
//! ## Fix
//! Include the control, with `justification_inclusion`. Or treat the risk with another control; or take the claim out of the
//! document.
//!
//! Never fires on closed or drafted risks, on drafts of documents, or on references that do not reach a whole control.

use crate::diagnostic::Level;
use std::collections::BTreeMap;

use crate::catalog::{ClauseId, Target};
use crate::entry::{FieldData, Record};
use crate::handbook::Handbook;
use crate::rules::applicability::excluded;
use crate::rules::records::{of_kind, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "excluded-control-in-use",
    level: Level::Warning,
    source: include_str!("excluded_control_in_use.rs"),
    check,
};

const HELP: &str = "include the control, or do without it here";

fn check(handbook: &Handbook) -> Vec<Violation> {
    let excluded = excluded(handbook);
    if excluded.is_empty() {
        return Vec::new();
    }
    let mut violations = risks(handbook, &excluded);
    violations.extend(documents(handbook, &excluded));
    violations
}

fn risks(handbook: &Handbook, excluded: &BTreeMap<ClauseId, &Record>) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (_, risk) in of_kind(handbook, "risk").filter(|(_, risk)| !matches!(state(risk), "draft" | "closed")) {
        for item in risk.value("controls").map_or(&[][..], |value| value.items.as_slice()) {
            let FieldData::Clause(reference) = &item.value else { continue };
            let Some(row) = row_of(&reference.target, excluded) else { continue };
            let control = &handbook.vocabulary.library.get(reference.target.clause()).id;
            let message = format!("`{}` is treated by {control}, which `{}` excludes", risk.id.value, row.id.value);
            violations.push(Violation::of_record(risk, message, HELP).at(item.span));
        }
    }
    violations
}

fn documents(handbook: &Handbook, excluded: &BTreeMap<ClauseId, &Record>) -> Vec<Violation> {
    let approved = handbook.documents.iter().zip(&handbook.states);
    let approved = approved.filter(|(_, state)| state.is_in_force());
    let mut violations = Vec::new();
    for (document, _) in approved {
        for claim in &document.claims {
            let reference = &claim.claim.reference;
            let Some(row) = row_of(&reference.target, excluded) else { continue };
            let control = &handbook.vocabulary.library.get(reference.target.clause()).id;
            let id = &document.id.value;
            let message = format!("`{id}` claims to meet {control}, which `{}` excludes", row.id.value);
            violations.push(Violation::of_document(document, message, HELP).at(reference.written.span));
        }
    }
    violations
}

fn row_of<'h>(target: &Target, excluded: &BTreeMap<ClauseId, &'h Record>) -> Option<&'h Record> {
    excluded.get(&target.clause()).copied().filter(|_| target.counts())
}
