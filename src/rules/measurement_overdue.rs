//! A measurement was not taken as often as it should be.
//!
//! The frequency of a measurement is a promise. When values stop coming, nobody would notice that a system no longer behaves
//! as intended.
//!
//! ## Example
//! ```yaml
//! kind: measurement
//! id: MEA-003
//! status: active
//! frequency: monthly
//! values:
//!   - {date: 2026-03-31, value: "0.08"}      # and it is June
//! ```
//!
//! ## Fix
//! Take the measurement and add its value. If it is no longer needed so often, change the `frequency`; if not at all, set
//! `status: ended`.
//!
//! Never fires on a measurement that has no value yet.

use crate::diagnostic::Level;
use crate::entry::{FieldData, Record};
use crate::handbook::Handbook;
use crate::rules::records::{of_kind, place, state};
use crate::rules::rule::{Rule, Violation};
use crate::schema::FieldPath;
use crate::text::{Date, Interval};

pub const RULE: Rule =
    Rule { name: "measurement-overdue", level: Level::Warning, source: include_str!("measurement_overdue.rs"), check };

fn check(handbook: &Handbook) -> Vec<Violation> {
    let as_of = handbook.options.as_of;
    let mut violations = Vec::new();
    for (_, record) in of_kind(handbook, "measurement").filter(|(_, record)| state(record) == "active") {
        let (Some(frequency), Some(last)) = (frequency(record), last_value(record, as_of)) else { continue };
        if frequency.after(last).is_some_and(|due| due < as_of) {
            let id = &record.id.value;
            let message = format!("the last value of `{id}` is of {last}, and its frequency is {frequency}");
            let help = "take the measurement, or say that it is done less often";
            violations.push(Violation::of_record(record, message, help).at(place(record, "frequency")));
        }
    }
    violations
}

fn frequency(record: &Record) -> Option<Interval> {
    record.items_at(&FieldPath::parse("frequency")).into_iter().find_map(|item| match *item {
        FieldData::Interval(interval) => Some(interval),
        _ => None,
    })
}

fn last_value(record: &Record, as_of: Date) -> Option<Date> {
    record.dates_at(&FieldPath::parse("values.date")).into_iter().filter(|date| *date <= as_of).max()
}
