//! Writes what an export gives to a place that somebody named.
//!
//! Never leaves a file half written, and never deletes one.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};

/// Why a file was not written.
#[derive(Debug)]
pub struct OutputError {
    path: PathBuf,
    error: io::Error,
}

impl std::error::Error for OutputError {}

impl fmt::Display for OutputError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "cannot write `{}`: {}", self.path.display(), self.error)
    }
}

/// Writes a file whole, in place of an older one: beside it first, then in its place at once.
pub fn write_file(path: &Path, bytes: &[u8]) -> Result<(), OutputError> {
    let refused = |error| OutputError { path: path.to_owned(), error };
    if path.is_dir() {
        return Err(refused(io::Error::other("it is a folder")));
    }
    // A link stays a link: what it leads to is replaced.
    let real = path.canonicalize().unwrap_or_else(|_| path.to_owned());
    if let Some(folder) = real.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        fs::create_dir_all(folder).map_err(refused)?;
    }
    let name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let beside = real.with_file_name(format!(".{name}.aimsbook-{}", std::process::id()));
    let written = write_beside(&beside, bytes).and_then(|()| fs::rename(&beside, &real));
    written.map_err(|error| {
        // What could not take the place is of no use to anybody.
        let _ = fs::remove_file(&beside);
        refused(error)
    })
}

fn write_beside(beside: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(beside)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A folder beside an output for what its making needs; gone when this is.
pub struct Workshop(PathBuf);

impl Workshop {
    /// Its name is no hidden one, and it lies where the user works: some browsers may not look anywhere else.
    pub fn beside(path: &Path) -> Result<Workshop, OutputError> {
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let folder = path.with_file_name(format!("{name}.aimsbook-{}", std::process::id()));
        let refused = |error| OutputError { path: folder.clone(), error };
        fs::create_dir_all(&folder).map_err(refused)?;
        Ok(Workshop(folder.canonicalize().map_err(refused)?))
    }

    pub fn place(&self, name: &str) -> PathBuf {
        self.0.join(name)
    }
}

impl Drop for Workshop {
    fn drop(&mut self) {
        // A browser may take a moment to let go of its files; what stays is named so that anybody may remove it.
        let _ = fs::remove_dir_all(&self.0);
    }
}

/// The path of an output below the handbook's folder, when it would be there.
pub fn inside(root: &Path, path: &Path) -> Option<String> {
    let below = resolved(path)?.strip_prefix(root.canonicalize().ok()?).ok()?.to_owned();
    Some(below.to_string_lossy().replace('\\', "/"))
}

/// Step by step, because folders on the way may not be there yet and links may lead elsewhere.
fn resolved(path: &Path) -> Option<PathBuf> {
    let mut real = Path::new(".").canonicalize().ok()?;
    for step in path.components() {
        match step {
            Component::ParentDir => {
                real.pop();
            }
            Component::CurDir => {}
            step => {
                real.push(step);
                real = real.canonicalize().unwrap_or(real);
            }
        }
    }
    Some(real)
}
