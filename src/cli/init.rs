//! `aimsbook init`: a new handbook that builds at once.
//!
//! Never overwrites a file: when one of its files is there already, nothing is written at all.

use std::path::Path;

use crate::cli::arguments::Init;
use crate::cli::outcome::{Failure, Outcome};
use crate::cli::starter::starter_files;
use crate::cli::terminal::print;
use crate::outside::{clock, create};

pub fn run(arguments: &Init) -> Result<Outcome, Failure> {
    let root = arguments.root.as_path();
    let files = starter_files(&arguments.organization, clock::today());
    create::folder(root)?;
    let (git_ignore, own): (Vec<_>, Vec<_>) = files.into_iter().partition(|(path, _)| path.as_str() == ".gitignore");
    let taken = create::taken(root, own.iter().map(|(path, _)| path.clone()));
    if !taken.is_empty() {
        let names: String = taken.iter().map(|path| format!("\n  {path}")).collect();
        return Err(Failure(format!(
            "`{}` holds these files already, and nothing was written:{names}",
            root.display()
        )));
    }
    // A folder under version control has rules of its own already: they stay.
    let git_ignore = git_ignore.iter().filter(|(path, _)| create::taken(root, [path.clone()]).is_empty());
    for (path, text) in own.iter().chain(git_ignore) {
        create::file(root, path, text)?;
    }
    print(&farewell(root, own.len()))?;
    Ok(Outcome::Clean)
}

fn farewell(root: &Path, count: usize) -> String {
    let folder = root.display();
    format!(
        "Made {count} files in `{folder}`. Next:\n  aimsbook serve {folder}    read it in a browser, and edit\n  \
         aimsbook check {folder}    see what is missing\n"
    )
}
