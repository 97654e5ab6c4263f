//! Finds every file of the handbook, in order, and says what it could not or would not enter.
//!
//! Never opens a file, and never leaves the folder through a symbolic link.

use std::ffi::OsString;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::rc::Rc;

use crate::outside::folder::{ReadOptions, is_text};
use crate::outside::ignored::Rules;
use crate::outside::manifest;
use crate::text::{DocPath, Unreadable, UnreadableReason};

/// In an ignored folder, so many names are looked at for documents that it hides.
const LOOKED_AT_IN_IGNORED: usize = 2000;

/// A file to be read, under the name that the handbook knows it by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundFile {
    pub(super) path: DocPath,
    pub(super) disk: PathBuf,
}

/// A followed symbolic link: when its target changes, so does what stands at the link.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Link {
    pub(super) path: DocPath,
    pub(super) target: PathBuf,
}

#[derive(Debug, Default)]
pub(super) struct Found {
    pub(super) files: Vec<FoundFile>,
    pub(super) unreadable: Vec<Unreadable>,
    pub(super) ignored: Vec<DocPath>,
    pub(super) links: Vec<Link>,
}

/// Everything below the canonical `root`.
pub(super) fn everything(root: &Path, options: &ReadOptions) -> Found {
    let mut walk = Walk::new(root, options);
    walk.folder(&Folder::top(root));
    walk.found
}

/// What stands at `path` now, and the path that this answers for: a folder above it when that one is ignored,
/// hidden, linked or a published site.
pub(super) fn one(root: &Path, options: &ReadOptions, path: &DocPath) -> (DocPath, Found) {
    let mut walk = Walk::new(root, options);
    let answered = walk.towards(&Folder::top(root), path.as_str());
    (answered, walk.found)
}

/// Hidden: starts with a dot.
pub(super) fn is_hidden(name: &str) -> bool {
    name.starts_with('.')
}

/// A folder on the way: where it is on disk, under which name it is known, and which rules hold in it.
struct Folder {
    path: DocPath,
    /// The root with the known path below it; may lead through one followed link.
    disk: PathBuf,
    /// The same without links.
    real: PathBuf,
    rules: Rc<Rules>,
    linked: bool,
}

impl Folder {
    fn top(root: &Path) -> Folder {
        let path = DocPath::new("").unwrap_or_else(|| unreachable!("the empty path leaves no folder"));
        Folder { path, disk: root.into(), real: root.into(), rules: Rules::at_top(root), linked: false }
    }

    fn below(&self, path: DocPath, disk: PathBuf, real: PathBuf, linked: bool) -> Folder {
        let rules = self.rules.below(&disk);
        Folder { path, disk, real, rules, linked: self.linked || linked }
    }
}

struct Walk<'a> {
    root: &'a Path,
    output: Option<PathBuf>,
    found: Found,
}

