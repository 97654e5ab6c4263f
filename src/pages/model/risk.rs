//! Risks at a glance: heat maps, levels, and what needs an acceptance.
//!
//! Never knows how a level comes about.

use serde::Serialize;

use crate::pages::model::Link;

/// All risks at a glance.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RiskPicture {
    /// Before and after treatment.
    pub maps: Vec<HeatMap>,
    /// Every level of the scale, lowest first.
    pub levels: Vec<LevelCount>,
    /// Risks above the appetite that nobody has accepted, gravest first.
    pub above: Vec<RiskAbove>,
    /// How many more of them there are.
    pub above_more: usize,
    /// The highest level that needs nobody's acceptance.
    pub appetite: String,
    /// Risks that are closed, which the maps leave out.
    pub closed: usize,
}

/// Likelihood against impact.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct HeatMap {
    pub title: String,
    /// The words of the impact, lowest first.
    pub columns: Vec<String>,
    /// One for each likelihood, highest first.
    pub rows: Vec<HeatRow>,
    /// Risks on the map.
    pub rated: usize,
    /// Risks without this rating.
    pub unrated: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct HeatRow {
    pub step: usize,
    pub label: String,
    pub cells: Vec<HeatCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct HeatCell {
    pub count: usize,
    pub level: String,
    /// 0 for the lowest level to 4 for the highest: the shade.
    pub shade: usize,
    /// The list of the risks in it; empty when there are none.
    pub url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LevelCount {
    pub level: String,
    pub shade: usize,
    pub inherent: usize,
    pub residual: usize,
    /// Whether it needs somebody's acceptance.
    pub above: bool,
}

/// A risk that needs somebody's acceptance.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RiskAbove {
    pub link: Link,
    pub rating: Rating,
    pub owner: String,
    /// "not treated yet", "residual risk not accepted".
    pub reason: String,
}

/// A place on the scale of risks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Rating {
    /// Likelihood and impact as numbers: "4 × 3".
    pub text: String,
    /// The same in the words of the scale.
    pub words: String,
    pub level: String,
    pub shade: usize,
}
