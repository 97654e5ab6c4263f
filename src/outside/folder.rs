//! Reads the handbook's folder into a Snapshot, whole or only where it changed.
//!
//! Never understands what it reads, and never fails because of one file: what cannot be read is listed.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::io;
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use crate::diagnostic::ordered_map;
use crate::outside::ignored::is_ignore_file;
use crate::outside::load::{Loaded, Stamp, load};
use crate::outside::manifest;
use crate::outside::walk::{Found, FoundFile, Link, everything, is_hidden, one};
use crate::text::{DocPath, FileFact, Snapshot, UnreadableReason};

/// What to read, and how.
#[derive(Debug, Clone)]
pub struct ReadOptions {
    /// Where the site goes: never read, even inside the handbook.
    pub output: Option<PathBuf>,
    /// Folders whose files are evidence, whatever their names end in.
    pub evidence: Vec<String>,
    /// Documents, records and theme files may have so many bytes.
    pub text_limit: u64,
}

impl Default for ReadOptions {
    fn default() -> ReadOptions {
        ReadOptions { output: None, evidence: vec!["evidence".to_owned()], text_limit: 8 << 20 }
    }
}

/// What is remembered between two readings of one folder, so that only what changed is read again.
#[derive(Debug, Default)]
pub struct Memory {
    facts: BTreeMap<DocPath, (Stamp, FileFact)>,
    links: Vec<Link>,
}

/// Why the folder as a whole could not be read.
#[derive(Debug)]
pub enum ReadError {
    NotThere(PathBuf),
    NotAFolder(PathBuf),
    /// A site that was published by us: its pages are no documents.
    IsASite(PathBuf),
    Refused(PathBuf, io::Error),
}

impl std::error::Error for ReadError {}

impl fmt::Display for ReadError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReadError::NotThere(path) => write!(out, "the folder `{}` does not exist", path.display()),
            ReadError::NotAFolder(path) => write!(out, "`{}` is a file; give the handbook's folder", path.display()),
            ReadError::IsASite(path) => {
                write!(out, "`{}` is a published site; give the handbook's folder", path.display())
            }
            ReadError::Refused(path, error) => write!(out, "the folder `{}` cannot be read: {error}", path.display()),
        }
    }
}

/// The text of a file that is no part of a handbook.
pub fn text_file(path: &Path) -> io::Result<String> {
    std::fs::read_to_string(path)
}

/// Whether a folder is there.
pub fn is_folder(path: &Path) -> bool {
    path.is_dir()
}

/// Whether a folder has a configuration, and so is meant to be a handbook.
pub fn is_handbook(root: &Path) -> bool {
    root.join("aimsbook.yaml").is_file()
}

/// Reads the whole folder.
pub fn read(root: &Path, options: &ReadOptions) -> Result<Snapshot, ReadError> {
    read_remembering(root, options, &mut Memory::default())
}

/// Reads the whole folder; files whose size and time are as remembered are not hashed again.
pub fn read_remembering(root: &Path, options: &ReadOptions, memory: &mut Memory) -> Result<Snapshot, ReadError> {
    let root = checked(root)?;
    let found = everything(&root, options);
    memory.links.clear();
    let mut snapshot = Snapshot::default();
    add(&mut snapshot, found, options, memory);
    memory.facts.retain(|path, _| snapshot.files.contains_key(path));
    Ok(snapshot)
}

/// The Snapshot after the files at `changed` (disk paths) were written, created, moved or deleted; only they are read.
pub fn update(
    root: &Path,
    options: &ReadOptions,
    old: &Snapshot,
    changed: &BTreeSet<PathBuf>,
    memory: &mut Memory,
) -> Result<Snapshot, ReadError> {
    let root = checked(root)?;
    let Some(mut paths) = changed_paths(&root, changed, memory) else {
        return read_remembering(&root, options, memory);
    };
    paths.extend(old.unreadable.iter().filter(|file| may_mend_itself(&file.reason)).map(|file| file.path.clone()));
    let mut snapshot = old.clone();
    let mut answered: BTreeSet<DocPath> = BTreeSet::new();
    for path in paths {
        if answered.iter().any(|done| covers(done, &path)) {
            continue;
        }
        let (path, found) = one(&root, options, &path);
        if answered.insert(path.clone()) {
            remove(&mut snapshot, &path, memory);
            add(&mut snapshot, found, options, memory);
        }
    }
    Ok(snapshot)
}

/// A document, a record, or YAML of another kind: a file whose text is understood.
pub fn is_text(path: &DocPath) -> bool {
    matches!(path.extension().as_str(), "md" | "markdown" | "yaml" | "yml")
}

pub(super) fn is_evidence(path: &DocPath, options: &ReadOptions) -> bool {
    options.evidence.iter().any(|folder| path.is_below(folder))
}

/// The path below `theme/`, for a file of the theme.
pub(super) fn theme_path(path: &DocPath) -> Option<DocPath> {
    path.as_str().strip_prefix("theme/").and_then(DocPath::new)
}

fn checked(root: &Path) -> Result<PathBuf, ReadError> {
    let canonical = root.canonicalize().map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => ReadError::NotThere(root.into()),
        io::ErrorKind::NotADirectory => ReadError::NotAFolder(root.into()),
        _ => ReadError::Refused(root.into(), error),
    })?;
    if !canonical.is_dir() {
        return Err(ReadError::NotAFolder(root.into()));
    }
    if manifest::is_at(&canonical) {
        return Err(ReadError::IsASite(root.into()));
    }
    canonical.read_dir().map_err(|error| ReadError::Refused(root.into(), error))?;
    Ok(canonical)
}

