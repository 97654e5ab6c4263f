//! What rules are called in other languages than English, where their documentation is.
//!
//! Never explains a rule.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::rules::Rule;
use crate::syntax::parse_yaml;

/// One map from names to titles for each language.
const TITLES: [(&str, &str); 1] = [("de", include_str!("titles/de.yaml"))];

impl Rule {
    /// One sentence: the fault; in English where a language has no other.
    pub fn title(&self, language: &str) -> String {
        let known = titles().get(language).and_then(|titles| titles.get(self.name));
        known.cloned().unwrap_or_else(|| self.summary())
    }
}

fn titles() -> &'static BTreeMap<&'static str, BTreeMap<String, String>> {
    static READ: OnceLock<BTreeMap<&'static str, BTreeMap<String, String>>> = OnceLock::new();
    READ.get_or_init(|| TITLES.iter().map(|(language, text)| (*language, read(text))).collect())
}

fn read(text: &str) -> BTreeMap<String, String> {
    let root = parse_yaml(text, 0).root;
    let pairs = root.as_ref().and_then(|root| root.map()).unwrap_or_default();
    let title = |pair: &crate::syntax::Pair| Some((pair.key.value.clone(), pair.value.text()?.to_owned()));
    pairs.iter().filter_map(title).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::titles;
    use crate::rules::RULES;

    #[test]
    fn every_rule_is_called_something_in_every_language() {
        let names: BTreeSet<&str> = RULES.iter().map(|rule| rule.name).collect();
        for (language, titles) in titles() {
            let titled: BTreeSet<&str> = titles.keys().map(String::as_str).collect();
            assert_eq!(names, titled, "rules/titles/{language}.yaml");
        }
    }
}
