//! The Statement of Applicability as a reader sees it: small handbooks in, the text of its page out.
//!
//! Never looks at how a row is planned.

mod support;

use std::fmt::Write as _;

use aimsbook::view::Audience;
use support::archive::cases;
use support::{Book, Files, page};

const CASES: &str = include_str!("statement/statement.txt");
const ADDRESS: &str = "statement-of-applicability.html";

#[test]
fn rows_say_what_was_decided_why_and_what_shows_it() {
    let all = cases(CASES);
    let mut wrong = String::new();
    for case in &all {
        for (name, expected) in &case.parts {
            let Some(day) = name.strip_prefix("on ") else { continue };
            let mut files = case.files(|name| !name.starts_with("on "));
            files
                .entry("aimsbook.yaml".to_owned())
                .or_insert_with(|| b"title: Cases\nframeworks: [iso-42001]\n".to_vec());
            let found = said(&files, day, expected);
            if found.trim() != expected.trim() {
                let _ = write!(wrong, "\n== {} (on {day})\n{found}", case.title);
            }
        }
    }
    assert!(wrong.is_empty(), "these cases gave something else:\n{wrong}");
    assert!(all.len() >= 8, "only {} cases", all.len());
}

#[test]
fn all_controls_stand_in_it_in_catalog_order_also_without_a_single_row() {
    let html = statement(&Files::new(), "2026-06-01");
    let ids: Vec<String> = rows(&html).into_iter().map(|row| row.split(' ').next().unwrap().to_owned()).collect();
    assert_eq!(ids.len(), 38);
    assert_eq!((&*ids[0], &*ids[3], &*ids[37]), ("A.2.2", "A.3.2", "A.10.4"));
    assert!(html.contains("38</strong> controls") && html.contains("38</strong> undecided"), "{html}");
    assert_eq!(groups(&html).len(), 10);
}

#[test]
fn a_row_that_an_audience_may_not_see_decides_and_tells_nothing_else() {
    let files = support::files([(
        "soa.yaml",
        "kind: control\nrecords:\n  - {id: CTL-1, title: T, owner: Secret lead, control: A.2.2, applicable: no, \
         justification_exclusion: Because., decided_on: 2026-03-10, classification: restricted}\n",
    )]);
    let html = statement(&files, "2026-06-01");
    assert_eq!(rows(&html)[0], "A.2.2 AI policy Excluded | No 1 more that this edition does not show | | | | | |");
    assert!(!html.contains("Secret") && !html.contains("CTL-1") && !html.contains("Because"), "{html}");
    assert!(html.contains("1</strong> excluded"), "{html}");
}

#[test]
fn an_audience_without_coverage_has_no_statement_and_no_link_to_it() {
    let mut book = Book::new(&Files::new(), "2026-06-01");
    let audience = Audience { name: "public".to_owned(), sees: 0, coverage: false };
    let (site, _) = book.build(&audience);
    assert!(site.get(ADDRESS).is_none());
    for path in site.files().keys().filter(|path| path.ends_with(".html")) {
        assert!(!page(&site, path).contains(ADDRESS), "{path}");
    }
}

#[test]
fn it_prints_across_with_a_head_on_every_sheet() {
    let mut book = Book::new(&Files::new(), "2026-06-01");
    let (site, _) = book.build(&book.audience("internal"));
    let html = page(&site, ADDRESS);
    assert!(html.contains("page-statement") && html.contains("<tr class=\"running-head\">"), "{html}");
    let style = page(&site, "assets/style.css");
    assert!(style.contains("@page statement") && style.contains(".page-statement { page: statement; }"));
}

fn statement(files: &Files, day: &str) -> String {
    let mut book = Book::new(files, day);
    let (site, problems) = book.build(&book.audience("internal"));
    assert_eq!(problems, []);
    page(&site, ADDRESS)
}

/// The head, and the rows of the controls that the expectation names.
fn said(files: &Files, day: &str, expected: &str) -> String {
    let html = statement(files, day);
    let mut text = String::new();
    for line in expected.lines() {
        if line.starts_with("head ") {
            let _ = writeln!(text, "head {}", support::visible_text(between(&html, "<dl class=\"control\">", "</dl>")));
        } else if line.starts_with("counts ") {
            let counts: Vec<String> = html
                .split("<ul class=\"statement-counts")
                .skip(1)
                .map(|list| support::visible_text(list.split_once('>').unwrap().1.split("</ul>").next().unwrap()))
                .collect();
            let _ = writeln!(text, "counts {}", counts.join(" / "));
        } else if line.starts_with("running ") {
            let _ = writeln!(
                text,
                "running {}",
                support::visible_text(between(&html, "<tr class=\"running-head\">", "</tr>"))
            );
        }
    }
    let named = |row: &&String| {
        let id = row.split(" | ").next().unwrap().split(' ').next().unwrap();
        expected.lines().any(|line| line.split(' ').next() == Some(id))
    };
    for row in rows(&html).iter().filter(named) {
        let _ = writeln!(text, "{row}");
    }
    text
}

fn rows(html: &str) -> Vec<String> {
    html.split("<tr class=\"verdict-")
        .skip(1)
        .map(|row| row.split("</tr>").next().unwrap())
        .map(|row| row.split_once('>').unwrap().1.split("<td").map(cell).collect::<Vec<_>>().join(" | "))
        .map(|row| row.split_whitespace().collect::<Vec<_>>().join(" "))
        .collect()
}

/// The text of one cell; what stands before the first `>` is left of the cell's tag.
fn cell(html: &str) -> String {
    let inner = if html.starts_with(' ') { html.split_once('>').unwrap().1 } else { html };
    support::visible_text(inner)
}

fn groups(html: &str) -> Vec<&str> {
    html.split("<tr class=\"group\">").skip(1).collect()
}

fn between<'t>(text: &'t str, start: &str, end: &str) -> &'t str {
    text.split_once(start).unwrap().1.split(end).next().unwrap()
}
