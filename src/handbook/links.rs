//! What the links of documents lead to.
//!
//! Never lets a link leave the handbook's folder, and never lets through a scheme that is not on the list.

use std::collections::BTreeSet;
use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::catalog::{Bare, ClauseId, Reading, read_references};
use crate::diagnostic::{Diagnostic, Finding, ordered_map};
use crate::entry::Document;
use crate::handbook::{Ids, Item};
use crate::syntax::markdown::{Body, Link, LinkKind};
use crate::text::{DocPath, Snapshot, Span, nearest};

/// Where a link leads.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LinkEnd {
    /// The fragment is empty for the page itself.
    Document {
        at: usize,
        fragment: String,
    },
    Record(usize),
    /// A file that holds records of one kind: its register.
    Register(String),
    Clause(ClauseId),
    /// Any other file in the folder.
    File(DocPath),
    /// A folder with documents in it.
    Folder(String),
    /// An address outside; the scheme is allowed.
    Outside(String),
    /// Leads nowhere, which a finding says.
    Broken,
}

/// What links are resolved against.
pub struct Surroundings<'a> {
    pub documents: &'a [Arc<Document>],
    pub record_kinds: &'a (dyn Fn(usize) -> &'a str + Sync),
    pub ids: &'a Ids,
    pub snapshot: &'a Snapshot,
    /// Folders that hold documents, at any depth.
    pub folders: &'a BTreeSet<String>,
    pub reading: Reading<'a>,
    /// What `[[wiki]]` links of documents call a clause, each read once.
    pub clauses: FxHashMap<&'a str, ClauseId>,
}

impl<'a> Surroundings<'a> {
    /// Reads what `[[wiki]]` links of these names call a clause.
    pub fn with_clauses(mut self, names: &FxHashSet<&'a str>) -> Surroundings<'a> {
        let names: Vec<&str> = names.iter().copied().filter(|name| called(name, &self).is_none()).collect();
        let clauses =
            ordered_map(&names, |name| match read_references(name, Span::default(), &self.reading, Bare::MustFitOne) {
                (references, wrong) if wrong.is_empty() && references.len() == 1 => Some(references[0].target.clause()),
                _ => None,
            });
        self.clauses = names.into_iter().zip(clauses).filter_map(|(name, clause)| Some((name, clause?))).collect();
        self
    }
}

/// What `[[wiki]]` links call, each once: thousands of links name the same few.
pub fn wiki_names<'b>(bodies: impl Iterator<Item = &'b Body>) -> FxHashSet<&'b str> {
    let wiki = bodies.flat_map(|body| &body.links).filter(|link| link.kind == LinkKind::Wiki);
    wiki.map(|link| wiki_name(link).0).collect()
}

/// The document or record that a `[[wiki]]` link calls by its id, its path or its title.
fn called(name: &str, around: &Surroundings<'_>) -> Option<Item> {
    around.ids.item(name).or_else(|| {
        let by_path = DocPath::new(name).and_then(|path| document_near(&path, false, around));
        by_path.or_else(|| around.ids.document_called(name)).map(Item::Document)
    })
}

/// What a `[[wiki]]` link calls, and the section of it.
fn wiki_name(link: &Link) -> (&str, &str) {
    let (name, fragment) = link.target.split_once('#').unwrap_or((&link.target, ""));
    (name.trim(), fragment.trim())
}

/// Schemes that a reader may be sent to.
const SCHEMES: [&str; 4] = ["https", "http", "mailto", "tel"];

/// Resolves the links of one document, in their order.
pub fn resolve_links(from: &DocPath, body: &Body, around: &Surroundings<'_>) -> (Vec<LinkEnd>, Vec<Diagnostic>) {
    let mut findings = Vec::new();
    let ends = body.links.iter().map(|link| {
        resolve(link, from, around, &mut findings).unwrap_or_else(|finding| {
            findings.push(finding);
            LinkEnd::Broken
        })
    });
    let ends = ends.collect();
    (ends, findings.into_iter().map(|finding| finding.at(from)).collect())
}

