//! Plans the timeline of a system: everything dated about it, and what is still to come.
//!
//! Never shows a planned date as if it had happened.

use std::collections::BTreeMap;

use crate::catalog::FrameworkIndex;
use crate::language::Phrase;
use crate::pages::model::{TimelineEvent, TimelineYear};
use crate::pages::planner::Planner;
use crate::pages::systems::About;
use crate::text::Date;
use crate::view::{FieldData, Item, SystemDuties, approved_on, record_dates};

/// Dates on the page, newest first.
const SHOWN: usize = 400;

/// A date before it is laid out.
struct Event {
    date: Date,
    item: Option<Item>,
    what: String,
}

/// The years, newest first, and how many older dates are left out.
pub fn timeline(planner: &Planner<'_, '_>, about: &About<'_>, system: &SystemDuties) -> (Vec<TimelineYear>, usize) {
    let mut events = Vec::new();
    let records = about.records.values().flatten().map(|(at, _)| *at);
    for at in std::iter::once(about.at).chain(records) {
        record_events(planner, at, &mut events);
    }
    for at in &about.documents {
        document_events(planner, *at, &mut events);
    }
    if planner.view.audience().coverage {
        law_events(planner, system, &mut events);
    }
    events.sort_by(|left, right| (right.date, &left.item, &left.what).cmp(&(left.date, &right.item, &right.what)));
    events.dedup_by(|left, right| left.date == right.date && left.item == right.item && left.what == right.what);
    let more = events.len().saturating_sub(SHOWN);
    events.truncate(SHOWN);
    let mut years: Vec<TimelineYear> = Vec::new();
    for event in events {
        let year = event.date.year().to_string();
        let event = shown(planner, event);
        match years.last_mut().filter(|known| known.year == year) {
            Some(known) => known.events.push(event),
            None => years.push(TimelineYear { year, events: vec![event] }),
        }
    }
    (years, more)
}

fn record_events(planner: &Planner<'_, '_>, at: usize, events: &mut Vec<Event>) {
    let Some(record) = planner.view.record(at) else { return };
    let Some(kind) = planner.view.kinds().get(&record.kind) else { return };
    for dated in record_dates(record, kind, planner.view.kinds().common()) {
        let label = match dated.group.as_str() {
            "" => dated.label,
            group => {
                let label = planner.words.in_sentence(&dated.label);
                planner.words.say(&Phrase::new("event.in_group").text("group", group).text("label", label))
            }
        };
        let what = if dated.detail.is_empty() { label } else { format!("{label}: {}", dated.detail) };
        events.push(Event { date: dated.date, item: Some(Item::Record(at)), what });
    }
    for item in record.values.iter().flat_map(|value| &value.items) {
        if let FieldData::Evidence(named) = &item.value
            && let Some(date) = &named.collected
        {
            let what = planner.words.text("event.collected").to_owned();
            events.push(Event { date: date.value, item: Some(Item::Record(at)), what });
        }
    }
}

fn document_events(planner: &Planner<'_, '_>, at: usize, events: &mut Vec<Event>) {
    let Some(document) = planner.view.document(at) else { return };
    let item = Some(Item::Document(at));
    let approved = document.version.as_ref().map_or(Phrase::new("event.approved"), |version| {
        Phrase::new("event.approved_version").text("version", version)
    });
    let approved = planner.words.say(&approved);
    events.extend(approved_on(document).map(|date| Event { date, item, what: approved }));
    let review = planner.view.document_state(at).next_review;
    let next = planner.words.text("next_review").to_owned();
    events.extend(review.map(|date| Event { date, item, what: next }));
}

/// Days on which duties begin to apply, one line a law and day.
fn law_events(planner: &Planner<'_, '_>, system: &SystemDuties, events: &mut Vec<Event>) {
    let mut begins: BTreeMap<(Date, FrameworkIndex), Vec<String>> = BTreeMap::new();
    for duty in &system.duties {
        let id = &planner.library().get(duty.clause).id;
        let Some(applies) = &duty.applies else { continue };
        let parts = applies.parts.iter().map(|(part, from)| (*from, format!("{id} {part}")));
        for (date, label) in std::iter::once((applies.from, id.clone())).chain(parts) {
            begins.entry((date, duty.clause.framework)).or_default().push(label);
        }
    }
    for ((date, framework), labels) in begins {
        let law = &planner.library().at(framework).name;
        let begins = match labels.as_slice() {
            [first, _, _, .., last] => {
                Phrase::counted("event.law_duties", labels.len()).text("first", first).text("last", last)
            }
            few => Phrase::new("due.law").text("what", few.join("; ")),
        };
        events.push(Event { date, item: None, what: planner.words.say(&begins.text("law", law)) });
    }
}

fn shown(planner: &Planner<'_, '_>, event: Event) -> TimelineEvent {
    TimelineEvent {
        planned: event.date > planner.view.options().as_of,
        date: event.date.to_string(),
        kind: event.item.map_or_else(|| planner.words.text("event.law").to_owned(), |item| planner.kind_word(item)),
        link: event.item.map(|item| planner.item_link(item)),
        what: event.what,
    }
}
