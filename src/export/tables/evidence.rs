//! The evidence index and the list of documents as tables.
//!
//! Never says that a file counts when no naming of it does.

use crate::export::tables::cells::{evidence_cell, evidence_target, linked, name_of, page_of};
use crate::export::tables::table::{Anchor, Cell, Column, Row, Table};
use crate::pages::Planner;
use crate::pages::model::Standing;
use crate::text::Date;
use crate::view::{Binding, Document, EvidenceFile, FileUse, Item, approved_by, approved_on};

/// All evidence files and addresses, each once, with what they support.
pub fn evidence(planner: &Planner<'_, '_>) -> Table {
    let names = [
        "place",
        "title",
        "supports",
        "standing",
        "remark",
        "date",
        "valid_until",
        "expires",
        "named_by",
        "kept",
        "size",
        "sha256",
        "recorded",
    ];
    let files = planner.view.evidence();
    Table {
        file: "evidence".to_owned(),
        title: planner.words.text("sheet.evidence").to_owned(),
        about: planner.words.text("sheet.about_evidence").to_owned(),
        columns: names.map(|name| Column::spoken(planner.words, name)).to_vec(),
        rows: files.items.iter().filter_map(|file| evidence_row(planner, file)).collect(),
        hidden: planner.hidden(files.hidden),
        names: 1,
    }
}

/// The file by its best naming.
fn evidence_row(planner: &Planner<'_, '_>, file: &EvidenceFile) -> Option<Row> {
    let best = file.uses.iter().min_by(|left, right| left.standing.cmp(&right.standing))?;
    let item = planner.evidence_item(file, best);
    let place = if item.path.is_empty() { item.href.clone() } else { item.path.clone() };
    let mut supports: Vec<String> = Vec::new();
    let mut named_by: Vec<String> = Vec::new();
    for named in &file.uses {
        for label in named.targets.iter().map(|target| planner.chip(target).label) {
            if !supports.contains(&label) {
                supports.push(label);
            }
        }
        let name = name_of(planner, named.by);
        if !named_by.contains(&name) {
            named_by.push(name);
        }
    }
    let standing = match item.standing {
        Standing::Current => "cell.current",
        Standing::Expired => "cell.expired",
        Standing::NotCounted => "cell.not_counted",
    };
    Some(Row {
        anchor: None,
        cells: vec![
            linked(place, evidence_target(&item.url, &item.href)),
            Cell::text(best.title.clone().unwrap_or_default()),
            Cell::lines(supports),
            Cell::text(planner.words.text(standing)),
            Cell::text(item.remark),
            Cell::date(best.date),
            Cell::date(best.valid_until),
            Cell::date(latest(&file.uses)),
            Cell::lines(named_by),
            Cell::text(planner.words.text(match (&file.fact, item.path.is_empty()) {
                (Some(_), _) => "cell.in_handbook",
                (None, true) => "cell.outside",
                (None, false) => "cell.missing",
            })),
            file.fact.map_or(Cell::Empty, |fact| Cell::Number(fact.size.to_string(), fact.size as f64)),
            Cell::text(file.fact.map(|fact| fact.sha256.to_string()).unwrap_or_default()),
            Cell::text(recorded(planner, file)),
        ],
    })
}

fn latest(uses: &[FileUse]) -> Option<Date> {
    uses.iter().filter_map(|named| named.expires).max()
}

/// Whether the file is what somebody wrote down.
fn recorded(planner: &Planner<'_, '_>, file: &EvidenceFile) -> String {
    let recorded: Vec<_> = file.uses.iter().filter_map(|named| named.recorded).collect();
    match (recorded.first(), file.fact) {
        (None, _) => String::new(),
        (Some(first), None) => first.to_string(),
        (Some(_), Some(fact)) if recorded.iter().all(|digest| *digest == fact.sha256) => {
            planner.words.text("cell.same").to_owned()
        }
        (Some(_), Some(_)) => planner.words.text("cell.differs").to_owned(),
    }
}

/// All documents in the order of their paths.
pub fn documents(planner: &Planner<'_, '_>) -> Table {
    let names = [
        "id",
        "title",
        "type",
        "version",
        "state",
        "owner",
        "approver",
        "approved",
        "next_review",
        "approval",
        "classification",
        "clauses",
        "systems",
        "evidence",
        "replaced_by",
        "path",
    ];
    let hidden = planner.hidden(planner.view.folders().map(|folder| planner.view.hidden_documents(folder)).sum());
    Table {
        file: "documents".to_owned(),
        title: planner.words.text("sheet.documents").to_owned(),
        about: planner.words.text("sheet.about_documents").to_owned(),
        columns: names.map(|name| Column::spoken(planner.words, name)).to_vec(),
        rows: planner.view.documents().map(|(at, document)| document_row(planner, at, document)).collect(),
        hidden,
        names: 2,
    }
}

fn document_row(planner: &Planner<'_, '_>, at: usize, document: &Document) -> Row {
    let item = Item::Document(at);
    let state = planner.view.document_state(at);
    let owner = document.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default();
    let mut clauses: Vec<String> = Vec::new();
    for claim in &document.claims {
        let label = planner.chip(&claim.claim.reference.target).label;
        if !clauses.contains(&label) {
            clauses.push(label);
        }
    }
    let related = |field: &str| -> Vec<String> {
        let relations = planner.view.relations_from(item).items.into_iter().filter(|relation| relation.field == field);
        relations.map(|relation| name_of(planner, relation.to)).collect()
    };
    let approval = match state.binding {
        Binding::NotApproved => "",
        Binding::Unbound => planner.words.text("cell.unbound"),
        Binding::Bound => planner.words.text("cell.bound"),
        Binding::TextChanged | Binding::VersionChanged => planner.words.text("cell.changed"),
        Binding::Unreadable => planner.words.text("cell.unreadable"),
    };
    Row {
        anchor: Some(Anchor::Item(item)),
        cells: vec![
            linked(document.id.value.clone(), page_of(planner, item)),
            Cell::text(&document.title),
            Cell::text(&document.kind),
            Cell::text(document.version.clone().unwrap_or_default()),
            Cell::text(planner.phase(state.phase)),
            Cell::text(owner),
            Cell::text(approved_by(document).unwrap_or_default()),
            Cell::date(approved_on(document)),
            Cell::date(state.next_review),
            Cell::text(approval),
            Cell::text(planner.classification(item)),
            Cell::lines(clauses),
            Cell::lines(related("systems")),
            evidence_cell(planner, item),
            Cell::lines(related("replaced_by")),
            Cell::text(document.path.as_str()),
        ],
    }
}
