//! The shape of the house: which room may know which, who may look outside, where each crate lives.
//!
//! When a test here fails, either the code or the map in the architecture is wrong: change one of them on purpose.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Rooms by floor: a room imports only rooms of floors below its own.
const FLOORS: &[&[&str]] = &[
    &["text"],
    &["diagnostic"],
    &["syntax"],
    &["language"],
    &["catalog", "schema"],
    &["entry"],
    &["handbook"],
    &["rules", "view"],
    &["changes"],
    &["pages"],
    &["render", "export"],
    &["site", "config"],
    &["bundle"],
    &["pipeline", "outside"],
    &["cli"],
];

/// Imports that the floors would allow and that would be leaks: what is shown comes through a View.
const NEVER: &[(&str, &[&str])] = &[
    ("pages", &["handbook", "entry"]),
    ("render", &["handbook", "entry", "view"]),
    ("export", &["handbook", "entry"]),
    ("outside", &["handbook", "entry", "view", "pages", "render", "catalog", "schema"]),
    ("cli", &["pages", "render"]),
];

/// Words that let code look out of itself, and the places that may use them.
const OUTSIDE_WORDS: &[(&str, &[&str])] = &[
    ("std::fs", &["outside/"]),
    ("std::net", &["outside/"]),
    ("std::process", &["outside/", "cli/", "main.rs"]),
    ("std::env", &["cli/terminal.rs", "main.rs"]),
    ("std::thread", &["outside/", "cli/progress.rs"]),
    ("SystemTime", &["outside/"]),
    ("Instant", &["outside/"]),
    ("::now()", &["outside/"]),
    ("io::stdout", &["cli/terminal.rs"]),
    ("io::stderr", &["cli/terminal.rs"]),
    ("println!", &[]),
    ("eprintln!", &[]),
    ("print!(", &[]),
    ("dbg!", &[]),
    ("process::exit", &[]),
    ("RandomState", &[]),
];

/// Where each third-party crate may be named.
const CRATE_HOMES: &[(&str, &[&str])] = &[
    ("ammonia", &["syntax/markdown/"]),
    ("annotate_snippets", &["diagnostic/full.rs"]),
    ("axum", &["outside/server.rs"]),
    ("clap", &["cli/arguments.rs", "cli/mod.rs"]),
    ("flate2", &["outside/archive.rs"]),
    ("futures_util", &["outside/server.rs"]),
    ("quick_xml", &["diagnostic/junit.rs"]),
    ("similar", &["changes/redline.rs"]),
    ("strsim", &["text/nearest.rs", "catalog/near.rs", "catalog/titles.rs"]),
    ("granit_parser", &["syntax/yaml.rs"]),
    ("icalendar", &["export/calendar.rs"]),
    ("ignore", &["outside/ignored.rs"]),
    ("indicatif", &["cli/progress.rs"]),
    ("jiff", &["text/date.rs", "outside/clock.rs"]),
    ("notify", &["outside/watch.rs"]),
    ("pulldown_cmark", &["syntax/markdown/"]),
    ("rayon", &["diagnostic/parallel.rs"]),
    ("rust_xlsxwriter", &["export/workbook.rs"]),
    ("rustix", &["outside/staging.rs"]),
    ("rustc_hash", &[""]),
    (
        "serde",
        &[
            "bundle/",
            "diagnostic/",
            "pages/",
            "render/",
            "export/",
            "cli/",
            "outside/",
            "pipeline/kept.rs",
            "pipeline/history.rs",
        ],
    ),
    (
        "serde_json",
        &[
            "bundle/manifest.rs",
            "diagnostic/",
            "pages/",
            "render/",
            "export/",
            "cli/",
            "outside/server.rs",
            "pipeline/kept.rs",
        ],
    ),
    ("serde_yaml", &["cli/"]),
    ("sha2", &["text/digest.rs"]),
    ("tera", &["render/"]),
    ("tokio", &["outside/server.rs"]),
    ("unicode_normalization", &["text/fold.rs"]),
    ("zip", &["outside/pack.rs"]),
    ("std", &[""]),
    ("core", &[""]),
];

/// Without its tests.
const LONGEST_FILE: usize = 600;

