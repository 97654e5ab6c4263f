//! A bundle: a site with its exports and evidence, and two lists that say what belongs to it.
//!
//! Never reads or writes a file: what a bundle turned out to hold comes in as a value.

mod assemble;
mod judge;
mod manifest;

pub use assemble::{Bundle, START, SUMS, assemble};
pub use judge::{Fault, Found, Verdict, judge};
pub use manifest::{
    AudienceFacts, CatalogFacts, FindingCounts, ListedFile, MANIFEST, Manifest, Repository, Tool, Tree,
};
