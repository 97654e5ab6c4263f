//! All tables of a handbook as CSV files (RFC 4180), for spreadsheets and scripts.
//!
//! Never lets a cell be taken for a formula.

use crate::export::coverage_csv::{cell, coverage_csv};
use crate::export::gaps_text::gaps_csv;
use crate::export::tables::{Cell, Table, tables};
use crate::export::{coverage_report, gaps_report};
use crate::pages::{PageOptions, Planner};
use crate::view::View;

/// Each file with its path, in the order of the paths. Column names are those of the fields, for programs.
pub fn csv_files(view: &View<'_>) -> Vec<(String, String)> {
    let options = PageOptions::default();
    let planner = Planner::new(view, &options);
    let named = tables(&planner).into_iter().filter(|table| !table.file.is_empty());
    let mut files: Vec<(String, String)> =
        named.map(|table| (format!("{}.csv", table.file), table_csv(&table))).collect();
    if view.audience().coverage {
        let frameworks = &view.options().frameworks;
        files.push(("coverage.csv".to_owned(), coverage_csv(&coverage_report(view, frameworks))));
        files.push(("gaps.csv".to_owned(), gaps_csv(&gaps_report(view, frameworks))));
    }
    files.sort();
    files
}

fn table_csv(table: &Table) -> String {
    let mut text = line(table.columns.iter().map(|column| cell(&column.name)));
    for row in &table.rows {
        text += &line(row.cells.iter().map(written));
    }
    text
}

fn line(cells: impl Iterator<Item = String>) -> String {
    cells.collect::<Vec<_>>().join(",") + "\n"
}

/// A number is a number, also below zero: no program computes anything with it.
fn written(value: &Cell) -> String {
    match value {
        Cell::Number(text, _) => text.clone(),
        other => cell(&other.shown()),
    }
}
