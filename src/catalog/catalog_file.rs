//! Reads one catalog file, built in or the user's: what it is, and its entries as they are written.
//!
//! Never puts entries together: parents are still names here, and another file may hold them.

use std::collections::BTreeMap;

use crate::catalog::catalog_entry::{WrittenEntry, read_entry};
use crate::catalog::{Annex, Application, ApplicationCase, ApplicationDate, Exclusion, Gate, Numbering};
use crate::diagnostic::Finding;
use crate::syntax::{Fields, Node};
use crate::text::{Span, Spanned};

/// A framework file, as written.
#[derive(Debug, Clone)]
pub struct CatalogFile {
    pub purpose: Purpose,
    pub entries: Vec<WrittenEntry>,
}

#[derive(Debug, Clone)]
pub enum Purpose {
    /// A framework of its own.
    Own(Box<Heading>),
    /// Further entries of a framework that is known.
    Extends(Spanned<String>),
    /// Licensed texts for entries that are known.
    Texts { framework: Spanned<String>, classification: String, texts: Vec<(Spanned<String>, String)> },
}

/// What stands above the entries of a framework of its own.
#[derive(Debug, Clone)]
pub struct Heading {
    pub id: Spanned<String>,
    pub name: String,
    pub title: String,
    pub edition: String,
    pub edition_aliases: Vec<String>,
    pub aliases: Vec<Spanned<String>>,
    pub numbering: Numbering,
    pub annexes: Vec<Annex>,
    pub roles: Vec<String>,
    pub classes: Vec<String>,
    pub dates: Vec<ApplicationDate>,
    pub gate: Option<Gate>,
    pub exclusions: Exclusions,
}

/// What may exclude an entry that does not say so itself: by kind, and for all other kinds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Exclusions {
    pub by_kind: BTreeMap<String, Exclusion>,
    pub otherwise: Exclusion,
}

impl Exclusions {
    pub fn of(&self, kind: &str) -> Exclusion {
        self.by_kind.get(kind).copied().unwrap_or(self.otherwise)
    }
}

/// Reads a file; `None` when it does not even say which framework it is about.
pub fn read_catalog_file(root: &Node, otherwise: Exclusion) -> (Option<CatalogFile>, Vec<Finding>) {
    let mut fields = Fields::of(root);
    let purpose = read_purpose(&mut fields, root.span, otherwise);
    let applications = read_applications(&mut fields);
    let mut entries = Vec::new();
    let mut entry_findings = Vec::new();
    if let Some(node) = fields.node("entries") {
        match node.list() {
            Some(items) => items.iter().for_each(|item| {
                let (entry, findings) = read_entry(item, &applications);
                entries.extend(entry);
                entry_findings.extend(findings);
            }),
            None => fields.wrong_type("entries", "a list of entries", node),
        }
    }
    let mut findings = fields.finish("a framework file");
    findings.extend(entry_findings);
    (purpose.map(|purpose| CatalogFile { purpose, entries }), findings)
}

fn read_purpose(fields: &mut Fields<'_>, span: Span, otherwise: Exclusion) -> Option<Purpose> {
    if let Some(framework) = fields.text("extends") {
        return Some(Purpose::Extends(framework));
    }
    if let Some(framework) = fields.text("text_for") {
        return Some(read_texts(fields, framework));
    }
    let Some(id) = fields.text("id") else {
        let message = "this framework file does not say what it is about";
        fields.findings.push(Finding::error("missing-key", Span::new(span.start as usize, span.start as usize), message).help(
            "give it an `id` of its own, or `extends: iso-42001` to add entries, or `text_for: iso-42001` for licensed texts",
        ));
        return None;
    };
    Some(Purpose::Own(Box::new(read_heading(fields, id, otherwise))))
}

fn read_heading(fields: &mut Fields<'_>, id: Spanned<String>, otherwise: Exclusion) -> Heading {
    let name = fields.text("name").map_or_else(|| id.value.clone(), |name| name.value);
    let edition = fields.text("edition");
    if edition.is_none() {
        let finding = Finding::warning("missing-key", id.span, format!("`{}` has no `edition`", id.value));
        fields
            .findings
            .push(finding.help("a figure means nothing without the edition it counts, such as `edition: \"2026-03\"`"));
    }
    Heading {
        title: fields.text("title").map_or_else(|| name.clone(), |title| title.value),
        edition: edition.map_or_else(|| "undated".to_owned(), |edition| edition.value),
        edition_aliases: plain_texts(fields, "edition_aliases"),
        aliases: fields.texts("aliases"),
        numbering: read_numbering(fields),
        annexes: read_annexes(fields),
        roles: plain_texts(fields, "roles"),
        classes: plain_texts(fields, "classes"),
        dates: read_dates(fields),
        gate: read_gate(fields),
        exclusions: read_exclusions(fields, otherwise),
        id,
        name,
    }
}

fn plain_texts(fields: &mut Fields<'_>, key: &'static str) -> Vec<String> {
    fields.texts(key).into_iter().map(|text| text.value).collect()
}

fn read_numbering(fields: &mut Fields<'_>) -> Numbering {
    match fields.choice("numbering", &["iso", "law", "nist-ai-rmf", "plain"]).map(|choice| choice.value) {
        Some("iso") => Numbering::Iso,
        Some("law") => Numbering::Law,
        Some("nist-ai-rmf") => Numbering::NistAiRmf,
        _ => Numbering::Plain,
    }
}

