//! The commands as a user runs them: a real process, its output, its exit code, the files it leaves.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

fn aimsbook(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(arguments).current_dir(folder).env_remove("NO_COLOR").stdin(Stdio::null());
    command.output().unwrap()
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn err(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_arguments_there_is_help_and_exit_code_2() {
    let folder = tempfile::tempdir().unwrap();
    let output = aimsbook(&[], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("Usage: aimsbook <COMMAND>") && err(&output).contains("Exit codes:"));
    let output = aimsbook(&["--help"], folder.path());
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    assert!(out(&output).contains("2  could not run"));
    assert_eq!(code(&aimsbook(&["frobnicate"], folder.path())), 2);
}

#[test]
fn init_fills_a_folder_once_and_overwrites_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let output = aimsbook(&["init", "book", "--organization", "Bread & Butter"], folder.path());
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("aimsbook serve book"));
    let book = folder.path().join("book");
    assert!(fs::read_to_string(book.join("aimsbook.yaml")).unwrap().contains("organization: Bread & Butter"));
    assert_eq!(fs::read_to_string(book.join(".gitignore")).unwrap().lines().last(), Some("/_site/"));

    fs::remove_dir_all(book.join("policies")).unwrap();
    fs::write(book.join("index.md"), "mine").unwrap();
    let output = aimsbook(&["init", "book"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("nothing was written") && err(&output).contains("\n  index.md"), "{}", err(&output));
    assert!(!book.join("policies").exists());
    assert_eq!(fs::read_to_string(book.join("index.md")).unwrap(), "mine");
}

#[test]
fn init_leaves_an_existing_ignore_file_alone() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join(".gitignore"), "mine\n").unwrap();
    assert_eq!(code(&aimsbook(&["init"], folder.path())), 0);
    assert_eq!(fs::read_to_string(folder.path().join(".gitignore")).unwrap(), "mine\n");
}

#[test]
fn new_takes_the_next_id_and_the_usual_place() {
    let folder = tempfile::tempdir().unwrap();
    aimsbook(&["init"], folder.path());
    let new = |arguments: &[&str]| {
        let output = aimsbook(&[&["new"], arguments].concat(), folder.path());
        assert_eq!(code(&output), 0, "{}", err(&output));
        fs::read_to_string(folder.path().join(out(&output).trim_end())).unwrap()
    };
    assert!(
        new(&["policy", "--title", "Data: handle with care"])
            .contains("id: POL-004\ntitle: 'Data: handle with care'\n")
    );
    assert!(new(&["risk"]).contains("\nid: RSK-002\ntitle: New risk\nstatus: draft "));
    assert!(new(&["risk"]).contains("\nid: RSK-003\n"));
    assert!(new(&["ai-system"]).contains("\nid: SYS-002\n"));
    for path in ["policies/data-handle-with-care.md", "registers/risks/rsk-003.yaml", "systems/sys-002.yaml"] {
        assert!(folder.path().join(path).is_file(), "{path}");
    }
}

