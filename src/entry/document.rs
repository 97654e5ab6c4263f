//! A Markdown document understood alone.
//!
//! Never decides whether it is in date or what its links lead to.

use crate::catalog::{Bare, Library, Reference, mentions, read_references};
use crate::diagnostic::Finding;
use crate::entry::classification::classification_in;
use crate::entry::front_matter::{FrontMatter, read_front_matter};
use crate::entry::search_terms::LazyTerms;
use crate::entry::{Approval, ApprovedText, Claim, Classification, DigestForm, EntryOptions, EvidenceUse, Vocabulary};
use crate::syntax::markdown::{Body, parse_markdown};
use crate::syntax::{Node, parse_yaml, split_front_matter};
use crate::text::{Date, DocPath, Interval, Sha256, Source, Span, Spanned};

/// One Markdown document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Document {
    pub path: DocPath,
    pub id: Spanned<String>,
    pub id_origin: IdOrigin,
    pub title: String,
    pub title_origin: TitleOrigin,
    /// Policy, procedure, … as written; empty when not said.
    pub kind: String,
    pub version: Option<String>,
    /// The day on which this version was written.
    pub date: Option<Spanned<Date>>,
    pub state: WrittenState,
    pub owner: Option<Spanned<String>>,
    pub approver: Option<Spanned<String>>,
    pub approved: Option<Spanned<Date>>,
    pub review: Option<Interval>,
    pub next_review: Option<Spanned<Date>>,
    pub classification: Classification,
    pub claims: Vec<DocumentClaim>,
    pub systems: Vec<Spanned<String>>,
    pub evidence: Vec<EvidenceUse>,
    /// Earlier ids and paths that links may still use.
    pub aliases: Vec<Spanned<String>>,
    pub replaced_by: Option<Spanned<String>>,
    pub approval: Option<Approval>,
    /// The digest of the text that an approval speaks for; absent when no approval has a digest.
    pub approved_text: Option<Sha256>,
    pub summary: String,
    /// The tag of the language that it is written in, when it says so.
    pub language: Option<String>,
    /// A place among its siblings; those without stand behind, by title.
    pub order: Option<i64>,
    pub body: Body,
    /// What the mentions in the body lead to, in the order of their holes.
    pub mentions: Vec<Reference>,
    pub lazy_terms: LazyTerms,
    /// The place of the front matter, or the start of the text.
    pub head: Span,
}

impl Document {
    /// Whether all is the same that others can say of it: everything but its text.
    pub fn looks_like(&self, other: &Document) -> bool {
        self.without_text() == other.without_text()
    }

