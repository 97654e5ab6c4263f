//! Holes in HTML as marks in its text, for the time that a sanitizer works on it.
//!
//! Never lets a user's text forge a mark: the mark character is removed from every text that is written.

use crate::syntax::markdown::body::{Fill, Hole};

/// Stands on both sides of a hole; no text that a person reads contains it.
const MARK: char = '\u{1}';

/// The address of link number n, for the time until it is known.
pub(super) fn link(number: usize) -> String {
    mark(Fill::Link(number))
}

/// The same for an image.
pub(super) fn image(number: usize) -> String {
    mark(Fill::Image(number))
}

/// The HTML with its holes as marks in it; those of links and images stand in an attribute.
pub(super) fn marked(html: &str, holes: &[Hole]) -> String {
    let mut out = String::with_capacity(html.len() + holes.len() * 16);
    let mut copied = 0;
    for hole in holes {
        out.push_str(&html[copied..hole.at]);
        copied = hole.at;
        let mark = mark(hole.fill);
        match hole.fill {
            Fill::Link(_) => out.push_str(&format!(" href=\"{mark}\"")),
            Fill::Image(_) => out.push_str(&format!(" src=\"{mark}\"")),
            _ => out.push_str(&mark),
        }
    }
    out.push_str(&html[copied..]);
    out
}

fn mark(fill: Fill) -> String {
    let (letter, number) = match fill {
        Fill::Link(number) => ('o', number),
        Fill::Image(number) => ('s', number),
        Fill::Label(number) => ('l', number),
        Fill::Mention(number) => ('m', number),
        Fill::HeadingEnd(number) => ('h', number),
        Fill::Alert(number) => ('a', number),
    };
    format!("{MARK}{letter}{number}{MARK}")
}

/// Takes the marks out again. An attribute that holds one goes as a whole.
pub(super) fn unmarked(html: &str) -> (String, Vec<Hole>) {
    let mut out = String::with_capacity(html.len());
    let mut holes = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(MARK) {
        let Some(length) = rest[start + 1..].find(MARK) else { break };
        let inner = &rest[start + 1..start + 1 + length];
        let (before, after) = (&rest[..start], &rest[start + length + 2..]);
        let fill = fill(inner);
        if matches!(fill, Some(Fill::Link(_) | Fill::Image(_))) {
            let before = before.strip_suffix("href=\"").or_else(|| before.strip_suffix("src=\"")).unwrap_or(before);
            out.push_str(before.trim_end());
            rest = after.strip_prefix('"').unwrap_or(after);
        } else {
            out.push_str(before);
            rest = after;
        }
        holes.extend(fill.map(|fill| Hole { at: out.len(), fill }));
    }
    out.extend(rest.chars().filter(|character| *character != MARK));
    (out, holes)
}

fn fill(inner: &str) -> Option<Fill> {
    let number = inner.get(1..)?.parse().ok()?;
    match inner.as_bytes().first()? {
        b'o' => Some(Fill::Link(number)),
        b's' => Some(Fill::Image(number)),
        b'l' => Some(Fill::Label(number)),
        b'm' => Some(Fill::Mention(number)),
        b'h' => Some(Fill::HeadingEnd(number)),
        b'a' => Some(Fill::Alert(number)),
        _ => None,
    }
}
