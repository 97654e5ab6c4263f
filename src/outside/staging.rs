//! The folder beside the output in which a new site grows until it takes the old one's place in one step.
//!
//! Never deletes what we did not write, and never leaves half a site at the output, whenever the program is killed.
//!
//! Beside the output `site` stands `.site.aimsbook` with a marker and, while publishing, `site` (first the new site,
//! after the exchange the old one). Folders that the new site has unchanged from the old one do not move before the
//! exchange: a link in the new site leads to where they are after it, and then each takes its link's place, again in one
//! step. A run that is killed between leaves a whole site with such links, and the next run ends the work by the list
//! `lent`. Its marker is locked while somebody publishes there, and a lock ends with its
//! process: so whoever gets the lock may clear what a killed run left. Where the system cannot exchange two folders,
//! the old site steps aside into `old` for the moment between two renames; a run that is killed in that moment leaves
//! no site at the output, and the next run puts the old one back first.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::{self, File};
use std::io;
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::outside::manifest::{self, Manifest, is_file_managers};
use crate::outside::publish::PublishError;
use crate::outside::waiting::some_at_a_time;

const MARKER: &str = "aimsbook-staging";
const SITE: &str = "site";
/// Names the folders that the new site takes from the old one, one on each line.
const LENT: &str = "lent";

/// A locked staging folder, cleared of what an earlier run left; it goes away when dropped.
pub(super) struct Staging {
    folder: PathBuf,
    out: PathBuf,
    _lock: File,
}

impl Staging {
    pub(super) fn open(out: &Path) -> Result<Staging, PublishError> {
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        let folder = out.with_file_name(format!(".{name}.aimsbook"));
        let lock = locked(&folder, out)?;
        let staging = Staging { folder, out: out.into(), _lock: lock };
        staging.clear().map_err(|error| PublishError::io(&staging.folder, error))?;
        Ok(staging)
    }

    /// Where the new site is written.
    pub(super) fn site(&self) -> PathBuf {
        self.folder.join(SITE)
    }

    /// Whether folders of the old site can become folders of the new one as they are.
    pub(super) fn can_lend(&self) -> bool {
        let [one, other] = ["one", "other"].map(|name| self.folder.join(name));
        let tried = || {
            fs::create_dir(&one)?;
            link(Path::new("one"), &other)?;
            exchange(&one, &other)
        };
        let can = manifest::is_at(&self.out) && tried().unwrap_or(false);
        for path in [one, other] {
            // One is a folder and one a link, whichever it is after the exchange.
            let _ = fs::remove_file(&path).or_else(|_| fs::remove_dir(&path));
        }
        can
    }

    /// Puts the new site in the old one's place; `lent` are folders of the old one that the new one has too.
    pub(super) fn publish(&self, lent: &[String]) -> io::Result<()> {
        if !lent.is_empty() {
            fs::write(self.folder.join(LENT), lent.join("\n"))?;
            for below in lent {
                self.lend(below)?;
            }
            if !exchange(&self.site(), &self.out)? {
                return Err(io::Error::other("two folders could not be exchanged"));
            }
            self.take_lent()?;
        } else if !manifest::is_at(&self.out) {
            // Nothing there, or an empty folder: should it not be empty any more, the rename fails.
            remove_notes(&self.out)?;
            gone(fs::remove_dir(&self.out))?;
            fs::rename(self.site(), &self.out)?;
        } else if !exchange(&self.site(), &self.out)? {
            step_aside(&self.site(), &self.out, &self.old())?;
        }
        sync_folder(self.out.parent());
        Ok(())
    }

    /// A link to where the folder will be after the exchange.
    fn lend(&self, below: &str) -> io::Result<()> {
        let place = self.site().join(below);
        fs::create_dir_all(place.parent().unwrap_or(&place))?;
        let up = "../".repeat(below.split('/').count());
        let name = self.folder.file_name().unwrap_or_default().to_string_lossy();
        link(Path::new(&format!("{up}{name}/{SITE}/{below}")), &place)
    }

    /// Puts each folder that was lent in the place of the link to it. Done again, it does nothing.
    fn take_lent(&self) -> io::Result<()> {
        let Ok(list) = fs::read_to_string(self.folder.join(LENT)) else { return Ok(()) };
        for below in list.lines() {
            let (here, there) = (self.out.join(below), self.site().join(below));
            let is_lent = is_link(&here) && there.symlink_metadata().is_ok_and(|facts| facts.is_dir());
            if is_lent {
                exchange(&here, &there)?;
            }
            if is_link(&there) {
                fs::remove_file(&there)?;
            }
        }
        gone(fs::remove_file(self.folder.join(LENT)))
    }

