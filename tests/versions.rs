//! Several versions of a handbook in one site, from git and from folders: what each reader finds where.

#[path = "support/git.rs"]
mod git;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use git::git;

const CONFIG: &str = "title: Handbook\nframeworks: [iso-42001]\nversions:\n  tags: v*\n";
const POLICY: &str = "---\nid: POL-001\ntitle: Glasshouse policy\nversion: \"1.0\"\nstatus: approved\nowner: Head\napprover: Director\napproved: 2024-04-20\nclauses: [5.2]\nevidence: evidence/minutes.txt\n---\nEvery system must be assessed.\n";
const OLD: &str = "---\nid: PROC-001\ntitle: Old procedure\nstatus: approved\nowner: Head\napprover: Director\napproved: 2024-04-20\n---\nSay SECRETWORD to nobody.\n";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn commit(folder: &Path, day: &str, tag: &str) {
    git(folder, &["add", "-A"]);
    let date = format!("{day}T10:00:00Z");
    let run = |arguments: &[&str]| {
        let identity = ["-c", "user.name=Test", "-c", "user.email=test@example.org", "-c", "commit.gpgsign=false"];
        let mut command = Command::new("git");
        command.arg("-C").arg(folder).args(identity).args(arguments);
        command.env("GIT_AUTHOR_DATE", &date).env("GIT_COMMITTER_DATE", &date);
        assert!(command.output().unwrap().status.success(), "git {arguments:?}");
    };
    run(&["commit", "-qm", day]);
    run(&["tag", "-a", "-m", tag, tag]);
}

/// Three years: before the first configuration; with a new edition of the policy at another place, and the procedure gone;
/// and with the minutes kept from all but those who may see everything.
fn history(folder: &Path) {
    git(folder, &["init", "-q", "-b", "main"]);
    write(folder, "policies/ai.md", POLICY);
    write(folder, "procedures/old.md", OLD);
    write(folder, "evidence/minutes.txt", "minutes of 2024\n");
    commit(folder, "2024-05-01", "v1.0");
    write(folder, "aimsbook.yaml", CONFIG);
    fs::remove_dir_all(folder.join("procedures")).unwrap();
    fs::create_dir_all(folder.join("rules")).unwrap();
    fs::rename(folder.join("policies/ai.md"), folder.join("rules/ai.md")).unwrap();
    let policy = POLICY.replace("version: \"1.0\"", "version: \"2.0\"").replace("2024-04-20", "2025-04-20");
    write(folder, "rules/ai.md", &policy);
    commit(folder, "2025-05-01", "v1.9");
    write(folder, "rules/more.md", "---\nid: POL-002\ntitle: More\n---\nText.\n");
    commit(folder, "2026-05-01", "v1.10");
}

fn run(folder: &Path, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_aimsbook")).args(arguments).current_dir(folder).output().unwrap()
}

fn build(folder: &Path, out: &Path, more: &[&str]) -> String {
    let out = out.to_str().unwrap();
    let done = run(folder, &[&["build", ".", "--as-of", "2026-06-01", "--out", out], more].concat());
    let (told, said) = (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap());
    assert!(done.status.success(), "{told}{said}");
    told
}

