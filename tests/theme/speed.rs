//! How long a page takes; run with `--release --ignored` to see it.

use std::collections::BTreeMap;
use std::time::Instant;

use aimsbook::pages::model::*;
use aimsbook::render::{Renderer, Theme};

use crate::gallery;

#[test]
#[ignore = "a measurement, not a check"]
fn how_long_pages_take() {
    let start = Instant::now();
    let (theme, _) = Theme::load(&BTreeMap::new());
    println!("theme: {:?}", start.elapsed());
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
        let start = Instant::now();
        let mut bytes = 0;
        for _ in 0..rounds {
            bytes = renderer.render(&page).html.len();
        }
        println!(
            "{:>8.1} µs {:>7} bytes  {}",
            start.elapsed().as_secs_f64() * 1e6 / f64::from(rounds),
            bytes,
            page.path
        );
    }
}
