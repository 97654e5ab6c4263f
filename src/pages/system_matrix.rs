//! Plans the matrix of clauses against AI systems: which duties each system has evidence for.
//!
//! Never fills a cell for an entry that a system does not owe.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::FrameworkIndex;
use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::frameworks::matrix_links;
use crate::pages::matrices::{Cell, Plan, caption, legend_item, matrix_pages};
use crate::pages::model::{Mark, MatrixColumn, Page};
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
        group: planner.words.text(if system.fact.live { "matrix.in_use" } else { "matrix.not_in_use" }).to_owned(),
        count: 0,
    };
    matrix_pages(
        planner,
        Plan {
            framework,
            address: addresses::system_matrix(planner.view, framework),
            title: planner.words.text("matrix.systems").to_owned(),
            caption: caption(planner, framework, "matrix.systems_caption"),
            columns: owing.iter().map(column).collect(),
            only: Some(with_headings(planner, framework, cells.keys().copied())),
            cells,
            legend: vec![
                legend_item(planner, Mark::Full, "matrix.duty_full"),
                legend_item(planner, Mark::Part, "matrix.duty_part"),
                legend_item(planner, Mark::Stale, "matrix.duty_stale"),
                legend_item(planner, Mark::Gap, "matrix.duty_gap"),
                legend_item(planner, Mark::Hint, "matrix.duty_excluded"),
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
        Status::Evidenced => (Mark::Full, "duty.evidenced"),
        Status::Documented => (Mark::Part, "duty.documented"),
        Status::Practised => (Mark::Part, "duty.practised"),
        Status::Planned => (Mark::Part, "duty.planned"),
        Status::Stale => (Mark::Stale, "matrix.duty_stale"),
        Status::Gap => (Mark::Gap, "duty.gap"),
        Status::Excluded => (Mark::Hint, "matrix.duty_excluded"),
    };
    let mut said = vec![Phrase::new(words)];
    let future = duty.applies.as_ref().filter(|applies| applies.from > planner.view.options().as_of);
    if let Some(applies) = future {
        said.push(Phrase::new("duty.from").day("from", applies.from));
    }
    if !system.fact.live {
        said.push(Phrase::new("duty.not_in_use"));
    } else if !system.fact.in_scope {
        said.push(Phrase::new("duty.out_of_scope"));
    }
    let text = planner.words.say_all(&said);
    let fragment = addresses::duty_fragment(&library.at(duty.clause.framework).id, &library.get(duty.clause).id);
    let url = format!("{}#{fragment}", planner.addresses.item(Item::Record(at)));
    Cell { column, mark, text, count: String::new(), url }
}
