//! Frameworks, documents, records and files as nodes.
//!
//! Never holds the text of a document: the site has it, and a graph is for what connects things.

use crate::catalog::{ClauseId, FrameworkIndex, Target};
use crate::export::coverage_report::counts;
use crate::export::graph::keys::{Keys, entry_key, file_key};
use crate::export::graph::model::{
    Document, Entry, Field, File, Framework, Heading, Record, RiskLevels, SystemStatus, Value,
};
use crate::pages::model::Value as Shown;
use crate::pages::{Planner, file_address, outdated_words, phase_word};
use crate::schema::Field as Definition;
use crate::syntax::markdown::LABEL;
use crate::text::{Date, Spanned};
use crate::view::{
    Binding, EvidenceFile, ExclusionReason, FieldData, FieldValue, FileRef, Item, RISK_KIND, Rating, Verdict,
    approved_by, approved_on,
};

pub struct Nodes<'p, 'v, 'h> {
    pub planner: &'p Planner<'v, 'h>,
    pub keys: &'p Keys,
}

fn said(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

fn day(date: Option<&Spanned<Date>>) -> Option<String> {
    date.map(|date| date.value.to_string())
}

impl Nodes<'_, '_, '_> {
    pub fn framework(&self, index: FrameworkIndex) -> Framework {
        let framework = self.planner.library().at(index);
        let entries = 0..framework.entries.len() as u16;
        Framework {
            id: framework.id.clone(),
            name: framework.name.clone(),
            edition: framework.edition.clone(),
            digest: framework.digest.to_string(),
            built_in: framework.built_in,
            counts: self.planner.view.figures(index).map(counts),
            entries: entries.map(|entry| self.entry(ClauseId { framework: index, entry })).collect(),
        }
    }

    fn entry(&self, clause: ClauseId) -> Entry {
        let view = self.planner.view;
        let entry = view.library().get(clause);
        let seen = view.clause(clause);
        let parent = entry.parent.map(|entry| entry_key(view, ClauseId { framework: clause.framework, entry }));
        let excluded = seen.as_ref().and_then(|seen| seen.exclusion).map(|reason| match reason {
            ExclusionReason::Recorded(at) => self.keys.item(Item::Record(*at)).unwrap_or_else(|| "a record".to_owned()),
            ExclusionReason::NoSystem => "no AI system in scope has the role and class".to_owned(),
        });
        let status = view.status(clause);
        let systems = seen.iter().filter(|_| status.is_some()).flat_map(|seen| &seen.systems.items);
        let system = |record: usize| self.keys.item(Item::Record(record));
        let hidden =
            |seen: &crate::view::ClauseView<'_>| seen.documents.hidden + seen.evidence.hidden + seen.systems.hidden;
        Entry {
            key: entry_key(view, clause),
            id: entry.id.clone(),
            title: entry.title.clone(),
            kind: entry.kind.clone(),
            parent,
            page: self.planner.clause_link(clause).url,
            assessable: entry.assessable,
            per_system: entry.per_system,
            documented_information: entry.documented_information.iter().map(|kind| kind.word()).collect(),
            status: status.map(|status| status.word()),
            missing: seen
                .as_ref()
                .map(|seen| seen.missing())
                .unwrap_or_default()
                .iter()
                .map(ToString::to_string)
                .collect(),
            excluded_by: excluded,
            applicable: view.verdict(clause).filter(|_| entry.is_control()).map(|verdict| match verdict {
                Verdict::Applicable => "yes",
                Verdict::Excluded => "no",
                _ => "undecided",
            }),
            systems: systems
                .filter_map(|part| Some(SystemStatus { system: system(part.record)?, status: part.status.word() }))
                .collect(),
            hidden: self.planner.hidden(seen.as_ref().map_or(0, hidden)),
        }
    }

    pub fn document(&self, at: usize) -> Option<Document> {
        let view = self.planner.view;
        let document = view.document(at)?;
        let state = view.document_state(at);
        let heading = |heading: &crate::syntax::markdown::Heading| Heading {
            id: heading.id.clone(),
            level: heading.level,
            text: heading.text.replace(LABEL, "\u{2026}"),
        };
        Some(Document {
            key: self.keys.item(Item::Document(at))?,
            id: document.id.value.clone(),
            title: document.title.clone(),
            kind: document.kind.clone(),
            path: document.path.to_string(),
            page: self.planner.addresses.item(Item::Document(at)).to_owned(),
            classification: view.classification_of(Item::Document(at)).to_owned(),
            state: phase_word(state.phase),
            version: document.version.clone(),
            date: day(document.date.as_ref()),
            owner: said(document.owner.as_ref()),
            approver: approved_by(document).map(str::to_owned),
            approved: approved_on(document).map(|date| date.to_string()),
            next_review: state.next_review.map(|date| date.to_string()),
            approval: binding(state.binding),
            summary: document.summary.clone(),
            headings: document.body.headings.iter().map(heading).collect(),
        })
    }

    pub fn record(&self, at: usize) -> Option<Record> {
        let view = self.planner.view;
        let record = view.record(at)?;
        let kind = view.kinds().get(&record.kind)?;
        let item = Item::Record(at);
        let mut fields = Fields { nodes: self, record: at, markdown: 0 };
        let description = record.description.as_ref().map(|text| fields.markdown(&text.body));
        let scale = &view.options().risk;
        let level = |rating: Option<Rating>| rating.map(|rating| scale.level_name(rating.level).to_owned());
        let standing = (kind.id == RISK_KIND).then(|| view.risk(record));
        Some(Record {
            key: self.keys.item(item)?,
            id: record.id.value.clone(),
            kind: record.kind.clone(),
            title: record.title.clone(),
            path: record.path.to_string(),
            page: self.planner.addresses.item(item).to_owned(),
            classification: view.classification_of(item).to_owned(),
            status: said(record.status.as_ref()),
            owner: said(record.owner.as_ref()),
            date: day(record.date.as_ref()),
            next_review: day(record.next_review.as_ref()),
            review: record.review.map(|interval| interval.to_string()),
            retention: record.retention.map(|interval| interval.to_string()),
            description,
            risk: standing.map(|risk| RiskLevels {
                inherent: level(risk.inherent),
                residual: level(risk.residual),
                accepted: risk.accepted,
            }),
            outdated: outdated_words(self.planner, at),
            fields: fields.of(&record.values, &kind.fields),
        })
    }

    pub fn file(&self, file: &EvidenceFile) -> File {
        let (path, address) = match &file.file {
            FileRef::Path(path) => (Some(path), None),
            FileRef::Address(address) => (None, Some(address.clone())),
        };
        let shown = path.filter(|path| file.fact.is_some() && self.planner.view.sees_file(path));
        File {
            key: file_key(&file.file),
            path: path.map(ToString::to_string),
            address,
            page: shown.map(file_address),
            size: file.fact.map(|fact| fact.size),
            sha256: file.fact.map(|fact| fact.sha256.to_string()),
        }
    }
}

