//! The home page: where do we stand, and what needs attention.
//!
//! Never counts anything: the figures come from the coverage.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{DocumentRow, Link, RoadLine, Status, Tone};

/// The home page: where do we stand, and what needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct Home {
    /// A README of the folder's root, rendered; empty when there is none.
    #[serde(skip)]
    pub body_html: Arc<str>,
    /// One for each framework; empty for an audience that sees no coverage.
    pub figures: Vec<Figures>,
    /// The road to certification, a line a step; empty when the handbook does not walk it.
    pub road: Vec<RoadLine>,
    /// Lists of what is overdue or due soon, most urgent first.
    pub attention: Vec<AttentionList>,
    /// The top sections of the handbook.
    pub sections: Vec<Card>,
    /// The registers, in the order of their groups.
    pub registers: Vec<Card>,
    /// Documents approved last, newest first.
    pub recent: Vec<DocumentRow>,
    /// Ways in for each kind of reader: staff, reviewers, auditors.
    pub starts: Vec<Card>,
}

/// The two figures of one framework, with all that makes them mean something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Figures {
    /// The framework's page.
    pub framework: Link,
    pub edition: String,
    /// The first digits of the catalog's digest.
    pub digest: String,
    /// Entries with an approved document in date (statuses documented and evidenced).
    pub documented: usize,
    /// Entries that also have evidence in date.
    pub evidenced: usize,
    /// The denominator of both: assessable entries less the excluded ones.
    pub applicable: usize,
    /// All assessable entries of the catalog.
    pub assessable: usize,
    /// How many entries have each status, in the order of [`Status::ALL`]; statuses without entries may be left out.
    pub counts: Vec<StatusCount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatusCount {
    pub status: Status,
    pub count: usize,
}

/// A titled list of things that wait for someone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AttentionList {
    /// For example "Reviews overdue".
    pub title: String,
    pub tone: Tone,
    pub items: Vec<AttentionItem>,
    /// How many more there are than `items` shows.
    pub more: usize,
    /// The page with all of them.
    pub all: Option<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AttentionItem {
    pub link: Link,
    /// The role that must act; empty when nobody is named, which is worth seeing.
    pub owner: String,
    /// Empty when no date is known.
    pub date: String,
    /// A few words on what is the matter.
    pub reason: String,
}

/// A link with a sentence and a number: sections, registers, starting points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Card {
    pub link: Link,
    pub text: String,
    /// How many documents or records are behind it.
    pub count: Option<usize>,
    /// The heading under which cards of the same group stand together; empty for none.
    pub group: String,
}
