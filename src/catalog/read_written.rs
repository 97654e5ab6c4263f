//! Reads one id where it stands: `Annex A.6.2.4`, `§ 4.2`, `A-6-2-4`, `Art. 9`, `Annex III`, `GV-1.2-002`, `HR-01`.
//!
//! Never looks an id up: it knows forms, and the ids of the user's own entries, which can have any form.

use crate::catalog::library::OwnIds;
use crate::catalog::locator::read_locator;
use crate::catalog::scan::{
    first, is_dash, is_hyphen, is_inside_word, is_space, skip_digits, skip_one, skip_one_of, skip_space, skip_while,
    skip_word,
};
use crate::catalog::written::{Form, Marker, Written};

/// What an item takes over from the one before: `Articles 13 and 50`, `Annex A 5.1, 5.2`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Inherited {
    pub marker: Marker,
    pub letter: Option<char>,
}

impl Inherited {
    pub fn from(written: &Written) -> Inherited {
        let letter = match (&written.form, written.marker) {
            (Form::Dotted { letter, .. }, Marker::Annex) => *letter,
            _ => None,
        };
        Inherited { marker: written.marker, letter }
    }
}

/// Reads the id at `at` with the word before it and the locator behind it.
pub fn read_written(text: &str, at: usize, inherited: Inherited, own_ids: &OwnIds) -> Option<Written> {
    let own = read_own(text, at, own_ids);
    let known = read_known(text, at, inherited);
    let mut written = match (own, known) {
        (Some(own), Some(known)) if known.id.end >= own.id.end => known,
        (own, known) => own.or(known)?,
    };
    let (locator, end) = read_locator(text, written.id.end, &written);
    written.locator = locator;
    written.range.end = end;
    Some(written)
}

fn read_own(text: &str, at: usize, own_ids: &OwnIds) -> Option<Written> {
    let start = first(text, at)?.to_lowercase().next()?;
    let ids = own_ids.get(&start)?;
    let (end, id) = ids.iter().find_map(|(id, _)| Some((skip_lower(text, at, id)?, id)))?;
    let clauses = ids.iter().filter(|(other, _)| other == id).map(|(_, clause)| *clause).collect();
    Some(written(at, at, end, (Marker::None, false), Form::Own(clauses)))
}

/// Past `id`, which is in lower case, when it ends there as a word.
fn skip_lower(text: &str, at: usize, id: &str) -> Option<usize> {
    let mut wanted = id.chars().peekable();
    let mut end = at;
    for character in text[at..].chars() {
        if wanted.peek().is_none() {
            break;
        }
        if !character.to_lowercase().all(|lower| wanted.next() == Some(lower)) {
            return None;
        }
        end += character.len_utf8();
    }
    let goes_on = id.ends_with(char::is_alphanumeric) && is_inside_word(text, end);
    (wanted.peek().is_none() && !goes_on).then_some(end)
}

fn written(start: usize, id: usize, end: usize, marker: (Marker, bool), form: Form) -> Written {
    let (marker, plural) = marker;
    Written { marker, plural, inherited: false, form, id: id..end, range: start..end, locator: String::new() }
}

fn read_known(text: &str, at: usize, inherited: Inherited) -> Option<Written> {
    let Some((marker, plural, after)) = read_marker(text, at) else { return read_unmarked(text, at, inherited) };
    let marked = |id: usize, (form, end): (Form, usize)| written(at, id, end, (marker, plural), form);
    match marker {
        Marker::Annex => read_annex(text, after).map(|(id, form, end)| marked(id, (form, end))),
        Marker::Chapter => read_chapter(text, after).map(|found| marked(after, found)),
        Marker::Article | Marker::Recital => read_dotted(text, after).map(|found| marked(after, found)),
        _ => read_dotted(text, after).or_else(|| read_function(text, after)).map(|found| marked(after, found)),
    }
}

fn read_unmarked(text: &str, at: usize, inherited: Inherited) -> Option<Written> {
    let found = read_function(text, at).or_else(|| read_dotted(text, at));
    let roman = || match inherited.marker {
        Marker::Annex => read_roman(text, at).map(|(number, end)| (Form::Roman { number, section: None }, end)),
        Marker::Chapter => read_chapter(text, at),
        _ => None,
    };
    let (form, end) = found.or_else(roman)?;
    let mut written = written(at, at, end, (Marker::None, true), form);
    let takes_over = match &mut written.form {
        Form::Dotted { letter: letter @ None, .. } => {
            *letter = inherited.letter;
            true
        }
        form => matches!(form, Form::Roman { .. }),
    };
    if takes_over && inherited.marker != Marker::None {
        written.marker = inherited.marker;
        written.inherited = true;
    }
    Some(written)
}

