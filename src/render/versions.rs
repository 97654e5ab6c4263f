//! What all versions of a handbook share: one script that knows them, and small ones that say where each page stands in
//! which of them.
//!
//! Never part of a version: a new one changes these files and no page.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde::Serialize;

use crate::language::Words;
use crate::pages::model::VersionStanding;
use crate::pages::{VERSIONS, VERSIONS_SCRIPT};
use crate::render::built_in;
use crate::render::previews::shard;

/// About so many pages stand in one of the small scripts.
const PAGES_IN_SHARD: usize = 300;

/// A version as the switcher shows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionLine {
    pub name: String,
    pub title: String,
    /// From the root of the site, with a `/` at its end; empty for the one in force.
    pub root: String,
    pub standing: VersionStanding,
    pub date: String,
    /// The day on which the next one came into force.
    pub until: String,
}

/// A page in consecutive versions: its path from the root of each, and the first and the last of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place(pub String, pub usize, pub usize);

#[derive(Serialize)]
struct Known<'a> {
    list: &'static str,
    shards: usize,
    words: BTreeMap<&'static str, String>,
    versions: &'a [VersionLine],
}

/// Words that the script says.
const WORDS: [&str; 14] = [
    "all",
    "of_page",
    "superseded_on",
    "superseded",
    "upcoming",
    "draft",
    "open_current",
    "not_in_current",
    "not_there",
    "close",
    "standing.in-force",
    "standing.superseded",
    "standing.upcoming",
    "standing.draft",
];

/// The shared files by their paths from the root of the site. Pages go by what they are called in all versions.
pub fn version_files(
    words: &Words,
    lines: &[VersionLine],
    places: &BTreeMap<String, Vec<Place>>,
) -> BTreeMap<String, Arc<[u8]>> {
    let shards = places.len() / PAGES_IN_SHARD + 1;
    let word = |key: &'static str| (key, words.text(&format!("versions.{key}")).to_owned());
    let known = Known { list: VERSIONS, shards, words: WORDS.into_iter().map(word).collect(), versions: lines };
    let script = format!("{}aimsbook.versions({});\n", built_in::VERSIONS_SCRIPT, json(&known));
    let mut files = BTreeMap::from([(VERSIONS_SCRIPT.to_owned(), Arc::from(script.into_bytes()))]);
    let mut sharded: BTreeMap<usize, BTreeMap<&str, &[Place]>> = BTreeMap::new();
    for (key, places) in places {
        sharded.entry(shard(key, shards)).or_default().insert(key, places);
    }
    files.extend(sharded.into_iter().map(|(number, entries)| {
        let script = format!("aimsbook.versionPlaces({});\n", json(&entries));
        (format!("version/{number}.js"), Arc::from(script.into_bytes()))
    }));
    files
}

fn json(value: &impl Serialize) -> String {
    // `</` keeps a copied script harmless inside HTML.
    serde_json::to_string(value).unwrap_or_default().replace("</", "<\\/")
}
