//! Puts the written entries of a framework together: parents, reading order, what may exclude an entry, the digest.
//!
//! Never drops an entry in silence.

use std::collections::BTreeMap;

use crate::catalog::catalog_entry::WrittenEntry;
use crate::catalog::catalog_file::Exclusions;
use crate::catalog::{Entry, Exclusion, Framework};
use crate::diagnostic::Finding;
use crate::text::{Hasher, Sha256, nearest};

/// More entries than this are not a framework but an accident.
const MOST_ENTRIES: usize = 20_000;

/// Adds entries to a framework, and puts all of them in reading order.
pub fn add_entries(framework: &mut Framework, written: Vec<WrittenEntry>, exclusions: &Exclusions) -> Vec<Finding> {
    let mut findings = Vec::new();
    let mut places: BTreeMap<String, usize> =
        framework.entries.iter().enumerate().map(|(at, entry)| (entry.id.to_lowercase(), at)).collect();
    let mut entries = std::mem::take(&mut framework.entries);
    let kept = entries.len();
    let mut added = Vec::new();
    for item in written {
        if entries.len() >= MOST_ENTRIES {
            let message = format!("a framework holds at most {MOST_ENTRIES} entries");
            findings.push(Finding::error("too-many-entries", item.id.span, message).label("not read from here on"));
            break;
        }
        if places.contains_key(&item.entry.id.to_lowercase()) {
            findings.push(duplicate(&item, framework));
            continue;
        }
        places.insert(item.entry.id.to_lowercase(), entries.len());
        entries.push(item.entry.clone());
        added.push(item);
    }
    for (offset, item) in added.iter().enumerate() {
        entries[kept + offset].parent = find_parent(item, &places, &entries, &mut findings);
    }
    break_loops(&mut entries, kept, &added, &mut findings);
    link_children(&mut entries);
    for (offset, item) in added.iter().enumerate() {
        let entry = &mut entries[kept + offset];
        entry.assessable = item.assessable.unwrap_or(entry.children.is_empty());
        entry.exclusion = match entry.assessable {
            true => item.exclusion.unwrap_or_else(|| exclusions.of(&entry.kind)),
            false => Exclusion::Never,
        };
    }
    framework.entries = in_reading_order(entries);
    framework.digest = digest(framework);
    findings
}

fn duplicate(item: &WrittenEntry, framework: &Framework) -> Finding {
    let message = format!("`{}` already has an entry `{}`", framework.id, item.id.value);
    Finding::error("duplicate-entry", item.id.span, message).label("this one is not used").help(
        match framework.built_in {
            true => "an entry of a built-in catalog cannot be replaced; give the new one an id of its own",
            false => "ids are the same in upper and lower case; give one of the two another id",
        },
    )
}

fn find_parent(
    item: &WrittenEntry,
    places: &BTreeMap<String, usize>,
    entries: &[Entry],
    findings: &mut Vec<Finding>,
) -> Option<u16> {
    let parent = item.parent.as_ref()?;
    if let Some(place) = places.get(&parent.value.trim().to_lowercase()) {
        return Some(*place as u16);
    }
    let finding = Finding::error("unknown-parent", parent.span, format!("no entry has the id `{}`", parent.value))
        .label("the entry is put at the top instead");
    let near = nearest(&parent.value, entries.iter().map(|entry| entry.id.as_str()), 1);
    findings.push(match near.first() {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    });
    None
}

/// Cuts every circle of parents at its first entry.
fn break_loops(entries: &mut [Entry], kept: usize, added: &[WrittenEntry], findings: &mut Vec<Finding>) {
    const UNSEEN: usize = usize::MAX;
    let mut seen_from = vec![UNSEEN; entries.len()];
    for start in 0..entries.len() {
        let mut at = start;
        while seen_from[at] == UNSEEN {
            seen_from[at] = start;
            let Some(parent) = entries[at].parent else { break };
            if seen_from[parent as usize] == start {
                let item = added.get(at.wrapping_sub(kept)).and_then(|item| item.parent.as_ref());
                let message = format!("`{}` is its own ancestor", entries[at].id);
                findings.extend(item.map(|parent| {
                    Finding::error("parent-loop", parent.span, message).label("the entry is put at the top instead")
                }));
                entries[at].parent = None;
                break;
            }
            at = parent as usize;
        }
    }
}

