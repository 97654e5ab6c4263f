//! Adds new files to the handbook's folder, for `init` and `new`.
//!
//! Never overwrites a file, and never writes through a link that leaves the folder.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};

use crate::text::DocPath;

/// Why a file was not added.
#[derive(Debug)]
pub enum CreateError {
    Exists(DocPath),
    /// A link on the way leads out of the folder.
    Leaves(DocPath),
    Refused(PathBuf, io::Error),
}

impl std::error::Error for CreateError {}

impl fmt::Display for CreateError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CreateError::Exists(path) => write!(out, "`{path}` exists already, and is not overwritten"),
            CreateError::Leaves(path) => write!(out, "`{path}` would be written outside the handbook's folder"),
            CreateError::Refused(path, error) => write!(out, "cannot write `{}`: {error}", path.display()),
        }
    }
}

/// Makes the folder when it is not there.
pub fn folder(path: &Path) -> Result<(), CreateError> {
    fs::create_dir_all(path).map_err(|error| CreateError::Refused(path.into(), error))
}

/// Which of these paths are taken.
pub fn taken(root: &Path, paths: impl IntoIterator<Item = DocPath>) -> Vec<DocPath> {
    paths.into_iter().filter(|path| root.join(path.as_str()).symlink_metadata().is_ok()).collect()
}

/// Writes a new file below `root`, with the folders above it.
pub fn file(root: &Path, path: &DocPath, text: &str) -> Result<(), CreateError> {
    let disk = root.join(path.as_str());
    let refused = |error| CreateError::Refused(disk.clone(), error);
    let real_root = root.canonicalize().map_err(refused)?;
    // The folder that is already there decides where the new ones would be.
    let there = disk.ancestors().skip(1).find(|folder| folder.symlink_metadata().is_ok()).unwrap_or(root);
    if !there.canonicalize().map_err(refused)?.starts_with(&real_root) {
        return Err(CreateError::Leaves(path.clone()));
    }
    fs::create_dir_all(disk.parent().unwrap_or(root)).map_err(refused)?;
    match File::create_new(&disk) {
        Ok(mut file) => file.write_all(text.as_bytes()).map_err(refused),
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Err(CreateError::Exists(path.clone())),
        Err(error) => Err(refused(error)),
    }
}
