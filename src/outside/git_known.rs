//! What is read already of files that git knows too, so that a second state of them need not be read again.
//!
//! Never takes git's word for a file that git was told not to look at.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::outside::folder::{ReadOptions, theme_path};
use crate::outside::git::{TreeFile, UseAs, output, tree_files};
use crate::text::{DocPath, Snapshot};

/// A Snapshot, with git's name for the content of its files.
pub struct Known<'s> {
    snapshot: &'s Snapshot,
    objects: BTreeMap<DocPath, String>,
}

impl<'s> Known<'s> {
    /// Of the folder as it is: files whose content is the one that the index has. Where git does not answer, nothing.
    pub fn of_folder(root: &Path, snapshot: &'s Snapshot) -> Known<'s> {
        let changed = ["-c", "core.fsmonitor=false", "diff-files", "--name-only", "--relative", "-z", "--", "."];
        let (Ok(index), Ok(changed)) =
            (output(root, &["ls-files", "-s", "-v", "-z", "--", "."]), output(root, &changed))
        else {
            return Known { snapshot, objects: BTreeMap::new() };
        };
        let changed: BTreeSet<&str> = changed.split('\0').collect();
        let objects = index.split('\0').filter_map(index_row).filter(|(path, _)| !changed.contains(path));
        let objects = objects.filter_map(|(path, object)| Some((DocPath::new(path)?, object.to_owned()))).collect();
        Known { snapshot, objects }
    }

    /// Of a commit, a tag or a branch that was read.
    pub fn of_revision(root: &Path, revision: &str, snapshot: &'s Snapshot) -> Known<'s> {
        let files = tree_files(root, revision, &ReadOptions::default()).map(|(_, files)| files).unwrap_or_default();
        Known { snapshot, objects: files.into_iter().map(|file| (file.path, file.object)).collect() }
    }

    /// Whether the content of a file of another state is known.
    pub(super) fn has(&self, file: &TreeFile) -> bool {
        self.give(file, &mut Snapshot::default())
    }

    /// Puts a file of another state into its Snapshot when its content is known; false when it has to be read.
    pub(super) fn give(&self, file: &TreeFile, to: &mut Snapshot) -> bool {
        if file.use_as == UseAs::Link || self.objects.get(&file.path) != Some(&file.object) {
            return false;
        }
        if let Some(path) = theme_path(&file.path) {
            let bytes = self.snapshot.theme.get(&path).cloned();
            return bytes.map(|bytes| to.theme.insert(path, bytes)).is_some();
        }
        if let Some(source) = self.snapshot.source(&file.path) {
            to.sources.push(source.clone());
            return true;
        }
        let fact = self.snapshot.fact(&file.path);
        fact.map(|fact| to.files.insert(file.path.clone(), fact)).is_some()
    }
}

/// `H mode object 0<tab>path`: a file that git looks at, and that is in no conflict.
fn index_row(row: &str) -> Option<(&str, &str)> {
    let (facts, path) = row.split_once('\t')?;
    let [_, _, object, _] = facts.split(' ').collect::<Vec<_>>()[..] else { return None };
    (facts.starts_with("H ") && facts.ends_with(" 0")).then_some((path, object))
}