/// Longer on purpose: one list of plain data that is read beside the templates.
const LONG_ON_PURPOSE: [&str; 1] = ["pages/model.rs"];

struct Code {
    /// Below `src/`, with `/`.
    path: String,
    text: String,
    /// Lines that run in the program: without comments and without the tests at the end.
    lines: Vec<(usize, String)>,
}

impl Code {
    fn room(&self) -> &str {
        let first = self.path.split('/').next().unwrap();
        first.strip_suffix(".rs").unwrap_or(first)
    }

    fn place(&self, line: usize) -> String {
        format!("src/{}:{line}", self.path)
    }
}

fn rust_files(folder: &str) -> Vec<PathBuf> {
    let mut found = Vec::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).into_iter().flatten().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|extension| extension == "rs") {
                found.push(path);
            }
        }
    }
    found.sort();
    found
}

fn code() -> Vec<Code> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let read = |path: PathBuf| {
        let text = fs::read_to_string(&path).unwrap();
        let path = path.strip_prefix(&root).unwrap().to_string_lossy().replace('\\', "/");
        let running = text.lines().take_while(|line| line.trim() != "#[cfg(test)]").enumerate();
        let running = running.filter(|(_, line)| !line.trim_start().starts_with("//"));
        let lines = running.map(|(at, line)| (at + 1, line.to_owned())).collect();
        Code { path, lines, text }
    };
    rust_files("src").into_iter().map(read).collect()
}

/// The names that stand before a `::` with nothing but a border before them.
fn roots(line: &str) -> Vec<&str> {
    let mut found = Vec::new();
    for (at, _) in line.match_indices("::") {
        let start = line[..at]
            .rfind(|character: char| !(character.is_alphanumeric() || character == '_'))
            .map_or(0, |before| before + 1);
        if !line[..start].ends_with("::") && start < at {
            found.push(&line[start..at]);
        }
    }
    found
}

/// The rooms that a line names after `crate::`.
fn rooms_named(line: &str) -> Vec<&str> {
    let after = line.match_indices("crate::").map(|(at, word)| &line[at + word.len()..]);
    let word = |rest: &'_ str| {
        rest.find(|character: char| !(character.is_alphanumeric() || character == '_')).unwrap_or(rest.len())
    };
    after.map(|rest| &rest[..word(rest)]).collect()
}

fn floor(room: &str) -> Option<usize> {
    FLOORS.iter().position(|rooms| rooms.contains(&room))
}

#[test]
fn every_room_has_its_floor() {
    let rooms: BTreeSet<String> =
        code().iter().map(|code| code.room().to_owned()).filter(|room| room != "lib" && room != "main").collect();
    let homeless: Vec<&String> = rooms.iter().filter(|room| floor(room).is_none()).collect();
    assert!(homeless.is_empty(), "not on any floor: {homeless:?}");
}

