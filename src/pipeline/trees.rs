//! The site of several versions: where each stands, what its pages say of it, and the files that all of them share.
//!
//! Never lets a page of an old version depend on a newer one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::config::editions::Standing;
use crate::pages::model::VersionStanding;
use crate::pages::{
    Across, Past, VERSIONS, VERSIONS_FOLDER, VERSIONS_SCRIPT, ViewedVersion, item_pages, versions_body,
};
use crate::pipeline::build::theme;
use crate::pipeline::gone::gone;
use crate::pipeline::versions::{CheckedEdition, tree_key};
use crate::pipeline::{Caches, Shown};
use crate::render::{Place, ShownVersion, VersionLine, version_files};
use crate::text::{Date, Sha256};

impl Caches {
    /// What stands for all files of the theme.
    pub fn theme_key(&mut self, version: &CheckedEdition) -> Sha256 {
        let (theme, _) = theme(&version.checked, &version.snapshot, self);
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
    pub fn place(&self, at: usize, checked: &[CheckedEdition]) -> String {
        match at == self.in_force {
            true => String::new(),
            false => format!("{VERSIONS_FOLDER}/{}/", checked[at].edition.folder),
        }
    }

    /// The key of a version's pages.
    pub fn key(&self, at: usize, checked: &[CheckedEdition], past: &Past, theme: &Sha256) -> String {
        tree_key(&checked[..=at], past, theme).to_string()
    }
}

/// The version in force, or the last one when the one in force holds nothing for the audience.
pub fn plan_trees(checked: &[CheckedEdition]) -> Option<Tree> {
    let in_force = checked.iter().position(|one| one.edition.standing == Standing::InForce);
    in_force.or(checked.len().checked_sub(1)).map(|in_force| Tree { in_force })
}

/// What the pages of a version say of it.
pub fn shown(checked: &[CheckedEdition], tree: &Tree, pasts: &[Arc<Past>], at: usize) -> Shown {
    let edition = &checked[at].edition;
    let in_force = at == tree.in_force;
    let up = if in_force { "" } else { "../../" };
    let version = ShownVersion {
        title: edition.title.clone(),
        date: edition.date.map(|date| date.to_string()).unwrap_or_default(),
        in_force,
        list: format!("{up}{VERSIONS}"),
        script: format!("{up}{VERSIONS_SCRIPT}"),
    };
    let across = in_force.then(|| {
        let list = versions_body(&viewed(checked, tree));
        Arc::new(Across { list, gone: gone(checked, tree, &pasts[at]) })
    });
    Shown { version, past: Arc::clone(&pasts[at]), across, is_draft: !edition.origin.is_fixed() }
}

fn viewed<'a>(checked: &'a [CheckedEdition], tree: &Tree) -> Vec<ViewedVersion<'a>> {
    let one = |(at, version): (usize, &'a CheckedEdition)| {
        let edition = &version.edition;
        ViewedVersion {
            name: &edition.name,
            title: &edition.title,
            root: tree.place(at, checked),
            standing: standing(edition.standing),
            date: edition.date,
            period: edition.period,
            commit: edition.origin.commit().unwrap_or_default(),
            content: version.content,
            view: version.view(),
            snapshot: &version.snapshot,
        }
    };
    checked.iter().enumerate().map(one).collect()
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
        checked: &[CheckedEdition],
        tree: &Tree,
        pages: &[BTreeSet<String>],
        keys: &BTreeMap<String, String>,
    ) -> SharedFiles {
        let words = &checked[tree.in_force].checked.words;
        let line = |(at, version): (usize, &CheckedEdition)| {
            let edition = &version.edition;
            let day = |day: Option<Date>| day.map(|day| words.day(day)).unwrap_or_default();
            VersionLine {
                name: edition.name.clone(),
                title: edition.title.clone(),
                root: tree.place(at, checked),
                standing: standing(edition.standing),
                date: day(edition.date),
                until: day(edition.period.and_then(|(_, until)| until)),
            }
        };
        let lines: Vec<VersionLine> = checked.iter().enumerate().map(line).collect();
        let mut files = version_files(words, &lines, &places(checked, pages));
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
fn places(checked: &[CheckedEdition], pages: &[BTreeSet<String>]) -> BTreeMap<String, Vec<Place>> {
    let mut places: BTreeMap<String, Vec<Place>> = BTreeMap::new();
    for (at, (version, pages)) in checked.iter().zip(pages).enumerate() {
        let items = item_pages(&version.view());
        let named: BTreeSet<&String> = items.values().collect();
        let others = pages.iter().filter(|page| !named.contains(page)).map(|page| (format!("/{page}"), page.clone()));
        let all = items.iter().map(|(key, page)| (key.clone(), page.clone())).chain(others);
        for (key, page) in all {
            let found = places.entry(key).or_default();
            match found.last_mut() {
                Some(Place(path, _, last)) if *path == page && *last + 1 == at => *last = at,
                _ => found.push(Place(page, at, at)),
            }
        }
    }
    places
}
