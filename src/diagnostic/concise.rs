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
        let _ = write!(
            out,
            "{}:{line}:{column}: {}[{}]: {}",
            diagnostic.path,
            finding.level.word(),
            finding.code,
            finding.message
        );
        if let Some(waived) = &finding.waived {
            let _ = write!(out, " ({waived})");
        }
        if let Some(help) = &finding.help {
            let _ = write!(out, " (help: {help})");
        }
        out.push('\n');
    }
    out
}