#[test]
fn rooms_import_only_what_is_below() {
    let mut wrong = Vec::new();
    for code in code().iter().filter(|code| !matches!(code.room(), "lib" | "main")) {
        let never = NEVER.iter().find(|(room, _)| *room == code.room()).map_or(&[][..], |(_, rooms)| rooms);
        for (at, line) in &code.lines {
            for room in rooms_named(line).into_iter().filter(|room| *room != code.room()) {
                if floor(room) >= floor(code.room()) || never.contains(&room) {
                    wrong.push(format!("{}: `{}` may not know `{room}`", code.place(*at), code.room()));
                }
            }
            if line.contains("super::*") || line.contains("super::super") {
                wrong.push(format!("{}: import by name from `crate::`", code.place(*at)));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_outer_rooms_look_outside() {
    let mut wrong = Vec::new();
    for code in code() {
        for (at, line) in &code.lines {
            for (word, places) in OUTSIDE_WORDS {
                let allowed = places.iter().any(|place| code.path.starts_with(place));
                if !allowed && line.contains(word) {
                    wrong.push(format!("{}: `{word}`", code.place(*at)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_crate_has_its_home() {
    let mut wrong = Vec::new();
    for code in code() {
        for (at, line) in &code.lines {
            for name in roots(line) {
                let home = CRATE_HOMES.iter().find(|(known, _)| *known == name);
                if home.is_some_and(|(_, places)| !places.iter().any(|place| code.path.starts_with(place))) {
                    wrong.push(format!("{}: `{name}` lives elsewhere", code.place(*at)));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_dependency_is_in_the_table_of_homes_and_used() {
    let manifest = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("Cargo.toml")).unwrap();
    let section = manifest.split("\n[dependencies]\n").nth(1).unwrap().split("\n[").next().unwrap();
    let names = section.lines().filter_map(|line| line.split_once(" =")).map(|(name, _)| name.replace('-', "_"));
    let code = code();
    for name in names {
        assert!(CRATE_HOMES.iter().any(|(known, _)| *known == name), "`{name}` has no home");
        let used = code.iter().any(|code| code.lines.iter().any(|(_, line)| line.contains(&format!("{name}::"))));
        assert!(used, "`{name}` is not used");
    }
}

#[test]
fn every_file_says_what_it_is_and_what_it_never_does() {
    let mut wrong = Vec::new();
    for code in code() {
        let header: Vec<&str> = code.text.lines().take_while(|line| line.starts_with("//!")).collect();
        if header.is_empty() {
            wrong.push(format!("src/{} has no `//!` header", code.path));
        } else if code.path != "lib.rs" && !header.iter().any(|line| line.to_lowercase().contains("never")) {
            wrong.push(format!("src/{} does not say what it never does", code.path));
        }
    }
    for path in ["tests", "benches"].into_iter().flat_map(rust_files) {
        if !fs::read_to_string(&path).unwrap().starts_with("//!") {
            wrong.push(format!("{} has no `//!` header", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn no_file_is_too_long_to_read() {
    let own_lines = |code: &Code| code.text.split("#[cfg(test)]").next().unwrap().lines().count();
    let all = code();
    let long = all.iter().filter(|code| own_lines(code) > LONGEST_FILE && !LONG_ON_PURPOSE.contains(&&*code.path));
    let long: Vec<String> = long.map(|code| format!("src/{} has {} lines", code.path, own_lines(code))).collect();
    assert!(long.is_empty(), "{}", long.join("\n"));
}

#[test]
fn a_silenced_lint_has_its_reason() {
    for code in code() {
        for (at, line) in &code.lines {
            assert!(!line.contains("#[allow(") || line.contains("reason"), "{}", code.place(*at));
        }
    }
}

/// Rooms whose texts reach a reader in a language of their own: there, words come from the files of words.
const SPOKEN: &[&str] = &["pages/", "view.rs", "handbook/due.rs", "handbook/road", "handbook/timeline.rs", "render/"];

/// Two words with a blank between them, or one with a capital: something that a person would read.
fn is_prose(text: &str) -> bool {
    let is_word = |word: &&str| word.len() > 1 && word.chars().all(char::is_alphabetic);
    let words: Vec<&str> = text.split_whitespace().filter(is_word).collect();
    let starts_high = words.first().is_some_and(|word| word.starts_with(char::is_uppercase));
    let is_markup = text.contains(['<', '=', '\\', '/', '`']);
    !is_markup && (words.len() > 1 || starts_high && text.split_whitespace().count() == 1)
}

/// The texts between quotes of a line.
fn quoted(line: &str) -> Vec<&str> {
    line.split('"').skip(1).step_by(2).collect()
}

#[test]
fn what_readers_read_comes_from_the_files_of_words() {
    assert!(is_prose("Next review") && is_prose("Approved") && is_prose("no evidence in date"));
    assert!(!is_prose("next_review") && !is_prose("<p class=\"a\">") && !is_prose("documents.html") && !is_prose(" "));
    let mut wrong = Vec::new();
    for code in code().iter().filter(|code| SPOKEN.iter().any(|room| code.path.starts_with(room))) {
        for (at, line) in &code.lines {
            let to_developers =
                ["expect(", "assert", "serialize_struct(", "Finding::", "Error::message", ".help(", ".label("];
            if to_developers.iter().any(|word| line.contains(word)) {
                continue;
            }
            wrong.extend(
                quoted(line)
                    .into_iter()
                    .filter(|text| is_prose(text))
                    .map(|text| format!("{}: {text}", code.place(*at))),
            );
        }
    }
    assert!(wrong.is_empty(), "these belong into themes/default/language/en.yaml:\n{}", wrong.join("\n"));
}
