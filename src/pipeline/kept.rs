//! What is kept of a version between two runs: as long as nothing changed that it follows from, it need not be opened again.
//!
//! Never says the name of something hidden, and never decides anything that a run without it would decide otherwise.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

use crate::config::editions::{Edition, Origin, Standing};
use crate::entry::is_configuration;
use crate::handbook::{Hidden, Names};
use crate::pages::VersionFacts;
use crate::pages::model::Redlined;
use crate::pipeline::Settings;
use crate::pipeline::history::VersionChange;
use crate::pipeline::versions::{Folder, judged_on};
use crate::text::{Sha256, Snapshot};
use crate::view::Audience;

/// How kept versions are written; another number is another program.
const FORMAT: u32 = 1;

/// What a version's changes, and its pages, follow from; each is known without opening any version.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Keys {
    pub changes: Sha256,
    pub pages: Sha256,
}

/// A version of an earlier run.
#[derive(Debug, Clone)]
pub struct Kept {
    pub content: Sha256,
    pub facts: Arc<VersionFacts>,
    /// What of it newer versions hid.
    pub effect: Option<Sha256>,
    pub own: Sha256,
    /// What it is known by, and what it hides of older ones.
    pub names: Names,
    pub hides: Hidden,
    pub changes: KeptChanges,
    /// Stands for its pages as they lie on the disk.
    pub tree: KeptTree,
}

/// What a version changed, with what was hidden in it and in the version before it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeptChanges {
    pub effect: Option<Sha256>,
    pub effect_before: Option<Sha256>,
    pub changes: Vec<VersionChange>,
    /// Word by word, as long as its pages can still become others.
    pub redlined: Option<BTreeMap<String, Arc<Redlined>>>,
}

/// The pages of a version on the disk.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptTree {
    /// The key of the pages, in full.
    pub key: String,
    /// Over names, sizes and times of its files.
    pub seen: String,
    pub files: usize,
    pub bytes: u64,
}

/// Keys of all versions, which come oldest first. `around` stands for what else everything follows from.
pub fn keys(editions: &[Edition], settings: &Settings, around: &str) -> Vec<Keys> {
    let mut before = Sha256::of(format!("{FORMAT} {} {around}", env!("CARGO_PKG_VERSION")).as_bytes());
    let mut keys = Vec::new();
    for edition in editions {
        let Edition { name, title, folder, date, origin, standing, .. } = edition;
        let changes = Sha256::of(format!("{before} {origin:?} {name:?} {title:?} {folder:?} {date:?}").as_bytes());
        let as_of = judged_on(edition, settings, None);
        let pages = Sha256::of(format!("{changes} {standing:?} {as_of}").as_bytes());
        if origin.is_fixed() {
            before = changes;
        }
        keys.push(Keys { changes, pages });
    }
    keys
}

/// Everything beside the versions themselves that their pages follow from. `authors` stands for who is called how.
pub fn surroundings(folder: Folder<'_>, audience: &Audience, settings: &Settings, authors: &str) -> String {
    let mut text = format!("{audience:?} {:?} {authors}\n", settings.folder_name);
    let snapshot: &Snapshot = folder.snapshot;
    for source in snapshot.sources.iter().filter(|source| is_configuration(&source.path)) {
        text += &source.sha256.sum_line(source.path.as_str());
    }
    for (path, bytes) in &snapshot.theme {
        text += &Sha256::of(bytes).sum_line(path.as_str());
    }
    let _ = writeln!(text, "{}", folder.checked.words.digest());
    text
}

/// Whether what is known of a version can be kept from run to run: its content cannot change, and time does not touch it.
pub fn is_kept(edition: &Edition) -> bool {
    matches!(edition.origin, Origin::Tag { .. }) && edition.standing == Standing::Superseded
}

/// Whether what a version changed can be kept.
pub fn has_kept_changes(edition: &Edition) -> bool {
    matches!(edition.origin, Origin::Tag { .. })
}

#[derive(Serialize, Deserialize)]
struct Written<'a> {
    changes_key: String,
    effect: String,
    effect_before: String,
    changes: Cow<'a, [VersionChange]>,
    redlined: Cow<'a, Option<BTreeMap<String, Arc<Redlined>>>>,
    pages: Option<WrittenPages<'a>>,
}

#[derive(Serialize, Deserialize)]
struct WrittenPages<'a> {
    key: String,
    content: String,
    own: String,
    effect: String,
    names: String,
    hides: String,
    facts: Cow<'a, VersionFacts>,
    tree: KeptTree,
}

/// What is known of a version from an earlier run: with its pages, or only what it changed.
#[derive(Debug, Clone, Default)]
pub struct KeptVersion {
    pub version: Option<Kept>,
    pub changes: Option<KeptChanges>,
}

/// As it is written down; with its pages as they lie on the disk, when they can be taken over.
pub fn write_kept(keys: &Keys, changes: &KeptChanges, version: Option<(&Kept, &KeptTree)>) -> Vec<u8> {
    let pages = version.map(|(kept, tree)| WrittenPages {
        key: keys.pages.to_string(),
        content: kept.content.to_string(),
        own: kept.own.to_string(),
        effect: effect_word(kept.effect),
        names: kept.names.write(),
        hides: kept.hides.write(),
        facts: Cow::Borrowed(&kept.facts),
        tree: tree.clone(),
    });
    let written = Written {
        changes_key: keys.changes.to_string(),
        effect: effect_word(changes.effect),
        effect_before: effect_word(changes.effect_before),
        changes: Cow::Borrowed(&changes.changes),
        redlined: Cow::Borrowed(&changes.redlined),
        pages,
    };
    serde_json::to_vec(&written).unwrap_or_default()
}

/// What is still right of what was written down; nothing of something else.
pub fn read_kept(bytes: &[u8], keys: &Keys) -> KeptVersion {
    let known =
        serde_json::from_slice::<Written<'_>>(bytes).ok().filter(|known| known.changes_key == keys.changes.to_string());
    let Some(Written { effect, effect_before, changes, redlined, pages, .. }) = known else {
        return KeptVersion::default();
    };
    let changes = KeptChanges {
        effect: Sha256::parse(&effect),
        effect_before: Sha256::parse(&effect_before),
        changes: changes.into_owned(),
        redlined: redlined.into_owned(),
    };
    let pages = pages.filter(|pages| pages.key == keys.pages.to_string());
    let version = pages.and_then(|pages| {
        Some(Kept {
            content: Sha256::parse(&pages.content)?,
            own: Sha256::parse(&pages.own)?,
            effect: Sha256::parse(&pages.effect),
            names: Names::read(&pages.names)?,
            hides: Hidden::read(&pages.hides)?,
            facts: Arc::new(pages.facts.into_owned()),
            changes: changes.clone(),
            tree: pages.tree,
        })
    });
    KeptVersion { version, changes: Some(changes) }
}

fn effect_word(effect: Option<Sha256>) -> String {
    effect.map(|effect| effect.to_string()).unwrap_or_default()
}
