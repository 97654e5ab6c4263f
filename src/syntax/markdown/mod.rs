//! A Markdown body to sanitized HTML with holes, plus what later stages need to know of it.
//!
//! Never resolves a link: where another file matters, the HTML has a hole that is filled when pages are planned.

mod blocks;
mod body;
mod depth;
mod emit;
mod footnotes;
mod heading;
mod holes;
mod normal_form;
mod sanitize;
mod unwritten;
mod written;

pub use blocks::{Block, BlockKind, blocks};
pub use body::{ALERTS, Body, Fill, Heading, Hole, LABEL, Link, LinkKind, Passage};
pub use normal_form::normal_form;
pub use written::{escape, escaped};

use crate::text::Span;

/// Renders the Markdown that stands at `span` of `text`.
///
/// `find_mentions` is shown every run of plain text outside links and code with its place, and answers with the
/// ranges in it that are to become holes; they are numbered in the order in which they were answered.
pub fn parse_markdown(
    text: &str,
    span: Span,
    find_mentions: &mut dyn FnMut(&str, Span) -> Vec<std::ops::Range<usize>>,
) -> Body {
    emit::emit(text, span, find_mentions)
}
