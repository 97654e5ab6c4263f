//! The impact assessment of a live AI system is older than the system's last change.
//!
//! An assessment speaks for the version that was assessed. A new version, another model or data set, a change that asked for
//! a reassessment: from then on it describes a system that no longer exists.
//!
//! ## Example
//! ```yaml
//! kind: ai-system
//! id: SYS-003
//! stage: in-use
//! version: "1.4"              # the last approved assessment says `version_assessed: "1.3"`
//! ```
//!
//! ## Fix
//! Assess the system as it is now, approve the assessment, and set the old one to `status: superseded`. If a change did not
//! matter, its record says so with `reassessment_needed: no`.
//!
//! Never fires on a change before the assessment, on the change that led to the very version that was assessed, or on data
//! sets that only test.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, Outdated, SystemFact};
use crate::rules::assessments::{approved_assessments, assessments_of};
use crate::rules::records::{live_systems, place};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "assessment-older-than-change",
    level: Level::Warning,
    source: include_str!("assessment_older_than_change.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let assessments = assessments_of(handbook);
    let mut violations = Vec::new();
    for (system, fact) in live_systems(handbook) {
        let of_system = assessments.get(&fact.record).map_or(&[][..], Vec::as_slice);
        let approved = approved_assessments(of_system, handbook.options.as_of);
        let Some((day, last)) = approved.last() else { continue };
        if let Some((field, words)) = difference(handbook, &fact, last) {
            let message =
                format!("`{}` was assessed in `{}`, approved on {day}; {words}", system.id.value, last.id.value);
            let help = "assess the system as it is now, and approve the assessment";
            violations.push(Violation::of_record(system, message, help).at(place(system, field)));
        }
    }
    violations
}

/// What changed since the assessment, with the field of the system that shows it.
fn difference(handbook: &Handbook, fact: &SystemFact, assessment: &Record) -> Option<(&'static str, String)> {
    let reasons = handbook.outdated_record(assessment);
    // Another version says it all.
    let version = reasons.iter().position(|reason| matches!(reason, Outdated::Version { .. }));
    let reasons = version.map_or(reasons, |at| &reasons[at..=at]);
    let words = reasons.iter().map(|reason| reason_words(handbook, fact, reason));
    let words: Vec<String> = words.collect();
    let field = match reasons.first()? {
        Outdated::Changed { item, .. } if *item == fact.record => "changed_on",
        Outdated::Differs { .. } => "intended_use",
        _ => "version",
    };
    Some((field, words.join(", ")))
}

fn reason_words(handbook: &Handbook, fact: &SystemFact, reason: &Outdated) -> String {
    match reason {
        Outdated::Version { assessed, now, .. } => {
            format!("it is at version {now} now, and the assessment is of {assessed}")
        }
        Outdated::Changed { item, on } if *item == fact.record => format!("it changed on {on}"),
        Outdated::Changed { item, on } => {
            let record = &handbook.records[*item];
            match record.kind.as_str() {
                "change" => format!("`{}` was done on {on} and asked for a reassessment", record.id.value),
                _ => format!("`{}` changed on {on}", record.id.value),
            }
        }
        Outdated::Differs { .. } => "its intended use, models or data sets differ from what was assessed".to_owned(),
    }
}
