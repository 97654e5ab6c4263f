//! Makes a handbook of any size: documents in folders, records over all built-in kinds, evidence files.
//!
//! Never differs between two runs.

mod documents;
mod records;
mod words;

use std::fs;
use std::io;
use std::path::Path;

use aimsbook::catalog;
use rayon::prelude::*;

use crate::generate::documents::Library;
use crate::generate::records::{RECORDS_PER_EVIDENCE_FILE, Registers, evidence_path};
use crate::generate::words::{Chance, Words};

/// How much to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    pub documents: usize,
    pub records: usize,
}

const CONFIGURATION: &str =
    "title: Generated handbook\norganization: Example\nframeworks: [iso-42001, eu-ai-act, iso-27001]\n";

const FRAMEWORKS: [&str; 2] = ["iso-42001", "eu-ai-act"];

/// A generated handbook.
pub struct Generator {
    library: Library,
    size: Size,
}

impl Generator {
    pub fn new(size: Size) -> Generator {
        let clauses = FRAMEWORKS.map(|framework| (framework, assessable(framework)));
        Generator { library: Library { words: Words::new(), clauses: clauses.into(), documents: size.documents }, size }
    }

    /// Writes the whole folder.
    pub fn write(&self, root: &Path) -> io::Result<()> {
        put(root, "aimsbook.yaml", CONFIGURATION.as_bytes())?;
        (0..self.size.documents)
            .into_par_iter()
            .try_for_each(|number| put(root, &self.path(number), self.text(number).as_bytes()))?;
        if self.size.records == 0 {
            return Ok(());
        }
        for (path, text) in Registers::new(&self.library, self.size.records).files() {
            put(root, &path, text.as_bytes())?;
        }
        (0..self.size.records / RECORDS_PER_EVIDENCE_FILE)
            .try_for_each(|number| put(root, &evidence_path(number), self.evidence(number).as_bytes()))
    }

    /// Where document number `number` stands in the folder.
    pub fn path(&self, number: usize) -> String {
        self.library.path(number)
    }

    /// The Markdown of document number `number`.
    pub fn text(&self, number: usize) -> String {
        self.library.text(number)
    }

    fn evidence(&self, number: usize) -> String {
        let mut chance = Chance::of(4, number);
        (0..40 + chance.below(60)).map(|_| self.library.words.sentence(&mut chance)).collect()
    }
}

fn assessable(framework: &str) -> Vec<String> {
    let library = catalog::Library::built_in();
    let index = library.framework(framework).expect("a built-in framework");
    library.at(index).assessable().map(|(_, entry)| entry.id.clone()).collect()
}

fn put(root: &Path, path: &str, bytes: &[u8]) -> io::Result<()> {
    let path = root.join(path);
    path.parent().map_or(Ok(()), fs::create_dir_all)?;
    fs::write(path, bytes)
}
