//! What differs between two states of a handbook, when it is little: so that what follows from the rest need not be made
//! again.
//!
//! Never guesses: where more differs than how documents are written, it says that it does not know.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::catalog::ClauseId;
use crate::entry::{Document, is_index};
use crate::handbook::{Backlink, Handbook, Item, LinkEnd};

/// Two states have the same documents and records under the same ids, and they stand the same; some documents are written
/// otherwise.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Touched {
    /// What has another text, other links in it or to it, or is connected to a document that looks otherwise.
    items: BTreeSet<Item>,
    /// Documents of which others can say something else: another title, other headings.
    looks: BTreeSet<usize>,
    /// Documents whose own links differ.
    linking: BTreeSet<usize>,
    /// Entries that running text names at other places.
    clauses: BTreeSet<ClauseId>,
}

impl Touched {
    /// Nothing when more differs.
    pub fn between(before: &Handbook, now: &Handbook) -> Option<Touched> {
        let mut touched = Touched { looks: other_looks(before, now)?, ..Touched::default() };
        for at in 0..now.documents.len() {
            let links = before.links[at] == now.links[at];
            if !links {
                touched.linking.insert(at);
            }
            let digest = before.approval_digests[at] == now.approval_digests[at];
            if !(links && digest && is_same(&before.documents[at], &now.documents[at])) {
                touched.items.insert(Item::Document(at));
            }
        }
        touched.items.extend(differing(&before.backlinks, &now.backlinks));
        touched.clauses.extend(differing(&before.mentions, &now.mentions));
        for handbook in [before, now] {
            touched.items.extend(connected(handbook, &touched.looks));
        }
        Some(touched)
    }

    /// Whether others can say something else of a document.
    pub fn looks(&self, document: usize) -> bool {
        self.looks.contains(&document)
    }

    /// Whether that is so of any.
    pub fn looks_differ(&self) -> bool {
        !self.looks.is_empty()
    }

    pub fn item(&self, item: Item) -> bool {
        self.items.contains(&item)
    }

    /// Whether the links in a document's own text differ.
    pub fn links_of(&self, document: usize) -> bool {
        self.linking.contains(&document)
    }

    /// Whether running text names an entry at other places.
    pub fn mentions_of(&self, clause: ClauseId) -> bool {
        self.clauses.contains(&clause)
    }
}

/// What names one of these documents, and what they name themselves.
fn connected(handbook: &Handbook, documents: &BTreeSet<usize>) -> Vec<Item> {
    let ends = documents.iter().flat_map(|at| &handbook.links[*at]).filter_map(|end| match end {
        LinkEnd::Document { at, .. } => Some(Item::Document(*at)),
        LinkEnd::Record(at) => Some(Item::Record(*at)),
        _ => None,
    });
    let backlinks = documents.iter().filter_map(|at| handbook.backlinks.get(&Item::Document(*at)));
    let is_one = |item: Item| matches!(item, Item::Document(at) if documents.contains(&at));
    let relations = handbook.relations.iter().filter(|one| is_one(one.from) || is_one(one.to));
    let related = relations.flat_map(|one| [one.from, one.to]);
    ends.chain(backlinks.flatten().map(|link| link.from)).chain(related).collect()
}

/// The documents that look otherwise; nothing when more differs than documents, or when that is seen everywhere.
fn other_looks(before: &Handbook, now: &Handbook) -> Option<BTreeSet<usize>> {
    if !says_the_same(before, now) {
        return None;
    }
    let mut looks = BTreeSet::new();
    for (at, (before, now)) in before.documents.iter().zip(&now.documents).enumerate() {
        if !is_same(before, now) && !before.looks_like(now) {
            // An index gives its folder a name, and every page below says it.
            let is_here =
                before.path == now.path && before.id.value == now.id.value && before.id_origin == now.id_origin;
            if !is_here || is_index(&now.path) {
                return None;
            }
            looks.insert(at);
        }
    }
    Some(looks)
}

/// Whether all is the same but documents, and the links and mentions in them.
fn says_the_same(before: &Handbook, now: &Handbook) -> bool {
    let Handbook {
        vocabulary,
        options,
        // They follow from documents and records.
        ids: _,
        documents,
        states,
        approval_digests,
        links,
        document_levels,
        records,
        record_levels,
        unread,
        record_texts,
        record_claims,
        record_systems,
        outdated,
        assessment_digests,
        relations,
        backlinks: _,
        mentions: _,
        evidence,
        files,
        pictures,
        folders,
        coverage,
        systems,
        due,
        statement,
    } = before;
    let counts = [documents.len(), approval_digests.len(), links.len(), records.len()];
    vocabulary.digest() == now.vocabulary.digest()
        && counts == [now.documents.len(), now.approval_digests.len(), now.links.len(), now.records.len()]
        && records.iter().zip(&now.records).all(|(before, now)| Arc::ptr_eq(before, now) || before == now)
        && *options == now.options
        && *states == now.states
        && *document_levels == now.document_levels
        && *record_levels == now.record_levels
        && *unread == now.unread
        && *record_texts == now.record_texts
        && *record_claims == now.record_claims
        && *record_systems == now.record_systems
        && *outdated == now.outdated
        && *assessment_digests == now.assessment_digests
        && *relations == now.relations
        && *evidence == now.evidence
        && *files == now.files
        && *pictures == now.pictures
        && *folders == now.folders
        && *coverage == now.coverage
        && *systems == now.systems
        && *due == now.due
        && *statement == now.statement
}

fn is_same(before: &Arc<Document>, now: &Arc<Document>) -> bool {
    // What is read once is the same value in both.
    Arc::ptr_eq(before, now) || before == now
}

/// What has other backlinks, or lost or got its first ones.
fn differing<K: Copy + Ord>(before: &BTreeMap<K, Vec<Backlink>>, now: &BTreeMap<K, Vec<Backlink>>) -> BTreeSet<K> {
    let changed = now.iter().filter(|(key, links)| before.get(key) != Some(links));
    let gone = before.keys().filter(|key| !now.contains_key(key));
    changed.map(|(key, _)| *key).chain(gone.copied()).collect()
}
