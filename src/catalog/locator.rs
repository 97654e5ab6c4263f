//! Reads what stands below an entry: `(2)(a)`, `para 3`, `, point 4(a)`, `§6`, `d)`.
//!
//! Never takes a title in brackets for a locator.

use crate::catalog::scan::{first, is_dash, is_inside_word, is_space, skip_digits, skip_one, skip_one_of, skip_space};
use crate::catalog::written::{Form, Marker, Written};

/// The locator behind an id, tidied, and where it ends; empty when there is none.
pub fn read_locator(text: &str, at: usize, written: &Written) -> (String, usize) {
    let mut locator = String::new();
    let mut end = at;
    loop {
        let (piece, next) = match read_piece(text, end, written, locator.is_empty()) {
            Some(found) => found,
            None => return (locator, end),
        };
        if !locator.is_empty() && !piece.starts_with('(') && !piece.starts_with('–') {
            locator.push(' ');
        }
        locator.push_str(&piece);
        end = next;
    }
}

fn read_piece(text: &str, at: usize, written: &Written, is_first: bool) -> Option<(String, usize)> {
    let start = skip_space(text, at);
    read_group(text, start, start == at)
        .or_else(|| read_group_range(text, start).filter(|_| !is_first))
        .or_else(|| read_worded(text, at, written))
        .or_else(|| read_half_bracket(text, start).filter(|_| start > at))
        .or_else(|| read_point(text, at, written).filter(|_| is_first))
}

/// `(2)`, `(a)`, `(iii)`, `(ba)`: after a space only what cannot be a word.
pub fn read_group(text: &str, at: usize, adheres: bool) -> Option<(String, usize)> {
    let open = skip_one(text, at, |character| character == '(')?;
    let close = open + text[open..].bytes().take(8).position(|byte| byte == b')')?;
    let inner = text[open..close].trim();
    let fits = match inner.len() {
        0 => false,
        _ if inner.bytes().all(|byte| byte.is_ascii_digit()) => inner.len() <= 3,
        1 => inner.bytes().all(|byte| byte.is_ascii_alphabetic()),
        2..=4 if is_roman(inner) => true,
        2..=3 if adheres => inner.bytes().all(|byte| byte.is_ascii_lowercase()) || is_number_with_letter(inner),
        2..=3 => is_number_with_letter(inner),
        _ => false,
    };
    fits.then(|| (format!("({inner})"), close + 1))
}

fn is_roman(inner: &str) -> bool {
    inner.bytes().all(|byte| matches!(byte, b'i' | b'v' | b'x'))
}

/// `1a`, as in `5(1a)`.
fn is_number_with_letter(inner: &str) -> bool {
    let (number, letter) = inner.split_at(inner.len().saturating_sub(1));
    !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
        && letter.bytes().all(|byte| byte.is_ascii_lowercase())
}

/// `–(4)` after `(1)`.
fn read_group_range(text: &str, at: usize) -> Option<(String, usize)> {
    let after = skip_space(text, skip_one(text, at, is_dash)?);
    read_group(text, after, true).map(|(group, end)| (format!("–{group}"), end))
}

const WORDS: [&str; 27] = [
    "paragraph",
    "paragraphs",
    "para",
    "paras",
    "par",
    "subparagraph",
    "subparagraphs",
    "sub-paragraph",
    "subpara",
    "point",
    "points",
    "pt",
    "letter",
    "lit",
    "item",
    "items",
    "sentence",
    "indent",
    "no",
    "number",
    "section",
    "sec",
    "part",
    "first subparagraph",
    "second subparagraph",
    "third subparagraph",
    "bullet",
];

