//! The road to certification: its steps, what each counts, and what it misses.
//!
//! Never a percentage: a step has a word, a shape and counts.

use serde::Serialize;

use crate::pages::model::{Figures, Link};

/// Where the organization stands on the usual path to a certificate.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RoadPage {
    /// The catalog, and how many of its entries apply: what the counts of the steps are of.
    pub figures: Figures,
    pub steps: Vec<RoadStep>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RoadStep {
    /// The fragment.
    pub id: String,
    pub title: String,
    pub state: RoadState,
    pub checks: Vec<RoadCheck>,
}

/// How far a step is: a word and a shape, never a percentage.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum RoadState {
    NotStarted,
    UnderWay,
    Done,
}

/// One thing that a step looks at, with its count.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RoadCheck {
    /// What is counted, in a few words.
    pub what: String,
    pub done: usize,
    pub of: usize,
    /// The first and the last day that it is about; empty when it is about none.
    pub from: String,
    pub to: String,
    pub missing: Vec<RoadMissing>,
    /// What is missing that this audience may not see.
    pub hidden: usize,
}

/// Things that are missing for the same reason.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RoadMissing {
    pub why: String,
    pub links: Vec<Link>,
    /// How many more there are than `links` shows.
    pub more: usize,
}

/// One step on the home page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RoadLine {
    pub link: Link,
    pub state: RoadState,
    /// The count that holds it up, or the last one when nothing does.
    pub done: usize,
    pub of: usize,
    pub what: String,
}
