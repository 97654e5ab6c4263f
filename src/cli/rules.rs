//! `aimsbook rules`: what is checked, at which level, and what each rule means.
//!
//! Never runs a rule without a handbook.

use std::path::Path;

use crate::cli::arguments::Rules;
use crate::cli::handbook::{default_output, open};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::print;
use crate::diagnostic::codes;
use crate::outside::folder::{is_folder, is_handbook};
use crate::rules::{RULES, Rule, RuleLevel, RulesReport};
use crate::text::nearest;

pub fn run(arguments: &Rules) -> Result<Outcome, Failure> {
    let what = arguments.what.as_deref();
    let rule = what.and_then(|name| RULES.iter().find(|rule| Path::new(rule.name) == name));
    let root = arguments.root.as_deref().or(what.filter(|_| rule.is_none()));
    if let Some(name) = what.filter(|path| rule.is_none() && !is_folder(path)) {
        let name = name.to_string_lossy();
        let Some(meaning) = codes().get(&*name) else { return Err(unknown(&name)) };
        print(&mistake(&name, meaning))?;
        return Ok(Outcome::Clean);
    }
    let report = report(root, arguments)?;
    print(&match rule {
        Some(rule) => explained(rule, report.as_ref()),
        None => listed(report.as_ref()),
    })?;
    Ok(Outcome::Clean)
}

/// What the rules say about a handbook; nothing where there is none and nobody named one.
fn report(root: Option<&Path>, arguments: &Rules) -> Result<Option<RulesReport>, Failure> {
    let here = Path::new(".");
    if root.is_none() && !is_handbook(here) {
        return Ok(None);
    }
    let root = root.unwrap_or(here);
    let progress = Progress::start("reading");
    let opened = open(root, default_output(root), arguments.day.as_of, &progress)?;
    Ok(Some(opened.checked.rules))
}

fn unknown(name: &str) -> Failure {
    let known = RULES.iter().map(|rule| rule.name).chain(codes().keys().copied());
    let near = nearest(name, known, 1).join("");
    let near = if near.is_empty() { String::new() } else { format!("; did you mean `{near}`?") };
    Failure(format!("there is no rule and no folder `{name}`{near}\n  `aimsbook rules` lists the rules"))
}

/// A code that is no rule.
fn mistake(code: &str, meaning: &str) -> String {
    format!(
        "# {code}\n\n{meaning}\n\nThis is the code of a mistake, not a rule: its level is fixed, and it can be neither switched \
         off nor waived. Each finding says at its place what is wrong and what to do.\n"
    )
}

/// One line a rule: level, name, findings in this handbook, summary.
fn listed(report: Option<&RulesReport>) -> String {
    let width = RULES.iter().map(|rule| rule.name.len()).max().unwrap_or(0);
    let mut text = String::new();
    for rule in &RULES {
        let level = level(rule, report);
        let found = report.map_or(String::new(), |report| format!("{:>5}  ", counted(rule, report)));
        text += &format!("{:<7}  {:<width$}  {found}{}\n", level.word(), rule.name, rule.summary());
    }
    text + "\n`aimsbook rules NAME` explains one; `rules:` in aimsbook.yaml sets its level, `waivers:` accepts a finding\n"
}

/// `2` findings, or `2+1` when one more is waived; nothing when there are none.
fn counted(rule: &Rule, report: &RulesReport) -> String {
    let waived = report.findings_of(rule.name).filter(|finding| finding.waiver.is_some()).count();
    match (report.findings_of(rule.name).count() - waived, waived) {
        (0, 0) => String::new(),
        (open, 0) => open.to_string(),
        (open, waived) => format!("{open}+{waived}"),
    }
}

fn explained(rule: &Rule, report: Option<&RulesReport>) -> String {
    let level = level(rule, report);
    let changed = if level == RuleLevel::At(rule.level) {
        String::new()
    } else {
        format!(" (set in aimsbook.yaml; {} when nothing is said)", rule.level.word())
    };
    let mut text = format!("# {}\n\n{}\n\n{}\n\n", rule.name, rule.summary(), rule.explanation());
    text += &format!("Level: {}{changed}\n", level.word());
    let Some(report) = report else { return text };
    for finding in report.findings_of(rule.name) {
        let waived = finding.waiver.map(|at| format!(" ({})", report.options.waivers[at].words()));
        let violation = &finding.violation;
        text += &format!("{}: {}{}\n", violation.path, violation.message, waived.unwrap_or_default());
    }
    text
}

fn level(rule: &Rule, report: Option<&RulesReport>) -> RuleLevel {
    report.map_or(RuleLevel::At(rule.level), |report| report.options.level(rule))
}
