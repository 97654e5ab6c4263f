//! The road to certification as plain data: steps, what each looks at, and what is missing.
//!
//! Never a percentage: a step is not started, under way or done, and says of how many things how many are there.

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::handbook::Item;
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

    pub fn title(self) -> &'static str {
        match self {
            StepId::GapsKnown => "Gap assessment",
            StepId::ControlsDesigned => "Controls designed",
            StepId::SystemApproved => "Documented system approved",
            StepId::InOperation => "In operation, with evidence over a period",
            StepId::InternalAudit => "Internal audit done",
            StepId::ManagementReview => "Management review done",
            StepId::Nonconformities => "Nonconformities handled",
            StepId::StageOne => "Ready for stage 1",
            StepId::StageTwo => "Ready for stage 2",
        }
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
    pub fn word(self) -> &'static str {
        match self {
            StepState::NotStarted => "not started",
            StepState::UnderWay => "under way",
            StepState::Done => "done",
        }
    }
}

/// One thing that a step looks at.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Check {
    /// What is counted, in a few words.
    pub what: &'static str,
    pub done: usize,
    pub of: usize,
    /// The days that it is about, first and last.
    pub period: Option<(Date, Date)>,
    /// Each thing that is not there yet.
    pub missing: Vec<Missing>,
}

impl Check {
    /// Counts what is done among things that are either there or missing.
    pub fn of(what: &'static str, done: usize, missing: Vec<Missing>) -> Check {
        Check { what, done, of: done + missing.len(), period: None, missing }
    }

    pub fn is_complete(&self) -> bool {
        self.done >= self.of
    }
}

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Missing {
    pub place: Place,
    /// What the matter is, in a few words; never names another item.
    pub why: String,
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
