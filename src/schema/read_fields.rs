//! Reads the `fields` of a kind file, over those of the kind that it extends.
//!
//! Never drops a field for a mistake in it: records that use it should not be blamed for its kind.

use std::collections::BTreeSet;

use crate::diagnostic::Finding;
use crate::schema::{Choice, FIELD_TYPE_WORDS, Field, FieldType, Number, NumberRange, RefTarget, label_from_word};
use crate::syntax::{Fields, Node, Pair};
use crate::text::{Spanned, nearest};

/// The fields of `base` with those of `node`: a known name changes that field, a new one comes at the end.
pub(super) fn read_fields(
    node: &Node,
    base: &[Field],
    known_kinds: &BTreeSet<String>,
    findings: &mut Vec<Finding>,
) -> Vec<Field> {
    let mut merged = base.to_vec();
    let Some(pairs) = node.map() else {
        let message = format!("`fields` is a map from names to fields, this is {}", node.shape());
        findings.push(Finding::error("wrong-type", node.span, message));
        return merged;
    };
    let mut seen = BTreeSet::new();
    for pair in pairs {
        // A repeated key was said when the text was read; the first one is used.
        if !seen.insert(pair.key.value.as_str()) || !is_field_name(&pair.key, findings) {
            continue;
        }
        let at = merged.iter().position(|field| field.name == pair.key.value);
        let field = read_field(pair, at.map(|at| &merged[at]), known_kinds, findings);
        match at {
            Some(at) => merged[at] = field,
            None => merged.push(field),
        }
    }
    merged
}

/// A dot separates a group from its fields, so it cannot be part of a name.
fn is_field_name(key: &Spanned<String>, findings: &mut Vec<Finding>) -> bool {
    let name = &key.value;
    let plain = |character: char| character.is_alphanumeric() || character == '_' || character == '-';
    let fits = !name.is_empty() && name.chars().all(plain);
    if !fits {
        findings.push(
            Finding::error("wrong-field-name", key.span, format!("`{name}` cannot be the name of a field"))
                .help("use letters, digits and underscores, such as `reviewed_on`"),
        );
    }
    fits
}

fn read_field(pair: &Pair, base: Option<&Field>, known_kinds: &BTreeSet<String>, findings: &mut Vec<Finding>) -> Field {
    let name = pair.key.value.clone();
    // `reviewed_on: date` is short for `reviewed_on: {type: date}`.
    if let Some(word) = pair.value.spanned_text() {
        let start = base.cloned().unwrap_or_else(|| plain_field(&name));
        return Field { field_type: simple_type(&word, base, findings), ..start };
    }
    let mut fields = Fields::of(&pair.value);
    let label = fields.text("label").map(|label| label.value);
    let help = fields.text("help").map(|help| help.value);
    let many = fields.truth("many");
    let word = fields.text("type");
    if word.is_none() && base.is_none() {
        fields.findings.push(missing_type(&pair.key));
    }
    let field_type = match word {
        Some(word) => typed(&word, base, &mut fields, known_kinds),
        None => changed_type(base.map(|field| &field.field_type), &mut fields, known_kinds),
    };
    let inverse = if field_type.is_relation() { fields.text("inverse").map(|inverse| inverse.value) } else { None };
    findings.extend(fields.finish(&format!("the field `{name}`")));
    let start = base.cloned().unwrap_or_else(|| plain_field(&name));
    Field {
        label: label.unwrap_or(start.label),
        help: help.or(start.help),
        many: many.unwrap_or(start.many),
        inverse: inverse.or(start.inverse),
        field_type,
        name,
    }
}

fn plain_field(name: &str) -> Field {
    let label = label_from_word(name);
    Field { name: name.to_owned(), label, help: None, field_type: FieldType::Text, many: false, inverse: None }
}

fn missing_type(key: &Spanned<String>) -> Finding {
    Finding::error("missing-type", key.span, format!("the field `{}` has no `type`", key.value))
        .label("read as text")
        .help(format!("one of: {}", FIELD_TYPE_WORDS.join(", ")))
}

/// A type without keys of its own.
fn simple_type(word: &Spanned<String>, base: Option<&Field>, findings: &mut Vec<Finding>) -> FieldType {
    let empty = Node { span: word.span, value: crate::syntax::Value::Map(Vec::new()) };
    let mut fields = Fields::of(&empty);
    let field_type = typed(word, base, &mut fields, &BTreeSet::new());
    findings.append(&mut fields.findings);
    field_type
}

/// The type that `word` names; a field that exists already keeps its type, because pages and rules rely on it.
fn typed(
    word: &Spanned<String>,
    base: Option<&Field>,
    fields: &mut Fields<'_>,
    known_kinds: &BTreeSet<String>,
) -> FieldType {
    let old = base.map(|field| &field.field_type);
    if let Some(old) = old.filter(|old| old.word() != word.value) {
        let message = format!("the type of this field is `{}` and cannot become `{}`", old.word(), word.value);
        fields.findings.push(
            Finding::error("field-type-changed", word.span, message).help("add a field with a name of its own instead"),
        );
        return old.clone();
    }
    match word.value.as_str() {
        "text" => FieldType::Text,
        "markdown" => FieldType::Markdown,
        "date" => FieldType::Date,
        "interval" => FieldType::Interval,
        "truth" => FieldType::Truth,
        "role" => FieldType::Role,
        "clause" => FieldType::Clause,
        "evidence" => FieldType::Evidence,
        "link" => FieldType::Link,
        "number" | "choice" | "ref" | "group" => {
            let start = old.cloned().unwrap_or_else(|| bare_type(&word.value));
            let detailed = changed_type(Some(&start), fields, known_kinds);
            require_details(&detailed, word, fields);
            detailed
        }
        _ => {
            fields.findings.push(unknown_type(word));
            FieldType::Text
        }
    }
}

