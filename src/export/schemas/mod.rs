//! JSON Schemas (2020-12) of what people write and of what programs read: front matter, records, configuration, graph,
//! changes.
//!
//! Never describes a field that the reader does not read: both are made from the same data.

mod changes;
mod config;
mod graph;
mod records;
mod values;

use serde_json::{Map, Value, json};

use crate::catalog::Library;
use crate::export::schemas::changes::changes_file;
use crate::export::schemas::config::config_file;
use crate::export::schemas::graph::graph_file;
use crate::export::schemas::records::{any_file, kind_file};
use crate::export::schemas::values::{definitions, object};
use crate::schema::{Kind, Kinds};

const DIALECT: &str = "https://json-schema.org/draft/2020-12/schema";

/// The schemas that are not about one kind: name, and what it describes.
pub const SCHEMAS: [(&str, &str); 5] = [
    ("document", "the front matter of documents"),
    ("record", "files with records of any kind"),
    ("config", "aimsbook.yaml"),
    ("graph", "what `aimsbook export graph` writes"),
    ("changes", "what `aimsbook diff --format json` prints"),
];

/// The schema of this name, as JSON with a final line break; a kind's name gives the schema of its files.
pub fn schema(name: &str, kinds: &Kinds, library: &Library) -> Option<String> {
    let body = match name {
        "document" => document_front_matter(),
        "record" => any_file(kinds),
        "config" => config_file(library),
        "graph" => graph_file(),
        "changes" => changes_file(),
        kind => kind_file(kinds, kinds.get(kind)?),
    };
    let mut schema = Map::new();
    schema.insert("$schema".to_owned(), json!(DIALECT));
    schema.insert("$id".to_owned(), json!(format!("urn:aimsbook:schema:{name}:1")));
    schema.extend(body);
    let mut text = serde_json::to_string_pretty(&Value::Object(schema)).unwrap_or_default();
    text.push('\n');
    Some(text)
}

/// The names of all schemas of a handbook. A kind that is called like one of ours has to stand back.
pub fn schema_names<'k>(kinds: &'k Kinds) -> impl Iterator<Item = (&'k str, String)> {
    let ours = SCHEMAS.iter().map(|(name, about)| (*name, (*about).to_owned()));
    let is_ours = |kind: &&Kind| SCHEMAS.iter().any(|(name, _)| *name == kind.id);
    let about =
        |kind: &'k Kind| (kind.id.as_str(), format!("files with records of the kind `{}`: {}", kind.id, kind.plural));
    ours.chain(kinds.all().iter().filter(move |kind| !is_ours(kind)).map(about))
}

fn document_front_matter() -> Map<String, Value> {
    let mut schema = object(&Kinds::document());
    if let Some(digest) = schema.get_mut("properties").and_then(|keys| keys.pointer_mut("/approval/properties/digest"))
    {
        *digest = json!({"type": ["string", "null"], "pattern": "^ *v[12]:[0-9a-fA-F]{64} *$", "description": "Written by `aimsbook approve`."});
    }
    schema.insert("title".to_owned(), json!("Front matter of a document"));
    schema.insert(
        "description".to_owned(),
        json!("The YAML between two lines of three hyphens at the top of a Markdown file."),
    );
    schema.insert("type".to_owned(), json!(["object", "null"]));
    schema.insert("$defs".to_owned(), definitions());
    schema
}
