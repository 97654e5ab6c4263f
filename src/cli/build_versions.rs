//! `aimsbook build` of a handbook with versions: the one in force at the root, the others below `versions/`.
//!
//! Never stops for what is wrong in an old version: nobody can mend it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use crate::cli::arguments::Build;
use crate::cli::handbook::{Opened, errors_of, say_findings, settings, until_the_end};
use crate::cli::outcome::Failure;
use crate::cli::progress::Progress;
use crate::cli::versions::{Earlier, FoundVersions, NothingKnown, find_versions, read_version};
use crate::config;
use crate::config::editions::{Authors, Edition, Origin};
use crate::config::versions::Versions;
use crate::diagnostic::{Counts, Diagnostic, Finding, both, ordered_map, sorted};
use crate::outside::git::is_shallow;
use crate::outside::git_authors::{authors, mailmap_key};
use crate::outside::kept::{Seen, Shelf, seen};
use crate::outside::manifest::Manifest;
use crate::outside::parts::Originals;
use crate::outside::publish::{Claim, Publication, Published};
use crate::pipeline::history::{SharedPast, changes, pasts, predecessors, to_compare};
use crate::pipeline::kept::{
    Kept, KeptChanges, KeptTree, KeptVersion, Keys, has_kept_changes, is_kept, keys, read_kept, surroundings,
    write_kept,
};
use crate::pipeline::trees::{SharedFiles, Tree, place_of, plan_trees, shown, tree_keys};
use crate::pipeline::versions::{Folder, OpenVersion, Opening, Version, content_digest, open_versions};
use crate::pipeline::{BuildOptions, Caches, Checked, build_into};
use crate::site::{Content, Site};
use crate::text::{Sha256, Snapshot};
use crate::view::{Audience, View};

/// What became of it.
pub struct Built {
    pub published: Option<Published>,
    /// Of what can stop it: the configuration, the lock file and the version in force.
    pub counts: Counts,
    /// One sentence about the versions.
    pub summary: String,
}

pub fn build_versions(
    arguments: &Build,
    opened: &mut Opened,
    versions: &Versions,
    audience: &Audience,
    out: &Path,
    progress: &Progress,
) -> Result<Built, Failure> {
    let root = arguments.root.as_path();
    let claim = Claim::of(root, out)?;
    let plan_beside = || plan(arguments, opened, versions, audience, Some(&claim));
    let (planned, before) = both(plan_beside, || claim.published_before());
    let planned = until_the_end(planned?);
    let shelf = claim.shelf();
    let mut publication = claim.replacing(before, &planned.places_as_seen())?;
    if !planned.holds() {
        *planned = plan(arguments, opened, versions, audience, None)?;
    }
    let keep_going = arguments.keep_going;
    let stops = |counts: Counts| !keep_going && (counts.errors > 0 || (arguments.strict && counts.warnings > 0));
    let mut open: Opens =
        planned.versions.iter_mut().enumerate().filter_map(|(at, version)| Some((at, version.open.take()?))).collect();
    let Some(OpenVersion { snapshot, connected, audience, .. }) = open.remove(&planned.tree.in_force) else {
        return Err(Failure("the version in force cannot be read".to_owned()));
    };
    let current = until_the_end(Current { checked: connected.judged(), snapshot, audience });
    let about = sorted(std::mem::take(&mut planned.about));
    let mut of_current = current.checked.diagnostics.clone();
    of_current.retain(|one| !about.contains(one));
    let mut counts = Counts::of(&about).and(Counts::of(&of_current));
    let mut published = None;
    let mut summary = String::new();
    if !stops(counts) {
        let (caches, growing_in) = (&mut opened.caches, &mut publication);
        let growing = Growing { root, planned, caches, publication: growing_in, grown: Grown::default() };
        let grown = growing.grow(current, keep_going, open)?;
        counts = counts.and(Counts::of(&grown.problems));
        of_current.extend(grown.problems.iter().cloned());
        if !stops(counts) {
            progress.now("publishing");
            let then = || keep(planned, &grown.kept, &shelf, out);
            published = Some(publication.finish_with(&grown.whole, then)?);
            summary = told(planned, grown.taken_over);
            summary += &folder_left_out(planned, &opened.snapshot);
        }
    }
    let quiet = |diagnostics: Vec<Diagnostic>| if arguments.quiet { errors_of(&diagnostics) } else { diagnostics };
    say_findings(&quiet(about), &planned.found.places);
    say_findings(&quiet(sorted(of_current)), &current.snapshot);
    Ok(Built { published, counts, summary })
}

