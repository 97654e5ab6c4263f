//! Small steps over a text, each from one byte offset to the next.
//!
//! Never stops inside a character.

/// White space of any kind, and the characters that take no space at all.
pub fn is_space(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200b}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

pub fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}')
}

/// A dash that joins the parts of one id, as in `A-6-2-4`.
pub fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}' | '\u{2011}' | '\u{fe63}' | '\u{ff0d}')
}

pub fn first(text: &str, at: usize) -> Option<char> {
    text.get(at..)?.chars().next()
}

pub fn skip_while(text: &str, at: usize, mut wanted: impl FnMut(char) -> bool) -> usize {
    let rest = &text[at..];
    at + rest.find(|character| !wanted(character)).unwrap_or(rest.len())
}

pub fn skip_space(text: &str, at: usize) -> usize {
    skip_while(text, at, is_space)
}

/// Past this character, if it stands here.
pub fn skip_one(text: &str, at: usize, wanted: impl Fn(char) -> bool) -> Option<usize> {
    first(text, at).filter(|character| wanted(*character)).map(|character| at + character.len_utf8())
}

/// A letter or digit follows at once.
pub fn is_inside_word(text: &str, at: usize) -> bool {
    first(text, at).is_some_and(char::is_alphanumeric)
}

/// A letter or digit stands right before.
pub fn is_after_word(text: &str, at: usize) -> bool {
    text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
}

/// Past `word`, which is in lower case ASCII; the text may have any case.
pub fn skip_word(text: &str, at: usize, word: &str) -> Option<usize> {
    let end = at + word.len();
    let found = text.as_bytes().get(at..end)?;
    (found.eq_ignore_ascii_case(word.as_bytes()) && text.is_char_boundary(end)).then_some(end)
}

/// The longest of some words that stands here as a whole word.
pub fn skip_one_of(text: &str, at: usize, words: &[&str]) -> Option<usize> {
    words.iter().filter_map(|word| skip_word(text, at, word)).filter(|end| !is_inside_word(text, *end)).max()
}

/// Past the digits that stand here, at least one.
pub fn skip_digits(text: &str, at: usize) -> Option<usize> {
    let end = skip_while(text, at, |character| character.is_ascii_digit());
    (end > at).then_some(end)
}
