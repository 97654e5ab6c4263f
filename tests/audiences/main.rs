//! What a site gives away: every word of a handbook is marked with its classification, and looked for in every output.
//!
//! Never trusts a page to be the only place where a word can stand.

#[path = "../support/mod.rs"]
mod support;

mod canaries;
mod hidden_system;
mod offered_files;
mod shared_classification;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::sync::Arc;

use aimsbook::changes::{Changes, Compared, compare};
use aimsbook::export::{
    CoverageReport, Detail, ExportFacts, calendar, changes_json, changes_markdown, changes_text, coverage_csv,
    coverage_report, coverage_text, csv_files, gaps_csv, gaps_report, gaps_text, graph, workbook,
};
use aimsbook::language::Words;
use aimsbook::pipeline::edition::{Origin, edition};
use aimsbook::pipeline::{BuildOptions, Caches, ReviewOptions, graph_findings, review};
use aimsbook::render::decode_search;
use aimsbook::site::{Content, Site};
use aimsbook::view::{Audience, Item, View};
use canaries::{CONFIGURATION, LEVELS, Planted};
use support::{Book, Files, bytes_of, files};

const DAY: &str = "2026-06-01";
/// What every planted word begins with.
const MARK: &[u8] = b"zqxj";
const AUDIENCES: [&str; 5] = ["public", "press", "internal", "auditor", "board"];

/// Everything that a site and its bundle hold, under the name of where it stands.
fn outputs(site: &Site, bundle: &Site, files: &Files) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let beside = |path: &str| path.strip_prefix("site/").is_none_or(|path| site.get(path).is_none());
    for (path, content) in bundle.files().iter().filter(|(path, _)| beside(path)) {
        found.insert(format!("(bundle) {path}"), bytes_of(content, files).to_vec());
    }
    let mut scripts: BTreeMap<String, Arc<[u8]>> = BTreeMap::new();
    for (path, content) in site.files() {
        found.insert(path.clone(), bytes_of(content, files).to_vec());
        if let Content::Bytes(bytes) = content {
            scripts.insert(path.clone(), Arc::clone(bytes));
        }
    }
    let search = decode_search(&scripts).expect("the search index can be read back");
    found.insert("(decoded search)".to_owned(), format!("{search:?}").into_bytes());
    let paths: Vec<&str> = site.files().keys().map(String::as_str).collect();
    found.insert("(names of files)".to_owned(), paths.join("\n").into_bytes());
    found
}

/// What a change says, in every form.
fn comparisons(before: &Book, after: &Book, name: &str) -> BTreeMap<&'static str, String> {
    let old = View::new(&before.checked.handbook, before.audience(name));
    let new = View::new(&after.checked.handbook, after.audience(name));
    let changes = compare(&side(&old, before), &side(&new, after));
    BTreeMap::from([
        ("diff", changes_text(&changes)),
        ("diff as Markdown", changes_markdown(&changes)),
        ("diff as JSON", changes_json(&changes).unwrap()),
        ("review", review_pages(&changes, before, &old)),
    ])
}

/// All pages of the site for reviewers as one text.
fn review_pages(changes: &Changes, before: &Book, view: &View<'_>) -> String {
    let options = ReviewOptions { before: "one".into(), after: "two".into(), classification: String::new() };
    let (site, said) = review(changes, &before.checked, view, &before.snapshot, &options, &mut Caches::default());
    assert_eq!(said, []);
    let pages = site.files().iter().filter(|(path, _)| path.ends_with(".html"));
    pages.map(|(path, _)| format!("{path}\n{}", support::page(&site, path))).collect()
}

/// The position of a word's classification; nothing for a word that was cut before its mark.
fn level_of(word: &str) -> Option<usize> {
    LEVELS.iter().position(|(_, mark)| word.starts_with(mark))
}

