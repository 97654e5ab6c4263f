//! Compares two editions of a handbook, item by item.
//!
//! Never compares files: documents and records are matched by their ids, so a rename is a rename.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::ClauseId;
use crate::changes::obligations::{ObligationChange, obligation_change};
use crate::changes::redline::{BlockChange, Redline, RunChange, redline};
use crate::diagnostic::Diagnostic;
use crate::syntax::markdown::blocks;
use crate::syntax::split_front_matter;
use crate::text::Snapshot;
use crate::view::{
    Document, FieldData, FileRef, IdOrigin, Item, Phase, Record, Status, View, WrittenState, approved_on,
};

/// One side of a comparison.
pub struct Compared<'a> {
    pub view: &'a View<'a>,
    pub snapshot: &'a Snapshot,
    pub diagnostics: &'a [Diagnostic],
}

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
    /// Roles that must approve, with the documents that ask for it.
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

#[derive(Debug, Clone)]
pub struct DocumentChange {
    pub id: String,
    pub title: String,
    pub path: String,
    pub kind: Kind,
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

impl Changes {
    pub fn is_empty(&self) -> bool {
        self.documents.is_empty()
            && self.records.is_empty()
            && self.statement.is_empty()
            && self.clauses.is_empty()
            && self.evidence.is_empty()
            && self.findings.is_empty()
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

/// Says what happened between two editions.
pub fn compare(before: &Compared<'_>, after: &Compared<'_>) -> Changes {
    let (records, statement) = record_changes(before, after);
    let mut changes = Changes {
        documents: document_changes(before, after),
        records,
        statement,
        clauses: clause_changes(before, after),
        evidence: evidence_changes(before, after),
        findings: finding_changes(before, after),
        approvers: BTreeMap::new(),
    };
    changes.approvers = approvers(&changes, after);
    changes
}

fn document_changes(before: &Compared<'_>, after: &Compared<'_>) -> Vec<DocumentChange> {
    let by_id = |side: &Compared<'_>| -> BTreeMap<String, usize> {
        side.view.documents().map(|(at, document)| (document.id.value.clone(), at)).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let mut pairs: Vec<(Option<usize>, Option<usize>)> = Vec::new();
    let mut gone: Vec<usize> = old.iter().filter(|(id, _)| !new.contains_key(*id)).map(|(_, at)| *at).collect();
    for (id, at) in &new {
        let same = old.get(id).copied().or_else(|| take_renamed(*at, &mut gone, before, after));
        pairs.push((same, Some(*at)));
    }
    pairs.extend(gone.into_iter().map(|at| (Some(at), None)));
    let mut changes: Vec<DocumentChange> =
        pairs.into_iter().filter_map(|(old, new)| document_change(old, new, before, after)).collect();
    changes.sort_by(|left, right| left.path.cmp(&right.path).then(left.id.cmp(&right.id)));
    changes
}

/// A document whose id is its path and whose text or title stayed has only moved.
fn take_renamed(at: usize, gone: &mut Vec<usize>, before: &Compared<'_>, after: &Compared<'_>) -> Option<usize> {
    let new = after.view.document(at)?;
    if new.id_origin != IdOrigin::Path {
        return None;
    }
    let same = gone.iter().position(|old| {
        before.view.document(*old).is_some_and(|old| {
            let text = |side: &Compared<'_>, document: &Document| {
                side.snapshot.source(&document.path).map(|source| source.sha256)
            };
            old.id_origin == IdOrigin::Path && (old.title == new.title || text(before, old) == text(after, new))
        })
    })?;
    Some(gone.remove(same))
}

fn document_change(
    old: Option<usize>,
    new: Option<usize>,
    before: &Compared<'_>,
    after: &Compared<'_>,
) -> Option<DocumentChange> {
    let old_document = old.and_then(|at| before.view.document(at));
    let new_document = new.and_then(|at| after.view.document(at));
    let same_file = match (old_document, new_document) {
        (Some(old), Some(new)) => old.path == new.path && digest(before, old) == digest(after, new),
        _ => false,
    };
    if same_file {
        return None;
    }
    let shown = new_document.or(old_document)?;
    let kind = match (old_document, new_document) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        (Some(old), Some(new)) if old.path != new.path => Kind::Renamed { from: old.path.as_str().to_owned() },
        _ => Kind::Changed,
    };
    let text = |side: &Compared<'_>, document: Option<&Document>| {
        let source = document.and_then(|document| side.snapshot.source(&document.path));
        source.map(|source| blocks(&source.text[split_front_matter(&source.text).body.range()])).unwrap_or_default()
    };
    let redline = redline(&text(before, old_document), &text(after, new_document));
    let fields = field_changes(
        &old.map(|at| document_fields(before.view, at)).unwrap_or_default(),
        &new.map(|at| document_fields(after.view, at)).unwrap_or_default(),
    );
    if kind == Kind::Changed && fields.is_empty() && redline.is_empty() {
        return None;
    }
    let approval_void = match (old_document, new_document) {
        (Some(old), Some(new)) => {
            let was = before.view.document_state(before_at(before, old)?).phase;
            matches!(was, Phase::Approved | Phase::Overdue)
                && new.state == WrittenState::Approved
                && approved_on(old) == approved_on(new)
                && !redline.is_empty()
        }
        _ => false,
    };
    Some(DocumentChange {
        id: shown.id.value.clone(),
        title: shown.title.clone(),
        path: shown.path.as_str().to_owned(),
        kind,
        fields,
        obligations: obligations(&redline),
        redline,
        approval_void,
    })
}

