//! The JSON Schema of the changes that `aimsbook diff --format json` prints.
//!
//! Never leaves a key open: what a comparison says is all here, or a test fails.

use serde_json::{Map, Value, json};

use crate::export::CHANGES_SCHEMA;
use crate::export::schemas::graph::{closed, described, text, texts};
use crate::view::Status;

const KINDS: [&str; 4] = ["added", "removed", "renamed", "changed"];

pub fn changes_file() -> Map<String, Value> {
    let keys = [
        "schema",
        "documents",
        "records",
        "statement_of_applicability",
        "clauses",
        "evidence",
        "findings",
        "approvers",
    ];
    let properties = json!({
        "schema": {"const": CHANGES_SCHEMA},
        "documents": list("document"),
        "records": list("record"),
        "statement_of_applicability": described(list("record"), "Rows of the Statement of Applicability."),
        "clauses": described(list("clause"), "Entries whose status changed."),
        "evidence": list("evidence"),
        "findings": described(list("finding"), "Only for an audience that sees everything."),
        "approvers": {
            "type": "object",
            "additionalProperties": texts(),
            "description": "Roles that must approve, with the ids of what asks for it.",
        },
    });
    let mut schema = match closed(&keys, properties) {
        Value::Object(schema) => schema,
        _ => Map::new(),
    };
    schema.insert("title".to_owned(), json!("What a change does to a handbook"));
    schema.insert(
        "$defs".to_owned(),
        json!({
            "document": document(),
            "record": record(),
            "field": closed(&["label", "before", "after"], json!({"label": text(), "before": text(), "after": text()})),
            "obligation": obligation(),
            "block": block(),
            "run": closed(&["change", "text"], json!({"change": {"enum": ["same", "inserted", "deleted"]}, "text": text()})),
            "clause": clause(),
            "evidence": closed(&["name", "change"], json!({"name": text(), "change": {"enum": KINDS}})),
            "finding": finding(),
        }),
    );
    schema
}

fn list(name: &str) -> Value {
    json!({"type": "array", "items": {"$ref": format!("#/$defs/{name}")}})
}

fn document() -> Value {
    let keys =
        ["id", "title", "path", "change", "owner", "approver", "approval_void", "fields", "obligations", "redline"];
    let properties = json!({
        "id": text(),
        "title": text(),
        "path": described(text(), "In the handbook's folder, in the later state if it is there."),
        "change": {"enum": KINDS},
        "renamed_from": text(),
        "owner": described(text(), "The role that answers for it; empty for none."),
        "approver": described(text(), "The role that approves it; empty for none."),
        "approval_void": described(json!({"type": "boolean"}), "The approval that it names was given to another text."),
        "fields": list("field"),
        "obligations": list("obligation"),
        "redline": described(list("block"), "The blocks that differ, in reading order."),
    });
    closed(&keys, properties)
}

fn record() -> Value {
    let properties = json!({
        "id": text(),
        "title": text(),
        "kind": described(text(), "The title of the kind."),
        "path": text(),
        "change": {"enum": KINDS},
        "renamed_from": text(),
        "owner": described(text(), "The role that answers for it; empty for none."),
        "approver": described(text(), "The role that decides on it; empty for none."),
        "fields": list("field"),
    });
    closed(&["id", "title", "kind", "path", "change", "owner", "approver", "fields"], properties)
}

fn obligation() -> Value {
    let properties = json!({
        "change": {"enum": ["gained", "lost", "weakened", "strengthened"]},
        "before": text(),
        "after": text(),
    });
    closed(&["change", "before", "after"], properties)
}

fn block() -> Value {
    let cells = json!({"type": "array", "items": list("run")});
    let properties = json!({
        "change": {"enum": ["added", "removed", "changed", "moved-away", "moved-here"]},
        "texts": described(cells, "One list of runs for each cell of a row; one list for any other block."),
    });
    closed(&["change", "texts"], properties)
}

fn clause() -> Value {
    let mut statuses: Vec<Value> = Status::ALL.iter().map(|status| json!(status.word())).collect();
    statuses.push(Value::Null);
    let status = described(json!({"enum": statuses}), "Null where the catalog of that state does not have the entry.");
    let properties = json!({
        "framework": text(),
        "id": text(),
        "title": text(),
        "before": status,
        "after": status,
        "regression": described(json!({"type": "boolean"}), "Coverage that was there is lost."),
        "documents_before": described(texts(), "Ids of the documents that answered it."),
        "documents_after": texts(),
    });
    let keys = ["framework", "id", "title", "before", "after", "regression", "documents_before", "documents_after"];
    closed(&keys, properties)
}

fn finding() -> Value {
    let properties = json!({
        "path": text(),
        "code": text(),
        "level": {"enum": ["note", "warning", "error"]},
        "message": text(),
        "change": {"enum": ["new", "fixed"]},
    });
    closed(&["path", "code", "level", "message", "change"], properties)
}
