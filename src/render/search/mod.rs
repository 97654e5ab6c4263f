//! The search index: a list of pages and, shard by shard, which term stands on which page.
//!
//! Never fetched: every file is a script that calls back, because that works from a disk as well. A shard's bytes depend
//! only on the terms in it, so that a rebuild encodes again only what a change touches, and gives the same bytes.

mod decode;
mod digits;
mod encode;

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;

pub use decode::{DecodedPage, DecodedSearch, decode_search};

use crate::diagnostic::{both, ordered_map};
use crate::pages::model::SearchEntry;
use crate::text::{TermPart, TermShard};

/// Where the index stands in the site.
const FOLDER: &str = "assets/search/";

/// The encoded shards of the build before, for the next one.
#[derive(Debug, Clone, Default)]
pub struct SearchCache {
    shards: BTreeMap<TermShard, Shard>,
}

#[derive(Debug, Clone)]
struct Shard {
    key: u64,
    script: Arc<[u8]>,
}

/// What one shard is made of: pages by number and their terms in it.
type Parts<'a> = Vec<(u32, TermPart<'a>)>;

/// The files of the index (site path and bytes), and the cache for the next build.
pub fn search_files(entries: &[SearchEntry], before: &SearchCache) -> (BTreeMap<String, Arc<[u8]>>, SearchCache) {
    let parts = by_shard(entries);
    let encoded = |(shard, parts): &(TermShard, Parts<'_>)| {
        let key = key(entries.len(), parts);
        match before.shards.get(shard).filter(|old| old.key == key) {
            Some(old) => old.clone(),
            None => Shard { key, script: encode::shard(*shard, entries.len(), parts).into() },
        }
    };
    let pages = || encode::pages(entries, parts.iter().map(|(shard, _)| *shard));
    let (shards, pages) = both(|| ordered_map(&parts, encoded), pages);
    let shards: BTreeMap<TermShard, Shard> = parts.iter().map(|(shard, _)| *shard).zip(shards).collect();
    let mut files: BTreeMap<String, Arc<[u8]>> = shards
        .iter()
        .map(|(shard, encoded)| (format!("{FOLDER}{}.js", shard.name()), encoded.script.clone()))
        .collect();
    files.insert(format!("{FOLDER}pages.js"), pages.into());
    (files, SearchCache { shards })
}

/// The shards that are not empty, in order.
fn by_shard(entries: &[SearchEntry]) -> Vec<(TermShard, Parts<'_>)> {
    const TOGETHER: usize = 512;
    let numbered: Vec<(u32, &[SearchEntry])> = (0..).step_by(TOGETHER).zip(entries.chunks(TOGETHER)).collect();
    let some = ordered_map(&numbered, |(first, entries)| {
        let mut shards: Vec<Parts<'_>> = vec![Vec::new(); TermShard::COUNT];
        for (number, entry) in (*first..).zip(*entries) {
            for part in entry.terms.parts() {
                shards[part.shard.index()].push((number, part));
            }
        }
        shards
    });
    let all: Vec<usize> = (0..TermShard::COUNT).collect();
    let shards = ordered_map(&all, |at| some.iter().flat_map(|shards| &shards[*at]).copied().collect::<Parts<'_>>());
    shards.into_iter().filter_map(|parts| Some((parts.first()?.1.shard, parts))).collect()
}

/// A digest of all that a shard's bytes depend on.
fn key(pages: usize, parts: &Parts<'_>) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write_usize(pages);
    for (number, part) in parts {
        hasher.write_u32(*number);
        hasher.write_u64(part.digest);
    }
    hasher.finish()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;
    use std::sync::Arc;

    use super::{SearchCache, decode_search, search_files};
    use crate::pages::model::SearchEntry;
    use crate::text::{TermPlace, Terms};

    fn entry(id: &str, title: &str, body: &str) -> SearchEntry {
        SearchEntry {
            url: format!("documents/{id}.html"),
            id: id.into(),
            title: title.into(),
            kind: "policy".into(),
            place: "Policies".into(),
            terms: Arc::new(Terms::of([(TermPlace::Id, id), (TermPlace::Title, title), (TermPlace::Body, body)])),
        }
    }

    fn files(entries: &[SearchEntry]) -> BTreeMap<String, Arc<[u8]>> {
        search_files(entries, &SearchCache::default()).0
    }

    #[test]
    fn every_term_is_found_on_its_pages() {
        let entries = [
            entry("POL-001", "AI policy", "Every \"data\" set has a steward, says A.7.4."),
            entry("POL-002", "Data policy", "Größe und データの品質 𠮷野家 𠮷田"),
        ];
        let decoded = decode_search(&files(&entries)).unwrap();
        assert_eq!(decoded.pages[1].url, "documents/POL-002.html");
        assert_eq!(decoded.pages[0].title, "AI policy");
        assert_eq!((decoded.pages[0].kind.as_str(), decoded.pages[0].place.as_str()), ("policy", "Policies"));
        assert_eq!(decoded.terms["policy"], [(0, 3), (1, 3)]);
        assert_eq!(decoded.terms["data"], [(0, 0), (1, 3)]);
        assert_eq!(decoded.terms["a.7.4"], [(0, 0)]);
        assert_eq!(decoded.terms["grosse"], [(1, 0)]);
        assert_eq!(decoded.terms["品質"], [(1, 0)]);
        assert!(decoded.terms.contains_key("𠮷野") && decoded.terms.contains_key("𠮷田"));
    }

    #[test]
    fn words_on_nearly_every_page_keep_only_the_pages_they_name() {
        let mut entries: Vec<SearchEntry> =
            (0..200).map(|number| entry(&format!("DOC-{number:03}"), "Untitled", "the same words")).collect();
        entries.push(entry("POL-001", "The same", "other"));
        let decoded = decode_search(&files(&entries)).unwrap();
        assert_eq!(decoded.terms["same"], [(200, 3)]);
        assert!(decoded.common.contains("same"));
        assert_eq!(decoded.terms["doc-017"], [(17, 3)]);
    }

    #[test]
    fn a_rebuild_gives_the_bytes_of_a_cold_build_and_encodes_only_what_changed() {
        let mut entries: Vec<SearchEntry> =
            (0..50).map(|number| entry(&format!("P{number}"), "Policy", "alpha beta gamma")).collect();
        let (_, cache) = search_files(&entries, &SearchCache::default());
        entries[7] = entry("P7", "Policy", "alpha beta gamma zebra");
        let (warm, after) = search_files(&entries, &cache);
        assert_eq!(warm, files(&entries));
        let kept = after.shards.iter().filter(|(shard, encoded)| {
            cache.shards.get(shard).is_some_and(|old| Arc::ptr_eq(&old.script, &encoded.script))
        });
        assert_eq!(kept.count(), after.shards.len() - 1, "only the shard of `zebra` is new");
    }

    #[test]
    fn an_empty_site_has_an_empty_index() {
        let decoded = decode_search(&files(&[])).unwrap();
        assert!(decoded.pages.is_empty() && decoded.terms.is_empty());
    }
}
