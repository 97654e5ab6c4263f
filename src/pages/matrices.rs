//! Plans coverage matrices: clauses against documents, and against record kinds.
//!
//! Never fills a cell for a reference that did not resolve.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::language::Phrase;
use crate::pages::addresses::{self, part};
use crate::pages::frameworks::{depth, figures, framework_link, frameworks_crumb, matrix_links};
use crate::pages::model::{
    Area, Crumb, LegendItem, Link, Mark, MatrixCell, MatrixColumn, MatrixPage, MatrixRow, Page, PageBody, Parts,
};
use crate::pages::planner::{Planner, shown_id};
use crate::view::{DocumentSupport, EvidenceSource, EvidenceStanding, Item, Phase, Reach};

/// Columns on one page: more than fit on a screen, few enough for a browser.
const COLUMNS: usize = 100;

/// A filled cell before its position is written as a distance.
pub struct Cell {
    pub column: usize,
    pub mark: Mark,
    pub text: String,
    pub count: String,
    pub url: String,
}

/// What differs between the matrices of a framework.
pub struct Plan {
    pub framework: FrameworkIndex,
    pub address: String,
    pub title: String,
    pub caption: String,
    pub columns: Vec<MatrixColumn>,
    pub cells: BTreeMap<u16, Vec<Cell>>,
    pub legend: Vec<LegendItem>,
    pub hidden_columns: usize,
    /// Other matrices of the same framework.
    pub others: Vec<Link>,
    /// The rows to show; none: all of them.
    pub only: Option<BTreeSet<u16>>,
}

