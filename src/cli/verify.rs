//! `aimsbook verify`: whether a bundle is as it was packed, and exactly what is not.
//!
//! Never unpacks anything, and never vouches for more than the lists in the bundle do.

use std::fmt::Write as _;
use std::path::Path;

use crate::bundle::{Fault, Manifest, Tree, Verdict, judge};
use crate::cli::arguments::Verify;
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::print;
use crate::outside::inspect::inspect;

pub fn run(arguments: &Verify) -> Result<Outcome, Failure> {
    let progress = Progress::start("reading");
    let inspected = inspect(&arguments.bundle)?;
    let archive = inspected.archive;
    let verdict = judge(inspected.found);
    drop(progress);
    print(&report(&arguments.bundle, &verdict, archive.map(|sha256| sha256.to_string())))?;
    Ok(if verdict.faults.is_empty() { Outcome::Clean } else { Outcome::Findings })
}

fn report(path: &Path, verdict: &Verdict, archive: Option<String>) -> String {
    let mut text = String::new();
    for fault in &verdict.faults {
        let _ = writeln!(text, "{fault}");
    }
    for path in &verdict.ignored {
        let _ = writeln!(text, "ignored  {}: left behind by a file manager", path.escape_debug());
    }
    if verdict.faults.is_empty() {
        let megabytes = verdict.bytes as f64 / 1_000_000.0;
        let _ = writeln!(text, "{} is as it was packed: {} files ({megabytes:.1} MB).", path.display(), verdict.files);
    } else {
        let _ = writeln!(text, "{} is not as it was packed: {}.", path.display(), counted(&verdict.faults));
    }
    if let Some(manifest) = &verdict.manifest {
        text += &described(manifest);
    }
    if let Some(archive) = archive {
        let _ = writeln!(text, "  sha256 of the archive     {archive}");
    }
    if let Some(seal) = verdict.seal {
        let _ = writeln!(text, "  sha256 of its SHA256SUMS  {seal}");
    }
    if verdict.faults.is_empty() {
        text += "The lists in it show changes, not who made them: compare a digest with the one you were told, or check \
                 a signature.\n";
    }
    text
}

fn described(manifest: &Manifest) -> String {
    // What the bundle says may have been written by anybody.
    let said = |text: &str| text.escape_debug().to_string();
    let mut text = format!(
        "  {}, for {}, as of {}\n  made by {} {}",
        said(&manifest.title),
        said(&manifest.audience.name),
        said(&manifest.as_of),
        said(&manifest.tool.name),
        said(&manifest.tool.version),
    );
    if let Some(repository) = &manifest.repository {
        let state = match repository.tree {
            Tree::Clean => "as committed",
            Tree::Dirty => "with changes that are not committed",
        };
        let _ = write!(text, " from commit {} ({state})", said(&repository.commit));
    }
    text.push('\n');
    text
}

/// `1 changed, 2 added`.
fn counted(faults: &[Fault]) -> String {
    let words = ["added", "changed", "removed", "damaged"];
    let count = |word: &&str| faults.iter().filter(|fault| fault.word() == *word).count();
    let counted = words.iter().map(|word| (count(word), word)).filter(|(count, _)| *count > 0);
    counted.map(|(count, word)| format!("{count} {word}")).collect::<Vec<_>>().join(", ")
}
