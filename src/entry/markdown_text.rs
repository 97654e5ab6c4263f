//! Markdown inside a YAML value, rendered once, with places in the file around it.
//!
//! Never points outside the value: where a folded text cannot be traced, the whole value is the place.

use std::ops::Range;

use crate::catalog::{Reading, Reference, mentions};
use crate::diagnostic::Finding;
use crate::syntax::markdown::{Body, parse_markdown};
use crate::text::Span;

/// A Markdown field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MarkdownText {
    /// As YAML gives it, before rendering.
    pub text: String,
    pub span: Span,
    pub body: Body,
    /// What the mentions in the body lead to, in the order of their holes.
    pub mentions: Vec<Reference>,
}

/// Renders `text`, the value that stands at `span` of the file `source`.
pub(super) fn read_markdown(
    text: &str,
    span: Span,
    source: &str,
    reading: &Reading<'_>,
    findings: &mut Vec<Finding>,
) -> MarkdownText {
    let places = Places::of(text, span, source);
    let mut mentioned: Vec<Reference> = Vec::new();
    let mut wrong = Vec::new();
    let mut body = parse_markdown(text, Span::new(0, text.len()), &mut |run, place| {
        let mut ranges = Vec::new();
        for mention in mentions(run, reading) {
            let inner = place.start as usize + mention.range.start..place.start as usize + mention.range.end;
            match mention.reference {
                Ok(mut reference) => {
                    reference.written.span = places.span(inner);
                    mentioned.push(reference);
                    ranges.push(mention.range);
                }
                Err(finding) => wrong.push(Finding { span: places.span(inner), ..finding }),
            }
        }
        ranges
    });
    places.move_body(&mut body);
    findings.append(&mut wrong);
    findings.append(&mut body.findings);
    MarkdownText { text: text.to_owned(), span, body, mentions: mentioned }
}

/// Where each line of a value stands in its file.
struct Places {
    whole: Span,
    /// Empty when the lines cannot be told apart.
    lines: Vec<TracedLine>,
}

/// A line that stands in the file as it stands in the value.
struct TracedLine {
    in_value: usize,
    in_file: usize,
    length: usize,
}

impl Places {
    /// A literal block and a value on one line keep their lines; escapes and folding do not.
    fn of(text: &str, whole: Span, source: &str) -> Places {
        let lines = source.get(whole.range()).and_then(|written| traced_lines(text, written, whole.start as usize));
        Places { whole, lines: lines.unwrap_or_default() }
    }

    /// The ends are looked up one by one, because the lines between them are indented in the file.
    fn span(&self, range: Range<usize>) -> Span {
        match (self.offset(range.start), self.offset(range.end)) {
            (Some(start), Some(end)) => Span::new(start, end),
            _ => self.whole,
        }
    }

    /// A place on a line that is traced; what lies between two lines is the end of the first.
    fn offset(&self, in_value: usize) -> Option<usize> {
        let line = self.lines.get(self.lines.partition_point(|line| line.in_value <= in_value).checked_sub(1)?)?;
        Some(line.in_file + (in_value - line.in_value).min(line.length))
    }

    fn move_body(&self, body: &mut Body) {
        let moved = |span: &mut Span| *span = self.span(span.range());
        body.links.iter_mut().for_each(|link| moved(&mut link.span));
        body.template_syntax.iter_mut().for_each(moved);
        body.unwritten.iter_mut().for_each(moved);
        body.findings.iter_mut().for_each(|finding| moved(&mut finding.span));
        for heading in &mut body.headings {
            moved(&mut heading.span);
            heading.clauses.iter_mut().for_each(|clauses| moved(&mut clauses.span));
        }
    }
}

/// Finds the value's lines in the written text, in order; `None` when one is not there as it is.
fn traced_lines(text: &str, written: &str, offset: usize) -> Option<Vec<TracedLine>> {
    let mut lines = Vec::new();
    let (mut in_value, mut cursor) = (0, 0);
    for line in text.split('\n') {
        if !line.trim().is_empty() {
            let found = cursor + written.get(cursor..)?.find(line)?;
            lines.push(TracedLine { in_value, in_file: offset + found, length: line.len() });
            cursor = found + line.len();
        }
        in_value += line.len() + 1;
    }
    Some(lines)
}

#[cfg(test)]
mod tests {
    use super::Places;
    use crate::syntax::parse_yaml;

    /// The file's text at the place of `part` in the value of `a`.
    fn traced(source: &str, part: &str) -> String {
        let root = parse_yaml(source, 0).root.unwrap();
        let node = root.get("a").unwrap();
        let (text, span) = (node.text().unwrap(), node.span);
        let start = text.find(part).unwrap();
        source[Places::of(text, span, source).span(start..start + part.len()).range()].to_owned()
    }

    #[test]
    fn places_in_a_value_are_places_in_its_file() {
        assert_eq!(traced("a: one two\n", "two"), "two");
        assert_eq!(traced("a: \"one two\"\n", "two"), "two");
        assert_eq!(traced("a: |\n  one\n\n  two three\n  two four\nb: x\n", "two four"), "two four");
    }

    #[test]
    fn a_place_over_several_lines_keeps_its_ends() {
        let source = "a: |\n    [né\n    ü](x) end\n";
        assert_eq!(traced(source, "né\nü"), "né\n    ü");
        assert_eq!(traced(source, "[né\n"), "[né\n    ");
    }

    #[test]
    fn a_folded_or_escaped_value_is_its_own_place() {
        assert_eq!(traced("a: one\n  two\n", "two"), "one\n  two");
        assert_eq!(traced("a: \"one\\ttwo\"\n", "two"), "one\\ttwo");
    }
}
