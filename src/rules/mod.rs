//! One file a rule: what is worth saying about a handbook that is not wrong, but not right either.
//!
//! Never changes the Handbook, and never reads a configuration: levels and waivers are an argument.

mod action_overdue;
mod applicability;
mod approved_before_written;
mod approved_in_the_future;
mod approved_unwritten;
mod approved_without_approver;
mod approved_without_date;
mod assessment_older_than_change;
mod assessment_silent_on_society;
mod assessments;
mod audit_interval_too_long;
mod audit_of_own_work;
mod changed_since_approval;
mod closed_before_opened;
mod closed_without_effect_check;
mod contradictory_applicability;
mod contradictory_approval;
mod done_before_approved;
mod duplicate_applicability;
mod evidence_expired;
mod evidence_older_than_period;
mod exception_past_its_end;
mod excluded_control_in_use;
mod excluded_requirement;
mod exclusion_lapsed;
mod exclusion_without_effect;
mod exclusion_without_justification;
mod exclusions;
mod implemented_without_document;
mod implemented_without_evidence;
mod intervals;
mod inventory_incomplete;
mod management_review_incomplete;
mod management_review_interval_too_long;
mod measurement_overdue;
mod missing_applicability;
mod missing_owner;
mod modify_without_control;
mod objective_past_due;
mod orphan_document;
mod planned_audit_overdue;
mod planned_control_overdue;
mod planned_control_undated;
mod records;
mod replaced_in_a_circle;
mod replaced_yet_in_force;
mod retired_id_reused;
mod review_interval_too_long;
mod review_overdue;
mod risk_without_acceptance;
mod risk_without_owner;
mod risk_without_treatment;
mod rule;
mod run;
mod stage_contradicts_dates;
mod system_without_assessment;
mod system_without_risk;
mod titles;
mod waiver;

pub use rule::{Documentation, Rule, Violation};
pub use run::{RuleFinding, RuleLevel, RuleLevels, RuleOptions, RulesReport, is_left_to_a_rule, run};
use waiver::Waivers;
pub use waiver::{Waiver, incomplete_waiver};

/// Every rule, in the order of its name.
pub const RULES: [Rule; 50] = [
    action_overdue::RULE,
    approved_before_written::RULE,
    approved_in_the_future::RULE,
    approved_unwritten::RULE,
    approved_without_approver::RULE,
    approved_without_date::RULE,
    assessment_older_than_change::RULE,
    assessment_silent_on_society::RULE,
    audit_interval_too_long::RULE,
    audit_of_own_work::RULE,
    changed_since_approval::RULE,
    closed_before_opened::RULE,
    closed_without_effect_check::RULE,
    contradictory_applicability::RULE,
    contradictory_approval::RULE,
    done_before_approved::RULE,
    duplicate_applicability::RULE,
    evidence_expired::RULE,
    evidence_older_than_period::RULE,
    exception_past_its_end::RULE,
    excluded_control_in_use::RULE,
    excluded_requirement::RULE,
    exclusion_lapsed::RULE,
    exclusion_without_effect::RULE,
    exclusion_without_justification::RULE,
    implemented_without_document::RULE,
    implemented_without_evidence::RULE,
    inventory_incomplete::RULE,
    management_review_incomplete::RULE,
    management_review_interval_too_long::RULE,
    measurement_overdue::RULE,
    missing_applicability::RULE,
    missing_owner::RULE,
    modify_without_control::RULE,
    objective_past_due::RULE,
    orphan_document::RULE,
    planned_audit_overdue::RULE,
    planned_control_overdue::RULE,
    planned_control_undated::RULE,
    replaced_in_a_circle::RULE,
    replaced_yet_in_force::RULE,
    retired_id_reused::RULE,
    review_interval_too_long::RULE,
    review_overdue::RULE,
    risk_without_acceptance::RULE,
    risk_without_owner::RULE,
    risk_without_treatment::RULE,
    stage_contradicts_dates::RULE,
    system_without_assessment::RULE,
    system_without_risk::RULE,
];
