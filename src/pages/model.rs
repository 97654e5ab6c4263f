//! The pages of the site as plain data: what each page shows, and where it stands.
//!
//! Never knows a template, a tag or an audience: text is text, and the only HTML is what Markdown already became.
//!
//! Three rules hold for every value here. A `url` is a *site path*: unescaped, from the site's root, with an explicit file
//! name and perhaps a fragment (`documents/POL-001.html#data-quality`); the renderer makes it relative and escapes it. A
//! date is an ISO date (`2026-03-14`). A page's hash is the key of the render cache: what is not in the value is not on
//! the page.

use std::sync::Arc;

use serde::ser::SerializeStruct;
use serde::{Serialize, Serializer};

use crate::text::Terms;

/// One page of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Page {
    /// Where it is written, for example `documents/POL-001.html`.
    pub path: String,
    /// The heading and, with the site's title, the window's title.
    pub title: String,
    /// One sentence for lists and link previews; empty when there is none.
    pub summary: String,
    /// The part of the site that the top navigation marks as current.
    pub area: Area,
    /// From the home page down to the parent; the page itself is not in it.
    pub breadcrumbs: Vec<Crumb>,
    /// What stands beside this page in its section.
    pub siblings: Siblings,
    /// What a reader must know before reading: superseded, overdue, changed since approval.
    pub notices: Vec<Notice>,
    /// What only this kind of page shows.
    #[serde(skip)]
    pub body: PageBody,
}

/// The parts of the site that the top navigation leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Area {
    Home,
    Documents,
    Frameworks,
    Registers,
    Evidence,
    /// Contents, search, findings and whatever else stands beside the handbook itself.
    Other,
}

/// One step of the way down from the home page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Crumb {
    pub title: String,
    pub url: String,
}

/// A link to a page or a file of the site.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct Link {
    /// A stable identifier shown before the title, `POL-001` or `A.6.2.4`; empty when there is none.
    pub id: String,
    pub title: String,
    pub url: String,
}

/// The pruned sidebar: at most about thirty entries around the current page, so that a page stays small.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct Siblings {
    /// The section, framework or register that all of them belong to.
    pub parent: Option<Link>,
    /// Entries before the first one shown.
    pub before: usize,
    pub items: Vec<Sibling>,
    /// Entries after the last one shown.
    pub after: usize,
}

/// One entry of the sidebar; templates see it as one flat map, because every page has dozens of them.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sibling {
    pub link: Link,
    /// Whether it is this page.
    pub current: bool,
    /// How deep it is indented below the parent, from 0.
    pub depth: u8,
}

impl Serialize for Sibling {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_struct("Sibling", 5)?;
        map.serialize_field("id", &self.link.id)?;
        map.serialize_field("title", &self.link.title)?;
        map.serialize_field("url", &self.link.url)?;
        map.serialize_field("current", &self.current)?;
        map.serialize_field("depth", &self.depth)?;
        map.end()
    }
}

/// A remark above the page's content.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Notice {
    pub tone: Tone,
    pub text: String,
    /// Where to read on.
    pub link: Option<Link>,
}

/// How urgent a remark or a due date is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Tone {
    Note,
    Warning,
    Error,
}

/// The seven statuses of an entry of a framework.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    Gap,
    Planned,
    Documented,
    Practised,
    Stale,
    Evidenced,
    Excluded,
}

impl Status {
    /// In the order in which legends and counts show them: best first, excluded last.
    pub const ALL: [Status; 7] = [
        Status::Evidenced,
        Status::Documented,
        Status::Practised,
        Status::Planned,
        Status::Stale,
        Status::Gap,
        Status::Excluded,
    ];

    pub fn word(self) -> &'static str {
        match self {
            Status::Gap => "gap",
            Status::Planned => "planned",
            Status::Documented => "documented",
            Status::Practised => "practised",
            Status::Stale => "stale",
            Status::Evidenced => "evidenced",
            Status::Excluded => "excluded",
        }
    }
}

/// The state of a document on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentState {
    Draft,
    InReview,
    Approved,
    /// Approved, and the day of the next review has passed.
    Overdue,
    Retired,
}

/// A clause as a small label: its id, with title and status for whoever asks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ClauseChip {
    /// With the framework's name where several frameworks are shown together: `AI Act Art. 9`.
    pub label: String,
    pub title: String,
    pub url: String,
    /// Absent for an entry that is not assessable.
    pub status: Option<Status>,
    /// The part below the entry that is meant, `(2)(a)`; empty when the whole entry is.
    pub locator: String,
    /// Whether this is a hint or guidance that counts nowhere.
    pub hint: bool,
}

