//! Diagnostics with their lines and columns, for formats that other programs read.
//!
//! Never groups and never shortens.

use crate::diagnostic::Diagnostic;
use crate::diagnostic::finding::{Lines, position};
use crate::text::{Sha256, Snapshot};

/// A diagnostic where a program looks for it.
pub(super) struct Located<'a> {
    pub diagnostic: &'a Diagnostic,
    /// From the top of the repository.
    pub path: String,
    /// Line and column, from 1.
    pub start: (usize, usize),
    pub end: (usize, usize),
    /// The same as long as the finding says the same, wherever in its file it stands.
    pub fingerprint: Sha256,
}

impl Located<'_> {
    /// What is wrong, and how to mend it.
    pub fn text(&self) -> String {
        let finding = &self.diagnostic.finding;
        match &finding.help {
            Some(help) => format!("{}; {help}", finding.message),
            None => finding.message.clone(),
        }
    }
}

/// All diagnostics; `prefix` is where the handbook lies in the repository, empty or with a `/` at its end.
pub(super) fn located<'a>(diagnostics: &'a [Diagnostic], snapshot: &Snapshot, prefix: &str) -> Vec<Located<'a>> {
    let mut lines = Lines::new(snapshot);
    let mut seen = std::collections::BTreeMap::new();
    let mut all = Vec::with_capacity(diagnostics.len());
    for diagnostic in diagnostics {
        let finding = &diagnostic.finding;
        let path = format!("{prefix}{}", diagnostic.path);
        let said = format!("{path}\n{}\n{}", finding.code, finding.message);
        // The same finding twice in one file is two findings.
        let times = seen.entry(said.clone()).and_modify(|times| *times += 1).or_insert(0_usize);
        all.push(Located {
            diagnostic,
            path,
            start: position(&mut lines, &diagnostic.path, finding.span),
            end: lines.position(&diagnostic.path, finding.span.end as usize),
            fingerprint: Sha256::of(format!("{said}\n{times}").as_bytes()),
        });
    }
    all
}
