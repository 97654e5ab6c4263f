//! All frameworks that a handbook can refer to, in one immutable value.
//!
//! Never changes after it was built: a digest of it stands for all of it.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{ClauseId, Entry, Framework, FrameworkIndex, Related};
use crate::diagnostic::Diagnostic;
use crate::syntax::Node;
use crate::text::{DocPath, Sha256, nearest};

/// Built-in and own frameworks with the crosswalk between them; cheap to clone.
#[derive(Debug, Clone)]
pub struct Library {
    inner: Arc<Inner>,
}

#[derive(Debug)]
struct Inner {
    frameworks: Vec<Framework>,
    related: BTreeMap<ClauseId, Vec<Related>>,
    digest: Sha256,
}

impl Library {
    /// The catalogs that come with the program.
    pub fn built_in() -> Library {
        Library { inner: Arc::new(Inner { frameworks: Vec::new(), related: BTreeMap::new(), digest: Sha256::of(b"") }) }
    }

    /// Adds the user's `frameworks/*.yaml`: own frameworks, further entries of known ones, licensed texts.
    pub fn with_user_files(self, _files: &[(DocPath, Node)]) -> (Library, Vec<Diagnostic>) {
        (self, Vec::new())
    }

    pub fn frameworks(&self) -> &[Framework] {
        &self.inner.frameworks
    }

    /// Finds a framework by id, usual name or alias, with or without a pinned edition.
    pub fn framework(&self, name: &str) -> Option<FrameworkIndex> {
        self.inner.frameworks.iter().position(|framework| framework.id == name).map(|at| FrameworkIndex(at as u16))
    }

    /// Known framework ids near to a name that was not found.
    pub fn nearest_frameworks(&self, name: &str) -> Vec<&str> {
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
        let entry = self.at(framework).entries.iter().position(|entry| entry.id == id)?;
        Some(ClauseId { framework, entry: entry as u16 })
    }

    /// Entries of other frameworks that are worth a look, in catalog order.
    pub fn related(&self, clause: ClauseId) -> &[Related] {
        self.inner.related.get(&clause).map_or(&[], Vec::as_slice)
    }

    /// Over all frameworks, their texts and the crosswalk: what parsing depends on.
    pub fn digest(&self) -> Sha256 {
        self.inner.digest
    }
}
