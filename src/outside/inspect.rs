//! Reads a bundle, packed or unpacked, to see whether it is as it was made: digests of all files, and the two lists.
//!
//! Never unpacks anything to the disk, never follows a link, and never holds more of a file than one buffer, but for
//! the lists.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use crate::bundle::{Fault, Found, MANIFEST, Manifest, SUMS};
use crate::outside::archive::{Archive, read_archive};
use crate::outside::archive_entry::Unsound;
use crate::outside::manifest::is_file_managers;
use crate::outside::pack::packed_time;
use crate::site::is_safe;
use crate::text::{FileFact, Hasher, Sha256};

const BUFFER: usize = 64 * 1024;

/// A list of a million files is smaller.
const LIST_LIMIT: u64 = 256 << 20;

/// What was found, and the digest of the archive when it was one.
pub struct Inspected {
    pub found: Found,
    pub archive: Option<Sha256>,
}

/// Why nothing can be said.
#[derive(Debug)]
pub enum InspectError {
    NotThere(PathBuf),
    /// No list of a bundle anywhere.
    NoBundle(PathBuf),
    /// The archive contradicts itself, or ends too early.
    Broken(PathBuf, String),
    /// Two programs could find different files in the archive.
    TwoWays(PathBuf, String),
    Refused(PathBuf, io::Error),
}

impl std::error::Error for InspectError {}

impl fmt::Display for InspectError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            InspectError::NotThere(path) => write!(out, "`{}` does not exist", path.display()),
            InspectError::NoBundle(path) => {
                write!(out, "`{}` is no bundle: it has neither {MANIFEST} nor {SUMS}", path.display())
            }
            InspectError::Broken(path, reason) => {
                write!(out, "`{}` cannot be read as a ZIP archive: {reason}; do not unpack it", path.display())
            }
            InspectError::TwoWays(path, reason) => {
                let path = path.display();
                write!(out, "two programs could read `{path}` in two ways: {reason}; do not unpack it")
            }
            InspectError::Refused(path, error) => write!(out, "`{}` cannot be read: {error}", path.display()),
        }
    }
}

/// Reads the archive or the folder.
pub fn inspect(path: &Path) -> Result<Inspected, InspectError> {
    let facts = fs::metadata(path).map_err(|error| match error.kind() {
        io::ErrorKind::NotFound => InspectError::NotThere(path.into()),
        _ => InspectError::Refused(path.into(), error),
    })?;
    if facts.is_dir() {
        return Ok(Inspected { found: inspect_folder(path)?, archive: None });
    }
    if !facts.is_file() {
        return Err(InspectError::Broken(path.into(), "it is a pipe, socket or device".to_owned()));
    }
    let mut file = File::open(path).map_err(|error| InspectError::Refused(path.into(), error))?;
    let digest = read_all(&mut file, None).map_err(|error| InspectError::Refused(path.into(), error))?.0.sha256;
    let archive = read_archive(file).map_err(|reason| match reason {
        Unsound::Broken(reason) => InspectError::Broken(path.into(), reason),
        Unsound::TwoWays(reason) => InspectError::TwoWays(path.into(), reason),
    })?;
    Ok(Inspected { found: inspect_archive(path, archive)?, archive: Some(digest) })
}

/// Whether a file is an archive that says of itself that it is a bundle.
pub fn is_bundle(path: &Path) -> bool {
    let is_file = path.symlink_metadata().is_ok_and(|facts| facts.is_file());
    let Some(mut archive) = is_file.then(|| File::open(path).ok()).flatten().and_then(|file| read_archive(file).ok())
    else {
        return false;
    };
    let Some(top) = top_folder(archive.entries.iter().map(|entry| entry.name.as_str())) else { return false };
    let name = format!("{top}{MANIFEST}");
    let Some(at) = archive.entries.iter().position(|entry| entry.name == name) else { return false };
    let read = archive.read(at, |content| read_all(content, Some(LIST_LIMIT)));
    read.is_ok_and(|(_, list)| list.is_some_and(|bytes| Manifest::parse(&bytes).is_ok()))
}

