//! `aimsbook show`: which edition of a document or record applied on a day.
//!
//! Never answers for a day on which no version was in force.

use crate::cli::arguments::Show;
use crate::cli::handbook::{default_output, guess, open, say_findings, settings};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::print;
use crate::cli::versions::{NothingKnown, find_versions, read_version, versions_of};
use crate::config::editions::Edition;
use crate::pipeline::shown_on::{known_ids, shown_on};
use crate::pipeline::versions::{Folder, Opening, open_versions};
use crate::view::Audience;

pub fn run(arguments: &Show) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let mut opened = open(root, default_output(root), None, &progress)?;
    let versions = versions_of(&opened)?;
    let settings = settings(root, None);
    let found = find_versions(root, &opened.snapshot, &versions, settings.as_of, &NothingKnown)?;
    let day = arguments.on.unwrap_or(settings.as_of);
    // Who asks has the repository.
    let sees = opened.checked.config.classifications.len().saturating_sub(1);
    let everyone = Audience { name: String::new(), sees, coverage: true };
    let folder = Folder { snapshot: &opened.snapshot, checked: &opened.checked };
    let opening = Opening { folder, audience: &everyone, settings: &settings, on: Some(day) };
    let mut read = |edition: &Edition| read_version(root, edition).map(|(snapshot, _)| snapshot);
    let (known, more) = open_versions(found.versions, &opening, &mut opened.caches, &mut read)?;
    drop(progress);
    say_findings(&[found.diagnostics, more].concat(), &found.places);
    match shown_on(&known, &arguments.id, day, settings.as_of) {
        Some(answer) => {
            print(&answer.text)?;
            Ok(if answer.applied { Outcome::Clean } else { Outcome::Findings })
        }
        None => {
            let known: Vec<&str> = known_ids(&known).into_iter().collect();
            let near = guess(&arguments.id, &known);
            let near = near.lines().next().unwrap_or_default();
            Err(Failure(format!("no version has a document or record `{}`{near}", arguments.id)))
        }
    }
}
