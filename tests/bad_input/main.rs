//! Every mistake that people make in a handbook: each gets its finding at its place, and the rest still builds.
//!
//! Fixtures are texts: small handbooks, and below each what is said about it. `UPDATE_FIXTURES=1 cargo test --test
//! bad_input` writes what is said now; read the difference before you commit it.

#[path = "../support/mod.rs"]
mod support;

mod floods;
mod folders;
mod mutations;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aimsbook::diagnostic::{Colour, Diagnostic, concise, full, json, sorted};
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::outside::publish::publish;
use aimsbook::pipeline::Caches;
use aimsbook::rules::RULES;
use aimsbook::site::{Content, Site};
use support::archive::{Case, cases};
use support::{Book, Files, html};

const DAY: &str = "2026-06-01";
const HEALTHY: &str = "---\nid: healthy\ntitle: Healthy\nowner: Lead\n---\nThe healthy marker.\n";

#[test]
fn clauses() {
    run("clauses");
}

#[test]
fn configuration() {
    run("configuration");
}

#[test]
fn dates() {
    run("dates");
}

#[test]
fn encodings() {
    run("encodings");
}

#[test]
fn evidence() {
    run("evidence");
}

#[test]
fn frameworks_and_kinds() {
    run("frameworks_and_kinds");
}

#[test]
fn front_matter() {
    run("front_matter");
}

#[test]
fn ids_and_keys() {
    run("ids_and_keys");
}

#[test]
fn links() {
    run("links");
}

#[test]
fn markdown() {
    run("markdown");
}

#[test]
fn names() {
    run("names");
}

#[test]
fn records() {
    run("records");
}

#[test]
fn themes() {
    run("themes");
}

#[test]
fn yaml() {
    run("yaml");
}

#[test]
fn every_fixture_is_run() {
    let source = include_str!("main.rs");
    for entry in fs::read_dir(fixture("")).unwrap() {
        let name = entry.unwrap().file_name().into_string().unwrap();
        if let Some(stem) = name.strip_suffix(".txt") {
            assert!(source.contains(&format!("run(\"{stem}\");")), "{name} is not run");
        }
    }
}

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/bad_input").join(name)
}

/// Runs all cases of a fixture on the disk.
fn run(name: &str) {
    let path = fixture(&format!("{name}.txt"));
    let text = fs::read_to_string(&path).unwrap();
    let mut found: Vec<(Case, String)> = Vec::new();
    for case in cases(&text) {
        // Writing the site takes longer than everything else, and what is written is the same each time.
        let said = said(&case, found.is_empty());
        found.push((case, said));
    }
    let now: String = text.split("== ").next().unwrap_or("").to_owned()
        + &found.iter().map(|(case, said)| written(case, said)).collect::<String>();
    if std::env::var_os("UPDATE_FIXTURES").is_some() {
        fs::write(&path, now).unwrap();
        return;
    }
    assert!(now == text, "what is said about {name} has changed:\n{}", difference(&text, &now));
}

/// The case as it stands in its file.
fn written(case: &Case, said: &str) -> String {
    let mut text = format!("== {}\n", case.title);
    for (name, part) in case.parts.iter().filter(|(name, _)| name != "findings") {
        text.push_str(&format!("-- {name} --\n{part}"));
    }
    text + "-- findings --\n" + said + "\n"
}

fn difference(before: &str, now: &str) -> String {
    let (old, new): (BTreeSet<&str>, BTreeSet<&str>) = (before.lines().collect(), now.lines().collect());
    let gone = before.lines().filter(|line| !new.contains(line)).map(|line| format!("- {line}\n"));
    let come = now.lines().filter(|line| !old.contains(line)).map(|line| format!("+ {line}\n"));
    gone.chain(come).collect()
}

