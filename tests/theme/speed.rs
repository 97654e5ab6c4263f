//! How long a page takes; run with `--release --ignored` to see it.

use std::collections::BTreeMap;
use std::sync::Arc;

use aimsbook::language::Words;
use aimsbook::pages::model::*;
use aimsbook::render::{Renderer, SearchCache, Theme, search_files};
use aimsbook::text::{TermPlace, Terms};

use crate::gallery;

/// Seconds that this process has computed, on all cores together: other programs disturb it least.
fn cpu_seconds() -> f64 {
    let times = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let ticks: f64 = times.split_whitespace().skip(13).take(2).filter_map(|ticks| ticks.parse::<f64>().ok()).sum();
    ticks / 100.0
}

#[test]
#[ignore = "a measurement, not a check"]
fn how_long_pages_take() {
    let start = cpu_seconds();
    let (theme, _) = Theme::load(&BTreeMap::new(), Words::english());
    println!("theme: {:.3} s", cpu_seconds() - start);
    let facts = gallery::facts();
    let renderer = Renderer::new(&theme, &facts);
    for mut page in gallery::pages() {
        if let PageBody::Document(body) = &mut page.body
            && body.headings.len() > 2
        {
            body.body_html = body.body_html.repeat(2).into();
            let first = page.siblings.items[0].clone();
            page.siblings.items.resize(30, first);
        }
        let rounds = 500;
        let start = cpu_seconds();
        let mut bytes = 0;
        for _ in 0..rounds {
            bytes = renderer.render(&page).html.len();
        }
        println!("{:>8.1} µs {:>7} bytes  {}", (cpu_seconds() - start) * 1e6 / f64::from(rounds), bytes, page.path);
    }
}

/// Documents of about 6 KB from the sentences of the sample handbook.
fn documents(count: usize) -> Vec<String> {
    let mut pool = Vec::new();
    let mut folders = vec![std::path::PathBuf::from("sample-aims")];
    while let Some(folder) = folders.pop() {
        for item in std::fs::read_dir(folder).unwrap() {
            let path = item.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|end| end == "md") {
                let text = std::fs::read_to_string(path).unwrap();
                pool.extend(text.split_inclusive(['.', '\n']).map(str::to_owned));
            }
        }
    }
    pool.sort();
    let mut state: u64 = 42;
    (0..count)
        .map(|number| {
            let mut text = format!("Document {number} of chapter{} ", number / 10);
            while text.len() < 6000 {
                state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                text.push_str(&pool[(state >> 33) as usize % pool.len()]);
            }
            text
        })
        .collect()
}

#[test]
#[ignore = "a measurement, not a check"]
fn how_long_the_search_index_takes() {
    let texts = documents(10_000);
    let size: usize = texts.iter().map(String::len).sum();
    let start = cpu_seconds();
    let mut entries: Vec<SearchEntry> = texts
        .iter()
        .enumerate()
        .map(|(number, text)| {
            let (id, title) = (format!("DOC-{number:05}"), format!("Document {number}"));
            let passages = [(TermPlace::Id, &*id), (TermPlace::Title, &*title), (TermPlace::Body, &**text)];
            let terms = Arc::new(Terms::of(passages));
            SearchEntry {
                url: format!("documents/{id}.html"),
                id,
                title,
                kind: "policy".into(),
                place: "Policies".into(),
                terms,
            }
        })
        .collect();
    println!("terms: {:.3} s", cpu_seconds() - start);
    let start = cpu_seconds();
    let (files, cache) = search_files(&entries, &SearchCache::default());
    println!("index: {:.3} s", cpu_seconds() - start);
    let bytes: usize = files.values().map(|bytes| bytes.len()).sum();
    let largest = files.iter().max_by_key(|(_, bytes)| bytes.len()).unwrap();
    println!(
        "{bytes} bytes, {:.1} % of the text, {} files, largest {} {}",
        bytes as f64 * 100.0 / size as f64,
        files.len(),
        largest.0,
        largest.1.len()
    );
    println!("pages.js {}", files["assets/search/pages.js"].len());
    entries[77].terms = Arc::new(Terms::of([(TermPlace::Body, &*format!("{} more", texts[77]))]));
    let start = cpu_seconds();
    let (_, cache) = search_files(&entries, &cache);
    println!("one document touched: {:.3} s", cpu_seconds() - start);
    let start = cpu_seconds();
    search_files(&entries, &cache);
    println!("nothing changed: {:.3} s", cpu_seconds() - start);
    if let Some(folder) = std::env::var_os("GALLERY") {
        for (path, bytes) in files {
            let path = std::path::Path::new(&folder).join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, bytes).unwrap();
        }
    }
}
