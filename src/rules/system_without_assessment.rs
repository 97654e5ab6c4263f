//! A live AI system in scope has no approved impact assessment.
//!
//! What a system may do to individuals, groups and society is assessed before it is used, and the assessment is somebody's
//! decision. A draft shows only that the question was asked.
//!
//! ## Example
//! ```yaml
//! kind: ai-system
//! id: SYS-003
//! stage: in-use
//! in_scope: yes
//! # and no approved record of kind impact-assessment has `system: SYS-003`
//! ```
//!
//! ## Fix
//! Assess the system, and have it approved: `status: approved` with `approved_by` and `approved_on`.
//!
//! Never asks about systems that are planned, in development, retired or out of scope.

use crate::diagnostic::Level;
use crate::handbook::Handbook;
use crate::rules::assessments::{approved_assessments, assessments_of};
use crate::rules::records::live_systems;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "system-without-assessment",
    level: Level::Warning,
    source: include_str!("system_without_assessment.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let assessments = assessments_of(handbook);
    let mut violations = Vec::new();
    for (system, fact) in live_systems(handbook) {
        let of_system = assessments.get(&fact.record).map_or(&[][..], Vec::as_slice);
        if !approved_assessments(of_system, handbook.options.as_of).is_empty() {
            continue;
        }
        let id = &system.id.value;
        let message = match of_system.first() {
            Some(first) => format!("`{id}` is live, and `{}` is not an approved assessment yet", first.id.value),
            None => format!("`{id}` is live, and has no impact assessment"),
        };
        violations.push(Violation::of_record(system, message, "assess its impact, and approve the assessment"));
    }
    violations
}
