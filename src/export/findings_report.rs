//! What the rules find on one day, as plain data.
//!
//! Never shows what a finding is about to an audience that may not see it: that becomes a number. Nor its words where
//! anything is hidden, because they can name anything.

use serde::Serialize;

use crate::rules::{RULES, Rule, RuleFinding, RuleLevel, RulesReport};
use crate::view::{Item, View};

/// Rule by rule, with those that find nothing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingsReport {
    pub as_of: String,
    pub rules: Vec<RuleFindings>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleFindings {
    pub rule: &'static str,
    /// One sentence: the fault.
    pub summary: String,
    /// `off`, `note`, `warning` or `error`.
    pub level: &'static str,
    /// Findings that stand.
    pub found: usize,
    /// Findings that somebody answers for until a day.
    pub waived: usize,
    pub findings: Vec<FindingRow>,
    /// Findings about things that this audience may not see.
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FindingRow {
    pub id: String,
    pub title: String,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub message: String,
    /// Until when somebody answers for it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived_until: Option<String>,
}

/// Absent for an audience that sees no coverage: how well the handbook is kept is not for it.
pub fn findings_report(view: &View<'_>, report: &RulesReport) -> Option<FindingsReport> {
    let rules = RULES.iter().map(|rule| rule_findings(view, report, rule));
    view.audience().coverage.then(|| FindingsReport { as_of: view.options().as_of.to_string(), rules: rules.collect() })
}

/// The report as one JSON text with a final line break.
pub fn findings_json(report: &FindingsReport) -> String {
    let mut text = serde_json::to_string_pretty(report).unwrap_or_default();
    text.push('\n');
    text
}

fn rule_findings(view: &View<'_>, report: &RulesReport, rule: &Rule) -> RuleFindings {
    let all = || report.findings_of(rule.name);
    let waived = all().filter(|finding| finding.waiver.is_some()).count();
    let findings: Vec<FindingRow> = all().filter_map(|finding| row(view, report, finding)).collect();
    RuleFindings {
        rule: rule.name,
        summary: rule.summary(),
        level: match report.options.level(rule) {
            RuleLevel::Off => RuleLevel::Off.word(),
            RuleLevel::At(level) => level.word(),
        },
        found: all().count() - waived,
        waived,
        hidden: all().count() - findings.len(),
        findings,
    }
}

fn row(view: &View<'_>, report: &RulesReport, finding: &RuleFinding) -> Option<FindingRow> {
    let sees_everything = view.sees_everything();
    let item = view.item(&finding.violation.about);
    if item.is_none() && !sees_everything {
        return None;
    }
    let title = match item {
        Some(Item::Document(at)) => view.document(at).map(|document| document.title.clone()),
        Some(Item::Record(at)) => view.record(at).map(|record| record.title.clone()),
        None => None,
    };
    Some(FindingRow {
        id: finding.violation.about.clone(),
        title: title.unwrap_or_default(),
        message: if sees_everything { finding.violation.message.clone() } else { String::new() },
        waived_until: finding.waiver.map(|at| report.options.waivers[at].until.value.to_string()),
    })
}