fn inspect_archive(path: &Path, mut archive: Archive) -> Result<Found, InspectError> {
    let names = archive.entries.iter().map(|entry| entry.name.as_str());
    let top = top_folder(names).ok_or_else(|| InspectError::NoBundle(path.into()))?;
    let mut found = Found::default();
    for at in 0..archive.entries.len() {
        let entry = &archive.entries[at];
        let Some(name) = entry.name.strip_prefix(&top).map(str::to_owned) else {
            found.faults.insert(Fault::added(entry.name.clone(), "outside the bundle's folder"));
            continue;
        };
        if entry.is_link {
            found.faults.insert(Fault::added(name, "a symbolic link"));
            continue;
        }
        // To Windows the other slash is one, too.
        if !is_safe(&name) || !is_safe(&name.replace('\\', "/")) {
            found.faults.insert(Fault::added(name, "leads out of the folder when it is unpacked"));
            continue;
        }
        if found.files.contains_key(&name) {
            let remark = "a second file of this name, and programs disagree about which one counts";
            found.faults.insert(Fault::added(name, remark));
            continue;
        }
        let limit = list_limit(&name);
        let read = archive.read(at, |content| read_all(content, limit));
        note(&mut found, name, read);
    }
    found.faults.extend(other_times(&archive, &top, &found));
    Ok(found)
}

/// Files that would be older or newer when they are unpacked than the bundle says of itself.
fn other_times(archive: &Archive, top: &str, found: &Found) -> Vec<Fault> {
    let manifest = found.manifest.as_deref().and_then(|bytes| Manifest::parse(bytes).ok());
    let Some(day) = manifest.map(|manifest| manifest.as_of) else { return Vec::new() };
    let time = packed_time(&day);
    let others = archive.entries.iter().filter(|entry| entry.time != time);
    let fault = |name: &str| Fault::changed(name, format!("its time is not {}", day.escape_debug()));
    others.filter_map(|entry| entry.name.strip_prefix(top).map(fault)).collect()
}

/// The folder, with its slash, in which the bundle lies; the empty one when it lies on top.
fn top_folder<'n>(names: impl Iterator<Item = &'n str>) -> Option<String> {
    let is_list = |name: &str| name == MANIFEST || name == SUMS;
    let mut tops: Vec<&str> = names
        .filter_map(|name| match name.split_once('/') {
            None => is_list(name).then_some(""),
            Some((top, below)) => (is_list(below) && !top.is_empty()).then_some(top),
        })
        .collect();
    tops.sort_unstable();
    tops.dedup();
    match tops.first() {
        Some(&"") => Some(String::new()),
        Some(top) if !matches!(*top, "." | "..") => Some(format!("{top}/")),
        _ => None,
    }
}

fn inspect_folder(path: &Path) -> Result<Found, InspectError> {
    let root = bundle_folder(path)?.ok_or_else(|| InspectError::NoBundle(path.into()))?;
    let mut found = Found::default();
    collect(&root, "", &mut found)?;
    Ok(found)
}

/// The folder itself, or the only folder in it, which is what programs make that unpack into a folder of their own.
fn bundle_folder(path: &Path) -> Result<Option<PathBuf>, InspectError> {
    let has_list = |folder: &Path| [MANIFEST, SUMS].iter().any(|list| folder.join(list).symlink_metadata().is_ok());
    if has_list(path) {
        return Ok(Some(path.into()));
    }
    let mut inside = entries(path)?;
    inside.retain(|(name, _)| !is_file_managers(&name.to_string_lossy()));
    Ok(match inside.as_slice() {
        [(name, kind)] if kind.is_dir() && has_list(&path.join(name)) => Some(path.join(name)),
        _ => None,
    })
}

type Named = (std::ffi::OsString, fs::FileType);

