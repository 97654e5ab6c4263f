//! All outputs of a build as one ordered map: path in the site to bytes, or to a file of the handbook to copy.
//!
//! Never writes, and never lets one output replace another in silence: a clash is a value to report.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::text::{DocPath, Sha256, name_key};

/// What stands at one path of the site.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    Bytes(Arc<[u8]>),
    /// A file of the handbook, copied byte by byte; its digest is checked while copying.
    Copy {
        from: DocPath,
        sha256: Sha256,
    },
    /// Written where the site grows already, and no longer held.
    Written {
        sha256: Sha256,
        size: u64,
    },
}

impl Content {
    pub fn text(text: impl Into<String>) -> Content {
        Content::Bytes(text.into().into_bytes().into())
    }

    pub fn sha256(&self) -> Sha256 {
        match self {
            Content::Bytes(bytes) => Sha256::of(bytes),
            Content::Copy { sha256, .. } | Content::Written { sha256, .. } => *sha256,
        }
    }
}

/// Where pages go as soon as they are made.
pub trait Outlet: Send {
    /// Sees the pages that were asked for first, before all others are made.
    fn show_first(&mut self, pages: &[(String, Arc<[u8]>)]) {
        let _ = pages;
    }

    /// Takes some pages that clash with nothing; what the site is to know of each, in their order.
    fn take(&mut self, pages: Vec<(String, Arc<[u8]>)>) -> Vec<Content> {
        pages.into_iter().map(|(_, bytes)| Content::Bytes(bytes)).collect()
    }

    /// Whether it leaves the bytes to the site, which can then hand them out again in the next round.
    fn leaves_bytes(&self) -> bool {
        true
    }
}

/// The outlet of a site that is held in memory as a whole.
#[derive(Debug, Clone, Copy, Default)]
pub struct InMemory;

impl Outlet for InMemory {}

/// Every file of one site, complete before anything is published.
#[derive(Debug, Clone, Default)]
pub struct Site {
    files: BTreeMap<String, Content>,
    /// Every file and folder under its name without case, because many disks and web servers know no case.
    taken: FxHashMap<String, Taken>,
}

#[derive(Debug, Clone)]
enum Taken {
    File(String),
    Folder(String),
}

impl Site {
    /// Adds one output, unless it clashes with what is already there; then the site stays as it was.
    pub fn add(&mut self, path: impl Into<String>, content: Content) -> Result<(), Clash> {
        let path = path.into();
        if !is_safe(&path) {
            return Err(Clash::Unsafe { path });
        }
        let folded = name_key(&path);
        match self.taken.get(&folded) {
            Some(Taken::File(with)) if *with == path => return Err(Clash::Twice { path }),
            Some(Taken::File(with)) => return Err(Clash::DiffersInCase { with: with.clone(), path }),
            Some(Taken::Folder(with)) => return Err(Clash::FileAndFolder { file: path, folder: with.clone() }),
            None => {}
        }
        for folder in folders(&path) {
            if let Some(Taken::File(file)) = self.taken.get(&name_key(folder)) {
                return Err(Clash::FileAndFolder { file: file.clone(), folder: folder.to_owned() });
            }
        }
        for folder in folders(&path) {
            self.taken.entry(name_key(folder)).or_insert_with(|| Taken::Folder(folder.to_owned()));
        }
        self.taken.insert(folded, Taken::File(path.clone()));
        self.files.insert(path, content);
        Ok(())
    }

    /// What is known now of a file that was added before.
    pub fn settle(&mut self, path: &str, content: Content) {
        if let Some(known) = self.files.get_mut(path) {
            *known = content;
        }
    }

    /// All files, ordered by path.
    pub fn files(&self) -> &BTreeMap<String, Content> {
        &self.files
    }

    pub fn get(&self, path: &str) -> Option<&Content> {
        self.files.get(path)
    }
}

/// Why an output could not be added.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Clash {
    /// Two outputs want the same path.
    Twice { path: String },
    /// Two paths are the same on a disk that knows no case, or one form of each letter.
    DiffersInCase { path: String, with: String },
    /// One path is a file here and a folder there.
    FileAndFolder { file: String, folder: String },
    /// The path is empty, absolute, or leaves the site.
    Unsafe { path: String },
}

impl Clash {
    /// The code of the finding that this becomes.
    pub fn code(&self) -> &'static str {
        match self {
            Clash::Twice { .. } => "path-taken-twice",
            Clash::DiffersInCase { .. } => "path-differs-in-case",
            Clash::FileAndFolder { .. } => "path-file-and-folder",
            Clash::Unsafe { .. } => "path-unsafe",
        }
    }
}

impl fmt::Display for Clash {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Clash::Twice { path } => write!(out, "two things want to be `{path}` in the site"),
            Clash::DiffersInCase { path, with } => {
                write!(
                    out,
                    "`{path}` and `{with}` differ only in capitals or composed letters, which many disks do not tell apart"
                )
            }
            Clash::FileAndFolder { file, folder } => {
                write!(out, "the file `{file}` stands where the site needs the folder `{folder}`")
            }
            Clash::Unsafe { path } => write!(out, "`{path}` is not a path inside the site"),
        }
    }
}

/// A relative path with `/`, every step a plain name.
pub fn is_safe(path: &str) -> bool {
    !path.contains('\0') && path.split('/').all(|step| !matches!(step, "" | "." | ".."))
}

/// The folders above a file, outermost first.
fn folders(path: &str) -> impl Iterator<Item = &str> {
    path.match_indices('/').map(|(at, _)| &path[..at])
}

#[cfg(test)]
mod tests {
    use super::{Clash, Content, Site};

    fn site(paths: &[&str]) -> Site {
        let mut site = Site::default();
        paths.iter().for_each(|path| site.add(*path, Content::text(*path)).unwrap());
        site
    }

    #[test]
    fn a_taken_path_stays_as_it_was() {
        let mut site = site(&["a/policy.html"]);
        let again = site.add("a/policy.html", Content::text("other"));
        assert_eq!(again, Err(Clash::Twice { path: "a/policy.html".into() }));
        assert_eq!(site.get("a/policy.html"), Some(&Content::text("a/policy.html")));
    }

    #[test]
    fn case_alone_is_a_clash_for_files_and_none_for_folders() {
        let mut site = site(&["a/Policy.html"]);
        let clash = site.add("a/policy.html", Content::text("")).unwrap_err();
        assert_eq!(clash.code(), "path-differs-in-case");
        assert_eq!(site.add("A/other.html", Content::text("")), Ok(()));
        assert_eq!(site.files().len(), 2);
    }

    #[test]
    fn a_file_cannot_stand_where_a_folder_is() {
        let mut site = site(&["a/b/c.html", "x"]);
        assert_eq!(site.add("a/B", Content::text("")).unwrap_err().code(), "path-file-and-folder");
        assert_eq!(site.add("X/y.html", Content::text("")).unwrap_err().code(), "path-file-and-folder");
        assert_eq!(site.add("z/y.html", Content::text("")), Ok(()));
    }

    #[test]
    fn no_path_leaves_the_site() {
        for path in ["", "/etc/passwd", "../x", "a/../../x", "a//b", "./a", "a/", "a\0b"] {
            assert_eq!(Site::default().add(path, Content::text("")).unwrap_err().code(), "path-unsafe", "{path:?}");
        }
    }
}
