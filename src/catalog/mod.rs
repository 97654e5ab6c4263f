//! Frameworks: their entries, the crosswalk between them, and the one grammar that reads references to them.
//!
//! Never reads a file: built-in catalogs are compiled in, and the user's come as YAML trees.

mod framework;
mod library;
mod reference;
mod references;

pub use framework::{
    Annex, Application, ApplicationCase, ApplicationDate, ClauseId, DocumentedInformation, Entry, EntryPart, Exclusion,
    Framework, FrameworkIndex, LicensedText, Numbering, Related, Relation, Support,
};
pub use library::Library;
pub use reference::{Bare, Mention, Reading, Reference, Target};
pub use references::{mentions, read_references};
