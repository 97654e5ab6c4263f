//! Plans the pages of documents and of the folders that hold them.
//!
//! Never decides how a document stands.

use std::collections::BTreeMap;

use crate::catalog::Target;
use crate::language::{Phrase, is_right_to_left};
use crate::pages::addresses;
use crate::pages::approvals::{approval_field, approval_notice};
use crate::pages::body::compose;
use crate::pages::history::history_rows;
use crate::pages::model::{
    Area, Card, ClauseChip, Control, Crumb, DocumentPage, Heading, Link, Notice, Page, PageBody, SectionPage, Tone,
};
use crate::pages::parts::in_parts;
use crate::pages::planner::{Planner, document_state, shown_beside, shown_id};
use crate::view::{Document, Item, Phase, TitleOrigin, approved_by, approved_on};

/// What the page of a document shows only because it stands near it, and where that is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Its place in its folder.
    place: usize,
    /// How many documents its folder has.
    count: usize,
    /// What the sidebar shows, itself as well.
    shown: Vec<usize>,
    previous: Option<usize>,
    next: Option<usize>,
}

impl Near {
    /// All of them.
    pub fn documents(&self) -> impl Iterator<Item = usize> {
        self.shown.iter().copied().chain(self.previous).chain(self.next)
    }
}

/// What is near each document, when this is the order in which they are read.
pub fn near(planner: &Planner<'_, '_>, reading_order: &[usize]) -> BTreeMap<usize, Near> {
    let in_folders =
        planner.folders.values().flat_map(|folder| folder.iter().enumerate().map(move |one| (folder, one)));
    let near = |(position, (folder, (place, at))): (usize, (&Vec<usize>, (usize, &usize)))| {
        let neighbour = |position: Option<usize>| position.and_then(|position| reading_order.get(position)).copied();
        let (previous, next) = (neighbour(position.checked_sub(1)), neighbour(Some(position + 1)));
        let shown = folder[shown_beside(place, folder.len())].to_vec();
        (*at, Near { place, count: folder.len(), shown, previous, next })
    };
    in_folders.enumerate().map(near).collect()
}

/// The page of one document.
pub fn document_page(planner: &Planner<'_, '_>, at: usize, near: &Near) -> Option<Page> {
    let view = planner.view;
    let document = view.document(at)?;
    let item = Item::Document(at);
    let path = planner.addresses.item(item).to_owned();
    let chips = heading_chips(planner, document);
    let links = planner.shown_links(at);
    let html = compose(planner, &document.body, &links, &document.mentions, &chips, &path);
    let backlinks = view.backlinks(item);
    let relations = view.relations_to(item);
    let mut records = planner.related(&relations, |relation| &relation.inverse, |relation| relation.from);
    records.extend(planner.related(&view.relations_from(item), |relation| &relation.label, |relation| relation.to));
    let evidence = view.evidence_named_by(item);
    let headings = shown_headings(document, &chips);
    let neighbour = |at: Option<usize>| at.map(|at| planner.item_link(Item::Document(at)));
    let folder = document.path.folder();
    let body = DocumentPage {
        control: control(planner, at, document),
        body_html: html.into(),
        direction: direction(document).to_owned(),
        language: document.language.clone().unwrap_or_default(),
        headings,
        backlinks: backlinks.items.iter().map(|link| planner.backlink(link)).collect(),
        hidden_backlinks: planner.hidden(backlinks.hidden),
        records,
        evidence: evidence.items.iter().map(|(file, named)| planner.evidence_item(file, named)).collect(),
        history: history_rows(planner, at),
        previous: neighbour(near.previous),
        next: neighbour(near.next),
        source: document.path.as_str().to_owned(),
        origins: origins(planner, document),
        edit_url: edit_url(planner, document.path.as_str()),
    };
    Some(Page {
        path,
        title: document.title.clone(),
        summary: document.summary.clone(),
        area: Area::Documents,
        breadcrumbs: planner.crumbs(folder),
        siblings: folder_siblings(planner, folder, near),
        notices: notices(planner, at, document),
        body: PageBody::Document(Box::new(body)),
    })
}

fn direction(document: &Document) -> &'static str {
    match &document.language {
        None => "auto",
        Some(language) if is_right_to_left(language) => "rtl",
        Some(_) => "ltr",
    }
}

pub fn edit_url(planner: &Planner<'_, '_>, path: &str) -> String {
    let encoded = crate::pages::url::relative("", path);
    planner.options.edit_url.as_ref().map(|pattern| pattern.replace("{path}", &encoded)).unwrap_or_default()
}

fn heading_chips(planner: &Planner<'_, '_>, document: &Document) -> Vec<Vec<ClauseChip>> {
    let mut chips = vec![Vec::new(); document.body.headings.len()];
    for claim in &document.claims {
        if let Some(slot) = claim.heading.and_then(|heading| chips.get_mut(heading)) {
            slot.push(planner.chip(&claim.claim.reference.target));
        }
    }
    chips
}

fn shown_headings(document: &Document, chips: &[Vec<ClauseChip>]) -> Vec<Heading> {
    let shown = document.body.headings.iter().enumerate().filter(|(at, _)| document.body.lead != Some(*at));
    let heading = |(at, heading): (usize, &crate::syntax::markdown::Heading)| Heading {
        level: heading.level.max(2),
        id: heading.id.clone(),
        title: heading.text.clone(),
        clauses: chips[at].clone(),
    };
    shown.map(heading).collect()
}

