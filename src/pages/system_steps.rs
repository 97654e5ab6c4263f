//! The way of a system through the management system, step by step, with what each step rests on.
//!
//! Never calls a step done that only an unseen record would show: then it says that this edition shows nothing.

use crate::pages::approvals::outdated_words;
use crate::pages::model::{StepState, SystemStep};
use crate::pages::planner::Planner;
use crate::pages::risks::is_above;
use crate::pages::systems::About;
use crate::schema::FieldPath;
use crate::text::Date;
use crate::view::{After, EvidenceStanding, FieldData, Item, Record, SystemDuties};

/// Records named beside a step.
const SHOWN: usize = 4;

/// What every step looks at.
struct Way<'p, 'v, 'h> {
    planner: &'p Planner<'v, 'h>,
    about: &'p About<'h>,
    system: &'p SystemDuties,
    as_of: Date,
}

pub fn steps(planner: &Planner<'_, '_>, about: &About<'_>, system: &SystemDuties) -> Vec<SystemStep> {
    let as_of = planner.view.options().as_of;
    let way = Way { planner, about, system, as_of };
    let mut steps = vec![
        way.inventory(),
        way.assessment(),
        way.risks(),
        way.treatment(),
        way.validation(),
        way.release(),
        way.monitoring(),
        way.incidents(),
        way.changes(),
        way.duties(),
    ];
    steps.extend(way.retirement());
    steps
}

impl<'h> Way<'_, '_, 'h> {
    fn step(&self, title: &str, section: &str, state: StepState, said: String, records: &[usize]) -> SystemStep {
        let link = |at: &usize| self.planner.item_link(Item::Record(*at));
        SystemStep {
            title: title.to_owned(),
            state,
            text: said,
            links: records.iter().take(SHOWN).map(link).collect(),
            section: section.to_owned(),
        }
    }

    /// Nothing is missing before its time.
    fn missing(&self) -> StepState {
        if self.is_early() { StepState::NotYet } else { StepState::Missing }
    }

    fn is_early(&self) -> bool {
        matches!(text(self.about.record, "stage").as_str(), "planned" | "development" | "validation")
    }

    /// Records of a kind in one of some states, by a date that is not in the future, the latest last.
    fn dated(&self, kind: &str, states: &[&str], date_field: &str) -> Vec<(Date, usize, &'h Record)> {
        let of_kind = self.about.of(kind).iter().filter(|(_, record)| states.contains(&state(record)));
        let dated = of_kind.filter_map(|(at, record)| Some((date(record, date_field)?, *at, *record)));
        let mut found: Vec<(Date, usize, &Record)> = dated.filter(|(date, _, _)| *date <= self.as_of).collect();
        found.sort_by_key(|(date, at, _)| (*date, *at));
        found
    }

    fn inventory(&self) -> SystemStep {
        let record = self.about.record;
        let (by, on) = (text(record, "approved_by"), date(record, "approved_on"));
        let reviewed = date(record, "reviewed").filter(|date| *date <= self.as_of);
        let overdue =
            record.next_review.as_ref().is_some_and(|due| due.value < self.as_of) && !self.system.fact.retired;
        let (step, said) = match (on, reviewed) {
            _ if overdue => (StepState::Attention, "The review of its entry is overdue.".to_owned()),
            (Some(on), Some(reviewed)) => {
                (StepState::Done, format!("Approved by {by} on {on}; entry reviewed on {reviewed}."))
            }
            (None, Some(reviewed)) => {
                (StepState::Attention, format!("Entry reviewed on {reviewed}; its use is not approved."))
            }
            (_, None) => (StepState::Attention, "Its entry has not been reviewed.".to_owned()),
        };
        let step = if self.is_early() && step == StepState::Attention && !overdue { StepState::NotYet } else { step };
        self.step("In the inventory", "facts", step, said, &[])
    }

