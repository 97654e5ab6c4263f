//! `aimsbook export`: what an audience sees, in a form for other programs, on standard output.
//!
//! Never decides what is visible.

use crate::cli::arguments::{Export, ExportFormat};
use crate::cli::handbook::{audience, default_output, open};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::export::calendar;
use crate::view::View;

pub fn run(arguments: &Export) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let opened = open(root, default_output(root), arguments.view.day.as_of, &progress)?;
    let audience = audience(&opened.checked.config, arguments.view.audience.as_deref())?;
    let view = View::new(&opened.checked.handbook, audience);
    let text = match arguments.what {
        ExportFormat::Calendar => calendar(&view, &opened.checked.config.title),
    };
    drop(progress);
    print(&text)?;
    let errors = opened.checked.counts().errors;
    if errors > 0 {
        say(&format!("the handbook has errors ({errors}), which can make this incomplete: see `aimsbook check`\n"));
    }
    Ok(Outcome::Clean)
}
