//! Who committed what, as git's history and its mailmap say.
//!
//! Never guesses at a past that was not cloned.

use std::fs;
use std::path::Path;

use crate::config::editions::{Author, Authors};
use crate::outside::git::{GitError, output};
use crate::text::{DocPath, Sha256};

/// Between authors and files of a commit; names hold neither.
const COMMIT: char = '\u{1}';
const PART: char = '\u{2}';

/// The authors of all commits that `commit` has and `before` has not, by file below the folder.
pub fn authors(root: &Path, before: Option<&str>, commit: &str) -> Result<Authors, GitError> {
    let mut arguments = vec![
        "log",
        "--use-mailmap",
        "--no-merges",
        "--no-renames",
        "--relative",
        "--name-only",
        "-z",
        "--format=%x01%aN%x02%aE%x02",
    ];
    let without = before.map(|before| format!("^{before}"));
    arguments.push(commit);
    arguments.extend(without.as_deref());
    arguments.extend(["--", "."]);
    let answer = output(root, &arguments)?;
    let mut found = Authors::new();
    for commit in answer.split(COMMIT).skip(1) {
        let mut parts = commit.splitn(3, PART);
        let (Some(name), Some(email), Some(files)) = (parts.next(), parts.next(), parts.next()) else { continue };
        let author = Author { name: name.to_owned(), email: email.to_owned() };
        for path in files.split(['\0', '\n']).filter(|path| !path.is_empty()).filter_map(DocPath::new) {
            let authors = found.entry(path).or_default();
            if !authors.contains(&author) {
                authors.push(author.clone());
            }
        }
    }
    Ok(found)
}

/// Stands for what authors are called: the mailmap, wherever git finds it. Where git does not answer, for nothing.
pub fn mailmap_key(root: &Path) -> String {
    let settings = output(root, &["config", "--get-regexp", "^mailmap\\."]).unwrap_or_default();
    let file = output(root, &["rev-parse", "--show-toplevel"]).ok();
    let file = file.and_then(|top| fs::read(Path::new(top.trim_end_matches('\n')).join(".mailmap")).ok());
    format!("{settings:?} {}", Sha256::of(&file.unwrap_or_default()))
}
