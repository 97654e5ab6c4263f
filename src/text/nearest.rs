//! The nearest of some known words to a mistyped one.
//!
//! Never decides anything: it only feeds help texts.

/// The candidates nearest to `word`, best first, at most `count`, none that is far from it.
pub fn nearest<'a>(word: &str, candidates: impl IntoIterator<Item = &'a str>, count: usize) -> Vec<&'a str> {
    let wanted = word.to_lowercase();
    let length = wanted.chars().count();
    // Of a word with two letters, two slips leave nothing.
    let limit = if length < 3 { 1 } else { length / 3 + 1 };
    let mut scored: Vec<(usize, &str)> = candidates
        .into_iter()
        .map(|candidate| (strsim::damerau_levenshtein(&wanted, &candidate.to_lowercase()), candidate))
        .filter(|(distance, _)| *distance <= limit)
        .collect();
    scored.sort();
    scored.dedup();
    scored.into_iter().take(count).map(|(_, candidate)| candidate).collect()
}

/// Whether `word` is `known` but for capitals and at most two slips.
pub fn is_near(word: &str, known: &str) -> bool {
    let word = word.to_lowercase();
    // Nothing much longer or shorter can be near; comparing costs the product of both lengths.
    word.len().abs_diff(known.len()) <= 4 && strsim::damerau_levenshtein(&word, known) <= 2
}

#[cfg(test)]
mod tests {
    use super::{is_near, nearest};

    #[test]
    fn finds_a_typo_and_nothing_far() {
        assert_eq!(nearest("aproved", ["approved", "approver", "title"], 1), ["approved"]);
        assert!(nearest("zzzzzz", ["approved", "title"], 3).is_empty());
    }

    #[test]
    fn two_slips_are_near_and_another_word_is_not() {
        assert!(is_near("Clasifcation", "classification") && is_near("classification", "classification"));
        assert!(!is_near("notification", "classification") && !is_near("class", "classification"));
    }
}
