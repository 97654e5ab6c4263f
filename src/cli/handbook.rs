//! The steps that several commands share: read the folder, check it, choose the audience, print findings.
//!
//! Never decides how a command ends.

use std::path::{Path, PathBuf};

use crate::cli::outcome::Failure;
use crate::cli::progress::Progress;
use crate::cli::terminal::{colour_of_messages, home, say};
use crate::config::Config;
use crate::diagnostic::{Counts, Diagnostic, Level, full};
use crate::outside::clock;
use crate::outside::folder::{ReadOptions, is_handbook, read};
use crate::pipeline::{Caches, Checked, Settings, check};
use crate::text::{Date, Snapshot, nearest};
use crate::view::Audience;

/// The audience of a site when nobody says which.
const DEFAULT_AUDIENCE: &str = "internal";

/// A handbook, read and checked.
pub struct Opened {
    pub snapshot: Snapshot,
    pub checked: Checked,
    pub caches: Caches,
}

/// Holds a value until the program ends: the system takes its memory back at once, and not piece by piece.
pub fn until_the_end<T>(value: T) -> &'static mut T {
    Box::leak(Box::new(value))
}

/// Where the site goes when nobody says where.
pub fn default_output(root: &Path) -> PathBuf {
    root.join("_site")
}

/// Reads and checks a handbook; refuses a folder that can hardly be meant as one.
pub fn open(root: &Path, output: PathBuf, as_of: Option<Date>, progress: &Progress) -> Result<Opened, Failure> {
    refuse_wide(root)?;
    let options = ReadOptions { output: Some(output), ..ReadOptions::default() };
    let snapshot = read(root, &options)?;
    progress.now("checking");
    let mut caches = Caches::default();
    let checked = check(&snapshot, &settings(root, as_of), &mut caches);
    Ok(Opened { snapshot, checked, caches })
}

/// The home folder and what it lies in hold everything, private things first; nobody reads them as a trial by intent.
pub fn refuse_wide(root: &Path) -> Result<(), Failure> {
    let Ok(real) = root.canonicalize() else { return Ok(()) };
    let holds_home = home().is_some_and(|home| home.canonicalize().unwrap_or(home).starts_with(&real));
    if is_handbook(root) || !(holds_home || real.parent().is_none()) {
        return Ok(());
    }
    let what = if real.parent().is_none() { "the top of this machine" } else { "your home folder, or holds it" };
    Err(Failure(format!(
        "`{}` is {what}, and has no aimsbook.yaml: give the handbook's folder\n  if everything in it is \
         meant, put an aimsbook.yaml there",
        root.display()
    )))
}

/// Reads and checks a handbook that must hold something, or say that it is one.
pub fn open_filled(root: &Path, output: PathBuf, as_of: Option<Date>, progress: &Progress) -> Result<Opened, Failure> {
    let opened = open(root, output, as_of, progress)?;
    refuse_empty(&opened, root)?;
    Ok(opened)
}

/// A folder without a configuration is a trial, of the documents and records in it.
fn refuse_empty(opened: &Opened, root: &Path) -> Result<(), Failure> {
    let handbook = &opened.checked.handbook;
    if !opened.checked.config.is_trial || !handbook.documents.is_empty() || !handbook.records.is_empty() {
        return Ok(());
    }
    say_findings(&opened.checked.diagnostics, &opened.snapshot);
    let root = root.display();
    Err(Failure(format!(
        "`{root}` is no handbook: it has no aimsbook.yaml, and nothing in it is a document (Markdown) or a record (YAML \
         with `kind:`)\n  give the handbook's folder, or start one: aimsbook init {root}"
    )))
}

