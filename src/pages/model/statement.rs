//! The Statement of Applicability: a row a control, and its counts.
//!
//! Never leaves a control out: one without a row is undecided.

use serde::Serialize;

use crate::pages::model::{DocumentRow, Field, Link, Status, Value};

/// The Statement of Applicability of one framework, in the order of its catalog.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatementPage {
    pub framework: Link,
    pub edition: String,
    /// The first digits of the catalog's digest.
    pub digest: String,
    /// The document that introduces it; version and approval are its own.
    pub document: Option<DocumentRow>,
    pub approver: String,
    /// Whether the approval is bound to the rows, in one sentence; empty when there is no document.
    pub binding: String,
    pub counts: StatementCounts,
    pub groups: Vec<StatementGroup>,
    /// Statements of other frameworks, and the register with the rows.
    pub links: Vec<Link>,
}

/// How many controls there are, how they are decided, and how far the applicable ones are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Default)]
pub struct StatementCounts {
    pub controls: usize,
    /// Those of the framework itself; the others are own ones.
    pub of_framework: usize,
    pub applicable: usize,
    pub excluded: usize,
    pub undecided: usize,
    pub implemented: usize,
    pub partly: usize,
    pub planned: usize,
    pub not_implemented: usize,
    /// Applicable, and the row does not say how far it is, or is not shown to this audience.
    pub unstated: usize,
}

/// Controls under one objective.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatementGroup {
    /// The objective; without an address for rows that name no control.
    pub title: Link,
    pub rows: Vec<StatementRow>,
}

/// One row: what was decided about a control, why, and what shows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatementRow {
    /// Absent for a row that names no control.
    pub control: Option<Link>,
    /// How the control stands in the coverage.
    pub status: Option<Status>,
    /// The record; absent when the control has none, or none that this audience sees.
    pub record: Option<Link>,
    pub verdict: RowVerdict,
    /// Why it is undecided, or anything else worth a few words; else empty.
    pub remark: String,
    /// For inclusion, for exclusion: what was written.
    pub justifications: Vec<Field>,
    /// Whether the decision lacks its justification.
    pub unjustified: bool,
    /// Risks, impact assessments and obligations that the decision rests on.
    pub rests_on: Vec<Field>,
    pub implementation: Value,
    /// Empty when no date is planned.
    pub planned_for: String,
    pub owner: String,
    /// The documents that say how it is done, and a note.
    pub how: Vec<Value>,
    /// Evidence in date, newest first, what the row itself names before the rest.
    pub evidence: Vec<StatementEvidence>,
    /// How much more there is than is shown.
    pub more_evidence: usize,
    /// Records of this row that this audience may not see.
    pub hidden: usize,
    pub decided_by: String,
    pub decided_on: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RowVerdict {
    Applicable,
    Excluded,
    Undecided,
}

/// A record or a file that shows a control in operation.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatementEvidence {
    pub link: Link,
    /// The address of evidence that is kept elsewhere; else empty.
    pub href: String,
    pub date: String,
}
