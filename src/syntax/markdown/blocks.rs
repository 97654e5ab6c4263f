//! A Markdown text as a flat list of blocks of plain text, for comparing two versions of it.
//!
//! Never keeps formatting, wrapping or links: two texts that read the same have the same blocks.

use std::collections::BTreeSet;

use pulldown_cmark::{Event, LinkType, Parser, Tag, TagEnd};

use crate::syntax::markdown::emit::{is_comment, options};

/// What a block is; blocks of different kinds are never the same block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockKind {
    Heading(u8),
    Paragraph,
    /// An item of a list, and how deep the list is nested, from 1.
    Item(u8),
    Quote,
    Code,
    /// A row of a table; its cells stand apart.
    Row,
    Footnote,
}

/// One block.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Block {
    pub kind: BlockKind,
    /// One text; a row has one for each cell.
    pub texts: Vec<String>,
}

impl Block {
    /// All texts as one.
    pub fn text(&self) -> String {
        self.texts.join(" | ")
    }
}

/// The blocks of a text, in order; empty ones are left out.
///
/// A link that was written without a text of its own, such as `[[POL-001]]`, reads as its target; those to the
/// `unnamed` targets read as `…`.
pub fn blocks(text: &str, unnamed: &BTreeSet<&str>) -> Vec<Block> {
    let mut reader = Reader::new(unnamed);
    for event in Parser::new_ext(text, options()) {
        reader.event(event);
    }
    reader.flush(BlockKind::Paragraph);
    reader.blocks
}

struct Reader<'a> {
    unnamed: &'a BTreeSet<&'a str>,
    blocks: Vec<Block>,
    text: String,
    cells: Vec<String>,
    /// Open lists, items, quotes and footnotes around the current text.
    around: Vec<BlockKind>,
    lists: u8,
    in_code: bool,
    /// Inside a link whose target is not to be named.
    in_unnamed: bool,
}

impl<'a> Reader<'a> {
    fn new(unnamed: &'a BTreeSet<&'a str>) -> Reader<'a> {
        let (blocks, text, cells, around) = Default::default();
        Reader { unnamed, blocks, text, cells, around, lists: 0, in_code: false, in_unnamed: false }
    }

    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Text(_) | Event::Code(_) if self.in_unnamed => {}
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::Code(text) => self.text.push_str(&text),
            Event::SoftBreak | Event::HardBreak => self.text.push(' '),
            Event::InlineHtml(html) | Event::Html(html) if is_comment(&html) => {}
            Event::InlineHtml(html) | Event::Html(html) => self.text.push_str(&without_tags(&html)),
            Event::FootnoteReference(name) => self.text.push_str(&format!("[{name}]")),
            Event::TaskListMarker(done) => self.text.push_str(if done { "\u{2611} " } else { "\u{2610} " }),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text.push_str(&text),
            Event::Rule => {}
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::List(_) => {
                self.flush_here();
                self.lists += 1;
            }
            Tag::Item => self.around.push(BlockKind::Item(self.lists)),
            Tag::BlockQuote(_) => self.around.push(BlockKind::Quote),
            Tag::FootnoteDefinition(_) => self.around.push(BlockKind::Footnote),
            Tag::CodeBlock(_) => {
                self.flush_here();
                self.in_code = true;
            }
            Tag::Link { link_type: LinkType::WikiLink { has_pothole: false }, dest_url, .. }
                if self.unnamed.contains(&**dest_url) =>
            {
                self.text.push('\u{2026}');
                self.in_unnamed = true;
            }
            Tag::DefinitionListDefinition => self.around.push(BlockKind::Item(self.lists.max(1))),
            _ => {}
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Heading(level) => self.flush(BlockKind::Heading(level as u8)),
            TagEnd::Paragraph | TagEnd::DefinitionListTitle | TagEnd::HtmlBlock => self.flush_here(),
            TagEnd::Item | TagEnd::BlockQuote(_) | TagEnd::FootnoteDefinition | TagEnd::DefinitionListDefinition => {
                self.flush_here();
                self.around.pop();
            }
            TagEnd::Link => self.in_unnamed = false,
            TagEnd::List(_) => self.lists = self.lists.saturating_sub(1),
            TagEnd::CodeBlock => {
                self.flush(BlockKind::Code);
                self.in_code = false;
            }
            TagEnd::TableCell => {
                let text = std::mem::take(&mut self.text);
                self.cells.push(one_line(&text));
            }
            TagEnd::TableHead | TagEnd::TableRow => {
                let texts = std::mem::take(&mut self.cells);
                self.blocks.push(Block { kind: BlockKind::Row, texts });
            }
            _ => {}
        }
    }

    fn flush_here(&mut self) {
        let kind = self.around.last().copied().unwrap_or(BlockKind::Paragraph);
        self.flush(kind);
    }

    fn flush(&mut self, kind: BlockKind) {
        let text = std::mem::take(&mut self.text);
        let text = if self.in_code { text.trim_end().to_owned() } else { one_line(&text) };
        if !text.is_empty() {
            self.blocks.push(Block { kind, texts: vec![text] });
        }
    }
}

/// Every run of white space is one blank.
fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn without_tags(html: &str) -> String {
    let mut text = String::new();
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = rest[start..].find('>').map_or("", |end| &rest[start + end + 1..]);
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{Block, blocks};

    fn read(text: &str) -> Vec<Block> {
        blocks(text, &BTreeSet::new())
    }

    fn shown(text: &str) -> Vec<String> {
        read(text).iter().map(|block| format!("{:?}: {}", block.kind, block.text())).collect()
    }

    #[test]
    fn a_text_is_its_blocks_without_formatting() {
        let text =
            "# Title\n\nOne *two*\nthree.\n\n- a\n- b\n  - c\n\n| h | i |\n|---|---|\n| 1 | **2** |\n\n> quote\n";
        assert_eq!(
            shown(text),
            [
                "Heading(1): Title",
                "Paragraph: One two three.",
                "Item(1): a",
                "Item(1): b",
                "Item(2): c",
                "Row: h | i",
                "Row: 1 | 2",
                "Quote: quote",
            ]
        );
    }

    #[test]
    fn wrapping_and_formatting_make_no_difference() {
        assert_eq!(read("One two\nthree `four`.\n"), read("One\ntwo **three** four.\n"));
        assert_ne!(read("It must stay.\n"), read("It may stay.\n"));
    }

    #[test]
    fn a_link_without_a_text_of_its_own_is_as_good_as_its_target() {
        let text = "See [[POL-001]], [[POL-002]] and [[POL-002|the other]].\n";
        let unnamed = BTreeSet::from(["POL-002"]);
        assert_eq!(blocks(text, &unnamed)[0].text(), "See POL-001, \u{2026} and the other.");
        assert_eq!(read(text)[0].text(), "See POL-001, POL-002 and the other.");
    }
}
