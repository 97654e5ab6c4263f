//! Every rule with a handbook that breaks it and one that does not: `tests/rules/NAME.txt`.
//!
//! Never looks at what other rules say about the same handbook.

mod support;

use std::fmt::Write as _;
use std::path::Path;

use aimsbook::rules::RULES;
use support::Book;
use support::archive::{Case, cases};

#[test]
fn every_rule_fires_where_it_should_and_nowhere_else() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    let mut wrong = String::new();
    for rule in &RULES {
        let text = std::fs::read_to_string(folder.join(format!("{}.txt", rule.name)));
        let text = text.unwrap_or_else(|_| panic!("the rule {} has no cases", rule.name));
        let (mut fires, mut silent) = (0, 0);
        for case in cases(&text) {
            for (day, expected) in expectations(&case) {
                let found = found(&case, day, rule.name);
                *(if expected.trim().is_empty() { &mut silent } else { &mut fires }) += 1;
                if found.trim() != expected.trim() {
                    let _ = write!(wrong, "\n{}: == {} (on {day})\n{found}", rule.name, case.title);
                }
            }
        }
        assert!(fires > 0 && silent > 0, "{}: {fires} cases fire, {silent} do not", rule.name);
    }
    assert!(wrong.is_empty(), "these cases gave something else:\n{wrong}");
}

#[test]
fn every_file_of_cases_belongs_to_a_rule() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/rules");
    for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        assert!(RULES.iter().any(|rule| format!("{}.txt", rule.name) == name), "{name} is about no rule");
    }
}

/// Days, and what the rule says on each; nothing, when it should be silent.
fn expectations(case: &Case) -> Vec<(&str, &str)> {
    let parts = case.parts.iter();
    let found: Vec<(&str, &str)> =
        parts.filter_map(|(name, text)| Some((name.strip_prefix("on ")?, text.as_str()))).collect();
    assert!(!found.is_empty(), "the case {:?} expects nothing", case.title);
    found
}

/// What a rule finds: level, the marked text, the message. Every file must be readable as what it is.
fn found(case: &Case, day: &str, rule: &str) -> String {
    let mut files = case.files(|name| !name.starts_with("on "));
    files.entry("aimsbook.yaml".to_owned()).or_insert_with(|| b"frameworks: [iso-42001, nist-ai-rmf]\n".to_vec());
    let book = Book::new(&files, day);
    let unreadable = ["wrong-type", "wrong-choice", "wrong-date", "unknown-key", "unknown-id", "unknown-clause"];
    let mut text = String::new();
    for diagnostic in &book.checked.diagnostics {
        let finding = &diagnostic.finding;
        if finding.code == rule {
            let source = book.snapshot.source(&diagnostic.path);
            let marked = source.map_or("", |file| &file.text[finding.span.range()]);
            let _ = writeln!(text, "{} at {marked:?}: {}", finding.level.word(), finding.message);
        } else if unreadable.contains(&finding.code) {
            let _ = writeln!(text, "{} in {}: {}", finding.code, diagnostic.path, finding.message);
        }
    }
    text
}
