//! From a checked handbook to the site that one audience sees.
//!
//! Never looks at anything that the View does not show, but for the place of a finding.

use std::collections::BTreeSet;
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use crate::config;
use crate::diagnostic::{Diagnostic, Finding, both, ordered_map, sorted};
use crate::export::calendar;
use crate::language::{Words, is_right_to_left};
use crate::pages::model::{Link, Page};
use crate::pages::{self, Across, Job, PageOptions, Past, Plan, ShownFindings};
use crate::pipeline::findings::located;
use crate::pipeline::rounds::{Ground, MadePage, Round};
use crate::pipeline::{Caches, Checked};
use crate::render::{
    AreaLink, Direction, Preview, Renderer, ShownVersion, SiteFacts, Theme, navigation_script, preview, preview_files,
    rows_path, rows_script, search_files,
};
use crate::site::{Content, InMemory, Outlet, Site};
use crate::text::{DocPath, Sha256, Snapshot, Span};
use crate::view::{Audience, View};

/// How a site is made from a checked handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildOptions {
    pub audience: Audience,
    /// Publish in spite of findings: they get a page of their own, and a banner says so.
    pub keep_going: bool,
    /// Which version of the handbook it is, when several are published.
    pub version: Option<Shown>,
}

/// A version in the site of all versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    pub version: ShownVersion,
    /// What happened to the documents up to this version.
    pub past: Arc<Past>,
    /// What is known across versions, for the one in force.
    pub across: Option<Arc<Across>>,
    /// Whether its files can still be edited.
    pub is_draft: bool,
}

/// Builds the site that one audience sees, in memory.
pub fn build(
    checked: &Checked,
    snapshot: &Snapshot,
    options: &BuildOptions,
    caches: &mut Caches,
) -> (Site, Vec<Diagnostic>) {
    build_into(checked, snapshot, options, caches, &BTreeSet::new(), &mut InMemory)
}

/// Builds the site that one audience sees; pages go to `outlet` as they are made, those of the files `first` before all
/// others. Diagnostics are about the theme and about outputs that clash.
pub fn build_into(
    checked: &Checked,
    snapshot: &Snapshot,
    options: &BuildOptions,
    caches: &mut Caches,
    first: &BTreeSet<DocPath>,
    outlet: &mut dyn Outlet,
) -> (Site, Vec<Diagnostic>) {
    let (theme, mut diagnostics) = theme(&checked.words, snapshot, caches);
    let view = View::new(&checked.handbook, options.audience.clone());
    let broken = options.keep_going && checked.counts().errors > 0;
    let findings = broken.then(|| ShownFindings {
        counts: checked.counts(),
        seen: located(view.seen_findings(&checked.diagnostics, snapshot), snapshot),
    });
    let title = checked.config.title_for(&options.audience.name);
    let shown = options.version.as_ref();
    let page_options = PageOptions {
        edit_url: checked.config.edit_url.clone().filter(|_| shown.is_none_or(|shown| shown.is_draft)),
        title: title.to_owned(),
        past: shown.map(|shown| Arc::clone(&shown.past)),
        across: shown.and_then(|shown| shown.across.clone()),
        words: checked.words.clone(),
    };
    let mut plan = Plan::new(&view, &page_options, &checked.rules, findings.as_ref());
    let first = plan.put_first(first);
    let mut growing = Growing::default();
    let press = Press::new(&theme, &facts(checked, &view, broken, shown));
    let ground = Ground {
        handbook: Arc::clone(&checked.handbook),
        audience: options.audience.clone(),
        options: page_options.clone(),
        shared: press.shared,
        near: Arc::clone(plan.near()),
    };
    caches.round = add_pages(&plan, first, &press, (&caches.round, ground), outlet, &mut growing);
    for (path, bytes) in theme.assets() {
        growing.add(path.clone(), Content::Bytes(Arc::clone(bytes)));
    }
    growing.add("assets/nav.js".to_owned(), Content::Bytes(navigation_script(plan.tree()).into()));
    for (path, bytes) in preview_files(std::mem::take(&mut growing.previews)) {
        growing.add(path, Content::Bytes(bytes));
    }
    let before = caches.search.remove(&options.audience.name).unwrap_or_default();
    let dates = || options.audience.coverage.then(|| calendar(&view, &checked.config.title, &checked.words));
    let ((files, search), calendar) = both(|| search_files(plan.search(), &before), dates);
    caches.search.insert(options.audience.name.clone(), search);
    for (path, bytes) in files {
        growing.add(path, Content::Bytes(bytes));
    }
    if let Some(calendar) = calendar {
        growing.add(pages::CALENDAR_FILE.to_owned(), Content::text(calendar));
    }
    let mut sums = String::new();
    for path in view.files() {
        if let Some(fact) = snapshot.fact(path) {
            sums.push_str(&fact.sha256.sum_line(&pages::file_address(path)));
            growing.add(pages::file_address(path), Content::Copy { from: path.clone(), sha256: fact.sha256 });
        }
    }
    growing.add(pages::SUMS.to_owned(), Content::text(sums));
    diagnostics.append(&mut growing.problems);
    (growing.site, sorted(diagnostics))
}