    /// Removes the old site; a folder is returned when it holds files that are not ours, which appeared meanwhile.
    pub(super) fn remove_old(&self) -> io::Result<Option<PathBuf>> {
        self.remove_old_of(None)
    }

    /// The same, when it is known what was published in the old site.
    pub(super) fn remove_old_of(&self, before: Option<&Manifest>) -> io::Result<Option<PathBuf>> {
        let mut kept = None;
        // While there is no site at the output, `old` is the only one.
        let folders = [Some(self.site()), self.out.exists().then(|| self.old())];
        for folder in folders.into_iter().flatten() {
            if folder.exists() && !remove_published(&folder, before)? {
                kept = Some(self.keep(&folder)?);
            }
        }
        Ok(kept)
    }

    fn old(&self) -> PathBuf {
        self.folder.join("old")
    }

    fn clear(&self) -> io::Result<()> {
        if self.old().exists() && !self.out.exists() {
            fs::rename(self.old(), &self.out)?;
        }
        self.take_lent()?;
        self.remove_old().map(|_| ())
    }

    /// Moves a folder with foreign files to a name beside the output that is free.
    fn keep(&self, folder: &Path) -> io::Result<PathBuf> {
        let name = self.out.file_name().unwrap_or_default().to_string_lossy();
        let names = (1..).map(|number| self.out.with_file_name(format!("{name}.kept-{number}")));
        let free = names.into_iter().find(|path| path.symlink_metadata().is_err()).unwrap_or_default();
        fs::rename(folder, &free)?;
        Ok(free)
    }
}

impl Drop for Staging {
    fn drop(&mut self) {
        // What cannot be removed now is removed by the next run.
        let _ = self.remove_old();
        let _ = fs::remove_file(self.folder.join(MARKER));
        let _ = fs::remove_dir(&self.folder);
    }
}

/// The marker's lock. The folder is ours when it is new, empty, or has the marker.
fn locked(folder: &Path, out: &Path) -> Result<File, PublishError> {
    match fs::create_dir(folder) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => return Err(PublishError::io(folder, error)),
        _ => {}
    }
    // The run that held the lock may remove the folder at any moment until this one holds it.
    let refused = |error: io::Error| match error.kind() {
        io::ErrorKind::NotFound => PublishError::Busy(out.into()),
        _ => PublishError::io(folder, error),
    };
    let marker = folder.join(MARKER);
    let empty = fs::read_dir(folder).map_err(refused)?.next().is_none();
    if !empty && !marker.symlink_metadata().is_ok_and(|facts| facts.is_file()) {
        // What was seen may have been the other run's marker, which it removes with the folder.
        let still = fs::read_dir(folder).map_err(refused)?.next().is_some();
        let unmarked = marker.symlink_metadata().is_err();
        return Err(if still && unmarked {
            PublishError::NotOurs(folder.into())
        } else {
            PublishError::Busy(out.into())
        });
    }
    let file = File::options().write(true).create(true).truncate(false).open(&marker).map_err(refused)?;
    // Between opening and locking, the run that held the lock may have removed the folder.
    if !lock(&file).map_err(refused)? || !is_still_at(&file, &marker) {
        return Err(PublishError::Busy(out.into()));
    }
    Ok(file)
}

/// Removes a site by its manifest, or what a killed run had written of one; false if others' files are in it too.
fn remove_published(folder: &Path, known: Option<&Manifest>) -> io::Result<bool> {
    let read = if known.is_some() { None } else { Manifest::of_folder(folder) };
    let Some(manifest) = known.or(read.as_ref()) else {
        // The manifest is written last and removed last: without it, there are only files of a killed run.
        fs::remove_dir_all(folder)?;
        return Ok(true);
    };
    if !manifest::foreign(folder, manifest)?.is_empty() {
        return Ok(false);
    }
    let files_by_folder = files_by_folder(manifest);
    let folders = with_those_above(files_by_folder.keys().copied());
    // What was lent to the new site is not there any more; what a link leads to is not ours.
    let mut there: FxHashSet<&str> = FxHashSet::default();
    for below in &folders {
        let is_in = below.is_empty() || there.contains(folder_of(below));
        if is_in && folder.join(below).symlink_metadata().is_ok_and(|facts| facts.is_dir()) {
            there.insert(below);
        }
    }
    let left = files_by_folder.iter().filter(|(below, _)| there.contains(*below));
    let paths: Vec<&String> = left.flat_map(|(_, paths)| paths).copied().collect();
    // Some disks answer each removal on its own.
    some_at_a_time(&paths, |path| gone(fs::remove_file(folder.join(path))))?;
    remove_notes(folder)?;
    for below in folders.iter().rev().filter(|below| !below.is_empty()) {
        // One that is not empty any more stays, and so does the folder of the site.
        let _ = fs::remove_dir(folder.join(below));
    }
    gone(fs::remove_file(folder.join(manifest::NAME)))?;
    fs::remove_dir(folder)?;
    Ok(true)
}

