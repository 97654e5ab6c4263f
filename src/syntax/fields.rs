//! Reads the keys of a YAML map one by one and reports the ones nobody asked for.
//!
//! Never fails: what is wrong becomes a finding, what is missing is `None`.

use crate::diagnostic::Finding;
use crate::syntax::{Node, Pair};
use crate::text::{Date, Interval, Spanned, is_near, nearest, parse_date, parse_interval};

/// A map being read. Ask for keys, then call [`Fields::finish`].
pub struct Fields<'a> {
    pairs: &'a [Pair],
    asked: Vec<&'a str>,
    pub findings: Vec<Finding>,
}

impl<'a> Fields<'a> {
    /// Starts reading; a node that is not a map is a finding and reads as an empty one.
    pub fn of(node: &'a Node) -> Fields<'a> {
        let mut findings = Vec::new();
        if node.map().is_none() && !node.is_null() {
            findings.push(Finding::error(
                "wrong-type",
                node.span,
                format!("expected a map of keys, found {}", node.shape()),
            ));
        }
        Fields { pairs: node.map().unwrap_or(&[]), asked: Vec::new(), findings }
    }

    /// The first pair with this key, null values included.
    pub fn pair(&mut self, key: &'a str) -> Option<&'a Pair> {
        self.asked.push(key);
        self.pairs.iter().find(|pair| pair.key.value == key)
    }

    /// The value of this key; an empty value reads as absent.
    pub fn node(&mut self, key: &'a str) -> Option<&'a Node> {
        self.pair(key).map(|pair| &pair.value).filter(|node| !node.is_null())
    }

    pub fn text(&mut self, key: &'a str) -> Option<Spanned<String>> {
        let node = self.node(key)?;
        let text = node.spanned_text();
        if text.is_none() {
            self.wrong_type(key, "a text", node);
        }
        text
    }

    /// A list of texts; a single text reads as a list of one.
    pub fn texts(&mut self, key: &'a str) -> Vec<Spanned<String>> {
        let Some(node) = self.node(key) else { return Vec::new() };
        let mut texts = Vec::new();
        for item in node.one_or_many() {
            match item.spanned_text() {
                Some(text) => texts.push(text),
                None => self.wrong_type(key, "a list of texts", item),
            }
        }
        texts
    }

    pub fn date(&mut self, key: &'a str) -> Option<Spanned<Date>> {
        let text = self.text(key)?;
        let date = parse_date(&text.value);
        if date.is_none() {
            self.findings.push(wrong_date(key, &text));
        }
        date.map(|date| Spanned::new(date, text.span))
    }

    pub fn interval(&mut self, key: &'a str) -> Option<Spanned<Interval>> {
        let text = self.text(key)?;
        let interval = parse_interval(&text.value);
        if interval.is_none() {
            let message = format!("`{key}` is not an interval: `{}`", text.value);
            self.findings.push(
                Finding::error("wrong-type", text.span, message).help("write it as `12 months`, `1 year` or `90 days`"),
            );
        }
        interval.map(|interval| Spanned::new(interval, text.span))
    }

    pub fn truth(&mut self, key: &'a str) -> Option<bool> {
        let text = self.text(key)?;
        match text.value.to_lowercase().as_str() {
            "true" | "yes" | "on" => Some(true),
            "false" | "no" | "off" => Some(false),
            _ => {
                let message = format!("`{key}` is yes or no, not `{}`", text.value);
                self.findings.push(Finding::error("wrong-type", text.span, message));
                None
            }
        }
    }

    /// One of a closed list of words.
    pub fn choice(&mut self, key: &'a str, words: &[&'static str]) -> Option<Spanned<&'static str>> {
        let text = self.text(key)?;
        let found = words.iter().find(|word| **word == text.value);
        if found.is_none() {
            self.findings.push(wrong_choice(key, &text, words));
        }
        found.map(|word| Spanned::new(*word, text.span))
    }

    pub fn wrong_type(&mut self, key: &str, wanted: &str, node: &Node) {
        let message = format!("`{key}` must be {wanted}, this is {}", node.shape());
        self.findings.push(Finding::error("wrong-type", node.span, message));
    }

    /// Reports every key that was never asked for, with the nearest one that was.
    pub fn finish(self, what: &str) -> Vec<Finding> {
        self.finish_with(what, &[])
    }

    /// The same, with further keys that are known here but were not asked for.
    pub fn finish_with(mut self, what: &str, known: &[&str]) -> Vec<Finding> {
        for pair in self.pairs {
            let key = pair.key.value.as_str();
            if !self.asked.contains(&key) && !known.contains(&key) {
                let candidates = self.asked.iter().copied().chain(known.iter().copied());
                self.findings.push(unknown_key(&pair.key, what, candidates));
            }
        }
        self.findings
    }
}

/// A key that nothing reads; with the nearest known key.
pub fn unknown_key<'k>(key: &Spanned<String>, what: &str, known: impl IntoIterator<Item = &'k str>) -> Finding {
    let known: Vec<&str> = known.into_iter().collect();
    if let Some(finding) = misplaced_classification(key, what, &known) {
        return finding;
    }
    let finding = Finding::warning("unknown-key", key.span, format!("{what} has no key `{}`", key.value))
        .label("not read by anything")
        .cause(format!("{what}:{}", key.value));
    match nearest(&key.value, known, 1).first() {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// The key that says who may see something.
const CLASSIFICATION: &str = "classification";

/// An error where nothing reads who may see something: passed over, it would be published in spite of its author.
pub fn misplaced_classification(key: &Spanned<String>, what: &str, known: &[&str]) -> Option<Finding> {
    if known.contains(&CLASSIFICATION) || !is_near(&key.value, CLASSIFICATION) {
        return None;
    }
    let message = format!("{what} has no key `{}`: it keeps nothing from anybody", key.value);
    let near = nearest(&key.value, known.iter().copied(), 1).first().map(|near| format!("did you mean `{near}`? "));
    let finding = Finding::error("misplaced-classification", key.span, message).label("not read by anything");
    Some(finding.cause(format!("{what}:{}", key.value)).help(format!(
        "{}`classification` stands in a document's front matter, in a record, or beside `records`; \
         `default_classification` in aimsbook.yaml is for all others",
        near.unwrap_or_default()
    )))
}

pub fn wrong_date(key: &str, text: &Spanned<String>) -> Finding {
    Finding::error("wrong-date", text.span, format!("`{key}` is not a date: `{}`", text.value))
        .label("not a calendar date")
        .help("write dates as year-month-day, such as 2026-03-14")
}

pub fn wrong_choice(key: &str, text: &Spanned<String>, words: &[&str]) -> Finding {
    let help = match nearest(&text.value, words.iter().copied(), 1).first() {
        Some(near) => format!("did you mean `{near}`? known: {}", words.join(", ")),
        None => format!("one of: {}", words.join(", ")),
    };
    Finding::error("wrong-choice", text.span, format!("`{key}` cannot be `{}`", text.value)).help(help)
}
