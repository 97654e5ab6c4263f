//! Plans the matrices of one framework against another, and what a clause page says of related entries.
//!
//! Never counts a relation: it says where to look too.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ClauseId, FrameworkIndex, Related};
use crate::pages::addresses;
use crate::pages::matrices::{Cell, Plan, all_clauses, matrix_pages};
use crate::pages::model::{LegendItem, Mark, MatrixColumn, Page, RelatedClause};
use crate::pages::planner::{Planner, short_name};
use crate::view::{EvidenceStanding, Reach, Status};

/// The enabled frameworks that share a relation with this one.
pub fn crossed_frameworks(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<FrameworkIndex> {
    let crossed: BTreeSet<FrameworkIndex> = all_clauses(planner, framework)
        .into_iter()
        .flat_map(|clause| planner.library().related(clause))
        .map(|related| related.clause.framework)
        .collect();
    let others = planner.view.options().frameworks.iter().copied();
    others.filter(|other| *other != framework && crossed.contains(other)).collect()
}

pub fn crosswalk_title(planner: &Planner<'_, '_>, columns: FrameworkIndex) -> String {
    format!("Crosswalk to {}", short_name(planner.library().at(columns)))
}

/// One matrix for each framework that this one is related to: its entries as rows, those of the other as columns.
pub fn crosswalk_matrices(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<Page> {
    if planner.view.figures(framework).is_none() {
        return Vec::new();
    }
    let others = crossed_frameworks(planner, framework);
    others.into_iter().flat_map(|other| crosswalk_matrix(planner, framework, other)).collect()
}

fn crosswalk_matrix(planner: &Planner<'_, '_>, rows: FrameworkIndex, columns: FrameworkIndex) -> Vec<Page> {
    let mut pairs: BTreeMap<(u16, u16), &Related> = BTreeMap::new();
    for clause in all_clauses(planner, rows) {
        let related = planner.library().related(clause).iter().filter(|related| related.clause.framework == columns);
        for related in related {
            pairs.entry((clause.entry, related.clause.entry)).or_insert(related);
        }
    }
    // Only columns with a relation: an empty one says nothing.
    let used: BTreeSet<u16> = pairs.keys().map(|(_, column)| *column).collect();
    let place: BTreeMap<u16, usize> = used.iter().enumerate().map(|(place, entry)| (*entry, place)).collect();
    let mut cells: BTreeMap<u16, Vec<Cell>> = BTreeMap::new();
    for ((row, column), related) in &pairs {
        cells.entry(*row).or_default().push(cell(planner, related, place[column]));
    }
    let column = |entry: &u16| column(planner, ClauseId { framework: columns, entry: *entry });
    let name = |framework| planner.library().at(framework).name.clone();
    matrix_pages(
        planner,
        Plan {
            framework: rows,
            address: addresses::crosswalk(planner.view, rows, columns),
            title: crosswalk_title(planner, columns),
            caption: format!(
                "{} and {}: which entries are worth a look together, and how the column's entry stands. Look here too: a \
                 relation never counts as coverage.",
                name(rows),
                name(columns)
            ),
            columns: used.iter().map(column).collect(),
            cells,
            legend: legend(),
            hidden_columns: 0,
            only: None,
            others: crate::pages::frameworks::matrix_links(planner, rows),
        },
    )
}

fn column(planner: &Planner<'_, '_>, clause: ClauseId) -> MatrixColumn {
    let group = planner.library().get(clause).parent.map(|entry| ClauseId { framework: clause.framework, entry });
    MatrixColumn {
        link: planner.clause_link(clause),
        group: group.map(|group| planner.library().get(group).id.clone()).unwrap_or_default(),
        count: 0,
    }
}

fn cell(planner: &Planner<'_, '_>, related: &Related, column: usize) -> Cell {
    let status = planner.view.status(related.clause);
    let entry = planner.library().get(related.clause);
    let stands = match (entry.assessable, status) {
        (false, _) => "a heading, which is never assessed".to_owned(),
        (true, Some(status)) => status.word().to_owned(),
        (true, None) => "not shown".to_owned(),
    };
    Cell {
        column,
        mark: mark(status),
        text: format!("{} {}: {stands}; {}; look here too", entry.id, entry.title, relation_words(related)),
        count: String::new(),
        url: planner.addresses.clause(related.clause).to_owned(),
    }
}

fn mark(status: Option<Status>) -> Mark {
    match status {
        Some(Status::Evidenced) => Mark::Full,
        Some(Status::Documented | Status::Practised | Status::Planned) => Mark::Part,
        Some(Status::Stale) => Mark::Stale,
        Some(Status::Gap | Status::Excluded) | None => Mark::Hint,
    }
}

fn legend() -> Vec<LegendItem> {
    let item = |mark, text: &str| LegendItem { mark, text: text.to_owned() };
    vec![
        item(Mark::Full, "related, and evidenced there"),
        item(Mark::Part, "related, and documented, practised or planned there"),
        item(Mark::Stale, "related, and stale there"),
        item(Mark::Hint, "related, and nothing there yet, excluded, or a heading"),
    ]
}

/// How two entries are related and who says so, in the catalog's words.
fn relation_words(related: &Related) -> String {
    let plain = |word: &str| word.replace('-', " ");
    let whole = if related.whole_clause { ", the clause as a whole" } else { "" };
    format!("{}, {}{whole}", plain(related.relation.word()), plain(related.support.word()))
}

/// Related entries of other enabled frameworks, each with what the organization already has for it.
pub fn related_clauses(planner: &Planner<'_, '_>, clause: ClauseId) -> Vec<RelatedClause> {
    let enabled = &planner.view.options().frameworks;
    let related = planner.library().related(clause).iter();
    related
        .filter(|related| enabled.contains(&related.clause.framework))
        .map(|related| related_clause(planner, related))
        .collect()
}

fn related_clause(planner: &Planner<'_, '_>, related: &Related) -> RelatedClause {
    let held = planner.held.get(&related.clause).copied().unwrap_or_default();
    RelatedClause {
        clause: planner.clause_chip(related.clause),
        framework: planner.library().at(related.clause.framework).name.clone(),
        relation: relation_words(related),
        document: held.document.and_then(|at| planner.document_row(at)),
        evidence: held.evidence,
        hidden: held.hidden,
    }
}

/// What the organization has for an entry, as few numbers: related entries are shown on many pages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Held {
    /// The best document that answers the whole entry.
    pub document: Option<usize>,
    /// Records and files in date that this audience sees.
    pub evidence: usize,
    /// Documents and evidence that this audience may not see.
    pub hidden: usize,
}

/// Counts once for all pages; nothing for an audience that sees no coverage.
pub fn held(view: &crate::view::View<'_>) -> BTreeMap<ClauseId, Held> {
    let mut all = BTreeMap::new();
    if !view.audience().coverage {
        return all;
    }
    for framework in &view.options().frameworks {
        for entry in 0..view.library().at(*framework).entries.len() as u16 {
            let clause = ClauseId { framework: *framework, entry };
            let Some(seen) = view.clause(clause) else { continue };
            let documents = seen.documents.items.iter().find(|support| support.reach == Reach::Whole);
            let current = seen
                .evidence
                .items
                .iter()
                .filter(|support| support.reach == Reach::Whole && support.standing == EvidenceStanding::Current);
            let held = Held {
                document: documents.map(|support| support.document),
                evidence: current.count(),
                hidden: seen.documents.hidden + seen.evidence.hidden,
            };
            all.insert(clause, held);
        }
    }
    all
}
