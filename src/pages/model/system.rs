//! The dossier of an AI system: its way, its records, what it owes, its timeline.
//!
//! Never knows a law: a duty is a row with a date and a word on who confirmed it.

use serde::Serialize;

use crate::pages::model::{
    Diagram, DocumentRow, EvidenceItem, Field, Link, RecordPage, RegisterColumn, RegisterRow, RelatedItem, Status,
};

/// Everything about one AI system, in the order in which an auditor follows it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SystemPage {
    /// The system's own record.
    pub record: RecordPage,
    /// What identifies it: version, stage, roles, class.
    pub facts: Vec<Field>,
    /// Its way through the management system, step by step.
    pub steps: Vec<SystemStep>,
    /// What hangs together around it.
    pub relations: Option<Diagram>,
    /// Records about it, by what they tell.
    pub sections: Vec<SystemSection>,
    /// Other obligations, parties, and whatever else is about it.
    pub more_sections: Vec<SystemSection>,
    /// Documents about it.
    pub documents: Vec<DocumentRow>,
    /// Evidence files that the system, its records and its documents name.
    pub evidence: Vec<EvidenceItem>,
    pub evidence_more: usize,
    /// What it owes, by framework.
    pub duties: Vec<DutyList>,
    /// Why nothing or not everything is listed; empty when that needs no word.
    pub duties_note: String,
    /// Everything dated, newest first.
    pub timeline: Vec<TimelineYear>,
    /// Older dates that are left out.
    pub timeline_more: usize,
    /// Records and documents about it that this audience may not see.
    pub hidden: usize,
}

/// One step of a system's way: assessed, treated, validated, released, watched.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SystemStep {
    pub title: String,
    pub state: StepState,
    /// What was found, in one sentence.
    pub text: String,
    /// What it rests on.
    pub links: Vec<Link>,
    /// The section of the page that shows more.
    pub section: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum StepState {
    Done,
    /// There is something, and it needs a look.
    Attention,
    Missing,
    /// Not to be expected at this stage.
    NotYet,
}

/// Records about the system that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SystemSection {
    /// The fragment.
    pub id: String,
    pub title: String,
    pub tables: Vec<RecordTable>,
}

/// Records of one kind with the columns of its register.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RecordTable {
    pub kind: Link,
    pub columns: Vec<RegisterColumn>,
    pub rows: Vec<RegisterRow>,
    /// Rows that are left out; the register has them.
    pub more: usize,
}

/// What a system owes under one framework.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DutyList {
    pub framework: Link,
    /// Whether the entries follow from role and class, and have to be confirmed.
    pub follows: bool,
    pub rows: Vec<DutyRow>,
    /// "5 of 28 confirmed, 12 with evidence in date".
    pub summary: String,
    /// Remarks on all rows that are noted.
    pub notes: Vec<String>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DutyRow {
    /// The fragment.
    pub id: String,
    pub clause: Link,
    /// The paragraphs that are for its roles, when not all are.
    pub paragraphs: Vec<String>,
    /// The day from which it applies; empty when the catalog knows none.
    pub from: String,
    /// Whether that day is still to come.
    pub future: bool,
    /// The provision that says so.
    pub basis: String,
    /// Paragraphs that begin on another day.
    pub remarks: Vec<String>,
    /// Whether a note of the list is about it: what dates cannot decide.
    pub noted: bool,
    pub confirmation: Confirmation,
    pub records: Vec<RelatedItem>,
    /// Records that this audience may not see.
    pub hidden: usize,
    /// Absent for an audience that sees no coverage.
    pub status: Option<Status>,
    /// Evidence in date that is about this system.
    pub evidence: Vec<Link>,
    pub evidence_more: usize,
}

/// What people said about a duty that the catalog proposes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Confirmation {
    /// Nobody said anything yet.
    Proposed,
    /// There is a record, and it is not confirmed.
    Recorded,
    Confirmed,
    NotApplicable,
    /// Every system owes it: nothing to confirm.
    Always,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineYear {
    pub year: String,
    pub events: Vec<TimelineEvent>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TimelineEvent {
    pub date: String,
    /// Whether it is still to come.
    pub planned: bool,
    /// What it is a date of; absent for a date of a law.
    pub link: Option<Link>,
    /// The kind of what it is a date of, in one word.
    pub kind: String,
    /// What happened: "Approved on", "Action due: …".
    pub what: String,
}
