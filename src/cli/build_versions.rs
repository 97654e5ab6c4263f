//! `aimsbook build` of a handbook with versions: the one in force at the root, the others below `versions/`.
//!
//! Never stops for what is wrong in an old version: nobody can mend it.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use crate::cli::arguments::Build;
use crate::cli::handbook::{Opened, errors_of, say_findings, settings};
use crate::cli::outcome::Failure;
use crate::cli::progress::Progress;
use crate::cli::versions::{FoundVersions, find_versions};
use crate::config;
use crate::config::editions::{Authors, Edition, Origin};
use crate::config::versions::Versions;
use crate::diagnostic::{Counts, Diagnostic, Finding, ordered_map, sorted};
use crate::outside::git::is_shallow;
use crate::outside::git_authors::authors;
use crate::outside::parts::Originals;
use crate::outside::publish::{Publication, Published};
use crate::pipeline::history::{Pasts, pasts, predecessors};
use crate::pipeline::trees::{SharedFiles, Tree, plan_trees, shown};
use crate::pipeline::versions::{CheckedEdition, Folder, check_editions, content_digest};
use crate::pipeline::{BuildOptions, Caches, build_into};
use crate::site::{Content, Site};
use crate::text::Snapshot;
use crate::view::Audience;

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
    let settings = settings(root, arguments.view.day.as_of);
    let mut found = find_versions(root, opened, versions, settings.as_of)?;
    let taken = std::mem::take(&mut found.versions);
    let names: Vec<Edition> = taken.iter().map(|(edition, _)| edition.clone()).collect();
    let folder = Folder { snapshot: &opened.snapshot, checked: &opened.checked };
    let (checked, more) = check_editions(taken, folder, audience, &settings, None, &mut opened.caches);
    let mut about = found.diagnostics.clone();
    about.extend(more);
    // What is said of the rest of the configuration belongs to the versions that it is the configuration of.
    let own = |one: &&Diagnostic| one.path == config::path() && versions.span.holds(one.finding.span);
    about.extend(opened.checked.diagnostics.iter().filter(own).cloned());
    let keep_going = arguments.keep_going;
    let stops = |counts: Counts| !keep_going && (counts.errors > 0 || (arguments.strict && counts.warnings > 0));
    let Some(tree) = plan_trees(&checked) else {
        return Err(Failure("no version holds anything that this audience may see".to_owned()));
    };
    let in_force = &checked[tree.in_force];
    let (authors, more) = authors_of(root, &checked, versions)?;
    about.extend(more);
    let pasts = pasts(&checked, &authors, &opened.checked.config.roles);
    let mut counts = Counts::of(&about);
    let about = sorted(about);
    let mut of_current = in_force.checked.diagnostics.clone();
    of_current.retain(|one| !about.contains(one));
    let before = Counts::of(&of_current);
    counts = counts.and(before);
    let mut published = None;
    let mut summary = String::new();
    if !stops(counts) {
        let mut publication = Publication::start(root, out)?;
        let together = Together { root, checked: &checked, tree: &tree, pasts: &pasts, found: &found, keep_going };
        let (whole, problems, taken_over) = grow(&together, &mut opened.caches, &mut publication)?;
        counts = counts.and(Counts::of(&problems));
        of_current.extend(problems);
        if !stops(counts) {
            progress.now("publishing");
            published = Some(publication.finish(&whole)?);
            summary = told(&checked, &tree, taken_over, &found, &names);
            summary += &folder_left_out(&checked, &tree, &opened.snapshot);
        }
    }
    let quiet = |diagnostics: Vec<Diagnostic>| if arguments.quiet { errors_of(&diagnostics) } else { diagnostics };
    say_findings(&quiet(about), &found.places);
    say_findings(&quiet(sorted(of_current)), &in_force.snapshot);
    Ok(Built { published, counts, summary })
}

/// All versions, and what it takes to publish them.
struct Together<'a> {
    root: &'a Path,
    checked: &'a [CheckedEdition],
    tree: &'a Tree,
    pasts: &'a Pasts,
    found: &'a FoundVersions,
    keep_going: bool,
}

