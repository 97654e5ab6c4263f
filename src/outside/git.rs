//! Reads an earlier state of the folder from git's objects, without touching the work tree.
//!
//! Never runs a hook, a filter or a pager, and never writes: plumbing commands of the `git` program only.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::outside::folder::{ReadOptions, is_evidence, is_text, theme_path};
use crate::outside::load::source;
use crate::text::{DocPath, FileFact, Hasher, Snapshot, Unreadable, UnreadableReason};

/// Why a state could not be read.
#[derive(Debug)]
pub enum GitError {
    NoGit(io::Error),
    /// What git itself said.
    Refused(String),
    Broken(io::Error),
}

impl std::error::Error for GitError {}

impl fmt::Display for GitError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            GitError::NoGit(error) => write!(out, "the program `git` cannot be started: {error}"),
            GitError::Refused(words) => write!(out, "git: {words}"),
            GitError::Broken(error) => write!(out, "reading from git stopped: {error}"),
        }
    }
}

/// One file of a commit.
struct TreeFile {
    path: DocPath,
    object: String,
    size: u64,
    is_link: bool,
}

/// The folder as it was in a commit, a tag or a branch.
pub fn read_revision(root: &Path, revision: &str, options: &ReadOptions) -> Result<Snapshot, GitError> {
    let commit =
        output(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])
            .map_err(|error| match error {
                GitError::Refused(_) => GitError::Refused(format!("there is no commit, tag or branch `{revision}`")),
                other => other,
            })?;
    let commit = commit.trim();
    let top = PathBuf::from(output(root, &["rev-parse", "--show-toplevel"])?.trim_end_matches('\n'));
    let prefix = output(root, &["rev-parse", "--show-prefix"])?.trim_end_matches('\n').to_owned();
    let mut arguments = vec!["ls-tree", "-r", "-z", "-l", "--full-tree", commit];
    if !prefix.is_empty() {
        arguments.extend(["--", &prefix]);
    }
    let listing = output(&top, &arguments)?;
    let mut snapshot = Snapshot::default();
    let files: Vec<TreeFile> = listing.split('\0').filter_map(|row| tree_file(row, &prefix)).collect();
    read_objects(&top, &files, options, &mut snapshot)?;
    snapshot.sources.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(snapshot)
}

/// Whether the folder stands in a git work tree.
pub fn is_repository(root: &Path) -> bool {
    output(root, &["rev-parse", "--is-inside-work-tree"]).is_ok_and(|answer| answer.trim() == "true")
}

/// `mode type object size<tab>path`; hidden files and what is no file are left out, as in the folder.
fn tree_file(row: &str, prefix: &str) -> Option<TreeFile> {
    let (facts, path) = row.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind, object, size) = (facts.next()?, facts.next()?, facts.next()?, facts.next()?);
    let below = path.strip_prefix(prefix)?;
    let hidden = below.split('/').any(|step| step.starts_with('.'));
    if kind != "blob" || hidden || below.starts_with("_site/") {
        return None;
    }
    let path = DocPath::new(below)?;
    Some(TreeFile { path, object: object.to_owned(), size: size.parse().unwrap_or(0), is_link: mode == "120000" })
}

/// One `cat-file --batch` for all files, in their order.
fn read_objects(
    top: &Path,
    files: &[TreeFile],
    options: &ReadOptions,
    snapshot: &mut Snapshot,
) -> Result<(), GitError> {
    let mut child = command(top, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(GitError::NoGit)?;
    let result = converse(&mut child, files, options, snapshot);
    let ended = child.wait();
    result?;
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(GitError::Refused(format!("cat-file ended with {status}"))),
        Err(error) => Err(GitError::Broken(error)),
    }
}

fn converse(
    child: &mut Child,
    files: &[TreeFile],
    options: &ReadOptions,
    snapshot: &mut Snapshot,
) -> Result<(), GitError> {
    let missing = || GitError::Broken(io::Error::other("no pipe"));
    let mut asking = child.stdin.take().ok_or_else(missing)?;
    let mut answers = BufReader::with_capacity(1 << 16, child.stdout.take().ok_or_else(missing)?);
    std::thread::scope(|scope| {
        // Asking and reading at once: a pipe that nobody reads fills up, and git stops.
        scope.spawn(move || {
            for file in files {
                if writeln!(asking, "{}", file.object).is_err() {
                    return;
                }
            }
        });
        files.iter().try_for_each(|file| take_object(file, &mut answers, options, snapshot))
    })
    .map_err(GitError::Broken)
}

/// The header line, the bytes, a line break.
fn take_object(
    file: &TreeFile,
    answers: &mut impl BufRead,
    options: &ReadOptions,
    snapshot: &mut Snapshot,
) -> io::Result<()> {
    let mut header = String::new();
    answers.read_line(&mut header)?;
    let size: u64 = header.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok()).unwrap_or(file.size);
    let mut content = answers.by_ref().take(size);
    if file.is_link {
        let mut target = Vec::new();
        content.read_to_end(&mut target)?;
        snapshot.unreadable.push(Unreadable { path: file.path.clone(), reason: UnreadableReason::LinkToNothing });
    } else if let Some(path) = theme_path(&file.path) {
        let mut bytes = Vec::new();
        content.read_to_end(&mut bytes)?;
        snapshot.theme.insert(path, bytes.into());
    } else if is_text(&file.path) && !is_evidence(&file.path, options) && size <= options.text_limit {
        let mut bytes = Vec::with_capacity(size as usize);
        content.read_to_end(&mut bytes)?;
        match source(&file.path, bytes) {
            Ok(source) => snapshot.sources.push(source),
            Err(reason) => snapshot.unreadable.push(Unreadable { path: file.path.clone(), reason }),
        }
    } else {
        let mut hasher = Hasher::default();
        let mut buffer = [0; 1 << 14];
        loop {
            match content.read(&mut buffer)? {
                0 => break,
                count => hasher.update(&buffer[..count]),
            }
        }
        snapshot.files.insert(file.path.clone(), FileFact { size, sha256: hasher.finish() });
    }
    answers.read_line(&mut String::new()).map(|_| ())
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command
}

fn output(folder: &Path, arguments: &[&str]) -> Result<String, GitError> {
    let output = command(folder, arguments).stdin(Stdio::null()).output().map_err(GitError::NoGit)?;
    if !output.status.success() {
        let words = String::from_utf8_lossy(&output.stderr);
        let words = words.trim().trim_start_matches("fatal: ");
        return Err(GitError::Refused(if words.is_empty() {
            "it did not answer".to_owned()
        } else {
            words.to_owned()
        }));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}
