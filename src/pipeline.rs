//! The few calls that every command composes: understand a Snapshot, check it, build a Site from it.
//!
//! Never reads or writes: a Snapshot comes in, values go out.

pub mod approve;
pub mod bundle;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{Hash as _, Hasher as _};
use std::sync::Arc;

use crate::catalog::Library;
use crate::config::{self, Config, read_config};
use crate::diagnostic::{Counts, Diagnostic, Finding, Level, ordered_map, sorted};
use crate::entry::{
    ParseCache, ParsedFile, RuleTargets, Vocabulary, is_configuration, is_document, says_classification,
};
use crate::export::{GraphFinding, calendar};
use crate::handbook::{Entries, Handbook, connect};
use crate::pages::model::{Link, Page};
use crate::pages::{self, LocatedFinding, PageOptions, Plan};
use crate::render::{
    AreaLink, Direction, Preview, Renderer, SearchCache, SiteFacts, Theme, navigation_script, preview, preview_files,
    rows_path, rows_script, search_files,
};
use crate::rules::{RULES, RulesReport, is_left_to_a_rule, run};
use crate::schema::Kinds;
use crate::site::{Content, InMemory, Outlet, Site};
use crate::syntax::{Node, parse_yaml};
use crate::text::{Date, DocPath, LineIndex, Sha256, Snapshot, Source, Span, UnreadableReason, name_key};
use crate::view::{Audience, View};

/// What a run needs to know besides the files.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The day by which everything is judged.
    pub as_of: Date,
    /// The name of the handbook's folder, a title for handbooks that have none.
    pub folder_name: String,
}

/// What is kept between two rounds; with empty caches the result is the same.
#[derive(Default)]
pub struct Caches {
    parsed: ParseCache,
    pages: HashMap<String, CachedPage>,
    search: BTreeMap<String, SearchCache>,
    theme: Option<(Sha256, Arc<Theme>, Vec<Diagnostic>)>,
}

struct CachedPage {
    key: u64,
    bytes: Arc<[u8]>,
}

/// A handbook understood and checked.
pub struct Checked {
    pub config: Config,
    pub handbook: Handbook,
    /// What the rules found; the diagnostics say it too.
    pub rules: RulesReport,
    /// Sorted, without repeats.
    pub diagnostics: Vec<Diagnostic>,
}

impl Checked {
    pub fn counts(&self) -> Counts {
        Counts::of(&self.diagnostics)
    }
}

/// Understands and checks everything in a Snapshot.
pub fn check(snapshot: &Snapshot, settings: &Settings, caches: &mut Caches) -> Checked {
    let mut diagnostics = unreadable(snapshot);
    let (vocabulary, more) = vocabulary(snapshot);
    diagnostics.extend(more);
    let (config, more) = configuration(snapshot, settings, &vocabulary);
    diagnostics.extend(more);

    let sources: Vec<&Source> = snapshot.sources.iter().filter(|source| !is_configuration(&source.path)).collect();
    let parsed = caches.parsed.parse(&sources, &vocabulary, &|path| config.entry_options(path));
    let mut entries = Entries { documents: Vec::new(), records: Vec::new(), unread: BTreeSet::new() };
    for (source, file) in sources.iter().zip(&parsed) {
        let findings = match &**file {
            ParsedFile::Document { document, findings } => {
                entries.documents.push(Arc::clone(document));
                findings
            }
            ParsedFile::Records { records, findings } => {
                entries.records.extend(records.iter().cloned());
                if findings.iter().any(|finding| finding.level == Level::Error) {
                    entries.unread.insert(source.path.clone());
                }
                findings
            }
        };
        diagnostics.extend(findings.iter().cloned().map(|finding| finding.at(&source.path)));
    }
    let options = config.handbook_options(settings.as_of);
    let (targets, more) = RuleTargets::of(&vocabulary);
    diagnostics.extend(more);
    let default = config.default_framework;
    let (handbook, more) = connect(entries, snapshot, Arc::new(vocabulary), &targets, options, default);
    diagnostics.extend(more);
    diagnostics.retain(|diagnostic| !is_left_to_a_rule(&diagnostic.finding));
    let (rules, more) = run(&RULES, &handbook, config.rule_options(), &config::path());
    diagnostics.extend(more);
    Checked { config, handbook, rules, diagnostics: sorted(diagnostics) }
}