fn page(out: &Path, path: &str) -> String {
    fs::read_to_string(out.join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

fn files(folder: &Path) -> BTreeMap<String, Vec<u8>> {
    let mut found = BTreeMap::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(next) = folders.pop() {
        for entry in fs::read_dir(next).unwrap().map(Result::unwrap) {
            match entry.path() {
                path if path.is_dir() => folders.push(path),
                path => {
                    let name = path.strip_prefix(folder).unwrap().to_str().unwrap().to_owned();
                    found.insert(name, fs::read(path).unwrap());
                }
            }
        }
    }
    found
}

/// Files below `versions/`.
fn old_versions(out: &Path) -> BTreeMap<String, Vec<u8>> {
    files(&out.join("versions"))
}

#[test]
fn the_version_in_force_is_at_the_root_and_the_others_beside_it() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("site");
    let told = build(folder.path(), &out, &[]);
    assert!(told.contains("3 versions, in force: v1.10\n"), "{told}");
    let current = page(&out, "documents/POL-001.html");
    assert!(!current.contains("noindex") && !current.contains("data-version-banner"), "{current}");
    assert!(current.contains("src=\"../version.js\"") && current.contains("href=\"../versions.html\""), "{current}");
    assert!(current.contains("data-about=\"POL-001\""), "{current}");
    for (version, edition) in [("v1.0", "1.0"), ("v1.9", "2.0")] {
        let old = page(&out, &format!("versions/{version}/documents/POL-001.html"));
        assert!(old.contains("<meta name=\"robots\" content=\"noindex\">"), "{old}");
        assert!(old.contains(&format!("This is version {version}, which is not the one in force.")), "{old}");
        assert!(
            old.contains("href=\"../../../versions.html\"") && old.contains("src=\"../../../version.js\""),
            "{old}"
        );
        assert!(old.contains(&format!("Version {edition}")), "{old}");
    }
    // It had no configuration, and is read with today's.
    assert!(page(&out, "versions/v1.0/index.html").contains("ISO/IEC 42001"));
    assert!(page(&out, "versions/v1.0/documents/POL-001.html").contains("1 May 2024"), "judged at its own date");
    assert_eq!(page(&out, "versions/v1.0/files/evidence/minutes.txt"), "minutes of 2024\n");
    let places = page(&out, "version/0.js");
    assert!(places.contains("\"POL-001\":[[\"documents/POL-001.html\",0,2]]"), "{places}");
    assert!(places.contains("\"PROC-001\":[[\"documents/PROC-001.html\",0,0]]"), "{places}");
    assert!(places.contains("\"POL-002\":[[\"documents/POL-002.html\",2,2]]"), "{places}");
}

#[test]
fn the_list_says_what_applied_when() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let out = tempfile::tempdir().unwrap();
    let out = out.path().join("site");
    build(folder.path(), &out, &[]);
    let list = page(&out, "versions.html");
    let rows: Vec<&str> = list.lines().filter(|line| line.contains("data-document")).collect();
    let days = |row: &&str| {
        let part = row.split("data-from=\"").nth(1).unwrap();
        let from = part.split('"').next().unwrap();
        let until = part.split("data-until=\"").nth(1).unwrap().split('"').next().unwrap();
        let link = row.split("href=\"").nth(1).unwrap().split('"').next().unwrap();
        format!("{link} {from} {until}")
    };
    let told: Vec<String> = rows.iter().map(days).collect();
    assert_eq!(
        told,
        [
            "versions/v1.9/documents/POL-001.html 2025-05-01 ",
            "versions/v1.0/documents/POL-001.html 2024-05-01 2025-05-01",
            "versions/v1.0/documents/PROC-001.html 2024-05-01 2025-05-01",
        ],
        "a draft never applied"
    );
    assert!(list.contains("1 of 70"), "coverage of each version: {list}");
}

#[test]
fn an_old_version_keeps_its_bytes_when_a_new_one_comes() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let site = tempfile::tempdir().unwrap();
    let (grown, fresh) = (site.path().join("grown"), site.path().join("fresh"));
    build(folder.path(), &grown, &[]);
    let before = old_versions(&grown);
    write(folder.path(), "rules/third.md", "---\nid: POL-003\ntitle: Third\n---\nText.\n");
    commit(folder.path(), "2026-05-20", "v2.0");
    let told = build(folder.path(), &grown, &[]);
    assert!(told.contains("4 versions, in force: v2.0, 2 unchanged\n"), "{told}");
    let after = old_versions(&grown);
    for (path, bytes) in &before {
        assert!(after.get(path) == Some(bytes), "{path} changed");
    }
    assert!(after.contains_key("v1.10/documents/POL-002.html"));
    build(folder.path(), &fresh, &[]);
    assert!(files(&grown) == files(&fresh), "what was taken over is what a new build would write");
    // A machine with one core does one thing after the other, and waits for none of them forever.
    let single = site.path().join("single");
    for _ in ["from nothing", "again"] {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
        command.args(["build", ".", "--as-of", "2026-06-01", "--out"]).arg(&single).current_dir(folder.path());
        assert!(command.env("RAYON_NUM_THREADS", "1").output().unwrap().status.success());
    }
    assert!(files(&single) == files(&fresh), "with one core");
    // A file that somebody changed is not taken over.
    fs::write(grown.join("versions/v1.0/documents/POL-001.html"), "changed").unwrap();
    build(folder.path(), &grown, &[]);
    assert!(files(&grown) == files(&fresh), "a changed file is written anew");
    // A file that somebody put beside the pages of an old version is not ours: it stops the build, and stays.
    let note = "versions/v1.0/documents/note.txt";
    write(&grown, note, "mine");
    let refused = run(folder.path(), &["build", ".", "--out", grown.to_str().unwrap(), "--as-of", "2026-06-01"]);
    let said = String::from_utf8_lossy(&refused.stderr);
    assert!(!refused.status.success() && said.contains(note), "{said}");
    fs::remove_file(grown.join(note)).unwrap();
    assert!(files(&grown) == files(&fresh), "and nothing else changed");
}