/// Builds the case's handbook from a folder and gives back what was said.
fn said(case: &Case, published: bool) -> String {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("handbook");
    let mut files: Files = Files::new();
    for (name, text) in case.parts.iter().filter(|(name, _)| name != "findings") {
        let (name, bytes) = match name.strip_suffix(" (bytes)") {
            Some(name) => (name, unescaped(text.trim_end_matches('\n'))),
            None => (name.as_str(), text.clone().into_bytes()),
        };
        files.insert(unescaped_name(name), bytes);
    }
    files.entry("aimsbook.yaml".to_owned()).or_insert_with(|| b"title: Bad input\n".to_vec());
    for (name, bytes) in &files {
        let path = root.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
    outcome(place.path(), &case.title, published).said
}

/// What a handbook on the disk gave.
pub struct Outcome {
    pub site: Site,
    pub book: Book,
    pub said: String,
}

/// Reads `handbook` in a place, checks it, builds it in spite of everything, publishes it to `site` beside it, and makes
/// sure that a healthy document is there, that all pages are whole, and that nothing else was touched.
pub fn outcome(place: &Path, title: &str, published: bool) -> Outcome {
    let root = place.join("handbook");
    fs::write(root.join("healthy.md"), HEALTHY).unwrap();
    let before = listing(place);
    let snapshot = read(&root, &ReadOptions::default()).unwrap();
    let mut book = Book::with_caches(snapshot, DAY, Caches::default());
    let audience = book.audience("internal");
    let (site, problems) = book.build(&audience);
    let mut all: Vec<Diagnostic> = book.checked.diagnostics.clone();
    all.extend(problems);
    let all = sorted(all);
    // Rules have tests of their own.
    let is_rule = |found: &&Diagnostic| RULES.iter().any(|rule| rule.name == found.finding.code);
    let others: Vec<Diagnostic> = all.iter().filter(|found| !is_rule(found)).cloned().collect();
    let said = concise(&others, &book.snapshot);
    // Every form of output copes with every place.
    full(&all, &book.snapshot, Colour::Styled);
    serde_json::from_str::<serde_json::Value>(&json(&all, &book.snapshot)).unwrap();
    let marker = support::page(&site, "documents/healthy.html");
    assert!(marker.contains("The healthy marker."), "{title}: {marker}");
    if published {
        publish(&site, &root, &place.join("site")).unwrap();
        assert_eq!(fs::read_to_string(place.join("site/documents/healthy.html")).unwrap(), marker);
    }
    let mut after = listing(place);
    after.retain(|path| !path.starts_with("site/") && path != "site");
    assert_eq!(before, after, "{title}");
    whole_pages(&site, title, |_| true);
    Outcome { site, book, said }
}

/// Every page is well-formed, and leads only where links may lead.
pub fn whole_pages(site: &Site, title: &str, wanted: impl Fn(&str) -> bool) {
    for (path, content) in site.files().iter().filter(|(path, _)| path.ends_with(".html") && wanted(path)) {
        let Content::Bytes(bytes) = content else { continue };
        let read = html::read(std::str::from_utf8(bytes).unwrap());
        // Code points that are no characters harm nobody.
        let harmless = |fault: &&String| fault.chars().last().is_some_and(|last| last as u32 & 0xfffe == 0xfffe);
        let faults: Vec<&String> = read.faults.iter().filter(|fault| !harmless(fault)).collect();
        assert!(faults.is_empty(), "{title}: {path}: {faults:?}");
        for address in &read.addresses {
            let scheme =
                address.split_once(':').map(|(scheme, _)| scheme).filter(|scheme| !scheme.contains(['/', '#']));
            let allowed = scheme.is_none_or(|scheme| ["https", "http", "mailto", "tel"].contains(&scheme));
            assert!(allowed, "{title}: {path} leads to {address}");
        }
    }
}

/// Every file and folder with its size, links not followed.
fn listing(folder: &Path) -> BTreeSet<String> {
    let mut found = BTreeSet::new();
    let mut folders = vec![folder.to_path_buf()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(&next).unwrap().map(Result::unwrap) {
            let facts = entry.metadata().unwrap();
            let name = entry.path().strip_prefix(folder).unwrap().to_string_lossy().into_owned();
            if facts.is_dir() {
                folders.push(entry.path());
                found.insert(name);
            } else {
                found.insert(format!("{name} {}", facts.len()));
            }
        }
    }
    found
}

/// `\xff` is a byte, `\n`, `\r`, `\t` and `\\` are what they are everywhere; line ends in the fixture are dropped.
fn unescaped(text: &str) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut rest = text.chars().filter(|character| *character != '\n');
    while let Some(character) = rest.next() {
        match character {
            '\\' => match rest.next() {
                Some('n') => bytes.push(b'\n'),
                Some('r') => bytes.push(b'\r'),
                Some('t') => bytes.push(b'\t'),
                Some('x') => {
                    let digits: String = rest.by_ref().take(2).collect();
                    bytes.push(u8::from_str_radix(&digits, 16).unwrap());
                }
                other => bytes.extend(other.unwrap_or('\\').to_string().bytes()),
            },
            character => bytes.extend(character.to_string().bytes()),
        }
    }
    bytes
}

fn unescaped_name(name: &str) -> String {
    String::from_utf8(unescaped(name)).unwrap()
}
