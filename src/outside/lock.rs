//! `aimsbook.lock`: which commit and which content each published version had, so that nobody moves one unnoticed.
//!
//! Never written by a build.

use std::fs;
use std::io::{self, Write as _};
use std::path::Path;

use crate::text::{Sha256, parse_date};

/// The lock file's name in the handbook's folder.
pub const NAME: &str = "aimsbook.lock";

const FIRST: &str =
    "# The published versions of this handbook: content, commit, date, name. Written by `aimsbook lock`.\n";

/// What stands for a commit or a date where there is none.
const NOTHING: &str = "-";

/// A version as it was when it was locked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Locked {
    pub name: String,
    /// Empty for folders.
    pub commit: String,
    pub content: Sha256,
    /// From when it applied, as an ISO date; empty when nobody said.
    pub date: String,
    /// Where it stands in the file, in bytes.
    pub at: usize,
}

/// The text of the lock file, when there is one.
pub fn read(root: &Path) -> io::Result<Option<String>> {
    match fs::read_to_string(root.join(NAME)) {
        Ok(text) => Ok(Some(text)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// The versions that it lists, or the place of a line that is none.
pub fn parse(text: &str) -> Result<Vec<Locked>, (usize, usize)> {
    let mut locked = Vec::new();
    let mut at = 0;
    for line in text.split_inclusive('\n') {
        let plain = line.trim_end_matches(['\n', '\r']);
        if !plain.is_empty() && !plain.starts_with('#') {
            locked.push(one(plain, at).ok_or((at, at + plain.len()))?);
        }
        at += line.len();
    }
    Ok(locked)
}

fn one(line: &str, at: usize) -> Option<Locked> {
    let mut parts = line.splitn(4, ' ');
    let (content, commit, date, name) = (parts.next()?, parts.next()?, parts.next()?, parts.next()?);
    let [commit, date] = [commit, date].map(|part| if part == NOTHING { "" } else { part });
    if !date.is_empty() && parse_date(date).is_none() {
        return None;
    }
    let is_hex = commit.bytes().all(|byte| byte.is_ascii_hexdigit());
    let content = Sha256::parse(content)?;
    (is_hex && !name.is_empty()).then(|| Locked {
        name: name.to_owned(),
        commit: commit.to_owned(),
        date: date.to_owned(),
        content,
        at,
    })
}

/// Writes the file anew, beside the old one until it is whole.
pub fn write(root: &Path, versions: &[Locked]) -> io::Result<()> {
    let mut text = FIRST.to_owned();
    for version in versions {
        let [commit, date] = [&version.commit, &version.date].map(|part| if part.is_empty() { NOTHING } else { part });
        text += &format!("{} {commit} {date} {}\n", version.content, version.name);
    }
    let beside = root.join(format!(".{NAME}.new"));
    let mut file = fs::File::create(&beside)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    fs::rename(&beside, root.join(NAME))
}

#[cfg(test)]
mod tests {
    use super::{Locked, parse};
    use crate::text::Sha256;

    #[test]
    fn reads_lines_and_says_which_is_none() {
        let content = Sha256::of(b"x");
        let text = format!("# head\n{content} 1234abcd 2024-05-01 v1.0\n{content} - - old one\n");
        let locked = |name: &str, commit: &str, date: &str, at| Locked {
            name: name.into(),
            commit: commit.into(),
            date: date.into(),
            content,
            at,
        };
        let line = 7 + 64 + 1 + 8 + 1 + 10 + 1 + 4 + 1;
        let expected = vec![locked("v1.0", "1234abcd", "2024-05-01", 7), locked("old one", "", "", line)];
        assert_eq!(parse(&text), Ok(expected));
        assert_eq!(parse("\n\r\n"), Ok(Vec::new()));
        for wrong in [
            "v1.0",
            "<<<<<<< HEAD",
            &format!("{content} nothex - v1"),
            &format!("{content} - soon v1"),
            &format!("{content} - - "),
        ] {
            assert_eq!(parse(&format!("# head\n{wrong}\n")), Err((7, 7 + wrong.len())), "{wrong}");
        }
    }
}
