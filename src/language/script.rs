//! The direction in which a language is written.
//!
//! Never looks at a text: the tag of its language says it.

/// Arabic, Hebrew, Persian, Urdu and others; a script in the tag (`az-Arab`, `ku-Latn`) comes before the usual one.
pub fn is_right_to_left(tag: &str) -> bool {
    const LANGUAGES: [&str; 13] = ["ar", "arc", "ckb", "dv", "fa", "he", "iw", "ps", "sd", "syr", "ug", "ur", "yi"];
    const SCRIPTS: [&str; 6] = ["adlm", "arab", "hebr", "nkoo", "syrc", "thaa"];
    let tag = tag.to_lowercase();
    let mut parts = tag.split(['-', '_']);
    let primary = parts.next().unwrap_or("");
    match parts.find(|part| part.len() == 4 && part.bytes().all(|byte| byte.is_ascii_alphabetic())) {
        Some(script) => SCRIPTS.contains(&script),
        None => LANGUAGES.contains(&primary),
    }
}

#[cfg(test)]
mod tests {
    use super::is_right_to_left;

    #[test]
    fn the_script_decides_and_without_one_the_language() {
        for tag in ["ar", "ar-EG", "he", "fa_IR", "UR", "az-Arab"] {
            assert!(is_right_to_left(tag), "{tag}");
        }
        for tag in ["en", "de-AT", "ku", "ar-Latn", "zh-Hant", ""] {
            assert!(!is_right_to_left(tag), "{tag}");
        }
    }
}