#[test]
fn new_knows_own_kinds_own_types_and_own_places() {
    let folder = tempfile::tempdir().unwrap();
    let put = |path: &str, text: &str| {
        fs::create_dir_all(folder.path().join(path).parent().unwrap()).unwrap();
        fs::write(folder.path().join(path), text).unwrap();
    };
    put("kinds/vendor-review.yaml", "id: vendor-review\nplural: Vendor reviews\nfields: {score: text}\n");
    put("standards/a.md", "---\nid: ST-07\ntype: standard\n---\nx");
    put("my risks/one.yaml", "kind: risk\nid: R-0009\n");
    let new = |kind: &str| out(&aimsbook(&["new", kind], folder.path()));
    assert_eq!(new("vendor-review"), "registers/vendor-reviews/ven-001.yaml\n");
    assert_eq!(new("standard"), "standards/st-08.md\n");
    assert_eq!(new("risk"), "my risks/r-0010.yaml\n");
    let output = aimsbook(&["new", "rsk"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `risk`?"), "{}", err(&output));
}

#[test]
fn new_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(code(&aimsbook(&["new", "policy", "--title", "Data"], folder.path())), 0);
    let before = fs::read_to_string(folder.path().join("policies/data.md")).unwrap();
    let output = aimsbook(&["new", "policy", "--title", "Data"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("`policies/data.md` exists already"), "{}", err(&output));
    assert_eq!(fs::read_to_string(folder.path().join("policies/data.md")).unwrap(), before);
}

#[cfg(unix)]
#[test]
fn new_does_not_write_through_a_link_that_leaves_the_folder() {
    let (outside, folder) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    std::os::unix::fs::symlink(outside.path(), folder.path().join("policies")).unwrap();
    let output = aimsbook(&["new", "policy"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("outside the handbook's folder"), "{}", err(&output));
    assert_eq!(fs::read_dir(outside.path()).unwrap().count(), 0);
}

#[test]
fn a_folder_that_is_not_there_could_not_be_read() {
    let folder = tempfile::tempdir().unwrap();
    let output = aimsbook(&["new", "risk", "--in", "nowhere"], folder.path());
    assert_eq!(code(&output), 2);
    assert_eq!(err(&output), "error: the folder `nowhere` does not exist\n");
}

/// A small handbook with one approved document, one record and one evidence file.
fn book(folder: &Path) {
    put(folder, "aimsbook.yaml", "title: Small\nframeworks: [iso-42001]\n");
    put(
        folder,
        "policies/ai.md",
        "---\nid: POL-001\ntitle: AI policy\ntype: policy\nstatus: approved\nowner: Head\napprover: Director\n\
         approved: 2026-01-10\nclauses: [5.2, A.2.2]\n---\nSee [[RSK-001]] and [the report](../evidence/r.pdf).\n",
    );
    put(
        folder,
        "registers/risks.yaml",
        "kind: risk\nrecords:\n  - {id: RSK-001, title: Drift, owner: Lead, likelihood: 2, impact: 3, treatment: retain, \
         status: open, reviewed: 2026-02-01, evidence: [evidence/r.pdf]}\n",
    );
    put(folder, "evidence/r.pdf", "%PDF-1.4 evidence");
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

#[test]
fn a_new_handbook_builds_without_errors_and_plans_for_every_entry() {
    let folder = tempfile::tempdir().unwrap();
    aimsbook(&["init"], folder.path());
    let output = aimsbook(&["build", "--as-of", "2026-11-24"], folder.path());
    assert_eq!(code(&output), 0, "{}", err(&output));
    assert!(out(&output).contains("Open ./_site/index.html"), "{}", out(&output));
    assert!(folder.path().join("_site/index.html").is_file());
    let output = aimsbook(&["check", "--format", "concise"], folder.path());
    assert_eq!(code(&output), 0);
    let found = out(&output);
    let unexpected: Vec<&str> = output_lines(&found).filter(|line| !line.contains("[missing-field]")).collect();
    assert_eq!(unexpected, Vec::<&str>::new());
    let report = coverage_json(folder.path());
    let counts = &report["frameworks"][0]["counts"];
    assert_eq!((counts["statuses"]["planned"].as_u64(), counts["assessable"].as_u64()), (Some(70), Some(70)));
    assert_eq!((counts["documented"].as_u64(), counts["evidenced"].as_u64()), (Some(0), Some(0)));
}

fn output_lines(text: &str) -> impl Iterator<Item = &str> {
    text.lines().filter(|line| !line.is_empty())
}

fn coverage_json(folder: &Path) -> serde_json::Value {
    let output = aimsbook(&["coverage", "--format", "json", "--as-of", "2026-11-24"], folder);
    assert_eq!(code(&output), 0, "{}", err(&output));
    serde_json::from_str(&out(&output)).unwrap()
}

#[test]
fn the_same_folder_and_day_give_the_same_bytes() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let manifest = |out: &str, threads: &str| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
        command.args(["build", ".", "--as-of", "2026-06-01", "--out", out]).env("RAYON_NUM_THREADS", threads);
        assert!(command.current_dir(folder.path()).output().unwrap().status.success());
        fs::read_to_string(folder.path().join(out).join(".aimsbook-manifest")).unwrap()
    };
    assert_eq!(manifest("one", "1"), manifest("other", "5"));
    assert_eq!(manifest("one", "3"), manifest("other", "2"));
}

#[test]
fn an_error_stops_publishing_and_keep_going_does_not_hide_it() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    assert_eq!(code(&aimsbook(&["build"], folder.path())), 0);
    let before = fs::read_to_string(folder.path().join("_site/.aimsbook-manifest")).unwrap();
    put(folder.path(), "policies/broken.md", "---\nid: POL-002\ntitle: B\nclauses: [99.9]\n---\nx\n");
    let output = aimsbook(&["build"], folder.path());
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("policies/broken.md:4:11"), "{}", err(&output));
    assert!(err(&output).contains("nothing was published"), "{}", err(&output));
    assert_eq!(fs::read_to_string(folder.path().join("_site/.aimsbook-manifest")).unwrap(), before);
    let output = aimsbook(&["build", "--keep-going", "--quiet"], folder.path());
    assert_eq!((code(&output), out(&output).as_str()), (0, ""));
    assert!(err(&output).contains("policies/broken.md:4:11"), "{}", err(&output));
    assert!(fs::read_to_string(folder.path().join("_site/findings.html")).unwrap().contains("99.9"));
}