/// Writes every version that is not there already as it would be; the whole site, what is wrong with the theme, and how
/// many versions were taken over.
fn grow(
    together: &Together<'_>,
    caches: &mut Caches,
    publication: &mut Publication,
) -> Result<(Site, Vec<Diagnostic>, usize), Failure> {
    let Together { root, checked, tree, pasts, found, keep_going } = *together;
    let before = publication.published_before();
    let known = publication.old_file(SharedFiles::KEYS, &before).map(|bytes| SharedFiles::read_keys(&bytes));
    let known = known.unwrap_or_default();
    let mut whole = Site::default();
    let mut problems = Vec::new();
    let mut keys: BTreeMap<String, String> = BTreeMap::new();
    let mut pages: Vec<BTreeSet<String>> = Vec::new();
    let mut taken_over = 0;
    let theme_key = caches.theme_key(&checked[tree.in_force]);
    for (at, version) in checked.iter().enumerate() {
        let place = tree.place(at, checked);
        let is_current = at == tree.in_force;
        let key = tree.key(at, checked, &pasts[at], &theme_key);
        let is_frozen = !is_current && version.edition.origin.is_fixed();
        if is_frozen && known.get(&place) == Some(&key) && publication.take_over(&place, &before, &mut whole)? {
            taken_over += 1;
        } else {
            let options = BuildOptions {
                audience: version.audience.clone(),
                // What is wrong in an old version can name anything: only those who may see everything read it.
                keep_going: if is_current { keep_going } else { version.view().sees_every_classification() },
                version: Some(shown(checked, tree, pasts, at)),
            };
            let folder;
            let originals = match &version.edition.origin {
                Origin::Working => Originals::Handbook,
                Origin::Folder(path) => {
                    folder = root.join(path.as_str());
                    Originals::Folder(&folder)
                }
                Origin::Tag { .. } | Origin::Branch { .. } => match found.revisions.get(&version.edition.name) {
                    Some(revision) => Originals::Commit(revision),
                    None => Originals::Handbook,
                },
            };
            let first = BTreeSet::new();
            let mut part = publication.part(&place);
            let (site, more) = build_into(&version.checked, &version.snapshot, &options, caches, &first, &mut part);
            problems.extend(more.into_iter().filter(|_| is_current));
            publication.add_part(&place, &site, &originals, &mut whole)?;
        }
        if is_frozen {
            keys.insert(place.clone(), key);
        }
        let own = whole.files().keys().filter_map(|path| path.strip_prefix(place.as_str()));
        let own = own.filter(|path| path.ends_with(".html") && (!is_current || !path.starts_with("versions/")));
        pages.push(own.map(str::to_owned).collect());
    }
    let shared = SharedFiles::new(checked, tree, &pages, &keys);
    let mut shared_site = Site::default();
    for (path, bytes) in shared.files {
        shared_site.add(path, Content::Bytes(bytes)).map_err(|clash| Failure(clash.to_string()))?;
    }
    publication.add_part("", &shared_site, &Originals::Handbook, &mut whole)?;
    Ok((whole, problems, taken_over))
}

/// Somebody who edits the folder looks for it in the site.
fn folder_left_out(checked: &[CheckedEdition], tree: &Tree, folder: &Snapshot) -> String {
    let current = &checked[tree.in_force];
    let published = checked.iter().any(|version| version.edition.origin == Origin::Working);
    if published || content_digest(folder) == current.content {
        return String::new();
    }
    format!(
        "the folder as it stands differs from {} and is not in the site: a new tag publishes it, `working: draft` below \
         `versions:` shows it as a draft, `--unversioned` builds it alone\n",
        current.edition.title
    )
}

/// Who wrote what each version adds to the one before it; nothing where git cannot know.
fn authors_of(
    root: &Path,
    checked: &[CheckedEdition],
    versions: &Versions,
) -> Result<(Vec<Authors>, Vec<Diagnostic>), Failure> {
    let commit = |at: usize| checked[at].edition.origin.commit();
    if !(0..checked.len()).any(|at| commit(at).is_some()) {
        return Ok((Vec::new(), Vec::new()));
    }
    if is_shallow(root) {
        let message = "the repository was cloned without its past, so that the authors of changes are left out";
        let finding = Finding::note("shallow-clone", versions.span, message).help("git fetch --unshallow --tags");
        return Ok((Vec::new(), vec![finding.at(&config::path())]));
    }
    let before = predecessors(checked);
    let places: Vec<(Option<&str>, Option<&str>)> =
        before.iter().enumerate().map(|(at, before)| (before.and_then(commit), commit(at))).collect();
    let found = ordered_map(&places, |(before, commit)| match commit {
        Some(commit) => authors(root, *before, commit),
        None => Ok(Authors::new()),
    });
    Ok((found.into_iter().collect::<Result<_, _>>()?, Vec::new()))
}

fn told(
    checked: &[CheckedEdition],
    tree: &Tree,
    taken_over: usize,
    found: &FoundVersions,
    names: &[Edition],
) -> String {
    let current = &checked[tree.in_force].edition;
    let mut text = format!("{} versions, in force: {}", checked.len(), current.title);
    if taken_over > 0 {
        text += &format!(", {taken_over} unchanged");
    }
    text.push('\n');
    let locked = |edition: &&Edition| found.locked.iter().any(|locked| locked.name == edition.name);
    let unlocked: Vec<&str> = names
        .iter()
        .filter(|edition| edition.origin.is_fixed() && !locked(edition))
        .map(|edition| edition.name.as_str())
        .collect();
    if !unlocked.is_empty() {
        text += &format!("not locked yet: {}; `aimsbook lock` records what they hold\n", unlocked.join(", "));
    }
    text
}
