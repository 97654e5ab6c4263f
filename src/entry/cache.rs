//! Files understood alone, kept as long as nothing they depend on changes.
//!
//! Never keeps a value whose key left anything out: text, vocabulary, and the options of the file's place.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Finding, ordered_map};
use crate::entry::{Document, EntryOptions, Record, Vocabulary, read_document, read_record_file};
use crate::text::{DocPath, Sha256, Source};

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

/// The files of the last round.
#[derive(Debug, Default)]
pub struct ParseCache {
    files: HashMap<DocPath, (Key, Arc<ParsedFile>)>,
}

impl ParseCache {
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
            match known.get(&source.path) {
                Some((old, file)) if *old == key => (key, Arc::clone(file)),
                _ => {
                    let file = Arc::new(parse(source, vocabulary, &key.options));
                    (key, file)
                }
            }
        });
        self.files = sources.iter().map(|source| source.path.clone()).zip(parsed.iter().cloned()).collect();
        parsed.into_iter().map(|(_, file)| file).collect()
    }
}

/// A file ending in `.md` is a document, any other holds records.
fn parse(source: &Source, vocabulary: &Vocabulary, options: &EntryOptions) -> ParsedFile {
    if is_document(&source.path) {
        let (document, findings) = read_document(source, vocabulary, options);
        return ParsedFile::Document { document: Arc::new(document), findings };
    }
    let (records, findings) = read_record_file(source, vocabulary, options);
    ParsedFile::Records { records: records.into_iter().map(Arc::new).collect(), findings }
}

/// Whether a file is Markdown.
pub fn is_document(path: &DocPath) -> bool {
    matches!(path.extension().as_str(), "md" | "markdown")
}
