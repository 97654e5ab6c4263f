//! A finding (in one file, not yet knowing which) and a diagnostic (a finding with its file).
//!
//! Never holds a line or a column.

use std::collections::BTreeMap;

use crate::text::{DocPath, LineIndex, Snapshot, Span};

/// How bad a finding is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Level {
    /// Worth knowing.
    Note,
    /// Something is missing, lapsed or broken.
    Warning,
    /// The handbook would say something false.
    Error,
}

impl Level {
    pub fn word(self) -> &'static str {
        match self {
            Level::Note => "note",
            Level::Warning => "warning",
            Level::Error => "error",
        }
    }
}

/// Something wrong at a place in the file that is being understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Names the fault, in kebab case, so that "allow <code>" reads well.
    pub code: &'static str,
    pub level: Level,
    /// One sentence without a full stop, lower case first.
    pub message: String,
    pub span: Span,
    /// A few words under the marked text.
    pub label: String,
    /// How to mend it, when that is known.
    pub help: Option<String>,
    /// Findings with the same code and cause are shown together when there are many.
    pub cause: Option<String>,
    /// Who accepts it until when and why; such a finding is a note, counted apart.
    pub waived: Option<String>,
}

impl Finding {
    pub fn error(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(Level::Error, code, span, message)
    }

    pub fn warning(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(Level::Warning, code, span, message)
    }

    pub fn note(code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding::new(Level::Note, code, span, message)
    }

    fn new(level: Level, code: &'static str, span: Span, message: impl Into<String>) -> Finding {
        Finding {
            code,
            level,
            message: message.into(),
            span,
            label: String::new(),
            help: None,
            cause: None,
            waived: None,
        }
    }

    pub fn label(mut self, label: impl Into<String>) -> Finding {
        self.label = label.into();
        self
    }

    pub fn help(mut self, help: impl Into<String>) -> Finding {
        self.help = Some(help.into());
        self
    }

    pub fn cause(mut self, cause: impl Into<String>) -> Finding {
        self.cause = Some(cause.into());
        self
    }

    /// Attaches the file.
    pub fn at(self, path: &DocPath) -> Diagnostic {
        Diagnostic { path: path.clone(), finding: self, related: Vec::new() }
    }
}

/// A place in some file; `span` is absent when the whole file is meant.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    pub path: DocPath,
    pub span: Option<Span>,
}

/// A finding with its file and other places that belong to it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    pub path: DocPath,
    pub finding: Finding,
    /// Other places, each with a few words.
    pub related: Vec<(Place, String)>,
}

impl Diagnostic {
    pub fn related(mut self, place: Place, words: impl Into<String>) -> Diagnostic {
        self.related.push((place, words.into()));
        self
    }
}

/// Lines and columns of places in many files, each file indexed once.
pub(super) struct Lines<'a> {
    snapshot: &'a Snapshot,
    indexes: BTreeMap<DocPath, LineIndex>,
}

impl<'a> Lines<'a> {
    pub(super) fn new(snapshot: &'a Snapshot) -> Lines<'a> {
        Lines { snapshot, indexes: BTreeMap::new() }
    }

    pub(super) fn position(&mut self, path: &DocPath, offset: usize) -> (usize, usize) {
        let Some(text) = self.snapshot.text(path) else { return (1, 1) };
        let index = self.indexes.entry(path.clone()).or_insert_with(|| LineIndex::new(text));
        index.position(text, offset)
    }
}

pub(super) fn position(lines: &mut Lines<'_>, path: &DocPath, span: Span) -> (usize, usize) {
    lines.position(path, span.start as usize)
}
