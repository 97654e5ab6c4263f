//! The JSON Schema of the graph that `aimsbook export graph` writes.
//!
//! Never leaves a key open: what the graph holds is all here, or a test fails.

use serde_json::{Map, Value, json};

use crate::export::GRAPH_SCHEMA;
use crate::schema::FIELD_TYPE_WORDS;
use crate::view::Status;

const EDGE_TYPES: [&str; 8] = ["about", "answers", "crosswalk", "evidence", "links", "mentions", "names", "owes"];

pub fn graph_file() -> Map<String, Value> {
    let statuses: Vec<&str> = Status::ALL.iter().map(|status| status.word()).collect();
    let mut types = EDGE_TYPES.to_vec();
    types.push("relation");
    let defs = json!({
        "text": {"type": "string"},
        "key": {"type": "string", "pattern": "^(document|record|entry|file|address):.", "description": "What a node is, and what people call it."},
        "page": {"type": "string", "description": "Where it stands in the site, from the site's root."},
        "date": {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
        "digest": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
        "count": {"type": "integer", "minimum": 0},
        "status": {"enum": statuses},
        "tool": closed(&["name", "version"], json!({"name": {"const": "aimsbook"}, "version": text()})),
        "audience": closed(&["name", "sees", "coverage"], json!({"name": text(), "sees": text(), "coverage": {"type": "boolean"}})),
        "framework": framework(),
        "entry": entry(),
        "document": document(),
        "record": record(),
        "field": field(),
        "file": file(),
        "edge": edge(&types),
        "finding": finding(),
    });
    let list = |name: &str| json!({"type": "array", "items": {"$ref": format!("#/$defs/{name}")}});
    let hidden = json!({"documents": count(), "records": count(), "files": count()});
    let properties = json!({
        "$schema": {"const": GRAPH_SCHEMA},
        "tool": {"$ref": "#/$defs/tool"},
        "handbook": closed(&["title", "organization"], json!({"title": text(), "organization": text()})),
        "as_of": described(date(), "The day by which everything is judged."),
        "audience": described(json!({"$ref": "#/$defs/audience"}), "Who sees what is here."),
        "frameworks": list("framework"),
        "documents": list("document"),
        "records": list("record"),
        "files": list("file"),
        "edges": described(list("edge"), "Each is there once: `label` is read from `from` to `to`, `inverse` from `to` to `from`."),
        "findings": described(list("finding"), "Only for an audience that sees everything."),
        "hidden": described(closed(&["documents", "records", "files"], hidden), "How many nodes this audience may not see."),
    });
    let required = [
        "$schema",
        "tool",
        "handbook",
        "as_of",
        "audience",
        "frameworks",
        "documents",
        "records",
        "files",
        "edges",
        "hidden",
    ];
    let mut schema = match closed(&required, properties) {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    schema.insert("title".to_owned(), json!("A handbook as a graph"));
    schema.insert("$defs".to_owned(), defs);
    schema
}

pub(super) fn text() -> Value {
    json!({"type": "string"})
}

pub(super) fn texts() -> Value {
    json!({"type": "array", "items": {"type": "string"}})
}

fn key() -> Value {
    json!({"$ref": "#/$defs/key"})
}

fn keys() -> Value {
    json!({"type": "array", "items": {"$ref": "#/$defs/key"}})
}

fn date() -> Value {
    json!({"$ref": "#/$defs/date"})
}

pub(super) fn count() -> Value {
    json!({"$ref": "#/$defs/count"})
}

pub(super) fn described(mut schema: Value, description: &str) -> Value {
    schema["description"] = json!(description);
    schema
}

/// An object with these keys and no others.
pub(super) fn closed(required: &[&str], properties: Value) -> Value {
    json!({"type": "object", "properties": properties, "required": required, "additionalProperties": false})
}

fn framework() -> Value {
    let statuses =
        json!({"type": "object", "propertyNames": {"$ref": "#/$defs/status"}, "additionalProperties": count()});
    let counts = json!({
        "assessable": count(),
        "applicable": described(count(), "The denominator of both figures."),
        "documented": described(count(), "Applicable entries with an approved document in date."),
        "evidenced": described(count(), "Those that also have evidence in date."),
        "statuses": statuses,
    });
    let properties = json!({
        "id": text(),
        "name": text(),
        "edition": text(),
        "digest": described(json!({"$ref": "#/$defs/digest"}), "Of the catalog, so that two figures can be compared."),
        "built_in": {"type": "boolean"},
        "counts": closed(&["assessable", "applicable", "documented", "evidenced", "statuses"], counts),
        "entries": {"type": "array", "items": {"$ref": "#/$defs/entry"}},
    });
    closed(&["id", "name", "edition", "digest", "built_in", "entries"], properties)
}

fn entry() -> Value {
    let system = closed(&["system", "status"], json!({"system": key(), "status": {"$ref": "#/$defs/status"}}));
    let properties = json!({
        "key": key(),
        "id": text(),
        "title": text(),
        "kind": text(),
        "parent": key(),
        "page": {"$ref": "#/$defs/page"},
        "assessable": {"type": "boolean"},
        "per_system": described(json!({"type": "boolean"}), "Owed for each AI system on its own."),
        "documented_information": {"type": "array", "items": {"enum": ["maintained", "retained"]}},
        "status": {"$ref": "#/$defs/status"},
        "missing": texts(),
        "excluded_by": described(text(), "The key of the record that excludes it, or why it does not apply."),
        "applicable": described(json!({"enum": ["yes", "no", "undecided"]}), "What the Statement of Applicability decides."),
        "systems": {"type": "array", "items": system},
        "hidden": described(count(), "What supports it and may not be seen."),
    });
    closed(&["key", "id", "title", "kind", "assessable", "per_system", "documented_information", "hidden"], properties)
}

fn document() -> Value {
    let heading = json!({"id": text(), "level": {"type": "integer", "minimum": 1, "maximum": 6}, "text": text()});
    let properties = json!({
        "key": key(),
        "id": text(),
        "title": text(),
        "type": text(),
        "path": text(),
        "page": {"$ref": "#/$defs/page"},
        "classification": text(),
        "state": {"enum": ["draft", "in review", "approved", "overdue", "retired"]},
        "version": text(),
        "date": date(),
        "owner": text(),
        "approver": text(),
        "approved": date(),
        "next_review": date(),
        "approval": {"enum": ["not-approved", "unbound", "bound", "text-changed", "version-changed", "unreadable"]},
        "summary": text(),
        "headings": {"type": "array", "items": closed(&["id", "level", "text"], heading)},
    });
    closed(
        &["key", "id", "title", "type", "path", "page", "classification", "state", "approval", "headings"],
        properties,
    )
}

fn record() -> Value {
    let risk = json!({"inherent": text(), "residual": text(), "accepted": {"type": "boolean"}});
    let properties = json!({
        "key": key(),
        "id": text(),
        "kind": text(),
        "title": text(),
        "path": text(),
        "page": {"$ref": "#/$defs/page"},
        "classification": text(),
        "status": text(),
        "owner": text(),
        "date": date(),
        "next_review": date(),
        "review": text(),
        "retention": text(),
        "description": text(),
        "risk": described(closed(&["accepted"], risk), "Its level before and after treatment."),
        "outdated": described(texts(), "Why it no longer speaks for its AI system."),
        "fields": {"type": "array", "items": {"$ref": "#/$defs/field"}},
    });
    closed(&["key", "id", "kind", "title", "path", "page", "classification", "fields"], properties)
}

/// The type of a field says what its values are.
fn field() -> Value {
    let node = json!({"anyOf": [
        closed(&["to"], json!({"to": key(), "part": text()})),
        closed(&["hidden"], json!({"hidden": {"const": true}})),
        closed(&["unresolved"], json!({"unresolved": text()})),
    ]});
    let fields = json!({"fields": {"type": "array", "items": {"$ref": "#/$defs/field"}}});
    let of = |words: &[&str], value: Value| {
        json!({
            "if": {"properties": {"type": {"enum": words}}},
            "then": {"properties": {"values": {"items": value}}},
        })
    };
    let mut field = closed(
        &["name", "label", "type", "values"],
        json!({"name": text(), "label": text(), "type": {"enum": FIELD_TYPE_WORDS}, "values": {"type": "array", "minItems": 1}}),
    );
    field["allOf"] = json!([
        of(&["text", "markdown", "interval", "choice", "role", "link"], text()),
        of(&["date"], date()),
        of(&["number"], json!({"type": "number"})),
        of(&["truth"], json!({"type": "boolean"})),
        of(&["clause", "ref", "evidence"], node),
        of(&["group"], closed(&["fields"], fields)),
    ]);
    field
}

fn file() -> Value {
    let properties = json!({
        "key": key(),
        "path": described(text(), "In the handbook's folder."),
        "address": described(text(), "Of evidence that is kept elsewhere."),
        "page": {"$ref": "#/$defs/page"},
        "size": count(),
        "sha256": {"$ref": "#/$defs/digest"},
    });
    let mut file = closed(&["key"], properties);
    file["oneOf"] = json!([{"required": ["path"]}, {"required": ["address"]}]);
    file
}

fn edge(types: &[&str]) -> Value {
    let properties = json!({
        "type": described(json!({"enum": types}), "What kind of connection it is."),
        "from": key(),
        "to": key(),
        "label": text(),
        "inverse": text(),
        "field": described(text(), "The field that makes it."),
        "headings": described(texts(), "Ids of the headings under which it stands."),
        "reach": described(json!({"enum": ["whole", "part", "hint", "guidance"]}), "Only `whole` counts."),
        "part": text(),
        "state": {"enum": ["does not count", "draft", "overdue", "approved"]},
        "standing": {"enum": ["current", "expired", "does not count"]},
        "remark": text(),
        "date": date(),
        "valid_until": date(),
        "by": described(key(), "What names the file for the entry."),
        "recorded": {"$ref": "#/$defs/digest"},
        "status": {"$ref": "#/$defs/status"},
        "applies_from": date(),
        "confirmed_by": keys(),
    });
    closed(&["type", "from", "to", "label", "inverse"], properties)
}

fn finding() -> Value {
    let properties = json!({
        "path": text(),
        "line": {"type": "integer", "minimum": 1},
        "column": {"type": "integer", "minimum": 1},
        "level": {"enum": ["note", "warning", "error"]},
        "code": text(),
        "message": text(),
        "help": text(),
        "waived": text(),
    });
    closed(&["path", "line", "column", "level", "code", "message"], properties)
}