fn bare_type(word: &str) -> FieldType {
    match word {
        "number" => FieldType::Number(NumberRange::default()),
        "choice" => FieldType::Choice(Vec::new()),
        "ref" => FieldType::Ref(RefTarget::Any),
        _ => FieldType::Group(Vec::new()),
    }
}

/// A choice without words and a group without fields can hold nothing.
fn require_details(field_type: &FieldType, word: &Spanned<String>, fields: &mut Fields<'_>) {
    let missing = match field_type {
        FieldType::Choice(choices) if choices.is_empty() => "options",
        FieldType::Group(inner) if inner.is_empty() => "fields",
        _ => return,
    };
    let message = format!("a `{}` needs `{missing}`", word.value);
    fields.findings.push(Finding::error("missing-details", word.span, message));
}

fn unknown_type(word: &Spanned<String>) -> Finding {
    let finding = Finding::error("unknown-field-type", word.span, format!("there is no field type `{}`", word.value))
        .label("read as text");
    match nearest(&word.value, FIELD_TYPE_WORDS, 1).first() {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help(format!("one of: {}", FIELD_TYPE_WORDS.join(", "))),
    }
}

/// The type `old` with what the keys at hand say otherwise.
fn changed_type(old: Option<&FieldType>, fields: &mut Fields<'_>, known_kinds: &BTreeSet<String>) -> FieldType {
    match old {
        Some(FieldType::Number(range)) => FieldType::Number(read_range(range, fields)),
        Some(FieldType::Choice(old)) => match fields.node("options") {
            Some(node) => FieldType::Choice(read_choices(node, &mut fields.findings)),
            None => FieldType::Choice(old.clone()),
        },
        Some(FieldType::Ref(old)) => match fields.node("to") {
            Some(node) => FieldType::Ref(read_target(node, known_kinds, &mut fields.findings)),
            None => FieldType::Ref(old.clone()),
        },
        Some(FieldType::Group(old)) => match fields.node("fields") {
            Some(node) => FieldType::Group(read_fields(node, old, known_kinds, &mut fields.findings)),
            None => FieldType::Group(old.clone()),
        },
        Some(other) => other.clone(),
        None => FieldType::Text,
    }
}

fn read_range(old: &NumberRange, fields: &mut Fields<'_>) -> NumberRange {
    let min = read_limit("min", fields);
    let max = read_limit("max", fields);
    let whole = fields.truth("whole").unwrap_or(old.whole);
    let place = max.as_ref().or(min.as_ref()).map(|limit| limit.span);
    let min = min.map(|limit| limit.value).or_else(|| old.min.clone());
    let max = max.map(|limit| limit.value).or_else(|| old.max.clone());
    if let (Some(low), Some(high), Some(place)) = (&min, &max, place)
        && low.value > high.value
    {
        let message = format!("no number lies between {} and {}", low.text, high.text);
        fields.findings.push(Finding::error("wrong-range", place, message));
    }
    NumberRange { min, max, whole }
}

fn read_limit(key: &'static str, fields: &mut Fields<'_>) -> Option<Spanned<Number>> {
    let text = fields.text(key)?;
    let number = Number::parse(&text.value);
    if number.is_none() {
        let message = format!("`{key}` is not a number: `{}`", text.value);
        fields.findings.push(Finding::error("wrong-type", text.span, message));
    }
    number.map(|number| Spanned::new(number, text.span))
}

/// A list of words, or a map from words to labels.
pub(super) fn read_choices(node: &Node, findings: &mut Vec<Finding>) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    let mut add = |word: Spanned<String>, label: Option<&str>, findings: &mut Vec<Finding>| {
        if choices.iter().any(|choice| choice.word == word.value) {
            findings.push(Finding::warning("duplicate-option", word.span, format!("`{}` is given twice", word.value)));
            return;
        }
        let label = label.map_or_else(|| label_from_word(&word.value), str::to_owned);
        choices.push(Choice { word: word.value, label });
    };
    if let Some(pairs) = node.map() {
        pairs.iter().for_each(|pair| add(pair.key.clone(), pair.value.text(), findings));
    } else {
        for item in node.one_or_many() {
            match item.spanned_text() {
                Some(word) => add(word, None, findings),
                None => findings.push(not_a_word(item)),
            }
        }
    }
    choices
}

fn not_a_word(item: &Node) -> Finding {
    Finding::error("wrong-type", item.span, format!("an option is a word, this is {}", item.shape()))
        .help("write a list of words, or a map from words to labels")
}

/// `risk`, `[risk, change]`, `document`, `any`. What does not exist is said, and accepts anything.
fn read_target(node: &Node, known_kinds: &BTreeSet<String>, findings: &mut Vec<Finding>) -> RefTarget {
    let (mut kinds, mut documents, mut any) = (Vec::new(), false, false);
    for item in node.one_or_many() {
        match item.spanned_text() {
            Some(word) if word.value == "any" => any = true,
            Some(word) if word.value == "document" => documents = true,
            Some(word) if known_kinds.contains(&word.value) => kinds.push(word.value),
            Some(word) => {
                any = true;
                findings.push(unknown_kind(&word, known_kinds));
            }
            None => findings.push(not_a_word(item)),
        }
    }
    if any || (kinds.is_empty() && !documents) { RefTarget::Any } else { RefTarget::Of { kinds, documents } }
}

fn unknown_kind(word: &Spanned<String>, known_kinds: &BTreeSet<String>) -> Finding {
    let finding = Finding::error("unknown-kind", word.span, format!("there is no kind `{}`", word.value));
    match nearest(&word.value, known_kinds.iter().map(String::as_str), 1).first() {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding.help("a reference leads to a kind, a `document`, or `any`"),
    }
}
