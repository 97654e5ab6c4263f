//! Files understood alone, kept as long as nothing they depend on changes.
//!
//! Never keeps a value whose key left anything out: text, vocabulary, and the options of the file's place.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::diagnostic::{Finding, ordered_map};
use crate::entry::{Document, EntryOptions, Record, Vocabulary, read_document, read_record_file};
use crate::text::{DocPath, Sha256, Source, Span};

/// One file understood alone, with its findings.
#[derive(Debug)]
pub enum ParsedFile {
    Document { document: Arc<Document>, findings: Vec<Finding> },
    Records { records: Vec<Arc<Record>>, findings: Vec<Finding> },
}

/// What a file's meaning depends on.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Key {
    sha256: Sha256,
    vocabulary: Sha256,
    options: EntryOptions,
}

/// The files of the last round, or of all rounds.
#[derive(Debug, Default)]
pub struct ParseCache {
    files: FxHashMap<DocPath, Vec<(Key, Arc<ParsedFile>)>>,
    keeps_all: bool,
}

impl ParseCache {
    /// From now on nothing is forgotten: for several editions, of which any can hold what another one does.
    pub fn keep_all(&mut self) {
        self.keeps_all = true;
    }

    /// Understands every file, in parallel, or takes it from the last round when nothing changed.
    pub fn parse(
        &mut self,
        sources: &[&Source],
        vocabulary: &Vocabulary,
        options_of: &(dyn Fn(&DocPath) -> EntryOptions + Sync),
    ) -> Vec<Arc<ParsedFile>> {
        let digest = vocabulary.digest();
        let known = &self.files;
        let parsed = ordered_map(sources, |source| {
            let key = Key { sha256: source.sha256, vocabulary: digest, options: options_of(&source.path) };
            match known.get(&source.path).and_then(|files| files.iter().find(|(old, _)| *old == key)) {
                Some((_, file)) => (Arc::clone(file), None),
                None => (Arc::new(parse(source, vocabulary, &key.options)), Some(key)),
            }
        });
        let mut files = Vec::with_capacity(parsed.len());
        for (source, (file, new)) in sources.iter().zip(parsed) {
            if let Some(key) = new {
                let known = self.files.entry(source.path.clone()).or_default();
                if !self.keeps_all {
                    known.clear();
                }
                known.push((key, Arc::clone(&file)));
            }
            files.push(file);
        }
        if !self.keeps_all && self.files.len() > sources.len() {
            let there: FxHashSet<&DocPath> = sources.iter().map(|source| &source.path).collect();
            self.files.retain(|path, _| there.contains(path));
        }
        files
    }
}

/// A file ending in `.md` is a document, any other holds records.
fn parse(source: &Source, vocabulary: &Vocabulary, options: &EntryOptions) -> ParsedFile {
    let strange = strange_characters(&source.text);
    if is_document(&source.path) {
        let (document, mut findings) = read_document(source, vocabulary, options);
        findings.extend(strange);
        return ParsedFile::Document { document: Arc::new(document), findings };
    }
    let (records, mut findings) = read_record_file(source, vocabulary, options);
    findings.extend(strange);
    ParsedFile::Records { records: records.into_iter().map(Arc::new).collect(), findings }
}

/// Characters that show that a file is no text, or that let a text look like another one.
fn strange_characters(text: &str) -> Option<Finding> {
    if let Some(at) = text.find('\0') {
        let finding = Finding::error("nul-byte", Span::new(at, at + 1), "a NUL byte: this file is not plain text");
        return Some(finding.help("save it as text in UTF-8"));
    }
    let at = text.find(['\u{202d}', '\u{202e}'])?;
    let message = "a character that turns the direction of the text around: it reads otherwise than it is";
    Some(Finding::warning("turned-text", Span::new(at, at + 3), message).help("remove it"))
}

/// Whether a file is Markdown.
pub fn is_document(path: &DocPath) -> bool {
    matches!(path.extension().as_str(), "md" | "markdown")
}

/// Whether a file says how the handbook is read, checked or shown, and is no part of what it says.
pub fn is_configuration(path: &DocPath) -> bool {
    let is_read_as_such = !is_document(path) && ["frameworks", "kinds"].iter().any(|folder| path.is_below(folder));
    is_read_as_such || path.is_below("theme") || CONFIGURATIONS.contains(&path.as_str())
}

/// The configuration, and names that people give it by mistake.
const CONFIGURATIONS: [&str; 3] = ["aimsbook.yaml", "aimsbook.yml", ".aimsbook.yaml"];
