//! Registers as tables: one for each kind that has records, with every field that any of them fills.
//!
//! Never leaves out a filled field, whatever the register's page shows.

use std::collections::{BTreeMap, BTreeSet};

use crate::export::tables::cells::record_cells;
use crate::export::tables::table::{Anchor, Cell, Column, Row, Table};
use crate::pages::{Planner, outdated_words};
use crate::schema::{Field, FieldType, Kind};
use crate::view::{Item, RISK_KIND, Rating, Record};

/// One table for each kind that has records to show.
pub fn registers(planner: &Planner<'_, '_>) -> Vec<Table> {
    planner.view.kinds().all().iter().filter_map(|kind| register(planner, kind)).collect()
}

/// The register of one kind; nothing when the audience sees no record of it.
pub fn register(planner: &Planner<'_, '_>, kind: &Kind) -> Option<Table> {
    let records = planner.view.records_of(&kind.id);
    if records.items.is_empty() {
        return None;
    }
    let mut rows = Vec::with_capacity(records.items.len());
    let mut filled = BTreeSet::new();
    for (at, record) in &records.items {
        let mut cells = record_cells(planner, *at, record, kind);
        computed(planner, *at, record, kind, &mut cells);
        filled.extend(cells.keys().cloned());
        rows.push((*at, cells));
    }
    let columns = columns(planner, kind, &filled);
    let row = |(at, mut cells): (usize, BTreeMap<String, Cell>)| Row {
        anchor: Some(Anchor::Item(Item::Record(at))),
        cells: columns.iter().map(|column| cells.remove(&column.name).unwrap_or(Cell::Empty)).collect(),
    };
    Some(Table {
        file: format!("registers/{}", kind.id),
        title: kind.plural.clone(),
        about: kind.description.clone(),
        rows: rows.into_iter().map(row).collect(),
        hidden: planner.hidden(records.hidden),
        names: 2,
        columns,
    })
}

/// The level of a risk before and after its treatment, and why a record no longer speaks for its system.
const COMPUTED: [&str; 3] = ["inherent_level", "residual_level", "no_longer_speaks"];

fn computed(planner: &Planner<'_, '_>, at: usize, record: &Record, kind: &Kind, cells: &mut BTreeMap<String, Cell>) {
    let scale = &planner.risk;
    let level = |rating: Option<Rating>| rating.map_or("", |rating| scale.level_name(rating.level)).to_owned();
    let standing = (kind.id == RISK_KIND).then(|| planner.view.risk(record));
    let levels = standing.map_or([String::new(), String::new()], |risk| [level(risk.inherent), level(risk.residual)]);
    let [inherent, residual] = levels;
    for (name, text) in COMPUTED.iter().zip([inherent, residual, outdated_words(planner, at).join("; ")]) {
        if !text.is_empty() {
            cells.insert((*name).to_owned(), Cell::Text(text));
        }
    }
}

/// Id and title, the columns of the register's page, then everything else that is filled, in the order of the kind.
fn columns(planner: &Planner<'_, '_>, kind: &Kind, filled: &BTreeSet<String>) -> Vec<Column> {
    let mut labels: Vec<(String, String)> = Vec::new();
    let common = planner.view.kinds().common();
    all_fields(&kind.fields, "", "", &mut labels);
    all_fields(common, "", "", &mut labels);
    labels.extend(COMPUTED.map(|name| (name.to_owned(), Column::spoken(planner.words, name).label)));
    let state = kind.status.field.as_deref();
    let mut wanted: Vec<&str> = vec!["id", "title"];
    let shown: Vec<String> = kind.columns.iter().map(ToString::to_string).collect();
    let below =
        |above: &str, name: &str| name == above || name.strip_prefix(above).is_some_and(|rest| rest.starts_with('.'));
    for column in &shown {
        wanted.extend(labels.iter().map(|(name, _)| name.as_str()).filter(|name| below(column, name)));
        match column.as_str() {
            "impact" => wanted.push("inherent_level"),
            "residual" => wanted.push("residual_level"),
            _ => {}
        }
    }
    wanted.extend(labels.iter().map(|(name, _)| name.as_str()));
    let mut seen = BTreeSet::new();
    let mut columns = Vec::new();
    for name in wanted {
        // The status of some kinds is another field, which has a column already.
        let repeated = name == "status" && state.is_some();
        if filled.contains(name) && !repeated && seen.insert(name) {
            let label = labels.iter().find(|(known, _)| known == name).map_or(name, |(_, label)| label);
            columns.push(Column::new(name, label));
        }
    }
    columns
}

/// Every field that can be a column, with the label of its group before its own.
fn all_fields(fields: &[Field], path: &str, label: &str, found: &mut Vec<(String, String)>) {
    for field in fields {
        let (name, words) = (format!("{path}{}", field.name), format!("{label}{}", field.label));
        match &field.field_type {
            FieldType::Group(inner) if !field.many => {
                all_fields(inner, &format!("{name}."), &format!("{words}: "), found);
            }
            _ => found.push((name, words)),
        }
    }
}