#[test]
fn a_tag_that_moved_is_an_error_and_the_old_site_stays() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    let locked = run(folder.path(), &["lock"]);
    assert_eq!(String::from_utf8(locked.stdout).unwrap(), "locked v1.0, v1.9, v1.10; commit `aimsbook.lock`\n");
    build(folder.path(), &out, &[]);
    let before = files(&out);
    write(folder.path(), "rules/more.md", "---\nid: POL-002\ntitle: Changed\n---\nText.\n");
    git(folder.path(), &["add", "rules"]);
    git(folder.path(), &["commit", "-qm", "later"]);
    git(folder.path(), &["tag", "-f", "v1.10"]);
    let arguments = ["build", ".", "--as-of", "2026-06-01", "--out", out.to_str().unwrap()];
    let done = run(folder.path(), &arguments);
    let said = String::from_utf8(done.stderr).unwrap();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("error[version-moved]: the version `v1.10` was moved"), "{said}");
    assert!(said.contains("aimsbook.lock"), "{said}");
    assert!(files(&out) == before, "the old site stays");
    let refused = run(folder.path(), &["lock"]);
    assert_eq!(refused.status.code(), Some(1));
    let accepted = run(folder.path(), &["lock", "--accept", "v1.10"]);
    assert_eq!(String::from_utf8(accepted.stdout).unwrap(), "locked v1.10; commit `aimsbook.lock`\n");
    assert!(run(folder.path(), &arguments).status.success());
}

#[test]
fn what_a_later_version_keeps_to_itself_is_in_no_older_one() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let secret = POLICY.replace("title:", "classification: restricted\ntitle:");
    write(folder.path(), "rules/ai.md", &secret);
    write(folder.path(), "rules/old.md", &OLD.replace("title:", "classification: restricted\ntitle:"));
    commit(folder.path(), "2026-05-10", "v1.11");
    let site = tempfile::tempdir().unwrap();
    for (audience, sees) in [("internal", false), ("restricted", true)] {
        let out = site.path().join(audience);
        build(folder.path(), &out, &["--audience", audience]);
        let mut found = Vec::new();
        for (path, bytes) in files(&out) {
            let text = String::from_utf8_lossy(&bytes).into_owned();
            if ["SECRETWORD", "PROC-001", "Glasshouse", "minutes.txt"]
                .iter()
                .any(|canary| text.contains(canary) || path.contains(canary))
            {
                found.push(path);
            }
        }
        assert_eq!(!found.is_empty(), sees, "{audience}: {found:?}");
    }
}