    fn assessment(&self) -> SystemStep {
        let title = "Impact assessment";
        let approved = self.dated("impact-assessment", &["approved"], "approved_on");
        let Some((on, at, record)) = approved.last() else {
            let drafts = self.about.of("impact-assessment").len();
            let said = if drafts > 0 { format!("{drafts} not approved.") } else { nothing("impact assessment") };
            let state = if drafts > 0 && self.is_early() { StepState::NotYet } else { self.missing() };
            let ids: Vec<usize> = self.about.of("impact-assessment").iter().map(|(at, _)| *at).collect();
            return self.step(title, "risks", state, said, &ids);
        };
        let version = text(record, "version_assessed");
        let deployed = date(self.about.record, "deployed_on");
        let (state, said) = if let Some(why) = self.outdated(*at) {
            (StepState::Attention, format!("Approved on {on} for version {version}, but {why}."))
        } else if self.is_expired(*at) {
            (StepState::Attention, format!("Approved on {on} for version {version}, and no longer in date."))
        } else if deployed.is_some_and(|deployed| deployed < *on) {
            (StepState::Attention, format!("Approved on {on}, after the deployment of {}.", show(deployed)))
        } else {
            (StepState::Done, format!("Approved on {on} for version {version}."))
        };
        self.step(title, "risks", state, said, &[*at])
    }

    /// Why it no longer speaks for the system.
    fn outdated(&self, at: usize) -> Option<String> {
        let reasons = outdated_words(self.planner, at);
        (!reasons.is_empty()).then(|| reasons.join("; "))
    }

    /// It was evidence, and no longer is.
    fn is_expired(&self, at: usize) -> bool {
        self.planner.view.record_claims(at).iter().any(|claim| claim.standing == EvidenceStanding::Expired)
    }

    fn open_risks(&self) -> Vec<(usize, &'h Record)> {
        let kind = self.planner.view.kinds().get("risk");
        let closed = |record: &Record| kind.is_some_and(|kind| kind.status.is_closed(state(record)));
        self.about.of("risk").iter().copied().filter(|(_, record)| !closed(record)).collect()
    }

    fn risks(&self) -> SystemStep {
        let title = "Risks rated and accepted";
        let open = self.open_risks();
        if open.is_empty() {
            let closed = self.about.of("risk").len();
            let state = if closed > 0 { StepState::Done } else { self.missing() };
            let said = if closed > 0 { format!("{closed}, all closed.") } else { nothing("risk") };
            return self.step(title, "risks", state, said, &[]);
        }
        let scale = &self.planner.view.options().risk;
        let above: Vec<usize> = open
            .iter()
            .filter(|(_, record)| is_above(scale, &self.planner.view.risk(record)))
            .map(|(at, _)| *at)
            .collect();
        let count = counted(open.len(), "open risk");
        let appetite = scale.level_name(scale.appetite);
        let (state, said) = match above.len() {
            0 => (StepState::Done, format!("{count}; what remains above \u{201c}{appetite}\u{201d} is accepted.")),
            more => (
                StepState::Attention,
                format!("{count}; {more} above \u{201c}{appetite}\u{201d} without an acceptance."),
            ),
        };
        let state = if self.is_early() && state == StepState::Attention { StepState::NotYet } else { state };
        self.step(title, "risks", state, said, &above)
    }

    fn treatment(&self) -> SystemStep {
        let title = "Treatment carried out";
        let open = self.open_risks();
        let controls: std::collections::BTreeSet<_> = open
            .iter()
            .flat_map(|(_, record)| record.items_at(&FieldPath::parse("controls")))
            .filter_map(|item| match &*item {
                FieldData::Clause(reference) => Some(reference.target.clause()),
                _ => None,
            })
            .collect();
        let is_late = |at: usize| {
            self.planner.view.due_of(Item::Record(at)).any(|due| due.after == After::Late && due.date < self.as_of)
        };
        let late: Vec<usize> = open.iter().map(|(at, _)| *at).filter(|at| is_late(*at)).collect();
        let named = counted(controls.len(), "control");
        let (state, said) = match (open.is_empty(), late.len()) {
            (true, _) => (self.missing(), "There is no open risk to treat.".to_owned()),
            (_, 0) => (StepState::Done, format!("{named} named; no action is overdue.")),
            (_, more) => {
                (StepState::Attention, format!("{named} named; actions are overdue for {}.", counted(more, "risk")))
            }
        };
        let state = if open.is_empty() && !self.about.of("risk").is_empty() { StepState::Done } else { state };
        self.step(title, "risks", state, said, &late)
    }

