//! What all page plans share: links, chips, rows and values as a reader sees them.
//!
//! Never plans a page itself.

use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::Arc;

use crate::catalog::{ClauseId, Library, Target};
use crate::diagnostic::both;
use crate::language::Words;
use crate::pages::addresses::{self, Addresses};
use crate::pages::body::{compose, label_text};
use crate::pages::crosswalk::{Held, held};
use crate::pages::gone::Gone;
use crate::pages::history::Past;
use crate::pages::model::{
    Address, Backlink, ClauseChip, Crumb, DocumentRow, DocumentState, EvidenceItem, Field, Link, RelatedItem,
    RelatedRecords, Sibling, Siblings, Standing, Status, Value, VersionsPage,
};
use crate::pages::spoken::{human_size, spoken_scale};
use crate::pages::trust::no_certificate;
use crate::schema::Field as FieldDefinition;
use crate::syntax::markdown::{Body, LABEL, Passage};
use crate::view::{
    Document, EvidenceFile, EvidenceUse, FieldData, FieldValue, FileRef, FileUse, IdOrigin, Item, MarkdownText, Phase,
    Relation, RiskScale, Seen, Shown, View, approved_on, is_index,
};

/// A view with the addresses of its pages.
pub struct Planner<'v, 'h> {
    pub view: &'v View<'h>,
    pub addresses: Addresses,
    /// Documents by folder, each folder in reading order.
    pub folders: BTreeMap<&'h str, Vec<usize>>,
    /// Titles that folders have from their index documents.
    folder_titles: BTreeMap<&'h str, &'h str>,
    pub options: &'v PageOptions,
    pub words: &'v Words,
    /// The scale of risks; the usual one in the words of the language.
    pub risk: RiskScale,
    /// What there is for each entry, counted once.
    pub held: BTreeMap<ClauseId, Held>,
}

/// What the configuration decides about pages.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PageOptions {
    /// Where files are edited; `{path}` stands for the file.
    pub edit_url: Option<String>,
    /// The site's title, for the home page.
    pub title: String,
    /// The words of the interface, which are part of every page that says them.
    pub words: Words,
    /// What happened to the documents before, when several versions are published.
    pub past: Option<Arc<Past>>,
    /// What only the version in force shows of the others.
    pub across: Option<Arc<Across>>,
}

/// What is known across versions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Across {
    /// What the page of versions shows.
    pub list: VersionsPage,
    /// Addresses of earlier versions that lead on.
    pub gone: Vec<Gone>,
}

/// Entries shown on each side of the current one in a sidebar.
const SIBLINGS_EACH_WAY: usize = 14;

/// Signs of a text in a table's cell.
const CELL_LENGTH: usize = 160;

impl<'v, 'h> Planner<'v, 'h> {
    pub fn new(view: &'v View<'h>, options: &'v PageOptions) -> Planner<'v, 'h> {
        let (folders, (addresses, held)) = both(|| in_folders(view), || both(|| Addresses::new(view), || held(view)));
        // The index of a folder comes first in it.
        let first = |documents: &Vec<usize>| view.document(*documents.first()?).filter(|found| is_index(&found.path));
        let folder_titles = folders
            .iter()
            .filter_map(|(folder, documents)| Some((*folder, first(documents)?.title.as_str())))
            .collect();
        let words = &options.words;
        let risk = spoken_scale(&view.options().risk, words);
        Planner { view, addresses, folders, folder_titles, options, words, risk, held }
    }

