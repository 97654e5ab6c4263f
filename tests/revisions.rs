//! A state from git that is read beside another one is the state that is read alone.

#[path = "support/git.rs"]
mod git;

use std::fs;
use std::path::Path;

use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::outside::git::{read_revision, read_revision_beside};
use aimsbook::outside::git_known::Known;
use aimsbook::text::Snapshot;
use git::git;

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn whole(snapshot: &Snapshot) -> String {
    format!("{snapshot:#?}")
}

/// A repository whose handbook lies in `our aims/`, with a commit `v1`, a commit `v2`, and a folder that is neither.
fn repository(top: &Path) {
    let root = &top.join("our aims");
    for name in ["same", "changed", "staged", "deleted", "moved", "flagged", "touched", "größe"] {
        write(root, &format!("policies/{name}.md"), &format!("# {name}\n\nFirst.\n"));
    }
    write(root, "aimsbook.yaml", "title: T\n");
    write(root, "theme/assets/custom.css", "a { color: red }\n");
    write(root, "theme/assets/custom.js", "1\n");
    write(root, "evidence/2026/a.txt", "first\n");
    write(root, "evidence/2026/b.md", "evidence, not a document\n");
    write(top, "policies/same.md", "# Another of this name\n");
    git(top, &["init", "-q"]);
    git(top, &["add", "-A"]);
    git(top, &["commit", "-qm", "one"]);
    git(top, &["tag", "v1"]);
    write(root, "policies/changed.md", "# changed\n\nSecond.\n");
    git(top, &["commit", "-qam", "two"]);
    git(top, &["tag", "v2"]);
    write(root, "policies/changed.md", "# changed\n\nThird.\n");
    write(root, "policies/staged.md", "# staged\n\nSecond.\n");
    git(top, &["add", "-A"]);
    write(root, "policies/staged.md", "# staged\n\nThird.\n");
    write(root, "policies/untracked.md", "# New\n");
    write(root, "theme/assets/custom.js", "2\n");
    write(root, "evidence/2026/a.txt", "second\n");
    fs::remove_file(root.join("policies/deleted.md")).unwrap();
    fs::rename(root.join("policies/moved.md"), root.join("policies/elsewhere.md")).unwrap();
    // Git was told not to look at this one.
    git(root, &["update-index", "--assume-unchanged", "policies/flagged.md"]);
    write(root, "policies/flagged.md", "# flagged\n\nSecond.\n");
    // The same content at another time.
    write(root, "policies/touched.md", "# touched\n\nFirst.\n");
}

#[test]
fn what_is_known_changes_nothing_of_what_is_read() {
    let folder = tempfile::tempdir().unwrap();
    repository(folder.path());
    let root = &folder.path().join("our aims");
    let options = ReadOptions::default();
    let now = read(root, &options).unwrap();
    let second = read_revision(root, "v2", &options).unwrap();
    let known = [Known::of_folder(root, &now), Known::of_revision(root, "v2", &second)];
    for revision in ["v1", "v2", "HEAD"] {
        let alone = read_revision(root, revision, &options).unwrap();
        assert_eq!(alone.sources.len(), 9, "{}", whole(&alone));
        for known in &known {
            let beside = read_revision_beside(root, revision, &options, Some(known)).unwrap();
            assert_eq!(whole(&beside), whole(&alone), "{revision}");
        }
    }
}

#[test]
fn without_git_nothing_is_known() {
    let folder = tempfile::tempdir().unwrap();
    write(folder.path(), "a.md", "# A\n");
    let now = read(folder.path(), &ReadOptions::default()).unwrap();
    let known = Known::of_folder(folder.path(), &now);
    assert!(read_revision_beside(folder.path(), "HEAD", &ReadOptions::default(), Some(&known)).is_err());
}

#[test]
fn a_folder_that_is_called_like_a_magic_word_is_read_and_nothing_else() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join(":(top)");
    write(&root, "inside.md", "# Inside\n");
    write(folder.path(), "outside.md", "# Outside\n");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "one"]);
    let snapshot = read_revision(&root, "HEAD", &ReadOptions::default()).unwrap();
    let paths: Vec<&str> = snapshot.sources.iter().map(|source| source.path.as_str()).collect();
    assert_eq!(paths, ["inside.md"]);
}

#[test]
fn a_pointer_of_git_lfs_in_a_commit_is_not_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:4d7a\nsize 12345\n";
    write(folder.path(), "evidence/b.bin", pointer);
    write(folder.path(), "evidence/a.bin", "whole");
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "one"]);
    let snapshot = read_revision(folder.path(), "HEAD", &ReadOptions::default()).unwrap();
    assert_eq!(snapshot.files.keys().map(|path| path.as_str()).collect::<Vec<_>>(), ["evidence/a.bin"]);
    assert_eq!(snapshot.unreadable.len(), 1);
}
