//! What happened to each document from version to version.
//!
//! Never compares what the audience may not see in both.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::changes::{Compared, DocumentChange, Kind, document_changes};
use crate::config::Roles;
use crate::config::editions::Authors;
use crate::diagnostic::ordered_map;
use crate::pages::model::Redlined;
use crate::pages::{Past, PastChange, PastRow, item_pages, redlined};
use crate::pipeline::kept::KeptChanges;
use crate::pipeline::trees::Tree;
use crate::pipeline::versions::{OpenVersion, Version};
use crate::text::{DocPath, Sha256};
use crate::view::{Document, Item, View, approved_by, approved_on};

/// What a version did to a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct VersionChange {
    /// What the document was called; an id from the path moves with the file.
    pub id_before: String,
    pub id: String,
    pub told: Arc<PastChange>,
}

/// What one version knows of the past of its documents.
pub type SharedPast = Arc<Past>;

/// The version that each version is compared with: the last one before it that stays as it is.
pub fn predecessors(versions: &[Version]) -> Vec<Option<usize>> {
    let fixed = |at: &usize| versions[*at].edition.origin.is_fixed();
    (0..versions.len()).map(|at| (0..at).rev().find(fixed)).collect()
}

/// The versions of which an earlier run does not know what they changed.
pub fn to_compare(versions: &[Version]) -> Vec<usize> {
    let before = predecessors(versions);
    (0..versions.len()).filter(|at| known_changes(versions, *at, before[*at]).is_none()).collect()
}

/// What each version changed. `authors` has who wrote it, for those that are compared now.
pub fn changes(versions: &[Version], authors: &BTreeMap<usize, Authors>, roles: &Roles) -> Vec<KeptChanges> {
    let before = predecessors(versions);
    let all: Vec<usize> = (0..versions.len()).collect();
    ordered_map(&all, |at| match known_changes(versions, *at, before[*at]) {
        Some(known) => known.clone(),
        None => found_changes(versions, *at, before[*at], authors.get(at), roles),
    })
}

/// What an earlier run knows, unless something else is hidden now.
fn known_changes(versions: &[Version], at: usize, before: Option<usize>) -> Option<&KeptChanges> {
    let version = &versions[at];
    let known = version.changes.as_ref()?;
    let effect_before = before.and_then(|before| versions[before].effect);
    let is_same = known.effect == version.effect && known.effect_before == effect_before;
    (is_same && (version.kept.is_some() || known.redlined.is_some())).then_some(known)
}

fn found_changes(
    versions: &[Version],
    at: usize,
    before: Option<usize>,
    authors: Option<&Authors>,
    roles: &Roles,
) -> KeptChanges {
    let effect_before = before.and_then(|before| versions[before].effect);
    let mut found = KeptChanges {
        effect: versions[at].effect,
        effect_before,
        changes: Vec::new(),
        redlined: Some(BTreeMap::new()),
    };
    let Some(open) = &versions[at].open else { return found };
    let open_before = before.and_then(|before| versions[before].open.as_ref());
    let (view, view_before) = (open.view(), open_before.map(OpenVersion::view));
    let changes = match open_before.zip(view_before.as_ref()) {
        Some((before, view_before)) => document_changes(&compared(before, view_before), &compared(open, &view)),
        // In the first version everything is new.
        None => view.documents().map(|(_, document)| DocumentChange::added(document)).collect(),
    };
    let around = Around { version: &versions[at], pages: item_pages(&view), view, before: view_before, authors, roles };
    let mut shown = BTreeMap::new();
    for change in changes.iter().filter(|change| change.kind != Kind::Removed && !around.tells_of_hidden(change)) {
        let Some(told) = around.told(change) else { continue };
        let id_before = around.id_before(change);
        found.changes.push(VersionChange { id_before, id: change.id.clone(), told: Arc::new(told) });
        shown.extend(redlined(change).map(|redlined| (change.id.clone(), Arc::new(redlined))));
    }
    found.redlined = Some(shown);
    found
}

fn compared<'a>(version: &'a OpenVersion, view: &'a View<'a>) -> Compared<'a> {
    Compared { view, snapshot: &version.snapshot, diagnostics: &[] }
}

