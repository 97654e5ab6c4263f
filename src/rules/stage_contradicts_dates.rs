//! The stage of an AI system and its dates say different things.
//!
//! Which duties apply, and which assessments are owed, follows from whether a system is in use. A system that is said to be
//! in use counts as such, whatever its dates say: nothing is excluded by a contradiction.
//!
//! ## Example
//! ```yaml
//! kind: ai-system
//! id: SYS-001
//! stage: in-use
//! retired_on: 2026-01-31      # in the past
//! ```
//!
//! ## Fix
//! Write the stage that the system is in, or correct the date.
//!
//! Never asks whether a system can be seen to run.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, SYSTEM_KIND, date, word};
use crate::rules::records::{of_kind, place};
use crate::rules::rule::{Rule, Violation};
use crate::text::Date;

pub const RULE: Rule = Rule {
    name: "stage-contradicts-dates",
    level: Level::Warning,
    source: include_str!("stage_contradicts_dates.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    of_kind(handbook, SYSTEM_KIND).filter_map(|(_, system)| contradiction(system, as_of)).collect()
}

fn contradiction(system: &Record, as_of: Date) -> Option<Violation> {
    let stage = word(system, "stage")?;
    let used = matches!(stage.as_str(), "in-use" | "suspended");
    let past = |field: &str| date(system, field).filter(|day| *day <= as_of);
    let future = |field: &str| date(system, field).filter(|day| *day > as_of);
    let id = &system.id.value;
    let (field, message) = if let Some(day) = past("retired_on").filter(|_| used) {
        ("retired_on", format!("`{id}` is {stage}, and was retired on {day}: it counts as {stage}"))
    } else if let Some(day) = future("deployed_on").filter(|_| used) {
        ("deployed_on", format!("`{id}` is {stage}, and will be deployed on {day}: until then it is not owed anything"))
    } else if let Some(day) = future("retired_on").filter(|_| stage == "retired") {
        ("retired_on", format!("`{id}` is retired, and will be retired on {day}: until then it counts as in use"))
    } else {
        return None;
    };
    let help = "write the stage that it is in, or correct the date";
    Some(Violation::of_record(system, message, help).at(place(system, field)))
}
