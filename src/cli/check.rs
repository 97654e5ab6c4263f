//! `aimsbook check`: every finding, each at its place.
//!
//! Never writes a file.

use crate::cli::arguments::{Check, CheckFormat};
use crate::cli::handbook::{counted, default_output, open};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{colour_of_output, print, say};
use crate::diagnostic::{concise, full, json};

pub fn run(arguments: &Check) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let opened = open(root, default_output(root), arguments.day.as_of, &progress)?;
    let (diagnostics, snapshot) = (&opened.checked.diagnostics, &opened.snapshot);
    let text = match arguments.format {
        CheckFormat::Full => full(diagnostics, snapshot, colour_of_output()),
        CheckFormat::Concise => concise(diagnostics, snapshot),
        CheckFormat::Json => json(diagnostics, snapshot),
    };
    drop(progress);
    print(&text)?;
    let counts = opened.checked.counts();
    if arguments.format != CheckFormat::Json {
        say(&format!("{}\n", counted(counts)));
        if opened.checked.config.is_trial {
            let root = root.display();
            say(&format!(
                "`{root}` has no aimsbook.yaml: it was read with the usual settings; `aimsbook init` starts a handbook\n"
            ));
        }
    }
    let found = counts.errors > 0 || (arguments.strict && counts.warnings > 0);
    Ok(if found { Outcome::Findings } else { Outcome::Clean })
}
