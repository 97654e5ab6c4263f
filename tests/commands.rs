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
