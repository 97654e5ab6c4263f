//! A bundle for somebody who works on copies: the site, its evidence, the exports, and what all of it was made from.
//!
//! Never holds what the site would not show to the same audience.

use crate::bundle::{
    AudienceFacts, Bundle, CatalogFacts, FindingCounts, Manifest, Repository, START, Tool, Tree, assemble,
};
use crate::diagnostic::{Diagnostic, Finding, sorted};
use crate::export::{ExportFacts, findings_json, findings_report, graph, workbook};
use crate::pages;
use crate::pipeline::build::{facts, theme};
use crate::pipeline::{BuildOptions, Caches, Checked, build, graph_findings};
use crate::render::{Renderer, StartCatalog, StartEntry, StartHere};
use crate::site::{Clash, Content, Site};
use crate::text::{Snapshot, Span};
use crate::view::View;

/// The site's folder in the bundle.
const SITE: &str = "site";

const FINDINGS: &str = "findings.json";
const WORKBOOK: &str = "handbook.xlsx";
const GRAPH: &str = "graph.json";

/// The bundle's name has so many signs of the organization's.
const NAME_LENGTH: usize = 32;

/// Everything in one value, and what the build of the site itself found.
pub fn bundle(
    checked: &Checked,
    snapshot: &Snapshot,
    options: &BuildOptions,
    repository: Option<Repository>,
    caches: &mut Caches,
) -> (Option<Bundle>, Vec<Diagnostic>) {
    let (site, mut diagnostics) = build(checked, snapshot, options, caches);
    let (theme, _) = theme(&checked.words, snapshot, caches);
    let view = View::new(&checked.handbook, options.audience.clone());
    let broken = options.keep_going && checked.counts().errors > 0;
    let manifest = manifest(checked, &view, repository);
    let start = start_here(checked, &view, &site, snapshot, &manifest);
    let (page, problem) = Renderer::new(&theme, &facts(checked, &view, broken, None)).start_here(&start);
    diagnostics.extend(problem);
    let exports = exports(checked, snapshot, &view);
    let folder = folder_name(checked, options);
    let size_of = |path: &_| snapshot.fact(path).map_or(0, |fact| fact.size);
    let fault = |code, message: String| Finding::error(code, Span::default(), message).at(&crate::config::path());
    let made = exports.map_err(|message| fault("export-failed", message)).and_then(|exports| {
        let files = files(exports, &site, page).and_then(|files| assemble(folder, files, manifest, size_of));
        files.map_err(|clash| fault(clash.code(), clash.to_string()))
    });
    let made = made.map_err(|fault| diagnostics.push(fault)).ok();
    (made, sorted(diagnostics))
}

/// What stands beside the site; for an audience without coverage the site says everything that is for it.
fn exports(checked: &Checked, snapshot: &Snapshot, view: &View<'_>) -> Result<Vec<(&'static str, Vec<u8>)>, String> {
    let Some(report) = findings_report(view, &checked.rules) else { return Ok(Vec::new()) };
    let facts = ExportFacts::new(view, &checked.config.title, &checked.config.organization, &checked.words);
    let workbook = workbook(view, &facts, Some(SITE))?;
    let graph = graph(view, &facts, &graph_findings(checked, snapshot));
    Ok(vec![(FINDINGS, findings_json(&report).into_bytes()), (WORKBOOK, workbook), (GRAPH, graph.into_bytes())])
}

fn files(exports: Vec<(&str, Vec<u8>)>, site: &Site, start: Vec<u8>) -> Result<Site, Clash> {
    let mut files = Site::default();
    files.add(START, Content::Bytes(start.into()))?;
    for (name, bytes) in exports {
        files.add(name, Content::Bytes(bytes.into()))?;
    }
    for (path, content) in site.files() {
        files.add(format!("{SITE}/{path}"), content.clone())?;
    }
    Ok(files)
}

