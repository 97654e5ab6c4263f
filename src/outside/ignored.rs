//! Which files an ignore file hides, level by level.
//!
//! Never looks at a user's global ignore files: a handbook must not differ from one machine to the next.

use std::path::Path;
use std::rc::Rc;

use ignore::Match;
use ignore::gitignore::{Gitignore, GitignoreBuilder};

const NAMES: [&str; 2] = [".gitignore", ".ignore"];

/// An ignore file of this size is no ignore file.
const LARGEST: u64 = 1 << 20;

/// The rules of one folder, above those of the folders that hold it.
pub(super) struct Rules {
    above: Option<Rc<Rules>>,
    own: Gitignore,
}

impl Rules {
    /// The rules of the handbook's folder, below those of the repository that holds it.
    pub(super) fn at_top(root: &Path) -> Rc<Rules> {
        let above = repository_folders(root)
            .into_iter()
            .fold(None, |above, folder| Some(Rc::new(Rules { above, own: matcher(folder) })));
        Rc::new(Rules { above, own: matcher(root) })
    }

    pub(super) fn below(self: &Rc<Rules>, folder: &Path) -> Rc<Rules> {
        Rc::new(Rules { above: Some(Rc::clone(self)), own: matcher(folder) })
    }

    /// The deepest folder that has an opinion decides, as in git.
    pub(super) fn ignores(&self, path: &Path, is_folder: bool) -> bool {
        match self.own.matched(path, is_folder) {
            Match::Ignore(_) => true,
            Match::Whitelist(_) => false,
            Match::None => self.above.as_ref().is_some_and(|above| above.ignores(path, is_folder)),
        }
    }
}

/// Is this the name of a file that holds ignore rules?
pub(super) fn is_ignore_file(name: &str) -> bool {
    NAMES.contains(&name)
}

/// The folders from the top of the git repository down to the one that holds `root`; none outside a repository.
fn repository_folders(root: &Path) -> Vec<&Path> {
    let top = root.ancestors().position(|folder| folder.join(".git").exists()).unwrap_or(0);
    let mut folders: Vec<&Path> = root.ancestors().skip(1).take(top).collect();
    folders.reverse();
    folders
}

fn matcher(folder: &Path) -> Gitignore {
    let mut builder = GitignoreBuilder::new(folder);
    let mut any = false;
    for name in NAMES {
        let file = folder.join(name);
        // A link or a pipe is not an ignore file: git does not follow the one, and the other would hang.
        if file.symlink_metadata().is_ok_and(|facts| facts.is_file() && facts.len() <= LARGEST) {
            // A line that is no pattern is left out, as git does.
            let _ = builder.add(file);
            any = true;
        }
    }
    if any { builder.build().unwrap_or_else(|_| Gitignore::empty()) } else { Gitignore::empty() }
}
