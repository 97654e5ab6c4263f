//! The handbook as one audience may see it: pages, exports and search know nothing else.
//!
//! Never computes a status: coverage is true for everyone, and what an audience may not see becomes a number.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ClauseId, FrameworkIndex, Library};
use crate::diagnostic::Diagnostic;
use crate::entry::says_classification;
pub use crate::entry::{
    ApprovalDigest, Document, EvidenceLocation, EvidenceUse, FieldData, FieldValue, IdOrigin, MarkdownText, Record,
    TitleOrigin, WrittenState, is_index,
};
pub use crate::handbook::{
    After, Backlink, Binding, CONTROL_KIND, Check, Decision, DocumentLevel, DocumentState, DocumentSupport, Due, Duty,
    EvidenceFile, EvidenceSource, EvidenceStanding, EvidenceSupport, ExclusionReason, FileRef, FileUse,
    FrameworkCoverage, HandbookOptions, Hidden, Item, LinkEnd, Missing, Names, Outdated, Phase, Place, RISK_KIND,
    Rating, Reach, RecordClaim, Relation, RiskScale, RiskStanding, SYSTEM_KIND, Speaker, StatementRow, Status, Step,
    StepId, StepState, SystemCoverage, SystemDuties, Touched, Verdict, approved_by, approved_on, implementation,
    record_dates, speaker, stands_for_rows,
};
use crate::handbook::{Handbook, Road, Tells, is_on_road, road};
use crate::language::Phrase;
use crate::schema::Kinds;
use crate::text::{DocPath, PictureSize, Snapshot};

/// Who looks at the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audience {
    pub name: String,
    /// The position of the highest classification it sees.
    pub sees: usize,
    /// Whether it sees coverage.
    pub coverage: bool,
}

/// Handbook x audience.
pub struct View<'h> {
    handbook: &'h Handbook,
    audience: Audience,
    /// Relations by the item they lead to, as positions.
    incoming: BTreeMap<Item, Vec<usize>>,
    /// Evidence files that this audience sees, by file.
    evidence: BTreeMap<&'h FileRef, usize>,
    /// Which files an item names, and by which of their uses.
    named: BTreeMap<Item, Vec<(usize, usize)>>,
    /// Folders in or below which a document is seen.
    folders: BTreeSet<&'h str>,
    /// What is due by its item, as positions.
    due: BTreeMap<Item, Vec<usize>>,
    /// Records by the AI system they are about.
    about: BTreeMap<usize, Vec<usize>>,
    hidden_documents: BTreeMap<&'h str, usize>,
    sees_everything: bool,
}

/// What is seen, and how much is not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen<T> {
    pub items: Vec<T>,
    pub hidden: usize,
}

/// One entry as this audience sees it.
pub struct ClauseView<'h> {
    /// Absent for entries that are never assessed, and for an audience that sees no coverage.
    pub status: Option<Status>,
    pub documents: Seen<&'h DocumentSupport>,
    pub evidence: Seen<&'h EvidenceSupport>,
    pub systems: Seen<&'h SystemCoverage>,
    pub exclusion: Option<&'h ExclusionReason>,
}

/// Where a link leads for this audience.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Shown<'h> {
    End(&'h LinkEnd),
    /// It leads to something that this audience may not see; only its text is shown.
    Hidden,
}

