//! Addresses of earlier versions that the one in force no longer has.
//!
//! Never names what today's readers may not see.

use std::collections::BTreeMap;

use rustc_hash::FxHashSet;

use crate::pages::model::{GonePage, Link};
use crate::pages::{Gone, Past, item_pages, shown_id};
use crate::pipeline::trees::Tree;
use crate::pipeline::versions::Version;
use crate::view::{Item, View};

/// A page for every address that an earlier version gave to a document or record, and that leads to nothing now.
pub fn gone(versions: &[Version], tree: &Tree, current: &View<'_>, past: &Past) -> Vec<Gone> {
    let pages = item_pages(current);
    let mut taken: FxHashSet<&str> = pages.values().map(String::as_str).collect();
    let moved = moved_files(past);
    let mut found = Vec::new();
    let earlier =
        versions.iter().enumerate().take(tree.in_force).rev().filter(|(_, one)| one.edition.origin.is_fixed());
    for (at, version) in earlier {
        let until = version.edition.period.and_then(|(_, until)| until).map(|day| day.to_string()).unwrap_or_default();
        for old in items(version) {
            if !taken.insert(old.page) {
                continue;
            }
            let now = current.item(old.id).or_else(|| current.item(moved.get(old.file)?));
            let link = |item: Item| {
                let (id, title) = named(current, item)?;
                Some(Link { id, title, url: pages.get(&item)?.clone() })
            };
            let page = GonePage {
                id: old.shown_id.to_owned(),
                last: Link {
                    id: String::new(),
                    title: version.edition.title.clone(),
                    url: format!("{}{}", tree.place(at, versions), old.page),
                },
                until: until.clone(),
                replaced_by: current.item(old.replaced_by).and_then(link),
                moved_to: now.and_then(link),
            };
            found.push(Gone { path: old.page.to_owned(), title: old.title.to_owned(), page });
        }
    }
    found
}

/// A document or record of an earlier version.
struct Old<'a> {
    id: &'a str,
    /// Empty when the id is only the path.
    shown_id: &'a str,
    title: &'a str,
    file: &'a str,
    replaced_by: &'a str,
    page: &'a str,
}

fn items(version: &Version) -> impl Iterator<Item = Old<'_>> {
    let documents = version.facts.documents.iter().map(|one| Old {
        id: &one.id,
        shown_id: &one.shown_id,
        title: &one.title,
        file: &one.file,
        replaced_by: &one.replaced_by,
        page: &one.page,
    });
    let records = version.facts.records.iter().map(|one| Old {
        id: &one.id,
        shown_id: &one.id,
        title: &one.title,
        file: "",
        replaced_by: "",
        page: &one.page,
    });
    documents.chain(records)
}

fn named(view: &View<'_>, item: Item) -> Option<(String, String)> {
    match item {
        Item::Document(at) => view.document(at).map(|document| (shown_id(document), document.title.clone())),
        Item::Record(at) => view.record(at).map(|record| (record.id.value.clone(), record.title.clone())),
    }
}

/// Ids of today by the files that documents had before they moved.
fn moved_files(past: &Past) -> BTreeMap<&str, &String> {
    let mut moved = BTreeMap::new();
    for (id, rows) in &past.rows {
        let from = rows.iter().map(|row| row.change.moved_from.as_str()).filter(|from| !from.is_empty());
        moved.extend(from.map(|from| (from, id)));
    }
    moved
}
