//! Writes a complete Site to disk and puts it in the place of the one before in a single step.
//!
//! Never touches the old site before the new one is whole, and never deletes a file that we did not write.
//!
//! A kill at any moment leaves the old site or the new one. A power failure can, on some disks, cost the content of
//! files written in the last seconds: the manifest reaches the disk first, so that such a site is known to be damaged.

use std::collections::BTreeSet;
use std::fmt;
use std::fs::{self, File};
use std::io::{self, Write as _};
use std::path::{Component, Path, PathBuf};
use std::sync::Arc;

use crate::diagnostic::{both, ordered_map};
use crate::outside::copy::copy;
use crate::outside::manifest::{self, Manifest};
use crate::outside::staging::{Staging, sync_folder};
use crate::site::{Content, Outlet, Site};
use crate::text::Sha256;

/// Of foreign files, so many are named.
const NAMED: usize = 10;

/// What was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    pub out: PathBuf,
    pub files: usize,
    pub bytes: u64,
    /// Where files were moved that somebody put into the output while we were publishing.
    pub kept: Option<PathBuf>,
}

/// Why nothing was published; the old site is as it was.
#[derive(Debug)]
pub enum PublishError {
    /// The output is the handbook's folder, or holds it.
    HoldsHandbook(PathBuf),
    NotAFolder(PathBuf),
    /// The output has files that no manifest of ours lists.
    Foreign {
        out: PathBuf,
        paths: Vec<String>,
    },
    /// The staging folder's name is taken by something else.
    NotOurs(PathBuf),
    /// Another run is publishing to the same place.
    Busy(PathBuf),
    /// A path that this system does not keep inside the output, or that is ours.
    Unsafe(String),
    /// Two versions want one place.
    Clash(String),
    /// A file to copy is no longer what was read.
    Changed(String),
    Refused(PathBuf, io::Error),
}

impl PublishError {
    pub(super) fn io(path: &Path, error: io::Error) -> PublishError {
        PublishError::Refused(path.into(), error)
    }
}

impl std::error::Error for PublishError {}

impl fmt::Display for PublishError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PublishError::HoldsHandbook(out) => {
                write!(
                    to,
                    "the output `{}` is or holds the handbook's own folder; choose another with --out",
                    out.display()
                )
            }
            PublishError::NotAFolder(out) => write!(to, "the output `{}` is a file", out.display()),
            PublishError::Foreign { out, paths } => {
                let shown = paths.iter().take(NAMED).map(|path| format!("\n  {path}")).collect::<String>();
                let more = paths.len().saturating_sub(NAMED);
                let more = if more > 0 { format!("\n  and {more} more") } else { String::new() };
                write!(
                    to,
                    "the output `{}` holds files that aimsbook did not write; move them away, or choose another folder \
                     with --out:{shown}{more}",
                    out.display()
                )
            }
            PublishError::NotOurs(folder) => {
                write!(to, "`{}` is in the way: the new site grows in a folder of this name", folder.display())
            }
            PublishError::Busy(out) => write!(to, "another run is publishing to `{}`", out.display()),
            PublishError::Clash(words) => write!(to, "{words}"),
            PublishError::Unsafe(path) => write!(to, "the site cannot have a file `{path}` here"),
            PublishError::Changed(path) => {
                write!(to, "`{path}` changed while the site was built; nothing was published, build again")
            }
            PublishError::Refused(path, error) => {
                write!(to, "cannot write `{}`: {error}; nothing was published", path.display())
            }
        }
    }
}

/// Publishes `site`, whose copied files lie in the handbook's folder `root`, to the folder `out`.
pub fn publish(site: &Site, root: &Path, out: &Path) -> Result<Published, PublishError> {
    Publication::start(root, out)?.finish(site)
}

/// An output that is ours to publish to: nobody else can, until this is dropped.
pub struct Claim {
    root: PathBuf,
    out: PathBuf,
    staging: Staging,
}

/// A site that grows beside the one it will replace. Dropped before it is finished, it leaves nothing behind.
pub struct Publication {
    claim: Claim,
    /// What was published before; nothing when there is no whole list of it.
    before: Arc<Manifest>,
    /// Folders of the old site that the new one takes as they are; whether that can be done is tried once.
    lent: Vec<String>,
    can_lend: Option<bool>,
    /// Folders whose files are those of the old site, and in no list of the new one's parts.
    kept: Vec<String>,
    kept_bytes: u64,
    writer: Writer,
}

impl Claim {
    /// Makes sure that the folder `out` can be ours.
    pub fn of(root: &Path, out: &Path) -> Result<Claim, PublishError> {
        let out = resolved(out)?;
        let root = root.canonicalize().map_err(|error| PublishError::io(root, error))?;
        if root.starts_with(&out) {
            return Err(PublishError::HoldsHandbook(out));
        }
        let staging = Staging::open(&out)?;
        Ok(Claim { root, out, staging })
    }

