//! The workbook and the CSV files: read back by other readers, they hold what the handbook says, and nothing else.
//!
//! Never compares with bytes that somebody stored: a newer writer may pack them differently.

mod support;

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Cursor;
use std::path::Path;
use std::process::Command;

use aimsbook::export::{ExportFacts, csv_files, workbook};
use aimsbook::language::Words;
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::text::{DocPath, Sha256, Source};
use aimsbook::view::View;
use calamine::{Data, Reader, Xlsx};
use support::{Book, files, zip_members};

const DAY: &str = "2026-11-24";

const SMALL: [(&str, &str); 4] = [
    ("aimsbook.yaml", "title: Small & large\norganization: Tiny\nframeworks: [iso-42001]\n"),
    (
        "policies/ai.md",
        "---\nid: POL-1\ntitle: =1+1\ntype: policy\nversion: \"7.10\"\nstatus: approved\nowner: '@owner'\napprover: Board\napproved: 2026-03-14\nclauses: [5.2, A.2.2]\n---\nText.\n",
    ),
    (
        "registers/risks.yaml",
        "kind: risk\nrecords:\n  - id: RSK-1\n    title: \"-2+3 + cmd|' /C calc'!A0\"\n    owner: Lead\n    likelihood: 3\n    impact: 4\n    treatment: modify\n    controls: [A.2.2, A.6.2.6]\n    scenario: |\n      First *line*.\n\n      - See [[POL-1]]\n    residual: {likelihood: 2, impact: 3}\n    reviewed: 2026-05-02\n    actions:\n      - {action: \"=cmd\", due: 2026-12-01}\n      - {action: second}\n    links: [POL-1]\n    evidence: [evidence/a b#1.txt]\n",
    ),
    ("evidence/a b#1.txt", "shown"),
];

fn small() -> Book {
    Book::new(&files(SMALL), DAY)
}

fn sample() -> Book {
    Book::with_caches(read(Path::new("sample-aims"), &ReadOptions::default()).unwrap(), DAY, Caches::default())
}

fn bytes(book: &Book, audience: &str, site: Option<&str>) -> Vec<u8> {
    let view = View::new(&book.checked.handbook, book.audience(audience));
    let config = &book.checked.config;
    workbook(&view, &ExportFacts::new(&view, &config.title, &config.organization, &book.checked.words), site).unwrap()
}

fn opened(bytes: &[u8]) -> Xlsx<Cursor<&[u8]>> {
    Xlsx::new(Cursor::new(bytes)).unwrap()
}

