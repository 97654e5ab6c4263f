//! HTML while it is being written, with the places that other parts of it depend on.
//!
//! Never lets a character of a user's text become markup, and never keeps the character that marks holes.

use pulldown_cmark::{Alignment, CodeBlockKind, Tag, TagEnd};

use crate::syntax::markdown::body::{Fill, Hole};

/// HTML, its holes, and the digits in the tags of its headings.
#[derive(Debug, Default)]
pub(super) struct Written {
    pub html: String,
    pub holes: Vec<Hole>,
    levels: Vec<LevelDigit>,
}

#[derive(Debug)]
struct LevelDigit {
    at: usize,
    heading: usize,
}

/// The open table: what each column looks like, and where we are in it.
#[derive(Debug, Default)]
pub(super) struct Table {
    columns: Vec<Alignment>,
    in_head: bool,
    column: usize,
}

impl Written {
    pub fn with_capacity(length: usize) -> Written {
        Written { html: String::with_capacity(length), ..Written::default() }
    }

    /// Markup that we write ourselves.
    pub fn markup(&mut self, html: &str) {
        self.html.push_str(html);
    }

    /// Markup that a user wrote; the sanitizer sees it before anybody else.
    pub fn raw(&mut self, html: &str) {
        if html.contains(is_strange) {
            self.html.extend(html.chars().filter(|character| !is_strange(*character)));
        } else {
            self.html.push_str(html);
        }
    }

    /// A user's text between tags.
    pub fn text(&mut self, text: &str) {
        push_escaped(&mut self.html, text, text_entity);
    }

    pub fn hole(&mut self, fill: Fill) {
        self.holes.push(Hole { at: self.html.len(), fill });
    }

    /// The digit of heading number `heading`, which may change in the end.
    pub fn level(&mut self, heading: usize, level: u8) {
        self.levels.push(LevelDigit { at: self.html.len(), heading });
        self.html.push(digit(level));
    }

    /// A block starts on a line of its own.
    fn fresh_line(&mut self) {
        if !self.html.is_empty() && !self.html.ends_with('\n') {
            self.html.push('\n');
        }
    }

    /// Takes away everything from a place on.
    pub fn split_off(&mut self, at: usize) -> Written {
        let first_hole = self.holes.partition_point(|hole| hole.at < at);
        let first_level = self.levels.partition_point(|level| level.at < at);
        let mut rest = Written {
            html: self.html.split_off(at),
            holes: self.holes.split_off(first_hole),
            levels: self.levels.split_off(first_level),
        };
        rest.holes.iter_mut().for_each(|hole| hole.at -= at);
        rest.levels.iter_mut().for_each(|level| level.at -= at);
        rest
    }

    pub fn append(&mut self, other: Written) {
        let start = self.html.len();
        self.html.push_str(&other.html);
        self.holes.extend(other.holes.into_iter().map(|hole| Hole { at: hole.at + start, ..hole }));
        self.levels.extend(other.levels.into_iter().map(|level| LevelDigit { at: level.at + start, ..level }));
    }

    /// Writes the headings' levels again after they changed.
    pub fn set_levels(&mut self, level_of: impl Fn(usize) -> u8) {
        for level in &self.levels {
            let digit = digit(level_of(level.heading));
            self.html.replace_range(level.at..level.at + 1, digit.encode_utf8(&mut [0; 4]));
        }
    }

    pub fn open(&mut self, tag: &Tag<'_>, table: &mut Table) {
        match tag {
            Tag::Paragraph => self.block("<p>"),
            Tag::BlockQuote(_) => self.block("<blockquote>\n"),
            Tag::CodeBlock(kind) => self.code_block(kind),
            Tag::List(None) => self.block("<ul>\n"),
            Tag::List(Some(1)) => self.block("<ol>\n"),
            Tag::List(Some(start)) => self.block(&format!("<ol start=\"{start}\">\n")),
            Tag::Item => self.block("<li>"),
            Tag::DefinitionList => self.block("<dl>\n"),
            Tag::DefinitionListTitle => self.block("<dt>"),
            Tag::DefinitionListDefinition => self.block("<dd>"),
            Tag::Table(columns) => {
                *table = Table { columns: columns.clone(), ..Table::default() };
                self.markup("<table>");
            }
            Tag::TableHead => {
                (table.in_head, table.column) = (true, 0);
                self.markup("<thead><tr>");
            }
            Tag::TableRow => {
                table.column = 0;
                self.markup("<tr>");
            }
            Tag::TableCell => self.markup(table.open_cell()),
            Tag::Emphasis => self.markup("<em>"),
            Tag::Strong => self.markup("<strong>"),
            Tag::Strikethrough => self.markup("<del>"),
            Tag::Superscript => self.markup("<sup>"),
            Tag::Subscript => self.markup("<sub>"),
            Tag::Heading { .. }
            | Tag::Link { .. }
            | Tag::Image { .. }
            | Tag::FootnoteDefinition(_)
            | Tag::HtmlBlock
            | Tag::MetadataBlock(_) => {}
        }
    }

