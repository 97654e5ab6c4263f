//! What is kept beside the output from run to run, and whether published files are still as they were seen last.
//!
//! Never needed: without it the next run only takes longer. Never part of a site.

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use crate::outside::staging::gone;
use crate::text::Sha256;

/// The file by which backup programs know that a folder can be made anew, and we know that it is ours.
const TAG: &str = "CACHEDIR.TAG";
const TAG_TEXT: &str =
    "Signature: 8a477f597d28d172789f06886806bc55\n# Kept by aimsbook between two builds; it can be deleted.\n";

/// A file that is being written.
const NEW: &str = ".new";

/// The digest of what follows and a line break: a file that was changed is as good as none.
const SUM_LENGTH: usize = 65;

fn sum_of(bytes: &[u8]) -> String {
    format!("{}\n", Sha256::of(bytes))
}

/// Small files in a folder beside the output: `.site.aimsbook-cache` for `site`.
pub struct Shelf {
    folder: PathBuf,
}

impl Shelf {
    pub fn beside(out: &Path) -> Shelf {
        let name = out.file_name().unwrap_or_default().to_string_lossy();
        Shelf { folder: out.with_file_name(format!(".{name}.aimsbook-cache")) }
    }

    pub fn read(&self, name: &str) -> Option<Vec<u8>> {
        if !self.is_ours() {
            return None;
        }
        // A pipe would keep us waiting, and a link lead elsewhere.
        let path = self.folder.join(name);
        path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
        let bytes = fs::read(path).ok()?;
        let (sum, bytes) = bytes.split_at_checked(SUM_LENGTH)?;
        (sum == sum_of(bytes).as_bytes()).then(|| bytes.to_vec())
    }

    /// Writes what has bytes, leaves what has none as it is, and removes everything else. Nobody but the owner can read it.
    pub fn keep(&self, files: &BTreeMap<String, Option<Vec<u8>>>) -> io::Result<()> {
        if !self.folder.exists() {
            create_private(&self.folder)?;
            fs::write(self.folder.join(TAG), TAG_TEXT)?;
            fs::write(self.folder.join(".gitignore"), "*\n")?;
        }
        if !self.is_ours() {
            return Ok(());
        }
        for (name, bytes) in files {
            if let Some(bytes) = bytes {
                // In its place at once: a link there would have led the bytes elsewhere.
                let beside = self.folder.join(NEW);
                gone(fs::remove_file(&beside))?;
                let mut file = fs::File::create_new(&beside)?;
                file.write_all(sum_of(bytes).as_bytes())?;
                file.write_all(bytes)?;
                fs::rename(beside, self.folder.join(name))?;
            }
        }
        for entry in fs::read_dir(&self.folder)? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            if name != TAG && name != ".gitignore" && !files.contains_key(&name) {
                fs::remove_file(entry.path())?;
            }
        }
        Ok(())
    }

    fn is_ours(&self) -> bool {
        fs::read_to_string(self.folder.join(TAG)).is_ok_and(|text| text == TAG_TEXT)
    }
}

#[cfg(unix)]
fn create_private(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new().mode(0o700).create(folder)
}

#[cfg(not(unix))]
fn create_private(folder: &Path) -> io::Result<()> {
    fs::create_dir(folder)
}

/// How the files of a folder lie on the disk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Over names, sizes and times.
    pub digest: Sha256,
    pub files: usize,
    pub bytes: u64,
}

