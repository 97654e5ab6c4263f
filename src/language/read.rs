//! Reads the words of a language: the built-in file, and the words of the user's theme over it.
//!
//! Never leaves a text out: what a language lacks is said in English, with a finding.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::diagnostic::{Diagnostic, Finding};
use crate::language::Words;
use crate::language::built_in::{ENGLISH, LANGUAGES};
use crate::language::plural::Form;
use crate::language::words::{gaps, primary_language as primary};
use crate::syntax::{Node, Value, parse_yaml, unknown_key};
use crate::text::{DocPath, Span, Spanned};

/// A file with words of the user's own, such as `theme/language/fr.yaml`.
#[derive(Debug, Clone)]
pub struct OwnWords<'a> {
    pub tag: &'a str,
    pub path: DocPath,
    pub text: &'a str,
}

/// Missing words that a finding names; the rest is counted.
const NAMED: usize = 5;

/// The tags that a configuration can name.
pub fn known_languages<'a>(own: &[OwnWords<'a>]) -> Vec<&'a str> {
    let mut known: Vec<&str> = LANGUAGES.iter().map(|(tag, _)| *tag).chain(own.iter().map(|own| own.tag)).collect();
    known.sort_unstable();
    known.dedup();
    known
}

/// A finding when nobody knows the words of this language; a region (`de-AT`) has those of its language.
pub fn unknown_language(name: &Spanned<String>, known: &[&str]) -> Option<Finding> {
    if known.iter().any(|tag| is_for(tag, &name.value)) {
        return None;
    }
    let message = format!("there are no words in the language `{}`", name.value);
    let help = format!(
        "known are {}; another language is a file of words: theme/language/{}.yaml",
        known.join(", "),
        primary(&name.value)
    );
    Some(Finding::error("unknown-language", name.span, message).help(help))
}