/// Catalogs and kinds, built in and from the folder.
fn vocabulary(snapshot: &Snapshot) -> (Vocabulary, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let frameworks = trees_below(snapshot, "frameworks", &mut diagnostics);
    let kinds = trees_below(snapshot, "kinds", &mut diagnostics);
    let (library, more) = Library::built_in().with_user_files(&frameworks);
    diagnostics.extend(more);
    let (kinds, more) = Kinds::with_user_files(&kinds);
    diagnostics.extend(more);
    (Vocabulary { library, kinds }, diagnostics)
}

fn trees_below(snapshot: &Snapshot, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(DocPath, Node)> {
    let mut trees = Vec::new();
    for source in snapshot.sources.iter().filter(|source| source.path.is_below(folder) && !is_document(&source.path)) {
        let parsed = parse_yaml(&source.text, 0);
        diagnostics.extend(parsed.findings.into_iter().map(|finding| finding.at(&source.path)));
        trees.extend(parsed.root.map(|root| (source.path.clone(), root)));
    }
    trees
}

fn configuration(snapshot: &Snapshot, settings: &Settings, vocabulary: &Vocabulary) -> (Config, Vec<Diagnostic>) {
    let path = config::path();
    let source = snapshot.source(&path);
    let parsed = source.map(|source| parse_yaml(&source.text, 0)).unwrap_or_default();
    let unread = snapshot.unreadable.iter().any(|file| file.path == path);
    let exists = source.is_some() || unread;
    let (config, more) = read_config(parsed.root.as_ref(), exists, &settings.folder_name, vocabulary);
    let mut findings = parsed.findings;
    findings.extend(more);
    findings.extend(config::unknown_rules(&config, &RULES.map(|rule| rule.name)));
    let mut diagnostics: Vec<Diagnostic> = findings.into_iter().map(|finding| finding.at(&path)).collect();
    let misnamed =
        snapshot.sources.iter().find(|source| matches!(source.path.as_str(), "aimsbook.yml" | ".aimsbook.yaml"));
    diagnostics.extend(misnamed.map(|source| {
        Finding::warning(
            "misnamed-configuration",
            Span::default(),
            "this file is not read: the configuration is called `aimsbook.yaml`",
        )
        .help("rename it")
        .at(&source.path)
    }));
    (config, diagnostics)
}

/// Files that were found and could not be read, and files that an ignore file hides.
fn unreadable(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> =
        snapshot.unreadable.iter().map(|file| unreadable_finding(&file.reason).at(&file.path)).collect();
    diagnostics.extend(snapshot.ignored.iter().map(|path| {
        Finding::note(
            "ignored-file",
            Span::default(),
            "an ignore file hides this document or record: it is not in the handbook",
        )
        .help("take it out of .gitignore, or move it out of the handbook")
        .at(path)
    }));
    diagnostics.extend(case_conflicts(snapshot));
    diagnostics
}

/// Files, and folders of files, that are one on a disk that knows no capitals.
fn case_conflicts(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut diagnostics = Vec::new();
    for path in snapshot.sources.iter().map(|source| &source.path).chain(snapshot.files.keys()) {
        let folders = path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
        for name in folders.chain([path.as_str()]) {
            let known = *first.entry(name_key(name)).or_insert(name);
            if known != name {
                let message = format!("`{name}` differs from `{known}` only in capitals or composed letters");
                let finding = Finding::error("case-conflict", Span::default(), message);
                diagnostics.push(finding.help("rename one of the two: on many systems they are one").at(path));
                break;
            }
        }
    }
    diagnostics
}

fn unreadable_finding(reason: &UnreadableReason) -> Finding {
    let (code, help) = match reason {
        UnreadableReason::NotUtf8 { .. } | UnreadableReason::Utf16 => ("not-utf8", "save it as UTF-8"),
        UnreadableReason::TooLarge { .. } => {
            ("file-too-large", "put attachments into `evidence/`, and split long documents")
        }
        UnreadableReason::LinkLeavesFolder | UnreadableReason::LinkLoop | UnreadableReason::LinkToNothing => {
            ("symbolic-link", "copy the file into the handbook")
        }
        UnreadableReason::NameNotUnicode => ("name-not-unicode", "rename it"),
        UnreadableReason::SpecialFile | UnreadableReason::Changed | UnreadableReason::Refused(_) => {
            ("unreadable-file", "make it a plain file that can be read, or move it out of the handbook")
        }
    };
    Finding::error(code, Span::default(), reason.to_string()).help(help)
}

/// How a site is made from a checked handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BuildOptions {
    pub audience: Audience,
    /// Publish in spite of findings: they get a page of their own, and a banner says so.
    pub keep_going: bool,
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
    let (theme, mut diagnostics) = theme(snapshot, caches);
    let view = View::new(&checked.handbook, options.audience.clone());
    let broken = options.keep_going && checked.counts().errors > 0;
    let located = broken.then(|| located(checked, snapshot));
    let title = checked.config.title_for(&options.audience.name);
    let page_options = PageOptions { edit_url: checked.config.edit_url.clone(), title: title.to_owned() };
    let mut plan = Plan::new(&view, &page_options, &checked.rules, located.as_deref());
    let first = plan.put_first(first);
    let mut growing = Growing::default();
    add_pages(&plan, first, &Press::new(&theme, &facts(checked, &view, broken)), caches, outlet, &mut growing);
    for (path, bytes) in theme.assets() {
        growing.add(path.clone(), Content::Bytes(Arc::clone(bytes)));
    }
    growing.add("assets/nav.js".to_owned(), Content::Bytes(navigation_script(&plan.tree).into()));
    for (path, bytes) in preview_files(std::mem::take(&mut growing.previews)) {
        growing.add(path, Content::Bytes(bytes));
    }
    let before = caches.search.remove(&options.audience.name).unwrap_or_default();
    let (files, search) = search_files(&plan.search, &before);
    caches.search.insert(options.audience.name.clone(), search);
    for (path, bytes) in files {
        growing.add(path, Content::Bytes(bytes));
    }
    if options.audience.coverage {
        growing.add(pages::CALENDAR_FILE.to_owned(), Content::text(calendar(&view, &checked.config.title)));
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

/// Plans, renders and hands on all pages, some at a time; a page whose value is as it was is not rendered again.
fn add_pages(
    plan: &Plan<'_, '_>,
    first: usize,
    press: &Press<'_>,
    caches: &mut Caches,
    outlet: &mut dyn Outlet,
    growing: &mut Growing,
) {
    let known = std::mem::take(&mut caches.pages);
    let (first, rest) = plan.jobs.split_at(first);
    let batches = first.chunks(BATCH).map(|batch| (batch, true)).chain(rest.chunks(BATCH).map(|batch| (batch, false)));
    for (batch, is_first) in batches {
        let made = ordered_map(batch, |job| press.pages(plan.pages(*job), &known));
        let mut taken = Vec::with_capacity(batch.len());
        for page in made.into_iter().flatten() {
            // A page that failed is rendered again next time, so that its finding is not forgotten.
            if outlet.leaves_bytes() && page.problem.is_none() {
                caches.pages.insert(page.path.clone(), CachedPage { key: page.key, bytes: Arc::clone(&page.bytes) });
            }
            growing.problems.extend(page.problem);
            growing.previews.extend(page.preview);
            let rows = page.rows.map(|rows| (rows_path(&page.path), rows));
            for (path, bytes) in [(page.path, page.bytes)].into_iter().chain(rows) {
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
}

/// The theme of this Snapshot, loaded again only when one of its files changed.
fn theme(snapshot: &Snapshot, caches: &mut Caches) -> (Arc<Theme>, Vec<Diagnostic>) {
    let listing: String =
        snapshot.theme.iter().map(|(path, bytes)| format!("{path} {}\n", Sha256::of(bytes))).collect();
    let digest = Sha256::of(listing.as_bytes());
    if let Some((known, theme, diagnostics)) = &caches.theme
        && *known == digest
    {
        return (Arc::clone(theme), diagnostics.clone());
    }
    let (theme, diagnostics) = Theme::load(&snapshot.theme);
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

struct MadePage {
    path: String,
    key: u64,
    bytes: Arc<[u8]>,
    problem: Option<Diagnostic>,
    /// The rows of a table whose other rows are on other pages.
    rows: Option<Arc<[u8]>>,
    preview: Option<Preview>,
}

impl<'a> Press<'a> {
    fn new(theme: &'a Theme, facts: &SiteFacts) -> Press<'a> {
        let mut shared = rustc_hash::FxHasher::default();
        facts.hash(&mut shared);
        theme.digest().hash(&mut shared);
        Press { theme, renderer: Renderer::new(theme, facts), shared: shared.finish() }
    }

    fn pages(&self, pages: Vec<Page>, known: &HashMap<String, CachedPage>) -> Vec<MadePage> {
        pages.into_iter().map(|page| self.page(page, known)).collect()
    }

    fn page(&self, page: Page, known: &HashMap<String, CachedPage>) -> MadePage {
        let mut hasher = rustc_hash::FxHasher::default();
        self.shared.hash(&mut hasher);
        page.hash(&mut hasher);
        let key = hasher.finish();
        let (bytes, problem): (Arc<[u8]>, _) = match known.get(&page.path).filter(|cached| cached.key == key) {
            Some(cached) => (Arc::clone(&cached.bytes), None),
            None => {
                let rendered = self.renderer.render(&page);
                (rendered.html.into(), rendered.problem)
            }
        };
        let rows = page.body.is_one_part_of_many_rows().then(|| rows_script(&bytes)).flatten().map(Arc::from);
        let preview = preview(&page, self.theme);
        MadePage { path: page.path, key, bytes, problem, rows, preview }
    }
}

fn facts(checked: &Checked, view: &View<'_>, broken: bool) -> SiteFacts {
    let link = |title: &str, url: &str| Link { id: String::new(), title: title.to_owned(), url: url.to_owned() };
    let config = &checked.config;
    SiteFacts {
        title: config.title_for(&view.audience().name).to_owned(),
        organization: config.organization.clone(),
        language: config.language.clone(),
        direction: direction(&config.language),
        generator: concat!("aimsbook ", env!("CARGO_PKG_VERSION")).to_owned(),
        as_of: view.options().as_of.to_string(),
        audience: view.audience().name.clone(),
        classification: view.classification().to_owned(),
        areas: pages::main_areas(view).into_iter().map(|(area, link)| AreaLink { area, link }).collect(),
        home: link("Home", pages::HOME),
        contents: link("Contents", pages::CONTENTS),
        search: link("Search", pages::SEARCH),
        findings: broken.then(|| link("Findings", pages::FINDINGS)),
    }
}

/// Arabic, Hebrew, Persian, Urdu and others are written from right to left.
fn direction(language: &str) -> Direction {
    const RIGHT_TO_LEFT: [&str; 9] = ["ar", "dv", "fa", "he", "ku", "ps", "sd", "ur", "yi"];
    let primary = language.split(['-', '_']).next().unwrap_or("").to_lowercase();
    if RIGHT_TO_LEFT.contains(&primary.as_str()) { Direction::RightToLeft } else { Direction::LeftToRight }
}

/// Findings as the graph lists them.
pub fn graph_findings(checked: &Checked, snapshot: &Snapshot) -> Vec<GraphFinding> {
    let located = located(checked, snapshot).into_iter();
    let finding = |located: LocatedFinding<'_>| {
        let finding = &located.diagnostic.finding;
        GraphFinding {
            path: located.diagnostic.path.to_string(),
            line: located.line,
            column: located.column,
            level: finding.level.word(),
            code: finding.code,
            message: finding.message.clone(),
            help: finding.help.clone(),
            waived: finding.waived.clone(),
        }
    };
    located.map(finding).collect()
}

/// Findings with what a page shows of their places.
fn located<'d>(checked: &'d Checked, snapshot: &Snapshot) -> Vec<LocatedFinding<'d>> {
    let documents = checked.handbook.documents.iter().map(|document| &document.path);
    let read: BTreeSet<&DocPath> =
        documents.chain(checked.handbook.records.iter().map(|record| &record.path)).collect();
    let mut indexes: BTreeMap<&DocPath, (LineIndex, bool)> = BTreeMap::new();
    let mut located = Vec::with_capacity(checked.diagnostics.len());
    for diagnostic in &checked.diagnostics {
        let text = snapshot.text(&diagnostic.path).unwrap_or_default();
        let classified = || !read.contains(&diagnostic.path) && says_classification(text);
        let (index, classified) =
            indexes.entry(&diagnostic.path).or_insert_with(|| (LineIndex::new(text), classified()));
        let start = diagnostic.finding.span.start as usize;
        let (line, column) = index.position(text, start);
        let excerpt = Some(index.line(text, line)).filter(|line| line.len() < 400).unwrap_or("").trim().to_owned();
        located.push(LocatedFinding { diagnostic, line, column, excerpt, classified: *classified });
    }
    located
}
