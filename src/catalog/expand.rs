//! Ranges: what the second end means beside the first, and the entries between them.
//!
//! Never bridges two families of ids: from a clause to a control is no range.

use crate::catalog::lookup::{Meant, look_up};
use crate::catalog::scan::skip_digits;
use crate::catalog::written::{Form, Marker, Written};
use crate::catalog::{ClauseId, Entry, FrameworkIndex, Library, Target};

/// A range of more entries than this is a mistake.
const LONGEST_RANGE: usize = 200;

/// Why a range has no entries.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RangeFault {
    UnknownStart,
    /// With the end as it was read: `6.4` after `A.6.1` is A.6.4.
    UnknownEnd(Box<Written>),
    /// An end is a point or paragraph below an entry, or guidance.
    NotWhole,
    AcrossFamilies,
    Backwards,
    TooLong(usize),
}

/// The entries from `from` to `to`, both included, in catalog order.
pub fn expand_range(
    text: &str,
    from: &Written,
    to: &Written,
    framework: FrameworkIndex,
    meant: Meant,
    library: &Library,
) -> Result<Vec<Target>, RangeFault> {
    let start = look_up(text, from, framework, meant, library).ok_or(RangeFault::UnknownStart)?;
    let start = whole(&start).ok_or(RangeFault::NotWhole)?;
    let readings = second_ends(from, to);
    let own = own_end(text, from, to, framework, library);
    let known: Vec<Target> =
        readings.iter().filter_map(|reading| look_up(text, reading, framework, meant, library)).chain(own).collect();
    let ends: Vec<ClauseId> = known.iter().filter_map(whole).collect();
    let fits = |end: &&ClauseId| end.entry >= start.entry && same_family(library, start, **end);
    match ends.iter().find(fits).or(ends.first()) {
        Some(end) => entries_between(library, start, *end),
        None if known.is_empty() => Err(RangeFault::UnknownEnd(Box::new(readings[readings.len() - 1].clone()))),
        None => Err(RangeFault::NotWhole),
    }
}

fn whole(target: &Target) -> Option<ClauseId> {
    match target {
        Target::Entry(clause) | Target::Heading(clause) => Some(*clause),
        _ => None,
    }
}

/// What the second end can mean: `A.5.24–28`, `A.6.1–6.4` and `GOVERN 1.1–1.3` leave out what the first end says.
fn second_ends(from: &Written, to: &Written) -> Vec<Written> {
    let mut readings = Vec::new();
    let Form::Dotted { letter: None, parts, suffix } = &to.form else { return vec![to.clone()] };
    match &from.form {
        Form::Dotted { letter, parts: first, .. } if to.marker == Marker::None || to.inherited => {
            let with = |parts: Vec<String>| Written {
                form: Form::Dotted { letter: *letter, parts, suffix: suffix.clone() },
                marker: from.marker,
                ..to.clone()
            };
            if parts.len() < first.len() {
                readings.push(with([&first[..first.len() - parts.len()], parts].concat()));
            }
            readings.push(with(parts.clone()));
        }
        Form::Function { name, number, .. } => {
            let first: Vec<&str> = number.split('.').collect();
            let kept = &first[..first.len().saturating_sub(parts.len())];
            let number = kept.iter().copied().chain(parts.iter().map(String::as_str)).collect::<Vec<_>>().join(".");
            readings.push(Written { form: Form::Function { name, number, action: String::new() }, ..to.clone() });
        }
        _ => readings.push(to.clone()),
    }
    readings
}

/// `HR-01–05`: the digits at the end of an own id are replaced.
fn own_end(text: &str, from: &Written, to: &Written, framework: FrameworkIndex, library: &Library) -> Option<Target> {
    let (Form::Own(_), Form::Dotted { letter: None, .. }) = (&from.form, &to.form) else { return None };
    let (first, last) = (&text[from.id.clone()], &text[to.id.clone()]);
    let is_number = skip_digits(last, 0) == Some(last.len()) && last.len() <= first.len();
    let stem = first.get(..first.len().checked_sub(last.len())?).filter(|_| is_number)?;
    let id = format!("{stem}{last}").to_lowercase();
    let meaning = library.meaning(framework, &id)?;
    match meaning {
        crate::catalog::keys::Meaning::Entry(entry) => Some(Target::Entry(ClauseId { framework, entry: *entry })),
        _ => None,
    }
}

fn entries_between(library: &Library, start: ClauseId, end: ClauseId) -> Result<Vec<Target>, RangeFault> {
    if !same_family(library, start, end) {
        return Err(RangeFault::AcrossFamilies);
    }
    if end.entry < start.entry {
        return Err(RangeFault::Backwards);
    }
    let entries = &library.at(start.framework).entries;
    let target = |at: u16| {
        let clause = ClauseId { framework: start.framework, entry: at };
        if entries[at as usize].assessable { Target::Entry(clause) } else { Target::Heading(clause) }
    };
    let is_heading = |end: ClauseId| !entries[end.entry as usize].assessable;
    let targets: Vec<Target> = if is_heading(start) || is_heading(end) {
        // From or to a heading, each means what it means alone: a heading is a hint, and nothing below it is meant.
        let next = |at: &u16| Some(last_below(entries, *at) + 1).filter(|next| *next <= end.entry);
        std::iter::successors(Some(start.entry), next).map(target).collect()
    } else {
        (start.entry..=end.entry).filter(|at| entries[*at as usize].assessable).map(target).collect()
    };
    match targets.len() {
        count if count > LONGEST_RANGE => Err(RangeFault::TooLong(count)),
        _ => Ok(targets),
    }
}

/// The last entry below this one, or the entry itself.
fn last_below(entries: &[Entry], mut at: u16) -> u16 {
    while let Some(child) = entries[at as usize].children.last() {
        at = *child;
    }
    at
}

fn same_family(library: &Library, left: ClauseId, right: ClauseId) -> bool {
    family(&library.get(left).id) == family(&library.get(right).id)
}

/// The letters that an id starts with: nothing for clauses, `A`, `Art`, `Annex`, `GOVERN`, `HR`.
fn family(id: &str) -> String {
    id.chars().take_while(|character| character.is_alphabetic()).collect::<String>().to_lowercase()
}
