//! Two lists against each other, and the list of what is missing.
//!
//! Never holds an empty cell: most cells are.

use serde::Serialize;

use crate::pages::model::{ClauseChip, DocumentRow, Figures, Link, Parts, Status};

/// A table of two lists against each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixPage {
    /// What rows and columns are, as one sentence for the table's caption.
    pub caption: String,
    /// What a row is, one word: clause.
    pub row_word: String,
    /// Whether rows show a status.
    pub with_status: bool,
    pub columns: Vec<MatrixColumn>,
    pub rows: Vec<MatrixRow>,
    /// What each mark means, in the order of the legend.
    pub legend: Vec<LegendItem>,
    /// Columns that this audience may not see.
    pub hidden_columns: usize,
    /// The same matrix in parts when it has many columns or rows.
    pub parts: Parts,
    /// Other matrices of the same framework.
    pub links: Vec<Link>,
    /// The figures that the rows add up to.
    pub figures: Option<Figures>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixColumn {
    /// The id is what the narrow heading shows; the title is for whoever asks.
    pub link: Link,
    /// One word on what it is: policy, risk, …; columns of one group stand together.
    pub group: String,
    /// How many cells of the column are filled.
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixRow {
    pub link: Link,
    /// Absent for a heading row, whose cells are empty.
    pub status: Option<Status>,
    /// Whether the row is a heading of a group.
    pub heading: bool,
    pub depth: u8,
    /// Only the filled cells, from left to right.
    pub cells: Vec<MatrixCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixCell {
    /// How many empty cells stand between the filled one before (or the row's start) and this one.
    pub skip: usize,
    pub mark: Mark,
    /// What the mark stands for in a few words: "approved, 2 sections"; read aloud and shown on hover.
    pub text: String,
    /// Shown in place of the mark's shape when it is a number; empty for the shape.
    pub count: String,
    /// Where the cell leads; empty for nowhere.
    pub url: String,
}

/// What a filled cell of a matrix says, as shape, word and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Approved and in date, or current evidence.
    Full,
    /// Draft, in part, or not counted.
    Part,
    /// Overdue or expired.
    Stale,
    /// A hint that counts nowhere.
    Hint,
    /// Owed, and there is nothing.
    Gap,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LegendItem {
    pub mark: Mark,
    pub text: String,
}

/// All entries that are not yet where they should be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct GapsPage {
    pub frameworks: Vec<FrameworkGaps>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FrameworkGaps {
    /// The framework's id, which is the fragment of its part of the page.
    pub id: String,
    pub figures: Figures,
    pub gaps: Vec<GapRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct GapRow {
    pub clause: Link,
    pub status: Status,
    /// What is missing, in one sentence.
    pub missing: String,
    /// The best document so far.
    pub document: Option<DocumentRow>,
    /// Entries of other frameworks that are answered and related: look here too.
    pub related: Vec<ClauseChip>,
}
