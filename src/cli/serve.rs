//! `aimsbook serve`: a preview in the browser that follows every saved change.
//!
//! Never writes a file, and never lets a broken edit take away the last good site.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use crate::cli::arguments::Serve;
use crate::cli::handbook::{audience, counted, default_output, errors_of, refuse_wide, say_findings, settings};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::say;
use crate::diagnostic::{Colour, Counts, Diagnostic, full};
use crate::outside::clock::{Stopwatch, now_in_milliseconds};
use crate::outside::folder::{Memory, ReadOptions, read_remembering, update};
use crate::outside::preview::{News, Preview};
use crate::outside::watch::Watch;
use crate::outside::{browser, server};
use crate::pipeline::{BuildOptions, Caches, build_into, check};
use crate::site::{InMemory, Outlet, Site};
use crate::text::{Date, DocPath, Snapshot};

pub fn run(arguments: &Serve) -> Result<Outcome, Failure> {
    let root = arguments.root.canonicalize().unwrap_or_else(|_| arguments.root.clone());
    refuse_wide(&root)?;
    let options = ReadOptions { output: Some(default_output(&root)), ..ReadOptions::default() };
    let progress = Progress::start("reading");
    let mut memory = Memory::default();
    // Read once before watching, for the clearer error; what changes in between is read again below.
    read_remembering(&root, &options, &mut memory)?;
    let watch = Watch::start(&root).map_err(Failure)?;
    let snapshot = read_remembering(&root, &options, &mut memory)?;
    let preview = Arc::new(Preview::new(&root, now_in_milliseconds()));
    let mut desk = Desk {
        root,
        audience: arguments.view.audience.clone(),
        as_of: arguments.view.day.as_of,
        caches: Caches::default(),
        said: BTreeSet::new(),
        shown: false,
    };
    progress.now("building");
    let round = desk.round(&snapshot, &BTreeSet::new(), &mut InMemory)?;
    drop(progress);
    say_findings(&desk.new_findings(&round.diagnostics), &snapshot);
    let counts = Counts::of(&round.diagnostics);
    desk.show(round, &preview, &snapshot);

    let server = server::start(Arc::clone(&preview), arguments.port)?;
    let address = format!("http://localhost:{}/", server.port);
    say(&format!("{}\nServing {address} - stop with Ctrl-C\n", counted(counts)));
    if arguments.open {
        browser::open(&address).unwrap_or_else(|reason| say(&format!("{reason}\n")));
    }
    follow(desk, Reader { options, memory, snapshot }, &watch, &preview, &server)
}

/// The folder as it was last read.
struct Reader {
    options: ReadOptions,
    memory: Memory,
    snapshot: Snapshot,
}

/// Rebuilds after every batch of changes, until watching or serving ends.
fn follow(
    mut desk: Desk,
    mut reader: Reader,
    watch: &Watch,
    preview: &Preview,
    server: &server::Server,
) -> Result<Outcome, Failure> {
    while let Some(changed) = watch.next_batch() {
        if let Some(error) = server.failure() {
            return Err(Failure(format!("the server ended: {error}")));
        }
        let stopwatch = Stopwatch::start();
        let snapshot = match update(&desk.root, &reader.options, &reader.snapshot, &changed, &mut reader.memory) {
            Ok(snapshot) => snapshot,
            Err(error) => {
                say(&format!("{error}; waiting for it to come back\n"));
                continue;
            }
        };
        if snapshot.says_the_same(&reader.snapshot) {
            continue;
        }
        let first = snapshot.changed_since(&reader.snapshot);
        reader.snapshot = snapshot;
        let mut ahead = Ahead { preview, server };
        let round = match desk.round(&reader.snapshot, &first, &mut ahead) {
            Ok(round) => round,
            Err(Failure(reason)) => {
                say(&format!("error: {reason}\n"));
                preview.set_problems(Some(reason)).into_iter().for_each(|news| server.tell(news));
                continue;
            }
        };
        let counts = counted(Counts::of(&round.diagnostics));
        let new = desk.new_findings(&round.diagnostics);
        let rebuilt = round.site.is_some();
        for news in desk.show(round, preview, &reader.snapshot) {
            server.tell(news);
        }
        let milliseconds = stopwatch.milliseconds();
        say_findings(&new, &reader.snapshot);
        say(&match rebuilt {
            true => format!("rebuilt in {milliseconds} ms: {counts}\n"),
            false => format!("not rebuilt, the last good site stays: {counts} ({milliseconds} ms)\n"),
        });
    }
    Err(Failure("the folder can no longer be watched".to_owned()))
}

