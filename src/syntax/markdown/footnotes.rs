//! Footnotes: numbered by their first reference, written at the end of the page.
//!
//! Never loses a text that nothing refers to: it stands behind the others.

use std::collections::BTreeMap;
use std::ops::Range;

use crate::diagnostic::Finding;
use crate::syntax::markdown::written::Written;
use crate::text::{Span, nearest};

/// The footnotes of one page so far.
#[derive(Default)]
pub(super) struct Footnotes {
    numbers: BTreeMap<String, usize>,
    /// How often each was referred to.
    counts: BTreeMap<String, usize>,
    definitions: BTreeMap<String, Written>,
    /// Names of open definitions, with what was written before.
    open: Vec<(String, Written)>,
    references: Vec<(String, Range<usize>)>,
}

impl Footnotes {
    /// Writes a reference that stands at `range`.
    pub fn refer(&mut self, name: &str, range: Range<usize>, out: &mut Written) {
        let next = self.numbers.len() + 1;
        let number = *self.numbers.entry(name.to_owned()).or_insert(next);
        let count = self.counts.entry(name.to_owned()).or_default();
        *count += 1;
        let id = if *count == 1 { format!("fnref-{number}") } else { format!("fnref-{number}-{count}") };
        self.references.push((name.to_owned(), range));
        out.markup(&format!("<sup class=\"footnote\"><a href=\"#fn-{number}\" id=\"{id}\">{number}</a></sup>"));
    }

    /// From here to its end, what is written is the text of a footnote.
    pub fn start(&mut self, name: &str, out: &mut Written) {
        self.open.push((name.to_owned(), std::mem::take(out)));
    }

    pub fn end(&mut self, out: &mut Written) {
        let Some((name, outer)) = self.open.pop() else { return };
        let inner = std::mem::replace(out, outer);
        self.definitions.entry(name).or_insert(inner);
    }

    /// References to footnotes that have no text; the page starts at `offset` of its file.
    pub fn unknown(&self, offset: usize) -> Vec<Finding> {
        let unknown = self.references.iter().filter(|(name, _)| !self.definitions.contains_key(name));
        let finding = |(name, range): &(String, Range<usize>)| {
            let place = Span::new(range.start, range.end).shifted(offset);
            let message = format!("the footnote `{name}` has no text");
            let finding = Finding::warning("unknown-footnote", place, message);
            match nearest(name, self.definitions.keys().map(String::as_str), 1).first() {
                Some(known) => finding.help(format!("did you mean `{known}`?")),
                None => finding,
            }
        };
        unknown.map(finding).collect()
    }

    /// Writes all texts, those that nothing refers to last.
    pub fn write(self, out: &mut Written) {
        let known = self.numbers.len();
        let mut unreferenced = known;
        let mut ordered: Vec<(usize, Written)> = Vec::new();
        for (name, text) in self.definitions {
            let number = self.numbers.get(&name).copied().unwrap_or_else(|| {
                unreferenced += 1;
                unreferenced
            });
            ordered.push((number, text));
        }
        if ordered.is_empty() {
            return;
        }
        ordered.sort_by_key(|(number, _)| *number);
        out.markup("<section class=\"footnotes\">\n<ol>\n");
        for (number, text) in ordered {
            out.markup(&format!("<li id=\"fn-{number}\">"));
            out.append(text);
            if number <= known {
                let back = format!("<a class=\"footnote-back\" href=\"#fnref-{number}\">\u{21a9}\u{fe0e}</a>");
                out.markup(&back);
            }
            out.markup("</li>\n");
        }
        out.markup("</ol>\n</section>\n");
    }
}
