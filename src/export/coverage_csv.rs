//! Coverage as a table for spreadsheets: one row an entry.
//!
//! Never lets a cell be taken for a formula.

use crate::export::{CoverageReport, EntryReport, FrameworkReport};

const HEAD: &str = "as_of,framework,edition,digest,id,title,status,documents,evidence,excluded_by\n";

pub fn coverage_csv(report: &CoverageReport) -> String {
    let mut text = HEAD.to_owned();
    for framework in &report.frameworks {
        framework.entries.iter().for_each(|entry| text += &row(report, framework, entry));
    }
    text
}

fn row(report: &CoverageReport, framework: &FrameworkReport, entry: &EntryReport) -> String {
    let documents: Vec<String> =
        entry.documents.iter().map(|document| format!("{} ({})", document.id, document.state)).collect();
    let evidence: Vec<String> = entry
        .evidence
        .iter()
        .map(|item| format!("{} ({})", item.file.as_ref().unwrap_or(&item.by), item.standing))
        .collect();
    let cells = [
        report.as_of.as_str(),
        &framework.name,
        &framework.edition,
        &framework.digest,
        &entry.id,
        &entry.title,
        entry.status,
        &documents.join("; "),
        &evidence.join("; "),
        entry.excluded_by.as_deref().unwrap_or(""),
    ];
    cells.map(cell).join(",") + "\n"
}

/// A cell that no program takes for a formula.
pub(super) fn cell(text: &str) -> String {
    let guarded = if text.starts_with(['=', '+', '-', '@', '\t', '\r']) { format!("'{text}") } else { text.to_owned() };
    if guarded.contains([',', '"', '\n', '\r']) { format!("\"{}\"", guarded.replace('"', "\"\"")) } else { guarded }
}

#[cfg(test)]
mod tests {
    use super::cell;

    #[test]
    fn cells_are_one_cell_and_no_formula() {
        assert_eq!(cell("plain"), "plain");
        assert_eq!(cell("a, \"b\"\nc"), "\"a, \"\"b\"\"\nc\"");
        assert_eq!(cell("=HYPERLINK(\"x\")"), "\"'=HYPERLINK(\"\"x\"\")\"");
        assert_eq!(cell("-1"), "'-1");
    }
}
