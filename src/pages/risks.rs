//! Plans the pictures of the risk register: heat maps, levels, risks that nobody has accepted, and a list for each cell.
//!
//! Never rates a risk: it only lays out what the scale says.

use std::collections::BTreeMap;

use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::model::{
    HeatCell, HeatMap, HeatRow, LevelCount, Page, Rating as ShownRating, RiskAbove, RiskPicture,
};
use crate::pages::planner::Planner;
use crate::pages::records::{RegisterList, register_list};
use crate::schema::Kind;
use crate::view::{Item, Rating, Record, RiskScale, RiskStanding};

/// Risks above the appetite that stand on the page itself.
const SHOWN_ABOVE: usize = 20;

/// Which of a risk's two ratings a map shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Side {
    Inherent,
    Residual,
}

impl Side {
    fn of(self, standing: &RiskStanding) -> Option<Rating> {
        match self {
            Side::Inherent => standing.inherent,
            Side::Residual => standing.residual,
        }
    }

    fn word(self) -> &'static str {
        match self {
            Side::Inherent => "inherent",
            Side::Residual => "residual",
        }
    }

    fn title(self) -> Phrase {
        Phrase::new(match self {
            Side::Inherent => "risk.inherent",
            Side::Residual => "risk.residual",
        })
    }

    fn cell(self) -> Phrase {
        Phrase::new(match self {
            Side::Inherent => "risk.inherent_cell",
            Side::Residual => "risk.residual_cell",
        })
    }
}

/// A risk that is not closed, with its standing.
struct Open<'r> {
    at: usize,
    record: &'r Record,
    standing: RiskStanding,
}

pub fn risk_picture(planner: &Planner<'_, '_>, kind: &Kind, records: &[(usize, &Record)]) -> RiskPicture {
    let scale = &planner.risk;
    let open = open(planner, kind, records);
    let mut above: Vec<&Open<'_>> = open.iter().filter(|risk| is_above(scale, &risk.standing)).collect();
    above.sort_by_key(|risk| std::cmp::Reverse(risk.standing.current().map(weight)));
    let level = |position: usize| {
        let count = |side: Side| {
            open.iter().filter_map(|risk| side.of(&risk.standing)).filter(|rating| rating.level == position).count()
        };
        LevelCount {
            level: scale.level_name(position).to_owned(),
            shade: shade(scale, position),
            inherent: count(Side::Inherent),
            residual: count(Side::Residual),
            above: position > scale.appetite,
        }
    };
    RiskPicture {
        maps: [Side::Inherent, Side::Residual].map(|side| heat_map(planner, kind, &open, side)).to_vec(),
        levels: (0..scale.levels.len()).map(level).collect(),
        above_more: above.len().saturating_sub(SHOWN_ABOVE),
        above: above.into_iter().take(SHOWN_ABOVE).filter_map(|risk| above_row(planner, risk)).collect(),
        appetite: scale.level_name(scale.appetite).to_owned(),
        closed: records.len() - open.len(),
    }
}

fn open<'r>(planner: &Planner<'_, '_>, kind: &Kind, records: &[(usize, &'r Record)]) -> Vec<Open<'r>> {
    let state = |record: &Record| record.status.as_ref().map_or(String::new(), |status| status.value.clone());
    let open = records.iter().filter(|(_, record)| !kind.status.is_closed(&state(record)));
    open.map(|(at, record)| Open { at: *at, record, standing: planner.view.risk(record) }).collect()
}

fn weight(rating: Rating) -> (usize, usize) {
    (rating.level, rating.likelihood * rating.impact)
}

/// Whether what remains needs an acceptance that nobody gave.
pub fn is_above(scale: &RiskScale, standing: &RiskStanding) -> bool {
    standing.current().is_some_and(|rating| scale.is_above_appetite(rating))
        && !(standing.accepted && standing.residual.is_some())
}

