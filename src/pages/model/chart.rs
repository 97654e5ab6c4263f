//! Pictures of figures as plain numbers: where a part of a bar begins, how wide it is, what it counts.
//!
//! Never knows a colour, a pattern or a tag; a picture says nothing that its table does not say as well.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::pages::model::{Link, Standing, Status};

/// A length in hundredths of a percent of the whole: pictures grow with the page, and their text does not.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Percent(pub u32);

impl Percent {
    pub const WHOLE: Percent = Percent(10_000);
}

impl fmt::Display for Percent {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}.{:02}%", self.0 / 100, self.0 % 100)
    }
}

impl Serialize for Percent {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A part of a bar.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Segment<Of> {
    /// What it counts; its pattern and its word.
    pub of: Of,
    pub count: usize,
    pub start: Percent,
    pub width: Percent,
    pub middle: Percent,
    /// Whether the number has room in it, on a phone too.
    pub numbered: bool,
}

/// How far a framework is, group by group.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct CoverageChart {
    /// The statuses that occur, in the order of [`Status::ALL`].
    pub statuses: Vec<Status>,
    pub groups: Vec<CoverageBar>,
}

/// A chapter, clause or annex with everything below it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct CoverageBar {
    pub link: Link,
    /// Assessable entries, excluded ones too.
    pub total: usize,
    /// One for each status that occurs in the chart, zeros too.
    pub counts: Vec<usize>,
    /// The statuses that occur in the group; together they fill the bar.
    pub segments: Vec<Segment<Status>>,
}

/// What is due over the year: what nobody kept, and then one column a month.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DueChart {
    pub late: DueColumn,
    /// The month of the build first, and the same month of the next year last.
    pub months: Vec<DueColumn>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DueColumn {
    pub year: i16,
    /// Two digits.
    pub month: String,
    /// Whether the year has to be said: for the first month, and for each January.
    pub says_year: bool,
    pub count: usize,
    pub start: Percent,
    pub width: Percent,
    pub middle: Percent,
    /// Where the column begins, from above and in pixels.
    pub top: u32,
    /// From below to above.
    pub parts: Vec<DuePart>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DuePart {
    pub of: DueState,
    pub count: usize,
    pub top: u32,
    pub height: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DueState {
    /// It was in date and no longer is.
    Stale,
    Overdue,
    Due,
}

/// How old evidence is on the day of the build, and whether it counts.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EvidenceChart {
    /// The standings that occur.
    pub standings: Vec<Standing>,
    /// All ages, youngest first.
    pub ages: Vec<AgeBar>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AgeBar {
    pub age: Age,
    pub total: usize,
    /// One for each standing that occurs in the chart, zeros too.
    pub counts: Vec<usize>,
    /// Against the fullest bar.
    pub segments: Vec<Segment<Standing>>,
}

/// In months; the boundaries are those at which somebody has to look again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Age {
    Under3,
    From3To6,
    From6To12,
    Over12,
    Undated,
}

impl Age {
    pub const ALL: [Age; 5] = [Age::Under3, Age::From3To6, Age::From6To12, Age::Over12, Age::Undated];
}

/// How things lead to one another, in layers from left to right.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Diagram {
    /// Pixels.
    pub height: u32,
    pub layers: Vec<DiagramLayer>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DiagramLayer {
    pub of: LayerOf,
    pub nodes: Vec<DiagramNode>,
    /// Slots below the nodes for lines that lead past this layer.
    pub through: usize,
    /// Things of this layer that are left out.
    pub more: usize,
    /// Lines to the next layer.
    pub wires: Vec<Wire>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DiagramNode {
    /// Without an address when there is nothing to open.
    pub link: Link,
    /// What it is in one word; empty when the layer says it.
    pub kind: String,
    /// What leads to it.
    pub from: Vec<Link>,
}

/// A line, by its heights at both ends in pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
pub struct Wire {
    pub from: u32,
    pub to: u32,
}

/// What a layer holds, in the order of the layers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum LayerOf {
    Clause,
    Policies,
    Procedures,
    Records,
    /// An AI system, and what it is made of.
    System,
    Parts,
    Risks,
    Operation,
    Evidence,
}

/// Objectives with their newest results, each against its own target.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TargetChart {
    pub bars: Vec<TargetBar>,
    /// Objectives that would have a bar and are left out.
    pub more: usize,
    /// Objectives whose target or newest result is no number, or that have no result yet.
    pub without: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct TargetBar {
    pub link: Link,
    pub value: String,
    pub target: String,
    pub unit: String,
    /// The day of the result.
    pub date: String,
    pub reached: Reached,
    pub width: Percent,
    /// Where the target stands.
    pub mark: Percent,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reached {
    Reached,
    NotReached,
    /// The objective does not say in which direction it aims.
    NotSaid,
}