/// What stands in a folder, in order.
fn entries(folder: &Path) -> Result<Vec<Named>, InspectError> {
    let refused = |error| InspectError::Refused(folder.into(), error);
    let mut entries = Vec::new();
    for entry in fs::read_dir(folder).map_err(refused)? {
        let entry = entry.map_err(refused)?;
        entries.push((entry.file_name(), entry.file_type().map_err(refused)?));
    }
    entries.sort_by(|left, right| left.0.cmp(&right.0));
    Ok(entries)
}

fn collect(root: &Path, below: &str, found: &mut Found) -> Result<(), InspectError> {
    let inside = entries(&root.join(below))?;
    if inside.is_empty() && !below.is_empty() {
        found.faults.insert(Fault::added(below, "an empty folder"));
    }
    for (name, kind) in inside {
        let path = format!("{below}{}", name.to_string_lossy());
        let disk = root.join(below).join(&name);
        if name.to_str().is_none() {
            found.faults.insert(Fault::added(path, "its name is not Unicode"));
        } else if kind.is_dir() {
            collect(root, &format!("{path}/"), found)?;
        } else if kind.is_symlink() {
            found.faults.insert(Fault::added(path, "a symbolic link"));
        } else if !kind.is_file() {
            found.faults.insert(Fault::added(path, "a pipe, socket or device"));
        } else if is_file_managers(&name.to_string_lossy()) {
            found.ignored.push(path);
        } else {
            let limit = list_limit(&path);
            let mut file = File::open(&disk).map_err(|error| InspectError::Refused(disk.clone(), error))?;
            let read = read_all(&mut file, limit).map_err(|error| InspectError::Refused(disk.clone(), error))?;
            note(found, path, Ok(read));
        }
    }
    Ok(())
}

/// Digest and size of everything that is read, and the bytes when they were asked for and are not too many.
type ReadFile = (FileFact, Option<Vec<u8>>);

/// Only the lists are kept.
fn list_limit(path: &str) -> Option<u64> {
    [MANIFEST, SUMS].contains(&path).then_some(LIST_LIMIT)
}

fn note(found: &mut Found, path: String, read: Result<ReadFile, String>) {
    let (fact, bytes) = match read {
        Ok(read) => read,
        Err(reason) => {
            found.faults.insert(Fault::changed(path, reason));
            return;
        }
    };
    let list = match path.as_str() {
        MANIFEST => Some(&mut found.manifest),
        SUMS => Some(&mut found.sums),
        _ => None,
    };
    if let Some(list) = list {
        if bytes.is_none() {
            found.faults.insert(Fault::damaged(&path, "it is too large for a list"));
        }
        *list = bytes;
    }
    found.files.insert(path, fact);
}

fn read_all(from: &mut dyn Read, keep: Option<u64>) -> io::Result<ReadFile> {
    let mut hasher = Hasher::default();
    let mut kept = keep.map(|_| Vec::new());
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        let count = match from.read(&mut buffer) {
            Ok(0) => return Ok((FileFact { size, sha256: hasher.finish(), picture: None }, kept)),
            Ok(count) => count,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(error),
        };
        hasher.update(&buffer[..count]);
        size += count as u64;
        if keep.is_some_and(|limit| size > limit) {
            kept = None;
        } else if let Some(kept) = &mut kept {
            kept.extend_from_slice(&buffer[..count]);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::top_folder;

    #[test]
    fn a_bundle_lies_where_its_lists_are() {
        let top = |names: &[&str]| top_folder(names.iter().copied());
        assert_eq!(top(&["x/manifest.json", "x/a"]).as_deref(), Some("x/"));
        assert_eq!(top(&["manifest.json", "x/SHA256SUMS"]).as_deref(), Some(""));
        assert_eq!(top(&["a/b/manifest.json", "a"]), None);
        assert_eq!(top(&["../manifest.json"]), None);
        assert_eq!(top(&["/manifest.json"]).as_deref(), None);
    }
}