fn manifest(checked: &Checked, view: &View<'_>, repository: Option<Repository>) -> Manifest {
    let counts = checked.counts();
    let findings =
        FindingCounts { errors: counts.errors, warnings: counts.warnings, notes: counts.notes, waived: counts.waived };
    let audience = view.audience();
    Manifest {
        format: Manifest::format(),
        title: checked.config.title_for(&audience.name).to_owned(),
        organization: checked.config.organization.clone(),
        tool: Tool { name: env!("CARGO_PKG_NAME").to_owned(), version: env!("CARGO_PKG_VERSION").to_owned() },
        as_of: view.options().as_of.to_string(),
        audience: AudienceFacts {
            name: audience.name.clone(),
            sees: view.classification().to_owned(),
            coverage: audience.coverage,
        },
        repository,
        catalogs: if audience.coverage { catalogs(view) } else { Vec::new() },
        findings: audience.coverage.then_some(findings),
        files: Vec::new(),
    }
}

fn catalogs(view: &View<'_>) -> Vec<CatalogFacts> {
    let facts = |framework: &crate::catalog::FrameworkIndex| {
        let framework = view.library().at(*framework);
        CatalogFacts {
            id: framework.id.clone(),
            name: framework.name.clone(),
            edition: framework.edition.clone(),
            sha256: framework.digest.to_string(),
        }
    };
    view.options().frameworks.iter().map(facts).collect()
}

fn start_here(checked: &Checked, view: &View<'_>, site: &Site, snapshot: &Snapshot, manifest: &Manifest) -> StartHere {
    let sizes = site.files().values().map(|content| match content {
        Content::Bytes(bytes) => bytes.len() as u64,
        Content::Copy { from, .. } => snapshot.fact(from).map_or(0, |fact| fact.size),
        Content::Written { size, .. } => *size,
    });
    let copied = site.files().values().filter(|content| matches!(content, Content::Copy { .. })).count();
    let catalog = |catalog: &CatalogFacts| StartCatalog {
        name: catalog.name.clone(),
        edition: catalog.edition.clone(),
        digest: catalog.sha256.chars().take(12).collect(),
    };
    StartHere {
        site: format!("{SITE}/{}", pages::HOME),
        entries: entries(view, site),
        files: site.files().len(),
        copied,
        size: pages::human_size(sizes.sum(), &checked.words),
        commit: manifest.repository.as_ref().map(|repository| repository.commit.clone()).unwrap_or_default(),
        dirty: manifest.repository.as_ref().is_some_and(|repository| repository.tree == Tree::Dirty),
        catalogs: manifest.catalogs.iter().map(catalog).collect(),
    }
}

/// The ways in that this site has.
fn entries(view: &View<'_>, site: &Site) -> Vec<StartEntry> {
    let pages = [
        ("clauses", pages::FRAMEWORKS),
        ("statement", pages::STATEMENT),
        ("evidence", pages::EVIDENCE),
        ("due", pages::CALENDAR),
        ("findings", pages::RULES),
    ];
    let there = pages.into_iter().filter(|(_, path)| site.get(path).is_some());
    let mut entries: Vec<StartEntry> =
        there.map(|(name, path)| StartEntry { name, address: format!("{SITE}/{path}") }).collect();
    if view.audience().coverage {
        let exports = [("workbook", WORKBOOK), ("graph", GRAPH)];
        entries.extend(exports.map(|(name, path)| StartEntry { name, address: path.to_owned() }));
    } else {
        entries.clear();
    }
    entries.push(StartEntry { name: "manifest", address: crate::bundle::MANIFEST.to_owned() });
    entries
}

/// Organization, day and audience in letters that every disk takes.
fn folder_name(checked: &Checked, options: &BuildOptions) -> String {
    let config = &checked.config;
    let name = if config.organization.is_empty() { &config.title } else { &config.organization };
    let parts = [plain(name), checked.handbook.options.as_of.to_string(), plain(&options.audience.name)];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-")
}

fn plain(text: &str) -> String {
    let words = text.split(|sign: char| !sign.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let name = words.collect::<Vec<_>>().join("-").to_ascii_lowercase();
    name.chars().take(NAME_LENGTH).collect::<String>().trim_end_matches('-').to_owned()
}
