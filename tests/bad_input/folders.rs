//! What only a disk can hold: symbolic links, special files, huge files, names that are no text.
//!
//! Never leaves anything behind.

use std::fs;
use std::fs::File;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::path::{Path, PathBuf};

use aimsbook::pipeline::Caches;
use aimsbook::view::View;
use tempfile::TempDir;

use crate::{DAY, outcome};

/// A place with a handbook's folder in it.
fn place() -> (TempDir, PathBuf) {
    let place = tempfile::tempdir().unwrap();
    let root = place.path().join("handbook");
    fs::create_dir_all(root.join("evidence")).unwrap();
    put(&root, "aimsbook.yaml", "title: Folders\nframeworks: [iso-42001]\n");
    (place, root)
}

fn put(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The findings that are no notes, one a line.
fn warnings(said: &str) -> Vec<&str> {
    said.lines().filter(|line| !line.contains(": note[") && !line.contains("missing-applicability")).collect()
}

#[test]
fn symbolic_links_lead_nowhere_outside() {
    let (place, root) = place();
    put(place.path(), "outside/secret.md", "# A secret\n");
    put(place.path(), "outside/secret.txt", "a secret\n");
    put(&root, "policies/a.md", "---\nid: A\ntitle: A\n---\n[one](../linked.md) [two](../evidence/linked.txt)\n");
    symlink(place.path().join("outside/secret.md"), root.join("linked.md")).unwrap();
    symlink("../outside", root.join("folder")).unwrap();
    symlink("../../outside/secret.txt", root.join("evidence/linked.txt")).unwrap();
    symlink("/etc/passwd", root.join("evidence/passwd")).unwrap();
    symlink("nowhere.md", root.join("dangling.md")).unwrap();
    symlink("loop-b.md", root.join("loop-a.md")).unwrap();
    symlink("loop-a.md", root.join("loop-b.md")).unwrap();
    symlink(".", root.join("policies/self")).unwrap();
    symlink("..", root.join("policies/up")).unwrap();
    symlink("policies/a.md", root.join("inside.md")).unwrap();
    let found = outcome(place.path(), "symbolic links", true);
    let secret = |bytes: &[u8]| bytes.windows(8).any(|window| window.eq_ignore_ascii_case(b"a secret"));
    for entry in walk(&place.path().join("site")) {
        assert!(!secret(&fs::read(&entry).unwrap()), "{}", entry.display());
    }
    let lines = warnings(&found.said);
    let expected = [
        "dangling.md:1:1: error[symbolic-link]: the symbolic link leads to nothing",
        "evidence/linked.txt:1:1: error[symbolic-link]: the symbolic link leads out of the handbook",
        "evidence/passwd:1:1: error[symbolic-link]: the symbolic link leads out of the handbook",
        "folder:1:1: error[symbolic-link]: the symbolic link leads out of the handbook",
        "inside.md:5:7: error[link-leaves-folder]: `../linked.md` leads out of the handbook's folder",
        "inside.md:5:27: error[link-leaves-folder]: `../evidence/linked.txt` leads out of the handbook's folder",
        "linked.md:1:1: error[symbolic-link]: the symbolic link leads out of the handbook",
        "loop-a.md:1:1: error[symbolic-link]: the symbolic link leads in a circle",
        "loop-b.md:1:1: error[symbolic-link]: the symbolic link leads in a circle",
        "policies/a.md:2:5: error[duplicate-id]: the id `A` is given twice",
        "policies/a.md:5:7: warning[broken-link]: there is no file `linked.md`",
        "policies/a.md:5:27: warning[broken-link]: there is no file `evidence/linked.txt`",
        "policies/self:1:1: error[symbolic-link]: the symbolic link leads in a circle",
        "policies/up:1:1: error[symbolic-link]: the symbolic link leads in a circle",
    ];
    for start in expected {
        assert!(lines.iter().any(|line| line.starts_with(start)), "{start} is not among\n{}", found.said);
    }
    assert_eq!(lines.len(), expected.len(), "{}", lines.join("\n"));
}

fn walk(folder: &Path) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
        match entry.file_type().unwrap().is_dir() {
            true => files.extend(walk(&entry.path())),
            false => files.push(entry.path()),
        }
    }
    files
}