/// What only one kind of page shows.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum PageBody {
    Home(Box<Home>),
    Document(Box<DocumentPage>),
    Section(SectionPage),
    Frameworks(FrameworksPage),
    Framework(Box<FrameworkPage>),
    Clause(Box<ClausePage>),
    Matrix(Box<MatrixPage>),
    Gaps(GapsPage),
    Registers(RegistersPage),
    Register(Box<RegisterPage>),
    Record(Box<RecordPage>),
    Evidence(EvidencePage),
    Calendar(CalendarPage),
    Glossary(GlossaryPage),
    Findings(FindingsPage),
    Contents(ContentsPage),
    Search(SearchPage),
    NotFound,
}

// ---------------------------------------------------------------------------------------------------------------- home

/// The home page: where do we stand, and what needs attention.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct Home {
    /// A README of the folder's root, rendered; empty when there is none.
    #[serde(skip)]
    pub body_html: Arc<str>,
    /// One for each framework; empty for an audience that sees no coverage.
    pub figures: Vec<Figures>,
    /// Lists of what is overdue or due soon, most urgent first.
    pub attention: Vec<AttentionList>,
    /// The top sections of the handbook.
    pub sections: Vec<Card>,
    /// The registers, in the order of their groups.
    pub registers: Vec<Card>,
    /// Documents approved last, newest first.
    pub recent: Vec<DocumentRow>,
    /// Ways in for each kind of reader: staff, reviewers, auditors.
    pub starts: Vec<Card>,
}

/// The two figures of one framework, with all that makes them mean something.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Figures {
    /// The framework's page.
    pub framework: Link,
    pub edition: String,
    /// The first digits of the catalog's digest.
    pub digest: String,
    /// Entries with an approved document in date (statuses documented and evidenced).
    pub documented: usize,
    /// Entries that also have evidence in date.
    pub evidenced: usize,
    /// The denominator of both: assessable entries less the excluded ones.
    pub applicable: usize,
    /// All assessable entries of the catalog.
    pub assessable: usize,
    /// How many entries have each status, in the order of [`Status::ALL`]; statuses without entries may be left out.
    pub counts: Vec<StatusCount>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StatusCount {
    pub status: Status,
    pub count: usize,
}

/// A titled list of things that wait for someone.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AttentionList {
    /// For example "Reviews overdue".
    pub title: String,
    pub tone: Tone,
    pub items: Vec<AttentionItem>,
    /// How many more there are than `items` shows.
    pub more: usize,
    /// The page with all of them.
    pub all: Option<Link>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AttentionItem {
    pub link: Link,
    /// The role that must act; empty when nobody is named, which is worth seeing.
    pub owner: String,
    /// Empty when no date is known.
    pub date: String,
    /// A few words on what is the matter.
    pub reason: String,
}

/// A link with a sentence and a number: sections, registers, starting points.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Card {
    pub link: Link,
    pub text: String,
    /// How many documents or records are behind it.
    pub count: Option<usize>,
    /// The heading under which cards of the same group stand together; empty for none.
    pub group: String,
}

// ------------------------------------------------------------------------------------------------------------ documents

/// A document with its control header and everything that points at it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentPage {
    pub control: Control,
    /// The text as HTML: sanitized, headings with ids, links already relative to this page's path.
    #[serde(skip)]
    pub body_html: Arc<str>,
    /// The headings of the text, for the contents beside it.
    pub headings: Vec<Heading>,
    /// Other documents and records whose text or fields link here.
    pub backlinks: Vec<Backlink>,
    /// Backlinks that this audience may not see.
    pub hidden_backlinks: usize,
    /// Records that name this document in a field.
    pub records: Vec<RelatedRecords>,
    /// Evidence files that this document names.
    pub evidence: Vec<EvidenceItem>,
    /// The document before this one in reading order.
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// The source file's path in the handbook's folder.
    pub source: String,
    /// Where title or id come from when the front matter does not say, for example "title from the first heading".
    pub origins: Vec<String>,
    /// Address of the page that edits this file, when a repository is configured; else empty.
    pub edit_url: String,
}