#[test]
fn show_answers_for_a_day() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let show = |arguments: &[&str]| {
        let done = run(folder.path(), &[&["show"], arguments].concat());
        let text = String::from_utf8(done.stdout).unwrap() + &String::from_utf8(done.stderr).unwrap();
        let without_commit = text.lines().filter(|line| !line.starts_with("  commit "));
        (done.status.code(), without_commit.map(|line| format!("{line}\n")).collect::<String>())
    };
    assert_eq!(
        show(&["POL-001", "--on", "2024-12-24"]),
        (
            Some(0),
            "2024-12-24: POL-001 Glasshouse policy, version 1.0 applied
  status        approved, as of 2024-12-24
  approved      2024-04-20 by Director
  next review   2025-04-20
  file          policies/ai.md
  version       v1.0 of the handbook, in force from 2024-05-01, until 2025-05-01
"
            .to_owned()
        )
    );
    assert_eq!(
        show(&["POL-001", "--on", "2025-05-01"]).1.lines().next().unwrap(),
        "2025-05-01: POL-001 Glasshouse policy, version 2.0 applied"
    );
    assert_eq!(
        show(&["PROC-001", "--on", "2025-06-01"]),
        (Some(1), "2025-06-01: version v1.9 was in force, and has no `PROC-001`\n  first in      v1.0\n".to_owned())
    );
    assert_eq!(show(&["POL-002", "--on", "2026-05-01"]).0, Some(1), "a draft does not apply");
    assert_eq!(
        show(&["POL-001", "--on", "2023-01-01"]),
        (Some(1), "2023-01-01: no version of the handbook was in force\n".to_owned())
    );
    assert!(show(&["POL-001", "--on", "2025-04-30"]).1.contains("overdue, as of 2025-04-30"), "judged on that day");
    let to_come = show(&["POL-001", "--on", "2999-01-01"]).1;
    assert!(to_come.starts_with("2999-01-01: POL-001 Glasshouse policy, version 2.0 will apply\n"), "{to_come}");
    assert!(to_come.contains("\n  to come       as far as is known on "), "{to_come}");
    let (code, text) = show(&["POL-0O1"]);
    assert_eq!(
        (code, text.as_str()),
        (Some(2), "error: no version has a document or record `POL-0O1`; did you mean `POL-001`?\n")
    );
}

#[test]
fn folders_are_versions_too_and_no_part_of_the_handbook() {
    let folder = tempfile::tempdir().unwrap();
    let config = "title: Handbook\nframeworks: [iso-42001]\nversions:\n  folders: {2024 edition: archive/2024}\n  dates: {2024 edition: 2024-05-01}\n  working: now\n  in_force: now\n";
    write(folder.path(), "aimsbook.yaml", config);
    write(folder.path(), "ai.md", POLICY);
    write(folder.path(), "evidence/minutes.txt", "new minutes\n");
    write(folder.path(), "archive/2024/ai.md", &POLICY.replace("must", "should"));
    write(folder.path(), "archive/2024/evidence/minutes.txt", "old minutes\n");
    let checked = run(folder.path(), &["check", "--format", "concise"]);
    assert_eq!(checked.status.code(), Some(0), "{}", String::from_utf8_lossy(&checked.stdout));
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    build(folder.path(), &out, &[]);
    assert!(page(&out, "documents/POL-001.html").contains("must be assessed"));
    assert!(page(&out, "versions/2024-edition/documents/POL-001.html").contains("should be assessed"));
    assert_eq!(page(&out, "versions/2024-edition/files/evidence/minutes.txt"), "old minutes\n");
    assert_eq!(page(&out, "files/evidence/minutes.txt"), "new minutes\n");
    build(folder.path(), &out, &["--unversioned"]);
    assert!(!out.join("versions").exists() && !page(&out, "index.html").contains("version.js"));
}

#[test]
fn errors_in_an_old_version_stop_nothing_and_those_of_the_one_in_force_do() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let broken = "---\nid: POL-009\ntitle: Broken\nclauses: [99.9]\n---\nText.\n";
    write(folder.path(), "rules/broken.md", broken);
    commit(folder.path(), "2026-05-12", "v1.12");
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    let arguments = ["build", ".", "--as-of", "2026-06-01", "--out", out.to_str().unwrap()];
    let stopped = run(folder.path(), &arguments);
    assert_eq!(stopped.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&stopped.stderr).contains("rules/broken.md:4:11"));
    assert!(!out.exists());
    fs::remove_file(folder.path().join("rules/broken.md")).unwrap();
    commit(folder.path(), "2026-05-13", "v1.13");
    build(folder.path(), &out, &[]);
    assert!(!page(&out, "versions/v1.12/index.html").contains("findings.html"), "a finding can name anything");
    build(folder.path(), &out, &["--audience", "restricted"]);
    let old = page(&out, "versions/v1.12/index.html");
    assert!(old.contains("findings.html"), "an old version says what was wrong in it");
}

