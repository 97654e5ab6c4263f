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

/// Evidence takes the highest classification of what names it; an attachment shows wherever something shows it. What
/// stands in a file can only raise it.
pub fn file_levels(
    links: &[Vec<LinkEnd>],
    record_texts: &[Vec<RecordText>],
    evidence: &[EvidenceFile],
    around: &FileSurroundings<'_>,
) -> BTreeMap<DocPath, usize> {
    let mut levels: BTreeMap<DocPath, usize> = BTreeMap::new();
    let mut linked = |end: &LinkEnd, level: usize| {
        if let LinkEnd::File(path) = end {
            levels.entry(path.clone()).and_modify(|known| *known = (*known).min(level)).or_insert(level);
        }
    };
    for (at, ends) in links.iter().enumerate() {
        ends.iter().for_each(|end| linked(end, (around.level_of)(Item::Document(at))));
    }
    for (at, texts) in record_texts.iter().enumerate() {
        texts.iter().flat_map(|text| &text.links).for_each(|end| linked(end, (around.level_of)(Item::Record(at))));
    }
    for file in evidence {
        let FileRef::Path(path) = &file.file else { continue };
        let highest = file.uses.iter().map(|named| (around.level_of)(named.by)).max().unwrap_or(0);
        if file.fact.is_some() {
            levels.insert(path.clone(), highest);
        }
    }
    for (path, level) in &mut levels {
        *level = (*level).max(level_inside(path, around));
    }
    levels
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