/// The words of a language, those of an unknown one in English, and what is wrong with the user's own.
pub fn read_words(tag: &str, own: &[OwnWords<'_>]) -> (Words, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let english = texts(ENGLISH);
    let built_in = LANGUAGES.iter().find(|(known, _)| *known == primary(tag)).map(|(known, _)| texts(known));
    let mut own: Vec<&OwnWords<'_>> = own.iter().filter(|own| is_for(own.tag, tag)).collect();
    // Those of the region come after those of the language.
    own.sort_by_key(|own| own.tag.len());
    let mut found = built_in.cloned().unwrap_or_default();
    for file in &own {
        let mut findings = Vec::new();
        let parsed = parse_yaml(file.text, 0);
        findings.extend(parsed.findings);
        if let Some(root) = &parsed.root {
            read_own(root, "", english, &mut found, &mut findings);
        }
        diagnostics.extend(findings.into_iter().map(|finding| finding.at(&file.path)));
    }
    if let (None, Some(file)) = (built_in, own.last()) {
        diagnostics.extend(missing(english, &found).map(|finding| finding.at(&file.path)));
    }
    for (key, text) in english {
        // A language with other forms than English has its own set of them.
        let has_forms = form_of(key).is_some_and(|group| found.contains_key(&format!("{group}.other")));
        if !has_forms {
            found.entry(key.clone()).or_insert_with(|| text.clone());
        }
    }
    (Words::new(tag, found), diagnostics)
}

/// The text with a number that a name is a form of.
fn form_of(key: &str) -> Option<&str> {
    let (group, last) = key.rsplit_once('.')?;
    Form::ALL.iter().any(|form| form.word() == last).then_some(group)
}

/// Whether words under one tag are for another: `de` is for `de-AT`, and `de-AT` for nobody else.
fn is_for(words: &str, tag: &str) -> bool {
    words.eq_ignore_ascii_case(tag) || words.eq_ignore_ascii_case(primary(tag))
}

/// The texts of a built-in language by their names, read once.
fn texts(tag: &'static str) -> &'static BTreeMap<String, String> {
    static READ: OnceLock<BTreeMap<&'static str, BTreeMap<String, String>>> = OnceLock::new();
    static NONE: BTreeMap<String, String> = BTreeMap::new();
    let read = |text: &str| {
        let mut found = BTreeMap::new();
        if let Some(root) = parse_yaml(text, 0).root {
            flatten(&root, "", &mut found);
        }
        found
    };
    READ.get_or_init(|| LANGUAGES.iter().map(|(tag, text)| (*tag, read(text))).collect()).get(tag).unwrap_or(&NONE)
}

fn flatten(node: &Node, name: &str, found: &mut BTreeMap<String, String>) {
    match &node.value {
        Value::Map(pairs) => pairs.iter().for_each(|pair| flatten(&pair.value, &below(name, &pair.key.value), found)),
        Value::Scalar { text, .. } => drop(found.insert(name.to_owned(), text.clone())),
        Value::List(_) | Value::Null => {}
    }
}

fn below(group: &str, name: &str) -> String {
    if group.is_empty() { name.to_owned() } else { format!("{group}.{name}") }
}

/// Takes over every text that there is in English too.
fn read_own(
    node: &Node,
    group: &str,
    english: &BTreeMap<String, String>,
    found: &mut BTreeMap<String, String>,
    findings: &mut Vec<Finding>,
) {
    let Some(pairs) = node.map() else {
        let message = format!("words are a map from names to texts, this is {}", node.shape());
        return findings.push(Finding::error("wrong-type", node.span, message));
    };
    for pair in pairs {
        let name = below(group, &pair.key.value);
        let is_group = english.keys().any(|known| known.strip_prefix(&name).is_some_and(|rest| rest.starts_with('.')));
        let model = english.get(&name).or_else(|| plural_model(&name, english));
        match (model, &pair.value.value) {
            (_, Value::Map(_)) if is_group => read_own(&pair.value, &name, english, found, findings),
            (Some(model), Value::Scalar { text, .. }) => {
                findings.extend(unknown_gap(text, model, pair.value.span));
                found.insert(name, text.clone());
            }
            (Some(_), _) => {
                let message = format!("`{name}` is a text, this is {}", pair.value.shape());
                findings.push(Finding::error("wrong-type", pair.value.span, message));
            }
            (None, _) if is_group => {
                let message = format!("`{name}` is a group of texts, this is {}", pair.value.shape());
                findings.push(Finding::error("wrong-type", pair.value.span, message));
            }
            (None, _) => {
                let siblings = english.keys().filter_map(|known| sibling(known, group));
                findings.push(unknown_key(&pair.key, "this language", siblings));
            }
        }
    }
}

/// Forms that English does not have follow the one that it uses for most numbers.
fn plural_model<'e>(name: &str, english: &'e BTreeMap<String, String>) -> Option<&'e String> {
    english.get(&format!("{}.other", form_of(name)?))
}

fn sibling<'k>(key: &'k str, group: &str) -> Option<&'k str> {
    let rest = if group.is_empty() { key } else { key.strip_prefix(group)?.strip_prefix('.')? };
    rest.split('.').next()
}

fn unknown_gap(text: &str, model: &str, span: Span) -> Option<Finding> {
    let known = gaps(model);
    let unknown = gaps(text).into_iter().find(|gap| !known.contains(gap))?;
    let finding = Finding::warning("unknown-gap", span, format!("nothing fills `{{{unknown}}}` here"));
    Some(match known.is_empty() {
        true => finding.help("this text has no gaps"),
        false => finding.help(format!("its gaps are {{{}}}", known.join("}, {"))),
    })
}

