//! Frameworks: their entries, the crosswalk between them, and the one grammar that reads references to them.
//!
//! Never reads a file: built-in catalogs are compiled in, and the user's come as YAML trees.

mod assemble;
mod built_in;
mod catalog_entry;
mod catalog_file;
mod crosswalk;
mod framework;
mod keys;
mod library;
mod names;
mod reference;
mod references;
mod scan;
mod user_files;

pub use framework::{
    Annex, Application, ApplicationCase, ApplicationDate, ClauseId, DocumentedInformation, Entry, EntryPart, Exclusion,
    Framework, FrameworkIndex, LicensedText, Numbering, Related, Relation, Support,
};
pub use library::Library;
pub use reference::{Bare, Mention, Reading, Reference, Target};
pub use references::{mentions, read_references};
