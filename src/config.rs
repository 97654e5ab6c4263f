//! `aimsbook.yaml`: read once, every value with its place, handed out as one small options struct a stage.
//!
//! Never read by a stage itself.

pub mod editions;
mod risk;
mod roles;
pub mod versions;

pub use roles::Roles;

use std::collections::BTreeMap;

use crate::catalog::{FrameworkIndex, Library};
use crate::config::risk::read_risk;
use crate::config::roles::read_roles;
use crate::config::versions::{Versions, read_versions};
use crate::diagnostic::{Finding, Level};
use crate::entry::{EntryOptions, Vocabulary, unknown_framework};
use crate::handbook::{HandbookOptions, RiskScale, unknown_classification};
use crate::language::unknown_language;
use crate::rules::{RuleLevel, RuleOptions, Waiver, incomplete_waiver};
use crate::syntax::{Fields, Node, unknown_key};
use crate::text::{Date, DocPath, Interval, Span, Spanned, nearest};

/// The configuration's file name.
pub const FILE: &str = "aimsbook.yaml";

/// Where it stands in the handbook's folder.
pub fn path() -> DocPath {
    DocPath::new(FILE).expect("a plain file name leads nowhere else")
}

/// What the configuration says; what it leaves open has its default.
#[derive(Debug, Clone)]
pub struct Config {
    /// A folder without a configuration is a trial: nothing blocks it.
    pub is_trial: bool,
    pub title: String,
    pub organization: String,
    pub language: String,
    /// The enabled frameworks, in the order of the configuration.
    pub frameworks: Vec<FrameworkIndex>,
    pub default_framework: Option<FrameworkIndex>,
    /// Overrides for parts of the tree, longest path first.
    pub sections: Vec<(String, Option<FrameworkIndex>)>,
    /// Lowest first.
    pub classifications: Vec<String>,
    pub default_classification: usize,
    pub audiences: BTreeMap<String, Audience>,
    pub review_interval: Interval,
    pub evidence_interval: Interval,
    /// Levels of rules by name, not yet checked against the list of rules.
    pub rules: Vec<(Spanned<String>, Spanned<String>)>,
    /// Findings of rules that somebody answers for, not yet checked against the list of rules.
    pub waivers: Vec<Waiver>,
    /// Where pages can be edited; `{path}` stands for the file.
    pub edit_url: Option<String>,
    /// How risks are rated.
    pub risk: RiskScale,
    /// Who the roles are on a forge and in the history of the files.
    pub roles: Roles,
    /// Which earlier states are published too.
    pub versions: Option<Versions>,
}

/// Who a site is for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    /// The highest classification it sees.
    pub sees: usize,
    /// The title of its site, when that is another than the handbook's.
    pub title: Option<String>,
    /// Whether it sees coverage.
    pub coverage: bool,
}

const CLASSIFICATIONS: [&str; 4] = ["public", "internal", "confidential", "restricted"];
const TRIAL_FRAMEWORK: &str = "iso-42001";

/// The tag of the language that a configuration names; it is needed before all else that is in it.
pub fn language_of(root: Option<&Node>) -> &str {
    let written = root.and_then(|root| root.get("language")).and_then(Node::text).map(str::trim);
    written.filter(|tag| !tag.is_empty()).unwrap_or("en")
}

/// What a configuration is read against.
pub struct Surroundings<'a> {
    /// The name of the handbook's folder.
    pub folder_name: &'a str,
    pub vocabulary: &'a Vocabulary,
    /// The tags of the languages that have words.
    pub languages: &'a [&'a str],
}

