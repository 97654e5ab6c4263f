//! Plans the past of a document: the rows on its page, and a page with every change word by word.
//!
//! Never compares: what happened between two versions comes in.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::changes::{DocumentChange, Kind};
use crate::pages::addresses::safe_name;
use crate::pages::model::{Area, Crumb, HistoryEntry, HistoryPage, HistoryRow, Page, PageBody};
use crate::pages::planner::Planner;
use crate::pages::review::{field, obligation, obligation_counts, renamed_from};
use crate::pages::review_text::text_parts;
use crate::view::Item;

/// What happened to a document in one version of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastChange {
    /// What the version is called.
    pub version: String,
    pub date: String,
    /// The document's own version after it.
    pub edition: String,
    pub approved_on: String,
    pub approver: String,
    pub authors: Vec<String>,
    /// It was there before, and these readers were not to see it.
    pub was_hidden: bool,
    pub change: DocumentChange,
}

/// Changes by the document's id, oldest first.
pub type Past = BTreeMap<String, Vec<Arc<PastChange>>>;

/// The rows for the page of a document, newest first.
pub fn history_rows(planner: &Planner<'_, '_>, at: usize) -> Vec<HistoryRow> {
    let address = history_address(planner, at);
    past(planner, at).iter().rev().map(|change| row(change, &address)).collect()
}

/// The page with every change; nothing when there is none to show.
pub fn history_page(planner: &Planner<'_, '_>, at: usize) -> Option<Page> {
    let document = planner.view.document(at)?;
    let path = history_address(planner, at);
    let entries: Vec<HistoryEntry> = past(planner, at)
        .iter()
        .rev()
        .filter(|past| is_compared(&past.change))
        .map(|past| entry(past, &path))
        .collect();
    if entries.is_empty() {
        return None;
    }
    let link = planner.item_link(Item::Document(at));
    let mut breadcrumbs = planner.crumbs(document.path.folder());
    breadcrumbs.push(Crumb { title: document.title.clone(), url: link.url.clone() });
    let title = planner.options.words.text("history.title");
    Some(Page {
        path,
        title: format!("{}: {title}", document.title),
        summary: String::new(),
        area: Area::Documents,
        breadcrumbs,
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::History(Box::new(HistoryPage { document: link, entries })),
    })
}

fn past<'p>(planner: &'p Planner<'_, '_>, at: usize) -> &'p [Arc<PastChange>] {
    let id = planner.view.document(at).map(|document| document.id.value.as_str()).unwrap_or_default();
    planner.options.past.as_deref().and_then(|past| past.get(id)).map_or(&[], Vec::as_slice)
}

/// `documents/POL-001.html` has its past at `history/POL-001.html`.
fn history_address(planner: &Planner<'_, '_>, at: usize) -> String {
    let page = planner.addresses.item(Item::Document(at));
    format!("history/{}", page.strip_prefix("documents/").unwrap_or(page))
}

/// What was not there before has nothing to be compared with.
fn is_compared(change: &DocumentChange) -> bool {
    matches!(change.kind, Kind::Changed | Kind::Renamed { .. })
}

fn entry(past: &PastChange, page: &str) -> HistoryEntry {
    let change = &past.change;
    HistoryEntry {
        id: fragment(&past.version),
        row: row(past, page),
        renamed_from: renamed_from(&change.kind),
        fields: change.fields.iter().map(field).collect(),
        obligations: change.obligations.iter().map(obligation).collect(),
        text: text_parts(&change.redline),
    }
}

fn row(past: &PastChange, page: &str) -> HistoryRow {
    let change = &past.change;
    let compared = is_compared(change);
    HistoryRow {
        version: past.version.clone(),
        date: past.date.clone(),
        edition: past.edition.clone(),
        approved_on: past.approved_on.clone(),
        approver: past.approver.clone(),
        authors: past.authors.clone(),
        change: word(past).to_owned(),
        fields: if compared { change.fields.len() } else { 0 },
        blocks: if compared { change.redline.changed() } else { 0 },
        obligations: if compared { obligation_counts(&change.obligations) } else { Vec::new() },
        redline: if compared { format!("{page}#{}", fragment(&past.version)) } else { String::new() },
    }
}

/// The key of the word for what happened.
fn word(past: &PastChange) -> &'static str {
    match &past.change.kind {
        _ if past.was_hidden => "shown",
        Kind::Renamed { .. } if !past.change.redline.is_empty() => "moved-changed",
        kind => kind.word(),
    }
}

fn fragment(version: &str) -> String {
    format!("version-{}", safe_name(version))
}
