//! The words of the interface: one YAML file for each language, read into a value that templates look up.
//!
//! Never translates what the handbook's authors wrote.

use std::collections::HashMap;

use tera::Value as TeraValue;

use crate::render::navigation::write_text;
use crate::syntax::{Node, Pair, Value, parse_yaml};

/// The texts of a language file as nested maps; a broken file gives what could be read.
pub(super) fn words(yaml: &str) -> TeraValue {
    parse_yaml(yaml, 0).root.as_ref().map_or_else(TeraValue::none, convert)
}

/// `assets/words.js`: the group `script`, which scripts load before they speak.
pub(super) fn script(yaml: &str) -> Vec<u8> {
    let root = parse_yaml(yaml, 0).root;
    let group = root.as_ref().and_then(|root| root.get("script")).and_then(Node::map).unwrap_or_default();
    let mut out = String::from("aimsbook.words = {");
    for (number, pair) in group.iter().enumerate() {
        out.push_str(if number == 0 { "\n" } else { ",\n" });
        write_text(&mut out, &pair.key.value);
        out.push_str(": ");
        write_text(&mut out, pair.value.text().unwrap_or_default());
    }
    out.push_str("\n};\n");
    out.into_bytes()
}

fn convert(node: &Node) -> TeraValue {
    match &node.value {
        Value::Map(pairs) => {
            let map: HashMap<String, TeraValue> = pairs.iter().map(convert_pair).collect();
            TeraValue::from_serializable(&map)
        }
        Value::Scalar { text, .. } => TeraValue::from(text.as_str()),
        Value::List(_) | Value::Null => TeraValue::from(""),
    }
}

fn convert_pair(pair: &Pair) -> (String, TeraValue) {
    (pair.key.value.clone(), convert(&pair.value))
}
