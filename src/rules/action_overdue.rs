//! An action is past its day and not done.
//!
//! Actions from risks, reviews and corrective actions are where a management system does something. The first question of
//! the next review is what became of them.
//!
//! ## Example
//! ```yaml
//! actions:
//!   - {action: Occupation as a segment, responsible: Head of data science, due: 2026-03-31}
//! ```
//!
//! ## Fix
//! If it is done, add `done_on`. If it is late, decide on a new day, and say in the record why.
//!
//! Never fires on actions of records that are closed or cancelled, nor on the due day itself.

use crate::diagnostic::Level;
use crate::entry::Record;
use crate::handbook::{Handbook, date};
use crate::rules::records::{date_in, groups, place, state, word_in};
use crate::rules::rule::{Rule, Violation};
use crate::text::Date;

pub const RULE: Rule =
    Rule { name: "action-overdue", level: Level::Warning, source: include_str!("action_overdue.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let open = handbook.records.iter().filter(|record| !matches!(state(record), "closed" | "cancelled" | "withdrawn"));
    open.flat_map(|record| late_actions(record, as_of)).collect()
}

fn late_actions(record: &Record, as_of: Date) -> Vec<Violation> {
    let help = "add `done_on`, or decide on a new day";
    let id = &record.id.value;
    let mut violations = Vec::new();
    for action in groups(record, "actions").filter(|action| date_in(action, "done_on").is_none()) {
        let Some((due, span)) = date_in(action, "due").filter(|(due, _)| *due < as_of) else { continue };
        let name = word_in(action, "action").unwrap_or("an action");
        let message = format!("\"{name}\" of `{id}` was due on {due}");
        violations.push(Violation::of_record(record, message, help).at(span));
    }
    let whole = date(record, "due").filter(|due| *due < as_of && date(record, "done_on").is_none());
    if let Some(due) = whole.filter(|_| record.kind == "nonconformity" && violations.is_empty()) {
        let message = format!("the corrective action of `{id}` was due on {due}");
        violations.push(Violation::of_record(record, message, help).at(place(record, "due")));
    }
    violations
}
