//! Who is called what: ids of documents and records, aliases, and paths.
//!
//! Never lets a second owner of an id take it away from the first.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::diagnostic::{Diagnostic, Finding, Place, both};
use crate::entry::{Document, IdOrigin, Record, is_index};
use crate::text::{DocPath, Span, Spanned, name_key, nearest};

/// A document or a record of the handbook, by position.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Item {
    Document(usize),
    Record(usize),
}

/// Endings that links of other tools leave out.
const ENDINGS: [&str; 2] = [".md", ".markdown"];

/// Documents that other tools show for a folder.
const OPENINGS: [&str; 4] = ["index.md", "README.md", "readme.md", "_index.md"];

/// Finds items by what people call them.
#[derive(Debug, Default)]
pub struct Ids {
    by_id: FxHashMap<String, Item>,
    /// Ids by their form for people, for help when only capitals or composed letters differ.
    folded: FxHashMap<String, String>,
    aliases: FxHashMap<String, Item>,
    places: Places,
    records_by_path: BTreeMap<DocPath, Vec<usize>>,
}

/// Finds documents by where they stand, and by what they are called there.
#[derive(Debug, Default)]
struct Places {
    by_path: FxHashMap<DocPath, usize>,
    /// Documents by their path without its ending; the earlier of the endings that people leave out comes first.
    without_ending: FxHashMap<String, (usize, usize)>,
    /// Documents by the folder that they open; the earlier of the usual names comes first.
    opening: FxHashMap<String, (usize, usize)>,
    /// Documents by file stem and by title, when only one has it.
    by_stem: FxHashMap<String, Option<usize>>,
    by_title: FxHashMap<String, Option<usize>>,
}

impl Ids {
    pub fn item(&self, id: &str) -> Option<Item> {
        self.by_id.get(id).or_else(|| self.aliases.get(id)).copied()
    }

    pub fn document_at(&self, path: &DocPath) -> Option<usize> {
        self.places.by_path.get(path).copied()
    }

    /// The document at a path that was written without its ending.
    pub fn document_without_ending(&self, path: &str) -> Option<usize> {
        self.places.without_ending.get(path).map(|(_, at)| *at)
    }

    /// The document that opens a folder.
    pub fn document_opening(&self, folder: &str) -> Option<usize> {
        self.places.opening.get(folder).map(|(_, at)| *at)
    }

    pub fn records_at(&self, path: &DocPath) -> &[usize] {
        self.records_by_path.get(path).map_or(&[], Vec::as_slice)
    }

    /// The first record in a folder, which stands for the register that the folder is.
    pub fn first_record_below(&self, folder: &DocPath) -> Option<usize> {
        let mut files = self.records_by_path.iter().filter(|(path, _)| path.is_below(folder.as_str()));
        files.next().and_then(|(_, records)| records.first().copied())
    }

    /// The only document with this file stem or, failing that, this title.
    pub fn document_called(&self, name: &str) -> Option<usize> {
        let folded = name.to_lowercase();
        self.places.by_stem.get(&folded).or_else(|| self.places.by_title.get(&folded)).copied().flatten()
    }

    /// The id as it is really written, when only capitals or composed letters differ.
    fn same_for_people(&self, id: &str) -> Option<&str> {
        self.folded.get(&name_key(id)).map(String::as_str)
    }

    pub fn nearest(&self, id: &str) -> Vec<String> {
        if let Some(same) = self.same_for_people(id) {
            return vec![same.to_owned()];
        }
        let mut known: Vec<&str> = self.by_id.keys().map(String::as_str).collect();
        known.sort_unstable();
        nearest(id, known, 3).into_iter().map(str::to_owned).collect()
    }

    pub fn paths(&self) -> impl Iterator<Item = &DocPath> {
        self.places.by_path.keys()
    }
}

/// Indexes everything; ids given twice are errors at the second place.
pub fn index(documents: &[Arc<Document>], records: &[Arc<Record>]) -> (Ids, Vec<Diagnostic>) {
    let ((ids, diagnostics), places) = both(|| index_ids(documents, records), || index_places(documents));
    (Ids { places, ..ids }, diagnostics)
}

