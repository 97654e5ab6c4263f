//! Coverage as tables: the figures of each framework, the status of each entry, and what is missing.
//!
//! Never shows a figure without its denominator, edition and digest.

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::export::coverage_report::{DocumentRow, EntryReport, EvidenceRow, coverage_report};
use crate::export::gaps_report::gaps_report;
use crate::export::tables::cells::linked;
use crate::export::tables::table::{Anchor, Cell, Column, Row, Table, Target};
use crate::pages::{Planner, framework_address, short_name};
use crate::view::Status;

/// The figures of all frameworks; nothing for an audience that sees no coverage.
pub fn figures(planner: &Planner<'_, '_>) -> Option<Table> {
    let names = [
        ("framework", "Framework"),
        ("edition", "Edition"),
        ("digest", "Catalog digest (SHA-256)"),
        ("documented", "Documented"),
        ("evidenced", "Evidenced"),
        ("applicable", "Of applicable entries"),
        ("assessable", "Assessable entries"),
    ];
    let mut columns: Vec<Column> = names.map(|(name, label)| Column::new(name, label)).to_vec();
    columns.extend(Status::ALL.iter().map(|status| Column::new(status.word(), &format!("Status {}", status.word()))));
    let rows: Vec<Row> = planner
        .view
        .options()
        .frameworks
        .iter()
        .filter_map(|framework| {
            let figures = planner.view.figures(*framework)?;
            let catalog = planner.library().at(*framework);
            let mut cells = vec![
                linked(
                    catalog.name.clone(),
                    Target::Page(framework_address(planner.view, *framework), first_entry(planner, *framework)),
                ),
                Cell::text(&catalog.edition),
                Cell::text(catalog.digest.to_string()),
            ];
            let counts = [figures.documented(), figures.evidenced(), figures.applicable(), figures.assessable()];
            cells.extend(counts.map(Cell::count));
            cells.extend(Status::ALL.iter().map(|status| Cell::count(figures.count(*status))));
            Some(Row { anchor: None, cells })
        })
        .collect();
    (!rows.is_empty()).then(|| Table {
        file: String::new(),
        title: "Coverage".to_owned(),
        about: "How many applicable entries of each framework are documented (an approved document in date) and \
                evidenced (evidence in date too), and how many have each status."
            .to_owned(),
        columns,
        rows,
        hidden: 0,
        names: 1,
    })
}

/// Where the link to a framework leads in a workbook: its first entry.
fn first_entry(planner: &Planner<'_, '_>, framework: FrameworkIndex) -> Option<Anchor> {
    let (entry, _) = planner.library().at(framework).assessable().next()?;
    Some(Anchor::Clause(ClauseId { framework, entry }))
}

/// The entries of each framework that have a status.
pub fn entries(planner: &Planner<'_, '_>) -> Vec<Table> {
    planner.view.options().frameworks.iter().filter_map(|framework| entries_of(planner, *framework)).collect()
}

fn entries_of(planner: &Planner<'_, '_>, index: FrameworkIndex) -> Option<Table> {
    let names = [
        ("id", "Entry"),
        ("title", "Title"),
        ("chapter", "Chapter"),
        ("status", "Status"),
        ("documents", "Documents"),
        ("evidence", "Evidence"),
        ("systems", "AI systems"),
        ("missing", "Missing"),
        ("excluded_by", "Excluded by"),
        ("not_shown", "Not shown"),
    ];
    let report = coverage_report(planner.view, &[index]).frameworks.pop()?;
    let framework = planner.library().at(index);
    let rows = framework.assessable().zip(&report.entries).map(|((entry, _), found)| {
        let clause = ClauseId { framework: index, entry };
        let missing = planner.view.clause(clause).map(|seen| seen.missing()).unwrap_or_default();
        let missing: Vec<String> = missing.iter().map(ToString::to_string).collect();
        Row { anchor: Some(Anchor::Clause(clause)), cells: entry_cells(planner, clause, found, missing) }
    });
    Some(Table {
        file: String::new(),
        title: short_name(framework).to_owned(),
        about: format!("The entries of {} that have a status, with what supports each.", framework.name_and_edition()),
        columns: names.map(|(name, label)| Column::new(name, label)).to_vec(),
        rows: rows.collect(),
        hidden: 0,
        names: 2,
    })
}

