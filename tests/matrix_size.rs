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
    let mut book = Book::new(&handbook(documents, claims), "2026-11-24");
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
fn only_cells_that_hold_something_cost_bytes() {
    let bytes = |claims: usize| matrix_pages(&site(400, claims)).iter().sum::<usize>();
    let (few, many) = (bytes(1), bytes(12));
    assert!(few > 0, "there are matrices");
    // Eleven cells more in each row, and each row stands in few matrices.
    let a_cell = many.saturating_sub(few) / (400 * 11);
    let a_row = few / 400;
    assert!(a_cell > 10 && a_row < 40 * a_cell, "a cell has {a_cell} bytes, a row with one cell {a_row}");
}

#[test]
fn pages_do_not_grow_with_the_handbook() {
    let largest = |documents: usize| matrix_pages(&site(documents, 3)).into_iter().max().unwrap();
    let (one, three) = (largest(1_000), largest(3_000));
    assert!(three < one * 11 / 10, "{one} bytes at 1,000 documents, {three} at 3,000");
}
