//! The commands over the sample handbook, as a newcomer runs them: what they say agrees, and nothing is written elsewhere.
//!
//! Never depends on today: the day is an argument.

mod support;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use support::html;

const DAY: &str = "2026-11-24";

fn aimsbook(arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(arguments).current_dir(env!("CARGO_MANIFEST_DIR")).env("NO_COLOR", "1").stdin(Stdio::null());
    command.output().unwrap()
}

fn texts(output: &Output) -> (i32, String, String) {
    let text = |bytes: &[u8]| String::from_utf8(bytes.to_vec()).unwrap();
    (output.status.code().unwrap(), text(&output.stdout), text(&output.stderr))
}

/// Every file of the sample with its size and time.
fn sample_files() -> BTreeMap<PathBuf, (u64, std::time::SystemTime)> {
    let mut files = BTreeMap::new();
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-aims")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let facts = entry.metadata().unwrap();
            // A site that somebody built there is no part of the sample.
            if facts.is_dir() && entry.file_name() != "_site" {
                folders.push(entry.path());
            } else if facts.is_file() {
                files.insert(entry.path(), (facts.len(), facts.modified().unwrap()));
            }
        }
    }
    files
}

#[test]
fn the_sample_is_clean_and_its_figures_are_the_same_everywhere() {
    let before = sample_files();
    let (code, said, errors) = texts(&aimsbook(&["check", "sample-aims", "--format", "json", "--as-of", DAY]));
    let findings: Value = serde_json::from_str(&said).unwrap();
    let wrong: Vec<&Value> = findings.as_array().unwrap().iter().filter(|found| found["level"] == "error").collect();
    assert_eq!((code, wrong.len()), (0, 0), "{wrong:#?}\n{errors}");

    let place = tempfile::tempdir().unwrap();
    let site = place.path().join("site");
    let audience = ["--audience", "auditor", "--as-of", DAY];
    let build = [&["build", "sample-aims", "--quiet", "--out", site.to_str().unwrap()][..], &audience].concat();
    let (code, _, errors) = texts(&aimsbook(&build));
    assert_eq!(code, 0, "{errors}");
    let (_, json, _) = texts(&aimsbook(&["coverage", "sample-aims", "--format", "json", "--as-of", DAY]));
    let (_, csv, _) = texts(&aimsbook(&["coverage", "sample-aims", "--format", "csv", "--as-of", DAY]));
    let (_, text, _) = texts(&aimsbook(&["coverage", "sample-aims", "--as-of", DAY]));
    let report: Value = serde_json::from_str(&json).unwrap();
    let frameworks = report["frameworks"].as_array().unwrap();
    assert!(frameworks.len() >= 3);
    for framework in frameworks {
        let (id, digest) = (framework["id"].as_str().unwrap(), framework["digest"].as_str().unwrap());
        let counts = &framework["counts"];
        let page = fs::read_to_string(site.join(format!("frameworks/{id}/index.html"))).unwrap();
        let page = html::read(&page).text.split_whitespace().collect::<Vec<_>>().join(" ");
        for figure in ["documented", "evidenced"] {
            let figure = format!("{} of {}", counts[figure], counts["applicable"]);
            assert!(page.contains(&figure), "{id}: {figure} is not on its page: {page}");
            assert!(text.contains(&figure), "{id}: {figure} is not in the terminal: {text}");
        }
        assert!(page.contains(&digest[..12]) && text.contains(&digest[..12]), "{id} {digest}");
        let rows = csv.lines().filter(|row| row.contains(digest));
        let by_status: Vec<&str> =
            framework["entries"].as_array().unwrap().iter().map(|entry| entry["status"].as_str().unwrap()).collect();
        assert_eq!(rows.count(), by_status.len());
        for (status, count) in counts["statuses"].as_object().unwrap() {
            let counted = by_status.iter().filter(|found| *found == status).count();
            assert_eq!(count.as_u64(), Some(counted as u64), "{id}: {status}");
        }
    }
    assert_eq!(sample_files(), before, "a command wrote into the sample");
}

