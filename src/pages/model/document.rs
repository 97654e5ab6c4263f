//! A document, a folder of documents, and lists of them.
//!
//! Never holds Markdown: a text is HTML already.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{Card, ClauseChip, DocumentState, EvidenceItem, Field, HistoryRow, Link, RelatedRecords};

/// A document with its control header and everything that points at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentPage {
    pub control: Control,
    /// The text as HTML: sanitized, headings with ids, links already relative to this page's path.
    #[serde(skip)]
    pub body_html: Arc<str>,
    /// The tag of the language that the document says it is written in; empty when it says none.
    pub language: String,
    /// `rtl` or `ltr` as that language is written; `auto`, by the first letter, when the document says none.
    pub direction: String,
    /// The headings of the text, for the contents beside it.
    pub headings: Vec<Heading>,
    /// Other documents and records whose text or fields link here.
    pub backlinks: Vec<Backlink>,
    /// Backlinks that this audience may not see.
    pub hidden_backlinks: usize,
    /// Records that name this document in a field.
    pub records: Vec<RelatedRecords>,
    /// Evidence files that this document names.
    pub evidence: Vec<EvidenceItem>,
    /// What happened to it in earlier versions of the handbook and in this one, newest first.
    pub history: Vec<HistoryRow>,
    /// The document before this one in reading order.
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// The source file's path in the handbook's folder.
    pub source: String,
    /// Where title or id come from when the front matter does not say, for example "title from the first heading".
    pub origins: Vec<String>,
    /// Address of the page that edits this file, when a repository is configured; else empty.
    pub edit_url: String,
}

/// What an auditor reads first. A field that is not known is empty, and shown as such.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Control {
    pub id: String,
    /// The document's type as written: policy, procedure, …
    pub kind: String,
    pub version: String,
    pub state: DocumentState,
    pub owner: String,
    pub approver: String,
    pub approved_on: String,
    pub next_review: String,
    /// Whether `next_review` comes from the configured interval and not from the document.
    pub next_review_assumed: bool,
    pub classification: String,
    /// In the order of the front matter, then of the headings.
    pub clauses: Vec<ClauseChip>,
    /// Further front matter that is worth showing: label and value.
    pub more: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Heading {
    /// 2 to 6, as in the page (the title is 1).
    pub level: u8,
    /// The fragment.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The clauses that this section answers.
    pub clauses: Vec<ClauseChip>,
}

/// Something that links here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Backlink {
    pub link: Link,
    /// The section of the other document in which the link stands, or the record's field; empty when unknown.
    pub place: String,
    /// The kind of the other end in one word: policy, risk, …
    pub kind: String,
}

/// One row in a list of documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentRow {
    pub link: Link,
    pub kind: String,
    pub version: String,
    pub state: DocumentState,
    pub owner: String,
    pub approved_on: String,
    pub next_review: String,
}

/// A folder of the handbook.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct SectionPage {
    /// The text of the folder's index document, rendered; empty when there is none.
    #[serde(skip)]
    pub body_html: Arc<str>,
    /// Folders below.
    pub sections: Vec<Card>,
    pub documents: Vec<DocumentRow>,
    /// Documents here that this audience may not see.
    pub hidden: usize,
    /// This list in parts when it is long.
    pub parts: Parts,
}

/// A long table in several pages; empty when there is one page only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct Parts {
    /// One link for each part; the title is the range it covers ("1–500").
    pub links: Vec<Link>,
    /// Which of them this page is, from 0.
    pub current: usize,
    /// Rows in all parts together.
    pub total: usize,
}
