//! Diagnostics as JSON: a list of objects, one a diagnostic.
//!
//! Never groups and never shortens.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::finding::{Lines, position};
use crate::text::Snapshot;

#[derive(Serialize)]
struct Row<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    level: &'static str,
    code: &'static str,
    message: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    help: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    waived: Option<&'a str>,
    related: Vec<Related<'a>>,
}

#[derive(Serialize)]
struct Related<'a> {
    path: &'a str,
    line: usize,
    column: usize,
    message: &'a str,
}

/// All diagnostics as one JSON text with a final line break.
pub fn json(diagnostics: &[Diagnostic], snapshot: &Snapshot) -> String {
    let mut lines = Lines::new(snapshot);
    let rows: Vec<Row> = diagnostics.iter().map(|diagnostic| row(diagnostic, &mut lines)).collect();
    let mut text = serde_json::to_string_pretty(&rows).unwrap_or_default();
    text.push('\n');
    text
}

fn row<'a>(diagnostic: &'a Diagnostic, lines: &mut Lines<'_>) -> Row<'a> {
    let finding = &diagnostic.finding;
    let (line, column) = position(lines, &diagnostic.path, finding.span);
    let (end_line, end_column) = lines.position(&diagnostic.path, finding.span.end as usize);
    let related = diagnostic.related.iter().map(|(place, message)| {
        let (line, column) = position(lines, &place.path, place.span.unwrap_or_default());
        Related { path: place.path.as_str(), line, column, message }
    });
    Row {
        path: diagnostic.path.as_str(),
        line,
        column,
        end_line,
        end_column,
        level: finding.level.word(),
        code: finding.code,
        message: &finding.message,
        help: finding.help.as_deref(),
        waived: finding.waived.as_deref(),
        related: related.collect(),
    }
}