/// What an auditor reads first. A field that is not known is empty, and shown as such.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Control {
    pub id: String,
    /// The document's type as written: policy, procedure, …
    pub kind: String,
    pub version: String,
    pub state: DocumentState,
    pub owner: String,
    pub approver: String,
    pub approved_on: String,
    pub next_review: String,
    /// Whether `next_review` comes from the configured interval and not from the document.
    pub next_review_assumed: bool,
    pub classification: String,
    /// In the order of the front matter, then of the headings.
    pub clauses: Vec<ClauseChip>,
    /// Further front matter that is worth showing: label and value.
    pub more: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Heading {
    /// 2 to 6, as in the page (the title is 1).
    pub level: u8,
    /// The fragment.
    pub id: String,
    /// Plain text.
    pub title: String,
    /// The clauses that this section answers.
    pub clauses: Vec<ClauseChip>,
}

/// Something that links here.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Backlink {
    pub link: Link,
    /// The section of the other document in which the link stands, or the record's field; empty when unknown.
    pub place: String,
    /// The kind of the other end in one word: policy, risk, …
    pub kind: String,
}

/// One row in a list of documents.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentRow {
    pub link: Link,
    pub kind: String,
    pub version: String,
    pub state: DocumentState,
    pub owner: String,
    pub approved_on: String,
    pub next_review: String,
}

/// A folder of the handbook.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct SectionPage {
    /// The text of the folder's index document, rendered; empty when there is none.
    #[serde(skip)]
    pub body_html: Arc<str>,
    /// Folders below.
    pub sections: Vec<Card>,
    pub documents: Vec<DocumentRow>,
    /// Documents here that this audience may not see.
    pub hidden: usize,
    /// This list in parts when it is long.
    pub parts: Parts,
}

/// A long table in several pages; empty when there is one page only.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct Parts {
    /// One link for each part; the title is the range it covers ("1–500").
    pub links: Vec<Link>,
    /// Which of them this page is, from 0.
    pub current: usize,
    /// Rows in all parts together.
    pub total: usize,
}

// ----------------------------------------------------------------------------------------------------------- frameworks

/// All enabled frameworks.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct FrameworksPage {
    pub frameworks: Vec<FrameworkCard>,
    /// Pages across frameworks: gaps, matrices of one framework against another.
    pub links: Vec<Card>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FrameworkCard {
    /// The full title, beside the short name in `figures.framework`.
    pub title: String,
    pub figures: Figures,
    /// Its matrices and lists.
    pub links: Vec<Link>,
}

/// One framework: its entries as a tree, each with its status.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FrameworkPage {
    /// The full title.
    pub full_title: String,
    /// Absent for an audience that sees no coverage.
    pub figures: Option<Figures>,
    /// All entries in the catalog's order.
    pub entries: Vec<EntryRow>,
    /// Its matrices, gaps, and the Statement of Applicability.
    pub links: Vec<Link>,
}

/// One entry in a framework's tree.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EntryRow {
    pub link: Link,
    /// 0 for chapters and annexes.
    pub depth: u8,
    /// Absent for headings.
    pub status: Option<Status>,
    /// Clause, control, article, … in one word.
    pub kind: String,
    /// Supporting documents, visible or not.
    pub documents: usize,
    /// Supporting records and evidence files, visible or not.
    pub evidence: usize,
    /// A few words where the status needs them: "3 of 4 systems", or why it is excluded.
    pub note: String,
}

/// One clause: what supports it, what is missing, and where else to look.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ClausePage {
    /// The framework's page.
    pub framework: Link,
    pub edition: String,
    /// The first digits of the catalog's digest.
    pub digest: String,
    pub id: String,
    /// Another title in use, empty when there is none.
    pub alt_title: String,
    /// Clause, control, article, … in one word.
    pub kind: String,
    /// Absent for headings, and for an audience that sees no coverage.
    pub status: Option<Status>,
    /// One sentence: why it has this status.
    pub reason: String,
    /// For entries that are owed by every AI system.
    pub systems: Vec<SystemStatus>,
    /// Documents that answer it, best first.
    pub documents: Vec<DocumentSupport>,
    /// Supporting documents that this audience may not see.
    pub hidden_documents: usize,
    /// Records that are evidence for it, newest first.
    pub records: Vec<RecordSupport>,
    /// Supporting records and files that this audience may not see.
    pub hidden_records: usize,
    /// Evidence files named for it.
    pub evidence: Vec<EvidenceItem>,
    /// Documents that mention it in running text; counts nowhere.
    pub mentions: Vec<Backlink>,
    /// Crosswalk: look here too.
    pub related: Vec<RelatedClause>,
    /// What would bring it further, one sentence each; empty when nothing is missing.
    pub missing: Vec<String>,
    /// The catalog's advice on documented information; empty when there is none.
    pub advice_documents: String,
    /// The catalog's advice on usual evidence; empty when there is none.
    pub advice_evidence: String,
    /// Clause text that the organization holds a licence for; empty unless this audience may read it.
    #[serde(skip)]
    pub licensed_html: Arc<str>,
    /// The entries below, for a heading.
    pub children: Vec<EntryRow>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
}

