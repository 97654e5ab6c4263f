//! The table of built-in kinds and the fields that all of them share.
//!
//! Never holds a kind itself: each is one YAML file.

/// The fields of every record.
pub(super) const COMMON: &str = include_str!("common.yaml");

/// The keys of front matter.
pub(super) const DOCUMENT: &str = include_str!("document.yaml");

macro_rules! kind_files {
    ($($name:literal),* $(,)?) => { [$(($name, include_str!(concat!("kinds/", $name, ".yaml")))),*] };
}

/// Id and text, in the order in which registers are listed.
pub(super) const KIND_FILES: [(&str, &str); 29] = kind_files![
    "ai-system",
    "model",
    "dataset",
    "resource",
    "risk",
    "impact-assessment",
    "control",
    "exclusion",
    "objective",
    "measurement",
    "audit",
    "management-review",
    "nonconformity",
    "competence",
    "communication",
    "interested-party",
    "obligation",
    "supplier",
    "customer",
    "validation",
    "release",
    "incident",
    "concern",
    "change",
    "exception",
    "evidence",
    "system-summary",
    "certificate",
    "contact",
];
