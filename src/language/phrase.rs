//! Something to say before it is said: the name of a text, and what stands in its gaps.
//!
//! Never holds a sentence: which words it becomes is decided where a reader's language is known.

use std::fmt;

use crate::language::Words;
use crate::text::Date;

/// A text by its name, with what belongs into its gaps. Two that say the same are equal in every language.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Phrase {
    pub(super) key: &'static str,
    /// By the names of the gaps.
    pub(super) parts: Vec<(&'static str, Part)>,
}

/// What fills a gap.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// Words that somebody wrote: a name, an id, a version.
    Text(String),
    Day(Date),
    /// A number; the one in the gap `n` decides between singular and plural.
    Count(usize),
    Phrase(Phrase),
    /// Several, one after the other.
    All(Vec<Phrase>),
    /// Words of which one has to be.
    AnyOf(Vec<Part>),
}

impl Phrase {
    /// The text of this name; texts with gaps need what belongs into them.
    pub fn new(key: &'static str) -> Phrase {
        Phrase { key, parts: Vec::new() }
    }

    /// A text that depends on a number, which fills its gap `n`.
    pub fn counted(key: &'static str, number: usize) -> Phrase {
        Phrase::new(key).count("n", number)
    }

    /// Fills a gap with words that somebody wrote.
    pub fn text(self, gap: &'static str, text: impl Into<String>) -> Phrase {
        self.part(gap, Part::Text(text.into()))
    }

    pub fn day(self, gap: &'static str, day: Date) -> Phrase {
        self.part(gap, Part::Day(day))
    }

    pub fn count(self, gap: &'static str, number: usize) -> Phrase {
        self.part(gap, Part::Count(number))
    }

    pub fn phrase(self, gap: &'static str, phrase: Phrase) -> Phrase {
        self.part(gap, Part::Phrase(phrase))
    }

    pub fn part(mut self, gap: &'static str, part: Part) -> Phrase {
        self.parts.push((gap, part));
        self
    }

    /// What stands in a gap.
    pub(super) fn get(&self, gap: &str) -> Option<&Part> {
        self.parts.iter().find(|(name, _)| *name == gap).map(|(_, part)| part)
    }

    /// The number that decides between singular and plural.
    pub(super) fn number(&self) -> Option<usize> {
        match self.get("n") {
            Some(Part::Count(number)) => Some(*number),
            _ => None,
        }
    }
}

impl From<&'static str> for Phrase {
    fn from(key: &'static str) -> Phrase {
        Phrase::new(key)
    }
}

/// In English, which terminals, findings and exports for programs speak.
impl fmt::Display for Phrase {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&Words::english().say(self))
    }
}
