//! The seven statuses of an entry, and the one table that gives them.
//!
//! Never looks at a document: it is told the best document and the best evidence.

use std::fmt;

/// The best document that refers to an entry, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentLevel {
    None,
    /// A draft, or in review, or approved without a date.
    Draft,
    /// Approved, and its review date has passed.
    Overdue,
    Approved,
}

/// The best evidence for an entry, worst first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum EvidenceLevel {
    None,
    Expired,
    Current,
}

/// How an assessable entry stands; in the order from worst to best, excluded last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing refers to it.
    Gap,
    /// Only a draft.
    Planned,
    /// There was something, and it is no longer in date.
    Stale,
    /// Done without an approved document.
    Practised,
    /// Written and approved, not yet shown to be done.
    Documented,
    /// Written, approved and shown to be done.
    Evidenced,
    /// Does not apply, with a justification.
    Excluded,
}

impl Status {
    pub const ALL: [Status; 7] = [
        Status::Gap,
        Status::Planned,
        Status::Stale,
        Status::Practised,
        Status::Documented,
        Status::Evidenced,
        Status::Excluded,
    ];

    /// The table of the definition.
    pub fn of(document: DocumentLevel, evidence: EvidenceLevel) -> Status {
        match (document, evidence) {
            (DocumentLevel::None, EvidenceLevel::None) => Status::Gap,
            (DocumentLevel::None, EvidenceLevel::Current) => Status::Practised,
            (DocumentLevel::Draft, EvidenceLevel::None) => Status::Planned,
            (DocumentLevel::Draft, EvidenceLevel::Current) => Status::Practised,
            (DocumentLevel::Approved, EvidenceLevel::None) => Status::Documented,
            (DocumentLevel::Approved, EvidenceLevel::Current) => Status::Evidenced,
            (DocumentLevel::Overdue, _) | (_, EvidenceLevel::Expired) => Status::Stale,
        }
    }

    pub fn word(self) -> &'static str {
        match self {
            Status::Gap => "gap",
            Status::Planned => "planned",
            Status::Stale => "stale",
            Status::Practised => "practised",
            Status::Documented => "documented",
            Status::Evidenced => "evidenced",
            Status::Excluded => "excluded",
        }
    }

    /// Has an approved document in date.
    pub fn is_documented(self) -> bool {
        matches!(self, Status::Documented | Status::Evidenced)
    }
}

impl fmt::Display for Status {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::{DocumentLevel, EvidenceLevel, Status};

    #[test]
    fn the_table() {
        let documents = [DocumentLevel::None, DocumentLevel::Draft, DocumentLevel::Overdue, DocumentLevel::Approved];
        let evidence = [EvidenceLevel::None, EvidenceLevel::Expired, EvidenceLevel::Current];
        let table: Vec<String> = documents
            .iter()
            .map(|document| evidence.map(|evidence| Status::of(*document, evidence).word()).join(" "))
            .collect();
        assert_eq!(
            table,
            ["gap stale practised", "planned stale practised", "stale stale stale", "documented stale evidenced"]
        );
    }
}
