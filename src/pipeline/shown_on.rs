//! Which edition of a document or record applied on a day.
//!
//! Never takes what a version holds as a draft, or no longer, for what applied.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use crate::config::editions::Standing;
use crate::pages::phase_word;
use crate::pipeline::versions::{OpenVersion, Version};
use crate::text::Date;
use crate::view::{Item, View, approved_by, approved_on};

/// An answer in words.
pub struct ShownOn {
    pub text: String,
    /// Whether there is something that applied.
    pub applied: bool,
}

/// What the item was on that day, and where to read it; nothing when no version ever had it. Of a day after `today` it says
/// only what is known.
pub fn shown_on(versions: &[Version], id: &str, day: Date, today: Date) -> Option<ShownOn> {
    let has = |version: &&Version| view_of(version).is_some_and(|view| view.item(id).is_some());
    let first = versions.iter().find(has)?;
    let covers = |version: &&Version| {
        version.edition.period.is_some_and(|(from, until)| from <= day && until.is_none_or(|until| day < until))
    };
    // Of a draft in force nobody said since when.
    let undated =
        |version: &&Version| version.edition.standing == Standing::InForce && version.edition.period.is_none();
    let in_force = versions.iter().rev().find(undated).or_else(|| versions.iter().find(covers));
    let Some(version) = in_force else {
        let text = format!("{day}: no version of the handbook was in force\n");
        return Some(ShownOn { text, applied: false });
    };
    let view = view_of(version)?;
    let Some(item) = view.item(id) else {
        let mut text = format!("{day}: version {} was in force, and has no `{id}`\n", version.edition.name);
        let _ = writeln!(text, "  first in      {}", first.edition.name);
        return Some(ShownOn { text, applied: false });
    };
    let mut text = String::new();
    let applied = describe(&view, item, day, today, &mut text);
    let since = match version.edition.period {
        Some((from, Some(until))) => format!("in force from {from}, until {until}"),
        Some((from, None)) => format!("in force from {from}, no newer version yet"),
        None => "in force, nobody says since when: `dates:` below `versions:` does".to_owned(),
    };
    let _ = writeln!(text, "  version       {} of the handbook, {since}", version.edition.name);
    if let Some(commit) = version.edition.origin.commit() {
        let _ = writeln!(text, "  commit        {commit}");
    }
    if day > today {
        let _ = writeln!(text, "  to come       as far as is known on {today}; a newer version can change it");
    }
    Some(ShownOn { text, applied })
}

fn view_of(version: &Version) -> Option<View<'_>> {
    version.open.as_ref().map(OpenVersion::view)
}

/// Ids of all documents and records of all versions.
pub fn known_ids(versions: &[Version]) -> BTreeSet<&str> {
    let documents = versions.iter().flat_map(|version| &version.facts.documents).map(|document| document.id.as_str());
    let records = versions.iter().flat_map(|version| &version.facts.records).map(|record| record.id.as_str());
    documents.chain(records).collect()
}

fn describe(view: &View<'_>, item: Item, day: Date, today: Date, text: &mut String) -> bool {
    match item {
        Item::Document(at) => {
            let Some(document) = view.document(at) else { return false };
            let state = view.document_state(at);
            let edition = document.version.as_ref().map(|version| format!(", version {version}")).unwrap_or_default();
            let applies = match (state.is_in_force(), day > today) {
                (true, false) => "applied",
                (false, false) => "was there and did not apply",
                (true, true) => "will apply",
                (false, true) => "will be there and not apply",
            };
            let _ = writeln!(text, "{day}: {} {}{edition} {applies}", document.id.value, document.title);
            let _ = writeln!(text, "  status        {}, as of {day}", phase_word(state.phase));
            if let Some(date) = approved_on(document) {
                let by = approved_by(document).map(|role| format!(" by {role}")).unwrap_or_default();
                let _ = writeln!(text, "  approved      {date}{by}");
            }
            if let Some(date) = state.next_review {
                let _ = writeln!(text, "  next review   {date}");
            }
            let _ = writeln!(text, "  file          {}", document.path);
            state.is_in_force()
        }
        Item::Record(at) => {
            let Some(record) = view.record(at) else { return false };
            let _ = writeln!(text, "{day}: {} {}", record.id.value, record.title);
            if let Some(status) = &record.status {
                let _ = writeln!(text, "  status        {}", status.value);
            }
            let _ = writeln!(text, "  file          {}", record.path);
            true
        }
    }
}
