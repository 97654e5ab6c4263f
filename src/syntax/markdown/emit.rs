//! Turns the events of pulldown-cmark into HTML with holes and into plain text.
//!
//! Never looks at another file, and never rewrites the text before it is parsed.

use std::ops::Range;

use pulldown_cmark::{
    BlockQuoteKind, CowStr, Event, HeadingLevel, LinkType, Options, Parser, Tag, TagEnd, TextMergeWithOffset,
};

use crate::diagnostic::Finding;
use crate::syntax::fields::misplaced_classification;
use crate::syntax::markdown::ALERTS;
use crate::syntax::markdown::body::{Body, Fill, Heading, LABEL, Link, LinkKind, Passage};
use crate::syntax::markdown::footnotes::Footnotes;
use crate::syntax::markdown::unwritten::is_unwritten;
use crate::syntax::markdown::written::{Table, Written, escaped};
use crate::syntax::markdown::{depth, heading, holes, sanitize};
use crate::text::Span;

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
    out: Written,
    table: Table,
    body: Body,
    taken_ids: heading::TakenIds,
    /// Where the text of the open heading starts in `out`.
    open_heading: Option<usize>,
    /// Inside links, headings and code, nothing is a mention.
    no_mentions: usize,
    /// The open link when it was written without a text of its own.
    bare_link: Option<usize>,
    /// The open image: its link number, title and alternative text so far.
    image: Option<OpenImage>,
    footnotes: Footnotes,
    /// How long the plain text was when the open paragraph began.
    paragraph: usize,
    raw_html: Vec<Range<usize>>,
    html_block: String,
}

struct OpenImage {
    number: usize,
    title: String,
    alternative: String,
    depth: usize,
}

impl<'a, 'm> Emitter<'a, 'm> {
    fn new(source: &'a str, offset: usize, find_mentions: FindMentions<'m>) -> Emitter<'a, 'm> {
        Emitter {
            source,
            offset,
            find_mentions,
            out: Written::with_capacity(source.len() * 3 / 2),
            table: Table::default(),
            body: Body { passages: vec![Passage::default()], ..Body::default() },
            taken_ids: heading::TakenIds::new(),
            open_heading: None,
            no_mentions: 0,
            bare_link: None,
            image: None,
            footnotes: Footnotes::default(),
            paragraph: 0,
            raw_html: Vec::new(),
            html_block: String::new(),
        }
    }

    fn event(&mut self, event: Event<'_>, range: Range<usize>) {
        if self.image.is_some() {
            return self.inside_image(event);
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => self.text(text, range),
            Event::Code(code) => {
                self.plain(&code);
                self.out.markup("<code>");
                self.out.text(&code);
                self.out.markup("</code>");
            }
            Event::Html(html) => self.html_block.push_str(&html),
            Event::InlineHtml(html) => self.inline_html(html, range),
            Event::FootnoteReference(name) => self.footnotes.refer(&name, range, &mut self.out),
            Event::SoftBreak | Event::HardBreak => {
                self.plain(" ");
                self.out.markup(if event == Event::HardBreak { "<br />\n" } else { "\n" });
            }
            Event::TaskListMarker(done) => self.out.markup(task(done)),
            Event::Rule => self.out.rule(),
            Event::InlineMath(text) | Event::DisplayMath(text) => self.text(text, range),
        }
    }

    fn start_alert(&mut self, kind: BlockQuoteKind) {
        let alert = alert(kind);
        self.out.markup("<div class=\"alert alert-");
        self.out.markup(ALERTS[alert]);
        self.out.markup("\" role=\"note\">\n<p class=\"alert-title\">");
        self.out.hole(Fill::Alert(alert));
        self.out.markup("</p>\n");
    }

    fn start(&mut self, tag: Tag<'_>, range: Range<usize>) {
        match tag {
            Tag::Heading { level, .. } => self.start_heading(level, range),
            Tag::Link { link_type, dest_url, title, .. } => self.start_link(link_type, &dest_url, &title, range),
            Tag::Image { dest_url, title, .. } => self.start_image(&dest_url, &title, range),
            Tag::Paragraph => {
                self.paragraph = self.body.passages.last().map_or(0, |passage| passage.text.len());
                self.out.open(&tag, &mut self.table);
            }
            Tag::BlockQuote(Some(kind)) => self.start_alert(kind),
            Tag::FootnoteDefinition(name) => self.footnotes.start(&name, &mut self.out),
            Tag::CodeBlock(_) => {
                self.no_mentions += 1;
                self.out.open(&tag, &mut self.table);
            }
            Tag::HtmlBlock => self.html_block.clear(),
            Tag::Table(_) => {
                self.out.markup("<div class=\"table-scroll\" tabindex=\"0\">");
                self.out.open(&tag, &mut self.table);
            }
            tag => self.out.open(&tag, &mut self.table),
        }
    }

