//! The JSON Schemas of record files, from the kinds.
//!
//! Never asks of a draft what only a finished record needs.

use serde_json::{Map, Value, json};

use crate::export::schemas::values::{choice, definitions, object};
use crate::schema::{Field, Kind, Kinds, counts_as_done};

/// A file with records of one kind: one record, or a list of them.
pub fn kind_file(kinds: &Kinds, kind: &Kind) -> Map<String, Value> {
    let mut defs = definitions();
    defs["record"] = record(kinds, kind);
    defs["single"] = json!({"$ref": "#/$defs/record", "required": ["kind"]});
    defs["register"] = json!({
        "type": "object",
        "properties": {
            "kind": {"const": kind.id},
            "classification": shared_classification(),
            "records": {"type": ["array", "null"], "items": {"$ref": "#/$defs/record"}},
        },
        "anyOf": [
            {"required": ["kind"]},
            {"properties": {"records": {"items": {"required": ["kind"]}}}},
        ],
        "additionalProperties": false,
    });
    Map::from_iter([
        ("title".to_owned(), json!(format!("{} (kind: {})", kind.plural, kind.id))),
        ("description".to_owned(), json!(kind.description)),
        ("if".to_owned(), json!({"required": ["records"]})),
        ("then".to_owned(), json!({"$ref": "#/$defs/register"})),
        ("else".to_owned(), json!({"$ref": "#/$defs/single"})),
        ("$defs".to_owned(), defs),
    ])
}

/// A file with records of any kind, for a whole folder of registers.
pub fn any_file(kinds: &Kinds) -> Map<String, Value> {
    let mut defs = definitions();
    let ids: Vec<&str> = kinds.all().iter().map(|kind| kind.id.as_str()).collect();
    let mut of_own_kind = Vec::new();
    let mut of_the_file = Vec::new();
    for kind in kinds.all() {
        let name = format!("kind-{}", kind.id);
        let is_kind = json!({"properties": {"kind": {"const": kind.id}}, "required": ["kind"]});
        let reference = json!({"$ref": format!("#/$defs/{name}")});
        of_own_kind.push(json!({"if": is_kind, "then": reference}));
        let plain = json!({"if": {"not": {"required": ["kind"]}}, "then": reference});
        of_the_file.push(json!({"if": is_kind, "then": {"properties": {"records": {"items": plain}}}}));
        defs[name] = record(kinds, kind);
    }
    defs["single"] = json!({
        "type": "object",
        "properties": {"kind": {"enum": ids, "description": "What this record is."}},
        "required": ["kind"],
        "allOf": of_own_kind,
    });
    defs["listed"] = json!({"type": "object", "properties": {"kind": {"enum": ids}}, "allOf": of_own_kind});
    defs["register"] = json!({
        "type": "object",
        "properties": {
            "kind": {"enum": ids, "description": "The kind of all records below that name no other."},
            "classification": shared_classification(),
            "records": {"type": ["array", "null"], "items": {"$ref": "#/$defs/listed"}},
        },
        "anyOf": [{"required": ["kind"]}, {"properties": {"records": {"items": {"required": ["kind"]}}}}],
        "allOf": of_the_file,
        "additionalProperties": false,
    });
    Map::from_iter([
        ("title".to_owned(), json!("Records of any kind")),
        ("description".to_owned(), json!("A YAML file with one record, or with `kind` and a list of `records`.")),
        ("if".to_owned(), json!({"required": ["records"]})),
        ("then".to_owned(), json!({"$ref": "#/$defs/register"})),
        ("else".to_owned(), json!({"$ref": "#/$defs/single"})),
        ("$defs".to_owned(), defs),
    ])
}

fn shared_classification() -> Value {
    json!({"type": ["string", "null"], "description": "Who may see all records below that do not say it themselves."})
}

/// One record of a kind.
fn record(kinds: &Kinds, kind: &Kind) -> Value {
    // The status of some kinds is a field of their own.
    let common = kinds.common().iter().filter(|field| field.name != "status" || kind.status.field.is_none());
    let fields: Vec<Field> = common.chain(&kind.fields).cloned().collect();
    let mut record = object(&fields);
    if let Some(properties) = record.get_mut("properties").and_then(Value::as_object_mut) {
        properties.insert("kind".to_owned(), json!({"const": kind.id}));
        properties.insert("id".to_owned(), id(kind));
        if kind.status.field.is_none() && !kind.status.options.is_empty() {
            properties.insert("status".to_owned(), choice(&kind.status.options));
        }
    }
    record.insert("title".to_owned(), json!(kind.title));
    record.insert("required".to_owned(), json!(["id", "title"]));
    record.extend(when_finished(kind));
    Value::Object(record)
}

fn id(kind: &Kind) -> Value {
    json!({
        "type": ["string", "number"],
        "title": "Id",
        "description": format!("Stable and never used again, such as {}-001.", kind.prefix),
        "pattern": "^[^#|\\[\\]\\r\\n\\t]{1,120}$",
    })
}

/// What the kind requires, once a record is more than announced.
fn when_finished(kind: &Kind) -> Option<(String, Value)> {
    let mut demands: Vec<Value> = Vec::new();
    for path in &kind.required {
        let first = path.first();
        let own_systems = kind.systems_from.as_deref() == Some(first);
        demands.push(match path.0.as_slice() {
            [_] if own_systems => json!({"anyOf": [{"required": [first]}, {"required": ["systems"]}]}),
            [_] => json!({"required": [first]}),
            // Inside a list of groups one of them is enough, which the reader knows.
            [_, second, ..] if kind.own_field(first).is_some_and(|field| !field.many) => {
                json!({"required": [first], "properties": {first: {"required": [second]}}})
            }
            _ => json!({"required": [first]}),
        });
    }
    if demands.is_empty() {
        return None;
    }
    let state = kind.status.field.as_deref().unwrap_or("status");
    let announced: Vec<&str> =
        kind.status.options.iter().map(|option| option.word.as_str()).filter(|word| !counts_as_done(word)).collect();
    let demands = json!({"allOf": demands});
    if announced.is_empty() {
        return Some(("allOf".to_owned(), json!([demands])));
    }
    let starts_announced = kind.status.default.as_deref().is_some_and(|state| !counts_as_done(state));
    let mut is_announced = json!({"properties": {state: {"enum": announced}}});
    if !starts_announced {
        is_announced["required"] = json!([state]);
    }
    Some(("allOf".to_owned(), json!([{"if": is_announced, "else": demands}])))
}
