//! The fields of a record as the cells of a table.
//!
//! Never shows the id or title of something that the audience may not see: it becomes "(1 not shown)".

use std::collections::BTreeMap;

use crate::export::tables::table::{Anchor, Cell, Target};
use crate::language::Phrase;
use crate::pages::Planner;
use crate::pages::model::Value;
use crate::schema::{Field, FieldPath, FieldType, Kind};
use crate::text::Spanned;
use crate::view::{FieldData, FieldValue, Item, Record, Status};

/// The filled fields of a record by their paths; a group that is no list is as many cells as it has fields.
pub fn record_cells(planner: &Planner<'_, '_>, at: usize, record: &Record, kind: &Kind) -> BTreeMap<String, Cell> {
    let mut reading = Reading { planner, record: at, markdown: 0, cells: BTreeMap::new() };
    // Texts are numbered as they are walked, and the description comes first.
    for field in planner.view.kinds().common() {
        let path = FieldPath::parse(&field.name);
        let items = record.items_at(&path);
        let cell = match field.name.as_str() {
            "kind" | "evidence" => Cell::Empty,
            // A system is about itself.
            "systems" if kind.systems_from.as_deref() == Some("id") => Cell::Empty,
            "id" => Cell::Link(record.id.value.clone(), page_of(planner, Item::Record(at))),
            "status" => Cell::text(planner.record_state(at)),
            "classification" => Cell::text(planner.classification(Item::Record(at))),
            _ => reading.cell(items.iter().map(|item| &**item), field),
        };
        reading.put(field.name.clone(), cell);
    }
    reading.put("evidence".to_owned(), evidence_cell(planner, Item::Record(at)));
    reading.walk(&record.values, &kind.fields, "");
    reading.cells
}

/// Files and addresses that an item names.
pub fn evidence_cell(planner: &Planner<'_, '_>, item: Item) -> Cell {
    let named = planner.view.evidence_named_by(item);
    let hidden = planner.hidden(named.hidden);
    let mut shown: Vec<(String, Target)> = Vec::new();
    for (file, used) in &named.items {
        let evidence = planner.evidence_item(file, used);
        let text = if evidence.path.is_empty() { evidence.href.clone() } else { evidence.path.clone() };
        if !shown.iter().any(|(known, _)| *known == text) {
            shown.push((text, evidence_target(&evidence.url, &evidence.href)));
        }
    }
    match (shown.len(), hidden) {
        (1, 0) => shown.pop().map_or(Cell::Empty, |(text, target)| linked(text, target)),
        (_, hidden) => Cell::lines(shown.into_iter().map(|(text, _)| text).chain(not_shown(planner, hidden))),
    }
}

/// A missing file leads nowhere.
pub fn evidence_target(url: &str, href: &str) -> Target {
    if href.is_empty() { Target::Page(url.to_owned(), None) } else { Target::Address(href.to_owned()) }
}

/// A text with a link, when there is somewhere to go.
pub fn linked(text: String, target: Target) -> Cell {
    match target {
        Target::Page(page, None) if page.is_empty() => Cell::text(text),
        target => Cell::Link(text, target),
    }
}

pub fn page_of(planner: &Planner<'_, '_>, item: Item) -> Target {
    Target::Page(planner.addresses.item(item).to_owned(), Some(Anchor::Item(item)))
}

/// The id of an item; its title when its id only repeats its path.
pub fn name_of(planner: &Planner<'_, '_>, item: Item) -> String {
    let link = planner.item_link(item);
    if link.id.is_empty() { link.title } else { link.id }
}

/// The status of an entry inside a sentence.
pub fn status_word(planner: &Planner<'_, '_>, status: Status) -> String {
    planner.words.in_sentence(planner.words.find("status", status.word()).unwrap_or_default())
}

pub fn not_shown(planner: &Planner<'_, '_>, hidden: usize) -> Option<String> {
    (hidden > 0).then(|| planner.words.say(&Phrase::counted("cell.hidden", hidden)))
}