/// `para 3`, `, point 4(a)`, `§6`, `Section A`.
fn read_worded(text: &str, at: usize, written: &Written) -> Option<(String, usize)> {
    let comma = skip_space(text, at);
    let start = skip_one(text, comma, |character| character == ',').map_or(comma, |after| skip_space(text, after));
    if let Some(after) = skip_one(text, start, |character| matches!(character, '§' | '¶')) {
        let sign = &text[start..after];
        // A second `§` after a whole number is the next clause, `Annex IV §6` is a place in the annex.
        let below = !matches!(&written.form, Form::Dotted { .. }) || written.marker == Marker::Article;
        let (value, end) = read_value(text, skip_space(text, after)).filter(|_| below)?;
        return Some((format!("{sign}{value}"), end));
    }
    let after = skip_one_of(text, start, &WORDS).filter(|_| start > at)?;
    let word = &text[start..after];
    let after_point = skip_one(text, after, |character| character == '.').unwrap_or(after);
    if word.ends_with("subparagraph") && word.contains(' ') {
        return Some((word.to_owned(), after));
    }
    let value_start = skip_space(text, after_point);
    let (value, end) = match read_group(text, value_start, true) {
        Some(group) => group,
        None => read_value(text, value_start).filter(|_| value_start > after)?,
    };
    Some((format!("{word} {value}"), end))
}

/// A number, or a single letter, or a Roman number.
fn read_value(text: &str, at: usize) -> Option<(String, usize)> {
    let digits = skip_digits(text, at).filter(|end| end - at <= 3);
    let end = match digits {
        Some(end) => {
            let dotted = skip_one(text, end, |character| character == '.').and_then(|next| skip_digits(text, next));
            let end = dotted.unwrap_or(end);
            skip_one(text, end, |character| character.is_ascii_lowercase()).unwrap_or(end)
        }
        None => {
            let length = text[at..].bytes().take_while(u8::is_ascii_alphabetic).count();
            let word = &text[at..at + length];
            let is_value =
                length == 1 || (1..=6).contains(&length) && word.bytes().all(|byte| b"ivxIVX".contains(&byte));
            is_value.then_some(at + length)?
        }
    };
    (!is_inside_word(text, end)).then(|| (text[at..end].to_owned(), end))
}

/// `d)` and `2)`, as ISO standards number their points.
fn read_half_bracket(text: &str, at: usize) -> Option<(String, usize)> {
    let value = skip_one(text, at, |character| character.is_ascii_lowercase() || character.is_ascii_digit())?;
    let end = skip_one(text, value, |character| character == ')')?;
    Some((format!("({})", &text[at..value]), end))
}

/// `.d` in `6.1.2.d`; `.4` in `Annex III.4`.
fn read_point(text: &str, at: usize, written: &Written) -> Option<(String, usize)> {
    let after = skip_one(text, at, |character| character == '.')?;
    let wanted = |character: char| match &written.form {
        Form::Roman { section: None, .. } => character.is_ascii_digit(),
        Form::Dotted { .. } => character.is_ascii_lowercase(),
        _ => false,
    };
    let end = skip_one(text, after, wanted)?;
    (!is_inside_word(text, end)).then(|| (format!(".{}", &text[after..end]), end))
}

/// The groups of a locator such as `(2)(a)`; `None` when it is anything else.
pub fn groups(locator: &str) -> Option<Vec<&str>> {
    let inner = locator.strip_prefix('(')?.strip_suffix(')')?;
    inner.split(")(").map(|group| (!group.contains(['(', ')', ' '])).then_some(group)).collect()
}

/// The locator that `(b)` means after `(2)(a)`: a letter takes the place of a letter, a number that of a number.
pub fn continued(before: &str, group: &str) -> Option<String> {
    let inner = group.trim_matches(['(', ')']);
    let is_number = |text: &str| first(text, 0).is_some_and(|character| character.is_ascii_digit());
    let groups = groups(before)?;
    let place = groups.iter().rposition(|known| is_number(known) == is_number(inner))?;
    let kept: String = groups[..place].iter().map(|known| format!("({known})")).collect();
    Some(format!("{kept}({inner})"))
}

/// White space, commas and words that join two groups, as in `13(1), (2) and (3)`.
pub fn skip_joint(text: &str, at: usize) -> Option<usize> {
    let after = skip_space(text, at);
    let comma = skip_one(text, after, |character| matches!(character, ',' | '&' | '/'));
    let after = skip_space(text, comma.unwrap_or(after));
    let word = skip_one_of(text, after, &["and", "or"]);
    let end = skip_space(text, word.unwrap_or(after));
    (comma.is_some() || word.is_some()).then_some(end).filter(|end| !first(text, *end).is_some_and(is_space))
}
