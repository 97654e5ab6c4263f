//! Reads the `evidence` rules of a kind file.
//!
//! Never keeps a rule with a mistake in it, and never resolves a clause: that needs the catalogs.

use crate::diagnostic::Finding;
use crate::schema::read_kind::{Names, state};
use crate::schema::{
    Condition, EvidenceRule, Field, FieldPath, FieldType, FilesFor, Kind, RuleClause, Status, counts_as_done,
};
use crate::syntax::{Fields, Node, Pair, wrong_choice};
use crate::text::{DocPath, Spanned};

/// Bare clauses of a rule mean this framework, whatever the handbook's default is: a kind file can be shared.
const DEFAULT_FRAMEWORK: &str = "iso-42001";

/// The rules that are right, in writing order.
pub(super) fn read_rules(
    node: &Node,
    names: &Names<'_>,
    status: &Status,
    source: Option<&DocPath>,
    findings: &mut Vec<Finding>,
) -> Vec<EvidenceRule> {
    let mut rules = Vec::new();
    for item in node.one_or_many() {
        let mut mistakes = Vec::new();
        let rule = read_rule(item, names, status, source, &mut mistakes);
        if mistakes.is_empty() {
            rules.push(rule);
        }
        findings.append(&mut mistakes);
    }
    rules
}

fn read_rule(
    node: &Node,
    names: &Names<'_>,
    status: &Status,
    source: Option<&DocPath>,
    findings: &mut Vec<Finding>,
) -> EvidenceRule {
    let mut keys = Fields::of(node);
    let clauses = keys.node("clauses").map_or_else(Vec::new, |node| read_clauses(node, &mut keys.findings));
    let clauses_from = keys.text("clauses_from").and_then(|text| names.find_typed(&text, "clause", &mut keys.findings));
    if node.map().is_some() && node.get("clauses").is_none() && node.get("clauses_from").is_none() {
        keys.findings.push(
            Finding::error("missing-clauses", node.span, "this rule names no entries")
                .help("add `clauses: [6.1.2]`, or `clauses_from:` with a field that holds references"),
        );
    }
    let needs = keys.texts("needs");
    let needs = needs.iter().filter_map(|text| names.find(text, &mut keys.findings)).map(|(path, _)| path).collect();
    let when = keys.node("when").map_or_else(Vec::new, |node| read_conditions(node, names, &mut keys.findings));
    let every = keys.texts("every_option");
    let every_option = every.iter().filter_map(|text| names.find_typed(text, "choice", &mut keys.findings)).collect();
    let states = keys.texts("states");
    let states = states.into_iter().filter_map(|word| counting_state(word, status, &mut keys.findings)).collect();
    let date = keys
        .text("date")
        .map_or_else(|| Some(FieldPath::parse("date")), |text| names.find_typed(&text, "date", &mut keys.findings));
    findings.extend(keys.finish("an evidence rule"));
    let date = date.unwrap_or_else(|| FieldPath::parse("date"));
    EvidenceRule { clauses, clauses_from, needs, when, every_option, states, date, source: source.cloned() }
}

/// `control`, or a map that also says under which conditions; with a mistake in it, the files are for nothing.
pub(super) fn read_files_for(node: &Node, names: &Names<'_>, findings: &mut Vec<Finding>) -> Option<FilesFor> {
    let mut mistakes = Vec::new();
    let (field, when) = match node.spanned_text() {
        Some(field) => (Some(field), Vec::new()),
        None => {
            let mut keys = Fields::of(node);
            let field = keys.text("clauses_from");
            let when = keys.node("when").map_or_else(Vec::new, |node| read_conditions(node, names, &mut keys.findings));
            mistakes.extend(keys.finish("`files_for`"));
            (field, when)
        }
    };
    if field.is_none() && mistakes.is_empty() {
        mistakes.push(
            Finding::error("missing-clauses", node.span, "this names no field whose entries the files are for")
                .help("add `clauses_from:` with a field that holds references"),
        );
    }
    let clauses_from = field.and_then(|text| names.find_typed(&text, "clause", &mut mistakes));
    let right = mistakes.is_empty();
    findings.append(&mut mistakes);
    clauses_from.filter(|_| right).map(|clauses_from| FilesFor { clauses_from, when })
}

