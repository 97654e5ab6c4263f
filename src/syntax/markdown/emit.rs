//! Turns the events of pulldown-cmark into HTML with holes and into plain text.
//!
//! Never looks at another file, and never rewrites the text before it is parsed.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset, html,
};

use crate::diagnostic::Finding;
use crate::syntax::markdown::body::{Body, Heading, LABEL, Link, LinkKind, Passage};
use crate::syntax::markdown::{heading, holes, sanitize};
use crate::text::{Span, nearest};

type FindMentions<'m> = &'m mut dyn FnMut(&str, Span) -> Vec<Range<usize>>;

pub(super) fn emit(text: &str, span: Span, find_mentions: FindMentions<'_>) -> Body {
    let source = &text[span.range()];
    let mut emitter = Emitter::new(source, span.start as usize, find_mentions);
    for (event, range) in TextMergeWithOffset::new(Parser::new_ext(source, options()).into_offset_iter()) {
        emitter.event(event, range);
    }
    emitter.finish()
}

/// The Markdown that is read here, for everyone who reads a body.
pub(super) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_FOOTNOTES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_HEADING_ATTRIBUTES
        | Options::ENABLE_GFM
        | Options::ENABLE_DEFINITION_LIST
        | Options::ENABLE_WIKILINKS
}

struct Emitter<'a, 'm> {
    source: &'a str,
    offset: usize,
    find_mentions: FindMentions<'m>,
    out: Vec<Event<'a>>,
    body: Body,
    taken_ids: heading::TakenIds,
    /// Where the events of the open heading start in `out`.
    open_heading: Option<usize>,
    /// Inside links, headings and code, nothing is a mention.
    no_mentions: usize,
    /// The open link when it was written without a text of its own.
    bare_link: Option<usize>,
    /// The open image: its link number, title and alternative text so far.
    image: Option<OpenImage>,
    footnotes: Footnotes<'a>,
    raw_html: Vec<Range<usize>>,
    html_block: String,
}

struct OpenImage {
    number: usize,
    title: String,
    alternative: String,
    depth: usize,
}

/// Footnotes are numbered by their first reference and stand at the end of the page.
#[derive(Default)]
struct Footnotes<'a> {
    numbers: BTreeMap<String, usize>,
    references: BTreeMap<String, usize>,
    definitions: BTreeMap<String, Vec<Event<'a>>>,
    /// Names of open definitions, with what stood in `out` before.
    open: Vec<(String, Vec<Event<'a>>)>,
    unknown: Vec<(String, Range<usize>)>,
}

impl<'a, 'm> Emitter<'a, 'm> {
    fn new(source: &'a str, offset: usize, find_mentions: FindMentions<'m>) -> Emitter<'a, 'm> {
        Emitter {
            source,
            offset,
            find_mentions,
            out: Vec::new(),
            body: Body { passages: vec![Passage::default()], ..Body::default() },
            taken_ids: heading::TakenIds::new(),
            open_heading: None,
            no_mentions: 0,
            bare_link: None,
            image: None,
            footnotes: Footnotes::default(),
            raw_html: Vec::new(),
            html_block: String::new(),
        }
    }

