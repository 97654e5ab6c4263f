//! What is said about references that lead nowhere: the nearest ids and titles, and where else the id exists.
//!
//! Never resolves anything itself.

use std::ops::Range;

use crate::catalog::expand::RangeFault;
use crate::catalog::lookup::{Meant, look_up};
use crate::catalog::names::Named;
use crate::catalog::near::{near_entries, similar_ids};
use crate::catalog::titles::entry_titled;
use crate::catalog::written::{Form, Marker, Written};
use crate::catalog::{ClauseId, FrameworkIndex, Library, Numbering, Reading};
use crate::diagnostic::Finding;
use crate::text::Span;

/// `A.8.3 External reporting`.
pub fn id_and_title(library: &Library, clause: ClauseId) -> String {
    let entry = library.get(clause);
    format!("{} {}", entry.id, entry.title)
}

/// The id does not exist in any of `frameworks`.
pub fn unknown_clause(
    text: &str,
    written: &Written,
    title: Option<&str>,
    frameworks: &[FrameworkIndex],
    reading: &Reading,
    span: Span,
) -> Finding {
    let library = reading.library;
    let id = shown(text, written);
    let message = match frameworks {
        [framework] => format!("`{id}` is not in {}", library.at(*framework).name),
        _ => format!("`{id}` is in none of the enabled frameworks"),
    };
    let finding = Finding::error("unknown-clause", span, message).label("no such entry").cause(id.to_owned());
    if written.marker == Marker::Recital {
        return finding.help("recitals are no entries of the catalog; refer to the article that the recital explains");
    }
    let former = frameworks.iter().find_map(|framework| former_edition(written, *framework, library));
    let annex = || frameworks.iter().find_map(|framework| annex_without_entries(written, *framework, library));
    let near = || listed(&near_entries(written, &text[written.id.clone()], title, frameworks, library), library);
    let near = former.or_else(annex).or_else(near);
    let elsewhere = other_framework(text, written, frameworks, reading);
    let help: Vec<String> = near.into_iter().chain(elsewhere).collect();
    match help.as_slice() {
        [] => finding,
        [only] => finding.help(only),
        [near, ..] if near.ends_with('?') => finding.help(help.join(" ")),
        _ => finding.help(help.join(". ")),
    }
}

/// The id as a reader sees it, without the locator.
fn shown<'a>(text: &'a str, written: &Written) -> &'a str {
    text[written.range.start..written.id.end].trim()
}

fn listed(near: &[ClauseId], library: &Library) -> Option<String> {
    match near {
        [] => None,
        [only] => Some(format!("did you mean {}?", id_and_title(library, *only))),
        several => {
            let one_framework = several.iter().all(|clause| clause.framework == several[0].framework);
            let line = |clause: &ClauseId| match one_framework {
                true => id_and_title(library, *clause),
                false => format!("{} in {}", id_and_title(library, *clause), library.at(clause.framework).name),
            };
            let lines: Vec<String> = several.iter().map(line).collect();
            Some(format!("did you mean one of: {}?", lines.join("; ")))
        }
    }
}

/// Ids such as `A.12.4.1` and `A.18.2` were used by the edition of 2013 of ISO/IEC 27001.
fn former_edition(written: &Written, framework: FrameworkIndex, library: &Library) -> Option<String> {
    let Form::Dotted { letter: Some('a'), parts, .. } = &written.form else { return None };
    let group: u32 = parts.first()?.parse().ok()?;
    let framework = library.at(framework);
    let is_former = match framework.id.as_str() {
        "iso-27001" => (5..=18).contains(&group) && (parts.len() == 3 || group > 8),
        _ => framework.numbering == Numbering::Iso && (11..=18).contains(&group),
    };
    is_former
        .then(|| "this is a number of ISO/IEC 27001:2013; the edition of 2022 counts from A.5.1 to A.8.34".to_owned())
}

fn annex_without_entries(written: &Written, framework: FrameworkIndex, library: &Library) -> Option<String> {
    let Form::Dotted { letter: Some(letter), parts, .. } = &written.form else { return None };
    let framework = library.at(framework);
    let annex = framework.annexes.iter().find(|annex| annex.id.eq_ignore_ascii_case(&letter.to_string()))?;
    match (parts.is_empty(), annex.id.as_str()) {
        (true, "A") => Some("name the controls, such as `A.5.2`, or a range of them".to_owned()),
        (_, "A") => None,
        (_, "B") => Some(format!("Annex B ({}) explains the controls of Annex A under the same numbers", annex.title)),
        _ => Some(format!("Annex {} ({}) is {} and asks for nothing", annex.id, annex.title, annex.status)),
    }
}

/// The id exists, but in another framework.
fn other_framework(text: &str, written: &Written, tried: &[FrameworkIndex], reading: &Reading) -> Option<String> {
    if !written.is_strong()
        || matches!(&written.form, Form::Dotted { letter: None, .. } if written.marker == Marker::None)
    {
        return None;
    }
    let library = reading.library;
    let all = (0..library.frameworks().len() as u16).map(FrameworkIndex);
    let enabled = reading.enabled.iter().copied();
    let clause = enabled.chain(all).filter(|framework| !tried.contains(framework)).find_map(|framework| {
        look_up(text, written, framework, Meant::Perhaps, library).map(|target| target.clause())
    })?;
    let framework = library.at(clause.framework);
    Some(format!(
        "In {} it is {}: name the framework to refer to it, as in `{} {}`",
        framework.name,
        id_and_title(library, clause),
        framework.aliases.first().unwrap_or(&framework.name),
        library.get(clause).id,
    ))
}

