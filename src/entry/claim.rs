//! What documents and records have in common: references to clauses, and evidence that they name.
//!
//! Never decides whether a claim counts.

use crate::catalog::{Bare, FrameworkIndex, Library, Reading, Reference, read_references};
use crate::diagnostic::Finding;
use crate::schema::Kinds;
use crate::syntax::{Fields, Node};
use crate::text::{Date, Sha256, Spanned};

/// Catalogs and kinds, built first and immutable, by which every file is understood.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    pub library: Library,
    pub kinds: Kinds,
}

impl Vocabulary {
    /// Over everything that decides how a file is understood.
    pub fn digest(&self) -> Sha256 {
        Sha256::of(format!("{}{}", self.library.digest(), self.kinds.digest()).as_bytes())
    }
}

/// What a file's place in the handbook decides about reading it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub struct EntryOptions {
    /// The enabled frameworks, the first one first.
    pub enabled: Vec<FrameworkIndex>,
    /// The framework that a bare reference means here.
    pub default: Option<FrameworkIndex>,
}

impl EntryOptions {
    pub fn reading<'a>(&'a self, vocabulary: &'a Vocabulary) -> Reading<'a> {
        Reading { library: &vocabulary.library, enabled: &self.enabled, default: self.default }
    }
}

/// A reference by which a document or record says that it answers an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Claim {
    pub reference: Reference,
}

/// Reads `clauses`: a list in the default framework, or a map from framework to list.
pub fn read_claims(node: &Node, reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Vec<Claim> {
    let Some(pairs) = node.map() else { return claims_in_list(node, reading, findings) };
    let mut claims = Vec::new();
    for pair in pairs {
        match reading.library.framework(&pair.key.value) {
            Some(framework) => {
                let reading = Reading { default: Some(framework), ..*reading };
                claims.extend(claims_in_list(&pair.value, &reading, findings));
                if !reading.enabled.contains(&framework) {
                    findings.push(not_enabled(&pair.key));
                }
            }
            None => findings.push(unknown_framework(&pair.key, reading.library)),
        }
    }
    claims
}

fn claims_in_list(node: &Node, reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Vec<Claim> {
    let mut claims = Vec::new();
    for item in node.one_or_many() {
        match item.text() {
            Some(text) => {
                let (references, wrong) = read_references(text, item.span, reading, Bare::Default);
                findings.extend(wrong);
                claims.extend(references.into_iter().map(|reference| Claim { reference }));
            }
            None if item.is_null() => {}
            None => {
                let message = format!("a clause must be a text such as A.6.2.4, this is {}", item.shape());
                findings.push(Finding::error("wrong-type", item.span, message));
            }
        }
    }
    claims
}

/// A framework's name that no catalog has.
pub fn unknown_framework(name: &Spanned<String>, library: &Library) -> Finding {
    let finding = Finding::error("unknown-framework", name.span, format!("no framework is called `{}`", name.value));
    let near = library.nearest_frameworks(&name.value);
    let near =
        if near.is_empty() { library.frameworks().iter().map(|known| known.id.as_str()).collect() } else { near };
    finding.help(format!("known: {}; own frameworks stand in frameworks/*.yaml", near.join(", ")))
}

fn not_enabled(name: &Spanned<String>) -> Finding {
    let message = format!("`{}` is not among the handbook's frameworks, so these references count nowhere", name.value);
    Finding::warning("framework-not-enabled", name.span, message)
        .cause(name.value.clone())
        .help("add it to `frameworks` in aimsbook.yaml")
}

/// Where evidence is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EvidenceLocation {
    /// A path as written, relative to the handbook's folder or to the file that names it.
    Path(String),
    /// An address outside the handbook, http or https.
    Address(String),
}

/// Evidence that a document or record names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EvidenceUse {
    pub location: Spanned<EvidenceLocation>,
    pub sha256: Option<Spanned<Sha256>>,
    /// Something is recorded as its digest that is none: nobody can say that it is still the same.
    pub unclear_digest: bool,
    pub title: Option<String>,
    /// The period that the evidence speaks for.
    pub effective_from: Option<Spanned<Date>>,
    pub effective_to: Option<Spanned<Date>>,
    pub collected: Option<Spanned<Date>>,
    pub expires: Option<Spanned<Date>>,
    /// The entries it is named for; without a word, those of the document or record that names it.
    pub clauses: Option<Vec<Claim>>,
}

