//! The entries nearest to an id that does not exist: its siblings, its group, the control of the same number.
//!
//! Never crosses from one family of ids to another, except from a number to the control that has it.

use crate::catalog::titles::entry_titled;
use crate::catalog::written::{Form, Marker, Written};
use crate::catalog::{ClauseId, FrameworkIndex, Library, Numbering};

/// As many as a help line can hold.
const MOST: usize = 4;

/// The nearest entries in these frameworks, best first; a title beside the id is the best hint of all.
pub fn near_entries(
    written: &Written,
    id: &str,
    title: Option<&str>,
    frameworks: &[FrameworkIndex],
    library: &Library,
) -> Vec<ClauseId> {
    let titled = frameworks.iter().filter_map(|framework| entry_titled(title?, *framework, library));
    let mut near: Vec<ClauseId> = titled.collect();
    if near.is_empty() {
        near = frameworks.iter().flat_map(|framework| near_in(written, id, *framework, library)).collect();
    }
    let mut seen: Vec<ClauseId> = Vec::new();
    near.retain(|clause| {
        let is_new = !seen.contains(clause);
        seen.push(*clause);
        is_new
    });
    near.truncate(MOST);
    near
}

fn near_in(written: &Written, id: &str, framework: FrameworkIndex, library: &Library) -> Vec<ClauseId> {
    let find = |id: &str| library.find(framework, id);
    match (&written.form, library.at(framework).numbering) {
        (Form::Own(_), _) | (_, Numbering::Plain) => similar_ids(id, framework, library),
        (Form::Dotted { letter, parts, .. }, Numbering::Iso) if !is_of_law(written.marker) => {
            let number = parts.join(".");
            let control = find(&format!("A.{number}"));
            let wanted = match (letter, written.marker) {
                (Some(letter), _) => format!("{}.{number}", letter.to_ascii_uppercase()),
                (None, Marker::Control | Marker::Annex) => format!("A.{number}"),
                (None, _) => number,
            };
            control.into_iter().chain(siblings(&wanted, framework, library)).collect()
        }
        (Form::Dotted { letter: None, parts, .. }, Numbering::Law) => match written.marker {
            Marker::Annex => siblings(&format!("Annex.{}", roman(&parts[0])), framework, library),
            Marker::Article | Marker::None => siblings(&format!("Art.{}", parts[0]), framework, library),
            _ => Vec::new(),
        },
        (Form::Roman { number, .. }, Numbering::Law) => {
            let family = if written.marker == Marker::Chapter { "Ch" } else { "Annex" };
            siblings(&format!("{family}.{}", number.to_uppercase()), framework, library)
        }
        (Form::Function { name, number, .. }, Numbering::NistAiRmf) => {
            siblings(&format!("{} {number}", name.to_uppercase()), framework, library)
        }
        (Form::Dotted { letter: None, parts, .. }, Numbering::NistAiRmf) => {
            let number = parts.join(".");
            ["GOVERN", "MAP", "MEASURE", "MANAGE"].iter().filter_map(|name| find(&format!("{name} {number}"))).collect()
        }
        _ => Vec::new(),
    }
}

fn is_of_law(marker: Marker) -> bool {
    matches!(marker, Marker::Article | Marker::Chapter | Marker::Recital)
}

/// Entries whose id differs by a slip or two.
pub fn similar_ids(id: &str, framework: FrameworkIndex, library: &Library) -> Vec<ClauseId> {
    let ids = library.at(framework).entries.iter().map(|entry| entry.id.as_str());
    let near = crate::text::nearest(id, ids, 3);
    near.into_iter().filter_map(|id| library.find(framework, id)).collect()
}

/// The entry itself if only its letter or its point is wrong, two of its siblings, and the group of them all.
fn siblings(wanted: &str, framework: FrameworkIndex, library: &Library) -> Vec<ClauseId> {
    let Some((group, last)) = wanted.rsplit_once(['.', ' ']) else { return Vec::new() };
    let itself = library.find(framework, wanted);
    let mut near: Vec<(usize, i64, ClauseId)> = Vec::new();
    for (at, entry) in library.at(framework).entries.iter().enumerate() {
        if let Some((_, end)) = entry.id.rsplit_once(['.', ' ']).filter(|(start, _)| *start == group) {
            let slips = strsim::damerau_levenshtein(last, end);
            near.push((slips.min(2), (number(last) - number(end)).abs(), ClauseId { framework, entry: at as u16 }));
        }
    }
    near.sort();
    let siblings = near.into_iter().map(|(_, _, clause)| clause).take(2);
    let found: Vec<ClauseId> = itself.into_iter().chain(siblings).chain(library.find(framework, group)).collect();
    if found.is_empty() { siblings_of_group(group, framework, library) } else { found }
}

/// `6.1.2.1` has no siblings: `6.1.2` is what is known of it.
fn siblings_of_group(group: &str, framework: FrameworkIndex, library: &Library) -> Vec<ClauseId> {
    match group.contains(['.', ' ']) {
        true => siblings(group, framework, library),
        false => Vec::new(),
    }
}

/// A number in digits or in Roman ones, so that neighbours are near.
fn number(text: &str) -> i64 {
    let digits: String = text.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().unwrap_or_else(|_| (1..40).find(|number| roman(&number.to_string()) == text).unwrap_or(0))
}

/// A small number as annexes count: `3` is `III`.
fn roman(number: &str) -> String {
    const ONES: [&str; 10] = ["", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX"];
    let number: usize = number.parse().unwrap_or(0);
    "X".repeat((number / 10).min(3)) + ONES[number % 10]
}
