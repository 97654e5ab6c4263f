//! The history of the sample: the script makes it, every year of it is a handbook, and it holds what reviewers meet.

#[path = "support/git.rs"]
mod git;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use git::{answer, git};

const SAMPLE: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/sample-aims");

/// Each tag and the day on which it was what people read.
const TAGS: [(&str, &str); 4] =
    [("v0.1", "2023-12-15"), ("v1.0", "2024-11-29"), ("v2.0", "2025-11-28"), ("v3.0", "2026-11-27")];

fn make(folder: &Path) -> Output {
    Command::new("bash").arg(format!("{SAMPLE}/make-history.sh")).arg(folder).output().unwrap()
}

fn made(folder: &Path) {
    let done = make(folder);
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
}

fn aimsbook(arguments: &[&str]) -> (Option<i32>, String, String) {
    let done = Command::new(env!("CARGO_BIN_EXE_aimsbook")).args(arguments).output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (done.status.code(), text(done.stdout), text(done.stderr))
}

/// Every file below a folder with its bytes, hidden ones and what a build left apart.
fn files(folder: &Path, below: &str, found: &mut BTreeMap<String, Vec<u8>>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let name = entry.file_name().into_string().unwrap();
        if name.starts_with('.') || name == "_site" {
            continue;
        }
        let path = format!("{below}{name}");
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read(entry.path()).unwrap());
        }
    }
}

#[test]
fn two_runs_give_the_same_commits_and_the_last_is_the_sample() {
    let folder = tempfile::tempdir().unwrap();
    let (one, two) = (folder.path().join("one"), folder.path().join("two"));
    made(&one);
    // Settings of whoever runs it make no difference.
    fs::create_dir_all(folder.path().join("home/.config/git")).unwrap();
    fs::write(folder.path().join("home/.gitconfig"), "[core]\n autocrlf = true\n[user]\n name = Other\n").unwrap();
    fs::write(folder.path().join("home/.config/git/ignore"), "*.pdf\n").unwrap();
    let done = Command::new("bash")
        .arg(format!("{SAMPLE}/make-history.sh"))
        .arg(&two)
        .env("HOME", folder.path().join("home"))
        .env("GIT_AUTHOR_NAME", "Other")
        .env("TZ", "Asia/Tokyo")
        .output()
        .unwrap();
    assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    let all = ["for-each-ref", "--format=%(objectname) %(*objectname) %(refname)"];
    assert_eq!(answer(&one, &all), answer(&two, &all));

    let (mut sample, mut last) = (BTreeMap::new(), BTreeMap::new());
    git(&one, &["checkout", "-q", "v3.0"]);
    files(Path::new(SAMPLE), "", &mut sample);
    files(&one, "", &mut last);
    sample.remove("make-history.sh").unwrap();
    let names = |files: &BTreeMap<String, Vec<u8>>| files.keys().cloned().collect::<Vec<_>>();
    assert_eq!(names(&sample), names(&last));
    assert!(sample == last, "the last year is not the sample byte for byte");
    assert_eq!(answer(&one, &["status", "--porcelain"]), "");
}