fn before_at(side: &Compared<'_>, document: &Document) -> Option<usize> {
    match side.view.item(&document.id.value)? {
        Item::Document(at) => Some(at),
        Item::Record(_) => None,
    }
}

fn digest(side: &Compared<'_>, document: &Document) -> Option<crate::text::Sha256> {
    side.snapshot.source(&document.path).map(|source| source.sha256)
}

/// Front matter as label and text, in the order of a control header.
fn document_fields(view: &View<'_>, at: usize) -> Vec<(String, String)> {
    let Some(document) = view.document(at) else { return Vec::new() };
    let text =
        |value: Option<&crate::text::Spanned<String>>| value.map(|value| value.value.clone()).unwrap_or_default();
    let date = |value: Option<crate::text::Date>| value.map(|date| date.to_string()).unwrap_or_default();
    let labels: Vec<String> = document
        .claims
        .iter()
        .map(|claim| claim.claim.reference.target.label(view.library()))
        .collect::<BTreeSet<_>>()
        .into_iter()
        .collect();
    let state = match document.state {
        WrittenState::Draft => "draft",
        WrittenState::InReview => "in review",
        WrittenState::Approved => "approved",
        WrittenState::Retired => "retired",
    };
    let ids =
        |ids: &[crate::text::Spanned<String>]| ids.iter().map(|id| id.value.as_str()).collect::<Vec<_>>().join(", ");
    vec![
        ("Title".into(), document.title.clone()),
        ("Type".into(), document.kind.clone()),
        ("Version".into(), document.version.clone().unwrap_or_default()),
        ("Status".into(), state.to_owned()),
        ("Owner".into(), text(document.owner.as_ref())),
        ("Approver".into(), text(document.approver.as_ref())),
        ("Approved".into(), date(approved_on(document))),
        ("Next review".into(), date(view.document_state(at).next_review)),
        ("Classification".into(), view.classification_of(Item::Document(at)).to_owned()),
        ("Clauses".into(), labels.join(", ")),
        ("AI systems".into(), ids(&document.systems)),
        ("Replaced by".into(), text(document.replaced_by.as_ref())),
    ]
}

fn field_changes(before: &[(String, String)], after: &[(String, String)]) -> Vec<FieldChange> {
    let value = |fields: &[(String, String)], label: &str| {
        fields.iter().find(|(known, _)| known == label).map(|(_, value)| value.clone()).unwrap_or_default()
    };
    let mut labels: Vec<&String> = after.iter().map(|(label, _)| label).collect();
    labels
        .extend(before.iter().map(|(label, _)| label).filter(|label| !after.iter().any(|(known, _)| known == *label)));
    let change =
        |label: &String| FieldChange { label: label.clone(), before: value(before, label), after: value(after, label) };
    labels.into_iter().map(change).filter(|change| change.before != change.after).collect()
}

