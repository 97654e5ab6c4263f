//! The inventory does not say what a live AI system is made of, or where a model or data set is used.
//!
//! A system changes when its models or data change. What the inventory does not connect cannot be seen to change, and an
//! assessment of it cannot become stale.
//!
//! ## Example
//! ```yaml
//! kind: ai-system
//! id: SYS-003
//! stage: in-use
//! in_scope: yes
//! # no `models`, no `datasets`, no `supplier`
//! ```
//!
//! ## Fix
//! Name the `models` and `datasets` of a system, or the `supplier` from whom it is bought as it is. Name a model or data set
//! that is in use in the system (or model) that uses it, or retire it.
//!
//! Never guesses from running text that something is missing: only the registers are compared.

use crate::diagnostic::Level;
use std::collections::BTreeSet;

use crate::entry::Record;
use crate::handbook::{Handbook, Item};
use crate::rules::records::{filled, live_systems, of_kind, state};
use crate::rules::rule::{Rule, Violation};

pub const RULE: Rule = Rule {
    name: "inventory-incomplete",
    level: Level::Warning,
    source: include_str!("inventory_incomplete.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let mut violations: Vec<Violation> =
        live_systems(handbook).into_iter().filter_map(|(system, _)| incomplete(system)).collect();
    violations.extend(unused(handbook));
    violations
}

/// What is bought as it is needs no parts, but somebody who supplies it.
fn incomplete(system: &Record) -> Option<Violation> {
    if filled(system, "supplier") {
        return None;
    }
    let missing: Vec<&str> = [("models", "no model"), ("datasets", "no data set")]
        .into_iter()
        .filter(|(field, _)| !filled(system, field))
        .map(|(_, words)| words)
        .collect();
    let message = format!("`{}` is live, and names {} and no supplier", system.id.value, missing.join(", "));
    let help = "name its `models` and `datasets`, or the `supplier` from whom it is bought";
    (!missing.is_empty()).then(|| Violation::of_record(system, message, help))
}

fn unused(handbook: &Handbook) -> Vec<Violation> {
    let users = ["ai-system", "model", "dataset"];
    let mut used: BTreeSet<usize> = BTreeSet::new();
    for relation in &handbook.relations {
        if let (Item::Record(from), Item::Record(to)) = (relation.from, relation.to)
            && users.contains(&handbook.records[from].kind.as_str())
        {
            used.insert(to);
        }
    }
    let parts = of_kind(handbook, "model").chain(of_kind(handbook, "dataset"));
    let idle = parts.filter(|(at, part)| state(part) == "in-use" && !used.contains(at));
    idle.map(|(_, part)| {
        let message = format!("`{}` is in use, and no AI system or model names it", part.id.value);
        Violation::of_record(part, message, "name it where it is used, or retire it")
    })
    .collect()
}
