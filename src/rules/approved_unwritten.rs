//! A document is approved, and part of its text is not written.
//!
//! A paragraph that begins with "TBD", "TODO", "To write:" or "To be defined", or a document without a word below its
//! headings, promises a rule and gives none. An auditor who samples it finds an approval of nothing.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved            # and below: "TBD: who may override the system"
//! ```
//!
//! ## Fix
//! Write the text, or take the paragraph out, and have the document approved again.
//!
//! Never looks for such words inside a sentence: a rule about TODO lists is a rule.

use crate::diagnostic::Level;
use crate::entry::WrittenState;
use crate::handbook::Handbook;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "approved-unwritten", level: Level::Warning, source: include_str!("approved_unwritten.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for document in handbook.documents.iter().filter(|document| document.state == WrittenState::Approved) {
        let id = &document.id.value;
        let help = "write it, or take it out, and approve the document again";
        match (document.body.unwritten.as_slice(), document.body.is_empty()) {
            ([first, rest @ ..], _) => {
                let more = if rest.is_empty() { String::new() } else { format!(", and {} more like it", rest.len()) };
                let message = format!("`{id}` is approved, and this is still to be written{more}");
                violations.push(Violation::of_document(document, message, help).at(*first));
            }
            ([], true) => {
                let message = format!("`{id}` is approved, and has no text");
                violations.push(Violation::of_document(document, message, help));
            }
            ([], false) => {}
        }
    }
    violations
}
