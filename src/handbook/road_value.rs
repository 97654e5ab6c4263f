//! The road to certification as plain data: steps, what each looks at, and what is missing.
//!
//! Never a percentage: a step is not started, under way or done, and says of how many things how many are there.

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::handbook::Item;
use crate::language::Phrase;
use crate::text::Date;

/// Where an organization stands on the usual path to a certificate.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Road {
    pub framework: FrameworkIndex,
    /// In the order in which they are walked.
    pub steps: Vec<Step>,
}

/// The steps, in order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepId {
    GapsKnown,
    ControlsDesigned,
    SystemApproved,
    InOperation,
    InternalAudit,
    ManagementReview,
    Nonconformities,
    StageOne,
    StageTwo,
}

impl StepId {
    /// Stable: addresses use it.
    pub fn word(self) -> &'static str {
        match self {
            StepId::GapsKnown => "gap-assessment",
            StepId::ControlsDesigned => "controls-designed",
            StepId::SystemApproved => "documented-system-approved",
            StepId::InOperation => "in-operation",
            StepId::InternalAudit => "internal-audit",
            StepId::ManagementReview => "management-review",
            StepId::Nonconformities => "nonconformities",
            StepId::StageOne => "stage-1",
            StepId::StageTwo => "stage-2",
        }
    }

    pub fn title(self) -> Phrase {
        Phrase::new(match self {
            StepId::GapsKnown => "road_step.gaps",
            StepId::ControlsDesigned => "road_step.controls",
            StepId::SystemApproved => "road_step.approved",
            StepId::InOperation => "road_step.operation",
            StepId::InternalAudit => "road_step.audit",
            StepId::ManagementReview => "road_step.review",
            StepId::Nonconformities => "road_step.nonconformities",
            StepId::StageOne => "road_step.stage_1",
            StepId::StageTwo => "road_step.stage_2",
        })
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Step {
    pub id: StepId,
    pub state: StepState,
    pub checks: Vec<Check>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum StepState {
    NotStarted,
    UnderWay,
    Done,
}

impl StepState {
    /// In a sentence.
    pub fn words(self) -> Phrase {
        Phrase::new(match self {
            StepState::NotStarted => "road_why.not_started",
            StepState::UnderWay => "road_why.under_way",
            StepState::Done => "road_why.done",
        })
    }
}

/// One thing that a step looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is counted, in a few words.
    pub what: Phrase,
    pub done: usize,
    pub of: usize,
    /// The days that it is about, first and last.
    pub period: Option<(Date, Date)>,
    /// Each thing that is not there yet.
    pub missing: Vec<Missing>,
}

impl Check {
    /// Counts what is done among things that are either there or missing; `what` names the text that says what is counted.
    pub fn of(what: &'static str, done: usize, missing: Vec<Missing>) -> Check {
        Check { what: Phrase::new(what), done, of: done + missing.len(), period: None, missing }
    }

    pub fn is_complete(&self) -> bool {
        self.done >= self.of
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub place: Place,
    /// What the matter is, in a few words; never names another item.
    pub why: Phrase,
}

/// What a reader opens to mend it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    Entry(ClauseId),
    Item(Item),
    /// Another step of the road.
    Step(StepId),
    /// The register of a kind that has no fitting record yet.
    Register(&'static str),
    /// The Statement of Applicability as a whole.
    Statement,
}

impl Step {
    /// Done when nothing is missing, started when something is there. A check of nothing neither starts nor holds up.
    pub fn new(id: StepId, checks: Vec<Check>) -> Step {
        let state = if checks.iter().all(Check::is_complete) {
            StepState::Done
        } else if checks.iter().any(|check| check.done > 0) {
            StepState::UnderWay
        } else {
            StepState::NotStarted
        };
        Step { id, state, checks }
    }

    pub fn missing(&self) -> usize {
        self.checks.iter().map(|check| check.missing.len()).sum()
    }
}
