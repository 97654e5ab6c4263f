//! Reads an earlier state of the folder from git's objects, without touching the work tree.
//!
//! Never runs a hook or a pager, and never writes.

use std::collections::BTreeMap;
use std::fmt;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;

use crate::config::editions::{FoundRefs, KnownRef};
use crate::diagnostic::{both, ordered_map};
use crate::outside::copy::copy;
use crate::outside::folder::{ReadOptions, is_evidence, is_text, theme_path};
use crate::outside::git_known::Known;
use crate::outside::load::source;
use crate::text::{
    DocPath, FileFact, PictureSize, Snapshot, Source, Unreadable, UnreadableReason, is_lfs_pointer, parse_date,
};

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

/// A commit as a handbook.
pub struct Revision {
    pub commit: String,
    pub snapshot: Snapshot,
    /// Where git keeps the content of each file.
    objects: BTreeMap<DocPath, String>,
}

/// One file of a commit.
pub(super) struct TreeFile {
    pub(super) path: DocPath,
    pub(super) object: String,
    pub(super) use_as: UseAs,
}

/// What the content of a file is read for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum UseAs {
    Text,
    Theme,
    Fact,
    Link,
}

/// What was read of an object.
enum Loaded {
    Text(Result<Source, UnreadableReason>),
    Theme(Arc<[u8]>),
    Fact(FileFact),
    Link,
    Pointer,
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
    let (top, files) = tree_files(root, revision, options)?;
    let mut snapshot = Snapshot::default();
    let is_known = |file: &TreeFile, to: &mut Snapshot| known.is_some_and(|known| known.give(file, to));
    let unknown: Vec<TreeFile> = files.into_iter().filter(|file| !is_known(file, &mut snapshot)).collect();
    let loaded = read_objects(&top, &unknown.iter().collect::<Vec<_>>(), options)?;
    for (file, loaded) in unknown.iter().zip(&loaded) {
        add(file, loaded, &mut snapshot);
    }
    sort(&mut snapshot);
    Ok(snapshot)
}

/// The folder as it was in several commits, named by their digests; what many of them have is read once.
pub fn read_revisions(
    root: &Path,
    commits: &[&str],
    options: &ReadOptions,
    known: &Known<'_>,
) -> Result<Vec<Revision>, GitError> {
    let (top, prefix) = place(root)?;
    let listed = ordered_map(commits, |commit| files_of_commit(&top, &prefix, commit, options));
    let listed: Vec<Vec<TreeFile>> = listed.into_iter().collect::<Result<_, _>>()?;
    let mut wanted: BTreeMap<(&str, UseAs), &TreeFile> = BTreeMap::new();
    for file in listed.iter().flatten().filter(|file| !known.has(file)) {
        wanted.entry((&file.object, file.use_as)).or_insert(file);
    }
    let wanted: Vec<&TreeFile> = wanted.into_values().collect();
    let loaded = read_objects(&top, &wanted, options)?;
    let loaded: BTreeMap<(&str, UseAs), Loaded> =
        wanted.iter().map(|file| (file.object.as_str(), file.use_as)).zip(loaded).collect();
    let revision = |(commit, files): (&&str, &Vec<TreeFile>)| {
        let mut snapshot = Snapshot::default();
        for file in files {
            match loaded.get(&(file.object.as_str(), file.use_as)) {
                Some(loaded) => add(file, loaded, &mut snapshot),
                None => drop(known.give(file, &mut snapshot)),
            }
        }
        sort(&mut snapshot);
        let objects = files.iter().map(|file| (file.path.clone(), file.object.clone())).collect();
        Revision { commit: (*commit).to_owned(), snapshot, objects }
    };
    Ok(commits.iter().zip(&listed).map(revision).collect())
}