/// Reads the configuration; `root` is absent in a folder without one, or when the file is broken or empty.
pub fn read_config(root: Option<&Node>, exists: bool, around: &Surroundings<'_>) -> (Config, Vec<Finding>) {
    let Surroundings { folder_name, vocabulary, languages } = around;
    let library = &vocabulary.library;
    let empty = Node { span: Span::default(), value: crate::syntax::Value::Map(Vec::new()) };
    let mut fields = Fields::of(root.unwrap_or(&empty));
    let mut nested = Vec::new();
    let title = fields.text("title").map(|title| title.value);
    let organization = fields.text("organization").map(|name| name.value).unwrap_or_default();
    nested.extend(fields.text("language").and_then(|language| unknown_language(&language, languages)));
    let language = language_of(root).to_owned();
    let frameworks = read_frameworks(&fields.texts("frameworks"), library, &mut nested);
    let default_framework = fields
        .text("default_framework")
        .and_then(|name| find_framework(&name, library, &mut nested))
        .or_else(|| frameworks.first().copied());
    let sections = fields.node("sections").map(|node| read_sections(node, library, &mut nested)).unwrap_or_default();
    let classifications = read_classifications(fields.texts("classifications"), &mut nested);
    let default_classification = fields
        .text("default_classification")
        .and_then(|name| find_classification(&name, &classifications, &mut nested))
        .or_else(|| classifications.iter().position(|name| name == "internal"))
        .unwrap_or(0);
    let audiences = match fields.node("audiences") {
        Some(node) => read_audiences(node, &classifications, &mut nested),
        None => default_audiences(&classifications),
    };
    let review_interval = fields.interval("review").map_or(Interval::months(12), |interval| interval.value);
    let evidence_interval =
        fields.interval("evidence_validity").map_or(Interval::months(12), |interval| interval.value);
    let rules = fields.node("rules").map(|node| read_rules(node, &mut nested)).unwrap_or_default();
    let waivers = fields.node("waivers").map(|node| read_waivers(node, &mut nested)).unwrap_or_default();
    let risk = read_risk(fields.node("risk"), &vocabulary.kinds, &mut nested);
    let roles = read_roles(fields.node("roles"), &mut nested);
    let edit_url = fields.text("edit_url").and_then(|url| read_edit_url(url, &mut nested));
    let versions = fields.node("versions").map(|node| read_versions(node, &mut nested));
    fields.findings.append(&mut nested);
    let findings = fields.finish("aimsbook.yaml");
    let title = title.unwrap_or_else(|| default_title(&organization, folder_name));
    let config = Config {
        is_trial: !exists,
        title,
        organization,
        language,
        frameworks,
        default_framework,
        sections,
        classifications,
        default_classification,
        audiences,
        review_interval,
        evidence_interval,
        rules,
        waivers,
        edit_url,
        risk,
        roles,
        versions,
    };
    (config, findings)
}

fn default_title(organization: &str, folder_name: &str) -> String {
    match (organization, folder_name) {
        ("", "") => "AI management handbook".to_owned(),
        ("", folder) => folder.to_owned(),
        (organization, _) => format!("{organization} AI management handbook"),
    }
}

impl Config {
    /// The title of the site of an audience.
    pub fn title_for(&self, audience: &str) -> &str {
        self.audiences.get(audience).and_then(|audience| audience.title.as_deref()).unwrap_or(&self.title)
    }

    /// The highest classification up to `sees` that an audience sees here and, up to `they_see`, in another edition: what
    /// only one edition knows counts when something above it is known to both.
    pub fn seen_in_both(&self, sees: usize, other: &Config, they_see: usize) -> Option<usize> {
        let mut highest = None;
        for (at, name) in self.classifications.iter().enumerate().take(sees + 1) {
            match other.classifications.iter().position(|known| known.eq_ignore_ascii_case(name)) {
                Some(place) if place <= they_see => highest = Some(at),
                Some(_) => break,
                None => {}
            }
        }
        highest
    }

    /// Whether a file belongs to another version, which lies in a folder of this one.
    pub fn is_other_version(&self, path: &DocPath) -> bool {
        let folders = self.versions.iter().flat_map(|versions| &versions.folders);
        folders.into_iter().any(|(_, folder)| path.is_below(folder.as_str()))
    }

    /// How a file at this place is read.
    pub fn entry_options(&self, path: &DocPath) -> EntryOptions {
        let section = self.sections.iter().find(|(folder, _)| path.is_below(folder));
        let default = section.and_then(|(_, default)| *default).or(self.default_framework);
        EntryOptions { enabled: self.frameworks.clone(), default }
    }

    pub fn handbook_options(&self, as_of: Date) -> HandbookOptions {
        HandbookOptions {
            as_of,
            frameworks: self.frameworks.clone(),
            review_interval: self.review_interval,
            evidence_interval: self.evidence_interval,
            classifications: self.classifications.clone(),
            default_classification: self.default_classification,
            is_trial: self.is_trial,
            risk: self.risk.clone(),
            hidden: Default::default(),
        }
    }

