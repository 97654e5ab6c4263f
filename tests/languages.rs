//! The interface in another language: its words on every page, its days, its plurals, and words of the user's own.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aimsbook::catalog::Library;
use aimsbook::language::{Words, read_words};
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::schema::Kinds;
use aimsbook::site::Content;
use aimsbook::text::{Sha256, Source};
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

#[test]
fn a_document_is_written_in_its_own_direction() {
    let arabic =
        "---\nid: POL-002\ntitle: سياسة الذكاء الاصطناعي\nlanguage: ar\nowner: Lead\nclauses: [5.2]\n---\nالغرض.\n";
    let open = "---\nid: POL-003\ntitle: Open\nlanguage: 'x\"><b>'\nowner: Lead\nclauses: [5.2]\n---\nText.\n";
    let (mut book, files) = book("en", &[("policies/ar.md", arabic), ("policies/open.md", open)]);
    let policy = page(&mut book, &files, "documents/POL-002.html");
    assert!(policy.contains("<html lang=\"en\" dir=\"ltr\">"), "{policy}");
    assert!(
        policy.contains("<h1 lang=\"ar\" dir=\"rtl\">") && policy.contains("data-text lang=\"ar\" dir=\"rtl\">"),
        "{policy}"
    );
    let policy = page(&mut book, &files, "documents/POL-003.html");
    assert!(policy.contains("data-text dir=\"auto\">") && !policy.contains("<b>"), "{policy}");
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

/// A text of the interface as the literal pieces between its gaps.
struct Spoken {
    text: String,
    pieces: Vec<String>,
}

impl Spoken {
    fn new(text: &str) -> Spoken {
        let mut pieces = Vec::new();
        let mut rest = text;
        while let Some((before, after)) = rest.split_once('{') {
            pieces.push(before.to_owned());
            rest = after.split_once('}').map_or("", |(_, after)| after);
        }
        pieces.push(rest.to_owned());
        Spoken { text: text.to_owned(), pieces }
    }

    /// Enough letters that it is no accident.
    fn is_long(&self) -> bool {
        let letters: usize =
            self.pieces.iter().map(|piece| piece.chars().filter(|sign| sign.is_alphabetic()).count()).sum();
        letters > if self.pieces.len() > 1 { 11 } else { 3 }
    }

    fn is_said(&self, said: &str) -> bool {
        let [first, middle @ ..] = self.pieces.as_slice() else { return false };
        let [middle @ .., last] = middle else { return said == first };
        let inner = said.strip_prefix(first.as_str()).and_then(|rest| rest.strip_suffix(last.as_str()));
        let mut rest = inner;
        for piece in middle {
            rest = rest.and_then(|rest| rest.split_once(piece.as_str())).map(|(_, after)| after);
        }
        rest.is_some()
    }
}

/// A page without the elements that say they are English.
fn without_english(html: &str) -> String {
    let mut out = String::new();
    let mut rest = html;
    while let Some(at) = rest.find(" lang=\"en\"") {
        let start = rest[..at].rfind('<').unwrap();
        let name: String = rest[start + 1..].chars().take_while(|sign| sign.is_alphanumeric()).collect();
        out.push_str(&rest[..start]);
        rest = &rest[start + 1..];
        let (open, close) = (format!("<{name}"), format!("</{name}>"));
        let mut depth = 1;
        while depth > 0 {
            let end = rest.find(&close).unwrap();
            depth += rest[..end].matches(&open).count();
            depth -= 1;
            rest = &rest[end + close.len()..];
        }
    }
    out + rest
}

/// Texts of elements and of the attributes that are read.
fn said_on(html: &str) -> BTreeSet<String> {
    let mut said = BTreeSet::new();
    let html = without_english(html);
    // The text of a document is its author's.
    let (head, rest) = html.split_once(" data-text ").unwrap_or((&html, ""));
    let foot = rest.split_once("</article>").map_or("", |(_, foot)| foot);
    for part in head.split('<').skip(1).chain(foot.split('<').skip(1)) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        said.insert(text.split_whitespace().collect::<Vec<_>>().join(" "));
        for attribute in ["title=\"", "aria-label=\"", "placeholder=\"", "content=\"", "data-label=\""] {
            said.extend(tag.split(attribute).skip(1).filter_map(|rest| rest.split('"').next()).map(str::to_owned));
        }
    }
    said.iter().map(|text| text.replace("&#39;", "'").replace("&quot;", "\"").replace("&amp;", "&")).collect()
}

