//! `aimsbook export pdf` and `export print`: the whole handbook on paper.
//!
//! Never calls a PDF done whose list of contents names a wrong sheet.

use std::collections::BTreeMap;
use std::path::Path;

use crate::cli::arguments::{Export, ExportFormat};
use crate::cli::export::{refuse_used, say_errors};
use crate::cli::handbook::{Opened, audience, default_output, errors_of, open_filled, say_findings};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::say;
use crate::export::{PdfSheets, pdf_sheets, undated};
use crate::outside::chromium::{Chromium, OLDEST};
use crate::outside::git::state;
use crate::outside::output::{Workshop, write_file};
use crate::outside::publish::publish;
use crate::pipeline::BuildOptions;
use crate::pipeline::edition::{NUMBERS, Origin, PAGE, PrintEdition, edition, numbers};

/// The first time without numbers, the second with them; a third only when they moved something.
const ROUNDS: usize = 4;

pub fn run(arguments: &Export, place: Option<&Path>) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let Some(place) = place else { return Err(Failure("say where it goes: --out PATH".to_owned())) };
    if arguments.what == ExportFormat::Pdf && arguments.site.as_deref().is_some_and(|site| !site.contains("://")) {
        return Err(Failure("in a PDF a link needs a whole address: --site https://…".to_owned()));
    }
    let mut chromium = match arguments.what {
        ExportFormat::Pdf => Some(Chromium::find(arguments.browser.as_deref())?),
        _ => None,
    };
    let progress = Progress::start("reading");
    let mut opened = open_filled(root, default_output(root), arguments.view.day.as_of, &progress)?;
    refuse_used(&opened, root, place)?;
    progress.now("rendering");
    let (edition, findings) = made(arguments, &mut opened)?;
    say_findings(&errors_of(&findings), &opened.snapshot);
    let done = match &mut chromium {
        None => {
            let published = publish(&edition.files, root, place)?;
            format!("Written to {}: open {} in a browser, and print it\n", published.out.display(), PAGE)
        }
        Some(chromium) => {
            progress.now("printing");
            let (bytes, sheets) = printed(chromium, &edition, root, place)?;
            write_file(place, &undated(bytes, opened.checked.handbook.options.as_of))?;
            format!("Written to {}: {} sheets\n", place.display(), sheets.count)
        }
    };
    drop(progress);
    say(&done);
    say_errors(&opened);
    Ok(Outcome::Clean)
}

fn made(
    arguments: &Export,
    opened: &mut Opened,
) -> Result<(PrintEdition, Vec<crate::diagnostic::Diagnostic>), Failure> {
    let audience = audience(&opened.checked.config, arguments.view.audience.as_deref())?;
    let left_out: Vec<_> = arguments.out.iter().cloned().chain([default_output(&arguments.root)]).collect();
    let state = state(&arguments.root, &left_out);
    let origin = Origin {
        is_dirty: state.as_ref().is_some_and(|state| !state.is_clean),
        commit: state.map(|state| state.commit).unwrap_or_default(),
        site: arguments.site.clone(),
    };
    let options = BuildOptions { audience, keep_going: true, version: None };
    Ok(edition(&opened.checked, &opened.snapshot, &options, &origin, &mut opened.caches))
}

/// Prints until the list of contents names the sheets on which things really are.
fn printed(
    chromium: &mut Chromium,
    edition: &PrintEdition,
    root: &Path,
    place: &Path,
) -> Result<(Vec<u8>, PdfSheets), Failure> {
    let workshop = Workshop::beside(place)?;
    let folder = publish(&edition.files, root, &workshop.place("edition"))?.out;
    let mut named: BTreeMap<String, usize> = BTreeMap::new();
    for _ in 0..ROUNDS {
        let bytes = chromium.print(&folder.join(PAGE), &workshop.place("profile"), &workshop.place("printed.pdf"))?;
        let name = chromium.name().display();
        let unread = || Failure(format!("what `{name}` printed is no PDF as Chromium writes it"));
        let sheets = pdf_sheets(&bytes).ok_or_else(unread)?;
        if sheets.milestone < OLDEST {
            let version = sheets.milestone;
            return Err(Failure(format!("`{name}` has version {version}; the edges of sheets need {OLDEST} or newer")));
        }
        let found = |anchor: &String| Some((anchor.clone(), *sheets.anchors.get(anchor)?));
        let found: BTreeMap<String, usize> = edition.anchors.iter().filter_map(found).collect();
        if found.len() != edition.anchors.len() {
            return Err(Failure(format!("`{name}` does not say on which sheets things are")));
        }
        if found == named {
            return Ok((bytes, sheets));
        }
        write_file(&folder.join(NUMBERS), numbers(&found).as_bytes())?;
        named = found;
    }
    Err(Failure("the numbers in the list of contents move what they count; nothing was written".to_owned()))
}
