//! Every date in a record, with what it is a date of.
//!
//! Never asks what day it is, and never judges a date.

use crate::entry::{FieldData, FieldValue, Record};
use crate::schema::{Field, FieldType, Kind};
use crate::text::Date;

/// A date in a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordDate {
    pub date: Date,
    /// The label of the group that the field stands in; empty when it stands in none.
    pub group: String,
    /// The label of the field.
    pub label: String,
    /// What stands beside it in its group, in the record's own words; empty when there is nothing.
    pub detail: String,
}

/// All dates of a record in the order of its fields, those of every record (`common`) first; the ends of a period say nothing that happened, and are left out.
pub fn record_dates(record: &Record, kind: &Kind, common: &[Field]) -> Vec<RecordDate> {
    let mut found = Vec::new();
    for (name, date) in [("date", &record.date), ("next_review", &record.next_review)] {
        let label = common.iter().find(|field| field.name == name).map_or(name, |field| &field.label);
        found.extend(date.as_ref().map(|date| plain(date.value, label)));
    }
    for value in &record.values {
        let Some(field) = kind.own_field(&value.name) else { continue };
        for item in &value.items {
            match &item.value {
                FieldData::Date(date) => found.push(plain(*date, &field.label)),
                FieldData::Group(values) if !is_period(field) => in_group(field, values, &mut found),
                _ => {}
            }
        }
    }
    found
}

fn plain(date: Date, label: &str) -> RecordDate {
    RecordDate { date, group: String::new(), label: label.to_owned(), detail: String::new() }
}

fn is_period(field: &Field) -> bool {
    let names: Vec<&str> = field.field_type.inner().iter().map(|inner| inner.name.as_str()).collect();
    names == ["from", "to"]
}

fn in_group(group: &Field, values: &[FieldValue], found: &mut Vec<RecordDate>) {
    let label = |name: &str| {
        let inner = group.field_type.inner().iter().find(|inner| inner.name == name);
        inner.map_or_else(String::new, |inner| inner.label.clone())
    };
    let detail = detail(group, values);
    for value in values {
        for item in &value.items {
            if let FieldData::Date(date) = item.value {
                let (group, label) = (group.label.clone(), label(&value.name));
                found.push(RecordDate { date, group, label, detail: detail.clone() });
            }
        }
    }
}

/// The first words of the group that are not a role.
fn detail(group: &Field, values: &[FieldValue]) -> String {
    let is_words =
        |field: &Field| matches!(field.field_type, FieldType::Text | FieldType::Choice(_) | FieldType::Markdown);
    let inner = group.field_type.inner().iter().filter(|field| is_words(field));
    let words =
        inner.filter_map(|field| Some((field, values.iter().find(|value| value.name == field.name)?.items.first()?)));
    let text = words.into_iter().find_map(|(field, item)| match &item.value {
        FieldData::Text(text) => Some(text.clone()),
        FieldData::Choice(word) => Some(field.field_type.label(word).to_owned()),
        FieldData::Markdown(markdown) => markdown.text.lines().next().map(str::to_owned),
        _ => None,
    });
    text.unwrap_or_default()
}
