//! Something was the evidence for an entry, and is no longer in date.
//!
//! Evidence shows that something is done, for a time. When the last evidence for an entry expires, the entry becomes
//! stale: what was true then is not shown to be true now.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! id: RSK-007
//! reviewed: 2025-01-20        # valid for 12 months, and a year and a half ago
//! ```
//!
//! ## Fix
//! Renew it: review the record, repeat the assessment, take the measurement, collect the file again. Or give the entry
//! newer evidence.
//!
//! Never asks for new evidence where other evidence for the same entry is in date.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::ClauseId;
use crate::diagnostic::Level;
use crate::handbook::{
    ClauseCoverage, EvidenceSource, EvidenceStanding, EvidenceSupport, FileRef, Handbook, Item, Reach, Status,
};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "evidence-expired", level: Level::Warning, source: include_str!("evidence_expired.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut found: BTreeMap<Proof<'_>, Vec<&str>> = BTreeMap::new();
    for framework in &handbook.options.frameworks {
        for (entry, catalog_entry) in handbook.vocabulary.library.at(*framework).assessable() {
            let clause = ClauseId { framework: *framework, entry };
            let expired = handbook.coverage.clause(clause).map(only_expired).unwrap_or_default();
            for proof in proofs(&expired) {
                found.entry(proof).or_default().push(&catalog_entry.id);
            }
        }
    }
    found.into_iter().map(|(proof, entries)| violation(handbook, &proof, &entries.join(", "))).collect()
}

/// What has expired: a record, or a file with the first of those that name it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Proof<'h> {
    Record(usize),
    File(&'h FileRef, Item),
}

/// Each record and each file once; a file that an expired record speaks for is said with the record.
fn proofs<'h>(expired: &[&'h EvidenceSupport]) -> BTreeSet<Proof<'h>> {
    let records = expired.iter().filter_map(|support| match &support.source {
        EvidenceSource::Record(at) => Some(*at),
        EvidenceSource::File { .. } => None,
    });
    let records: BTreeSet<usize> = records.collect();
    let mut files: BTreeMap<&FileRef, BTreeSet<Item>> = BTreeMap::new();
    for support in expired {
        if let EvidenceSource::File { by, file } = &support.source {
            files.entry(file).or_default().insert(*by);
        }
    }
    let spoken_for = |by: &Item| matches!(by, Item::Record(at) if records.contains(at));
    let files = files.into_iter().filter(|(_, named_by)| !named_by.iter().any(spoken_for));
    let files = files.filter_map(|(file, named_by)| Some(Proof::File(file, *named_by.first()?)));
    files.chain(records.iter().map(|at| Proof::Record(*at))).collect()
}

/// The expired evidence of an entry that has no other.
fn only_expired(coverage: &ClauseCoverage) -> Vec<&EvidenceSupport> {
    let whole = || coverage.evidence.iter().filter(|support| support.reach == Reach::Whole);
    let current = whole().any(|support| support.standing == EvidenceStanding::Current);
    if current || coverage.status == Some(Status::Excluded) {
        return Vec::new();
    }
    whole().filter(|support| support.standing == EvidenceStanding::Expired).collect()
}

fn violation(handbook: &Handbook, proof: &Proof<'_>, entries: &str) -> Violation {
    let (item, what) = match *proof {
        Proof::Record(at) => (Item::Record(at), format!("`{}`", handbook.records[at].id.value)),
        Proof::File(FileRef::Path(path), by) => (by, format!("`{path}`")),
        Proof::File(FileRef::Address(address), by) => (by, format!("`{address}`")),
    };
    let message = format!("{what} was the evidence for {entries}, and has expired");
    let help = "renew it, or give the entry newer evidence";
    match item {
        Item::Record(at) => Violation::of_record(&handbook.records[at], message, help),
        Item::Document(at) => Violation::of_document(&handbook.documents[at], message, help),
    }
}