    fn end(&mut self, tag: TagEnd, range: Range<usize>) {
        match tag {
            TagEnd::Heading(_) => self.end_heading(),
            TagEnd::Paragraph => {
                self.end_paragraph(range);
                self.plain("\n");
                self.out.close(tag, &mut self.table);
            }
            TagEnd::Link => {
                self.no_mentions -= 1;
                self.bare_link = None;
                self.out.markup("</a>");
            }
            TagEnd::BlockQuote(Some(_)) => self.out.markup("</div>\n"),
            TagEnd::FootnoteDefinition => self.footnotes.end(&mut self.out),
            TagEnd::CodeBlock => {
                self.no_mentions -= 1;
                self.plain("\n");
                self.out.close(tag, &mut self.table);
            }
            TagEnd::HtmlBlock => self.html_block_end(range),
            TagEnd::Table => {
                self.out.close(tag, &mut self.table);
                self.out.markup("</div>\n");
            }
            TagEnd::Emphasis | TagEnd::Strong | TagEnd::Strikethrough | TagEnd::Superscript | TagEnd::Subscript => {
                self.out.close(tag, &mut self.table);
            }
            tag => {
                self.plain("\n");
                self.out.close(tag, &mut self.table);
            }
        }
    }

    /// Adds to the plain text of the passage.
    fn plain(&mut self, text: &str) {
        if let Some(passage) = self.body.passages.last_mut() {
            match text.contains(LABEL) {
                true => passage.text.extend(text.chars().filter(|character| *character != LABEL)),
                false => passage.text.push_str(text),
            }
        }
    }

    /// Leaves the place of a label in the plain text.
    fn plain_label(&mut self, link: usize) {
        if let Some(passage) = self.body.passages.last_mut().filter(|passage| !passage.labels.contains(&link)) {
            passage.text.push(LABEL);
            passage.labels.push(link);
        }
    }

    fn text(&mut self, text: CowStr<'_>, range: Range<usize>) {
        self.template_syntax(&text, &range);
        if let Some(link) = self.bare_link {
            self.plain_label(link);
            return self.out.hole(Fill::Label(link));
        }
        self.plain(&text);
        if self.no_mentions > 0 {
            return self.out.text(&text);
        }
        let exact = self.source.get(range.clone()) == Some(&*text);
        let place = self.place(range);
        let found = (self.find_mentions)(&text, place);
        if found.is_empty() || !exact {
            return self.out.text(&text);
        }
        let mut at = 0;
        for mention in found {
            self.out.text(&text[at..mention.start]);
            self.out.hole(Fill::Mention(self.body.mentions));
            self.body.mentions += 1;
            at = mention.end;
        }
        self.out.text(&text[at..]);
    }