fn control(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Control {
    let state = planner.view.document_state(at);
    let text =
        |value: Option<&crate::text::Spanned<String>>| value.map(|value| value.value.clone()).unwrap_or_default();
    Control {
        id: shown_id(document),
        kind: planner.words.name("document_type", &document.kind).to_owned(),
        version: document.version.clone().unwrap_or_default(),
        state: document_state(state.phase),
        owner: text(document.owner.as_ref()),
        approver: approved_by(document).unwrap_or_default().to_owned(),
        approved_on: approved_on(document).map(|date| date.to_string()).unwrap_or_default(),
        next_review: state.next_review.map(|date| date.to_string()).unwrap_or_default(),
        next_review_assumed: state.review_assumed,
        classification: planner.classification(Item::Document(at)),
        clauses: claimed(planner, document),
        more: approval_field(planner, at, document).into_iter().collect(),
    }
}

/// What a document claims, each once.
pub fn claimed(planner: &Planner<'_, '_>, document: &Document) -> Vec<ClauseChip> {
    let mut targets: Vec<&Target> = Vec::new();
    for claim in &document.claims {
        if !targets.contains(&&claim.claim.reference.target) {
            targets.push(&claim.claim.reference.target);
        }
    }
    targets.into_iter().map(|target| planner.chip(target)).collect()
}

fn origins(planner: &Planner<'_, '_>, document: &Document) -> Vec<String> {
    let id = shown_id(document).is_empty().then(|| planner.words.text("origin.id"));
    let title = match document.title_origin {
        TitleOrigin::FrontMatter => None,
        TitleOrigin::Heading => Some(planner.words.text("origin.heading")),
        TitleOrigin::FileName => Some(planner.words.text("origin.file")),
    };
    id.into_iter().chain(title).map(str::to_owned).collect()
}

fn notices(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Vec<Notice> {
    let state = planner.view.document_state(at);
    if let Some(notice) = approval_notice(planner, at, document) {
        return vec![notice];
    }
    let notice = |tone, text: Phrase| vec![Notice { tone, text: planner.words.say(&text), link: None }];
    match state.phase {
        Phase::Retired => {
            let replaced = document.replaced_by.as_ref().and_then(|id| planner.view.item(&id.value));
            let text = planner.words.text("notice.retired").to_owned();
            vec![Notice { tone: Tone::Warning, text, link: replaced.map(|item| planner.item_link(item)) }]
        }
        Phase::Overdue => {
            let due = |due| notice(Tone::Warning, Phrase::new("notice.overdue").day("due", due));
            state.next_review.map(due).unwrap_or_default()
        }
        Phase::Draft if document.approved.is_some() => notice(Tone::Note, Phrase::new("notice.future")),
        Phase::Draft if document.state == crate::view::WrittenState::Approved => {
            notice(Tone::Warning, Phrase::new("notice.undated"))
        }
        _ => Vec::new(),
    }
}

fn folder_siblings(planner: &Planner<'_, '_>, folder: &str, near: &Near) -> crate::pages::model::Siblings {
    let parent = Link { id: String::new(), title: planner.folder_title(folder), url: addresses::section(folder) };
    let first = shown_beside(near.place, near.count).start;
    let link = |place: usize| planner.item_link(Item::Document(near.shown[place - first]));
    planner.siblings_of(parent, near.count, near.place, link)
}

/// The list of one folder, in parts when it is long.
pub fn section_pages(planner: &Planner<'_, '_>, folder: &str) -> Vec<Page> {
    let documents = planner.folders.get(folder).map_or(&[][..], Vec::as_slice);
    let address = addresses::section(folder);
    let title = planner.folder_title(folder);
    let mut breadcrumbs: Vec<Crumb> = planner.crumbs(folder);
    breadcrumbs.pop();
    let sections = subfolders(planner, folder);
    in_parts(documents, &address, |rows, path, parts| {
        let first = parts.current == 0;
        let body = SectionPage {
            body_html: "".into(),
            sections: if first { sections.clone() } else { Vec::new() },
            documents: rows.iter().filter_map(|at| planner.document_row(*at)).collect(),
            hidden: planner.hidden(planner.view.hidden_documents(folder)),
            parts,
        };
        Page {
            path,
            title: title.clone(),
            summary: String::new(),
            area: Area::Documents,
            breadcrumbs: breadcrumbs.clone(),
            siblings: Default::default(),
            notices: Vec::new(),
            body: PageBody::Section(body),
        }
    })
}

/// Folders directly below, each with the number of documents in and below it.
pub fn subfolders(planner: &Planner<'_, '_>, folder: &str) -> Vec<Card> {
    let direct = |child: &&str| match child.rsplit_once('/') {
        Some((above, _)) => above == folder,
        None => folder.is_empty() && !child.is_empty(),
    };
    let card = |child: &str| {
        let below =
            planner.folders.iter().filter(|(path, _)| **path == child || path.starts_with(&format!("{child}/")));
        Card {
            link: Link { id: String::new(), title: planner.folder_title(child), url: addresses::section(child) },
            text: String::new(),
            count: Some(below.map(|(_, documents)| documents.len()).sum()),
            group: String::new(),
        }
    };
    planner.view.folders().filter(direct).map(card).collect()
}