#[test]
fn typing_mistakes_are_answered_with_what_was_meant() {
    for (arguments, meant) in [
        (&["chek", "sample-aims"][..], "check"),
        (&["check", "sample-aims", "--fromat", "json"], "--format"),
        (&["check", "sample-aims", "--format", "jsn"], "json"),
        (&["check", "sample-aim"], "sample-aim"),
        (&["build", "sample-aims", "--audience", "auditr"], "auditor"),
        (&["coverage", "sample-aims", "--framework", "iso-4201"], "iso-42001"),
        (&["coverage", "sample-aims", "--as-of", "2026-13-01"], "2026-13-01"),
        (&["new", "--in", "sample-aims", "rsik"], "risk"),
        (&["rules", "orphan-documents", "--in", "sample-aims"], "orphan-document"),
    ] {
        let (code, said, errors) = texts(&aimsbook(arguments));
        assert_eq!((code, said.as_str()), (2, ""), "{arguments:?}: {errors}");
        assert!(errors.contains(meant), "{arguments:?}: {errors}");
    }
}

/// Nothing can be made in such places, by nobody.
#[test]
fn an_output_that_cannot_be_written_is_said_and_leaves_nothing() {
    let place = tempfile::tempdir().unwrap();
    fs::create_dir(place.path().join("book")).unwrap();
    fs::write(place.path().join("book/a.md"), "# A\n").unwrap();
    fs::write(place.path().join("file"), "not a folder").unwrap();
    let book = place.path().join("book");
    for out in ["file", "file/site"] {
        let out = place.path().join(out);
        let (code, _, errors) = texts(&aimsbook(&["build", book.to_str().unwrap(), "--out", out.to_str().unwrap()]));
        assert_eq!(code, 2, "{errors}");
        assert!(errors.contains("file"), "{errors}");
    }
    assert_eq!(fs::read_to_string(place.path().join("file")).unwrap(), "not a folder");
    let left: Vec<_> = fs::read_dir(place.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 2, "{left:?}");
    let (code, _, errors) = texts(&aimsbook(&["build", book.to_str().unwrap(), "--out", book.to_str().unwrap()]));
    assert_eq!(code, 2, "{errors}");
    assert_eq!(fs::read_dir(&book).unwrap().count(), 1);
}

/// A folder that cannot be written is read and built to somewhere else.
#[cfg(unix)]
#[test]
fn a_read_only_handbook_is_built_elsewhere() {
    use std::os::unix::fs::PermissionsExt;
    let place = tempfile::tempdir().unwrap();
    let book = place.path().join("book");
    fs::create_dir(&book).unwrap();
    fs::write(book.join("aimsbook.yaml"), "title: Read only\n").unwrap();
    fs::write(book.join("a.md"), "---\nid: A\ntitle: A\nowner: Lead\n---\n").unwrap();
    fs::set_permissions(&book, fs::Permissions::from_mode(0o555)).unwrap();
    let site = place.path().join("site");
    let path = book.to_str().unwrap();
    assert_eq!(texts(&aimsbook(&["check", path, "--as-of", DAY])).0, 0);
    let output = aimsbook(&["build", path, "--as-of", DAY, "--out", site.to_str().unwrap()]);
    let inside = aimsbook(&["build", path, "--as-of", DAY]);
    // Whoever may write everywhere finds nothing read-only.
    let all_powerful = fs::write(book.join("probe"), "").is_ok();
    fs::set_permissions(&book, fs::Permissions::from_mode(0o755)).unwrap();
    assert_eq!(texts(&output).0, 0, "{:?}", texts(&output));
    assert!(site.join("documents/A.html").is_file());
    if !all_powerful {
        assert_eq!(texts(&inside).0, 2);
        assert_eq!(fs::read_dir(&book).unwrap().count(), 2);
    }
}