#[test]
fn all_years_are_published_side_by_side() {
    let folder = tempfile::tempdir().unwrap();
    let (repository, out) = (folder.path().join("aims"), folder.path().join("site"));
    made(&repository);
    let build = ["build", repository.to_str().unwrap(), "--as-of", "2026-11-24", "--out", out.to_str().unwrap()];
    let (code, said, told) = aimsbook(&build);
    assert_eq!(code, Some(0), "{said}");
    assert!(format!("{said}{told}").contains("5 versions, in force: Handbook 2026"), "{said}{told}");
    let read = |path: &str| fs::read_to_string(out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"));
    // The policy moved and was strengthened, and the proposal weakens it again.
    let strengthened = read("versions/v2.0/history/POL-001.html");
    assert!(
        strengthened.contains("In version Handbook 2025") && strengthened.contains("ai-policy.md"),
        "{strengthened}"
    );
    assert!(strengthened.contains("obligation strengthened"), "{strengthened}");
    let weakened = read("versions/proposal/history/POL-001.html");
    assert!(weakened.contains("obligation weakened"), "{weakened}");
    let policy = read("history/POL-001.html");
    assert!(policy.contains("../versions/v2.0/history/POL-001.html#version-Handbook-2025"), "{policy}");
    // Its predecessor is retired, and was in force in the first year.
    assert!(read("versions.html").contains("versions/v0.1/documents/POL-000.html"));
    assert!(read("documents/POL-000.html").contains("no longer applies"));
    assert!(read("versions/proposal/documents/POL-001.html").contains("noindex"));
}

#[test]
fn every_year_builds_without_errors_and_the_proposal_does_what_it_says() {
    let folder = tempfile::tempdir().unwrap();
    let repository = folder.path().join("aims");
    made(&repository);
    for (tag, day) in TAGS {
        let year = folder.path().join(tag);
        let year = year.to_str().unwrap();
        git(&repository, &["worktree", "add", "-q", "--detach", year, tag]);
        let (code, said, _) = aimsbook(&["check", year, "--as-of", day, "--format", "concise"]);
        assert_eq!(code, Some(0), "{tag}: {said}");
        assert!(!said.contains("broken-link"), "{tag}: {said}");
        let site = folder.path().join(format!("{tag}-site"));
        let build = ["build", year, "--as-of", day, "--quiet", "--out", site.to_str().unwrap()];
        assert_eq!(aimsbook(&build).0, Some(0), "{tag}");
    }
    let root = repository.to_str().unwrap();
    let diff = |base: &str, head: &str, day: &str| aimsbook(&["diff", base, head, "--in", root, "--as-of", day]).1;

    let first = diff("v0.1", "v1.0", "2024-11-29");
    assert!(first.contains("renamed POL-000 AI principles 2023 (archive/ai-principles-2023.md)"), "{first}");
    assert!(first.contains("Status: approved -> retired") && first.contains("Replaced by: POL-001"));
    let second = diff("v1.0", "v2.0", "2025-11-28");
    assert!(second.contains("renamed POL-001 AI policy (policies/ai-policy.md)"), "{second}");
    assert!(second.contains("obligation strengthened: Reasons."), "{second}");
    assert!(second.contains("added POL-005 AI from third parties"), "{second}");
    let third = diff("v2.0", "v3.0", "2026-11-27");
    assert!(third.contains("obligation weakened: The managing director answers"), "{third}");
    assert!(third.contains("Classification: internal -> confidential"), "{third}");
    let approved = "changed AIMS-001 Scope of the AI management system";
    assert!(third.split(approved).nth(1).unwrap().contains("Approved: 2024-05-16 -> 2026-02-12"), "{third}");
    // The approval of 2024 had lapsed long before.
    let lapsed = folder.path().join("v2.0");
    let (_, said, _) = aimsbook(&["check", lapsed.to_str().unwrap(), "--as-of", "2025-11-28", "--format", "concise"]);
    assert!(said.contains("review-overdue") && said.contains("AIMS-001"), "{said}");

    let proposal = diff("v3.0", "proposal", "2026-11-27");
    for word in [
        "3 approvals do not cover the new text",
        "obligation weakened: Reasons.",
        "lost  A.3.3 Reporting of concerns",
        "A.6.2.8 AI system recording of event logs: evidenced -> excluded",
        "Applicable: yes -> no",
        "Managing director: AIMS-007, CTL-023, POL-001, PROC-012",
    ] {
        assert!(proposal.contains(word), "{word}: {proposal}");
    }
}

#[test]
fn authors_are_roles_and_the_mailmap_joins_two_addresses() {
    let folder = tempfile::tempdir().unwrap();
    made(folder.path());
    let mut written: Vec<String> =
        answer(folder.path(), &["log", "--all", "--format=%an <%ae>"]).lines().map(str::to_owned).collect();
    written.sort();
    written.dedup();
    assert_eq!(
        written,
        [
            "AI Compliance Manager <compliance@example.org>",
            "AI officer <ai-officer@example.net>",
            "Head of AI governance <ai-governance@example.org>",
            "Head of lending operations <lending@example.org>",
            "Information security officer <security@example.org>",
            "Model risk lead <model-risk@example.org>",
        ]
    );
    let joined = answer(folder.path(), &["log", "--all", "--use-mailmap", "--format=%aN <%aE>"]);
    assert!(!joined.contains("AI officer"), "{joined}");
}

#[test]
fn it_writes_neither_into_the_checkout_nor_over_something() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("mine.txt"), "mine").unwrap();
    let refused = make(folder.path());
    assert!(!refused.status.success() && String::from_utf8_lossy(&refused.stderr).contains("is not empty"));
    let inside = Path::new(SAMPLE).join("history-that-must-not-be");
    let refused = make(&inside);
    assert!(!refused.status.success() && !inside.exists(), "{}", String::from_utf8_lossy(&refused.stderr));
}

#[test]
fn the_handbook_does_not_show_the_script() {
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    for audience in ["public", "board"] {
        let build = ["build", SAMPLE, "--quiet", "--audience", audience, "--out", out.to_str().unwrap()];
        assert_eq!(aimsbook(&build).0, Some(0));
        let mut published = BTreeMap::new();
        files(&out, "", &mut published);
        let holds = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("make-history");
        assert!(published.iter().all(|(path, bytes)| !path.contains("make-history") && !holds(bytes)));
    }
}
