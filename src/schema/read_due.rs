//! Reads the `due` rules of a kind file: the dates by which somebody must act.
//!
//! Never keeps a rule with a mistake in it.

use crate::diagnostic::Finding;
use crate::schema::read_kind::{Names, state};
use crate::schema::read_rules::read_conditions;
use crate::schema::{DueRule, Status};
use crate::syntax::{Fields, Node};

/// The rules that are right, in writing order.
pub(super) fn read_due(node: &Node, names: &Names<'_>, status: &Status, findings: &mut Vec<Finding>) -> Vec<DueRule> {
    let mut rules = Vec::new();
    for item in node.one_or_many() {
        let mut mistakes = Vec::new();
        let rule = read_rule(item, names, status, &mut mistakes);
        rules.extend(rule.filter(|_| mistakes.is_empty()));
        findings.append(&mut mistakes);
    }
    rules
}

fn read_rule(node: &Node, names: &Names<'_>, status: &Status, findings: &mut Vec<Finding>) -> Option<DueRule> {
    let mut keys = Fields::of(node);
    let date = keys.text("date");
    if date.is_none() && node.map().is_some() {
        let message = "this rule does not say which date is meant";
        keys.findings
            .push(Finding::error("missing-key", node.span, message).help("add `date:` with a field of type date"));
    }
    let date = date.and_then(|text| names.find_typed(&text, "date", &mut keys.findings));
    let [done, by, what] = ["done", "by", "what"].map(|key| {
        let text = keys.text(key)?;
        names.find(&text, &mut keys.findings).map(|(path, _)| path)
    });
    let reason = keys.text("reason").map_or_else(|| "due".to_owned(), |text| text.value);
    let when = keys.node("when").map_or_else(Vec::new, |node| read_conditions(node, names, &mut keys.findings));
    let states = keys.texts("states");
    let states = states.into_iter().filter_map(|word| state(word, status, "states", &mut keys.findings)).collect();
    let passes = keys.truth("passes").unwrap_or(false);
    findings.extend(keys.finish("a due rule"));
    date.map(|date| DueRule { date, done, by, what, reason, when, states, passes })
}
