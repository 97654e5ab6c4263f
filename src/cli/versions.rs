//! Finds the versions that `aimsbook.yaml` names, in git and in folders, and holds them against the lock file.
//!
//! Never decides which of them is in force.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::handbook::Opened;
use crate::cli::outcome::Failure;
use crate::config;
use crate::config::editions::{Edition, FoundRefs, Origin, Standing, editions};
use crate::config::versions::Versions;
use crate::diagnostic::{Diagnostic, Finding, Level, both};
use crate::outside::folder::{ReadOptions, is_folder, read};
use crate::outside::git::{Revision, known_refs, read_revisions, why_no_repository};
use crate::outside::git_known::Known;
use crate::outside::lock::{self, Locked};
use crate::pipeline::kept::KeptVersion;
use crate::pipeline::versions::{FoundVersion, Held};
use crate::text::{Date, DocPath, Sha256, Snapshot, Source, Span};

/// The versions with what they hold, oldest first.
pub struct FoundVersions {
    pub versions: Vec<FoundVersion>,
    /// Of those that git holds and that were read, by name.
    pub revisions: BTreeMap<String, Revision>,
    /// About `versions:` and about the lock file.
    pub diagnostics: Vec<Diagnostic>,
    pub locked: Vec<Locked>,
    /// The files that these are about, to show places in them.
    pub places: Snapshot,
}

/// What an earlier run knows of versions.
pub trait Earlier: Sync {
    /// Of each of them.
    fn known(&self, editions: &[Edition]) -> Vec<KeptVersion>;

    /// Whether the pages of each still lie as that run left them; this is asked while git reads what is not known.
    fn are_there(&self, editions: &[Edition], known: &[KeptVersion]) -> Vec<bool>;
}

/// For commands that open every version.
pub struct NothingKnown;

impl Earlier for NothingKnown {
    fn known(&self, editions: &[Edition]) -> Vec<KeptVersion> {
        vec![KeptVersion::default(); editions.len()]
    }

    fn are_there(&self, editions: &[Edition], _: &[KeptVersion]) -> Vec<bool> {
        vec![false; editions.len()]
    }
}

/// What the configuration says of versions, for a command that is about nothing else.
pub fn versions_of(opened: &Opened) -> Result<Versions, Failure> {
    let versions = opened.checked.config.versions.clone();
    versions.ok_or_else(|| {
        Failure(format!(
            "{} names no versions
  write, for example, `versions: {{tags: v*}}`",
            config::FILE
        ))
    })
}

/// Reads everything that `versions:` names and that is not known. One of them is in force: the folder as it stands when
/// nothing else is.
pub fn find_versions(
    root: &Path,
    folder: &Snapshot,
    versions: &Versions,
    as_of: Date,
    earlier: &dyn Earlier,
) -> Result<FoundVersions, Failure> {
    let (editions, mut diagnostics) = named(root, versions, as_of)?;
    let mut known = earlier.known(&editions);
    let read_at = |wanted: Vec<usize>| read_in_git(root, &editions, &wanted, folder);
    let unknown = |known: &[KeptVersion]| (0..known.len()).filter(|at| known[*at].version.is_none()).collect();
    let first: Vec<usize> = unknown(&known);
    let (read, are_there) = both(|| read_at(first.clone()), || earlier.are_there(&editions, &known));
    let mut read = read?;
    for (known, is_there) in known.iter_mut().zip(are_there) {
        known.version = known.version.take().filter(|_| is_there);
    }
    let more = unknown(&known).into_iter().filter(|at| first.binary_search(at).is_err()).collect();
    read.extend(read_at(more)?);
    let (mut found, mut revisions) = (Vec::new(), BTreeMap::new());
    for (at, (edition, kept)) in editions.into_iter().zip(known).enumerate() {
        let held = match (kept.version, &edition.origin) {
            (Some(version), _) => Held::Kept(Box::new(version)),
            (None, Origin::Tag { .. } | Origin::Branch { .. }) => {
                let Some(revision) = read.remove(&at) else { continue };
                let snapshot = revision.snapshot.clone();
                revisions.insert(edition.name.clone(), revision);
                Held::Read(snapshot)
            }
            (None, Origin::Folder(path)) if !is_folder(&root.join(path.as_str())) => {
                let message = format!("the folder `{path}` of the version `{}` does not exist", edition.name);
                let finding = Finding::error("no-such-version", versions.span, message);
                diagnostics.push(finding.at(&config::path()));
                continue;
            }
            (None, Origin::Folder(_)) => Held::Read(read_version(root, &edition)?.0),
            (None, Origin::Working) => Held::Read(folder.clone()),
        };
        found.push(FoundVersion { edition, held, changes: kept.changes });
    }
    let (lock, locked, more) = held_against_lock(root, &found)?;
    // Where it cannot be read what there is, nothing is gone.
    let unclear = diagnostics.iter().any(|one| one.finding.level == Level::Error);
    diagnostics.extend(more.into_iter().filter(|one| !unclear || one.finding.level == Level::Error));
    let sources = lock.into_iter().chain(folder.source(&config::path()).cloned()).collect();
    let places = Snapshot { sources, ..Snapshot::default() };
    Ok(FoundVersions { versions: found, revisions, diagnostics, locked, places })
}

