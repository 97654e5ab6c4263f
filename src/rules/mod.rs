//! One file a rule: what is worth saying about a handbook that is not wrong, but not right either.
//!
//! Never changes the Handbook, and never reads a configuration: levels are an argument.

mod approved_without_approver;
mod approved_without_date;
mod contradictory_applicability;
mod evidence_expired;
mod missing_owner;
mod orphan_document;
mod review_overdue;
mod rule;

pub use rule::{Rule, RuleLevel, RuleLevels, run};

/// Every rule, in the order of its name.
pub const RULES: [Rule; 7] = [
    approved_without_approver::RULE,
    approved_without_date::RULE,
    contradictory_applicability::RULE,
    evidence_expired::RULE,
    missing_owner::RULE,
    orphan_document::RULE,
    review_overdue::RULE,
];
