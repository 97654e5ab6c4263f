//! `aimsbook build`: the handbook's site, published when nothing in it would be false.
//!
//! Never touches the old site when findings stop the new one.

use std::collections::BTreeSet;
use std::path::Path;

use crate::cli::arguments::Build;
use crate::cli::build_versions::build_versions;
use crate::cli::handbook::{
    audience, counted, default_output, errors_of, open_filled, say_findings, trial_note, until_the_end,
};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::diagnostic::{Counts, sorted};
use crate::outside::publish::{Publication, Published};
use crate::pipeline::{BuildOptions, build_into};

pub fn run(arguments: &Build) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let out = arguments.out.clone().unwrap_or_else(|| default_output(root));
    let progress = Progress::start("reading");
    let opened = until_the_end(open_filled(root, out.clone(), arguments.view.day.as_of, &progress)?);
    let config = &opened.checked.config;
    let audience = audience(config, arguments.view.audience.as_deref())?;
    let keep_going = arguments.keep_going || config.is_trial;

    progress.now("building");
    if let Some(versions) = config.versions.clone().filter(|_| !arguments.unversioned) {
        let built = build_versions(arguments, opened, &versions, &audience, &out, &progress)?;
        drop(progress);
        return end(arguments, built.published, built.counts, &audience.name, &out, &built.summary);
    }
    let options = BuildOptions { audience, keep_going, version: None };
    let stopped = |counts: Counts| !keep_going && (counts.errors > 0 || (arguments.strict && counts.warnings > 0));
    let mut diagnostics = opened.checked.diagnostics.clone();
    let mut grown = None;
    if !stopped(Counts::of(&diagnostics)) {
        let mut publication = Publication::start(root, &out)?;
        let (checked, snapshot) = (&opened.checked, &opened.snapshot);
        let first = BTreeSet::new();
        let (site, more) = build_into(checked, snapshot, &options, &mut opened.caches, &first, &mut publication);
        diagnostics.extend(more);
        grown = Some((site, publication));
    }
    let diagnostics = sorted(diagnostics);
    let counts = Counts::of(&diagnostics);
    let published = match grown.filter(|_| !stopped(counts)) {
        Some((site, publication)) => {
            progress.now("publishing");
            Some(publication.finish(&site)?)
        }
        None => None,
    };
    drop(progress);
    let shown = if arguments.quiet { errors_of(&diagnostics) } else { diagnostics };
    say_findings(&shown, &opened.snapshot);
    let note = trial_note(opened, root).filter(|_| published.is_some() && !arguments.quiet);
    let outcome = end(arguments, published, counts, &options.audience.name, &out, "")?;
    say(&note.unwrap_or_default());
    Ok(outcome)
}

fn end(
    arguments: &Build,
    published: Option<Published>,
    counts: Counts,
    audience: &str,
    out: &Path,
    more: &str,
) -> Result<Outcome, Failure> {
    match published {
        Some(published) => {
            if !arguments.quiet {
                print(&format!("{}{more}", summary(&published, counts, audience, out)))?;
            }
            say_kept(&published);
            Ok(Outcome::Clean)
        }
        None => {
            say(&refusal(counts));
            Ok(Outcome::Findings)
        }
    }
}

fn summary(published: &Published, counts: Counts, audience: &str, out: &Path) -> String {
    let megabytes = published.bytes as f64 / 1_000_000.0;
    let page = out.join("index.html");
    format!(
        "Published {} files ({megabytes:.1} MB) for the audience `{audience}`, {}.\nOpen {}\n",
        published.files,
        counted(counts),
        page.display()
    )
}

fn say_kept(published: &Published) {
    if let Some(kept) = &published.kept {
        say(&format!("files that appeared in the output meanwhile were moved to `{}`\n", kept.display()));
    }
}

fn refusal(counts: Counts) -> String {
    let way = if counts.errors > 0 { "; --keep-going publishes all the same" } else { "" };
    format!("{}: nothing was published, and an older site stays as it was{way}\n", counted(counts))
}
