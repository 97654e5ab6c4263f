//! The sample handbook's whole site: every page is well-formed, and every link in it leads somewhere.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::render::decode_search;
use aimsbook::site::{Content, Site};

use support::{Book, html};

fn sample_site(audience: &str) -> Site {
    let snapshot = read(Path::new("sample-aims"), &ReadOptions::default()).unwrap();
    let mut book = Book::with_caches(snapshot, "2026-11-24", Caches::default());
    let audience = book.audience(audience);
    book.build(&audience).0
}

/// Every page by its path, as it reads.
fn pages(site: &Site) -> BTreeMap<&str, html::Read> {
    let page = |(path, content): (&'_ String, &'_ Content)| match content {
        Content::Bytes(bytes) if path.ends_with(".html") => Some(html::read(std::str::from_utf8(bytes).unwrap())),
        _ => None,
    };
    site.files().iter().filter_map(|(path, content)| Some((path.as_str(), page((path, content))?))).collect()
}

/// The site path and the fragment that an address on a page leads to; none when it leads outside.
fn target(page: &str, address: &str) -> Option<(String, String)> {
    if address.starts_with("https://") || address.starts_with("http://") || address.starts_with("mailto:") {
        return None;
    }
    // A server shows this page at any depth, and it looks for its site.
    if page == "404.html" && address.ends_with("assets/not-found.js") {
        return None;
    }
    let (path, fragment) = address.split_once('#').unwrap_or((address, ""));
    let mut steps: Vec<&str> = page.split('/').collect();
    if path.is_empty() {
        return Some((page.to_owned(), unescaped(fragment)));
    }
    steps.pop();
    for step in path.split('/') {
        match step {
            "." => {}
            ".." => assert!(steps.pop().is_some(), "{page}: {address} leaves the site"),
            step => steps.push(step),
        }
    }
    Some((unescaped(&steps.join("/")), unescaped(fragment)))
}

fn unescaped(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.bytes();
    while let Some(byte) = rest.next() {
        let digits: Option<[u8; 2]> = (byte == b'%').then(|| [rest.next().unwrap(), rest.next().unwrap()]);
        match digits {
            Some(digits) => bytes.push(u8::from_str_radix(std::str::from_utf8(&digits).unwrap(), 16).unwrap()),
            None => bytes.push(byte),
        }
    }
    String::from_utf8(bytes).unwrap()
}

/// One test, because building the sample is what takes long.
#[test]
fn the_site_of_the_sample_is_sound() {
    let site = sample_site("auditor");
    every_page_is_well_formed(&site);
    every_link_leads_to_a_file_and_a_place_in_it(&site);
    every_page_has_one_title_and_no_level_left_out(&site);
    the_search_finds_every_document_and_record_where_it_is(&site);
}

#[test]
fn the_public_site_of_the_sample_is_sound_and_holds_nothing_else() {
    let site = sample_site("public");
    every_page_is_well_formed(&site);
    every_link_leads_to_a_file_and_a_place_in_it(&site);
    every_page_has_one_title_and_no_level_left_out(&site);
    let told = ["documents/", "records/", "registers/", "sections/", "files/", "assets/"];
    let beside: Vec<&String> =
        site.files().keys().filter(|path| !told.iter().any(|folder| path.starts_with(folder))).collect();
    assert_eq!(beside, ["404.html", "SHA256SUMS", "contents.html", "index.html", "search.html"]);
    let registers: Vec<&String> = site.files().keys().filter(|path| path.starts_with("registers/")).collect();
    let names = ["certificate", "contact", "index", "system-summary"].map(|name| format!("registers/{name}.html"));
    assert_eq!(registers, names.iter().collect::<Vec<_>>());
    let home = pages(&site).remove("index.html").unwrap();
    assert!(home.addresses.iter().any(|address| address == "mailto:besluit@lindmoor.example"));
}

fn every_page_is_well_formed(site: &Site) {
    let faults: Vec<String> = pages(site)
        .into_iter()
        .flat_map(|(path, read)| read.faults.into_iter().map(move |fault| format!("{path}: {fault}")))
        .collect();
    assert_eq!(faults, Vec::<String>::new());
}

fn every_link_leads_to_a_file_and_a_place_in_it(site: &Site) {
    let pages = pages(site);
    let mut broken = Vec::new();
    for (path, read) in &pages {
        for (target, fragment) in read.addresses.iter().filter_map(|address| target(path, address)) {
            let place_exists =
                fragment.is_empty() || pages.get(&*target).is_some_and(|page| page.ids.contains(&fragment));
            if site.get(&target).is_none() || !place_exists {
                broken.push(format!("{path} -> {target}#{fragment}"));
            }
        }
    }
    assert_eq!(broken, Vec::<String>::new());
}

fn every_page_has_one_title_and_no_level_left_out(site: &Site) {
    for (path, read) in pages(site) {
        let levels = read.headings;
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{path}");
        let skip = levels.windows(2).find(|pair| pair[1] > pair[0] + 1);
        assert_eq!(skip, None, "{path}: {levels:?}");
    }
}

fn the_search_finds_every_document_and_record_where_it_is(site: &Site) {
    let files = site.files().iter().filter_map(|(path, content)| match content {
        Content::Bytes(bytes) => Some((path.clone(), bytes.clone())),
        Content::Copy { .. } | Content::Written { .. } => None,
    });
    let decoded = decode_search(&files.collect()).unwrap();
    for page in &decoded.pages {
        let (path, _) = page.url.split_once('#').unwrap_or((&page.url, ""));
        assert!(site.get(path).is_some(), "{}", page.url);
    }
    let position = decoded.pages.iter().position(|page| page.id == "POL-001").unwrap();
    assert!(decoded.terms["pol-001"].contains(&(position, 3)));
}
