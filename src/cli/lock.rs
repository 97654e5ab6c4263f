//! `aimsbook lock`: records what the published versions hold, so that none of them can be moved unnoticed.
//!
//! Never records a version anew that was moved, unless it is named.

use crate::cli::arguments::Lock;
use crate::cli::handbook::{default_output, open, say_findings, settings};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::cli::versions::{FoundVersions, NothingKnown, find_versions, versions_of};
use crate::diagnostic::Level;
use crate::outside::lock::{self, Locked};

pub fn run(arguments: &Lock) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let opened = open(root, default_output(root), None, &progress)?;
    let versions = versions_of(&opened)?;
    let found = find_versions(root, &opened.snapshot, &versions, settings(root, None).as_of, &NothingKnown)?;
    drop(progress);
    if let Some(unknown) = arguments.accept.iter().find(|name| !found.locked.iter().any(|one| one.name == **name)) {
        return Err(Failure(format!("`{}` holds no version `{unknown}`", lock::NAME)));
    }
    let accepted = |message: &str| arguments.accept.iter().any(|name| message.contains(&format!("`{name}`")));
    let left: Vec<_> = found.diagnostics.iter().filter(|one| !accepted(&one.finding.message)).cloned().collect();
    say_findings(&left, &found.places);
    if left.iter().any(|one| one.finding.level == Level::Error) {
        say("nothing was written; `--accept NAME` records a moved version as it is now\n");
        return Ok(Outcome::Findings);
    }
    let (locked, new) = renewed(&found, &arguments.accept);
    if new.is_empty() {
        print(&format!("`{}` holds all {} versions already\n", lock::NAME, locked.len()))?;
        return Ok(Outcome::Clean);
    }
    lock::write(root, &locked).map_err(|error| Failure(format!("cannot write `{}`: {error}", lock::NAME)))?;
    print(&format!("locked {}; commit `{}`\n", new.join(", "), lock::NAME))?;
    Ok(Outcome::Clean)
}

/// What the file will say, and the versions that are new or accepted. Versions that are gone stay listed.
fn renewed(found: &FoundVersions, accepted: &[String]) -> (Vec<Locked>, Vec<String>) {
    let mut locked = found.locked.clone();
    let mut new = Vec::new();
    for version in found.versions.iter().filter(|version| version.edition.origin.is_fixed()) {
        let edition = &version.edition;
        let now = Locked {
            name: edition.name.clone(),
            commit: edition.origin.commit().unwrap_or_default().to_owned(),
            content: version.content(),
            date: edition.date.map(|date| date.to_string()).unwrap_or_default(),
            at: 0,
        };
        match locked.iter_mut().find(|one| one.name == edition.name) {
            Some(known) if accepted.contains(&known.name) => {
                *known = now;
                new.push(edition.name.clone());
            }
            Some(_) => {}
            None => {
                locked.push(now);
                new.push(edition.name.clone());
            }
        }
    }
    (locked, new)
}