/// The id exists in several frameworks and nothing says which is meant.
pub fn ambiguous_clause(id: &str, candidates: &[ClauseId], library: &Library, span: Span) -> Finding {
    let list: Vec<String> = candidates
        .iter()
        .map(|clause| format!("{} in {}", id_and_title(library, *clause), library.at(clause.framework).name))
        .collect();
    let example = candidates.first().map(|clause| library.at(clause.framework));
    let name = example.map_or("", |framework| framework.aliases.first().unwrap_or(&framework.name));
    Finding::error("ambiguous-clause", span, format!("`{id}` fits several frameworks"))
        .label("which one is meant?")
        .help(format!("it can be {}; name the framework, as in `{name} {id}`", list.join(", or ")))
        .cause(id.to_owned())
}

/// The title beside the id is that of another entry.
pub fn title_mismatch(written: &str, own: ClauseId, better: ClauseId, library: &Library, span: Span) -> Finding {
    let place = match own.framework == better.framework {
        true => String::new(),
        false => format!(" in {}", library.at(better.framework).name),
    };
    Finding::error("clause-title-mismatch", span, format!("`{written}` is not the title of {}", library.get(own).id))
        .label(format!("{} is “{}”", library.get(own).id, library.get(own).title))
        .help(format!("did you mean {}{place}?", id_and_title(library, better)))
}

/// The text beside the id means nothing that the catalog knows.
pub fn text_not_understood(written: &str, own: ClauseId, library: &Library, span: Span) -> Finding {
    let message = format!("`{written}` beside {} is neither its title nor a reference", library.get(own).id);
    Finding::error("reference-not-understood", span, message)
        .label("not understood, so the reference is not used")
        .help(format!("write the id alone, or with its title: {}", id_and_title(library, own)))
}

/// No reference at all; perhaps the title of an entry, or an id with a slip in it.
pub fn no_reference(text: &str, frameworks: &[FrameworkIndex], reading: &Reading, span: Span) -> Finding {
    let library = reading.library;
    let finding = Finding::error("unknown-clause", span, format!("`{}` is not a clause reference", shortened(text)));
    let titled = frameworks.iter().filter_map(|framework| entry_titled(text, *framework, library));
    let mut near: Vec<ClauseId> = titled.collect();
    if near.is_empty() && text.len() <= LONGEST_ID {
        let others = reading.enabled.iter().filter(|framework| !frameworks.contains(framework));
        near = frameworks.iter().chain(others).flat_map(|framework| similar_ids(text, *framework, library)).collect();
        near.truncate(3);
    }
    match listed(&near, library) {
        Some(help) => finding.help(help),
        None => finding.help("write an id such as `A.6.2.4`, `6.1.2`, `Art. 9(2)` or `GOVERN 1.1`"),
    }
}

/// A text longer than this is no id with a slip in it.
const LONGEST_ID: usize = 30;

fn shortened(text: &str) -> String {
    match text.char_indices().nth(60) {
        Some((at, _)) => format!("{}…", &text[..at]),
        None => text.to_owned(),
    }
}

/// A framework is named without a clause.
pub fn framework_alone(named: &Named, library: &Library, span: Span) -> Finding {
    let framework = library.at(named.framework);
    Finding::error("reference-without-clause", span, format!("{} is named without a clause", framework.name))
        .help(format!("add the id, as in `{} {}`", framework.name, example(framework)))
}

fn example(framework: &crate::catalog::Framework) -> &str {
    framework.assessable().next().map_or("", |(_, entry)| &entry.id)
}

/// The edition that is named is not the one in the catalog.
pub fn unknown_edition(named: &Named, edition: &str, library: &Library, span: Span) -> Finding {
    let framework = library.at(named.framework);
    let message = format!("{} is here in the edition {}, not {edition}", framework.id, framework.edition);
    Finding::error("unknown-edition", span, message)
        .label("no catalog of this edition")
        .help("ids can mean other things in another edition: check the number, or add the edition under `frameworks/`")
}

/// Both ends exist, and there is nothing between them.
pub fn bad_range(
    fault: &RangeFault,
    written: &str,
    place: Range<usize>,
    span: impl Fn(Range<usize>) -> Span,
) -> Finding {
    let finding = |message: String| Finding::error("clause-range", span(place), message);
    match fault {
        RangeFault::Backwards => finding(format!("`{written}` runs backwards")).help("write the lower end first"),
        RangeFault::TooLong(count) => finding(format!("`{written}` stands for {count} entries"))
            .help("a range that long says nothing; name the entries that are meant"),
        RangeFault::NotWhole => finding(format!("`{written}` has a point or paragraph as an end"))
            .help("a range goes from one whole entry to another; list points one by one"),
        _ => finding(format!("`{written}` has ends of different kinds"))
            .help("a range stays within one kind of entry, such as `A.5.1–A.5.37` or `4.1–10.2`; name the others on their own"),
    }
}
