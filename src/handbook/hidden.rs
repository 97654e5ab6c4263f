//! What one edition keeps from its readers, so that other editions do not show it to them either.
//!
//! Never trusts a name alone: what moved or got another id is known by its title, its text, or its bytes. Never says a
//! name: all of them are digests of the form in which people confuse them.

use std::collections::BTreeSet;
use std::fmt;

use crate::diagnostic::ordered_map;
use crate::entry::{Document, Record};
use crate::handbook::Handbook;
use crate::syntax::split_front_matter;
use crate::text::{DocPath, Sha256, Snapshot, name_key};

/// Half of a digest: enough to tell all names apart that anybody will ever give.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Name(u128);

impl Name {
    fn of(digest: &Sha256) -> Name {
        Name(digest.bytes().iter().take(16).fold(0, |name, byte| name << 8 | u128::from(*byte)))
    }

    fn parse(text: &str) -> Option<Name> {
        u128::from_str_radix(text, 16).ok().map(Name)
    }
}

impl fmt::Display for Name {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{:032x}", self.0)
    }
}

/// What nobody sees, whatever its own classification says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Hidden {
    ids: BTreeSet<Name>,
    /// Of documents, and of files that pages show or offer.
    paths: BTreeSet<Name>,
    /// Files of which every record is hidden, or which could not be read.
    record_files: BTreeSet<Name>,
    document_titles: BTreeSet<Name>,
    record_titles: BTreeSet<Name>,
    /// Texts of documents, below the front matter.
    texts: BTreeSet<Name>,
    /// Evidence and pictures.
    contents: BTreeSet<Name>,
    /// Ids that readers do see: a title or a text that something hidden shares does not hide them.
    seen: BTreeSet<Name>,
}

/// What a document is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentNames {
    id: Name,
    path: Name,
    title: Option<Name>,
    /// Nothing for a document that says nothing.
    text: Option<Name>,
}

/// What a record is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordNames {
    id: Name,
    file: Name,
    title: Option<Name>,
}

/// What a file is known by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileNames {
    path: Name,
    content: Option<Name>,
}

/// What everything in an edition is known by.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Names {
    documents: Vec<DocumentNames>,
    records: Vec<RecordNames>,
    files: Vec<FileNames>,
}

impl DocumentNames {
    pub fn of(document: &Document, snapshot: &Snapshot) -> DocumentNames {
        DocumentNames {
            id: key(&document.id.value),
            path: key(document.path.as_str()),
            title: title_key(&document.title),
            text: text_of(document, snapshot),
        }
    }
}

impl RecordNames {
    pub fn of(record: &Record) -> RecordNames {
        RecordNames { id: key(&record.id.value), file: key(record.path.as_str()), title: title_key(&record.title) }
    }
}

impl FileNames {
    pub fn of(path: &DocPath, snapshot: &Snapshot) -> FileNames {
        FileNames { path: key(path.as_str()), content: snapshot.fact(path).map(|fact| Name::of(&fact.sha256)) }
    }
}

impl Names {
    pub fn of(handbook: &Handbook, snapshot: &Snapshot) -> Names {
        Names {
            documents: ordered_map(&handbook.documents, |document| DocumentNames::of(document, snapshot)),
            records: ordered_map(&handbook.records, |record| RecordNames::of(record)),
            files: handbook.files.keys().map(|path| FileNames::of(path, snapshot)).collect(),
        }
    }

    /// One line for each thing.
    pub fn write(&self) -> String {
        let document = |one: &DocumentNames| line('d', &[Some(one.id), Some(one.path), one.title, one.text]);
        let record = |one: &RecordNames| line('r', &[Some(one.id), Some(one.file), one.title]);
        let file = |one: &FileNames| line('f', &[Some(one.path), one.content]);
        let documents = self.documents.iter().map(document);
        documents.chain(self.records.iter().map(record)).chain(self.files.iter().map(file)).collect()
    }

    /// Reads what [`Names::write`] wrote; nothing of anything else.
    pub fn read(text: &str) -> Option<Names> {
        let mut names = Names::default();
        for (sort, digests) in lines(text) {
            match (sort, digests?.as_slice()) {
                ('d', &[Some(id), Some(path), title, text]) => {
                    names.documents.push(DocumentNames { id, path, title, text });
                }
                ('r', &[Some(id), Some(file), title]) => names.records.push(RecordNames { id, file, title }),
                ('f', &[Some(path), content]) => names.files.push(FileNames { path, content }),
                _ => return None,
            }
        }
        Some(names)
    }
}

