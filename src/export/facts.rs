//! What an export says about itself: whose handbook it is, and what wrote it.
//!
//! Never holds anything that depends on the audience.

use crate::language::{Phrase, Words};
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
    /// What is written for people speaks this language.
    pub words: Words,
}

impl ExportFacts {
    pub fn new(view: &View<'_>, title: &str, organization: &str, words: &Words) -> ExportFacts {
        let tool = concat!("aimsbook ", env!("CARGO_PKG_VERSION"));
        let (day, audience) = (view.options().as_of, &view.audience().name);
        ExportFacts {
            title: title.to_owned(),
            organization: organization.to_owned(),
            tool,
            line: words.say(
                &Phrase::new("sheet.line").text("day", day.to_string()).text("audience", audience).text("tool", tool),
            ),
            words: words.clone(),
        }
    }
}