impl<'a> Walk<'a> {
    fn new(root: &'a Path, options: &ReadOptions) -> Walk<'a> {
        let output = options.output.as_deref().and_then(|output| output.canonicalize().ok());
        Walk { root, output, found: Found::default() }
    }

    fn folder(&mut self, folder: &Folder) {
        let names = match sorted_names(&folder.disk) {
            Ok(names) => names,
            Err(error) => return self.refuse(&folder.path, &error),
        };
        if names.iter().any(|name| name == manifest::NAME) {
            return;
        }
        for name in names {
            self.entry(folder, name);
        }
    }

    /// Goes down to `rest` through the folders above it, as the walk of everything would.
    fn towards(&mut self, folder: &Folder, rest: &str) -> DocPath {
        let (name, deeper) = rest.split_once('/').map_or((rest, None), |(name, deeper)| (name, Some(deeper)));
        let Some(path) = folder.path.join_name(name) else { return folder.path.clone() };
        let disk = folder.disk.join(name);
        let facts = disk.symlink_metadata();
        let is_folder = facts.as_ref().is_ok_and(fs::Metadata::is_dir);
        match deeper {
            Some(deeper) if is_folder && !is_hidden(name) && !self.is_closed(folder, &disk) => {
                let next = folder.below(path, disk, folder.real.join(name), false);
                self.towards(&next, deeper)
            }
            _ => {
                if facts.is_ok() {
                    self.entry(folder, name.into());
                }
                path
            }
        }
    }

    fn is_closed(&self, folder: &Folder, disk: &Path) -> bool {
        folder.rules.ignores(disk, true) || self.is_output(disk) || disk.join(manifest::NAME).exists()
    }

    fn entry(&mut self, folder: &Folder, name: OsString) {
        let disk = folder.disk.join(&name);
        let Some(name) = name.to_str() else {
            return self.unreadable(folder.path.join_name(&name.to_string_lossy()), UnreadableReason::NameNotUnicode);
        };
        let Some(path) = folder.path.join_name(name).filter(|_| !is_hidden(name)) else { return };
        let kind = match disk.symlink_metadata() {
            Ok(facts) => facts.file_type(),
            // Gone since it was listed.
            Err(error) if error.kind() == io::ErrorKind::NotFound => return,
            Err(error) => return self.refuse(&path, &error),
        };
        if kind.is_dir() && self.is_output(&disk) {
            return;
        }
        if folder.rules.ignores(&disk, kind.is_dir()) {
            return self.ignored(path, &disk, kind.is_dir());
        }
        if kind.is_symlink() {
            self.link(folder, path, disk);
        } else if kind.is_dir() {
            self.folder(&folder.below(path, disk, folder.real.join(name), false));
        } else if kind.is_file() {
            self.found.files.push(FoundFile { path, disk });
        } else {
            self.unreadable(Some(path), UnreadableReason::SpecialFile);
        }
    }

    fn link(&mut self, folder: &Folder, path: DocPath, disk: PathBuf) {
        let target = match disk.canonicalize() {
            Ok(target) => target,
            Err(error) => return self.unreadable(Some(path), why_not_followed(&error)),
        };
        if !self.may_show(&target) {
            return self.unreadable(Some(path), UnreadableReason::LinkLeavesFolder);
        }
        let Ok(facts) = target.metadata() else {
            return self.unreadable(Some(path), UnreadableReason::LinkToNothing);
        };
        if facts.is_dir() {
            // One linked folder inside another could multiply without end, even without a circle.
            if folder.linked || folder.real.starts_with(&target) {
                return self.unreadable(Some(path), UnreadableReason::LinkLoop);
            }
            self.found.links.push(Link { path: path.clone(), target: target.clone() });
            self.folder(&folder.below(path, disk, target, true));
        } else if facts.is_file() {
            self.found.links.push(Link { path: path.clone(), target });
            self.found.files.push(FoundFile { path, disk });
        } else {
            self.unreadable(Some(path), UnreadableReason::SpecialFile);
        }
    }

    /// Inside the folder, and in no part of it that is hidden: `.git` can hold secrets.
    fn may_show(&self, target: &Path) -> bool {
        let Ok(inside) = target.strip_prefix(self.root) else { return false };
        let hidden = inside.iter().any(|step| step.to_string_lossy().starts_with('.'));
        !hidden && !self.output.as_ref().is_some_and(|output| target.starts_with(output))
    }

    fn is_output(&self, disk: &Path) -> bool {
        self.output.as_deref() == Some(disk)
    }

    /// Names a hidden document, or a hidden folder that holds one.
    fn ignored(&mut self, path: DocPath, disk: &Path, is_folder: bool) {
        let mut left = LOOKED_AT_IN_IGNORED;
        if if is_folder { holds_text(disk, &mut left) } else { is_text(&path) } {
            self.found.ignored.push(path);
        }
    }

    fn unreadable(&mut self, path: Option<DocPath>, reason: UnreadableReason) {
        self.found.unreadable.extend(path.map(|path| Unreadable { path, reason }));
    }

    fn refuse(&mut self, path: &DocPath, error: &io::Error) {
        self.unreadable(Some(path.clone()), UnreadableReason::Refused(error.to_string()));
    }
}

fn sorted_names(folder: &Path) -> io::Result<Vec<OsString>> {
    let mut names =
        fs::read_dir(folder)?.map(|entry| entry.map(|entry| entry.file_name())).collect::<io::Result<Vec<_>>>()?;
    names.sort();
    Ok(names)
}

fn why_not_followed(error: &io::Error) -> UnreadableReason {
    match error.kind() {
        io::ErrorKind::NotFound => UnreadableReason::LinkToNothing,
        io::ErrorKind::PermissionDenied => UnreadableReason::Refused(error.to_string()),
        // The system gives up after a number of links, and has no other reason to.
        _ => UnreadableReason::LinkLoop,
    }
}

/// Does this folder hold a document or record, hidden parts, links and published sites apart?
fn holds_text(folder: &Path, left: &mut usize) -> bool {
    let Ok(names) = sorted_names(folder) else { return false };
    if names.iter().any(|name| name == manifest::NAME) {
        return false;
    }
    for name in names {
        let Some(name) = name.to_str().filter(|name| !is_hidden(name)) else { continue };
        if *left == 0 {
            return false;
        }
        *left -= 1;
        let disk = folder.join(name);
        let Ok(facts) = disk.symlink_metadata() else { continue };
        let found = match DocPath::new(name) {
            Some(path) if facts.is_file() => is_text(&path),
            _ => facts.is_dir() && holds_text(&disk, left),
        };
        if found {
            return true;
        }
    }
    false
}
