//! Changes as JSON, for programs.
//!
//! Never shortens anything.

use serde::Serialize;

use crate::changes::{BlockChange, Changes, DocumentChange, FieldChange, Kind, RecordChange, RedlineBlock};

/// The form of the report; another number when a program that reads it has to change.
pub const CHANGES_SCHEMA: &str = "aimsbook-changes/1";

#[derive(Serialize)]
struct Report<'c> {
    schema: &'static str,
    documents: Vec<DocumentRow<'c>>,
    records: Vec<RecordRow<'c>>,
    statement_of_applicability: Vec<RecordRow<'c>>,
    clauses: Vec<ClauseRow<'c>>,
    evidence: Vec<EvidenceRow<'c>>,
    findings: Vec<FindingRow<'c>>,
    approvers: &'c std::collections::BTreeMap<String, std::collections::BTreeSet<String>>,
}

#[derive(Serialize)]
struct DocumentRow<'c> {
    id: &'c str,
    title: &'c str,
    path: &'c str,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<&'c str>,
    owner: &'c str,
    approver: &'c str,
    approval_void: bool,
    fields: Vec<FieldRow<'c>>,
    obligations: Vec<ObligationRow<'c>>,
    redline: Vec<BlockRow<'c>>,
}

#[derive(Serialize)]
struct RecordRow<'c> {
    id: &'c str,
    title: &'c str,
    kind: &'c str,
    path: &'c str,
    change: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    renamed_from: Option<&'c str>,
    owner: &'c str,
    approver: &'c str,
    fields: Vec<FieldRow<'c>>,
}

#[derive(Serialize)]
struct FieldRow<'c> {
    label: &'c str,
    before: &'c str,
    after: &'c str,
}

#[derive(Serialize)]
struct ObligationRow<'c> {
    change: &'static str,
    before: &'c str,
    after: &'c str,
}

#[derive(Serialize)]
struct BlockRow<'c> {
    change: &'static str,
    /// One list of runs for each cell; a block that is no row has one.
    texts: Vec<Vec<RunRow<'c>>>,
}

#[derive(Serialize)]
struct RunRow<'c> {
    change: &'static str,
    text: &'c str,
}

#[derive(Serialize)]
struct ClauseRow<'c> {
    framework: &'c str,
    id: &'c str,
    title: &'c str,
    before: Option<&'static str>,
    after: Option<&'static str>,
    regression: bool,
    documents_before: &'c [String],
    documents_after: &'c [String],
}

#[derive(Serialize)]
struct EvidenceRow<'c> {
    name: &'c str,
    change: &'static str,
}

#[derive(Serialize)]
struct FindingRow<'c> {
    path: &'c str,
    code: &'static str,
    level: &'static str,
    message: &'c str,
    change: &'static str,
}

/// One object with a final line break.
pub fn changes_json(changes: &Changes) -> serde_json::Result<String> {
    let report = Report {
        schema: CHANGES_SCHEMA,
        documents: changes.documents.iter().map(document).collect(),
        records: changes.records.iter().map(record).collect(),
        statement_of_applicability: changes.statement.iter().map(record).collect(),
        clauses: changes
            .clauses
            .iter()
            .map(|clause| ClauseRow {
                framework: &clause.framework,
                id: &clause.id,
                title: &clause.title,
                before: clause.before.map(|status| status.word()),
                after: clause.after.map(|status| status.word()),
                regression: clause.is_regression(),
                documents_before: &clause.documents_before,
                documents_after: &clause.documents_after,
            })
            .collect(),
        evidence: changes
            .evidence
            .iter()
            .map(|file| EvidenceRow { name: &file.name, change: file.kind.word() })
            .collect(),
        findings: changes
            .findings
            .iter()
            .map(|finding| FindingRow {
                path: &finding.path,
                code: finding.code,
                level: finding.level,
                message: &finding.message,
                change: if finding.is_new { "new" } else { "fixed" },
            })
            .collect(),
        approvers: &changes.approvers,
    };
    serde_json::to_string_pretty(&report).map(|text| text + "\n")
}

fn document(change: &DocumentChange) -> DocumentRow<'_> {
    DocumentRow {
        id: &change.id,
        title: &change.title,
        path: &change.path,
        change: change.kind.word(),
        renamed_from: renamed_from(&change.kind),
        owner: &change.owner,
        approver: &change.approver,
        approval_void: change.approval_void,
        fields: fields(&change.fields),
        obligations: change
            .obligations
            .iter()
            .map(|obligation| ObligationRow {
                change: obligation.change.word(),
                before: &obligation.before,
                after: &obligation.after,
            })
            .collect(),
        redline: change.redline.blocks.iter().filter(|block| block.change != BlockChange::Same).map(block).collect(),
    }
}

fn block(block: &RedlineBlock) -> BlockRow<'_> {
    let texts = block
        .texts
        .iter()
        .map(|runs| runs.iter().map(|each| RunRow { change: each.change.word(), text: &each.text }).collect())
        .collect();
    BlockRow { change: block.change.word(), texts }
}

fn record(change: &RecordChange) -> RecordRow<'_> {
    RecordRow {
        id: &change.id,
        title: &change.title,
        kind: &change.record_kind,
        path: &change.path,
        change: change.kind.word(),
        renamed_from: renamed_from(&change.kind),
        owner: &change.owner,
        approver: &change.approver,
        fields: fields(&change.fields),
    }
}

fn renamed_from(kind: &Kind) -> Option<&str> {
    match kind {
        Kind::Renamed { from } => Some(from),
        Kind::Added | Kind::Removed | Kind::Changed => None,
    }
}

fn fields(fields: &[FieldChange]) -> Vec<FieldRow<'_>> {
    fields.iter().map(|field| FieldRow { label: &field.label, before: &field.before, after: &field.after }).collect()
}
