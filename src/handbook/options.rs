//! What the configuration decides about putting files together.
//!
//! Never reads the configuration file.

use crate::catalog::FrameworkIndex;
use crate::diagnostic::Finding;
use crate::handbook::{Hidden, RiskScale};
use crate::text::{Date, Interval, Span, Spanned, nearest};

/// The options of linking and judging.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandbookOptions {
    /// The day by which everything is judged.
    pub as_of: Date,
    /// The enabled frameworks, the default one first.
    pub frameworks: Vec<FrameworkIndex>,
    /// Applies to approved documents that say nothing about their review.
    pub review_interval: Interval,
    /// How long evidence is in date that says nothing about its expiry.
    pub evidence_interval: Interval,
    /// Lowest first.
    pub classifications: Vec<String>,
    /// What has no classification has this one; a position in `classifications`.
    pub default_classification: usize,
    /// A folder without a configuration, of which less is expected.
    pub is_trial: bool,
    /// How risks are rated.
    pub risk: RiskScale,
    /// What a later edition keeps from the readers that this one is for.
    pub hidden: Hidden,
}

impl HandbookOptions {
    /// A level above every classification: what has it is seen by nobody.
    pub fn nobody(&self) -> usize {
        self.classifications.len()
    }

    /// The position of a classification, lowest 0; capitals do not matter.
    pub fn classification(&self, name: &str) -> Option<usize> {
        self.classifications.iter().position(|known| known.eq_ignore_ascii_case(name.trim()))
    }
}

/// Something says who may see this, and nobody can read what.
pub fn unclear_classification(span: Span) -> Finding {
    Finding::error("unclear-classification", span, "it cannot be read how this is classified")
        .help("write it once, as one word: `classification: internal`")
}

/// A classification that is not on the list.
pub fn unknown_classification(name: &Spanned<String>, known: &[String]) -> Finding {
    let near = nearest(&name.value, known.iter().map(String::as_str), 1).join("");
    let help = format!("known, lowest first: {}", known.join(", "));
    let message = format!("`{}` is not a classification", name.value);
    let finding = Finding::error("unknown-classification", name.span, message);
    finding.help(if near.is_empty() { help } else { format!("did you mean `{near}`? {help}") })
}