fn link_children(entries: &mut [Entry]) {
    entries.iter_mut().for_each(|entry| entry.children.clear());
    for at in 0..entries.len() {
        if let Some(parent) = entries[at].parent {
            entries[parent as usize].children.push(at as u16);
        }
    }
}

/// Parents before their children, siblings as written.
fn in_reading_order(entries: Vec<Entry>) -> Vec<Entry> {
    let mut order = Vec::with_capacity(entries.len());
    let mut stack: Vec<u16> =
        (0..entries.len() as u16).rev().filter(|at| entries[*at as usize].parent.is_none()).collect();
    while let Some(at) = stack.pop() {
        order.push(at);
        stack.extend(entries[at as usize].children.iter().rev());
    }
    let mut moved = vec![0; entries.len()];
    order.iter().enumerate().for_each(|(new, old)| moved[*old as usize] = new as u16);
    let mut slots: Vec<Option<Entry>> = entries.into_iter().map(Some).collect();
    let mut sorted: Vec<Entry> = order.iter().filter_map(|old| slots[*old as usize].take()).collect();
    sorted.iter_mut().for_each(|entry| entry.parent = entry.parent.map(|parent| moved[parent as usize]));
    link_children(&mut sorted);
    sorted
}

/// SHA-256 over one line a fact, fields apart by the unit separator; licensed texts are no part of it.
fn digest(framework: &Framework) -> Sha256 {
    let mut hasher = Hasher::default();
    let mut line = |fields: &[&str]| {
        hasher.update(fields.join("\u{1f}").as_bytes());
        hasher.update(b"\n");
    };
    line(&["framework", &framework.id, &framework.name, &framework.title, &framework.edition]);
    line(&["roles", &framework.roles.join(" "), "classes", &framework.classes.join(" ")]);
    if let Some(gate) = &framework.gate {
        let (day, remark) = gate.older.clone().map(|(day, remark)| (day.to_string(), remark)).unwrap_or_default();
        line(&["gate", &gate.entry, &gate.classes.join(" "), &day, &remark]);
    }
    for date in &framework.dates {
        line(&["date", &date.date.to_string(), &date.what]);
    }
    for entry in &framework.entries {
        let parent = entry.parent.map_or("", |parent| framework.entries[parent as usize].id.as_str());
        let truths = format!("{}{}{}{}", entry.assessable, entry.per_system, entry.core, entry.amended);
        let documented: Vec<&str> = entry.documented_information.iter().map(|kind| kind.word()).collect();
        line(&["entry", &entry.id, parent, &entry.kind, &entry.title, &entry.alt_titles.join("|"), &truths]);
        line(&[&documented.join(" "), entry.evidence.as_deref().unwrap_or(""), entry.exclusion.word()]);
        line(&[&entry.applies_to.join(" "), &entry.classes.join(" "), entry.scope.as_deref().unwrap_or("")]);
        line(&[entry.guidance.as_deref().unwrap_or(""), entry.objective.as_deref().unwrap_or("")]);
        line(&[entry.printed_id.as_deref().unwrap_or(""), &entry.paragraphs.join(" "), &entry.aliases.join("|")]);
        for part in &entry.parts {
            line(&["part", &part.locator, &part.title, &part.applies_to.join(" ")]);
        }
        for case in entry.application.iter().flat_map(|application| &application.current) {
            let placed = case.placed_before.map(|day| day.to_string()).unwrap_or_default();
            line(&["applies", &case.case, &case.from.to_string(), &placed, &case.part]);
            line(&[&case.classes.join(" "), &case.roles.join(" ")]);
        }
    }
    hasher.finish()
}
