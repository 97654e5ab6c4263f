//! Findings with their places, as pages and exports show them.
//!
//! Never decides who may read them.

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostic;
use crate::entry::says_classification;
use crate::export::GraphFinding;
use crate::pages::LocatedFinding;
use crate::pipeline::Checked;
use crate::text::{DocPath, LineIndex, Snapshot, Span};

/// Findings as the graph lists them.
pub fn graph_findings(checked: &Checked, snapshot: &Snapshot) -> Vec<GraphFinding> {
    let located = located(checked, snapshot).into_iter();
    let finding = |located: LocatedFinding<'_>| {
        let finding = &located.diagnostic.finding;
        GraphFinding {
            path: located.diagnostic.path.to_string(),
            line: located.line,
            column: located.column,
            level: finding.level.word(),
            code: finding.code,
            message: finding.message.clone(),
            help: finding.help.clone(),
            waived: finding.waived.clone(),
        }
    };
    located.map(finding).collect()
}

/// Findings with what a page shows of their places.
pub(super) fn located<'d>(checked: &'d Checked, snapshot: &Snapshot) -> Vec<LocatedFinding<'d>> {
    let documents: BTreeSet<&DocPath> = checked.handbook.documents.iter().map(|document| &document.path).collect();
    let mut records: BTreeMap<&DocPath, Vec<Span>> = BTreeMap::new();
    for record in &checked.handbook.records {
        records.entry(&record.path).or_default().push(record.span);
    }
    // Beside records that were read, a file can hold others whose classification nobody knows.
    let was_read = |diagnostic: &Diagnostic| {
        let start = diagnostic.finding.span.start;
        let within = |spans: &Vec<Span>| spans.iter().any(|span| (span.start..=span.end).contains(&start));
        documents.contains(&diagnostic.path) || records.get(&diagnostic.path).is_some_and(within)
    };
    let mut indexes: BTreeMap<&DocPath, (LineIndex, bool)> = BTreeMap::new();
    let mut located = Vec::with_capacity(checked.diagnostics.len());
    for diagnostic in &checked.diagnostics {
        let text = snapshot.text(&diagnostic.path).unwrap_or_default();
        let (index, says) =
            indexes.entry(&diagnostic.path).or_insert_with(|| (LineIndex::new(text), says_classification(text)));
        let start = diagnostic.finding.span.start as usize;
        let (line, column) = index.position(text, start);
        let excerpt = Some(index.line(text, line)).filter(|line| line.len() < 400).unwrap_or("").trim().to_owned();
        let classified = *says && !was_read(diagnostic);
        located.push(LocatedFinding { diagnostic, line, column, excerpt, classified });
    }
    located
}
