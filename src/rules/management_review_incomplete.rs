//! A management review was held without one of the inputs it needs.
//!
//! The inputs are a list: status of earlier actions, changes in issues and in the needs of interested parties,
//! nonconformities, measurements, audit results, chances to improve. "Nothing new" is an input; silence is a finding.
//!
//! ## Example
//! ```yaml
//! kind: management-review
//! id: MRV-001
//! status: held
//! inputs:
//!   - {input: audits, summary: Two audits, three minor findings.}
//!   - {input: measurements, summary: All within their limits.}
//! ```
//!
//! ## Fix
//! Add what the minutes say about the missing inputs. If the meeting did not look at them, take them up at the next one, or
//! hold a short one for them, and record that.
//!
//! Never fires on a review that is only planned.

use crate::diagnostic::Level;
use crate::handbook::{Handbook, words};
use crate::rules::records::{of_kind, place, state};
use crate::rules::rule::{Rule, Violation};
use crate::schema::FieldPath;

pub const RULE: Rule = Rule {
    name: "management-review-incomplete",
    level: Level::Warning,
    source: include_str!("management_review_incomplete.rs"),
    check,
};

const INPUT: &str = "inputs.input";

fn check(handbook: &Handbook) -> Vec<Violation> {
    let kinds = &handbook.vocabulary.kinds;
    let mut violations = Vec::new();
    for (_, review) in of_kind(handbook, "management-review").filter(|(_, review)| state(review) == "held") {
        let field = kinds.get(&review.kind).and_then(|kind| kinds.field(kind, &FieldPath::parse(INPUT)));
        let wanted = field.map_or(&[][..], |field| field.field_type.choices());
        let given = words(review, INPUT);
        let missing: Vec<String> = wanted
            .iter()
            .filter(|choice| !given.contains(&choice.word))
            .map(|choice| format!("\"{}\"", choice.label))
            .collect();
        if missing.is_empty() {
            continue;
        }
        let message = format!("`{}` was held without {}", review.id.value, missing.join(", "));
        let help = "add the missing inputs from the minutes, or take them up at the next review";
        violations.push(Violation::of_record(review, message, help).at(place(review, "inputs")));
    }
    violations
}
