//! What of an edition a comparison may name.
//!
//! Never trusts a text that the author wrote to be for every reader: a link can stand for a hidden title.

use std::collections::BTreeSet;

use crate::diagnostic::Diagnostic;
use crate::syntax::markdown::Body;
use crate::text::{DocPath, Snapshot, Spanned};
use crate::view::{LinkEnd, Shown, View};

/// One side of a comparison.
#[derive(Clone, Copy)]
pub struct Compared<'a> {
    pub view: &'a View<'a>,
    pub snapshot: &'a Snapshot,
    pub diagnostics: &'a [Diagnostic],
}

impl Compared<'_> {
    /// Whether a file lies in the folder, seen or not.
    pub(super) fn has_file(&self, path: &str) -> bool {
        DocPath::new(path).is_some_and(|path| self.snapshot.fact(&path).is_some())
    }
}

/// Whether this side has something of that id that its audience may not see: what is seen on the other side then obeys
/// the stricter of the two.
pub(super) fn hides(side: &Compared<'_>, id: &str) -> bool {
    side.view.knows(id) && side.view.item(id).is_none()
}

/// What may be named of one side: what is hidden on neither.
#[derive(Clone, Copy)]
pub(super) struct Names<'a> {
    pub side: &'a Compared<'a>,
    pub other: &'a Compared<'a>,
}

impl<'a> Names<'a> {
    /// An id, when what it names may be seen. What does not exist has no secrets.
    pub(super) fn named(self, id: &str) -> &str {
        if hides(self.side, id) || hides(self.other, id) { "(not shown)" } else { id }
    }

    pub(super) fn all(self, ids: &[Spanned<String>]) -> String {
        ids.iter().map(|id| self.named(&id.value)).collect::<Vec<_>>().join(", ")
    }

    /// The targets of a body that may not be named.
    pub(super) fn unnamed<'b>(self, body: &'b Body, links: &[Shown<'_>]) -> BTreeSet<&'b str> {
        let pairs = body.links.iter().zip(links);
        pairs.filter(|(_, end)| self.is_hidden(end)).map(|(link, _)| link.target.as_str()).collect()
    }

    fn is_hidden(self, end: &Shown<'_>) -> bool {
        let Shown::End(end) = end else { return true };
        let (view, other) = (self.side.view, self.other);
        match end {
            LinkEnd::Document { at, .. } => view.document(*at).is_some_and(|found| hides(other, &found.id.value)),
            LinkEnd::Record(at) => view.record(*at).is_some_and(|found| hides(other, &found.id.value)),
            LinkEnd::File(path) => other.has_file(path.as_str()) && !other.view.sees_file(path),
            LinkEnd::Folder(_) | LinkEnd::Register(_) | LinkEnd::Clause(_) | LinkEnd::Outside(_) | LinkEnd::Broken => {
                false
            }
        }
    }
}
