//! The rule `review-overdue`.
//!
//! Never fires on the due day itself: that day is still in date.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, Phase};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "review-overdue",
    level: Level::Warning,
    summary: "The day of a document's next review has passed.",
    explanation: "A document that is not reviewed in time may no longer describe what is done, so every entry that \
                  rests on it becomes stale. Review it, approve it again with the new date, and move `next_review` \
                  (or let `review: 12 months` count from the new approval).",
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let overdue = handbook.documents.iter().zip(&handbook.states).filter(|(_, state)| state.phase == Phase::Overdue);
    overdue
        .map(|(document, state)| {
            let due = state.next_review.map(|date| date.to_string()).unwrap_or_default();
            let span = document.next_review.as_ref().map_or(document.id.span, |date| date.span);
            Violation {
                path: document.path.clone(),
                span,
                message: format!("the review of `{}` was due on {due}", document.id.value),
                help: "review it and approve it again",
            }
        })
        .collect()
}