fn above_row(planner: &Planner<'_, '_>, risk: &Open<'_>) -> Option<RiskAbove> {
    let reason = match (risk.standing.residual, risk.standing.accepted) {
        (Some(_), _) => planner.words.text("risk.not_accepted"),
        (None, true) => planner.words.text("risk.unrated"),
        (None, false) => planner.words.text("risk.neither"),
    };
    Some(RiskAbove {
        link: planner.item_link(Item::Record(risk.at)),
        rating: shown(&planner.risk, risk.standing.current()?),
        owner: risk.record.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
        reason: reason.to_owned(),
    })
}

fn heat_map(planner: &Planner<'_, '_>, kind: &Kind, open: &[Open<'_>], side: Side) -> HeatMap {
    let scale = &planner.risk;
    let mut counts: BTreeMap<(usize, usize), usize> = BTreeMap::new();
    for rating in open.iter().filter_map(|risk| side.of(&risk.standing)) {
        *counts.entry((rating.likelihood, rating.impact)).or_default() += 1;
    }
    let cell = |likelihood: usize, impact: usize| {
        let count = counts.get(&(likelihood, impact)).copied().unwrap_or(0);
        let level = scale.rating(likelihood, impact).map_or(0, |rating| rating.level);
        let url = addresses::risk_cell(&kind.id, side.word(), likelihood, impact);
        HeatCell {
            count,
            level: scale.level_name(level).to_owned(),
            shade: shade(scale, level),
            url: if count > 0 { url } else { String::new() },
        }
    };
    let row = |likelihood: usize| HeatRow {
        step: likelihood,
        label: scale.likelihood[likelihood - 1].clone(),
        cells: (1..=scale.impact.len()).map(|impact| cell(likelihood, impact)).collect(),
    };
    let rated = counts.values().sum();
    HeatMap {
        title: planner.words.say(&side.title()),
        columns: scale.impact.clone(),
        rows: (1..=scale.likelihood.len()).rev().map(row).collect(),
        rated,
        unrated: open.len() - rated,
    }
}

/// Levels of any number on five shades.
fn shade(scale: &RiskScale, level: usize) -> usize {
    match scale.levels.len() {
        0 | 1 => 0,
        levels => level * 4 / (levels - 1),
    }
}

/// A rating as numbers, in words, and with its level.
pub fn shown(scale: &RiskScale, rating: Rating) -> ShownRating {
    let word = |words: &[String], step: usize| words.get(step - 1).cloned().unwrap_or_default();
    ShownRating {
        text: format!("{} \u{d7} {}", rating.likelihood, rating.impact),
        words: format!("{}, {}", word(&scale.likelihood, rating.likelihood), word(&scale.impact, rating.impact)),
        level: scale.level_name(rating.level).to_owned(),
        shade: shade(scale, rating.level),
    }
}

/// One list for each cell that holds something.
pub fn risk_cell_pages(planner: &Planner<'_, '_>, kind: &Kind, records: &[(usize, &Record)]) -> Vec<Page> {
    let scale = &planner.risk;
    let open = open(planner, kind, records);
    let mut pages = Vec::new();
    for side in [Side::Inherent, Side::Residual] {
        let mut cells: BTreeMap<(usize, usize), Vec<(usize, &Record)>> = BTreeMap::new();
        for risk in &open {
            if let Some(rating) = side.of(&risk.standing) {
                cells.entry((rating.likelihood, rating.impact)).or_default().push((risk.at, risk.record));
            }
        }
        for ((likelihood, impact), records) in cells {
            let Some(rating) = scale.rating(likelihood, impact) else { continue };
            let rating = shown(scale, rating);
            let list = RegisterList {
                address: addresses::risk_cell(&kind.id, side.word(), likelihood, impact),
                title: planner.words.say(
                    &side
                        .cell()
                        .text("register", &kind.plural)
                        .text("rating", &rating.text)
                        .text("level", &rating.level),
                ),
                description: planner.words.say(
                    &Phrase::new("risk.cell")
                        .count("likelihood", likelihood)
                        .text("likelihood_word", &scale.likelihood[likelihood - 1])
                        .count("impact", impact)
                        .text("impact_word", &scale.impact[impact - 1]),
                ),
                records: &records,
            };
            pages.extend(register_list(planner, kind, &list));
        }
    }
    pages
}
