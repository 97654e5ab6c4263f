//! What is due, as cases: small handbooks in, dates out; and the calendar file, read by another program's parser.
//!
//! Never looks at how a date is found.

mod support;

use aimsbook::export::calendar;
use aimsbook::language::Words;
use aimsbook::view::{After, Audience, FileRef, Item, View};
use calcard::icalendar::{ICalendar, ICalendarComponentType, ICalendarProperty};
use support::archive::cases;
use support::{Book, Files, files};

const DAY: &str = "2026-06-15";

fn everyone() -> Audience {
    Audience { name: "everyone".to_owned(), sees: usize::MAX, coverage: true }
}

#[test]
fn every_date_that_somebody_must_keep_is_found_once() {
    let cases = cases(include_str!("due/cases.txt"));
    for case in &cases {
        let book = Book::new(&case.files(|name| name != "due"), DAY);
        let expected = &case.parts.iter().find(|(name, _)| name == "due").unwrap().1;
        assert_eq!(listed(&View::new(&book.checked.handbook, everyone())).trim(), expected.trim(), "{}", case.title);
    }
    assert!(cases.len() >= 7);
}

fn listed(view: &View<'_>) -> String {
    let mut text = String::new();
    for due in view.due() {
        let id = match due.item {
            Item::Document(at) => view.document(at).unwrap().id.value.clone(),
            Item::Record(at) => view.record(at).unwrap().id.value.clone(),
        };
        let after = match due.after {
            After::Stale => "stale",
            After::Late => "late",
            After::Past => "past",
        };
        let file = match &due.file {
            Some(FileRef::Path(path)) => format!("{path} "),
            _ => String::new(),
        };
        text += &format!("{} {after} {id} {}: {file}{}\n", due.date, due.owner, due.reason);
    }
    text
}

fn policies() -> Files {
    let policy = |id: &str, title: &str, more: &str| {
        format!(
            "---\nid: {id}\ntitle: {title}\nowner: Head\nstatus: approved\napprover: X\napproved: 2026-03-14\n{more}---\n"
        )
    };
    files([
        (
            "a.md",
            policy(
                "POL-001",
                "'Grüße, Regeln; und \\ ein \"sehr\" langer Titel, der über fünfundsiebzig Zeichen hinausgeht 政策'",
                "",
            )
            .as_str(),
        ),
        ("b.md", policy("POL-002", "Secret", "classification: confidential\n").as_str()),
        ("c.md", policy("POL-003", "Overdue", "next_review: 2026-06-14\n").as_str()),
    ])
}

#[test]
fn the_calendar_is_what_another_parser_reads() {
    let book = Book::new(&policies(), DAY);
    let text = calendar(&View::new(&book.checked.handbook, everyone()), "Handbook", Words::english());
    for line in text.split_terminator("\r\n") {
        assert!(line.len() <= 75 && !line.contains(['\r', '\n']), "{line:?}");
    }
    let read = ICalendar::parse(&text).unwrap();
    let events: Vec<_> =
        read.components.iter().filter(|part| part.component_type == ICalendarComponentType::VEvent).collect();
    assert_eq!(events.len(), 3);
    let value = |event: usize, name: ICalendarProperty| {
        let entry = events[event].property(&name).unwrap();
        entry.values.first().unwrap().as_text().unwrap().to_owned()
    };
    assert_eq!(value(0, ICalendarProperty::Summary), "No longer in date: POL-003 Overdue: review");
    let title = "Grüße, Regeln; und \\ ein \"sehr\" langer Titel, der über fünfundsiebzig Zeichen hinausgeht 政策";
    assert_eq!(value(1, ICalendarProperty::Summary), format!("POL-001 {title}: review"));
    assert_eq!(value(1, ICalendarProperty::Description), "Owner: Head");
    assert!(text.contains("DTSTART;VALUE=DATE:20270314\r\n") && text.contains("DTEND;VALUE=DATE:20270315\r\n"));
    assert_eq!(text.matches("DTSTAMP:20260615T000000Z\r\n").count(), 3);
}

#[test]
fn the_calendar_has_a_horizon_and_says_what_lies_behind_it() {
    // Reviews on the first of these days, and two on 2027-03-14.
    let text = |review: &str, day: &str| {
        let mut files = policies();
        let moved = String::from_utf8(files["c.md"].clone()).unwrap().replace("2026-06-14", review);
        files.insert("c.md".to_owned(), moved.into_bytes());
        calendar(&View::new(&Book::new(&files, day).checked.handbook, everyone()), "Handbook", Words::english())
            .replace("\r\n ", "")
    };
    let counts = |review: &str, day: &str| {
        let text = text(review, day);
        let said = text.lines().find(|line| line.starts_with("DESCRIPTION:Dates")).unwrap().to_owned();
        let left_out = said.rsplit_once("Left out: ").unwrap().1.replace("\\,", ",");
        (text.matches("BEGIN:VEVENT").count(), left_out)
    };
    assert_eq!(counts("2026-06-14", "2026-06-15"), (3, "0 earlier, 0 later.".to_owned()));
    assert_eq!(counts("2026-06-14", "2026-09-12"), (3, "0 earlier, 0 later.".to_owned()));
    assert_eq!(counts("2026-06-14", "2026-09-13"), (2, "1 earlier, 0 later.".to_owned()));
    assert_eq!(counts("2027-06-15", "2026-06-15"), (3, "0 earlier, 0 later.".to_owned()));
    assert_eq!(counts("2027-06-16", "2026-06-15"), (2, "0 earlier, 1 later.".to_owned()));
    assert!(text("2026-06-14", "2026-06-15").contains("Dates from 90 days before 15 June 2026 to 365 days after it."));
}

#[test]
fn the_same_thing_keeps_its_name_and_an_audience_gets_only_its_own() {
    let names = |text: &str| -> Vec<String> {
        text.lines().filter(|line| line.starts_with("UID:")).map(str::to_owned).collect()
    };
    let book = Book::new(&policies(), DAY);
    let view = View::new(&book.checked.handbook, everyone());
    let text = calendar(&view, "Handbook", Words::english());
    let mut before = names(&text);
    let mut moved = policies();
    let review = String::from_utf8(moved["c.md"].clone()).unwrap().replace("2026-06-14", "2026-12-14");
    moved.insert("c.md".to_owned(), review.into_bytes());
    let later = Book::new(&moved, "2026-06-16");
    let again = calendar(&View::new(&later.checked.handbook, everyone()), "Handbook", Words::english());
    let mut after = names(&again);
    before.sort();
    after.sort();
    assert_eq!(before, after);
    assert_ne!(before, {
        let mut other = names(&calendar(&view, "Another", Words::english()));
        other.sort();
        other
    });
    assert_eq!(text, calendar(&view, "Handbook", Words::english()));
    let internal = Audience { name: "internal".to_owned(), sees: 1, coverage: true };
    let seen = calendar(&View::new(&book.checked.handbook, internal), "Handbook", Words::english());
    assert!(text.contains("Secret") && !seen.contains("Secret"));
    assert_eq!(names(&seen).len(), 2);
}