/// The version in force.
struct Current {
    checked: Checked,
    snapshot: Snapshot,
    audience: Audience,
}

/// Opened versions by their positions.
type Opens = BTreeMap<usize, OpenVersion>;

/// All versions, and what it takes to publish them.
struct Planned {
    found: FoundVersions,
    /// As they were found, before any was left out.
    names: Vec<Edition>,
    versions: Vec<Version>,
    changes: Vec<KeptChanges>,
    tree: Tree,
    /// What the pages of each version follow from.
    tree_keys: Vec<String>,
    /// The same, known without opening any; by name.
    keys: BTreeMap<String, Keys>,
    /// About `versions:`, the lock file and the versions.
    about: Vec<Diagnostic>,
}

impl Planned {
    /// Where the pages lie of versions that were seen to be as an earlier run left them.
    fn places_as_seen(&self) -> Vec<String> {
        let kept = self.versions.iter().filter(|version| version.kept.is_some());
        kept.map(|version| place_of(&version.edition)).collect()
    }

    /// Whether everything that was taken from an earlier run is what this one would find.
    fn holds(&self) -> bool {
        let kept = self.versions.iter().zip(&self.tree_keys);
        let mut kept = kept.filter_map(|(version, key)| Some((version.kept.as_ref()?, key)));
        kept.all(|(kept, key)| kept.tree.key == *key)
    }
}

/// Opens what has to be opened. `claim` is asked what an earlier run has left.
fn plan(
    arguments: &Build,
    opened: &mut Opened,
    versions: &Versions,
    audience: &Audience,
    claim: Option<&Claim>,
) -> Result<Planned, Failure> {
    let root = arguments.root.as_path();
    let settings = settings(root, arguments.view.day.as_of);
    let Opened { snapshot, checked, caches } = opened;
    let (snapshot, checked) = (&*snapshot, &*checked);
    let folder = Folder { snapshot, checked };
    let (authors_key, shallow) = both(|| mailmap_key(root), || is_shallow(root));
    let around = format!("{authors_key} {shallow}");
    let around = surroundings(folder, audience, &settings, &around);
    let keys_of = |editions: &[Edition]| keys(editions, &settings, &around);
    let earlier = claim.map(|claim| EarlierRun { claim, keys_of: &keys_of });
    let earlier = earlier.as_ref().map_or(&NothingKnown as &dyn Earlier, |earlier| earlier);
    let find = || find_versions(root, snapshot, versions, settings.as_of, earlier);
    let (found, theme) = both(find, || caches.theme_key(&checked.words, snapshot));
    let mut found = found?;
    let taken = std::mem::take(&mut found.versions);
    let names: Vec<Edition> = taken.iter().map(|version| version.edition.clone()).collect();
    let keys = names.iter().map(|edition| edition.name.clone()).zip(keys_of(&names)).collect();
    let mut read = |edition: &Edition| {
        let (snapshot, revision) = read_version(root, edition)?;
        found.revisions.extend(revision.map(|revision| (edition.name.clone(), revision)));
        Ok::<_, Failure>(snapshot)
    };
    let opening = Opening { folder, audience, settings: &settings, on: None };
    let (opened, more) = open_versions(taken, &opening, caches, &mut read)?;
    let mut about = found.diagnostics.clone();
    about.extend(more);
    // What is said of the rest of the configuration belongs to the versions that it is the configuration of.
    let own = |one: &&Diagnostic| one.path == config::path() && versions.span.holds(one.finding.span);
    about.extend(checked.diagnostics.iter().filter(own).cloned());
    let Some(tree) = plan_trees(&opened) else {
        return Err(Failure("no version holds anything that this audience may see".to_owned()));
    };
    let (authors, more) = authors_of(root, &opened, versions)?;
    about.extend(more);
    let changes = changes(&opened, &authors, &checked.config.roles);
    let tree_keys = tree_keys(&opened, &changes, &tree, &theme);
    Ok(Planned { found, names, versions: opened, changes, tree, tree_keys, keys, about })
}

