//! The words of the interface as templates and scripts look them up.
//!
//! Never chooses a language.

use std::collections::{BTreeMap, HashMap};

use tera::Value;

use crate::language::Words;
use crate::render::navigation::write_text;

/// Texts and groups of texts, as deep as they are nested.
enum Branch<'w> {
    Text(&'w str),
    Group(BTreeMap<&'w str, Branch<'w>>),
}

/// All words as nested maps.
pub(super) fn words(words: &Words) -> Value {
    convert(&tree(words))
}

/// `assets/words.js`: the group `script`, which scripts load before they speak.
pub(super) fn script(words: &Words) -> Vec<u8> {
    let mut out = String::from("aimsbook.words = ");
    if let Branch::Group(groups) = tree(words)
        && let Some(group) = groups.get("script")
    {
        write(&mut out, group);
    }
    out.push_str(";\n");
    out.into_bytes()
}

fn tree(words: &Words) -> Branch<'_> {
    let mut root = BTreeMap::new();
    for (key, text) in words.all() {
        plant(&mut root, key, text);
    }
    Branch::Group(root)
}

fn plant<'w>(group: &mut BTreeMap<&'w str, Branch<'w>>, key: &'w str, text: &'w str) {
    match key.split_once('.') {
        None => drop(group.insert(key, Branch::Text(text))),
        Some((first, rest)) => {
            if let Branch::Group(below) = group.entry(first).or_insert_with(|| Branch::Group(BTreeMap::new())) {
                plant(below, rest, text);
            }
        }
    }
}

fn convert(branch: &Branch<'_>) -> Value {
    match branch {
        Branch::Text(text) => Value::from(*text),
        Branch::Group(group) => {
            let map: HashMap<&str, Value> = group.iter().map(|(key, branch)| (*key, convert(branch))).collect();
            Value::from_serializable(&map)
        }
    }
}

fn write(out: &mut String, branch: &Branch<'_>) {
    match branch {
        Branch::Text(text) => write_text(out, text),
        Branch::Group(group) => {
            out.push('{');
            for (number, (key, branch)) in group.iter().enumerate() {
                out.push_str(if number == 0 { "\n" } else { ",\n" });
                write_text(out, key);
                out.push_str(": ");
                write(out, branch);
            }
            out.push_str("\n}");
        }
    }
}