#[test]
fn a_folder_without_configuration_is_a_trial_that_nothing_stops() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "broken.md", "---\nclauses: [99.9]\n---\nx\n");
    put(folder.path(), "r.yaml", "kind: objective\nrecords: [{id: O-1, title: A}, {id: O-2, title: B}]\n");
    let output = aimsbook(&["build"], folder.path());
    assert_eq!(code(&output), 0);
    let said = err(&output);
    let note = &said[said.find("This was a trial").unwrap_or_else(|| panic!("{said}"))..];
    assert!(note.contains("`.` has no aimsbook.yaml") && note.contains("1 document and 2 records"), "{note}");
    assert!(note.contains("To make a handbook of it, put a file `aimsbook.yaml` there"), "{note}");
    assert_eq!(note.lines().count(), 2, "it stands at the end: {note}");
    let output = aimsbook(&["check"], folder.path());
    assert_eq!(code(&output), 1);
    assert!(err(&output).contains("This was a trial"), "{}", err(&output));
    put(folder.path(), "aimsbook.yaml", "title: Ours\n");
    put(folder.path(), "broken.md", "---\ntitle: Whole\n---\nx\n");
    let output = aimsbook(&["build"], folder.path());
    assert_eq!(code(&output), 0);
    assert!(!err(&output).contains("trial"), "{}", err(&output));
}

#[test]
fn a_folder_that_cannot_be_meant_as_a_handbook_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let source = folder.path().join("source");
    put(&source, "main.py", "print()\n");
    put(&source, "compose.yml", "services: {web: {image: x}}\n");
    for command in [&["build"][..], &["check"][..], &["bundle"][..], &["export", "graph"][..]] {
        let output = aimsbook(&[command, &["source"][..]].concat(), folder.path());
        assert_eq!(code(&output), 2, "{command:?}: {}", err(&output));
        assert!(err(&output).contains("error: `source` is no handbook"), "{command:?}: {}", err(&output));
        assert!(err(&output).contains("aimsbook init source"), "{command:?}: {}", err(&output));
    }
    assert!(!source.join("_site").exists());
    put(&source, "aimsbook.yaml", "title: Ours\n");
    assert_eq!(code(&aimsbook(&["build", "source"], folder.path())), 0, "an empty handbook is one");
}

