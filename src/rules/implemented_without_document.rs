//! A control is said to be implemented, and no approved document in date says how.
//!
//! "Implemented" is what an auditor samples. The first thing they ask for is the rule that people follow: a policy, a
//! procedure, an instruction, approved and in date.
//!
//! ## Example
//! ```yaml
//! kind: control
//! id: CTL-014
//! control: A.6.2.8
//! applicable: yes
//! implementation: implemented
//! how: []                     # and no approved document has A.6.2.8 in its `clauses`
//! ```
//!
//! ## Fix
//! Name the approved document in `how`, or let the document name the control in its `clauses`. If the document is a draft or
//! overdue, approve it. If there is none, the control is `partly` implemented.
//!
//! Never counts drafts, overdue or retired documents.

use std::collections::BTreeSet;

use crate::diagnostic::Level;
use crate::handbook::{DocumentLevel, Handbook, Item, Reach};
use crate::rules::applicability::implemented;
use crate::rules::records::place;
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "implemented-without-document",
    level: Level::Warning,
    source: include_str!("implemented_without_document.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let by_how = rows_with_documents(handbook);
    let mut violations = Vec::new();
    for row in implemented(handbook) {
        let coverage = handbook.coverage.clause(row.clause);
        let claims = coverage.map_or(&[][..], |coverage| coverage.documents.as_slice());
        let claimed =
            claims.iter().any(|support| support.reach == Reach::Whole && support.level == DocumentLevel::Approved);
        if claimed || by_how.contains(&row.at) {
            continue;
        }
        let control = &handbook.vocabulary.library.get(row.clause).id;
        let id = &row.record.id.value;
        let message = format!("`{id}` says that {control} is implemented, and no approved document in date says how");
        let help = "name the approved document in `how`, or approve it";
        violations.push(Violation::of_record(row.record, message, help).at(place(row.record, "implementation")));
    }
    violations
}

/// Records whose `how` leads to an approved document in date.
fn rows_with_documents(handbook: &Handbook) -> BTreeSet<usize> {
    let mut rows = BTreeSet::new();
    for relation in handbook.relations.iter().filter(|relation| relation.field == "how") {
        if let (Item::Record(from), Item::Document(to)) = (relation.from, relation.to)
            && handbook.states[to].level() == DocumentLevel::Approved
        {
            rows.insert(from);
        }
    }
    rows
}
