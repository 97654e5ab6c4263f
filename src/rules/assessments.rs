//! The impact assessments of each AI system, as rules ask for them.
//!
//! Never decides what is wrong.

use std::collections::BTreeMap;

use crate::entry::Record;
use crate::handbook::{Handbook, date};
use crate::rules::records::{of_kind, state};
use crate::text::Date;

/// All assessments by the position of the system that they are about.
pub fn assessments_of(handbook: &Handbook) -> BTreeMap<usize, Vec<&Record>> {
    let mut assessments: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
    for (at, record) in of_kind(handbook, "impact-assessment") {
        for system in &handbook.record_systems[at] {
            assessments.entry(*system).or_default().push(record);
        }
    }
    assessments
}

/// Those that were approved by the day and not superseded, the latest approval last.
pub fn approved_assessments<'r>(assessments: &[&'r Record], as_of: Date) -> Vec<(Date, &'r Record)> {
    let approved = assessments.iter().filter(|record| state(record) == "approved");
    let mut dated: Vec<(Date, &Record)> = approved
        .filter_map(|record| Some((date(record, "approved_on").filter(|day| *day <= as_of)?, *record)))
        .collect();
    dated.sort_by_key(|(day, _)| *day);
    dated
}