/// Reads an `evidence` list: paths, addresses, or maps with more about each.
pub fn read_evidence(node: &Node, reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Vec<EvidenceUse> {
    node.one_or_many().iter().filter_map(|item| read_evidence_item(item, reading, findings)).collect()
}

fn read_evidence_item(item: &Node, reading: &Reading<'_>, findings: &mut Vec<Finding>) -> Option<EvidenceUse> {
    if let Some(text) = item.spanned_text() {
        return Some(EvidenceUse {
            location: location(text),
            sha256: None,
            unclear_digest: false,
            title: None,
            effective_from: None,
            effective_to: None,
            collected: None,
            expires: None,
            clauses: None,
        });
    }
    if item.is_null() {
        return None;
    }
    let mut fields = Fields::of(item);
    let place = fields.text("path").or_else(|| fields.text("url")).or_else(|| fields.text("address"));
    let (path, url, address) = (fields.node("path"), fields.node("url"), fields.node("address"));
    let sha256 = fields.text("sha256").and_then(|text| read_digest(&text, &mut fields.findings));
    let unclear_digest = sha256.is_none() && fields.node("sha256").is_some_and(|node| !node.is_null());
    let title = fields.text("title").map(|title| title.value);
    let (effective_from, effective_to) = read_period(&mut fields);
    let collected = fields.date("collected");
    let expires = fields.date("expires");
    let mut clause_findings = Vec::new();
    let clauses = fields.node("clauses").map(|node| read_claims(node, reading, &mut clause_findings));
    fields.findings.extend(clause_findings);
    if place.is_none() && item.map().is_some() {
        fields.findings.push(
            Finding::error("missing-field", item.span, "an evidence item needs a `path` or a `url`")
                .help("write the file's path, such as evidence/2026/report.pdf"),
        );
    } else if [path, url, address].iter().flatten().count() > 1 {
        fields.findings.push(Finding::error(
            "wrong-type",
            item.span,
            "an evidence item has a `path` or a `url`, not both",
        ));
    }
    findings.extend(fields.finish("an evidence item"));
    let location = location(place?);
    Some(EvidenceUse {
        location,
        sha256,
        unclear_digest,
        title,
        effective_from,
        effective_to,
        collected,
        expires,
        clauses,
    })
}

fn read_period(fields: &mut Fields<'_>) -> (Option<Spanned<Date>>, Option<Spanned<Date>>) {
    let Some(node) = fields.node("effective") else { return (None, None) };
    let mut period = Fields::of(node);
    let (from, to) = (period.date("from"), period.date("to"));
    if let (Some(from), Some(to)) = (&from, &to)
        && from.value > to.value
    {
        period.findings.push(Finding::error("wrong-date", to.span, "the period ends before it begins"));
    }
    fields.findings.extend(period.finish("`effective`"));
    (from, to)
}

/// Reads 64 hexadecimal digits.
pub fn read_digest(text: &Spanned<String>, findings: &mut Vec<Finding>) -> Option<Spanned<Sha256>> {
    let digest = Sha256::parse(&text.value);
    if digest.is_none() {
        findings.push(
            Finding::error("wrong-digest", text.span, "this is not a SHA-256 digest")
                .help("64 hexadecimal digits, as `sha256sum FILE` prints them"),
        );
    }
    digest.map(|digest| Spanned::new(digest, text.span))
}

fn location(text: Spanned<String>) -> Spanned<EvidenceLocation> {
    let lower = text.value.to_ascii_lowercase();
    let address = lower.starts_with("https://") || lower.starts_with("http://");
    let location = if address { EvidenceLocation::Address(text.value) } else { EvidenceLocation::Path(text.value) };
    Spanned::new(location, text.span)
}