/// A list in the default framework, or a map from framework to list.
fn read_clauses(node: &Node, findings: &mut Vec<Finding>) -> Vec<RuleClause> {
    match node.map() {
        None => clauses_of(DEFAULT_FRAMEWORK, node, findings),
        Some(pairs) => pairs.iter().flat_map(|pair| clauses_of(&pair.key.value, &pair.value, findings)).collect(),
    }
}

fn clauses_of(framework: &str, node: &Node, findings: &mut Vec<Finding>) -> Vec<RuleClause> {
    let mut clauses = Vec::new();
    for item in node.one_or_many() {
        match item.spanned_text() {
            Some(id) => {
                clauses.push(RuleClause { framework: framework.to_owned(), id: id.value, span: id.span });
            }
            None => {
                let message = format!("a clause is a text, this is {}", item.shape());
                findings.push(Finding::error("wrong-type", item.span, message));
            }
        }
    }
    clauses
}

fn counting_state(word: Spanned<String>, status: &Status, findings: &mut Vec<Finding>) -> Option<String> {
    if counts_as_done(&word.value) {
        return state(word, status, "states", findings);
    }
    let message = format!("a record that is `{}` is never evidence", word.value);
    findings.push(Finding::error("state-never-counts", word.span, message).help("name the states in which it is done"));
    None
}

pub(super) fn read_conditions(node: &Node, names: &Names<'_>, findings: &mut Vec<Finding>) -> Vec<Condition> {
    let Some(pairs) = node.map() else {
        let message = format!("`when` is a map from fields to values, this is {}", node.shape());
        findings.push(Finding::error("wrong-type", node.span, message));
        return Vec::new();
    };
    pairs.iter().filter_map(|pair| read_condition(pair, names, findings)).collect()
}

fn read_condition(pair: &Pair, names: &Names<'_>, findings: &mut Vec<Finding>) -> Option<Condition> {
    let (path, field) = names.find(&pair.key, findings)?;
    let Some(known) = possible_values(field) else {
        let message = format!("`{path}` is a field of type `{}`, not a choice", field.field_type.word());
        findings.push(Finding::error("wrong-field-type", pair.key.span, message));
        return None;
    };
    let mut values = Vec::new();
    for word in pair.value.one_or_many().iter().filter_map(Node::spanned_text) {
        if known.contains(&word.value.as_str()) {
            values.push(word.value);
        } else {
            findings.push(wrong_choice(&pair.key.value, &word, &known));
        }
    }
    Some(Condition { field: path, values })
}

/// The words a condition can ask for; nothing when the field's values are open.
fn possible_values(field: &Field) -> Option<Vec<&str>> {
    match &field.field_type {
        FieldType::Choice(choices) => Some(choices.iter().map(|choice| choice.word.as_str()).collect()),
        FieldType::Truth => Some(vec!["yes", "no"]),
        _ => None,
    }
}

/// Says which of the `inherited` rules can no longer be met, because the file at hand took a state or a word away.
pub(super) fn rules_still_fit(kind: &Kind, inherited: usize, place: &Node, findings: &mut Vec<Finding>) {
    for rule in kind.evidence.iter().take(inherited).filter(|rule| !can_be_met(rule, kind)) {
        let clauses: Vec<&str> = rule.clauses.iter().map(|clause| clause.id.as_str()).collect();
        let words: Vec<&str> = rule
            .states
            .iter()
            .chain(rule.when.iter().flat_map(|condition| &condition.values))
            .map(String::as_str)
            .collect();
        let message = format!("no record of kind `{}` can be evidence for {} any more", kind.id, clauses.join(", "));
        findings.push(
            Finding::warning("evidence-lost", place.span, message)
                .help(format!("its rule asks for one of these words, which are no longer known: {}", words.join(", "))),
        );
    }
}

fn can_be_met(rule: &EvidenceRule, kind: &Kind) -> bool {
    let states = &kind.status.options;
    let state_known = |state: &String| states.iter().any(|option| option.word == *state);
    let state_fits = states.is_empty() || rule.states.is_empty() || rule.states.iter().any(state_known);
    state_fits && rule.when.iter().all(|condition| value_known(condition, kind))
}

fn value_known(condition: &Condition, kind: &Kind) -> bool {
    let values = condition.field.find(&kind.fields).and_then(possible_values);
    values.is_none_or(|known| condition.values.iter().any(|value| known.contains(&value.as_str())))
}
