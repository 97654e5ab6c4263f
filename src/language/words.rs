//! The words of one language, ready to be looked up by name, and phrases said with them.
//!
//! Never fails: a text that is not there is empty, and a test makes sure that none is asked for in vain.

use std::collections::BTreeMap;
use std::fmt;
use std::hash::{Hash, Hasher};
use std::sync::{Arc, OnceLock};

use rustc_hash::FxHashMap;

use crate::language::built_in::ENGLISH;
use crate::language::plural::{Form, form};
use crate::language::{Part, Phrase, read_words};
use crate::text::{Date, Sha256, parse_date};

/// The words of one language; a copy is cheap, and two are equal when all their words are.
#[derive(Clone)]
pub struct Words {
    inner: Arc<Inner>,
}

struct Inner {
    tag: String,
    /// By their names, with dots between the groups.
    texts: FxHashMap<String, String>,
    /// The same texts by group and last name, for names that are put together.
    groups: FxHashMap<String, FxHashMap<String, String>>,
    digest: Sha256,
}

impl Words {
    pub(super) fn new(tag: &str, texts: BTreeMap<String, String>) -> Words {
        let listing: String = texts.iter().map(|(key, text)| format!("{key}\0{text}\0")).collect();
        let mut groups: FxHashMap<String, FxHashMap<String, String>> = FxHashMap::default();
        for (key, text) in &texts {
            if let Some((group, name)) = key.rsplit_once('.') {
                groups.entry(group.to_owned()).or_default().insert(name.to_owned(), text.clone());
            }
        }
        let digest = Sha256::of(format!("{tag}\0{listing}").as_bytes());
        let inner = Inner { tag: tag.to_owned(), texts: texts.into_iter().collect(), groups, digest };
        Words { inner: Arc::new(inner) }
    }

    /// The words that terminals, findings and exports for programs speak.
    pub fn english() -> &'static Words {
        static WORDS: OnceLock<Words> = OnceLock::new();
        WORDS.get_or_init(|| read_words(ENGLISH, &[]).0)
    }

    /// The tag of the language, such as `de-AT`.
    pub fn tag(&self) -> &str {
        &self.inner.tag
    }

    /// The language without its region: `de`.
    pub fn primary(&self) -> &str {
        primary_language(&self.inner.tag)
    }

    /// Over all words; part of the key of everything that is rendered with them.
    pub fn digest(&self) -> Sha256 {
        self.inner.digest
    }

    /// Every text by its name.
    pub fn all(&self) -> BTreeMap<&str, &str> {
        self.inner.texts.iter().map(|(key, text)| (key.as_str(), text.as_str())).collect()
    }

    /// The text of this name.
    pub fn text(&self, key: &str) -> &str {
        let text = self.inner.texts.get(key);
        debug_assert!(text.is_some(), "no text is called `{key}`");
        text.map_or("", String::as_str)
    }

    /// The text of a name that is put together from a group and a word; nothing when there is none.
    pub fn find(&self, group: &str, word: &str) -> Option<&str> {
        self.inner.groups.get(group)?.get(word).map(String::as_str)
    }

    /// What a usual name is called in this language; names that an author chose stay as they are.
    pub fn name<'n>(&'n self, group: &str, name: &'n str) -> &'n str {
        let capitals = name.chars().any(char::is_uppercase);
        let found = if capitals { self.find(group, &name.to_lowercase()) } else { self.find(group, name) };
        found.unwrap_or(name)
    }

    /// The text for a number, with the number in its gap `n`.
    pub fn counted(&self, key: &str, number: usize) -> String {
        filled(self.form(key, number), &mut |gap, out| {
            if gap == "n" {
                out.push_str(&number.to_string());
            }
        })
    }

    /// The form of a text that goes with a number, its gaps still open.
    pub fn form(&self, key: &str, number: usize) -> &str {
        let group = self.inner.groups.get(key);
        let form = form(self.primary(), number);
        let text = group.and_then(|forms| forms.get(form.word()).or_else(|| forms.get(Form::Other.word())));
        text.map_or_else(|| self.text(key), String::as_str)
    }

    /// The name of the form that goes with a number.
    pub fn form_for(&self, number: usize) -> &'static str {
        form(self.primary(), number).word()
    }

    /// A phrase in this language.
    pub fn say(&self, phrase: &Phrase) -> String {
        let text = match phrase.number() {
            Some(number) => self.form(phrase.key, number),
            None => self.text(phrase.key),
        };
        filled(text, &mut |gap, out| match phrase.get(gap) {
            Some(part) => self.say_part(part, out),
            None => debug_assert!(false, "nothing fills `{gap}` of `{}`", phrase.key),
        })
    }

    /// Several phrases, one after the other.
    pub fn say_all(&self, phrases: &[Phrase]) -> String {
        phrases.iter().map(|phrase| self.say(phrase)).collect::<Vec<_>>().join("; ")
    }

    fn say_part(&self, part: &Part, out: &mut String) {
        match part {
            Part::Text(text) => out.push_str(text),
            Part::Day(day) => out.push_str(&self.day(*day)),
            Part::Count(number) => out.push_str(&number.to_string()),
            Part::Phrase(phrase) => out.push_str(&self.say(phrase)),
            Part::All(phrases) => out.push_str(&self.say_all(phrases)),
            Part::AnyOf(parts) => {
                for (number, part) in parts.iter().enumerate() {
                    out.push_str(if number == 0 { "" } else { self.text("any_of") });
                    self.say_part(part, out);
                }
            }
        }
    }

    /// A day as it is written in running text: `1 May 2026`.
    pub fn day(&self, day: Date) -> String {
        let month = self.find("dates.months", &format!("{:02}", day.month())).unwrap_or_default();
        filled(self.text("dates.day"), &mut |gap, out| match gap {
            "day" => out.push_str(&day.day().to_string()),
            "month" => out.push_str(month),
            "year" => out.push_str(&day.year().to_string()),
            _ => {}
        })
    }

    /// The same for an ISO date; any other text stays as it is.
    pub fn day_of(&self, iso: &str) -> String {
        parse_date(iso).map_or_else(|| iso.to_owned(), |day| self.day(day))
    }

    /// What something is called inside a sentence: some languages write their nouns with a capital everywhere.
    pub fn in_sentence(&self, title: &str) -> String {
        match self.text("nouns") {
            "capital" => title.to_owned(),
            _ => title.to_lowercase(),
        }
    }
}

