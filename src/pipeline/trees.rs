//! The site of several versions: where each stands, what its pages say of it, and the files that all of them share.
//!
//! Never lets a page of an old version depend on a newer one.

use std::collections::BTreeMap;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::config::editions::{Edition, Standing};
use crate::diagnostic::{both, ordered_map};
use crate::language::Words;
use crate::pages::model::VersionStanding;
use crate::pages::{Across, KnownVersion, Past, VERSIONS, VERSIONS_FOLDER, VERSIONS_SCRIPT, versions_body};
use crate::pipeline::build::theme;
use crate::pipeline::gone::gone;
use crate::pipeline::history::authors_digest;
use crate::pipeline::kept::KeptChanges;
use crate::pipeline::versions::Version;
use crate::pipeline::{Caches, Shown};
use crate::render::{Place, ShownVersion, VersionLine, version_files};
use crate::text::{Date, Sha256, Snapshot};
use crate::view::View;

impl Caches {
    /// What stands for all files of the theme.
    pub fn theme_key(&mut self, words: &Words, snapshot: &Snapshot) -> Sha256 {
        let (theme, _) = theme(words, snapshot, self);
        let assets: String = theme.assets().iter().map(|(path, bytes)| Sha256::of(bytes).sum_line(path)).collect();
        Sha256::of(format!("{}\n{assets}", theme.digest()).as_bytes())
    }
}

/// Which version is at the root.
pub struct Tree {
    /// Its position.
    pub in_force: usize,
}

impl Tree {
    /// Where a version stands, from the root of the site: empty, or with a `/` at its end.
    pub fn place(&self, at: usize, versions: &[Version]) -> String {
        match at == self.in_force {
            true => String::new(),
            false => place_of(&versions[at].edition),
        }
    }

    /// The way from the root of one version to that of another: empty, or with a `/` at its end.
    pub fn way(&self, from: usize, to: usize, versions: &[Version]) -> String {
        match (from == to, from == self.in_force) {
            (true, _) => String::new(),
            (false, true) => self.place(to, versions),
            (false, false) => format!("../../{}", self.place(to, versions)),
        }
    }
}

/// Where a version stands that is not in force, from the root of the site.
pub fn place_of(edition: &Edition) -> String {
    format!("{VERSIONS_FOLDER}/{}/", edition.folder)
}

/// What stands for the pages of each version: as long as it stays the same, so do they.
pub fn tree_keys(versions: &[Version], changes: &[KeptChanges], tree: &Tree, theme: &Sha256) -> Vec<String> {
    let mut before = Sha256::of(format!("2 {} {theme}", env!("CARGO_PKG_VERSION")).as_bytes());
    let mut keys = Vec::new();
    for (at, (version, changes)) in versions.iter().zip(changes).enumerate() {
        let own = Sha256::of(format!("{before} {} {}", version.own, authors_digest(changes)).as_bytes());
        // What comes after the one in force leads to the root.
        let root = versions.get(tree.in_force).filter(|_| at > tree.in_force).map(|current| &current.edition.folder);
        keys.push(Sha256::of(format!("{own} {root:?}").as_bytes()).to_string());
        if version.edition.origin.is_fixed() {
            before = own;
        }
    }
    keys
}

/// The version in force, or the last one when the one in force holds nothing for the audience.
pub fn plan_trees(versions: &[Version]) -> Option<Tree> {
    let in_force = versions.iter().position(|one| one.edition.standing == Standing::InForce);
    in_force.or(versions.len().checked_sub(1)).map(|in_force| Tree { in_force })
}

/// What the pages of a version say of it. `current` is the one in force when it is that one.
pub fn shown(versions: &[Version], tree: &Tree, past: &Arc<Past>, at: usize, current: Option<&View<'_>>) -> Shown {
    let edition = &versions[at].edition;
    let in_force = at == tree.in_force;
    let up = if in_force { "" } else { "../../" };
    let version = ShownVersion {
        title: edition.title.clone(),
        date: edition.date.map(|date| date.to_string()).unwrap_or_default(),
        in_force,
        list: format!("{up}{VERSIONS}"),
        script: format!("{up}{VERSIONS_SCRIPT}"),
    };
    let across = current.map(|current| {
        let (list, gone) = both(|| versions_body(&known(versions, tree)), || gone(versions, tree, current, past));
        Arc::new(Across { list, gone })
    });
    Shown { version, past: Arc::clone(past), across, is_draft: !edition.origin.is_fixed() }
}

