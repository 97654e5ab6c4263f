//! The rule `missing-owner`.
//!
//! Never judges a document that nobody claims to be part of the managed handbook: one without front matter.

use crate::diagnostic::Level;
use crate::entry::{IdOrigin, WrittenState};
use crate::handbook::Handbook;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "missing-owner",
    level: Level::Warning,
    summary: "A document has an id and no owner.",
    explanation: "Somebody keeps a document true, renews it in time and answers questions about it. Without an owner \
                  nobody does. Name the role, so that the document outlives the person: `owner: Head of AI governance`.",
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let managed = handbook
        .documents
        .iter()
        .filter(|document| document.id_origin == IdOrigin::FrontMatter && document.state != WrittenState::Retired);
    managed
        .filter(|document| document.owner.as_ref().is_none_or(|owner| owner.value.trim().is_empty()))
        .map(|document| Violation {
            path: document.path.clone(),
            span: document.id.span,
            message: format!("`{}` has no owner", document.id.value),
            help: "add `owner:` with a role",
        })
        .collect()
}
