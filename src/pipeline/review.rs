//! From a comparison to a small site for reviewers.
//!
//! Never dresses itself with what is reviewed: the theme is the one of the state before.

use crate::changes::Changes;
use crate::diagnostic::{Diagnostic, Finding, ordered_map, sorted};
use crate::pages::model::{Area, Link};
use crate::pages::{ReviewNames, review_pages};
use crate::pipeline::build::{facts, theme};
use crate::pipeline::{Caches, Checked};
use crate::render::{AreaLink, Renderer};
use crate::site::{Content, Site};
use crate::text::{Snapshot, Span};
use crate::view::View;

/// Files of the theme that no page of a review uses.
const UNUSED: [&str; 6] = [
    "assets/missing.svg",
    "assets/not-found.js",
    "assets/previews.js",
    "assets/search.js",
    "assets/tables.js",
    "assets/words.js",
];

/// What a review says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewOptions {
    /// What the states are called.
    pub before: String,
    pub after: String,
    /// Whoever reads it sees no more than this.
    pub classification: String,
}

/// The pages of a comparison; `before` is the earlier state, whose theme and title they have.
pub fn review(
    changes: &Changes,
    before: &Checked,
    view: &View<'_>,
    snapshot: &Snapshot,
    options: &ReviewOptions,
    caches: &mut Caches,
) -> (Site, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = theme(&before.words, snapshot, caches);
    let names = ReviewNames {
        before: options.before.clone(),
        after: options.after.clone(),
        title: before.words.text("review.title").to_owned(),
        matrix: before.words.text("review.matrix").to_owned(),
    };
    let pages = review_pages(changes, &names);
    let mut facts = facts(before, view, false, None);
    let area = |area: Area, title: &str, page: usize| AreaLink {
        area,
        link: Link { id: String::new(), title: title.to_owned(), url: pages[page].path.clone() },
    };
    facts.areas = vec![area(Area::Home, &names.title, 0), area(Area::Frameworks, &names.matrix, 1)];
    facts.classification.clone_from(&options.classification);
    let renderer = Renderer::new(&theme, &facts);
    let rendered = ordered_map(&pages, |page| renderer.render(page));
    let mut site = Site::default();
    let mut add = |path: String, content: Content| {
        if let Err(clash) = site.add(path, content) {
            let finding = Finding::error(clash.code(), Span::default(), clash.to_string());
            diagnostics.push(finding.at(&crate::config::path()));
        }
    };
    let mut problems = Vec::new();
    for (page, rendered) in pages.iter().zip(rendered) {
        problems.extend(rendered.problem);
        add(page.path.clone(), Content::Bytes(rendered.html.into()));
    }
    for (path, bytes) in theme.assets() {
        let is_ours = !snapshot.theme.keys().any(|own| own.as_str() == path.as_str());
        if !(is_ours && UNUSED.contains(&path.as_str())) {
            add(path.clone(), Content::Bytes(bytes.clone()));
        }
    }
    diagnostics.extend(problems);
    (site, sorted(diagnostics))
}
