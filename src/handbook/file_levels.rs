//! Who may see the files that pages show or offer.
//!
//! Never gives away as a file what its own pages keep: a file that is a part of the handbook has the classification of
//! what stands in it, whoever names it.

use std::collections::{BTreeMap, BTreeSet};

use crate::entry::{is_configuration, says_classification};
use crate::handbook::coverage::FileRef;
use crate::handbook::{EvidenceFile, Ids, Item, LinkEnd, RecordText};
use crate::text::{DocPath, Snapshot};

/// What the level of a file follows from.
pub struct FileSurroundings<'a> {
    pub ids: &'a Ids,
    pub snapshot: &'a Snapshot,
    /// Record files of which something could not be read.
    pub unread: &'a BTreeSet<DocPath>,
    pub level_of: &'a dyn Fn(Item) -> usize,
    /// The position of the highest classification.
    pub highest: usize,
}

/// Evidence takes the highest classification of what names it or links to it; an attachment shows wherever something
/// shows it. What stands in a file can only raise it.
pub fn file_levels(
    links: &[Vec<LinkEnd>],
    record_texts: &[Vec<RecordText>],
    evidence: &[EvidenceFile],
    around: &FileSurroundings<'_>,
) -> BTreeMap<DocPath, usize> {
    let linked = linked_files(links, record_texts, around);
    let mut levels: BTreeMap<DocPath, usize> =
        linked.iter().map(|(path, by)| ((*path).clone(), by.first().copied().unwrap_or(around.highest))).collect();
    for file in evidence.iter().filter(|file| file.fact.is_some()) {
        let FileRef::Path(path) = &file.file else { continue };
        let named = file.uses.iter().map(|named| (around.level_of)(named.by));
        let referring = named.chain(linked.get(path).and_then(|by| by.last().copied()));
        levels.insert(path.clone(), referring.max().unwrap_or(0));
    }
    for (path, level) in &mut levels {
        *level = (*level).max(level_inside(path, around));
    }
    levels
}

/// The classifications of what links to each file.
fn linked_files<'a>(
    links: &'a [Vec<LinkEnd>],
    record_texts: &'a [Vec<RecordText>],
    around: &FileSurroundings<'_>,
) -> BTreeMap<&'a DocPath, BTreeSet<usize>> {
    let mut linked: BTreeMap<&DocPath, BTreeSet<usize>> = BTreeMap::new();
    let documents = links.iter().enumerate().map(|(at, ends)| (Item::Document(at), ends));
    let texts = record_texts.iter().enumerate();
    let records = texts.flat_map(|(at, texts)| texts.iter().map(move |text| (Item::Record(at), &text.links)));
    for (item, ends) in documents.chain(records) {
        for end in ends {
            if let LinkEnd::File(path) = end {
                linked.entry(path).or_default().insert((around.level_of)(item));
            }
        }
    }
    linked
}

/// The highest classification of what stands in a file, as far as the handbook reads it.
fn level_inside(path: &DocPath, around: &FileSurroundings<'_>) -> usize {
    // Reasons of waivers, and licensed texts, stand in the configuration.
    if is_configuration(path) || around.unread.contains(path) {
        return around.highest;
    }
    let document = around.ids.document_at(path).map(Item::Document);
    let records = around.ids.records_at(path).iter().copied().map(Item::Record);
    let inside = document.into_iter().chain(records).map(around.level_of).max();
    inside.unwrap_or_else(|| match around.snapshot.source(path) {
        Some(source) if says_classification(&source.text) => around.highest,
        _ => 0,
    })
}