impl ClauseView<'_> {
    /// What would bring an entry further, one phrase each.
    pub fn missing(&self) -> Vec<Phrase> {
        let Some(status) = self.status else { return Vec::new() };
        if matches!(status, Status::Evidenced | Status::Excluded) {
            return Vec::new();
        }
        let mut missing = Vec::new();
        let open = self.systems.items.iter().filter(|system| system.status != Status::Evidenced).count();
        if open > 0 {
            let systems = self.systems.items.len();
            missing.push(Phrase::counted("missing.systems", open).count("all", systems));
        }
        if self.documents.hidden > 0 || self.evidence.hidden > 0 {
            missing.push(Phrase::new("missing.hidden"));
            return missing;
        }
        let whole = self.documents.items.iter().filter(|support| support.reach == Reach::Whole);
        match whole.map(|support| support.level).max().unwrap_or(DocumentLevel::None) {
            DocumentLevel::None => missing.push(Phrase::new("missing.document")),
            DocumentLevel::Draft => missing.push(Phrase::new("missing.approval")),
            DocumentLevel::Overdue => missing.push(Phrase::new("missing.review")),
            DocumentLevel::Approved => {}
        }
        let whole = || self.evidence.items.iter().filter(|support| support.reach == Reach::Whole);
        let current = whole().any(|support| support.standing == EvidenceStanding::Current);
        if !current {
            let expired = whole().any(|support| support.standing == EvidenceStanding::Expired);
            missing.push(Phrase::new(if expired { "missing.in_date" } else { "missing.evidence" }));
        }
        missing
    }
}

impl<'h> View<'h> {
    pub fn new(handbook: &'h Handbook, audience: Audience) -> View<'h> {
        let mut incoming: BTreeMap<Item, Vec<usize>> = BTreeMap::new();
        for (at, relation) in handbook.relations.iter().enumerate() {
            incoming.entry(relation.to).or_default().push(at);
        }
        let levels = handbook.document_levels.iter().chain(&handbook.record_levels);
        let mut view = View {
            sees_everything: levels.max().is_none_or(|level| *level <= audience.sees),
            handbook,
            audience,
            incoming,
            evidence: BTreeMap::new(),
            named: BTreeMap::new(),
            folders: BTreeSet::new(),
            due: BTreeMap::new(),
            about: BTreeMap::new(),
            hidden_documents: BTreeMap::new(),
        };
        view.index_evidence();
        view.index_folders();
        view.index_systems();
        view
    }

    /// A naming shows nothing of a file that is hidden for what stands in it.
    fn index_evidence(&mut self) {
        let may_see = |file: &FileRef| match file {
            FileRef::Path(path) => self.handbook.files.get(path).is_none_or(|level| *level <= self.audience.sees),
            FileRef::Address(_) => true,
        };
        let seen: Vec<bool> = self.handbook.evidence.iter().map(|file| may_see(&file.file)).collect();
        for (at, file) in self.handbook.evidence.iter().enumerate() {
            if seen[at] && file.uses.iter().all(|named| self.sees(named.by)) {
                self.evidence.insert(&file.file, at);
            }
            for (number, named) in file.uses.iter().enumerate() {
                self.named.entry(named.by).or_default().push((at, number));
            }
        }
    }

    fn index_folders(&mut self) {
        for (at, document) in self.handbook.documents.iter().enumerate() {
            let mut folder = document.path.folder();
            if !self.sees(Item::Document(at)) {
                *self.hidden_documents.entry(folder).or_default() += 1;
                continue;
            }
            while self.folders.insert(folder) && !folder.is_empty() {
                folder = folder.rsplit_once('/').map_or("", |(above, _)| above);
            }
        }
    }

    fn index_systems(&mut self) {
        for (at, due) in self.handbook.due.iter().enumerate() {
            self.due.entry(due.item).or_default().push(at);
        }
        for (at, systems) in self.handbook.record_systems.iter().enumerate() {
            for system in systems.iter().filter(|system| **system != at) {
                self.about.entry(*system).or_default().push(at);
            }
        }
    }

    pub fn audience(&self) -> &Audience {
        &self.audience
    }

    pub fn library(&self) -> &'h Library {
        &self.handbook.vocabulary.library
    }

