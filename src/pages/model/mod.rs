//! The pages of the site as plain data: what each page shows, and where it stands.
//!
//! Never knows a template, a tag or an audience: text is text, and the only HTML is what Markdown already became.
//!
//! Three rules hold for every value here. A `url` is a *site path*: unescaped, from the site's root, with an explicit file
//! name and perhaps a fragment (`documents/POL-001.html#data-quality`); the renderer makes it relative and escapes it. A
//! date is an ISO date (`2026-03-14`). A page's hash is the key of the render cache: what is not in the value is not on
//! the page.

mod chart;
mod document;
mod evidence;
mod framework;
mod history;
mod home;
mod lists;
mod matrix;
mod page;
mod record;
mod review;
mod risk;
mod road;
mod rules;
mod statement;
mod system;
mod trust;
mod versions;

pub use chart::{
    Age, AgeBar, CoverageBar, CoverageChart, Diagram, DiagramLayer, DiagramNode, DueChart, DueColumn, DuePart,
    DueState, EvidenceChart, LayerOf, Percent, Reached, Segment, TargetBar, TargetChart, Wire,
};
pub use document::{Backlink, Control, DocumentPage, DocumentRow, Heading, Parts, SectionPage};
pub use evidence::{EvidenceItem, EvidencePage};
pub use framework::{
    ClausePage, DocumentSupport, EntryRow, FrameworkCard, FrameworkPage, FrameworksPage, RecordSupport, RelatedClause,
    Standing, SystemStatus,
};
pub use history::{GonePage, HistoryPage, HistoryRow, Redlined};
pub use home::{AttentionItem, AttentionList, Card, Figures, Home, StatusCount};
pub use lists::{
    CalendarPage, ContentsPage, FindingGroup, FindingRow, FindingsPage, GlossaryPage, NavNode, OwnerCounts, OwnerItems,
    Period, SearchEntry, SearchPage, Term,
};
pub use matrix::{FrameworkGaps, GapRow, GapsPage, LegendItem, Mark, MatrixCell, MatrixColumn, MatrixPage, MatrixRow};
pub use page::{Area, ClauseChip, Crumb, DocumentState, Link, Notice, Page, PageBody, Sibling, Siblings, Status, Tone};
pub use record::{
    Address, EvidenceFor, Field, RecordPage, RegisterColumn, RegisterPage, RegisterRow, RegistersPage, RelatedItem,
    RelatedRecords, StateCount, Value,
};
pub use review::{
    Piece, ReviewApprover, ReviewBlock, ReviewClause, ReviewCount, ReviewEvidence, ReviewField, ReviewFinding,
    ReviewItemPage, ReviewMatrixGroup, ReviewMatrixPage, ReviewObligation, ReviewPage, ReviewPart, ReviewRow,
    ReviewTableRow,
};
pub use risk::{HeatCell, HeatMap, HeatRow, LevelCount, Rating, RiskAbove, RiskPicture};
pub use road::{RoadCheck, RoadLine, RoadMissing, RoadPage, RoadState, RoadStep};
pub use rules::{RuleItem, RuleRow, RulesPage, WaiverRow, WaiverState};
pub use statement::{RowVerdict, StatementCounts, StatementEvidence, StatementGroup, StatementPage, StatementRow};
pub use system::{
    Confirmation, DutyList, DutyRow, RecordTable, StepState, SystemPage, SystemSection, SystemStep, TimelineEvent,
    TimelineYear,
};
pub use trust::{CertificateStanding, TrustCertificate, TrustContact, TrustDocument, TrustPage, TrustSystem};
pub use versions::{Applied, VersionRow, VersionStanding, VersionTrend, VersionTrendRow, VersionsPage};
