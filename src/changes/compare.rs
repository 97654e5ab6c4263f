//! Compares two editions of a handbook, item by item.
//!
//! Never compares files: documents and records are matched by their ids, so a rename is a rename.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::ClauseId;
use crate::changes::change::{Changes, ClauseChange, DocumentChange, EvidenceChange, FindingChange, Kind, Obligation};
use crate::changes::fields::field_changes;
use crate::changes::obligations::obligation_change;
use crate::changes::records::record_changes;
use crate::changes::redline::{BlockChange, Redline, Run, RunChange, redline};
use crate::changes::shown::{Compared, Names, hides};
use crate::diagnostic::{Diagnostic, ordered_map};
use crate::syntax::markdown::{Block, blocks};
use crate::syntax::split_front_matter;
use crate::text::Spanned;
use crate::view::{Binding, Document, FileRef, IdOrigin, Item, View, WrittenState, approved_on};

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

/// What happened to the documents; those that differ in nothing that a reader sees are left out.
pub fn document_changes(before: &Compared<'_>, after: &Compared<'_>) -> Vec<DocumentChange> {
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
    let hidden_now = |at: &usize| before.view.document(*at).is_some_and(|old| hides(after, &old.id.value));
    pairs.extend(gone.into_iter().filter(|at| !hidden_now(at)).map(|at| (Some(at), None)));
    let found = ordered_map(&pairs, |(old, new)| document_change(*old, *new, before, after));
    let mut changes: Vec<DocumentChange> = found.into_iter().flatten().collect();
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
    let was_bound = old.is_some_and(|at| before.view.document_state(at).binding == Binding::Bound);
    let is_broken = new.is_some_and(|at| after.view.document_state(at).binding.is_broken());
    // A file that stayed can lose its approval: to a picture that it shows, or to a row of the Statement of Applicability.
    let lost_binding = was_bound && is_broken;
    if same_file && !lost_binding {
        return None;
    }
    let shown = new_document.or(old_document)?;
    let kind = match (old_document, new_document) {
        (None, _) => Kind::Added,
        (_, None) => Kind::Removed,
        (Some(old), Some(new)) if old.path != new.path => Kind::Renamed { from: old.path.as_str().to_owned() },
        _ => Kind::Changed,
    };
    let text = |names: Names<'_>, at: Option<usize>| at.map(|at| shown_blocks(names, at)).unwrap_or_default();
    let (then, now) = (Names { side: before, other: after }, Names { side: after, other: before });
    let redline = redline(&text(then, old), &text(now, new));
    let fields = field_changes(
        &old.map(|at| document_fields(then, at)).unwrap_or_default(),
        &new.map(|at| document_fields(now, at)).unwrap_or_default(),
    );
    let approval_void = match (old_document, new_document) {
        (Some(old), Some(new)) => {
            before.view.document_state(position(before, old)?).is_in_force()
                && new.state == WrittenState::Approved
                && approved_on(old) == approved_on(new)
                && !is_bound(after, new)
                && (lost_binding || !redline.is_empty())
        }
        _ => false,
    };
    if kind == Kind::Changed && fields.is_empty() && redline.is_empty() && !approval_void {
        return None;
    }
    Some(DocumentChange {
        id: shown.id.value.clone(),
        title: shown.title.clone(),
        path: shown.path.as_str().to_owned(),
        kind,
        owner: shown.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
        approver: approver_of(shown).map(|role| role.value.clone()).unwrap_or_default(),
        fields,
        obligations: obligations(&redline),
        redline,
        approval_void,
    })
}

/// The text of a document as its audience may read it.
fn shown_blocks(names: Names<'_>, at: usize) -> Vec<Block> {
    let side = names.side;
    let document = side.view.document(at);
    let Some((document, source)) = document.and_then(|found| Some((found, side.snapshot.source(&found.path)?))) else {
        return Vec::new();
    };
    let links = side.view.document_links(at);
    blocks(&source.text[split_front_matter(&source.text).body.range()], &names.unnamed(&document.body, &links))
}

fn position(side: &Compared<'_>, document: &Document) -> Option<usize> {
    match side.view.item(&document.id.value)? {
        Item::Document(at) => Some(at),
        Item::Record(_) => None,
    }
}

/// Whether the approval is one of the text as it stands.
fn is_bound(side: &Compared<'_>, document: &Document) -> bool {
    position(side, document).is_some_and(|at| side.view.document_state(at).binding == Binding::Bound)
}

fn digest(side: &Compared<'_>, document: &Document) -> Option<crate::text::Sha256> {
    side.snapshot.source(&document.path).map(|source| source.sha256)
}

