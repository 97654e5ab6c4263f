//! The Statement of Applicability as a table: every control with its decision, as on its page.
//!
//! Never leaves a control out: one without a row is undecided.

use std::collections::BTreeMap;

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::export::tables::cells::{linked, name_of, not_shown, page_of, record_cells, status_word};
use crate::export::tables::table::{Anchor, Cell, Column, Row, Table, Target};
use crate::language::Phrase;
use crate::pages::{Planner, own_statement_frameworks, short_name, statement_controls, statement_frameworks};
use crate::view::{
    CONTROL_KIND, Decision, EvidenceSource, EvidenceStanding, FileRef, Item, Reach, StatementRow, Verdict,
};

const COLUMNS: [&str; 20] = [
    "control",
    "title",
    "framework",
    "applicable",
    "justification_inclusion",
    "justification_exclusion",
    "risks",
    "impact_assessments",
    "obligations",
    "implementation",
    "planned_for",
    "owner",
    "how",
    "how_note",
    "evidence",
    "decided_by",
    "decided_on",
    "row",
    "coverage",
    "remark",
];

/// One table for each framework that has a Statement of Applicability of its own.
pub fn statements(planner: &Planner<'_, '_>) -> Vec<Table> {
    let frameworks = statement_frameworks(planner);
    let mut tables = Vec::new();
    for (number, framework) in frameworks.iter().enumerate() {
        let mut rows = Vec::new();
        let mut hidden = 0;
        let own = if number == 0 { own_statement_frameworks(planner, *framework) } else { Vec::new() };
        for framework in std::iter::once(*framework).chain(own) {
            for control in statement_controls(planner, framework) {
                hidden += planner.view.statement_rows(control).hidden;
                rows.extend(control_rows(planner, control));
            }
        }
        if number == 0 {
            let loose = planner.view.loose_statement_rows();
            hidden += loose.hidden;
            rows.extend(loose.items.iter().filter_map(|row| written_row(planner, None, row)));
        }
        let (file, title) = name(planner, *framework, number, frameworks.len());
        tables.push(Table {
            file,
            title,
            about: planner.words.text("sheet.about_statement").to_owned(),
            columns: COLUMNS.map(|name| column(planner, name)).to_vec(),
            rows,
            hidden,
            names: 2,
        });
    }
    tables
}

/// Here, evidence is what is in date.
fn column(planner: &Planner<'_, '_>, name: &str) -> Column {
    match name {
        "evidence" => Column::new(name, planner.words.text("column.evidence_in_date")),
        name => Column::spoken(planner.words, name),
    }
}

fn name(planner: &Planner<'_, '_>, framework: FrameworkIndex, number: usize, count: usize) -> (String, String) {
    let framework = planner.library().at(framework);
    let file = match number {
        0 => "statement-of-applicability".to_owned(),
        _ => format!("statement-of-applicability-{}", framework.id),
    };
    let title = match count {
        1 => planner.words.text("sheet.statement").to_owned(),
        _ => planner.words.say(&Phrase::new("sheet.statement_of").text("framework", short_name(framework))),
    };
    (file, title)
}

fn control_rows(planner: &Planner<'_, '_>, control: ClauseId) -> Vec<Row> {
    let rows = planner.view.statement_rows(control);
    if rows.items.is_empty() {
        let verdict = planner.view.verdict(control).unwrap_or(Verdict::Missing);
        let why = || verdict.words().map(|why| planner.words.say(&why)).unwrap_or_default();
        let remark = not_shown(planner, rows.hidden).unwrap_or_else(why);
        let mut cells = control_cells(planner, control);
        let applicable = match verdict {
            Verdict::Applicable => "cell.yes",
            Verdict::Excluded => "cell.no",
            _ => "cell.undecided",
        };
        cells.insert("applicable", Cell::text(planner.words.text(applicable)));
        cells.insert("remark", Cell::text(remark));
        return vec![row(cells)];
    }
    rows.items.iter().filter_map(|row| written_row(planner, Some(control), row)).collect()
}

