//! More than twelve months lie between two internal audits, or since the last one.
//!
//! Internal audits happen at planned intervals, and a certified organization is visited every year by auditors who ask for
//! the last one. After more than a year without, part of what is audited has never been looked at in its present form.
//!
//! ## Example
//! ```yaml
//! kind: audit
//! records:
//!   - {id: AUD-001, status: reported, ended_on: 2024-11-14}
//!   - {id: AUD-002, status: reported, ended_on: 2026-03-20}
//! ```
//!
//! ## Fix
//! Hold the audit that is due. A gap that lies behind can only be explained: give it a waiver with the reason.
//!
//! Never fires on gaps that ended more than a year ago, nor on a handbook that records no audit at all.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, date};
use crate::rules::intervals::gaps;
use crate::rules::records::{of_kind, state};
use crate::rules::rule::{Rule, Violation};
use crate::text::Date;

pub const RULE: Rule = Rule {
    name: "audit-interval-too-long",
    level: Level::Warning,
    source: include_str!("audit_interval_too_long.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let held = of_kind(handbook, "audit").filter(|(_, audit)| matches!(state(audit), "reported" | "in-progress"));
    let dated: Vec<(Date, &Record)> = held.filter_map(|(_, audit)| Some((day(audit)?, audit))).collect();
    let mut violations = Vec::new();
    for gap in gaps(dated.iter().map(|(day, _)| *day).collect(), as_of) {
        let Some((_, audit)) = dated.iter().find(|(day, _)| *day == gap.until.unwrap_or(gap.after)) else { continue };
        let message = match gap.until {
            Some(until) => format!("no internal audit between {} and {until}: more than twelve months", gap.after),
            None => format!("no internal audit since {}: more than twelve months", gap.after),
        };
        violations.push(Violation::of_record(audit, message, "audit at least once in twelve months"));
    }
    violations
}

/// When the audit took place, as far as it is known.
fn day(audit: &Record) -> Option<Date> {
    ["ended_on", "started_on", "reported_on"].into_iter().find_map(|field| date(audit, field))
}