/// Front matter as label and text, in the order of a control header.
fn document_fields(names: Names<'_>, at: usize) -> Vec<(String, String)> {
    let view = names.side.view;
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
    // A void approval has no next review: that is said of the approval, nobody edited a date.
    let other = names.other.view;
    let lapsed = |view: &View<'_>, at: usize| view.document_state(at).next_review.is_none();
    let twin = match other.item(&document.id.value) {
        Some(Item::Document(twin)) => Some(twin),
        _ => None,
    };
    let next_review = view.document_state(at).next_review.filter(|_| !twin.is_some_and(|twin| lapsed(other, twin)));
    let state = match document.state {
        WrittenState::Draft => "draft",
        WrittenState::InReview => "in review",
        WrittenState::Approved => "approved",
        WrittenState::Retired => "retired",
    };
    let replaced_by = document.replaced_by.as_ref().map(|id| names.named(&id.value).to_owned());
    vec![
        ("Title".into(), document.title.clone()),
        ("Type".into(), document.kind.clone()),
        ("Version".into(), document.version.clone().unwrap_or_default()),
        ("Status".into(), state.to_owned()),
        ("Owner".into(), text(document.owner.as_ref())),
        ("Approver".into(), text(document.approver.as_ref())),
        ("Approved".into(), date(approved_on(document))),
        ("Next review".into(), date(next_review)),
        ("Classification".into(), view.classification_of(Item::Document(at)).to_owned()),
        ("Clauses".into(), labels.join(", ")),
        ("AI systems".into(), names.all(&document.systems)),
        ("Replaced by".into(), replaced_by.unwrap_or_default()),
    ]
}

fn obligations(redline: &Redline) -> Vec<Obligation> {
    let mut found = Vec::new();
    for block in &redline.blocks {
        if matches!(block.change, BlockChange::Same | BlockChange::MovedAway | BlockChange::MovedHere) {
            continue;
        }
        let side = |left_out: RunChange| -> String {
            let cell = |runs: &Vec<Run>| -> String {
                runs.iter().filter(|run| run.change != left_out).map(|run| run.text.as_str()).collect()
            };
            let cells: Vec<String> = block.texts.iter().map(cell).filter(|cell| !cell.is_empty()).collect();
            cells.join(" | ")
        };
        let (before, after) = (side(RunChange::Inserted), side(RunChange::Deleted));
        if let Some(change) = obligation_change(&before, &after) {
            found.push(Obligation { change, before, after });
        }
    }
    found
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
                let (then, now) = (Names { side: before, other: after }, Names { side: after, other: before });
                let documents_after = answering(now, Some(ClauseId { framework: *framework, entry }));
                changes.push(ClauseChange {
                    documents_before: answering(then, old),
                    documents_after,
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

/// The documents that answer an entry, as far as they may be named.
fn answering(names: Names<'_>, clause: Option<ClauseId>) -> Vec<String> {
    let view = names.side.view;
    let Some(clause) = clause.and_then(|clause| view.clause(clause)) else { return Vec::new() };
    let documents = clause.documents.items.iter().filter_map(|support| view.document(support.document));
    let ids: BTreeSet<&str> = documents.map(|document| names.named(&document.id.value)).collect();
    ids.into_iter().map(str::to_owned).collect()
}

/// The role that approves a document: the one named for it, or the one that did.
pub fn approver_of(document: &Document) -> Option<&Spanned<String>> {
    document.approver.as_ref().or_else(|| document.approval.as_ref()?.by.as_ref())
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
            (_, None) if !after.view.sees_everything() && after.has_file(name) => return None,
            (_, None) => Kind::Removed,
            (before, after) if before != after => Kind::Changed,
            _ => return None,
        };
        Some(EvidenceChange { name: name.clone(), kind })
    };
    names.into_iter().filter_map(change).collect()
}

fn finding_changes<'h>(before: &Compared<'h>, after: &Compared<'h>) -> Vec<FindingChange> {
    // What one state hides, a finding of the other can name.
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
    let seen = |side: &Compared<'h>| side.view.seen_findings(side.diagnostics, side.snapshot).into_iter();
    let added = seen(after).filter(|diagnostic| !old.contains(&key(diagnostic)));
    let fixed = seen(before).filter(|diagnostic| !new.contains(&key(diagnostic)));
    added.map(|diagnostic| change(diagnostic, true)).chain(fixed.map(|diagnostic| change(diagnostic, false))).collect()
}

/// Who answers for what changed: the approver of a document or record, else its owner.
fn approvers(changes: &Changes, after: &Compared<'_>) -> BTreeMap<String, BTreeSet<String>> {
    let mut roles: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for change in &changes.documents {
        let Some(Item::Document(at)) = after.view.item(&change.id) else { continue };
        let Some(document) = after.view.document(at) else { continue };
        // What is bound to its approval was approved as it is now.
        if document.state == WrittenState::Draft || is_bound(after, document) {
            continue;
        }
        ask(&mut roles, [&change.approver, &change.owner], &change.id);
    }
    let records = changes.statement.iter().chain(&changes.records);
    for change in records.filter(|change| change.kind != Kind::Removed) {
        ask(&mut roles, [&change.approver, &change.owner], &change.id);
    }
    roles
}

fn ask(roles: &mut BTreeMap<String, BTreeSet<String>>, wanted: [&String; 2], id: &str) {
    if let Some(role) = wanted.into_iter().find(|role| !role.is_empty()) {
        roles.entry(role.clone()).or_default().insert(id.to_owned());
    }
}