#[cfg(unix)]
#[test]
fn the_home_folder_and_what_holds_it_are_no_trial() {
    let folder = tempfile::tempdir().unwrap();
    let home = folder.path().join("homes/me");
    put(&home, "notes.md", "# Notes\n");
    put(&home, "aims/policy.md", "# Policy\n");
    let build = |place: &Path| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
        command.args(["build", "--out"]).arg(folder.path().join("out")).arg(place).env("HOME", &home);
        command.stdin(Stdio::null()).output().unwrap()
    };
    for place in [home.as_path(), home.parent().unwrap(), Path::new("/")] {
        let output = build(place);
        assert_eq!(code(&output), 2, "{}", err(&output));
        assert!(err(&output).contains("has no aimsbook.yaml: give the handbook's folder"), "{}", err(&output));
    }
    assert_eq!(code(&build(&home.join("aims"))), 0, "a folder in it is one");
    put(&home, "aimsbook.yaml", "title: All of it\n");
    assert_eq!(code(&build(&home)), 0, "who says so means it");
}

#[test]
fn errors_stand_at_the_end_where_people_look() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    put(folder.path(), "a.md", "---\nid: A\ntitle: A\nclauses: [99.9]\n---\nx\n");
    for number in 0..4 {
        put(folder.path(), &format!("z{number}.md"), "---\ntitle: Z\nunheard: of\n---\n[x](nowhere.md)\n");
    }
    let last = |text: &str, what: &str| text.rfind(what).unwrap_or_else(|| panic!("{text}"));
    for arguments in [&["check"][..], &["check", "--format", "concise"][..]] {
        let text = out(&aimsbook(arguments, folder.path()));
        assert!(last(&text, "a.md:4:11") > last(&text, "z3.md:"), "{text}");
        assert!(last(&text, "error[unknown-clause]") > last(&text, "warning["), "{text}");
    }
    let text = err(&aimsbook(&["build"], folder.path()));
    assert!(last(&text, "error[unknown-clause]") > last(&text, "warning["), "{text}");
    assert!(last(&text, "... and ") < last(&text, "error[unknown-clause]"), "{text}");
    let json = out(&aimsbook(&["check", "--format", "json"], folder.path()));
    assert!(
        json.find("a.md").unwrap() < json.find("z3.md").unwrap(),
        "for programs they stay in the order of the files"
    );
}

#[test]
fn a_code_that_is_no_rule_is_explained_as_what_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let output = aimsbook(&["rules", "unknown-clause"], folder.path());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let text = out(&output);
    assert!(
        text.starts_with("# unknown-clause\n\nA reference names a clause that its framework does not have"),
        "{text}"
    );
    assert!(
        text.contains("the code of a mistake, not a rule") && text.contains("neither switched off nor waived"),
        "{text}"
    );
    let output = aimsbook(&["rules", "unknown-claus"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `unknown-clause`?"), "{}", err(&output));
}

/// What the rooms that understand content say is explained.
#[test]
fn every_code_is_explained() {
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    let mut made = std::collections::BTreeSet::new();
    while let Some(folder) = folders.pop() {
        for path in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if path.is_dir() && !["cli", "pipeline", "config"].iter().any(|room| path.ends_with(room)) {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "rs") {
                let text = fs::read_to_string(&path).unwrap();
                let text = text.split("#[cfg(test)]").next().unwrap();
                let found =
                    text.split("Finding::").skip(1).filter_map(|rest| rest.split_once('(')).map(|(_, rest)| rest);
                let codes = found.filter_map(|rest| rest.trim_start().strip_prefix('"')?.split('"').next());
                made.extend(codes.map(str::to_owned));
            }
        }
    }
    let rules: Vec<&str> = aimsbook::rules::RULES.iter().map(|rule| rule.name).collect();
    let known = aimsbook::diagnostic::codes();
    let lost: Vec<&String> =
        made.iter().filter(|code| !known.contains_key(code.as_str()) && !rules.contains(&code.as_str())).collect();
    assert!(lost.is_empty(), "src/diagnostic/codes.txt lacks {lost:?}");
    assert!(made.len() > 80, "{made:?}");
}

