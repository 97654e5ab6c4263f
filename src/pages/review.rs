//! Plans the pages of a review from what a comparison found.
//!
//! Never looks at a handbook: what the comparison does not say is not in the review.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::changes::{Changes, ClauseChange, DocumentChange, FieldChange, Kind, Obligation, RecordChange};
use crate::pages::addresses::{HOME, free, safe_name};
use crate::pages::model::{
    Area, Crumb, Link, Page, PageBody, ReviewApprover, ReviewClause, ReviewCount, ReviewEvidence, ReviewField,
    ReviewFinding, ReviewItemPage, ReviewMatrixGroup, ReviewMatrixPage, ReviewObligation, ReviewPage, ReviewRow,
    Siblings,
};
use crate::pages::planner::status;
use crate::pages::review_text::{field_sides, text_parts};

/// The page with coverage before and after.
const MATRIX: &str = "matrix.html";

/// What the two states are called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewNames {
    pub before: String,
    pub after: String,
    /// The heading of the first page.
    pub title: String,
    /// The heading of the page with coverage before and after.
    pub matrix: String,
}

/// All pages of the review: the first one, the matrix, and one for each changed document or record.
pub fn review_pages(changes: &Changes, names: &ReviewNames) -> Vec<Page> {
    let addresses = Addresses::new(changes);
    let mut pages = vec![first_page(changes, names, &addresses), matrix_page(changes, names, &addresses)];
    let documents = changes.documents.iter().zip(&addresses.documents);
    pages.extend(documents.map(|(change, address)| document_page(change, address, names)));
    let records = changes.statement.iter().chain(&changes.records).zip(&addresses.records);
    pages.extend(records.map(|(change, address)| record_page(change, address, names)));
    pages
}

/// Where the pages of changed things stand, in the order of the changes.
struct Addresses<'c> {
    documents: Vec<String>,
    /// First the rows of the Statement of Applicability.
    records: Vec<String>,
    by_id: BTreeMap<&'c str, Link>,
}

