//! Paragraphs that stand for words that nobody wrote yet.
//!
//! Never judges a text by its length: a short rule is a rule.

/// How a paragraph begins that stands for words that nobody wrote yet.
const UNWRITTEN: [&str; 7] =
    ["to write:", "to be written", "to be defined", "to be determined", "lorem ipsum", "[insert", "zu schreiben:"];

/// The same as single words, in capitals.
const UNWRITTEN_WORDS: [&str; 4] = ["TODO", "TBD", "TBC", "FIXME"];

/// Whether a paragraph, as plain text, only says that something is still to come.
pub(super) fn is_unwritten(paragraph: &str) -> bool {
    let text = paragraph.trim_start();
    let word = text.split(|character: char| !character.is_alphanumeric()).next().unwrap_or_default();
    let begins = |start: &str| text.get(..start.len()).is_some_and(|begin| begin.eq_ignore_ascii_case(start));
    UNWRITTEN_WORDS.contains(&word) || UNWRITTEN.into_iter().any(begins)
}

#[cfg(test)]
mod tests {
    use super::is_unwritten;

    #[test]
    fn a_placeholder_is_known_by_how_it_begins() {
        for text in
            ["To write: who decides", " TBD", "TODO: ask legal", "Lorem ipsum dolor", "[insert name]", "to be defined"]
        {
            assert!(is_unwritten(text), "{text}");
        }
        for text in ["", "To write is to decide.", "Todos los sistemas", "TODOS", "The list of TODO items", "Totals"] {
            assert!(!is_unwritten(text), "{text}");
        }
    }
}