/// A language of the user's own says all that English says; of a text with a number, the form for most numbers.
fn missing(english: &BTreeMap<String, String>, found: &BTreeMap<String, String>) -> Option<Finding> {
    let optional = |key: &str| {
        !key.ends_with(".other") && form_of(key).is_some_and(|group| english.contains_key(&format!("{group}.other")))
    };
    let missing: Vec<&str> =
        english.keys().map(String::as_str).filter(|key| !found.contains_key(*key) && !optional(key)).collect();
    if missing.is_empty() {
        return None;
    }
    let named = missing.iter().take(NAMED).map(|key| format!("`{key}`")).collect::<Vec<_>>().join(", ");
    let more = missing.len().saturating_sub(NAMED);
    let more = if more > 0 { format!(" and {more} more") } else { String::new() };
    let message = format!("this language lacks words: {named}{more}");
    Some(Finding::warning("missing-words", Span::default(), message).help("until they are there, they are in English"))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{OwnWords, gaps, known_languages, read_words, texts, unknown_language};
    use crate::language::Words;
    use crate::language::built_in::LANGUAGES;
    use crate::text::{DocPath, Span, Spanned};

    fn own<'a>(tag: &'a str, text: &'a str) -> OwnWords<'a> {
        OwnWords { tag, path: DocPath::new(&format!("theme/language/{tag}.yaml")).unwrap(), text }
    }

    fn said(tag: &str, text: &str) -> (Words, Vec<String>) {
        let (words, diagnostics) = read_words(tag, &[own(tag, text)]);
        let said = diagnostics.iter().map(|found| format!("{}: {}", found.finding.code, found.finding.message));
        (words, said.collect())
    }

    #[test]
    fn every_language_says_everything_with_the_same_gaps() {
        let english = texts("en");
        for (tag, _) in LANGUAGES {
            let found = texts(tag);
            let keys = |texts: &std::collections::BTreeMap<String, String>| {
                texts.keys().cloned().collect::<BTreeSet<String>>()
            };
            let (wanted, there) = (keys(english), keys(found));
            let missing: Vec<&String> = wanted.difference(&there).collect();
            let unknown: Vec<&String> = there.difference(&wanted).collect();
            assert!(missing.is_empty(), "language/{tag}.yaml lacks {missing:?}");
            assert!(unknown.is_empty(), "language/{tag}.yaml has {unknown:?}, which English has not");
            for (key, text) in found {
                assert_eq!(gaps(text), gaps(&english[key]), "the gaps of `{key}` in language/{tag}.yaml");
                assert!(!text.trim().is_empty(), "`{key}` in language/{tag}.yaml is empty");
            }
        }
    }

    #[test]
    fn single_words_can_be_replaced() {
        let (words, said) = said("de", "owner: Eigner\nchart: {target: Soll}\n");
        assert_eq!(said, [""; 0]);
        assert_eq!((words.text("owner"), words.text("chart.target")), ("Eigner", "Soll"));
        assert_eq!(words.text("home"), read_words("de", &[]).0.text("home"));
    }

    #[test]
    fn what_is_wrong_with_words_is_said() {
        let (_, told) = said("de", "ownr: Eigner\nhome: [a]\nchart: x\nhidden: {other: '{m} weitere'}\n");
        assert_eq!(
            told,
            [
                "unknown-key: this language has no key `ownr`",
                "wrong-type: `home` is a text, this is a list",
                "wrong-type: `chart` is a group of texts, this is a text",
                "unknown-gap: nothing fills `{m}` here",
            ]
        );
        let (words, told) = said("fr", "home: Accueil\nhidden: {many: '{n} de plus'}\n");
        assert_eq!(told.len(), 1, "{told:?}");
        assert!(told[0].starts_with("missing-words: this language lacks words: "), "{told:?}");
        assert_eq!((words.text("home"), words.text("owner")), ("Accueil", "Owner"));
    }

    #[test]
    fn a_language_is_known_by_its_words() {
        let french = [own("fr", "")];
        let known = known_languages(&french);
        assert_eq!(known, ["de", "en", "fr"]);
        let unknown = |tag: &str| unknown_language(&Spanned::new(tag.to_owned(), Span::default()), &known);
        for tag in ["de", "de-AT", "EN", "fr-CA"] {
            assert!(unknown(tag).is_none(), "{tag}");
        }
        assert!(unknown("es").unwrap().help.unwrap().contains("de, en, fr"));
    }
}