#[test]
fn strict_counts_warnings() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    put(
        folder.path(),
        "policies/link.md",
        "---\nid: POL-002\ntitle: L\nstatus: draft\nowner: Head\n---\n[x](nowhere.md)\n",
    );
    assert_eq!(code(&aimsbook(&["check"], folder.path())), 0);
    assert_eq!(code(&aimsbook(&["check", "--strict"], folder.path())), 1);
    assert_eq!(code(&aimsbook(&["build", "--strict"], folder.path())), 1);
    assert!(!folder.path().join("_site").exists());
    assert_eq!(code(&aimsbook(&["build"], folder.path())), 0);
}

#[test]
fn rules_are_listed_with_the_levels_and_findings_of_a_handbook() {
    let folder = tempfile::tempdir().unwrap();
    let output = aimsbook(&["rules"], folder.path());
    assert_eq!((code(&output), err(&output).as_str()), (0, ""));
    assert!(out(&output).contains("warning  missing-owner "), "{}", out(&output));
    let config = "frameworks: [nist-ai-rmf]\nrules: {orphan-document: off, missing-owner: error}\nwaivers:\n  - {rule: missing-owner, for: b.md, reason: r, by: Head, until: 2999-01-01}\n";
    put(folder.path(), "aimsbook.yaml", config);
    put(folder.path(), "a.md", "---\nid: A\ntitle: A\n---\n");
    put(folder.path(), "b.md", "---\nid: B\ntitle: B\n---\n");
    for arguments in [&["rules"][..], &["rules", "."][..], &["rules", "--in", "."][..]] {
        let listed = out(&aimsbook(arguments, folder.path()));
        let line = |name: &str| listed.lines().find(|line| line.contains(name)).unwrap().to_owned();
        assert!(line("missing-owner").starts_with("error ") && line("missing-owner").contains(" 1+1 "), "{listed}");
        assert!(line("orphan-document").starts_with("off "), "{listed}");
    }
}

#[test]
fn a_rule_is_explained_and_an_unknown_one_is_guessed() {
    let folder = tempfile::tempdir().unwrap();
    let output = aimsbook(&["rules", "missing-owner"], folder.path());
    assert_eq!(code(&output), 0);
    assert!(out(&output).contains("## Fix\nName the role") && out(&output).contains("Level: warning\n"));
    let output = aimsbook(&["rules", "mising-owner"], folder.path());
    assert_eq!((code(&output), out(&output).as_str()), (2, ""));
    assert!(err(&output).contains("did you mean `missing-owner`?"), "{}", err(&output));
    put(folder.path(), "book/aimsbook.yaml", "frameworks: [nist-ai-rmf]\nrules: {missing-owner: note}\n");
    put(folder.path(), "book/a.md", "---\nid: A\ntitle: A\n---\n");
    let explained = out(&aimsbook(&["rules", "missing-owner", "--in", "book"], folder.path()));
    assert!(explained.contains("Level: note (set in aimsbook.yaml; warning when nothing is said)"), "{explained}");
    assert!(explained.contains("a.md: `A` has no owner\n"), "{explained}");
}

#[test]
fn check_prints_the_same_findings_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.md", "---\nid: A\ntitle: A\nclauses: [99.9]\n---\n[x](nowhere.md)\n");
    let run = |format: &str| out(&aimsbook(&["check", "--format", format], folder.path()));
    assert!(run("full").contains("error[") && run("full").contains("--> a.md:4:11"), "{}", run("full"));
    assert!(!run("full").contains('\u{1b}'), "no colour in a file");
    let concise = run("concise");
    assert!(concise.contains("a.md:4:11: error["), "{concise}");
    let json: serde_json::Value = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(json.as_array().unwrap().len(), output_lines(&concise).count());
    let unknown = json.as_array().unwrap().iter().find(|finding| finding["level"] == "error").unwrap();
    assert_eq!((unknown["path"].as_str(), unknown["line"].as_u64()), (Some("a.md"), Some(4)));
}