fn read_exclusions(fields: &mut Fields<'_>, otherwise: Exclusion) -> Exclusions {
    let otherwise = fields.choice("exclusion", &EXCLUSION_WORDS).map_or(otherwise, |word| exclusion(word.value));
    let mut by_kind = BTreeMap::new();
    if let Some(node) = fields.node("exclusions") {
        let mut kinds = Fields::of(node);
        for pair in node.map().unwrap_or(&[]) {
            if let Some(word) = kinds.choice(&pair.key.value, &EXCLUSION_WORDS) {
                by_kind.insert(pair.key.value.clone(), exclusion(word.value));
            }
        }
        fields.findings.extend(kinds.finish("exclusions"));
    }
    Exclusions { by_kind, otherwise }
}

pub const EXCLUSION_WORDS: [&str; 4] = ["never", "statement-of-applicability", "role-and-class", "justification"];

/// The meaning of one of [`EXCLUSION_WORDS`].
pub fn exclusion(word: &str) -> Exclusion {
    match word {
        "statement-of-applicability" => Exclusion::StatementOfApplicability,
        "role-and-class" => Exclusion::RoleAndClass,
        "justification" => Exclusion::Justification,
        _ => Exclusion::Never,
    }
}

fn read_texts(fields: &mut Fields<'_>, framework: Spanned<String>) -> Purpose {
    let classification = fields.text("classification").map(|text| text.value).unwrap_or_else(|| {
        let message = "licensed texts need a `classification`";
        let finding = Finding::warning("missing-key", framework.span, message);
        fields.findings.push(finding.help("without one they are treated as restricted"));
        "restricted".to_owned()
    });
    let mut texts = Vec::new();
    if let Some(node) = fields.node("text") {
        match node.map() {
            Some(pairs) => {
                for pair in pairs {
                    match pair.value.text() {
                        Some(text) => texts.push((pair.key.clone(), text.to_owned())),
                        None => fields.wrong_type(&pair.key.value, "a text", &pair.value),
                    }
                }
            }
            None => fields.wrong_type("text", "a map from entry ids to texts", node),
        }
    }
    Purpose::Texts { framework, classification, texts }
}

fn items<'a>(fields: &mut Fields<'a>, key: &'a str) -> Vec<&'a Node> {
    let Some(node) = fields.node(key) else { return Vec::new() };
    node.list().map(|items| items.iter().collect()).unwrap_or_else(|| {
        fields.wrong_type(key, "a list", node);
        Vec::new()
    })
}

fn read_annexes(fields: &mut Fields<'_>) -> Vec<Annex> {
    let mut annexes = Vec::new();
    for node in items(fields, "annexes") {
        let mut annex = Fields::of(node);
        let mut text = |key| annex.text(key).map_or_else(String::new, |text| text.value);
        annexes.push(Annex { id: text("id"), status: text("status"), title: text("title") });
        fields.findings.extend(annex.finish("an annex"));
    }
    annexes
}

fn read_dates(fields: &mut Fields<'_>) -> Vec<ApplicationDate> {
    let mut dates = Vec::new();
    for node in items(fields, "dates") {
        let mut line = Fields::of(node);
        let what = line.text("what").map_or_else(String::new, |text| text.value);
        dates.extend(line.date("date").map(|date| ApplicationDate { date: date.value, what }));
        fields.findings.extend(line.finish("a date"));
    }
    dates.sort_by_key(|line| line.date);
    dates
}

fn read_gate(fields: &mut Fields<'_>) -> Option<Gate> {
    let mut gate = Fields::of(fields.node("gate")?);
    let entry = gate.text("entry").map(|text| text.value);
    let classes = plain_texts(&mut gate, "classes");
    let older = gate.node("older").and_then(|node| {
        let mut older = Fields::of(node);
        let day = older.date("placed_before").map(|date| date.value);
        let remark = older.text("remark").map_or_else(String::new, |text| text.value);
        gate.findings.extend(older.finish("`older`"));
        day.map(|day| (day, remark))
    });
    fields.findings.extend(gate.finish("the gate"));
    entry.map(|entry| Gate { entry, classes, older })
}

fn read_applications(fields: &mut Fields<'_>) -> BTreeMap<String, Application> {
    let Some(node) = fields.node("applications") else { return BTreeMap::new() };
    let mut applications = BTreeMap::new();
    let Some(pairs) = node.map() else {
        fields.wrong_type("applications", "a map from names to dates", node);
        return applications;
    };
    for pair in pairs {
        let mut application = Fields::of(&pair.value);
        let basis = application.text("basis").map_or_else(String::new, |text| text.value);
        let current = read_cases(&mut application, "current");
        let original = read_cases(&mut application, "original");
        fields.findings.extend(application.finish("an application"));
        applications.insert(pair.key.value.clone(), Application { basis, current, original });
    }
    applications
}

fn read_cases(application: &mut Fields<'_>, key: &'static str) -> Vec<ApplicationCase> {
    let mut cases = Vec::new();
    for node in items(application, key) {
        let mut case = Fields::of(node);
        let name = case.text("case").map_or_else(|| "all".to_owned(), |text| text.value);
        let (classes, roles) = (plain_texts(&mut case, "classes"), plain_texts(&mut case, "roles"));
        let placed_before = case.date("placed_before").map(|date| date.value);
        let part = case.text("part").map_or_else(String::new, |text| text.value);
        let from = case.date("from").map(|from| from.value);
        cases.extend(from.map(|from| ApplicationCase { case: name, from, classes, roles, placed_before, part }));
        application.findings.extend(case.finish("a case"));
    }
    cases
}