#[test]
fn what_cannot_be_published_is_said_at_its_place() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "aimsbook.yaml", CONFIG);
    write(folder.path(), "ai.md", "---\nid: POL-001\ntitle: AI policy\n---\nText.\n");
    let done = run(folder.path(), &["build", "."]);
    assert_eq!(done.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&done.stderr).contains("not a git repository"));
    git(folder.path(), &["init", "-q"]);
    let done = run(folder.path(), &["build", ".", "-q"]);
    assert_eq!(done.status.code(), Some(0), "no tag yet: the folder as it stands");
    let wrong = "versions:\n  tags: v*\n  ordr: date\n  in_force: v7\n  dates: {v1: soon}\n";
    write(folder.path(), "aimsbook.yaml", wrong);
    let done = run(folder.path(), &["build", "."]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    for expected in ["aimsbook.yaml:3:3", "did you mean `order`?", "no version is called `v7`", "`soon` is not a date"]
    {
        assert!(said.contains(expected), "{expected} is not in {said}");
    }
    assert_eq!(said.matches("did you mean `order`?").count(), 1, "said once: {said}");
    write(folder.path(), "aimsbook.yaml", CONFIG);
    write(folder.path(), "aimsbook.lock", "# Written by a merge\n<<<<<<< HEAD\n");
    let done = run(folder.path(), &["build", "."]);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert_eq!(done.status.code(), Some(1), "{said}");
    assert!(said.contains("--> aimsbook.lock:2:1") && said.contains("<<<<<<< HEAD"), "{said}");
}

#[test]
fn a_document_tells_its_past_up_to_its_version_and_no_further() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let weaker = POLICY
        .replace("version: \"1.0\"", "version: \"3.0\"")
        .replace("2024-04-20", "2026-05-09")
        .replace("must be", "may be");
    write(folder.path(), "rules/ai.md", &weaker);
    write(folder.path(), ".mailmap", "Mapped Name <test@example.org>\n");
    let roles = format!("{CONFIG}roles:\n  Policy team: {{git: [test@example.org]}}\n");
    write(folder.path(), "aimsbook.yaml", &roles);
    commit(folder.path(), "2026-05-10", "v2.0");
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    build(folder.path(), &out, &[]);
    let past = |path: &str| {
        let text = page(&out, path);
        let rows = text.split("id=\"page-history\"").nth(1).unwrap_or_default().split("</table>").next().unwrap();
        let rows = rows.lines().filter(|line| line.starts_with("<tr><th scope=\"row\">"));
        rows.map(plain).collect::<Vec<_>>()
    };
    assert_eq!(
        past("documents/POL-001.html"),
        [
            "v2.0 10 May 2026|3.0|changed 3 fields 1 block of text 1 obligation weakened|9 May 2026 by Director|Policy team",
            "v1.9 1 May 2025|2.0|moved 3 fields|20 April 2025 by Director|Policy team",
            "v1.0 1 May 2024|1.0|new|20 April 2024 by Director|Policy team",
        ]
    );
    assert_eq!(past("versions/v1.9/documents/POL-001.html").len(), 2, "what came later is not in it");
    let redline = page(&out, "history/POL-001.html");
    assert!(redline.contains("Every system <del>must</del><ins>may</ins> be assessed."), "{redline}");
    assert!(!redline.contains("policies/ai.md"), "what happened before is shown where it happened: {redline}");
    assert!(redline.contains("href=\"../versions/v1.9/history/POL-001.html#version-v1.9\""), "{redline}");
    let moved = page(&out, "versions/v1.9/history/POL-001.html");
    assert!(moved.contains("data-about=\"POL-001\""), "the list of versions leads to the document: {moved}");
    assert!(moved.contains("id=\"version-v1.9\"") && moved.contains("policies/ai.md"), "where it was: {moved}");
    assert!(!page(&out, "versions/v1.9/history/POL-001.html").contains("<ins>may</ins>"));
    build(folder.path(), &site.path().join("public"), &["--audience", "public"]);
    let public = files(&site.path().join("public"));
    let names = |text: &[u8]| String::from_utf8_lossy(text).contains("Policy team");
    assert!(!public.values().any(|text| names(text)), "authors are nothing for the public");
}