    pub fn rule_options(&self) -> RuleOptions {
        let level = |word: &str| match word {
            "off" => RuleLevel::Off,
            "error" => RuleLevel::At(Level::Error),
            "note" => RuleLevel::At(Level::Note),
            _ => RuleLevel::At(Level::Warning),
        };
        let levels = self.rules.iter().map(|(name, word)| (name.value.clone(), level(&word.value))).collect();
        RuleOptions { levels, waivers: self.waivers.clone() }
    }
}

fn read_frameworks(names: &[Spanned<String>], library: &Library, findings: &mut Vec<Finding>) -> Vec<FrameworkIndex> {
    if names.is_empty() {
        return library.framework(TRIAL_FRAMEWORK).into_iter().collect();
    }
    let mut frameworks = Vec::new();
    for name in names {
        let Some(framework) = find_framework(name, library, findings) else { continue };
        if frameworks.contains(&framework) {
            findings.push(Finding::warning(
                "duplicate-framework",
                name.span,
                format!("`{}` is named twice", name.value),
            ));
        } else {
            frameworks.push(framework);
        }
    }
    frameworks
}

fn find_framework(name: &Spanned<String>, library: &Library, findings: &mut Vec<Finding>) -> Option<FrameworkIndex> {
    let found = library.framework(&name.value);
    if found.is_none() {
        findings.push(unknown_framework(name, library));
    }
    found
}

fn read_sections(node: &Node, library: &Library, findings: &mut Vec<Finding>) -> Vec<(String, Option<FrameworkIndex>)> {
    let mut sections = Vec::new();
    for pair in map_of(node, "sections", findings) {
        let mut fields = Fields::of(&pair.value);
        let mut nested = Vec::new();
        let default = fields.text("default_framework").and_then(|name| find_framework(&name, library, &mut nested));
        fields.findings.append(&mut nested);
        findings.extend(fields.finish("a section"));
        match DocPath::new(&pair.key.value) {
            Some(path) => sections.push((path.as_str().to_owned(), default)),
            None => findings.push(Finding::error("wrong-path", pair.key.span, "this path leads out of the handbook")),
        }
    }
    sections.sort_by_key(|(folder, _)| std::cmp::Reverse(folder.len()));
    sections
}

fn map_of<'n>(node: &'n Node, key: &str, findings: &mut Vec<Finding>) -> &'n [crate::syntax::Pair] {
    if node.map().is_none() {
        findings.push(Finding::error(
            "wrong-type",
            node.span,
            format!("`{key}` must be a map, this is {}", node.shape()),
        ));
    }
    node.map().unwrap_or(&[])
}

fn read_classifications(names: Vec<Spanned<String>>, findings: &mut Vec<Finding>) -> Vec<String> {
    let mut classifications: Vec<String> = Vec::new();
    for name in names {
        if classifications.iter().any(|known| known.eq_ignore_ascii_case(&name.value)) {
            let message = format!("the classification `{}` is named twice", name.value);
            findings.push(Finding::error("duplicate-key", name.span, message));
        } else {
            classifications.push(name.value);
        }
    }
    if classifications.is_empty() { CLASSIFICATIONS.map(str::to_owned).to_vec() } else { classifications }
}

fn find_classification(name: &Spanned<String>, known: &[String], findings: &mut Vec<Finding>) -> Option<usize> {
    let found = known.iter().position(|classification| classification.eq_ignore_ascii_case(&name.value));
    if found.is_none() {
        findings.push(unknown_classification(name, known));
    }
    found
}

/// One audience for each classification, by its name; `auditor` is the usual word for who sees confidential things.
fn default_audiences(classifications: &[String]) -> BTreeMap<String, Audience> {
    let audience = |at: usize| Audience { sees: at, title: None, coverage: at > 0 };
    let mut audiences: BTreeMap<String, Audience> =
        classifications.iter().enumerate().map(|(at, name)| (name.clone(), audience(at))).collect();
    if let Some(at) = classifications.iter().position(|name| name == "confidential") {
        audiences.insert("auditor".to_owned(), audience(at));
    }
    audiences.entry("internal".to_owned()).or_insert_with(|| audience(classifications.len().saturating_sub(1).min(1)));
    audiences
}

