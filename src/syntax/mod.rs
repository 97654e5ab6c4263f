//! One text to spanned trees: YAML nodes, front matter, Markdown bodies.
//!
//! Never knows what a policy is, and hides the parser crates from everyone else.

mod fields;
mod front_matter;
pub mod markdown;
mod node;
mod set_keys;
mod yaml;

pub use fields::{Fields, misplaced_classification, unknown_key, wrong_choice, wrong_date};
pub use front_matter::{Split, split_front_matter};
pub use node::{Node, Pair, Value};
pub use set_keys::{Setting, Step, set_keys};
pub use yaml::{Parsed, parse_yaml};