/// The files are sparse: they take no space, and reading them all would still take long.
#[test]
fn files_of_a_hundred_megabytes_are_evidence_or_too_large() {
    let (place, root) = place();
    let sparse = |path: &str| File::create(root.join(path)).unwrap().set_len(100 << 20).unwrap();
    sparse("large.md");
    sparse("large.yaml");
    sparse("evidence/large.bin");
    put(&root, "a.md", "---\nid: A\ntitle: A\nevidence: [{path: evidence/large.bin, collected: 2026-01-01}]\n---\n");
    let found = outcome(place.path(), "large files", true);
    let lines = warnings(&found.said);
    assert_eq!(lines.len(), 2, "{}", found.said);
    for (line, name) in lines.iter().zip(["large.md", "large.yaml"]) {
        assert!(
            line.starts_with(&format!("{name}:1:1: error[file-too-large]: the file has 104857600 bytes")),
            "{line}"
        );
    }
    assert_eq!(fs::metadata(place.path().join("site/files/evidence/large.bin")).unwrap().len(), 100 << 20);
}

#[test]
fn special_files_are_never_opened() {
    let (place, root) = place();
    let made = std::process::Command::new("mkfifo").arg(root.join("pipe.md")).arg(root.join("evidence/pipe")).status();
    if !made.is_ok_and(|status| status.success()) {
        return;
    }
    symlink("/dev/zero", root.join("zero.md")).unwrap();
    let found = outcome(place.path(), "special files", true);
    let lines = warnings(&found.said);
    assert_eq!(lines.len(), 3, "{}", found.said);
    assert!(lines[0].starts_with("evidence/pipe:1:1: error[unreadable-file]"), "{}", lines[0]);
    assert!(lines[1].starts_with("pipe.md:1:1: error[unreadable-file]"), "{}", lines[1]);
    assert!(lines[2].starts_with("zero.md:1:1: error[symbolic-link]"), "{}", lines[2]);
}

#[test]
fn names_that_are_no_text_and_files_that_nobody_may_read_are_said() {
    let (place, root) = place();
    let name = std::ffi::OsStr::from_bytes(b"na\xefve.md");
    fs::write(root.join(name), "# Latin 1 name\n").unwrap();
    put(&root, "locked.md", "# Locked\n");
    put(&root, "closed/a.md", "# Closed\n");
    fs::set_permissions(root.join("locked.md"), fs::Permissions::from_mode(0o000)).unwrap();
    fs::set_permissions(root.join("closed"), fs::Permissions::from_mode(0o000)).unwrap();
    // Whoever may read everything finds nothing locked.
    let all_powerful = fs::read(root.join("locked.md")).is_ok();
    let found = outcome(place.path(), "unreadable files", true);
    fs::set_permissions(root.join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
    assert!(found.said.contains("error[name-not-unicode]"), "{}", found.said);
    if !all_powerful {
        assert!(found.said.contains("locked.md:1:1: error[unreadable-file]"), "{}", found.said);
        assert!(found.said.contains("closed:1:1: error[unreadable-file]"), "{}", found.said);
    }
}

#[test]
fn a_folder_so_deep_that_its_name_is_too_long_is_read() {
    let (place, root) = place();
    let deep = "a-long-name-of-a-folder/".repeat(40);
    put(&root, &format!("{deep}a.md"), "# Deep\n");
    let found = outcome(place.path(), "a deep folder", true);
    assert_eq!(warnings(&found.said), Vec::<&str>::new());
    let view = View::new(&found.book.checked.handbook, found.book.audience("internal"));
    assert_eq!(view.documents().count(), 2);
}

/// Without a configuration the folder is a trial, and its name is the title.
#[test]
fn an_empty_folder_and_one_without_documents_are_handbooks() {
    for files in [&[][..], &[("notes.txt", "no document")][..]] {
        let place = tempfile::tempdir().unwrap();
        files.iter().for_each(|(path, text)| put(place.path(), path, text));
        let snapshot = aimsbook::outside::folder::read(place.path(), &Default::default()).unwrap();
        let mut book = crate::support::Book::with_caches(snapshot, DAY, Caches::default());
        let audience = book.audience("internal");
        let (site, problems) = book.build(&audience);
        assert_eq!((problems.len(), book.checked.counts().errors), (0, 0), "{}", book.said());
        assert!(site.get("index.html").is_some() && book.checked.config.is_trial);
    }
}