/// Which versions there are, oldest first.
fn named(root: &Path, versions: &Versions, as_of: Date) -> Result<(Vec<Edition>, Vec<Diagnostic>), Failure> {
    let refs = refs(root, versions)?;
    let (mut editions, findings) = editions(versions, &refs, as_of);
    let mut diagnostics: Vec<Diagnostic> = findings.into_iter().map(|finding| finding.at(&config::path())).collect();
    if !editions.iter().any(|edition| edition.standing == Standing::InForce) {
        put_folder_in_force(&mut editions);
        let finding = Finding::note("no-version-in-force", versions.span, "no version is in force yet");
        diagnostics.push(finding.label("the folder as it stands takes its place").at(&config::path()));
    }
    Ok((editions, diagnostics))
}

/// Those of some versions that git holds, by their positions.
fn read_in_git(
    root: &Path,
    editions: &[Edition],
    wanted: &[usize],
    folder: &Snapshot,
) -> Result<BTreeMap<usize, Revision>, Failure> {
    let (positions, commits): (Vec<usize>, Vec<&str>) =
        wanted.iter().filter_map(|at| Some((*at, editions[*at].origin.commit()?))).unzip();
    if commits.is_empty() {
        return Ok(BTreeMap::new());
    }
    Ok(positions.into_iter().zip(read_commits(root, &commits, folder)?).collect())
}

/// Of files that the folder has just as well, those are taken that were read there.
fn read_commits(root: &Path, commits: &[&str], folder: &Snapshot) -> Result<Vec<Revision>, Failure> {
    let known = Known::of_folder(root, folder);
    Ok(read_revisions(root, commits, &ReadOptions::default(), &known)?)
}

/// One version out of git or out of its folder.
pub fn read_version(root: &Path, edition: &Edition) -> Result<(Snapshot, Option<Revision>), Failure> {
    if let Origin::Folder(path) = &edition.origin {
        return Ok((read(&root.join(path.as_str()), &ReadOptions::default())?, None));
    }
    let commits: Vec<&str> = edition.origin.commit().into_iter().collect();
    let revision = read_commits(root, &commits, &Snapshot::default())?.pop();
    let revision = revision.ok_or_else(|| Failure(format!("the version `{}` cannot be read", edition.name)))?;
    Ok((revision.snapshot.clone(), Some(revision)))
}

