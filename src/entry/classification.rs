//! Who may see a document or record, as its file says it.
//!
//! Never takes for silence what was said and cannot be read.

use crate::syntax::{Fields, Node, Pair};
use crate::text::{Span, Spanned, is_near};

/// What a file says about who may see it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Classification {
    /// Nothing: the default of the configuration applies.
    #[default]
    Unsaid,
    Said(Spanned<String>),
    /// Something that cannot be read, at this place: nobody sees it but those who see everything.
    Unclear(Span),
}

impl Classification {
    pub fn said(&self) -> Option<&Spanned<String>> {
        match self {
            Classification::Said(name) => Some(name),
            Classification::Unsaid | Classification::Unclear(_) => None,
        }
    }
}

const KEY: &str = "classification";

/// Reads the key; a mistyped one, one given twice and one that is no text are unclear. `other` knows other keys.
pub(super) fn read_classification(
    fields: &mut Fields<'_>,
    node: &Node,
    other: impl Fn(&str) -> bool,
) -> Classification {
    let text = fields.text(KEY);
    let pairs = node.map().unwrap_or(&[]);
    let is_meant = |pair: &&Pair| pair.key.value == KEY || (is_near(&pair.key.value, KEY) && !other(&pair.key.value));
    let meant: Vec<&Pair> = pairs.iter().filter(is_meant).collect();
    match (text, meant.as_slice()) {
        (_, []) => Classification::Unsaid,
        (Some(text), [_]) => Classification::Said(text),
        (None, [only]) if only.value.is_null() => Classification::Unsaid,
        (_, [.., last]) => Classification::Unclear(last.key.span),
    }
}

/// Whether a line of a text looks like the key.
pub fn says_classification(text: &str) -> bool {
    classification_in(text, 0) != Classification::Unsaid
}

/// Looks for the key in front matter that is no YAML; `offset` is where the text starts in its file.
pub(super) fn classification_in(text: &str, offset: usize) -> Classification {
    let mut start = offset;
    for line in text.split_inclusive('\n') {
        let keys = line.match_indices(':').map(|(at, _)| last_word(&line[..at]));
        if keys.into_iter().any(|key| is_near(key, KEY)) {
            return Classification::Unclear(Span::new(start, start + line.trim_end().len()));
        }
        start += line.len();
    }
    Classification::Unsaid
}

/// The word at the end, without quotes and blanks behind it.
fn last_word(text: &str) -> &str {
    let text = text.trim_end_matches(['"', '\'', ' ', '\t']);
    text.rsplit(|character: char| !character.is_alphanumeric()).next().unwrap_or("")
}

#[cfg(test)]
mod tests {
    use super::{Classification, classification_in, read_classification};
    use crate::syntax::{Fields, parse_yaml};

    fn read(text: &str) -> String {
        let root = parse_yaml(text, 0).root.unwrap();
        match read_classification(&mut Fields::of(&root), &root, |key| key == "clarification") {
            Classification::Unsaid => "unsaid".to_owned(),
            Classification::Said(name) => name.value,
            Classification::Unclear(span) => format!("unclear at {}", &text[span.range()]),
        }
    }

    #[test]
    fn only_silence_is_silence() {
        assert_eq!(read("title: T\n"), "unsaid");
        assert_eq!(read("classification:\n"), "unsaid");
        assert_eq!(read("clarification: see below\nqualification: none\n"), "unsaid");
        assert_eq!(read("classification: restricted\n"), "restricted");
        assert_eq!(read("Classification: restricted\n"), "unclear at Classification");
        assert_eq!(read("clasification: restricted\n"), "unclear at clasification");
        assert_eq!(read("classification: [restricted]\n"), "unclear at classification");
        assert_eq!(read("classification: public\nclasification: restricted\n"), "unclear at clasification");
    }

    #[test]
    fn it_is_found_in_text_that_is_no_yaml() {
        let unclear = |text: &str| matches!(classification_in(text, 0), Classification::Unclear(_));
        assert!(unclear("title: [\n  classification : restricted\n"));
        assert!(unclear("{\"classification\": restricted"));
        assert!(unclear("- {id: A, classification: restricted"));
        assert!(!unclear("title: [\nThe classification of data\n"));
    }
}
