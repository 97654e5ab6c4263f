//! A site of several versions: each is written below a folder of its own, from wherever its files lie.
//!
//! Never writes again what was published before and is still the same: it is taken over, byte for byte.

use std::fs::{self, File};
use std::io;
use std::path::Path;
use std::sync::Arc;

use crate::diagnostic::ordered_map;
use crate::outside::copy::copy;
use crate::outside::git::{GitError, Revision, copy_files};
use crate::outside::kept::{Seen, Shelf, seen};
use crate::outside::manifest::Manifest;
use crate::outside::publish::{Claim, Publication, PublishError, Writer, opened};
use crate::site::{Content, Outlet, Site};
use crate::text::{DocPath, Sha256};

/// Where the files of a version lie that its pages offer.
pub enum Originals<'a> {
    /// The handbook's folder.
    Handbook,
    Folder(&'a Path),
    Commit(&'a Revision),
}

/// One version of the new site, written below a folder of its own.
pub struct Part {
    writer: Writer,
    below: String,
}

impl Outlet for Part {
    fn take(&mut self, pages: Vec<(String, Arc<[u8]>)>) -> Vec<Content> {
        self.writer.take_below(&self.below, pages)
    }

    fn leaves_bytes(&self) -> bool {
        false
    }
}

impl Part {
    /// Writes what of a version is not written yet, and adds all of it to the whole site.
    pub fn finish(mut self, site: &Site, originals: &Originals<'_>, whole: &mut Site) -> Result<(), PublishError> {
        self.writer.check()?;
        let mut bytes: Vec<(String, &Content)> = Vec::new();
        let mut copies: Vec<(String, &DocPath, Sha256)> = Vec::new();
        for (path, content) in site.files() {
            let place = format!("{}{path}", self.below);
            match content {
                Content::Bytes(_) => bytes.push((place, content)),
                Content::Copy { from, sha256 } => copies.push((place, from, *sha256)),
                Content::Written { .. } => add(whole, place, content.clone())?,
            }
        }
        let files: Vec<(&String, &Content)> = bytes.iter().map(|(place, content)| (place, *content)).collect();
        for (sha256, size, place) in
            self.writer.write(&files)?.into_iter().zip(&bytes).map(|((sha256, size), (place, _))| (sha256, size, place))
        {
            add(whole, place.clone(), Content::Written { sha256, size })?;
        }
        let root = self.writer.root().to_owned();
        let sizes = match originals {
            Originals::Handbook => self.copy_from(&root, &copies)?,
            Originals::Folder(folder) => self.copy_from(folder, &copies)?,
            Originals::Commit(revision) => self.copy_from_git(revision, &copies)?,
        };
        for ((place, _, sha256), size) in copies.into_iter().zip(sizes) {
            add(whole, place, Content::Written { sha256, size })?;
        }
        Ok(())
    }

    fn copy_from(&mut self, folder: &Path, copies: &[(String, &DocPath, Sha256)]) -> Result<Vec<u64>, PublishError> {
        let mut sizes = Vec::new();
        for (place, from, sha256) in copies {
            let target = self.writer.place(place)?;
            let changed = || PublishError::Changed(from.to_string());
            let mut source = opened(&folder.join(from.as_str())).ok_or_else(changed)?;
            sizes.push(write_copy(&mut source, &target, sha256, from)?);
        }
        Ok(sizes)
    }

    fn copy_from_git(
        &mut self,
        revision: &Revision,
        copies: &[(String, &DocPath, Sha256)],
    ) -> Result<Vec<u64>, PublishError> {
        if copies.is_empty() {
            return Ok(Vec::new());
        }
        let paths: Vec<&DocPath> = copies.iter().map(|(_, from, _)| *from).collect();
        let (mut sizes, mut failed) = (Vec::new(), None);
        let root = self.writer.root().to_owned();
        let copied = copy_files(&root, revision, &paths, &mut |number, content| {
            let (place, from, sha256) = &copies[number];
            let written = self.writer.place(place).and_then(|target| write_copy(content, &target, sha256, from));
            written.map(|size| sizes.push(size)).map_err(|error| {
                failed = Some(error);
                io::Error::other("stopped")
            })
        });
        match (copied, failed) {
            (_, Some(error)) => Err(error),
            (Ok(()), None) if sizes.len() == copies.len() => Ok(sizes),
            (Ok(()), None) => Err(PublishError::Changed(revision.commit.clone())),
            (Err(GitError::Broken(error) | GitError::NoGit(error)), None) => Err(PublishError::io(&root, error)),
            (Err(GitError::Refused(words)), None) => Err(PublishError::io(&root, io::Error::other(words))),
        }
    }
}

impl Claim {
    /// What is kept from run to run beside the output.
    pub fn shelf(&self) -> Shelf {
        Shelf::beside(self.old())
    }

    /// Whether a folder of the old site lies there as it was seen in an earlier run.
    pub fn is_as_seen(&self, below: &str, before: &Seen) -> bool {
        seen(&self.old().join(below)).is_some_and(|now| now == *before)
    }
}

impl Publication {
    /// A version below a folder, which is empty or ends with a `/`.
    pub fn part(&self, below: &str) -> Part {
        Part { writer: self.writer(), below: below.to_owned() }
    }

    /// The bytes of a file that was published before, when they are still what the manifest says.
    pub fn old_file(&self, path: &str, before: &Manifest) -> Option<Vec<u8>> {
        let sha256 = before.files.get(path)?;
        fs::read(self.old().join(path)).ok().filter(|bytes| Sha256::of(bytes) == *sha256)
    }

    /// Takes over a folder of the old site whose files are known to be as they were published; false, and nothing is
    /// taken, when the list of what was published has other files.
    pub fn keep(&mut self, below: &str, seen: &Seen, before: &Manifest) -> Result<bool, PublishError> {
        if before.below(below).count() != seen.files {
            return Ok(false);
        }
        if !self.lend(below.trim_end_matches('/')) {
            self.link_all(&before.below(below).collect::<Vec<_>>())?;
        }
        self.add_kept(below, seen.bytes);
        Ok(true)
    }

    /// Takes over a folder of the old site as it is; false, and nothing is added, when it is not whole any more.
    pub fn take_over(&mut self, below: &str, before: &Manifest, whole: &mut Site) -> Result<bool, PublishError> {
        let files: Vec<(&str, Sha256)> = before.below(below).collect();
        if files.is_empty() {
            return Ok(false);
        }
        let old = self.old().to_owned();
        let sizes: Vec<Option<u64>> = ordered_map(&files, |(path, sha256)| whole_size(&old.join(path), sha256));
        let Some(sizes) = sizes.into_iter().collect::<Option<Vec<u64>>>() else { return Ok(false) };
        if !self.lend(below.trim_end_matches('/')) {
            self.link_all(&files)?;
        }
        for ((path, sha256), size) in files.into_iter().zip(sizes) {
            add(whole, path.to_owned(), Content::Written { sha256, size })?;
        }
        Ok(true)
    }

    fn link_all(&self, files: &[(&str, Sha256)]) -> Result<(), PublishError> {
        let old = self.old().to_owned();
        let mut writer = self.writer();
        let mut places = Vec::new();
        for (path, _) in files {
            places.push((old.join(path), writer.place(path)?));
        }
        let linked = ordered_map(&places, |(from, to)| {
            fs::hard_link(from, to)
                .or_else(|_| fs::copy(from, to).map(|_| ()))
                .map_err(|error| PublishError::io(to, error))
        });
        linked.into_iter().collect()
    }
}

/// The size of a file that is as it was published.
fn whole_size(path: &Path, sha256: &Sha256) -> Option<u64> {
    path.symlink_metadata().ok().filter(fs::Metadata::is_file)?;
    let (found, size) = copy(&mut File::open(path).ok()?, &mut io::sink()).ok()?;
    (found == *sha256).then_some(size)
}

fn write_copy(
    content: &mut (impl io::Read + ?Sized),
    target: &Path,
    sha256: &Sha256,
    from: &DocPath,
) -> Result<u64, PublishError> {
    let mut content = content;
    let copied = File::create_new(target).and_then(|mut file| copy(&mut content, &mut file));
    let (found, size) = copied.map_err(|error| PublishError::io(target, error))?;
    if found == *sha256 { Ok(size) } else { Err(PublishError::Changed(from.to_string())) }
}

fn add(whole: &mut Site, path: String, content: Content) -> Result<(), PublishError> {
    whole.add(path, content).map_err(|clash| PublishError::Clash(clash.to_string()))
}