fn obligations(redline: &Redline) -> Vec<Obligation> {
    let mut found = Vec::new();
    for block in &redline.blocks {
        if matches!(block.change, BlockChange::Same | BlockChange::MovedAway | BlockChange::MovedHere) {
            continue;
        }
        let side = |left_out: RunChange| -> String {
            let runs = block.texts.iter().flatten().filter(|run| run.change != left_out);
            runs.map(|run| run.text.as_str()).collect()
        };
        let (before, after) = (side(RunChange::Inserted), side(RunChange::Deleted));
        if let Some(change) = obligation_change(&before, &after) {
            found.push(Obligation { change, before, after });
        }
    }
    found
}

fn record_changes(before: &Compared<'_>, after: &Compared<'_>) -> (Vec<RecordChange>, Vec<RecordChange>) {
    let by_id = |side: &Compared<'_>| -> BTreeMap<String, usize> {
        side.view.records().map(|(at, record)| (record.id.value.clone(), at)).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut records = Vec::new();
    let mut statement = Vec::new();
    for id in ids {
        let old_record = old.get(id).and_then(|at| before.view.record(*at));
        let new_record = new.get(id).and_then(|at| after.view.record(*at));
        let Some(shown) = new_record.or(old_record) else { continue };
        let fields = field_changes(
            &old_record.map(|record| record_fields(before.view, record)).unwrap_or_default(),
            &new_record.map(|record| record_fields(after.view, record)).unwrap_or_default(),
        );
        let kind = match (old_record, new_record) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            (Some(old), Some(new)) if old.path != new.path => Kind::Renamed { from: old.path.as_str().to_owned() },
            _ => Kind::Changed,
        };
        if kind == Kind::Changed && fields.is_empty() {
            continue;
        }
        let record_kind = after.view.kinds().get(&shown.kind).map_or(shown.kind.clone(), |kind| kind.title.clone());
        let change = RecordChange {
            id: id.clone(),
            title: shown.title.clone(),
            record_kind,
            path: shown.path.as_str().to_owned(),
            kind,
            fields,
        };
        if shown.kind == "control" { statement.push(change) } else { records.push(change) }
    }
    (records, statement)
}

/// Every filled field of a record as label and text.
fn record_fields(view: &View<'_>, record: &Record) -> Vec<(String, String)> {
    let mut fields: Vec<(String, String)> = vec![("Title".into(), record.title.clone())];
    let mut common = |label: &str, value: Option<String>| fields.extend(value.map(|value| (label.to_owned(), value)));
    common("Status", record.status.as_ref().map(|value| value.value.clone()));
    common("Owner", record.owner.as_ref().map(|value| value.value.clone()));
    common("Date", record.date.as_ref().map(|value| value.value.to_string()));
    common("Next review", record.next_review.as_ref().map(|value| value.value.to_string()));
    common("Classification", record.classification.said().map(|name| name.value.clone()));
    common("Description", record.description.as_ref().map(|text| text.text.trim().to_owned()));
    let clauses: Vec<String> =
        record.clauses.iter().map(|claim| claim.reference.target.label(view.library())).collect();
    common("Clauses", (!clauses.is_empty()).then(|| clauses.join(", ")));
    let Some(kind) = view.kinds().get(&record.kind) else { return fields };
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    record.walk(&mut |path, item| {
        let Some(text) = data_text(&item.value, view) else { return };
        let label = path
            .0
            .iter()
            .enumerate()
            .filter_map(|(depth, _)| {
                let part = crate::schema::FieldPath(path.0[..=depth].to_vec());
                view.kinds().field(kind, &part).map(|field| field.label.clone())
            })
            .collect::<Vec<_>>()
            .join(": ");
        match values.iter_mut().find(|(known, _)| *known == label) {
            Some((_, texts)) => texts.push(text),
            None => values.push((label, vec![text])),
        }
    });
    fields.extend(values.into_iter().map(|(label, texts)| (label, texts.join(", "))));
    fields
}

