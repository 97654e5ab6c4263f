//! The tables of an export, which the workbook and the CSV files write down.
//!
//! Never decides what is visible: everything comes from the View.

mod cells;
mod coverage;
mod evidence;
mod registers;
mod statement;
mod table;

use crate::pages::Planner;

pub use cells::status_word;
pub use table::{Anchor, Cell, Column, Row, Table, Target};

/// All tables that this audience sees, in the order of a workbook's sheets.
pub fn tables(planner: &Planner<'_, '_>) -> Vec<Table> {
    let mut tables = statement::statements(planner);
    tables.extend(coverage::figures(planner));
    tables.extend(coverage::entries(planner));
    tables.extend(coverage::gaps(planner));
    tables.push(evidence::documents(planner));
    tables.extend(registers::registers(planner));
    tables.extend(Some(evidence::evidence(planner)).filter(|table| planner.shows_clauses() || !table.rows.is_empty()));
    tables
}
