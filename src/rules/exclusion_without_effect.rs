//! An exclusion names an entry that this kind of record cannot exclude.
//!
//! A control is excluded by its row in the Statement of Applicability, an article of the EU AI Act by the roles and classes
//! of the AI systems, a subcategory of NIST AI RMF by a record of kind `exclusion`. In the wrong place an exclusion changes
//! nothing, and its writer believes it does.
//!
//! ## Example
//! ```yaml
//! kind: exclusion
//! id: EXL-003
//! entries: [A.7.3]            # a control: it belongs into the Statement of Applicability
//! justification: We buy no data.
//! ```
//!
//! ## Fix
//! Use a record of kind `control` for a control, `exclusion` for an entry without controls, and `eu_roles` and `eu_class` of
//! the systems for the EU AI Act.
//!
//! Never fires on requirements that cannot be excluded at all: that is `excluded-requirement`.

use crate::catalog::{Exclusion, Target};
use crate::diagnostic::Level;
use crate::handbook::{CONTROL_KIND, Handbook};
use crate::rules::exclusions::{excluding, has_controls, reached};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "exclusion-without-effect",
    level: Level::Warning,
    source: include_str!("exclusion_without_effect.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let library = &handbook.vocabulary.library;
    let mut violations = Vec::new();
    for excluded in excluding(handbook) {
        let by_row = excluded.record.kind == CONTROL_KIND;
        let clause = excluded.target.clause();
        let is_heading = matches!(excluded.target, Target::Heading(_));
        let first = reached(library, excluded.target).first().map(|clause| &library.get(*clause).exclusion);
        let way = match (first, by_row) {
            (Some(Exclusion::StatementOfApplicability), false) => "by its row in the Statement of Applicability",
            (Some(Exclusion::StatementOfApplicability), true) if is_heading => "by one row for each control",
            (Some(Exclusion::Justification), true) => "by a record of kind `exclusion`",
            (Some(Exclusion::RoleAndClass), _) => "by the roles and classes of the AI systems",
            (Some(Exclusion::Never), _) if !has_controls(library, clause.framework) => "by no record",
            _ => continue,
        };
        let id = &excluded.record.id.value;
        let message = format!("`{id}` does not exclude {}: that is done {way}", library.get(clause).id);
        let violation = Violation::of_record(excluded.record, message, "exclude it where it can be excluded");
        violations.push(violation.at(excluded.span));
    }
    violations
}