/// The text of a row, its cells apart.
fn plain(row: &str) -> String {
    let cells = row.replace("</th>", "|").replace("</td>", "|");
    let mut text = String::new();
    let mut inside = false;
    for character in cells.chars() {
        match character {
            '<' => {
                inside = true;
                text.push(' ');
            }
            '>' => inside = false,
            character if !inside => text.push(character),
            _ => {}
        }
    }
    let words = text.split('|').map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "));
    words.collect::<Vec<_>>().join("|").trim_end_matches('|').to_owned()
}

#[test]
fn addresses_of_earlier_versions_lead_on() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q", "-b", "main"]);
    write(folder.path(), "aimsbook.yaml", CONFIG);
    write(folder.path(), "ai.md", &POLICY.replace("evidence: evidence/minutes.txt\n", ""));
    write(folder.path(), "old.md", &OLD.replace("title:", "replaced_by: POL-001\ntitle:"));
    write(folder.path(), "gone.md", &OLD.replace("PROC-001", "PROC-002"));
    write(folder.path(), "guides/plain.md", "# How we write\n\nPlainly.\n");
    commit(folder.path(), "2024-05-01", "v1");
    fs::remove_file(folder.path().join("old.md")).unwrap();
    fs::remove_file(folder.path().join("gone.md")).unwrap();
    fs::rename(folder.path().join("guides/plain.md"), folder.path().join("writing.md")).unwrap();
    commit(folder.path(), "2025-05-01", "v2");
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    build(folder.path(), &out, &[]);
    let old = page(&out, "documents/PROC-001.html");
    assert!(old.contains("This is not in the version in force."), "{old}");
    assert!(old.contains("href=\"../documents/POL-001.html\""), "what replaced it: {old}");
    assert!(old.contains("href=\"../versions/v1/documents/PROC-001.html\""), "{old}");
    assert!(!page(&out, "documents/PROC-002.html").contains("replaced by"));
    let moved = page(&out, "documents/guides/plain.html");
    assert!(moved.contains("http-equiv=\"refresh\" content=\"0; url=../../documents/writing.html\""), "{moved}");
    assert!(!out.join("versions/v1/documents/writing.html").exists());
}

#[test]
fn a_clone_without_its_past_says_so_and_names_nobody() {
    let folder = tempfile::tempdir().unwrap();
    history(folder.path());
    let clone = tempfile::tempdir().unwrap();
    let into = clone.path().join("clone");
    let from = format!("file://{}", folder.path().display());
    git(clone.path(), &["clone", "-q", "--depth", "1", &from, into.to_str().unwrap()]);
    git(&into, &["fetch", "-q", "--depth", "1", "--tags"]);
    let site = tempfile::tempdir().unwrap();
    let out = site.path().join("site");
    let arguments = ["build", ".", "--as-of", "2026-06-01", "--out", out.to_str().unwrap()];
    let done = run(&into, &arguments);
    let said = String::from_utf8_lossy(&done.stderr).into_owned();
    assert!(done.status.success(), "{said}");
    assert!(said.contains("note[shallow-clone]"), "{said}");
    assert!(!page(&out, "documents/POL-001.html").contains("<td>Test</td>"));
}

/// What stood in the first version, what stands in the second, and the file that nobody outside may read of the first.
type Hiding<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a [(&'a str, &'a str)], bool);