fn index_ids<'i>(documents: &'i [Arc<Document>], records: &'i [Arc<Record>]) -> (Ids, Vec<Diagnostic>) {
    let mut ids = Ids::default();
    let mut owners: FxHashMap<&str, (&DocPath, Span)> = FxHashMap::default();
    let mut diagnostics = Vec::new();
    let mut claim = |ids: &mut Ids, id: &'i Spanned<String>, path: &'i DocPath, item: Item, is_written: bool| {
        if let Some((first, span)) = owners.get(id.value.as_str()) {
            let place = Place { path: (*first).clone(), span: Some(*span) };
            let finding = Finding::error("duplicate-id", id.span, format!("the id `{}` is given twice", id.value))
                .label("links go to the first one")
                .help("give one of the two another id; an id is never used again, not even after its owner is gone");
            diagnostics.push(finding.at(path).related(place, "first given"));
            return;
        }
        owners.insert(&id.value, (path, id.span));
        let folded = ids.folded.entry(name_key(&id.value)).or_insert_with(|| id.value.clone());
        if *folded != id.value && is_written {
            let message = format!("the id `{}` differs from `{folded}` only in capitals or composed letters", id.value);
            let finding = Finding::warning("case-conflict", id.span, message);
            diagnostics.push(finding.help("give one of the two another id: people take them for one").at(path));
        }
        ids.by_id.insert(id.value.clone(), item);
    };
    // Ids that somebody wrote come first, so that an id made from a path never takes one away.
    let written = documents.iter().enumerate().filter(|(_, document)| document.id_origin == IdOrigin::FrontMatter);
    for (at, document) in written {
        claim(&mut ids, &document.id, &document.path, Item::Document(at), true);
    }
    for (at, record) in records.iter().enumerate() {
        claim(&mut ids, &record.id, &record.path, Item::Record(at), true);
        ids.records_by_path.entry(record.path.clone()).or_default().push(at);
    }
    for (at, document) in documents.iter().enumerate() {
        if document.id_origin == IdOrigin::Path {
            claim(&mut ids, &document.id, &document.path, Item::Document(at), false);
        }
    }
    for (at, document) in documents.iter().enumerate() {
        for alias in &document.aliases {
            diagnostics.extend(add_alias(&mut ids, alias, &document.path, Item::Document(at)));
        }
    }
    (ids, diagnostics)
}

fn index_places(documents: &[Arc<Document>]) -> Places {
    let mut places = Places::default();
    for (at, document) in documents.iter().enumerate() {
        places.by_path.insert(document.path.clone(), at);
        let path = document.path.as_str();
        for (rank, ending) in ENDINGS.iter().enumerate() {
            path.strip_suffix(ending).into_iter().for_each(|path| best(&mut places.without_ending, path, rank, at));
        }
        if let Some(rank) = OPENINGS.iter().position(|name| *name == document.path.file_name()) {
            best(&mut places.opening, document.path.folder(), rank, at);
        }
        if !is_index(&document.path) {
            only(&mut places.by_stem, document.path.stem().to_lowercase(), at);
        }
        only(&mut places.by_title, document.title.to_lowercase(), at);
    }
    places
}

/// Keeps the item of the lowest rank.
fn best(names: &mut FxHashMap<String, (usize, usize)>, name: &str, rank: usize, at: usize) {
    let known = names.entry(name.to_owned()).or_insert((rank, at));
    *known = (*known).min((rank, at));
}

fn only(names: &mut FxHashMap<String, Option<usize>>, name: String, at: usize) {
    names.entry(name).and_modify(|owner| *owner = None).or_insert(Some(at));
}

fn add_alias(ids: &mut Ids, alias: &Spanned<String>, path: &DocPath, item: Item) -> Option<Diagnostic> {
    let taken = ids.by_id.get(&alias.value).or_else(|| ids.aliases.get(&alias.value));
    if taken.is_some_and(|owner| *owner != item) {
        let message = format!("the alias `{}` is already somebody's id or alias", alias.value);
        return Some(Finding::error("duplicate-id", alias.span, message).at(path));
    }
    ids.aliases.insert(alias.value.clone(), item);
    None
}