    /// What was published there.
    pub fn published_before(&self) -> Manifest {
        Manifest::of_folder(&self.out).unwrap_or_default()
    }

    /// The site that is to be replaced.
    pub(super) fn old(&self) -> &Path {
        &self.out
    }

    /// A site in the place of the one that was published before; an error when something else stands there too. `known`
    /// are folders of it that were seen to be as they were published.
    pub fn replacing(self, before: Manifest, known: &[String]) -> Result<Publication, PublishError> {
        refuse_foreign(&self.out, &before, known)?;
        let writer = Writer::new(&self);
        Ok(Publication {
            claim: self,
            before: Arc::new(before),
            lent: Vec::new(),
            can_lend: None,
            kept: Vec::new(),
            kept_bytes: 0,
            writer,
        })
    }
}

impl Publication {
    /// Makes sure that the folder `out` can be ours, before any work is done.
    pub fn start(root: &Path, out: &Path) -> Result<Publication, PublishError> {
        let claim = Claim::of(root, out)?;
        let before = claim.published_before();
        claim.replacing(before, &[])
    }

    /// Writes what is not written yet, and puts the site in the place of the old one.
    pub fn finish(self, site: &Site) -> Result<Published, PublishError> {
        self.finish_with(site, || ())
    }

    /// The same; `then` is done when the site is public, while the old one is removed.
    pub fn finish_with(mut self, site: &Site, then: impl FnOnce() + Send) -> Result<Published, PublishError> {
        self.writer.check()?;
        let files: Vec<(&String, &Content)> = site.files().iter().collect();
        let written = self.writer.write(&files)?;
        let bytes = self.kept_bytes + written.iter().map(|(_, size)| size).sum::<u64>();
        self.kept.sort();
        let mut listed: Vec<(&str, Sha256)> = self.kept.iter().flat_map(|below| self.before.below(below)).collect();
        listed.extend(files.iter().zip(&written).map(|((path, _), (sha256, _))| (path.as_str(), *sha256)));
        listed.sort_by_key(|(path, _)| *path);
        let to = self.claim.staging.site();
        let path = to.join(manifest::NAME);
        let list = manifest::written(&listed);
        write_synced(&path, list.as_bytes()).map_err(|error| PublishError::io(&path, error))?;
        sync_folder(Some(&to));
        self.claim.staging.publish(&self.lent).map_err(|error| PublishError::io(&self.claim.out, error))?;
        // The new site is public: an old one that cannot be removed yet is no failure, and the next run's to remove.
        let before = (!self.before.files.is_empty()).then_some(&*self.before);
        let (kept, ()) = both(|| self.claim.staging.remove_old_of(before).unwrap_or(None), then);
        Ok(Published { out: self.claim.out.clone(), files: listed.len(), bytes, kept })
    }
}

impl Publication {
    /// The site that is to be replaced.
    pub(super) fn old(&self) -> &Path {
        &self.claim.out
    }

    /// What was published last time, by its manifest.
    pub fn published_before(&self) -> Arc<Manifest> {
        Arc::clone(&self.before)
    }

    /// Takes a folder of the old site as it is, from where it lies; false where the system cannot.
    pub(super) fn lend(&mut self, below: &str) -> bool {
        let can = *self.can_lend.get_or_insert_with(|| self.claim.staging.can_lend());
        if can {
            self.lent.push(below.to_owned());
        }
        can
    }

    /// Adds a folder of the old site that is taken over to what is published.
    pub(super) fn add_kept(&mut self, below: &str, bytes: u64) {
        self.kept.push(below.to_owned());
        self.kept_bytes += bytes;
    }

    /// Writes what belongs to the new site.
    pub(super) fn writer(&self) -> Writer {
        Writer::new(&self.claim)
    }
}

/// Writes files where the new site grows.
pub(super) struct Writer {
    root: PathBuf,
    to: PathBuf,
    /// Folders of the new site that are there already.
    folders: BTreeSet<PathBuf>,
    /// Why a page could not be written.
    failed: Option<PublishError>,
}

impl Writer {
    fn new(claim: &Claim) -> Writer {
        let (root, to) = (claim.root.clone(), claim.staging.site());
        Writer { root, to, folders: BTreeSet::new(), failed: None }
    }

    /// The folder of the handbook.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// An error when a page could not be written.
    pub(super) fn check(&mut self) -> Result<(), PublishError> {
        self.failed.take().map_or(Ok(()), Err)
    }

    /// Writes some files on all cores; digest and size of each.
    pub(super) fn write(&mut self, files: &[(&String, &Content)]) -> Result<Vec<(Sha256, u64)>, PublishError> {
        refuse_unsafe(files.iter().map(|(path, _)| path.as_str()))?;
        let is_new = |content: &Content| !matches!(content, Content::Written { .. });
        self.make_folders(files.iter().filter(|(_, content)| is_new(content)).map(|(path, _)| path.as_str()))?;
        ordered_map(files, |(path, content)| write(content, &self.root, &self.to, path)).into_iter().collect()
    }

