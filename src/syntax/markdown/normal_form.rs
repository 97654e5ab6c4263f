//! A Markdown body as its structure and words alone, so that two texts that say the same are the same.
//!
//! One line for each thing that opens, closes or stands by itself; texts follow their word, with `\` and line ends
//! escaped. What does not count: how lines are wrapped (every run of blanks and line breaks inside a paragraph is one
//! blank, hard breaks included, because they hang on blanks at the end of a line), line endings, blank lines, the
//! signs that are used for a list, for emphasis, for a rule or a heading, whether a list is written tight, the
//! alignment of a table's columns, comments, and whether a link's target stands beside it or below. Everything else
//! counts: words, emphasis, headings with their attributes, nesting, the first number of a list, cells, targets and
//! titles of links and images, ticks of tasks, code with its blanks, raw HTML.
//!
//! Never changes for a text that is already approved: digests of approvals are taken of it, and a test keeps it.

use pulldown_cmark::{BlockQuoteKind, CodeBlockKind, Event, LinkType, Parser, Tag, TagEnd};

use crate::syntax::markdown::emit::{is_comment, options};

/// The normal form of a whole text.
pub fn normal_form(text: &str) -> String {
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, options()) {
        writer.event(event);
    }
    writer.out
}

/// What may stand directly inside an open element.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Holds {
    Blocks,
    Text,
    /// A paragraph that the source does not mark as one: an item of a tight list.
    ImpliedText,
}

#[derive(Default)]
struct Writer {
    out: String,
    /// The open blocks.
    open: Vec<Holds>,
    /// Words that wait for the next mark.
    text: String,
    /// A run of blanks was read and not yet written.
    blank: bool,
    /// Something of the open block was written, so that a blank before the next word counts.
    begun: bool,
    /// The content of the open code or HTML block.
    verbatim: Option<String>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        if let Some(verbatim) = &mut self.verbatim {
            match event {
                Event::Text(text) | Event::Html(text) => verbatim.push_str(&text),
                Event::End(tag) => self.end_verbatim(tag),
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(tag) => self.start(&tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) | Event::InlineMath(text) | Event::DisplayMath(text) => self.words(&text),
            Event::SoftBreak | Event::HardBreak => self.blank = true,
            Event::Code(code) => self.inline("code", &code),
            Event::InlineHtml(html) | Event::Html(html) if is_comment(&html) => {}
            Event::InlineHtml(html) | Event::Html(html) => self.inline("html", &html),
            Event::FootnoteReference(name) => self.inline("footnote-reference", &name),
            Event::TaskListMarker(done) => self.inline("task", if done { "done" } else { "open" }),
            Event::Rule => {
                self.end_implied();
                self.line("rule", "");
            }
        }
    }

