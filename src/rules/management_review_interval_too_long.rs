//! More than twelve months lie between two management reviews, or since the last one.
//!
//! Top management reviews the system at planned intervals. After more than a year, decisions rest on audits, incidents and
//! figures that are older than the plans they lead to.
//!
//! ## Example
//! ```yaml
//! kind: management-review
//! records:
//!   - {id: MRV-001, status: held, date: 2024-10-16}
//!   - {id: MRV-002, status: held, date: 2026-01-22}
//! ```
//!
//! ## Fix
//! Hold the review that is due. A gap that lies behind can only be explained: give it a waiver with the reason.
//!
//! Never fires on gaps that ended more than a year ago, nor on a handbook that records no review at all.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, date};
use crate::rules::intervals::gaps;
use crate::rules::records::{of_kind, state};
use crate::rules::rule::{Rule, Violation};
use crate::text::Date;

pub const RULE: Rule = Rule {
    name: "management-review-interval-too-long",
    level: Level::Warning,
    source: include_str!("management_review_interval_too_long.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let held = of_kind(handbook, "management-review").filter(|(_, review)| state(review) == "held");
    let dated: Vec<(Date, &Record)> = held.filter_map(|(_, review)| Some((date(review, "date")?, review))).collect();
    let mut violations = Vec::new();
    for gap in gaps(dated.iter().map(|(day, _)| *day).collect(), handbook.options.as_of) {
        let Some((_, review)) = dated.iter().find(|(day, _)| *day == gap.until.unwrap_or(gap.after)) else { continue };
        let message = match gap.until {
            Some(until) => format!("no management review between {} and {until}: more than twelve months", gap.after),
            None => format!("no management review since {}: more than twelve months", gap.after),
        };
        violations.push(Violation::of_record(review, message, "review at least once in twelve months"));
    }
    violations
}
