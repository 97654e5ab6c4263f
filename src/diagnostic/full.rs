//! Diagnostics for people: the place, the source line with a mark under it, a help.
//!
//! Groups findings with one cause when there are many, and says how many it left out; never hides an error.

use std::collections::BTreeMap;

use annotate_snippets::{AnnotationKind, Group, Level as Severity, Origin, Renderer, Snippet, renderer::DecorStyle};

use crate::diagnostic::finding::{Lines, position};
use crate::diagnostic::{Diagnostic, Level};
use crate::text::{Snapshot, Span};

/// Whether the output may hold colour codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colour {
    Plain,
    Styled,
}

/// Of findings with one cause, this many are shown in full.
const SHOWN_OF_ONE_CAUSE: usize = 3;

/// Lines longer than this are not worth showing.
const LONGEST_LINE: usize = 1000;

/// Every diagnostic with its source line, those with one cause grouped.
pub fn full(diagnostics: &[Diagnostic], snapshot: &Snapshot, colour: Colour) -> String {
    let renderer = match colour {
        Colour::Plain => Renderer::plain(),
        Colour::Styled => Renderer::styled(),
    };
    let renderer = renderer.decor_style(DecorStyle::Ascii);
    let mut lines = Lines::new(snapshot);
    let mut shown: BTreeMap<(&str, &str), usize> = BTreeMap::new();
    let mut out = String::new();
    for diagnostic in diagnostics {
        if let Some(cause) = group_key(diagnostic) {
            let count = shown.entry(cause).or_default();
            *count += 1;
            if *count > SHOWN_OF_ONE_CAUSE {
                continue;
            }
        }
        out.push_str(&renderer.render(&[group(diagnostic, snapshot, &mut lines)]));
        out.push_str("\n\n");
    }
    for ((code, cause), count) in shown.into_iter().filter(|(_, count)| *count > SHOWN_OF_ONE_CAUSE) {
        let more = count - SHOWN_OF_ONE_CAUSE;
        out.push_str(&format!(
            "... and {more} more `{code}` with the same cause ({cause}); `--format concise` lists them all\n"
        ));
    }
    out
}

fn group_key(diagnostic: &Diagnostic) -> Option<(&str, &str)> {
    let finding = &diagnostic.finding;
    finding.cause.as_deref().filter(|_| finding.level != Level::Error).map(|cause| (finding.code, cause))
}

fn group<'a>(diagnostic: &'a Diagnostic, snapshot: &'a Snapshot, lines: &mut Lines<'_>) -> Group<'a> {
    let finding = &diagnostic.finding;
    let severity = match finding.level {
        Level::Error => Severity::ERROR,
        Level::Warning => Severity::WARNING,
        Level::Note => Severity::NOTE,
    };
    let mut group = severity.primary_title(&finding.message).id(finding.code).elements(Vec::<Origin>::new());
    let (line, column) = position(lines, &diagnostic.path, finding.span);
    let text = snapshot.text(&diagnostic.path).unwrap_or_default();
    match excerpt(text, finding.span) {
        Some((excerpt, start)) => {
            let marked = finding.span.range().start - start..(finding.span.range().end - start).min(excerpt.len());
            let annotation = AnnotationKind::Primary.span(marked).label(finding.label.as_str());
            group = group.element(
                Snippet::source(excerpt).line_start(line).path(diagnostic.path.as_str()).annotation(annotation),
            );
        }
        None => group = group.element(Origin::path(diagnostic.path.as_str()).line(line).char_column(column)),
    }
    for (place, words) in &diagnostic.related {
        let (line, column) = position(lines, &place.path, place.span.unwrap_or_default());
        group = group.element(Severity::NOTE.message(format!("{words}: {}:{line}:{column}", place.path)));
    }
    if let Some(waived) = &finding.waived {
        group = group.element(Severity::NOTE.message(waived.as_str()));
    }
    match &finding.help {
        Some(help) => group.element(Severity::HELP.message(help.as_str())),
        None => group,
    }
}

/// The line that holds the start of the span (and a few more when the span is longer), with its offset.
fn excerpt(text: &str, span: Span) -> Option<(&str, usize)> {
    let range = span.range();
    if text.is_empty() || range.start > text.len() || !text.is_char_boundary(range.start) {
        return None;
    }
    let start = text[..range.start].rfind('\n').map_or(0, |at| at + 1);
    let end = text[range.start..].find('\n').map_or(text.len(), |at| range.start + at);
    let line = text[start..end].trim_end_matches('\r');
    (line.len() <= LONGEST_LINE).then_some((line, start))
}
