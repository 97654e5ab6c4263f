//! What is wrong and where: findings, diagnostics, and one renderer for each output format.
//!
//! Never prints and never exits: a rendered diagnostic is a string.

mod baseline;
mod codes;
mod collect;
mod concise;
mod finding;
mod full;
mod github;
mod gitlab;
mod json;
mod junit;
mod located;
mod parallel;
mod sarif;

pub use baseline::Baseline;
pub use codes::codes;
pub use collect::{Counts, sorted};
pub use concise::concise;
pub use finding::{Diagnostic, Finding, Level, Place};
pub use full::{Colour, full};
pub use github::github;
pub use gitlab::gitlab;
pub use json::json;
pub use junit::junit;
pub use parallel::{both, ordered_map};
pub use sarif::sarif;
