//! Everything that was read from outside, as one immutable value.
//!
//! Never holds the bytes of evidence and other large files: path, size and digest stand for them.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::sync::Arc;

use crate::text::{DocPath, PictureSize, Sha256};

/// One file whose text the handbook understands: Markdown or YAML.
#[derive(Debug, Clone)]
pub struct Source {
    pub path: DocPath,
    /// The whole text, including a byte-order mark when there is one.
    pub text: Arc<str>,
    pub sha256: Sha256,
}

/// What is known of a file without holding it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FileFact {
    pub size: u64,
    pub sha256: Sha256,
    /// When it is a picture that says so.
    pub picture: Option<PictureSize>,
}

/// Why a file could not become part of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UnreadableReason {
    /// The text is not UTF-8; the offset of the first wrong byte.
    NotUtf8 { offset: usize },
    /// The text begins with a byte-order mark of UTF-16.
    Utf16,
    /// Larger than a document or record file may be, in bytes.
    TooLarge { size: u64, limit: u64 },
    /// A pointer of Git LFS, where the file itself was not fetched.
    LfsPointer,
    /// A symbolic link that leads out of the handbook's folder, or into a hidden part of it.
    LinkLeavesFolder,
    /// A symbolic link that leads in a circle, or through another linked folder.
    LinkLoop,
    /// A symbolic link to nothing.
    LinkToNothing,
    /// A pipe, socket or device: opening it could wait forever.
    SpecialFile,
    /// The file changed or went away while it was read.
    Changed,
    /// The operating system said no.
    Refused(String),
    /// The name is not Unicode.
    NameNotUnicode,
}

impl fmt::Display for UnreadableReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            UnreadableReason::NotUtf8 { offset } => write!(out, "the text is not UTF-8 (first wrong byte at {offset})"),
            UnreadableReason::Utf16 => out.write_str("the text is UTF-16; save it as UTF-8"),
            UnreadableReason::TooLarge { size, limit } => {
                write!(out, "the file has {size} bytes; at most {limit} can be read as text")
            }
            UnreadableReason::LfsPointer => out.write_str("this is a pointer of Git LFS, not the file"),
            UnreadableReason::LinkLeavesFolder => out.write_str("the symbolic link leads out of the handbook"),
            UnreadableReason::LinkLoop => out.write_str("the symbolic link leads in a circle"),
            UnreadableReason::LinkToNothing => out.write_str("the symbolic link leads to nothing"),
            UnreadableReason::SpecialFile => out.write_str("this is a pipe, socket or device, not a file"),
            UnreadableReason::Changed => out.write_str("the file changed while it was read"),
            UnreadableReason::Refused(reason) => write!(out, "the file cannot be read: {reason}"),
            UnreadableReason::NameNotUnicode => out.write_str("the name is not Unicode"),
        }
    }
}

/// A file that was found and could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub path: DocPath,
    pub reason: UnreadableReason,
}

/// All input of one edition of the handbook, loaded before anything thinks about it.
#[derive(Debug, Clone, Default)]
pub struct Snapshot {
    /// Sorted by path.
    pub sources: Vec<Source>,
    /// Every other file, evidence among them.
    pub files: BTreeMap<DocPath, FileFact>,
    /// Theme overrides: path below `theme/` and bytes.
    pub theme: BTreeMap<DocPath, Arc<[u8]>>,
    pub unreadable: Vec<Unreadable>,
    /// Documents and records that an ignore file hides: said aloud, because a policy ignored in silence is an audit hole.
    pub ignored: Vec<DocPath>,
}

impl Snapshot {
    pub fn source(&self, path: &DocPath) -> Option<&Source> {
        self.sources.binary_search_by(|source| source.path.cmp(path)).ok().map(|at| &self.sources[at])
    }

    /// The sources that are new or say something else than in `other`.
    pub fn changed_since(&self, other: &Snapshot) -> BTreeSet<DocPath> {
        let is_same = |source: &&Source| {
            let before = other.source(&source.path);
            before.is_some_and(|before| Arc::ptr_eq(&before.text, &source.text) || before.sha256 == source.sha256)
        };
        self.sources.iter().filter(|source| !is_same(source)).map(|source| source.path.clone()).collect()
    }

    /// Whether nothing that a handbook is made of differs.
    pub fn says_the_same(&self, other: &Snapshot) -> bool {
        let same_sources = self.sources.len() == other.sources.len()
            && self.sources.iter().zip(&other.sources).all(|(one, other)| {
                (Arc::ptr_eq(&one.text, &other.text) || one.sha256 == other.sha256) && one.path == other.path
            });
        same_sources
            && self.files == other.files
            && self.theme == other.theme
            && self.unreadable == other.unreadable
            && self.ignored == other.ignored
    }

    /// The text of a source or of a file of the user's theme, to show a place in it.
    pub fn text(&self, path: &DocPath) -> Option<&str> {
        let theme = || {
            let below = DocPath::new(path.as_str().strip_prefix("theme/")?)?;
            std::str::from_utf8(self.theme.get(&below)?).ok()
        };
        self.source(path).map(|source| &*source.text).or_else(theme)
    }

    /// Size and digest of any file in the folder, read as text or not.
    pub fn fact(&self, path: &DocPath) -> Option<FileFact> {
        let text = |source: &Source| FileFact { size: source.text.len() as u64, sha256: source.sha256, picture: None };
        let as_source = || self.source(path).map(text);
        self.files.get(path).copied().or_else(as_source)
    }
}
