//! Frameworks: their entries, the crosswalk between them, and the one grammar that reads references to them.
//!
//! Never reads a file: built-in catalogs are compiled in, and the user's come as YAML trees.

mod applies;
mod assemble;
mod built_in;
mod catalog_entry;
mod catalog_file;
mod crosswalk;
mod expand;
mod framework;
mod items;
mod keys;
mod library;
mod locator;
mod lookup;
mod mentions;
mod names;
mod near;
mod problems;
mod read_written;
mod reference;
mod references;
mod scan;
mod titles;
mod user_files;
mod written;

pub use applies::{Applies, Situation};
pub use framework::{
    Annex, Application, ApplicationCase, ApplicationDate, ClauseId, DocumentedInformation, Entry, EntryPart, Exclusion,
    Framework, FrameworkIndex, Gate, LicensedText, Numbering, Related, Relation, Support,
};
pub use library::Library;
pub use mentions::mentions;
pub use reference::{Bare, Mention, Reading, Reference, Target};
pub use references::read_references;