    /// With its headings, and without the places of what stands in the text.
    fn without_text(&self) -> Document {
        let mut bare = self.clone();
        let Body { lead, mut headings, anchors, .. } = std::mem::take(&mut bare.body);
        for heading in &mut headings {
            heading.span = Span::default();
            heading.clauses = None;
        }
        for claim in bare.claims.iter_mut().filter(|claim| claim.heading.is_some()) {
            claim.claim.reference.written.span = Span::default();
        }
        bare.body = Body { lead, headings, anchors, ..Body::default() };
        bare.mentions.clear();
        bare.approved_text = None;
        bare
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdOrigin {
    FrontMatter,
    /// The path without its extension.
    Path,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleOrigin {
    FrontMatter,
    Heading,
    FileName,
}

/// The state that the front matter claims; whether it holds depends on dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum WrittenState {
    Draft,
    InReview,
    Approved,
    Retired,
}

/// A claim and the heading that makes it; none for the front matter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentClaim {
    pub claim: Claim,
    pub heading: Option<usize>,
}

/// Reads one document. Whatever is wrong with it, there is always a document.
pub fn read_document(source: &Source, vocabulary: &Vocabulary, options: &EntryOptions) -> (Document, Vec<Finding>) {
    let reading = options.reading(vocabulary);
    let split = split_front_matter(&source.text);
    let mut findings = split.findings;
    let parsed =
        split.front.map(|span| parse_yaml(&source.text[span.range()], span.start as usize)).unwrap_or_default();
    findings.extend(parsed.findings);
    let mut front =
        parsed.root.as_ref().map(|root| read_front_matter(root, &reading, &mut findings)).unwrap_or_default();
    // Front matter that nobody can read may have said who may see the document.
    if parsed.root.is_none() && !findings.is_empty() {
        let region = split.front.unwrap_or(split.body);
        front.classification = classification_in(&source.text[region.range()], region.start as usize);
    }

    let mut mentioned = Vec::new();
    let mut mention_findings = Vec::new();
    let mut body = parse_markdown(&source.text, split.body, &mut |text, place| {
        let mut ranges = Vec::new();
        for mention in mentions(text, &reading) {
            match mention.reference {
                Ok(mut reference) => {
                    reference.written.span = place.within(mention.range.clone());
                    mentioned.push(reference);
                    ranges.push(mention.range);
                }
                Err(mut finding) => {
                    finding.span = place.within(mention.range);
                    mention_findings.push(finding);
                }
            }
        }
        ranges
    });
    findings.append(&mut mention_findings);
    findings.append(&mut body.findings);
    findings.extend(template_notice(&body));
    if source.text.trim().is_empty() {
        findings.push(Finding::warning("empty-file", Span::new(0, 0), "this document is empty"));
    }
    let heading_claims = heading_claims(&body, &reading, &mut findings);
    let head = split.front.unwrap_or(Span::new(split.body.start as usize, split.body.start as usize));
    let mut document = assemble(source, front, body, heading_claims, mentioned, head, &mut findings);
    let body_text = &source.text[split.body.range()];
    document.approved_text = approved_text(&document, parsed.root.as_ref(), body_text, &vocabulary.library);
    (document, findings)
}

/// Digesting every text would be work for nothing: most approvals are not asked about.
fn approved_text(document: &Document, root: Option<&Node>, body: &str, library: &Library) -> Option<Sha256> {
    let form = document.approval.as_ref()?.digest.known()?.value.form;
    let bound = document.claims.iter().filter(|_| form == DigestForm::AsUnderstood);
    let text = ApprovedText {
        id: &document.id.value,
        title: (document.title_origin == TitleOrigin::FrontMatter).then_some(&document.title),
        version: document.version.as_deref(),
        systems: &document.systems,
        clauses: root.and_then(|root| root.get("clauses")),
        claims: bound.map(|claim| claim.claim.reference.meant(library)).collect(),
        body,
    };
    Some(text.digest())
}

fn template_notice(body: &Body) -> Option<Finding> {
    let first = body.template_syntax.first()?;
    let count = body.template_syntax.len();
    let message = format!("another tool's template syntax is shown as text ({count} places in this file)");
    Some(Finding::note("template-syntax", *first, message).cause("template syntax"))
}

fn heading_claims(
    body: &Body,
    reading: &crate::catalog::Reading<'_>,
    findings: &mut Vec<Finding>,
) -> Vec<DocumentClaim> {
    let mut claims = Vec::new();
    for (at, heading) in body.headings.iter().enumerate() {
        let Some(written) = &heading.clauses else { continue };
        let (references, wrong) = read_references(&written.value, written.span, reading, Bare::Default);
        findings.extend(wrong);
        claims.extend(
            references.into_iter().map(|reference| DocumentClaim { claim: Claim { reference }, heading: Some(at) }),
        );
    }
    claims
}

fn assemble(
    source: &Source,
    front: FrontMatter,
    body: Body,
    heading_claims: Vec<DocumentClaim>,
    mentions: Vec<Reference>,
    head: Span,
    findings: &mut Vec<Finding>,
) -> Document {
    let start = Span::new(head.start as usize, head.start as usize);
    let (title, title_origin) = title(&front, &body, source);
    let (id, id_origin) = match front.id {
        Some(id) => (id, IdOrigin::FrontMatter),
        None => (Spanned::new(path_id(&source.path), start), IdOrigin::Path),
    };
    if id_origin == IdOrigin::Path || title_origin != TitleOrigin::FrontMatter {
        findings.push(origin_note(&id.value, id_origin, &title, title_origin, start));
    }
    let mut claims: Vec<DocumentClaim> =
        front.claims.into_iter().map(|claim| DocumentClaim { claim, heading: None }).collect();
    claims.extend(heading_claims);
    Document {
        path: source.path.clone(),
        id,
        id_origin,
        title,
        title_origin,
        kind: front.kind.unwrap_or_default(),
        version: front.version,
        date: front.date,
        state: front.state.unwrap_or(WrittenState::Draft),
        owner: front.owner,
        approver: front.approver,
        approved: front.approved,
        review: front.review,
        next_review: front.next_review,
        classification: front.classification,
        claims,
        systems: front.systems,
        evidence: front.evidence,
        aliases: front.aliases,
        replaced_by: front.replaced_by,
        approval: front.approval,
        approved_text: None,
        summary: front.summary.unwrap_or_default(),
        language: front.language,
        order: front.order,
        body,
        mentions,
        lazy_terms: LazyTerms::default(),
        head,
    }
}

fn title(front: &FrontMatter, body: &Body, source: &Source) -> (String, TitleOrigin) {
    if let Some(title) = front.title.as_ref().filter(|title| !title.trim().is_empty()) {
        return (title.trim().to_owned(), TitleOrigin::FrontMatter);
    }
    let heading =
        body.lead.map(|at| &body.headings[at]).or_else(|| body.headings.iter().find(|heading| heading.level <= 2));
    match heading.filter(|heading| !heading.text.is_empty()) {
        Some(heading) => (heading.text.clone(), TitleOrigin::Heading),
        None => (name_title(&source.path), TitleOrigin::FileName),
    }
}

/// A readable title from a file name; an index file takes its folder's name.
fn name_title(path: &DocPath) -> String {
    let stem = if is_index(path) { path.folder().rsplit('/').next().unwrap_or("") } else { path.stem() };
    let words = stem.replace(['-', '_'], " ");
    let mut characters = words.trim().chars();
    match characters.next() {
        Some(first) => first.to_uppercase().chain(characters).collect(),
        None => "Home".to_owned(),
    }
}

/// A file that speaks for its folder.
pub fn is_index(path: &DocPath) -> bool {
    matches!(path.stem().to_lowercase().as_str(), "index" | "readme" | "_index")
}

fn path_id(path: &DocPath) -> String {
    let path = path.as_str();
    path.rsplit_once('.').map_or(path, |(stem, _)| stem).to_owned()
}

fn origin_note(id: &str, id_origin: IdOrigin, title: &str, title_origin: TitleOrigin, span: Span) -> Finding {
    let mut parts = Vec::new();
    if id_origin == IdOrigin::Path {
        parts.push(format!("its id `{id}` comes from the path"));
    }
    match title_origin {
        TitleOrigin::FrontMatter => {}
        TitleOrigin::Heading => parts.push(format!("its title \"{title}\" from the first heading")),
        TitleOrigin::FileName => parts.push(format!("its title \"{title}\" from the file name")),
    }
    Finding::note("no-front-matter", span, format!("this document does not say all about itself: {}", parts.join(", ")))
        .cause("documents without id or title in front matter")
        .help("add front matter with `id`, `title`, `status` and `owner`")
}
