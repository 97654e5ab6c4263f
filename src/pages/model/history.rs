//! The past of a document: in which version of the handbook it changed, how, and by whom it was approved.
//!
//! Never holds a word of what the audience may not see today.

use serde::{Deserialize, Serialize};

use crate::pages::model::{Link, ReviewCount, ReviewField, ReviewObligation, ReviewPart};

/// One change of a document, as a row.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct HistoryRow {
    /// The version of the handbook that brought the change.
    pub version: String,
    /// From when that version applies; empty for drafts.
    pub date: String,
    /// The document's own version after the change.
    pub edition: String,
    pub approved_on: String,
    pub approver: String,
    /// Who wrote it, as roles where they are known.
    pub authors: Vec<String>,
    /// The key of its word: `added`, `renamed`, `moved-changed`, `changed`, `shown`.
    pub change: String,
    pub fields: usize,
    /// Blocks of text that differ.
    pub blocks: usize,
    /// Obligations by the key of their word.
    pub obligations: Vec<ReviewCount>,
    /// Where the change is shown word by word; empty when there is nothing to compare.
    pub redline: String,
}

/// What one version of the handbook changed in a document, word by word.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct HistoryPage {
    pub document: Link,
    /// The fragment of the change.
    pub id: String,
    pub row: HistoryRow,
    pub change: Redlined,
    /// What happened before, newest first.
    pub earlier: Vec<HistoryRow>,
}

/// A change of a document.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Redlined {
    /// Where the file was before it moved; empty when it stayed.
    pub renamed_from: String,
    pub fields: Vec<ReviewField>,
    pub obligations: Vec<ReviewObligation>,
    pub text: Vec<ReviewPart>,
}

/// An address of an earlier version that leads on.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct GonePage {
    pub id: String,
    /// The page in the last version that had it; the title is that version's.
    pub last: Link,
    /// From when it was no longer there; empty when nobody knows.
    pub until: String,
    /// What a document or record names as its replacement.
    pub replaced_by: Option<Link>,
    /// Where the same thing stands now.
    pub moved_to: Option<Link>,
}
