//! What each code of a finding means that is no rule: mistakes in the text itself, each in one sentence.
//!
//! Never holds a rule, and never says what to do: the finding does, at its place.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const TABLE: &str = include_str!("codes.txt");

/// Every code with its meaning.
pub fn codes() -> &'static BTreeMap<&'static str, &'static str> {
    static CODES: LazyLock<BTreeMap<&str, &str>> =
        LazyLock::new(|| TABLE.lines().filter_map(|line| line.split_once(": ")).collect());
    &CODES
}

#[cfg(test)]
mod tests {
    use super::{TABLE, codes};

    #[test]
    fn each_code_has_one_line_in_order() {
        let names: Vec<&str> = TABLE.lines().map(|line| line.split_once(": ").expect(line).0).collect();
        assert!(names.is_sorted_by(|left, right| left < right), "{names:?}");
        assert_eq!(names.len(), codes().len());
        for (code, meaning) in codes() {
            assert!(meaning.starts_with(char::is_uppercase) && meaning.ends_with('.'), "{code}: {meaning}");
        }
    }
}
