//! A document names the one that replaces it, and both are in force.
//!
//! Two approved documents then say what holds, and coverage counts both. The older one stays in force until somebody
//! retires it: `replaced_by` alone says where to look, not since when.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! replaced_by: POL-002
//! # and POL-002 is approved
//! ```
//!
//! ## Fix
//! Set `status: retired` on the document that was replaced. If it still holds, take `replaced_by` out until it does not.
//!
//! Never speaks of a replacement that is not approved yet: until then the older document holds.

use crate::diagnostic::Level;
use crate::entry::Document;
use crate::handbook::{Handbook, Item};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "replaced-yet-in-force",
    level: Level::Warning,
    source: include_str!("replaced_yet_in_force.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let named = handbook.relations.iter().filter(|relation| relation.field == "replaced_by");
    named.filter_map(|relation| violation(handbook, relation.from, relation.to)).collect()
}

fn violation(handbook: &Handbook, from: Item, to: Item) -> Option<Violation> {
    let (old, new) = (in_force(handbook, from)?, in_force(handbook, to)?);
    if old.id.value == new.id.value {
        return None;
    }
    let message = format!("`{}` is replaced by `{}`, and both are in force", old.id.value, new.id.value);
    let place = old.replaced_by.as_ref().map_or(old.id.span, |id| id.span);
    Some(Violation::of_document(old, message, "set `status: retired`, or take `replaced_by` out").at(place))
}

fn in_force(handbook: &Handbook, item: Item) -> Option<&Document> {
    let Item::Document(at) = item else { return None };
    handbook.states[at].is_in_force().then(|| &*handbook.documents[at])
}