/// What an earlier run knew of versions that cannot have changed, as far as their pages still lie there.
struct EarlierRun<'a> {
    claim: &'a Claim,
    keys_of: &'a (dyn Fn(&[Edition]) -> Vec<Keys> + Sync),
}

impl Earlier for EarlierRun<'_> {
    fn known(&self, editions: &[Edition]) -> Vec<KeptVersion> {
        let shelf = self.claim.shelf();
        let both: Vec<(&Edition, Keys)> = editions.iter().zip((self.keys_of)(editions)).collect();
        ordered_map(&both, |(edition, keys)| {
            if !has_kept_changes(edition) {
                return KeptVersion::default();
            }
            let mut known = shelf.read(&on_shelf(edition)).map(|bytes| read_kept(&bytes, keys)).unwrap_or_default();
            known.version = known.version.filter(|_| is_kept(edition));
            known
        })
    }

    fn are_there(&self, editions: &[Edition], known: &[KeptVersion]) -> Vec<bool> {
        let both: Vec<(&Edition, &KeptVersion)> = editions.iter().zip(known).collect();
        ordered_map(&both, |(edition, known)| {
            let seen = known.version.as_ref().and_then(|kept| seen_of(&kept.tree));
            seen.is_some_and(|seen| self.claim.is_as_seen(&place_of(edition), &seen))
        })
    }
}

fn on_shelf(edition: &Edition) -> String {
    format!("{}.json", edition.folder)
}

fn seen_of(tree: &KeptTree) -> Option<Seen> {
    Some(Seen { digest: Sha256::parse(&tree.seen)?, files: tree.files, bytes: tree.bytes })
}

/// The whole site as it grows.
struct Growing<'a> {
    root: &'a Path,
    planned: &'a Planned,
    caches: &'a mut Caches,
    publication: &'a mut Publication,
    grown: Grown,
}

/// The whole site before it is published.
#[derive(Default)]
struct Grown {
    whole: Site,
    /// What is wrong with the theme.
    problems: Vec<Diagnostic>,
    taken_over: usize,
    /// What the next run need not find again, by position; without how its pages lie on the disk.
    kept: BTreeMap<usize, Kept>,
}

