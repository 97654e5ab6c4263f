//! What a system owes, laid out: from when, by which provision, who confirmed it, and what shows that it is done.
//!
//! Never calls a duty confirmed without a record that says so.

use std::collections::BTreeSet;

use crate::catalog::Entry;
use crate::language::Phrase;
use crate::pages::addresses::duty_fragment;
use crate::pages::frameworks::framework_link;
use crate::pages::model::{Confirmation, DutyList, DutyRow, RelatedItem};
use crate::pages::planner::{Planner, status};
use crate::view::{Duty, EvidenceSource, Item, Status, SystemDuties};

/// Pieces of evidence named in one row.
const SHOWN: usize = 3;

/// One list a framework, in the order of the configuration.
pub fn duty_lists(planner: &Planner<'_, '_>, system: &SystemDuties) -> Vec<DutyList> {
    let mut lists = Vec::new();
    for framework in &planner.view.options().frameworks {
        let duties: Vec<&Duty> = system.duties.iter().filter(|duty| duty.clause.framework == *framework).collect();
        if duties.is_empty() {
            continue;
        }
        let rows: Vec<DutyRow> = duties.iter().map(|duty| row(planner, system, duty)).collect();
        lists.push(DutyList {
            framework: framework_link(planner, *framework),
            follows: duties.iter().any(|duty| duty.follows),
            summary: summary(planner, &duties, &rows),
            notes: notes(&duties),
            rows,
        });
    }
    lists
}

/// What dates cannot decide, each remark once.
fn notes(duties: &[&Duty]) -> Vec<String> {
    let remarks = duties.iter().filter_map(|duty| duty.applies.as_ref()).map(|applies| applies.remark.clone());
    let distinct: BTreeSet<String> = remarks.filter(|remark| !remark.is_empty()).collect();
    distinct.into_iter().collect()
}

fn summary(planner: &Planner<'_, '_>, duties: &[&Duty], rows: &[DutyRow]) -> String {
    let follows = duties.iter().filter(|duty| duty.follows).count();
    let confirmed = rows.iter().filter(|row| row.confirmation == Confirmation::Confirmed).count();
    let evidenced = duties.iter().filter(|duty| has_evidence(duty.status)).count();
    let mut parts = Vec::new();
    if follows > 0 {
        parts.push(Phrase::new("duties.confirmed").count("confirmed", confirmed).count("all", follows));
    }
    if planner.view.audience().coverage {
        parts.push(Phrase::new("duties.evidenced").count("evidenced", evidenced).count("all", duties.len()));
    }
    planner.words.say_all(&parts)
}

/// Whether evidence in date shows that the system does it.
pub fn has_evidence(status: Status) -> bool {
    matches!(status, Status::Evidenced | Status::Practised)
}

fn row(planner: &Planner<'_, '_>, system: &SystemDuties, duty: &Duty) -> DutyRow {
    let library = planner.library();
    let entry = library.get(duty.clause);
    let applies = duty.applies.as_ref();
    let seen: Vec<usize> = duty.records.iter().copied().filter(|at| planner.view.record(*at).is_some()).collect();
    let evidence = evidence(planner, duty);
    let parts = applies.into_iter().flat_map(|applies| &applies.parts);
    let begins = |part: &str, from| planner.words.say(&Phrase::new("duties.part").text("part", part).day("from", from));
    let remarks = parts.map(|(part, from)| begins(part, *from)).collect();
    DutyRow {
        id: duty_fragment(&library.at(duty.clause.framework).id, &entry.id),
        clause: planner.clause_link(duty.clause),
        paragraphs: paragraphs(entry, &system.fact.roles),
        from: applies.map(|applies| applies.from.to_string()).unwrap_or_default(),
        future: applies.is_some_and(|applies| applies.from > planner.view.options().as_of),
        basis: applies.map(|applies| applies.basis.clone()).unwrap_or_default(),
        remarks,
        noted: applies.is_some_and(|applies| !applies.remark.is_empty()),
        confirmation: confirmation(planner, duty),
        hidden: duty.records.len() - seen.len(),
        records: seen.into_iter().map(|at| related(planner, at)).collect(),
        status: planner.view.audience().coverage.then(|| status(duty.status)),
        evidence_more: evidence.len().saturating_sub(SHOWN),
        evidence: evidence.into_iter().take(SHOWN).map(|item| planner.item_link(item)).collect(),
    }
}

fn related(planner: &Planner<'_, '_>, at: usize) -> RelatedItem {
    let item = Item::Record(at);
    RelatedItem { link: planner.item_link(item), kind: planner.kind_word(item), state: planner.state_word(item) }
}

/// Only what this audience sees can confirm something to it.
fn confirmation(planner: &Planner<'_, '_>, duty: &Duty) -> Confirmation {
    if !duty.follows {
        return Confirmation::Always;
    }
    let state = |at: &usize| {
        let record = planner.view.record(*at)?;
        Some(record.status.as_ref().map_or("", |status| status.value.as_str()))
    };
    let states: Vec<&str> = duty.records.iter().filter_map(state).collect();
    match states.as_slice() {
        [] => Confirmation::Proposed,
        states if states.contains(&"confirmed") => Confirmation::Confirmed,
        states if states.iter().all(|state| matches!(*state, "not-applicable" | "ended")) => {
            Confirmation::NotApplicable
        }
        _ => Confirmation::Recorded,
    }
}

/// The paragraphs that are for these roles, when the entry has paragraphs for different ones.
fn paragraphs(entry: &Entry, roles: &[String]) -> Vec<String> {
    let own =
        |part: &&crate::catalog::EntryPart| roles.is_empty() || part.applies_to.iter().any(|role| roles.contains(role));
    let fitting: Vec<String> =
        entry.parts.iter().filter(own).map(|part| format!("{} {}", part.locator, part.title)).collect();
    if fitting.len() == entry.parts.len() { Vec::new() } else { fitting }
}

/// What names the evidence in date, each once.
fn evidence(planner: &Planner<'_, '_>, duty: &Duty) -> BTreeSet<Item> {
    let shown = duty.evidence.iter().filter(|source| planner.view.sees_evidence(source));
    let item = |source: &EvidenceSource| match source {
        EvidenceSource::Record(at) => Item::Record(*at),
        EvidenceSource::File { by, .. } => *by,
    };
    if planner.view.audience().coverage { shown.map(item).collect() } else { BTreeSet::new() }
}
