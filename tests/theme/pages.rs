//! What holds for every page of the built-in theme.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use aimsbook::language::Words;
use aimsbook::pages::model::{NavNode, Page};
use aimsbook::render::{Renderer, SearchCache, Theme, navigation_script, search_files};

use crate::{gallery, html};

fn rendered() -> Vec<(Page, String)> {
    let (theme, diagnostics) = Theme::load(&BTreeMap::new(), Words::english());
    assert_eq!(diagnostics, []);
    let facts = gallery::facts();
    let renderer = Renderer::new(&theme, &facts);
    gallery::pages()
        .into_iter()
        .map(|page| {
            let rendered = renderer.render(&page);
            assert_eq!(rendered.problem, None);
            (page, String::from_utf8(rendered.html).unwrap())
        })
        .collect()
}

#[test]
fn every_kind_of_page_is_well_formed_and_within_the_policy() {
    for (page, text) in rendered() {
        let read = html::read(&text);
        assert_eq!(read.faults, Vec::<String>::new(), "{}", page.path);
        assert!(text.contains("Content-Security-Policy"), "{}", page.path);
        assert!(text.contains("<main id=\"page-main\""), "{}", page.path);
    }
}

#[test]
fn headings_start_with_one_title_and_never_skip_a_level() {
    for (page, text) in rendered() {
        let levels = html::read(&text).headings;
        assert_eq!(levels.first(), Some(&1), "{}", page.path);
        assert_eq!(levels.iter().filter(|level| **level == 1).count(), 1, "{}", page.path);
        let skips = levels.windows(2).find(|pair| pair[1] > pair[0] + 1);
        assert_eq!(skips, None, "{}: {levels:?}", page.path);
    }
}

#[test]
fn links_are_relative_and_lead_to_where_the_page_says() {
    for (page, text) in rendered() {
        for address in html::read(&text).addresses {
            // A server shows this page at any depth, and it looks for its site.
            if page.path == "404.html" && address.ends_with("assets/not-found.js") {
                continue;
            }
            if address.starts_with("https://") {
                assert!(address.contains(".example.com"), "{address}");
                continue;
            }
            assert!(!address.starts_with('/') && !address.contains("://"), "{}: {address}", page.path);
            let up = address.matches("../").count();
            assert!(up <= page.path.matches('/').count(), "{}: {address} leaves the site", page.path);
            assert!(!address.ends_with('/') && !address.is_empty(), "{}: {address:?} names no file", page.path);
        }
    }
}

#[test]
fn fragments_of_the_same_page_exist() {
    for (page, text) in rendered() {
        let read = html::read(&text);
        for address in &read.addresses {
            if let Some(fragment) = address.strip_prefix('#') {
                assert!(read.ids.contains(fragment), "{}: {address}", page.path);
            }
        }
    }
}

#[test]
fn hostile_texts_stay_texts() {
    let (_, text) = rendered().into_iter().find(|(page, _)| page.path.contains("<c>")).unwrap();
    assert!(!text.contains("<script>alert"));
    assert!(!text.contains("<img src=x"));
    assert!(!text.contains("<b>Home"));
    assert!(text.contains("&lt;script&gt;alert(1)&lt;/script&gt; &quot;Quotes&quot; &amp; &#39;more&#39;"));
}

#[test]
fn a_page_shows_what_a_reader_looks_for_first() {
    let (_, text) = rendered().into_iter().find(|(page, _)| page.path.ends_with("POL-001.html")).unwrap();
    let shown = html::read(&text).text;
    let head = &shown[..shown.find("Purpose").unwrap()];
    for expected in
        ["POL-001", "Approved", "Head of AI governance", "Managing director", "14 March 2027", "internal", "A.2.2"]
    {
        assert!(head.contains(expected), "{expected}");
    }
}

#[test]
fn a_record_shows_every_kind_of_value() {
    let (_, text) = rendered().into_iter().find(|(page, _)| page.path.ends_with("RSK-007.html")).unwrap();
    let fields = &text[text.find("class=\"fields\"").unwrap()..text.find("</article>").unwrap()];
    for expected in [
        "<em>never seen</em>",
        ">3<",
        ">No<",
        "modify",
        "A.6.2.6",
        "Residual risk",
        "../../registers/ai-system/SYS-001.html",
        "https://tickets.example.com/RISK-12",
        "evidence/2026/Drift%20report.pdf",
        "datetime=\"2026-05-02\"",
        "2 more",
    ] {
        assert!(fields.contains(expected), "{expected}");
    }
}

#[test]
fn a_field_that_is_not_known_says_so() {
    let (_, text) = rendered().into_iter().find(|(page, _)| page.path.contains("<c>")).unwrap();
    assert_eq!(text.matches("not stated").count(), 3, "owner, approval and next review");
}

#[test]
fn every_page_is_small_without_its_text() {
    for (page, text) in rendered() {
        assert!(text.len() < 60 * 1024, "{}: {} bytes", page.path, text.len());
    }
}

#[test]
fn the_gallery_is_written_on_request() {
    let Some(folder) = std::env::var_os("GALLERY") else { return };
    let folder = Path::new(&folder);
    let write = |path: &str, bytes: &[u8]| {
        let path = folder.join(path);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    };
    for (page, text) in rendered() {
        write(&page.path, text.as_bytes());
    }
    let (theme, _) = Theme::load(&BTreeMap::new(), Words::english());
    for (path, bytes) in theme.assets() {
        write(path, bytes);
    }
    write("assets/nav.js", &navigation_script(&gallery::tree()));
    for (path, bytes) in search_files(&gallery::search_entries(), &SearchCache::default()).0 {
        write(&path, &bytes);
    }
}

#[test]
fn the_tree_is_on_the_contents_page() {
    fn urls(nodes: &[NavNode], found: &mut BTreeSet<String>) {
        for node in nodes {
            found.insert(node.link.url.clone());
            urls(&node.children, found);
        }
    }
    let mut expected = BTreeSet::new();
    urls(&gallery::tree(), &mut expected);
    let (_, text) = rendered().into_iter().find(|(page, _)| page.path == "contents.html").unwrap();
    let found: BTreeSet<String> = html::read(&text).addresses.into_iter().collect();
    assert!(expected.is_subset(&found), "{expected:?}");
}
