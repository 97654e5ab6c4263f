//! Frameworks and their clauses, with what supports them.
//!
//! Never decides a status.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{
    Backlink, Card, ClauseChip, CoverageChart, Diagram, DocumentRow, EvidenceItem, Figures, Link, Status,
};

/// All enabled frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct FrameworksPage {
    pub frameworks: Vec<FrameworkCard>,
    /// Pages across frameworks: gaps, matrices of one framework against another.
    pub links: Vec<Card>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FrameworkCard {
    /// The full title, beside the short name in `figures.framework`.
    pub title: String,
    pub figures: Figures,
    /// Its matrices and lists.
    pub links: Vec<Link>,
}

/// One framework: its entries as a tree, each with its status.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FrameworkPage {
    /// The full title.
    pub full_title: String,
    /// Absent for an audience that sees no coverage.
    pub figures: Option<Figures>,
    /// The same figures group by group; absent for an audience that sees no coverage, and for a single group.
    pub chart: Option<CoverageChart>,
    /// All entries in the catalog's order.
    pub entries: Vec<EntryRow>,
    /// Its matrices, gaps, and the Statement of Applicability.
    pub links: Vec<Link>,
}

/// One entry in a framework's tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EntryRow {
    pub link: Link,
    /// 0 for chapters and annexes.
    pub depth: u8,
    /// Absent for headings.
    pub status: Option<Status>,
    /// Clause, control, article, … in one word.
    pub kind: String,
    /// Supporting documents, visible or not.
    pub documents: usize,
    /// Supporting records and evidence files, visible or not.
    pub evidence: usize,
    /// A few words where the status needs them: "3 of 4 systems", or why it is excluded.
    pub note: String,
}

/// One clause: what supports it, what is missing, and where else to look.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ClausePage {
    /// The framework's page.
    pub framework: Link,
    pub edition: String,
    /// The first digits of the catalog's digest.
    pub digest: String,
    pub id: String,
    /// Another title in use, empty when there is none.
    pub alt_title: String,
    /// Clause, control, article, … in one word.
    pub kind: String,
    /// Absent for headings, and for an audience that sees no coverage.
    pub status: Option<Status>,
    /// One sentence: why it has this status.
    pub reason: String,
    /// For entries that are owed by every AI system.
    pub systems: Vec<SystemStatus>,
    /// Documents that answer it, best first.
    pub documents: Vec<DocumentSupport>,
    /// Supporting documents that this audience may not see.
    pub hidden_documents: usize,
    /// Records that are evidence for it, newest first.
    pub records: Vec<RecordSupport>,
    /// Supporting records and files that this audience may not see.
    pub hidden_records: usize,
    /// Evidence files named for it.
    pub evidence: Vec<EvidenceItem>,
    /// How all of these lead to one another, when there is something to show.
    pub relations: Option<Diagram>,
    /// Documents that mention it in running text; counts nowhere.
    pub mentions: Vec<Backlink>,
    /// Crosswalk: look here too.
    pub related: Vec<RelatedClause>,
    /// What would bring it further, one sentence each; empty when nothing is missing.
    pub missing: Vec<String>,
    /// The catalog's advice on documented information; empty when there is none.
    pub advice_documents: String,
    /// The catalog's advice on usual evidence; empty when there is none.
    pub advice_evidence: String,
    /// Clause text that the organization holds a licence for; empty unless this audience may read it.
    #[serde(skip)]
    pub licensed_html: Arc<str>,
    /// The entries below, for a heading.
    pub children: Vec<EntryRow>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

/// How one AI system stands with an entry that every system owes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SystemStatus {
    pub system: Link,
    pub status: Status,
    pub reason: String,
}

/// A document that answers a clause.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentSupport {
    pub document: DocumentRow,
    /// The sections that answer it; empty when the document as a whole does.
    pub sections: Vec<Link>,
    /// The part of the clause it answers, `(2)(a)`; empty when it answers all of it.
    pub locator: String,
    /// Whether it counts; a draft or a locator alone does not.
    pub counts: bool,
    /// Why it does not count, or anything else worth a few words; else empty.
    pub remark: String,
}

/// A record that is evidence for a clause.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RecordSupport {
    pub record: Link,
    /// The kind's title.
    pub kind: String,
    /// The record's own state, as its kind words it; empty when it has none.
    pub state: String,
    /// The date that makes it evidence; empty when it has none.
    pub date: String,
    /// The last day on which it is in date; empty when it does not expire.
    pub valid_until: String,
    pub standing: Standing,
    /// Why it does not count, or anything else worth a few words; else empty.
    pub remark: String,
}

/// Whether evidence counts on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Current,
    Expired,
    /// Planned, undated, in the future, or without a field that its kind demands.
    NotCounted,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RelatedClause {
    pub clause: ClauseChip,
    /// The other framework's name.
    pub framework: String,
    /// How the two relate, in the catalog's words.
    pub relation: String,
    /// The best document that the organization has for it.
    pub document: Option<DocumentRow>,
    /// Records and files in date that are evidence for it.
    pub evidence: usize,
    /// Documents and evidence for it that this audience may not see.
    pub hidden: usize,
}
