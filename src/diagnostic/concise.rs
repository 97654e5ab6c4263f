//! One line a diagnostic: `path:line:col: level[code]: message`.
//!
//! Never groups: this form is for tools and for `grep`.

use std::fmt::Write as _;

use crate::diagnostic::Diagnostic;
use crate::diagnostic::finding::{Lines, position};
use crate::text::Snapshot;

/// Every diagnostic on a line of its own.
pub fn concise(diagnostics: &[Diagnostic], snapshot: &Snapshot) -> String {
    let mut lines = Lines::new(snapshot);
    let mut out = String::new();
    for diagnostic in diagnostics {
        let finding = &diagnostic.finding;
        let (line, column) = position(&mut lines, &diagnostic.path, finding.span);
        let mut row = format!(
            "{}:{line}:{column}: {}[{}]: {}",
            diagnostic.path,
            finding.level.word(),
            finding.code,
            finding.message
        );
        if let Some(waived) = &finding.waived {
            let _ = write!(row, " ({waived})");
        }
        if let Some(help) = &finding.help {
            let _ = write!(row, " (help: {help})");
        }
        one_line(&row, &mut out);
        out.push('\n');
    }
    out
}

/// Names and texts can hold line breaks, and characters that a terminal obeys: they are shown as escapes.
fn one_line(row: &str, out: &mut String) {
    for character in row.chars() {
        match character.is_control() {
            true => out.extend(character.escape_default()),
            false => out.push(character),
        }
    }
}
