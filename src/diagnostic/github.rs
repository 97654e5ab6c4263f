//! Diagnostics as workflow commands of GitHub Actions: each becomes an annotation beside its line.
//!
//! Never annotates what somebody has waived.

use std::fmt::Write as _;

use crate::diagnostic::located::located;
use crate::diagnostic::{Diagnostic, Level};
use crate::text::Snapshot;

/// One command a diagnostic.
pub fn github(diagnostics: &[Diagnostic], snapshot: &Snapshot, prefix: &str) -> String {
    let mut out = String::new();
    for found in located(diagnostics, snapshot, prefix) {
        let finding = &found.diagnostic.finding;
        if finding.waived.is_some() {
            continue;
        }
        let command = match finding.level {
            Level::Error => "error",
            Level::Warning => "warning",
            Level::Note => "notice",
        };
        let ((line, column), (end_line, end_column)) = (found.start, found.end);
        let _ = write!(out, "::{command} file={},line={line},endLine={end_line}", property(&found.path));
        // Columns are only understood on one line.
        if line == end_line {
            let _ = write!(out, ",col={column},endColumn={}", end_column.max(column));
        }
        let _ = writeln!(out, ",title={}::{}", property(finding.code), message(&found.text()));
    }
    out
}

fn message(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

fn property(text: &str) -> String {
    message(text).replace(':', "%3A").replace(',', "%2C")
}
