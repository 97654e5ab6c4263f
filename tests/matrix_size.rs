//! Matrices of large handbooks: a page stays small enough for a browser, however many documents there are.
//!
//! Never measures time.

mod support;

use std::fmt::Write as _;

use aimsbook::site::{Content, Site};

use support::{Book, Files};

/// Documents that each claim some of twelve controls.
fn handbook(documents: usize, claims: usize) -> Files {
    const CONTROLS: [&str; 12] =
        ["A.2.2", "A.2.3", "A.2.4", "A.3.2", "A.3.3", "A.4.2", "A.4.3", "A.4.4", "A.4.5", "A.4.6", "A.5.2", "A.5.3"];
    let configuration = "frameworks: [iso-42001, iso-27001, iso-9001, nist-ai-rmf]\n";
    let mut files = support::files([("aimsbook.yaml", configuration)]);
    for number in 0..documents {
        let mut text = format!("---\nid: DOC-{number:05}\ntitle: Procedure number {number}\nclauses: [");
        for claim in 0..claims {
            let _ = write!(text, "{}, ", CONTROLS[(number + claim) % CONTROLS.len()]);
        }
        text.push_str("]\n---\nText.\n");
        files.insert(format!("procedures/{number:05}.md"), text.into_bytes());
    }
    files
}

fn site(documents: usize, claims: usize) -> Site {
    built(&handbook(documents, claims))
}

fn built(files: &Files) -> Site {
    let mut book = Book::new(files, "2026-11-24");
    assert_eq!(book.checked.counts().errors, 0, "{}", book.said());
    let audience = book.audience("internal");
    book.build(&audience).0
}

/// The largest page with its size.
fn largest_page(site: &Site) -> (&str, usize) {
    let pages = site.files().iter().filter_map(|(path, content)| match content {
        Content::Bytes(bytes) if path.ends_with(".html") => Some((path.as_str(), bytes.len())),
        _ => None,
    });
    pages.max_by_key(|(_, size)| *size).unwrap()
}

/// The sizes of the pages with matrices.
fn matrix_pages(site: &Site) -> Vec<usize> {
    let matrices = site.files().iter().filter(|(path, _)| path.contains("matri") && path.ends_with(".html"));
    let sizes = matrices.map(|(_, content)| match content {
        Content::Bytes(bytes) => bytes.len(),
        _ => 0,
    });
    sizes.collect()
}

#[test]
fn a_page_stays_under_two_megabytes() {
    for documents in [600, 1_200] {
        let site = site(documents, 12);
        let (path, size) = largest_page(&site);
        assert!(size < 2_000_000, "{path} of {documents} documents has {size} bytes");
    }
}

#[test]
fn an_empty_cell_costs_no_more_than_its_tag() {
    // How much more the matrices have when a framework has 190 entries more that nobody claims.
    let unclaimed = |documents: usize| own_framework(documents, 200) - own_framework(documents, 10);
    let (few, many) = (unclaimed(100), unclaimed(400));
    let a_cell = (many - few) as f64 / (300.0 * 190.0);
    assert!(a_cell < 8.0, "an empty cell has {a_cell:.1} bytes: {few} beside 100 documents, {many} beside 400");
}

/// The size of all matrices when every document claims one and the same entry of an own framework.
fn own_framework(documents: usize, entries: usize) -> usize {
    let mut framework = "id: house\nname: House rules\nedition: \"1\"\nentries:\n".to_owned();
    for entry in 1..=entries {
        let _ = writeln!(framework, "  - {{id: H.{entry}, title: Rule {entry}, kind: control, assessable: true}}");
    }
    let mut files = support::files([("aimsbook.yaml", "frameworks: [house]\n"), ("frameworks/house.yaml", &framework)]);
    for number in 0..documents {
        let text = format!("---\nid: DOC-{number:05}\ntitle: Procedure {number}\nclauses: [H.1]\n---\nText.\n");
        files.insert(format!("procedures/{number:05}.md"), text.into_bytes());
    }
    matrix_pages(&built(&files)).iter().sum()
}

#[test]
fn pages_do_not_grow_with_the_handbook() {
    let largest = |documents: usize| matrix_pages(&site(documents, 3)).into_iter().max().unwrap();
    let (one, three) = (largest(1_000), largest(3_000));
    assert!(three < one * 11 / 10, "{one} bytes at 1,000 documents, {three} at 3,000");
}