/// The files in each folder, the site's own as an empty path.
fn files_by_folder(manifest: &Manifest) -> BTreeMap<&str, Vec<&String>> {
    let paths: Vec<&String> = manifest.files.keys().collect();
    let mut files: BTreeMap<&str, Vec<&String>> = BTreeMap::new();
    // Paths come in order, so that those of one folder mostly stand together.
    for together in paths.chunk_by(|left, right| folder_of(left) == folder_of(right)) {
        files.entry(folder_of(together[0])).or_default().extend(together);
    }
    files
}

/// Folders and all that they lie in.
fn with_those_above<'f>(folders: impl Iterator<Item = &'f str>) -> BTreeSet<&'f str> {
    let mut all = BTreeSet::from([""]);
    for mut folder in folders {
        while all.insert(folder) {
            folder = folder_of(folder);
        }
    }
    all
}

fn folder_of(path: &str) -> &str {
    path.rsplit_once('/').map_or("", |(folder, _)| folder)
}

/// Removes what file managers left; a folder that is not there has none.
fn remove_notes(folder: &Path) -> io::Result<()> {
    if !folder.exists() {
        return Ok(());
    }
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if entry.file_type()?.is_dir() {
            remove_notes(&entry.path())?;
        } else if is_file_managers(&entry.file_name().to_string_lossy()) {
            gone(fs::remove_file(entry.path()))?;
        }
    }
    Ok(())
}

pub(super) fn gone(removed: io::Result<()>) -> io::Result<()> {
    match removed {
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        other => other,
    }
}

/// Two renames, and back if the second fails.
fn step_aside(site: &Path, out: &Path, old: &Path) -> io::Result<()> {
    fs::rename(out, old)?;
    fs::rename(site, out).inspect_err(|_| {
        let _ = fs::rename(old, out);
    })
}

/// Exchanges two folders in one step; false where the system or its disk cannot.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn exchange(one: &Path, other: &Path) -> io::Result<bool> {
    use rustix::fs::{CWD, RenameFlags, renameat_with};
    use rustix::io::Errno;
    match renameat_with(CWD, one, CWD, other, RenameFlags::EXCHANGE) {
        Ok(()) => Ok(true),
        Err(Errno::INVAL | Errno::NOSYS | Errno::OPNOTSUPP) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn exchange(_one: &Path, _other: &Path) -> io::Result<bool> {
    Ok(false)
}

/// A link with a relative target.
#[cfg(unix)]
fn link(target: &Path, at: &Path) -> io::Result<()> {
    std::os::unix::fs::symlink(target, at)
}

#[cfg(not(unix))]
fn link(_target: &Path, _at: &Path) -> io::Result<()> {
    Err(io::ErrorKind::Unsupported.into())
}

fn is_link(path: &Path) -> bool {
    path.symlink_metadata().is_ok_and(|facts| facts.is_symlink())
}

/// Takes the lock; false when another process has it.
#[cfg(unix)]
fn lock(file: &File) -> io::Result<bool> {
    use rustix::fs::{FlockOperation, flock};
    use rustix::io::Errno;
    match flock(file, FlockOperation::NonBlockingLockExclusive) {
        Ok(()) => Ok(true),
        Err(Errno::WOULDBLOCK) => Ok(false),
        // Some network disks know no locks; publishing twice at once is then up to the user.
        Err(Errno::NOSYS | Errno::OPNOTSUPP | Errno::NOLCK) => Ok(true),
        Err(error) => Err(error.into()),
    }
}

#[cfg(not(unix))]
fn lock(_file: &File) -> io::Result<bool> {
    Ok(true)
}

#[cfg(unix)]
fn is_still_at(file: &File, path: &Path) -> bool {
    use std::os::unix::fs::MetadataExt as _;
    let same = |left: fs::Metadata, right: fs::Metadata| (left.dev(), left.ino()) == (right.dev(), right.ino());
    file.metadata().is_ok_and(|left| path.symlink_metadata().is_ok_and(|right| same(left, right)))
}

#[cfg(not(unix))]
fn is_still_at(_file: &File, _path: &Path) -> bool {
    true
}

/// Asks for the renames to reach the disk; a file system that cannot promise it is no reason to fail.
pub(super) fn sync_folder(folder: Option<&Path>) {
    if let Some(folder) = folder.and_then(|folder| File::open(folder).ok()) {
        let _ = folder.sync_all();
    }
}
