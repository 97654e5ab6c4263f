//! Coverage as plain data: figures with their denominator, edition and digest, and what supports each entry.
//!
//! Never computes a status.

use std::collections::BTreeMap;

use serde::Serialize;

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::view::{
    DocumentLevel, DocumentSupport, EvidenceSource, EvidenceStanding, EvidenceSupport, ExclusionReason, FileRef,
    FrameworkCoverage, Item, Reach, Status, View,
};

/// The coverage of some frameworks on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageReport {
    pub as_of: String,
    pub frameworks: Vec<FrameworkReport>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FrameworkReport {
    pub id: String,
    pub name: String,
    pub edition: String,
    /// Of the catalog, so that two figures can be compared.
    pub digest: String,
    pub counts: Counts,
    /// Only what is assessable.
    pub entries: Vec<EntryReport>,
}

/// `documented` and `evidenced` are the two figures, of `applicable`; `statuses` adds up to `assessable`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Counts {
    pub assessable: usize,
    pub applicable: usize,
    pub documented: usize,
    pub evidenced: usize,
    pub statuses: BTreeMap<&'static str, usize>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EntryReport {
    pub id: String,
    pub title: String,
    pub status: &'static str,
    pub documents: Vec<DocumentRow>,
    pub evidence: Vec<EvidenceRow>,
    /// For an entry that is owed per AI system.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<SystemRow>,
    /// The record that excludes it, or why it does not apply.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded_by: Option<String>,
    /// Documents, evidence and systems that this audience may not see.
    #[serde(skip_serializing_if = "is_zero")]
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    pub id: String,
    pub title: String,
    pub state: &'static str,
    /// Headings that make the claim; none when the whole document does.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<String>,
    /// Whether the reference counts, and if not, why.
    pub reach: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EvidenceRow {
    /// The id of the record or document that names it.
    pub by: String,
    /// The file or address, unless the record itself is the evidence.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    pub standing: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    pub reach: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SystemRow {
    pub id: String,
    pub status: &'static str,
}

/// The coverage of these frameworks as the view's audience sees it; nothing for one that sees no coverage.
pub fn coverage_report(view: &View<'_>, frameworks: &[FrameworkIndex]) -> CoverageReport {
    CoverageReport {
        as_of: view.options().as_of.to_string(),
        frameworks: frameworks.iter().filter_map(|framework| framework_report(view, *framework)).collect(),
    }
}

fn framework_report(view: &View<'_>, index: FrameworkIndex) -> Option<FrameworkReport> {
    let figures = view.figures(index)?;
    let framework = view.library().at(index);
    let clause = |entry| ClauseId { framework: index, entry };
    let entries = framework.assessable().filter_map(|(at, _)| entry_report(view, clause(at)));
    Some(FrameworkReport {
        id: framework.id.clone(),
        name: framework.name.clone(),
        edition: framework.edition.clone(),
        digest: framework.digest.to_string(),
        counts: counts(figures),
        entries: entries.collect(),
    })
}

/// The figures as a report shows them.
pub(super) fn counts(figures: &FrameworkCoverage) -> Counts {
    Counts {
        assessable: figures.assessable(),
        applicable: figures.applicable(),
        documented: figures.documented(),
        evidenced: figures.evidenced(),
        statuses: Status::ALL.iter().map(|status| (status.word(), figures.count(*status))).collect(),
    }
}

fn entry_report(view: &View<'_>, clause: ClauseId) -> Option<EntryReport> {
    let entry = view.library().get(clause);
    let seen = view.clause(clause)?;
    let system = |record: usize| view.record(record).map(|record| record.id.value.clone()).unwrap_or_default();
    Some(EntryReport {
        id: entry.id.clone(),
        title: entry.title.clone(),
        status: seen.status?.word(),
        documents: seen.documents.items.iter().filter_map(|support| document_row(view, support)).collect(),
        evidence: seen.evidence.items.iter().filter_map(|support| evidence_row(view, support)).collect(),
        systems: seen
            .systems
            .items
            .iter()
            .map(|part| SystemRow { id: system(part.record), status: part.status.word() })
            .collect(),
        excluded_by: seen.exclusion.map(|reason| excluded_by(view, reason)),
        hidden: seen.documents.hidden + seen.evidence.hidden + seen.systems.hidden,
    })
}

fn document_row(view: &View<'_>, support: &DocumentSupport) -> Option<DocumentRow> {
    let document = view.document(support.document)?;
    let heading = |at: &usize| document.body.headings.get(*at).map(|heading| heading.text.clone());
    Some(DocumentRow {
        id: document.id.value.clone(),
        title: document.title.clone(),
        state: match support.level {
            DocumentLevel::None => "does not count",
            DocumentLevel::Draft => "draft",
            DocumentLevel::Overdue => "overdue",
            DocumentLevel::Approved => "approved",
        },
        headings: support.headings.iter().filter_map(heading).collect(),
        reach: reach(&support.reach),
    })
}

fn evidence_row(view: &View<'_>, support: &EvidenceSupport) -> Option<EvidenceRow> {
    let (by, file) = match &support.source {
        EvidenceSource::Record(at) => (view.record(*at)?.id.value.clone(), None),
        EvidenceSource::File { by, file } => (id_of(view, *by)?, Some(place(file))),
    };
    Some(EvidenceRow {
        by,
        file,
        standing: match &support.standing {
            EvidenceStanding::Current => "current".to_owned(),
            EvidenceStanding::Expired => "expired".to_owned(),
            EvidenceStanding::NotCounted(why) => format!("does not count: {why}"),
        },
        date: support.date.map(|date| date.to_string()),
        valid_until: support.valid_until.map(|date| date.to_string()),
        reach: reach(&support.reach),
    })
}

fn id_of(view: &View<'_>, item: Item) -> Option<String> {
    match item {
        Item::Document(at) => view.document(at).map(|document| document.id.value.clone()),
        Item::Record(at) => view.record(at).map(|record| record.id.value.clone()),
    }
}

fn place(file: &FileRef) -> String {
    match file {
        FileRef::Path(path) => path.to_string(),
        FileRef::Address(address) => address.clone(),
    }
}

fn reach(reach: &Reach) -> String {
    match reach {
        Reach::Whole => "whole".to_owned(),
        Reach::Part(locator) => format!("in part: {locator}"),
        Reach::Hint => "hint: a heading is not assessed".to_owned(),
        Reach::Guidance(written) => format!("guidance: {written}"),
    }
}

fn excluded_by(view: &View<'_>, reason: &ExclusionReason) -> String {
    match reason {
        ExclusionReason::Recorded(at) => {
            view.record(*at).map_or_else(|| "a record".to_owned(), |record| record.id.value.clone())
        }
        ExclusionReason::NoSystem => "no AI system in scope has the role and class".to_owned(),
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}
