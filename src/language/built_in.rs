//! The table of languages that come with the program: one file of words each.
//!
//! Never holds a word itself.

/// The language whose words stand in for those that another one lacks.
pub(super) const ENGLISH: &str = "en";

/// Tag and words, in the order in which they are named.
pub(super) const LANGUAGES: [(&str, &str); 2] = [
    ("de", include_str!("../../themes/default/language/de.yaml")),
    (ENGLISH, include_str!("../../themes/default/language/en.yaml")),
];
