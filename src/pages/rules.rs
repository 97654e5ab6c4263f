//! Plans the page of rules.
//!
//! Never shows what a finding or a waiver is about to an audience that may not see it: that becomes a number.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::pages::addresses;
use crate::pages::lists::{plain_page, tone};
use crate::pages::model::{Link, Page, PageBody, RuleItem, RuleRow, RulesPage, WaiverRow, WaiverState};
use crate::pages::planner::Planner;
use crate::rules::{RULES, Rule, RuleFinding, RuleLevel, RulesReport, Waiver};
use crate::syntax::markdown::parse_markdown;
use crate::text::Span;
use crate::view::Item;

/// Findings of one rule on the page; the rest is counted.
const SHOWN_OF_A_RULE: usize = 50;

/// Absent for an audience that sees no coverage: how well the handbook is kept is not for it.
pub fn rules_page(planner: &Planner<'_, '_>, report: &RulesReport) -> Option<Page> {
    if !planner.view.audience().coverage {
        return None;
    }
    let paths = paths(planner);
    let waivers: Vec<Option<WaiverRow>> =
        (0..report.options.waivers.len()).map(|at| waiver_row(planner, report, at, &paths)).collect();
    let hidden_waivers = waivers.iter().filter(|row| row.is_none()).count();
    let waived = report.findings.iter().filter(|finding| finding.waiver.is_some()).count();
    let body = RulesPage {
        found: report.findings.len() - waived,
        waived,
        rules: RULES.iter().map(|rule| rule_row(planner, report, rule)).collect(),
        waivers: waivers.into_iter().flatten().collect(),
        hidden_waivers,
    };
    let page = plain_page(planner, addresses::RULES, "rules.title", PageBody::Rules(Box::new(body)));
    Some(Page { summary: planner.words.text("rules.summary").to_owned(), ..page })
}

fn rule_row(planner: &Planner<'_, '_>, report: &RulesReport, rule: &Rule) -> RuleRow {
    let documentation = rule.documentation();
    let level = report.options.level(rule);
    let waived = report.findings_of(rule.name).filter(|finding| finding.waiver.is_some()).count();
    let total = report.findings_of(rule.name).count();
    let mut items: Vec<RuleItem> =
        report.findings_of(rule.name).filter_map(|finding| rule_item(planner, finding)).collect();
    let hidden = total - items.len();
    let more = items.len().saturating_sub(SHOWN_OF_A_RULE);
    items.truncate(SHOWN_OF_A_RULE);
    RuleRow {
        name: rule.name.to_owned(),
        summary: rule.title(planner.words.primary()),
        level: match level {
            RuleLevel::Off => None,
            RuleLevel::At(level) => Some(tone(level)),
        },
        changed: level != RuleLevel::At(rule.level),
        found: total - waived,
        waived,
        why_html: html(&documentation.why),
        example_html: html(&documentation.example),
        fix_html: html(&documentation.fix),
        limits_html: html(&documentation.limits),
        items,
        more,
        hidden,
    }
}

/// A finding can name anything, so only its subject is shown where something is hidden.
fn rule_item(planner: &Planner<'_, '_>, finding: &RuleFinding) -> Option<RuleItem> {
    let sees_everything = planner.view.sees_everything();
    let link = planner.view.item(&finding.violation.about).map(|item| planner.item_link(item));
    let message = if sees_everything { finding.violation.message.clone() } else { String::new() };
    let shown = link.is_some() || sees_everything;
    shown.then_some(RuleItem { link, message, waived: finding.waiver.is_some() })
}

/// Shown when everything that it is for is seen.
fn waiver_row(
    planner: &Planner<'_, '_>,
    report: &RulesReport,
    at: usize,
    paths: &BTreeMap<&str, Vec<Item>>,
) -> Option<WaiverRow> {
    let waiver = &report.options.waivers[at];
    let (mut items, mut names) = (Vec::new(), Vec::new());
    for target in &waiver.targets {
        let by_path = paths.get(target.value.as_str()).map_or(&[][..], Vec::as_slice);
        let found = planner.view.item(&target.value).into_iter().chain(by_path.iter().copied());
        let links: Vec<Link> = found.map(|item| planner.item_link(item)).collect();
        match (links.is_empty(), planner.view.sees_everything()) {
            (false, _) => items.extend(links),
            (true, true) => names.push(target.value.clone()),
            (true, false) => return None,
        }
    }
    Some(WaiverRow {
        rule: waiver.rule.value.clone(),
        items,
        names,
        reason: waiver.reason.clone(),
        by: waiver.by.clone(),
        until: waiver.until.value.to_string(),
        state: state(planner, waiver, report.matches[at]),
    })
}

fn state(planner: &Planner<'_, '_>, waiver: &Waiver, matches: usize) -> WaiverState {
    match (waiver.is_in_force(planner.view.options().as_of), matches) {
        (false, _) => WaiverState::Expired,
        (true, 0) => WaiverState::Unused,
        (true, _) => WaiverState::InForce,
    }
}

/// Documents by their paths: a waiver can name a file. A file with records is no page.
fn paths<'h>(planner: &Planner<'_, 'h>) -> BTreeMap<&'h str, Vec<Item>> {
    let mut paths: BTreeMap<&str, Vec<Item>> = BTreeMap::new();
    for (at, document) in planner.view.documents() {
        paths.entry(document.path.as_str()).or_default().push(Item::Document(at));
    }
    paths
}

/// The documentation of a rule links nowhere, so its HTML has no holes.
fn html(markdown: &str) -> Arc<str> {
    parse_markdown(markdown, Span::new(0, markdown.len()), &mut |_, _| Vec::new()).html.into()
}
