//! The JSON Schema of one field, from the same data by which the reader reads it.
//!
//! Never refuses a scalar for its YAML type: the reader takes `7.10` and `yes` as the text that they are.

use serde_json::{Map, Value, json};

use crate::schema::{Choice, Field, FieldType, NumberRange, RefTarget};

/// A schema's parts that fields refer to.
pub fn definitions() -> Value {
    let date = json!({"type": ["string", "null"], "format": "date", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"});
    let interval = json!({
        "type": ["string", "null"],
        "pattern": interval_pattern(),
        "examples": ["12 months", "1 year", "90 days", "quarterly"],
    });
    let clause_list =
        json!({"anyOf": [{"$ref": "#/$defs/text"}, {"type": "array", "items": {"$ref": "#/$defs/text"}}]});
    json!({
        "text": {"type": ["string", "number", "boolean", "null"]},
        "date": date,
        "interval": interval,
        "number": {"type": ["number", "null"]},
        "truth": {"anyOf": [{"type": ["boolean", "null"]}, {"enum": ["yes", "no", "on", "off", "true", "false"]}]},
        "link": {"type": ["string", "null"], "pattern": "^ *([hH][tT][tT][pP][sS]?://|[mM][aA][iI][lL][tT][oO]:)[^ \\t\\r\\n]+ *$"},
        "clauses": {"anyOf": [
            {"$ref": "#/$defs/clauseList"},
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/clauseList"}},
        ]},
        "clauseList": clause_list,
        "evidence": {"anyOf": [{"type": ["string", "null"]}, {"$ref": "#/$defs/evidenceItem"}]},
        "evidenceItem": evidence_item(),
        "digest": {"type": "string", "pattern": "^ *(sha256:)?[0-9a-fA-F]{64} *$"},
    })
}

fn evidence_item() -> Value {
    let place = |key: &str, others: [&str; 2]| json!({"required": [key], "not": {"anyOf": [{"required": [others[0]]}, {"required": [others[1]]}]}});
    json!({
        "type": "object",
        "properties": {
            "path": {"$ref": "#/$defs/text", "description": "A path in the handbook."},
            "url": {"$ref": "#/$defs/text", "description": "Where it is kept when not in the handbook."},
            "address": {"$ref": "#/$defs/text", "description": "The same as `url`."},
            "sha256": {"$ref": "#/$defs/digest", "description": "The digest of the file; an error when the file differs."},
            "title": {"$ref": "#/$defs/text"},
            "effective": {
                "type": "object",
                "description": "The period that it speaks for.",
                "properties": {"from": {"$ref": "#/$defs/date"}, "to": {"$ref": "#/$defs/date"}},
                "additionalProperties": false,
            },
            "collected": {"$ref": "#/$defs/date"},
            "expires": {"$ref": "#/$defs/date"},
            "clauses": {"$ref": "#/$defs/clauses", "description": "None: those of what names it."},
        },
        "oneOf": [place("path", ["url", "address"]), place("url", ["path", "address"]), place("address", ["path", "url"])],
        "additionalProperties": false,
    })
}

/// Every spelling of an interval, whatever its capitals.
fn interval_pattern() -> String {
    let words = ["monthly", "quarterly", "half-yearly", "semi-annual", "semi-annually", "yearly", "annual", "annually"];
    let units = ["d", "day", "days", "w", "week", "weeks", "m", "month", "months", "y", "year", "years"];
    let any = |words: &[&str]| words.iter().map(|word| any_case(word)).collect::<Vec<_>>().join("|");
    format!("^ *({}|[0-9]{{1,4}} *({})) *$", any(&words), any(&units))
}

fn any_case(word: &str) -> String {
    let letter = |letter: char| match letter.is_ascii_alphabetic() {
        true => format!("[{}{}]", letter.to_ascii_lowercase(), letter.to_ascii_uppercase()),
        false => letter.to_string(),
    };
    word.chars().map(letter).collect()
}

/// A map with these fields and no others.
pub fn object(fields: &[Field]) -> Map<String, Value> {
    let properties: Map<String, Value> = fields.iter().map(|field| (field.name.clone(), property(field))).collect();
    let mut object = Map::new();
    object.insert("type".to_owned(), json!("object"));
    object.insert("properties".to_owned(), Value::Object(properties));
    object.insert("additionalProperties".to_owned(), json!(false));
    object
}

/// One field with its label and help.
pub fn property(field: &Field) -> Value {
    let item = item(field);
    let mut schema = match (&field.field_type, field.many) {
        // A list is part of their own shape.
        (FieldType::Clause, _) => json!({"$ref": "#/$defs/clauses"}),
        (_, false) => item,
        (_, true) => json!({"anyOf": [item, {"type": "array", "items": item}]}),
    };
    if let Value::Object(schema) = &mut schema {
        schema.insert("title".to_owned(), json!(field.label));
        let description = description(field);
        if !description.is_empty() {
            schema.insert("description".to_owned(), json!(description));
        }
    }
    schema
}

fn description(field: &Field) -> String {
    let mut parts: Vec<String> = field.help.iter().cloned().collect();
    match &field.field_type {
        FieldType::Markdown => parts.push("Markdown.".to_owned()),
        FieldType::Ref(RefTarget::Of { kinds, documents }) => {
            let kinds = kinds.iter().map(String::as_str).chain(documents.then_some("document"));
            parts.push(format!("The id of: {}.", kinds.collect::<Vec<_>>().join(", ")));
        }
        FieldType::Choice(choices) => {
            let labels: Vec<String> =
                choices.iter().map(|choice| format!("{}: {}", choice.word, choice.label)).collect();
            parts.push(format!("{}.", labels.join("; ")));
        }
        _ => {}
    }
    parts.join(" ")
}

fn item(field: &Field) -> Value {
    match &field.field_type {
        FieldType::Text | FieldType::Markdown | FieldType::Role | FieldType::Ref(_) => json!({"$ref": "#/$defs/text"}),
        FieldType::Date => json!({"$ref": "#/$defs/date"}),
        FieldType::Interval => json!({"$ref": "#/$defs/interval"}),
        FieldType::Number(range) => number(range),
        FieldType::Truth => json!({"$ref": "#/$defs/truth"}),
        FieldType::Choice(choices) => choice(choices),
        FieldType::Clause => json!({"$ref": "#/$defs/clauses"}),
        FieldType::Evidence => json!({"$ref": "#/$defs/evidence"}),
        FieldType::Link => json!({"$ref": "#/$defs/link"}),
        FieldType::Group(fields) => Value::Object(object(fields)),
    }
}

/// A number that somebody put into quotes is a number too; its limits are known to the reader alone.
fn number(range: &NumberRange) -> Value {
    let mut number = Map::from_iter([("type".to_owned(), json!(["number", "null"]))]);
    let limit = |limit: &crate::schema::Number| match limit.value.fract() == 0.0 {
        true => json!(limit.value as i64),
        false => json!(limit.value),
    };
    number.extend(range.min.as_ref().map(|min| ("minimum".to_owned(), limit(min))));
    number.extend(range.max.as_ref().map(|max| ("maximum".to_owned(), limit(max))));
    number.extend(range.whole.then(|| ("multipleOf".to_owned(), json!(1))));
    json!({"anyOf": [number, {"type": "string", "pattern": "^ *[+-]?[0-9]+([.][0-9]+)? *$"}]})
}

/// The words of a list; YAML may read one of them as a truth value or a number.
pub fn choice(choices: &[Choice]) -> Value {
    let mut words: Vec<Value> = Vec::new();
    for choice in choices {
        words.push(json!(choice.word));
        match choice.word.as_str() {
            "yes" | "true" | "on" => words.push(json!(true)),
            "no" | "false" | "off" => words.push(json!(false)),
            word => words.extend(word.parse::<i64>().ok().map(|number| json!(number))),
        }
    }
    words.push(Value::Null);
    words.dedup();
    json!({"enum": words})
}
