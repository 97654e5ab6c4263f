//! Plans the dossier of an AI system: one page from which an auditor follows it from end to end.
//!
//! Never shows what the audience may not see, and never confirms a duty.

use std::collections::{BTreeMap, BTreeSet};

use crate::pages::duties::duty_lists;
use crate::pages::model::{EvidenceItem, Field, RecordPage, RecordTable, SystemPage, SystemSection};
use crate::pages::planner::Planner;
use crate::pages::records::{columns, register_link, register_row};
use crate::pages::system_relations::system_relations;
use crate::pages::system_steps::steps;
use crate::pages::system_timeline::timeline;
use crate::view::{EvidenceFile, FileRef, FileUse, Item, Record, SystemDuties};

/// Rows of one kind, files and documents on the page; a register or an index has the rest.
const SHOWN: usize = 60;

/// Sections in the order in which a system is followed, with the kinds that stand in each.
const SECTIONS: [Section; 4] = [
    ("risks", &["risk", "impact-assessment"]),
    ("parts", &["model", "dataset", "resource", "supplier"]),
    ("life-cycle", &["validation", "release", "change"]),
    ("operation", &["measurement", "objective", "incident", "concern", "nonconformity", "exception"]),
];

/// Below what it owes, with the kinds that no section names.
const PARTIES: Section = ("parties", &["obligation", "customer", "interested-party"]);

/// Its records hold the files that have a section of their own.
const EVIDENCE_KIND: &str = "evidence";

/// Its name, which is its fragment and says its title, and the kinds.
type Section = (&'static str, &'static [&'static str]);

/// Fields of the record that the head of the page shows.
const HEAD_FIELDS: [&str; 11] = [
    "stage",
    "version",
    "in_scope",
    "own_role",
    "eu_roles",
    "eu_class",
    "risk_class",
    "deployed_on",
    "placed_on_market",
    "approved_by",
    "retired_on",
];

/// What is about a system, as this audience sees it.
pub struct About<'h> {
    pub at: usize,
    pub record: &'h Record,
    /// Records about it, and those that it names, by kind; each in the order of its register.
    pub records: BTreeMap<&'h str, Vec<(usize, &'h Record)>>,
    pub documents: Vec<usize>,
    pub hidden: usize,
}

