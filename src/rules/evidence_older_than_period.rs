//! A record was made or renewed on evidence that was out of date already.
//!
//! Evidence speaks for its period. A risk that was reviewed in May on a report of two years ago was not reviewed: the
//! date moved, and the world behind it was not looked at.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! id: RSK-007
//! reviewed: 2026-05-02
//! evidence:
//!   - {path: evidence/2024/drift-report.pdf, collected: 2024-02-11}
//! ```
//!
//! ## Fix
//! Look at what is true now, and name evidence of the last period. How long evidence speaks for something is
//! `evidence_validity` in aimsbook.yaml: 12 months when nothing is said.
//!
//! Never fires when one of the record's dated files was still in date, nor when the old one has its own later `expires`.

use std::collections::BTreeMap;

use crate::diagnostic::Level;
use crate::handbook::{EvidenceStanding, FileRef, FileUse, Handbook, Item};
use crate::rules::records::is_closed;
use crate::rules::rule::{Rule, Violation};
use crate::text::Date;

pub const RULE: Rule = Rule {
    name: "evidence-older-than-period",
    level: Level::Warning,
    source: include_str!("evidence_older_than_period.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations = Vec::new();
    for (at, files) in files_of_records(handbook) {
        let record = &handbook.records[at];
        let made = made_on(handbook, at).filter(|_| !is_closed(handbook, record));
        let newest = files.into_iter().max_by_key(|(_, named)| named.valid_until);
        let (Some(made), Some((file, named))) = (made, newest) else { continue };
        let (Some(of), Some(until)) = (named.date, named.valid_until) else { continue };
        if until < made {
            let name = match file {
                FileRef::Path(path) => path.as_str(),
                FileRef::Address(address) => address,
            };
            let id = &record.id.value;
            let message = format!("`{id}` is of {made}, and its newest evidence, `{name}`, is of {of}");
            violations.push(Violation::of_record(record, message, "name evidence of the last period"));
        }
    }
    violations
}

/// The files that each record names, as far as they are there and dated.
fn files_of_records(handbook: &Handbook) -> BTreeMap<usize, Vec<(&FileRef, &FileUse)>> {
    let mut files: BTreeMap<usize, Vec<(&FileRef, &FileUse)>> = BTreeMap::new();
    for file in &handbook.evidence {
        for named in file.uses.iter().filter(|named| !matches!(named.standing, EvidenceStanding::NotCounted(_))) {
            if let Item::Record(at) = named.by {
                files.entry(at).or_default().push((&file.file, named));
            }
        }
    }
    files
}

/// The day that makes the record evidence itself, or its plain date.
fn made_on(handbook: &Handbook, at: usize) -> Option<Date> {
    let by_kind = handbook.record_claims[at].iter().filter_map(|claim| claim.date).max();
    by_kind.or_else(|| handbook.records[at].date.as_ref().map(|date| date.value))
}
