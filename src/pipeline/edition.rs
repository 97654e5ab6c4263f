//! The whole handbook as one page for a printer, with everything that it shows beside it.
//!
//! Never part of a site: it is as long as all documents together, and a site is read page by page.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::config;
use crate::diagnostic::{Diagnostic, Finding, ordered_map, sorted};
use crate::pages::model::{Page, PageBody};
use crate::pages::{self, PageOptions, Plan, is_printed};
use crate::pipeline::build::{facts, theme};
use crate::pipeline::{BuildOptions, Caches, Checked};
use crate::render::{
    Cover, EDITION, EDITION_NUMBERS, EDITION_STYLE, Printed, PrintedChapter, Renderer, edition as render_edition,
};
use crate::site::{Content, Site};
use crate::text::{Snapshot, Span};
use crate::view::View;

pub use crate::render::{EDITION as PAGE, EDITION_NUMBERS as NUMBERS, edition_numbers as numbers};

/// A folder with the page, its style and its pictures.
pub struct PrintEdition {
    pub files: Site,
    /// The ids whose sheets the list of contents names.
    pub anchors: Vec<String>,
}

/// What the edition says of where it comes from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    pub commit: String,
    pub is_dirty: bool,
    /// Where the site is, for links to what is not printed.
    pub site: Option<String>,
}

pub fn edition(
    checked: &Checked,
    snapshot: &Snapshot,
    options: &BuildOptions,
    origin: &Origin,
    caches: &mut Caches,
) -> (PrintEdition, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = theme(&checked.words, snapshot, caches);
    let view = View::new(&checked.handbook, options.audience.clone());
    let title = checked.config.title_for(&options.audience.name);
    let words = checked.words.clone();
    let page_options = PageOptions { edit_url: None, title: title.to_owned(), words, past: None, across: None };
    let plan = Plan::new(&view, &page_options, &checked.rules, None);
    let broken = options.keep_going && checked.counts().errors > 0;
    let facts = facts(checked, &view, broken, None);
    let renderer = Renderer::new(&theme, &facts);
    let mut chapters = Vec::new();
    for chapter in plan.chapters() {
        let made = ordered_map(&chapter.jobs, |job| {
            let pages = plan.pages(*job).into_iter().filter(is_printed);
            pages.map(|page| printed(&renderer, page)).collect::<Vec<_>>()
        });
        let (pages, problems): (Vec<Printed>, Vec<Option<Diagnostic>>) = made.into_iter().flatten().unzip();
        diagnostics.extend(problems.into_iter().flatten());
        chapters.push(PrintedChapter { title: chapter.title, depth: chapter.depth, pages });
    }
    let is_told = options.audience.coverage;
    let cover = Cover {
        commit: if is_told { origin.commit.clone() } else { String::new() },
        dirty: is_told && origin.is_dirty,
        documents: view.documents().count(),
    };
    let edition = render_edition(&renderer, &chapters, cover, origin.site.as_deref());
    diagnostics.extend(edition.problems);
    let mut files = Site::default();
    let mut add = |path: &str, content: Content| {
        let finding = |clash: crate::site::Clash| Finding::error(clash.code(), Span::default(), clash.to_string());
        diagnostics.extend(files.add(path, content).err().map(|clash| finding(clash).at(&config::path())));
    };
    add(EDITION, Content::Bytes(edition.html.into()));
    add(EDITION_STYLE, Content::Bytes(edition.style.into()));
    add(EDITION_NUMBERS, Content::text(""));
    for (path, bytes) in theme.assets().iter().filter(|(path, _)| !path.ends_with(".js")) {
        add(path, Content::Bytes(Arc::clone(bytes)));
    }
    let shown: BTreeMap<String, _> = view.files().map(|path| (pages::file_address(path), path)).collect();
    for picture in &edition.pictures {
        if let Some((path, fact)) = shown.get(picture).and_then(|path| Some((*path, snapshot.fact(path)?))) {
            add(picture, Content::Copy { from: path.clone(), sha256: fact.sha256 });
        }
    }
    (PrintEdition { files, anchors: edition.anchors }, sorted(diagnostics))
}

fn printed(renderer: &Renderer<'_>, page: Page) -> (Printed, Option<Diagnostic>) {
    let rendered = renderer.render(&page);
    let (id, version) = match &page.body {
        PageBody::Document(body) => (body.control.id.clone(), body.control.version.clone()),
        _ => Default::default(),
    };
    let part = match &page.body {
        PageBody::Register(body) => body.parts.links.get(body.parts.current).map(|link| link.title.as_str()),
        _ => None,
    };
    let title = part.map_or_else(|| page.title.clone(), |part| format!("{}, {part}", page.title));
    let html = String::from_utf8_lossy(&rendered.html).into_owned();
    (Printed { path: page.path, html, id, title, version }, rendered.problem)
}
