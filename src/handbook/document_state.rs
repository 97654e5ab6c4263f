//! How a document stands on a day.
//!
//! Never knows today: the day is an argument.

use crate::entry::{Document, WrittenState};
use crate::handbook::HandbookOptions;
use crate::handbook::status::DocumentLevel;
use crate::text::Date;

/// A document's standing on the day of the build.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct DocumentState {
    pub phase: Phase,
    /// The last day on which it is in date; known for approved documents.
    pub next_review: Option<Date>,
    /// `next_review` comes from the configured interval, not from the document.
    pub review_assumed: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Phase {
    Draft,
    InReview,
    Approved,
    /// Approved, and the day of the next review has passed.
    Overdue,
    Retired,
}

impl DocumentState {
    /// What it is worth as an answer to an entry; nothing when it is retired.
    pub fn level(self) -> DocumentLevel {
        match self.phase {
            Phase::Draft | Phase::InReview => DocumentLevel::Draft,
            Phase::Approved => DocumentLevel::Approved,
            Phase::Overdue => DocumentLevel::Overdue,
            Phase::Retired => DocumentLevel::None,
        }
    }
}

/// Judges a document. Approved without a date, or with one in the future, is a draft: nobody approved it yet.
pub fn document_state(document: &Document, options: &HandbookOptions) -> DocumentState {
    let written = match document.state {
        WrittenState::Draft => Phase::Draft,
        WrittenState::InReview => Phase::InReview,
        WrittenState::Retired => Phase::Retired,
        WrittenState::Approved => Phase::Approved,
    };
    let undecided = DocumentState {
        phase: written,
        next_review: document.next_review.as_ref().map(|date| date.value),
        review_assumed: false,
    };
    if written != Phase::Approved {
        return undecided;
    }
    let Some(approved) = approved_on(document).filter(|date| *date <= options.as_of) else {
        return DocumentState { phase: Phase::Draft, ..undecided };
    };
    let said = undecided.next_review.or_else(|| document.review.and_then(|interval| interval.after(approved)));
    let next_review = said.or_else(|| options.review_interval.after(approved));
    let overdue = next_review.is_some_and(|due| due < options.as_of);
    DocumentState {
        phase: if overdue { Phase::Overdue } else { Phase::Approved },
        next_review,
        review_assumed: said.is_none(),
    }
}

/// The day of the approval, from the front matter or from the approval itself.
pub fn approved_on(document: &Document) -> Option<Date> {
    let bound = document.approval.as_ref().and_then(|approval| approval.on.as_ref());
    document.approved.as_ref().or(bound).map(|date| date.value)
}