/// Clauses against documents.
pub fn document_matrix(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<Page> {
    if planner.view.figures(framework).is_none() {
        return Vec::new();
    }
    let mut columns: Vec<usize> = Vec::new();
    let mut hidden = BTreeSet::new();
    let clauses: Vec<ClauseId> = all_clauses(planner, framework);
    for clause in &clauses {
        if let Some(view) = planner.view.clause(*clause) {
            columns.extend(view.documents.items.iter().map(|support| support.document));
            hidden.insert(view.documents.hidden);
        }
    }
    columns.sort_unstable();
    columns.dedup();
    let place: BTreeMap<usize, usize> = columns.iter().enumerate().map(|(place, at)| (*at, place)).collect();
    let mut cells: BTreeMap<u16, Vec<Cell>> = BTreeMap::new();
    for clause in &clauses {
        let Some(view) = planner.view.clause(*clause) else { continue };
        let mut row: BTreeMap<usize, Cell> = BTreeMap::new();
        for support in &view.documents.items {
            let Some(column) = place.get(&support.document) else { continue };
            // Supports come best first: the first one decides the cell.
            row.entry(*column).or_insert_with(|| document_cell(planner, support, *column));
        }
        cells.insert(clause.entry, row.into_values().collect());
    }
    let columns = columns.iter().map(|at| document_column(planner, *at)).collect();
    matrix_pages(
        planner,
        Plan {
            framework,
            address: addresses::document_matrix(planner.view, framework),
            title: planner.words.text("matrix.documents").to_owned(),
            caption: caption(planner, framework, "matrix.documents_caption"),
            columns,
            cells,
            legend: document_legend(planner),
            hidden_columns: hidden.into_iter().max().unwrap_or(0),
            others: matrix_links(planner, framework),
            only: None,
        },
    )
}

pub fn all_clauses(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<ClauseId> {
    (0..planner.library().at(framework).entries.len() as u16).map(|entry| ClauseId { framework, entry }).collect()
}

fn document_column(planner: &Planner<'_, '_>, at: usize) -> MatrixColumn {
    let mut link = planner.item_link(Item::Document(at));
    if let Some(document) = planner.view.document(at).filter(|document| shown_id(document).is_empty()) {
        link.id = document.path.stem().to_owned();
    }
    MatrixColumn { link, group: planner.kind_word(Item::Document(at)), count: 0 }
}

fn document_cell(planner: &Planner<'_, '_>, support: &DocumentSupport, column: usize) -> Cell {
    let phase = planner.view.document_state(support.document).phase;
    let words = planner.words;
    let (mark, mut text) = match (&support.reach, phase) {
        (Reach::Whole, Phase::Approved) => (Mark::Full, planner.phase(phase).to_owned()),
        (Reach::Whole, Phase::Overdue) => (Mark::Stale, words.text("matrix.overdue").to_owned()),
        (Reach::Whole, phase) => (Mark::Part, planner.phase(phase).to_owned()),
        (Reach::Part(locator), _) => (Mark::Part, words.say(&Phrase::new("matrix.in_part").text("part", locator))),
        (Reach::Hint, _) => (Mark::Hint, words.text("matrix.heading").to_owned()),
        (Reach::Guidance(written), _) => {
            (Mark::Hint, words.say(&Phrase::new("matrix.guidance").text("guidance", written)))
        }
    };
    let section = support.headings.first().and_then(|heading| planner.section_link(support.document, *heading));
    if !support.headings.is_empty() {
        text = format!("{text}, {}", words.counted("matrix.sections", support.headings.len()));
    }
    let url =
        section.map_or_else(|| planner.addresses.item(Item::Document(support.document)).to_owned(), |link| link.url);
    Cell { column, mark, text, count: String::new(), url }
}

fn document_legend(planner: &Planner<'_, '_>) -> Vec<LegendItem> {
    vec![
        legend_item(planner, Mark::Full, "matrix.document_full"),
        legend_item(planner, Mark::Part, "matrix.document_part"),
        legend_item(planner, Mark::Stale, "matrix.overdue"),
        legend_item(planner, Mark::Hint, "matrix.document_hint"),
    ]
}

/// What a mark stands for; the text is a word of the interface.
pub fn legend_item(planner: &Planner<'_, '_>, mark: Mark, word: &str) -> LegendItem {
    LegendItem { mark, text: planner.words.text(word).to_owned() }
}

/// What rows and columns are, in one sentence that names the framework.
pub fn caption(planner: &Planner<'_, '_>, framework: FrameworkIndex, key: &'static str) -> String {
    planner.words.say(&Phrase::new(key).text("framework", &planner.library().at(framework).name))
}

/// Clauses against the kinds of records that are evidence for them.
pub fn record_matrix(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Vec<Page> {
    if planner.view.figures(framework).is_none() {
        return Vec::new();
    }
    let kinds = planner.view.kinds().all();
    let mut counted: BTreeMap<(u16, usize), (usize, usize, usize)> = BTreeMap::new();
    for clause in all_clauses(planner, framework) {
        let Some(view) = planner.view.clause(clause) else { continue };
        for support in view.evidence.items.iter().filter(|support| support.reach == Reach::Whole) {
            let EvidenceSource::Record(at) = support.source else { continue };
            let Some(record) = planner.view.record(at) else { continue };
            let Some(kind) = kinds.iter().position(|kind| kind.id == record.kind) else { continue };
            let (current, expired, not_counted) = counted.entry((clause.entry, kind)).or_default();
            match support.standing {
                EvidenceStanding::Current => *current += 1,
                EvidenceStanding::Expired => *expired += 1,
                EvidenceStanding::NotCounted(_) => *not_counted += 1,
            }
        }
    }
    let used: BTreeSet<usize> = counted.keys().map(|(_, kind)| *kind).collect();
    let place: BTreeMap<usize, usize> = used.iter().enumerate().map(|(place, kind)| (*kind, place)).collect();
    let columns = used.iter().map(|kind| MatrixColumn {
        link: Link {
            id: kinds[*kind].title.clone(),
            title: kinds[*kind].plural.clone(),
            url: addresses::register(&kinds[*kind].id),
        },
        group: kinds[*kind].group.clone(),
        count: 0,
    });
    let columns: Vec<MatrixColumn> = columns.collect();
    let mut cells: BTreeMap<u16, Vec<Cell>> = BTreeMap::new();
    for ((entry, kind), (current, expired, not_counted)) in counted {
        let (mark, count) = match (current, expired) {
            (0, 0) => (Mark::Part, not_counted),
            (0, expired) => (Mark::Stale, expired),
            (current, _) => (Mark::Full, current),
        };
        let text = Phrase::new("matrix.records_cell").count("current", current).count("expired", expired);
        let text = planner.words.say(&text.count("not_counted", not_counted));
        let url = addresses::register(&kinds[kind].id);
        cells.entry(entry).or_default().push(Cell { column: place[&kind], mark, text, count: count.to_string(), url });
    }
    matrix_pages(
        planner,
        Plan {
            framework,
            address: addresses::record_matrix(planner.view, framework),
            title: planner.words.text("matrix.records").to_owned(),
            caption: caption(planner, framework, "matrix.records_caption"),
            columns,
            cells,
            legend: vec![
                legend_item(planner, Mark::Full, "matrix.records_full"),
                legend_item(planner, Mark::Stale, "matrix.records_stale"),
                legend_item(planner, Mark::Part, "matrix.records_part"),
            ],
            hidden_columns: 0,
            others: matrix_links(planner, framework),
            only: None,
        },
    )
}

pub fn matrix_pages(planner: &Planner<'_, '_>, mut plan: Plan) -> Vec<Page> {
    for cell in plan.cells.values().flatten() {
        plan.columns[cell.column].count += 1;
    }
    let parts = plan.columns.len().div_ceil(COLUMNS).max(1);
    let link = |number: usize| Link {
        id: String::new(),
        title: format!("{}\u{2013}{}", number * COLUMNS + 1, ((number + 1) * COLUMNS).min(plan.columns.len())),
        url: part(&plan.address, number),
    };
    let links: Vec<Link> = if parts > 1 { (0..parts).map(link).collect() } else { Vec::new() };
    (0..parts).map(|number| matrix_page(planner, &plan, number, &links)).collect()
}

fn matrix_page(planner: &Planner<'_, '_>, plan: &Plan, number: usize, links: &[Link]) -> Page {
    let from = number * COLUMNS;
    let to = (from + COLUMNS).min(plan.columns.len());
    let shown = |clause: &ClauseId| plan.only.as_ref().is_none_or(|only| only.contains(&clause.entry));
    let clauses = all_clauses(planner, plan.framework).into_iter().filter(shown);
    let rows = clauses.map(|clause| row(planner, plan, clause, from, to));
    let body = MatrixPage {
        caption: plan.caption.clone(),
        row_word: planner.words.text("matrix.row").to_owned(),
        with_status: true,
        columns: plan.columns[from..to].to_vec(),
        rows: rows.collect(),
        legend: plan.legend.clone(),
        hidden_columns: plan.hidden_columns,
        parts: Parts { links: links.to_vec(), current: number, total: plan.columns.len() },
        links: plan.others.iter().cloned().chain([framework_link(planner, plan.framework)]).collect(),
        figures: figures(planner, plan.framework),
    };
    let framework = framework_link(planner, plan.framework);
    Page {
        path: part(&plan.address, number),
        title: format!("{}: {}", framework.title, plan.title),
        summary: plan.caption.clone(),
        area: Area::Frameworks,
        breadcrumbs: vec![
            planner.home_crumb(),
            frameworks_crumb(planner),
            Crumb { title: framework.title, url: framework.url },
        ],
        siblings: Default::default(),
        notices: Vec::new(),
        body: PageBody::Matrix(Box::new(body)),
    }
}

fn row(planner: &Planner<'_, '_>, plan: &Plan, clause: ClauseId, from: usize, to: usize) -> MatrixRow {
    let entry = planner.library().get(clause);
    let mut next = from;
    let mut cells = Vec::new();
    // In the order of their columns, and far more than one part shows.
    let filled = plan.cells.get(&clause.entry).map_or(&[][..], Vec::as_slice);
    let first = filled.partition_point(|cell| cell.column < from);
    for cell in filled[first..].iter().take_while(|cell| cell.column < to) {
        cells.push(MatrixCell {
            skip: cell.column - next,
            mark: cell.mark,
            text: cell.text.clone(),
            count: cell.count.clone(),
            url: cell.url.clone(),
        });
        next = cell.column + 1;
    }
    MatrixRow {
        link: planner.clause_link(clause),
        status: planner.status(clause),
        heading: !entry.assessable && cells.is_empty(),
        depth: depth(planner.library().at(clause.framework), clause.entry),
        cells,
    }
}
