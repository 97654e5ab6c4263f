//! The rule `approved-without-approver`.
//!
//! Never looks at who committed a file: a committer is not an approver.

use crate::diagnostic::Level;
use crate::entry::WrittenState;
use crate::handbook::Handbook;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "approved-without-approver",
    level: Level::Warning,
    summary: "A document is approved, and nobody is named who approved it.",
    explanation: "An approval is somebody's decision. Without `approver` (or `approval.by`) a reader cannot know who \
                  takes responsibility for the text, and an auditor will ask. Name the role that approved it, not the \
                  person who committed the file.",
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let approved = handbook.documents.iter().filter(|document| document.state == WrittenState::Approved);
    let nameless = approved.filter(|document| {
        document.approver.is_none() && document.approval.as_ref().is_none_or(|approval| approval.by.is_none())
    });
    nameless
        .map(|document| Violation {
            path: document.path.clone(),
            span: document.id.span,
            message: format!("`{}` is approved, and names no approver", document.id.value),
            help: "add `approver:` with the role that approved it",
        })
        .collect()
}