fn known<'a>(versions: &'a [Version], tree: &Tree) -> Vec<KnownVersion<'a>> {
    let one = |(at, version): (usize, &'a Version)| {
        let edition = &version.edition;
        KnownVersion {
            name: &edition.name,
            title: &edition.title,
            root: tree.place(at, versions),
            standing: standing(edition.standing),
            date: edition.date,
            period: edition.period,
            commit: edition.origin.commit().unwrap_or_default(),
            content: version.content,
            facts: &version.facts,
        }
    };
    versions.iter().enumerate().map(one).collect()
}

fn standing(standing: Standing) -> VersionStanding {
    match standing {
        Standing::InForce => VersionStanding::InForce,
        Standing::Superseded => VersionStanding::Superseded,
        Standing::Upcoming => VersionStanding::Upcoming,
        Standing::Draft => VersionStanding::Draft,
    }
}

/// The files that belong to no version: they know all of them.
pub struct SharedFiles {
    pub files: BTreeMap<String, Arc<[u8]>>,
}

impl SharedFiles {
    /// What each version's pages followed from, so that the next run knows which of them are still right.
    pub const KEYS: &'static str = "version/keys.txt";

    /// `pages` are those of each version, from its own root.
    pub fn new(
        versions: &[Version],
        tree: &Tree,
        words: &Words,
        pages: &[Vec<&str>],
        keys: &BTreeMap<String, String>,
    ) -> SharedFiles {
        let line = |(at, version): (usize, &Version)| {
            let edition = &version.edition;
            let day = |day: Option<Date>| day.map(|day| words.day(day)).unwrap_or_default();
            VersionLine {
                name: edition.name.clone(),
                title: edition.title.clone(),
                root: tree.place(at, versions),
                standing: standing(edition.standing),
                date: day(edition.date),
                until: day(edition.period.and_then(|(_, until)| until)),
            }
        };
        let lines: Vec<VersionLine> = versions.iter().enumerate().map(line).collect();
        let mut files = version_files(words, &lines, &places(versions, pages));
        let keys: String = keys.iter().map(|(place, key)| format!("{key} {place}\n")).collect();
        files.insert(SharedFiles::KEYS.to_owned(), Arc::from(keys.into_bytes()));
        // Pages of old versions say so themselves; this is for those who read no page before they list it.
        let robots = format!("User-agent: *\nDisallow: /{VERSIONS_FOLDER}/\n");
        files.insert("robots.txt".to_owned(), Arc::from(robots.into_bytes()));
        SharedFiles { files }
    }

    /// Keys by place.
    pub fn read_keys(bytes: &[u8]) -> BTreeMap<String, String> {
        let text = String::from_utf8_lossy(bytes);
        let lines = text.lines().filter_map(|line| line.split_once(' '));
        lines.map(|(key, place)| (place.to_owned(), key.to_owned())).collect()
    }
}

/// Where each page stands in which versions: documents and records by their ids, all other pages by their paths.
fn places(versions: &[Version], pages: &[Vec<&str>]) -> BTreeMap<String, Vec<Place>> {
    /// Pages with the first and the last version that has them there.
    type Stretches<'p> = Vec<(&'p str, usize, usize)>;
    let all: Vec<(&Version, &Vec<&str>)> = versions.iter().zip(pages).collect();
    let known = ordered_map(&all, |(version, pages)| {
        let items: FxHashMap<&str, &str> = version.facts.pages().collect();
        let named: FxHashSet<&str> = items.values().copied().collect();
        let others = pages.iter().filter(|page| !named.contains(*page)).map(|page| (("/", *page), *page));
        let items = items.into_iter().map(|(key, page)| (key.split_at(usize::from(key.starts_with('/'))), page));
        items.chain(others).collect::<Vec<_>>()
    });
    let mut places: FxHashMap<(&str, &str), Stretches<'_>> = FxHashMap::default();
    for (at, known) in known.into_iter().enumerate() {
        for (key, page) in known {
            let found = places.entry(key).or_default();
            match found.last_mut() {
                Some((path, _, last)) if *path == page && *last + 1 == at => *last = at,
                _ => found.push((page, at, at)),
            }
        }
    }
    let place = |(page, first, last): (&str, usize, usize)| Place(page.to_owned(), first, last);
    let written = |places: Vec<_>| places.into_iter().map(place).collect();
    places.into_iter().map(|((slash, rest), places)| (format!("{slash}{rest}"), written(places))).collect()
}
