//! What one edition keeps from its readers, so that other editions do not show it to them either.
//!
//! Never trusts a name alone: what moved or got another id is known by its title, its text, or its bytes.

use std::collections::BTreeSet;

use crate::entry::{Document, Record};
use crate::handbook::{Handbook, Item};
use crate::syntax::split_front_matter;
use crate::text::{DocPath, Sha256, Snapshot, name_key};

/// What nobody sees, whatever its own classification says. Names are kept in the form in which people confuse them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    ids: BTreeSet<String>,
    /// Of documents, and of files that pages show or offer.
    paths: BTreeSet<String>,
    /// Files of which every record is hidden, or which could not be read.
    record_files: BTreeSet<String>,
    document_titles: BTreeSet<String>,
    record_titles: BTreeSet<String>,
    /// Texts of documents, below the front matter.
    texts: BTreeSet<Sha256>,
    /// Evidence and pictures.
    contents: BTreeSet<Sha256>,
    /// Ids that readers do see: a title or a text that something hidden shares does not hide them.
    seen: BTreeSet<String>,
}

impl Hidden {
    /// What readers up to a level do not see of an edition.
    pub fn of(handbook: &Handbook, snapshot: &Snapshot, sees: usize) -> Hidden {
        let mut hidden = Hidden::default();
        let mut shown = Hidden::default();
        for (at, document) in handbook.documents.iter().enumerate() {
            let side = if handbook.level(Item::Document(at)) > sees { &mut hidden } else { &mut shown };
            side.add_document(document, snapshot);
        }
        for (at, record) in handbook.records.iter().enumerate() {
            let side = if handbook.level(Item::Record(at)) > sees { &mut hidden } else { &mut shown };
            side.ids.insert(name_key(&record.id.value));
            side.record_files.insert(name_key(record.path.as_str()));
            side.record_titles.insert(name_key(&record.title));
        }
        for (path, level) in &handbook.files {
            let side = if *level > sees { &mut hidden } else { &mut shown };
            side.paths.insert(name_key(path.as_str()));
            side.contents.extend(snapshot.fact(path).map(|fact| fact.sha256));
        }
        hidden.without(&shown);
        // Nobody knows what stands in what could not be read.
        if sees + 1 < handbook.options.classifications.len() {
            let unread = handbook.unread.iter().chain(snapshot.unreadable.iter().map(|file| &file.path));
            for path in unread.map(|path| name_key(path.as_str())) {
                hidden.paths.insert(path.clone());
                hidden.record_files.insert(path);
            }
        }
        hidden.seen = shown.ids;
        hidden
    }

    fn add_document(&mut self, document: &Document, snapshot: &Snapshot) {
        self.ids.insert(name_key(&document.id.value));
        self.paths.insert(name_key(document.path.as_str()));
        self.document_titles.insert(name_key(&document.title));
        self.texts.extend(text_of(document, snapshot));
    }

    /// What is shown somewhere in the same edition hides nothing.
    fn without(&mut self, shown: &Hidden) {
        self.record_files.retain(|path| !shown.record_files.contains(path));
        self.document_titles.retain(|title| !title.is_empty() && !shown.document_titles.contains(title));
        self.record_titles.retain(|title| !title.is_empty() && !shown.record_titles.contains(title));
        self.texts.retain(|text| !shown.texts.contains(text));
        self.contents.retain(|content| !shown.contents.contains(content));
    }

    /// Together with what a further edition hides.
    pub fn extend(&mut self, other: Hidden) {
        self.ids.extend(other.ids);
        self.paths.extend(other.paths);
        self.record_files.extend(other.record_files);
        self.document_titles.extend(other.document_titles);
        self.record_titles.extend(other.record_titles);
        self.texts.extend(other.texts);
        self.contents.extend(other.contents);
    }

    pub fn hides_document(&self, document: &Document, snapshot: &Snapshot) -> bool {
        let id = name_key(&document.id.value);
        if self.ids.contains(&id) || self.paths.contains(&name_key(document.path.as_str())) {
            return true;
        }
        let alike = || {
            self.document_titles.contains(&name_key(&document.title))
                || text_of(document, snapshot).is_some_and(|text| self.texts.contains(&text))
        };
        !self.is_empty() && !self.seen.contains(&id) && alike()
    }

    pub fn hides_record(&self, record: &Record) -> bool {
        let id = name_key(&record.id.value);
        let alike = || {
            self.record_files.contains(&name_key(record.path.as_str()))
                || self.record_titles.contains(&name_key(&record.title))
        };
        self.ids.contains(&id) || (!self.is_empty() && !self.seen.contains(&id) && alike())
    }

    pub fn hides_file(&self, path: &DocPath, snapshot: &Snapshot) -> bool {
        let content = || snapshot.fact(path).is_some_and(|fact| self.contents.contains(&fact.sha256));
        !self.is_empty() && (self.paths.contains(&name_key(path.as_str())) || content())
    }

    fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.paths.is_empty() && self.record_files.is_empty()
    }
}

/// The text of a document without what surrounds it; nothing for one that says nothing.
fn text_of(document: &Document, snapshot: &Snapshot) -> Option<Sha256> {
    let source = snapshot.source(&document.path)?;
    let body = source.text[split_front_matter(&source.text).body.range()].trim();
    (!body.is_empty()).then(|| Sha256::of(body.as_bytes()))
}