/// A sheet as rows of cells by the labels of their columns.
fn sheet(bytes: &[u8], name: &str) -> Vec<BTreeMap<String, Data>> {
    let range = opened(bytes).worksheet_range(name).unwrap_or_else(|error| panic!("{name}: {error}"));
    let mut rows = range.rows();
    let labels: Vec<String> = rows.next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(labels.iter().collect::<BTreeSet<_>>().len(), labels.len(), "{name}: two columns of one name");
    rows.map(|row| labels.iter().cloned().zip(row.iter().cloned()).collect()).collect()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// A cell as people see it.
fn shown(cell: &Data) -> String {
    match cell {
        Data::DateTime(date) => {
            let (year, month, day, ..) = date.to_ymd_hms_milli();
            format!("{year}-{month:02}-{day:02}")
        }
        cell => cell.to_string(),
    }
}

#[test]
fn cells_keep_what_was_written_and_what_it_is() {
    let bytes = bytes(&small(), "internal", None);
    let risk = &sheet(&bytes, "Risks")[0];
    assert_eq!(risk["Id"], text("RSK-1"));
    assert_eq!(risk["Title"], text("-2+3 + cmd|' /C calc'!A0"));
    assert_eq!(risk["Likelihood"], Data::Float(3.0));
    assert_eq!(risk["Residual risk: Impact"], Data::Float(3.0));
    assert_eq!(risk["Inherent level"], text("high"));
    assert_eq!(risk["Controls"], text("A.2.2\nA.6.2.6"));
    assert_eq!(risk["Scenario"], text("First line.\nSee POL-1 =1+1"));
    assert_eq!(risk["Actions"], text("Action: =cmd; Due: 2026-12-01\nAction: second"));
    assert_eq!(risk["Evidence"], text("evidence/a b#1.txt"));
    assert!(matches!(risk["Reviewed on"], Data::DateTime(_)));
    assert_eq!(shown(&risk["Reviewed on"]), "2026-05-02");
    let document = &sheet(&bytes, "Documents")[0];
    assert_eq!((&document["Title"], &document["Version"]), (&text("=1+1"), &text("7.10")));
    assert_eq!(document["Owner"], text("@owner"));
    assert_eq!(sheet(&bytes, "Evidence")[0]["Bytes"], Data::Float(5.0));
}

#[test]
fn no_cell_is_a_formula() {
    for (book, audience) in [(small(), "internal"), (sample(), "auditor")] {
        let bytes = bytes(&book, audience, None);
        let mut opened = opened(&bytes);
        for name in opened.sheet_names() {
            let formulas = opened.worksheet_formula(&name).unwrap();
            assert!(formulas.used_cells().next().is_none(), "{name}");
        }
        let view = View::new(&book.checked.handbook, book.audience(audience));
        for (path, csv) in csv_files(&view) {
            for cell in cells(&csv).into_iter().flatten() {
                let number = cell.parse::<f64>().is_ok();
                assert!(number || !cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{path}: {cell}");
            }
        }
    }
}

/// CSV as RFC 4180 says it is read.
fn cells(csv: &str) -> Vec<Vec<String>> {
    let mut rows = vec![vec![String::new()]];
    let mut quoted = false;
    let mut characters = csv.chars().peekable();
    while let Some(character) = characters.next() {
        let row = rows.last_mut().unwrap();
        match character {
            '"' if quoted && characters.peek() == Some(&'"') => {
                characters.next();
                row.last_mut().unwrap().push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(String::new()),
            '\n' if !quoted => rows.push(vec![String::new()]),
            character => row.last_mut().unwrap().push(character),
        }
    }
    assert_eq!(rows.pop(), Some(vec![String::new()]), "the last line ends");
    rows
}

#[test]
fn every_csv_file_is_a_table_and_says_what_the_workbook_says() {
    let book = sample();
    let view = View::new(&book.checked.handbook, book.audience("auditor"));
    let csv: BTreeMap<String, String> = csv_files(&view).into_iter().collect();
    for (path, text) in &csv {
        let rows = cells(text);
        assert!(rows.len() > 1 && rows.iter().all(|row| row.len() == rows[0].len()), "{path}");
    }
    let bytes = bytes(&book, "auditor", None);
    for (path, name) in [
        ("registers/risk.csv", "Risks"),
        ("registers/ai-system.csv", "AI systems"),
        ("statement-of-applicability.csv", "Statement of Applicability"),
        ("documents.csv", "Documents"),
        ("evidence.csv", "Evidence"),
    ] {
        let range = opened(&bytes).worksheet_range(name).unwrap();
        let sheet: Vec<Vec<String>> = range.rows().skip(1).map(|row| row.iter().map(shown).collect()).collect();
        let plain = |cell: &String| cell.strip_prefix('\'').unwrap_or(cell).to_owned();
        let rows: Vec<Vec<String>> =
            cells(&csv[path]).iter().skip(1).map(|row| row.iter().map(plain).collect()).collect();
        assert_eq!(rows, sheet, "{path}");
    }
}

#[test]
fn the_statement_of_applicability_has_every_control() {
    let bytes = bytes(&sample(), "auditor", None);
    let rows = sheet(&bytes, "Statement of Applicability");
    let annex: BTreeSet<String> = rows
        .iter()
        .filter(|row| row["Framework"] == text("ISO/IEC 42001:2023"))
        .map(|row| row["Control"].to_string())
        .collect();
    assert_eq!(annex.len(), 38);
    assert!(rows.len() > 38, "own controls stand there too");
    for row in &rows {
        let wanted = match row["Applicable"].to_string().as_str() {
            "yes" => "Justification for inclusion",
            _ => "Justification for exclusion",
        };
        assert_ne!(row[wanted], Data::Empty, "{row:?}");
    }
}

#[test]
fn the_figures_have_their_denominator_edition_and_digest() {
    let book = sample();
    let bytes = bytes(&book, "auditor", None);
    let figures = sheet(&bytes, "Coverage");
    assert_eq!(figures.len(), book.checked.config.frameworks.len());
    for (row, framework) in figures.iter().zip(&book.checked.config.frameworks) {
        let catalog = book.checked.handbook.vocabulary.library.at(*framework);
        let coverage = book.checked.handbook.coverage.framework(*framework).unwrap();
        assert_eq!(row["Edition"], text(&catalog.edition));
        assert_eq!(row["Catalog digest (SHA-256)"], text(&catalog.digest.to_string()));
        assert_eq!(row["Of applicable entries"], Data::Float(coverage.applicable() as f64));
        assert_eq!(row["Documented"], Data::Float(coverage.documented() as f64));
        assert_eq!(row["Evidenced"], Data::Float(coverage.evidenced() as f64));
    }
}

#[test]
fn the_workbook_of_a_german_handbook_speaks_german_and_csv_stays_for_programs() {
    let mut snapshot = read(Path::new("sample-aims"), &ReadOptions::default()).unwrap();
    let path = DocPath::new("aimsbook.yaml").unwrap();
    let configuration = snapshot.sources.iter_mut().find(|source| source.path == path).unwrap();
    let text = configuration.text.replace("language: en", "language: de");
    *configuration = Source { path, sha256: Sha256::of(text.as_bytes()), text: text.into() };
    let book = Book::with_caches(snapshot, DAY, Caches::default());
    let bytes = bytes(&book, "auditor", None);
    let names = opened(&bytes).sheet_names();
    for name in ["Übersicht", "Erklärung zur Anwendbarkeit", "Abdeckung", "Lücken", "Dokumente", "Nachweise", "Risiken"]
    {
        let there = names.iter().any(|known| known == name || known.starts_with("Anwendbarkeit"));
        assert!(there, "{name}: {names:?}");
    }
    let document = &sheet(&bytes, "Dokumente")[0];
    assert_eq!(
        (shown(&document["Status"]), shown(&document["Vertraulichkeit"])),
        ("zurückgezogen".into(), "intern".into())
    );
    let words = |words: &Words| -> BTreeMap<String, String> {
        let ours = |key: &str| ["column.", "cell.", "sheet."].iter().any(|group| key.starts_with(group));
        words.all().into_iter().filter(|(key, _)| ours(key)).map(|(key, text)| (key.into(), text.into())).collect()
    };
    let (english, german) = (words(Words::english()), words(&book.checked.words));
    let german: BTreeSet<&String> = german.values().collect();
    let english: BTreeSet<&String> = english.values().filter(|text| !german.contains(text) && text.len() > 3).collect();
    for name in &names {
        let range = opened(&bytes).worksheet_range(name).unwrap();
        let first = range.rows().next().unwrap().iter();
        for cell in first.chain(range.rows().filter(|_| name == "Übersicht").flatten()).map(ToString::to_string) {
            assert!(!english.contains(&cell), "{name}: {cell}");
        }
    }
    for (path, csv) in csv_files(&View::new(&book.checked.handbook, book.audience("auditor"))) {
        let head = &cells(&csv)[0];
        assert!(head.iter().all(|name| name.is_ascii() && !name.contains(' ')), "{path}: {head:?}");
        assert!(path != "documents.csv" || csv.contains(",approved,"), "{csv}");
    }
}

#[test]
fn a_part_that_an_audience_sees_no_coverage_of_is_not_there() {
    let names = |audience: &str| opened(&bytes(&sample(), audience, None)).sheet_names();
    let auditor = names("auditor");
    assert!(["About", "Coverage", "Gaps", "Risks"].iter().all(|name| auditor.iter().any(|known| known == name)));
    let public = names("public");
    assert!(!public.iter().any(|name| ["Coverage", "Gaps", "Statement of Applicability"].contains(&name.as_str())));
}

/// What stands between two marks, each time.
fn between<'t>(text: &'t str, start: &str, end: &str) -> Vec<&'t str> {
    text.split(start).skip(1).filter_map(|rest| rest.split(end).next()).collect()
}

#[test]
fn links_lead_to_rows_of_other_sheets_or_to_files_of_the_site() {
    let mut book = sample();
    let inside = bytes(&book, "auditor", None);
    let mut reader = opened(&inside);
    let names = reader.sheet_names();
    let heights: BTreeMap<String, usize> =
        names.iter().map(|name| (name.clone(), reader.worksheet_range(name).unwrap().height())).collect();
    let mut count = 0;
    for (member, bytes) in zip_members(&inside).iter().filter(|(name, _)| name.starts_with("xl/worksheets/sheet")) {
        let xml = std::str::from_utf8(bytes).unwrap();
        for place in between(xml, " location=\"", "\"") {
            let (sheet, cell) = place.rsplit_once('!').unwrap();
            let sheet = sheet.trim_matches('\'').replace("&apos;", "'");
            let line: usize = cell.trim_start_matches('A').parse().unwrap();
            assert!((1..=heights[&sheet]).contains(&line), "{member}: {place}");
            count += 1;
        }
    }
    assert!(count > 200, "{count}");

    let site = bytes_of_site(&mut book);
    let outside = bytes(&book, "auditor", Some("site"));
    let mut count = 0;
    for (member, bytes) in zip_members(&outside).iter().filter(|(name, _)| name.ends_with(".rels")) {
        for place in between(std::str::from_utf8(bytes).unwrap(), "Target=\"", "\"") {
            if let Some(path) = place.strip_prefix("site/") {
                assert!(site.contains(path), "{member}: {place}");
                count += 1;
            }
        }
    }
    assert!(count > 200, "{count}");
    let members = zip_members(&bytes(&small(), "internal", Some("../my site/")));
    let links: String = members
        .iter()
        .filter(|(name, _)| name.ends_with(".rels"))
        .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned())
        .collect();
    assert!(links.contains("Target=\"../my%20site/files/evidence/a%20b%231.txt\""), "{links}");
}

