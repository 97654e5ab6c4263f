//! The pages of a review: what a change does, one page for each thing that it changes, and coverage before and after.
//!
//! Never holds a word of what the audience may not see in both states.

use serde::{Deserialize, Serialize};

use crate::pages::model::{Link, Status};

/// The first page: what the change does, as a reviewer asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewPage {
    /// What the state before is called.
    pub before: String,
    pub after: String,
    /// What must not be overlooked, by the key of its words; nothing that is zero.
    pub counts: Vec<ReviewCount>,
    pub approvers: Vec<ReviewApprover>,
    pub clauses: Vec<ReviewClause>,
    pub documents: Vec<ReviewRow>,
    pub statement: Vec<ReviewRow>,
    pub records: Vec<ReviewRow>,
    pub evidence: Vec<ReviewEvidence>,
    pub findings: Vec<ReviewFinding>,
    /// The page with coverage before and after.
    pub matrix: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewCount {
    pub key: String,
    pub count: usize,
}

/// A role and what it must approve.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewApprover {
    pub role: String,
    pub items: Vec<Link>,
}

/// An entry whose status changed.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewClause {
    pub framework: String,
    pub id: String,
    pub title: String,
    /// Absent where the catalog of that state does not have it.
    pub before: Option<Status>,
    pub after: Option<Status>,
    /// Coverage that was there is gone.
    pub lost: bool,
    /// What answered it; without an address where nothing changed in it.
    pub documents_before: Vec<Link>,
    pub documents_after: Vec<Link>,
}

/// A changed document or record in a list.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewRow {
    pub link: Link,
    /// The key of its word: `added`, `removed`, `renamed`, `changed`.
    pub change: String,
    /// The kind of a record; empty for documents.
    pub kind: String,
    pub owner: String,
    pub approver: String,
    pub approval_void: bool,
    /// Obligations by the key of their word, with how many there are.
    pub obligations: Vec<ReviewCount>,
    pub fields: usize,
    /// Blocks of text that differ.
    pub blocks: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewEvidence {
    pub name: String,
    pub change: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewFinding {
    pub path: String,
    pub code: String,
    pub level: String,
    pub message: String,
    pub is_new: bool,
}

/// Coverage before and after, by framework.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewMatrixPage {
    pub before: String,
    pub after: String,
    pub groups: Vec<ReviewMatrixGroup>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewMatrixGroup {
    pub framework: String,
    pub rows: Vec<ReviewClause>,
}

/// One changed document or record.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ReviewItemPage {
    pub id: String,
    pub kind: String,
    pub change: String,
    pub path: String,
    /// Where the file was before it moved; empty when it stayed.
    pub renamed_from: String,
    pub owner: String,
    pub approver: String,
    pub approval_void: bool,
    pub fields: Vec<ReviewField>,
    pub obligations: Vec<ReviewObligation>,
    pub text: Vec<ReviewPart>,
}

/// A field before and after, word by word.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewField {
    pub label: String,
    pub before: Vec<Piece>,
    pub after: Vec<Piece>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewObligation {
    pub change: String,
    pub before: String,
    pub after: String,
}

/// Words that were all kept, inserted or deleted.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct Piece {
    /// `same`, `inserted`, `deleted`.
    pub change: String,
    pub text: String,
}

/// Blocks of a text that stand together: shown, or folded because nothing changed in them.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewPart {
    pub folded: bool,
    pub blocks: Vec<ReviewBlock>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewBlock {
    /// `heading`, `paragraph`, `item`, `quote`, `code`, `footnote`, `table`.
    pub shape: String,
    /// `same`, `added`, `removed`, `changed`, `moved-away`, `moved-here`.
    pub change: String,
    /// Empty for a table.
    pub pieces: Vec<Piece>,
    pub rows: Vec<ReviewTableRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub struct ReviewTableRow {
    pub change: String,
    pub cells: Vec<Vec<Piece>>,
    /// So many unchanged rows are left out here; such a row has no cells.
    pub skipped: usize,
}