fn binding(binding: Binding) -> &'static str {
    match binding {
        Binding::NotApproved => "not-approved",
        Binding::Unbound => "unbound",
        Binding::Bound => "bound",
        Binding::TextChanged => "text-changed",
        Binding::VersionChanged => "version-changed",
        Binding::Unreadable => "unreadable",
    }
}

/// The fields of one record; its Markdown texts are numbered as they are walked.
struct Fields<'n, 'p, 'v, 'h> {
    nodes: &'n Nodes<'p, 'v, 'h>,
    record: usize,
    markdown: usize,
}

impl Fields<'_, '_, '_, '_> {
    fn of(&mut self, values: &[FieldValue], definitions: &[Definition]) -> Vec<Field> {
        let mut fields = Vec::new();
        for value in values {
            let Some(field) = definitions.iter().find(|known| known.name == value.name) else { continue };
            let mut values: Vec<Value> = value.items.iter().map(|item| self.value(&item.value, field)).collect();
            // To those who see no coverage, it says nothing that there is more.
            values.retain(|value| *value != Value::Hidden { hidden: true } || self.nodes.planner.hidden(1) > 0);
            if !values.is_empty() {
                let field_type = field.field_type.word();
                fields.push(Field { name: field.name.clone(), label: field.label.clone(), field_type, values });
            }
        }
        fields
    }

    fn markdown(&mut self, body: &crate::syntax::markdown::Body) -> String {
        let planner = self.nodes.planner;
        let links = planner.view.record_links(self.record, self.markdown);
        self.markdown += 1;
        planner.plain_text(body, &links)
    }

    fn value(&mut self, data: &FieldData, field: &Definition) -> Value {
        match data {
            FieldData::Text(text) | FieldData::Choice(text) | FieldData::Role(text) | FieldData::Link(text) => {
                Value::Text(text.clone())
            }
            FieldData::Markdown(text) => Value::Text(self.markdown(&text.body)),
            FieldData::Date(date) => Value::Text(date.to_string()),
            FieldData::Interval(interval) => Value::Text(interval.to_string()),
            FieldData::Number(number) => {
                self::number(number.value).map_or_else(|| Value::Text(number.text.clone()), Value::Number)
            }
            FieldData::Truth(truth) => Value::Truth(*truth),
            FieldData::Clause(reference) => Value::Node {
                to: entry_key(self.nodes.planner.view, reference.target.clause()),
                part: part(&reference.target),
            },
            FieldData::Ref(id) => self.reference(id),
            FieldData::Evidence(item) => match self.nodes.planner.evidence_value(self.record, item) {
                Shown::Evidence(found) if found.path.is_empty() => {
                    Value::Node { to: format!("address:{}", found.href), part: None }
                }
                Shown::Evidence(found) => Value::Node { to: format!("file:{}", found.path), part: None },
                _ => Value::Hidden { hidden: true },
            },
            FieldData::Group(values) => Value::Group { fields: self.of(values, field.field_type.inner()) },
        }
    }

    fn reference(&self, id: &str) -> Value {
        let view = self.nodes.planner.view;
        match view.item(id).and_then(|item| self.nodes.keys.item(item)) {
            Some(to) => Value::Node { to, part: None },
            None if view.knows(id) => Value::Hidden { hidden: true },
            None => Value::Unresolved { unresolved: id.to_owned() },
        }
    }
}

/// The point below an entry, or the guidance beside it.
fn part(target: &Target) -> Option<String> {
    match target {
        Target::Part { locator, .. } => Some(locator.clone()),
        Target::Guidance { written, .. } => Some(written.clone()),
        Target::Entry(_) | Target::Heading(_) => None,
    }
}

/// Whole numbers without a fraction.
fn number(value: f64) -> Option<serde_json::Number> {
    let whole = value.fract() == 0.0 && value.abs() < 9e15;
    if whole { Some(serde_json::Number::from(value as i64)) } else { serde_json::Number::from_f64(value) }
}
