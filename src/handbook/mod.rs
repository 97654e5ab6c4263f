//! All files together: who is called what, where links lead, what supports which entry, and what is in date.
//!
//! Never knows an audience, a page or a template.

mod approval;
mod connect;
mod coverage;
mod document_state;
mod due;
mod duties;
mod evidence;
mod file_levels;
mod handbook_value;
mod hidden;
mod ids;
mod links;
mod options;
mod outdated;
mod record_evidence;
mod relations;
mod risk_scale;
mod road;
mod road_records;
mod road_value;
mod statement;
mod status;
mod supports;
mod systems;
mod timeline;
mod touched;

pub use approval::Binding;
pub use connect::{Entries, connect};
pub use coverage::{
    ClauseCoverage, Coverage, DocumentSupport, EvidenceSource, EvidenceStanding, EvidenceSupport, ExclusionReason,
    FileRef, FrameworkCoverage, Reach, SystemCoverage, SystemFact,
};
pub use document_state::{DocumentState, Phase, approved_by, approved_on};
pub use due::{After, Due, Tells};
pub use duties::{Duty, SystemDuties};
pub use evidence::{EvidenceFile, FileUse};
pub use handbook_value::{Backlink, Handbook, RecordText};
pub use hidden::{DocumentNames, FileNames, Hidden, Names, RecordNames};
pub use ids::{Ids, Item};
pub use links::LinkEnd;
pub use options::{HandbookOptions, unclear_classification, unknown_classification};
pub use outdated::{Outdated, SPEAKERS, Speaker, speaker};
pub use record_evidence::RecordClaim;
pub use relations::Relation;
pub use risk_scale::{RISK_KIND, Rating, RiskLevel, RiskScale, RiskStanding};
pub use road::{is_on_road, road};
pub use road_value::{Check, Missing, Place, Road, Step, StepId, StepState};
pub use statement::{Decision, Open, Statement, StatementRow, Verdict, implementation, stands_for_rows};
pub use status::{DocumentLevel, EvidenceLevel, Status};
pub use systems::{
    CONTROL_KIND, SYSTEM_KIND, applicable, date, excludes, exclusions, is_in_force, lapsed, system_fact, targets, word,
    words,
};
pub use timeline::{RecordDate, record_dates};
pub use touched::Touched;