    pub fn library(&self) -> &'h Library {
        self.view.library()
    }

    pub fn item_link(&self, item: Item) -> Link {
        let (id, title) = match item {
            Item::Document(at) => self.view.document(at).map(|found| (shown_id(found), found.title.clone())),
            Item::Record(at) => self.view.record(at).map(|found| (found.id.value.clone(), found.title.clone())),
        }
        .unwrap_or_default();
        Link { id, title, url: self.addresses.item(item).to_owned() }
    }

    pub fn section_link(&self, at: usize, heading: usize) -> Option<Link> {
        let heading = self.view.document(at)?.body.headings.get(heading)?;
        let url = [self.addresses.item(Item::Document(at)), "#", &heading.id].concat();
        Some(Link { id: String::new(), title: heading.text.clone(), url })
    }

    pub fn clause_link(&self, clause: ClauseId) -> Link {
        let entry = self.library().get(clause);
        let url = if self.shows_clauses() { self.addresses.clause(clause).to_owned() } else { String::new() };
        Link { id: entry.id.clone(), title: entry.title.clone(), url }
    }

    /// Whether frameworks have pages: without coverage they would hold nothing of this handbook.
    pub fn shows_clauses(&self) -> bool {
        self.view.audience().coverage
    }

    /// How much is not shown, for those who work on the handbook; to a customer it says nothing.
    pub fn hidden(&self, count: usize) -> usize {
        if self.view.audience().coverage { count } else { 0 }
    }

    /// Several frameworks are shown together: then a label needs the framework's name. So does one for readers to whom
    /// the handbook's first framework is no matter of course.
    fn label(&self, target: &Target) -> String {
        let label = target.label(self.library());
        let framework = target.clause().framework;
        match self.view.options().frameworks.first() {
            Some(first) if *first != framework || !self.shows_clauses() => {
                format!("{} {label}", short_name(self.library().at(framework)))
            }
            _ => label,
        }
    }

    pub fn chip(&self, target: &Target) -> ClauseChip {
        let clause = target.clause();
        let locator = match target {
            Target::Part { locator, .. } => locator.clone(),
            _ => String::new(),
        };
        let enabled = self.shows_clauses() && self.view.options().frameworks.contains(&clause.framework);
        ClauseChip {
            label: self.label(target),
            title: self.library().get(clause).title.clone(),
            url: if enabled { self.addresses.clause(clause).to_owned() } else { String::new() },
            status: self.status(clause),
            locator,
            hint: matches!(target, Target::Heading(_) | Target::Guidance { .. }),
        }
    }

    pub fn clause_chip(&self, clause: ClauseId) -> ClauseChip {
        self.chip(&match self.library().get(clause).assessable {
            true => Target::Entry(clause),
            false => Target::Heading(clause),
        })
    }

    pub fn status(&self, clause: ClauseId) -> Option<Status> {
        self.view.status(clause).map(status)
    }

    pub fn document_row(&self, at: usize) -> Option<DocumentRow> {
        let document = self.view.document(at)?;
        let state = self.view.document_state(at);
        Some(DocumentRow {
            link: self.item_link(Item::Document(at)),
            kind: self.words.name("document_type", &document.kind).to_owned(),
            version: document.version.clone().unwrap_or_default(),
            state: document_state(state.phase),
            owner: document.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
            approved_on: approved_on(document).map(|date| date.to_string()).unwrap_or_default(),
            next_review: state.next_review.map(|date| date.to_string()).unwrap_or_default(),
        })
    }

    /// The kind of an item in one word.
    pub fn kind_word(&self, item: Item) -> String {
        match item {
            Item::Document(at) => {
                let kind = self.view.document(at).map_or("", |document| document.kind.as_str());
                match kind {
                    "" => self.words.in_sentence(self.words.text("document")),
                    kind => self.words.name("document_type", kind).to_owned(),
                }
            }
            Item::Record(at) => {
                let kind = self.view.record(at).and_then(|record| self.view.kinds().get(&record.kind));
                kind.map_or_else(String::new, |kind| self.words.in_sentence(&kind.title))
            }
        }
    }

    pub fn state_word(&self, item: Item) -> String {
        match item {
            Item::Document(at) => self.phase(self.view.document_state(at).phase).to_owned(),
            Item::Record(at) => self.record_state(at),
        }
    }

    pub fn record_state(&self, at: usize) -> String {
        let Some(record) = self.view.record(at) else { return String::new() };
        let Some(status) = &record.status else { return String::new() };
        // "Certified" would be read as a promise on pages that stay when the certificate does not.
        if let Some(word) = no_certificate(record, self.view.options().as_of) {
            return self.words.text(word).to_owned();
        }
        let kind = self.view.kinds().get(&record.kind);
        kind.map_or(status.value.as_str(), |kind| kind.status.label(&status.value)).to_owned()
    }

    pub fn backlink(&self, link: &crate::view::Backlink) -> Backlink {
        let (url, place) = match (link.from, link.heading) {
            (Item::Document(at), Some(heading)) => {
                self.section_link(at, heading).map(|section| (section.url, section.title)).unwrap_or_default()
            }
            _ => (String::new(), String::new()),
        };
        let mut target = self.item_link(link.from);
        if !url.is_empty() {
            target.url = url;
        }
        Backlink { link: target, place, kind: self.kind_word(link.from) }
    }

    /// Relations grouped by their label, in the order in which labels first occur.
    pub fn related(
        &self,
        relations: &Seen<&Relation>,
        label: impl Fn(&Relation) -> &str,
        other: impl Fn(&Relation) -> Item,
    ) -> Vec<RelatedRecords> {
        let mut groups: Vec<RelatedRecords> = Vec::new();
        for relation in &relations.items {
            let item = other(relation);
            let related =
                RelatedItem { link: self.item_link(item), kind: self.kind_word(item), state: self.state_word(item) };
            match groups.iter_mut().find(|group| group.label == label(relation)) {
                Some(group) if group.items.contains(&related) => {}
                Some(group) => group.items.push(related),
                None => {
                    groups.push(RelatedRecords { label: label(relation).to_owned(), items: vec![related], hidden: 0 });
                }
            }
        }
        groups
    }

    pub fn evidence_item(&self, file: &EvidenceFile, named: &FileUse) -> EvidenceItem {
        let (standing, mut remark) = self.standing(&named.standing);
        if let (Item::Record(at), Standing::Expired) = (named.by, standing) {
            remark = crate::pages::approvals::outdated_words(self, at).join("; ");
        }
        let (path, href) = match &file.file {
            FileRef::Path(path) => (path.as_str().to_owned(), String::new()),
            FileRef::Address(address) => (String::new(), address.clone()),
        };
        let name = path.rsplit('/').next().unwrap_or("").to_owned();
        let url = match (&file.file, file.fact) {
            (FileRef::Path(path), Some(_)) if self.view.sees_file(path) => addresses::file(path),
            _ => String::new(),
        };
        let title = named.title.clone().unwrap_or(if name.is_empty() { href.clone() } else { name });
        EvidenceItem {
            title,
            url,
            href,
            path,
            sha256: file.fact.map(|fact| fact.sha256).or(named.recorded).map(|sha| sha.to_string()).unwrap_or_default(),
            size: file.fact.map(|fact| human_size(fact.size, self.words)).unwrap_or_default(),
            date: named.date.map(|date| date.to_string()).unwrap_or_default(),
            expires: named.valid_until.map(|date| date.to_string()).unwrap_or_default(),
            standing,
            remark,
            clauses: named.targets.iter().map(|target| self.chip(target)).collect(),
            used_by: Vec::new(),
        }
    }

    /// Markdown inside a record, ready for the page at `page`.
    pub fn record_html(&self, record: usize, field: usize, text: &MarkdownText, page: &str) -> Arc<str> {
        let links = self.view.record_links(record, field);
        compose(self, &text.body, &links, &text.mentions, &[], page).into()
    }

    /// The filled fields of a record in its kind's order.
    pub fn fields(
        &self,
        record: usize,
        values: &[FieldValue],
        definitions: &[FieldDefinition],
        page: &str,
    ) -> Vec<Field> {
        let has_description = self.view.record(record).is_some_and(|found| found.description.is_some());
        let mut number = usize::from(has_description);
        self.fields_from(record, values, definitions, page, &mut number)
    }

    fn fields_from(
        &self,
        record: usize,
        values: &[FieldValue],
        definitions: &[FieldDefinition],
        page: &str,
        number: &mut usize,
    ) -> Vec<Field> {
        let mut fields = Vec::new();
        for value in values {
            let Some(definition) = definitions.iter().find(|known| known.name == value.name) else { continue };
            let mut shown: Vec<Value> =
                value.items.iter().map(|item| self.value(record, &item.value, definition, page, number)).collect();
            let value = match shown.pop() {
                Some(only) if shown.is_empty() && !definition.many => only,
                Some(last) => {
                    shown.push(last);
                    Value::List(shown)
                }
                None => Value::Empty,
            };
            fields.push(Field { label: definition.label.clone(), value });
        }
        fields
    }

    fn value(
        &self,
        record: usize,
        data: &FieldData,
        definition: &FieldDefinition,
        page: &str,
        number: &mut usize,
    ) -> Value {
        match data {
            FieldData::Markdown(text) => {
                let field = *number;
                *number += 1;
                Value::Html(self.record_html(record, field, text, page))
            }
            FieldData::Group(values) => {
                Value::Group(self.fields_from(record, values, definition.field_type.inner(), page, number))
            }
            FieldData::Evidence(item) => self.evidence_value(record, item),
            data => self.plain_value(data, definition),
        }
    }

    /// A value without Markdown, as a register shows it.
    pub fn plain_value(&self, data: &FieldData, definition: &FieldDefinition) -> Value {
        match data {
            FieldData::Text(text) => Value::Text(text.clone()),
            FieldData::Markdown(text) => Value::Text(self.first_line(&text.body, &[])),
            FieldData::Date(date) => Value::Date(date.to_string()),
            FieldData::Interval(interval) => Value::Text(self.interval(*interval)),
            FieldData::Number(number) => Value::Number(number.text.clone()),
            FieldData::Truth(truth) => Value::Truth(*truth),
            FieldData::Choice(word) => Value::Choice(definition.field_type.label(word).to_owned()),
            FieldData::Role(role) => Value::Role(role.clone()),
            FieldData::Clause(reference) => Value::Clause(self.chip(&reference.target)),
            FieldData::Ref(id) => self.reference(id),
            FieldData::Link(address) => Value::Address(Address { title: address.clone(), href: address.clone() }),
            FieldData::Evidence(item) => Value::Text(evidence_name(item)),
            FieldData::Group(values) => {
                let inner = definition.field_type.inner();
                let field = |value: &FieldValue| {
                    let definition = inner.iter().find(|known| known.name == value.name)?;
                    let first = value.items.first()?;
                    Some(Field { label: definition.label.clone(), value: self.plain_value(&first.value, definition) })
                };
                Value::Group(values.iter().filter_map(field).collect())
            }
        }
    }

    /// The start of a Markdown text as plain text, for a table's cell. Without `links` no label is shown.
    pub fn first_line(&self, body: &Body, links: &[Shown<'_>]) -> String {
        self.first_words(body, links, CELL_LENGTH)
    }

    /// The first passage of a Markdown text as plain text, cut after so many signs.
    pub fn first_words(&self, body: &Body, links: &[Shown<'_>], length: usize) -> String {
        let Some(passage) = body.passages.iter().find(|passage| !passage.text.trim().is_empty()) else {
            return String::new();
        };
        let text = self.passage_text(body, passage, links);
        let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match line.char_indices().nth(length) {
            Some((end, _)) => format!("{}\u{2026}", line[..end].trim_end()),
            None => line,
        }
    }

    /// A Markdown text as plain text, one line a block. Without `links` no label is shown.
    pub fn plain_text(&self, body: &Body, links: &[Shown<'_>]) -> String {
        let passage = |passage: &Passage| {
            let heading = passage
                .heading
                .and_then(|at| body.headings.get(at))
                .map(|heading| heading.text.replace(LABEL, "\u{2026}"));
            let text = self.passage_text(body, passage, links);
            heading.into_iter().chain(text.lines().map(str::to_owned)).collect::<Vec<String>>()
        };
        let lines = body.passages.iter().flat_map(passage);
        let words = |line: String| line.split_whitespace().collect::<Vec<_>>().join(" ");
        lines.map(words).filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    fn passage_text(&self, body: &Body, passage: &Passage, links: &[Shown<'_>]) -> String {
        let mut labels = passage.labels.iter();
        let label = |number: &usize| match links.is_empty() {
            true => "\u{2026}".to_owned(),
            false => label_text(self, body, links, *number),
        };
        let mut text = String::new();
        for character in passage.text.chars() {
            match character {
                LABEL => text += &labels.next().map(label).unwrap_or_default(),
                character => text.push(character),
            }
        }
        text
    }

    /// A reference whose target is hidden says only that there is one.
    pub fn reference(&self, id: &str) -> Value {
        match self.view.item(id) {
            Some(item) => Value::Link(self.item_link(item)),
            None if self.view.knows(id) => Value::Hidden(1),
            None => Value::Text(id.to_owned()),
        }
    }

    pub fn evidence_value(&self, record: usize, item: &EvidenceUse) -> Value {
        let named = self.view.evidence_named_by(Item::Record(record));
        let same = |file: &EvidenceFile| match (&file.file, &item.location.value) {
            (FileRef::Path(path), crate::view::EvidenceLocation::Path(written)) => {
                path.as_str().ends_with(written.trim_start_matches(['.', '/']))
            }
            (FileRef::Address(address), crate::view::EvidenceLocation::Address(written)) => address == written,
            _ => false,
        };
        match named.items.iter().find(|(file, _)| same(file)) {
            Some((file, used)) => Value::Evidence(self.evidence_item(file, used)),
            None => Value::Hidden(1),
        }
    }

    /// The way from the home page down to a folder, the folder included.
    pub fn crumbs(&self, folder: &str) -> Vec<Crumb> {
        let mut crumbs = vec![self.home_crumb(), self.crumb("documents", addresses::SECTIONS)];
        let mut at = 0;
        while at < folder.len() {
            let end = folder[at..].find('/').map_or(folder.len(), |slash| at + slash);
            let part = &folder[..end];
            crumbs.push(Crumb { title: self.folder_title(part), url: addresses::section(part) });
            at = end + 1;
        }
        crumbs
    }

    pub fn home_crumb(&self) -> Crumb {
        self.crumb("home", addresses::HOME)
    }

    /// The title of the folder's index document, or its name made readable.
    pub fn folder_title(&self, folder: &str) -> String {
        if folder.is_empty() {
            return self.words.text("documents").to_owned();
        }
        match self.folder_titles.get(folder) {
            Some(title) => (*title).to_owned(),
            None => readable(folder.rsplit('/').next().unwrap_or(folder)),
        }
    }

    /// The sidebar of one entry among `count`, which `link` makes one by one.
    pub fn siblings_of(&self, parent: Link, count: usize, current: usize, link: impl Fn(usize) -> Link) -> Siblings {
        let shown = shown_beside(current, count);
        let item = |at: usize| Sibling { link: link(at), current: at == current, depth: 0 };
        let (before, after) = (shown.start, count - shown.end);
        Siblings { parent: Some(parent), before, items: shown.map(item).collect(), after }
    }

    pub fn shown_links(&self, at: usize) -> Vec<Shown<'h>> {
        self.view.document_links(at)
    }
}

/// Which of so many entries the sidebar of one shows.
pub fn shown_beside(current: usize, count: usize) -> Range<usize> {
    current.saturating_sub(SIBLINGS_EACH_WAY)..(current + SIBLINGS_EACH_WAY + 1).min(count)
}

/// Documents by folder, each folder in reading order.
fn in_folders<'h>(view: &View<'h>) -> BTreeMap<&'h str, Vec<usize>> {
    let mut folders: BTreeMap<&'h str, Vec<usize>> = BTreeMap::new();
    for (at, document) in view.documents() {
        folders.entry(document.path.folder()).or_default().push(at);
    }
    for documents in folders.values_mut() {
        documents.sort_by_cached_key(|at| view.document(*at).map(reading_key));
    }
    folders
}

/// Index documents first, then by `order`, then by title.
fn reading_key(document: &Document) -> (bool, bool, i64, String, String) {
    let index = is_index(&document.path);
    let order = document.order;
    let title = document.title.to_lowercase();
    (!index, order.is_none(), order.unwrap_or(0), shown_id(document), title)
}

/// Ids that somebody wrote; one from the path would only repeat it.
pub fn shown_id(document: &Document) -> String {
    match document.id_origin {
        IdOrigin::FrontMatter => document.id.value.clone(),
        IdOrigin::Path => String::new(),
    }
}

pub fn readable(name: &str) -> String {
    let words = name.replace(['-', '_'], " ");
    let mut characters = words.trim().chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

pub fn status(status: crate::view::Status) -> Status {
    match status {
        crate::view::Status::Gap => Status::Gap,
        crate::view::Status::Planned => Status::Planned,
        crate::view::Status::Stale => Status::Stale,
        crate::view::Status::Practised => Status::Practised,
        crate::view::Status::Documented => Status::Documented,
        crate::view::Status::Evidenced => Status::Evidenced,
        crate::view::Status::Excluded => Status::Excluded,
    }
}

pub fn document_state(phase: Phase) -> DocumentState {
    match phase {
        Phase::Draft => DocumentState::Draft,
        Phase::InReview => DocumentState::InReview,
        Phase::Approved => DocumentState::Approved,
        Phase::Overdue => DocumentState::Overdue,
        Phase::Retired => DocumentState::Retired,
    }
}

fn evidence_name(item: &EvidenceUse) -> String {
    match &item.location.value {
        crate::view::EvidenceLocation::Path(path) => path.rsplit('/').next().unwrap_or(path).to_owned(),
        crate::view::EvidenceLocation::Address(address) => address.clone(),
    }
}

/// The framework's name without its edition, for places where several stand together.
pub fn short_name(framework: &crate::catalog::Framework) -> &str {
    let name = framework.name.split(':').next().unwrap_or(&framework.name);
    name.strip_suffix(&framework.edition).unwrap_or(name).trim_end()
}
