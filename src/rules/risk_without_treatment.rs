//! A risk has no treatment.
//!
//! An assessed risk asks for a decision: modify it with controls, avoid it, share it, or retain it knowingly. Until one is
//! taken, nothing happens.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! id: RSK-007
//! owner: Model risk lead
//! likelihood: 3
//! impact: 4
//! ```
//!
//! ## Fix
//! Decide, and write it down: `treatment: modify` with its `controls`, or `avoid`, `share`, `retain`.
//!
//! Never asks for the treatment of a closed risk.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::Handbook;
use crate::rules::records::{filled, is_closed, of_kind};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "risk-without-treatment",
    level: Level::Warning,
    source: include_str!("risk_without_treatment.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let open = of_kind(handbook, "risk").filter(|(_, risk)| !is_closed(handbook, risk));
    let message = |risk: &Record| format!("nobody decided how to treat the risk `{}`", risk.id.value);
    let help = "add `treatment:` with modify, avoid, share or retain";
    let untreated = open.filter(|(_, risk)| !filled(risk, "treatment"));
    untreated.map(|(_, risk)| Violation::of_record(risk, message(risk), help)).collect()
}