impl Growing<'_> {
    /// Writes every version that is not there already as it would be. `open` are those that were opened, by position.
    fn grow(mut self, current: &Current, keep_going: bool, mut open: Opens) -> Result<Grown, Failure> {
        let planned = self.planned;
        let before = self.publication.published_before();
        let published = self.publication.old_file(SharedFiles::KEYS, &before);
        let published = published.map(|bytes| SharedFiles::read_keys(&bytes)).unwrap_or_default();
        let mut taken_over = BTreeSet::new();
        let mut keys: BTreeMap<String, String> = BTreeMap::new();
        let is_built = |at: usize| planned.versions[at].kept.is_none();
        let pasts = pasts(&planned.versions, &planned.changes, &planned.tree, &is_built);
        for (at, past) in pasts.iter().enumerate() {
            let version = &planned.versions[at];
            let place = planned.tree.place(at, &planned.versions);
            let is_current = at == planned.tree.in_force;
            let key = planned.tree_keys[at].clone();
            if self.keep(version, &place, &before)? {
                taken_over.insert(at);
                keys.insert(place, key);
                continue;
            }
            let is_frozen = !is_current && version.edition.origin.is_fixed();
            if is_current {
                self.build_current(current, past, keep_going)?;
            } else if let Some(open) = open.remove(&at) {
                if is_kept(&version.edition) {
                    self.grown.kept.insert(at, kept_of(version, &planned.changes[at], &open, &key));
                }
                let is_same = is_frozen && published.get(&place) == Some(&key);
                if is_same && self.publication.take_over(&place, &before, &mut self.grown.whole)? {
                    self.grown.taken_over += 1;
                } else {
                    self.build_other(at, open, past)?;
                }
            } else {
                return Err(Failure(format!("`{place}` changed while the site was built; build again")));
            }
            if is_frozen {
                keys.insert(place, key);
            }
        }
        self.add_shared(&current.checked, (&before, &taken_over), &keys)?;
        Ok(self.grown)
    }

    /// Takes over a version whose pages lie there as an earlier run left them.
    fn keep(&mut self, version: &Version, place: &str, before: &Manifest) -> Result<bool, Failure> {
        let Some(seen) = version.kept.as_ref().and_then(|kept| seen_of(&kept.tree)) else { return Ok(false) };
        let is_kept = self.publication.keep(place, &seen, before)?;
        self.grown.taken_over += usize::from(is_kept);
        Ok(is_kept)
    }

    fn build_current(&mut self, current: &Current, past: &SharedPast, keep_going: bool) -> Result<(), Failure> {
        let Planned { versions, tree, .. } = self.planned;
        let view = View::new(&current.checked.handbook, current.audience.clone());
        let version = Some(shown(versions, tree, past, tree.in_force, Some(&view)));
        let options = BuildOptions { audience: current.audience.clone(), keep_going, version };
        let problems = self.build(tree.in_force, &current.checked, &current.snapshot, &options)?;
        self.grown.problems.extend(problems);
        Ok(())
    }

    fn build_other(&mut self, at: usize, open: OpenVersion, past: &SharedPast) -> Result<(), Failure> {
        let Planned { versions, tree, .. } = self.planned;
        // What is wrong in an old version can name anything: only those who may see everything read it.
        let keep_going = open.view().sees_every_classification();
        let version = Some(shown(versions, tree, past, at, None));
        let options = BuildOptions { audience: open.audience, keep_going, version };
        self.build(at, &open.connected.judged(), &open.snapshot, &options).map(drop)
    }

    /// The pages of a version, and the files that they offer, from where these lie.
    fn build(
        &mut self,
        at: usize,
        checked: &Checked,
        snapshot: &Snapshot,
        options: &BuildOptions,
    ) -> Result<Vec<Diagnostic>, Failure> {
        let mut part = self.publication.part(&self.planned.tree.place(at, &self.planned.versions));
        let (site, problems) = build_into(checked, snapshot, options, self.caches, &BTreeSet::new(), &mut part);
        let edition = &self.planned.versions[at].edition;
        let folder;
        let originals = match &edition.origin {
            Origin::Working => Originals::Handbook,
            Origin::Folder(path) => {
                folder = self.root.join(path.as_str());
                Originals::Folder(&folder)
            }
            Origin::Tag { .. } | Origin::Branch { .. } => match self.planned.found.revisions.get(&edition.name) {
                Some(revision) => Originals::Commit(revision),
                None => Originals::Handbook,
            },
        };
        part.finish(&site, &originals, &mut self.grown.whole)?;
        Ok(problems)
    }

    /// The files that know all versions. Some were taken over as they were published before.
    fn add_shared(
        &mut self,
        current: &Checked,
        (before, taken_over): (&Manifest, &BTreeSet<usize>),
        keys: &BTreeMap<String, String>,
    ) -> Result<(), Failure> {
        let Planned { versions, tree, .. } = self.planned;
        let all: Vec<usize> = (0..versions.len()).collect();
        let whole = self.grown.whole.files();
        let pages = ordered_map(&all, |at| {
            let place = tree.place(*at, versions);
            match taken_over.contains(at) {
                true => html_below(&place, before.below(&place).map(|(path, _)| path)),
                false => html_below(&place, whole.range(place.clone()..).map(|(path, _)| path.as_str())),
            }
        });
        let mut shared = Site::default();
        for (path, bytes) in SharedFiles::new(versions, tree, &current.words, &pages, keys).files {
            shared.add(path, Content::Bytes(bytes)).map_err(|clash| Failure(clash.to_string()))?;
        }
        Ok(self.publication.part("").finish(&shared, &Originals::Handbook, &mut self.grown.whole)?)
    }
}

/// Pages of a version by their paths from its own root, out of the files from there on, in order.
fn html_below<'p>(place: &str, paths: impl Iterator<Item = &'p str>) -> Vec<&'p str> {
    let own = paths.map_while(|path| path.strip_prefix(place));
    own.filter(|path| path.ends_with(".html") && !path.starts_with("versions/")).collect()
}

fn kept_of(version: &Version, changes: &KeptChanges, open: &OpenVersion, key: &str) -> Kept {
    Kept {
        content: version.content,
        facts: Arc::clone(&version.facts),
        effect: version.effect,
        own: version.own,
        names: open.names.clone(),
        hides: open.hides.clone(),
        changes: KeptChanges { redlined: None, ..changes.clone() },
        tree: KeptTree { key: key.to_owned(), ..KeptTree::default() },
    }
}