#[test]
fn an_audience_is_known_or_named() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let output = aimsbook(&["build", "--audience", "publik"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("did you mean `public`?"), "{}", err(&output));
    assert_eq!(code(&aimsbook(&["build", "--audience", "public", "--out", "p"], folder.path())), 0);
    let page = fs::read_to_string(folder.path().join("p/index.html")).unwrap();
    assert!(!page.contains("AI policy"), "what has no classification is internal");
}

#[test]
fn coverage_says_what_supports_each_entry_and_always_the_catalog() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let report = coverage_json(folder.path());
    assert_eq!(report["as_of"], "2026-11-24");
    let framework = &report["frameworks"][0];
    assert_eq!((framework["id"].as_str(), framework["edition"].as_str()), (Some("iso-42001"), Some("2023")));
    assert_eq!(framework["digest"].as_str().unwrap().len(), 64);
    let entry =
        |id: &str| framework["entries"].as_array().unwrap().iter().find(|entry| entry["id"] == id).unwrap().clone();
    assert_eq!(
        (entry("5.2")["status"].as_str(), entry("5.2")["documents"][0]["id"].as_str()),
        (Some("documented"), Some("POL-001"))
    );
    assert_eq!(entry("6.1.2")["status"], "practised");
    assert_eq!(entry("6.1.2")["evidence"][0]["by"], "RSK-001");

    let text = out(&aimsbook(&["coverage", "--as-of", "2026-11-24"], folder.path()));
    assert!(text.starts_with("ISO/IEC 42001:2023, edition 2023, catalog "), "{text}");
    assert!(text.contains("documented     2 of 70 applicable (2 %)"), "{text}");
    let csv = out(&aimsbook(
        &["coverage", "--format", "csv", "--framework", "42001", "--as-of", "2026-11-24"],
        folder.path(),
    ));
    assert_eq!(csv.lines().count(), 71);
    assert!(csv.contains(",A.2.2,AI policy,documented,POL-001 (approved),,\n"), "{csv}");
    let output = aimsbook(&["coverage", "--framework", "iso-27001"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("known: iso-42001"), "{}", err(&output));
}

#[test]
fn the_day_to_judge_by_is_an_argument() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    let documented = |day: &str| out(&aimsbook(&["coverage", "--as-of", day], folder.path()));
    assert!(documented("2027-01-10").contains("documented     2 of"));
    assert!(documented("2027-01-11").contains("documented     0 of"));
    let output = aimsbook(&["check", "--as-of", "14.03.2026"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("2026-03-14"), "{}", err(&output));
}

#[test]
fn foreign_files_in_the_output_stop_the_build() {
    let folder = tempfile::tempdir().unwrap();
    book(folder.path());
    put(folder.path(), "_site/thesis.tex", "years of work");
    let output = aimsbook(&["build"], folder.path());
    assert_eq!(code(&output), 2);
    assert!(err(&output).contains("thesis.tex"), "{}", err(&output));
    assert_eq!(fs::read_dir(folder.path().join("_site")).unwrap().count(), 1);
}

#[cfg(unix)]
#[test]
fn a_reader_that_leaves_early_is_no_mistake() {
    let folder = tempfile::tempdir().unwrap();
    for number in 0..400 {
        put(folder.path(), &format!("{number}.md"), "[x](nowhere.md)\n");
    }
    let mut command = Command::new("sh");
    command.args(["-c", "\"$0\" check --format concise | head -1; \"$0\" coverage --framework iso-42001 | true"]);
    let output = command.arg(env!("CARGO_BIN_EXE_aimsbook")).current_dir(folder.path()).output().unwrap();
    assert!(!err(&output).contains("panicked") && !err(&output).contains("error:"), "{}", err(&output));
    assert_eq!(out(&output).lines().count(), 1);
}