/// A language without its region: `de` for `de-AT`.
pub fn primary_language(tag: &str) -> &str {
    tag.split(['-', '_']).next().unwrap_or(tag)
}

/// A text with its gaps `{name}` filled.
pub fn filled(text: &str, fill: &mut dyn FnMut(&str, &mut String)) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}') else { break };
        out.push_str(&rest[..start]);
        fill(&rest[start + 1..start + end], &mut out);
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}

/// The names of the gaps of a text.
pub(super) fn gaps(text: &str) -> Vec<String> {
    let mut found = Vec::new();
    filled(text, &mut |gap, _| found.push(gap.to_owned()));
    found.sort();
    found.dedup();
    found
}

impl Default for Words {
    fn default() -> Words {
        Words::english().clone()
    }
}

impl PartialEq for Words {
    fn eq(&self, other: &Words) -> bool {
        self.inner.digest == other.inner.digest
    }
}

impl Eq for Words {}

impl Hash for Words {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.inner.digest.hash(state);
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "Words({})", self.inner.tag)
    }
}

#[cfg(test)]
mod tests {
    use super::gaps;
    use crate::language::{Words, read_words};
    use crate::text::parse_date;

    #[test]
    fn a_phrase_is_said_in_each_language_with_its_day_and_its_number() {
        let day = parse_date("2026-05-01").unwrap();
        let (german, _) = read_words("de", &[]);
        let (austrian, _) = read_words("de-AT", &[]);
        assert_eq!(Words::english().day(day), "1 May 2026");
        assert_eq!(german.day(day), "1. Mai 2026");
        assert_eq!(austrian.day_of("2026-12-24"), "24. Dezember 2026");
        assert_eq!(german.day_of("soon"), "soon");
        assert_eq!(Words::english().counted("hidden", 1), "1 more that this edition does not show");
        assert_ne!(german.counted("hidden", 1), german.counted("hidden", 2));
    }

    #[test]
    fn gaps_are_found_by_their_names() {
        assert_eq!(gaps("{n} of {all}, {n}"), ["all", "n"]);
        assert_eq!(gaps("{ open"), [""; 0]);
    }
}
