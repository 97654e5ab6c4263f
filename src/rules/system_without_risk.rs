//! A live AI system in scope has no risk in the register.
//!
//! Every system in use can go wrong in some way. An empty place in the risk register says that nobody looked, and the first
//! system that an auditor follows from end to end may be this one.
//!
//! ## Example
//! ```yaml
//! kind: ai-system
//! id: SYS-003
//! stage: in-use
//! in_scope: yes
//! # and no record of kind risk has `systems: [SYS-003]`
//! ```
//!
//! ## Fix
//! Assess the risks of the system and record them with `systems: [SYS-003]`, or name it in the risks that already concern
//! it.
//!
//! Never counts a draft or a closed risk, and never asks about systems that are planned, retired or out of scope.

use crate::diagnostic::Level;
use std::collections::BTreeSet;

use crate::handbook::Handbook;
use crate::rules::records::{live_systems, of_kind, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule =
    Rule { name: "system-without-risk", level: Level::Warning, source: include_str!("system_without_risk.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let open = of_kind(handbook, "risk").filter(|(_, risk)| !matches!(state(risk), "draft" | "closed"));
    let at_risk: BTreeSet<usize> = open.flat_map(|(at, _)| handbook.record_systems[at].iter().copied()).collect();
    let forgotten = live_systems(handbook).into_iter().filter(|(_, fact)| !at_risk.contains(&fact.record));
    forgotten
        .map(|(system, _)| {
            let message = format!("`{}` is live, and no risk in the register is about it", system.id.value);
            Violation::of_record(system, message, "record its risks with `systems:`")
        })
        .collect()
}
