//! `aimsbook schema`: JSON Schemas with which editors complete and check what people write.
//!
//! Never writes into a handbook unless it is told to.

use std::path::Path;

use crate::catalog::Library;
use crate::cli::arguments::Schema;
use crate::cli::handbook::{default_output, guess, open};
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::progress::Progress;
use crate::cli::terminal::{print, say};
use crate::export::{schema, schema_names};
use crate::outside::folder::is_handbook;
use crate::outside::output::write_file;
use crate::schema::Kinds;

pub fn run(arguments: &Schema) -> Result<Outcome, Failure> {
    let (kinds, library) = vocabulary(arguments.root.as_deref())?;
    match (&arguments.name, &arguments.out) {
        (name, Some(folder)) => write(folder, name.as_deref(), &kinds, &library)?,
        (Some(name), None) => print(&one(name, &kinds, &library)?)?,
        (None, None) => print(&listed(&kinds))?,
    }
    Ok(Outcome::Clean)
}

/// Kinds and frameworks of the handbook, or those that come with the program where there is none.
fn vocabulary(root: Option<&Path>) -> Result<(Kinds, Library), Failure> {
    let here = Path::new(".");
    if root.is_none() && !is_handbook(here) {
        return Ok((Kinds::built_in(), Library::built_in()));
    }
    let root = root.unwrap_or(here);
    let progress = Progress::start("reading");
    let opened = open(root, default_output(root), None, &progress)?;
    let vocabulary = &opened.checked.handbook.vocabulary;
    Ok((vocabulary.kinds.clone(), vocabulary.library.clone()))
}

fn one(name: &str, kinds: &Kinds, library: &Library) -> Result<String, Failure> {
    let known: Vec<&str> = schema_names(kinds).map(|(name, _)| name).collect();
    schema(name, kinds, library).ok_or_else(|| Failure(format!("there is no schema `{name}`{}", guess(name, &known))))
}

/// One file a schema.
fn write(folder: &Path, name: Option<&str>, kinds: &Kinds, library: &Library) -> Result<(), Failure> {
    let names: Vec<&str> = match name {
        Some(name) => vec![name],
        None => schema_names(kinds).map(|(name, _)| name).collect(),
    };
    for name in &names {
        write_file(&folder.join(format!("{name}.schema.json")), one(name, kinds, library)?.as_bytes())?;
    }
    let count = names.len();
    say(&format!("Written to {}: {count} schema{}\n", folder.display(), if count == 1 { "" } else { "s" }));
    Ok(())
}

fn listed(kinds: &Kinds) -> String {
    let width = schema_names(kinds).map(|(name, _)| name.len()).max().unwrap_or(0);
    let lines: String = schema_names(kinds).map(|(name, about)| format!("{name:<width$}  {about}\n")).collect();
    lines + "\n`aimsbook schema NAME` prints one; `--out FOLDER` writes all of them, for editors\n"
}
