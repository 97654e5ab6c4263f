//! The road to certification as a table of cases: small handbooks in, steps with their counts and what is missing out.
//!
//! Never looks at how a step is computed.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use aimsbook::language::Phrase;
use aimsbook::view::{Audience, Item, Missing, Place, Seen, View};
use support::Book;
use support::archive::{Case, cases};

const ROAD: &str = include_str!("road/road.txt");

#[test]
fn every_step_says_what_is_there_and_what_is_missing() {
    let all = cases(ROAD);
    let mut wrong = String::new();
    for case in &all {
        for (name, expected) in &case.parts {
            let Some(day) = name.strip_prefix("on ") else { continue };
            let found = said(case, day, expected, usize::MAX);
            if found.trim() != expected.trim() {
                let _ = write!(wrong, "\n== {} (on {day})\n{found}", case.title);
            }
        }
    }
    assert!(wrong.is_empty(), "these cases gave something else:\n{wrong}");
    assert!(all.len() >= 12, "only {} cases", all.len());
}

#[test]
fn what_an_audience_may_not_see_is_a_number_and_the_step_stays_true() {
    let case = cases(ROAD).into_iter().find(|case| case.title.starts_with("A nonconformity is handled")).unwrap();
    let (day, expected) =
        case.parts.iter().find_map(|(name, text)| Some((name.strip_prefix("on ")?.to_owned(), text))).unwrap();
    let (all, public) = (said(&case, &day, expected, usize::MAX), said(&case, &day, expected, 0));
    let steps =
        |text: &str| text.lines().filter(|line| !line.starts_with("    ")).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(steps(&all), steps(&public), "states and counts are the same for everyone");
    assert!(all.contains("NCR-2") && !public.contains("NCR"), "{public}");
    assert!(public.contains("    1 more\n"), "{public}");
}

#[test]
fn an_audience_without_coverage_and_a_handbook_without_the_standard_have_no_road() {
    let files = support::files([("a.md", "# A")]);
    let book = Book::new(&files, "2026-06-01");
    let public = Audience { name: "public".to_owned(), sees: usize::MAX, coverage: false };
    assert!(View::new(&book.checked.handbook, public).road().is_none());
    let files = support::files([("aimsbook.yaml", "title: Law\nframeworks: [eu-ai-act]\n")]);
    let book = Book::new(&files, "2026-06-01");
    assert!(View::new(&book.checked.handbook, everyone(usize::MAX)).road().is_none());
}

fn everyone(sees: usize) -> Audience {
    Audience { name: "everyone".to_owned(), sees, coverage: true }
}

/// The steps that the expectation names, each with its checks of something.
fn said(case: &Case, day: &str, expected: &str, sees: usize) -> String {
    let mut files = case.files(|name| !name.starts_with("on "));
    files.entry("aimsbook.yaml".to_owned()).or_insert_with(|| b"title: Cases\nframeworks: [iso-42001]\n".to_vec());
    let book = Book::new(&files, day);
    let view = View::new(&book.checked.handbook, everyone(sees));
    let named: BTreeSet<&str> = expected
        .lines()
        .filter(|line| !line.starts_with(' '))
        .filter_map(|line| line.split_once(':'))
        .map(|(step, _)| step)
        .collect();
    let mut text = String::new();
    for step in view.road().unwrap().steps.iter().filter(|step| named.contains(step.id.word())) {
        let _ = writeln!(text, "{}: {}", step.id.word(), step.state.words());
        for check in step.checks.iter().filter(|check| check.of > 0) {
            let period = check.period.map(|(from, to)| format!(", {from} to {to}")).unwrap_or_default();
            let _ = writeln!(text, "  {} of {} {}{period}", check.done, check.of, check.what);
            let missing = view.missing(check);
            text.push_str(&missing_lines(&view, &missing));
        }
    }
    text
}

/// One line a reason, at most five places each.
fn missing_lines(view: &View<'_>, missing: &Seen<&Missing>) -> String {
    let mut reasons: Vec<(&Phrase, Vec<String>)> = Vec::new();
    for item in &missing.items {
        let place = place(view, &item.place);
        match reasons.iter_mut().find(|(why, _)| *why == &item.why) {
            Some((_, places)) => places.push(place),
            None => reasons.push((&item.why, vec![place])),
        }
    }
    let mut text = String::new();
    for (why, places) in reasons {
        let more = places.len().saturating_sub(5);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        let _ = writeln!(text, "    {why}: {}{more}", places.iter().take(5).cloned().collect::<Vec<_>>().join(", "));
    }
    if missing.hidden > 0 {
        let _ = writeln!(text, "    {} more", missing.hidden);
    }
    text
}

fn place(view: &View<'_>, place: &Place) -> String {
    match place {
        Place::Entry(clause) => view.library().get(*clause).id.clone(),
        Place::Item(Item::Record(at)) => view.record(*at).unwrap().id.value.clone(),
        Place::Item(Item::Document(at)) => view.document(*at).unwrap().id.value.clone(),
        Place::Step(step) => format!("step {}", step.word()),
        Place::Register(kind) => format!("register {kind}"),
        Place::Statement => "statement".to_owned(),
    }
}
