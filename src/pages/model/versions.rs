//! The page that lists the versions of a handbook: which was in force when, and how coverage went.
//!
//! Never compares texts: that is on the history of each document.

use serde::Serialize;

use crate::pages::model::{Link, Percent};

/// All versions, newest first, and what applied when.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct VersionsPage {
    pub versions: Vec<VersionRow>,
    /// One for each framework of the version in force; empty for those who see no coverage.
    pub trends: Vec<VersionTrend>,
    /// Every document with the days on which each of its editions applied.
    pub applied: Vec<Applied>,
}

/// How a version stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum VersionStanding {
    InForce,
    Superseded,
    Upcoming,
    Draft,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct VersionRow {
    /// Its home page; the id is the version's name.
    pub link: Link,
    pub standing: VersionStanding,
    /// From when it applies; empty for drafts.
    pub date: String,
    /// Its first day in force; empty when it never was.
    pub from: String,
    /// The day on which the next one came into force; empty as long as none has.
    pub until: String,
    pub documents: usize,
    pub records: usize,
    /// Of git, in full; empty for folders.
    pub commit: String,
    /// Over all files of this version.
    pub content: String,
}

/// How far a framework was documented and evidenced in each version.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct VersionTrend {
    pub framework: Link,
    /// Edition and digest of the catalog that the version in force is measured by.
    pub edition: String,
    pub digest: String,
    /// Oldest first.
    pub rows: Vec<VersionTrendRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct VersionTrendRow {
    pub version: Link,
    /// The edition and digest of its own catalog, when it is another.
    pub other_catalog: String,
    pub applicable: usize,
    pub documented: usize,
    pub evidenced: usize,
    pub documented_width: Percent,
    pub evidenced_width: Percent,
}

/// An edition of a document and the days on which it applied.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Applied {
    /// The document in the first version of the handbook that has this edition.
    pub link: Link,
    /// The document's own version.
    pub edition: String,
    /// The versions of the handbook that have it, the first and the last.
    pub first: String,
    pub last: String,
    pub from: String,
    /// The first day on which it no longer applied; empty as long as it does.
    pub until: String,
}
