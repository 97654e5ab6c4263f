//! The page on top of a bundle, from which everything in it is reached by clicking.
//!
//! Never repeats what stands in the site: it says what this is, leads in, and says how to check that nothing changed.

use serde::Serialize;

use crate::diagnostic::Diagnostic;
use crate::render::Renderer;

/// What the page says; addresses are relative to the bundle's folder.
#[derive(Debug, Clone, Serialize)]
pub struct StartHere {
    /// Where the site begins.
    pub site: String,
    /// Other ways in.
    pub entries: Vec<StartEntry>,
    pub files: usize,
    /// Files of the handbook, copied byte by byte.
    pub copied: usize,
    pub size: String,
    /// Empty when no repository keeps the handbook.
    pub commit: String,
    pub dirty: bool,
    pub catalogs: Vec<StartCatalog>,
}

#[derive(Debug, Clone, Serialize)]
pub struct StartEntry {
    /// The name of its title and its text among the words of the interface.
    pub name: &'static str,
    pub address: String,
}

#[derive(Debug, Clone, Serialize)]
pub struct StartCatalog {
    pub name: String,
    pub edition: String,
    pub digest: String,
}

impl Renderer<'_> {
    /// The page, and what the user's template got wrong.
    pub fn start_here(&self, start: &StartHere) -> (Vec<u8>, Option<Diagnostic>) {
        self.render_alone("start-here.html", "start", start)
    }
}
