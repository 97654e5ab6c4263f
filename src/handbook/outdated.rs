//! Whether an assessment, validation or release still speaks for its AI system as it is.
//!
//! A record of these kinds says which version of a system it is about, when it was decided, and (written by the
//! approval) the digest of what was assessed: `v1:` and the SHA-256 of these lines:
//!
//! - `aimsbook assessment 1`
//! - `system` and the id of the system
//! - `use` and each line of the normal form of its intended use
//! - `model` or `dataset`, id and version of each model and data set that the system names, sorted; data sets that
//!   only serve for testing or validation are no part of it
//!
//! It is outdated when the system is at another version; when the system, or one of these models and data sets,
//! changed later, by `changed_on`; when a change that asked for a reassessment was done later; or when the digest
//! differs, even if nobody moved a version or a date.
//!
//! Three things are no later change: the one that brought the very version that was assessed (assessing comes before);
//! one whose record says that no reassessment is needed; and one that lies ahead of the day. A retired system changes
//! no more. What was assessed is as it was on the day of the assessment; with a digest that agrees, on the day of the
//! approval.
//!
//! Never looks at evidence that does not speak for one system.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::diagnostic::Diagnostic;
use crate::entry::{ApprovalDigest, DigestForm, FieldData, Record, wrong_approval_digest};
use crate::handbook::systems::{date, system_fact, word, words};
use crate::handbook::{Ids, Item, SYSTEM_KIND};
use crate::language::Phrase;
use crate::schema::FieldPath;
use crate::syntax::markdown::normal_form;
use crate::text::{Date, Spanned};

/// A kind whose records speak for one version of an AI system, and the names of its fields.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Speaker {
    pub kind: &'static str,
    /// The version that a record is about.
    pub version: &'static str,
    /// What it speaks for is as it was on the first of these days that is filled.
    pub dates: &'static [&'static str],
    /// Who decided it, when, and the state in which it is then.
    pub by: &'static str,
    pub on: &'static str,
    pub state: &'static str,
}

/// The kinds whose records speak for a system.
pub const SPEAKERS: [Speaker; 3] = [
    Speaker {
        kind: "impact-assessment",
        version: "version_assessed",
        dates: &["assessed_on", "approved_on"],
        by: "approved_by",
        on: "approved_on",
        state: "approved",
    },
    Speaker {
        kind: "release",
        version: "version",
        dates: &["decided_on"],
        by: "decided_by",
        on: "decided_on",
        state: "decided",
    },
    Speaker {
        kind: "validation",
        version: "version",
        dates: &["decided_on"],
        by: "decided_by",
        on: "decided_on",
        state: "decided",
    },
];

/// The field that names the system.
pub(super) const SYSTEM_FIELD: &str = "system";

pub fn speaker(kind: &str) -> Option<&'static Speaker> {
    SPEAKERS.iter().find(|speaker| speaker.kind == kind)
}

/// Why a record no longer speaks for its system.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outdated {
    /// The system is at another version.
    Version { system: usize, assessed: String, now: String },
    /// The system, or a model or data set of it, changed later.
    Changed { item: usize, on: Date },
    /// What was assessed is not what the system's records say now.
    Differs { system: usize },
}

impl Outdated {
    /// In a few words. `name` names an item, unless it may not be named here.
    pub fn words(&self, name: &dyn Fn(usize) -> Option<String>) -> Phrase {
        match self {
            Outdated::Version { system, assessed, now } => match name(*system) {
                Some(system) => {
                    Phrase::new("outdated.version").text("system", system).text("now", now).text("assessed", assessed)
                }
                None => Phrase::new("outdated.version_hidden").text("assessed", assessed),
            },
            Outdated::Changed { item, on } => match name(*item) {
                Some(item) => Phrase::new("outdated.changed").text("item", item).day("on", *on),
                None => Phrase::new("outdated.changed_hidden"),
            },
            Outdated::Differs { system } => match name(*system) {
                Some(system) => Phrase::new("outdated.differs").text("system", system),
                None => Phrase::new("outdated.differs_hidden"),
            },
        }
    }
}

/// All records of one edition, with the changes and releases of each system.
pub struct Surroundings<'a> {
    records: &'a [Arc<Record>],
    ids: &'a Ids,
    as_of: Date,
    /// Done changes and deployed releases, by system.
    changes: BTreeMap<usize, Vec<&'a Record>>,
    releases: BTreeMap<usize, Vec<&'a Record>>,
}

