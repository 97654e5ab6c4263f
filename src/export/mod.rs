//! What a View holds, in forms for other programs.
//!
//! Never decides what is visible.

mod calendar;
mod coverage_csv;
mod coverage_report;
mod coverage_text;

pub use calendar::calendar;
pub use coverage_csv::coverage_csv;
pub use coverage_report::{CoverageReport, EntryReport, FrameworkReport, coverage_report};
pub use coverage_text::{Detail, coverage_text};
