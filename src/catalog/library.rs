//! All frameworks that a handbook can refer to, in one immutable value.
//!
//! Never changes after it was built: a digest of it stands for all of it.

use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::catalog::built_in::built_in_library;
use crate::catalog::crosswalk::Crosswalk;
use crate::catalog::keys::{Keys, Meaning, keys_of};
use crate::catalog::names::Names;
use crate::catalog::titles::{Words, title_words};
use crate::catalog::user_files::add_user_files;
use crate::catalog::{ClauseId, Entry, Framework, FrameworkIndex, Related};
use crate::diagnostic::Diagnostic;
use crate::syntax::Node;
use crate::text::{DocPath, Hasher, Sha256, nearest};

/// Built-in and own frameworks with the crosswalk between them; cheap to clone.
#[derive(Debug, Clone)]
pub struct Library {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    frameworks: Vec<Framework>,
    crosswalk: Crosswalk,
    related: BTreeMap<ClauseId, Vec<Related>>,
    names: Names,
    keys: Vec<Keys>,
    ids: Vec<HashMap<String, u16>>,
    own_ids: OwnIds,
    /// Made when the first title is compared: most runs compare none.
    title_words: OnceLock<Vec<Vec<Vec<Words>>>>,
    digest: Sha256,
}

/// Ids of the user's own entries by their first character, the longest first: they can be any text.
pub type OwnIds = BTreeMap<char, Vec<(String, ClauseId)>>;

impl Library {
    /// The catalogs that come with the program.
    pub fn built_in() -> Library {
        built_in_library()
    }

    /// Adds the user's `frameworks/*.yaml`: own frameworks, further entries of known ones, licensed texts.
    pub fn with_user_files(self, files: &[(DocPath, Node)]) -> (Library, Vec<Diagnostic>) {
        if files.is_empty() {
            return (self, Vec::new());
        }
        let mut frameworks = self.inner.frameworks.clone();
        let diagnostics = add_user_files(&mut frameworks, &self.inner.names, files);
        (Library::new(frameworks, self.inner.crosswalk.clone()), diagnostics)
    }

    pub(super) fn new(frameworks: Vec<Framework>, crosswalk: Crosswalk) -> Library {
        let ids = frameworks.iter().map(ids_of).collect::<Vec<_>>();
        let find = |framework: &str, id: &str| {
            let at = frameworks.iter().position(|known| known.id == framework)?;
            Some(ClauseId { framework: FrameworkIndex(at as u16), entry: *ids[at].get(id)? })
        };
        let inner = Inner {
            related: crosswalk.related(find),
            names: Names::of(&frameworks),
            keys: frameworks.iter().map(keys_of).collect(),
            own_ids: own_ids(&frameworks),
            title_words: OnceLock::new(),
            digest: digest(&frameworks, &crosswalk),
            ids,
            crosswalk,
            frameworks,
        };
        Library { inner: Arc::new(inner) }
    }

    pub fn frameworks(&self) -> &[Framework] {
        &self.inner.frameworks
    }

    /// Finds a framework by id, usual name or alias, with or without a pinned edition; a wrong edition is not found.
    pub fn framework(&self, name: &str) -> Option<FrameworkIndex> {
        self.inner.names.whole(name).filter(|named| named.wrong_edition.is_none()).map(|named| named.framework)
    }

    /// The framework whose name is right and whose pinned edition is not, with the edition that was asked for.
    pub fn wrong_edition(&self, name: &str) -> Option<(FrameworkIndex, String)> {
        let named = self.inner.names.whole(name)?;
        named.wrong_edition.map(|edition| (named.framework, edition))
    }

    /// Known framework ids near to a name that was not found.
    pub fn nearest_frameworks(&self, name: &str) -> Vec<&str> {
        if let Some((framework, _)) = self.wrong_edition(name) {
            return vec![&self.at(framework).id];
        }
        nearest(name, self.inner.frameworks.iter().map(|framework| framework.id.as_str()), 3)
    }

    pub fn at(&self, framework: FrameworkIndex) -> &Framework {
        &self.inner.frameworks[framework.0 as usize]
    }

    pub fn get(&self, clause: ClauseId) -> &Entry {
        &self.at(clause.framework).entries[clause.entry as usize]
    }

    /// Finds an entry by its exact id.
    pub fn find(&self, framework: FrameworkIndex, id: &str) -> Option<ClauseId> {
        let entry = *self.inner.ids[framework.0 as usize].get(id)?;
        Some(ClauseId { framework, entry })
    }

    pub fn parent(&self, clause: ClauseId) -> Option<ClauseId> {
        self.get(clause).parent.map(|entry| ClauseId { framework: clause.framework, entry })
    }

    /// Entries of other frameworks that are worth a look, in catalog order.
    pub fn related(&self, clause: ClauseId) -> &[Related] {
        self.inner.related.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// What a source of the crosswalk is, in words.
    pub fn crosswalk_source(&self, name: &str) -> Option<&str> {
        self.inner.crosswalk.sources.get(name).map(String::as_str)
    }

    /// Over all frameworks, their texts and the crosswalk: what parsing depends on.
    pub fn digest(&self) -> Sha256 {
        self.inner.digest
    }

    pub(super) fn names(&self) -> &Names {
        &self.inner.names
    }

    pub(super) fn own_ids(&self) -> &OwnIds {
        &self.inner.own_ids
    }

    pub(super) fn title_words(&self, clause: ClauseId) -> &[Words] {
        let of_all = || {
            let of_one = |framework: &Framework| framework.entries.iter().map(title_words).collect();
            self.inner.frameworks.iter().map(of_one).collect()
        };
        let words: &Vec<Vec<Vec<Words>>> = self.inner.title_words.get_or_init(of_all);
        &words[clause.framework.0 as usize][clause.entry as usize]
    }

    pub(super) fn meaning(&self, framework: FrameworkIndex, key: &str) -> Option<&Meaning> {
        self.inner.keys[framework.0 as usize].get(key)
    }
}

fn ids_of(framework: &Framework) -> HashMap<String, u16> {
    framework.entries.iter().enumerate().map(|(at, entry)| (entry.id.clone(), at as u16)).collect()
}

fn own_ids(frameworks: &[Framework]) -> OwnIds {
    let mut own = OwnIds::new();
    for (framework, at) in frameworks.iter().zip(0..) {
        for (entry, number) in framework.entries.iter().zip(0..).filter(|(entry, _)| !entry.built_in) {
            let clause = ClauseId { framework: FrameworkIndex(at), entry: number };
            for id in std::iter::once(&entry.id).chain(&entry.aliases) {
                let id: String = id.chars().flat_map(char::to_lowercase).collect();
                if let Some(first) = id.chars().next() {
                    own.entry(first).or_default().push((id, clause));
                }
            }
        }
    }
    own.values_mut().for_each(|ids| ids.sort_by(|left, right| right.0.len().cmp(&left.0.len()).then(left.cmp(right))));
    own
}

fn digest(frameworks: &[Framework], crosswalk: &Crosswalk) -> Sha256 {
    let mut hasher = Hasher::default();
    for framework in frameworks {
        hasher.update(framework.digest.bytes());
        let names = [&framework.aliases, &framework.edition_aliases].map(|names| names.join("\u{1f}"));
        hasher.update(names.join("\n").as_bytes());
        for text in framework.entries.iter().filter_map(|entry| entry.text.as_ref()) {
            hasher.update(Sha256::of(text.text.as_bytes()).bytes());
            hasher.update(text.classification.as_bytes());
        }
    }
    hasher.update(crosswalk.digest.bytes());
    hasher.finish()
}
