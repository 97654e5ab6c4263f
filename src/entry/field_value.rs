//! Reads the value of one field by the type that its kind gives it.
//!
//! Never keeps a wrong value: it is said at its place, and the field counts as not filled.

use crate::catalog::Reading;
use crate::diagnostic::Finding;
use crate::entry::claim::{read_claims, read_evidence};
use crate::entry::markdown_text::read_markdown;
use crate::entry::{FieldData, FieldValue};
use crate::schema::{Choice, Field, FieldType, Number, NumberRange};
use crate::syntax::{Node, Pair, misplaced_classification, wrong_choice, wrong_date};
use crate::text::{Spanned, nearest, parse_date, parse_interval};

/// What a value is read among.
pub(super) struct FieldReader<'a> {
    /// The text of the file.
    pub(super) source: &'a str,
    pub(super) reading: Reading<'a>,
    pub(super) findings: Vec<Finding>,
}

impl FieldReader<'_> {
    /// The values of all `fields` that the pairs fill, in the order of `fields`.
    pub(super) fn values(&mut self, fields: &[Field], pairs: &[Pair]) -> Vec<FieldValue> {
        let pair = |field: &Field| pairs.iter().find(|pair| pair.key.value == field.name);
        fields.iter().filter_map(|field| self.value(field, &pair(field)?.value)).collect()
    }

    fn value(&mut self, field: &Field, node: &Node) -> Option<FieldValue> {
        let items = match field.field_type {
            // References and evidence have a shape of their own: a map from framework to list, a map with a digest.
            FieldType::Clause => self.clauses(field, node),
            FieldType::Evidence => self.evidence(field, node),
            _ => self.items(field, node),
        };
        (!items.is_empty()).then(|| FieldValue { name: field.name.clone(), items })
    }

    fn items(&mut self, field: &Field, node: &Node) -> Vec<Spanned<FieldData>> {
        let nodes = node.one_or_many();
        self.refuse_more_than_one(field, nodes.iter().map(|node| node.span).nth(1));
        let wanted = if field.many { nodes.len() } else { 1 };
        let mut items = Vec::new();
        for node in nodes.iter().take(wanted).filter(|node| !node.is_null()) {
            items.extend(self.item(field, node).map(|data| Spanned::new(data, node.span)));
        }
        items
    }

    fn item(&mut self, field: &Field, node: &Node) -> Option<FieldData> {
        if let FieldType::Group(inner) = &field.field_type {
            return self.group(field, inner, node);
        }
        let Some(text) = node.spanned_text() else {
            let message = format!("`{}` must be {}, this is {}", field.name, wanted(field), node.shape());
            self.findings.push(Finding::error("wrong-type", node.span, message));
            return None;
        };
        match &field.field_type {
            FieldType::Text => Some(FieldData::Text(text.value)),
            FieldType::Role => Some(FieldData::Role(text.value.trim().to_owned())),
            FieldType::Ref(_) => Some(FieldData::Ref(text.value.trim().to_owned())),
            FieldType::Markdown => {
                let markdown = read_markdown(&text.value, text.span, self.source, &self.reading, &mut self.findings);
                Some(FieldData::Markdown(Box::new(markdown)))
            }
            FieldType::Date => {
                let date = parse_date(&text.value);
                self.or_finding(date.map(FieldData::Date), || wrong_date(&field.name, &text))
            }
            FieldType::Interval => {
                let interval = parse_interval(&text.value);
                self.or_finding(interval.map(FieldData::Interval), || wrong_interval(&field.name, &text))
            }
            FieldType::Number(range) => self.number(field, range, &text),
            FieldType::Truth => {
                let truth = parse_truth(&text.value);
                self.or_finding(truth.map(FieldData::Truth), || wrong_truth(&field.name, &text))
            }
            FieldType::Choice(choices) => self.choice(&field.name, choices, &text).map(FieldData::Choice),
            FieldType::Link => {
                let address = is_address(&text.value).then(|| FieldData::Link(text.value.trim().to_owned()));
                self.or_finding(address, || wrong_address(&field.name, &text))
            }
            FieldType::Clause | FieldType::Evidence | FieldType::Group(_) => None,
        }
    }

    fn or_finding(&mut self, data: Option<FieldData>, finding: impl FnOnce() -> Finding) -> Option<FieldData> {
        if data.is_none() {
            self.findings.push(finding());
        }
        data
    }

    fn group(&mut self, field: &Field, inner: &[Field], node: &Node) -> Option<FieldData> {
        let Some(pairs) = node.map() else {
            let message = format!("`{}` must be a map of fields, this is {}", field.name, node.shape());
            let names: Vec<&str> = inner.iter().map(|inner| inner.name.as_str()).collect();
            let help = format!("its fields: {}", names.join(", "));
            self.findings.push(Finding::error("wrong-type", node.span, message).help(help));
            return None;
        };
        let known: Vec<&str> = inner.iter().map(|inner| inner.name.as_str()).collect();
        for pair in pairs.iter().filter(|pair| !known.contains(&pair.key.value.as_str())) {
            self.findings.push(unknown_field(&pair.key, &format!("`{}`", field.name), &known));
        }
        let values = self.values(inner, pairs);
        (!values.is_empty()).then_some(FieldData::Group(values))
    }

    fn number(&mut self, field: &Field, range: &NumberRange, text: &Spanned<String>) -> Option<FieldData> {
        let Some(number) = Number::parse(text.value.trim()) else {
            let message = format!("`{}` is not a number: `{}`", field.name, text.value);
            let finding = Finding::error("wrong-type", text.span, message);
            self.findings.push(finding.help("write digits, with a dot before the fraction"));
            return None;
        };
        let below = range.min.as_ref().is_some_and(|min| number.value < min.value);
        let above = range.max.as_ref().is_some_and(|max| number.value > max.value);
        let broken = range.whole && number.value.fract() != 0.0;
        if below || above || broken {
            let message = format!("`{}` cannot be {}", field.name, number.text);
            self.findings.push(Finding::error("out-of-range", text.span, message).help(range_in_words(range)));
            return None;
        }
        Some(FieldData::Number(number))
    }

    /// The word as the kind writes it; blanks, underscores and capitals do not matter.
    pub(super) fn choice(&mut self, key: &str, choices: &[Choice], text: &Spanned<String>) -> Option<String> {
        let exact = choices.iter().find(|choice| choice.word == text.value);
        let found = exact.or_else(|| choices.iter().find(|choice| plain(&choice.word) == plain(&text.value)));
        if found.is_none() {
            let known: Vec<&str> = choices.iter().map(|choice| choice.word.as_str()).collect();
            self.findings.push(wrong_choice(key, text, &known));
        }
        found.map(|choice| choice.word.clone())
    }

    fn clauses(&mut self, field: &Field, node: &Node) -> Vec<Spanned<FieldData>> {
        let claims = read_claims(node, &self.reading, &mut self.findings);
        let place = |claim: &crate::entry::Claim| claim.reference.written.span;
        self.refuse_more_than_one(field, claims.get(1).map(place));
        let wanted = if field.many { claims.len() } else { 1 };
        let item = |claim: crate::entry::Claim| {
            let span = claim.reference.written.span;
            Spanned::new(FieldData::Clause(claim.reference), span)
        };
        claims.into_iter().take(wanted).map(item).collect()
    }

    fn evidence(&mut self, field: &Field, node: &Node) -> Vec<Spanned<FieldData>> {
        let uses = read_evidence(node, &self.reading, &mut self.findings);
        self.refuse_more_than_one(field, uses.get(1).map(|item| item.location.span));
        let wanted = if field.many { uses.len() } else { 1 };
        let item = |item: crate::entry::EvidenceUse| {
            let span = item.location.span;
            Spanned::new(FieldData::Evidence(Box::new(item)), span)
        };
        uses.into_iter().take(wanted).map(item).collect()
    }

    fn refuse_more_than_one(&mut self, field: &Field, second: Option<crate::text::Span>) {
        if let Some(second) = second.filter(|_| !field.many) {
            let message = format!("`{}` holds one value", field.name);
            self.findings.push(Finding::error("wrong-type", second, message).label("from here on not read"));
        }
    }
}

