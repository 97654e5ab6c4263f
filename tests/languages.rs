//! The interface in another language: its words on every page, its days, its plurals, and words of the user's own.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aimsbook::language::Words;
use support::{Book, Files, bytes_of, files, html};

const DAY: &str = "2026-06-01";

const POLICY: &str = "---\nid: POL-001\ntitle: KI-Politik\ntype: policy\nversion: \"1\"\nstatus: approved\n\
                      owner: Leitung\napprover: Vorstand\napproved: 2026-05-01\nclauses: [5.2]\n---\nText.\n";

fn book(language: &str, more: &[(&str, &str)]) -> (Book, Files) {
    let configuration = format!(
        "title: Handbuch\nlanguage: {language}\nframeworks: [iso-42001]\nrules: {{missing-applicability: off}}\n"
    );
    let mut files = files([("aimsbook.yaml", configuration.as_str()), ("policies/ki.md", POLICY)]);
    files.extend(support::files(more.iter().copied()));
    (Book::new(&files, DAY), files)
}

/// One file of the site for those who see everything.
fn page(book: &mut Book, files: &Files, path: &str) -> String {
    let audience = book.audience("restricted");
    let (site, said) = book.build(&audience);
    assert_eq!(said, []);
    String::from_utf8(bytes_of(site.get(path).unwrap_or_else(|| panic!("no {path}")), files).to_vec()).unwrap()
}

#[test]
fn a_german_handbook_speaks_german_and_writes_its_days() {
    let (mut book, files) = book("de-AT", &[]);
    assert_eq!(book.said(), "");
    let policy = page(&mut book, &files, "documents/POL-001.html");
    assert!(policy.starts_with("<!doctype html>\n<html lang=\"de-AT\" dir=\"ltr\">"), "{policy}");
    assert!(policy.contains("<time datetime=\"2026-05-01\">1. Mai 2026</time>"), "{policy}");
    for words in ["Nächste Überprüfung", "durch Vorstand", "Genehmigt", "Zum Inhalt springen", "Stand"] {
        assert!(policy.contains(words), "{words}");
    }
    let script = page(&mut book, &files, "assets/words.js");
    assert!(script.contains("\"nothing\": \"Nichts gefunden.\"") && script.contains("\"other\": \"{n} Treffer\""));
}

#[test]
fn an_english_handbook_writes_its_days_too() {
    let (mut book, files) = book("en", &[]);
    let policy = page(&mut book, &files, "documents/POL-001.html");
    assert!(policy.contains("<time datetime=\"2026-05-01\">1 May 2026</time>"), "{policy}");
}

#[test]
fn a_language_without_words_is_an_error_with_the_known_ones() {
    let (book, _) = book("sp", &[]);
    assert_eq!(
        book.said(),
        "aimsbook.yaml:2:11: error[unknown-language]: there are no words in the language `sp` (help: known are de, en; \
         another language is a file of words: theme/language/sp.yaml)\n"
    );
}

#[test]
fn words_of_the_users_own_come_first_and_other_languages_are_a_file() {
    let own = [("theme/language/de.yaml", "next_review: Wiedervorlage\n")];
    let (mut german, files) = book("de", &own);
    assert_eq!(german.said(), "");
    assert!(page(&mut german, &files, "documents/POL-001.html").contains("Wiedervorlage"));
    let own = [("theme/language/fr.yaml", "dates: {day: '{day} {month} {year}', months: {'05': mai}}\n")];
    let (mut french, files) = book("fr", &own);
    let said = french.said();
    assert!(
        said.starts_with("theme/language/fr.yaml:1:1: warning[missing-words]: this language lacks words: "),
        "{said}"
    );
    let policy = page(&mut french, &files, "documents/POL-001.html");
    assert!(policy.contains(">1 mai 2026</time>") && policy.contains("Next review"), "{policy}");
    let (mut arabic, files) = book("ar", &[("theme/language/ar.yaml", "owner: المسؤول\n")]);
    let policy = page(&mut arabic, &files, "documents/POL-001.html");
    assert!(policy.contains("<html lang=\"ar\" dir=\"rtl\">") && policy.contains("المسؤول"), "{policy}");
    assert_eq!(html::read(&policy).faults, Vec::<String>::new());
}

fn texts_below(folder: &str, ends: &[&str]) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| ends.contains(&&*end.to_string_lossy())) {
                found.push((path.clone(), fs::read_to_string(&path).unwrap()));
            }
        }
    }
    found
}

/// What stands after a beginning, up to the first sign that is no part of a name.
fn names_after<'t>(text: &'t str, beginning: &str) -> Vec<&'t str> {
    let rest = text.match_indices(beginning).map(|(at, _)| &text[at + beginning.len()..]);
    let end =
        |rest: &str| rest.find(|sign: char| !(sign.is_alphanumeric() || "_-.".contains(sign))).unwrap_or(rest.len());
    rest.map(|rest| &rest[..end(rest)]).filter(|name| !name.is_empty()).collect()
}

/// Names of words that templates and code ask for, each with the file that asks.
fn asked() -> Vec<(String, String)> {
    let mut asked = Vec::new();
    let name = |path: &Path| path.file_name().unwrap().to_string_lossy().into_owned();
    for (path, text) in texts_below("themes/default/templates", &["html"]) {
        asked.extend(names_after(&text, "words.").into_iter().map(|word| (word.to_owned(), name(&path))));
    }
    for (path, text) in texts_below("src", &["rs"]) {
        let text = text.split("#[cfg(test)]").next().unwrap();
        for beginning in
            ["Phrase::new(\"", "Phrase::counted(\"", "words.text(\"", "words().text(\"", ".say(\"", ".counted(\""]
        {
            let words = names_after(text, beginning);
            asked.extend(words.into_iter().map(|word| (word.to_owned(), name(&path))));
        }
    }
    asked
}

#[test]
fn every_word_that_is_asked_for_is_there() {
    let words = Words::english().all();
    let is_there = |word: &str| words.keys().any(|key| *key == word || key.starts_with(&format!("{word}.")));
    let lost: Vec<_> = asked().into_iter().filter(|(word, _)| !is_there(word)).collect();
    assert!(lost.is_empty(), "language/en.yaml lacks {lost:?}");
}

#[test]
fn every_word_that_is_there_is_asked_for() {
    let mut used: BTreeSet<String> = asked().into_iter().map(|(word, _)| word).collect();
    // Names that are handed on, and groups of them.
    for (_, text) in texts_below("src", &["rs"]) {
        let text = text.split("#[cfg(test)]").next().unwrap();
        used.extend(text.split('"').skip(1).step_by(2).map(str::to_owned));
    }
    let groups = |key: &str| -> Vec<String> {
        key.match_indices('.').map(|(at, _)| key[..at].to_owned()).chain([key.to_owned()]).collect()
    };
    let scripts: String = texts_below("themes/default/assets", &["js"]).into_iter().map(|(_, text)| text).collect();
    let in_script = |key: &str| {
        let name = key.strip_prefix("script.").map(|name| name.split('.').next().unwrap());
        name.is_some_and(|name| scripts.contains(&format!("words.{name}")) || scripts.contains(&format!("\"{name}\"")))
    };
    let unused: Vec<&str> = Words::english()
        .all()
        .into_keys()
        .filter(|key| !in_script(key) && !groups(key).iter().any(|group| used.contains(group)))
        .collect();
    assert!(unused.is_empty(), "nobody says {unused:?}");
}
