//! A risk is treated, retained or accepted, and nobody accepted what remains of it.
//!
//! What remains after treatment is a decision too. The risk owner takes it, on a day, knowing the figures; an auditor asks
//! for both.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! id: RSK-007
//! treatment: retain
//! status: accepted            # by whom, and when?
//! ```
//!
//! ## Fix
//! Add `accepted_by:` with a role and `accepted_on:` with the day. If the treatment is still under way, the status is
//! `open`.
//!
//! Never asks for the acceptance of a draft, of a closed risk, or of an open one that is being modified, avoided or shared.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, date, word};
use crate::rules::records::{filled, of_kind, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "risk-without-acceptance",
    level: Level::Warning,
    source: include_str!("risk_without_acceptance.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let mut violations = Vec::new();
    for (_, risk) in of_kind(handbook, "risk").filter(|(_, risk)| is_decided(risk)) {
        let id = &risk.id.value;
        let message = match (filled(risk, "accepted_by"), date(risk, "accepted_on")) {
            (false, _) => format!("nobody is named who accepted what remains of the risk `{id}`"),
            (true, None) => format!("what remains of the risk `{id}` is accepted without a date"),
            (true, Some(day)) if day > as_of => format!("the acceptance of the risk `{id}` is in the future"),
            (true, Some(_)) => continue,
        };
        violations.push(Violation::of_record(risk, message, "add `accepted_by:` with a role and `accepted_on:`"));
    }
    violations
}

/// Nothing more will be done about it than what was done.
fn is_decided(risk: &Record) -> bool {
    let retained = word(risk, "treatment").as_deref() == Some("retain");
    matches!((state(risk), retained), ("treated" | "accepted", _) | ("open", true))
}
