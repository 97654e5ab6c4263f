//! Records, registers, and values as they are shown.
//!
//! Never knows a kind: a record is labels and values.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{
    Backlink, Card, ClauseChip, EvidenceItem, Link, Parts, Rating, RiskPicture, Standing, TargetChart,
};

/// All registers in groups.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct RegistersPage {
    /// Cards of one group stand under its heading, in this order.
    pub registers: Vec<Card>,
}

/// All records of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RegisterPage {
    /// What the kind is for, in one sentence.
    pub description: String,
    pub columns: Vec<RegisterColumn>,
    pub rows: Vec<RegisterRow>,
    /// How many records have each state, in the kind's order; over all parts.
    pub states: Vec<StateCount>,
    /// Records that this audience may not see.
    pub hidden: usize,
    pub parts: Parts,
    /// The entries that records of this kind are evidence for.
    pub clauses: Vec<ClauseChip>,
    /// The pictures above the register of risks; on its first part only.
    pub risk: Option<Box<RiskPicture>>,
    /// The picture above the register of objectives; on its first part only.
    pub targets: Option<TargetChart>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RegisterColumn {
    /// The field's name, which addresses and exports use.
    pub name: String,
    pub label: String,
    /// Whether the column holds numbers and is set right.
    pub numeric: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RegisterRow {
    /// The record's page; its id and title are cells too when the columns say so.
    pub link: Link,
    /// One for each column.
    pub cells: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StateCount {
    pub state: String,
    pub count: usize,
}

/// A record with its fields and both ends of its relations.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RecordPage {
    pub id: String,
    /// The kind's register.
    pub kind: Link,
    /// The record's state; empty when it has none.
    pub state: String,
    pub owner: String,
    pub date: String,
    pub next_review: String,
    /// Whether the day of the next review has passed.
    pub overdue: bool,
    pub classification: String,
    /// The clauses the record names.
    pub clauses: Vec<ClauseChip>,
    /// Whether and for what the record counts as evidence.
    pub evidence_for: Vec<EvidenceFor>,
    /// The `description` field, rendered; empty when there is none.
    #[serde(skip)]
    pub description_html: Arc<str>,
    /// The kind's own fields in its order, filled ones only.
    pub fields: Vec<Field>,
    /// Fields the kind requires and the record lacks.
    pub missing: Vec<String>,
    /// Relations from here to others, by label.
    pub relations: Vec<RelatedRecords>,
    /// Relations from others to here, by the inverse label.
    pub inverse: Vec<RelatedRecords>,
    /// Documents and records that link here in their text.
    pub backlinks: Vec<Backlink>,
    /// Related entries that this audience may not see.
    pub hidden: usize,
    pub evidence: Vec<EvidenceItem>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// The source file's path in the handbook's folder.
    pub source: String,
    /// Address of the page that edits this file, when a repository is configured; else empty.
    pub edit_url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EvidenceFor {
    pub clause: ClauseChip,
    pub standing: Standing,
    /// Why it does not count, or until when it does; may be empty.
    pub remark: String,
}

/// Entries that one relation leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RelatedRecords {
    /// The relation's label in this direction.
    pub label: String,
    pub items: Vec<RelatedItem>,
    /// Items that this audience may not see.
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RelatedItem {
    pub link: Link,
    /// The kind or document type in one word.
    pub kind: String,
    /// Its state; empty when it has none.
    pub state: String,
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Field {
    pub label: String,
    pub value: Value,
}

/// A value as it is shown; templates read `is` and `value`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "is", content = "value", rename_all = "kebab-case")]
pub enum Value {
    /// Nothing was written.
    Empty,
    Text(String),
    /// Set right in tables; as written.
    Number(String),
    Date(String),
    /// One of a closed list: shown as a small label.
    Choice(String),
    Truth(bool),
    /// A role.
    Role(String),
    /// Markdown that became HTML.
    Html(Arc<str>),
    Link(Link),
    /// An address outside the site; the scheme was checked.
    Address(Address),
    Clause(ClauseChip),
    Evidence(EvidenceItem),
    Rating(Rating),
    List(Vec<Value>),
    /// A group of fields.
    Group(Vec<Field>),
    /// Something that this audience may not see: how many.
    Hidden(usize),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Address {
    pub title: String,
    /// With its scheme.
    pub href: String,
}
