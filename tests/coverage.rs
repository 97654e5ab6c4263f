//! The definition of coverage as a table of cases: small handbooks in, statuses and figures out.
//!
//! Never looks at how a status is computed. What a case does not name must be a gap: nothing is claimed by the way.

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;

use aimsbook::catalog::Library;
use aimsbook::diagnostic::Level;
use aimsbook::export::{CoverageReport, EntryReport, FrameworkReport, coverage_report};
use aimsbook::view::{Audience, View};
use support::Book;
use support::archive::{Case, cases};

const DOCUMENTS: &str = include_str!("coverage/documents.txt");
const EVIDENCE: &str = include_str!("coverage/evidence.txt");
const EXCLUSIONS: &str = include_str!("coverage/exclusions.txt");
const REFERENCES: &str = include_str!("coverage/references.txt");
const SYSTEMS: &str = include_str!("coverage/systems.txt");

#[test]
fn documents_count_by_their_state_and_dates() {
    run(DOCUMENTS, 16);
}

#[test]
fn evidence_counts_by_its_state_dates_and_files() {
    run(EVIDENCE, 28);
}

#[test]
fn entries_are_excluded_only_by_what_may_exclude_them() {
    run(EXCLUSIONS, 14);
}

#[test]
fn references_count_when_they_reach_a_whole_entry() {
    run(REFERENCES, 14);
}

#[test]
fn entries_owed_per_system_are_as_good_as_the_worst_system() {
    run(SYSTEMS, 10);
}

/// Checks every case, and that none of them got lost.
fn run(table: &str, at_least: usize) {
    let cases = cases(table);
    let mut wrong = String::new();
    for case in &cases {
        for (day, expected) in expectations(case) {
            let found = outcome(case, day, expected);
            if found.trim() != expected.trim() {
                let _ = write!(wrong, "\n== {} (on {day})\n{found}", case.title);
            }
        }
    }
    assert!(wrong.is_empty(), "these cases gave something else:\n{wrong}");
    assert!(cases.len() >= at_least, "only {} cases", cases.len());
}

fn expectations(case: &Case) -> Vec<(&str, &str)> {
    let found: Vec<(&str, &str)> =
        case.parts.iter().filter_map(|(name, text)| Some((name.strip_prefix("on ")?, text.as_str()))).collect();
    assert!(!found.is_empty(), "the case {:?} expects nothing", case.title);
    found
}

/// What the handbook gives on a day, said about the same things as the expectation.
fn outcome(case: &Case, day: &str, expected: &str) -> String {
    let mut files = case.files(|name| !name.starts_with("on "));
    files.entry("aimsbook.yaml".to_owned()).or_insert_with(|| b"title: Cases\nframeworks: [iso-42001]\n".to_vec());
    let book = Book::new(&files, day);
    let report = report(&book);
    let mut text = errors(&book);
    let mut named: BTreeSet<(&str, &str)> = BTreeSet::new();
    let lines: Vec<&str> = expected.lines().filter(|line| !line.trim().is_empty()).collect();
    for (at, line) in lines.iter().enumerate() {
        if line.starts_with(' ') || line.starts_with("error ") || line.starts_with("rest ") {
            continue;
        }
        if let Some(id) = line.strip_prefix("figures ") {
            text.push_str(&figures(framework(&report, id.split(':').next().unwrap())));
            continue;
        }
        let with_supports = lines.get(at + 1).is_some_and(|next| next.starts_with(' '));
        let (framework, id) = place(line, &report);
        match framework.entries.iter().find(|entry| entry.id == id) {
            Some(entry) => text.push_str(&entry_lines(line, entry, with_supports)),
            None => text.push_str(&format!("{} is not assessed\n", written_id(line))),
        }
        named.insert((&framework.id, id));
    }
    text.push_str(&rest(&report, &named, expected));
    text
}

fn report(book: &Book) -> CoverageReport {
    let everyone = Audience { name: "everyone".to_owned(), sees: usize::MAX, coverage: true };
    coverage_report(&View::new(&book.checked.handbook, everyone), &book.checked.config.frameworks)
}

/// Everything at error level: a case that says nothing of errors has none.
fn errors(book: &Book) -> String {
    let mut text = String::new();
    for diagnostic in book.checked.diagnostics.iter().filter(|found| found.finding.level == Level::Error) {
        let marked =
            book.snapshot.source(&diagnostic.path).map_or("", |file| &file.text[diagnostic.finding.span.range()]);
        let _ = writeln!(text, "error {} {}: {marked}", diagnostic.finding.code, diagnostic.path);
    }
    text
}

