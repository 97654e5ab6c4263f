//! Long tables in parts, so that a page stays readable and a browser quick.
//!
//! Never leaves a row out.

use crate::pages::addresses::part;
use crate::pages::model::{Link, Page, Parts};

/// Rows on one page.
pub const ROWS: usize = 500;

/// One page for each part of the rows; always at least one.
pub fn in_parts<T>(rows: &[T], address: &str, mut plan: impl FnMut(&[T], String, Parts) -> Page) -> Vec<Page> {
    let chunks: Vec<&[T]> = if rows.is_empty() { vec![&[]] } else { rows.chunks(ROWS).collect() };
    let link = |number: usize| {
        let (from, to) = (number * ROWS + 1, ((number + 1) * ROWS).min(rows.len()));
        Link { id: String::new(), title: format!("{from}\u{2013}{to}"), url: part(address, number) }
    };
    let links: Vec<Link> = if chunks.len() > 1 { (0..chunks.len()).map(link).collect() } else { Vec::new() };
    let mut pages = Vec::with_capacity(chunks.len());
    for (number, chunk) in chunks.into_iter().enumerate() {
        let parts = Parts { links: links.clone(), current: number, total: rows.len() };
        pages.push(plan(chunk, part(address, number), parts));
    }
    pages
}
