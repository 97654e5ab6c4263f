//! Plans what is said across versions: the list of them, what applied when, how coverage went, and where each page stands
//! in the others.
//!
//! Never looks at a handbook: each version says of itself what is needed here.

use std::collections::BTreeMap;

use crate::pages::addresses::{Addresses, HOME};
use crate::pages::bars::share;
use crate::pages::model::{
    Applied, Area, Link, Page, PageBody, VersionRow, VersionStanding, VersionTrend, VersionTrendRow, VersionsPage,
};
use crate::pages::planner::Planner;
use crate::pages::version_facts::{CoverageFacts, DocumentFacts, VersionFacts};
use crate::text::{Date, Sha256, parse_date};
use crate::view::{Item, View};

/// The page that lists the versions.
pub const VERSIONS: &str = "versions.html";
/// The script that all versions share.
pub const VERSIONS_SCRIPT: &str = "version.js";
/// The folder of versions that are not in force; each has a folder of its own in it.
pub const VERSIONS_FOLDER: &str = "versions";

/// One version with what its readers see of it.
pub struct KnownVersion<'a> {
    pub name: &'a str,
    pub title: &'a str,
    /// Where it stands, from the root of the site: empty for the one in force, else with a `/` at its end.
    pub root: String,
    pub standing: VersionStanding,
    pub date: Option<Date>,
    pub period: Option<(Date, Option<Date>)>,
    pub commit: &'a str,
    pub content: Sha256,
    pub facts: &'a VersionFacts,
}

impl KnownVersion<'_> {
    fn link(&self) -> Link {
        Link { id: self.name.to_owned(), title: self.title.to_owned(), url: format!("{}{HOME}", self.root) }
    }
}

/// The page of every document and record.
pub fn item_pages(view: &View<'_>) -> BTreeMap<Item, String> {
    let addresses = Addresses::new(view);
    let documents = view.documents().map(|(at, _)| Item::Document(at));
    let items = documents.chain(view.records().map(|(at, _)| Item::Record(at)));
    items.map(|item| (item, addresses.item(item).to_owned())).collect()
}

/// What the page of versions shows; versions come oldest first.
pub fn versions_body(versions: &[KnownVersion<'_>]) -> VersionsPage {
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

fn row(version: &KnownVersion<'_>) -> VersionRow {
    let day = |day: Option<Date>| day.map(|day| day.to_string()).unwrap_or_default();
    VersionRow {
        link: version.link(),
        standing: version.standing,
        date: day(version.date),
        from: day(version.period.map(|(from, _)| from)),
        until: day(version.period.and_then(|(_, until)| until)),
        documents: version.facts.documents.len(),
        records: version.facts.records.len(),
        commit: version.commit.to_owned(),
        content: version.content.to_string(),
    }
}

/// Previews and branches are no points of a trend: they were never in force.
fn trends(versions: &[KnownVersion<'_>]) -> Vec<VersionTrend> {
    let Some(current) = versions.iter().find(|version| version.standing == VersionStanding::InForce) else {
        return Vec::new();
    };
    let counted: Vec<&KnownVersion<'_>> = versions
        .iter()
        .filter(|version| version.period.is_some() || version.standing == VersionStanding::InForce)
        .collect();
    let trend = |own: &CoverageFacts| VersionTrend {
        framework: Link { id: String::new(), title: own.name.clone(), url: own.page.clone() },
        edition: own.edition.clone(),
        digest: short(&own.digest),
        rows: counted.iter().filter_map(|version| trend_row(version, own)).collect(),
    };
    current.facts.coverage.iter().map(trend).collect()
}

/// `current` is how the version in force is covered.
fn trend_row(version: &KnownVersion<'_>, current: &CoverageFacts) -> Option<VersionTrendRow> {
    let own = version.facts.coverage.iter().find(|own| own.framework == current.framework)?;
    let other = own.digest != current.digest;
    Some(VersionTrendRow {
        version: version.link(),
        other_catalog: if other { format!("{} {}", own.edition, short(&own.digest)) } else { String::new() },
        applicable: own.applicable,
        documented: own.documented,
        evidenced: own.evidenced,
        documented_width: share(own.documented, own.applicable),
        evidenced_width: share(own.evidenced, own.applicable),
    })
}

/// As much of a digest as tells editions apart.
fn short(digest: &str) -> String {
    digest.chars().take(12).collect()
}

/// An edition of a document that runs through several versions of the handbook.
struct Run<'a> {
    document: &'a DocumentFacts,
    row: Applied,
}

impl Run<'_> {
    fn goes_on_as(&self, document: &DocumentFacts) -> bool {
        self.document.content == document.content && self.document.edition == document.edition
    }
}

/// What applied when. Only an approved document applies, and only in a version that was in force.
fn applied(versions: &[KnownVersion<'_>]) -> Vec<Applied> {
    let mut open: BTreeMap<&str, Run<'_>> = BTreeMap::new();
    let mut done: Vec<(&str, Applied)> = Vec::new();
    for version in versions {
        let Some((from, until)) = version.period else { continue };
        let mut still: BTreeMap<&str, Run<'_>> = BTreeMap::new();
        for document in version.facts.documents.iter().filter(|document| document.applies) {
            let from = parse_date(&document.approved_on).map_or(from, |approved| approved.max(from));
            if until.is_some_and(|until| until <= from) {
                continue;
            }
            let key = document.key.as_str();
            let mut run = match open.remove(key) {
                Some(run) if run.goes_on_as(document) => run,
                other => {
                    done.extend(other.map(|ended| (key, ended.row)));
                    Run { document, row: new_row(version, document, from) }
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

fn new_row(version: &KnownVersion<'_>, document: &DocumentFacts, from: Date) -> Applied {
    let url = format!("{}{}", version.root, document.page);
    Applied {
        link: Link { id: document.shown_id.clone(), title: document.title.clone(), url },
        edition: document.edition.clone(),
        first: version.title.to_owned(),
        last: version.title.to_owned(),
        from: from.to_string(),
        until: String::new(),
    }
}