    fn event(&mut self, event: Event<'a>, range: Range<usize>) {
        if self.image.is_some() {
            return self.inside_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.plain(&code);
                self.push(Event::Code(clean(code)));
            }
            Event::Html(html) => self.html_block.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(html, range),
            Event::FootnoteReference(name) => self.footnote_reference(&name, range),
            Event::SoftBreak | Event::HardBreak => {
                self.plain(" ");
                self.push(event);
            }
            Event::TaskListMarker(done) => self.markup(task(done)),
            Event::Rule => self.push(event),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, range),
        }
    }

    fn start(&mut self, tag: Tag<'a>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level, range),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::BlockQuote(Some(kind)) => self.markup(alert(kind)),
            Tag::FootnoteDefinition(name) => {
                let outer = std::mem::take(&mut self.out);
                self.footnotes.open.push((name.to_string(), outer));
            }
            Tag::CodeBlock(_) => {
                self.no_mentions += 1;
                self.push(Event::Start(tag));
            }
            Tag::HtmlBlock => self.html_block.clear(),
            Tag::Table(_) => {
                self.markup("<div class=\"table-scroll\" tabindex=\"0\">".to_owned());
                self.push(Event::Start(tag));
            }
            tag => self.push(Event::Start(tag)),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Link => {
                self.no_mentions -= 1;
                self.bare_link = None;
                self.markup("</a>".to_owned());
            }
            TagEnd::BlockQuote(Some(_)) => self.markup("</div>\n".to_owned()),
            TagEnd::FootnoteDefinition => self.end_footnote(),
            TagEnd::CodeBlock => {
                self.no_mentions -= 1;
                self.plain("\n");
                self.push(Event::End(tag));
            }
            TagEnd::HtmlBlock => self.html_block_end(range),
            TagEnd::Table => {
                self.push(Event::End(tag));
                self.markup("</div>\n".to_owned());
            }
            tag => {
                self.plain("\n");
                self.push(Event::End(tag));
            }
        }
    }

    fn push(&mut self, event: Event<'a>) {
        self.out.push(event);
    }

    /// HTML that the renderer itself wrote.
    fn markup(&mut self, html: String) {
        self.push(Event::InlineHtml(html.into()));
    }

    /// Adds to the plain text of the passage.
    fn plain(&mut self, text: &str) {
        if let Some(passage) = self.body.passages.last_mut() {
            passage.text.extend(text.chars().filter(|character| *character != LABEL));
        }
    }

    /// Leaves the place of a label in the plain text.
    fn plain_label(&mut self, link: usize) {
        if let Some(passage) = self.body.passages.last_mut().filter(|passage| !passage.labels.contains(&link)) {
            passage.text.push(LABEL);
            passage.labels.push(link);
        }
    }

    fn text(&mut self, text: CowStr<'a>, range: Range<usize>) {
        self.template_syntax(&text, &range);
        match self.bare_link {
            Some(link) => self.plain_label(link),
            None => self.plain(&text),
        }
        if self.no_mentions > 0 {
            return self.push(Event::Text(clean(text)));
        }
        let exact = self.source.get(range.clone()) == Some(&*text);
        let place = self.place(range);
        let found = (self.find_mentions)(&text, place);
        if found.is_empty() || !exact {
            return self.push(Event::Text(clean(text)));
        }
        let mut at = 0;
        for mention in found {
            if mention.start > at {
                self.push(Event::Text(clean(text[at..mention.start].to_owned().into())));
            }
            let number = self.body.mentions;
            self.body.mentions += 1;
            self.markup(holes::mention(number));
            at = mention.end;
        }
        if at < text.len() {
            self.push(Event::Text(clean(text[at..].to_owned().into())));
        }
    }

    fn template_syntax(&mut self, text: &str, range: &Range<usize>) {
        if self.no_mentions > 0 {
            return;
        }
        for (open, close) in [("{{", "}}"), ("{%", "%}")] {
            if let Some(at) = text.find(open)
                && text[at..].contains(close)
            {
                let start = (range.start + at).min(range.end);
                let place = self.place(start..(start + 2).min(range.end));
                self.body.template_syntax.push(place);
            }
        }
    }

    fn start_heading(&mut self, level: HeadingLevel, range: Range<usize>) {
        let attributes = heading::attributes(&self.source[range.clone()], self.offset + range.start);
        let mut id = String::new();
        if let Some(wanted) = attributes.id {
            if self.taken_ids.contains_key(&wanted.value) {
                let message = format!("the anchor `{}` stands twice on this page", wanted.value);
                self.body.findings.push(Finding::warning("duplicate-anchor", wanted.span, message));
            }
            id = heading::unique(wanted.value, &mut self.taken_ids);
        }
        let span = self.place(self.trimmed(range));
        let number = self.body.headings.len();
        let heading = Heading { level: level as u8, id, text: String::new(), span, clauses: attributes.clauses };
        self.body.headings.push(heading);
        self.body.passages.push(Passage { heading: Some(number), ..Passage::default() });
        self.open_heading = Some(self.out.len());
        self.no_mentions += 1;
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.source[range.clone()].trim_end().len()
    }

    fn end_heading(&mut self) {
        self.no_mentions -= 1;
        let Some(start) = self.open_heading.take() else { return };
        let inner = self.out.split_off(start);
        let number = self.body.headings.len() - 1;
        let passage = Passage { heading: Some(number), ..Passage::default() };
        let before = self.body.passages.last_mut().map(|last| std::mem::replace(last, passage)).unwrap_or_default();
        let text = before.text.replace(LABEL, "\u{2026}");
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let lead = number == 0 && self.out.is_empty() && self.body.headings[0].level == 1;
        let heading = &mut self.body.headings[number];
        if heading.id.is_empty() {
            heading.id = heading::unique(heading::slug(&text), &mut self.taken_ids);
        }
        heading.text = text;
        if lead {
            self.body.lead = Some(0);
            return;
        }
        let (level, id) = (heading.level, escaped(&heading.id));
        self.markup(format!("\u{2}{level}<h{level} id=\"{id}\">"));
        self.out.extend(inner);
        self.markup(format!(" <a class=\"anchor\" href=\"#{id}\" aria-labelledby=\"{id}\">#</a></h{level}>\n"));
        self.markup(holes::heading_end(number));
    }

    fn start_link(&mut self, link_type: LinkType, target: &str, title: &str, range: Range<usize>) {
        self.no_mentions += 1;
        let kind = if matches!(link_type, LinkType::WikiLink { .. }) { LinkKind::Wiki } else { LinkKind::Inline };
        // Inside a table the bar before a wiki link's text has to be escaped: `[[POL-001\|our rule]]`.
        let target = if kind == LinkKind::Wiki { target.strip_suffix('\\').unwrap_or(target) } else { target };
        let target = if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        let number = self.link(kind, target, range);
        self.bare_link = matches!(link_type, LinkType::WikiLink { has_pothole: false }).then_some(number);
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        self.markup(format!("<a href=\"{}\"{title}>", holes::link(number)));
    }

    fn start_image(&mut self, target: &str, title: &str, range: Range<usize>) {
        let number = self.link(LinkKind::Image, target.to_owned(), range);
        let title = if title.is_empty() { String::new() } else { format!(" title=\"{}\"", escaped(title)) };
        self.image = Some(OpenImage { number, title, alternative: String::new(), depth: 0 });
    }

    /// Everything inside an image is its alternative text.
    fn inside_image(&mut self, event: Event<'a>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => {
                let (alternative, title) = (escaped(&image.alternative), std::mem::take(&mut image.title));
                let html = format!("<img src=\"{}\" alt=\"{alternative}\"{title}>", holes::image(image.number));
                let plain = std::mem::take(&mut image.alternative);
                self.image = None;
                self.plain(&plain);
                self.markup(html);
            }
            Event::Text(text) | Event::Code(text) => image.alternative.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alternative.push(' '),
            _ => {}
        }
    }

    fn link(&mut self, kind: LinkKind, target: String, range: Range<usize>) -> usize {
        let inner = self.source[range.clone()].rfind(target.as_str()).filter(|_| !target.is_empty());
        let range = inner.map_or(range.clone(), |at| range.start + at..range.start + at + target.len());
        let heading = self.body.passages.last().and_then(|passage| passage.heading);
        let span = self.place(range);
        self.body.links.push(Link { kind, target, span, heading });
        self.body.links.len() - 1
    }

    fn inline_html(&mut self, html: CowStr<'a>, range: Range<usize>) {
        if self.source[..range.start].ends_with("{{") {
            return self.text(html, range);
        }
        if !is_comment(&html) {
            self.raw_html.push(range);
            self.push(Event::InlineHtml(clean(html)));
        }
    }

    fn html_block_end(&mut self, range: Range<usize>) {
        let html = std::mem::take(&mut self.html_block);
        if is_comment(&html) {
            return;
        }
        self.raw_html.push(range);
        self.push(Event::Html(clean(html.into())));
    }

    fn footnote_reference(&mut self, name: &str, range: Range<usize>) {
        let next = self.footnotes.numbers.len() + 1;
        let number = *self.footnotes.numbers.entry(name.to_owned()).or_insert(next);
        let count = self.footnotes.references.entry(name.to_owned()).or_default();
        *count += 1;
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        self.footnotes.unknown.push((name.to_owned(), range));
        self.markup(format!("<sup class=\"footnote\"><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>"));
    }

    fn end_footnote(&mut self) {
        let Some((name, outer)) = self.footnotes.open.pop() else { return };
        let inner = std::mem::replace(&mut self.out, outer);
        self.footnotes.definitions.entry(name).or_insert(inner);
    }

    fn footnote_section(&mut self) {
        let footnotes = std::mem::take(&mut self.footnotes);
        for (name, range) in &footnotes.unknown {
            if !footnotes.definitions.contains_key(name) {
                let known = nearest(name, footnotes.definitions.keys().map(String::as_str), 1).join("");
                let finding = Finding::warning(
                    "unknown-footnote",
                    self.place(range.clone()),
                    format!("the footnote `{name}` has no text"),
                );
                self.body.findings.push(if known.is_empty() {
                    finding
                } else {
                    finding.help(format!("did you mean `{known}`?"))
                });
            }
        }
        let mut ordered: Vec<(usize, Vec<Event<'a>>)> = Vec::new();
        let mut unreferenced = footnotes.numbers.len();
        for (name, events) in footnotes.definitions {
            let number = footnotes.numbers.get(&name).copied().unwrap_or_else(|| {
                unreferenced += 1;
                unreferenced
            });
            ordered.push((number, events));
        }
        if ordered.is_empty() {
            return;
        }
        ordered.sort_by_key(|(number, _)| *number);
        self.markup("<section class=\"footnotes\">\n<ol>\n".to_owned());
        let known = footnotes.numbers.len();
        for (number, events) in ordered {
            self.markup(format!("<li id=\"fn-{number}\">"));
            self.out.extend(events);
            if number <= known {
                let back = format!("<a class=\"footnote-back\" href=\"#fnref-{number}\">\u{21a9}\u{fe0e}</a>");
                self.markup(back);
            }
            self.markup("</li>\n".to_owned());
        }
        self.markup("</ol>\n</section>\n".to_owned());
    }

    fn place(&self, range: Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.offset)
    }

    fn finish(mut self) -> Body {
        self.footnote_section();
        let mut rendered = String::with_capacity(self.source.len() * 3 / 2);
        label_wiki_links(&mut self.out, &self.body.links, self.source, self.offset);
        html::push_html(&mut rendered, self.out.into_iter());
        let mut rendered = aligned(shifted_headings(&rendered, &mut self.body));
        if !self.raw_html.is_empty() {
            let first = self.body.links.len();
            let clean = sanitize::sanitize(&rendered, first);
            for (target, image) in clean.links {
                let span = find_in(self.source, &self.raw_html, &target, self.offset);
                let kind = if image { LinkKind::Image } else { LinkKind::Inline };
                self.body.links.push(Link { kind, target, span, heading: None });
            }
            self.body.anchors = clean.anchors;
            rendered = clean.html;
            let dropped = sanitize::dropped(self.source, &self.raw_html);
            for (name, range) in dropped {
                let span = Span::new(range.start, range.end).shifted(self.offset);
                self.body.findings.push(html_not_allowed(&name, span));
            }
        }
        self.body.pieces = holes::cut(&rendered);
        self.body.passages.retain(|passage| passage.heading.is_some() || !passage.text.trim().is_empty());
        self.body
    }
}

