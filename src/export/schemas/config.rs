//! The JSON Schema of `aimsbook.yaml`.
//!
//! Never knows a default: the reader has them.

use serde_json::{Map, Value, json};

use crate::catalog::Library;
use crate::export::schemas::values::definitions;
use crate::rules::RULES;

pub fn config_file(library: &Library) -> Map<String, Value> {
    let text = || json!({"$ref": "#/$defs/text"});
    let described = |description: &str| json!({"$ref": "#/$defs/text", "description": description});
    let texts = |description: &str| json!({"$ref": "#/$defs/texts", "description": description});
    let interval = |description: &str| json!({"$ref": "#/$defs/interval", "description": description});
    let mut defs = definitions();
    let ids: Vec<&str> = library.frameworks().iter().map(|framework| framework.id.as_str()).collect();
    defs["texts"] = json!({"anyOf": [text(), {"type": "array", "items": text()}]});
    // Usual names, editions and own frameworks are accepted too; the list is what an editor proposes.
    defs["framework"] = json!({"anyOf": [{"enum": ids}, {"type": ["string", "null"]}]});
    let names: Vec<&str> = RULES.iter().map(|rule| rule.name).collect();
    let levels: Map<String, Value> = RULES
        .iter()
        .map(|rule| (rule.name.to_owned(), json!({"$ref": "#/$defs/level", "description": rule.summary()})))
        .collect();
    defs["level"] = json!({"enum": ["off", "note", "warning", "error", false]});
    let audience = json!({
        "anyOf": [
            text(),
            {
                "type": "object",
                "properties": {
                    "sees": described("The highest classification that it sees."),
                    "coverage": {"$ref": "#/$defs/truth", "description": "Whether it sees coverage."},
                    "title": described("What its site is called."),
                },
                "required": ["sees"],
                "additionalProperties": false,
            },
        ],
    });
    let waiver = json!({
        "type": "object",
        "properties": {
            "rule": {"enum": names},
            "for": texts("Ids that the waiver is for."),
            "reason": text(),
            "by": described("The role that answers for it."),
            "until": {"$ref": "#/$defs/date", "description": "Its last day."},
        },
        "required": ["rule", "for", "reason", "by", "until"],
        "additionalProperties": false,
    });
    let section = json!({
        "type": "object",
        "properties": {"default_framework": {"$ref": "#/$defs/framework"}},
        "additionalProperties": false,
    });
    let row = json!({"type": "array", "items": text()});
    let risk = json!({
        "type": "object",
        "description": "The scale of the risk register; 5 x 5 when nothing is said.",
        "properties": {
            "likelihood": texts("The words of the steps, the lowest first."),
            "impact": texts("The words of the steps, the lowest first."),
            "levels": {
                "type": "object",
                "description": "The name of each level with the lowest product of likelihood and impact that makes it.",
                "additionalProperties": {"type": "integer", "minimum": 1},
            },
            "matrix": {"type": "array", "items": row, "description": "Levels by likelihood, then impact, when the product does not decide."},
            "appetite": described("The highest level that needs nobody's acceptance."),
        },
        "additionalProperties": false,
    });
    let role = json!({
        "type": ["object", "null"],
        "properties": {
            "forge": texts("Who is asked on GitHub or GitLab: @organization/team, @user, or an address."),
            "git": texts("Addresses and names under which the role commits."),
            "default": {"$ref": "#/$defs/truth", "description": "Asked for everything that names nobody."},
        },
        "additionalProperties": false,
    });
    let by_name = |value: Value, description: &str| json!({"type": "object", "additionalProperties": value, "description": description});
    let versions = json!({
        "type": "object",
        "description": "Which earlier states of the handbook are published too.",
        "properties": {
            "tags": texts("Patterns of git tags, with * and ?."),
            "branches": texts("Git branches, published as drafts."),
            "folders": by_name(text(), "Folders of the handbook that each hold an earlier version, by its name."),
            "order": {"enum": ["semantic", "date"], "description": "What makes a version newer: its name, numbers as numbers, or its date."},
            "in_force": described("The version in force; the newest one when nothing is said."),
            "working": described("The name under which the folder is published as it stands."),
            "titles": by_name(text(), "What versions are called, by name."),
            "dates": by_name(json!({"$ref": "#/$defs/date"}), "From when versions apply, by name."),
        },
        "additionalProperties": false,
    });
    let properties = json!({
        "title": described("The handbook's title."),
        "organization": described("Whose handbook it is."),
        "language": described("A language tag such as en."),
        "frameworks": {
            "anyOf": [{"$ref": "#/$defs/framework"}, {"type": "array", "items": {"$ref": "#/$defs/framework"}}],
            "description": "The first is the default for bare references.",
        },
        "default_framework": {"$ref": "#/$defs/framework", "description": "What a bare reference means."},
        "sections": {"type": "object", "additionalProperties": section, "description": "Overrides for a part of the tree."},
        "classifications": texts("Lowest first; public, internal, confidential, restricted when nothing is said."),
        "default_classification": described("Of what has no classification."),
        "audiences": {"type": "object", "additionalProperties": audience, "description": "Name: the highest classification that it sees."},
        "review": interval("For approved documents that say nothing about their review."),
        "evidence_validity": interval("For evidence that says nothing about its expiry."),
        "edit_url": {"type": "string", "pattern": "^https?://.*[{]path[}]", "description": "Where files are edited, with {path} in it."},
        "rules": {"type": "object", "properties": levels, "additionalProperties": false, "description": "Levels of rules."},
        "waivers": {"anyOf": [waiver, {"type": "array", "items": waiver}], "description": "Findings that somebody answers for, until a day."},
        "risk": risk,
        "roles": {"type": "object", "additionalProperties": role, "description": "Who the roles are on a forge and in the history of the files."},
        "versions": versions,
    });
    Map::from_iter([
        ("title".to_owned(), json!("aimsbook.yaml")),
        ("description".to_owned(), json!("The configuration of a handbook; every key is optional.")),
        ("type".to_owned(), json!(["object", "null"])),
        ("properties".to_owned(), properties),
        ("additionalProperties".to_owned(), json!(false)),
        ("$defs".to_owned(), defs),
    ])
}