impl<'c> Addresses<'c> {
    fn new(changes: &'c Changes) -> Addresses<'c> {
        let mut taken = FxHashSet::default();
        let name = |id: &str| id.split('/').map(safe_name).collect::<Vec<_>>().join("/");
        let documents: Vec<String> = changes
            .documents
            .iter()
            .map(|change| free(format!("documents/{}", name(&change.id)), &mut taken))
            .collect();
        let all_records = || changes.statement.iter().chain(&changes.records);
        let records: Vec<String> =
            all_records().map(|change| free(format!("records/{}", name(&change.id)), &mut taken)).collect();
        let mut by_id = BTreeMap::new();
        for (change, address) in all_records().zip(&records) {
            by_id.insert(change.id.as_str(), link(&change.id, &change.title, address));
        }
        for (change, address) in changes.documents.iter().zip(&documents) {
            by_id.insert(change.id.as_str(), link(&change.id, &change.title, address));
        }
        Addresses { documents, records, by_id }
    }

    /// The page of a changed thing; a name alone for what did not change.
    fn link(&self, id: &str) -> Link {
        self.by_id.get(id).cloned().unwrap_or_else(|| link(id, "", ""))
    }
}

fn link(id: &str, title: &str, url: &str) -> Link {
    Link { id: id.to_owned(), title: title.to_owned(), url: url.to_owned() }
}

fn first_page(changes: &Changes, names: &ReviewNames, addresses: &Addresses<'_>) -> Page {
    let approver = |(role, ids): (&String, &std::collections::BTreeSet<String>)| ReviewApprover {
        role: role.clone(),
        items: ids.iter().map(|id| addresses.link(id)).collect(),
    };
    let body = ReviewPage {
        before: names.before.clone(),
        after: names.after.clone(),
        counts: changes
            .counts()
            .into_iter()
            .map(|(key, count)| ReviewCount { key: key.to_owned(), count })
            .filter(|counted| counted.count > 0)
            .collect(),
        approvers: changes.approvers.iter().map(approver).collect(),
        clauses: changes.clauses.iter().map(|change| clause(change, addresses)).collect(),
        documents: changes.documents.iter().map(|change| document_row(change, addresses)).collect(),
        statement: changes.statement.iter().map(|change| record_row(change, addresses)).collect(),
        records: changes.records.iter().map(|change| record_row(change, addresses)).collect(),
        evidence: changes
            .evidence
            .iter()
            .map(|change| ReviewEvidence { name: change.name.clone(), change: change.kind.word().to_owned() })
            .collect(),
        findings: changes
            .findings
            .iter()
            .map(|finding| ReviewFinding {
                path: finding.path.clone(),
                code: finding.code.to_owned(),
                level: finding.level.to_owned(),
                message: finding.message.clone(),
                is_new: finding.is_new,
            })
            .collect(),
        matrix: MATRIX.to_owned(),
    };
    page(HOME, &names.title, Area::Home, Vec::new(), PageBody::Review(Box::new(body)))
}

fn matrix_page(changes: &Changes, names: &ReviewNames, addresses: &Addresses<'_>) -> Page {
    let mut groups: Vec<ReviewMatrixGroup> = Vec::new();
    for change in &changes.clauses {
        let row = clause(change, addresses);
        match groups.last_mut().filter(|group| group.framework == change.framework) {
            Some(group) => group.rows.push(row),
            None => groups.push(ReviewMatrixGroup { framework: change.framework.clone(), rows: vec![row] }),
        }
    }
    let body = ReviewMatrixPage { before: names.before.clone(), after: names.after.clone(), groups };
    page(MATRIX, &names.matrix, Area::Frameworks, vec![home(names)], PageBody::ReviewMatrix(Box::new(body)))
}

fn document_page(change: &DocumentChange, address: &str, names: &ReviewNames) -> Page {
    let body = ReviewItemPage {
        id: change.id.clone(),
        kind: String::new(),
        change: change.kind.word().to_owned(),
        path: change.path.clone(),
        renamed_from: renamed_from(&change.kind),
        owner: change.owner.clone(),
        approver: change.approver.clone(),
        approval_void: change.approval_void,
        fields: change.fields.iter().map(field).collect(),
        obligations: change.obligations.iter().map(obligation).collect(),
        text: text_parts(&change.redline),
    };
    page(address, &change.title, Area::Documents, vec![home(names)], PageBody::ReviewItem(Box::new(body)))
}

fn record_page(change: &RecordChange, address: &str, names: &ReviewNames) -> Page {
    let body = ReviewItemPage {
        id: change.id.clone(),
        kind: change.record_kind.clone(),
        change: change.kind.word().to_owned(),
        path: change.path.clone(),
        renamed_from: renamed_from(&change.kind),
        owner: change.owner.clone(),
        approver: change.approver.clone(),
        approval_void: false,
        fields: change.fields.iter().map(field).collect(),
        obligations: Vec::new(),
        text: Vec::new(),
    };
    page(address, &change.title, Area::Registers, vec![home(names)], PageBody::ReviewItem(Box::new(body)))
}

fn home(names: &ReviewNames) -> Crumb {
    Crumb { title: names.title.clone(), url: HOME.to_owned() }
}

fn page(path: &str, title: &str, area: Area, breadcrumbs: Vec<Crumb>, body: PageBody) -> Page {
    Page {
        path: path.to_owned(),
        title: title.to_owned(),
        summary: String::new(),
        area,
        breadcrumbs,
        siblings: Siblings::default(),
        notices: Vec::new(),
        body,
    }
}

pub(super) fn renamed_from(kind: &Kind) -> String {
    match kind {
        Kind::Renamed { from } => from.clone(),
        Kind::Added | Kind::Removed | Kind::Changed => String::new(),
    }
}

fn clause(change: &ClauseChange, addresses: &Addresses<'_>) -> ReviewClause {
    let links = |ids: &[String]| ids.iter().map(|id| addresses.link(id)).collect();
    ReviewClause {
        framework: change.framework.clone(),
        id: change.id.clone(),
        title: change.title.clone(),
        before: change.before.map(status),
        after: change.after.map(status),
        lost: change.is_regression(),
        documents_before: links(&change.documents_before),
        documents_after: links(&change.documents_after),
    }
}

fn document_row(change: &DocumentChange, addresses: &Addresses<'_>) -> ReviewRow {
    ReviewRow {
        link: addresses.link(&change.id),
        change: change.kind.word().to_owned(),
        kind: String::new(),
        owner: change.owner.clone(),
        approver: change.approver.clone(),
        approval_void: change.approval_void,
        obligations: obligation_counts(&change.obligations),
        fields: change.fields.len(),
        blocks: change.redline.changed(),
    }
}

/// How many obligations changed in which way.
pub(super) fn obligation_counts(obligations: &[Obligation]) -> Vec<ReviewCount> {
    let mut counts: BTreeMap<_, usize> = BTreeMap::new();
    for obligation in obligations {
        *counts.entry(obligation.change).or_default() += 1;
    }
    counts.into_iter().map(|(change, count)| ReviewCount { key: change.word().to_owned(), count }).collect()
}

fn record_row(change: &RecordChange, addresses: &Addresses<'_>) -> ReviewRow {
    ReviewRow {
        link: addresses.link(&change.id),
        change: change.kind.word().to_owned(),
        kind: change.record_kind.clone(),
        owner: change.owner.clone(),
        approver: change.approver.clone(),
        approval_void: false,
        obligations: Vec::new(),
        fields: change.fields.len(),
        blocks: 0,
    }
}

pub(super) fn field(change: &FieldChange) -> ReviewField {
    let (before, after) = field_sides(&change.before, &change.after);
    ReviewField { label: change.label.clone(), before, after }
}

pub(super) fn obligation(found: &Obligation) -> ReviewObligation {
    ReviewObligation {
        change: found.change.word().to_owned(),
        before: found.before.clone(),
        after: found.after.clone(),
    }
}