fn html_not_allowed(name: &str, span: Span) -> Finding {
    Finding::warning("html-not-allowed", span, format!("the element `<{name}>` is left out"))
        .cause(format!("<{name}>"))
        .help("if it is meant as text, put it in backticks or write `&lt;` for `<`")
}

/// Wiki links without a text of their own get a hole for the title of their target.
fn label_wiki_links(events: &mut [Event<'_>], links: &[Link], source: &str, offset: usize) {
    let mut open: Option<usize> = None;
    let mut number = 0;
    for event in events.iter_mut() {
        match event {
            Event::InlineHtml(html) if html.starts_with("<a href=\"\u{1}o") => {
                let digits: String =
                    html.chars().skip("<a href=\"\u{1}o".len()).take_while(char::is_ascii_digit).collect();
                number = digits.parse().unwrap_or(number);
                let bare = links.get(number).filter(|link| {
                    let after = source.get((link.span.end as usize).saturating_sub(offset)..).unwrap_or("");
                    link.kind == LinkKind::Wiki && after.starts_with("]]")
                });
                open = bare.map(|_| number);
            }
            Event::InlineHtml(html) if &**html == "</a>" => open = None,
            Event::Text(_) if open.is_some() => *event = Event::InlineHtml(holes::label(number).into()),
            _ => {}
        }
    }
}

/// The page's title is its only first-level heading: when the body has others, all move down by one.
fn shifted_headings(rendered: &str, body: &mut Body) -> String {
    let others = body.headings.iter().enumerate().any(|(at, heading)| heading.level == 1 && body.lead != Some(at));
    let mut html = String::with_capacity(rendered.len());
    let mut rest = rendered;
    while let Some(at) = rest.find('\u{2}') {
        html.push_str(&rest[..at]);
        rest = &rest[at + 1..];
        let Some(level) = rest.chars().next().and_then(|digit| digit.to_digit(10)) else { continue };
        rest = &rest[1..];
        if !others {
            continue;
        }
        let (open, close) = (format!("<h{level} "), format!("</h{level}>"));
        let Some(end) = rest.find(&close) else { continue };
        let shifted = (level + 1).min(6);
        html.push_str(&format!("<h{shifted} "));
        html.push_str(rest[..end].strip_prefix(open.as_str()).unwrap_or(&rest[..end]));
        html.push_str(&format!("</h{shifted}>"));
        rest = &rest[end + close.len()..];
    }
    html.push_str(rest);
    if others {
        for (at, heading) in body.headings.iter_mut().enumerate() {
            if body.lead != Some(at) {
                heading.level = (heading.level + 1).min(6);
            }
        }
    }
    html
}

/// Where `target` stands in the raw HTML of the source, or the first raw HTML.
fn find_in(source: &str, raw: &[Range<usize>], target: &str, offset: usize) -> Span {
    let found = raw.iter().find_map(|range| {
        let at = source[range.clone()].find(target)?;
        Some(range.start + at..range.start + at + target.len())
    });
    let range = found.or_else(|| raw.first().cloned()).unwrap_or(0..0);
    Span::new(range.start, range.end).shifted(offset)
}

/// Only comments, which are dropped without calling the sanitizer.
pub(super) fn is_comment(html: &str) -> bool {
    let mut rest = html.trim();
    while let Some(inner) = rest.strip_prefix("<!--") {
        let Some(end) = inner.find("-->") else { return false };
        rest = inner[end + 3..].trim_start();
    }
    rest.is_empty()
}

/// Alignment of table cells by class: a site that allows no styles in its pages would lose it. In the text itself the
/// same characters are escaped.
fn aligned(html: String) -> String {
    const ALIGNMENT: &str = " style=\"text-align: ";
    if html.contains(ALIGNMENT) { html.replace(ALIGNMENT, " class=\"align-") } else { html }
}

fn task(done: bool) -> String {
    let (class, sign, word) = if done { ("task-done", "\u{2611}", "done") } else { ("task-open", "\u{2610}", "open") };
    format!("<span class=\"task {class}\" role=\"img\" aria-label=\"{word}\">{sign}</span> ")
}

fn alert(kind: BlockQuoteKind) -> String {
    let (class, title) = match kind {
        BlockQuoteKind::Note => ("note", "Note"),
        BlockQuoteKind::Tip => ("tip", "Tip"),
        BlockQuoteKind::Important => ("important", "Important"),
        BlockQuoteKind::Warning => ("warning", "Warning"),
        BlockQuoteKind::Caution => ("caution", "Caution"),
    };
    format!("<div class=\"alert alert-{class}\" role=\"note\">\n<p class=\"alert-title\">{title}</p>\n")
}

/// Without the marks of holes and headings, and without characters that HTML has no word for.
fn clean(text: CowStr<'_>) -> CowStr<'_> {
    let strange = |character: char| character.is_control() && !matches!(character, '\t' | '\n' | '\r');
    if text.contains(strange) { text.replace(strange, "").into() } else { text }
}

fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for character in clean(text.into()).chars() {
        match character {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            character => out.push(character),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::{Body, Piece, parse_markdown};
    use crate::text::Span;

    fn body(text: &str) -> Body {
        let mut find =
            |text: &str, _: Span| text.match_indices("A.1").map(|(at, found)| at..at + found.len()).collect();
        parse_markdown(text, Span::new(0, text.len()), &mut find)
    }

    /// The HTML with holes written as `{link 0}`.
    fn html(text: &str) -> String {
        let show = |piece: &Piece| match piece {
            Piece::Html(html) => html.clone(),
            Piece::Link(number) => format!("{{link {number}}}"),
            Piece::Label(number) => format!("{{label {number}}}"),
            Piece::Image(number) => format!("{{image {number}}}"),
            Piece::Mention(number) => format!("{{mention {number}}}"),
            Piece::HeadingEnd(number) => format!("{{end {number}}}"),
        };
        body(text).pieces.iter().map(show).collect()
    }

    #[test]
    fn links_leave_holes() {
        assert_eq!(
            html("[a](b.md \"t\") [[X-1]] [[X-1#s|y]]"),
            "<p><a{link 0} title=\"t\">a</a> <a{link 1}>{label 1}</a> <a{link 2}>y</a></p>\n"
        );
        assert_eq!(html("![alt *x*](a.png)"), "<p><img{image 0} alt=\"alt x\"></p>\n");
        let text = "see [x](../a b.md) and [x](<../a b.md>)";
        let found = body(text);
        assert_eq!(&text[found.links[0].span.range()], "../a b.md");
    }

    #[test]
    fn a_wiki_link_in_a_table_escapes_its_bar() {
        let text = "| a | b |\n|---|---|\n| [[X-1\\|y]] | [[X-2]] |\n";
        let found = body(text);
        let targets: Vec<&str> = found.links.iter().map(|link| link.target.as_str()).collect();
        assert_eq!(targets, ["X-1", "X-2"]);
        assert_eq!(&text[found.links[0].span.range()], "X-1");
        assert!(html(text).contains("<td><a{link 0}>y</a></td><td><a{link 1}>{label 1}</a></td>"), "{}", html(text));
    }

    #[test]
    fn mentions_stand_outside_links_and_code() {
        assert_eq!(html("see A.1 `A.1` [A.1](x)"), "<p>see {mention 0} <code>A.1</code> <a{link 0}>A.1</a></p>\n");
    }

    #[test]
    fn the_leading_title_is_kept_apart_and_others_move_down() {
        let text = "# Title\n\n# One\n\n## Two {#two clauses=\"A.1\"}\n";
        let found = body(text);
        assert_eq!(found.lead, Some(0));
        let shown: Vec<_> = found.headings.iter().map(|heading| (heading.level, heading.id.as_str())).collect();
        assert_eq!(shown, [(1, "title"), (2, "one"), (3, "two")]);
        assert!(html(text).starts_with("<h2 id=\"one\">One <a class=\"anchor\""));
        assert!(html(text).contains("</h3>\n{end 2}"));
        assert_eq!(found.headings[2].clauses.as_ref().unwrap().value, "A.1");
    }

    #[test]
    fn raw_html_passes_an_allow_list() {
        let text = "<div onclick=\"x()\"><a href=\"b.md\">b</a><img src=\"i.png\"><script>alert(1)</script></div>\n\nA.1 [c](c.md)\n";
        assert_eq!(html(text), "<div><a{link 1}>b</a><img{image 2}></div>\n<p>{mention 0} <a{link 0}>c</a></p>\n");
        assert_eq!(&text[body(text).links[1].span.range()], "b.md");
        assert_eq!(html("a <!-- comment --> b"), "<p>a  b</p>\n");
    }

    #[test]
    fn nobody_forges_a_hole() {
        assert_eq!(html("\u{1}o0\u{1} \u{2}1<b>x</b>"), "<p>o0 1<b>x</b></p>\n");
        assert_eq!(html("`\u{1}o0\u{1}`"), "<p><code>o0</code></p>\n");
    }

    #[test]
    fn template_syntax_stays_text() {
        assert_eq!(html("{{< figure src=\"x\" >}}"), "<p>{{&lt; figure src=\"x\" &gt;}}</p>\n");
        assert_eq!(body("{% include x %} and {{ y }}").template_syntax.len(), 2);
        assert_eq!(body("`{{ code }}`").template_syntax.len(), 0);
    }

    #[test]
    fn footnotes_stand_at_the_end_in_order_of_reference() {
        let text = "a[^n] b[^m] c[^n]\n\n[^m]: second\n\n[^n]: first\n";
        let shown = html(text);
        assert!(shown.find("first").unwrap() < shown.find("second").unwrap());
        assert!(shown.contains("id=\"fnref-1-2\""));
        assert_eq!(body("a[^x]").findings.len(), 0);
    }

    #[test]
    fn alerts_tasks_and_tables() {
        assert!(html("> [!WARNING]\n> careful\n").starts_with("<div class=\"alert alert-warning\" role=\"note\">"));
        assert!(html("- [x] done\n- [ ] open\n").contains("task-done"));
        assert!(html("|a|\n|-:|\n|1|\n").contains("<td class=\"align-right\">1</td>"));
        assert!(html("|a|\n|-:|\n|<i>1</i>|\n").contains("<td class=\"align-right\"><i>1</i></td>"));
        assert!(html("|a|b|\n|-|-|\n|1|2|\n").starts_with("<div class=\"table-scroll\" tabindex=\"0\"><table>"));
    }

    #[test]
    fn the_plain_text_is_cut_at_headings() {
        let found = body("intro\n\n# A\n\ntext *b*\n");
        let shown: Vec<_> = found.passages.iter().map(|passage| (passage.heading, passage.text.trim())).collect();
        assert_eq!(shown, [(None, "intro"), (Some(0), "text b")]);
    }
}