const MARKERS: [(Marker, bool, &[&str]); 11] = [
    (Marker::Annex, false, &["annex"]),
    (Marker::Annex, true, &["annexes"]),
    (Marker::Control, false, &["control", "ctrl"]),
    (Marker::Control, true, &["controls"]),
    (Marker::Clause, false, &["clause", "cl", "subclause", "sub-clause", "section", "sec", "requirement"]),
    (Marker::Clause, true, &["clauses", "subclauses", "sub-clauses", "sections", "requirements", "subcategories"]),
    (Marker::Clause, false, &["subcategory", "category", "function", "action"]),
    (Marker::Article, false, &["article", "art"]),
    (Marker::Article, true, &["articles", "arts"]),
    (Marker::Chapter, true, &["chapter", "chapters", "ch", "chap"]),
    (Marker::Recital, true, &["recital", "recitals"]),
];

/// The word before an id, and where the id itself starts.
fn read_marker(text: &str, at: usize) -> Option<(Marker, bool, usize)> {
    if let Some(end) = skip_one(text, at, |character| character == '§') {
        let several = skip_one(text, end, |character| character == '§');
        return Some((Marker::Clause, several.is_some(), skip_space(text, several.unwrap_or(end))));
    }
    if !first(text, at)?.is_ascii_alphabetic() {
        return None;
    }
    let whole = |word: &&str| {
        let end = skip_word(text, at, word)?;
        (!first(text, end).is_some_and(char::is_alphabetic)).then_some(end)
    };
    let (marker, plural, end) =
        MARKERS.iter().find_map(|(marker, plural, words)| Some((*marker, *plural, words.iter().find_map(whole)?)))?;
    let after = skip_while(text, end, |character| is_space(character) || matches!(character, '.' | ':' | '/' | '#'));
    Some((marker, plural, after))
}

/// `A.6.2.4`, `A control 6.2.4`, `A: 6.2.4`, `A`, or a Roman number; with the place where the id starts.
fn read_annex(text: &str, at: usize) -> Option<(usize, Form, usize)> {
    if let Some((number, end)) = read_roman(text, at) {
        return Some((at, Form::Roman { number, section: None }, end));
    }
    let Some(after) = skip_one(text, at, |character| matches!(character, 'A'..='D' | 'a'..='d')) else {
        return read_dotted(text, at).map(|(form, end)| (at, form, end));
    };
    if let Some((form, end)) = read_dotted(text, at) {
        return Some((at, form, end));
    }
    if is_inside_word(text, after) {
        return None;
    }
    let letter = first(text, at).map(|letter| letter.to_ascii_lowercase());
    let next =
        skip_while(text, after, |character| is_space(character) || is_dash(character) || ",:(/".contains(character));
    let next = match read_marker(text, next) {
        Some((Marker::Control | Marker::Clause, _, past)) => past,
        _ => next,
    };
    match read_dotted(text, next) {
        Some((Form::Dotted { letter: own, parts, suffix }, end)) if next > after => {
            Some((next, Form::Dotted { letter: own.or(letter), parts, suffix }, end))
        }
        _ => Some((at, Form::Dotted { letter, parts: Vec::new(), suffix: String::new() }, after)),
    }
}

fn read_roman(text: &str, at: usize) -> Option<(String, usize)> {
    let end = skip_while(text, at, |character| matches!(character, 'I' | 'V' | 'X' | 'i' | 'v' | 'x'));
    let is_number = (1..=6).contains(&(end - at)) && !is_inside_word(text, end);
    is_number.then(|| (text[at..end].to_ascii_lowercase(), end))
}

fn read_chapter(text: &str, at: usize) -> Option<(Form, usize)> {
    let (number, end) = read_roman(text, at)?;
    let next = skip_while(text, end, |character| is_space(character) || matches!(character, '.' | ','));
    let after_word = skip_word(text, next, "section").or_else(|| skip_word(text, next, "s"));
    let digits =
        after_word.map(|after| skip_space(text, after)).and_then(|start| Some((start, skip_digits(text, start)?)));
    match digits {
        Some((start, stop)) if next > end && !is_inside_word(text, stop) => {
            Some((Form::Roman { number, section: Some(text[start..stop].to_owned()) }, stop))
        }
        _ => Some((Form::Roman { number, section: None }, end)),
    }
}

/// No framework numbers deeper than this.
const MOST_PARTS: usize = 8;

