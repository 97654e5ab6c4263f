//! Looks a written id up in one framework, by the framework's way of numbering.
//!
//! Never invents an id: what a framework does not hold is not found.

use crate::catalog::keys::{Meaning, key};
use crate::catalog::written::{Form, Marker, Written};
use crate::catalog::{ClauseId, FrameworkIndex, Library, Numbering, Target};

/// How sure it is that this framework is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant {
    /// It is named, or the default here: `9` is enough for Article 9.
    Surely,
    /// It is one of several: only what is written its own way fits it.
    Perhaps,
}

/// What an id means in the framework.
pub fn look_up(
    text: &str,
    written: &Written,
    framework: FrameworkIndex,
    meant: Meant,
    library: &Library,
) -> Option<Target> {
    let found = find(text, written, framework, meant, library)?;
    let (entry, rest) = match found.meaning {
        Meaning::Entry(entry) => (*entry, String::new()),
        Meaning::Paragraph(entry, rest) => (*entry, rest.clone()),
        Meaning::Guidance(entry) => {
            let clause = ClauseId { framework, entry: *entry };
            let written = format!("{}{}", found.key.to_uppercase(), written.locator);
            return Some(Target::Guidance { clause, written });
        }
    };
    let clause = ClauseId { framework, entry };
    let rest = rest + &found.rest;
    let space =
        if rest.is_empty() || written.locator.is_empty() || written.locator.starts_with(['(', '.']) { "" } else { " " };
    let locator = format!("{rest}{space}{}", written.locator);
    Some(match locator.is_empty() {
        false => Target::Part { clause, locator },
        true if library.get(clause).assessable => Target::Entry(clause),
        true => Target::Heading(clause),
    })
}

struct Found<'a> {
    meaning: &'a Meaning,
    key: String,
    /// What of the id is below the entry.
    rest: String,
}

fn find<'a>(
    text: &str,
    written: &Written,
    framework: FrameworkIndex,
    meant: Meant,
    library: &'a Library,
) -> Option<Found<'a>> {
    if let Form::Own(clauses) = &written.form {
        let clause = clauses.iter().find(|clause| clause.framework == framework)?;
        let id = key(&library.get(*clause).id);
        return Some(Found { meaning: library.meaning(framework, &id)?, key: id, rest: String::new() });
    }
    let candidates = match library.at(framework).numbering {
        Numbering::Iso => iso_keys(written),
        Numbering::Law => law_keys(written, meant),
        Numbering::NistAiRmf => function_keys(written),
        Numbering::Plain => Vec::new(),
    };
    let with_marker = &text[written.range.start..written.id.end];
    let as_written = [&text[written.id.clone()], with_marker].map(|id| (key(id), String::new()));
    let fallback =
        as_written.into_iter().filter(|_| !written.inherited && meant_as_written(written, framework, library));
    candidates.into_iter().chain(fallback).find_map(|(key, rest)| {
        let meaning = library.meaning(framework, &key)?;
        Some(Found { meaning, key, rest })
    })
}

/// The id as it stands is a key where no word before it says otherwise.
fn meant_as_written(written: &Written, framework: FrameworkIndex, library: &Library) -> bool {
    match library.at(framework).numbering {
        Numbering::Plain => true,
        _ => written.marker == Marker::None,
    }
}

/// Keys to try, each with what of the id would then be below the entry.
type Candidates = Vec<(String, String)>;

fn iso_keys(written: &Written) -> Candidates {
    let Form::Dotted { letter, parts, suffix } = &written.form else { return Vec::new() };
    let number = parts.join(".");
    let letter = match (letter, written.marker) {
        (_, Marker::Article | Marker::Chapter | Marker::Recital) => return Vec::new(),
        (Some(letter), _) => Some(*letter),
        (None, Marker::Control) => Some('a'),
        (None, Marker::Annex) if parts.len() > 1 => Some('a'),
        (None, Marker::Annex) => return Vec::new(),
        (None, _) => None,
    };
    let key = letter.map_or(number.clone(), |letter| format!("{letter}.{number}"));
    let rest = if suffix.is_empty() { String::new() } else { format!("({suffix})") };
    vec![(key, rest)]
}

fn law_keys(written: &Written, meant: Meant) -> Candidates {
    match (&written.form, written.marker) {
        (Form::Roman { number, section }, Marker::Annex) if section.is_none() => {
            vec![(format!("annex.{number}"), String::new())]
        }
        (Form::Roman { number, section }, Marker::Chapter) => {
            let section = section.as_ref().map_or(String::new(), |section| format!(".s{section}"));
            vec![(format!("ch.{number}{section}"), String::new())]
        }
        (Form::Dotted { letter: None, parts, suffix }, marker) => {
            let is_bare = marker == Marker::None && meant == Meant::Surely;
            if marker != Marker::Article && !is_bare {
                return Vec::new();
            }
            let below: String = parts[1..].iter().map(|part| format!(".{part}")).collect();
            match below.is_empty() {
                true => vec![(format!("art.{}{suffix}", parts[0]), String::new())],
                false => vec![(format!("art.{}", parts[0]), below + suffix)],
            }
        }
        _ => Vec::new(),
    }
}

fn function_keys(written: &Written) -> Candidates {
    match &written.form {
        Form::Function { name, number, action } if number.is_empty() => vec![((*name).to_owned(), action.clone())],
        Form::Function { name, number, action } => vec![(format!("{name} {number}"), action.clone())],
        _ => Vec::new(),
    }
}
