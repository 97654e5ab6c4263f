//! Plans the past of a document: the rows on its page, and a page with what its version changed, word by word.
//!
//! Never compares: what happened between two versions comes in.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::changes::{DocumentChange, Kind};
use crate::pages::addresses::safe_name;
use crate::pages::model::{Area, Crumb, HistoryPage, HistoryRow, Page, PageBody, Redlined, ReviewCount};
use crate::pages::planner::Planner;
use crate::pages::review::{field, obligation, obligation_counts, renamed_from};
use crate::pages::review_text::text_parts;
use crate::view::Item;

/// What happened to a document in one version of the handbook, as that version and later ones tell it.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct PastChange {
    /// What the version is called.
    pub version: String,
    pub date: String,
    /// The document's own version after it.
    pub edition: String,
    pub approved_on: String,
    pub approver: String,
    pub authors: Vec<String>,
    /// The key of the word for what happened.
    pub change: String,
    pub fields: usize,
    pub blocks: usize,
    pub obligations: Vec<ReviewCount>,
    /// Where its file was before; empty when it stayed.
    pub moved_from: String,
    /// The page that shows it word by word, from the root of its version; empty when there is nothing to compare.
    pub redline: String,
}

impl PastChange {
    /// What a comparison found, to be shown beside the document's page; everything else is for others to say.
    pub fn counted(change: &DocumentChange, was_hidden: bool, page: &str) -> PastChange {
        let word = word(change, was_hidden).to_owned();
        if !is_compared(change) {
            return PastChange { change: word, ..PastChange::default() };
        }
        PastChange {
            change: word,
            fields: change.fields.len(),
            blocks: change.redline.changed(),
            obligations: obligation_counts(&change.obligations),
            redline: redline_address(page),
            ..PastChange::default()
        }
    }
}

/// A change of the past, and the root of its version from the root of the one that tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastRow {
    pub change: Arc<PastChange>,
    pub root: Arc<str>,
}

/// What a version knows of the past of its documents, by their ids.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Past {
    /// Oldest first; where the version itself changed the document, that is the last one.
    pub rows: BTreeMap<String, Vec<PastRow>>,
    /// What the version itself changed.
    pub redlined: BTreeMap<String, Arc<Redlined>>,
}

/// A change word by word; nothing where nothing came before.
pub fn redlined(change: &DocumentChange) -> Option<Redlined> {
    is_compared(change).then(|| Redlined {
        renamed_from: renamed_from(&change.kind),
        fields: change.fields.iter().map(field).collect(),
        obligations: change.obligations.iter().map(obligation).collect(),
        text: text_parts(&change.redline),
    })
}

/// The rows for the page of a document, newest first.
pub fn history_rows(planner: &Planner<'_, '_>, at: usize) -> Vec<HistoryRow> {
    past(planner, at).iter().rev().map(row).collect()
}

/// The page with what this version changed, and where the changes before it are shown; nothing when it changed nothing.
pub fn history_page(planner: &Planner<'_, '_>, at: usize) -> Option<Page> {
    let document = planner.view.document(at)?;
    let change = planner.options.past.as_deref()?.redlined.get(&document.id.value)?;
    let mut rows = history_rows(planner, at).into_iter();
    let row = rows.next()?;
    let link = planner.item_link(Item::Document(at));
    let mut breadcrumbs = planner.crumbs(document.path.folder());
    breadcrumbs.push(Crumb { title: document.title.clone(), url: link.url.clone() });
    let title = planner.options.words.text("history.title");
    Some(Page {
        path: redline_address(planner.addresses.item(Item::Document(at))),
        title: format!("{}: {title}", document.title),
        summary: String::new(),
        area: Area::Documents,
        breadcrumbs,
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::History(Box::new(HistoryPage {
            document: link,
            id: fragment(&row.version),
            row,
            change: Redlined::clone(change),
            earlier: rows.collect(),
        })),
    })
}

fn past<'p>(planner: &'p Planner<'_, '_>, at: usize) -> &'p [PastRow] {
    let id = planner.view.document(at).map(|document| document.id.value.as_str()).unwrap_or_default();
    planner.options.past.as_deref().and_then(|past| past.rows.get(id)).map_or(&[], Vec::as_slice)
}

/// `documents/POL-001.html` has its redline at `history/POL-001.html`.
fn redline_address(page: &str) -> String {
    format!("history/{}", page.strip_prefix("documents/").unwrap_or(page))
}

/// What was not there before has nothing to be compared with.
fn is_compared(change: &DocumentChange) -> bool {
    matches!(change.kind, Kind::Changed | Kind::Renamed { .. })
}

fn row(past: &PastRow) -> HistoryRow {
    let change = &past.change;
    let redline = format!("{}{}#{}", past.root, change.redline, fragment(&change.version));
    HistoryRow {
        version: change.version.clone(),
        date: change.date.clone(),
        edition: change.edition.clone(),
        approved_on: change.approved_on.clone(),
        approver: change.approver.clone(),
        authors: change.authors.clone(),
        change: change.change.clone(),
        fields: change.fields,
        blocks: change.blocks,
        obligations: change.obligations.clone(),
        redline: if change.redline.is_empty() { String::new() } else { redline },
    }
}

/// The key of the word for what happened.
fn word(change: &DocumentChange, was_hidden: bool) -> &'static str {
    match &change.kind {
        _ if was_hidden => "shown",
        Kind::Renamed { .. } if !change.redline.is_empty() => "moved-changed",
        kind => kind.word(),
    }
}

fn fragment(version: &str) -> String {
    format!("version-{}", safe_name(version))
}
