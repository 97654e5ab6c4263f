//! Addresses of earlier versions that the one in force no longer has.
//!
//! Never names what today's readers may not see.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::Kind;
use crate::pages::model::{GonePage, Link};
use crate::pages::{Gone, Past, item_addresses, shown_id};
use crate::pipeline::trees::Tree;
use crate::pipeline::versions::CheckedEdition;
use crate::view::{Item, View};

/// A page for every address that an earlier version gave to a document or record, and that leads to nothing now.
pub fn gone(checked: &[CheckedEdition], tree: &Tree, past: &Past) -> Vec<Gone> {
    let current = checked[tree.in_force].view();
    let pages = item_addresses(&current);
    let mut taken: BTreeSet<String> = pages.values().cloned().collect();
    let moved = moved_files(past);
    let mut found = Vec::new();
    let earlier = checked.iter().enumerate().take(tree.in_force).rev().filter(|(_, one)| one.edition.origin.is_fixed());
    for (at, version) in earlier {
        let view = version.view();
        let until = version.edition.period.and_then(|(_, until)| until).map(|day| day.to_string()).unwrap_or_default();
        for (item, old) in items(&view) {
            if !taken.insert(old.page.clone()) {
                continue;
            }
            let now = current.item(&old.id).or_else(|| current.item(moved.get(old.file.as_str())?));
            let link = |item: Item| {
                let (id, title) = named(&current, item)?;
                Some(Link { id, title, url: pages.get(&item)?.clone() })
            };
            let page = GonePage {
                id: old.shown_id.clone(),
                last: Link {
                    id: String::new(),
                    title: version.edition.title.clone(),
                    url: format!("{}{}", tree.place(at, checked), old.page),
                },
                until: until.clone(),
                replaced_by: replaced_by(&view, item).and_then(|id| current.item(&id)).and_then(link),
                moved_to: now.and_then(link),
            };
            found.push(Gone { path: old.page, title: old.title, page });
        }
    }
    found
}

/// A document or record of an earlier version.
struct Old {
    id: String,
    /// Empty when the id is only the path.
    shown_id: String,
    title: String,
    file: String,
    page: String,
}

fn items(view: &View<'_>) -> Vec<(Item, Old)> {
    let pages = item_addresses(view);
    let mut found = Vec::new();
    for (item, page) in pages {
        let old = match item {
            Item::Document(at) => view.document(at).map(|document| Old {
                id: document.id.value.clone(),
                shown_id: shown_id(document),
                title: document.title.clone(),
                file: document.path.as_str().to_owned(),
                page,
            }),
            Item::Record(at) => view.record(at).map(|record| Old {
                id: record.id.value.clone(),
                shown_id: record.id.value.clone(),
                title: record.title.clone(),
                file: String::new(),
                page,
            }),
        };
        found.extend(old.map(|old| (item, old)));
    }
    found
}

fn named(view: &View<'_>, item: Item) -> Option<(String, String)> {
    match item {
        Item::Document(at) => view.document(at).map(|document| (shown_id(document), document.title.clone())),
        Item::Record(at) => view.record(at).map(|record| (record.id.value.clone(), record.title.clone())),
    }
}

fn replaced_by(view: &View<'_>, item: Item) -> Option<String> {
    match item {
        Item::Document(at) => view.document(at)?.replaced_by.as_ref().map(|id| id.value.clone()),
        Item::Record(_) => None,
    }
}

/// Ids of today by the files that documents had before they moved.
fn moved_files(past: &Past) -> BTreeMap<&str, &String> {
    let mut moved = BTreeMap::new();
    for (id, changes) in past {
        for change in changes {
            if let Kind::Renamed { from } = &change.change.kind {
                moved.insert(from.as_str(), id);
            }
        }
    }
    moved
}
