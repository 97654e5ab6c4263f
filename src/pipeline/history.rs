//! What happened to each document from version to version.
//!
//! Never compares what the audience may not see in both.

use std::sync::Arc;

use crate::changes::{Compared, DocumentChange, Kind, document_changes};
use crate::config::Roles;
use crate::config::editions::Authors;
use crate::pages::{Past, PastChange};
use crate::pipeline::versions::CheckedEdition;
use crate::text::DocPath;
use crate::view::{Item, View, approved_by, approved_on};

/// What each version knows of the past of its documents.
pub type Pasts = Vec<Arc<Past>>;

/// The version that each version is compared with: the last one before it that stays as it is.
pub fn predecessors(checked: &[CheckedEdition]) -> Vec<Option<usize>> {
    let fixed = |at: &usize| checked[*at].edition.origin.is_fixed();
    (0..checked.len()).map(|at| (0..at).rev().find(fixed)).collect()
}

/// The past of all documents as each version knows it. `authors` has one entry for each version.
pub fn pasts(checked: &[CheckedEdition], authors: &[Authors], roles: &Roles) -> Pasts {
    let views: Vec<View<'_>> = checked.iter().map(CheckedEdition::view).collect();
    let mut pasts = Pasts::new();
    for (at, before) in predecessors(checked).into_iter().enumerate() {
        let changes = match before {
            Some(before) => {
                document_changes(&compared(&checked[before], &views[before]), &compared(&checked[at], &views[at]))
            }
            None => first(&views[at]),
        };
        let mut past = before.map_or_else(Past::new, |before| (*pasts[before]).clone());
        let nobody = Authors::new();
        let around = Around {
            version: &checked[at],
            view: &views[at],
            before: before.map(|before| &views[before]),
            authors: authors.get(at).unwrap_or(&nobody),
            roles,
        };
        let told = |change: &DocumentChange| change.kind != Kind::Removed && !around.tells_of_hidden(change);
        for change in changes.into_iter().filter(told) {
            let mut entries = past.remove(&around.id_before(&change)).unwrap_or_default();
            let id = change.id.clone();
            entries.push(Arc::new(around.past_change(change)));
            past.insert(id, entries);
        }
        pasts.push(Arc::new(past));
    }
    pasts
}

fn compared<'a>(version: &'a CheckedEdition, view: &'a View<'a>) -> Compared<'a> {
    Compared { view, snapshot: &version.snapshot, diagnostics: &[] }
}

/// In the first version everything is new.
fn first(view: &View<'_>) -> Vec<DocumentChange> {
    let change = |(_, document): (usize, &crate::view::Document)| DocumentChange::added(document);
    view.documents().map(change).collect()
}

/// What a change is told with.
struct Around<'a> {
    version: &'a CheckedEdition,
    view: &'a View<'a>,
    before: Option<&'a View<'a>>,
    authors: &'a Authors,
    roles: &'a Roles,
}

impl Around<'_> {
    /// What the document was called; an id from the path moves with the file.
    fn id_before(&self, change: &DocumentChange) -> String {
        let from = match &change.kind {
            Kind::Renamed { from } => from,
            _ => return change.id.clone(),
        };
        let old = self.before.and_then(|before| before.documents().find(|(_, old)| old.path.as_str() == from));
        old.map_or_else(|| change.id.clone(), |(_, old)| old.id.value.clone())
    }

    /// It was there before, and these readers were not to see it.
    fn was_hidden(&self, change: &DocumentChange) -> bool {
        change.kind == Kind::Added && self.before.is_some_and(|before| before.knows(&change.id))
    }

    /// Customers are not told that something was kept from them.
    fn tells_of_hidden(&self, change: &DocumentChange) -> bool {
        self.was_hidden(change) && !self.view.audience().coverage
    }

    fn past_change(&self, change: DocumentChange) -> PastChange {
        let edition = &self.version.edition;
        let document = match self.view.item(&change.id) {
            Some(Item::Document(at)) => self.view.document(at),
            _ => None,
        };
        let was_hidden = self.was_hidden(&change);
        PastChange {
            version: edition.title.clone(),
            date: edition.date.map(|date| date.to_string()).unwrap_or_default(),
            edition: document.and_then(|document| document.version.clone()).unwrap_or_default(),
            approved_on: document.and_then(approved_on).map(|date| date.to_string()).unwrap_or_default(),
            approver: document.and_then(approved_by).unwrap_or_default().to_owned(),
            authors: self.authors_of(&change.path),
            was_hidden,
            change,
        }
    }

    /// Roles where they are known, else names; each once. Who sees no coverage is told no names.
    fn authors_of(&self, path: &str) -> Vec<String> {
        if !self.view.audience().coverage {
            return Vec::new();
        }
        let found = DocPath::new(path).and_then(|path| self.authors.get(&path));
        let mut names: Vec<String> = Vec::new();
        for author in found.into_iter().flatten() {
            let name = self.roles.role_of_author(&author.name, &author.email).unwrap_or(&author.name).to_owned();
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names
    }
}