fn entry_cells(planner: &Planner<'_, '_>, clause: ClauseId, found: &EntryReport, missing: Vec<String>) -> Vec<Cell> {
    let page = Target::Page(planner.clause_link(clause).url, None);
    let evidenced = found.systems.iter().filter(|system| system.status == Status::Evidenced.word()).count();
    let systems = match found.systems.len() {
        0 => String::new(),
        count => {
            let each = found.systems.iter().map(|system| format!("{} ({})", system.id, system.status));
            format!("{evidenced} of {count} evidenced\n{}", each.collect::<Vec<_>>().join("\n"))
        }
    };
    vec![
        linked(found.id.clone(), page),
        Cell::text(&found.title),
        Cell::text(chapter(planner, clause)),
        Cell::text(found.status),
        Cell::lines(found.documents.iter().map(document_line)),
        Cell::lines(evidence_lines(&found.evidence)),
        Cell::text(systems),
        Cell::lines(missing),
        Cell::text(found.excluded_by.clone().unwrap_or_default()),
        if found.hidden > 0 { Cell::count(found.hidden) } else { Cell::Empty },
    ]
}

/// A reach that does not count is said.
fn with_reach(text: String, reach: &str) -> String {
    if reach == "whole" { text } else { format!("{text}; {reach}") }
}

fn document_line(document: &DocumentRow) -> String {
    let place = document.headings.first().map(|heading| format!(", {heading}")).unwrap_or_default();
    with_reach(format!("{}{place} ({})", document.id, document.state), &document.reach)
}

/// A register can be evidence for one entry as a whole: what stands alike is one line.
fn evidence_lines(evidence: &[EvidenceRow]) -> Vec<String> {
    let mut lines: Vec<(String, Vec<&str>)> = Vec::new();
    for row in evidence {
        let name = row.file.as_ref().unwrap_or(&row.by).as_str();
        let until = row.valid_until.as_ref().map(|until| format!(" until {until}")).unwrap_or_default();
        let standing = with_reach(format!("({}{until})", row.standing), &row.reach);
        match lines.iter_mut().find(|(known, _)| *known == standing) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => lines.push((standing, vec![name])),
        }
    }
    lines.into_iter().map(|(standing, names)| format!("{} {standing}", names.join(", "))).collect()
}

fn chapter(planner: &Planner<'_, '_>, clause: ClauseId) -> String {
    let entries = &planner.library().at(clause.framework).entries;
    let mut top = &entries[usize::from(clause.entry)];
    while let Some(parent) = top.parent {
        top = &entries[usize::from(parent)];
    }
    format!("{} {}", top.id, top.title)
}

/// What each entry lacks; nothing for an audience that sees no coverage.
pub fn gaps(planner: &Planner<'_, '_>) -> Option<Table> {
    let names = [
        ("entry", "Entry"),
        ("title", "Title"),
        ("framework", "Framework"),
        ("chapter", "Chapter"),
        ("status", "Status"),
        ("missing", "Missing"),
        ("per_system", "For each AI system"),
        ("documented_information", "Documented information"),
        ("usual_evidence", "What usually shows it"),
        ("record_kinds", "Kinds of records that can show it"),
    ];
    let frameworks = &planner.view.options().frameworks;
    let report = gaps_report(planner.view, frameworks);
    if report.frameworks.is_empty() {
        return None;
    }
    let mut rows = Vec::new();
    for framework in &report.frameworks {
        let index = frameworks.iter().copied().find(|index| planner.library().at(*index).id == framework.id);
        let name = index.map_or("", |index| short_name(planner.library().at(index)));
        for (group, gap) in framework.groups.iter().flat_map(|group| group.gaps.iter().map(move |gap| (group, gap))) {
            let clause = index.and_then(|index| planner.library().find(index, &gap.id));
            let target =
                clause.map(|clause| Target::Page(planner.clause_link(clause).url, Some(Anchor::Clause(clause))));
            rows.push(Row {
                anchor: None,
                cells: vec![
                    target.map_or_else(|| Cell::text(&gap.id), |target| linked(gap.id.clone(), target)),
                    Cell::text(&gap.title),
                    Cell::text(name),
                    Cell::text(format!("{} {}", group.id, group.title)),
                    Cell::text(gap.status),
                    Cell::lines(gap.missing.clone()),
                    Cell::text(if gap.per_system { "yes" } else { "" }),
                    Cell::text(gap.documented_information.join(", ")),
                    Cell::text(gap.usual_evidence.clone().unwrap_or_default()),
                    Cell::text(gap.record_kinds.join(", ")),
                ],
            });
        }
    }
    Some(Table {
        file: String::new(),
        title: "Gaps".to_owned(),
        about: "Every applicable entry that is not evidenced, with what it lacks and what usually fills it.".to_owned(),
        columns: names.map(|(name, label)| Column::new(name, label)).to_vec(),
        rows,
        hidden: 0,
        names: 2,
    })
}