/// Puts what was read of a file into its Snapshot.
fn add(file: &TreeFile, loaded: &Loaded, snapshot: &mut Snapshot) {
    let path = file.path.clone();
    match loaded {
        Loaded::Text(Ok(source)) => snapshot.sources.push(Source { path, ..source.clone() }),
        Loaded::Text(Err(reason)) => snapshot.unreadable.push(Unreadable { path, reason: reason.clone() }),
        Loaded::Theme(bytes) => snapshot.theme.extend(theme_path(&path).map(|below| (below, Arc::clone(bytes)))),
        Loaded::Fact(fact) => {
            snapshot.files.insert(path, *fact);
        }
        Loaded::Pointer => snapshot.unreadable.push(Unreadable { path, reason: UnreadableReason::LfsPointer }),
        Loaded::Link => snapshot.unreadable.push(Unreadable { path, reason: UnreadableReason::LinkToNothing }),
    }
}

fn sort(snapshot: &mut Snapshot) {
    snapshot.sources.sort_by(|left, right| left.path.cmp(&right.path));
    snapshot.unreadable.sort_by(|left, right| left.path.cmp(&right.path));
}

/// The top of the repository, and the files of the folder in a state of it.
pub(super) fn tree_files(
    root: &Path,
    revision: &str,
    options: &ReadOptions,
) -> Result<(PathBuf, Vec<TreeFile>), GitError> {
    let commit = commit_of(root, revision)?;
    let (top, prefix) = place(root)?;
    let files = files_of_commit(&top, &prefix, &commit, options)?;
    Ok((top, files))
}

/// The top of the repository, and the way from there to the folder: empty, or with a `/` at its end.
fn place(root: &Path) -> Result<(PathBuf, String), GitError> {
    let (top, prefix) = both(|| top_of(root), || output(root, &["rev-parse", "--show-prefix"]));
    Ok((top?, prefix?.trim_end_matches('\n').to_owned()))
}

fn files_of_commit(top: &Path, prefix: &str, commit: &str, options: &ReadOptions) -> Result<Vec<TreeFile>, GitError> {
    // A folder's name is a name, also when it looks like one of git's magic words.
    let mut arguments = vec!["--literal-pathspecs", "ls-tree", "-r", "-z", "--full-tree", commit];
    if !prefix.is_empty() {
        arguments.extend(["--", prefix]);
    }
    let listing = output(top, &arguments)?;
    Ok(listing.split('\0').filter_map(|row| tree_file(row, prefix, options)).collect())
}

fn top_of(root: &Path) -> Result<PathBuf, GitError> {
    Ok(PathBuf::from(output(root, &["rev-parse", "--show-toplevel"])?.trim_end_matches('\n')))
}

/// Writes the content of files of a commit, one after the other, to what `target` opens for each.
pub fn copy_files(
    root: &Path,
    revision: &Revision,
    paths: &[&DocPath],
    target: &mut dyn FnMut(usize, &mut dyn Read) -> io::Result<()>,
) -> Result<(), GitError> {
    let top = top_of(root)?;
    let objects: Vec<&str> = paths.iter().filter_map(|path| revision.objects.get(*path)).map(String::as_str).collect();
    let mut next = 0;
    ask(&top, &objects, &mut |content, _| {
        next += 1;
        target(next - 1, content)
    })
}

fn commit_of(root: &Path, name: &str) -> Result<String, GitError> {
    let answer = output(root, &["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{name}^{{commit}}")]);
    match answer {
        Err(GitError::Refused(_)) => Err(GitError::Refused(format!("there is no commit, tag or branch `{name}`"))),
        other => other.map(|commit| commit.trim().to_owned()),
    }
}

/// Tags that match each pattern, and branches by name; a branch that only the remote repository has counts too.
pub fn known_refs(root: &Path, tags: &[&str], branches: &[&str]) -> Result<FoundRefs, GitError> {
    let tags = tags.iter().map(|pattern| refs(root, &[&format!("refs/tags/{pattern}")], "refs/tags/"));
    let branch = |name: &&str| -> Result<Option<KnownRef>, GitError> {
        let local = refs(root, &[&format!("refs/heads/{name}")], "refs/heads/")?;
        let remote = || refs(root, &[&format!("refs/remotes/origin/{name}")], "refs/remotes/origin/");
        let found = if local.is_empty() { remote()? } else { local };
        Ok(found.into_iter().find(|found| found.name == **name))
    };
    Ok(FoundRefs {
        tags: tags.collect::<Result<_, _>>()?,
        branches: branches.iter().map(branch).collect::<Result<_, _>>()?,
    })
}