/// What a trial was made of, and how to make a handbook of it; nothing when it is one.
pub fn trial_note(opened: &Opened, root: &Path) -> Option<String> {
    if !opened.checked.config.is_trial {
        return None;
    }
    let many = |count: usize, word: &str| format!("{count} {word}{}", if count == 1 { "" } else { "s" });
    let documents = many(opened.checked.handbook.documents.len(), "document");
    let records = many(opened.checked.handbook.records.len(), "record");
    Some(format!(
        "This was a trial: `{root}` has no aimsbook.yaml, so every Markdown and YAML file in it was taken, {documents} and \
         {records}, with the usual settings.\nTo make a handbook of it, put a file \
         `aimsbook.yaml` there; one line, `title: Our AI management handbook`, is enough. What does not belong to it, list in \
         a file `.ignore`.\n",
        root = root.display()
    ))
}

pub fn settings(root: &Path, as_of: Option<Date>) -> Settings {
    let real = root.canonicalize().unwrap_or_else(|_| root.to_owned());
    let folder_name = real.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    Settings { as_of: as_of.unwrap_or_else(clock::today), folder_name }
}

/// The audience of this name, or the default one.
pub fn audience(config: &Config, name: Option<&str>) -> Result<Audience, Failure> {
    let name = name.unwrap_or(DEFAULT_AUDIENCE);
    match config.audiences.get(name) {
        Some(audience) => Ok(Audience { name: name.to_owned(), sees: audience.sees, coverage: audience.coverage }),
        None => {
            let known: Vec<&str> = config.audiences.keys().map(String::as_str).collect();
            Err(Failure(format!("there is no audience `{name}`{}", guess(name, &known))))
        }
    }
}

/// Whoever has the folder: sees all that is in it.
pub fn everyone(config: &Config) -> Audience {
    Audience { name: String::new(), sees: config.classifications.len().saturating_sub(1), coverage: true }
}

/// The nearest known word, and all of them.
pub fn guess(word: &str, known: &[&str]) -> String {
    let near = nearest(word, known.iter().copied(), 1).join("");
    let near = if near.is_empty() { String::new() } else { format!("; did you mean `{near}`?") };
    format!("{near}\n  known: {}", known.join(", "))
}

/// Prints findings beside a command's result.
pub fn say_findings(diagnostics: &[Diagnostic], snapshot: &Snapshot) {
    say(&errors_last(diagnostics, |some| full(some, snapshot, colour_of_messages())));
}

/// Findings for people at a terminal: what stops them stands at the end, where they look first.
pub fn errors_last(diagnostics: &[Diagnostic], written: impl Fn(&[Diagnostic]) -> String) -> String {
    let is_error = |diagnostic: &Diagnostic| diagnostic.finding.level == Level::Error;
    let (errors, others): (Vec<Diagnostic>, Vec<Diagnostic>) = diagnostics.iter().cloned().partition(is_error);
    written(&others) + &written(&errors)
}

pub fn errors_of(diagnostics: &[Diagnostic]) -> Vec<Diagnostic> {
    diagnostics.iter().filter(|diagnostic| diagnostic.finding.level == Level::Error).cloned().collect()
}

/// `2 errors, 1 warning, 3 waived`; `no findings`.
pub fn counted(counts: Counts) -> String {
    let parts = [(counts.errors, "error"), (counts.warnings, "warning"), (counts.notes, "note")];
    let part = |(count, word): &(usize, &str)| match count {
        0 => None,
        1 => Some(format!("1 {word}")),
        count => Some(format!("{count} {word}s")),
    };
    let mut parts: Vec<String> = parts.iter().filter_map(part).collect();
    parts.extend((counts.waived > 0).then(|| format!("{} waived", counts.waived)));
    if parts.is_empty() { "no findings".to_owned() } else { parts.join(", ") }
}

#[cfg(test)]
mod tests {
    use super::counted;
    use crate::diagnostic::Counts;

    #[test]
    fn counts_read_as_a_sentence() {
        assert_eq!(counted(Counts { errors: 2, notes: 1, ..Counts::default() }), "2 errors, 1 note");
        assert_eq!(counted(Counts { warnings: 1, waived: 3, ..Counts::default() }), "1 warning, 3 waived");
        assert_eq!(counted(Counts::default()), "no findings");
    }
}
