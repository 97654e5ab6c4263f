//! Marks holes in HTML text and cuts the text at the marks.
//!
//! Never lets a user's text forge a mark: the mark character is removed from every text that is written.

use std::borrow::Cow;

use crate::syntax::markdown::Piece;

/// Stands on both sides of a hole; no text that a person reads contains it.
const MARK: char = '\u{1}';

pub(super) fn link(number: usize) -> String {
    format!("{MARK}o{number}{MARK}")
}

pub(super) fn image(number: usize) -> String {
    format!("{MARK}s{number}{MARK}")
}

pub(super) fn label(number: usize) -> String {
    format!("{MARK}l{number}{MARK}")
}

pub(super) fn mention(number: usize) -> String {
    format!("{MARK}m{number}{MARK}")
}

pub(super) fn heading_end(number: usize) -> String {
    format!("{MARK}h{number}{MARK}")
}

/// The same text without the mark character.
pub(super) fn unmarked(text: &str) -> Cow<'_, str> {
    if text.contains(MARK) { Cow::Owned(text.replace(MARK, "")) } else { Cow::Borrowed(text) }
}

/// Cuts finished HTML into pieces. An attribute that holds a hole is replaced as a whole.
pub(super) fn cut(html: &str) -> Vec<Piece> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(start) = rest.find(MARK) {
        let Some(length) = rest[start + 1..].find(MARK) else { break };
        let inner = &rest[start + 1..start + 1 + length];
        let after = &rest[start + length + 2..];
        match piece(inner) {
            Some(piece @ (Piece::Link(_) | Piece::Image(_))) => {
                let before = &rest[..start];
                let before = before.strip_suffix("href=\"").or_else(|| before.strip_suffix("src=\"")).unwrap_or(before);
                push_html(&mut pieces, before.trim_end());
                pieces.push(piece);
                rest = after.strip_prefix('"').unwrap_or(after);
            }
            Some(piece) => {
                push_html(&mut pieces, &rest[..start]);
                pieces.push(piece);
                rest = after;
            }
            None => {
                push_html(&mut pieces, &rest[..start]);
                rest = after;
            }
        }
    }
    push_html(&mut pieces, &unmarked(rest));
    pieces
}

fn piece(inner: &str) -> Option<Piece> {
    let number = inner.get(1..)?.parse().ok()?;
    match inner.as_bytes().first()? {
        b'o' => Some(Piece::Link(number)),
        b's' => Some(Piece::Image(number)),
        b'l' => Some(Piece::Label(number)),
        b'm' => Some(Piece::Mention(number)),
        b'h' => Some(Piece::HeadingEnd(number)),
        _ => None,
    }
}

fn push_html(pieces: &mut Vec<Piece>, html: &str) {
    match pieces.last_mut() {
        _ if html.is_empty() => {}
        Some(Piece::Html(last)) => last.push_str(html),
        _ => pieces.push(Piece::Html(html.to_owned())),
    }
}
