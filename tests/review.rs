//! The site for reviewers that `aimsbook diff --site` writes: whole, self-contained, and about nothing else.

#[path = "support/git.rs"]
mod git;
mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use git::git;
use support::{html, visible_text};

const CONFIG: &str = "frameworks: [iso-42001]\n";
const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nstatus: approved\nowner: Head\napprover: Director\napproved: 2026-03-14\nclauses: [5.2]\n---\n# Rules\n\nEvery system must be assessed.\n\n| who | when |\n|---|---|\n| owner | yearly |\n| board | at once |\n";
const RISK: &str = "kind: risk\nrecords:\n  - id: RSK-001\n    title: Drift\n    owner: Lead\n    likelihood: 3\n    impact: 4\n    treatment: modify\n";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A repository with the state `v1`, and the change in its folder.
fn changed(folder: &Path) {
    write(folder, "aimsbook.yaml", CONFIG);
    write(folder, "policies/ai.md", POLICY);
    write(folder, "policies/secret.md", "---\nid: SEC-001\ntitle: Merger\nclassification: restricted\n---\nText.\n");
    write(folder, "registers/risks.yaml", RISK);
    git(folder, &["init", "-q"]);
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-qm", "one"]);
    git(folder, &["tag", "v1"]);
    let weaker = POLICY.replace("must be", "may be").replace("yearly", "monthly").replace("clauses: [5.2]\n", "");
    write(folder, "policies/ai.md", &weaker);
    write(folder, "policies/secret.md", "---\nid: SEC-001\ntitle: Merger\nclassification: restricted\n---\nNew.\n");
    write(folder, "registers/risks.yaml", &RISK.replace("likelihood: 3", "likelihood: 5"));
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(["diff", "--as-of", "2026-06-01", "--in"]).arg(folder).args(arguments).output().unwrap()
}

fn files(folder: &Path, below: &str, found: &mut BTreeMap<String, String>) {
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        let path = format!("{below}{}", entry.file_name().to_str().unwrap());
        if entry.file_type().unwrap().is_dir() {
            files(&entry.path(), &format!("{path}/"), found);
        } else {
            found.insert(path, fs::read_to_string(entry.path()).unwrap());
        }
    }
}

fn reviewed(folder: &Path, arguments: &[&str]) -> BTreeMap<String, String> {
    let out = folder.parent().unwrap().join("review");
    let done = diff(folder, &[arguments, &["--site", out.to_str().unwrap()]].concat());
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let mut found = BTreeMap::new();
    files(&out, "", &mut found);
    found
}

#[test]
fn a_reviewer_sees_words_cells_fields_and_coverage_before_and_after() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("aims");
    changed(&root);
    let site = reviewed(&root, &["v1"]);
    let pages: Vec<&str> = site.keys().filter(|path| path.ends_with(".html")).map(String::as_str).collect();
    assert_eq!(
        pages,
        ["documents/POL-001.html", "documents/SEC-001.html", "index.html", "matrix.html", "records/RSK-001.html"]
    );
    let policy = &site["documents/POL-001.html"];
    for part in [
        "Every system <del>must</del><ins>may</ins> be assessed.",
        "<td>owner</td><td><del>yearly</del><ins>monthly</ins></td>",
        "<th scope=\"row\">Clauses</th><td class=\"long\" data-label=\"Before\"><del>5.2</del></td><td class=\"long\" data-label=\"After\"></td>",
        "The approval does not cover this text.",
        "obligation weakened",
    ] {
        assert!(policy.contains(part), "{part} is not in {policy}");
    }
    let risk = &site["records/RSK-001.html"];
    assert!(risk.contains("<del>3</del>") && risk.contains("<ins>5</ins>"), "{risk}");
    let first = visible_text(&site["index.html"]);
    for part in [
        "From v1 to the folder as it is",
        "1 entry loses coverage",
        "1 approval does not cover the new text",
        "Director POL-001 AI policy",
        "Lead RSK-001 Drift",
    ] {
        assert!(first.contains(part), "{part} is not in {first}");
    }
    let matrix = visible_text(&site["matrix.html"]);
    assert!(matrix.contains("5.2 AI policy Documented Gap lost POL-001"), "{matrix}");
}