/// A site that is not complete yet.
#[derive(Default)]
struct Growing {
    site: Site,
    problems: Vec<Diagnostic>,
    previews: Vec<Preview>,
}

impl Growing {
    /// Adds an output; false, with a finding, when it clashes with another.
    fn add(&mut self, path: String, content: Content) -> bool {
        let from = match &content {
            Content::Copy { from, .. } => from.clone(),
            Content::Bytes(_) | Content::Written { .. } => config::path(),
        };
        match self.site.add(path, content) {
            Ok(()) => true,
            Err(clash) => {
                let finding = Finding::error(clash.code(), Span::default(), clash.to_string());
                self.problems.push(finding.at(&from));
                false
            }
        }
    }
}

/// So many jobs are planned and rendered before their pages go on.
const BATCH: usize = 512;

/// Plans, renders and hands on all pages, some at a time. What certainly is as it was is not planned again, and a page whose
/// value is as it was not rendered. While some are handed on, the next are made.
fn add_pages(
    plan: &Plan<'_, '_>,
    first: usize,
    press: &Press<'_>,
    (before, ground): (&Round, Ground),
    outlet: &mut dyn Outlet,
    growing: &mut Growing,
) -> Round {
    let keeps = outlet.leaves_bytes();
    let new = |job: &Job| (*job, press.pages(plan.pages(*job), keeps.then_some(before)));
    let mut round = Round::default();
    let mut hand_on = |made: Vec<(Job, Vec<MadePage>)>, is_first| {
        if keeps {
            made.iter().for_each(|(job, pages)| round.keep(*job, pages));
        }
        add_made(made.into_iter().flat_map(|(_, pages)| pages).collect(), is_first, outlet, growing);
    };
    let (first, rest) = plan.jobs.split_at(first);
    first.chunks(BATCH).for_each(|batch| hand_on(ordered_map(batch, new), true));
    // Somebody waits for the first pages, so that this comes after them.
    let (touched, _) = both(|| before.touched(&ground), || (plan.tree(), plan.search()));
    let page = |job: &Job| match before.untouched(plan, *job, touched.as_ref()) {
        Some(pages) => (*job, pages),
        None => new(job),
    };
    let make = |batch: &[Job]| ordered_map(batch, page);
    let mut waiting = Vec::new();
    for batch in rest.chunks(BATCH) {
        let (made, ()) = both(|| make(batch), || hand_on(std::mem::take(&mut waiting), false));
        waiting = made;
    }
    hand_on(waiting, false);
    if keeps {
        round.stand_on(ground);
    }
    round
}

/// Hands on some pages.
fn add_made(made: Vec<MadePage>, is_first: bool, outlet: &mut dyn Outlet, growing: &mut Growing) {
    let mut taken = Vec::with_capacity(made.len());
    for page in made {
        growing.problems.extend(page.problem);
        growing.previews.extend(page.preview);
        let rows = page.rows.map(|rows| (rows_path(&page.path), rows));
        for (path, bytes) in [(page.path.to_string(), page.bytes)].into_iter().chain(rows) {
            if growing.add(path.clone(), Content::Bytes(Arc::clone(&bytes))) {
                taken.push((path, bytes));
            }
        }
    }
    if is_first {
        outlet.show_first(&taken);
    }
    let paths: Vec<String> = taken.iter().map(|(path, _)| path.clone()).collect();
    for (path, content) in paths.iter().zip(outlet.take(taken)) {
        growing.site.settle(path, content);
    }
}

