//! `aimsbook bundle`: everything that an audience may see in one ZIP file, with a list that tells later changes.
//!
//! Never packs when findings would stop the site, and never replaces a file that is no bundle.

use std::path::{Path, PathBuf};

use crate::bundle::{Bundle, Repository, Tree};
use crate::cli::arguments::Bundle as Arguments;
use crate::cli::handbook::{audience, counted, default_output, open_filled, say_findings, trial_note};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::diagnostic::{Counts, sorted};
use crate::outside::git::{GitState, state};
use crate::outside::pack::{Packed, pack};
use crate::pipeline::BuildOptions;
use crate::pipeline::bundle::bundle;

pub fn run(arguments: &Arguments) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let progress = Progress::start("reading");
    let mut opened = open_filled(root, default_output(root), arguments.view.day.as_of, &progress)?;
    let config = &opened.checked.config;
    let audience = audience(config, arguments.view.audience.as_deref())?;
    let keep_going = arguments.keep_going || config.is_trial;

    progress.now("building");
    let mut diagnostics = opened.checked.diagnostics.clone();
    let mut made = None;
    if keep_going || opened.checked.counts().errors == 0 {
        let options = BuildOptions { audience, keep_going, version: None };
        let left_out = arguments.out.iter().cloned().chain([default_output(root)]).collect::<Vec<PathBuf>>();
        let repository = state(root, &left_out).map(repository);
        let (bundle, more) = bundle(&opened.checked, &opened.snapshot, &options, repository, &mut opened.caches);
        diagnostics.extend(more);
        made = bundle;
    }
    let diagnostics = sorted(diagnostics);
    let counts = Counts::of(&diagnostics);
    let made = made.filter(|_| keep_going || counts.errors == 0);
    progress.now("packing");
    let packed = match &made {
        Some(bundle) => {
            let out = arguments.out.clone().unwrap_or_else(|| PathBuf::from(format!("{}.zip", bundle.folder)));
            Some((bundle, pack(bundle, root, &out)?, out))
        }
        None => None,
    };
    drop(progress);
    say_findings(&diagnostics, &opened.snapshot);
    match packed {
        Some((bundle, packed, out)) => {
            print(&summary(bundle, &packed, &out, counts))?;
            say(&trial_note(&opened, root).unwrap_or_default());
            Ok(Outcome::Clean)
        }
        None => {
            say(&format!("{}: nothing was packed; --keep-going packs all the same\n", counted(counts)));
            Ok(Outcome::Findings)
        }
    }
}

fn repository(state: GitState) -> Repository {
    Repository { commit: state.commit, tree: if state.is_clean { Tree::Clean } else { Tree::Dirty } }
}

fn summary(bundle: &Bundle, packed: &Packed, out: &Path, counts: Counts) -> String {
    let megabytes = |bytes: u64| bytes as f64 / 1_000_000.0;
    format!(
        "Packed {} files ({:.1} MB) into {} ({:.1} MB), {}.\n\
         sha256 of the archive     {}\n\
         sha256 of its SHA256SUMS  {}\n\
         Tell the reader one of the two by another way, or sign the archive; `aimsbook verify` prints them again.\n",
        packed.files,
        megabytes(packed.bytes),
        out.display(),
        megabytes(packed.size),
        counted(counts),
        packed.sha256,
        bundle.seal,
    )
}
