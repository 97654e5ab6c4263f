//! The page of rules: what is checked, what is found now, and what somebody answers for.
//!
//! Never holds a message that names more than its audience may see.

use std::sync::Arc;

use serde::Serialize;

use crate::pages::model::{Link, Tone};

/// Every rule with its documentation and its findings, and all waivers.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct RulesPage {
    /// Findings that stand.
    pub found: usize,
    /// Findings that somebody answers for until a day.
    pub waived: usize,
    pub rules: Vec<RuleRow>,
    pub waivers: Vec<WaiverRow>,
    /// Waivers of what this audience may not see.
    pub hidden_waivers: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RuleRow {
    /// The name in the configuration, and the fragment of its section.
    pub name: String,
    /// One sentence.
    pub summary: String,
    /// Absent when it is switched off.
    pub level: Option<Tone>,
    /// The configuration gives it another level than its own.
    pub changed: bool,
    pub found: usize,
    pub waived: usize,
    pub why_html: Arc<str>,
    pub example_html: Arc<str>,
    pub fix_html: Arc<str>,
    /// Where it does not look, on purpose.
    pub limits_html: Arc<str>,
    /// What breaks it now.
    pub items: Vec<RuleItem>,
    /// More findings than `items` shows.
    pub more: usize,
    /// Findings about what this audience may not see.
    pub hidden: usize,
}

/// One finding of a rule.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct RuleItem {
    pub link: Option<Link>,
    /// What is found; empty when only those who see everything may read it.
    pub message: String,
    pub waived: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct WaiverRow {
    pub rule: String,
    /// What it is for: items with a page, then the other names.
    pub items: Vec<Link>,
    pub names: Vec<String>,
    pub reason: String,
    /// The role that answers for it.
    pub by: String,
    pub until: String,
    pub state: WaiverState,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum WaiverState {
    InForce,
    /// In force, and there is nothing to waive.
    Unused,
    /// The day has passed: what it covered counts again.
    Expired,
}
