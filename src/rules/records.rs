//! What many rules ask of records: those of a kind, their states, places of their fields.
//!
//! Never decides what is wrong.

use crate::entry::{FieldData, FieldValue, Record, is_filled};
use crate::handbook::{Handbook, SYSTEM_KIND, SystemFact, date, system_fact};
use crate::schema::FieldPath;
use crate::text::{Date, Span};

/// The records of a kind, with their positions.
pub fn of_kind<'h>(handbook: &'h Handbook, kind: &'static str) -> impl Iterator<Item = (usize, &'h Record)> {
    let records = handbook.records.iter().enumerate().filter(move |(_, record)| record.kind == kind);
    records.map(|(at, record)| (at, &**record))
}

/// The state of a record; empty when it has none.
pub fn state(record: &Record) -> &str {
    record.status.as_ref().map_or("", |status| &status.value)
}

/// Nothing is due any more.
pub fn is_closed(handbook: &Handbook, record: &Record) -> bool {
    handbook.vocabulary.kinds.get(&record.kind).is_some_and(|kind| kind.status.is_closed(state(record)))
}

/// Whether a field says something.
pub fn filled(record: &Record, field: &str) -> bool {
    is_filled(record, &FieldPath::parse(field))
}

/// The place of a field's first value, or of the id when it is not filled.
pub fn place(record: &Record, field: &str) -> Span {
    record.value(field).and_then(|value| value.items.first()).map_or(record.id.span, |item| item.span)
}

/// The AI systems that are in use and in the scope of the management system.
pub fn live_systems(handbook: &Handbook) -> Vec<(&Record, SystemFact)> {
    let as_of = handbook.options.as_of;
    let systems = of_kind(handbook, SYSTEM_KIND);
    let facts = systems.filter_map(|(at, record)| Some((record, system_fact(at, record, as_of)?)));
    facts.filter(|(_, fact)| fact.live && fact.in_scope).collect()
}

/// Dates of two fields of which the first is later than the second.
pub fn reversed(record: &Record, first: &str, second: &str) -> Option<(Date, Date)> {
    let (first, second) = (date(record, first)?, date(record, second)?);
    (first > second).then_some((first, second))
}

/// The groups of a list, each with its fields.
pub fn groups<'r>(record: &'r Record, field: &str) -> impl Iterator<Item = &'r [FieldValue]> {
    let items = record.value(field).map_or(&[][..], |value| value.items.as_slice());
    items.iter().filter_map(|item| match &item.value {
        FieldData::Group(values) => Some(values.as_slice()),
        _ => None,
    })
}

/// A date of a group, with its place.
pub fn date_in(group: &[FieldValue], name: &str) -> Option<(Date, Span)> {
    let item = group.iter().find(|value| value.name == name)?.items.first()?;
    match item.value {
        FieldData::Date(date) => Some((date, item.span)),
        _ => None,
    }
}

/// A word of a group.
pub fn word_in<'r>(group: &'r [FieldValue], name: &str) -> Option<&'r str> {
    group.iter().find(|value| value.name == name)?.items.first()?.value.word()
}
