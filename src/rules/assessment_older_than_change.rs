//! The impact assessment of a live AI system is older than the system's last change.
//!
//! An assessment speaks for the version that was assessed. A new version, another model or data set, a change that asked for
//! a reassessment: from then on it describes a system that no longer exists.
//!
//! ## Example
//! ```yaml
//! kind: ai-system
//! id: SYS-003
//! stage: in-use
//! version: "1.4"              # the last approved assessment says `version_assessed: "1.3"`
//! ```
//!
//! ## Fix
//! Assess the system as it is now, approve the assessment, and set the old one to `status: superseded`. If a change did not
//! matter, its record says so with `reassessment_needed: no`.
//!
//! Never fires on a change before the approval, on the change that led to the very version that was assessed, or on data
//! sets that only test.

use crate::diagnostic::Level;
use std::collections::BTreeMap;

use crate::entry::{FieldData, Record};
use crate::handbook::{Handbook, Item, SystemFact, date, word, words};
use crate::rules::assessments::{approved_assessments, assessments_of};
use crate::rules::records::{live_systems, of_kind, place, state};
use crate::rules::rule::{Rule, Violation};
use crate::schema::FieldPath;
use crate::text::Date;

pub const RULE: Rule = Rule {
    name: "assessment-older-than-change",
    level: Level::Warning,
    source: include_str!("assessment_older_than_change.rs"),
    check,
};

fn check(handbook: &Handbook) -> Vec<Violation> {
    let assessments = assessments_of(handbook);
    let changes = changes_of(handbook);
    let mut violations = Vec::new();
    for (system, fact) in live_systems(handbook) {
        let of_system = assessments.get(&fact.record).map_or(&[][..], Vec::as_slice);
        let approved = approved_assessments(of_system, handbook.options.as_of);
        let Some((day, last)) = approved.last() else { continue };
        let changes = changes.get(&fact.record).map_or(&[][..], Vec::as_slice);
        if let Some((field, words)) = difference(handbook, system, &fact, *day, last, changes) {
            let message =
                format!("`{}` was assessed in `{}`, approved on {day}; {words}", system.id.value, last.id.value);
            let help = "assess the system as it is now, and approve the assessment";
            violations.push(Violation::of_record(system, message, help).at(place(system, field)));
        }
    }
    violations
}

/// What changed since the assessment, with the field of the system that shows it.
fn difference(
    handbook: &Handbook,
    system: &Record,
    fact: &SystemFact,
    approved: Date,
    assessment: &Record,
    changes: &[&Record],
) -> Option<(&'static str, String)> {
    let (now, then) = (word(system, "version"), word(assessment, "version_assessed"));
    if let (Some(now), Some(then)) = (&now, &then)
        && now.trim() != then.trim()
    {
        return Some(("version", format!("it is at version {now} now, and the assessment is of {then}")));
    }
    let same_version = now.is_some() && then.is_some();
    let later = |day: Option<Date>| day.filter(|day| *day > approved && *day <= handbook.options.as_of);
    if let Some(day) = later(date(system, "changed_on")).filter(|_| !same_version) {
        return Some(("changed_on", format!("it changed on {day}")));
    }
    // The change that led to the assessed version was assessed; one that needs no reassessment was judged.
    let led_to_version = |change: &Record| same_version && word(change, "to_version") == now;
    let is_settled = |change: &&&Record| led_to_version(change) || !asks_for_reassessment(change);
    let unsettled = parts(handbook, fact).filter_map(|part| {
        let day = later(date(part, "changed_on"))?;
        let mut settled = changes.iter().filter(is_settled);
        let is_settled = settled.any(|change| names(change, part) && date(change, "done_on") >= Some(day));
        (!is_settled).then(|| format!("`{}` changed on {day}", part.id.value))
    });
    let unsettled: Vec<String> = unsettled.collect();
    if !unsettled.is_empty() {
        return Some(("version", unsettled.join(", ")));
    }
    changes.iter().filter(|change| !is_settled(change)).find_map(|change| {
        let day = later(date(change, "done_on"))?;
        Some(("version", format!("`{}` was done on {day} and asked for a reassessment", change.id.value)))
    })
}

/// The models of a system, and the data sets that it learns or works from.
fn parts<'h>(handbook: &'h Handbook, fact: &SystemFact) -> impl Iterator<Item = &'h Record> {
    let parts = handbook.relations_from(Item::Record(fact.record));
    let parts = parts.filter(|relation| matches!(relation.field.as_str(), "models" | "datasets"));
    let parts = parts.filter_map(|relation| match relation.to {
        Item::Record(at) => Some(&*handbook.records[at]),
        Item::Document(_) => None,
    });
    parts.filter(|part| !only_tests(part))
}

fn only_tests(part: &Record) -> bool {
    let purposes = if part.kind == "dataset" { words(part, "purpose") } else { Vec::new() };
    !purposes.is_empty() && purposes.iter().all(|purpose| matches!(purpose.as_str(), "testing" | "validation"))
}

fn names(change: &Record, part: &Record) -> bool {
    let named = |field| change.items_at(&FieldPath::parse(field));
    let is_part = |item: &FieldData| matches!(item, FieldData::Ref(id) if *id == part.id.value);
    named("models").iter().chain(&named("datasets")).any(|item| is_part(item))
}

fn asks_for_reassessment(change: &Record) -> bool {
    word(change, "reassessment_needed").as_deref() == Some("yes")
}

/// Changes that are done, by the position of the system.
fn changes_of(handbook: &Handbook) -> BTreeMap<usize, Vec<&Record>> {
    let mut changes: BTreeMap<usize, Vec<&Record>> = BTreeMap::new();
    for (at, change) in of_kind(handbook, "change").filter(|(_, change)| state(change) == "done") {
        for system in &handbook.record_systems[at] {
            changes.entry(*system).or_default().push(change);
        }
    }
    changes
}