/// Links to a row lead to its register, which has all of its fields.
fn row(mut cells: BTreeMap<&str, Cell>) -> Row {
    Row { anchor: None, cells: COLUMNS.iter().map(|name| cells.remove(name).unwrap_or(Cell::Empty)).collect() }
}

fn control_cells(planner: &Planner<'_, '_>, control: ClauseId) -> BTreeMap<&'static str, Cell> {
    let entry = planner.library().get(control);
    let page = Target::Page(planner.clause_link(control).url, Some(Anchor::Clause(control)));
    BTreeMap::from([
        ("control", Cell::Link(entry.id.clone(), page)),
        ("title", Cell::text(&entry.title)),
        ("framework", Cell::text(planner.library().at(control.framework).name_and_edition())),
        (
            "coverage",
            Cell::text(planner.view.status(control).map_or(String::new(), |status| status_word(planner, status))),
        ),
    ])
}

fn written_row(planner: &Planner<'_, '_>, control: Option<ClauseId>, written: &StatementRow) -> Option<Row> {
    let record = planner.view.record(written.record)?;
    let kind = planner.view.kinds().get(CONTROL_KIND)?;
    let mut fields = record_cells(planner, written.record, record, kind);
    let mut cells = match control {
        Some(control) => control_cells(planner, control),
        None => BTreeMap::from([
            ("control", fields.remove("control").unwrap_or(Cell::Empty)),
            ("title", Cell::text(&record.title)),
        ]),
    };
    let (applicable, mut remark) = match written.decision {
        Decision::Applicable => ("cell.yes", None),
        Decision::Excluded => ("cell.no", None),
        Decision::Open(open) => ("cell.undecided", Some(open.words())),
    };
    if written.contradicted {
        remark = Verdict::Contradicted.words();
    }
    for name in COLUMNS.iter().filter(|name| !["control", "title", "framework", "evidence"].contains(name)) {
        if let Some(cell) = fields.remove(*name) {
            cells.insert(name, cell);
        }
    }
    let shown = control.filter(|_| written.decision != Decision::Excluded);
    let item = Item::Record(written.record);
    cells.insert("applicable", Cell::text(planner.words.text(applicable)));
    cells.insert("remark", Cell::text(remark.map(|why| planner.words.say(&why)).unwrap_or_default()));
    cells.insert("evidence", shown.map_or(Cell::Empty, |control| evidence(planner, control)));
    cells.insert("row", linked(record.id.value.clone(), page_of(planner, item)));
    Some(row(cells))
}

/// Evidence of one control in its row; the sheet of the framework has all of it.
const EVIDENCE_SHOWN: usize = 5;

/// The newest evidence in date that shows the control in operation.
fn evidence(planner: &Planner<'_, '_>, control: ClauseId) -> Cell {
    let Some(seen) = planner.view.clause(control) else { return Cell::Empty };
    let current = seen
        .evidence
        .items
        .iter()
        .filter(|support| support.reach == Reach::Whole && support.standing == EvidenceStanding::Current);
    let mut lines: Vec<String> = Vec::new();
    for support in current {
        let name = match &support.source {
            EvidenceSource::Record(at) => name_of(planner, Item::Record(*at)),
            EvidenceSource::File { file: FileRef::Path(path), .. } => path.to_string(),
            EvidenceSource::File { file: FileRef::Address(address), .. } => address.clone(),
        };
        let line = support.date.map_or(name.clone(), |date| format!("{name} ({date})"));
        if !lines.contains(&line) {
            lines.push(line);
        }
    }
    let more = lines.len().saturating_sub(EVIDENCE_SHOWN);
    lines.truncate(EVIDENCE_SHOWN);
    let more = (more > 0).then(|| planner.words.say(&Phrase::counted("cell.more", more)));
    Cell::lines(lines.into_iter().chain(more).chain(not_shown(planner, seen.evidence.hidden)))
}