fn refs(root: &Path, patterns: &[&str], below: &str) -> Result<Vec<KnownRef>, GitError> {
    // A tag can lead to a tag: the last commit is what counts. `creatordate` is the tag's own date when it has one.
    const FORMAT: &str =
        "--format=%(refname)%00%(objecttype)%(*objecttype)%00%(objectname)%00%(*objectname)%00%(creatordate:short)";
    let mut arguments = vec!["for-each-ref", FORMAT, "--"];
    arguments.extend(patterns);
    let answer = output(root, &arguments)?;
    let mut found = Vec::new();
    for line in answer.lines() {
        let mut parts = line.split('\0');
        let (Some(name), Some(kind), Some(object), Some(peeled), Some(date)) =
            (parts.next(), parts.next(), parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let object = if peeled.is_empty() { object } else { peeled };
        let Some(name) = name.strip_prefix(below) else { continue };
        let commit = match kind {
            "commit" | "tagcommit" => Some(object.to_owned()),
            // A tag can name a file, too: that is no state of the handbook.
            _ => commit_of(root, object).ok(),
        };
        found.extend(commit.map(|commit| KnownRef { name: name.to_owned(), commit, date: parse_date(date) }));
    }
    Ok(found)
}

/// Whether the repository was cloned without its past.
pub fn is_shallow(root: &Path) -> bool {
    output(root, &["rev-parse", "--is-shallow-repository"]).is_ok_and(|answer| answer.trim() == "true")
}

/// Whether the folder stands in a git work tree.
pub fn is_repository(root: &Path) -> bool {
    output(root, &["rev-parse", "--is-inside-work-tree"]).is_ok_and(|answer| answer.trim() == "true")
}

/// What git says when it knows of no repository here.
pub fn why_no_repository(root: &Path) -> Option<String> {
    output(root, &["rev-parse", "--is-inside-work-tree"]).err().map(|error| error.to_string())
}

/// Where the folder lies below the top of its repository: empty or with a `/` at its end.
pub fn place_in_repository(root: &Path) -> Option<String> {
    Some(output(root, &["rev-parse", "--show-prefix"]).ok()?.trim_end_matches('\n').to_owned())
}

/// `mode type object<tab>path`; hidden files and what is no file are left out, as in the folder.
fn tree_file(row: &str, prefix: &str, options: &ReadOptions) -> Option<TreeFile> {
    let (facts, path) = row.split_once('\t')?;
    let mut facts = facts.split_whitespace();
    let (mode, kind, object) = (facts.next()?, facts.next()?, facts.next()?);
    let below = path.strip_prefix(prefix)?;
    let hidden = below.split('/').any(|step| step.starts_with('.'));
    if kind != "blob" || hidden || below.starts_with("_site/") {
        return None;
    }
    let path = DocPath::new(below)?;
    let use_as = if mode == "120000" {
        UseAs::Link
    } else if theme_path(&path).is_some() {
        UseAs::Theme
    } else if is_text(&path) && !is_evidence(&path, options) {
        UseAs::Text
    } else {
        UseAs::Fact
    };
    Some(TreeFile { path, object: object.to_owned(), use_as })
}

/// The content of all files, in their order.
fn read_objects(top: &Path, files: &[&TreeFile], options: &ReadOptions) -> Result<Vec<Loaded>, GitError> {
    let objects: Vec<&str> = files.iter().map(|file| file.object.as_str()).collect();
    let mut loaded = Vec::with_capacity(files.len());
    ask(top, &objects, &mut |content, size| {
        let file = files[loaded.len()];
        // A text that is too large is read as any other file.
        let is_large = file.use_as == UseAs::Text && size > options.text_limit;
        let use_as = if is_large { UseAs::Fact } else { file.use_as };
        loaded.push(take_object(file, use_as, content, size)?);
        Ok(())
    })?;
    Ok(loaded)
}

/// What is done with the content of an object, and its size.
type Take<'t> = &'t mut dyn FnMut(&mut dyn Read, u64) -> io::Result<()>;

/// One `cat-file --batch` for all objects, in their order.
fn ask(top: &Path, objects: &[&str], take: Take<'_>) -> Result<(), GitError> {
    let mut child = command(top, &["cat-file", "--batch"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(GitError::NoGit)?;
    let result = converse(&mut child, objects, take);
    let ended = child.wait();
    result?;
    match ended {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(GitError::Refused(format!("cat-file ended with {status}"))),
        Err(error) => Err(GitError::Broken(error)),
    }
}

fn converse(child: &mut Child, objects: &[&str], take: Take<'_>) -> Result<(), GitError> {
    let missing = || GitError::Broken(io::Error::other("no pipe"));
    let mut asking = child.stdin.take().ok_or_else(missing)?;
    let mut answers = BufReader::with_capacity(1 << 16, child.stdout.take().ok_or_else(missing)?);
    std::thread::scope(|scope| {
        // Asking and reading at once: a pipe that nobody reads fills up, and git stops.
        scope.spawn(move || {
            for object in objects {
                if writeln!(asking, "{object}").is_err() {
                    return;
                }
            }
        });
        objects.iter().try_for_each(|_| answer(&mut answers, take))
    })
    .map_err(GitError::Broken)
}

/// The header line, the bytes, a line break.
fn answer(answers: &mut impl BufRead, take: Take<'_>) -> io::Result<()> {
    let mut header = String::new();
    answers.read_line(&mut header)?;
    let size: Option<u64> = header.trim_end().rsplit(' ').next().and_then(|size| size.parse().ok());
    let Some(size) = size else { return Err(io::Error::other(format!("git said `{}`", header.trim_end()))) };
    let mut content = answers.by_ref().take(size);
    take(&mut content, size)?;
    // What was not taken stands before the next answer.
    io::copy(&mut content, &mut io::sink())?;
    answers.read_line(&mut String::new()).map(|_| ())
}

fn take_object(file: &TreeFile, use_as: UseAs, mut content: &mut dyn Read, size: u64) -> io::Result<Loaded> {
    match use_as {
        UseAs::Link => Ok(Loaded::Link),
        UseAs::Theme | UseAs::Text => {
            let mut bytes = Vec::with_capacity(size as usize);
            content.read_to_end(&mut bytes)?;
            Ok(match use_as {
                UseAs::Theme => Loaded::Theme(bytes.into()),
                _ => Loaded::Text(source(&file.path, bytes)),
            })
        }
        UseAs::Fact => {
            let mut start = Vec::new();
            (&mut content).take(1 << 14).read_to_end(&mut start)?;
            if is_lfs_pointer(&start) {
                return Ok(Loaded::Pointer);
            }
            let picture = PictureSize::of(&start);
            let (sha256, size) = copy(&mut start.as_slice().chain(content), &mut io::sink())?;
            Ok(Loaded::Fact(FileFact { size, sha256, picture }))
        }
    }
}

/// What leads git to another repository than the one that the folder stands in, or to another reading of arguments. Hooks
/// inherit most of it. Settings stay: they may say which folders are safe.
const INHERITED: [&str; 17] = [
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_IMPLICIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
    "GIT_ALTERNATE_OBJECT_DIRECTORIES",
    "GIT_SHALLOW_FILE",
    "GIT_GRAFT_FILE",
    "GIT_REPLACE_REF_BASE",
    "GIT_PREFIX",
    "GIT_NAMESPACE",
    "GIT_INTERNAL_SUPER_PREFIX",
    "GIT_LITERAL_PATHSPECS",
    "GIT_GLOB_PATHSPECS",
    "GIT_NOGLOB_PATHSPECS",
    "GIT_ICASE_PATHSPECS",
];

fn command(folder: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new("git");
    command.arg("-C").arg(folder).args(arguments);
    for name in INHERITED {
        command.env_remove(name);
    }
    // What git shows in place of a commit is no history: a version is what its commit holds.
    command.env("GIT_NO_REPLACE_OBJECTS", "1");
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