#[test]
fn approve_writes_one_file_and_a_dry_run_writes_none() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir(folder.path().join("policies")).unwrap();
    let path = folder.path().join("policies/p.md");
    let text =
        "\u{feff}---\r\nid: POL-1\r\ntitle: AI policy\r\nversion: \"1.0\"\r\nstatus: draft # now\r\n---\r\ntext\r\n";
    fs::write(&path, text).unwrap();
    let arguments = ["approve", "POL-1", "--in", ".", "--by", "Managing director", "--on", "2026-05-01"];

    let output = aimsbook(&[&arguments[..], &["--dry-run"]].concat(), folder.path());
    assert_eq!((code(&output), fs::read_to_string(&path).unwrap().as_str()), (0, text), "{}", err(&output));
    assert!(out(&output).starts_with("@@ line 5\n-status: draft # now\n+status: approved # now\n+approval:\n+  by: "));
    assert!(
        err(&output).contains("POL-1 AI policy, version 1.0: would be approved by Managing director on 2026-05-01")
    );

    let output = aimsbook(&arguments, folder.path());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let written = fs::read_to_string(&path).unwrap();
    assert!(written.contains("status: approved # now\r\napproval:\r\n  by: Managing director\r\n  on: 2026-05-01\r\n"));
    assert_eq!(fs::read_dir(folder.path().join("policies")).unwrap().count(), 1, "nothing is left beside it");
    let output = aimsbook(&["check", "--as-of", "2026-05-01"], folder.path());
    assert!(!out(&output).contains("approv"), "{}", out(&output));
    fs::write(&path, written.replace("text", "other text")).unwrap();
    let output = aimsbook(&["check", "--as-of", "2026-05-01"], folder.path());
    assert!(out(&output).contains("changed-since-approval"), "{}", out(&output));

    let output = aimsbook(&["approve", "POL-2", "--by", "MD"], folder.path());
    assert_eq!((code(&output), err(&output).contains("did you mean `POL-1`?")), (2, true), "{}", err(&output));
    let output = aimsbook(&["approve", "POL-1", "--by", "MD", "--version", "2"], folder.path());
    assert_eq!((code(&output), err(&output).contains("version 1.0, not 2")), (2, true), "{}", err(&output));
    assert_eq!(code(&aimsbook(&["approve", "POL-1"], folder.path())), 2, "an approval is somebody's");
    put(folder.path(), "u.md", "---\nid: POL-9\ntitle: Use\n---\nTBD: who decides.\n");
    let output = aimsbook(&["approve", "POL-9", "--by", "MD"], folder.path());
    assert_eq!((code(&output), err(&output).contains("this is still to be written")), (1, true), "{}", err(&output));
    fs::write(&path, written.replace("id: POL-1", "id: POL-1\r\nclauses: [99.9]")).unwrap();
    let output = aimsbook(&arguments, folder.path());
    assert_eq!((code(&output), err(&output).contains("error[unknown-clause]")), (1, true), "{}", err(&output));
}

#[cfg(unix)]
#[test]
fn approve_follows_no_link_out_of_the_folder_and_keeps_permissions() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("p.md");
    fs::write(&path, "---\nid: POL-1\ntitle: T\n---\ntext\n").unwrap();
    fs::set_permissions(&path, fs::Permissions::from_mode(0o640)).unwrap();
    std::os::unix::fs::symlink("p.md", folder.path().join("q.md")).unwrap();
    let output = aimsbook(&["approve", "q.md", "--by", "MD"], folder.path());
    let ambiguous = err(&output).contains("given more than once");
    fs::remove_file(folder.path().join("q.md")).unwrap();
    assert!(ambiguous, "{}", err(&output));
    assert_eq!(code(&aimsbook(&["approve", "p.md", "--by", "MD"], folder.path())), 0);
    assert_eq!(fs::metadata(&path).unwrap().permissions().mode() & 0o777, 0o640);
}

