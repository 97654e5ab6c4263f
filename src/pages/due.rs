//! What is overdue or due: reviews of documents and records, and evidence that expires.
//!
//! Never asks what day it is: everything is counted from the day of the build.

use crate::pages::addresses;
use crate::pages::model::{Area, AttentionItem, CalendarPage, Page, PageBody, Period, Tone};
use crate::pages::planner::Planner;
use crate::text::Date;
use crate::view::{Item, Phase};

/// Something with a date by which somebody must act.
pub struct Due {
    /// From the day of the build; negative when it has passed.
    pub days: i64,
    pub date: Date,
    pub item: AttentionItem,
}

/// How far the calendar looks ahead.
const DAYS_AHEAD: i64 = 365;

/// Everything that is overdue or due within a year, soonest first.
pub fn due_items(planner: &Planner<'_, '_>) -> Vec<Due> {
    let mut items = Vec::new();
    for (at, document) in planner.view.documents() {
        let state = planner.view.document_state(at);
        let Some(date) = state.next_review.filter(|_| matches!(state.phase, Phase::Approved | Phase::Overdue)) else {
            continue;
        };
        let owner = document.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default();
        items.extend(due(planner, Item::Document(at), date, owner, "review"));
    }
    for (at, record) in planner.view.records() {
        let kind = planner.view.kinds().get(&record.kind);
        let state = record.status.as_ref().map_or("", |status| status.value.as_str());
        if kind.is_some_and(|kind| kind.status.is_closed(state)) {
            continue;
        }
        let owner = record.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default();
        let own = record.next_review.as_ref().map(|date| date.value);
        let current = planner.view.record_claims(at).iter().filter_map(|claim| claim.valid_until).min();
        let reason = if own.is_some() { "review" } else { "renew this evidence" };
        if let Some(date) = own.or(current) {
            items.extend(due(planner, Item::Record(at), date, owner, reason));
        }
    }
    items.sort_by(|left, right| left.date.cmp(&right.date).then(left.item.link.url.cmp(&right.item.link.url)));
    items
}

fn due(planner: &Planner<'_, '_>, item: Item, date: Date, owner: String, reason: &str) -> Option<Due> {
    let days = days_between(planner.view.options().as_of, date);
    (days <= DAYS_AHEAD).then(|| {
        let item =
            AttentionItem { link: planner.item_link(item), owner, date: date.to_string(), reason: reason.to_owned() };
        Due { days, date, item }
    })
}

/// Whole days from one date to another.
fn days_between(from: Date, to: Date) -> i64 {
    from.until(to).map_or(0, |span| i64::from(span.get_days()))
}

pub fn calendar_page(planner: &Planner<'_, '_>) -> Page {
    let mut periods: Vec<Period> = Vec::new();
    for due in due_items(planner) {
        let (title, tone) = match due.days {
            ..0 => ("Overdue".to_owned(), Tone::Warning),
            _ => (month(due.date), Tone::Note),
        };
        match periods.last_mut().filter(|period| period.title == title) {
            Some(period) => period.items.push(due.item),
            None => periods.push(Period { title, tone, items: vec![due.item] }),
        }
    }
    Page {
        path: addresses::CALENDAR.into(),
        title: "Calendar".into(),
        summary: "Reviews and evidence that are overdue or due within a year.".into(),
        area: Area::Other,
        breadcrumbs: vec![planner.home_crumb()],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Calendar(CalendarPage { periods }),
    }
}

fn month(date: Date) -> String {
    const MONTHS: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    format!("{} {}", MONTHS[(date.month() as usize + 11) % 12], date.year())
}