/// Looks at a folder without reading its files; nothing for one that holds anything but files and folders.
pub fn seen(folder: &Path) -> Option<Seen> {
    let mut lines = Vec::new();
    let mut bytes = 0;
    let mut folders = vec![(folder.to_owned(), String::new())];
    while let Some((folder, below)) = folders.pop() {
        for entry in fs::read_dir(folder).ok()? {
            let entry = entry.ok()?;
            let name = format!("{below}{}", entry.file_name().to_string_lossy());
            let facts = entry.metadata().ok()?;
            if facts.is_dir() {
                folders.push((entry.path(), format!("{name}/")));
            } else if facts.is_file() {
                let time = facts.modified().ok()?.duration_since(UNIX_EPOCH).ok()?.as_nanos();
                bytes += facts.len();
                lines.push(format!("{name} {} {time}\n", facts.len()));
            } else {
                return None;
            }
        }
    }
    lines.sort();
    Some(Seen { digest: Sha256::of(lines.concat().as_bytes()), files: lines.len(), bytes })
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::fs;
    use std::path::Path;
    use std::time::{Duration, SystemTime};

    use super::{Shelf, seen};

    #[test]
    fn keeps_what_is_named_and_nothing_else() {
        let place = tempfile::tempdir().unwrap();
        let shelf = Shelf::beside(&place.path().join("site"));
        assert_eq!(shelf.read("v1"), None);
        let of = |names: &[(&str, Option<&str>)]| -> BTreeMap<String, Option<Vec<u8>>> {
            let bytes = |text: &str| text.as_bytes().to_vec();
            names.iter().map(|(name, text)| ((*name).to_owned(), text.map(bytes))).collect()
        };
        shelf.keep(&of(&[("v1", Some("one")), ("v2", Some("two"))])).unwrap();
        shelf.keep(&of(&[("v1", None), ("v3", Some("three"))])).unwrap();
        assert_eq!(shelf.read("v1"), Some(b"one".to_vec()));
        assert_eq!(shelf.read("v2"), None);
        assert_eq!(shelf.read("v3"), Some(b"three".to_vec()));
    }

    #[test]
    fn what_was_changed_or_leads_elsewhere_is_as_good_as_none() {
        let place = tempfile::tempdir().unwrap();
        let shelf = Shelf::beside(&place.path().join("site"));
        let keep = || shelf.keep(&BTreeMap::from([("v1".to_owned(), Some(b"approved".to_vec()))])).unwrap();
        keep();
        let file = place.path().join(".site.aimsbook-cache/v1");
        let text = fs::read_to_string(&file).unwrap();
        fs::write(&file, text.replace("approved", "improved")).unwrap();
        assert_eq!(shelf.read("v1"), None);
        keep();
        assert_eq!(shelf.read("v1"), Some(b"approved".to_vec()));
        #[cfg(unix)]
        {
            let other = place.path().join("other");
            fs::rename(&file, &other).unwrap();
            std::os::unix::fs::symlink(&other, &file).unwrap();
            assert_eq!(shelf.read("v1"), None);
            keep();
            assert!(file.symlink_metadata().unwrap().is_file());
            assert_eq!(fs::read_to_string(&other).unwrap(), text);
        }
    }

    #[test]
    fn a_folder_of_somebody_else_is_left_alone() {
        let place = tempfile::tempdir().unwrap();
        let other = place.path().join(".site.aimsbook-cache");
        fs::create_dir(&other).unwrap();
        fs::write(other.join("v1"), "theirs").unwrap();
        let shelf = Shelf::beside(&place.path().join("site"));
        shelf.keep(&BTreeMap::from([("v1".to_owned(), Some(b"ours".to_vec()))])).unwrap();
        assert_eq!(shelf.read("v1"), None);
        assert_eq!(fs::read_to_string(other.join("v1")).unwrap(), "theirs");
    }

    #[test]
    fn a_file_that_changed_is_seen() {
        let place = tempfile::tempdir().unwrap();
        let write = |text: &str| fs::write(place.path().join("a"), text).unwrap();
        let age = |path: &Path, seconds: u64| {
            let file = fs::File::options().write(true).open(path).unwrap();
            file.set_modified(SystemTime::UNIX_EPOCH + Duration::from_secs(seconds)).unwrap();
        };
        write("one");
        age(&place.path().join("a"), 1000);
        let first = seen(place.path()).unwrap();
        write("two");
        age(&place.path().join("a"), 2000);
        assert_ne!(seen(place.path()).unwrap(), first, "another time");
        age(&place.path().join("a"), 1000);
        assert_eq!(seen(place.path()).unwrap(), first);
        write("three");
        age(&place.path().join("a"), 1000);
        assert_ne!(seen(place.path()).unwrap(), first, "another size");
        fs::write(place.path().join("b"), "").unwrap();
        assert_eq!(seen(place.path()).unwrap().files, 2);
    }
}
