//! An approved impact assessment says nothing about effects on society.
//!
//! Harm to single people is what everybody thinks of. Effects on society (work, fair access, trust in institutions, the
//! environment, the public debate) are asked for separately, and "none that we can see, because ..." is an answer.
//!
//! ## Example
//! ```yaml
//! kind: impact-assessment
//! id: IMP-004
//! system: SYS-003
//! status: approved
//! affected_individuals: Applicants
//! # and no `societal_effects`
//! ```
//!
//! ## Fix
//! Write down in `societal_effects` what was considered and what was found, also when little was found, and have it approved.
//!
//! Never fires on a draft or on a superseded assessment.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::Handbook;
use crate::rules::records::{filled, of_kind, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "assessment-silent-on-society",
    level: Level::Warning,
    source: include_str!("assessment_silent_on_society.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = of_kind(handbook, "impact-assessment").filter(|(_, record)| state(record) == "approved");
    let message = |record: &Record| format!("`{}` says nothing about effects on society", record.id.value);
    let help = "add `societal_effects:` with what was considered and found";
    approved
        .filter(|(_, record)| !filled(record, "societal_effects"))
        .map(|(_, record)| Violation::of_record(record, message(record), help))
        .collect()
}