fn refs(root: &Path, versions: &Versions) -> Result<FoundRefs, Failure> {
    if versions.tags.is_empty() && versions.branches.is_empty() {
        return Ok(FoundRefs::default());
    }
    if let Some(words) = why_no_repository(root) {
        return Err(Failure(format!(
            "`versions:` names tags or branches, and git cannot read them: {words}\n  `--unversioned` builds the folder as \
             it stands"
        )));
    }
    let names =
        |names: &[crate::text::Spanned<String>]| names.iter().map(|name| name.value.clone()).collect::<Vec<_>>();
    let (tags, branches) = (names(&versions.tags), names(&versions.branches));
    let texts = |names: &[String]| -> Vec<String> { names.to_vec() };
    let (tags, branches) = (texts(&tags), texts(&branches));
    let tags: Vec<&str> = tags.iter().map(String::as_str).collect();
    let branches: Vec<&str> = branches.iter().map(String::as_str).collect();
    Ok(known_refs(root, &tags, &branches)?)
}

fn put_folder_in_force(editions: &mut Vec<Edition>) {
    let working = editions.iter().position(|edition| edition.origin == Origin::Working);
    let mut folder = match working {
        Some(at) => editions.remove(at),
        None => Edition {
            name: "current".to_owned(),
            title: "current".to_owned(),
            folder: "current".to_owned(),
            date: None,
            origin: Origin::Working,
            standing: Standing::Draft,
            period: None,
        },
    };
    folder.standing = Standing::InForce;
    editions.push(folder);
}

/// The lock file, what it says, and what is wrong with it or with the versions.
type Locks = (Option<Source>, Vec<Locked>, Vec<Diagnostic>);

/// What moved since it was locked is an error: what was approved under a name must stay what it is.
fn held_against_lock(root: &Path, found: &[FoundVersion]) -> Result<Locks, Failure> {
    let path = DocPath::new(lock::NAME).ok_or_else(|| Failure("no lock".to_owned()))?;
    let text = lock::read(root).map_err(|error| Failure(format!("cannot read `{}`: {error}", lock::NAME)))?;
    let Some(text) = text else { return Ok((None, Vec::new(), Vec::new())) };
    let source = Source { path: path.clone(), sha256: Sha256::of(text.as_bytes()), text: text.as_str().into() };
    let locked = match lock::parse(&text) {
        Ok(locked) => locked,
        Err((start, end)) => {
            let finding =
                Finding::error("broken-lock", Span::new(start, end), "this line of the lock file cannot be read");
            let finding = finding.help("restore the file from git; `aimsbook lock` adds new versions to it");
            return Ok((Some(source), Vec::new(), vec![finding.at(&path)]));
        }
    };
    let mut diagnostics = Vec::new();
    for one in &locked {
        let now = found.iter().find(|version| version.edition.name == one.name);
        let span = Span::new(one.at, one.at + 64);
        let Some(version) = now else {
            let message = format!("the version `{}` was published, and is gone", one.name);
            let finding = Finding::warning("version-gone", span, message);
            diagnostics.push(finding.help("fetch its tag, or take this line out").at(&path));
            continue;
        };
        let (edition, content) = (&version.edition, version.content());
        let commit = edition.origin.commit().unwrap_or_default();
        let date = edition.date.map(|date| date.to_string()).unwrap_or_default();
        if date != one.date && content == one.content {
            let message = format!("the version `{}` has another date than when it was locked", one.name);
            let help = format!("it was {}, and is {date} now; say `dates: {{{}: {}}}`", one.date, one.name, one.date);
            diagnostics.push(Finding::error("version-moved", span, message).help(help).at(&path));
        } else if content != one.content || commit != one.commit {
            let message = format!("the version `{}` was moved: it is no longer what was published", one.name);
            let short = |commit: &str| commit.chars().take(12).collect::<String>();
            let was = if one.commit == commit || commit.is_empty() {
                "its content is another one".to_owned()
            } else {
                format!("it was commit {}, and is {} now", short(&one.commit), short(commit))
            };
            let help = format!("put it back, or give the new content a name of its own; {was}");
            diagnostics.push(Finding::error("version-moved", span, message).help(help).at(&path));
        }
    }
    Ok((Some(source), locked, diagnostics))
}
