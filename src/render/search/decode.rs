//! The search index read back, as a browser reads it: for tests that ask what a site gives away.
//!
//! Never part of a build.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use serde_json::Value;

use crate::render::search::{FOLDER, digits};

/// Everything that the index says.
#[derive(Debug, Default)]
pub struct DecodedSearch {
    pub pages: Vec<DecodedPage>,
    /// For each term the pages (by position) and the weight there.
    pub terms: BTreeMap<String, Vec<(usize, u8)>>,
    /// Terms that stand on so many pages that the index names only some.
    pub common: BTreeSet<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedPage {
    pub url: String,
    pub id: String,
    pub title: String,
    pub kind: String,
    pub place: String,
}

/// Reads the index from a site's files; `None` when it is not as this program writes it.
pub fn decode_search(files: &BTreeMap<String, Arc<[u8]>>) -> Option<DecodedSearch> {
    let text = |name: &str| std::str::from_utf8(files.get(&format!("{FOLDER}{name}.js"))?).ok();
    let arguments = arguments(text("pages")?, "aimsbook.searchPages(")?;
    let mut decoded = DecodedSearch { pages: pages(&arguments)?, ..DecodedSearch::default() };
    for name in arguments.get(2)?.as_str()?.split_whitespace() {
        read_shard(text(name)?, &mut decoded)?;
    }
    Some(decoded)
}

fn arguments(script: &str, call: &str) -> Option<Vec<Value>> {
    let inner = script.trim_end().strip_prefix(call)?.strip_suffix(");")?;
    serde_json::from_str(&format!("[{inner}]")).ok()
}

fn pages(arguments: &[Value]) -> Option<Vec<DecodedPage>> {
    let name = |list: &Value, position: &Value| -> Option<String> {
        Some(list.get(position.as_u64()? as usize)?.as_str()?.to_owned())
    };
    let text = |value: Option<&Value>| -> Option<String> { Some(value?.as_str()?.to_owned()) };
    let mut before = String::new();
    let mut pages = Vec::new();
    for row in arguments.get(3)?.as_array()? {
        let shared = row.get(0)?.as_u64()? as usize;
        let url = first_units(&before, shared) + row.get(1)?.as_str()?;
        before.clone_from(&url);
        pages.push(DecodedPage {
            url,
            id: text(row.get(2))?,
            title: text(row.get(3))?,
            kind: name(arguments.first()?, row.get(4)?)?,
            place: name(arguments.get(1)?, row.get(5)?)?,
        });
    }
    Some(pages)
}

fn read_shard(script: &str, decoded: &mut DecodedSearch) -> Option<()> {
    let arguments = arguments(script, "aimsbook.searchShard(")?;
    let terms = arguments.get(1)?.as_str()?;
    let mut lengths = arguments.get(2)?.as_str()?.chars();
    let mut lists = arguments.get(3)?.as_str()?;
    let mut before = String::new();
    for coded in terms.split(' ').filter(|coded| !coded.is_empty()) {
        let mut characters = coded.chars();
        let shared = digits::pull(&mut characters)? as usize;
        let term = first_units(&before, shared) + characters.as_str();
        let length = digits::pull(&mut lengths)?;
        let (list, rest) = lists.split_at_checked(length as usize / 2)?;
        lists = rest;
        if length % 2 == 1 {
            decoded.common.insert(term.clone());
        }
        decoded.terms.insert(term.clone(), read_list(list)?);
        before = term;
    }
    Some(())
}

/// The first characters of a text up to a length as JavaScript counts it.
fn first_units(text: &str, units: usize) -> String {
    let mut left = units;
    text.chars()
        .take_while(|character| {
            let fits = character.len_utf16() <= left;
            left = left.saturating_sub(character.len_utf16());
            fits
        })
        .collect()
}

fn read_list(list: &str) -> Option<Vec<(usize, u8)>> {
    let mut characters = list.chars();
    let mut next = 0;
    let mut pages = Vec::new();
    while !characters.as_str().is_empty() {
        let number = digits::pull(&mut characters)?;
        let page = next + (number / 4) as usize;
        pages.push((page, (number % 4) as u8));
        next = page + 1;
    }
    Some(pages)
}
