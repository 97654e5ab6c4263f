//! What is due as a calendar file (RFC 5545), one all-day entry for each date.
//!
//! Never asks what time it is: the file's stamp is the day of the build, so that the same input gives the same bytes.

use std::collections::HashMap;

use icalendar::{Calendar, Component, Event, Property};

use crate::language::{Phrase, Words};
use crate::text::{Date, Sha256, days_between};
use crate::view::{After, Due, FileRef, Item, View};

/// Days before and after the day of the build whose dates are in the file. Calendar programs refuse files of many megabytes,
/// what was due long ago stands on the calendar's page, and what is due after a year will move before.
const DAYS_BACK: i64 = 90;
const DAYS_AHEAD: i64 = 365;

/// The dates that this audience sees, within a horizon. `handbook` is the handbook's title: two handbooks in one calendar program must not
/// overwrite each other's entries. It speaks the language of `words`.
pub fn calendar(view: &View<'_>, handbook: &str, words: &Words) -> String {
    let mut calendar = Calendar::empty();
    calendar.append_property(Property::new("VERSION", "2.0"));
    calendar
        .append_property(Property::new("PRODID", concat!("-//aimsbook//aimsbook ", env!("CARGO_PKG_VERSION"), "//EN")));
    calendar.append_property(Property::new("CALSCALE", "GREGORIAN"));
    calendar.append_property(Property::new("METHOD", "PUBLISH"));
    calendar.append_property(Property::new("NAME", one_line(handbook)));
    calendar.append_property(Property::new("X-WR-CALNAME", one_line(handbook)));
    let as_of = view.options().as_of;
    let (mut earlier, mut later) = (0, 0);
    let mut taken: HashMap<String, usize> = HashMap::new();
    for due in view.due() {
        // What is left out is counted all the same, so that a name does not depend on the day.
        let count = taken.entry(due.key.clone()).or_default();
        match days_between(as_of, due.date) {
            days if days < -DAYS_BACK => earlier += 1,
            days if days > DAYS_AHEAD => later += 1,
            _ => {
                calendar.push(event(view, handbook, words, due, *count));
            }
        }
        *count += 1;
    }
    let horizon = words.say(&horizon(as_of, earlier, later));
    calendar.append_property(Property::new("DESCRIPTION", &horizon));
    calendar.append_property(Property::new("X-WR-CALDESC", &horizon));
    calendar.to_string()
}

/// What the file holds, and how much it does not.
fn horizon(as_of: Date, earlier: usize, later: usize) -> Phrase {
    let days = Phrase::new("calendar.horizon").count("back", DAYS_BACK as usize).count("ahead", DAYS_AHEAD as usize);
    days.day("day", as_of).count("earlier", earlier).count("later", later)
}

fn event(view: &View<'_>, handbook: &str, words: &Words, due: &Due, count: usize) -> Event {
    let (id, title) = name(view, due.item);
    let as_of = view.options().as_of;
    let late = match due.after {
        After::Stale if due.date < as_of => words.find("period", "stale"),
        After::Late if due.date < as_of => words.find("period", "overdue"),
        _ => None,
    };
    let late = late.map(|late| format!("{late}: ")).unwrap_or_default();
    let subject = one_line(&format!("{id} {title}"));
    let mut lines = Vec::new();
    if let Some(FileRef::Path(path)) = &due.file {
        lines.push(one_line(path.as_str()));
    }
    if !due.owner.is_empty() {
        lines.push(one_line(&format!("{}: {}", words.text("owner"), due.owner)));
    }
    let mut event = Event::new();
    event.uid(&uid(handbook, &due.key, count));
    event.add_property("DTSTAMP", format!("{}T000000Z", basic(as_of)));
    event.append_property(day("DTSTART", due.date));
    if let Ok(next) = due.date.tomorrow() {
        event.append_property(day("DTEND", next));
    }
    event.summary(&format!("{late}{subject}: {}", one_line(&words.say(&due.reason))));
    if !lines.is_empty() {
        event.description(&lines.join("\n"));
    }
    // It is something to do, and blocks nobody's day.
    event.add_property("TRANSP", "TRANSPARENT");
    event
}

fn name(view: &View<'_>, item: Item) -> (String, String) {
    match item {
        Item::Document(at) => view.document(at).map(|found| (found.id.value.clone(), found.title.clone())),
        Item::Record(at) => view.record(at).map(|found| (found.id.value.clone(), found.title.clone())),
    }
    .unwrap_or_default()
}

/// The same thing has the same name in every build, also after its date has moved.
fn uid(handbook: &str, key: &str, count: usize) -> String {
    let digest = Sha256::of(format!("{handbook}\n{key}\n{count}").as_bytes()).to_string();
    format!("{}@aimsbook", &digest[..32])
}

fn day(name: &str, date: Date) -> Property {
    let mut property = Property::new(name, basic(date));
    property.add_parameter("VALUE", "DATE");
    property
}

fn basic(date: Date) -> String {
    format!("{:04}{:02}{:02}", date.year(), date.month(), date.day())
}

/// Without line breaks and other control characters, which a calendar line cannot hold.
fn one_line(text: &str) -> String {
    text.split(|character: char| character.is_whitespace() || character.is_control())
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}
