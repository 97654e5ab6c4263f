//! The names of frameworks, as people write them: `ISO/IEC 42001:2023`, `iso42001`, `AI Act`, `iso-42001@2023`.
//!
//! Never takes one edition for another: a wrong edition is a name that says what is wrong.

use std::collections::BTreeMap;

use crate::catalog::scan::{first, is_dash, is_inside_word, is_space, skip_space};
use crate::catalog::{Framework, FrameworkIndex};

/// All names of all frameworks, without regard to case, spaces and signs.
#[derive(Debug, Clone, Default)]
pub struct Names {
    /// By first character, so that most words of a text cost one look-up; the longest first.
    names: BTreeMap<char, Vec<(String, FrameworkIndex)>>,
    editions: Vec<Vec<String>>,
    starts: Starts,
}

/// The first two letters of all names as a bit each: almost every word of a text is told apart by them.
#[derive(Debug, Clone)]
struct Starts(Box<[u64; 256]>);

impl Default for Starts {
    fn default() -> Starts {
        Starts(Box::new([0; 256]))
    }
}

impl Starts {
    fn add(&mut self, name: &str) {
        if let [first, second, ..] = name.as_bytes() {
            let bit = pair(*first, *second);
            self.0[bit / 64] |= 1 << (bit % 64);
        }
    }

    /// Signs and other scripts at the start are for the slower look to judge.
    fn hold(&self, text: &[u8], at: usize) -> bool {
        match (text.get(at), text.get(at + 1)) {
            (Some(first), Some(second)) if first.is_ascii() && second.is_ascii_alphanumeric() => {
                let bit = pair(*first, *second);
                self.0[bit / 64] >> (bit % 64) & 1 == 1
            }
            (first, _) => first.is_some(),
        }
    }
}

/// Two letters or digits as a number below 128 * 128, the same in upper and lower case.
fn pair(first: u8, second: u8) -> usize {
    (first.to_ascii_lowercase() as usize % 128) * 128 + second.to_ascii_lowercase() as usize % 128
}

/// A name found in a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Named {
    pub framework: FrameworkIndex,
    pub start: usize,
    /// Where the name ends, its edition included.
    pub end: usize,
    /// The edition that was asked for and is not the catalog's.
    pub wrong_edition: Option<String>,
    /// A bare number such as `27001`, which may be anything in running text.
    pub is_number: bool,
}

impl Names {
    pub fn of(frameworks: &[Framework]) -> Names {
        let mut names = Names::default();
        for (at, framework) in frameworks.iter().enumerate() {
            let own = [&framework.id, &framework.name].into_iter().chain(&framework.aliases);
            for name in own.map(|name| condensed(name)).filter(|name| !name.is_empty()) {
                names.starts.add(&name);
                let first = name.chars().next().unwrap_or_default();
                let alike = names.names.entry(first).or_default();
                if !alike.iter().any(|(known, _)| *known == name) {
                    alike.push((name, FrameworkIndex(at as u16)));
                }
            }
            let editions = std::iter::once(&framework.edition).chain(&framework.edition_aliases);
            let mut editions: Vec<String> = editions.map(|edition| edition.to_lowercase()).collect();
            editions.sort_by_key(|edition| std::cmp::Reverse(edition.len()));
            names.editions.push(editions);
        }
        for alike in names.names.values_mut() {
            alike.sort_by(|(left, _), (right, _)| right.len().cmp(&left.len()).then(left.cmp(right)));
        }
        names
    }

    /// How many frameworks these names are for.
    pub fn count(&self) -> usize {
        self.editions.len()
    }

    /// The framework that the whole text names.
    pub fn whole(&self, text: &str) -> Option<Named> {
        let text = text.trim().trim_end_matches(':').trim_end();
        self.at(text, 0).filter(|named| named.end == text.len())
    }

    /// The framework named at this place, with the edition behind it.
    pub fn at(&self, text: &str, at: usize) -> Option<Named> {
        if !self.may_start(text, at) {
            return None;
        }
        let alike = self.names.get(&first(text, at)?.to_lowercase().next()?)?;
        let (name, framework, end) =
            alike.iter().find_map(|(name, framework)| Some((name, *framework, match_name(name, text, at)?)))?;
        let (end, wrong_edition) = self.read_edition(text, end, framework);
        let is_number = name.bytes().all(|byte| byte.is_ascii_digit());
        Some(Named { framework, start: at, end, wrong_edition, is_number })
    }

