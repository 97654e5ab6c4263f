//! Pages and shards as scripts.
//!
//! Never writes anything that depends on the order in which terms were found.

use std::collections::BTreeMap;

use rustc_hash::FxHashMap;

use crate::pages::model::SearchEntry;
use crate::render::navigation::write_text;
use crate::render::search::digits;
use crate::text::{TermPart, TermShard};

/// From this many pages on, words that stand everywhere are worth leaving out.
const FEW_PAGES: usize = 100;

/// A word on more than one page in this many says little about any of them.
const COMMON: usize = 3;

/// Weights from here on name what a page is about, and stay in the index however common the word is.
const NAMING: u8 = 2;

/// `pages.js`: a call with the kinds, the places, the names of the shards, and for every page how many characters its
/// address shares with the one before, the rest of the address, id, title, kind and place.
pub(super) fn pages(entries: &[SearchEntry], shards: impl Iterator<Item = TermShard>) -> Vec<u8> {
    let mut out = String::from("aimsbook.searchPages([");
    let kinds = write_names(&mut out, entries.iter().map(|entry| &*entry.kind));
    out.push_str("],[");
    let places = write_names(&mut out, entries.iter().map(|entry| &*entry.place));
    out.push_str("],\"");
    let names: Vec<String> = shards.map(TermShard::name).collect();
    out.push_str(&names.join(" "));
    out.push_str("\",[");
    let mut before = "";
    for (number, entry) in entries.iter().enumerate() {
        let shared = shared_length(before, &entry.url);
        out.push_str(if number == 0 { "\n[" } else { ",\n[" });
        out.push_str(&units(&before[..shared]).to_string());
        for text in [&entry.url[shared..], &entry.id, &entry.title] {
            out.push(',');
            write_text(&mut out, text);
        }
        out.push_str(&format!(",{},{}]", kinds[&*entry.kind], places[&*entry.place]));
        before = &entry.url;
    }
    out.push_str("]);\n");
    out.into_bytes()
}

/// Writes each name once and gives its position.
fn write_names<'a>(out: &mut String, names: impl Iterator<Item = &'a str>) -> BTreeMap<&'a str, usize> {
    let mut positions: BTreeMap<&str, usize> = names.map(|name| (name, 0)).collect();
    for (position, (name, place)) in positions.iter_mut().enumerate() {
        *place = position;
        if position > 0 {
            out.push(',');
        }
        write_text(out, name);
    }
    positions
}

/// The length in bytes of what two texts begin with in common.
fn shared_length(before: &str, text: &str) -> usize {
    before
        .char_indices()
        .zip(text.chars())
        .find(|((_, left), right)| left != right)
        .map_or(before.len().min(text.len()), |((at, _), _)| at)
}

/// The length of a text as JavaScript counts it.
fn units(text: &str) -> u32 {
    text.encode_utf16().count() as u32
}

/// One shard: a call with its name, the sorted terms (each as the number of characters it shares with the one before,
/// and the rest), the length of each list of pages (doubled, and one more for a common term), and the lists: the step
/// from page to page less one, times four, plus the weight.
pub(super) fn shard(shard: TermShard, pages: usize, parts: &[(u32, TermPart<'_>)]) -> Vec<u8> {
    let postings = postings(parts);
    let mut terms = String::new();
    let mut lengths = String::new();
    let mut lists = String::new();
    let mut before = "";
    for (term, list) in &postings {
        let is_common = pages >= FEW_PAGES && list.len() * COMMON > pages;
        let shared = shared_length(before, term);
        if !terms.is_empty() {
            terms.push(' ');
        }
        digits::push(&mut terms, units(&before[..shared]));
        terms.push_str(&term[shared..]);
        let start = lists.len();
        write_list(&mut lists, list.iter().filter(|(_, weight)| !is_common || *weight >= NAMING));
        digits::push(&mut lengths, (lists.len() - start) as u32 * 2 + u32::from(is_common));
        before = term;
    }
    format!("aimsbook.searchShard(\"{}\",\n\"{terms}\",\n\"{lengths}\",\n\"{lists}\");\n", shard.name()).into_bytes()
}

type Postings<'a> = Vec<(&'a str, Vec<(u32, u8)>)>;

fn postings<'a>(parts: &[(u32, TermPart<'a>)]) -> Postings<'a> {
    let mut found: FxHashMap<&str, Vec<(u32, u8)>> = FxHashMap::default();
    for (page, part) in parts {
        for (term, weight) in part.terms() {
            found.entry(term).or_default().push((*page, weight));
        }
    }
    let mut sorted: Postings<'_> = found.into_iter().collect();
    sorted.sort_unstable_by_key(|(term, _)| *term);
    sorted
}

fn write_list<'a>(out: &mut String, list: impl Iterator<Item = &'a (u32, u8)>) {
    let mut next = 0;
    for (page, weight) in list {
        digits::push(out, (page - next) * 4 + u32::from(*weight));
        next = page + 1;
    }
}
