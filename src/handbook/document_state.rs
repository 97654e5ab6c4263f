//! How a document stands on a day.
//!
//! Never knows today: the day is an argument.

use crate::entry::{Document, WrittenDigest, WrittenState};
use crate::handbook::HandbookOptions;
use crate::handbook::approval::Binding;
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
    /// How its approval is bound to its text.
    pub binding: Binding,
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
    /// Approved, whether its review is overdue or not.
    pub fn is_in_force(self) -> bool {
        matches!(self.phase, Phase::Approved | Phase::Overdue)
    }

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

/// Judges a document. Approved without a date, or with one in the future, is a draft: nobody approved it yet. So is
/// one that changed since it was approved: nobody approved what it says now.
pub fn document_state(document: &Document, binding: Binding, options: &HandbookOptions) -> DocumentState {
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
        binding,
    };
    if written != Phase::Approved {
        return undecided;
    }
    let dated = approved_on(document).filter(|date| *date <= options.as_of && !binding.is_broken());
    let Some(approved) = dated else {
        return DocumentState { phase: Phase::Draft, ..undecided };
    };
    let said = undecided.next_review.or_else(|| document.review.and_then(|interval| interval.after(approved)));
    let next_review = said.or_else(|| options.review_interval.after(approved));
    let overdue = next_review.is_some_and(|due| due < options.as_of);
    DocumentState {
        phase: if overdue { Phase::Overdue } else { Phase::Approved },
        next_review,
        review_assumed: said.is_none(),
        binding,
    }
}

/// The day of the approval: the approval that is bound to the text knows it best.
pub fn approved_on(document: &Document) -> Option<Date> {
    let approval = document.approval.as_ref();
    let bound = approval.is_some_and(|approval| matches!(approval.digest, WrittenDigest::Known(_)));
    let (written, approval) = (document.approved.as_ref(), approval.and_then(|approval| approval.on.as_ref()));
    let date = |date: Option<&crate::text::Spanned<Date>>| date.map(|date| date.value);
    // Of two days that nothing binds to the text, the later one claims less.
    if bound { date(approval.or(written)) } else { date(written).max(date(approval)) }
}

/// The role that approved it, from the same place as the day.
pub fn approved_by(document: &Document) -> Option<&str> {
    let approval = document.approval.as_ref();
    let bound = approval.is_some_and(|approval| matches!(approval.digest, WrittenDigest::Known(_)));
    let (written, approval) = (document.approver.as_ref(), approval.and_then(|approval| approval.by.as_ref()));
    let by = if bound { approval.or(written) } else { written.or(approval) };
    by.map(|by| by.value.as_str())
}
