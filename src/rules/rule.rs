//! What a rule is, and how all of them are run.
//!
//! Never decides a rule's level by itself: the configuration's word comes first.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Finding, Level};
use crate::handbook::Handbook;
use crate::text::{DocPath, Span};

/// One rule: what it is called, how bad its findings are, and how they are found.
pub struct Rule {
    /// Describes the fault, so that "allow <name>" reads well.
    pub name: &'static str,
    pub level: Level,
    /// One sentence.
    pub summary: &'static str,
    /// What, why, and how to mend it, as Markdown.
    pub explanation: &'static str,
    pub check: fn(&Handbook) -> Vec<Violation>,
}

/// One place that breaks a rule.
pub struct Violation {
    pub path: DocPath,
    pub span: Span,
    pub message: String,
    pub help: &'static str,
}

/// A level that the configuration gives to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    Off,
    At(Level),
}

/// Levels by rule name.
pub type RuleLevels = BTreeMap<String, RuleLevel>;

/// Runs every rule that is not switched off.
pub fn run(rules: &[Rule], handbook: &Handbook, levels: &RuleLevels) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    for rule in rules {
        let level = match levels.get(rule.name) {
            Some(RuleLevel::Off) => continue,
            Some(RuleLevel::At(level)) => *level,
            None => rule.level,
        };
        diagnostics.extend((rule.check)(handbook).into_iter().map(|violation| diagnostic(rule.name, level, violation)));
    }
    diagnostics
}

fn diagnostic(name: &'static str, level: Level, violation: Violation) -> Diagnostic {
    let Violation { path, span, message, help } = violation;
    Finding { level, ..Finding::warning(name, span, message) }.help(help).cause(name).at(&path)
}

#[cfg(test)]
mod tests {
    use crate::rules::RULES;

    #[test]
    fn the_table_of_rules_is_sorted_unique_and_documented() {
        for pair in RULES.windows(2) {
            assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
        }
        for rule in &RULES {
            assert!(rule.summary.ends_with('.') && rule.explanation.len() > 120, "{} is not explained", rule.name);
            assert!(rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.name);
        }
    }
}