    fn template_syntax(&mut self, text: &str, range: &Range<usize>) {
        if self.no_mentions > 0 || !text.contains('{') {
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
        let misplaced = attributes.others.iter();
        let misplaced = misplaced.filter_map(|key| misplaced_classification(key, "a heading", &["clauses"]));
        self.body.findings.extend(misplaced);
        let span = self.place(self.trimmed(range));
        let number = self.body.headings.len();
        let heading = Heading { level: level as u8, id, text: String::new(), span, clauses: attributes.clauses };
        self.body.headings.push(heading);
        self.body.passages.push(Passage { heading: Some(number), ..Passage::default() });
        self.open_heading = Some(self.out.html.len());
        self.no_mentions += 1;
    }

    fn trimmed(&self, range: Range<usize>) -> Range<usize> {
        range.start..range.start + self.source[range.clone()].trim_end().len()
    }

    fn end_paragraph(&mut self, range: Range<usize>) {
        let text = self.body.passages.last().and_then(|passage| passage.text.get(self.paragraph..));
        if text.is_some_and(is_unwritten) {
            self.body.unwritten.push(Span::new(self.offset + range.start, self.offset + range.start + 1));
        }
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
        let lead = number == 0 && self.out.html.is_empty() && self.body.headings[0].level == 1;
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
        self.out.markup("<h");
        self.out.level(number, level);
        self.out.markup(&format!(" id=\"{id}\">"));
        self.out.append(inner);
        self.out.markup(&format!(" <a class=\"anchor\" href=\"#{id}\" aria-labelledby=\"{id}\">#</a></h"));
        self.out.level(number, level);
        self.out.markup(">\n");
        self.out.hole(Fill::HeadingEnd(number));
    }

    fn start_link(&mut self, link_type: LinkType, target: &str, title: &str, range: Range<usize>) {
        self.no_mentions += 1;
        let kind = if matches!(link_type, LinkType::WikiLink { .. }) { LinkKind::Wiki } else { LinkKind::Inline };
        // Inside a table the bar before a wiki link's text has to be escaped: `[[POL-001\|our rule]]`.
        let target = if kind == LinkKind::Wiki { target.strip_suffix('\\').unwrap_or(target) } else { target };
        let target = if link_type == LinkType::Email { format!("mailto:{target}") } else { target.to_owned() };
        let number = self.link(kind, target, range);
        self.bare_link = matches!(link_type, LinkType::WikiLink { has_pothole: false }).then_some(number);
        self.out.markup("<a");
        self.out.hole(Fill::Link(number));
        self.title(title);
        self.out.markup(">");
    }

    fn title(&mut self, title: &str) {
        if !title.is_empty() {
            self.out.markup(&format!(" title=\"{}\"", escaped(title)));
        }
    }

    fn start_image(&mut self, target: &str, title: &str, range: Range<usize>) {
        let number = self.link(LinkKind::Image, target.to_owned(), range);
        self.image = Some(OpenImage { number, title: title.to_owned(), alternative: String::new(), depth: 0 });
    }

    /// Everything inside an image is its alternative text.
    fn inside_image(&mut self, event: Event<'_>) {
        let Some(image) = &mut self.image else { return };
        match event {
            Event::Start(Tag::Image { .. }) => image.depth += 1,
            Event::End(TagEnd::Image) if image.depth > 0 => image.depth -= 1,
            Event::End(TagEnd::Image) => self.end_image(),
            Event::Text(text) | Event::Code(text) => image.alternative.push_str(&text),
            Event::SoftBreak | Event::HardBreak => image.alternative.push(' '),
            _ => {}
        }
    }

    fn end_image(&mut self) {
        let Some(image) = self.image.take() else { return };
        self.plain(&image.alternative);
        self.out.markup("<img");
        self.out.hole(Fill::Image(image.number));
        self.out.markup(&format!(" alt=\"{}\"", escaped(&image.alternative)));
        self.title(&image.title);
        self.out.markup(">");
    }

    fn link(&mut self, kind: LinkKind, target: String, range: Range<usize>) -> usize {
        let inner = self.source[range.clone()].rfind(target.as_str()).filter(|_| !target.is_empty());
        let range = inner.map_or(range.clone(), |at| range.start + at..range.start + at + target.len());
        let heading = self.body.passages.last().and_then(|passage| passage.heading);
        let span = self.place(range);
        self.body.links.push(Link { kind, target, span, heading });
        self.body.links.len() - 1
    }

    fn inline_html(&mut self, html: CowStr<'_>, range: Range<usize>) {
        if self.source[..range.start].ends_with("{{") {
            return self.text(html, range);
        }
        if !is_comment(&html) {
            self.raw_html.push(range);
            self.out.raw(&html);
        }
    }

    fn html_block_end(&mut self, range: Range<usize>) {
        let html = std::mem::take(&mut self.html_block);
        if is_comment(&html) {
            return;
        }
        self.raw_html.push(range);
        self.out.raw(&html);
    }

    fn place(&self, range: Range<usize>) -> Span {
        Span::new(range.start, range.end).shifted(self.offset)
    }

    fn finish(mut self) -> Body {
        let footnotes = std::mem::take(&mut self.footnotes);
        self.body.findings.extend(footnotes.unknown(self.offset));
        footnotes.write(&mut self.out);
        self.move_headings_down();
        let Written { mut html, mut holes, .. } = std::mem::take(&mut self.out);
        if !self.raw_html.is_empty() {
            let first = self.body.links.len();
            let clean = sanitize::sanitize(&holes::marked(&html, &holes), first);
            for (target, image) in clean.links {
                let span = find_in(self.source, &self.raw_html, &target, self.offset);
                let kind = if image { LinkKind::RawImage } else { LinkKind::Inline };
                self.body.links.push(Link { kind, target, span, heading: None });
            }
            self.body.anchors = clean.anchors;
            (html, holes) = holes::unmarked(&clean.html);
            if let Some(range) = depth::first_below(self.source, &self.raw_html) {
                let finding = html_too_deep(self.place(range));
                self.body.findings.push(finding);
            }
            let dropped = sanitize::dropped(self.source, &self.raw_html);
            for (name, range) in dropped {
                let span = Span::new(range.start, range.end).shifted(self.offset);
                self.body.findings.push(html_not_allowed(&name, span));
            }
        }
        html.shrink_to_fit();
        (self.body.html, self.body.holes) = (html, holes);
        self.body.passages.retain(|passage| passage.heading.is_some() || !passage.text.trim().is_empty());
        self.body
    }

    /// The page's title is its only first-level heading: when the body has others, all move down by one.
    fn move_headings_down(&mut self) {
        let lead = self.body.lead;
        let below_title = |at: usize| lead != Some(at);
        let mut headings = self.body.headings.iter().enumerate();
        if !headings.any(|(at, heading)| heading.level == 1 && below_title(at)) {
            return;
        }
        for (_, heading) in self.body.headings.iter_mut().enumerate().filter(|(at, _)| below_title(*at)) {
            heading.level = (heading.level + 1).min(6);
        }
        self.out.set_levels(|at| self.body.headings[at].level);
    }
}

fn html_too_deep(span: Span) -> Finding {
    let message = format!("HTML nests more than {} elements deep here", depth::DEEPEST);
    Finding::warning("html-too-deep", span, message).label("left out from here on").help("close what is open before it")
}

fn html_not_allowed(name: &str, span: Span) -> Finding {
    Finding::warning("html-not-allowed", span, format!("the element `<{name}>` is left out"))
        .cause(format!("<{name}>"))
        .help("if it is meant as text, put it in backticks or write `&lt;` for `<`")
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

fn task(done: bool) -> &'static str {
    match done {
        true => "<span class=\"task task-done\">\u{2611}</span> ",
        false => "<span class=\"task task-open\">\u{2610}</span> ",
    }
}

/// The place of a kind of alert in [`ALERTS`].
fn alert(kind: BlockQuoteKind) -> usize {
    match kind {
        BlockQuoteKind::Note => 0,
        BlockQuoteKind::Tip => 1,
        BlockQuoteKind::Important => 2,
        BlockQuoteKind::Warning => 3,
        BlockQuoteKind::Caution => 4,
    }
}

#[cfg(test)]
mod tests {
    use crate::syntax::markdown::{Body, Fill, parse_markdown};
    use crate::text::Span;

