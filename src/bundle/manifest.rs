//! `manifest.json`: what a bundle is, what it was made from, and every file with its size and digest.
//!
//! Never trusts what it reads: paths that lead out of the bundle make the whole list unreadable.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::site::is_safe;
use crate::text::Sha256;

/// The manifest's name in the bundle.
pub const MANIFEST: &str = "manifest.json";

/// The form of the manifest; another form gets another number.
const FORMAT: &str = "aimsbook-bundle/1";

/// What a bundle says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    pub format: String,
    pub title: String,
    pub organization: String,
    pub tool: Tool,
    /// The day by which everything in it is judged.
    pub as_of: String,
    pub audience: AudienceFacts,
    /// The state of the handbook's folder; absent when no repository keeps it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repository: Option<Repository>,
    /// The frameworks by which coverage is counted; none for an audience that sees no coverage.
    pub catalogs: Vec<CatalogFacts>,
    /// What the check found; absent for an audience that sees no coverage.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<FindingCounts>,
    /// All files but the two lists, ordered by path.
    pub files: Vec<ListedFile>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tool {
    pub name: String,
    pub version: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AudienceFacts {
    pub name: String,
    /// The highest classification it sees.
    pub sees: String,
    pub coverage: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Repository {
    pub commit: String,
    pub tree: Tree,
}

/// Whether the files are those of the commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tree {
    Clean,
    /// Something differs from the commit, or is not in it.
    Dirty,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CatalogFacts {
    pub id: String,
    pub name: String,
    pub edition: String,
    pub sha256: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingCounts {
    pub errors: usize,
    pub warnings: usize,
    pub notes: usize,
    pub waived: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ListedFile {
    pub path: String,
    pub size: u64,
    pub sha256: String,
    /// The file of the handbook that this is a copy of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<String>,
}

impl Manifest {
    pub fn format() -> String {
        FORMAT.to_owned()
    }

    pub fn write(&self) -> String {
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }

    /// Reads what [`Manifest::write`] wrote, or says why it cannot be read.
    pub fn parse(bytes: &[u8]) -> Result<Manifest, String> {
        let manifest: Manifest = serde_json::from_slice(bytes).map_err(|error| error.to_string())?;
        if manifest.format != FORMAT {
            return Err(format!("its format is `{}`, not `{FORMAT}`", manifest.format.escape_debug()));
        }
        let mut seen = BTreeSet::new();
        for file in &manifest.files {
            let path = file.path.escape_debug();
            if !is_safe(&file.path) {
                return Err(format!("it lists `{path}`, which is not a path inside a bundle"));
            }
            if !seen.insert(&file.path) {
                return Err(format!("it lists `{path}` twice"));
            }
            if Sha256::parse(&file.sha256).is_none_or(|sha256| sha256.to_string() != file.sha256) {
                return Err(format!("the digest of `{path}` is not 64 small hexadecimal digits"));
            }
        }
        match manifest.files.is_sorted_by_key(|file| &file.path) {
            true => Ok(manifest),
            false => Err("its files are not in the order of their paths".to_owned()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{AudienceFacts, ListedFile, Manifest, Tool};
    use crate::text::Sha256;

    fn manifest(paths: &[&str]) -> Manifest {
        let file = |path: &&str| ListedFile {
            path: (*path).to_owned(),
            size: 3,
            sha256: Sha256::of(path.as_bytes()).to_string(),
            copy_of: None,
        };
        Manifest {
            format: Manifest::format(),
            title: "T".to_owned(),
            organization: String::new(),
            tool: Tool { name: "aimsbook".to_owned(), version: "1".to_owned() },
            as_of: "2026-11-24".to_owned(),
            audience: AudienceFacts { name: "auditor".to_owned(), sees: "confidential".to_owned(), coverage: true },
            repository: None,
            catalogs: Vec::new(),
            findings: None,
            files: paths.iter().map(file).collect(),
        }
    }

    #[test]
    fn reads_what_it_writes() {
        let manifest = manifest(&["a", "site/ä b.html"]);
        assert_eq!(Manifest::parse(manifest.write().as_bytes()), Ok(manifest));
    }

    #[test]
    fn refuses_lists_that_no_bundle_has() {
        let error = |manifest: Manifest| Manifest::parse(manifest.write().as_bytes()).unwrap_err();
        assert_eq!(error(manifest(&["../x"])), "it lists `../x`, which is not a path inside a bundle");
        assert_eq!(error(manifest(&["/etc/passwd"])), "it lists `/etc/passwd`, which is not a path inside a bundle");
        assert_eq!(error(manifest(&["a", "a"])), "it lists `a` twice");
        assert!(error(Manifest { format: "other".to_owned(), ..manifest(&[]) }).contains("not `aimsbook-bundle/1`"));
        assert!(Manifest::parse(b"{").is_err() && Manifest::parse(b"[[[[").is_err() && Manifest::parse(b"").is_err());
    }
}