#[test]
fn a_german_site_says_nothing_in_english_that_it_could_say_in_german() {
    let mut snapshot = read(Path::new("sample-aims"), &ReadOptions::default()).unwrap();
    let configuration = snapshot.sources.iter_mut().find(|source| source.path.as_str() == "aimsbook.yaml").unwrap();
    let text = configuration.text.replace("language: en", "language: de");
    *configuration =
        Source { path: configuration.path.clone(), sha256: Sha256::of(text.as_bytes()), text: text.into() };
    let written: Vec<&str> = snapshot.sources.iter().flat_map(|source| source.text.split_whitespace()).collect();
    let written = written.join(" ");
    let (english, german) = (Words::english(), read_words("de", &[]).0);
    let in_german: BTreeSet<&str> = german.all().into_values().collect();
    let kinds = Kinds::built_in();
    let names = kinds.all().iter().flat_map(|kind| [kind.title.as_str(), &kind.plural, &kind.group, &kind.description]);
    let labels: Vec<String> = labels_of(&kinds).into_iter().chain(names.map(str::to_owned)).collect();
    let german_labels: BTreeSet<String> = labels_of(&Kinds::in_language("de")).into_iter().collect();
    let spoken: Vec<Spoken> = english
        .all()
        .into_values()
        .filter(|text| !in_german.contains(text))
        .chain(labels.iter().map(String::as_str))
        .map(Spoken::new)
        .filter(|spoken| spoken.is_long())
        .filter(|spoken| !german_labels.contains(&spoken.text))
        .collect();
    assert!(spoken.len() > 700, "only {} texts are looked for", spoken.len());
    let library = Library::built_in();
    let titles: BTreeSet<String> =
        library.frameworks().iter().flat_map(|framework| &framework.entries).map(|entry| entry.title.clone()).collect();
    let mut book = Book::with_caches(snapshot, "2026-11-24", Caches::default());
    let audience = book.audience("board");
    let (site, _) = book.build(&audience);
    let mut found = BTreeSet::new();
    for (path, content) in site.files() {
        let Content::Bytes(bytes) = content else { continue };
        let text = String::from_utf8_lossy(bytes);
        let said: BTreeSet<String> = match path.as_str() {
            path if path.ends_with(".html") => said_on(&text),
            "assets/nav.js" | "assets/search/pages.js" | "assets/words.js" => {
                text.split('"').map(str::to_owned).collect()
            }
            _ => continue,
        };
        for said in said {
            let Some(spoken) = spoken.iter().find(|spoken| spoken.is_said(&said)) else { continue };
            // What an author or a catalog says is said in their language.
            let is_written = |part: &str| written.contains(part.trim_end_matches('\u{2026}').trim_end());
            if !titles.contains(&said) && !said.split(" · ").all(is_written) {
                found.insert(format!("{}: {said} ({path})", spoken.text));
            }
        }
    }
    assert!(
        found.is_empty(),
        "{} in English:\n{}",
        found.len(),
        found.into_iter().take(60).collect::<Vec<_>>().join("\n")
    );
}

/// Labels of all fields and of their choices.
fn labels_of(kinds: &Kinds) -> Vec<String> {
    let mut labels = Vec::new();
    for field in kinds.all().iter().flat_map(|kind| &kind.fields).chain(kinds.common()) {
        labels.push(field.label.clone());
        labels.extend(field.inverse.clone());
        labels.extend(field.field_type.choices().iter().map(|choice| choice.label.clone()));
        labels.extend(field.field_type.inner().iter().map(|inner| inner.label.clone()));
    }
    labels
}
