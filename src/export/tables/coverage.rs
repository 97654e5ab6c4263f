//! Coverage as tables: the figures of each framework, the status of each entry, and what is missing.
//!
//! Never shows a figure without its denominator, edition and digest.

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::export::gaps_report::gaps_report;
use crate::export::tables::cells::{linked, status_word};
use crate::export::tables::table::{Anchor, Cell, Column, Row, Table, Target};
use crate::language::Phrase;
use crate::pages::{Planner, framework_address, short_name};
use crate::view::{
    ClauseView, DocumentLevel, DocumentSupport, EvidenceSource, EvidenceStanding, EvidenceSupport, ExclusionReason,
    FileRef, Phase, Reach, Status, SystemCoverage, Verdict,
};

/// The figures of all frameworks; nothing for an audience that sees no coverage.
pub fn figures(planner: &Planner<'_, '_>) -> Option<Table> {
    let names = ["framework", "edition", "digest", "documented", "evidenced", "applicable", "assessable"];
    let mut columns: Vec<Column> = names.map(|name| column(planner, name)).to_vec();
    columns.extend(Status::ALL.iter().map(|status| {
        let label = Phrase::new("column.status_of").text("status", status_word(planner, *status));
        Column::new(status.word(), &planner.words.say(&label))
    }));
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
        title: planner.words.text("sheet.coverage").to_owned(),
        about: planner.words.text("sheet.about_coverage").to_owned(),
        columns,
        rows,
        hidden: 0,
        names: 1,
    })
}

/// An entry goes by its id, and what is applicable is counted.
fn column(planner: &Planner<'_, '_>, name: &str) -> Column {
    match name {
        "id" => Column::new(name, planner.words.text("column.entry")),
        "applicable" => Column::new(name, planner.words.text("column.applicable_entries")),
        name => Column::spoken(planner.words, name),
    }
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
    let names =
        ["id", "title", "chapter", "status", "documents", "evidence", "systems", "missing", "excluded_by", "not_shown"];
    planner.view.figures(index)?;
    let framework = planner.library().at(index);
    let rows = framework.assessable().filter_map(|(entry, _)| {
        let clause = ClauseId { framework: index, entry };
        let cells = entry_cells(planner, clause, &planner.view.clause(clause)?)?;
        Some(Row { anchor: Some(Anchor::Clause(clause)), cells })
    });
    Some(Table {
        file: String::new(),
        title: short_name(framework).to_owned(),
        about: planner.words.say(&Phrase::new("sheet.about_entries").text("framework", framework.name_and_edition())),
        columns: names.map(|name| column(planner, name)).to_vec(),
        rows: rows.collect(),
        hidden: 0,
        names: 2,
    })
}

fn entry_cells(planner: &Planner<'_, '_>, clause: ClauseId, seen: &ClauseView<'_>) -> Option<Vec<Cell>> {
    let page = Target::Page(planner.clause_link(clause).url, None);
    let entry = planner.library().get(clause);
    let hidden = seen.documents.hidden + seen.evidence.hidden + seen.systems.hidden;
    Some(vec![
        linked(entry.id.clone(), page),
        Cell::text(&entry.title),
        Cell::text(chapter(planner, clause)),
        Cell::text(status_word(planner, seen.status?)),
        Cell::lines(seen.documents.items.iter().filter_map(|support| document_line(planner, support))),
        Cell::lines(evidence_lines(planner, &seen.evidence.items)),
        Cell::text(systems(planner, &seen.systems.items)),
        Cell::lines(seen.missing().iter().map(|missing| planner.words.say(missing))),
        Cell::text(seen.exclusion.map(|reason| excluded_by(planner, reason)).unwrap_or_default()),
        if hidden > 0 { Cell::count(hidden) } else { Cell::Empty },
    ])
}

fn systems(planner: &Planner<'_, '_>, parts: &[&SystemCoverage]) -> String {
    let done = parts.iter().filter(|part| part.status == Status::Evidenced).count();
    let said = Phrase::new("cell.of_systems").count("done", done).count("all", parts.len());
    let id = |part: &SystemCoverage| planner.view.record(part.record).map(|record| record.id.value.clone());
    let each =
        parts.iter().map(|part| format!("\n{} ({})", id(part).unwrap_or_default(), status_word(planner, part.status)));
    if parts.is_empty() { String::new() } else { planner.words.say(&said) + &each.collect::<String>() }
}

fn excluded_by(planner: &Planner<'_, '_>, reason: &ExclusionReason) -> String {
    let words = |key| planner.words.text(key).to_owned();
    match reason {
        ExclusionReason::Recorded(at) => {
            planner.view.record(*at).map_or_else(|| words("cell.record"), |record| record.id.value.clone())
        }
        ExclusionReason::NoSystem => words("cell.no_system"),
    }
}