/// How one AI system stands with an entry that every system owes.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SystemStatus {
    pub system: Link,
    pub status: Status,
    pub reason: String,
}

/// A document that answers a clause.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct DocumentSupport {
    pub document: DocumentRow,
    /// The sections that answer it; empty when the document as a whole does.
    pub sections: Vec<Link>,
    /// The part of the clause it answers, `(2)(a)`; empty when it answers all of it.
    pub locator: String,
    /// Whether it counts; a draft or a locator alone does not.
    pub counts: bool,
    /// Why it does not count, or anything else worth a few words; else empty.
    pub remark: String,
}

/// A record that is evidence for a clause.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RecordSupport {
    pub record: Link,
    /// The kind's title.
    pub kind: String,
    /// The record's own state, as its kind words it; empty when it has none.
    pub state: String,
    /// The date that makes it evidence; empty when it has none.
    pub date: String,
    /// The last day on which it is in date; empty when it does not expire.
    pub valid_until: String,
    pub standing: Standing,
    /// Why it does not count, or anything else worth a few words; else empty.
    pub remark: String,
}

/// Whether evidence counts on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Standing {
    Current,
    Expired,
    /// Planned, undated, in the future, or without a field that its kind demands.
    NotCounted,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RelatedClause {
    pub clause: ClauseChip,
    /// The other framework's name.
    pub framework: String,
    /// How the two relate, in the catalog's words.
    pub relation: String,
    /// The best document that the organization has for it.
    pub document: Option<DocumentRow>,
    /// Records and files in date that are evidence for it.
    pub evidence: usize,
    /// Documents and evidence for it that this audience may not see.
    pub hidden: usize,
}

