//! Plans the home page: where do we stand, what waits for someone, where to begin.
//!
//! Never shows a figure without its counts, catalog edition and digest.

use crate::pages::addresses;
use crate::pages::documents::subfolders;
use crate::pages::due::{Period, waiting};
use crate::pages::frameworks::figures;
use crate::pages::model::{Area, AttentionItem, AttentionList, Card, DocumentRow, Home, Link, Page, PageBody};
use crate::pages::planner::Planner;
use crate::pages::records::register_cards;
use crate::pages::road::road_lines;
use crate::pages::statement::statement_links;
use crate::view::Phase;

/// Entries of one list on the home page.
const SHOWN: usize = 6;

pub fn home_page(planner: &Planner<'_, '_>, findings: Option<AttentionList>) -> Page {
    let frameworks = &planner.view.options().frameworks;
    let mut attention: Vec<AttentionList> = findings.into_iter().collect();
    attention.extend(attention_lists(planner));
    let body = Home {
        body_html: welcome(planner),
        figures: frameworks.iter().filter_map(|framework| figures(planner, *framework)).collect(),
        road: road_lines(planner),
        attention,
        sections: subfolders(planner, ""),
        registers: register_cards(planner).into_iter().filter(|card| card.count != Some(0)).collect(),
        recent: recent(planner),
        starts: starts(planner),
    };
    Page {
        path: addresses::HOME.into(),
        title: planner.options.title.clone(),
        summary: String::new(),
        area: Area::Home,
        breadcrumbs: Vec::new(),
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Home(Box::new(body)),
    }
}

/// The index document of the handbook's folder.
pub fn welcome(planner: &Planner<'_, '_>) -> std::sync::Arc<str> {
    let top = planner.folders.get("").map_or(&[][..], Vec::as_slice);
    let index =
        top.iter().find(|at| planner.view.document(**at).is_some_and(|found| crate::view::is_index(&found.path)));
    let Some((at, document)) = index.and_then(|at| Some((*at, planner.view.document(*at)?))) else { return "".into() };
    let links = planner.shown_links(at);
    crate::pages::body::compose(planner, &document.body, &links, &document.mentions, &[], addresses::HOME).into()
}

fn attention_lists(planner: &Planner<'_, '_>) -> Vec<AttentionList> {
    let waiting = waiting(planner);
    let list = |period: Period| {
        let mut chosen: Vec<AttentionItem> =
            waiting.iter().filter(|one| one.period == period).map(|one| one.item.clone()).collect();
        chosen.sort_by(|left, right| left.date.cmp(&right.date));
        let more = chosen.len().saturating_sub(SHOWN);
        chosen.truncate(SHOWN);
        let all = planner.link("what_is_due.title", addresses::CALENDAR);
        AttentionList { title: period.title(planner), tone: period.tone(), items: chosen, more, all: Some(all) }
    };
    let lists = [Period::Stale, Period::Overdue, Period::Days30].map(list);
    lists.into_iter().filter(|list| !list.items.is_empty()).collect()
}

fn recent(planner: &Planner<'_, '_>) -> Vec<DocumentRow> {
    let approved = |at: &usize| matches!(planner.view.document_state(*at).phase, Phase::Approved | Phase::Overdue);
    let mut rows: Vec<DocumentRow> =
        planner.view.documents().map(|(at, _)| at).filter(approved).filter_map(|at| planner.document_row(at)).collect();
    rows.sort_by(|left, right| right.approved_on.cmp(&left.approved_on).then(left.link.url.cmp(&right.link.url)));
    rows.truncate(SHOWN);
    rows
}

fn starts(planner: &Planner<'_, '_>) -> Vec<Card> {
    let card = |link: Link, word: &str| Card {
        link,
        text: planner.words.text(word).to_owned(),
        count: None,
        group: String::new(),
    };
    let mut starts = vec![card(planner.link("start.applies", addresses::SECTIONS), "start.applies_text")];
    if planner.view.audience().coverage {
        starts.push(card(planner.link("start.audit", addresses::FRAMEWORKS), "start.audit_text"));
        starts.extend(statement_links(planner).into_iter().map(|link| card(link, "start.statement_text")));
        starts.push(card(planner.link("what_is_due.title", addresses::CALENDAR), "start.due_text"));
    }
    // Four stand side by side; the registers are listed below as well.
    if starts.len() < 4 {
        starts.push(card(planner.link("registers", addresses::REGISTERS), "start.registers_text"));
    }
    starts
}
