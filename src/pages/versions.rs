//! Plans what is said across versions: the list of them, what applied when, how coverage went, and where each page stands
//! in the others.
//!
//! Never looks at a handbook but through the View of its version.

use std::collections::BTreeMap;

use crate::pages::addresses::{Addresses, HOME, framework as framework_address};
use crate::pages::bars::share;
use crate::pages::model::{
    Applied, Area, Link, Page, PageBody, VersionRow, VersionStanding, VersionTrend, VersionTrendRow, VersionsPage,
};
use crate::pages::planner::{Planner, shown_id};
use crate::text::{Date, Sha256, Snapshot};
use crate::view::{Document, IdOrigin, Item, View, approved_on};

/// The page that lists the versions.
pub const VERSIONS: &str = "versions.html";
/// The script that all versions share.
pub const VERSIONS_SCRIPT: &str = "version.js";
/// The folder of versions that are not in force; each has a folder of its own in it.
pub const VERSIONS_FOLDER: &str = "versions";

/// One version with what its readers see of it.
pub struct ViewedVersion<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// Where it stands, from the root of the site: empty for the one in force, else with a `/` at its end.
    pub root: String,
    pub standing: VersionStanding,
    pub date: Option<Date>,
    pub period: Option<(Date, Option<Date>)>,
    pub commit: &'a str,
    pub content: Sha256,
    pub view: View<'a>,
    pub snapshot: &'a Snapshot,
}

impl ViewedVersion<'_> {
    fn link(&self) -> Link {
        Link { id: self.name.to_owned(), title: self.title.to_owned(), url: format!("{}{HOME}", self.root) }
    }
}

/// Where documents and records stand in each version that has them: their page, by what they are called everywhere.
pub fn item_pages(view: &View<'_>) -> BTreeMap<String, String> {
    let addresses = Addresses::new(view);
    let documents = view.documents().map(|(at, document)| {
        let page = addresses.item(Item::Document(at)).to_owned();
        (key_of(document, &page), page)
    });
    let records =
        view.records().map(|(at, record)| (record.id.value.clone(), addresses.item(Item::Record(at)).to_owned()));
    documents.chain(records).collect()
}

/// What a document is called in all versions: its id, or the place of its page when it has none.
fn key_of(document: &Document, page: &str) -> String {
    match document.id_origin {
        IdOrigin::FrontMatter => document.id.value.clone(),
        IdOrigin::Path => format!("/{page}"),
    }
}

/// The page of every document and record.
pub fn item_addresses(view: &View<'_>) -> BTreeMap<Item, String> {
    let addresses = Addresses::new(view);
    let documents = view.documents().map(|(at, _)| Item::Document(at));
    let items = documents.chain(view.records().map(|(at, _)| Item::Record(at)));
    items.map(|item| (item, addresses.item(item).to_owned())).collect()
}

/// What the page of versions shows; versions come oldest first.
pub fn versions_body(versions: &[ViewedVersion<'_>]) -> VersionsPage {
    VersionsPage {
        versions: versions.iter().rev().map(row).collect(),
        trends: trends(versions),
        applied: applied(versions),
    }
}

pub fn versions_page(planner: &Planner<'_, '_>, body: &VersionsPage) -> Page {
    Page {
        path: VERSIONS.to_owned(),
        title: planner.options.words.text("versions.title").to_owned(),
        summary: planner.options.words.text("versions.summary").to_owned(),
        area: Area::Other,
        breadcrumbs: vec![planner.home_crumb()],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Versions(Box::new(body.clone())),
    }
}

fn row(version: &ViewedVersion<'_>) -> VersionRow {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    VersionRow {
        link: version.link(),
        standing: version.standing,
        date: day(version.date),
        from: day(version.period.map(|(from, _)| from)),
        until: day(version.period.and_then(|(_, until)| until)),
        documents: version.view.documents().count(),
        records: version.view.records().count(),
        commit: version.commit.to_owned(),
        content: version.content.to_string(),
    }
}