    fn validation(&self) -> SystemStep {
        let decided = self.dated("validation", &["decided"], "decided_on");
        self.decision("Verified and validated", "validation", &decided, &["passed", "passed-with-conditions"])
    }

    fn release(&self) -> SystemStep {
        let decided = self.dated("release", &["decided"], "decided_on");
        self.decision("Released", "release", &decided, &["approved", "approved-with-conditions"])
    }

    fn decision(&self, title: &str, kind: &str, decided: &[(Date, usize, &Record)], good: &[&str]) -> SystemStep {
        let Some((on, at, record)) = decided.last() else {
            return self.step(title, "life-cycle", self.missing(), nothing(kind), &[]);
        };
        let (version, result) = (text(record, "version"), text(record, "result"));
        let words = result.replace('-', " ");
        let deployed = date(self.about.record, "deployed_on");
        let (state, said) = if let Some(why) = self.outdated(*at) {
            (StepState::Attention, format!("Version {version} on {on}, but {why}."))
        } else if !good.contains(&result.as_str()) {
            (StepState::Attention, format!("Version {version} on {on}: {words}."))
        } else if deployed.is_some_and(|deployed| deployed < *on) {
            (StepState::Attention, format!("Version {version} on {on}, after the deployment of {}.", show(deployed)))
        } else if self.is_expired(*at) {
            (StepState::Attention, format!("Version {version} on {on}: {words}; no longer in date."))
        } else {
            (StepState::Done, format!("Version {version} on {on}: {words}."))
        };
        self.step(title, "life-cycle", state, said, &[*at])
    }

    fn monitoring(&self) -> SystemStep {
        let title = "Monitored";
        let active: Vec<(usize, &Record)> =
            self.about.of("measurement").iter().copied().filter(|(_, record)| state(record) == "active").collect();
        let signals = self.about.record.items_at(&FieldPath::parse("monitoring_signal")).len();
        let values = |record: &Record| record.dates_at(&FieldPath::parse("values.date"));
        let last = active.iter().flat_map(|(_, record)| values(record)).filter(|date| *date <= self.as_of).max();
        let expired: Vec<usize> = active.iter().map(|(at, _)| *at).filter(|at| self.is_expired(*at)).collect();
        let signals = counted(signals, "signal");
        let (state, said, records) = match last {
            _ if self.system.fact.retired => {
                (StepState::NotYet, "Retired: nothing is measured any more.".to_owned(), vec![])
            }
            None => (self.missing(), format!("{signals} to watch; no measurement has a value."), vec![]),
            Some(last) if expired.is_empty() => {
                let count = counted(active.len(), "measurement");
                let said = format!("{signals} to watch; {count}, last value on {last}.");
                (StepState::Done, said, active.iter().map(|(at, _)| *at).collect())
            }
            Some(last) => {
                (StepState::Attention, format!("Last value on {last}; some measurements are overdue."), expired)
            }
        };
        self.step(title, "operation", state, said, &records)
    }

