//! What an export says about itself: whose handbook it is, and what wrote it.
//!
//! Never holds anything that depends on the audience.

use crate::view::View;

/// The handbook's own words for itself, for every export.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExportFacts {
    pub title: String,
    pub organization: String,
    /// Name and version of this program.
    pub tool: &'static str,
    /// Day, audience and tool in one line.
    pub line: String,
}

impl ExportFacts {
    pub fn new(view: &View<'_>, title: &str, organization: &str) -> ExportFacts {
        let tool = concat!("aimsbook ", env!("CARGO_PKG_VERSION"));
        let (day, audience) = (view.options().as_of, &view.audience().name);
        ExportFacts {
            title: title.to_owned(),
            organization: organization.to_owned(),
            tool,
            line: format!("As of {day}; for the audience {audience}; {tool}"),
        }
    }
}
