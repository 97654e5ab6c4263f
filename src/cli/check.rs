//! `aimsbook check`: every finding, each at its place, or only those that a change made.
//!
//! Never writes a file.

use std::path::Path;

use crate::cli::arguments::{Check, CheckFormat};
use crate::cli::handbook::{
    Opened, counted, default_output, errors_last, open_filled, settings, trial_note, until_the_end,
};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{colour_of_output, print, say};
use crate::diagnostic::{Baseline, Counts, Diagnostic, concise, full, github, gitlab, json, junit, sarif};
use crate::outside::folder::{ReadOptions, text_file};
use crate::outside::git::{place_in_repository, read_revision_beside};
use crate::outside::git_known::Known;
use crate::pipeline::{Caches, check};
use crate::text::Snapshot;

pub fn run(arguments: &Check) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let opened = until_the_end(open_filled(root, default_output(root), arguments.day.as_of, &progress)?);
    let diagnostics = reported(arguments, opened)?;
    drop(progress);
    print(&text(arguments.format, &diagnostics, &opened.snapshot, root))?;
    let counts = Counts::of(&diagnostics);
    if matches!(arguments.format, CheckFormat::Full | CheckFormat::Concise) {
        say(&format!("{}\n", counted(counts)));
        say(&trial_note(opened, root).unwrap_or_default());
    }
    let found = counts.errors > 0 || (arguments.strict && counts.warnings > 0);
    Ok(if found { Outcome::Findings } else { Outcome::Clean })
}

fn text(format: CheckFormat, diagnostics: &[Diagnostic], snapshot: &Snapshot, root: &Path) -> String {
    // Outside a repository, a build server knows the folder as it was named.
    let prefix = || {
        let named = root.to_string_lossy().replace('\\', "/");
        let named = named.trim_start_matches("./").trim_end_matches('/').to_owned();
        let below = if named.is_empty() || named == "." || root.is_absolute() { String::new() } else { named + "/" };
        place_in_repository(root).unwrap_or(below)
    };
    match format {
        CheckFormat::Full => errors_last(diagnostics, |some| full(some, snapshot, colour_of_output())),
        CheckFormat::Concise => errors_last(diagnostics, |some| concise(some, snapshot)),
        CheckFormat::Json => json(diagnostics, snapshot),
        CheckFormat::Github => github(diagnostics, snapshot, &prefix()),
        CheckFormat::Gitlab => gitlab(diagnostics, snapshot, &prefix()),
        CheckFormat::Sarif => sarif(diagnostics, snapshot, &prefix(), env!("CARGO_PKG_VERSION")),
        CheckFormat::Junit => junit(diagnostics, snapshot, &prefix()),
    }
}

/// All findings, or those that are left when known ones are taken away.
fn reported(arguments: &Check, opened: &Opened) -> Result<Vec<Diagnostic>, Failure> {
    let mut diagnostics = opened.checked.diagnostics.clone();
    if let Some(path) = &arguments.baseline {
        let shown = path.display();
        let text = text_file(path).map_err(|error| Failure(format!("cannot read the baseline `{shown}`: {error}")))?;
        let baseline = Baseline::read(&text).map_err(|error| {
            Failure(format!("`{shown}` is no baseline: {error}\n  `aimsbook check --format json` writes one"))
        })?;
        diagnostics = baseline.new_ones(diagnostics);
    }
    if let Some(revision) = &arguments.changed_since {
        let known = Known::of_folder(&arguments.root, &opened.snapshot);
        let before = read_revision_beside(&arguments.root, revision, &ReadOptions::default(), Some(&known))
            .map_err(|error| Failure(error.to_string()))?;
        let settings = settings(&arguments.root, arguments.day.as_of);
        let old = until_the_end(check(&before, &settings, &mut Caches::default()));
        let changed = opened.snapshot.changed_since(&before);
        let (in_changed, elsewhere): (Vec<Diagnostic>, Vec<Diagnostic>) =
            diagnostics.into_iter().partition(|diagnostic| changed.contains(&diagnostic.path));
        diagnostics = in_changed;
        diagnostics.extend(Baseline::of_diagnostics(&old.diagnostics).new_ones(elsewhere));
        diagnostics
            .sort_by(|left, right| (&left.path, left.finding.span.start).cmp(&(&right.path, right.finding.span.start)));
    }
    Ok(diagnostics)
}
