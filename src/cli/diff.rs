//! `aimsbook diff`: what a change does to the handbook.
//!
//! Never decides what counts as a change.

use std::path::Path;

use crate::changes::{Changes, Compared, compare};
use crate::cli::arguments::{Diff, DiffFormat, Gate};
use crate::cli::handbook::{audience, default_output, everyone, say_findings, settings, until_the_end};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::config::Config;
use crate::diagnostic::{Counts, Diagnostic};
use crate::export::{changes_json, changes_markdown, changes_text};
use crate::outside::folder::{ReadOptions, read};
use crate::outside::git::{is_repository, read_revision_beside};
use crate::outside::git_known::Known;
use crate::outside::publish::publish;
use crate::pipeline::{Caches, ReviewOptions, check_both, review};
use crate::text::Snapshot;
use crate::view::{Audience, View};

pub fn run(arguments: &Diff) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let (before, after) = states(root, &arguments.base, arguments.head.as_deref())?;
    progress.now("comparing");
    let settings = settings(root, arguments.day.as_of);
    let mut caches = Caches::default();
    let (old, new) = until_the_end(check_both(&before, &after, &settings, &mut caches));
    let (old_audience, new_audience) = audiences(&old.config, &new.config, arguments.audience.as_deref())?;
    let old_view = View::new(&old.handbook, old_audience);
    let new_view = View::new(&new.handbook, new_audience);
    let between = |old_view: &View<'_>, new_view: &View<'_>| {
        compare(
            &Compared { view: old_view, snapshot: &before, diagnostics: &old.diagnostics },
            &Compared { view: new_view, snapshot: &after, diagnostics: &new.diagnostics },
        )
    };
    let changes = between(&old_view, &new_view);
    let written = match &arguments.site {
        Some(out) => {
            progress.now("writing the review");
            let options = review_options(arguments, &old.config, &old_view);
            let (site, findings) = review(&changes, old, &old_view, &before, &options, &mut caches);
            if Counts::of(&findings).errors > 0 {
                drop(progress);
                return Ok(refused(&findings, &before));
            }
            Some(publish(&site, root, out)?)
        }
        None => None,
    };
    let text = match arguments.format {
        DiffFormat::Text => changes_text(&changes),
        DiffFormat::Markdown => changes_markdown(&changes),
        DiffFormat::Json => changes_json(&changes)?,
    };
    drop(progress);
    print(&text)?;
    if let Some(published) = written {
        say(&format!("Review of {} pages: open {}\n", published.files, published.out.join("index.html").display()));
    }
    // What stops a change does not hang on who reads about it.
    if arguments.audience.is_none() || arguments.fail_on.is_empty() {
        return Ok(gates(arguments, &changes));
    }
    let (old_view, new_view) =
        (View::new(&old.handbook, everyone(&old.config)), View::new(&new.handbook, everyone(&new.config)));
    Ok(gates(arguments, &between(&old_view, &new_view)))
}

/// What the review is called and for whom; the folder that somebody compares with is nobody else's business.
fn review_options(arguments: &Diff, config: &Config, view: &View<'_>) -> ReviewOptions {
    let name = |name: &str| {
        let path = Path::new(name);
        let last = path.file_name().filter(|_| path.is_absolute() || name.starts_with('.'));
        last.map_or_else(|| name.to_owned(), |last| last.to_string_lossy().into_owned())
    };
    ReviewOptions {
        before: name(&arguments.base),
        after: arguments.head.as_deref().map_or_else(|| "the folder as it is".to_owned(), name),
        classification: config.classifications.get(view.audience().sees).cloned().unwrap_or_default(),
    }
}

fn refused(findings: &[Diagnostic], snapshot: &Snapshot) -> Outcome {
    say_findings(findings, snapshot);
    say("the theme has errors: no review was written, and an older one stays as it was\n");
    Outcome::Findings
}

/// Who looks at each side. A name means the narrower of what the two editions mean by it: a change may not raise its own
/// readers.
fn audiences(old: &Config, new: &Config, name: Option<&str>) -> Result<(Audience, Audience), Failure> {
    let Some(name) = name else {
        // Who compares two states has both folders.
        return Ok((everyone(old), everyone(new)));
    };
    let (before, after) = (audience(old, Some(name))?, audience(new, Some(name))?);
    let coverage = before.coverage && after.coverage;
    let old_sees = old.seen_in_both(before.sees, new, after.sees);
    let new_sees = new.seen_in_both(after.sees, old, before.sees);
    match (old_sees, new_sees) {
        (Some(old), Some(new)) => {
            Ok((Audience { sees: old, coverage, ..before }, Audience { sees: new, coverage, ..after }))
        }
        _ => Err(Failure(format!(
            "the two states have no classification in common that `{name}` sees in both; compare without `--audience`"
        ))),
    }
}

/// Both states; of the one before only what differs is read from git.
fn states(root: &Path, base: &str, head: Option<&str>) -> Result<(Snapshot, Snapshot), Failure> {
    let after = match head {
        Some(head) => state(root, head, None)?,
        None => read(root, &ReadOptions { output: Some(default_output(root)), ..ReadOptions::default() })?,
    };
    let known = match head {
        Some(head) => Known::of_revision(root, head, &after),
        None => Known::of_folder(root, &after),
    };
    let before = state(root, base, Some(&known))?;
    Ok((before, after))
}

/// A folder, or a state that git knows.
fn state(root: &Path, name: &str, known: Option<&Known<'_>>) -> Result<Snapshot, Failure> {
    let options = |root: &Path| ReadOptions { output: Some(default_output(root)), ..ReadOptions::default() };
    let as_folder = Path::new(name);
    if as_folder.is_dir() && (as_folder.is_absolute() || name.starts_with('.') || !is_repository(root)) {
        return Ok(read(as_folder, &options(as_folder))?);
    }
    match read_revision_beside(root, name, &ReadOptions::default(), known) {
        Err(_) if as_folder.is_dir() => Ok(read(as_folder, &options(as_folder))?),
        Err(error) => Err(Failure(format!("{error}\n  `{name}` is no folder either"))),
        Ok(snapshot) => Ok(snapshot),
    }
}

fn gates(arguments: &Diff, changes: &Changes) -> Outcome {
    let mut reasons = Vec::new();
    for gate in &arguments.fail_on {
        let count = match gate {
            Gate::Regression => changes.regressions().count(),
            Gate::Approval => changes.void_approvals().count(),
            Gate::Findings => changes.new_findings().filter(|finding| finding.level != "note").count(),
        };
        if count > 0 {
            let what = match gate {
                Gate::Regression => "lost coverage",
                Gate::Approval => "approvals that do not cover the new text",
                Gate::Findings => "new findings",
            };
            reasons.push(format!("{what} ({count})"));
        }
    }
    if reasons.is_empty() {
        return Outcome::Clean;
    }
    say(&format!("stopped: {}\n", reasons.join(", ")));
    Outcome::Findings
}