/// Shows the page that somebody is writing before the rest of the site is made.
struct Ahead<'a> {
    preview: &'a Preview,
    server: &'a server::Server,
}

impl Outlet for Ahead<'_> {
    fn show_first(&mut self, pages: &[(String, Arc<[u8]>)]) {
        self.preview.show_first(pages).into_iter().for_each(|news| self.server.tell(news));
    }
}

/// One rebuild: everything that was found, and the site unless findings stop it.
struct Round {
    diagnostics: Vec<Diagnostic>,
    site: Option<Site>,
    /// The site is shown in spite of errors.
    in_spite: bool,
}

/// What stays on the desk between two rounds.
struct Desk {
    root: PathBuf,
    audience: Option<String>,
    as_of: Option<Date>,
    caches: Caches,
    /// Findings that were printed in the last round.
    said: BTreeSet<(String, &'static str, String)>,
    /// There is a site to fall back on.
    shown: bool,
}

impl Desk {
    /// Builds again; the pages of the files `first` are made before all others.
    fn round(
        &mut self,
        snapshot: &Snapshot,
        first: &BTreeSet<DocPath>,
        outlet: &mut dyn Outlet,
    ) -> Result<Round, Failure> {
        let checked = check(snapshot, &settings(&self.root, self.as_of), &mut self.caches);
        let audience = audience(&checked.config, self.audience.as_deref())?;
        let mut diagnostics = checked.diagnostics.clone();
        let has_errors = |diagnostics: &[Diagnostic]| Counts::of(diagnostics).errors > 0;
        // Before there is a good site, one with its errors on a banner is better than none.
        let keep_going = checked.config.is_trial || !self.shown;
        if has_errors(&diagnostics) && !keep_going {
            return Ok(Round { diagnostics, site: None, in_spite: false });
        }
        let options = BuildOptions { audience, keep_going, version: None };
        let (site, more) = build_into(&checked, snapshot, &options, &mut self.caches, first, outlet);
        diagnostics.extend(more);
        let broken = has_errors(&diagnostics);
        let site = Some(site).filter(|_| keep_going || !broken);
        Ok(Round { diagnostics, site, in_spite: broken && !checked.config.is_trial })
    }

    /// Puts a round before the readers; what open pages have to be told.
    fn show(&mut self, round: Round, preview: &Preview, snapshot: &Snapshot) -> Vec<News> {
        let is_good = round.site.is_some() && !round.in_spite;
        let problems = (!is_good).then(|| full(&errors_of(&round.diagnostics), snapshot, Colour::Plain));
        let mut news: Vec<News> = preview.set_problems(problems).into_iter().collect();
        match round.site {
            Some(site) => news.extend(preview.show(site)),
            None => preview.drop_coming(),
        }
        self.shown |= is_good;
        news
    }

    /// The findings that were not there a round ago.
    fn new_findings(&mut self, diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
        let key = |diagnostic: &Diagnostic| {
            let finding = &diagnostic.finding;
            (diagnostic.path.to_string(), finding.code, finding.message.clone())
        };
        let is_new = |diagnostic: &&Diagnostic| !self.said.contains(&key(diagnostic));
        let new = diagnostics.iter().filter(is_new).cloned().collect();
        self.said = diagnostics.iter().map(key).collect();
        new
    }
}
