//! Plans the matrix of clauses against AI systems: which duties each system has evidence for.
//!
//! Never fills a cell for an entry that a system does not owe.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::FrameworkIndex;
use crate::pages::addresses;
use crate::pages::frameworks::matrix_links;
use crate::pages::matrices::{Cell, Plan, matrix_pages};
use crate::pages::model::{LegendItem, Mark, MatrixColumn, Page};
use crate::pages::planner::Planner;
use crate::view::{Duty, Item, Status, SystemDuties};

/// Whether any system that is seen owes something here.
pub fn has_system_matrix(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> bool {
    let owes = |system: &SystemDuties| system.duties.iter().any(|duty| duty.clause.framework == framework);
    planner.view.figures(framework).is_some() && planner.view.systems().any(|(_, system)| owes(system))
}

pub fn system_matrix(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<Page> {
    if !has_system_matrix(planner, framework) {
        return Vec::new();
    }
    let owing: Vec<(usize, &SystemDuties)> =
        planner.view.systems().filter(|(_, system)| !system.duties.is_empty()).collect();
    let mut cells: BTreeMap<u16, Vec<Cell>> = BTreeMap::new();
    for (column, (at, system)) in owing.iter().enumerate() {
        for duty in system.duties.iter().filter(|duty| duty.clause.framework == framework) {
            cells.entry(duty.clause.entry).or_default().push(cell(planner, *at, system, duty, column));
        }
    }
    let column = |(at, system): &(usize, &SystemDuties)| MatrixColumn {
        link: planner.item_link(Item::Record(*at)),
        group: if system.fact.live { "in use" } else { "not in use" }.to_owned(),
        count: 0,
    };
    let catalog = planner.library().at(framework);
    let item = |mark, text: &str| LegendItem { mark, text: text.to_owned() };
    matrix_pages(
        planner,
        Plan {
            framework,
            address: addresses::system_matrix(planner.view, framework),
            title: "Clauses \u{d7} AI systems".into(),
            caption: format!("{}: what each AI system owes, and how it stands with it", catalog.name),
            columns: owing.iter().map(column).collect(),
            only: Some(with_headings(planner, framework, cells.keys().copied())),
            cells,
            legend: vec![
                item(Mark::Full, "approved document and evidence in date for this system"),
                item(Mark::Part, "only a document, only evidence, or a draft"),
                item(Mark::Stale, "out of date"),
                item(Mark::Gap, "owed, and there is nothing"),
                item(Mark::Hint, "excluded"),
            ],
            hidden_columns: 0,
            others: matrix_links(planner, framework),
        },
    )
}

/// Entries with the headings above them.
fn with_headings(
    planner: &Planner<'_, '_>,
    framework: FrameworkIndex,
    entries: impl Iterator<Item = u16>,
) -> BTreeSet<u16> {
    let catalog = planner.library().at(framework);
    let mut shown = BTreeSet::new();
    for entry in entries {
        let mut next = Some(entry);
        while let Some(entry) = next.filter(|entry| shown.insert(*entry)) {
            next = catalog.entries[usize::from(entry)].parent;
        }
    }
    shown
}

fn cell(planner: &Planner<'_, '_>, at: usize, system: &SystemDuties, duty: &Duty, column: usize) -> Cell {
    let library = planner.library();
    let (mark, words) = match duty.status {
        Status::Evidenced => (Mark::Full, "evidenced"),
        Status::Documented => (Mark::Part, "documented, no evidence in date for this system"),
        Status::Practised => (Mark::Part, "evidence in date, no approved document"),
        Status::Planned => (Mark::Part, "only a draft"),
        Status::Stale => (Mark::Stale, "out of date"),
        Status::Gap => (Mark::Gap, "nothing"),
        Status::Excluded => (Mark::Hint, "excluded"),
    };
    let mut text = words.to_owned();
    let future = duty.applies.as_ref().filter(|applies| applies.from > planner.view.options().as_of);
    if let Some(applies) = future {
        text.push_str(&format!("; applies from {}", applies.from));
    }
    if !system.fact.live {
        text.push_str("; the system is not in use and does not count");
    } else if !system.fact.in_scope {
        text.push_str("; the system is out of scope and does not count");
    }
    let fragment = addresses::duty_fragment(&library.at(duty.clause.framework).id, &library.get(duty.clause).id);
    let url = format!("{}#{fragment}", planner.addresses.item(Item::Record(at)));
    Cell { column, mark, text, count: String::new(), url }
}
