//! What is known of one Markdown body after reading it alone.
//!
//! Never refers to another file.

use crate::diagnostic::Finding;
use crate::text::{Span, Spanned};

/// A rendered body: HTML, and holes in it in order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Body {
    /// A first-level heading at the very start, which usually repeats the title; an index into `headings`.
    pub lead: Option<usize>,
    /// Without what is known only later.
    pub html: String,
    /// What is known only later, in the order of its places.
    pub holes: Vec<Hole>,
    pub headings: Vec<Heading>,
    pub links: Vec<Link>,
    /// How many mentions have a hole.
    pub mentions: usize,
    /// Ids in raw HTML that a link can lead to.
    pub anchors: Vec<String>,
    /// The plain text, cut at headings.
    pub passages: Vec<Passage>,
    /// Paragraphs that only say what somebody still has to write.
    pub unwritten: Vec<Span>,
    /// Places where another tool's template syntax stands as text.
    pub template_syntax: Vec<Span>,
    pub findings: Vec<Finding>,
}

/// A place in a body's HTML that is filled when everything is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hole {
    /// What fills it stands before this byte.
    pub at: usize,
    pub fill: Fill,
}

/// What a hole is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fill {
    /// The attributes of an `<a` that opens link number n; its `>` follows.
    Link(usize),
    /// The visible text of link number n, which was written without one.
    Label(usize),
    /// The attributes of an `<img` for link number n.
    Image(usize),
    /// A mention of a clause in running text; stands for number n.
    Mention(usize),
    /// The end of heading number n, where its clauses can be shown.
    HeadingEnd(usize),
    /// The title of an alert, by its place among [`ALERTS`]: it is said in the reader's language.
    Alert(usize),
}

/// The kinds of alerts.
pub const ALERTS: [&str; 5] = ["note", "tip", "important", "warning", "caution"];

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// 1 to 6, as shown below the page's title.
    pub level: u8,
    /// Unique on the page.
    pub id: String,
    pub text: String,
    pub span: Span,
    /// The `clauses="…"` of the heading's attributes.
    pub clauses: Option<Spanned<String>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkKind {
    /// `[text](target)`, `<https://…>` and `<a href>`.
    Inline,
    /// `[[target]]` and `[[target|text]]`.
    Wiki,
    /// `![text](target)`.
    Image,
    /// `<img src>`, which may say its own size.
    RawImage,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Link {
    pub kind: LinkKind,
    /// As written.
    pub target: String,
    /// The target when it could be found in the source, else the whole link.
    pub span: Span,
    /// The heading under which it stands.
    pub heading: Option<usize>,
}

/// Stands in plain text for the text of a link that was written without one: who may see it is not known yet.
pub const LABEL: char = '\u{fffc}';

/// The plain text under one heading, or before the first.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Passage {
    pub heading: Option<usize>,
    pub text: String,
    /// The link that each [`LABEL`] of the text stands for.
    pub labels: Vec<usize>,
}

impl Body {
    /// The HTML with every hole filled by `fill`, which appends to the text before it.
    pub fn filled(&self, mut fill: impl FnMut(Fill, &mut String)) -> String {
        let mut out = String::with_capacity(self.html.len() + self.holes.len() * 60);
        let mut copied = 0;
        for hole in &self.holes {
            out.push_str(&self.html[copied..hole.at]);
            fill(hole.fill, &mut out);
            copied = hole.at;
        }
        out.push_str(&self.html[copied..]);
        out
    }

    /// Whether there is no word below any heading, and nothing else to see.
    pub fn is_empty(&self) -> bool {
        self.passages.iter().all(|passage| passage.text.trim().is_empty() && passage.labels.is_empty())
            && self.links.is_empty()
    }

    /// Whether a fragment leads somewhere on this page.
    pub fn has_anchor(&self, fragment: &str) -> bool {
        self.headings.iter().any(|heading| heading.id == fragment) || self.anchors.iter().any(|id| id == fragment)
    }

    /// Everything a fragment can be, for help texts.
    pub fn anchor_names(&self) -> impl Iterator<Item = &str> {
        self.headings.iter().map(|heading| heading.id.as_str()).chain(self.anchors.iter().map(String::as_str))
    }
}
