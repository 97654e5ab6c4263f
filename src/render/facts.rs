//! The few values that every page of one site shares.
//!
//! Never holds what changes with every document: that would make every page new at every save.

use serde::Serialize;

use crate::pages::model::{Area, Link};

/// What is the same on every page of one site; part of the key of every rendered page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct SiteFacts {
    pub title: String,
    /// Empty when the configuration does not name it.
    pub organization: String,
    /// A language tag such as `en`.
    pub language: String,
    pub direction: Direction,
    /// Name and version of this program.
    pub generator: String,
    /// The day that statuses and due dates hold for, as an ISO date.
    pub as_of: String,
    /// Whom this site is for, as the configuration names it.
    pub audience: String,
    /// The highest classification on the site, printed on every sheet; empty for none.
    pub classification: String,
    /// The main parts, in the order of the navigation.
    pub areas: Vec<AreaLink>,
    /// The home page.
    pub home: Link,
    /// The contents page.
    pub contents: Link,
    /// The search page.
    pub search: Link,
    /// The page with the findings, when the site was published in spite of them.
    pub findings: Option<Link>,
    /// Which version of the handbook this is, when several are published.
    pub version: Option<ShownVersion>,
}

/// A version as its pages name it. Nothing of it depends on other versions, so that a new one changes no page of it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct ShownVersion {
    pub title: String,
    /// From when it applies, as an ISO date; empty for drafts.
    pub date: String,
    /// Whether it is at the root of the site.
    pub in_force: bool,
    /// The page that lists all versions, from this version's root.
    pub list: String,
    /// The script that all versions share.
    pub script: String,
}

/// A main part of the site and its first page.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct AreaLink {
    pub area: Area,
    pub link: Link,
}

/// The direction in which the site's language is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Direction {
    #[serde(rename = "ltr")]
    LeftToRight,
    #[serde(rename = "rtl")]
    RightToLeft,
}