    fn start(&mut self, tag: &Tag<'_>) {
        match tag {
            Tag::Paragraph => self.block("paragraph", "", Holds::Text),
            Tag::Heading { level, id, classes, attrs } => {
                let mut about = (*level as u8).to_string();
                about.extend(id.iter().map(|id| format!(" #{id}")));
                about.extend(classes.iter().map(|class| format!(" .{class}")));
                about.extend(attrs.iter().map(|(name, value)| {
                    let value = value.as_ref().map(|value| format!("={value}")).unwrap_or_default();
                    format!(" {name}{value}")
                }));
                self.block("heading", &about, Holds::Text);
            }
            Tag::BlockQuote(kind) => self.block("quote", kind.map_or("", alert), Holds::Blocks),
            Tag::CodeBlock(kind) => {
                let language = match kind {
                    CodeBlockKind::Fenced(language) => language.trim(),
                    CodeBlockKind::Indented => "",
                };
                self.end_implied();
                self.line("code-block", language);
                self.verbatim = Some(String::new());
            }
            Tag::HtmlBlock => {
                self.end_implied();
                self.verbatim = Some(String::new());
            }
            Tag::List(first) => {
                let first = first.map(|first| first.to_string()).unwrap_or_default();
                self.block("list", &first, Holds::Blocks);
            }
            Tag::Item => self.block("item", "", Holds::Blocks),
            Tag::FootnoteDefinition(name) => self.block("footnote", name, Holds::Blocks),
            Tag::DefinitionList => self.block("definitions", "", Holds::Blocks),
            Tag::DefinitionListTitle => self.block("term", "", Holds::Text),
            Tag::DefinitionListDefinition => self.block("definition", "", Holds::Blocks),
            Tag::Table(_) => self.block("table", "", Holds::Blocks),
            Tag::TableHead => self.block("table-head", "", Holds::Blocks),
            Tag::TableRow => self.block("row", "", Holds::Blocks),
            Tag::TableCell => self.block("cell", "", Holds::Text),
            Tag::Emphasis => self.inline("emphasis", ""),
            Tag::Strong => self.inline("strong", ""),
            Tag::Strikethrough => self.inline("deleted", ""),
            Tag::Superscript => self.inline("superscript", ""),
            Tag::Subscript => self.inline("subscript", ""),
            Tag::Link { link_type, dest_url, title, .. } => {
                let word = match link_type {
                    LinkType::WikiLink { has_pothole: true } => "wiki-link-with-text",
                    LinkType::WikiLink { has_pothole: false } => "wiki-link",
                    _ => "link",
                };
                // Inside a table the bar before a wiki link's text has to be escaped.
                let target = if word == "link" { dest_url } else { dest_url.strip_suffix('\\').unwrap_or(dest_url) };
                self.with_target(word, target, title);
            }
            Tag::Image { dest_url, title, .. } => self.with_target("image", dest_url, title),
            Tag::MetadataBlock(_) => self.block("metadata", "", Holds::Text),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.inline("/", "");
            }
            TagEnd::Link | TagEnd::Image => self.inline("/", ""),
            _ => {
                self.end_implied();
                self.end_block();
            }
        }
    }

    fn end_verbatim(&mut self, tag: TagEnd) {
        let text = self.verbatim.take().unwrap_or_default().replace("\r\n", "\n");
        if tag != TagEnd::HtmlBlock {
            return self.line("|", text.strip_suffix('\n').unwrap_or(&text));
        }
        if !is_comment(&text) {
            let lines: Vec<&str> = text.trim().lines().map(str::trim_end).collect();
            self.line("html-block", &lines.join("\n"));
        }
    }

    fn block(&mut self, word: &str, about: &str, holds: Holds) {
        self.end_implied();
        self.line(word, about);
        self.open.push(holds);
        self.begun = false;
        self.blank = false;
    }

    fn end_block(&mut self) {
        self.flush();
        self.blank = false;
        self.open.pop();
        self.line("/", "");
    }

    /// What stands directly in an item is its paragraph, whether or not blank lines make it one.
    fn imply_paragraph(&mut self) {
        if self.open.last() == Some(&Holds::Blocks) {
            self.block("paragraph", "", Holds::ImpliedText);
        }
    }

    fn end_implied(&mut self) {
        if self.open.last() == Some(&Holds::ImpliedText) {
            self.end_block();
        }
    }

    fn words(&mut self, text: &str) {
        self.imply_paragraph();
        for character in text.chars() {
            if character.is_ascii_whitespace() {
                self.blank = true;
                continue;
            }
            self.write_blank();
            self.text.push(character);
            self.begun = true;
        }
    }

    /// A mark inside a text; a blank before it stands outside of it.
    fn inline(&mut self, word: &str, about: &str) {
        self.imply_paragraph();
        self.write_blank();
        self.flush();
        self.line(word, about);
        self.begun = true;
    }

    fn with_target(&mut self, word: &str, target: &str, title: &str) {
        self.inline(word, target);
        if !title.is_empty() {
            self.line("title", title);
        }
    }

    fn write_blank(&mut self) {
        if std::mem::take(&mut self.blank) && self.begun {
            self.text.push(' ');
        }
    }

    fn flush(&mut self) {
        if !self.text.is_empty() {
            let text = std::mem::take(&mut self.text);
            self.line("text", &text);
        }
    }

    fn line(&mut self, word: &str, about: &str) {
        self.out.push_str(word);
        if !about.is_empty() {
            self.out.push(' ');
            escape_into(about, &mut self.out);
        }
        self.out.push('\n');
    }
}

/// One line, whatever stands in it.
fn escape_into(text: &str, out: &mut String) {
    for character in text.chars() {
        match character {
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            character => out.push(character),
        }
    }
}

fn alert(kind: BlockQuoteKind) -> &'static str {
    match kind {
        BlockQuoteKind::Note => "note",
        BlockQuoteKind::Tip => "tip",
        BlockQuoteKind::Important => "important",
        BlockQuoteKind::Warning => "warning",
        BlockQuoteKind::Caution => "caution",
    }
}

#[cfg(test)]
mod tests {
    use super::normal_form;

