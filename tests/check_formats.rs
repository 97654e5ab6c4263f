//! What `aimsbook check` writes for build servers, read back by programs that nobody here wrote.

#[path = "support/git.rs"]
mod git;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::{Value, json};

use git::git;

const CONFIG: &str = "frameworks: [iso-42001]\nrules: {orphan-document: off, missing-applicability: off}\nwaivers:\n  - {rule: missing-owner, for: [POL-002], reason: \"new, until May\", by: Head, until: 2026-12-31}\n";
const GOOD: &str = "---\nid: POL-001\ntitle: AI policy\nowner: Head\nclauses: [5.2]\n---\nText.\n";
const BAD: &str = "---\nid: POL-002\ntitle: \"Use, of 100%: all\"\nclauses: [99.9]\n---\nSee [[POL-404]].\n";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository whose handbook lies in `docs/aims`; its first commit is clean.
fn repository() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "docs/aims/aimsbook.yaml", CONFIG);
    write(folder.path(), "docs/aims/policies/good.md", GOOD);
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "one"]);
    write(folder.path(), "docs/aims/policies/a b,c.md", BAD);
    folder
}

fn check(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(["check", "docs/aims", "--as-of", "2026-06-01"]).args(arguments).current_dir(folder).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn github_is_told_the_path_from_the_top_of_the_repository() {
    let folder = repository();
    let output = check(folder.path(), &["--format", "github"]);
    let lines: Vec<String> = text(&output).lines().map(str::to_owned).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    let start =
        "::error file=docs/aims/policies/a b%2Cc.md,line=4,endLine=4,col=11,endColumn=15,title=unknown-clause::";
    assert!(lines[0].starts_with(start), "{}", lines[0]);
    assert!(lines[1].starts_with("::warning file=docs/aims/policies/a b%2Cc.md,line=6,"), "{}", lines[1]);
    assert_eq!(output.status.code(), Some(1));
}

#[test]
fn gitlab_gets_a_code_quality_report() {
    let folder = repository();
    let report: Value = serde_json::from_str(&text(&check(folder.path(), &["--format", "gitlab"]))).unwrap();
    // As GitLab documents it.
    let schema = json!({
        "type": "array",
        "items": {
            "type": "object",
            "required": ["description", "check_name", "fingerprint", "severity", "location"],
            "properties": {
                "description": {"type": "string", "minLength": 1},
                "check_name": {"type": "string"},
                "fingerprint": {"type": "string", "pattern": "^[0-9a-f]{64}$"},
                "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
                "location": {
                    "required": ["path", "lines"],
                    "properties": {
                        "path": {"type": "string", "pattern": "^[^./]"},
                        "lines": {"required": ["begin"], "properties": {"begin": {"type": "integer", "minimum": 1}}},
                    },
                },
            },
        },
    });
    let errors: Vec<String> =
        jsonschema::validator_for(&schema).unwrap().iter_errors(&report).map(|error| error.to_string()).collect();
    assert!(errors.is_empty(), "{errors:#?}");
    let found: Vec<(&str, &str, u64)> = report.as_array().unwrap().iter().map(row).collect();
    assert_eq!(found, [("unknown-clause", "major", 4), ("broken-link", "minor", 6)]);
    // A finding that moves down is the same finding.
    write(folder.path(), "docs/aims/policies/a b,c.md", &BAD.replace("See", "Before.\n\nSee"));
    let moved: Value = serde_json::from_str(&text(&check(folder.path(), &["--format", "gitlab"]))).unwrap();
    assert_eq!(moved[1]["fingerprint"], report[1]["fingerprint"]);
    assert_eq!(moved[1]["location"]["lines"]["begin"], 8);
}

fn row(violation: &Value) -> (&str, &str, u64) {
    let begin = violation["location"]["lines"]["begin"].as_u64().unwrap();
    (violation["check_name"].as_str().unwrap(), violation["severity"].as_str().unwrap(), begin)
}

#[test]
fn sarif_reads_back_with_its_suppressed_results() {
    let folder = repository();
    let log = text(&check(folder.path(), &["--format", "sarif"]));
    let log: serde_sarif::sarif::Sarif = serde_json::from_str(&log).unwrap();
    let run = &log.runs[0];
    let results = run.results.as_ref().unwrap();
    let rules = run.tool.driver.rules.as_ref().unwrap();
    let mut found = Vec::new();
    for result in results {
        let place = result.locations.as_ref().unwrap()[0].physical_location.as_ref().unwrap();
        let address = place.artifact_location.as_ref().unwrap().uri.clone().unwrap();
        assert_eq!(address, "docs/aims/policies/a%20b%2Cc.md");
        let code = result.rule_id.clone().unwrap();
        assert_eq!(rules[result.rule_index.unwrap() as usize].id, code);
        let line = place.region.as_ref().unwrap().start_line.unwrap();
        found.push(format!("{code} {line} {}", result.suppressions.is_some()));
    }
    found.sort();
    assert_eq!(found, ["broken-link 6 false", "missing-owner 2 true", "unknown-clause 4 false"]);
}

#[test]
fn junit_fails_what_stands_and_skips_what_is_waived() {
    let folder = repository();
    let report = text(&check(folder.path(), &["--format", "junit"]));
    let suites = junit_parser::from_reader(report.as_bytes()).unwrap_or_else(|error| panic!("{error}:\n{report}"));
    let suite = &suites.suites[0];
    assert_eq!((suite.name.as_str(), suite.tests, suite.failures), ("docs/aims/policies/a b,c.md", 3, 2));
    let states: Vec<String> = suite
        .cases
        .iter()
        .map(|case| format!("{} {} {}", case.name, case.status.is_failure(), case.status.is_skipped()))
        .collect();
    assert_eq!(
        states,
        ["2:5: missing-owner false true", "4:11: unknown-clause true false", "6:7: broken-link true false"]
            .map(|case| format!("docs/aims/policies/a b,c.md::{case}"))
    );
    // A clean handbook is a report with a case that passes: an empty one fails on some servers.
    fs::remove_file(folder.path().join("docs/aims/policies/a b,c.md")).unwrap();
    write(folder.path(), "docs/aims/aimsbook.yaml", CONFIG.split("waivers").next().unwrap());
    let report = text(&check(folder.path(), &["--format", "junit"]));
    let suites = junit_parser::from_reader(report.as_bytes()).unwrap();
    assert!(suites.suites[0].cases[0].status.is_success(), "{report}");
}

#[test]
fn a_baseline_leaves_what_is_new() {
    let folder = repository();
    let all = text(&check(folder.path(), &["--format", "json"]));
    write(folder.path(), "known.json", &all);
    let output = check(folder.path(), &["--format", "concise", "--baseline", "known.json"]);
    assert_eq!((text(&output).as_str(), output.status.code()), ("", Some(0)));
    // The same finding once more is one that is new.
    write(folder.path(), "docs/aims/policies/a b,c.md", &BAD.replace("See", "[[POL-405]] [[POL-404]] see"));
    let output = check(folder.path(), &["--format", "concise", "--baseline", "known.json"]);
    let lines: Vec<String> = text(&output).lines().map(|line| line.split(": ").skip(1).collect()).collect();
    assert_eq!(lines.len(), 2, "{lines:#?}");
    write(folder.path(), "known.json", "{}");
    let output = check(folder.path(), &["--baseline", "known.json"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("is no baseline"));
}

#[test]
fn only_what_a_change_touches_or_breaks_is_reported() {
    let folder = repository();
    // A finding from before, in a file that stays; a link that breaks because its target goes.
    write(
        folder.path(),
        "docs/aims/old.md",
        "---\nid: OLD-1\ntitle: Old\nowner: Head\n---\n[[GONE-1]] and [[POL-001]]\n",
    );
    fs::remove_file(folder.path().join("docs/aims/policies/a b,c.md")).unwrap();
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "two"]);
    let changed = ["--format", "concise", "--changed-since", "HEAD"];
    assert_eq!(text(&check(folder.path(), &changed)), "");
    fs::remove_file(folder.path().join("docs/aims/policies/good.md")).unwrap();
    let output = check(folder.path(), &changed);
    let report = text(&output);
    assert!(report.contains("old.md:6:") && report.contains("POL-001") && !report.contains("GONE-1"), "{report}");
    let output = check(folder.path(), &["--changed-since", "nowhere"]);
    assert_eq!(output.status.code(), Some(2));
}
