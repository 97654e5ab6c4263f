//! The rule `evidence-expired`.
//!
//! Never asks for new evidence where other evidence for the same entry is in date.

use crate::diagnostic::Level;
use crate::handbook::{EvidenceSource, EvidenceStanding, Handbook, Reach, Status};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "evidence-expired",
    level: Level::Warning,
    summary: "A record was the evidence for an entry, and is no longer in date.",
    explanation: "Evidence shows that something is done, for a time. When the last evidence for an entry expires, the \
                  entry becomes stale: what was true then is not shown to be true now. Renew the record (review it, \
                  repeat the assessment, take the measurement), or give the entry newer evidence.",
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut found: std::collections::BTreeMap<usize, Vec<String>> = std::collections::BTreeMap::new();
    for framework in &handbook.options.frameworks {
        for (entry, catalog_entry) in handbook.vocabulary.library.at(*framework).assessable() {
            let clause = crate::catalog::ClauseId { framework: *framework, entry };
            let Some(coverage) = handbook.coverage.clause(clause) else { continue };
            let whole = || coverage.evidence.iter().filter(|support| support.reach == Reach::Whole);
            let current = whole().any(|support| support.standing == EvidenceStanding::Current);
            if current || coverage.status == Some(Status::Excluded) {
                continue;
            }
            for support in whole().filter(|support| support.standing == EvidenceStanding::Expired) {
                if let EvidenceSource::Record(at) = support.source {
                    found.entry(at).or_default().push(catalog_entry.id.clone());
                }
            }
        }
    }
    let violation = |(at, entries): (usize, Vec<String>)| {
        let record = &handbook.records[at];
        Violation {
            path: record.path.clone(),
            span: record.id.span,
            message: format!("`{}` was the evidence for {}, and has expired", record.id.value, entries.join(", ")),
            help: "renew the record, or give the entry newer evidence",
        }
    };
    found.into_iter().map(violation).collect()
}