/// A table of two lists against each other.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixPage {
    /// What rows and columns are, as one sentence for the table's caption.
    pub caption: String,
    /// What a row is, one word: clause.
    pub row_word: String,
    /// Whether rows show a status.
    pub with_status: bool,
    pub columns: Vec<MatrixColumn>,
    pub rows: Vec<MatrixRow>,
    /// What each mark means, in the order of the legend.
    pub legend: Vec<LegendItem>,
    /// Columns that this audience may not see.
    pub hidden_columns: usize,
    /// The same matrix in parts when it has many columns or rows.
    pub parts: Parts,
    /// Other matrices of the same framework.
    pub links: Vec<Link>,
    /// The figures that the rows add up to.
    pub figures: Option<Figures>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixColumn {
    /// The id is what the narrow heading shows; the title is for whoever asks.
    pub link: Link,
    /// One word on what it is: policy, risk, …; columns of one group stand together.
    pub group: String,
    /// How many cells of the column are filled.
    pub count: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixRow {
    pub link: Link,
    /// Absent for a heading row, whose cells are empty.
    pub status: Option<Status>,
    /// Whether the row is a heading of a group.
    pub heading: bool,
    pub depth: u8,
    /// Only the filled cells, from left to right.
    pub cells: Vec<MatrixCell>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct MatrixCell {
    /// How many empty cells stand between the filled one before (or the row's start) and this one.
    pub skip: usize,
    pub mark: Mark,
    /// What the mark stands for in a few words: "approved, 2 sections"; read aloud and shown on hover.
    pub text: String,
    /// Shown in place of the mark's shape when it is a number; empty for the shape.
    pub count: String,
    /// Where the cell leads; empty for nowhere.
    pub url: String,
}

/// What a filled cell of a matrix says, as shape, word and colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mark {
    /// Approved and in date, or current evidence.
    Full,
    /// Draft, in part, or not counted.
    Part,
    /// Overdue or expired.
    Stale,
    /// A hint that counts nowhere.
    Hint,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct LegendItem {
    pub mark: Mark,
    pub text: String,
}

/// All entries that are not yet where they should be.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct GapsPage {
    pub frameworks: Vec<FrameworkGaps>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FrameworkGaps {
    /// The framework's id, which is the fragment of its part of the page.
    pub id: String,
    pub figures: Figures,
    pub gaps: Vec<GapRow>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct GapRow {
    pub clause: Link,
    pub status: Status,
    /// What is missing, in one sentence.
    pub missing: String,
    /// The best document so far.
    pub document: Option<DocumentRow>,
    /// Entries of other frameworks that are answered and related: look here too.
    pub related: Vec<ClauseChip>,
}

// ------------------------------------------------------------------------------------------------------------- records

/// All registers in groups.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct RegistersPage {
    /// Cards of one group stand under its heading, in this order.
    pub registers: Vec<Card>,
}

/// All records of one kind.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RegisterPage {
    /// What the kind is for, in one sentence.
    pub description: String,
    pub columns: Vec<RegisterColumn>,
    pub rows: Vec<RegisterRow>,
    /// How many records have each state, in the kind's order; over all parts.
    pub states: Vec<StateCount>,
    /// Records that this audience may not see.
    pub hidden: usize,
    pub parts: Parts,
    /// The entries that records of this kind are evidence for.
    pub clauses: Vec<ClauseChip>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RegisterColumn {
    /// The field's name, which addresses and exports use.
    pub name: String,
    pub label: String,
    /// Whether the column holds numbers and is set right.
    pub numeric: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RegisterRow {
    /// The record's page; its id and title are cells too when the columns say so.
    pub link: Link,
    /// One for each column.
    pub cells: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct StateCount {
    pub state: String,
    pub count: usize,
}

/// A record with its fields and both ends of its relations.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RecordPage {
    pub id: String,
    /// The kind's register.
    pub kind: Link,
    /// The record's state; empty when it has none.
    pub state: String,
    pub owner: String,
    pub date: String,
    pub next_review: String,
    /// Whether the day of the next review has passed.
    pub overdue: bool,
    pub classification: String,
    /// The clauses the record names.
    pub clauses: Vec<ClauseChip>,
    /// Whether and for what the record counts as evidence.
    pub evidence_for: Vec<EvidenceFor>,
    /// The `description` field, rendered; empty when there is none.
    #[serde(skip)]
    pub description_html: Arc<str>,
    /// The kind's own fields in its order, filled ones only.
    pub fields: Vec<Field>,
    /// Fields the kind requires and the record lacks.
    pub missing: Vec<String>,
    /// Relations from here to others, by label.
    pub relations: Vec<RelatedRecords>,
    /// Relations from others to here, by the inverse label.
    pub inverse: Vec<RelatedRecords>,
    /// Documents and records that link here in their text.
    pub backlinks: Vec<Backlink>,
    /// Related entries that this audience may not see.
    pub hidden: usize,
    pub evidence: Vec<EvidenceItem>,
    pub previous: Option<Link>,
    pub next: Option<Link>,
    /// The source file's path in the handbook's folder.
    pub source: String,
    /// Address of the page that edits this file, when a repository is configured; else empty.
    pub edit_url: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EvidenceFor {
    pub clause: ClauseChip,
    pub standing: Standing,
    /// Why it does not count, or until when it does; may be empty.
    pub remark: String,
}

/// Entries that one relation leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RelatedRecords {
    /// The relation's label in this direction.
    pub label: String,
    pub items: Vec<RelatedItem>,
    /// Items that this audience may not see.
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RelatedItem {
    pub link: Link,
    /// The kind or document type in one word.
    pub kind: String,
    /// Its state; empty when it has none.
    pub state: String,
}

/// A labelled value.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Field {
    pub label: String,
    pub value: Value,
}

/// A value as it is shown; templates read `is` and `value`.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
#[serde(tag = "is", content = "value", rename_all = "kebab-case")]
pub enum Value {
    /// Nothing was written.
    Empty,
    Text(String),
    /// Set right in tables; as written.
    Number(String),
    Date(String),
    /// One of a closed list: shown as a small label.
    Choice(String),
    Truth(bool),
    /// A role.
    Role(String),
    /// Markdown that became HTML.
    Html(Arc<str>),
    Link(Link),
    /// An address outside the site; the scheme was checked.
    Address(Address),
    Clause(ClauseChip),
    Evidence(EvidenceItem),
    List(Vec<Value>),
    /// A group of fields.
    Group(Vec<Field>),
    /// Something that this audience may not see: how many.
    Hidden(usize),
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Address {
    pub title: String,
    /// With its scheme.
    pub href: String,
}

// ------------------------------------------------------------------------------------------------------------ evidence

/// One evidence file or address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EvidenceItem {
    /// The file's name, or the title that was given.
    pub title: String,
    /// The copy in the site; empty when the evidence is outside or missing.
    pub url: String,
    /// The address of evidence that is kept elsewhere; else empty.
    pub href: String,
    /// The path in the handbook's folder; empty for an address.
    pub path: String,
    /// 64 digits; empty for an address.
    pub sha256: String,
    /// For humans: "84 KB"; empty for an address.
    pub size: String,
    /// The date it counts from; empty when unknown.
    pub date: String,
    /// The last day on which it is in date; empty when it does not expire.
    pub expires: String,
    pub standing: Standing,
    /// Why it does not count ("the file is missing"); else empty.
    pub remark: String,
    /// The entries it is named for.
    pub clauses: Vec<ClauseChip>,
    /// What names it; filled in the evidence index, else empty.
    pub used_by: Vec<Link>,
}

/// All evidence files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct EvidencePage {
    pub items: Vec<EvidenceItem>,
    /// Files that this audience may not see.
    pub hidden: usize,
    pub parts: Parts,
}

// ---------------------------------------------------------------------------------------------------- other list pages

/// What is stale, overdue and due, and who has to act.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct CalendarPage {
    /// Owners against periods; on the first part only.
    pub owners: Vec<OwnerCounts>,
    /// The periods that stand on this part, most urgent first; those without items too.
    pub periods: Vec<Period>,
    /// Dates beyond the last period, which only the calendar file holds.
    pub later: usize,
    /// The same as a file for calendars.
    pub file: Link,
    pub parts: Parts,
}

/// How much waits for one role in each period.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OwnerCounts {
    /// Empty when nobody is named.
    pub owner: String,
    /// In the order of the periods.
    pub counts: Vec<usize>,
    pub total: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Period {
    /// The fragment.
    pub id: String,
    /// "Overdue", "Due in the next 30 days".
    pub title: String,
    pub tone: Tone,
    /// Over all parts.
    pub count: usize,
    /// Roles in the order of the alphabet, nobody first.
    pub owners: Vec<OwnerItems>,
}

/// What waits for one role.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct OwnerItems {
    pub owner: String,
    pub items: Vec<AttentionItem>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct GlossaryPage {
    pub terms: Vec<Term>,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct Term {
    pub term: String,
    /// The fragment.
    pub id: String,
    pub meaning_html: Arc<str>,
    /// Where it is defined.
    pub source: Option<Link>,
}

/// Everything the check found, in a site that was published all the same.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct FindingsPage {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub groups: Vec<FindingGroup>,
}

/// Findings of one code, or of one cause where one cause makes many.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FindingGroup {
    pub tone: Tone,
    pub code: String,
    /// What is wrong, in one sentence.
    pub title: String,
    /// How to mend it; empty when unknown.
    pub help: String,
    pub findings: Vec<FindingRow>,
    /// How many more there are than shown.
    pub more: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct FindingRow {
    /// `path:line:column`.
    pub place: String,
    pub message: String,
    /// The line of the source that is meant; empty when it does not help.
    pub excerpt: String,
    /// The page made from the file, when there is one.
    pub page: Option<Link>,
}

/// The whole tree of the site, which is also the navigation without JavaScript.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct ContentsPage {
    pub tree: Vec<NavNode>,
}

/// One node of the site's tree: for the contents page and the shared navigation script.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct NavNode {
    pub link: Link,
    pub children: Vec<NavNode>,
}

/// The page that the search form leads to.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct SearchPage {
    /// How many pages the index holds.
    pub pages: usize,
}

/// What the search knows of one page.
#[derive(Debug, Clone)]
pub struct SearchEntry {
    pub url: String,
    /// Shown before the title, and found first when it is typed; empty when there is none.
    pub id: String,
    pub title: String,
    /// What it is in one word: policy, risk, clause, …
    pub kind: String,
    /// Where it stands: its section, register or framework.
    pub place: String,
    /// The words of the text, found when its file was read.
    pub terms: Arc<Terms>,
}