/// Previews and branches are no points of a trend: they were never in force.
fn trends(versions: &[ViewedVersion<'_>]) -> Vec<VersionTrend> {
    let Some(current) = versions.iter().find(|version| version.standing == VersionStanding::InForce) else {
        return Vec::new();
    };
    let counted: Vec<&ViewedVersion<'_>> = versions
        .iter()
        .filter(|version| version.period.is_some() || version.standing == VersionStanding::InForce)
        .collect();
    let view = &current.view;
    let mut trends = Vec::new();
    for framework in view.options().frameworks.iter().filter(|framework| view.figures(**framework).is_some()) {
        let catalog = view.library().at(*framework);
        let rows = counted.iter().filter_map(|version| trend_row(version, &catalog.id, &catalog.digest));
        let url = framework_address(view, *framework);
        trends.push(VersionTrend {
            framework: Link { id: String::new(), title: catalog.name.clone(), url },
            edition: catalog.edition.clone(),
            digest: catalog.digest.short(),
            rows: rows.collect(),
        });
    }
    trends
}

fn trend_row(version: &ViewedVersion<'_>, framework: &str, digest: &Sha256) -> Option<VersionTrendRow> {
    let view = &version.view;
    let framework = view.library().framework(framework)?;
    let figures = view.figures(framework)?;
    let own = view.library().at(framework);
    let other = own.digest != *digest;
    Some(VersionTrendRow {
        version: version.link(),
        other_catalog: if other { format!("{} {}", own.edition, own.digest.short()) } else { String::new() },
        applicable: figures.applicable(),
        documented: figures.documented(),
        evidenced: figures.evidenced(),
        documented_width: share(figures.documented(), figures.applicable()),
        evidenced_width: share(figures.evidenced(), figures.applicable()),
    })
}

/// An edition of a document that runs through several versions of the handbook.
struct Run<'a> {
    file: Option<Sha256>,
    edition: &'a str,
    row: Applied,
}

/// What applied when. Only an approved document applies, and only in a version that was in force.
fn applied(versions: &[ViewedVersion<'_>]) -> Vec<Applied> {
    let mut open: BTreeMap<String, Run<'_>> = BTreeMap::new();
    let mut done: Vec<(String, Applied)> = Vec::new();
    for version in versions {
        let Some((from, until)) = version.period else { continue };
        let addresses = Addresses::new(&version.view);
        let mut still: BTreeMap<String, Run<'_>> = BTreeMap::new();
        for (at, document) in version.view.documents() {
            if !version.view.document_state(at).is_in_force() {
                continue;
            }
            let page = addresses.item(Item::Document(at));
            let from = approved_on(document).map_or(from, |approved| approved.max(from));
            if until.is_some_and(|until| until <= from) {
                continue;
            }
            let key = key_of(document, page);
            let file = version.snapshot.source(&document.path).map(|source| source.sha256);
            let edition = document.version.as_deref().unwrap_or_default();
            let mut run = match open.remove(&key) {
                Some(run) if run.file == file && run.edition == edition => run,
                other => {
                    done.extend(other.map(|ended| (key.clone(), ended.row)));
                    Run { file, edition, row: new_row(version, document, page, from) }
                }
            };
            run.row.last = version.title.to_owned();
            run.row.until = until.map(|day| day.to_string()).unwrap_or_default();
            still.insert(key, run);
        }
        done.extend(open.into_iter().map(|(key, run)| (key, run.row)));
        open = still;
    }
    done.extend(open.into_iter().map(|(key, run)| (key, run.row)));
    done.sort_by(|(left, one), (right, other)| left.cmp(right).then_with(|| other.from.cmp(&one.from)));
    done.into_iter().map(|(_, row)| row).collect()
}

fn new_row(version: &ViewedVersion<'_>, document: &Document, page: &str, from: Date) -> Applied {
    let url = format!("{}{page}", version.root);
    Applied {
        link: Link { id: shown_id(document), title: document.title.clone(), url },
        edition: document.version.clone().unwrap_or_default(),
        first: version.title.to_owned(),
        last: version.title.to_owned(),
        from: from.to_string(),
        until: String::new(),
    }
}