impl Hidden {
    /// What readers up to a level do not see of an edition in which everything has these names.
    pub fn of(handbook: &Handbook, names: &Names, snapshot: &Snapshot, sees: usize) -> Hidden {
        let mut hidden = Hidden::default();
        if sees + 1 >= handbook.options.classifications.len() {
            return hidden;
        }
        let mut shown = Hidden::default();
        for (one, level) in names.documents.iter().zip(&handbook.document_levels) {
            let side = if *level > sees { &mut hidden } else { &mut shown };
            side.add_document(one);
        }
        for (one, level) in names.records.iter().zip(&handbook.record_levels) {
            let side = if *level > sees { &mut hidden } else { &mut shown };
            side.add_record(one);
        }
        for (one, level) in names.files.iter().zip(handbook.files.values()) {
            let side = if *level > sees { &mut hidden } else { &mut shown };
            side.paths.insert(one.path);
            side.contents.extend(one.content);
        }
        hidden.without(&shown);
        // Nobody knows what stands in what could not be read.
        let unread = handbook.unread.iter().chain(snapshot.unreadable.iter().map(|file| &file.path));
        for path in unread.map(|path| key(path.as_str())) {
            hidden.paths.insert(path);
            hidden.record_files.insert(path);
        }
        hidden.seen = shown.ids;
        hidden
    }

    fn add_document(&mut self, names: &DocumentNames) {
        self.ids.insert(names.id);
        self.paths.insert(names.path);
        self.document_titles.extend(names.title);
        self.texts.extend(names.text);
    }

    fn add_record(&mut self, names: &RecordNames) {
        self.ids.insert(names.id);
        self.record_files.insert(names.file);
        self.record_titles.extend(names.title);
    }

    /// What is shown somewhere in the same edition hides nothing.
    fn without(&mut self, shown: &Hidden) {
        self.record_files.retain(|path| !shown.record_files.contains(path));
        self.document_titles.retain(|title| !shown.document_titles.contains(title));
        self.record_titles.retain(|title| !shown.record_titles.contains(title));
        self.texts.retain(|text| !shown.texts.contains(text));
        self.contents.retain(|content| !shown.contents.contains(content));
    }

    /// Together with what a further edition hides.
    pub fn extend(&mut self, other: Hidden) {
        for (own, others) in self.kinds_mut().into_iter().zip(other.kinds()) {
            own.extend(others);
        }
    }

    pub fn hides_document(&self, names: &DocumentNames) -> bool {
        let holds = |set: &BTreeSet<Name>, name: Option<Name>| name.is_some_and(|name| set.contains(&name));
        let alike = || holds(&self.document_titles, names.title) || holds(&self.texts, names.text);
        self.ids.contains(&names.id)
            || self.paths.contains(&names.path)
            || (!self.is_empty() && !self.seen.contains(&names.id) && alike())
    }

    pub fn hides_record(&self, names: &RecordNames) -> bool {
        let alike = || {
            self.record_files.contains(&names.file)
                || names.title.is_some_and(|title| self.record_titles.contains(&title))
        };
        self.ids.contains(&names.id) || (!self.is_empty() && !self.seen.contains(&names.id) && alike())
    }

    pub fn hides_file(&self, names: &FileNames) -> bool {
        let content = || names.content.is_some_and(|content| self.contents.contains(&content));
        !self.is_empty() && (self.paths.contains(&names.path) || content())
    }

    /// Stands for what of an edition is hidden; nothing when nothing of it is.
    pub fn effect(&self, names: &Names) -> Option<Sha256> {
        if self.is_empty() {
            return None;
        }
        let documents = names.documents.iter().map(|one| self.hides_document(one));
        let records = names.records.iter().map(|one| self.hides_record(one));
        let files = names.files.iter().map(|one| self.hides_file(one));
        let all: Vec<u8> = documents.chain(records).chain(files).map(u8::from).collect();
        all.contains(&1).then(|| Sha256::of(&all))
    }

    /// Whether it hides nothing of an edition that readers up to a level would see without it.
    pub fn adds_nothing_to(&self, handbook: &Handbook, names: &Names, sees: usize) -> bool {
        let is_kept = |(names, level): (&DocumentNames, &usize)| *level > sees || !self.hides_document(names);
        if self.is_empty() {
            return true;
        }
        names.documents.iter().zip(&handbook.document_levels).all(is_kept)
            && names
                .records
                .iter()
                .zip(&handbook.record_levels)
                .all(|(one, level)| *level > sees || !self.hides_record(one))
            && names
                .files
                .iter()
                .zip(handbook.files.values())
                .all(|(one, level)| *level > sees || !self.hides_file(one))
    }

