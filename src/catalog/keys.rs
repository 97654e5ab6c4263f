//! The keys under which a framework's entries are looked up, made once from its numbering.
//!
//! Never holds a key that means two things.

use std::collections::HashMap;

use crate::catalog::{Framework, Numbering};

/// What a key leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    Entry(u16),
    /// A numbered paragraph: the entry, and the rest of the number.
    Paragraph(u16, String),
    /// Guidance on the entry.
    Guidance(u16),
}

/// Lower-case keys of one framework.
pub type Keys = HashMap<String, Meaning>;

pub fn keys_of(framework: &Framework) -> Keys {
    let mut keys = Keys::new();
    let entries = || framework.entries.iter().enumerate().map(|(at, entry)| (at as u16, entry));
    for (at, entry) in entries() {
        keys.entry(key(&entry.id)).or_insert(Meaning::Entry(at));
    }
    for (at, entry) in entries() {
        for other in entry.aliases.iter().chain(&entry.objective).chain(&entry.printed_id) {
            keys.entry(key(other)).or_insert(Meaning::Entry(at));
        }
        for paragraph in &entry.paragraphs {
            let rest = paragraph.strip_prefix(&entry.id).unwrap_or(paragraph).to_owned();
            keys.entry(key(paragraph)).or_insert(Meaning::Paragraph(at, rest));
        }
        if has_guidance(framework) && entry.id.starts_with("A.") {
            for id in std::iter::once(&entry.id).chain(&entry.objective) {
                keys.entry(key(&id.replacen('A', "B", 1))).or_insert(Meaning::Guidance(at));
            }
        }
    }
    keys
}

/// An id as a key: lower case, one space where there are several.
pub fn key(id: &str) -> String {
    id.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase()
}

/// Annex B explains the controls of Annex A under the same numbers.
fn has_guidance(framework: &Framework) -> bool {
    framework.numbering == Numbering::Iso && framework.entries.iter().any(|entry| entry.guidance.is_some())
}
