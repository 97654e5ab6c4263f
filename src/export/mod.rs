//! What a View holds, in forms for other programs.
//!
//! Never decides what is visible.

mod calendar;
mod changes_json;
mod changes_markdown;
mod changes_text;
mod codeowners;
mod coverage_csv;
mod coverage_report;
mod coverage_text;
mod csv;
mod facts;
mod findings_report;
mod gaps_report;
mod gaps_text;
mod graph;
mod pdf_sheets;
mod schemas;
mod tables;
mod workbook;

pub use calendar::calendar;
pub use changes_json::{CHANGES_SCHEMA, changes_json};
pub use changes_markdown::changes_markdown;
pub use changes_text::changes_text;
pub use codeowners::{CodeownersOptions, codeowners};
pub use coverage_csv::coverage_csv;
pub use coverage_report::{CoverageReport, EntryReport, FrameworkReport, coverage_report};
pub use coverage_text::{Detail, coverage_text};
pub use csv::csv_files;
pub use facts::ExportFacts;
pub use findings_report::{FindingRow, FindingsReport, RuleFindings, findings_json, findings_report};
pub use gaps_report::{FrameworkGaps, Gap, GapGroup, GapsReport, gaps_report};
pub use gaps_text::{gaps_csv, gaps_text};
pub use graph::{GRAPH_SCHEMA, GraphFinding, graph};
pub use pdf_sheets::{PdfSheets, pdf_sheets, undated};
pub use schemas::{schema, schema_names};
pub use workbook::workbook;