/// An error means that the link leads nowhere; findings that leave it working go to `findings`.
fn resolve(
    link: &Link,
    from: &DocPath,
    around: &Surroundings<'_>,
    findings: &mut Vec<Finding>,
) -> Result<LinkEnd, Finding> {
    let target = link.target.trim();
    if link.kind == LinkKind::Wiki {
        return resolve_wiki(link, from, around, findings);
    }
    if let Some(scheme) = scheme(target) {
        if SCHEMES.contains(&scheme.as_str()) {
            return Ok(outside(target.to_owned(), link, findings));
        }
        let message = format!("links with `{scheme}:` are not allowed");
        let near =
            nearest(&scheme, SCHEMES, 1).first().map_or(String::new(), |near| format!("did you mean `{near}:`? "));
        return Err(Finding::warning("link-scheme", link.span, message)
            .label("shown as text")
            .help(format!("{near}allowed are https, http, mailto and tel, and paths in the handbook")));
    }
    if let Some(host) = target.strip_prefix("//") {
        return Ok(outside(format!("https://{host}"), link, findings));
    }
    let (path, fragment) = split_fragment(target);
    if path.is_empty() {
        return here(from, fragment, link, around, findings);
    }
    let path = percent_decoded(path);
    let Some(wanted) = from.join(&path) else {
        return Err(Finding::error(
            "link-leaves-folder",
            link.span,
            format!("`{path}` leads out of the handbook's folder"),
        )
        .help("copy the file into the handbook, or link to it by its address"));
    };
    // A file that is there comes before a document that might be meant by its name.
    let is_file = around.ids.document_at(&wanted).is_none() && around.snapshot.fact(&wanted).is_some();
    if let Some(at) = document_near(&wanted, path.ends_with('/'), around).filter(|_| !is_file) {
        return Ok(document_end(at, fragment, link, around, findings));
    }
    find_path(&wanted, around)
        .or_else(|| from_another_root(&path, from, &fragment, link, around, findings))
        .ok_or_else(|| broken_path(&path, &wanted, link, around))
}

/// An address outside. Pages load nothing from there, so a picture is not shown.
fn outside(address: String, link: &Link, findings: &mut Vec<Finding>) -> LinkEnd {
    if matches!(link.kind, LinkKind::Image | LinkKind::RawImage) {
        let finding = Finding::warning("picture-outside", link.span, "a picture from another site is not shown");
        findings.push(finding.cause("pictures from other sites").help("put the picture into the handbook"));
    }
    LinkEnd::Outside(address)
}

/// A section of the same page; a record's page has none.
fn here(
    from: &DocPath,
    fragment: String,
    link: &Link,
    around: &Surroundings<'_>,
    findings: &mut Vec<Finding>,
) -> Result<LinkEnd, Finding> {
    match around.ids.document_at(from) {
        Some(at) => Ok(document_end(at, fragment, link, around, findings)),
        None => Err(Finding::warning("broken-anchor", link.span, "a record has no sections to link to")),
    }
}

/// A document, at a section when there is one of that name; else at its start, with a finding.
fn document_end(
    at: usize,
    fragment: String,
    link: &Link,
    around: &Surroundings<'_>,
    findings: &mut Vec<Finding>,
) -> LinkEnd {
    let document = &around.documents[at];
    let body = &document.body;
    if fragment.is_empty() || body.has_anchor(&fragment) {
        return LinkEnd::Document { at, fragment };
    }
    // Every tool makes ids of its own from headings; letters and digits are what they agree on.
    let wanted = letters_and_digits(&fragment);
    let same = |text: &str| !wanted.is_empty() && letters_and_digits(text) == wanted;
    if let Some(heading) = body.headings.iter().find(|heading| same(&heading.id) || same(&heading.text)) {
        return LinkEnd::Document { at, fragment: heading.id.clone() };
    }
    if let Some(end) = in_another_file(at, &wanted, link, around, findings) {
        return end;
    }
    if fragment != "top" {
        let message = format!("`{}` has no section `#{fragment}`", document.path);
        let finding = Finding::warning("broken-anchor", link.span, message).label("leads to the start of the page");
        findings.push(match nearest(&fragment, body.anchor_names(), 1).first() {
            Some(near) => finding.help(format!("did you mean `#{near}`?")),
            None => finding,
        });
    }
    LinkEnd::Document { at, fragment: String::new() }
}

