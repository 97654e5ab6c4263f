//! The rule `orphan-document`.
//!
//! Never calls a document an orphan that answers a clause: it is found there.

use crate::diagnostic::Level;
use crate::entry::{WrittenState, is_index};
use crate::handbook::{Handbook, Item};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "orphan-document",
    level: Level::Note,
    summary: "No document links to this one, no record names it, and it answers no clause.",
    explanation: "A document that nothing leads to is read by nobody but those who search for it. Link to it where a \
                  reader needs it, say in `clauses` what it answers, or retire it. Index documents and the home page \
                  lead to what is below them and are never orphans.",
    check,
};

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
    orphans
        .map(|(_, document)| Violation {
            path: document.path.clone(),
            span: document.id.span,
            message: format!("nothing leads to `{}`", document.title),
            help: "link to it, or say in `clauses` what it answers",
        })
        .collect()
}