/// `5.2 documented` is about the first framework, `eu-ai-act:Art.9 gap` about the one it names.
fn place<'a>(line: &'a str, report: &'a CoverageReport) -> (&'a FrameworkReport, &'a str) {
    match written_id(line).split_once(':') {
        Some((name, id)) => (framework(report, name), id),
        None => (&report.frameworks[0], written_id(line)),
    }
}

/// All but the last word; `is not assessed` is one word here.
fn written_id(line: &str) -> &str {
    line.strip_suffix(" is not assessed").or_else(|| line.rsplit_once(' ').map(|(id, _)| id)).unwrap_or(line)
}

fn framework<'r>(report: &'r CoverageReport, id: &str) -> &'r FrameworkReport {
    report.frameworks.iter().find(|framework| framework.id == id).unwrap_or_else(|| panic!("{id} is not enabled"))
}

fn figures(framework: &FrameworkReport) -> String {
    let counts = &framework.counts;
    format!(
        "figures {}: {} documented, {} evidenced, of {} applicable of {} assessable\n",
        framework.id, counts.documented, counts.evidenced, counts.applicable, counts.assessable
    )
}

fn entry_lines(line: &str, entry: &EntryReport, with_supports: bool) -> String {
    let mut text = format!("{} {}\n", written_id(line), entry.status);
    if !with_supports {
        return text;
    }
    for document in &entry.documents {
        let headings: String = document.headings.iter().map(|heading| format!(" § {heading}")).collect();
        let _ = writeln!(text, "  {}{headings}: {}, {}", document.id, document.state, document.reach);
    }
    for item in &entry.evidence {
        let file = item.file.as_ref().map(|file| format!(" {file}")).unwrap_or_default();
        let date = item.date.as_ref().map(|date| format!(" {date}")).unwrap_or_default();
        let until = item.valid_until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
        let _ = writeln!(text, "  {}{file}: {}{date}{until}, {}", item.by, item.standing, item.reach);
    }
    for system in &entry.systems {
        let _ = writeln!(text, "  system {}: {}", system.id, system.status);
    }
    if let Some(reason) = &entry.excluded_by {
        let _ = writeln!(text, "  excluded by {reason}");
    }
    text
}

/// Entries that are not named are gaps, unless the case says `rest excluded` or `rest any`.
fn rest(report: &CoverageReport, named: &BTreeSet<(&str, &str)>, expected: &str) -> String {
    let said = expected.lines().find_map(|line| line.strip_prefix("rest ")).unwrap_or("gap");
    if said == "any" {
        return "rest any\n".to_owned();
    }
    let mut text = if said == "gap" { String::new() } else { format!("rest {said}\n") };
    for framework in &report.frameworks {
        let others = framework.entries.iter().filter(|entry| !named.contains(&(&*framework.id, &*entry.id)));
        for entry in others.filter(|entry| entry.status != said) {
            let _ = writeln!(text, "{}:{} {}", framework.id, entry.id, entry.status);
        }
    }
    text
}

#[test]
fn every_figure_stands_beside_its_counts_edition_and_digest() {
    let case = cases(SYSTEMS).into_iter().next().unwrap();
    let (day, _) = expectations(&case)[0];
    let mut book = Book::new(&case.files(|name| !name.starts_with("on ")), day);
    let report = report(&book);
    let known = Library::built_in();
    for framework in &report.frameworks {
        let known = known.at(known.framework(&framework.id).unwrap());
        assert_eq!((&framework.edition, &framework.digest), (&known.edition, &known.digest.to_string()));
        assert_eq!(framework.counts.statuses.values().sum::<usize>(), framework.counts.assessable);
        assert_eq!(framework.entries.len(), framework.counts.assessable);
    }
    let framework = &report.frameworks[0];
    let (site, problems) = book.build(&book.audience("internal"));
    assert_eq!(problems, []);
    let mut pages_with_figures = 0;
    for path in site.files().keys().filter(|path| path.ends_with(".html")) {
        let text = support::visible_text(&support::page(&site, path));
        let figures = format!("{} of {}", framework.counts.documented, framework.counts.applicable);
        if text.contains(&figures) {
            pages_with_figures += 1;
            assert!(text.contains(&framework.digest[..12]), "{path} shows a figure without its digest: {text}");
            assert!(text.contains(&framework.edition), "{path} shows a figure without its edition");
            assert!(text.contains("70 assessable"), "{path} shows a figure without what was left out");
        }
    }
    assert!(pages_with_figures >= 3, "figures on {pages_with_figures} pages");
    let pages = ["frameworks/iso-42001/index.html", "frameworks/iso-42001/8.4.html"];
    for text in pages.map(|path| support::visible_text(&support::page(&site, path))) {
        assert!(text.contains("3 of 4"), "{text}");
    }
}
