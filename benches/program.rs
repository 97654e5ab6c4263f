//! The programs that are measured, each in a process of its own: the floor, `check`, `diff`, `build`, and a series of
//! edits.
//!
//! Never measures its own preparation.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io;
use std::path::Path;
use std::time::Instant;

use aimsbook::changes::{Compared, compare};
use aimsbook::diagnostic::{Diagnostic, Level};
use aimsbook::export::changes_markdown;
use aimsbook::outside::folder::{self, ReadOptions};
use aimsbook::outside::git::read_revision_beside;
use aimsbook::outside::git_known::Known;
use aimsbook::outside::publish::Publication;
use aimsbook::pipeline::{self, BuildOptions, Caches, Checked, Settings};
use aimsbook::text::parse_date;
use aimsbook::view::{Audience, View};

use crate::edits;
use crate::floor::{self, Target};
use crate::generate::{Generator, Size};

/// `PROGRAM ROOT OUT TARGETS …`.
pub fn run(arguments: &[String]) -> io::Result<()> {
    let [program, root, out, targets, more @ ..] = arguments else { return Err(io::Error::other("too few arguments")) };
    let (root, out) = (Path::new(root), Path::new(out));
    match (program.as_str(), more) {
        ("floor", _) => {
            floor::build(root, out, &read_targets(Path::new(targets))?)?;
            println!("work {}", processor_time());
        }
        ("check", _) => check(root)?,
        ("diff", _) => diff(root, false)?,
        ("diff-stages", _) => diff(root, true)?,
        ("build", _) => build(root, out, false)?,
        ("stages", _) => build(root, out, true)?,
        ("make", [documents, records]) => Generator::new(size(documents, records)?).write(root)?,
        ("edits", [documents, records]) => edits::run(root, size(documents, records)?)?,
        _ => return Err(io::Error::other(format!("no program `{program}`"))),
    }
    println!("memory {}", peak_memory());
    Ok(())
}

fn size(documents: &str, records: &str) -> io::Result<Size> {
    let number = |text: &str| text.parse().map_err(io::Error::other);
    Ok(Size { documents: number(documents)?, records: number(records)? })
}

/// The day on which the generated handbook is judged.
pub fn settings() -> Settings {
    let as_of = parse_date("2026-06-30").expect("a date");
    Settings { as_of, folder_name: "handbook".to_owned() }
}

/// An audience that sees every document, so that each has a page.
pub fn options() -> BuildOptions {
    let audience = Audience { name: "auditor".to_owned(), sees: 2, coverage: true };
    BuildOptions { audience, keep_going: false, version: None }
}

fn check(root: &Path) -> io::Result<()> {
    let snapshot = folder::read(root, &ReadOptions::default()).map_err(io::Error::other)?;
    let checked = pipeline::check(&snapshot, &settings(), &mut Caches::default());
    println!("diagnostics {}", checked.diagnostics.len());
    Ok(())
}

/// What `aimsbook diff HEAD` does with the folder.
fn diff(root: &Path, tells_stages: bool) -> io::Result<()> {
    let mut last = Instant::now();
    let mut stage = |name: &str| {
        if tells_stages {
            eprintln!("{name}: {:.0} ms", last.elapsed().as_secs_f64() * 1e3);
            last = Instant::now();
        }
    };
    let after = folder::read(root, &ReadOptions::default()).map_err(io::Error::other)?;
    stage("read the folder");
    let known = Known::of_folder(root, &after);
    stage("ask git what changed");
    let before = read_revision_beside(root, "HEAD", &ReadOptions::default(), Some(&known)).map_err(io::Error::other)?;
    stage("read the commit");
    let (old, new) = pipeline::check_both(&before, &after, &settings(), &mut Caches::default());
    stage("check both");
    let everyone = |checked: &Checked| Audience {
        name: String::new(),
        sees: checked.config.classifications.len() - 1,
        coverage: true,
    };
    let (old_view, new_view) = (View::new(&old.handbook, everyone(&old)), View::new(&new.handbook, everyone(&new)));
    stage("look");
    let changes = compare(
        &Compared { view: &old_view, snapshot: &before, diagnostics: &old.diagnostics },
        &Compared { view: &new_view, snapshot: &after, diagnostics: &new.diagnostics },
    );
    stage("compare");
    println!("text {}", changes_markdown(&changes).len());
    if changes.documents.len() != 1 {
        return Err(io::Error::other(format!("{} documents changed", changes.documents.len())));
    }
    Ok(())
}

fn build(root: &Path, out: &Path, tells_stages: bool) -> io::Result<()> {
    let mut caches = Caches::default();
    let (mut last, mut worked) = (Instant::now(), processor_time());
    let mut stage = |name: &str| {
        if tells_stages {
            let (now, work) = (Instant::now(), processor_time());
            let milliseconds = (now - last).as_secs_f64() * 1e3;
            eprintln!("{name}: {milliseconds:.0} ms, {:.0} ms of work, {:.0} MB", work - worked, peak_memory() / 1e6);
            (last, worked) = (now, work);
        }
    };
    let snapshot = folder::read(root, &ReadOptions::default()).map_err(io::Error::other)?;
    stage("read");
    let checked = pipeline::check(&snapshot, &settings(), &mut caches);
    stage("check");
    refuse_errors(&checked)?;
    let mut publication = Publication::start(root, out).map_err(io::Error::other)?;
    let first = BTreeSet::new();
    let (site, diagnostics) =
        pipeline::build_into(&checked, &snapshot, &options(), &mut caches, &first, &mut publication);
    stage("build");
    let published = publication.finish(&site).map_err(io::Error::other)?;
    stage("publish");
    println!("files {}\ndiagnostics {}", published.files, diagnostics.len() + checked.diagnostics.len());
    drop((site, checked, snapshot, caches));
    stage("free");
    Ok(())
}

/// A handbook with errors would be another one than was meant; one of each sort says what is wrong with the generator.
fn refuse_errors(checked: &Checked) -> io::Result<()> {
    let errors = checked.diagnostics.iter().filter(|found| found.finding.level == Level::Error);
    let by_code: BTreeMap<&str, &Diagnostic> = errors.map(|found| (found.finding.code, found)).collect();
    if by_code.is_empty() { Ok(()) } else { Err(io::Error::other(format!("the handbook has errors: {by_code:#?}"))) }
}

/// Lines `SIZE PATH`.
fn read_targets(path: &Path) -> io::Result<Vec<Target>> {
    let text = fs::read_to_string(path)?;
    let target = |line: &str| {
        let (size, path) = line.split_once(' ')?;
        Some(Target { size: size.parse().ok()?, path: path.to_owned() })
    };
    let mut targets: Vec<Target> = text.lines().filter_map(target).collect();
    targets.sort_by(|left, right| left.path.cmp(&right.path));
    Ok(targets)
}

/// The most memory that this process had at once, in bytes; systems without `/proc` do not say.
pub fn peak_memory() -> f64 {
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")?.trim().strip_suffix(" kB")?.parse().ok());
    line.map_or(f64::NAN, |kilobytes: f64| kilobytes * 1024.0)
}

/// Milliseconds that all threads of this process worked, in steps of ten.
fn processor_time() -> f64 {
    let facts = fs::read_to_string("/proc/self/stat").unwrap_or_default();
    let behind_name = facts.rsplit(')').next().unwrap_or_default();
    let ticks = behind_name.split_whitespace().skip(11).take(2).filter_map(|ticks| ticks.parse::<f64>().ok());
    ticks.sum::<f64>() * 10.0
}