impl<'h> About<'h> {
    pub fn of(&self, kind: &str) -> &[(usize, &'h Record)] {
        self.records.get(kind).map_or(&[], Vec::as_slice)
    }
}

pub fn system_page(
    planner: &Planner<'_, '_>,
    at: usize,
    record: &Record,
    system: &SystemDuties,
    mut page: RecordPage,
) -> SystemPage {
    let mut about = about(planner, at, record);
    let kind = planner.view.kinds().get(&record.kind);
    let labels: Vec<(&str, String)> =
        HEAD_FIELDS.iter().filter_map(|name| Some((*name, kind?.own_field(name)?.label.clone()))).collect();
    let is_head = |field: &Field| labels.iter().any(|(_, label)| *label == field.label);
    let (facts, fields): (Vec<Field>, Vec<Field>) = std::mem::take(&mut page.fields).into_iter().partition(is_head);
    page.fields = fields;
    let evidence = evidence(planner, &about);
    let documents = about.documents.iter().filter_map(|at| planner.document_row(*at)).collect();
    let (timeline, timeline_more) = timeline(planner, &about, system);
    let place = |field: &Field| labels.iter().position(|(_, label)| *label == field.label);
    let mut facts = facts;
    facts.sort_by_key(place);
    let steps = steps(planner, &about, system);
    // Obligations that confirm a duty stand beside it.
    let confirming: BTreeSet<usize> = system.duties.iter().flat_map(|duty| duty.records.iter().copied()).collect();
    if let Some(obligations) = about.records.get_mut("obligation") {
        obligations.retain(|(at, _)| !confirming.contains(at));
    }
    SystemPage {
        record: page,
        facts,
        steps,
        relations: system_relations(planner, &about, &evidence),
        sections: SECTIONS.iter().filter_map(|section| section_of(planner, &about, section)).collect(),
        more_sections: section_of(planner, &about, &PARTIES).into_iter().chain(others(planner, &about)).collect(),
        documents,
        evidence_more: evidence.len().saturating_sub(SHOWN),
        evidence: evidence.into_iter().take(SHOWN).collect(),
        duties: duty_lists(planner, system),
        duties_note: duties_note(planner, system),
        timeline,
        timeline_more,
        hidden: about.hidden,
    }
}

fn about<'h>(planner: &Planner<'_, 'h>, at: usize, record: &Record) -> About<'h> {
    let view = planner.view;
    let about = view.records_about(at);
    let named = view.relations_from(Item::Record(at));
    let naming = view.relations_to(Item::Record(at));
    let mut items: BTreeSet<Item> = about.items.iter().map(|at| Item::Record(*at)).collect();
    items.extend(named.items.iter().map(|relation| relation.to));
    items.extend(naming.items.iter().map(|relation| relation.from));
    items.remove(&Item::Record(at));
    let mut records: BTreeMap<&str, Vec<(usize, &Record)>> = BTreeMap::new();
    let mut documents = Vec::new();
    for item in items {
        match item {
            Item::Document(at) => documents.push(at),
            Item::Record(at) => {
                if let Some(record) = view.record(at) {
                    records.entry(&record.kind).or_default().push((at, record));
                }
            }
        }
    }
    let record = view.record(at).filter(|known| known.id == record.id);
    About {
        at,
        record: record.expect("a system that has a page is seen"),
        records,
        documents,
        hidden: about.hidden + named.hidden.max(naming.hidden),
    }
}

fn duties_note(planner: &Planner<'_, '_>, system: &SystemDuties) -> String {
    let fact = &system.fact;
    let unknown_class = fact.class.as_deref().is_none_or(|class| class == "unknown");
    let note = match (unknown_class, fact.roles.is_empty()) {
        _ if fact.retired => planner.words.text("duties.retired"),
        (true, _) => planner.words.text("duties.no_class"),
        (_, true) => planner.words.text("duties.no_role"),
        _ => "",
    };
    note.to_owned()
}

fn section_of(planner: &Planner<'_, '_>, about: &About<'_>, section: &Section) -> Option<SystemSection> {
    let (id, kinds) = section;
    let tables: Vec<RecordTable> = kinds.iter().filter_map(|kind| table(planner, about, kind)).collect();
    (!tables.is_empty()).then(|| titled(planner, id, tables))
}

/// Records of kinds that no section names.
fn others(planner: &Planner<'_, '_>, about: &About<'_>) -> Option<SystemSection> {
    let named: BTreeSet<&str> =
        SECTIONS.iter().chain([&PARTIES]).flat_map(|(_, kinds)| kinds.iter().copied()).collect();
    let kinds = about.records.keys().filter(|kind| !named.contains(*kind) && **kind != EVIDENCE_KIND);
    let tables: Vec<RecordTable> = kinds.filter_map(|kind| table(planner, about, kind)).collect();
    (!tables.is_empty()).then(|| titled(planner, "others", tables))
}

fn titled(planner: &Planner<'_, '_>, id: &str, tables: Vec<RecordTable>) -> SystemSection {
    let title = planner.words.find("system_section", id).unwrap_or(id).to_owned();
    SystemSection { id: id.to_owned(), title, tables }
}

/// The columns of the register, less the one that would say the system's name in every row.
fn table(planner: &Planner<'_, '_>, about: &About<'_>, kind: &str) -> Option<RecordTable> {
    let records = about.of(kind);
    let kind = planner.view.kinds().get(kind).filter(|_| !records.is_empty())?;
    let own = kind.systems_from.as_deref().unwrap_or("systems");
    let mut columns = columns(planner, kind);
    columns.retain(|column| column.shown.name != "systems" && column.shown.name != own);
    let rows = records.iter().take(SHOWN).map(|(at, record)| register_row(planner, kind, &columns, *at, record));
    Some(RecordTable {
        kind: register_link(kind),
        rows: rows.collect(),
        columns: columns.into_iter().map(|column| column.shown).collect(),
        more: records.len().saturating_sub(SHOWN),
    })
}

/// Every file that the system, its records or its documents name, by its best use.
fn evidence(planner: &Planner<'_, '_>, about: &About<'_>) -> Vec<EvidenceItem> {
    let records = about.records.values().flatten().map(|(at, _)| Item::Record(*at));
    let documents = about.documents.iter().map(|at| Item::Document(*at));
    let mut files: BTreeMap<&FileRef, (&EvidenceFile, &FileUse, BTreeSet<Item>)> = BTreeMap::new();
    for item in [Item::Record(about.at)].into_iter().chain(records).chain(documents) {
        for (file, named) in planner.view.evidence_named_by(item).items {
            let known = files.entry(&file.file).or_insert((file, named, BTreeSet::new()));
            known.2.insert(item);
            if named.standing < known.1.standing {
                known.1 = named;
            }
        }
    }
    let item = |(file, named, by): (&EvidenceFile, &FileUse, BTreeSet<Item>)| {
        let mut item = planner.evidence_item(file, named);
        item.used_by = by.into_iter().map(|by| planner.item_link(by)).collect();
        item
    };
    let mut items: Vec<EvidenceItem> = files.into_values().map(item).collect();
    items.sort_by(|left, right| right.date.cmp(&left.date).then(left.path.cmp(&right.path)));
    items
}