    /// Pairs that say the same.
    const SAME: [(&str, &str); 31] = [
        ("The board must approve each use.", "The board must\napprove\n  each use.\n\n\n"),
        ("One two\n\nthree\n", "One  two\r\n\r\nthree\r\n"),
        ("one  \ntwo", "one\ntwo"),
        ("one\\\ntwo", "one\ntwo"),
        ("a *b* c", "a\n*b*\nc"),
        ("a *b c* d", "a _b\nc_ d"),
        ("**a**", "__a__"),
        ("# Title #", "Title\n====="),
        ("- a\n- b", "* a\n* b"),
        ("- a\n- b", "- a\n\n- b"),
        ("- a\n  - b", "-   a\n\n    -   b"),
        ("- a\n  b", "- a b"),
        ("- [x] a\n- [ ] b", "* [x] a\n\n* [ ] b"),
        ("1. a\n2. b", "1. a\n1. b"),
        ("1. a", "1) a"),
        ("***", "---"),
        ("> a\n> b", "> a b"),
        ("| a | b |\n|---|---|\n| c | d |", "|a|b|\n|:-:|-|\n|c|d|"),
        ("```\na  b\n```", "~~~\na  b\n~~~"),
        ("```\na  b\n```", "    a  b"),
        ("```\r\na\r\nb\r\n```", "```\na\nb\n```"),
        ("`a\nb`", "`a b`"),
        ("[a](b.md)", "[a][x]\n\n[x]: b.md"),
        ("<https://a.example>", "[https://a.example](https://a.example)"),
        ("a <!-- to do --> b", "a b"),
        ("<!-- to do -->\n\ntext", "text"),
        ("<b>x</b>\r\n", "<b>x</b>"),
        ("a &amp; b \\* c", "a & b &#42; c"),
        ("[a\nb](c)", "[a b](c)"),
        ("a\n: b\n", "a\n:   b\n"),
        ("| a |\n|---|\n| [[X\\|y]] |", "| a |\n|-|\n|[[X\\|y]]|"),
    ];

    /// Pairs of which the second says something else.
    const DIFFERENT: [(&str, &str); 40] = [
        ("The board must approve.", "The board may approve."),
        ("must not", "must"),
        ("a, b", "a b"),
        ("Must", "must"),
        ("a\u{a0}b", "a b"),
        ("a b", "ab"),
        ("a\n\nb", "a\nb"),
        ("a *b*", "a b"),
        ("*a*", "**a**"),
        ("a *b c*", "a *b* c"),
        ("~~a~~ b", "a b"),
        ("# a", "## a"),
        ("# a", "a"),
        ("# a {#x}", "# a {#y}"),
        ("# a {clauses=\"5.2\"}", "# a {clauses=\"5.3\"}"),
        ("# a {#x clauses=\"5.2, A.2.2\"}", "# a {#x clauses=\"5.2\"}"),
        ("- a\n- b", "- a\n  - b"),
        ("- a\n  - b", "- a\n\n  b"),
        ("- a", "1. a"),
        ("1. a", "2. a"),
        ("- a\n- b", "- b\n- a"),
        ("- a\n- b", "- a b"),
        ("- [x] a", "- [ ] a"),
        ("- [x] a", "- a"),
        ("> a", "a"),
        ("> [!NOTE]\n> a", "> [!WARNING]\n> a"),
        ("| a | b |\n|---|---|\n| c | d |", "| a | b |\n|---|---|\n| d | c |"),
        ("| a | b |\n|---|---|\n| c | |", "| a | b |\n|---|---|\n| | c |"),
        ("```\na b\n```", "```\na  b\n```"),
        ("```\na\n```", "```\na\n\n```"),
        ("```sh\na\n```", "```\na\n```"),
        ("`a`", "a"),
        ("`a  b`", "`a b`"),
        ("[a](b.md)", "[a](c.md)"),
        ("[a](b.md \"t\")", "[a](b.md)"),
        ("[[X]]", "[[X|X]]"),
        ("![a](b.png)", "![a](c.png)"),
        ("![a](b.png)", "[a](b.png)"),
        ("<div>a</div>", "<div>b</div>"),
        ("a[^1]\n\n[^1]: b", "a[^1]\n\n[^1]: c"),
    ];

    #[test]
    fn layout_does_not_count() {
        for (left, right) in SAME {
            assert_eq!(normal_form(left), normal_form(right), "{left:?} and {right:?} say the same");
        }
    }

    #[test]
    fn what_is_said_counts() {
        for (left, right) in DIFFERENT {
            assert_ne!(normal_form(left), normal_form(right), "{left:?} and {right:?} say different things");
        }
    }

    #[test]
    fn words_never_look_like_marks() {
        let forged = "text a\n/\nparagraph\ntext b";
        assert_ne!(normal_form(forged), normal_form("a\n\nb"));
        assert_eq!(normal_form("```\na\n/\n\\n\n```"), "code-block\n| a\\n/\\n\\\\n\n");
    }

    /// Approvals stay good only as long as this does not change.
    #[test]
    fn the_form_itself() {
        let text = "# Data {#d clauses=\"A.7.4\"}\n\nEach *data set*\nhas a [steward](roles.md \"Roles\").\n\n1. Name `x`\n2. ![Flow](f.png)\n";
        let form = "heading 1 #d clauses=\"A.7.4\"\ntext Data\n/\nparagraph\ntext Each \nemphasis\ntext data set\n/\n\
                    text  has a \nlink roles.md\ntitle Roles\ntext steward\n/\ntext .\n/\nlist 1\nitem\nparagraph\n\
                    text Name \ncode x\n/\n/\nitem\nparagraph\nimage f.png\ntext Flow\n/\n/\n/\n/\n";
        assert_eq!(normal_form(text), form);
    }
}