#[test]
fn what_is_kept_to_itself_is_known_under_another_name_too() {
    let plain = "# How we write\n\nSECRETWORD is what we write.\n";
    let kept = "---\nclassification: restricted\n---\n# How we write\n\nSECRETWORD is what we write.\n";
    let named = "---\nid: POL-001\ntitle: Our way\nclassification: public\n---\nSECRETWORD at first.\n";
    let renamed = "---\nid: Pol-9\ntitle: Our way\nclassification: restricted\n---\nSomething else now.\n";
    let record = "kind: risk\nrecords:\n  - {id: RSK-001, title: SECRETWORD, classification: public}\n";
    let other_record = "kind: risk\nrecords:\n  - {id: RSK-009, title: Other, classification: restricted}\n";
    let broken_record = "kind: risk\nrecords:\n  - {id: RSK-001, title: SECRETWORD, classification: restricted}\n :";
    let evidence =
        "kind: evidence\nrecords:\n  - {id: EVD-001, title: Minutes, classification: public, path: evidence/a.txt}\n";
    let kept_evidence =
        "kind: evidence\nrecords:\n  - {id: EVD-002, title: Kept, classification: restricted, path: evidence/b.txt}\n";
    let cases: [Hiding<'_>; 6] = [
        ("moved without an id", &[("a/alpha.md", plain)], &[("b/beta.md", kept)], false),
        ("another id and place", &[("a/way.md", named)], &[("b/way.md", renamed)], false),
        ("another id in one file", &[("risks.yaml", record)], &[("risks.yaml", other_record)], false),
        ("a file that cannot be read", &[("risks.yaml", record)], &[("risks.yaml", broken_record)], true),
        (
            "evidence at another place",
            &[("ev.yaml", evidence), ("evidence/a.txt", "SECRETWORD")],
            &[("ev.yaml", kept_evidence), ("evidence/b.txt", "SECRETWORD")],
            false,
        ),
        ("only in the folder", &[("a/alpha.md", plain)], &[("b/beta.md", kept)], true),
    ];
    let config = format!("{CONFIG}default_classification: public\n");
    for (name, before, after, only_in_folder) in cases {
        let folder = tempfile::tempdir().unwrap();
        git(folder.path(), &["init", "-q", "-b", "main"]);
        write(folder.path(), "aimsbook.yaml", &config);
        write(folder.path(), "open.md", "---\nid: OPEN-1\ntitle: Open\nclassification: public\n---\nFor all.\n");
        before.iter().for_each(|(path, text)| write(folder.path(), path, text));
        commit(folder.path(), "2024-05-01", "v1");
        before.iter().for_each(|(path, _)| fs::remove_file(folder.path().join(path)).unwrap());
        after.iter().for_each(|(path, text)| write(folder.path(), path, text));
        if !only_in_folder {
            commit(folder.path(), "2025-05-01", "v2");
        }
        write(folder.path(), "more.md", "---\nid: OPEN-2\ntitle: More\nclassification: public\n---\nFor all.\n");
        if !only_in_folder {
            commit(folder.path(), "2025-06-01", "v3");
        }
        let site = tempfile::tempdir().unwrap();
        let canary = |audience: &str| {
            let out = site.path().join(audience);
            build(folder.path(), &out, &["--audience", audience]);
            let holds = |bytes: &Vec<u8>| String::from_utf8_lossy(bytes).contains("SECRETWORD");
            files(&out).into_iter().filter(|(_, bytes)| holds(bytes)).map(|(path, _)| path).collect::<Vec<_>>()
        };
        assert_eq!(canary("public"), Vec::<String>::new(), "{name}");
        assert!(!canary("restricted").is_empty(), "{name}: the canary is there");
    }
}

/// Builds over what an earlier run left, and from nothing; both must be the same, whatever was known.
fn build_warm_and_cold(folder: &Path, site: &Path, audience: &str) -> BTreeMap<String, Vec<u8>> {
    let (warm, cold) = (site.join(audience), site.join(format!("{audience}-cold")));
    build(folder, &warm, &["--audience", audience]);
    if cold.exists() {
        fs::remove_dir_all(&cold).unwrap();
    }
    build(folder, &cold, &["--audience", audience]);
    let _ = fs::remove_dir_all(site.join(format!(".{audience}-cold.aimsbook-cache")));
    let (warm, cold) = (files(&warm), files(&cold));
    let different = cold.iter().filter(|(path, bytes)| warm.get(*path) != Some(bytes)).map(|(path, _)| path);
    assert_eq!(different.collect::<Vec<_>>(), Vec::<&String>::new(), "{audience}");
    assert_eq!(warm.len(), cold.len(), "{audience}");
    cold
}