/// The theme of this Snapshot, loaded again only when one of its files or its words changed.
pub(super) fn theme(words: &Words, snapshot: &Snapshot, caches: &mut Caches) -> (Arc<Theme>, Vec<Diagnostic>) {
    let listing: String =
        snapshot.theme.iter().map(|(path, bytes)| format!("{path} {}\n", Sha256::of(bytes))).collect();
    let digest = Sha256::of(format!("{} {listing}", words.digest()).as_bytes());
    if let Some((known, theme, diagnostics)) = &caches.theme
        && *known == digest
    {
        return (Arc::clone(theme), diagnostics.clone());
    }
    let (theme, diagnostics) = Theme::load(&snapshot.theme, words);
    let theme = Arc::new(theme);
    caches.theme = Some((digest, Arc::clone(&theme), diagnostics.clone()));
    (theme, diagnostics)
}

/// What turns planned pages into bytes.
struct Press<'a> {
    theme: &'a Theme,
    renderer: Renderer<'a>,
    /// Stands for everything that a page's bytes depend on besides the page.
    shared: u64,
}

impl<'a> Press<'a> {
    fn new(theme: &'a Theme, facts: &SiteFacts) -> Press<'a> {
        let mut shared = rustc_hash::FxHasher::default();
        facts.hash(&mut shared);
        theme.digest().hash(&mut shared);
        Press { theme, renderer: Renderer::new(theme, facts), shared: shared.finish() }
    }

    /// `before` is the round before, where there are rounds.
    fn pages(&self, pages: Vec<Page>, before: Option<&Round>) -> Vec<MadePage> {
        pages.into_iter().map(|page| self.page(page, before)).collect()
    }

    fn page(&self, page: Page, before: Option<&Round>) -> MadePage {
        let key = before.map_or(0, |_| {
            let mut hasher = rustc_hash::FxHasher::default();
            self.shared.hash(&mut hasher);
            page.hash(&mut hasher);
            hasher.finish()
        });
        let known = before.and_then(|before| before.page(&page.path)).filter(|known| known.key == key);
        let (bytes, problem): (Arc<[u8]>, _) = match known {
            Some(known) => (Arc::clone(&known.bytes), None),
            None => {
                let rendered = self.renderer.render(&page);
                (rendered.html.into(), rendered.problem)
            }
        };
        let rows = page.body.is_one_part_of_many_rows().then(|| rows_script(&bytes)).flatten().map(Arc::from);
        let preview = preview(&page, self.theme);
        MadePage { path: page.path.into(), key, bytes, problem, rows, preview }
    }
}

pub(super) fn facts(checked: &Checked, view: &View<'_>, broken: bool, shown: Option<&Shown>) -> SiteFacts {
    let words = &checked.words;
    let link =
        |title: &str, url: &str| Link { id: String::new(), title: words.text(title).to_owned(), url: url.to_owned() };
    let config = &checked.config;
    SiteFacts {
        title: config.title_for(&view.audience().name).to_owned(),
        organization: config.organization.clone(),
        language: config.language.clone(),
        direction: if is_right_to_left(&config.language) { Direction::RightToLeft } else { Direction::LeftToRight },
        generator: concat!("aimsbook ", env!("CARGO_PKG_VERSION")).to_owned(),
        as_of: view.options().as_of.to_string(),
        audience: words.name("audiences", &view.audience().name).to_owned(),
        classification: words.name("classifications", view.classification()).to_owned(),
        areas: pages::main_areas(view, words).into_iter().map(|(area, link)| AreaLink { area, link }).collect(),
        home: link("home", pages::HOME),
        contents: link("contents", pages::CONTENTS),
        search: link("search", pages::SEARCH),
        findings: broken.then(|| link("findings", pages::FINDINGS)),
        version: shown.map(|shown| shown.version.clone()),
    }
}