#[test]
fn the_calendar_is_the_one_of_the_site_and_all_digests_can_be_checked() {
    let folder = tempfile::tempdir().unwrap();
    fs::create_dir_all(folder.path().join("evidence")).unwrap();
    fs::write(folder.path().join("evidence/a report.txt"), "seen").unwrap();
    fs::write(folder.path().join("evidence/secret.txt"), "not for all").unwrap();
    fs::write(folder.path().join("aimsbook.yaml"), "title: Small book\n").unwrap();
    let policy = |id: &str, more: &str| {
        format!("---\nid: {id}\ntitle: T\nowner: O\nstatus: approved\napprover: A\napproved: 2026-01-10\n{more}---\n")
    };
    fs::write(folder.path().join("a.md"), policy("POL-1", "evidence: ['evidence/a report.txt']\n")).unwrap();
    let secret = "classification: restricted\nevidence: [evidence/secret.txt]\n";
    fs::write(folder.path().join("b.md"), policy("POL-2", secret)).unwrap();
    let output = aimsbook(&["build", "--out", "site", "--as-of", "2026-06-15", "--quiet"], folder.path());
    assert_eq!(code(&output), 0, "{}", err(&output));
    let exported = aimsbook(&["export", "calendar", "--as-of", "2026-06-15"], folder.path());
    assert_eq!((code(&exported), err(&exported).as_str()), (0, ""));
    let site = folder.path().join("site");
    assert_eq!(out(&exported), fs::read_to_string(site.join("calendar.ics")).unwrap());
    assert!(out(&exported).contains("POL-1") && !out(&exported).contains("POL-2"));

    let sums = fs::read_to_string(site.join("SHA256SUMS")).unwrap();
    assert!(sums.ends_with("  files/evidence/a report.txt\n") && sums.lines().count() == 1, "{sums}");
    // Where the program is there, it confirms the list.
    if let Ok(checked) = Command::new("sha256sum").args(["-c", "SHA256SUMS"]).current_dir(&site).output() {
        assert_eq!(String::from_utf8(checked.stdout).unwrap(), "files/evidence/a report.txt: OK\n");
    }
}

#[test]
fn the_gap_assessment_works_on_the_first_day() {
    let folder = tempfile::tempdir().unwrap();
    let gaps = |more: &[&str]| {
        let output = aimsbook(&[&["coverage", "--gaps", "--as-of", "2026-06-01"], more].concat(), folder.path());
        assert_eq!(code(&output), 0, "{}", err(&output));
        out(&output)
    };
    let text = gaps(&[]);
    assert!(text.contains("70 of 70 applicable entries are not evidenced yet"), "{text}");
    let policy = "    5.2 AI policy  [gap]\n      missing   no document answers it; no evidence in date\n      document  usually \
                  documented information that is maintained\n";
    assert!(text.contains(policy), "{text}");
    let control = "    A.10.3 Suppliers  [gap]\n      missing   no document answers it; no evidence in date; the Statement of \
                   Applicability does not\n                decide it\n";
    assert!(text.contains(control), "{text}");
    assert!(text.lines().all(|line| line.chars().count() <= 100), "{text}");

    assert_eq!(code(&aimsbook(&["init"], folder.path())), 0);
    let csv = gaps(&["--format", "csv"]);
    assert_eq!(csv.lines().count(), 71, "{csv}");
    assert!(csv.starts_with("as_of,framework,edition,digest,chapter,id,title,status,missing,"), "{csv}");
    let json: serde_json::Value = serde_json::from_str(&gaps(&["--format", "json"])).unwrap();
    let chapter = &json["frameworks"][0]["groups"][1];
    assert_eq!((&chapter["id"], &chapter["title"]), (&"5".into(), &"Leadership".into()));
    let policy = &chapter["gaps"][1];
    assert_eq!((&policy["id"], &policy["status"]), (&"5.2".into(), &"planned".into()));
    assert_eq!(policy["missing"][0], "its document is not approved");
    assert_eq!(json["frameworks"][0]["counts"]["applicable"], 70);
}