impl<'a> Surroundings<'a> {
    /// `systems` holds the AI systems of each record.
    pub fn new(records: &'a [Arc<Record>], systems: &[Vec<usize>], ids: &'a Ids, as_of: Date) -> Surroundings<'a> {
        let mut around = Surroundings { records, ids, as_of, changes: BTreeMap::new(), releases: BTreeMap::new() };
        for (record, systems) in records.iter().zip(systems) {
            let index = match record.kind.as_str() {
                "change" if state(record) == "done" => &mut around.changes,
                "release" => &mut around.releases,
                _ => continue,
            };
            systems.iter().for_each(|system| index.entry(*system).or_default().push(record));
        }
        around
    }
}

/// Everything that makes a record outdated; nothing for records that speak for no system.
///
/// `today` holds the digests of the systems.
pub fn outdated(record: &Record, today: &BTreeMap<usize, ApprovalDigest>, around: &Surroundings<'_>) -> Vec<Outdated> {
    let Some(speaker) = speaker(&record.kind) else { return Vec::new() };
    let Some(at) = system_of(record, around) else { return Vec::new() };
    let system = &around.records[at];
    if system_fact(at, system, around.as_of).is_none_or(|fact| fact.retired) {
        return Vec::new();
    }
    let ahead = date(system, "changed_on").is_some_and(|day| day > around.as_of);
    let versions = Versions {
        spoken: trimmed(record, "assessed.version").or_else(|| trimmed(record, speaker.version)),
        now: trimmed(system, "version"),
    };
    if let (Some(spoken), Some(now), false) = (&versions.spoken, &versions.now, versions.agree() || ahead) {
        // Another version says it all: what else changed belongs to it.
        return vec![Outdated::Version { system: at, assessed: spoken.clone(), now: now.clone() }];
    }
    let mut reasons = Vec::new();
    let digest = word(record, "assessed.digest").and_then(|text| ApprovalDigest::parse(&text));
    let is_same = digest.is_some() && digest.as_ref() == today.get(&at);
    if !ahead && digest.is_some() && !is_same {
        reasons.push(Outdated::Differs { system: at });
    }
    // An approval that is bound to what the system is speaks for the day on which it was given.
    let dates = speaker.dates.iter().filter_map(|field| date(record, field));
    let day = if is_same { dates.chain(date(record, speaker.on)).max() } else { dates.into_iter().next() };
    reasons.extend(day.into_iter().flat_map(|day| later_changes(at, day, &versions, around)));
    reasons
}

/// The version that a record speaks for, and the one that the system is at.
struct Versions {
    spoken: Option<String>,
    now: Option<String>,
}

impl Versions {
    fn agree(&self) -> bool {
        self.spoken.is_some() && self.spoken == self.now
    }
}

/// Changes after the day that the record speaks for.
fn later_changes(system: usize, spoken: Date, versions: &Versions, around: &Surroundings<'_>) -> Vec<Outdated> {
    let changes = around.changes.get(&system).map_or(&[][..], Vec::as_slice);
    let later = |day: &Date| *day > spoken && *day <= around.as_of;
    let brought_version = |change: &Record| versions.agree() && trimmed(change, "to_version") == versions.now;
    let settled =
        |change: &Record| brought_version(change) || word(change, "reassessment_needed").as_deref() == Some("no");
    let mut found = Vec::new();
    let introduced = introduced(system, versions, around);
    let changed = date(&around.records[system], "changed_on").filter(later);
    let settles_system = |change: &Record| settled(change) && date(change, "done_on") >= changed;
    if let Some(on) = changed.filter(|day| introduced.is_none_or(|introduced| *day > introduced))
        && !changes.iter().any(|change| settles_system(change))
    {
        found.push(Outdated::Changed { item: system, on });
    }
    for part in parts(&around.records[system], around) {
        let Some(on) = date(&around.records[part], "changed_on").filter(later) else { continue };
        let names_part = |change: &Record| names_of_parts(change, around).contains(&part);
        let settles = |change: &Record| settled(change) && date(change, "done_on") >= Some(on) && names_part(change);
        if !changes.iter().any(|change| settles(change)) {
            found.push(Outdated::Changed { item: part, on });
        }
    }
    for change in changes.iter().filter(|change| !settled(change)) {
        let asked = word(change, "reassessment_needed").as_deref() == Some("yes");
        let day = date(change, "done_on").filter(|day| asked && later(day));
        if let (Some(on), Some(Item::Record(item))) = (day, around.ids.item(&change.id.value)) {
            found.push(Outdated::Changed { item, on });
        }
    }
    found
}

