//! Plans the matrices of one framework against another, and what a clause page says of related entries.
//!
//! Never counts a relation: it says where to look too.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ClauseId, FrameworkIndex, Related};
use crate::language::Phrase;
use crate::pages::addresses;
use crate::pages::matrices::{Cell, Plan, all_clauses, legend_item, matrix_pages};
use crate::pages::model::{LegendItem, Mark, MatrixColumn, Page, RelatedClause};
use crate::pages::planner::{Planner, short_name, status as shown_status};
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
    let name = short_name(planner.library().at(columns));
    planner.words.say(&Phrase::new("crosswalk.title").text("framework", name))
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
            caption: planner
                .words
                .say(&Phrase::new("crosswalk.caption").text("rows", name(rows)).text("columns", name(columns))),
            columns: used.iter().map(column).collect(),
            cells,
            legend: legend(planner),
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
        (false, _) => planner.words.text("crosswalk.heading").to_owned(),
        (true, Some(status)) => planner.status_word(shown_status(status)),
        (true, None) => planner.words.text("crosswalk.unseen").to_owned(),
    };
    Cell {
        column,
        mark: mark(status),
        text: planner.words.say(
            &Phrase::new("crosswalk.cell")
                .text("entry", format!("{} {}", entry.id, entry.title))
                .text("stands", stands)
                .text("relation", relation_words(planner, related)),
        ),
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

fn legend(planner: &Planner<'_, '_>) -> Vec<LegendItem> {
    vec![
        legend_item(planner, Mark::Full, "crosswalk.full"),
        legend_item(planner, Mark::Part, "crosswalk.part"),
        legend_item(planner, Mark::Stale, "crosswalk.stale"),
        legend_item(planner, Mark::Hint, "crosswalk.hint"),
    ]
}

/// How two entries are related and who says so.
fn relation_words(planner: &Planner<'_, '_>, related: &Related) -> String {
    let say = |group, word| planner.words.find(group, word).unwrap_or(word);
    let whole = related.whole_clause.then(|| planner.words.text("crosswalk.whole"));
    let said = [say("relates", related.relation.word()), say("says_so", related.support.word())];
    said.into_iter().chain(whole).collect::<Vec<_>>().join(", ")
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
        relation: relation_words(planner, related),
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