    /// A quick no for most places.
    pub fn may_start(&self, text: &str, at: usize) -> bool {
        self.starts.hold(text.as_bytes(), at)
    }

    /// Where the edition ends, and the edition if it is not the catalog's.
    fn read_edition(&self, text: &str, end: usize, framework: FrameworkIndex) -> (usize, Option<String>) {
        let none = (end, None);
        let after_space = skip_space(text, end);
        let Some(sign) = text[after_space..].chars().next() else { return none };
        let joined = after_space == end;
        let is_sign = matches!(sign, ':' | '@' | '(') || (is_dash(sign) && joined);
        let start = if is_sign { skip_space(text, after_space + sign.len_utf8()) } else { after_space };
        if start == end {
            return none;
        }
        let close = |at: usize| if sign == '(' && text[at..].starts_with(')') { at + 1 } else { at };
        let rest = &text[start..];
        for edition in &self.editions[framework.0 as usize] {
            let matched = rest.get(..edition.len()).is_some_and(|found| found.eq_ignore_ascii_case(edition));
            let at = start + edition.len();
            if matched
                && !is_inside_word(text, at)
                && !is_decimal(text, at)
                && (sign != '(' || text[at..].starts_with(')'))
            {
                return (close(at), None);
            }
        }
        let length = match sign {
            '@' => rest.find(|character| is_space(character) || matches!(character, ',' | ';')).unwrap_or(rest.len()),
            ':' | '(' => year_length(rest),
            _ if is_sign => year_length(rest),
            _ => 0,
        };
        let at = start + length;
        match length {
            0 => none,
            _ if sign == '(' && !text[at..].starts_with(')') => none,
            _ => (close(at), Some(rest[..length].to_owned())),
        }
    }
}

/// Letters and digits in lower case, everything else left out.
fn condensed(name: &str) -> String {
    name.chars().filter(|character| character.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Where a condensed name ends in the text; signs and spaces between its letters do not matter.
fn match_name(name: &str, text: &str, at: usize) -> Option<usize> {
    let mut wanted = name.chars();
    let mut next = wanted.next()?;
    let mut skipped = 0;
    let mut characters = text[at..].char_indices();
    loop {
        let (offset, character) = characters.next()?;
        if character.is_alphanumeric() {
            for lower in character.to_lowercase() {
                if lower != next {
                    return None;
                }
                match wanted.next() {
                    Some(character) => next = character,
                    None => {
                        let end = at + offset + character.len_utf8();
                        return (!is_inside_word(text, end)).then(|| past_bracket(text, at, end));
                    }
                }
            }
            skipped = 0;
        } else {
            let is_joint =
                is_space(character) || is_dash(character) || matches!(character, '_' | '/' | '(' | ')' | '.' | ':');
            skipped += 1;
            if !is_joint || skipped > 2 || offset == 0 {
                return None;
            }
        }
    }
}

/// Past the bracket that closes one opened inside the name, as in `ISO/IEC 42001 (2023)`.
fn past_bracket(text: &str, start: usize, end: usize) -> usize {
    let open = text[start..end].matches('(').count() > text[start..end].matches(')').count();
    if open && text[end..].starts_with(')') { end + 1 } else { end }
}

/// Four digits of this or the last century that stand alone.
fn year_length(rest: &str) -> usize {
    let is_year = rest.len() >= 4
        && (rest.starts_with("19") || rest.starts_with("20"))
        && rest.as_bytes()[..4].iter().all(u8::is_ascii_digit);
    if is_year && !is_inside_word(rest, 4) && !is_decimal(rest, 4) { 4 } else { 0 }
}

/// A point and a digit follow: the number goes on.
fn is_decimal(text: &str, at: usize) -> bool {
    text.as_bytes().get(at) == Some(&b'.') && text.as_bytes().get(at + 1).is_some_and(u8::is_ascii_digit)
}