/// `name: classification`, or `name: {sees: classification, coverage: yes, title: Another title}`.
fn read_audiences(node: &Node, classifications: &[String], findings: &mut Vec<Finding>) -> BTreeMap<String, Audience> {
    let mut audiences = BTreeMap::new();
    for pair in map_of(node, "audiences", findings) {
        let mut coverage = None;
        let mut title = None;
        let sees = match pair.value.spanned_text() {
            Some(name) => Some(name),
            None => {
                let mut fields = Fields::of(&pair.value);
                let sees = fields.text("sees");
                coverage = fields.truth("coverage");
                title = fields.text("title").map(|title| title.value);
                if sees.is_none() {
                    let message = format!("the audience `{}` does not say what it sees", pair.key.value);
                    fields
                        .findings
                        .push(Finding::error("missing-field", pair.key.span, message).help("sees: internal"));
                }
                findings.extend(fields.finish("an audience"));
                sees
            }
        };
        let Some(sees) = sees.and_then(|name| find_classification(&name, classifications, findings)) else { continue };
        audiences.insert(pair.key.value.clone(), Audience { sees, title, coverage: coverage.unwrap_or(sees > 0) });
    }
    for (name, audience) in default_audiences(classifications) {
        if name == "internal" {
            audiences.entry(name).or_insert(audience);
        }
    }
    audiences
}

fn read_rules(node: &Node, findings: &mut Vec<Finding>) -> Vec<(Spanned<String>, Spanned<String>)> {
    let mut rules = Vec::new();
    for pair in map_of(node, "rules", findings) {
        match pair.value.spanned_text() {
            Some(level) if ["off", "note", "warning", "error"].contains(&level.value.as_str()) => {
                rules.push((pair.key.clone(), level));
            }
            Some(level) => {
                let finding = Finding::error("wrong-choice", level.span, format!("`{}` is not a level", level.value));
                findings.push(finding.help("one of: off, note, warning, error"));
            }
            None => findings.push(Finding::error("wrong-type", pair.value.span, "a rule's level is a word")),
        }
    }
    rules
}

/// `{rule, for, reason, by, until}` each; one that does not say all of it waives nothing.
fn read_waivers(node: &Node, findings: &mut Vec<Finding>) -> Vec<Waiver> {
    let mut waivers = Vec::new();
    for item in node.one_or_many() {
        let mut fields = Fields::of(item);
        let filled = |text: Option<Spanned<String>>| text.filter(|text| !text.value.trim().is_empty());
        let (rule, reason, by) =
            (filled(fields.text("rule")), filled(fields.text("reason")), filled(fields.text("by")));
        let (targets, until) = (fields.texts("for"), fields.date("until"));
        let is_written = |key: &str| item.get(key).is_some_and(|node| !node.is_null() && node.text() != Some(""));
        let missing: Vec<&str> =
            ["rule", "for", "reason", "by", "until"].into_iter().filter(|key| !is_written(key)).collect();
        if !missing.is_empty() && item.map().is_some() {
            findings.push(incomplete_waiver(item.span, &missing));
        }
        findings.extend(fields.finish("a waiver"));
        if let (Some(rule), Some(reason), Some(by), Some(until), false) = (rule, reason, by, until, targets.is_empty())
        {
            waivers.push(Waiver { rule, targets, reason: reason.value, by: by.value, until });
        }
    }
    waivers
}

fn read_edit_url(url: Spanned<String>, findings: &mut Vec<Finding>) -> Option<String> {
    let safe = url.value.starts_with("https://") || url.value.starts_with("http://");
    if safe && url.value.contains("{path}") {
        return Some(url.value);
    }
    findings.push(
        Finding::error("wrong-type", url.span, "`edit_url` must be an http or https address that contains `{path}`")
            .help("such as https://example.org/aims/edit/main/{path}"),
    );
    None
}

/// Rules that no rule of this program is called.
pub fn unknown_rules(config: &Config, known: &[&str]) -> Vec<Finding> {
    let unknown = config.rules.iter().filter(|(name, _)| !known.contains(&name.value.as_str()));
    let mut findings: Vec<Finding> =
        unknown.map(|(name, _)| unknown_key(name, "`rules`", known.iter().copied())).collect();
    let waived = config.waivers.iter().map(|waiver| &waiver.rule);
    findings.extend(waived.filter(|name| !known.contains(&name.value.as_str())).map(|name| {
        let finding = Finding::error("unknown-rule", name.span, format!("no rule is called `{}`", name.value));
        match nearest(&name.value, known.iter().copied(), 1).first() {
            Some(near) => finding.help(format!("did you mean `{near}`?")),
            None => finding.help("`aimsbook rules` lists them"),
        }
    }));
    findings
}
