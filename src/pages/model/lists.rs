//! Pages that list what stands elsewhere: dates, terms, findings, the tree, the search.
//!
//! Never holds a text of its own.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{AttentionItem, DueChart, Link, Parts, Tone};
use crate::text::Terms;

/// What is stale, overdue and due, and who has to act.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct CalendarPage {
    /// All of it over the year; on the first part only, and when there is something.
    pub chart: Option<DueChart>,
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
    /// Counted only: they stand on the page of rules.
    pub waived: usize,
    /// Not waived, and not for this audience.
    pub hidden: usize,
    pub groups: Vec<FindingGroup>,
    /// The page of rules, for an audience that has one.
    pub rules: Option<Link>,
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