fn bytes_of_site(book: &mut Book) -> BTreeSet<String> {
    let audience = book.audience("auditor");
    book.build(&audience).0.files().keys().cloned().collect()
}

#[test]
fn the_same_input_gives_the_same_bytes_and_another_day_another_date() {
    assert_eq!(bytes(&sample(), "auditor", None), bytes(&sample(), "auditor", None));
    let day = |day: &str| {
        let members = zip_members(&bytes(&Book::new(&files(SMALL), day), "internal", None));
        let core = String::from_utf8(members["docProps/core.xml"].clone()).unwrap();
        (between(&core, "\">", "</dcterms:created>").pop().unwrap().to_owned(), core)
    };
    let (created, core) = day(DAY);
    assert!(created.starts_with("2026-11-24T00:00:00Z"), "{created}");
    assert!(core.contains("Small &amp; large") && core.contains("As of 2026-11-24"), "{core}");
    assert!(day("2027-01-02").0.starts_with("2027-01-02T00:00:00Z"));
}

/// The program that most people without Excel open it with.
#[test]
fn libreoffice_reads_the_same_cells() {
    let Ok(version) = Command::new("soffice").arg("--version").output() else {
        return eprintln!("left out: `soffice` is missing, so LibreOffice was not asked");
    };
    assert!(version.status.success());
    let place = tempfile::tempdir().unwrap();
    let bytes = bytes(&sample(), "auditor", None);
    fs::write(place.path().join("book.xlsx"), &bytes).unwrap();
    // Comma, quotes, UTF-8, from line 1; all quoted as shown; each sheet is a file.
    let filter = "csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false,false,false,-1";
    let profile = format!("-env:UserInstallation=file://{}", place.path().join("profile").display());
    let run = Command::new("soffice")
        .args([&profile, "--headless", "--convert-to", filter, "book.xlsx"])
        .current_dir(place.path())
        .output()
        .unwrap();
    assert!(run.status.success(), "{run:?}");
    for name in ["Statement of Applicability", "Risks", "Documents", "Evidence", "ISO-IEC 42001"] {
        let range = opened(&bytes).worksheet_range(name).unwrap();
        let expected: Vec<Vec<String>> = range.rows().map(|row| row.iter().map(shown).collect()).collect();
        let found = fs::read_to_string(place.path().join(format!("book-{name}.csv"))).unwrap();
        assert_eq!(cells(&found), expected, "{name}");
    }
}

