//! Letters as search compares them: lower case, without accents, with compatible forms made one.
//!
//! Never changes what is shown; `search.js` folds what a reader types by the same rules.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Whether a character is part of a word.
pub(super) fn is_word(character: char) -> bool {
    character.is_alphanumeric() || (!character.is_ascii() && is_combining_mark(character))
}

/// Characters that join words to one when they stand between them: `A.6.2.4`, `POL-001`, `snake_case`.
pub(super) fn is_joiner(character: char) -> bool {
    matches!(character, '.' | '-' | '_')
}

/// A name as those disks compare it that know no capitals and one form of each letter.
pub fn name_key(name: &str) -> String {
    if name.is_ascii() { name.to_ascii_lowercase() } else { name.nfc().flat_map(char::to_lowercase).nfc().collect() }
}

/// Appends the folded form of a run of words and joiners; anything else that folding brings forth is left out.
pub(super) fn fold_into(out: &mut String, run: &str) {
    if run.is_ascii() {
        out.push_str(run);
        out.make_ascii_lowercase();
        return;
    }
    let plain = run.chars().flat_map(char::to_lowercase).nfkd().filter(|character| !is_accent(*character));
    let folded = plain.flat_map(|character| spelled_out(character).chars().chain(kept(character))).nfc();
    out.extend(folded.filter(|character| is_word(*character) || is_joiner(*character)));
}

/// Accents of the scripts where a word without them is still the word; the marks of other scripts are letters.
fn is_accent(character: char) -> bool {
    matches!(character, '\u{300}'..='\u{36f}')
}

/// Letters that no decomposition takes apart, as they are typed without them.
fn spelled_out(character: char) -> &'static str {
    match character {
        'ß' => "ss",
        'æ' => "ae",
        'œ' => "oe",
        'ø' => "o",
        'ł' => "l",
        'đ' | 'ð' => "d",
        'þ' => "th",
        'ı' => "i",
        'ς' => "σ",
        _ => "",
    }
}

fn kept(character: char) -> Option<char> {
    spelled_out(character).is_empty().then_some(character)
}

/// Characters of scripts that are written without spaces between words.
pub(super) fn is_unspaced(character: char) -> bool {
    matches!(
        character,
        '\u{e00}'..='\u{eff}'
            | '\u{1000}'..='\u{109f}'
            | '\u{1780}'..='\u{17ff}'
            | '\u{2e80}'..='\u{2fdf}'
            | '\u{3005}'..='\u{3007}'
            | '\u{3040}'..='\u{30ff}'
            | '\u{31f0}'..='\u{31ff}'
            | '\u{3400}'..='\u{4dbf}'
            | '\u{4e00}'..='\u{9fff}'
            | '\u{f900}'..='\u{faff}'
            | '\u{20000}'..='\u{3134f}'
    )
}

#[cfg(test)]
mod tests {
    use super::fold_into;

    fn folded(text: &str) -> String {
        let mut out = String::new();
        fold_into(&mut out, text);
        out
    }

    #[test]
    fn makes_one_of_what_readers_take_for_one() {
        assert_eq!(folded("Größe"), "grosse");
        assert_eq!(folded("GRÖSSE"), "grosse");
        assert_eq!(folded("Évaluation"), folded("E\u{301}valuation"));
        assert_eq!(folded("ＡＩ"), "ai");
        assert_eq!(folded("ŁÓDŹ"), "lodz");
        assert_eq!(folded("ΣΥΣΤΗΜΑΤΟΣ"), folded("συστήματος"));
    }

    #[test]
    fn keeps_marks_that_are_letters() {
        assert_eq!(folded("が"), "が");
        assert_eq!(folded("ｶﾞ"), "ガ");
        assert_eq!(folded("हिन्दी"), "हिन्दी");
    }
}
