//! The findings of an earlier run, so that only new ones are reported.
//!
//! Never compares places: a finding that moved within its file is the same finding.

use std::collections::BTreeMap;

use serde::Deserialize;

use crate::diagnostic::Diagnostic;

/// How often each finding was there.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Baseline {
    known: BTreeMap<(String, String, String), usize>,
}

#[derive(Deserialize)]
struct Row {
    path: String,
    code: String,
    message: String,
}

impl Baseline {
    /// Reads what the JSON form of diagnostics holds.
    pub fn read(json: &str) -> Result<Baseline, String> {
        let rows: Vec<Row> = serde_json::from_str(json).map_err(|error| error.to_string())?;
        Ok(Baseline::of(rows.into_iter().map(|row| (row.path, row.code, row.message))))
    }

    pub fn of_diagnostics(diagnostics: &[Diagnostic]) -> Baseline {
        Baseline::of(diagnostics.iter().map(key))
    }

    fn of(rows: impl Iterator<Item = (String, String, String)>) -> Baseline {
        let mut known = BTreeMap::new();
        rows.for_each(|row| *known.entry(row).or_insert(0) += 1);
        Baseline { known }
    }

    /// What was not there; of findings that say the same, as many as there are more now.
    pub fn new_ones(mut self, diagnostics: Vec<Diagnostic>) -> Vec<Diagnostic> {
        let mut is_new = |diagnostic: &Diagnostic| match self.known.get_mut(&key(diagnostic)) {
            Some(left) if *left > 0 => {
                *left -= 1;
                false
            }
            _ => true,
        };
        diagnostics.into_iter().filter(|diagnostic| is_new(diagnostic)).collect()
    }
}

fn key(diagnostic: &Diagnostic) -> (String, String, String) {
    let finding = &diagnostic.finding;
    (diagnostic.path.to_string(), finding.code.to_owned(), finding.message.clone())
}