/// The paths to look at again; `None` when that is everything.
fn changed_paths(root: &Path, changed: &BTreeSet<PathBuf>, memory: &Memory) -> Option<BTreeSet<DocPath>> {
    let mut paths = BTreeSet::new();
    for disk in changed {
        let Ok(inside) = disk.strip_prefix(root) else { continue };
        // A name that is not Unicode is told by looking at its folder.
        let inside = inside.ancestors().find_map(Path::to_str).unwrap_or("");
        let path = DocPath::new(&inside.replace(std::path::MAIN_SEPARATOR, "/"))?;
        // New rules for a folder can hide or show anything in it.
        let path = if is_ignore_file(path.file_name()) { DocPath::new(path.folder())? } else { path };
        if path.as_str().is_empty() {
            return None;
        }
        if !path.as_str().split('/').any(is_hidden) {
            paths.insert(path);
        }
        let through =
            memory.links.iter().filter(|link| disk.starts_with(&link.target) || link.target.starts_with(disk));
        paths.extend(through.map(|link| link.path.clone()));
    }
    Some(paths)
}

/// Can this file become readable without a change of its own?
fn may_mend_itself(reason: &UnreadableReason) -> bool {
    matches!(reason, UnreadableReason::LinkToNothing | UnreadableReason::Changed | UnreadableReason::Refused(_))
}

fn covers(folder: &DocPath, path: &DocPath) -> bool {
    folder == path || path.is_below(folder.as_str())
}

/// Forgets what stood at `path` and below it.
fn remove(snapshot: &mut Snapshot, path: &DocPath, memory: &mut Memory) {
    // The later range first, so that the earlier one still fits.
    for range in ranges(&snapshot.sources, |source| source.path.as_str(), path).into_iter().rev() {
        snapshot.sources.drain(range);
    }
    remove_keys(&mut snapshot.files, path);
    if let Some(path) = theme_path(path) {
        remove_keys(&mut snapshot.theme, &path);
    } else if path.as_str() == "theme" {
        snapshot.theme.clear();
    }
    snapshot.unreadable.retain(|file| !covers(path, &file.path));
    snapshot.ignored.retain(|file| !covers(path, file));
    memory.links.retain(|link| !covers(path, &link.path));
}

/// In a list sorted by path, the item at `path` and the items below it; between them stand names such as `path-2`.
fn ranges<T>(items: &[T], key: impl Fn(&T) -> &str, path: &DocPath) -> [Range<usize>; 2] {
    let [below, end] = bounds(path);
    let from = |bound: &str| items.partition_point(|item| key(item) < bound);
    let at = from(path.as_str());
    let same = items.get(at).is_some_and(|item| key(item) == path.as_str());
    [at..at + usize::from(same), from(below.as_str())..from(end.as_str())]
}

fn remove_keys<V>(map: &mut BTreeMap<DocPath, V>, path: &DocPath) {
    map.remove(path);
    let [below, end] = bounds(path);
    let gone: Vec<DocPath> = map
        .range(path.clone()..)
        .map(|(key, _)| key)
        .take_while(|key| key.as_str() < end.as_str())
        .filter(|key| key.as_str() >= below.as_str())
        .cloned()
        .collect();
    gone.iter().for_each(|key| {
        map.remove(key);
    });
}

/// Every path below `path` lies from the first bound up to the second: `0` follows `/`.
fn bounds(path: &DocPath) -> [String; 2] {
    [format!("{path}/"), format!("{path}0")]
}

fn add(snapshot: &mut Snapshot, found: Found, options: &ReadOptions, memory: &mut Memory) {
    let started = SystemTime::now();
    for loaded in load_all(&found.files, options, memory) {
        match loaded {
            Loaded::Source(source) => snapshot.sources.push(source),
            Loaded::Theme(path, bytes) => {
                snapshot.theme.insert(path, bytes);
            }
            Loaded::Unreadable(unreadable) => snapshot.unreadable.push(unreadable),
            Loaded::Fact(path, fact, stamp) => {
                if is_old(stamp, started) {
                    memory.facts.insert(path.clone(), (stamp, fact));
                }
                snapshot.files.insert(path, fact);
            }
        }
    }
    snapshot.unreadable.extend(found.unreadable);
    snapshot.ignored.extend(found.ignored);
    memory.links.extend(found.links);
    snapshot.sources.sort_by(|left, right| left.path.cmp(&right.path));
    snapshot.unreadable.sort_by(|left, right| left.path.cmp(&right.path));
    snapshot.ignored.sort();
}

fn load_all(files: &[FoundFile], options: &ReadOptions, memory: &Memory) -> Vec<Loaded> {
    let known = |path: &DocPath, stamp: Stamp| {
        memory.facts.get(path).filter(|(before, _)| *before == stamp).map(|(_, fact)| *fact)
    };
    ordered_map(files, |file| load(file, options, known))
}

/// A file that was written a moment ago can be written again without its time telling.
fn is_old(stamp: Stamp, now: SystemTime) -> bool {
    let age = stamp.modified.and_then(|modified| now.duration_since(modified).ok());
    age.is_some_and(|age| age > Duration::from_secs(2))
}
