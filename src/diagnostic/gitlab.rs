//! Diagnostics as a code quality report of GitLab, which merge requests show beside their lines.
//!
//! Never lists what somebody has waived.

use serde::Serialize;

use crate::diagnostic::located::{Located, located};
use crate::diagnostic::{Diagnostic, Level};
use crate::text::Snapshot;

#[derive(Serialize)]
struct Violation {
    description: String,
    check_name: &'static str,
    fingerprint: String,
    severity: &'static str,
    location: Location,
}

#[derive(Serialize)]
struct Location {
    path: String,
    lines: Lines,
}

#[derive(Serialize)]
struct Lines {
    begin: usize,
    end: usize,
}

/// The report as one JSON text.
pub fn gitlab(diagnostics: &[Diagnostic], snapshot: &Snapshot, prefix: &str) -> String {
    let all = located(diagnostics, snapshot, prefix);
    let open = all.into_iter().filter(|found| found.diagnostic.finding.waived.is_none());
    let violations: Vec<Violation> = open.map(violation).collect();
    serde_json::to_string_pretty(&violations).unwrap_or_default() + "\n"
}

fn violation(found: Located<'_>) -> Violation {
    let finding = &found.diagnostic.finding;
    Violation {
        description: found.text(),
        check_name: finding.code,
        fingerprint: found.fingerprint.to_string(),
        severity: match finding.level {
            Level::Error => "major",
            Level::Warning => "minor",
            Level::Note => "info",
        },
        location: Location { path: found.path, lines: Lines { begin: found.start.0, end: found.end.0 } },
    }
}