/// The scheme in lower case, when the target has one. Blanks and control characters inside do not hide it.
fn scheme(target: &str) -> Option<String> {
    let visible: String =
        target.chars().filter(|character| !character.is_whitespace() && !character.is_control()).collect();
    let (scheme, _) = visible.split_once(':')?;
    let first = scheme.chars().next()?;
    let plain = first.is_ascii_alphabetic()
        && scheme.chars().all(|character| character.is_ascii_alphanumeric() || "+.-".contains(character));
    // `a.md:3` is a file, not a scheme.
    (plain && !scheme.contains('.')).then(|| scheme.to_ascii_lowercase())
}

fn split_fragment(target: &str) -> (&str, String) {
    let (path, fragment) = target.split_once('#').unwrap_or((target, ""));
    let path = path.split_once('?').map_or(path, |(path, _)| path);
    (path, percent_decoded(fragment))
}

/// Decodes `%20` and the like; what is not valid UTF-8 afterwards stays as written.
fn percent_decoded(text: &str) -> String {
    if !text.contains('%') {
        return text.to_owned();
    }
    let bytes = text.as_bytes();
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        let hex = bytes.get(at + 1..at + 3).and_then(|digits| std::str::from_utf8(digits).ok());
        match hex.and_then(|digits| u8::from_str_radix(digits, 16).ok()).filter(|_| bytes[at] == b'%') {
            Some(byte) => {
                decoded.push(byte);
                at += 3;
            }
            None => {
                decoded.push(bytes[at]);
                at += 1;
            }
        }
    }
    String::from_utf8(decoded).unwrap_or_else(|_| text.to_owned())
}

/// A record, a register, a file or a folder; `None` when there is nothing.
fn find_path(wanted: &DocPath, around: &Surroundings<'_>) -> Option<LinkEnd> {
    match around.ids.records_at(wanted) {
        [] => {}
        [only] => return Some(LinkEnd::Record(*only)),
        [first, ..] => return Some(LinkEnd::Register((around.record_kinds)(*first).to_owned())),
    }
    if around.snapshot.fact(wanted).is_some() {
        return Some(LinkEnd::File(wanted.clone()));
    }
    if around.folders.contains(wanted.as_str()) {
        return Some(LinkEnd::Folder(wanted.as_str().to_owned()));
    }
    around.ids.first_record_below(wanted).map(|at| LinkEnd::Register((around.record_kinds)(at).to_owned()))
}

/// The document at a path as other tools write it: without extension, as a folder, as its HTML page.
fn document_near(wanted: &DocPath, as_folder: bool, around: &Surroundings<'_>) -> Option<usize> {
    if !as_folder && let Some(at) = around.ids.document_at(wanted) {
        return Some(at);
    }
    let path = wanted.as_str();
    let stem = path.strip_suffix(".html").or_else(|| path.strip_suffix(".htm")).unwrap_or(path);
    around.ids.document_without_ending(stem).or_else(|| around.ids.document_opening(path))
}

/// A section of a file beside this one: some tools join the files of a folder into one page.
fn in_another_file(
    at: usize,
    wanted: &str,
    link: &Link,
    around: &Surroundings<'_>,
    findings: &mut Vec<Finding>,
) -> Option<LinkEnd> {
    let here = &around.documents[at].path;
    // Few letters fit too many headings.
    if !link.target.starts_with('#') || wanted.chars().count() < 4 {
        return None;
    }
    let beside = around.documents.iter().enumerate().filter(|(_, other)| other.path.folder() == here.folder());
    let mut found = beside.flat_map(|(at, other)| {
        let same = other.body.headings.iter().filter(|heading| letters_and_digits(&heading.text) == wanted);
        same.map(move |heading| (at, heading))
    });
    let (other, heading) = found.next().filter(|_| found.next().is_none())?;
    let message = format!("this section is in `{}`", around.documents[other].path);
    let finding = Finding::note("anchor-in-another-file", link.span, message);
    findings.push(finding.cause("links between files that another tool joins").help("write the file before the `#`"));
    Some(LinkEnd::Document { at: other, fragment: heading.id.clone() })
}