    pub fn close(&mut self, tag: TagEnd, table: &mut Table) {
        let is_empty_head = tag == TagEnd::TableCell && table.in_head && self.empty_head_becomes_a_plain_cell();
        self.markup(match tag {
            TagEnd::Paragraph => "</p>\n",
            TagEnd::BlockQuote(_) => "</blockquote>\n",
            TagEnd::CodeBlock => "</code></pre>\n",
            TagEnd::List(true) => "</ol>\n",
            TagEnd::List(false) => "</ul>\n",
            TagEnd::Item => "</li>\n",
            TagEnd::DefinitionList => "</dl>\n",
            TagEnd::DefinitionListTitle => "</dt>\n",
            TagEnd::DefinitionListDefinition => "</dd>\n",
            TagEnd::Table => "</tbody></table>\n",
            TagEnd::TableHead => {
                table.in_head = false;
                "</tr></thead><tbody>\n"
            }
            TagEnd::TableRow => "</tr>\n",
            TagEnd::TableCell => {
                table.column += 1;
                if table.in_head && !is_empty_head { "</th>" } else { "</td>" }
            }
            TagEnd::Emphasis => "</em>",
            TagEnd::Strong => "</strong>",
            TagEnd::Strikethrough => "</del>",
            TagEnd::Superscript => "</sup>",
            TagEnd::Subscript => "</sub>",
            TagEnd::Heading(_)
            | TagEnd::Link
            | TagEnd::Image
            | TagEnd::FootnoteDefinition
            | TagEnd::HtmlBlock
            | TagEnd::MetadataBlock(_) => "",
        });
    }

    /// A corner without words heads nothing, and people who listen to a page would be told of a heading.
    fn empty_head_becomes_a_plain_cell(&mut self) -> bool {
        let open = self.html.rfind("<th").filter(|at| self.html[*at..].find('>') == Some(self.html.len() - at - 1));
        if let Some(at) = open {
            self.html.replace_range(at..at + 3, "<td");
        }
        open.is_some()
    }

    /// A rule between two parts of a text.
    pub fn rule(&mut self) {
        self.block("<hr />\n");
    }

    fn block(&mut self, tag: &str) {
        self.fresh_line();
        self.markup(tag);
    }

    fn code_block(&mut self, kind: &CodeBlockKind<'_>) {
        let language = match kind {
            CodeBlockKind::Fenced(info) => info.split(' ').next().unwrap_or_default(),
            CodeBlockKind::Indented => "",
        };
        if language.is_empty() {
            return self.block("<pre><code>");
        }
        self.block("<pre><code class=\"language-");
        push_escaped(&mut self.html, language, attribute_entity);
        self.markup("\">");
    }
}

impl Table {
    /// By class, because a site that allows no styles in its pages would lose an alignment by style.
    fn open_cell(&self) -> &'static str {
        match (self.in_head, self.columns.get(self.column)) {
            (true, Some(Alignment::Left)) => "<th class=\"align-left\">",
            (true, Some(Alignment::Center)) => "<th class=\"align-center\">",
            (true, Some(Alignment::Right)) => "<th class=\"align-right\">",
            (true, _) => "<th>",
            (false, Some(Alignment::Left)) => "<td class=\"align-left\">",
            (false, Some(Alignment::Center)) => "<td class=\"align-center\">",
            (false, Some(Alignment::Right)) => "<td class=\"align-right\">",
            (false, _) => "<td>",
        }
    }
}

fn digit(level: u8) -> char {
    char::from(b'0' + level.clamp(1, 6))
}

/// Characters that HTML has no word for; the one that marks holes is among them.
fn is_strange(character: char) -> bool {
    character.is_control() && !matches!(character, '\t' | '\n' | '\r')
}

/// A user's text as it can stand in an attribute, and anywhere else.
pub fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    escape(text, &mut out);
    out
}

/// The same at the end of what is written already.
pub fn escape(text: &str, out: &mut String) {
    push_escaped(out, text, attribute_entity);
}

/// Copies the runs between special characters, which is nearly all of a text, in one piece.
fn push_escaped(out: &mut String, text: &str, entity_of: impl Fn(u8) -> Option<&'static str>) {
    let (mut copied, mut at) = (0, 0);
    while let Some(step) = text.as_bytes()[at..].iter().position(|byte| NEEDS_CARE[usize::from(*byte)]) {
        at += step;
        let byte = text.as_bytes()[at];
        let length = strange_length(text, at, byte);
        match entity_of(byte).or((length > 0).then_some("")) {
            Some(entity) => {
                out.push_str(&text[copied..at]);
                out.push_str(entity);
                at += length.max(1);
                copied = at;
            }
            None => at += 1,
        }
    }
    out.push_str(&text[copied..]);
}

/// The bytes that are, or may begin, a character that is not copied as it is; nearly none of a text.
const NEEDS_CARE: [bool; 256] = {
    let mut care = [false; 256];
    let mut byte = 0;
    while byte < 256 {
        care[byte] = matches!(byte as u8, b'&' | b'<' | b'>' | b'"' | 0..=8 | 11 | 12 | 14..=31 | 127 | 0xc2);
        byte += 1;
    }
    care
};

/// The length of the strange character that starts here, or 0: a byte below 32, or one of the two-byte controls.
fn strange_length(text: &str, at: usize, byte: u8) -> usize {
    match byte {
        b'\t' | b'\n' | b'\r' => 0,
        0..32 | 127 => 1,
        0xc2 if text[at..].starts_with(is_strange) => 2,
        _ => 0,
    }
}

fn text_entity(byte: u8) -> Option<&'static str> {
    match byte {
        b'&' => Some("&amp;"),
        b'<' => Some("&lt;"),
        b'>' => Some("&gt;"),
        _ => None,
    }
}

fn attribute_entity(byte: u8) -> Option<&'static str> {
    if byte == b'"' { Some("&quot;") } else { text_entity(byte) }
}
