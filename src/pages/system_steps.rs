//! The way of a system through the management system, step by step, with what each step rests on.
//!
//! Never calls a step done that only an unseen record would show: then it says that this edition shows nothing.

use crate::language::Phrase;
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
    /// A step by the name of its title and the section that shows more.
    fn step(
        &self,
        title: &'static str,
        section: &str,
        state: StepState,
        said: Phrase,
        records: &[usize],
    ) -> SystemStep {
        let link = |at: &usize| self.planner.item_link(Item::Record(*at));
        SystemStep {
            title: self.planner.words.find("step_title", title).unwrap_or(title).to_owned(),
            state,
            text: self.planner.words.say(&said),
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
            _ if overdue => (StepState::Attention, Phrase::new("steps.review_overdue")),
            (Some(on), Some(reviewed)) => {
                let approved = Phrase::new("steps.approved_by").text("by", by).day("on", on);
                (StepState::Done, approved.day("reviewed", reviewed))
            }
            (None, Some(reviewed)) => {
                (StepState::Attention, Phrase::new("steps.not_approved").day("reviewed", reviewed))
            }
            (_, None) => (StepState::Attention, Phrase::new("steps.not_reviewed")),
        };
        let step = if self.is_early() && step == StepState::Attention && !overdue { StepState::NotYet } else { step };
        self.step("inventory", "facts", step, said, &[])
    }

    fn assessment(&self) -> SystemStep {
        let title = "assessment";
        let approved = self.dated("impact-assessment", &["approved"], "approved_on");
        let Some((on, at, record)) = approved.last() else {
            let drafts = self.about.of("impact-assessment").len();
            let nothing = Phrase::new("steps.no_assessment");
            let said = if drafts > 0 { Phrase::counted("steps.drafts", drafts) } else { nothing };
            let state = if drafts > 0 && self.is_early() { StepState::NotYet } else { self.missing() };
            let ids: Vec<usize> = self.about.of("impact-assessment").iter().map(|(at, _)| *at).collect();
            return self.step(title, "risks", state, said, &ids);
        };
        let assessed = |key| Phrase::new(key).day("on", *on).text("version", text(record, "version_assessed"));
        let deployed = date(self.about.record, "deployed_on");
        let (state, said) = if let Some(why) = self.outdated(*at) {
            (StepState::Attention, assessed("steps.assessed_but").text("why", why))
        } else if self.is_expired(*at) {
            (StepState::Attention, assessed("steps.assessed_expired"))
        } else if let Some(deployed) = deployed.filter(|deployed| deployed < on) {
            (StepState::Attention, Phrase::new("steps.assessed_late").day("on", *on).day("deployed", deployed))
        } else {
            (StepState::Done, assessed("steps.assessed"))
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
        let title = "risks";
        let open = self.open_risks();
        if open.is_empty() {
            let closed = self.about.of("risk").len();
            let state = if closed > 0 { StepState::Done } else { self.missing() };
            let nothing = Phrase::new("steps.no_risk");
            let said = if closed > 0 { Phrase::counted("steps.risks_closed", closed) } else { nothing };
            return self.step(title, "risks", state, said, &[]);
        }
        let scale = &self.planner.risk;
        let above: Vec<usize> = open
            .iter()
            .filter(|(_, record)| is_above(scale, &self.planner.view.risk(record)))
            .map(|(at, _)| *at)
            .collect();
        let appetite = scale.level_name(scale.appetite);
        let (state, key) = match above.len() {
            0 => (StepState::Done, "steps.risks_accepted"),
            _ => (StepState::Attention, "steps.risks_above"),
        };
        let said = Phrase::counted(key, open.len()).count("above", above.len()).text("appetite", appetite);
        let state = if self.is_early() && state == StepState::Attention { StepState::NotYet } else { state };
        self.step(title, "risks", state, said, &above)
    }

    fn treatment(&self) -> SystemStep {
        let title = "treatment";
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
        let named = |key| Phrase::counted(key, controls.len());
        let (state, said) = match (open.is_empty(), late.len()) {
            (true, _) => (self.missing(), Phrase::new("steps.nothing_to_treat")),
            (_, 0) => (StepState::Done, named("steps.treated")),
            (_, more) => (
                StepState::Attention,
                named("steps.treated_late").phrase("late", Phrase::counted("steps.for_risks", more)),
            ),
        };
        let state = if open.is_empty() && !self.about.of("risk").is_empty() { StepState::Done } else { state };
        self.step(title, "risks", state, said, &late)
    }

    fn validation(&self) -> SystemStep {
        let decided = self.dated("validation", &["decided"], "decided_on");
        self.decision("validation", "steps.no_validation", &decided, &["passed", "passed-with-conditions"])
    }

    fn release(&self) -> SystemStep {
        let decided = self.dated("release", &["decided"], "decided_on");
        self.decision("release", "steps.no_release", &decided, &["approved", "approved-with-conditions"])
    }

    fn decision(
        &self,
        title: &'static str,
        nothing: &'static str,
        decided: &[(Date, usize, &Record)],
        good: &[&str],
    ) -> SystemStep {
        let Some((on, at, record)) = decided.last() else {
            return self.step(title, "life-cycle", self.missing(), Phrase::new(nothing), &[]);
        };
        let result = text(record, "result");
        let decided = |key| Phrase::new(key).text("version", text(record, "version")).day("on", *on);
        let ended = |key| decided(key).text("result", self.result(record, &result));
        let deployed = date(self.about.record, "deployed_on");
        let (state, said) = if let Some(why) = self.outdated(*at) {
            (StepState::Attention, decided("steps.decided_but").text("why", why))
        } else if !good.contains(&result.as_str()) {
            (StepState::Attention, ended("steps.decided"))
        } else if let Some(deployed) = deployed.filter(|deployed| deployed < on) {
            (StepState::Attention, decided("steps.decided_late").day("deployed", deployed))
        } else if self.is_expired(*at) {
            (StepState::Attention, ended("steps.decided_expired"))
        } else {
            (StepState::Done, ended("steps.decided"))
        };
        self.step(title, "life-cycle", state, said, &[*at])
    }

    /// What a result is called inside a sentence.
    fn result(&self, record: &Record, word: &str) -> String {
        let kind = self.planner.view.kinds().get(&record.kind);
        let label = kind.and_then(|kind| kind.own_field("result")).map_or(word, |field| field.field_type.label(word));
        lower_first(label)
    }

    fn monitoring(&self) -> SystemStep {
        let title = "monitoring";
        let active: Vec<(usize, &Record)> =
            self.about.of("measurement").iter().copied().filter(|(_, record)| state(record) == "active").collect();
        let signals = self.about.record.items_at(&FieldPath::parse("monitoring_signal")).len();
        let values = |record: &Record| record.dates_at(&FieldPath::parse("values.date"));
        let last = active.iter().flat_map(|(_, record)| values(record)).filter(|date| *date <= self.as_of).max();
        let expired: Vec<usize> = active.iter().map(|(at, _)| *at).filter(|at| self.is_expired(*at)).collect();
        let signals = Phrase::counted("steps.signals", signals);
        let (state, said, records) = match last {
            _ if self.system.fact.retired => (StepState::NotYet, Phrase::new("steps.not_measured"), vec![]),
            None => (self.missing(), Phrase::new("steps.no_value").phrase("signals", signals), vec![]),
            Some(last) if expired.is_empty() => {
                let said = Phrase::counted("steps.measured", active.len()).phrase("signals", signals).day("last", last);
                (StepState::Done, said, active.iter().map(|(at, _)| *at).collect())
            }
            Some(last) => (StepState::Attention, Phrase::new("steps.measured_late").day("last", last), expired),
        };
        self.step(title, "operation", state, said, &records)
    }

    fn incidents(&self) -> SystemStep {
        let both: Vec<(usize, &Record)> =
            [self.about.of("incident"), self.about.of("concern")].into_iter().flatten().copied().collect();
        let open: Vec<usize> = both.iter().filter(|(_, record)| state(record) != "closed").map(|(at, _)| *at).collect();
        let (state, said) = match (both.len(), open.len()) {
            (0, _) => (StepState::Done, Phrase::new("steps.no_incident")),
            (all, 0) => (StepState::Done, Phrase::counted("steps.incidents_closed", all)),
            (all, open) => (StepState::Attention, Phrase::counted("steps.incidents_open", all).count("open", open)),
        };
        self.step("incidents", "operation", state, said, &open)
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
            (None, _) => (StepState::Done, Phrase::new("steps.no_change")),
            (Some((last, _, _)), 0) => {
                (StepState::Done, Phrase::counted("steps.changes", done.len()).day("last", *last))
            }
            (_, more) => (StepState::Attention, Phrase::counted("steps.changes_unassessed", more)),
        };
        self.step("changes", "life-cycle", state, said, &without)
    }

    fn duties(&self) -> SystemStep {
        let follows: Vec<_> = self.system.duties.iter().filter(|duty| duty.follows).collect();
        let is_seen = |at: &usize| self.planner.view.record(*at).is_some();
        let open = follows.iter().filter(|duty| !duty.records.iter().any(is_seen)).count();
        let (state, said) = match (follows.len(), open) {
            (0, _) if self.system.fact.retired => (StepState::NotYet, Phrase::new("steps.no_duty_proposed")),
            (0, _) => (StepState::Done, Phrase::new("steps.no_duty")),
            (all, 0) => (StepState::Done, Phrase::counted("steps.duties_recorded", all)),
            (all, open) => (
                StepState::Attention,
                Phrase::counted("steps.duties", all).phrase("open", Phrase::counted("steps.duties_open", open)),
            ),
        };
        self.step("duties", "duties", state, said, &[])
    }

    fn retirement(&self) -> Option<SystemStep> {
        if !self.system.fact.retired {
            return None;
        }
        let on = date(self.about.record, "retired_on");
        let proof = self.planner.view.evidence_named_by(Item::Record(self.about.at)).items.len();
        let (state, said) = match (on, proof) {
            (Some(on), 0) => (StepState::Attention, Phrase::new("steps.retired_unproven").day("on", on)),
            (Some(on), proof) => (StepState::Done, Phrase::counted("steps.retired", proof).day("on", on)),
            (None, _) => (StepState::Attention, Phrase::new("steps.retired_undated")),
        };
        Some(self.step("retirement", "evidence", state, said, &[]))
    }
}

/// A sentence goes on with it; nouns inside keep their capitals.
fn lower_first(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
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
