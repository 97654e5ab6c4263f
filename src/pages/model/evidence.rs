//! Evidence files and addresses.
//!
//! Never holds a file.

use serde::Serialize;

use crate::pages::model::{ClauseChip, EvidenceChart, Link, Parts, Standing};

/// One evidence file or address.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize)]
pub struct EvidenceItem {
    /// The file's name, or the title that was given.
    pub title: String,
    /// The copy in the site; empty when the evidence is outside or missing.
    pub url: String,
    /// The address of evidence that is kept elsewhere; else empty.
    pub href: String,
    /// The path in the handbook's folder; empty for an address.
    pub path: String,
    /// 64 digits; for an address the recorded one, or empty.
    pub sha256: String,
    /// For humans: "84 KB"; empty for an address.
    pub size: String,
    /// The date it counts from; empty when unknown.
    pub date: String,
    /// The last day on which it is in date; empty when it does not expire.
    pub expires: String,
    pub standing: Standing,
    /// Why it does not count ("the file is missing"); else empty.
    pub remark: String,
    /// The entries it is named for.
    pub clauses: Vec<ClauseChip>,
    /// What names it; filled in the evidence index, else empty.
    pub used_by: Vec<Link>,
}

/// All evidence files.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Default)]
pub struct EvidencePage {
    /// The digests of all files of the site, for `sha256sum -c`.
    pub sums: Link,
    /// All files that this audience sees, by age; on the first part only, and when there are some.
    pub chart: Option<EvidenceChart>,
    pub items: Vec<EvidenceItem>,
    /// Files that this audience may not see.
    pub hidden: usize,
    pub parts: Parts,
}
