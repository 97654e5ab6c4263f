//! Findings with their places, as pages and exports show them.
//!
//! Never decides who may read them.

use std::collections::BTreeMap;

use crate::diagnostic::Diagnostic;
use crate::export::GraphFinding;
use crate::pages::LocatedFinding;
use crate::pipeline::Checked;
use crate::text::{DocPath, LineIndex, Snapshot};

/// Findings as the graph lists them.
pub fn graph_findings(checked: &Checked, snapshot: &Snapshot) -> Vec<GraphFinding> {
    let located = located(&checked.diagnostics, snapshot).into_iter();
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
pub(super) fn located<'d>(
    diagnostics: impl IntoIterator<Item = &'d Diagnostic>,
    snapshot: &Snapshot,
) -> Vec<LocatedFinding<'d>> {
    let mut indexes: BTreeMap<&DocPath, LineIndex> = BTreeMap::new();
    let mut located = Vec::new();
    for diagnostic in diagnostics {
        let text = snapshot.text(&diagnostic.path).unwrap_or_default();
        let index = indexes.entry(&diagnostic.path).or_insert_with(|| LineIndex::new(text));
        let (line, column) = index.position(text, diagnostic.finding.span.start as usize);
        let excerpt = Some(index.line(text, line)).filter(|line| line.len() < 400).unwrap_or("").trim().to_owned();
        located.push(LocatedFinding { diagnostic, line, column, excerpt });
    }
    located
}
