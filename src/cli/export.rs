//! `aimsbook export`: what an audience sees, in a form for other programs.
//!
//! Never decides what is visible, and never writes over a file of the handbook.

use std::path::Path;

use crate::cli::arguments::{Export, ExportFormat};
use crate::cli::handbook::{Opened, audience, default_output, everyone, open_filled, say_findings};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::print;
use crate::cli::progress::Progress;
use crate::cli::terminal::{print_bytes, say};
use crate::export::{ExportFacts, calendar, codeowners, csv_files, graph, workbook};
use crate::outside::git::place_in_repository;
use crate::outside::output::{inside, write_file};
use crate::pipeline::graph_findings;
use crate::text::DocPath;
use crate::view::{FileRef, View};

pub fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let place = place(arguments)?;
    if matches!(arguments.what, ExportFormat::Pdf | ExportFormat::Print) {
        return print::run(arguments, place);
    }
    let progress = Progress::start("reading");
    let opened = open_filled(root, default_output(root), arguments.view.day.as_of, &progress)?;
    let config = &opened.checked.config;
    let audience = match (arguments.what, arguments.view.audience.as_deref()) {
        // Who works in the repository has all its files, and a file that is left out would have nobody who is asked.
        (ExportFormat::Codeowners, None) => everyone(config),
        (_, name) => audience(config, name)?,
    };
    let title = config.title_for(&audience.name).to_owned();
    let view = View::new(&opened.checked.handbook, audience);
    let facts = ExportFacts::new(&view, &title, &config.organization, &opened.checked.words);
    progress.now("exporting");
    let mut findings = Vec::new();
    let files: Vec<(String, Vec<u8>)> = match arguments.what {
        ExportFormat::Calendar => {
            vec![(String::new(), calendar(&view, &config.title, &opened.checked.words).into_bytes())]
        }
        ExportFormat::Workbook => {
            vec![(String::new(), workbook(&view, &facts, arguments.site.as_deref()).map_err(Failure)?)]
        }
        ExportFormat::Graph => {
            let findings = graph_findings(&opened.checked, &opened.snapshot);
            vec![(String::new(), graph(&view, &facts, &findings).into_bytes())]
        }
        // Not here: they are more than a View.
        ExportFormat::Pdf | ExportFormat::Print => Vec::new(),
        ExportFormat::Codeowners => {
            let place = place_in_repository(root).unwrap_or_default();
            let (text, more) = codeowners(&view, &config.roles.codeowners_options(&place));
            findings = more;
            vec![(String::new(), text.into_bytes())]
        }
        ExportFormat::Csv => csv_files(&view).into_iter().map(|(path, text)| (path, text.into_bytes())).collect(),
    };
    drop(progress);
    match place {
        Some(place) => write(&opened, root, place, &files)?,
        None => files.iter().try_for_each(|(_, bytes)| print_bytes(bytes))?,
    }
    say_findings(&findings, &opened.snapshot);
    say_errors(&opened);
    Ok(Outcome::Clean)
}

/// Says it when what was written may be wrong.
pub fn say_errors(opened: &Opened) {
    let errors = opened.checked.counts().errors;
    if errors > 0 {
        say(&format!("the handbook has errors ({errors}), which can make this incomplete: see `aimsbook check`\n"));
    }
}

/// Where the files go; nothing for standard output.
fn place(arguments: &Export) -> Result<Option<&Path>, Failure> {
    let out = arguments.out.as_deref();
    let is_standard = out.is_some_and(|out| out == Path::new("-"));
    match (arguments.what, out) {
        (ExportFormat::Csv, None) => Err(Failure("say where the files go: --out FOLDER".to_owned())),
        (ExportFormat::Csv, Some(_)) if is_standard => {
            Err(Failure("several files cannot go to standard output: --out FOLDER".to_owned()))
        }
        (ExportFormat::Pdf, None) => Err(Failure("say where the PDF goes: --out FILE.pdf".to_owned())),
        (ExportFormat::Print, None) => Err(Failure("say where the page goes: --out FOLDER".to_owned())),
        (ExportFormat::Pdf | ExportFormat::Print, Some(_)) if is_standard => {
            Err(Failure("this cannot go to standard output: --out PATH".to_owned()))
        }
        (ExportFormat::Workbook, None) => Err(Failure("say where the workbook goes: --out FILE.xlsx".to_owned())),
        (_, Some(out)) if !is_standard => Ok(Some(out)),
        _ => Ok(None),
    }
}

fn write(opened: &Opened, root: &Path, place: &Path, files: &[(String, Vec<u8>)]) -> Result<(), Failure> {
    let path = |name: &String| if name.is_empty() { place.to_owned() } else { place.join(name) };
    files.iter().try_for_each(|(name, _)| refuse_used(opened, root, &path(name)))?;
    for (name, bytes) in files {
        write_file(&path(name), bytes)?;
    }
    let count = files.len();
    let what = if count == 1 { String::new() } else { format!(": {count} files") };
    say(&format!("Written to {}{what}\n", place.display()));
    Ok(())
}

/// Nothing that the handbook needs is written over.
pub fn refuse_used(opened: &Opened, root: &Path, path: &Path) -> Result<(), Failure> {
    match inside(root, path).is_some_and(|below| is_used(opened, &below)) {
        true => Err(Failure(format!("`{}` is part of the handbook, and is not overwritten", path.display()))),
        false => Ok(()),
    }
}

/// Whether the handbook needs a file: it is read, shown, offered or named as evidence.
fn is_used(opened: &Opened, below: &str) -> bool {
    let Some(path) = DocPath::new(below) else { return false };
    let handbook = &opened.checked.handbook;
    let is_evidence = handbook.evidence.iter().any(|known| known.file == FileRef::Path(path.clone()));
    let is_read = opened.snapshot.text(&path).is_some() || path.is_below("theme");
    is_read || handbook.files.contains_key(&path) || is_evidence
}
