//! Who committed what, as git's history and its mailmap say.
//!
//! Never guesses at a past that was not cloned.

use std::fs;
use std::path::Path;

use crate::config::editions::{Author, Authors};
use crate::outside::git::{GitError, output};
use crate::text::{DocPath, Sha256};

/// Before the author of a commit: no path below a folder begins so.
const COMMIT: &str = "//";

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
        "--no-show-signature",
        "--format=%x00//%x00%aN%x00%aE%x00",
    ];
    let without = before.map(|before| format!("^{before}"));
    arguments.push(commit);
    arguments.extend(without.as_deref());
    arguments.extend(["--", "."]);
    let answer = output(root, &arguments)?;
    Ok(read(&answer))
}

/// Nothing that git prints holds a zero byte but those between its parts: `//`, name, address, and paths.
fn read(answer: &str) -> Authors {
    let mut found = Authors::new();
    let mut parts = answer.split('\0');
    let mut author = None;
    while let Some(part) = parts.next() {
        if part == COMMIT {
            let mut next = || visible(parts.next().unwrap_or_default());
            author = Some(Author { name: next(), email: next() });
            continue;
        }
        // A line break stands before the first path of a commit.
        let path = DocPath::new(part.trim_start_matches('\n')).filter(|_| !part.is_empty());
        if let (Some(author), Some(path)) = (&author, path) {
            let authors = found.entry(path).or_default();
            if !authors.contains(author) {
                authors.push(author.clone());
            }
        }
    }
    found
}

/// Names are shown on pages and in terminals: what a terminal obeys is left out.
fn visible(name: &str) -> String {
    name.chars().filter(|character| !character.is_control()).collect()
}

/// Stands for what authors are called: the mailmap, wherever git finds it. Where git does not answer, for nothing.
pub fn mailmap_key(root: &Path) -> String {
    let settings = output(root, &["config", "--get-regexp", "^mailmap\\."]).unwrap_or_default();
    let file = output(root, &["rev-parse", "--show-toplevel"]).ok();
    let file = file.and_then(|top| fs::read(Path::new(top.trim_end_matches('\n')).join(".mailmap")).ok());
    format!("{settings:?} {}", Sha256::of(&file.unwrap_or_default()))
}

#[cfg(test)]
mod tests {
    use super::read;

    #[test]
    fn a_name_can_neither_forge_a_commit_nor_command_a_terminal() {
        let answer =
            "\0//\0Eve\u{1}Bob\u{1b}[31m\0e@x\0\0\na.md\0b c.md\0\0//\0Ann\0a@x\0\0\na.md\0\0//\0\0\0\0\nc.md\0";
        let found = read(answer);
        let said: Vec<String> = found
            .iter()
            .map(|(path, authors)| {
                let authors: Vec<String> = authors.iter().map(|one| format!("{} <{}>", one.name, one.email)).collect();
                format!("{path}: {}", authors.join(", "))
            })
            .collect();
        assert_eq!(said, ["a.md: EveBob[31m <e@x>, Ann <a@x>", "b c.md: EveBob[31m <e@x>", "c.md:  <>"]);
    }
}