    fn body(text: &str) -> Body {
        let mut find =
            |text: &str, _: Span| text.match_indices("A.1").map(|(at, found)| at..at + found.len()).collect();
        parse_markdown(text, Span::new(0, text.len()), &mut find)
    }

    /// The HTML with holes written as `{link 0}`.
    fn html(text: &str) -> String {
        body(text).filled(|fill, out| {
            out.push_str(&match fill {
                Fill::Link(number) => format!("{{link {number}}}"),
                Fill::Label(number) => format!("{{label {number}}}"),
                Fill::Image(number) => format!("{{image {number}}}"),
                Fill::Mention(number) => format!("{{mention {number}}}"),
                Fill::HeadingEnd(number) => format!("{{end {number}}}"),
                Fill::Alert(number) => format!("{{alert {number}}}"),
            });
        })
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
        assert_eq!(html("\u{1}o0\u{1} <b>x</b>"), "<p>o0 <b>x</b></p>\n");
        assert_eq!(html("\u{1}o0\u{1}"), "<p>o0</p>\n");
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
        assert_eq!(found.passages[1].text, "text b\n", "emphasis ends no line");
        let shown: Vec<_> = found.passages.iter().map(|passage| (passage.heading, passage.text.trim())).collect();
        assert_eq!(shown, [(None, "intro"), (Some(0), "text b")]);
    }
}