fn letters_and_digits(text: &str) -> String {
    text.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A link written for another root: from the top of a site that holds this folder, or from a folder above this file.
fn from_another_root(
    path: &str,
    from: &DocPath,
    fragment: &str,
    link: &Link,
    around: &Surroundings<'_>,
    findings: &mut Vec<Finding>,
) -> Option<LinkEnd> {
    let rootless = path.strip_prefix('/');
    let candidates: Vec<DocPath> = match rootless {
        Some(rest) => rest.match_indices('/').filter_map(|(at, _)| DocPath::new(&rest[at + 1..])).collect(),
        None => folders_above(from.folder()).filter_map(|folder| DocPath::new(&format!("{folder}/{path}"))).collect(),
    };
    let usable = |candidate: &&DocPath| !candidate.as_str().is_empty();
    for candidate in candidates.iter().filter(usable) {
        let end = match document_near(candidate, path.ends_with('/'), around) {
            Some(at) => Some(document_end(at, fragment.to_owned(), link, around, findings)),
            None => find_path(candidate, around),
        };
        if let Some(end) = end {
            let message = format!("`{path}` leads nowhere from here; `{candidate}` is taken");
            let finding = Finding::note("link-from-another-root", link.span, message);
            findings.push(finding.cause("links written for another root").help("write the path from this file"));
            return Some(end);
        }
    }
    None
}

fn folders_above(folder: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(folder), |folder| match folder.rsplit_once('/') {
        Some((above, _)) => Some(above),
        None if folder.is_empty() => None,
        None => Some(""),
    })
    .skip(1)
}

fn broken_path(written: &str, wanted: &DocPath, link: &Link, around: &Surroundings<'_>) -> Finding {
    let finding = Finding::warning("broken-link", link.span, format!("there is no file `{wanted}`"));
    let finding = if written.starts_with('/') { finding.cause("links from the root of another site") } else { finding };
    let mut known: Vec<&str> = around.ids.paths().map(DocPath::as_str).collect();
    known.sort_unstable();
    let name = wanted.file_name().to_lowercase();
    let elsewhere = known.iter().find(|path| path.rsplit('/').next().is_some_and(|other| other.to_lowercase() == name));
    match elsewhere.copied().or_else(|| nearest(wanted.as_str(), known, 1).first().copied()) {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// `[[id]]`, `[[path]]`, `[[title]]` or `[[clause]]`, each perhaps with `#section`, by its id or its title.
fn resolve_wiki(
    link: &Link,
    from: &DocPath,
    around: &Surroundings<'_>,
    findings: &mut Vec<Finding>,
) -> Result<LinkEnd, Finding> {
    let (name, fragment) = wiki_name(link);
    let fragment = percent_decoded(fragment);
    if name.is_empty() {
        return here(from, fragment, link, around, findings);
    }
    match called(name, around) {
        Some(Item::Record(at)) => return Ok(LinkEnd::Record(at)),
        Some(Item::Document(at)) => return Ok(document_end(at, fragment, link, around, findings)),
        None => {}
    }
    if let Some(clause) = around.clauses.get(name) {
        return Ok(LinkEnd::Clause(*clause));
    }
    let (references, wrong) = read_references(name, link.span, &around.reading, Bare::MustFitOne);
    if let ([reference], []) = (references.as_slice(), wrong.as_slice()) {
        return Ok(LinkEnd::Clause(reference.target.clause()));
    }
    let says_what = |finding: &Finding| {
        finding.code == "ambiguous-clause" || (finding.code == "unknown-clause" && looks_like_clause(name))
    };
    if let Some(clause) = wrong.into_iter().find(says_what) {
        return Err(clause);
    }
    let near = around.ids.nearest(name);
    let finding = Finding::warning("broken-link", link.span, format!("nothing is called `{name}`"))
        .label("no id, no file, no title, no clause");
    Err(if near.is_empty() { finding } else { finding.help(format!("did you mean `{}`?", near.join("`, `"))) })
}

/// Numbers with a dot between them, such as `A.6.2.4`.
fn looks_like_clause(name: &str) -> bool {
    let mut steps = name.split('.');
    let starts = steps.next().is_some_and(|first| first.len() <= 2 && first.chars().all(char::is_alphanumeric));
    let mut rest = steps.peekable();
    starts && rest.peek().is_some() && rest.all(|step| step.starts_with(|first: char| first.is_ascii_digit()))
}

/// All folders above documents, so that a link to a folder leads to its list.
pub fn folders<'a>(paths: impl Iterator<Item = &'a DocPath>) -> BTreeSet<String> {
    let mut folders = BTreeSet::new();
    for path in paths {
        let mut folder = path.folder();
        while !folder.is_empty() && folders.insert(folder.to_owned()) {
            folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
        }
    }
    folders
}
