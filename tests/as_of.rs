//! The sample judged a year and a half later, with nothing renewed: what turns stale, what does not, and by which dates.
//!
//! Never trusts the program's own word for it: every line is also held against the two dates that decide it.

mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::Path;

use aimsbook::catalog::ClauseId;
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::text::{Date, Snapshot};
use aimsbook::view::{
    Audience, DocumentLevel, EvidenceSource, EvidenceStanding, Item, Phase, Reach, Record, Status, View,
};

use support::{Book, date};

const TABLE: &str = include_str!("as_of/sample.txt");
const NOW: &str = "2026-11-24";
const LATER: &str = "2028-05-24";

/// The day until which something supports an entry, and what it is.
type Until = Option<(Date, String)>;

struct Line {
    clause: ClauseId,
    id: String,
    statuses: [Status; 2],
    /// The approved document that stays in date longest, judged on the first day.
    document: Until,
    /// The evidence that stays in date longest.
    evidence: Until,
    per_system: bool,
}

fn book(snapshot: &Snapshot, day: &str) -> Book {
    Book::with_caches(snapshot.clone(), day, Caches::default())
}

fn everyone(book: &Book) -> View<'_> {
    let sees = book.checked.config.classifications.len() - 1;
    View::new(&book.checked.handbook, Audience { name: "all".to_owned(), sees, coverage: true })
}

fn lines() -> BTreeMap<String, Vec<Line>> {
    let snapshot = read(Path::new("sample-aims"), &ReadOptions::default()).unwrap();
    let (now, later) = (book(&snapshot, NOW), book(&snapshot, LATER));
    let (now, later) = (everyone(&now), everyone(&later));
    let mut frameworks = BTreeMap::new();
    for framework in &now.options().frameworks {
        let catalog = now.library().at(*framework);
        let line = |(entry, known): (u16, &aimsbook::catalog::Entry)| {
            let clause = ClauseId { framework: *framework, entry };
            Line {
                clause,
                id: known.id.clone(),
                statuses: [now.status(clause).unwrap(), later.status(clause).unwrap()],
                document: document(&now, clause),
                evidence: evidence(&now, clause),
                per_system: known.per_system,
            }
        };
        frameworks.insert(catalog.id.clone(), catalog.assessable().map(line).collect());
    }
    frameworks
}

fn document(view: &View<'_>, clause: ClauseId) -> Until {
    let supports = view.clause(clause)?.documents.items;
    let approved = supports.iter().filter(|support| support.reach == Reach::Whole).filter_map(|support| {
        let state = view.document_state(support.document);
        assert_eq!(state.phase == Phase::Approved, support.level == DocumentLevel::Approved);
        let id = view.document(support.document)?.id.value.clone();
        (state.phase == Phase::Approved).then_some((state.next_review?, id))
    });
    // The last day counts; of several documents with that day, the first id is named.
    approved.max_by(|left, right| left.0.cmp(&right.0).then(right.1.cmp(&left.1)))
}

fn evidence(view: &View<'_>, clause: ClauseId) -> Until {
    let supports = view.clause(clause)?.evidence.items;
    let current = supports
        .iter()
        .filter(|support| support.reach == Reach::Whole && support.standing == EvidenceStanding::Current)
        .filter_map(|support| Some((support.valid_until?, name(view, &support.source))));
    current.max_by(|left, right| left.0.cmp(&right.0).then(right.1.cmp(&left.1)))
}

fn name(view: &View<'_>, source: &EvidenceSource) -> String {
    let id = |record: Option<&Record>| record.map(|record| record.id.value.clone()).unwrap_or_default();
    match source {
        EvidenceSource::Record(at) | EvidenceSource::File { by: Item::Record(at), .. } => id(view.record(*at)),
        EvidenceSource::File { by: Item::Document(at), .. } => view.document(*at).unwrap().id.value.clone(),
    }
}

fn written(until: &Until) -> String {
    until.as_ref().map_or_else(|| "-".to_owned(), |(day, what)| format!("{what} {day}"))
}

fn table(frameworks: &BTreeMap<String, Vec<Line>>) -> String {
    let mut text = String::new();
    for (framework, lines) in frameworks {
        let _ = writeln!(text, "== {framework}");
        for line in lines {
            let [before, after] = line.statuses.map(Status::word);
            let (document, evidence) = (written(&line.document), written(&line.evidence));
            let row = format!("{:<13} {before:<11} {after:<11} {document:<21} {evidence}", line.id);
            let _ = writeln!(text, "{}{}", row.trim_end(), if line.per_system { "  (per system)" } else { "" });
        }
    }
    text
}

#[test]
fn a_year_and_a_half_later_everything_is_stale_that_nobody_renewed_and_nothing_else() {
    let frameworks = lines();
    let found = table(&frameworks);
    let expected =
        TABLE.lines().filter(|line| !line.starts_with('#')).map(|line| format!("{line}\n")).collect::<String>();
    assert!(found == expected, "the table is another now; check each line against the records:\n{found}");

    // The definition once more, from nothing but the two dates of each line.
    let later = date(LATER);
    let lasts = |until: &Until| until.as_ref().is_some_and(|(day, _)| *day >= later);
    let mut stayed = 0;
    let all = frameworks.iter().flat_map(|(framework, lines)| lines.iter().map(move |line| (framework, line)));
    for (framework, line) in all.filter(|(_, line)| !line.per_system) {
        let [before, after] = line.statuses;
        let dates = [lasts(&line.document), lasts(&line.evidence)];
        let supported = line.document.is_some();
        let due = match (before, dates) {
            // What somebody decided lapses; what follows from roles and classes does not.
            (Status::Excluded, _) if framework != "eu-ai-act" => Status::Gap,
            (Status::Excluded | Status::Planned | Status::Gap, _) => before,
            (_, [true, true]) => Status::Evidenced,
            (Status::Documented, [true, false]) => Status::Documented,
            (Status::Practised, [_, true]) if !supported => Status::Practised,
            _ => Status::Stale,
        };
        assert_eq!(after, due, "{} {:?}: {:?}", line.id, line.clause, dates);
        stayed += usize::from(before == Status::Evidenced && after == Status::Evidenced);
    }
    assert_eq!(stayed, 3, "some things are meant to last: the table shows which");
}
