//! Runs all rules over a handbook, at the levels and with the waivers of its configuration.
//!
//! Never decides a rule's level by itself: the configuration's word comes first.

use std::collections::BTreeMap;

use crate::diagnostic::{Diagnostic, Finding, Level, ordered_map};
use crate::handbook::Handbook;
use crate::rules::{Rule, Violation, Waiver, Waivers};
use crate::text::DocPath;

/// A level that the configuration gives to a rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RuleLevel {
    Off,
    At(Level),
}

impl RuleLevel {
    pub fn word(self) -> &'static str {
        match self {
            RuleLevel::Off => "off",
            RuleLevel::At(level) => level.word(),
        }
    }
}

/// Levels by rule name.
pub type RuleLevels = BTreeMap<String, RuleLevel>;

/// What the configuration decides about rules.
#[derive(Debug, Clone, Default)]
pub struct RuleOptions {
    pub levels: RuleLevels,
    pub waivers: Vec<Waiver>,
}

impl RuleOptions {
    pub fn level(&self, rule: &Rule) -> RuleLevel {
        self.levels.get(rule.name).copied().unwrap_or(RuleLevel::At(rule.level))
    }
}

/// One finding of a rule.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RuleFinding {
    pub rule: &'static str,
    pub level: Level,
    pub violation: Violation,
    /// The position of the waiver that covers it.
    pub waiver: Option<usize>,
}

/// What all rules found, with the levels and waivers by which they were judged.
#[derive(Debug, Clone, Default)]
pub struct RulesReport {
    pub options: RuleOptions,
    /// Rule by rule.
    pub findings: Vec<RuleFinding>,
    /// Beside each waiver: how many findings it matches.
    pub matches: Vec<usize>,
}

impl RulesReport {
    pub fn findings_of(&self, rule: &str) -> impl Iterator<Item = &RuleFinding> {
        self.findings.iter().filter(move |finding| finding.rule == rule)
    }
}

/// Runs every rule that is not switched off; findings about waivers stand in the configuration.
pub fn run(
    rules: &[Rule],
    handbook: &Handbook,
    options: RuleOptions,
    configuration: &DocPath,
) -> (RulesReport, Vec<Diagnostic>) {
    let as_of = handbook.options.as_of;
    let mut waivers = Waivers::new(&options.waivers);
    let mut findings = Vec::new();
    let enabled: Vec<(&Rule, Level)> = rules
        .iter()
        .filter_map(|rule| match options.level(rule) {
            RuleLevel::At(level) => Some((rule, level)),
            RuleLevel::Off => None,
        })
        .collect();
    let violations = ordered_map(&enabled, |(rule, _)| (rule.check)(handbook));
    for ((rule, level), violations) in enabled.into_iter().zip(violations) {
        for violation in violations {
            let waiver = waivers.cover(rule.name, &violation, as_of);
            findings.push(RuleFinding { rule: rule.name, level, violation, waiver });
        }
    }
    let mut diagnostics: Vec<Diagnostic> =
        findings.iter().map(|finding| diagnostic(finding, &options.waivers)).collect();
    diagnostics.extend(waivers.findings(rules, as_of, configuration));
    let matches = waivers.matches();
    (RulesReport { options, findings, matches }, diagnostics)
}

fn diagnostic(found: &RuleFinding, waivers: &[Waiver]) -> Diagnostic {
    let Violation { path, span, message, help, .. } = &found.violation;
    let finding = Finding { level: found.level, ..Finding::warning(found.rule, *span, message) };
    let finding = match found.waiver {
        Some(at) => Finding { level: Level::Note, waived: Some(waivers[at].words()), ..finding },
        None => finding.help(*help),
    };
    finding.cause(found.rule).at(path)
}

/// Required fields whose absence a rule says better than the general finding, by the cause of that finding.
const FIELDS_OF_RULES: [(&str, &str); 2] =
    [("risk:owner", "risk-without-owner"), ("risk:treatment", "risk-without-treatment")];

/// Whether a finding is left to a rule, so that one fault is said once.
pub fn is_left_to_a_rule(finding: &Finding) -> bool {
    let cause = finding.cause.as_deref().unwrap_or("");
    finding.code == "missing-field" && FIELDS_OF_RULES.iter().any(|(known, _)| *known == cause)
}

#[cfg(test)]
mod tests {
    use super::FIELDS_OF_RULES;
    use crate::rules::RULES;

    #[test]
    fn the_table_of_rules_is_sorted_unique_and_documented() {
        for pair in RULES.windows(2) {
            assert!(pair[0].name < pair[1].name, "{} before {}", pair[0].name, pair[1].name);
        }
        for rule in &RULES {
            let explanation = rule.explanation();
            assert!(rule.summary().ends_with('.') && rule.summary().len() < 140, "{}: {}", rule.name, rule.summary());
            assert!(!rule.summary().contains('`'), "{}: a summary is plain text", rule.name);
            let parts = rule.documentation();
            for (part, text) in
                [("why", &parts.why), ("example", &parts.example), ("fix", &parts.fix), ("limits", &parts.limits)]
            {
                assert!(text.len() > 25, "{} does not say {part}: {explanation}", rule.name);
            }
            assert!(parts.example.starts_with("```yaml\n") && parts.example.ends_with("\n```"), "{}", rule.name);
            let file = format!("name: \"{}\"", rule.name);
            assert!(rule.source.contains(&file), "{} explains itself with another file", rule.name);
            assert!(rule.name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'-'), "{}", rule.name);
        }
    }

    #[test]
    fn fields_are_left_only_to_rules_that_exist() {
        for (_, rule) in FIELDS_OF_RULES {
            assert!(RULES.iter().any(|known| known.name == rule), "{rule}");
        }
    }
}
