//! What the search knows: every document, record, register and clause of the site.
//!
//! Never holds a word of something that the audience may not see.

use std::sync::Arc;

use crate::catalog::ClauseId;
use crate::diagnostic::ordered_map;
use crate::pages::addresses;
use crate::pages::model::SearchEntry;
use crate::pages::planner::{Planner, short_name};
use crate::pages::records::shows_register;
use crate::text::{TermPlace, Terms};
use crate::view::{Document, Item, Record};

/// All entries, in the order of the site.
pub fn search_entries(planner: &Planner<'_, '_>) -> Vec<SearchEntry> {
    let documents: Vec<(usize, &Document)> = planner.view.documents().collect();
    let mut entries = ordered_map(&documents, |(at, found)| entry(planner, Item::Document(*at), found.terms()));
    let records: Vec<(usize, &Record)> = planner.view.records().collect();
    entries.extend(ordered_map(&records, |(at, found)| entry(planner, Item::Record(*at), found.terms())));
    for kind in planner.view.kinds().all().iter().filter(|kind| shows_register(planner, kind)) {
        let terms = Terms::of([(TermPlace::Title, kind.plural.as_str()), (TermPlace::Body, kind.description.as_str())]);
        entries.push(SearchEntry {
            url: addresses::register(&kind.id),
            id: String::new(),
            title: kind.plural.clone(),
            kind: planner.words.in_sentence(planner.words.text("register")),
            place: planner.words.text("registers").to_owned(),
            terms: Arc::new(terms),
        });
    }
    let frameworks = planner.view.options().frameworks.iter().filter(|_| planner.shows_clauses());
    for framework in frameworks {
        let count = planner.library().at(*framework).entries.len() as u16;
        entries.extend((0..count).map(|entry| clause(planner, ClauseId { framework: *framework, entry })));
    }
    entries
}

fn entry(planner: &Planner<'_, '_>, item: Item, terms: &Arc<Terms>) -> SearchEntry {
    let link = planner.item_link(item);
    let place = match item {
        Item::Document(at) => {
            planner.view.document(at).map(|document| planner.folder_title(document.path.folder())).unwrap_or_default()
        }
        Item::Record(at) => {
            let kind = planner.view.record(at).and_then(|record| planner.view.kinds().get(&record.kind));
            kind.map(|kind| kind.plural.clone()).unwrap_or_default()
        }
    };
    let kind = planner.kind_word(item);
    SearchEntry { url: link.url, id: link.id, title: link.title, kind, place, terms: Arc::clone(terms) }
}

/// A clause is found by its id however it is written, by its title, and by the framework's name.
fn clause(planner: &Planner<'_, '_>, clause: ClauseId) -> SearchEntry {
    let (framework, entry) = (planner.library().at(clause.framework), planner.library().get(clause));
    let name = short_name(framework);
    // `Art.9` is also looked for as `art 9`.
    let spaced = entry.id.replace("Art.", "art ").replace("Annex.", "annex ");
    let passages = [
        (TermPlace::Id, entry.id.as_str()),
        (TermPlace::Id, &spaced),
        (TermPlace::Title, &entry.title),
        (TermPlace::Body, name),
    ];
    SearchEntry {
        url: planner.addresses.clause(clause).to_owned(),
        id: entry.id.clone(),
        title: entry.title.clone(),
        kind: planner.entry_kind(clause),
        place: name.to_owned(),
        terms: Arc::new(Terms::of(passages)),
    }
}
