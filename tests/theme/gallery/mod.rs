//! One page of every kind, made by hand, with all the parts that such a page can have.

mod documents;
mod frameworks;
mod lists;
mod records;
mod review;
mod road;
mod systems;
mod trust;

use aimsbook::pages::model::*;
use aimsbook::render::{AreaLink, Direction, SiteFacts};

pub use lists::{search_entries, tree};

use crate::gallery::documents::{bare_document, document, home, section};
use crate::gallery::frameworks::{clause, framework, frameworks, gaps, matrix};
use crate::gallery::lists::{calendar, contents, findings, glossary, gone, history, rules, versions};
use crate::gallery::records::{evidence, record, register, registers};
use crate::gallery::road::{road, statement};
use crate::gallery::systems::system;
use crate::gallery::trust::trust;

pub fn facts() -> SiteFacts {
    let area = |area, title: &str, url: &str| AreaLink { area, link: link("", title, url) };
    SiteFacts {
        title: "Northwind AI management handbook".into(),
        organization: "Northwind Credit".into(),
        language: "en".into(),
        direction: Direction::LeftToRight,
        generator: "aimsbook 0.1.0".into(),
        as_of: "2026-11-02".into(),
        audience: "internal".into(),
        classification: "internal".into(),
        areas: vec![
            area(Area::Home, "Home", "index.html"),
            area(Area::Documents, "Documents", "documents/index.html"),
            area(Area::Frameworks, "Frameworks", "frameworks/index.html"),
            area(Area::Registers, "Registers", "registers/index.html"),
            area(Area::Evidence, "Evidence", "evidence/index.html"),
        ],
        home: link("", "Home", "index.html"),
        contents: link("", "Contents", "contents.html"),
        search: link("", "Search", "search.html"),
        findings: None,
        version: None,
    }
}

/// Every kind of page once; the hostile one stands for all that a title may hold.
pub fn pages() -> Vec<Page> {
    vec![
        home(),
        trust(),
        document(),
        bare_document(),
        section(),
        frameworks(),
        framework(),
        clause(),
        matrix(),
        gaps(),
        statement(),
        road(),
        registers(),
        register(),
        record(),
        system(),
        evidence(),
        calendar(),
        glossary(),
        findings(),
        rules(),
        contents(),
        review::review(),
        review::matrix(),
        review::item(),
        page("search.html", "Search", Area::Other, PageBody::Search(SearchPage { pages: 12 })),
        versions(),
        history(),
        gone(),
        page("404.html", "Page not found", Area::Other, PageBody::NotFound),
    ]
}

pub fn page(path: &str, title: &str, area: Area, body: PageBody) -> Page {
    Page {
        path: path.into(),
        title: title.into(),
        summary: String::new(),
        area,
        breadcrumbs: Vec::new(),
        siblings: Siblings::default(),
        notices: Vec::new(),
        body,
    }
}

pub fn link(id: &str, title: &str, url: &str) -> Link {
    Link { id: id.into(), title: title.into(), url: url.into() }
}

pub fn crumbs(steps: &[(&str, &str)]) -> Vec<Crumb> {
    steps.iter().map(|(title, url)| Crumb { title: (*title).into(), url: (*url).into() }).collect()
}

pub fn chip(label: &str, title: &str, status: Option<Status>) -> ClauseChip {
    ClauseChip {
        label: label.into(),
        title: title.into(),
        url: format!("frameworks/iso-42001/{label}.html"),
        status,
        locator: String::new(),
        hint: false,
    }
}

pub fn figures(title: &str, url: &str) -> Figures {
    let count = |status, count| StatusCount { status, count };
    Figures {
        framework: link("", title, url),
        edition: "2023".into(),
        digest: "3f2a9c01d4be".into(),
        documented: 47,
        evidenced: 31,
        applicable: 66,
        assessable: 70,
        counts: vec![
            count(Status::Evidenced, 31),
            count(Status::Documented, 16),
            count(Status::Practised, 4),
            count(Status::Planned, 6),
            count(Status::Stale, 5),
            count(Status::Gap, 4),
            count(Status::Excluded, 4),
        ],
    }
}

pub fn card(title: &str, url: &str, text: &str, count: Option<usize>, group: &str) -> Card {
    Card { link: link("", title, url), text: text.into(), count, group: group.into() }
}
