//! The languages of the interface: their words, their plurals, their dates, and what is to be said in one of them.
//!
//! Never translates what the handbook's authors wrote.

mod built_in;
mod phrase;
mod plural;
mod read;
mod script;
mod words;

pub use phrase::{Part, Phrase};
pub use read::{OwnWords, known_languages, read_words, unknown_language};
pub use script::is_right_to_left;
pub use words::{Words, filled, primary_language};
