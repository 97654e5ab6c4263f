//! What every page has: its place, its surroundings, its notices, and the words all pages share.
//!
//! Never holds what only one kind of page shows.

use serde::Serialize;

use crate::pages::model::{
    CalendarPage, ClausePage, ContentsPage, DocumentPage, EvidencePage, FindingsPage, FrameworkPage, FrameworksPage,
    GapsPage, GlossaryPage, GonePage, HistoryPage, Home, MatrixPage, RecordPage, RegisterPage, RegistersPage,
    ReviewItemPage, ReviewMatrixPage, ReviewPage, RoadPage, RulesPage, SearchPage, SectionPage, StatementPage,
    SystemPage, TrustPage, VersionsPage,
};

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
    Systems,
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
    /// Templates see them as rows that are ready.
    #[serde(skip)]
    pub items: Vec<Sibling>,
    /// Entries after the last one shown.
    pub after: usize,
}

/// One entry of the sidebar.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Sibling {
    pub link: Link,
    /// Whether it is this page.
    pub current: bool,
    /// How deep it is indented below the parent, from 0.
    pub depth: u8,
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
    Trust(Box<TrustPage>),
    Document(Box<DocumentPage>),
    Section(SectionPage),
    Frameworks(FrameworksPage),
    Framework(Box<FrameworkPage>),
    Clause(Box<ClausePage>),
    Matrix(Box<MatrixPage>),
    Gaps(GapsPage),
    Statement(Box<StatementPage>),
    Road(Box<RoadPage>),
    Registers(RegistersPage),
    Register(Box<RegisterPage>),
    Record(Box<RecordPage>),
    System(Box<SystemPage>),
    Evidence(EvidencePage),
    Calendar(CalendarPage),
    Glossary(GlossaryPage),
    Findings(FindingsPage),
    Rules(Box<RulesPage>),
    Contents(ContentsPage),
    Search(SearchPage),
    Versions(Box<VersionsPage>),
    History(Box<HistoryPage>),
    Gone(GonePage),
    NotFound,
    Review(Box<ReviewPage>),
    ReviewMatrix(Box<ReviewMatrixPage>),
    ReviewItem(Box<ReviewItemPage>),
}

impl PageBody {
    /// Whether the page holds some rows of a table whose other rows are on other pages.
    pub fn is_one_part_of_many_rows(&self) -> bool {
        match self {
            PageBody::Register(body) => !body.parts.links.is_empty(),
            PageBody::Evidence(body) => !body.parts.links.is_empty(),
            _ => false,
        }
    }
}
