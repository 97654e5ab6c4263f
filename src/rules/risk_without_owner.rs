//! A risk has no owner.
//!
//! A risk is somebody's: the owner watches it, carries out its treatment, and accepts what remains. A risk that belongs to
//! nobody is a note.
//!
//! ## Example
//! ```yaml
//! kind: risk
//! id: RSK-007
//! title: Scoring model drifts after a change in customer mix
//! likelihood: 3
//! impact: 4
//! ```
//!
//! ## Fix
//! Name the role that answers for it: `owner: Model risk lead`.
//!
//! Never asks for the owner of a closed risk.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::Handbook;
use crate::rules::records::{filled, is_closed, of_kind};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "risk-without-owner", level: Level::Warning, source: include_str!("risk_without_owner.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let open = of_kind(handbook, "risk").filter(|(_, risk)| !is_closed(handbook, risk));
    let message = |risk: &Record| format!("the risk `{}` has no owner", risk.id.value);
    let ownerless = open.filter(|(_, risk)| !filled(risk, "owner"));
    ownerless.map(|(_, risk)| Violation::of_record(risk, message(risk), "add `owner:` with a role")).collect()
}