#[test]
fn what_is_known_from_an_earlier_run_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    history(folder);
    let site = tempfile::tempdir().unwrap();
    let site = site.path();
    let holds = |files: &BTreeMap<String, Vec<u8>>, canary: &str| {
        files.values().any(|bytes| String::from_utf8_lossy(bytes).contains(canary))
    };
    let both = || ["internal", "restricted"].map(|audience| build_warm_and_cold(folder, site, audience));
    let [internal, _] = both();
    assert!(holds(&internal, "SECRETWORD"));
    let told = build(folder, &site.join("internal"), &[]);
    assert!(told.contains("3 versions, in force: v1.10, 2 unchanged\n"), "{told}");
    // Restricted in the folder only.
    let kept = OLD.replace("title:", "classification: restricted\ntitle:");
    write(folder, "rules/old.md", &kept);
    let [internal, restricted] = both();
    assert!(!holds(&internal, "SECRETWORD") && holds(&restricted, "SECRETWORD"));
    // No longer restricted.
    fs::remove_file(folder.join("rules/old.md")).unwrap();
    let [internal, _] = both();
    assert!(holds(&internal, "SECRETWORD"));
    // Restricted by a newer version.
    write(folder, "rules/old.md", &kept);
    commit(folder, "2026-05-20", "v2.0");
    let [internal, restricted] = both();
    assert!(!holds(&internal, "SECRETWORD") && holds(&restricted, "SECRETWORD"));
    // An older version comes to light between two that are known; then it is gone again.
    let first = String::from_utf8(git_output(folder, &["rev-parse", "v1.0^{commit}"])).unwrap();
    git(folder, &["tag", "v1.5", first.trim()]);
    both();
    git(folder, &["tag", "-d", "v1.5"]);
    both();
    // Authors are called otherwise, and the configuration says something else.
    write(folder, ".mailmap", "Mapped Name <test@example.org>\n");
    let [internal, _] = both();
    assert!(holds(&internal, "Mapped Name"));
    write(folder, "aimsbook.yaml", &CONFIG.replace("Handbook", "Other title"));
    both();
    // What lies beside the output is lost, damaged, or of another audience.
    let cache = site.join(".internal.aimsbook-cache");
    let entry = cache.join("v1.9.json");
    fs::write(&entry, &fs::read(&entry).unwrap()[..100]).unwrap();
    both();
    fs::remove_dir_all(&cache).unwrap();
    both();
    fs::rename(site.join(".restricted.aimsbook-cache"), &cache).unwrap_err();
    fs::remove_dir_all(&cache).unwrap();
    fs::rename(site.join(".restricted.aimsbook-cache"), &cache).unwrap();
    let [internal, _] = both();
    assert!(!holds(&internal, "SECRETWORD"));
    // Only a newer version knows a classification that those do not see who see everything else.
    fs::remove_file(folder.join("rules/old.md")).unwrap();
    let plain = fs::read_to_string(folder.join("aimsbook.yaml")).unwrap();
    let more = format!("{plain}classifications: [public, internal, confidential, restricted, secret]\n");
    write(folder, "aimsbook.yaml", &more);
    write(folder, "rules/kept.md", &OLD.replace("title:", "classification: secret\ntitle:"));
    write(folder, "rules/old.md", "---\nid: POL-007\ntitle: Seventh\n---\nText.\n");
    commit(folder, "2026-05-25", "v2.1");
    git(folder, &["tag", "-d", "v2.0"]);
    git(folder, &["tag", "-d", "v2.1"]);
    write(folder, "aimsbook.yaml", &plain);
    fs::remove_file(folder.join("rules/kept.md")).unwrap();
    let [_, restricted] = both();
    assert!(holds(&restricted, "SECRETWORD"));
    git(folder, &["tag", "v2.1"]);
    let [_, restricted] = both();
    assert!(!holds(&restricted, "SECRETWORD"), "known by a name that was kept");
}

fn git_output(folder: &Path, arguments: &[&str]) -> Vec<u8> {
    let done = Command::new("git").arg("-C").arg(folder).args(arguments).output().unwrap();
    assert!(done.status.success(), "git {arguments:?}");
    done.stdout
}