fn data_text(data: &FieldData, view: &View<'_>) -> Option<String> {
    match data {
        FieldData::Text(text) | FieldData::Role(text) | FieldData::Choice(text) | FieldData::Link(text) => {
            Some(text.clone())
        }
        FieldData::Markdown(text) => Some(text.text.split_whitespace().collect::<Vec<_>>().join(" ")),
        FieldData::Date(date) => Some(date.to_string()),
        FieldData::Interval(interval) => Some(interval.to_string()),
        FieldData::Number(number) => Some(number.text.clone()),
        FieldData::Truth(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        FieldData::Clause(reference) => Some(reference.target.label(view.library())),
        // A hidden item stays unnamed.
        FieldData::Ref(id) => Some(if view.item(id).is_some() { id.clone() } else { "(not shown)".to_owned() }),
        FieldData::Evidence(_) | FieldData::Group(_) => None,
    }
}

fn clause_changes(before: &Compared<'_>, after: &Compared<'_>) -> Vec<ClauseChange> {
    let mut changes = Vec::new();
    for framework in &after.view.options().frameworks {
        let catalog = after.view.library().at(*framework);
        let old_framework = before.view.library().framework(&catalog.id);
        for (entry, found) in catalog.assessable() {
            let old = old_framework.and_then(|old| before.view.library().find(old, &found.id));
            let status = |view: &View<'_>, clause: Option<ClauseId>| {
                clause.and_then(|clause| view.clause(clause)).and_then(|clause| clause.status)
            };
            let (was, is) =
                (status(before.view, old), status(after.view, Some(ClauseId { framework: *framework, entry })));
            if was != is {
                changes.push(ClauseChange {
                    framework: catalog.name.clone(),
                    id: found.id.clone(),
                    title: found.title.clone(),
                    before: was,
                    after: is,
                });
            }
        }
    }
    changes
}

fn evidence_changes(before: &Compared<'_>, after: &Compared<'_>) -> Vec<EvidenceChange> {
    let files = |side: &Compared<'_>| -> BTreeMap<String, Option<crate::text::Sha256>> {
        let name = |file: &FileRef| match file {
            FileRef::Path(path) => path.as_str().to_owned(),
            FileRef::Address(address) => address.clone(),
        };
        let evidence = side.view.evidence();
        // A path without a file is a finding, not a piece of evidence.
        let there =
            evidence.items.iter().filter(|file| file.fact.is_some() || matches!(file.file, FileRef::Address(_)));
        there.map(|file| (name(&file.file), file.fact.map(|fact| fact.sha256))).collect()
    };
    let (old, new) = (files(before), files(after));
    let names: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let change = |name: &String| {
        let kind = match (old.get(name), new.get(name)) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            (before, after) if before != after => Kind::Changed,
            _ => return None,
        };
        Some(EvidenceChange { name: name.clone(), kind })
    };
    names.into_iter().filter_map(change).collect()
}

fn finding_changes(before: &Compared<'_>, after: &Compared<'_>) -> Vec<FindingChange> {
    // A finding can name anything near its place.
    if !before.view.sees_everything() || !after.view.sees_everything() {
        return Vec::new();
    }
    let key = |diagnostic: &Diagnostic| {
        (diagnostic.path.as_str().to_owned(), diagnostic.finding.code, diagnostic.finding.message.clone())
    };
    let old: BTreeSet<_> = before.diagnostics.iter().map(key).collect();
    let new: BTreeSet<_> = after.diagnostics.iter().map(key).collect();
    let change = |diagnostic: &Diagnostic, is_new: bool| FindingChange {
        path: diagnostic.path.as_str().to_owned(),
        code: diagnostic.finding.code,
        level: diagnostic.finding.level.word(),
        message: diagnostic.finding.message.clone(),
        is_new,
    };
    let added = after.diagnostics.iter().filter(|diagnostic| !old.contains(&key(diagnostic)));
    let fixed = before.diagnostics.iter().filter(|diagnostic| !new.contains(&key(diagnostic)));
    added.map(|diagnostic| change(diagnostic, true)).chain(fixed.map(|diagnostic| change(diagnostic, false))).collect()
}

/// Who answers for what changed: the approver of a document, else its owner.
fn approvers(changes: &Changes, after: &Compared<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for change in &changes.documents {
        let Some(Item::Document(at)) = after.view.item(&change.id) else { continue };
        let Some(document) = after.view.document(at) else { continue };
        if document.state == WrittenState::Draft {
            continue;
        }
        let role = document.approver.as_ref().or(document.owner.as_ref());
        if let Some(role) = role {
            roles.entry(role.value.clone()).or_default().insert(change.id.clone());
        }
    }
    roles
}
