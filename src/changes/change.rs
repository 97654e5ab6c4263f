//! What a change does to a handbook, as values that an export can print.
//!
//! Never holds a word of something that the audience may not see: whoever makes them has asked the View.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::obligations::ObligationChange;
use crate::changes::redline::Redline;
use crate::text::Spanned;
use crate::view::{Document, Status};

/// What a change does to a handbook.
#[derive(Debug, Clone, Default)]
pub struct Changes {
    pub documents: Vec<DocumentChange>,
    pub records: Vec<RecordChange>,
    /// Rows of the Statement of Applicability are records too; here they stand apart.
    pub statement: Vec<RecordChange>,
    pub clauses: Vec<ClauseChange>,
    pub evidence: Vec<EvidenceChange>,
    pub findings: Vec<FindingChange>,
    /// Roles that must approve, with the documents and records that ask for it.
    pub approvers: BTreeMap<String, BTreeSet<String>>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Kind {
    Added,
    Removed,
    /// The file has moved; it may have changed too.
    Renamed {
        from: String,
    },
    Changed,
}

impl Kind {
    pub fn word(&self) -> &'static str {
        match self {
            Kind::Added => "added",
            Kind::Removed => "removed",
            Kind::Renamed { .. } => "renamed",
            Kind::Changed => "changed",
        }
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentChange {
    pub id: String,
    pub title: String,
    pub path: String,
    pub kind: Kind,
    /// The role that answers for it, and the one that approves it, as the later state has them.
    pub owner: String,
    pub approver: String,
    pub fields: Vec<FieldChange>,
    pub redline: Redline,
    pub obligations: Vec<Obligation>,
    /// The text changed under an approval that still names the old day.
    pub approval_void: bool,
}

#[derive(Debug, Clone)]
pub struct RecordChange {
    pub id: String,
    pub title: String,
    /// The kind's title.
    pub record_kind: String,
    pub path: String,
    pub kind: Kind,
    /// The role that answers for it, and the one that decides on it, as the later state has them.
    pub owner: String,
    pub approver: String,
    pub fields: Vec<FieldChange>,
}

/// A field before and after; empty where it was or is not filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldChange {
    pub label: String,
    pub before: String,
    pub after: String,
}

/// A block whose obligations changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obligation {
    pub change: ObligationChange,
    pub before: String,
    pub after: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClauseChange {
    pub framework: String,
    pub id: String,
    pub title: String,
    pub before: Option<Status>,
    pub after: Option<Status>,
    /// The documents that answered it, by id.
    pub documents_before: Vec<String>,
    pub documents_after: Vec<String>,
}

impl ClauseChange {
    /// Documented or evidenced before, and no longer.
    pub fn is_regression(&self) -> bool {
        let rank = |status: Option<Status>| match status {
            Some(Status::Evidenced) => 2,
            Some(Status::Documented) => 1,
            _ => 0,
        };
        self.after != Some(Status::Excluded) && rank(self.after) < rank(self.before)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceChange {
    pub name: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingChange {
    pub path: String,
    pub code: &'static str,
    pub level: &'static str,
    pub message: String,
    /// New in the later edition; else fixed by it.
    pub is_new: bool,
}

impl DocumentChange {
    /// A document that nothing came before.
    pub fn added(document: &Document) -> DocumentChange {
        let text = |role: Option<&Spanned<String>>| role.map(|role| role.value.clone()).unwrap_or_default();
        DocumentChange {
            id: document.id.value.clone(),
            title: document.title.clone(),
            path: document.path.as_str().to_owned(),
            kind: Kind::Added,
            owner: text(document.owner.as_ref()),
            approver: text(document.approver.as_ref()),
            fields: Vec::new(),
            redline: Redline::default(),
            obligations: Vec::new(),
            approval_void: false,
        }
    }
}

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
            && self.records.is_empty()
            && self.statement.is_empty()
            && self.clauses.is_empty()
            && self.evidence.is_empty()
            && self.findings.is_empty()
    }

    /// What a reviewer must not overlook, most urgent first: a key and how often.
    pub fn counts(&self) -> [(&'static str, usize); 8] {
        let obligations = |wanted: [ObligationChange; 2]| {
            let all = self.documents.iter().flat_map(|change| &change.obligations);
            all.filter(|obligation| wanted.contains(&obligation.change)).count()
        };
        [
            ("regressions", self.regressions().count()),
            ("approvals", self.void_approvals().count()),
            ("weaker", obligations([ObligationChange::Weakened, ObligationChange::Lost])),
            ("stronger", obligations([ObligationChange::Strengthened, ObligationChange::Gained])),
            ("documents", self.documents.len()),
            ("records", self.records.len() + self.statement.len()),
            ("evidence", self.evidence.len()),
            ("findings", self.new_findings().count()),
        ]
    }

    /// Coverage that was there and is lost.
    pub fn regressions(&self) -> impl Iterator<Item = &ClauseChange> {
        self.clauses.iter().filter(|change| change.is_regression())
    }

    pub fn void_approvals(&self) -> impl Iterator<Item = &DocumentChange> {
        self.documents.iter().filter(|change| change.approval_void)
    }

    pub fn new_findings(&self) -> impl Iterator<Item = &FindingChange> {
        self.findings.iter().filter(|finding| finding.is_new)
    }
}