/// A field that nothing reads, with the nearest one that is.
pub(super) fn unknown_field(key: &Spanned<String>, what: &str, known: &[&str]) -> Finding {
    if let Some(finding) = misplaced_classification(key, what, known) {
        return finding;
    }
    let finding = Finding::warning("unknown-field", key.span, format!("{what} has no field `{}`", key.value))
        .label("not read by anything")
        .cause(format!("{what}:{}", key.value));
    match nearest(&key.value, known.iter().copied(), 1).first() {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("own fields are added in kinds/*.yaml"),
    }
}

/// What a field wants, in words.
fn wanted(field: &Field) -> &'static str {
    match field.field_type {
        FieldType::Text | FieldType::Markdown => "a text",
        FieldType::Date => "a date",
        FieldType::Interval => "an interval",
        FieldType::Number(_) => "a number",
        FieldType::Truth => "yes or no",
        FieldType::Choice(_) => "a word of its list",
        FieldType::Role => "the name of a role",
        FieldType::Ref(_) => "an id",
        FieldType::Link => "a web address",
        FieldType::Clause | FieldType::Evidence | FieldType::Group(_) => "a map",
    }
}

fn plain(word: &str) -> String {
    word.trim().to_lowercase().replace([' ', '_'], "-")
}

pub(super) fn parse_truth(text: &str) -> Option<bool> {
    match text.trim().to_lowercase().as_str() {
        "true" | "yes" | "on" => Some(true),
        "false" | "no" | "off" => Some(false),
        _ => None,
    }
}

fn wrong_truth(name: &str, text: &Spanned<String>) -> Finding {
    Finding::error("wrong-type", text.span, format!("`{name}` is yes or no, not `{}`", text.value))
}

fn wrong_interval(name: &str, text: &Spanned<String>) -> Finding {
    Finding::error("wrong-type", text.span, format!("`{name}` is not an interval: `{}`", text.value))
        .help("write it as `12 months`, `1 year` or `90 days`")
}

/// Only what a browser opens without running anything.
fn is_address(text: &str) -> bool {
    let lower = text.trim().to_ascii_lowercase();
    let clean = !lower.chars().any(|character| character.is_whitespace() || character.is_control());
    clean
        && ["https://", "http://", "mailto:"]
            .iter()
            .any(|scheme| lower.len() > scheme.len() && lower.starts_with(scheme))
}

fn wrong_address(name: &str, text: &Spanned<String>) -> Finding {
    Finding::error("wrong-address", text.span, format!("`{name}` is not a web address: `{}`", text.value))
        .help("start it with https://, http:// or mailto:")
}

fn range_in_words(range: &NumberRange) -> String {
    let kind = if range.whole { "a whole number" } else { "a number" };
    match (&range.min, &range.max) {
        (Some(min), Some(max)) => format!("{kind} from {} to {}", min.text, max.text),
        (Some(min), None) => format!("{kind} from {}", min.text),
        (None, Some(max)) => format!("{kind} up to {}", max.text),
        (None, None) => kind.to_owned(),
    }
}
