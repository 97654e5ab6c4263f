//! A document or record is reviewed less often than once in twelve months.
//!
//! Models, data and uses of AI change within a year. Auditors come every year, and expect that what they are shown was looked
//! at since they were last there.
//!
//! ## Example
//! ```yaml
//! id: POL-001
//! status: approved
//! approved: 2026-03-14
//! review: 24 months
//! ```
//!
//! ## Fix
//! Write `review: 12 months` or less, or a `next_review` within a year of the approval. Where a longer interval is right, say
//! why in a waiver.
//!
//! Never fires on drafts, on retired documents, on closed records, or on minutes and reports, which tell what was.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, Phase, approved_on};
use crate::rules::intervals::YEAR;
use crate::rules::records::is_closed;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "review-interval-too-long",
    level: Level::Warning,
    source: include_str!("review_interval_too_long.rs"),
    check,
};

/// Types of documents that describe the past, which does not change.
const OF_THE_PAST: [&str; 4] = ["minutes", "report", "record", "evidence"];

fn check(handbook: &Handbook) -> Vec<Violation> {
    let help = "review it at least once in twelve months";
    let mut violations = Vec::new();
    for (document, state) in handbook.documents.iter().zip(&handbook.states) {
        let (Phase::Approved | Phase::Overdue, Some(next)) = (state.phase, state.next_review) else { continue };
        let tells = |word: &&str| document.kind.trim().eq_ignore_ascii_case(word);
        let Some(approved) = approved_on(document).filter(|_| !OF_THE_PAST.iter().any(tells)) else {
            continue;
        };
        if YEAR.after(approved).is_some_and(|due| due < next) {
            let id = &document.id.value;
            let message = format!("`{id}` was approved on {approved}, and its next review is on {next} only");
            let span = document.next_review.as_ref().map_or(document.id.span, |date| date.span);
            violations.push(Violation::of_document(document, message, help).at(span));
        }
    }
    for record in handbook.records.iter().filter(|record| !is_closed(handbook, record)) {
        if let Some(interval) = record.review.filter(|interval| interval.exceeds_months(12)) {
            let message = format!("`{}` is reviewed every {interval} only", record.id.value);
            violations.push(Violation::of_record(record, message, help));
        }
    }
    violations
}