fn side<'a>(view: &'a View<'a>, book: &'a Book) -> Compared<'a> {
    Compared { view, snapshot: &book.snapshot, diagnostics: &book.checked.diagnostics }
}

/// Everything that is exported for an audience, decoded, under the name of where it stands.
fn exports(book: &Book, audience: &Audience) -> BTreeMap<String, Vec<u8>> {
    let view = View::new(&book.checked.handbook, audience.clone());
    let facts = ExportFacts::new(&view, "Canaries", "", &book.checked.words);
    let mut found = BTreeMap::new();
    for site in [None, Some("site/")] {
        let bytes = workbook(&view, &facts, site).unwrap();
        let members = support::zip_members(&bytes);
        found.extend(members.into_iter().map(|(name, bytes)| (format!("(workbook, {site:?}) {name}"), bytes)));
    }
    // With the address of a site it says more than without.
    let options = BuildOptions { audience: audience.clone(), keep_going: true, version: None };
    let origin = Origin { site: Some("site/".to_owned()), ..Origin::default() };
    let (printed, _) = edition(&book.checked, &book.snapshot, &options, &origin, &mut Caches::default());
    let paths: Vec<&str> = printed.files.files().keys().map(String::as_str).collect();
    found.insert("(print) names of files".to_owned(), paths.join("\n").into_bytes());
    for name in ["edition.html", "edition.css"] {
        found.insert(format!("(print) {name}"), support::page(&printed.files, name).into_bytes());
    }
    let findings = graph_findings(&book.checked, &book.snapshot);
    found.insert("(graph)".to_owned(), graph(&view, &facts, &findings).into_bytes());
    found.extend(csv_files(&view).into_iter().map(|(path, text)| (format!("(csv) {path}"), text.into_bytes())));
    found
}

/// The planted words in some bytes, in lower case, each with its first place.
fn planted_words(bytes: &[u8]) -> BTreeMap<String, usize> {
    let mut words = BTreeMap::new();
    for at in (0..bytes.len()).filter(|at| bytes[*at..].len() >= MARK.len()) {
        if bytes[at].eq_ignore_ascii_case(&MARK[0]) && bytes[at..at + MARK.len()].eq_ignore_ascii_case(MARK) {
            let word = bytes[at..].iter().take_while(|byte| byte.is_ascii_alphanumeric());
            let word: String = word.map(|byte| char::from(byte.to_ascii_lowercase())).collect();
            words.entry(word).or_insert(at);
        }
    }
    words
}

/// Everything that looks like a SHA-256 digest.
fn digests(bytes: &[u8]) -> BTreeSet<&str> {
    let runs = bytes.split(|byte| !byte.is_ascii_hexdigit()).filter(|run| run.len() == 64);
    runs.filter_map(|run| std::str::from_utf8(run).ok()).collect()
}