    fn incidents(&self) -> SystemStep {
        let both: Vec<(usize, &Record)> =
            [self.about.of("incident"), self.about.of("concern")].into_iter().flatten().copied().collect();
        let open: Vec<usize> = both.iter().filter(|(_, record)| state(record) != "closed").map(|(at, _)| *at).collect();
        let (state, said) = match (both.len(), open.len()) {
            (0, _) => (StepState::Done, "None recorded.".to_owned()),
            (all, 0) => (StepState::Done, format!("{all} recorded, all closed.")),
            (all, open) => (StepState::Attention, format!("{all} recorded, {open} still open.")),
        };
        self.step("Incidents and concerns", "operation", state, said, &open)
    }

    /// Changes that need a new look and have none yet.
    fn changes(&self) -> SystemStep {
        let done = self.dated("change", &["done"], "done_on");
        let unassessed = |record: &Record| {
            text(record, "reassessment_needed") == "yes"
                && record.items_at(&FieldPath::parse("reassessments")).is_empty()
        };
        let without: Vec<usize> =
            done.iter().filter(|(_, _, record)| unassessed(record)).map(|(_, at, _)| *at).collect();
        let (state, said) = match (done.last(), without.len()) {
            (None, _) => (StepState::Done, "None carried out.".to_owned()),
            (Some((last, _, _)), 0) => {
                (StepState::Done, format!("{} carried out, the last on {last}.", counted(done.len(), "change")))
            }
            (_, more) => {
                (StepState::Attention, format!("{} without the reassessment it needs.", counted(more, "change")))
            }
        };
        self.step("Changes assessed", "life-cycle", state, said, &without)
    }

    fn duties(&self) -> SystemStep {
        let follows: Vec<_> = self.system.duties.iter().filter(|duty| duty.follows).collect();
        let is_seen = |at: &usize| self.planner.view.record(*at).is_some();
        let open = follows.iter().filter(|duty| !duty.records.iter().any(is_seen)).count();
        let (state, said) = match (follows.len(), open) {
            (0, _) if self.system.fact.retired => (StepState::NotYet, "Retired: none is proposed.".to_owned()),
            (0, _) => (StepState::Done, "None follows from its role and class.".to_owned()),
            (all, 0) => {
                (StepState::Done, format!("{all} follow from its role and class; each has an obligation record."))
            }
            (all, open) => (
                StepState::Attention,
                format!("{all} follow from its role and class; {open} wait for an obligation record."),
            ),
        };
        self.step("Obligations", "duties", state, said, &[])
    }

    fn retirement(&self) -> Option<SystemStep> {
        if !self.system.fact.retired {
            return None;
        }
        let on = date(self.about.record, "retired_on");
        let proof = self.planner.view.evidence_named_by(Item::Record(self.about.at)).items.len();
        let (state, said) = match (on, proof) {
            (Some(on), 0) => (StepState::Attention, format!("Retired on {on}; no evidence of it is named.")),
            (Some(on), proof) => {
                (StepState::Done, format!("Retired on {on}; {} named.", counted(proof, "piece of evidence")))
            }
            (None, _) => (StepState::Attention, "Retired, without a date.".to_owned()),
        };
        Some(self.step("Retired", "evidence", state, said, &[]))
    }
}

fn nothing(what: &str) -> String {
    format!("This edition shows no {what}.")
}

fn counted(count: usize, word: &str) -> String {
    match (count, word.split_once(' ')) {
        (1, _) => format!("1 {word}"),
        (count, Some((first, rest))) if rest.starts_with("of ") => format!("{count} {first}s {rest}"),
        (count, _) => format!("{count} {word}s"),
    }
}

fn show(date: Option<Date>) -> String {
    date.map(|date| date.to_string()).unwrap_or_default()
}

fn state(record: &Record) -> &str {
    record.status.as_ref().map_or("", |status| status.value.as_str())
}

fn text(record: &Record, path: &str) -> String {
    let items = record.items_at(&FieldPath::parse(path));
    items.first().and_then(|item| item.word().map(str::to_owned)).unwrap_or_default()
}

/// The latest date at a path.
fn date(record: &Record, path: &str) -> Option<Date> {
    record.dates_at(&FieldPath::parse(path)).into_iter().max()
}