/// The day on which the version came into use, when it is the one that was assessed.
fn introduced(system: usize, versions: &Versions, around: &Surroundings<'_>) -> Option<Date> {
    let releases = around.releases.get(&system).map_or(&[][..], Vec::as_slice);
    let of_version = releases.iter().filter(|release| trimmed(release, "version") == versions.now);
    let deployed = of_version.filter_map(|release| date(release, "deployed_on"));
    deployed.chain(date(&around.records[system], "deployed_on")).max().filter(|_| versions.agree())
}

/// The system that a record speaks for.
pub fn system_of(record: &Record, around: &Surroundings<'_>) -> Option<usize> {
    named(record, SYSTEM_FIELD, around).into_iter().find(|at| around.records[*at].kind == SYSTEM_KIND)
}

/// The digest of what an assessment of the system speaks for today.
pub fn assessment_digest(system: usize, around: &Surroundings<'_>) -> ApprovalDigest {
    let record = &around.records[system];
    let mut lines = format!("aimsbook assessment 1\nsystem {}\n", record.id.value);
    for item in record.items_at(&FieldPath::parse("intended_use")) {
        if let FieldData::Markdown(text) = &*item {
            normal_form(&text.text).lines().for_each(|line| lines.push_str(&format!("use {line}\n")));
        }
    }
    let part = |at: &usize| {
        let part = &around.records[*at];
        format!("{} {} {}\n", part.kind, part.id.value, trimmed(part, "version").unwrap_or_default())
    };
    let mut parts: Vec<String> = parts(record, around).iter().map(part).collect();
    parts.sort();
    parts.dedup();
    lines.extend(parts);
    ApprovalDigest::of(DigestForm::AsWritten, &lines)
}

/// Digests of assessments that nobody can have written with `approve`.
pub fn wrong_digests(record: &Record) -> Vec<Diagnostic> {
    let mut wrong = Vec::new();
    if speaker(&record.kind).is_none() {
        return wrong;
    }
    record.walk(&mut |path, item| {
        if let FieldData::Text(text) = &item.value
            && path.to_string() == "assessed.digest"
            && ApprovalDigest::parse(text).is_none_or(|digest| digest.form != DigestForm::AsWritten)
        {
            wrong.push(wrong_approval_digest(&Spanned::new(text.clone(), item.span)).at(&record.path));
        }
    });
    wrong
}

/// The models of a system, and the data sets that it learns or works from.
fn parts(system: &Record, around: &Surroundings<'_>) -> Vec<usize> {
    let parts = names_of_parts(system, around).into_iter();
    parts.filter(|part| !only_tests(&around.records[*part])).collect()
}

fn only_tests(part: &Record) -> bool {
    let purposes = if part.kind == "dataset" { words(part, "purpose") } else { Vec::new() };
    !purposes.is_empty() && purposes.iter().all(|purpose| matches!(purpose.as_str(), "testing" | "validation"))
}

/// The models and data sets that a system, or a change of it, names.
fn names_of_parts(record: &Record, around: &Surroundings<'_>) -> Vec<usize> {
    ["models", "datasets"].iter().flat_map(|field| named(record, field, around)).collect()
}

/// The records that a field names.
fn named(record: &Record, field: &str, around: &Surroundings<'_>) -> Vec<usize> {
    let items = record.items_at(&FieldPath::parse(field));
    let at = |item: &FieldData| match item {
        FieldData::Ref(id) => match around.ids.item(id) {
            Some(Item::Record(at)) => Some(at),
            _ => None,
        },
        _ => None,
    };
    items.iter().filter_map(|item| at(item)).collect()
}

fn trimmed(record: &Record, field: &str) -> Option<String> {
    word(record, field).map(|word| word.trim().to_owned()).filter(|word| !word.is_empty())
}

fn state(record: &Record) -> &str {
    record.status.as_ref().map_or("", |status| &status.value)
}
