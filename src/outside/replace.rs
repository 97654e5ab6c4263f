//! Replaces one file of the handbook by a new text, for `approve`.
//!
//! Never leaves a file half written, never writes over a change that came in between, and never writes through a link
//! that leaves the folder.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::text::DocPath;

/// Why a file was not replaced; it is as it was.
#[derive(Debug)]
pub enum ReplaceError {
    /// The file is no longer what was read.
    Changed(DocPath),
    /// A link leads out of the folder.
    Leaves(DocPath),
    Refused(PathBuf, io::Error),
}

impl std::error::Error for ReplaceError {}

impl fmt::Display for ReplaceError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ReplaceError::Changed(path) => write!(out, "`{path}` was changed in the meantime; nothing was written"),
            ReplaceError::Leaves(path) => write!(out, "`{path}` leads out of the handbook's folder"),
            ReplaceError::Refused(path, error) => write!(out, "cannot write `{}`: {error}", path.display()),
        }
    }
}

/// Writes `after` where `before` was: beside it first, then in its place at once.
pub fn replace(root: &Path, path: &DocPath, before: &str, after: &str) -> Result<(), ReplaceError> {
    let named = root.join(path.as_str());
    let refused = |error| ReplaceError::Refused(named.clone(), error);
    // A link inside the folder stays a link: what it leads to is replaced.
    let disk = named.canonicalize().map_err(refused)?;
    if !disk.starts_with(root.canonicalize().map_err(refused)?) {
        return Err(ReplaceError::Leaves(path.clone()));
    }
    if fs::read(&disk).map_err(refused)? != before.as_bytes() {
        return Err(ReplaceError::Changed(path.clone()));
    }
    let name = disk.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = disk.with_file_name(format!(".{name}.aimsbook-{}", std::process::id()));
    let written = write_beside(&beside, &disk, after).and_then(|()| fs::rename(&beside, &disk));
    written.map_err(|error| {
        // What could not take the place is of no use to anybody.
        let _ = fs::remove_file(&beside);
        refused(error)
    })
}

/// The new text, safe on the disk, with the permissions of the old one.
fn write_beside(beside: &Path, disk: &Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(beside)?;
    file.write_all(text.as_bytes())?;
    file.set_permissions(fs::metadata(disk)?.permissions())?;
    file.sync_all()
}
