//! A document is not what was approved.
//!
//! An approval with a digest belongs to one text: id, title, version, systems, clauses, body and embedded files. When any
//! of these differ, nobody approved what the document says now, so that it counts as a draft in all its claims. For the
//! Statement of Applicability, its rows belong to the text.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! version: "2.2"
//! status: approved
//! approval: {by: Managing director, on: 2026-03-14, version: "2.1"}
//! ```
//!
//! ## Fix
//! Undo the change, or have the new text approved: `aimsbook approve POL-001 --by "Managing director"`.
//!
//! Never fires for layout: re-wrapping, line endings and the order of front matter change no approved text.

use crate::diagnostic::Level;
use crate::entry::Document;
use crate::handbook::{Binding, Handbook, approved_by, approved_on, stands_for_rows};
use crate::rules::rule::{Rule, Violation};
use crate::text::Span;

pub const RULE: Rule = Rule {
    name: "changed-since-approval",
    level: Level::Warning,
    source: include_str!("changed_since_approval.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let documents = handbook.documents.iter().zip(&handbook.states);
    let violation = |(document, binding): (&Document, Binding)| {
        let id = &document.id.value;
        let by = approved_by(document).map(|by| format!(" by {by}")).unwrap_or_default();
        let on = approved_on(document).map(|on| format!(" on {on}")).unwrap_or_default();
        let message = match binding {
            Binding::VersionChanged => {
                let now =
                    document.version.as_ref().map_or("without a version".to_owned(), |now| format!("version {now}"));
                let version = document.approval.as_ref().and_then(|approval| approval.version.as_ref());
                let approved = version.map_or("", |version| &version.value);
                format!("`{id}` is {now}, and version {approved} was approved{by}{on}")
            }
            _ if stands_for_rows(document, &handbook.vocabulary.library) => {
                format!("`{id}` or one of its rows changed since it was approved{by}{on}")
            }
            _ => format!("`{id}` changed since it was approved{by}{on}"),
        };
        let help = "undo the change, or approve the new text with `aimsbook approve`";
        Violation::of_document(document, message, help).at(place(document, binding))
    };
    // A digest that cannot be read was said already, as an error at its place.
    let broken = documents.filter(|(_, state)| matches!(state.binding, Binding::TextChanged | Binding::VersionChanged));
    broken.map(|(document, state)| violation((document, state.binding))).collect()
}

/// The digest, or the version, of the approval.
fn place(document: &Document, binding: Binding) -> Span {
    let approval = document.approval.as_ref();
    let version = approval.and_then(|approval| approval.version.as_ref()).map(|version| version.span);
    let digest = approval.and_then(|approval| approval.digest.known()).map(|digest| digest.span);
    let place = if binding == Binding::VersionChanged { version } else { digest };
    place.unwrap_or(document.id.span)
}
