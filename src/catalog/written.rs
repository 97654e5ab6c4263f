//! One id as it is written: a word before it, its form, and what follows below it.
//!
//! Never says whether such an entry exists.

use std::ops::Range;

use crate::catalog::ClauseId;

/// The kind of word that stands before an id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Marker {
    #[default]
    None,
    /// `Annex`.
    Annex,
    /// `Control`.
    Control,
    /// `Clause`, `§`, `Section`, and other words that name no kind.
    Clause,
    /// `Article`, `Art.`
    Article,
    /// `Chapter`.
    Chapter,
    /// `Recital`.
    Recital,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Form {
    /// `6.1.2`, `A.6.2.4`, `4a`; the letter and the suffix in lower case.
    Dotted { letter: Option<char>, parts: Vec<String>, suffix: String },
    /// `III` after `Annex` or `Chapter`, in lower case, with the section of a chapter.
    Roman { number: String, section: Option<String> },
    /// `GOVERN 1.1`, `GV-1.2-002`: function in lower case, number, and the rest of an action.
    Function { name: &'static str, number: String, action: String },
    /// The id of a user's own entry; several frameworks may have it.
    Own(Vec<ClauseId>),
}

/// An id with the word before it and the locator behind it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    pub marker: Marker,
    /// The word is in the plural, so that more bare numbers may follow.
    pub plural: bool,
    /// The word was not written here but taken over from the item before.
    pub inherited: bool,
    pub form: Form,
    /// The id alone.
    pub id: Range<usize>,
    /// The word before it, the id and the locator.
    pub range: Range<usize>,
    /// Points, letters and paragraphs below the entry, `""` without any.
    pub locator: String,
}

impl Written {
    /// Nobody writes this by accident: a word, a letter, two numbers or more, or an own id.
    pub fn is_strong(&self) -> bool {
        match &self.form {
            _ if self.marker != Marker::None && !self.inherited => true,
            Form::Dotted { letter, parts, .. } => letter.is_some() || parts.len() > 1,
            Form::Roman { .. } => false,
            Form::Function { number, .. } => !number.is_empty(),
            Form::Own(_) => true,
        }
    }
}
