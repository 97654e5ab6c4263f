//! Pictures of figures as plain numbers: where a part of a bar begins, how wide it is, what it counts.
//!
//! Never knows a colour, a pattern or a tag; a picture says nothing that its table does not say as well.

use std::fmt;

use serde::{Serialize, Serializer};

use crate::pages::model::{Link, Status};

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