/// `6.1.2`, `A.6.2.4`, `A-6-2-4`, `A 6.2.4`, `4a`.
fn read_dotted(text: &str, at: usize) -> Option<(Form, usize)> {
    let letter = skip_one(text, at, |character| matches!(character, 'A'..='D' | 'a'..='d'));
    let (start, hyphens) = match letter {
        Some(after) => read_joint(text, at, after)?,
        None => (at, false),
    };
    let mut parts = Vec::new();
    let mut end = start;
    loop {
        let stop = skip_digits(text, end).filter(|stop| stop - end <= 3 && parts.len() < MOST_PARTS)?;
        parts.push(text[end..stop].to_owned());
        end = stop;
        let joint = skip_one(text, end, |character| character == '.' || (hyphens && is_hyphen(character)));
        match joint.filter(|next| first(text, *next).is_some_and(|digit| digit.is_ascii_digit())) {
            Some(next) => end = next,
            None => break,
        }
    }
    let after_suffix = skip_one(text, end, |character| character.is_ascii_lowercase()).unwrap_or(end);
    if is_inside_word(text, after_suffix) {
        return None;
    }
    let letter = letter.and_then(|_| first(text, at)).map(|letter| letter.to_ascii_lowercase());
    Some((Form::Dotted { letter, parts, suffix: text[end..after_suffix].to_owned() }, after_suffix))
}

/// What joins the letter and the first number, and whether hyphens join the rest.
fn read_joint(text: &str, letter: usize, after: usize) -> Option<(usize, bool)> {
    let is_digit = |at: usize| first(text, at).is_some_and(|digit| digit.is_ascii_digit());
    let joint = first(text, after)?;
    let next = after + joint.len_utf8();
    match joint {
        '.' => {
            let next = skip_space(text, next);
            is_digit(next).then_some((next, false))
        }
        digit if digit.is_ascii_digit() => Some((after, false)),
        hyphen if is_hyphen(hyphen) => is_digit(next).then_some((next, true)),
        space if is_space(space) => {
            let number = skip_digits(text, next)?;
            let goes_on = text[number..].starts_with('.') && is_digit(number + 1);
            (goes_on && text[letter..].starts_with(char::is_uppercase)).then_some((next, false))
        }
        _ => None,
    }
}

const FUNCTIONS: [(&str, &str); 4] = [("govern", "gv"), ("map", "mp"), ("measure", "ms"), ("manage", "mg")];

/// `GOVERN 1.1`, `MAP-2`, `MS-2.10`, `GV-1.2-002`, and a function's full name alone.
fn read_function(text: &str, at: usize) -> Option<(Form, usize)> {
    let (name, after, is_full) = FUNCTIONS.iter().find_map(|(name, short)| {
        let full = skip_word(text, at, name).map(|after| (*name, after, true));
        full.or_else(|| skip_word(text, at, short).map(|after| (*name, after, false)))
    })?;
    let is_joint = |character: char| is_space(character) || is_dash(character) || matches!(character, '.' | ':' | '_');
    let start = skip_while(text, after, is_joint);
    let Some(end) = read_number(text, start) else {
        let alone = is_full && !is_inside_word(text, after);
        return alone.then(|| (Form::Function { name, number: String::new(), action: String::new() }, after));
    };
    let action = read_action(text, end).unwrap_or(end);
    if is_inside_word(text, action) {
        return None;
    }
    let number = text[start..end].to_owned();
    let action_text = if action > end { format!("-{}", &text[action - 3..action]) } else { String::new() };
    Some((Form::Function { name, number, action: action_text }, action))
}

/// `1` or `1.1`, no more than two digits each.
fn read_number(text: &str, at: usize) -> Option<usize> {
    let short = |start: usize| skip_digits(text, start).filter(|end| end - start <= 2);
    let end = short(at)?;
    let second = skip_one(text, end, |character| character == '.').and_then(short);
    Some(second.unwrap_or(end))
}

/// The three digits of an action of the generative AI profile.
fn read_action(text: &str, at: usize) -> Option<usize> {
    let start = skip_one(text, at, is_hyphen)?;
    skip_digits(text, start).filter(|end| end - start == 3)
}

/// Past a word that stands between a reference and the framework it belongs to.
pub fn skip_of(text: &str, at: usize) -> usize {
    let at = skip_space(text, at);
    let Some(end) = skip_one_of(text, at, &["of the", "of", "in the", "in", "under the", "under", "from", "from the"])
    else {
        return at;
    };
    skip_space(text, end)
}