    /// Where a file of the new site is written; its folder is there.
    pub(super) fn place(&mut self, path: &str) -> Result<PathBuf, PublishError> {
        refuse_unsafe(std::iter::once(path))?;
        self.make_folders(std::iter::once(path))?;
        Ok(self.to.join(path))
    }

    fn make_folders<'p>(&mut self, paths: impl Iterator<Item = &'p str>) -> Result<(), PublishError> {
        let folders = paths.filter_map(|path| Path::new(path).parent());
        for folder in std::iter::once(Path::new("")).chain(folders) {
            if !self.folders.contains(folder) {
                let made = self.to.join(folder);
                fs::create_dir_all(&made).map_err(|error| PublishError::io(&made, error))?;
                self.folders.insert(folder.to_owned());
            }
        }
        Ok(())
    }

    /// Writes pages below a folder, which is empty or ends with a `/`.
    pub(super) fn take_below(&mut self, below: &str, pages: Vec<(String, Arc<[u8]>)>) -> Vec<Content> {
        let pages: Vec<(String, Content)> =
            pages.into_iter().map(|(path, bytes)| (format!("{below}{path}"), Content::Bytes(bytes))).collect();
        let files: Vec<(&String, &Content)> = pages.iter().map(|(path, content)| (path, content)).collect();
        let written = if self.failed.is_some() { Ok(Vec::new()) } else { self.write(&files) };
        match written {
            Ok(written) => written.into_iter().map(|(sha256, size)| Content::Written { sha256, size }).collect(),
            Err(error) => {
                self.failed = Some(error);
                Vec::new()
            }
        }
    }
}

impl Outlet for Publication {
    fn take(&mut self, pages: Vec<(String, Arc<[u8]>)>) -> Vec<Content> {
        self.writer.take_below("", pages)
    }

    fn leaves_bytes(&self) -> bool {
        false
    }
}

/// The output's real place: absolute, through links; its parent exists.
fn resolved(out: &Path) -> Result<PathBuf, PublishError> {
    let refused = |error| PublishError::io(out, error);
    if out.exists() {
        let real = out.canonicalize().map_err(refused)?;
        return if real.is_dir() { Ok(real) } else { Err(PublishError::NotAFolder(out.into())) };
    }
    let out = std::path::absolute(out).map_err(refused)?;
    let (Some(parent), Some(Component::Normal(name))) = (out.parent(), out.components().next_back()) else {
        return Err(PublishError::Unsafe(out.display().to_string()));
    };
    fs::create_dir_all(parent).map_err(|error| PublishError::io(parent, error))?;
    Ok(parent.canonicalize().map_err(refused)?.join(name))
}

fn refuse_unsafe<'p>(mut paths: impl Iterator<Item = &'p str>) -> Result<(), PublishError> {
    let stays = |path: &str| {
        let steps = Path::new(path).components();
        path != manifest::NAME
            && steps.clone().count() == path.split('/').count()
            && steps.into_iter().all(|step| matches!(step, Component::Normal(_)))
    };
    match paths.find(|path| !stays(path)) {
        Some(path) => Err(PublishError::Unsafe(path.to_owned())),
        None => Ok(()),
    }
}

fn refuse_foreign(out: &Path, manifest: &Manifest, known: &[String]) -> Result<(), PublishError> {
    if !out.exists() {
        return Ok(());
    }
    let mut paths = manifest::foreign_beside(out, manifest, known).map_err(|error| PublishError::io(out, error))?;
    if manifest.files.is_empty() && manifest::is_at(out) && !paths.is_empty() {
        paths.insert(0, format!("{} is damaged, so that nothing here is known to be ours", manifest::NAME));
    }
    if paths.is_empty() { Ok(()) } else { Err(PublishError::Foreign { out: out.into(), paths }) }
}

fn write(content: &Content, root: &Path, to: &Path, path: &str) -> Result<(Sha256, u64), PublishError> {
    let target = to.join(path);
    let refused = |error| PublishError::io(&target, error);
    match content {
        Content::Bytes(bytes) => {
            let written = File::create_new(&target).and_then(|mut file| file.write_all(bytes));
            written.map(|()| (Sha256::of(bytes), bytes.len() as u64)).map_err(refused)
        }
        Content::Copy { from, sha256 } => {
            let changed = || PublishError::Changed(from.to_string());
            let mut source = opened(&root.join(from.as_str())).ok_or_else(changed)?;
            let copied = File::create_new(&target).and_then(|mut file| copy(&mut source, &mut file));
            let (copied, size) = copied.map_err(refused)?;
            if copied == *sha256 { Ok((copied, size)) } else { Err(changed()) }
        }
        Content::Written { sha256, size } => Ok((*sha256, *size)),
    }
}

/// A file to copy from; not a pipe, which would keep us waiting.
pub(super) fn opened(path: &Path) -> Option<File> {
    path.metadata().ok().filter(fs::Metadata::is_file)?;
    File::open(path).ok()
}

fn write_synced(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create_new(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