/// A reach that does not count is said.
fn with_reach(planner: &Planner<'_, '_>, text: String, reach: &Reach) -> String {
    let said = match reach {
        Reach::Whole => return text,
        Reach::Part(locator) => Phrase::new("cell.part").text("part", locator),
        Reach::Hint => Phrase::new("cell.hint"),
        Reach::Guidance(written) => Phrase::new("cell.guidance").text("written", written),
    };
    format!("{text}; {}", planner.words.say(&said))
}

fn document_line(planner: &Planner<'_, '_>, support: &DocumentSupport) -> Option<String> {
    let document = planner.view.document(support.document)?;
    let heading = support.headings.iter().find_map(|at| document.body.headings.get(*at));
    let place = heading.map(|heading| format!(", {}", heading.text)).unwrap_or_default();
    let state = match support.level {
        DocumentLevel::None => planner.words.text("cell.not_counted"),
        DocumentLevel::Draft => planner.phase(Phase::Draft),
        DocumentLevel::Overdue => planner.phase(Phase::Overdue),
        DocumentLevel::Approved => planner.phase(Phase::Approved),
    };
    Some(with_reach(planner, format!("{}{place} ({state})", document.id.value), &support.reach))
}

/// A register can be evidence for one entry as a whole: what stands alike is one line.
fn evidence_lines(planner: &Planner<'_, '_>, evidence: &[&EvidenceSupport]) -> Vec<String> {
    let mut lines: Vec<(String, Vec<String>)> = Vec::new();
    for support in evidence {
        let Some(name) = evidence_name(planner, support) else { continue };
        let until = support.valid_until.map(|day| Phrase::new("cell.until").text("day", day.to_string()));
        let until = until.map(|until| planner.words.say(&until)).unwrap_or_default();
        let standing = format!("({}{until})", standing_words(planner, &support.standing));
        let standing = with_reach(planner, standing, &support.reach);
        match lines.iter_mut().find(|(known, _)| *known == standing) {
            Some((_, names)) if names.contains(&name) => {}
            Some((_, names)) => names.push(name),
            None => lines.push((standing, vec![name])),
        }
    }
    lines.into_iter().map(|(standing, names)| format!("{} {standing}", names.join(", "))).collect()
}

fn evidence_name(planner: &Planner<'_, '_>, support: &EvidenceSupport) -> Option<String> {
    match &support.source {
        EvidenceSource::Record(at) => planner.view.record(*at).map(|record| record.id.value.clone()),
        EvidenceSource::File { file: FileRef::Path(path), .. } => Some(path.to_string()),
        EvidenceSource::File { file: FileRef::Address(address), .. } => Some(address.clone()),
    }
}

fn standing_words(planner: &Planner<'_, '_>, standing: &EvidenceStanding) -> String {
    match standing {
        EvidenceStanding::Current => planner.words.text("cell.current").to_owned(),
        EvidenceStanding::Expired => planner.words.text("cell.expired").to_owned(),
        EvidenceStanding::NotCounted(why) => {
            planner.words.say(&Phrase::new("cell.not_counted_why").phrase("why", why.clone()))
        }
    }
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
        "entry",
        "title",
        "framework",
        "chapter",
        "status",
        "missing",
        "per_system",
        "documented_information",
        "usual_evidence",
        "record_kinds",
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
                    Cell::text(
                        clause
                            .and_then(|clause| planner.view.status(clause))
                            .map_or(String::new(), |found| status_word(planner, found)),
                    ),
                    Cell::lines(clause.map(|clause| missing(planner, clause)).unwrap_or_default()),
                    Cell::text(if gap.per_system { planner.words.text("cell.yes") } else { "" }),
                    Cell::text(
                        gap.documented_information
                            .iter()
                            .map(|word| planner.words.name("cell", word))
                            .collect::<Vec<_>>()
                            .join(", "),
                    ),
                    Cell::text(gap.usual_evidence.clone().unwrap_or_default()),
                    Cell::text(gap.record_kinds.join(", ")),
                ],
            });
        }
    }
    Some(Table {
        file: String::new(),
        title: planner.words.text("sheet.gaps").to_owned(),
        about: planner.words.text("sheet.about_gaps").to_owned(),
        columns: names.map(|name| column(planner, name)).to_vec(),
        rows,
        hidden: 0,
        names: 2,
    })
}

/// What would bring an entry further, and that nobody decided whether it applies.
fn missing(planner: &Planner<'_, '_>, clause: ClauseId) -> Vec<String> {
    let missing = planner.view.clause(clause).map(|seen| seen.missing()).unwrap_or_default();
    let is_control = planner.library().get(clause).is_control();
    let verdict = planner.view.verdict(clause).filter(|verdict| is_control && !verdict.is_decided());
    let open = verdict.map(|verdict| match verdict.words().filter(|_| verdict != Verdict::Missing) {
        None => Phrase::new("cell.open"),
        Some(why) => Phrase::new("cell.open_why").phrase("why", why),
    });
    missing.iter().chain(&open).map(|phrase| planner.words.say(phrase)).collect()
}