    pub fn kinds(&self) -> &'h Kinds {
        &self.handbook.vocabulary.kinds
    }

    pub fn options(&self) -> &'h HandbookOptions {
        &self.handbook.options
    }

    /// The name of the highest classification on this site.
    pub fn classification(&self) -> &'h str {
        self.handbook.options.classifications.get(self.audience.sees).map_or("", String::as_str)
    }

    /// The classification of an item, also when only the default says so.
    pub fn classification_of(&self, item: Item) -> &'h str {
        self.handbook.options.classifications.get(self.handbook.level(item)).map_or("", String::as_str)
    }

    pub fn sees(&self, item: Item) -> bool {
        self.handbook.level(item) <= self.audience.sees
    }

    /// Whether a text with this classification may be shown; an unknown one may not.
    pub fn sees_classification(&self, name: &str) -> bool {
        self.handbook.options.classification(name).is_some_and(|level| level <= self.audience.sees)
    }

    /// Documents in the order of their paths.
    pub fn documents(&self) -> impl Iterator<Item = (usize, &'h Document)> + '_ {
        let all = self.handbook.documents.iter().enumerate();
        all.filter(|(at, _)| self.sees(Item::Document(*at))).map(|(at, document)| (at, &**document))
    }

    /// Documents of a folder that this audience may not see.
    pub fn hidden_documents(&self, folder: &str) -> usize {
        self.hidden_documents.get(folder).copied().unwrap_or(0)
    }

    /// Folders with documents, the top one first.
    pub fn folders(&self) -> impl Iterator<Item = &'h str> + '_ {
        self.folders.iter().copied()
    }

    pub fn document(&self, at: usize) -> Option<&'h Document> {
        self.handbook.documents.get(at).map(|document| &**document).filter(|_| self.sees(Item::Document(at)))
    }

    pub fn document_state(&self, at: usize) -> DocumentState {
        self.handbook.states[at]
    }

    /// The digest that an approval of the document has today, when its approval has one.
    pub fn approval_digest(&self, at: usize) -> Option<ApprovalDigest> {
        self.handbook.approval_digests[at]
    }

    /// Why a record no longer speaks for its AI system. What it names may be hidden: look before you show it.
    pub fn outdated(&self, at: usize) -> &'h [Outdated] {
        self.handbook.outdated.get(&at).map_or(&[][..], Vec::as_slice)
    }

    /// Records of all kinds, kind by kind.
    pub fn records(&self) -> impl Iterator<Item = (usize, &'h Record)> + '_ {
        let all = self.handbook.records.iter().enumerate();
        all.filter(|(at, _)| self.sees(Item::Record(*at))).map(|(at, record)| (at, &**record))
    }

    /// Records of one kind, and how many more there are.
    pub fn records_of(&self, kind: &str) -> Seen<(usize, &'h Record)> {
        let of_kind = self.handbook.records.iter().enumerate().filter(|(_, record)| record.kind == kind);
        self.split(of_kind.map(|(at, record)| (at, &**record)), |(at, _)| self.sees(Item::Record(*at)))
    }

    pub fn record(&self, at: usize) -> Option<&'h Record> {
        self.handbook.records.get(at).map(|record| &**record).filter(|_| self.sees(Item::Record(at)))
    }

    /// What a record is evidence for by its kind.
    pub fn record_claims(&self, at: usize) -> &'h [RecordClaim] {
        &self.handbook.record_claims[at]
    }

    /// Where the links of a document's body lead, in their order.
    pub fn document_links(&self, at: usize) -> Vec<Shown<'h>> {
        self.handbook.links[at].iter().map(|end| self.shown(end)).collect()
    }

    /// Where the links of a record's Markdown field lead; fields are numbered as they are walked.
    pub fn record_links(&self, at: usize, field: usize) -> Vec<Shown<'h>> {
        let text = self.handbook.record_texts[at].get(field);
        text.map_or(&[][..], |text| text.links.as_slice()).iter().map(|end| self.shown(end)).collect()
    }

    /// The same by the name of the field; nothing when the record has several texts of that name.
    pub fn record_links_in(&self, at: usize, field: &str) -> Vec<Shown<'h>> {
        let mut texts = self.handbook.record_texts[at].iter().filter(|text| text.field == field);
        match (texts.next(), texts.next()) {
            (Some(only), None) => only.links.iter().map(|end| self.shown(end)).collect(),
            _ => Vec::new(),
        }
    }

    fn shown(&self, end: &'h LinkEnd) -> Shown<'h> {
        let seen = match end {
            LinkEnd::Document { at, .. } => self.sees(Item::Document(*at)),
            LinkEnd::Record(at) => self.sees(Item::Record(*at)),
            LinkEnd::File(path) => self.sees_file(path),
            LinkEnd::Folder(folder) => self.sees_folder(folder),
            LinkEnd::Clause(clause) => self.handbook.options.frameworks.contains(&clause.framework),
            LinkEnd::Register(_) | LinkEnd::Outside(_) | LinkEnd::Broken => true,
        };
        if seen { Shown::End(end) } else { Shown::Hidden }
    }

    pub fn sees_file(&self, path: &DocPath) -> bool {
        self.handbook.files.get(path).is_some_and(|level| *level <= self.audience.sees)
    }

    /// The size of a picture that this audience sees.
    pub fn picture(&self, path: &DocPath) -> Option<PictureSize> {
        self.handbook.pictures.get(path).copied().filter(|_| self.sees_file(path))
    }

    /// A folder shows when a document in or below it does.
    pub fn sees_folder(&self, folder: &str) -> bool {
        self.folders.contains(folder)
    }

    /// The item with an id, when it is seen.
    pub fn item(&self, id: &str) -> Option<Item> {
        self.handbook.ids.item(id).filter(|item| self.sees(*item))
    }

    /// Whether anything has this id, seen or not.
    pub fn knows(&self, id: &str) -> bool {
        self.handbook.ids.item(id).is_some()
    }

    pub fn backlinks(&self, item: Item) -> Seen<&'h Backlink> {
        let links = self.handbook.backlinks.get(&item).map_or(&[][..], Vec::as_slice);
        self.split(links.iter(), |link| self.sees(link.from))
    }

    /// Links to and mentions of an entry in running text; they count nowhere.
    pub fn mentions(&self, clause: ClauseId) -> Vec<&'h Backlink> {
        let links = self.handbook.mentions.get(&clause).map_or(&[][..], Vec::as_slice);
        links.iter().filter(|link| self.sees(link.from)).collect()
    }

    pub fn relations_from(&self, item: Item) -> Seen<&'h Relation> {
        self.split(self.handbook.relations_from(item), |relation| self.sees(relation.to))
    }

    pub fn relations_to(&self, item: Item) -> Seen<&'h Relation> {
        let relations = self.incoming.get(&item).map_or(&[][..], Vec::as_slice);
        self.split(relations.iter().map(|at| &self.handbook.relations[*at]), |relation| self.sees(relation.from))
    }

    /// The AI systems that a record is about, when they are seen.
    pub fn systems_of(&self, record: usize) -> Vec<usize> {
        self.handbook.record_systems[record].iter().copied().filter(|at| self.sees(Item::Record(*at))).collect()
    }

    /// Documents and records that a coverage figure rests on, split by what this audience sees.
    pub fn clause(&self, clause: ClauseId) -> Option<ClauseView<'h>> {
        let coverage = self.handbook.coverage.clause(clause)?;
        let documents = self.split(coverage.documents.iter(), |support| self.sees(Item::Document(support.document)));
        let evidence = self.split(coverage.evidence.iter(), |support| self.sees_evidence(&support.source));
        let systems = self.split(coverage.systems.iter(), |system| self.sees(Item::Record(system.record)));
        let status = coverage.status.filter(|_| self.audience.coverage);
        let exclusion = coverage.exclusion.as_ref().filter(|_| self.audience.coverage);
        Some(ClauseView { status, documents, evidence, systems, exclusion })
    }

    /// How an entry stands, without what it rests on; absent for an audience that sees no coverage.
    pub fn status(&self, clause: ClauseId) -> Option<Status> {
        self.handbook.coverage.clause(clause)?.status.filter(|_| self.audience.coverage)
    }

    /// The rows of the Statement of Applicability that speak for a control.
    pub fn statement_rows(&self, control: ClauseId) -> Seen<&'h StatementRow> {
        let rows = self.handbook.statement.rows.get(&control).map_or(&[][..], Vec::as_slice);
        self.split(rows.iter(), |row| self.sees(Item::Record(row.record)))
    }

    /// Rows that name no control.
    pub fn loose_statement_rows(&self) -> Seen<&'h StatementRow> {
        self.split(self.handbook.statement.loose.iter(), |row| self.sees(Item::Record(row.record)))
    }

    /// What the Statement of Applicability decides about a control; absent for an audience that sees no coverage.
    pub fn verdict(&self, control: ClauseId) -> Option<Verdict> {
        self.audience.coverage.then(|| self.handbook.statement.verdict(control))
    }

    /// The document that introduces the Statement of Applicability, when it is seen.
    pub fn statement_document(&self) -> Option<usize> {
        self.handbook.statement.document.filter(|at| self.sees(Item::Document(*at)))
    }

    /// Whether there is a road to show.
    pub fn has_road(&self) -> bool {
        self.audience.coverage && is_on_road(self.handbook)
    }

    /// Where the organization stands on the road to certification; absent for an audience that sees no coverage.
    pub fn road(&self) -> Option<Road> {
        self.audience.coverage.then(|| road(self.handbook)).flatten()
    }

    /// What a step of the road misses, as far as this audience may know of it.
    pub fn missing<'c>(&self, check: &'c Check) -> Seen<&'c Missing> {
        self.split(check.missing.iter(), |missing| match missing.place {
            Place::Item(item) => self.sees(item),
            Place::Entry(_) | Place::Step(_) | Place::Register(_) | Place::Statement => true,
        })
    }

    /// The figures of a framework; absent for an audience that sees no coverage.
    pub fn figures(&self, framework: FrameworkIndex) -> Option<&'h FrameworkCoverage> {
        self.handbook.coverage.framework(framework).filter(|_| self.audience.coverage)
    }

    /// Everything with a date by which somebody must act, soonest first.
    pub fn due(&self) -> impl Iterator<Item = &'h Due> + '_ {
        self.handbook.due.iter().filter(|due| self.sees_due(due))
    }

    /// What is due about one item.
    pub fn due_of(&self, item: Item) -> impl Iterator<Item = &'h Due> + '_ {
        let positions = self.due.get(&item).map_or(&[][..], Vec::as_slice);
        positions.iter().map(|at| &self.handbook.due[*at]).filter(|due| self.sees_due(due))
    }

    fn sees_due(&self, due: &Due) -> bool {
        let file_seen = due.file.as_ref().is_none_or(|file| self.sees_evidence_file(file));
        let for_them = match due.tells {
            Tells::Nothing => true,
            Tells::Of(item) => self.sees(item),
            Tells::InsteadOf(item) => !self.sees(item),
        };
        self.sees(due.item) && file_seen && for_them && (self.audience.coverage || !due.about_coverage)
    }

    /// Records about an AI system, itself left out, in the order of the handbook.
    pub fn records_about(&self, system: usize) -> Seen<usize> {
        let about = self.about.get(&system).map_or(&[][..], Vec::as_slice);
        self.split(about.iter().copied(), |at| self.sees(Item::Record(*at)))
    }

    /// How a risk stands on the handbook's scale.
    pub fn risk(&self, record: &Record) -> RiskStanding {
        self.handbook.options.risk.standing(record, self.handbook.options.as_of)
    }

    /// AI systems with what they owe, by position.
    pub fn systems(&self) -> impl Iterator<Item = (usize, &'h SystemDuties)> + '_ {
        let all = self.handbook.systems.iter().filter(|(at, _)| self.sees(Item::Record(**at)));
        all.map(|(at, system)| (*at, system))
    }

    /// What one AI system owes.
    pub fn system(&self, at: usize) -> Option<&'h SystemDuties> {
        self.handbook.systems.get(&at).filter(|_| self.sees(Item::Record(at)))
    }

    pub fn sees_evidence(&self, source: &EvidenceSource) -> bool {
        match source {
            EvidenceSource::Record(at) => self.sees(Item::Record(*at)),
            EvidenceSource::File { by, file } => self.sees(*by) && self.sees_evidence_file(file),
        }
    }

    fn sees_evidence_file(&self, file: &FileRef) -> bool {
        self.evidence.contains_key(file)
    }

    /// The evidence index.
    pub fn evidence(&self) -> Seen<&'h EvidenceFile> {
        self.split(self.handbook.evidence.iter(), |file| self.sees_evidence_file(&file.file))
    }

    /// The evidence file at a place that names it, with this naming.
    pub fn evidence_named_by(&self, item: Item) -> Seen<(&'h EvidenceFile, &'h FileUse)> {
        let named = self.named.get(&item).map_or(&[][..], Vec::as_slice);
        let pair = |(file, number): &(usize, usize)| {
            let file = &self.handbook.evidence[*file];
            (file, &file.uses[*number])
        };
        self.split(named.iter().map(pair), |(file, _)| self.sees_evidence_file(&file.file))
    }

    /// Files that pages show or offer.
    pub fn files(&self) -> impl Iterator<Item = &'h DocPath> + '_ {
        self.handbook.files.iter().filter(|(_, level)| **level <= self.audience.sees).map(|(path, _)| path)
    }

    /// What is hidden from this audience: other editions must not show it either.
    pub fn hidden(&self, names: &Names, snapshot: &Snapshot) -> Hidden {
        Hidden::of(self.handbook, names, snapshot, self.audience.sees)
    }

    /// Whether nothing is hidden from this audience.
    pub fn sees_everything(&self) -> bool {
        self.sees_everything
    }

    /// Whether nothing can be hidden from this audience, however it is classified.
    pub fn sees_every_classification(&self) -> bool {
        self.audience.sees + 1 >= self.options().classifications.len()
    }

    /// Those findings that this audience may read, in their order.
    ///
    /// A finding can name anything near its place, so findings are shown only where nothing is hidden. Outside of
    /// documents and records that were read nobody knows that, when the file says who may see something.
    pub fn seen_findings<'d>(&self, findings: &'d [Diagnostic], snapshot: &Snapshot) -> Vec<&'d Diagnostic> {
        if !self.sees_everything {
            return Vec::new();
        }
        if self.sees_every_classification() {
            return findings.iter().collect();
        }
        let mut says: BTreeMap<&DocPath, bool> = BTreeMap::new();
        let mut says_classification = |path: &'d DocPath| {
            *says.entry(path).or_insert_with(|| snapshot.text(path).is_some_and(says_classification))
        };
        findings.iter().filter(|finding| self.was_read(finding) || !says_classification(&finding.path)).collect()
    }

    /// Whether a finding stands in a document, or in one of those records of its file that could be read.
    fn was_read(&self, diagnostic: &Diagnostic) -> bool {
        let ids = &self.handbook.ids;
        let start = diagnostic.finding.span.start;
        let span = |at: &usize| self.handbook.records[*at].span;
        let records = ids.records_at(&diagnostic.path);
        let before = records.partition_point(|at| span(at).start <= start);
        let holds = records[..before].last().is_some_and(|at| start <= span(at).end);
        holds || ids.document_at(&diagnostic.path).is_some()
    }

    fn split<T>(&self, all: impl Iterator<Item = T>, seen: impl Fn(&T) -> bool) -> Seen<T> {
        let mut items = Vec::new();
        let mut hidden = 0;
        for item in all {
            if seen(&item) { items.push(item) } else { hidden += 1 }
        }
        Seen { items, hidden }
    }
}