#[test]
fn a_site_holds_no_word_of_what_its_audience_may_not_see_and_every_word_of_what_it_may() {
    let planted = Planted::new();
    let mut book = Book::new(&planted.files, DAY);
    let mut wrong = String::new();
    for name in AUDIENCES {
        let audience = book.audience(name);
        let (site, _) = book.build(&audience);
        let bundle = book.bundle(&audience).files;
        let lists = ["(bundle) manifest.json", "(bundle) SHA256SUMS", "(bundle) START-HERE.html"];
        let mut found: BTreeSet<String> = BTreeSet::new();
        let outputs = outputs(&site, &bundle, &planted.files);
        assert!(lists.iter().all(|list| outputs.contains_key(*list)));
        assert_eq!(outputs.contains_key("(bundle) findings.json"), audience.coverage);
        for (place, bytes) in outputs.into_iter().chain(exports(&book, &audience)) {
            let words = planted_words(&bytes);
            let hidden = |word: &&String| LEVELS[audience.sees + 1..].iter().any(|(_, mark)| word.starts_with(mark));
            if let Some(word) = words.keys().find(hidden) {
                let at = words[word];
                let around = &bytes[at.saturating_sub(160)..(at + 60).min(bytes.len())];
                let _ = writeln!(wrong, "{name}: {place} gives away {}", String::from_utf8_lossy(around));
            }
            found.extend(words.into_keys());
            let digests = digests(&bytes);
            if let Some(path) = planted.above(audience.sees).find(|(_, digest)| digests.contains(digest.as_str())) {
                let _ = writeln!(wrong, "{name}: {place} gives away the digest of {}", path.0);
            }
        }
        let seen: BTreeSet<&String> =
            planted.words.iter().filter(|(level, _)| *level <= audience.sees).map(|(_, word)| word).collect();
        // Findings are shown to those who see everything.
        // Licensed texts stand on the pages of clauses, which only those who see coverage have.
        let expected = |word: &&&String| {
            (name == "board" || !word.ends_with("unknownclause")) && (audience.coverage || !word.contains("licensed"))
        };
        let lost: Vec<&&String> = seen.iter().filter(expected).filter(|word| !found.contains(**word)).collect();
        if !lost.is_empty() {
            let _ = writeln!(wrong, "{name}: {} of {} words are nowhere: {lost:?}", lost.len(), seen.len());
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

#[test]
fn statuses_are_the_same_for_everyone_who_sees_them() {
    let planted = Planted::new();
    let book = Book::new(&planted.files, DAY);
    let statuses = |name: &str| -> Vec<(String, &'static str)> {
        let report = report(&book, &book.audience(name));
        let entries = report.frameworks.into_iter().flat_map(|framework| framework.entries);
        entries.map(|entry| (entry.id, entry.status)).collect()
    };
    let everyone = statuses("board");
    assert!(everyone.iter().filter(|(_, status)| *status != "gap").count() > 15);
    for name in ["press", "internal", "auditor"] {
        assert_eq!(statuses(name), everyone, "{name}");
    }
}

#[test]
fn what_supports_an_entry_and_may_not_be_seen_is_a_number() {
    let planted = Planted::new();
    let book = Book::new(&planted.files, DAY);
    let supports = |name: &str| {
        let report = report(&book, &book.audience(name));
        let entry = report.frameworks[0].entries.iter().find(|entry| entry.id == "5.2").unwrap().clone();
        (entry.documents.len(), entry.evidence.len(), entry.hidden)
    };
    // Four documents, each with a file of its own and one file that all of them name.
    assert_eq!(supports("board"), (4, 8, 0));
    assert_eq!(supports("auditor"), (3, 3, 6));
    assert_eq!(supports("internal"), (2, 2, 8));
    assert_eq!(supports("press"), (1, 1, 10));
}

#[test]
fn the_public_sees_no_coverage_unless_the_configuration_says_so() {
    let planted = Planted::new();
    let mut book = Book::new(&planted.files, DAY);
    let public = book.audience("public");
    assert!(report(&book, &public).frameworks.is_empty());
    let (site, _) = book.build(&public);
    let (press, _) = book.build(&book.audience("press"));
    let marks = ["figure-card", "status-", "chip-gap", "chip-evidenced", "chip-documented"];
    let count = |site: &Site, mark: &str| -> usize {
        let pages = site.files().keys().filter(|path| path.ends_with(".html"));
        pages.filter(|path| support::page(site, path).contains(mark)).count()
    };
    for mark in marks {
        assert_eq!(count(&site, mark), 0, "{mark} in the public site");
    }
    assert!(count(&press, "figure-card") > 2 && count(&press, "status-") > 2);
    assert!(site.get("gaps.html").is_none() && press.get("gaps.html").is_some());
}

#[test]
fn audiences_that_nobody_configured_have_the_usual_names() {
    let book = Book::new(&files([("aimsbook.yaml", "title: T\n")]), DAY);
    let seen: Vec<(&str, usize, bool)> =
        book.checked.config.audiences.iter().map(|(name, found)| (name.as_str(), found.sees, found.coverage)).collect();
    assert_eq!(
        seen,
        [
            ("auditor", 2, true),
            ("confidential", 2, true),
            ("internal", 1, true),
            ("public", 0, false),
            ("restricted", 3, true)
        ]
    );
}

/// What `aimsbook export` and `coverage` print.
#[test]
fn an_export_holds_no_word_of_what_its_audience_may_not_see() {
    let planted = Planted::new();
    let book = Book::new(&planted.files, DAY);
    let mut wrong = String::new();
    for name in AUDIENCES {
        let audience = book.audience(name);
        let view = View::new(&book.checked.handbook, audience.clone());
        let report = coverage_report(&view, &book.checked.config.frameworks);
        let gaps = gaps_report(&view, &book.checked.config.frameworks);
        let outputs = [
            ("calendar", calendar(&view, "Canaries", Words::english())),
            ("coverage", coverage_text(&report, Detail::Entries)),
            ("coverage as CSV", coverage_csv(&report)),
            ("gaps", gaps_text(&gaps)),
            ("gaps as CSV", gaps_csv(&gaps)),
        ];
        for (what, text) in outputs {
            for word in planted_words(text.as_bytes()).into_keys() {
                if LEVELS[audience.sees + 1..].iter().any(|(_, mark)| word.starts_with(mark)) {
                    let _ = writeln!(wrong, "{name}: {what} gives away {word}");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// `[[ID]]` in a text is the name of what it leads to, and what became more secret takes its past with it.
#[test]
fn a_comparison_holds_no_word_of_what_its_audience_may_not_see() {
    let planted = Planted::new();
    let nothing = files([("aimsbook.yaml", CONFIGURATION)]);
    let mut reworded = planted.files.clone();
    let mut raised = planted.files.clone();
    for (path, bytes) in &planted.files {
        let Ok(text) = std::str::from_utf8(bytes) else { continue };
        if path.ends_with(".md") {
            reworded.insert(path.clone(), text.replace("See [[", "Look at [[").into_bytes());
        } else if path.starts_with("registers/") {
            reworded.insert(path.clone(), text.replace(" **", " anew **").into_bytes());
        }
        let words = [("confidential", "restricted"), ("internal", "confidential"), ("public", "internal")];
        let text = words.iter().fold(text.to_owned(), |text, (from, to)| {
            text.replace(&format!("classification: {from}"), &format!("classification: {to}"))
                .replace(&format!("\"classification\": \"{from}\""), &format!("\"classification\": \"{to}\""))
        });
        if path != "aimsbook.yaml" {
            raised.insert(path.clone(), text.into_bytes());
        }
    }
    let [nothing, planted, reworded, raised] =
        [&nothing, &planted.files, &reworded, &raised].map(|files| Book::new(files, DAY));
    let mut wrong = String::new();
    // How many levels above its mark a word stands on the stricter side.
    for (change, before, after, raise) in [
        ("written", &nothing, &planted, 0),
        ("deleted", &planted, &nothing, 0),
        ("reworded", &planted, &reworded, 0),
        ("raised", &planted, &raised, 1),
    ] {
        for name in AUDIENCES {
            let sees = after.audience(name).sees;
            for (what, text) in comparisons(before, after, name) {
                let words = planted_words(text.as_bytes());
                let hidden: Vec<&String> =
                    words.keys().filter(|word| level_of(word).is_some_and(|level| level + raise > sees)).collect();
                let top = LEVELS.len() - 1;
                if !hidden.is_empty() && sees < top {
                    let _ = writeln!(wrong, "{change}, {name}: {what} gives away {hidden:?}");
                }
                if raise == 0 && !words.keys().any(|word| word.starts_with(LEVELS[sees].1)) {
                    let _ = writeln!(wrong, "{change}, {name}: {what} says nothing of what it may say");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong}");
}

/// A finding shows its line: in a file that could not be read that may be a line of something restricted.
#[test]
fn findings_give_away_nothing_of_a_file_that_says_who_may_see_it() {
    for (path, text) in [
        (
            "secret.yaml",
            "kind: risk\nrecords:\n  - id: zqxjrone\n    classification: restricted\n    title: \"zqxjrtwo\n",
        ),
        ("secret.yaml", "kind: zqxjrkind\nrecords:\n  - {id: zqxjrone, classification: restricted}\n"),
        (
            "mixed.yaml",
            "kind: contact\nrecords:\n  - {id: C-1, title: T}\n  - {title: zqxjrone, classification: restricted}\n",
        ),
        ("frameworks/t.yaml", "text_for: iso-42001\nclassification: restricted\ntext:\n  zqxjr99: zqxjrtext\n"),
    ] {
        let all = files([("aimsbook.yaml", CONFIGURATION), ("a.md", "---\nclauses: [zqxji]\n---\n"), (path, text)]);
        let mut book = Book::new(&all, DAY);
        let nothing = Book::new(&files([("aimsbook.yaml", CONFIGURATION)]), DAY);
        assert_eq!(book.checked.counts().errors, 2, "{}", book.said());
        for (name, gives) in [("internal", false), ("auditor", false), ("board", true)] {
            let (site, _) = book.build(&book.audience(name));
            let page = support::page(&site, "findings.html");
            assert_eq!(page.contains("zqxjr"), gives, "{name} of {path}: {page}");
            assert!(page.contains("zqxji"), "{name}: {page}");
            let says = support::visible_text(&page).contains("not listed here");
            assert_eq!(says, !gives, "{name} of {path} is told that something is left out: {page}");
            for (before, after) in [(&nothing, &book), (&book, &nothing)] {
                for (what, text) in comparisons(before, after, name) {
                    assert!(gives || !text.contains("zqxjr"), "{name} of {path}: {what}: {text}");
                    assert!(text.contains("zqxji"), "{name}: {what}: {text}");
                }
            }
        }
    }
}

/// What nobody can classify is shown to nobody but those who see everything.
#[test]
fn a_classification_that_cannot_be_read_hides_its_document() {
    for (front, broken) in [
        ("classification: secret", "an unknown word"),
        ("classification: restricted\ntitle: [", "broken YAML below it"),
        ("title: \"x\nclassification: restricted", "broken YAML above it"),
        ("classification: {level: restricted}", "not a text"),
        ("classification: [restricted]", "a list"),
        ("Classification: restricted", "a capital"),
        ("clasification: restricted", "a letter less"),
        ("classification: public\nclassification: restricted", "given twice"),
        ("\"classification\": \"restricted", "broken quotes"),
    ] {
        let document = format!("---\nid: X\n{front}\n---\nbody\n");
        let half = format!("---\nid: X\n{front}\n\nbody\n");
        let record = format!("kind: risk\nrecords:\n  - id: X\n    title: T\n    {}\n", front.replace('\n', "\n    "));
        for (path, text) in [("a.md", document), ("b.md", half), ("c.yaml", record)] {
            let book = Book::new(&files([("aimsbook.yaml", CONFIGURATION), (path, &text)]), DAY);
            let view = View::new(&book.checked.handbook, book.audience("auditor"));
            let documents = (0..book.checked.handbook.documents.len()).filter(|at| view.sees(Item::Document(*at)));
            let records = (0..book.checked.handbook.records.len()).filter(|at| view.sees(Item::Record(*at)));
            assert_eq!((documents.count(), records.count()), (0, 0), "{broken} in {path}:\n{text}\n{}", book.said());
        }
    }
}

fn report(book: &Book, audience: &Audience) -> CoverageReport {
    coverage_report(&View::new(&book.checked.handbook, audience.clone()), &book.checked.config.frameworks)
}
