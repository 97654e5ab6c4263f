//! The keys of a document's front matter.
//!
//! Never fills in what is missing; that is for those who know the whole handbook.

use crate::catalog::Reading;
use crate::diagnostic::Finding;
use crate::entry::approval::read_approval;
use crate::entry::classification::read_classification;
use crate::entry::{Approval, Claim, Classification, EvidenceUse, WrittenState, read_claims, read_evidence};
use crate::syntax::{Fields, Node, wrong_choice};
use crate::text::{Date, Interval, Spanned};

/// What the front matter says, field by field.
#[derive(Debug, Default)]
pub(super) struct FrontMatter {
    pub id: Option<Spanned<String>>,
    pub title: Option<String>,
    pub kind: Option<String>,
    pub version: Option<String>,
    pub date: Option<Spanned<Date>>,
    pub state: Option<WrittenState>,
    pub owner: Option<Spanned<String>>,
    pub approver: Option<Spanned<String>>,
    pub approved: Option<Spanned<Date>>,
    pub review: Option<Interval>,
    pub next_review: Option<Spanned<Date>>,
    pub classification: Classification,
    pub claims: Vec<Claim>,
    pub systems: Vec<Spanned<String>>,
    pub evidence: Vec<EvidenceUse>,
    pub aliases: Vec<Spanned<String>>,
    pub replaced_by: Option<Spanned<String>>,
    pub approval: Option<Approval>,
    pub summary: Option<String>,
    pub language: Option<String>,
    pub order: Option<i64>,
}

const STATES: [&str; 4] = ["draft", "in-review", "approved", "retired"];

pub(super) fn read_front_matter(root: &Node, reading: &Reading<'_>, findings: &mut Vec<Finding>) -> FrontMatter {
    let mut fields = Fields::of(root);
    let mut nested = Vec::new();
    let front = FrontMatter {
        id: fields.text("id").and_then(|id| usable_id(id, &mut nested)),
        title: fields.text("title").map(|title| title.value),
        kind: fields.text("type").map(|kind| kind.value),
        version: fields.text("version").map(|version| version.value),
        date: fields.date("date"),
        state: fields.text("status").and_then(|status| state(&status, &mut nested)),
        owner: fields.text("owner"),
        approver: fields.text("approver"),
        approved: fields.date("approved"),
        review: fields.interval("review").map(|review| review.value),
        next_review: fields.date("next_review"),
        classification: read_classification(&mut fields, root, |_| false),
        claims: fields.node("clauses").map(|node| read_claims(node, reading, &mut nested)).unwrap_or_default(),
        systems: fields.texts("systems"),
        evidence: fields.node("evidence").map(|node| read_evidence(node, reading, &mut nested)).unwrap_or_default(),
        aliases: fields.texts("aliases"),
        replaced_by: fields.text("replaced_by"),
        approval: fields.node("approval").map(|node| read_approval(node, &mut nested)),
        summary: fields.text("summary").or_else(|| fields.text("description")).map(|summary| summary.value),
        language: fields.text("language").map(|tag| tag.value.trim().to_owned()).filter(|tag| is_tag(tag)),
        order: fields.text("order").and_then(|order| number(&order, &mut nested)),
    };
    fields.node("description");
    fields.node("tags");
    findings.append(&mut nested);
    findings.extend(fields.finish("a document"));
    front
}

/// An id is one line without blanks at its ends, and without characters that cannot stand in a link.
pub(super) fn usable_id(id: Spanned<String>, findings: &mut Vec<Finding>) -> Option<Spanned<String>> {
    let trimmed = id.value.trim();
    let wrong = trimmed.is_empty() || trimmed.len() > 120 || trimmed.contains(['#', '|', '[', ']', '\n', '\r', '\t']);
    if wrong {
        findings.push(
            Finding::error("wrong-id", id.span, format!("`{}` cannot be an id", trimmed.escape_debug()))
                .help("use letters, digits, dots and hyphens, such as POL-001"),
        );
        return None;
    }
    Some(Spanned::new(trimmed.to_owned(), id.span))
}

/// Letters, digits and hyphens: a tag such as `ar` or `de-AT`. Anything else is somebody's own word for a language.
fn is_tag(tag: &str) -> bool {
    !tag.is_empty() && tag.len() <= 35 && tag.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

/// The four words; blanks, underscores and capitals do not matter.
fn state(status: &Spanned<String>, findings: &mut Vec<Finding>) -> Option<WrittenState> {
    match status.value.trim().to_lowercase().replace([' ', '_'], "-").as_str() {
        "draft" => Some(WrittenState::Draft),
        "in-review" => Some(WrittenState::InReview),
        "approved" => Some(WrittenState::Approved),
        "retired" => Some(WrittenState::Retired),
        _ => {
            findings.push(wrong_choice("status", status, &STATES));
            None
        }
    }
}

fn number(order: &Spanned<String>, findings: &mut Vec<Finding>) -> Option<i64> {
    let number = order.value.trim().parse().ok();
    if number.is_none() {
        findings.push(Finding::error("wrong-type", order.span, "`order` must be a whole number"));
    }
    number
}
