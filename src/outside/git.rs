//! Reads an earlier state of the folder from git's objects, without touching the work tree.
//!
//! Never runs a hook or a pager, and never writes.

use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use crate::outside::folder::{ReadOptions, is_evidence, is_text, theme_path};
use crate::outside::git_known::Known;
use crate::outside::load::source;
use crate::text::{DocPath, FileFact, Hasher, PictureSize, Snapshot, Unreadable, UnreadableReason};

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
pub(super) struct TreeFile {
    pub(super) path: DocPath,
    pub(super) object: String,
    pub(super) is_link: bool,
}

/// The folder as it was in a commit, a tag or a branch.
pub fn read_revision(root: &Path, revision: &str, options: &ReadOptions) -> Result<Snapshot, GitError> {
    read_revision_beside(root, revision, options, None)
}

/// The same; files whose content is known are not read again.
pub fn read_revision_beside(
    root: &Path,
    revision: &str,
    options: &ReadOptions,
    known: Option<&Known<'_>>,
) -> Result<Snapshot, GitError> {
    let (top, files) = tree_files(root, revision)?;
    let mut snapshot = Snapshot::default();
    let is_known = |file: &TreeFile, to: &mut Snapshot| known.is_some_and(|known| known.give(file, to));
    let unknown: Vec<TreeFile> = files.into_iter().filter(|file| !is_known(file, &mut snapshot)).collect();
    read_objects(&top, &unknown, options, &mut snapshot)?;
    snapshot.sources.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(snapshot)
}

/// The top of the repository, and the files of the folder in a state of it.
pub(super) fn tree_files(root: &Path, revision: &str) -> Result<(PathBuf, Vec<TreeFile>), GitError> {
    let commit =
        output(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")])
            .map_err(|error| match error {
                GitError::Refused(_) => GitError::Refused(format!("there is no commit, tag or branch `{revision}`")),
                other => other,
            })?;
    let commit = commit.trim();
    let top = PathBuf::from(output(root, &["rev-parse", "--show-toplevel"])?.trim_end_matches('\n'));
    let prefix = output(root, &["rev-parse", "--show-prefix"])?.trim_end_matches('\n').to_owned();
    let mut arguments = vec!["ls-tree", "-r", "-z", "--full-tree", commit];
    if !prefix.is_empty() {
        arguments.extend(["--", &prefix]);
    }
    let listing = output(&top, &arguments)?;
    let files = listing.split('\0').filter_map(|row| tree_file(row, &prefix)).collect();
    Ok((top, files))
}

/// Whether the folder stands in a git work tree.
pub fn is_repository(root: &Path) -> bool {
    output(root, &["rev-parse", "--is-inside-work-tree"]).is_ok_and(|answer| answer.trim() == "true")
}

/// Where the folder lies below the top of its repository: empty or with a `/` at its end.
pub fn place_in_repository(root: &Path) -> Option<String> {
    Some(output(root, &["rev-parse", "--show-prefix"]).ok()?.trim_end_matches('\n').to_owned())
}

/// `mode type object<tab>path`; hidden files and what is no file are left out, as in the folder.
fn tree_file(row: &str, prefix: &str) -> Option<TreeFile> {
    let (facts, path) = row.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
    let below = path.strip_prefix(prefix)?;
    let hidden = below.split('/').any(|step| step.starts_with('.'));
    if kind != "blob" || hidden || below.starts_with("_site/") {
        return None;
    }
    let path = DocPath::new(below)?;
    Some(TreeFile { path, object: object.to_owned(), is_link: mode == "120000" })
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
    let size = header.trim_end().rsplit(' ').next().and_then(|size| size.parse::<u64>().ok());
    let size = size.ok_or_else(|| io::Error::other(format!("git has no content of `{}`", file.path)))?;
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
        let mut picture = None;
        let mut is_first = true;
        loop {
            match content.read(&mut buffer)? {
                0 => break,
                count => {
                    if std::mem::take(&mut is_first) {
                        picture = PictureSize::of(&buffer[..count]);
                    }
                    hasher.update(&buffer[..count]);
                }
            }
        }
        snapshot.files.insert(file.path.clone(), FileFact { size, sha256: hasher.finish(), picture });
    }
    answers.read_line(&mut String::new()).map(|_| ())
}

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    command.env("LC_ALL", "C").env("GIT_OPTIONAL_LOCKS", "0").env("GIT_TERMINAL_PROMPT", "0");
    command
}

pub(super) fn output(folder: &Path, arguments: &[&str]) -> Result<String, GitError> {
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

/// Where a folder stands in its repository.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GitState {
    pub commit: String,
    /// Whether everything in the folder is as the commit has it.
    pub is_clean: bool,
}

/// The commit that the folder stands at; `None` without git, a repository, or a commit that has the folder. What lies at `left_out` is ours
/// and makes no difference. Filters that the user configured run here as they do in `git status`.
pub fn state(root: &Path, left_out: &[PathBuf]) -> Option<GitState> {
    let commit = output(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD^{commit}"]).ok()?;
    // A folder that the commit does not know may well stand inside a repository.
    output(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", "HEAD:./"]).ok()?;
    let real = root.canonicalize().ok()?;
    let inside = left_out.iter().filter_map(|path| below(&real, path));
    let excluded: Vec<String> = inside.map(|path| format!(":(exclude,literal){path}")).collect();
    let mut arguments =
        vec!["-c", "core.fsmonitor=false", "status", "--porcelain", "-z", "--untracked-files=all", "--", "."];
    arguments.extend(excluded.iter().map(String::as_str));
    let changed = output(root, &arguments).ok()?;
    Some(GitState { commit: commit.trim().to_owned(), is_clean: changed.is_empty() })
}

/// The path below `real` that a path on the disk names, when it lies there.
fn below(real: &Path, path: &Path) -> Option<String> {
    let absolute = std::path::absolute(path).ok()?;
    let parent = absolute.parent()?.canonicalize().ok()?;
    parent.join(absolute.file_name()?).strip_prefix(real).ok()?.to_str().map(str::to_owned)
}
