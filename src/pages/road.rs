//! Plans the road to certification: a page with every step and what it misses, and the lines of the home page.
//!
//! Never says that somebody is ready: it shows what the handbook holds, and the certification body judges.

use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::frameworks::{figures, frameworks_crumb};
use crate::pages::model::{
    Area, Link, Page, PageBody, RoadCheck, RoadLine, RoadMissing, RoadPage, RoadState, RoadStep,
};
use crate::pages::planner::Planner;
use crate::pages::records::register_link;
use crate::view::{Check, Place, Step, StepId, StepState};

/// Links for one reason; the registers and the gaps list all of them.
const SHOWN: usize = 60;

pub fn road_page(planner: &Planner<'_, '_>) -> Option<Page> {
    let road = planner.view.road()?;
    let body = RoadPage {
        figures: figures(planner, road.framework)?,
        steps: road.steps.iter().map(|step| road_step(planner, step)).collect(),
    };
    Some(Page {
        path: addresses::ROAD.into(),
        title: planner.words.text("road").to_owned(),
        summary: planner.words.text("road_summary").to_owned(),
        area: Area::Frameworks,
        breadcrumbs: vec![planner.home_crumb(), frameworks_crumb(planner)],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Road(Box::new(body)),
    })
}

/// The page, when there is one.
pub fn road_link(planner: &Planner<'_, '_>) -> Option<Link> {
    planner.view.has_road().then(|| planner.link("road", addresses::ROAD))
}

/// One line for each step.
pub fn road_lines(planner: &Planner<'_, '_>) -> Vec<RoadLine> {
    let line = |step: &Step| {
        let counting = || step.checks.iter().filter(|check| check.of > 0);
        let holds_up = counting().find(|check| !check.is_complete()).or_else(|| counting().next_back());
        RoadLine {
            link: step_link(planner, step.id),
            state: state(step.state),
            done: holds_up.map_or(0, |check| check.done),
            of: holds_up.map_or(0, |check| check.of),
            what: holds_up.map_or_else(String::new, |check| planner.words.say(&check.what)),
        }
    };
    planner.view.road().map(|road| road.steps.iter().map(line).collect()).unwrap_or_default()
}

fn step_link(planner: &Planner<'_, '_>, id: StepId) -> Link {
    let url = format!("{}#{}", addresses::ROAD, id.word());
    Link { id: String::new(), title: planner.words.say(&id.title()), url }
}

fn road_step(planner: &Planner<'_, '_>, step: &Step) -> RoadStep {
    RoadStep {
        id: step.id.word().to_owned(),
        title: planner.words.say(&step.id.title()),
        state: state(step.state),
        checks: step.checks.iter().filter(|check| check.of > 0).map(|check| road_check(planner, check)).collect(),
    }
}

fn road_check(planner: &Planner<'_, '_>, check: &Check) -> RoadCheck {
    let seen = planner.view.missing(check);
    let mut missing: Vec<(&Phrase, RoadMissing)> = Vec::new();
    for item in &seen.items {
        let link = link(planner, &item.place);
        match missing.iter_mut().find(|(why, _)| *why == &item.why) {
            Some((_, known)) if known.links.len() >= SHOWN => known.more += 1,
            Some((_, known)) => known.links.push(link),
            None => {
                let why = planner.words.say(&item.why);
                missing.push((&item.why, RoadMissing { why, links: vec![link], more: 0 }));
            }
        }
    }
    let day = |day: Option<crate::text::Date>| day.map(|day| day.to_string()).unwrap_or_default();
    RoadCheck {
        what: planner.words.say(&check.what),
        done: check.done,
        of: check.of,
        from: day(check.period.map(|(from, _)| from)),
        to: day(check.period.map(|(_, to)| to)),
        missing: missing.into_iter().map(|(_, missing)| missing).collect(),
        hidden: seen.hidden,
    }
}

fn link(planner: &Planner<'_, '_>, place: &Place) -> Link {
    match place {
        Place::Entry(clause) => planner.clause_link(*clause),
        Place::Item(item) => planner.item_link(*item),
        Place::Step(id) => step_link(planner, *id),
        Place::Register(kind) => planner.view.kinds().get(kind).map(register_link).unwrap_or_default(),
        Place::Statement => planner.link("statement.title", addresses::STATEMENT),
    }
}

fn state(state: StepState) -> RoadState {
    match state {
        StepState::NotStarted => RoadState::NotStarted,
        StepState::UnderWay => RoadState::UnderWay,
        StepState::Done => RoadState::Done,
    }
}
