//! No document links to this one, no record names it, and it answers no clause.
//!
//! A document that nothing leads to is read by nobody but those who search for it. Index documents and the home page
//! lead to what is below them and are never orphans.
//!
//! ## Example
//! ```yaml
//! id: WI-009
//! title: Exporting decision logs
//! # and no other file holds [[WI-009]] or a link to it
//! ```
//!
//! ## Fix
//! Link to it where a reader needs it, say in `clauses` what it answers, or retire it.
//!
//! Never calls a document an orphan that answers a clause: it is found there.

use crate::diagnostic::Level;
use crate::entry::{WrittenState, is_index};
use crate::handbook::{Handbook, Item};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "orphan-document", level: Level::Note, source: include_str!("orphan_document.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut named = vec![false; handbook.documents.len()];
    for relation in &handbook.relations {
        for item in [relation.from, relation.to] {
            if let Item::Document(at) = item {
                named[at] = true;
            }
        }
    }
    let orphans = handbook.documents.iter().enumerate().filter(|(at, document)| {
        !named[*at]
            && document.claims.is_empty()
            && document.state != WrittenState::Retired
            && !is_index(&document.path)
            && !handbook.backlinks.contains_key(&Item::Document(*at))
    });
    let help = "link to it, or say in `clauses` what it answers";
    orphans
        .map(|(_, document)| Violation::of_document(document, format!("nothing leads to `{}`", document.title), help))
        .collect()
}