fn aimsbook(folder: &Path, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    let output = command.args(arguments).current_dir(folder).env("NO_COLOR", "1").output().unwrap();
    (output.status.code().unwrap(), output.stdout, String::from_utf8(output.stderr).unwrap())
}

fn small_folder() -> tempfile::TempDir {
    let place = tempfile::tempdir().unwrap();
    for (path, text) in SMALL {
        let path = place.path().join("book").join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    place
}

#[test]
fn exports_go_where_they_are_told_and_texts_to_standard_output() {
    let place = small_folder();
    let export = |arguments: &[&str]| {
        let all = [&["export"][..], arguments, &["--as-of", DAY]].concat();
        let (code, out, said) = aimsbook(place.path(), &all);
        assert_eq!(code, 0, "{arguments:?}: {said}");
        out
    };
    let graph = export(&["graph", "book"]);
    assert!(graph.starts_with(b"{\n  \"$schema\": \"urn:aimsbook:schema:graph:1\""));
    assert_eq!(export(&["graph", "book", "--out", "-"]), graph);
    assert_eq!(export(&["graph", "book", "--out", "new/deep/graph.json"]), b"");
    assert_eq!(fs::read(place.path().join("new/deep/graph.json")).unwrap(), graph);
    assert!(export(&["calendar", "book"]).starts_with(b"BEGIN:VCALENDAR"));
    let workbook = export(&["workbook", "book", "--out", "-"]);
    assert_eq!(workbook, bytes(&small(), "internal", None));
    // A second time takes the place of the first.
    export(&["workbook", "book", "--out", "w.xlsx"]);
    export(&["workbook", "book", "--out", "w.xlsx"]);
    assert_eq!(fs::read(place.path().join("w.xlsx")).unwrap(), workbook);
    export(&["csv", "book", "--out", "tables"]);
    let risks = fs::read_to_string(place.path().join("tables/registers/risk.csv")).unwrap();
    assert!(risks.starts_with("id,title,owner,"), "{risks}");
    let (code, out, said) = aimsbook(place.path(), &["schema", "risk", "--out", "schemas"]);
    assert_eq!((code, out), (0, Vec::new()), "{said}");
    assert!(place.path().join("schemas/risk.schema.json").is_file());
}

#[test]
fn an_export_that_cannot_be_is_said_and_a_file_of_the_handbook_is_never_overwritten() {
    let place = small_folder();
    let book = place.path().join("book");
    fs::create_dir(place.path().join("taken.xlsx")).unwrap();
    for (arguments, meant) in [
        (&["export", "csv", "book"][..], "--out FOLDER"),
        (&["export", "csv", "book", "--out", "-"], "--out FOLDER"),
        (&["export", "workbook", "book"], "--out FILE.xlsx"),
        (&["export", "workbok", "book"], "workbook"),
        (&["export", "workbook", "book", "--out", "taken.xlsx"], "it is a folder"),
        (&["export", "graph", "book", "--out", "book/policies/ai.md"], "is part of the handbook"),
        (&["export", "graph", "book", "--out", "new/../book/aimsbook.yaml"], "is part of the handbook"),
        (&["export", "workbook", "book", "--out", "book/evidence/a b#1.txt"], "is part of the handbook"),
        (&["export", "graph", "book", "--audience", "publik"], "public"),
        (&["schema", "rsik"], "risk"),
    ] {
        let (code, out, said) = aimsbook(place.path(), arguments);
        assert_eq!((code, out), (2, Vec::new()), "{arguments:?}: {said}");
        assert!(said.contains(meant), "{arguments:?}: {said}");
    }
    for (path, text) in SMALL {
        assert_eq!(fs::read_to_string(book.join(path)).unwrap(), text);
    }
    let (code, ..) = aimsbook(&book, &["export", "workbook", "--out", "aims.xlsx"]);
    assert_eq!(code, 0, "beside its files a handbook has room");
}

/// What a spreadsheet cannot hold is cut or renamed, never a reason to fail.
#[test]
fn nothing_that_is_written_breaks_the_workbook() {
    let kinds = "id: odd\ntitle: History\nplural: \"History\"\nfields: {long: text, old: date, site: link}\n";
    let other = "id: other\nplural: \"A/B: [x]? *'\\\\ and a very long name of a register\"\nfields: {note: text}\n";
    let third = "id: third\nplural: \"a/b: [X]? *'\\\\ AND a very long name of a register\"\nfields: {note: text}\n";
    let long = "é".repeat(40_000);
    let record = format!(
        "kind: odd\nid: O-1\ntitle: \"a\\u0001b\\tc\"\nlong: {long}\nold: 1850-01-01\nsite: https://x.org/{}\n",
        "y".repeat(3000)
    );
    let book = Book::new(
        &files([
            ("aimsbook.yaml", "title: \"&P & 'T' <x>\"\norganization: \"\"\n"),
            ("kinds/odd.yaml", kinds),
            ("kinds/other.yaml", other),
            ("kinds/third.yaml", third),
            ("r.yaml", &record),
            ("o.yaml", "kind: other\nid: 'O|'\ntitle: T\n---\n"),
            ("p.yaml", "kind: other\nid: P\ntitle: '=T'\nlinks: [Q]\n"),
            ("q.yaml", "kind: third\nid: Q\ntitle: T\nlinks: [P]\nnote: \"'quoted\"\n"),
        ]),
        DAY,
    );
    let bytes = bytes(&book, "internal", None);
    let names = opened(&bytes).sheet_names();
    let lower: BTreeSet<String> = names.iter().map(|name| name.to_lowercase()).collect();
    assert_eq!(lower.len(), names.len(), "{names:?}");
    assert!(
        names
            .iter()
            .all(|name| name.encode_utf16().count() <= 31 && !name.contains(['[', ']', ':', '*', '?', '/', '\\']))
    );
    assert!(!lower.contains("history"), "Excel keeps this name for itself: {names:?}");
    let odd = &sheet(&bytes, names.iter().find(|name| name.starts_with("History")).unwrap())[0];
    assert!(
        odd["Long"].to_string().starts_with("ééé")
            && odd["Long"].to_string().ends_with("(cut: the page has all of it)")
    );
    assert_eq!(odd["Old"], text("1850-01-01"));
    assert!(odd["Site"].to_string().ends_with("yyy"));
}
