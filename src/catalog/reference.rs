//! What a written reference means: its target, and in which frameworks it is looked up.
//!
//! Never decides coverage; it only says which targets can count at all.

use std::ops::Range;

use crate::catalog::{ClauseId, FrameworkIndex, Library};
use crate::diagnostic::Finding;
use crate::text::Spanned;

/// Where references are read: the frameworks that are enabled, and the one that a bare id means.
#[derive(Clone, Copy)]
pub struct Reading<'a> {
    pub library: &'a Library,
    pub enabled: &'a [FrameworkIndex],
    pub default: Option<FrameworkIndex>,
}

/// What an id without a framework's name means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Bare {
    /// The default framework: in front matter, at headings, in a record's `clauses`.
    Default,
    /// The one enabled framework that it fits; ambiguous when several do.
    MustFitOne,
}

/// A reference that was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reference {
    pub target: Target,
    /// As it stands in the file; each entry of a range carries the whole range.
    pub written: Spanned<String>,
}

impl Reference {
    /// The id of the framework that it means, and the reference as it stands in the file.
    pub fn meant<'a>(&'a self, library: &'a Library) -> (&'a str, &'a str) {
        (&library.at(self.target.clause().framework).id, &self.written.value)
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Target {
    /// A whole assessable entry.
    Entry(ClauseId),
    /// A point, letter or paragraph below an entry, kept as written, such as `(2)(a)`.
    Part { clause: ClauseId, locator: String },
    /// An entry that is never assessed: a heading, an annex, an article without a duty. A hint.
    Heading(ClauseId),
    /// The guidance on a control, such as `B.6.2.4`.
    Guidance { clause: ClauseId, written: String },
}

impl Target {
    pub fn clause(&self) -> ClauseId {
        match self {
            Target::Entry(clause) | Target::Heading(clause) => *clause,
            Target::Part { clause, .. } | Target::Guidance { clause, .. } => *clause,
        }
    }

    /// Only a reference to a whole entry can count as coverage.
    pub fn counts(&self) -> bool {
        matches!(self, Target::Entry(_))
    }

    /// The target as it is shown: `A.6.2.4`, `Art.9(2)(a)`, `Annex.III point 4`, `GOVERN 1.2-002`, `B.6.2.4`.
    pub fn label(&self, library: &Library) -> String {
        let id = &library.get(self.clause()).id;
        match self {
            Target::Entry(_) | Target::Heading(_) => id.clone(),
            Target::Part { locator, .. } if locator.starts_with(['(', '.', '-']) => format!("{id}{locator}"),
            Target::Part { locator, .. } => format!("{id} {locator}"),
            Target::Guidance { written, .. } => written.clone(),
        }
    }
}

/// An unmistakable reference in running text: a link, never coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mention {
    /// In the text that was searched; so is the place of the reference or finding inside.
    pub range: Range<usize>,
    /// What it leads to, or what is wrong when a framework is named and the clause does not exist.
    pub reference: Result<Reference, Finding>,
}
