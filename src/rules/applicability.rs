//! The rows of the Statement of Applicability, as rules ask for them.
//!
//! Never decides what is wrong.

use std::collections::BTreeMap;

use crate::catalog::ClauseId;
use crate::entry::Record;
use crate::handbook::{CONTROL_KIND, Handbook, applicable, is_in_force, targets, word};
use crate::rules::records::of_kind;

/// One row, for one control.
pub struct Row<'h> {
    /// The record's position.
    pub at: usize,
    pub record: &'h Record,
    pub clause: ClauseId,
    /// Neither a draft nor withdrawn.
    pub in_force: bool,
    /// What the row says; `None` when it does not say it.
    pub applies: Option<bool>,
}

/// All rows that name a whole entry, in the order of their records.
pub fn rows(handbook: &Handbook) -> Vec<Row<'_>> {
    let mut rows = Vec::new();
    for (at, record) in of_kind(handbook, CONTROL_KIND) {
        let applies = word(record, "applicable").map(|word| word == "yes");
        let in_force = is_in_force(record);
        let whole = targets(record, "control").into_iter().filter(|target| target.counts());
        rows.extend(whole.map(|target| Row { at, record, clause: target.clause(), in_force, applies }));
    }
    rows
}

/// The first row in force that says of a control that it does not apply, with or without a reason.
pub fn excluded(handbook: &Handbook) -> BTreeMap<ClauseId, &Record> {
    let mut excluded = BTreeMap::new();
    for row in rows(handbook).into_iter().filter(|row| row.in_force && row.applies == Some(false)) {
        excluded.entry(row.clause).or_insert(row.record);
    }
    excluded
}

/// Rows that say of a control of an enabled framework that it applies and is implemented.
pub fn implemented(handbook: &Handbook) -> Vec<Row<'_>> {
    let as_of = handbook.options.as_of;
    let says = |row: &Row<'_>| word(row.record, "implementation").as_deref() == Some("implemented");
    let decided = |row: &Row<'_>| applicable(row.record, as_of).contains(&row.clause);
    let enabled = |row: &Row<'_>| handbook.options.frameworks.contains(&row.clause.framework);
    rows(handbook).into_iter().filter(|row| decided(row) && says(row) && enabled(row)).collect()
}