#[test]
fn it_works_from_the_disk_and_asks_nobody() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("aims");
    changed(&root);
    let site = reviewed(&root, &["v1"]);
    assert!(site.contains_key(".aimsbook-manifest"));
    for (path, text) in site.iter().filter(|(path, _)| path.ends_with(".html")) {
        assert!(text.contains("default-src 'none'"), "{path}");
        let read = html::read(text);
        assert_eq!(read.faults, Vec::<String>::new(), "{path}");
        for address in read.addresses {
            let address = address.split('#').next().unwrap();
            assert!(!address.contains(':') && !address.starts_with('/'), "{path}: {address}");
            let here = path.rsplit_once('/').map_or("", |(folder, _)| folder);
            let target = match address.strip_prefix("../") {
                Some(rest) => rest.to_owned(),
                None if here.is_empty() => address.to_owned(),
                None => format!("{here}/{address}"),
            };
            assert!(address.is_empty() || site.contains_key(&target), "{path} leads to {address}");
        }
    }
    // The same change gives the same bytes.
    assert!(site == reviewed(&root, &["v1"]));
}

#[test]
fn an_audience_sees_what_it_may_see_in_both_states() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("aims");
    changed(&root);
    assert!(reviewed(&root, &["v1"]).values().any(|text| text.contains("Merger")));
    let site = reviewed(&root, &["v1", "--audience", "internal"]);
    assert!(site.contains_key("documents/POL-001.html"));
    // The page of before is gone with it.
    assert!(!site.contains_key("documents/SEC-001.html"));
    assert!(site.values().all(|text| !text.contains("Merger") && !text.contains("SEC-001")));
}

#[test]
fn files_of_others_are_left_alone_and_a_change_does_not_dress_its_own_review() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("aims");
    changed(&root);
    let out = folder.path().join("review");
    write(&out, "mine.txt", "mine");
    let refused = diff(&root, &["v1", "--site", out.to_str().unwrap()]);
    assert_eq!(refused.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&refused.stderr).contains("mine.txt"));
    assert_eq!(fs::read_dir(&out).unwrap().count(), 1);
    fs::remove_file(out.join("mine.txt")).unwrap();
    write(&root, "theme/assets/custom.css", "del { display: none }");
    write(&root, "theme/templates/review-item.html", "nothing to see");
    let site = reviewed(&root, &["v1"]);
    assert!(!site.contains_key("assets/custom.css") && site["documents/POL-001.html"].contains("<del>must</del>"));
    // In the handbook's folder it is no part of the handbook.
    let inside = root.join("review");
    let done = diff(&root, &["v1", "--site", inside.to_str().unwrap()]);
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let again = diff(&root, &["v1"]);
    assert!(!String::from_utf8_lossy(&again.stdout).contains("review/"));
    assert_eq!(diff(&root, &["v1", "--site", root.to_str().unwrap()]).status.code(), Some(2));
}

#[test]
fn fields_are_called_as_the_handbook_calls_them() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("aims");
    write(&root, "aimsbook.yaml", &format!("{CONFIG}language: de\n"));
    write(&root, "policies/ai.md", POLICY);
    write(&root, "registers/risks.yaml", RISK);
    git(&root, &["init", "-q"]);
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-qm", "one"]);
    write(&root, "policies/ai.md", &POLICY.replace("owner: Head", "owner: Other\nnext_review: 2027-01-01"));
    let risk = RISK.replace("likelihood: 3", "likelihood: 5").replace("owner: Lead", "owner: Other");
    write(&root, "registers/risks.yaml", &risk);
    let site = reviewed(&root, &["HEAD"]);
    let (policy, risk) = (visible_text(&site["documents/POL-001.html"]), visible_text(&site["records/RSK-001.html"]));
    assert!(policy.contains("Verantwortlich Head Other") && policy.contains("Nächste Überprüfung"), "{policy}");
    assert!(!policy.contains("Owner") && !policy.contains("Next review"), "{policy}");
    assert!(risk.contains("Verantwortlich Lead Other") && risk.contains("Wahrscheinlichkeit 3 5"), "{risk}");
}
