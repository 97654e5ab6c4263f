//! Where every page stands in the site.
//!
//! Never gives two pages one address, not even on a disk that knows no capitals.

use rustc_hash::FxHashSet;

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::text::DocPath;
use crate::view::{IdOrigin, Item, SYSTEM_KIND, View};

pub const HOME: &str = "index.html";
pub const CONTENTS: &str = "contents.html";
pub const SEARCH: &str = "search.html";
pub const FINDINGS: &str = "findings.html";
pub const RULES: &str = "rules.html";
pub const GAPS: &str = "gaps.html";
pub const ROAD: &str = "road.html";
pub const STATEMENT: &str = "statement-of-applicability.html";
pub const EVIDENCE: &str = "evidence.html";
pub const CALENDAR: &str = "calendar.html";
pub const CALENDAR_FILE: &str = "calendar.ics";
/// At the root of the site, so that `sha256sum -c SHA256SUMS` finds the files that it names.
pub const SUMS: &str = "SHA256SUMS";
pub const NOT_FOUND: &str = "404.html";
pub const FRAMEWORKS: &str = "frameworks/index.html";
pub const REGISTERS: &str = "registers/index.html";
pub const SECTIONS: &str = "sections/index.html";

/// Addresses of the things that have a page each.
pub struct Addresses {
    documents: Vec<String>,
    records: Vec<String>,
    /// By framework and entry.
    clauses: Vec<Vec<String>>,
}

impl Addresses {
    pub fn new(view: &View<'_>) -> Addresses {
        let mut taken = FxHashSet::default();
        let mut documents = Vec::new();
        for (at, document) in view.documents() {
            // An id from the path keeps the folders, so that the site looks like the tree that people know.
            let name = match document.id_origin {
                IdOrigin::FrontMatter => safe_name(&document.id.value),
                IdOrigin::Path => document.id.value.split('/').map(safe_name).collect::<Vec<_>>().join("/"),
            };
            put(&mut documents, at, free(format!("documents/{name}"), &mut taken));
        }
        let mut records = Vec::new();
        for (at, record) in view.records() {
            // A system's page is its dossier, which people pass around: it gets the shortest address.
            let wanted = match record.kind.as_str() {
                SYSTEM_KIND => format!("systems/{}", safe_name(&record.id.value)),
                kind => format!("records/{}/{}", safe_name(kind), safe_name(&record.id.value)),
            };
            put(&mut records, at, free(wanted, &mut taken));
        }
        let frameworks = view.library().frameworks().iter().enumerate();
        let addresses = frameworks.map(|(at, framework)| {
            let framework_index = FrameworkIndex(at as u16);
            let count = framework.entries.len() as u16;
            (0..count).map(|entry| clause(view, ClauseId { framework: framework_index, entry })).collect()
        });
        let clauses = addresses.collect();
        Addresses { documents, records, clauses }
    }

    /// The page of an item that this audience sees; the home page for any other, which no caller asks for.
    pub fn item(&self, item: Item) -> &str {
        let address = match item {
            Item::Document(at) => self.documents.get(at),
            Item::Record(at) => self.records.get(at),
        };
        address.map(String::as_str).filter(|address| !address.is_empty()).unwrap_or(HOME)
    }

    /// The page of an entry; there is one when its framework is enabled.
    pub fn clause(&self, clause: ClauseId) -> &str {
        let framework = self.clauses.get(usize::from(clause.framework.0));
        framework.and_then(|entries| entries.get(usize::from(clause.entry))).map_or(HOME, String::as_str)
    }
}

/// Sets the address of number `at`; those of hidden items in between stay empty.
fn put(addresses: &mut Vec<String>, at: usize, address: String) {
    addresses.resize(at, String::new());
    addresses.push(address);
}

pub(super) fn free(wanted: String, taken: &mut FxHashSet<String>) -> String {
    let mut name = wanted.clone();
    let mut number = 2;
    while !taken.insert(name.to_lowercase()) {
        name = format!("{wanted}-{number}");
        number += 1;
    }
    format!("{name}.html")
}

/// One step of a path: letters and digits of any script, hyphens, dots and underscores.
pub fn safe_name(text: &str) -> String {
    let mut name = String::new();
    for character in text.trim().chars() {
        let plain = character.is_alphanumeric() || "-_.".contains(character);
        let character = if plain { character } else { '-' };
        if name.len() + character.len_utf8() > 100 {
            break;
        }
        name.push(character);
    }
    let name = name.trim_matches('.');
    // Names that some systems keep for devices.
    let reserved = ["con", "prn", "aux", "nul"].contains(&name.to_lowercase().as_str());
    match (name.is_empty(), reserved) {
        (true, _) => "unnamed".to_owned(),
        (_, true) => format!("{name}-"),
        _ => name.to_owned(),
    }
}

pub fn section(folder: &str) -> String {
    match folder {
        "" => SECTIONS.to_owned(),
        folder => format!("sections/{}/index.html", folder.split('/').map(safe_name).collect::<Vec<_>>().join("/")),
    }
}

pub fn register(kind: &str) -> String {
    format!("registers/{}.html", safe_name(kind))
}

/// The risks in one cell of a heat map.
pub fn risk_cell(kind: &str, side: &str, likelihood: usize, impact: usize) -> String {
    format!("registers/{}/{side}-{likelihood}-{impact}.html", safe_name(kind))
}

/// A later part of a long list; the first part has the plain address.
pub fn part(address: &str, number: usize) -> String {
    match number {
        0 => address.to_owned(),
        number => address.replace(".html", &format!(".part-{}.html", number + 1)),
    }
}

pub fn framework(view: &View<'_>, framework: FrameworkIndex) -> String {
    format!("frameworks/{}/index.html", safe_name(&view.library().at(framework).id))
}

pub fn clause(view: &View<'_>, clause: ClauseId) -> String {
    let framework = &view.library().at(clause.framework).id;
    let entry = &view.library().get(clause).id;
    format!("frameworks/{}/{}.html", safe_name(framework), safe_name(entry))
}

pub fn document_matrix(view: &View<'_>, framework: FrameworkIndex) -> String {
    format!("frameworks/{}/matrix/documents.html", safe_name(&view.library().at(framework).id))
}

pub fn record_matrix(view: &View<'_>, framework: FrameworkIndex) -> String {
    format!("frameworks/{}/matrix/records.html", safe_name(&view.library().at(framework).id))
}

/// The Statement of Applicability; that of the first framework has the plain address.
pub fn statement(view: &View<'_>, framework: FrameworkIndex, is_first: bool) -> String {
    match is_first {
        true => STATEMENT.to_owned(),
        false => format!("statement-of-applicability-{}.html", safe_name(&view.library().at(framework).id)),
    }
}

/// One framework against another.
pub fn crosswalk(view: &View<'_>, rows: FrameworkIndex, columns: FrameworkIndex) -> String {
    let name = |framework| safe_name(&view.library().at(framework).id);
    // Beside `documents` and `records`, which a framework may be called.
    format!("frameworks/{}/matrix/framework-{}.html", name(rows), name(columns))
}

pub fn system_matrix(view: &View<'_>, framework: FrameworkIndex) -> String {
    format!("frameworks/{}/matrix/systems.html", safe_name(&view.library().at(framework).id))
}

/// Where a system's page shows how it stands with an entry.
pub fn duty_fragment(framework: &str, entry: &str) -> String {
    format!("duty-{}-{}", safe_name(framework), safe_name(entry))
}

pub fn file(path: &DocPath) -> String {
    format!("files/{path}")
}