/// The past of all documents as each version knows it that is built; nothing for the others.
pub fn pasts(
    versions: &[Version],
    changes: &[KeptChanges],
    tree: &Tree,
    is_built: &dyn Fn(usize) -> bool,
) -> Vec<SharedPast> {
    // Of versions that stay as they are; a draft follows the last of them.
    let mut known = Rows::new();
    let mut pasts = Vec::new();
    for (at, (version, own)) in versions.iter().zip(changes).enumerate() {
        let mut rows = if version.edition.origin.is_fixed() { std::mem::take(&mut known) } else { known.clone() };
        for change in &own.changes {
            let mut told = rows.remove(&change.id_before).unwrap_or_default();
            told.push((at, Arc::clone(&change.told)));
            rows.insert(change.id.clone(), told);
        }
        let redlined = own.redlined.clone().unwrap_or_default();
        let past = if is_built(at) { past(&rows, redlined, at, versions, tree) } else { Past::default() };
        pasts.push(Arc::new(past));
        if version.edition.origin.is_fixed() {
            known = rows;
        }
    }
    pasts
}

/// Changes by the document's id, with the versions that made them.
type Rows = BTreeMap<String, Vec<(usize, Arc<PastChange>)>>;

fn past(rows: &Rows, redlined: BTreeMap<String, Arc<Redlined>>, at: usize, versions: &[Version], tree: &Tree) -> Past {
    let roots: Vec<Arc<str>> = (0..=at).map(|other| tree.way(at, other, versions).into()).collect();
    let row = |(from, change): &(usize, Arc<PastChange>)| PastRow {
        change: Arc::clone(change),
        root: Arc::clone(&roots[*from]),
    };
    let rows = rows.iter().map(|(id, told)| (id.clone(), told.iter().map(row).collect())).collect();
    Past { rows, redlined }
}

/// Stands for who wrote what, as a version tells it.
pub fn authors_digest(changes: &KeptChanges) -> Sha256 {
    let line = |change: &VersionChange| format!("{:?} {:?}\n", change.id, change.told.authors);
    Sha256::of(changes.changes.iter().map(line).collect::<String>().as_bytes())
}

/// What a change is told with.
struct Around<'a> {
    version: &'a Version,
    view: View<'a>,
    /// Of documents, by their positions.
    pages: BTreeMap<Item, String>,
    before: Option<View<'a>>,
    authors: Option<&'a Authors>,
    roles: &'a Roles,
}

impl Around<'_> {
    fn id_before(&self, change: &DocumentChange) -> String {
        let from = match &change.kind {
            Kind::Renamed { from } => from,
            _ => return change.id.clone(),
        };
        let old = self.before.as_ref().and_then(|before| before.documents().find(|(_, old)| old.path.as_str() == from));
        old.map_or_else(|| change.id.clone(), |(_, old)| old.id.value.clone())
    }

    /// It was there before, and these readers were not to see it.
    fn was_hidden(&self, change: &DocumentChange) -> bool {
        change.kind == Kind::Added && self.before.as_ref().is_some_and(|before| before.knows(&change.id))
    }

    /// Customers are not told that something was kept from them.
    fn tells_of_hidden(&self, change: &DocumentChange) -> bool {
        self.was_hidden(change) && !self.view.audience().coverage
    }

    fn told(&self, change: &DocumentChange) -> Option<PastChange> {
        let edition = &self.version.edition;
        let Some(Item::Document(at)) = self.view.item(&change.id) else { return None };
        let document: &Document = self.view.document(at)?;
        let page = self.pages.get(&Item::Document(at))?;
        Some(PastChange {
            version: edition.title.clone(),
            date: edition.date.map(|date| date.to_string()).unwrap_or_default(),
            edition: document.version.clone().unwrap_or_default(),
            approved_on: approved_on(document).map(|date| date.to_string()).unwrap_or_default(),
            approver: approved_by(document).unwrap_or_default().to_owned(),
            authors: self.authors_of(&change.path),
            moved_from: match &change.kind {
                Kind::Renamed { from } => from.clone(),
                _ => String::new(),
            },
            ..PastChange::counted(change, self.was_hidden(change), page)
        })
    }

    /// Roles where they are known, else names; each once. Who sees no coverage is told no names.
    fn authors_of(&self, path: &str) -> Vec<String> {
        if !self.view.audience().coverage {
            return Vec::new();
        }
        let found = DocPath::new(path).and_then(|path| self.authors?.get(&path));
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
