//! The id of something that is retired or closed is used again for something else.
//!
//! An id is a promise: whoever finds `RSK-007` in minutes of three years ago must find that risk, and no other. An id that
//! differs only in capitals, blanks or leading zeros is the same one to a reader.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! records:
//!   - {id: RSK-007, title: Scoring model drifts, status: closed}
//!   - {id: RSK-7, title: Supplier goes out of business}
//! ```
//!
//! ## Fix
//! Give the newer one a new number. Numbers are free.
//!
//! Never compares ids that are made from paths, and never forbids a document to keep its own former ids as `aliases`.

use crate::diagnostic::Level;
use crate::entry::{IdOrigin, WrittenState};
use crate::handbook::{Handbook, Item};
use crate::rules::records::is_closed;
use crate::rules::rule::{Rule, Violation};
use crate::text::Spanned;

pub const RULE: Rule =
    Rule { name: "retired-id-reused", level: Level::Error, source: include_str!("retired_id_reused.rs"), check };

/// One use of an id.
struct Use<'h> {
    item: Item,
    id: &'h Spanned<String>,
    /// Its owner is retired or closed, or it is a former id.
    retired: bool,
}

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut uses: Vec<(String, Use<'_>)> =
        uses(handbook).into_iter().map(|used| (plain(&used.id.value), used)).collect();
    uses.sort_by(|(left, _), (right, _)| left.cmp(right));
    let mut violations = Vec::new();
    for same in uses.chunk_by(|(left, _), (right, _)| left == right) {
        // The first retired one keeps the id.
        let Some((_, owner)) = same.iter().find(|(_, used)| used.retired) else { continue };
        for (_, other) in same.iter().filter(|(_, other)| other.item != owner.item) {
            violations.push(violation(handbook, owner, other));
        }
    }
    violations
}

fn uses(handbook: &Handbook) -> Vec<Use<'_>> {
    let mut uses = Vec::new();
    for (at, document) in handbook.documents.iter().enumerate() {
        let item = Item::Document(at);
        if document.id_origin == IdOrigin::FrontMatter {
            uses.push(Use { item, id: &document.id, retired: document.state == WrittenState::Retired });
        }
        uses.extend(document.aliases.iter().map(|id| Use { item, id, retired: true }));
    }
    for (at, record) in handbook.records.iter().enumerate() {
        uses.push(Use { item: Item::Record(at), id: &record.id, retired: is_closed(handbook, record) });
    }
    uses
}

fn violation(handbook: &Handbook, owner: &Use<'_>, other: &Use<'_>) -> Violation {
    let path = match owner.item {
        Item::Document(at) => &handbook.documents[at].path,
        Item::Record(at) => &handbook.records[at].path,
    };
    let message = format!("`{}` is used again: `{}` belongs to something in {path}", other.id.value, owner.id.value);
    let help = "give the newer one a new id; an id is never used again";
    match other.item {
        Item::Document(at) => Violation::of_document(&handbook.documents[at], message, help).at(other.id.span),
        Item::Record(at) => Violation::of_record(&handbook.records[at], message, help).at(other.id.span),
    }
}

/// An id as a reader hears it: without capitals, signs and leading zeros.
fn plain(id: &str) -> String {
    let mut plain = String::with_capacity(id.len());
    let mut word = Word::None;
    let mut last = ' ';
    for character in id.chars() {
        if !character.is_alphanumeric() || character.is_numeric() != last.is_numeric() {
            word.end(&mut plain);
        }
        if character.is_alphanumeric() {
            if word == Word::None && !plain.is_empty() {
                plain.push('-');
            }
            if character == '0' && word != Word::Begun {
                word = Word::Zeros;
            } else {
                word = Word::Begun;
                plain.extend(character.to_lowercase());
            }
        }
        last = character;
    }
    word.end(&mut plain);
    plain
}

/// How much of a word was heard.
#[derive(PartialEq, Eq)]
enum Word {
    None,
    /// They count only when nothing follows.
    Zeros,
    Begun,
}

impl Word {
    fn end(&mut self, plain: &mut String) {
        if std::mem::replace(self, Word::None) == Word::Zeros {
            plain.push('0');
        }
    }
}

#[cfg(test)]
mod tests {
    use super::plain;

    #[test]
    fn ids_that_sound_alike_are_one() {
        for same in ["RSK-007", "rsk-7", "RSK 7", "RSK_0007", "Rsk7"] {
            assert_eq!(plain(same), "rsk-7", "{same}");
        }
        for (id, heard) in
            [("00", "0"), ("-A--00B0-", "a-0-b-0"), ("2026/007x", "2026-7-x"), ("\u{c4}rzte 10", "\u{e4}rzte-10")]
        {
            assert_eq!(plain(id), heard, "{id}");
        }
        for (one, other) in [("R-1-1", "R-11"), ("RSK-7", "RSK-70"), ("RSK-0", "RSK"), ("A-1", "AA-1")] {
            assert_ne!(plain(one), plain(other), "{one} and {other}");
        }
    }
}
