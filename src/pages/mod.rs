//! Which pages exist, and the plain data that each shows.
//!
//! Never imports the handbook: pages are planned from what an audience may see.

mod addresses;
mod approvals;
mod areas;
mod bars;
mod body;
mod chart_coverage;
mod chart_due;
mod chart_evidence;
mod chart_relations;
mod chart_targets;
mod clause;
mod clause_relations;
mod crosswalk;
mod documents;
mod due;
mod duties;
mod edition;
mod frameworks;
mod gone;
mod history;
mod home;
mod lists;
mod matrices;
pub mod model;
mod parts;
mod plan;
mod planner;
mod records;
mod review;
mod review_text;
mod risks;
mod road;
mod rules;
mod search_entries;
mod spoken;
mod statement;
mod system_matrix;
mod system_relations;
mod system_steps;
mod system_timeline;
mod systems;
mod trust;
pub mod url;
mod version_facts;
mod versions;

pub use addresses::{
    CALENDAR, CALENDAR_FILE, CONTENTS, EVIDENCE, FINDINGS, FRAMEWORKS, HOME, REGISTERS, RULES, SEARCH, SECTIONS,
    STATEMENT, SUMS, file as file_address, framework as framework_address, register as register_address, safe_name,
};
pub use approvals::outdated_words;
pub use areas::main_areas;
pub use documents::Near;
pub use edition::{Chapter, is_printed};
pub use gone::Gone;
pub use history::{Past, PastChange, PastRow, redlined};
pub use lists::{LocatedFinding, ShownFindings};
pub use plan::{Job, Plan};
pub use planner::{Across, PageOptions, Planner, short_name, shown_id};
pub use review::{ReviewNames, review_pages};
pub use spoken::{human_size, phase_word};
pub use statement::{
    binding as statement_binding, controls as statement_controls, own_frameworks as own_statement_frameworks,
    statement_frameworks,
};
pub use version_facts::{DocumentFacts, RecordFacts, VersionFacts};
pub use versions::{KnownVersion, VERSIONS, VERSIONS_FOLDER, VERSIONS_SCRIPT, item_pages, versions_body};