/// Leaves what the next run can use. That it cannot be written only makes the next run slower.
fn keep(planned: &Planned, kept: &BTreeMap<usize, Kept>, shelf: &Shelf, out: &Path) {
    let mut files: BTreeMap<String, Option<Vec<u8>>> = BTreeMap::new();
    let all: Vec<usize> = (0..planned.versions.len()).collect();
    let written = ordered_map(&all, |at| {
        let version = &planned.versions[*at];
        let keys = planned.keys.get(&version.edition.name).filter(|_| has_kept_changes(&version.edition))?;
        if version.kept.is_some() {
            return Some((on_shelf(&version.edition), None));
        }
        let folder = out.join(planned.tree.place(*at, &planned.versions));
        let kept = kept.get(at).and_then(|kept| Some((kept, tree_at(&kept.tree.key, &folder)?)));
        let changes = kept.as_ref().map_or(&planned.changes[*at], |(kept, _)| &kept.changes);
        Some((
            on_shelf(&version.edition),
            Some(write_kept(keys, changes, kept.as_ref().map(|(kept, tree)| (*kept, tree)))),
        ))
    });
    files.extend(written.into_iter().flatten());
    let _ = shelf.keep(&files);
}

/// How pages lie on the disk now.
fn tree_at(key: &str, folder: &Path) -> Option<KeptTree> {
    let Seen { digest, files, bytes } = seen(folder)?;
    Some(KeptTree { key: key.to_owned(), seen: digest.to_string(), files, bytes })
}

/// Somebody who edits the folder looks for it in the site.
fn folder_left_out(planned: &Planned, folder: &Snapshot) -> String {
    let current = &planned.versions[planned.tree.in_force];
    let published = planned.versions.iter().any(|version| version.edition.origin == Origin::Working);
    if published || content_digest(folder) == current.content {
        return String::new();
    }
    format!(
        "the folder as it stands differs from {} and is not in the site: a new tag publishes it, `working: draft` below \
         `versions:` shows it as a draft, `--unversioned` builds it alone\n",
        current.edition.title
    )
}

/// Who wrote what each version adds to the one before it, as far as it is not known; nothing where git cannot know.
fn authors_of(
    root: &Path,
    checked: &[Version],
    versions: &Versions,
) -> Result<(BTreeMap<usize, Authors>, Vec<Diagnostic>), Failure> {
    let commit = |at: usize| checked[at].edition.origin.commit();
    if !(0..checked.len()).any(|at| commit(at).is_some()) {
        return Ok((BTreeMap::new(), Vec::new()));
    }
    if is_shallow(root) {
        let message = "the repository was cloned without its past, so that the authors of changes are left out";
        let finding = Finding::note("shallow-clone", versions.span, message).help("git fetch --unshallow --tags");
        return Ok((BTreeMap::new(), vec![finding.at(&config::path())]));
    }
    let before = predecessors(checked);
    let wanted = to_compare(checked);
    let found = ordered_map(&wanted, |at| match commit(*at) {
        Some(own) => authors(root, before[*at].and_then(commit), own),
        None => Ok(Authors::new()),
    });
    let found = found.into_iter().collect::<Result<Vec<Authors>, _>>()?;
    Ok((wanted.into_iter().zip(found).collect(), Vec::new()))
}

fn told(planned: &Planned, taken_over: usize) -> String {
    let current = &planned.versions[planned.tree.in_force].edition;
    let mut text = format!("{} versions, in force: {}", planned.versions.len(), current.title);
    if taken_over > 0 {
        text += &format!(", {taken_over} unchanged");
    }
    text.push('\n');
    let locked = |edition: &&Edition| planned.found.locked.iter().any(|locked| locked.name == edition.name);
    let unlocked: Vec<&str> = planned
        .names
        .iter()
        .filter(|edition| edition.origin.is_fixed() && !locked(edition))
        .map(|edition| edition.name.as_str())
        .collect();
    if !unlocked.is_empty() {
        text += &format!("not locked yet: {}; `aimsbook lock` records what they hold\n", unlocked.join(", "));
    }
    text
}
