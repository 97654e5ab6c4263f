//! A document is replaced by one that is, in the end, replaced by the first.
//!
//! Who looks for the document that is in force goes round in a circle. Exactly one of the documents in a chain of
//! `replaced_by` must be the last one, and a document never replaces itself.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! replaced_by: POL-002
//! # and POL-002 says `replaced_by: POL-001`
//! ```
//!
//! ## Fix
//! Remove `replaced_by` from the document that is in force.
//!
//! Never says which of the documents that is.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Level;
use crate::handbook::{Handbook, Item};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "replaced-in-a-circle",
    level: Level::Warning,
    source: include_str!("replaced_in_a_circle.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let named = handbook.relations.iter().filter(|relation| relation.field == "replaced_by");
    let next: BTreeMap<Item, Item> = named.map(|relation| (relation.from, relation.to)).collect();
    let mut done: BTreeSet<Item> = BTreeSet::new();
    let mut violations = Vec::new();
    for start in next.keys() {
        let mut way = BTreeSet::new();
        let mut at = *start;
        while !done.contains(&at) && way.insert(at) {
            let Some(to) = next.get(&at) else { break };
            at = *to;
        }
        let Item::Document(found) = at else { continue };
        if way.contains(&at) && next.contains_key(&at) {
            let document = &handbook.documents[found];
            let message = format!("`{}` is replaced by itself in the end", document.id.value);
            violations.push(Violation::of_document(document, message, "remove `replaced_by` from the one in force"));
        }
        done.extend(way);
    }
    violations
}
