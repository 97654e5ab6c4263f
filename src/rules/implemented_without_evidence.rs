//! A control is said to be implemented, and there is no evidence in date that it is done.
//!
//! A rule that is written and approved is not yet a rule that is kept. Auditors sample what was produced by keeping it:
//! records, reports, logs, minutes of the last period.
//!
//! ## Example
//! ```yaml
//! kind: control
//! id: CTL-014
//! control: A.6.2.8
//! applicable: yes
//! implementation: implemented # and nothing of the last twelve months shows it
//! ```
//!
//! ## Fix
//! Name evidence: a file in `evidence` of the row or of a record with the control in its `clauses`, or a record that is
//! evidence for the control by its kind. If there is none yet, the control is `partly` implemented.
//!
//! Never counts evidence that has expired, has no date, or is only planned.

use std::collections::BTreeSet;

use crate::diagnostic::Level;
use crate::handbook::{EvidenceStanding, Handbook, Item, Reach};
use crate::rules::applicability::implemented;
use crate::rules::records::place;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "implemented-without-evidence",
    level: Level::Warning,
    source: include_str!("implemented_without_evidence.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let by_row = records_with_files(handbook);
    let mut violations = Vec::new();
    for row in implemented(handbook) {
        let coverage = handbook.coverage.clause(row.clause);
        let shown = coverage.map_or(&[][..], |coverage| coverage.evidence.as_slice());
        let current =
            shown.iter().any(|support| support.reach == Reach::Whole && support.standing == EvidenceStanding::Current);
        if current || by_row.contains(&row.at) {
            continue;
        }
        let control = &handbook.vocabulary.library.get(row.clause).id;
        let id = &row.record.id.value;
        let message = format!("`{id}` says that {control} is implemented, and no evidence in date shows it");
        let help = "name evidence of the last period, or say `implementation: partly`";
        violations.push(Violation::of_record(row.record, message, help).at(place(row.record, "implementation")));
    }
    violations
}

/// Records that name a file in date.
fn records_with_files(handbook: &Handbook) -> BTreeSet<usize> {
    let uses = handbook.evidence.iter().flat_map(|file| &file.uses);
    let current = uses.filter(|named| named.standing == EvidenceStanding::Current);
    current
        .filter_map(|named| match named.by {
            Item::Record(at) => Some(at),
            Item::Document(_) => None,
        })
        .collect()
}