struct Reading<'p, 'v, 'h> {
    planner: &'p Planner<'v, 'h>,
    record: usize,
    /// The number of the next Markdown text.
    markdown: usize,
    cells: BTreeMap<String, Cell>,
}

impl Reading<'_, '_, '_> {
    fn put(&mut self, path: String, cell: Cell) {
        if cell != Cell::Empty {
            self.cells.insert(path, cell);
        }
    }

    fn walk(&mut self, values: &[FieldValue], definitions: &[Field], above: &str) {
        for value in values {
            let Some(field) = definitions.iter().find(|field| field.name == value.name) else { continue };
            let path = format!("{above}{}", field.name);
            match (&field.field_type, value.items.as_slice()) {
                (FieldType::Group(inner), [Spanned { value: FieldData::Group(values), .. }]) if !field.many => {
                    self.walk(values, inner, &format!("{path}."));
                }
                (_, items) => {
                    let cell = self.cell(items.iter().map(|item| &item.value), field);
                    self.put(path, cell);
                }
            }
        }
    }

    /// One value keeps its type; several are texts, one a line.
    fn cell<'d>(&mut self, items: impl ExactSizeIterator<Item = &'d FieldData>, field: &Field) -> Cell {
        let single = items.len() == 1;
        let mut texts: Vec<String> = Vec::new();
        let mut hidden = 0;
        for item in items {
            match item {
                FieldData::Date(date) if single => return Cell::Date(*date),
                FieldData::Number(number) if single => return Cell::Number(number.text.clone(), number.value),
                FieldData::Ref(id) => match self.planner.view.item(id) {
                    Some(item) if single => {
                        return Cell::Link(name_of(self.planner, item), Target::Row(Anchor::Item(item)));
                    }
                    Some(item) => texts.push(name_of(self.planner, item)),
                    None if self.planner.view.knows(id) => hidden += 1,
                    None => texts.push(id.clone()),
                },
                FieldData::Clause(reference) if single => {
                    let target = Target::Row(Anchor::Clause(reference.target.clause()));
                    return Cell::Link(self.planner.chip(&reference.target).label, target);
                }
                FieldData::Link(address) if single => {
                    return Cell::Link(address.clone(), Target::Address(address.clone()));
                }
                FieldData::Evidence(evidence) => match self.planner.evidence_value(self.record, evidence) {
                    Value::Evidence(found) => {
                        let text = if found.path.is_empty() { found.href.clone() } else { found.path.clone() };
                        if single {
                            return linked(text, evidence_target(&found.url, &found.href));
                        }
                        texts.push(text);
                    }
                    _ => hidden += 1,
                },
                item => texts.push(self.text(item, field)),
            }
        }
        texts.retain(|text| !text.is_empty());
        Cell::lines(texts.into_iter().chain(not_shown(self.planner, self.planner.hidden(hidden))))
    }

    /// A value in words; a group is its fields behind their labels.
    fn text(&mut self, data: &FieldData, field: &Field) -> String {
        match data {
            FieldData::Markdown(text) => {
                let links = self.planner.view.record_links(self.record, self.markdown);
                self.markdown += 1;
                self.planner.plain_text(&text.body, &links)
            }
            FieldData::Group(values) => {
                let mut parts = Vec::new();
                for value in values {
                    let inner = field.field_type.inner().iter().find(|inner| inner.name == value.name);
                    let Some(inner) = inner else { continue };
                    let cell = self.cell(value.items.iter().map(|item| &item.value), inner);
                    parts.push(format!("{}: {}", inner.label, cell.shown().replace('\n', ", ")));
                }
                parts.join("; ")
            }
            FieldData::Truth(truth) => self.planner.words.text(if *truth { "cell.yes" } else { "cell.no" }).to_owned(),
            data => words(&self.planner.plain_value(data, field)),
        }
    }
}

/// What a plain value says.
fn words(value: &Value) -> String {
    match value {
        Value::Text(text) | Value::Number(text) | Value::Date(text) | Value::Choice(text) | Value::Role(text) => {
            text.clone()
        }
        Value::Clause(chip) => chip.label.clone(),
        Value::Address(address) => address.href.clone(),
        _ => String::new(),
    }
}