    /// Whether nothing is hidden by it.
    pub fn is_empty(&self) -> bool {
        self.ids.is_empty() && self.paths.is_empty() && self.record_files.is_empty()
    }

    /// One line for each name; what is seen is of no use to other editions.
    pub fn write(&self) -> String {
        let kinds = KINDS.chars().zip(self.kinds());
        kinds.flat_map(|(kind, set)| set.iter().map(move |name| line(kind, &[Some(*name)]))).collect()
    }

    /// Reads what [`Hidden::write`] wrote; nothing of anything else.
    pub fn read(text: &str) -> Option<Hidden> {
        let mut hidden = Hidden::default();
        for (kind, digests) in lines(text) {
            let at = KINDS.find(kind)?;
            let [Some(name)] = digests?[..] else { return None };
            hidden.kinds_mut()[at].insert(name);
        }
        Some(hidden)
    }

    fn kinds(&self) -> [&BTreeSet<Name>; 7] {
        let Hidden { ids, paths, record_files, document_titles, record_titles, texts, contents, seen: _ } = self;
        [ids, paths, record_files, document_titles, record_titles, texts, contents]
    }

    fn kinds_mut(&mut self) -> [&mut BTreeSet<Name>; 7] {
        let Hidden { ids, paths, record_files, document_titles, record_titles, texts, contents, seen: _ } = self;
        [ids, paths, record_files, document_titles, record_titles, texts, contents]
    }
}

/// What a line of hidden names begins with, in the order of the sets.
const KINDS: &str = "iprtqxc";

fn key(name: &str) -> Name {
    Name::of(&Sha256::of(name_key(name).as_bytes()))
}

/// Nothing for what has no title.
fn title_key(title: &str) -> Option<Name> {
    let title = name_key(title);
    (!title.is_empty()).then(|| Name::of(&Sha256::of(title.as_bytes())))
}

/// The text of a document without what surrounds it; nothing for one that says nothing.
fn text_of(document: &Document, snapshot: &Snapshot) -> Option<Name> {
    let source = snapshot.source(&document.path)?;
    let body = source.text[split_front_matter(&source.text).body.range()].trim();
    (!body.is_empty()).then(|| Name::of(&Sha256::of(body.as_bytes())))
}

fn line(sort: char, digests: &[Option<Name>]) -> String {
    let digest = |digest: &Option<Name>| digest.map_or_else(|| " -".to_owned(), |digest| format!(" {digest}"));
    format!("{sort}{}\n", digests.iter().map(digest).collect::<String>())
}

/// The first sign of each line, and its digests; nothing for a word that is none.
fn lines(text: &str) -> impl Iterator<Item = (char, Option<Vec<Option<Name>>>)> + '_ {
    let word = |word: &str| if word == "-" { Some(None) } else { Name::parse(word).map(Some) };
    text.lines().filter_map(move |line| {
        let sort = line.chars().next()?;
        Some((sort, line[sort.len_utf8()..].split_whitespace().map(word).collect()))
    })
}

#[cfg(test)]
mod tests {
    use super::{DocumentNames, FileNames, Hidden, Names, RecordNames, key, title_key};

    fn names() -> Names {
        Names {
            documents: vec![DocumentNames {
                id: key("POL-001"),
                path: key("a.md"),
                title: title_key("Policy"),
                text: None,
            }],
            records: vec![RecordNames { id: key("RSK-001"), file: key("r.yaml"), title: None }],
            files: vec![FileNames { path: key("e.pdf"), content: Some(key("bytes")) }],
        }
    }

    #[test]
    fn reads_what_it_writes() {
        assert_eq!(Names::read(&names().write()), Some(names()));
        let mut hidden = Hidden::default();
        hidden.ids.insert(key("POL-001"));
        hidden.contents.insert(key("bytes"));
        assert_eq!(Hidden::read(&hidden.write()), Some(hidden));
        assert_eq!(Hidden::read("z 00\n"), None);
        assert_eq!(Names::read("d 00\n"), None);
    }

    #[test]
    fn an_effect_stands_for_what_is_hidden_and_nothing_else() {
        let mut hidden = Hidden::default();
        assert_eq!(hidden.effect(&names()), None);
        hidden.ids.insert(key("POL-999"));
        assert_eq!(hidden.effect(&names()), None, "nothing of it is there");
        hidden.ids.insert(key("pol-001"));
        let by_id = hidden.effect(&names());
        assert!(by_id.is_some());
        hidden.document_titles.insert(key("policy"));
        assert_eq!(hidden.effect(&names()), by_id, "hidden twice is hidden");
        hidden.contents.insert(key("bytes"));
        assert_ne!(hidden.effect(&names()), by_id);
    }
}
