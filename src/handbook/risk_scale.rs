//! The scale by which risks are rated, and how a risk stands on it.
//!
//! Never rates a risk itself: what is not filled in has no level.

use crate::entry::{FieldData, Record};
use crate::schema::FieldPath;
use crate::text::Date;

/// The kind whose records are risks.
pub const RISK_KIND: &str = "risk";

/// Steps of likelihood and impact, and the levels that they give together; all lowest first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskScale {
    pub likelihood: Vec<String>,
    pub impact: Vec<String>,
    pub levels: Vec<RiskLevel>,
    /// Levels by likelihood, then impact, when the product does not decide.
    pub matrix: Option<Vec<Vec<usize>>>,
    /// The highest level that needs nobody's acceptance.
    pub appetite: usize,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RiskLevel {
    pub name: String,
    /// The lowest product of likelihood and impact that makes it.
    pub from: usize,
}

impl Default for RiskScale {
    fn default() -> RiskScale {
        let words = |words: [&str; 5]| words.map(str::to_owned).to_vec();
        let level = |(name, from): (&str, usize)| RiskLevel { name: name.to_owned(), from };
        RiskScale {
            likelihood: words(["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]),
            impact: words(["Negligible", "Minor", "Moderate", "Major", "Severe"]),
            levels: [("low", 1), ("moderate", 5), ("high", 10), ("critical", 20)].map(level).to_vec(),
            matrix: None,
            appetite: 0,
        }
    }
}

/// One rating on the scale; steps count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rating {
    pub likelihood: usize,
    pub impact: usize,
    /// Position in the scale's levels.
    pub level: usize,
}

/// How a risk stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RiskStanding {
    /// Before it is treated.
    pub inherent: Option<Rating>,
    /// After it is treated.
    pub residual: Option<Rating>,
    /// Somebody accepted it, not in the future.
    pub accepted: bool,
}

impl RiskStanding {
    /// What remains: the residual rating, or the inherent one while there is no other.
    pub fn current(&self) -> Option<Rating> {
        self.residual.or(self.inherent)
    }
}

impl RiskScale {
    /// The rating of two steps; `None` beyond the scale.
    pub fn rating(&self, likelihood: usize, impact: usize) -> Option<Rating> {
        let inside = (1..=self.likelihood.len()).contains(&likelihood) && (1..=self.impact.len()).contains(&impact);
        let written =
            self.matrix.as_ref().and_then(|rows| rows.get(likelihood.checked_sub(1)?)?.get(impact.checked_sub(1)?));
        let reached = self.levels.iter().rposition(|level| level.from <= likelihood * impact);
        let level = written.copied().or(reached).unwrap_or(0);
        inside.then_some(Rating { likelihood, impact, level })
    }

    pub fn level_name(&self, level: usize) -> &str {
        self.levels.get(level).map_or("", |level| &level.name)
    }

    /// Whether what remains needs somebody's acceptance.
    pub fn is_above_appetite(&self, rating: Rating) -> bool {
        rating.level > self.appetite
    }

    pub fn standing(&self, record: &Record, as_of: Date) -> RiskStanding {
        let rating = |likelihood: &str, impact: &str| self.rating(step(record, likelihood)?, step(record, impact)?);
        let role = record.items_at(&FieldPath::parse("accepted_by"));
        let accepted_on = record.dates_at(&FieldPath::parse("accepted_on"));
        let named = role.iter().any(|item| item.word().is_some_and(|word| !word.trim().is_empty()));
        RiskStanding {
            inherent: rating("likelihood", "impact"),
            residual: rating("residual.likelihood", "residual.impact"),
            accepted: named && accepted_on.iter().any(|date| *date <= as_of),
        }
    }
}

fn step(record: &Record, path: &str) -> Option<usize> {
    let items = record.items_at(&FieldPath::parse(path));
    let value = items.iter().find_map(|item| match &**item {
        FieldData::Number(number) => Some(number.value),
        _ => None,
    })?;
    (value.fract() == 0.0 && (1.0..=100.0).contains(&value)).then_some(value as usize)
}

#[cfg(test)]
mod tests {
    use super::RiskScale;

    #[test]
    fn levels_follow_the_product_or_the_written_table() {
        let mut scale = RiskScale::default();
        let name = |scale: &RiskScale, likelihood, impact| {
            scale.rating(likelihood, impact).map(|rating| scale.level_name(rating.level).to_owned())
        };
        let named = |word: &str| Some(word.to_owned());
        assert_eq!(name(&scale, 1, 4), named("low"));
        assert_eq!(name(&scale, 1, 5), named("moderate"));
        assert_eq!(name(&scale, 3, 4), named("high"));
        assert_eq!(name(&scale, 4, 5), named("critical"));
        assert_eq!(name(&scale, 6, 1), None);
        assert_eq!(name(&scale, 0, 1), None);
        scale.matrix = Some(vec![vec![0, 0, 0, 0, 3]; 5]);
        assert_eq!(name(&scale, 1, 5), named("critical"));
        assert_eq!(name(&scale, 5, 4), named("low"));
    }
}
