//! What is wrong and where: findings, diagnostics, and one renderer for each output format.
//!
//! Never prints and never exits: a rendered diagnostic is a string.

mod collect;
mod concise;
mod finding;
mod full;
mod json;
mod parallel;

pub use collect::{Counts, sorted};
pub use concise::concise;
pub use finding::{Diagnostic, Finding, Level, Place};
pub use full::{Colour, full};
pub use json::json;
pub use parallel::ordered_map;
