//! The whole handbook as plain data: nodes with keys, and typed edges between them.
//!
//! Never changes its shape without a new number in [`GRAPH_SCHEMA`]: other programs rely on it.

use serde::Serialize;

use crate::export::coverage_report::Counts;

/// What the graph names as its schema.
pub const GRAPH_SCHEMA: &str = "urn:aimsbook:schema:graph:1";

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Graph {
    #[serde(rename = "$schema")]
    pub schema: &'static str,
    pub tool: Tool,
    pub handbook: Handbook,
    pub as_of: String,
    pub audience: Audience,
    pub frameworks: Vec<Framework>,
    pub documents: Vec<Document>,
    pub records: Vec<Record>,
    pub files: Vec<File>,
    pub edges: Vec<Edge>,
    /// Only for an audience that sees everything: a finding can name anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub findings: Option<Vec<GraphFinding>>,
    pub hidden: Hidden,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tool {
    pub name: &'static str,
    pub version: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Handbook {
    pub title: String,
    pub organization: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Audience {
    pub name: String,
    pub sees: String,
    pub coverage: bool,
}

/// How many nodes there are that this audience may not see.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Hidden {
    pub documents: usize,
    pub records: usize,
    pub files: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Framework {
    pub id: String,
    pub name: String,
    pub edition: String,
    pub digest: String,
    pub built_in: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub counts: Option<Counts>,
    pub entries: Vec<Entry>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Entry {
    pub key: String,
    pub id: String,
    pub title: String,
    pub kind: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Absent where frameworks have no pages.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub page: String,
    pub assessable: bool,
    pub per_system: bool,
    pub documented_information: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub missing: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub excluded_by: Option<String>,
    /// What the Statement of Applicability decides about a control.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applicable: Option<&'static str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub systems: Vec<SystemStatus>,
    /// Documents, evidence and systems behind the status that this audience may not see.
    pub hidden: usize,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SystemStatus {
    pub system: String,
    pub status: &'static str,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Document {
    pub key: String,
    pub id: String,
    pub title: String,
    #[serde(rename = "type")]
    pub kind: String,
    pub path: String,
    pub page: String,
    pub classification: String,
    pub state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approver: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub approved: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_review: Option<String>,
    /// How the approval is bound to the text.
    pub approval: &'static str,
    #[serde(skip_serializing_if = "String::is_empty")]
    pub summary: String,
    pub headings: Vec<Heading>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Heading {
    pub id: String,
    pub level: u8,
    pub text: String,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Record {
    pub key: String,
    pub id: String,
    pub kind: String,
    pub title: String,
    pub path: String,
    pub page: String,
    pub classification: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub owner: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_review: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub review: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub retention: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// The level of a risk before and after its treatment.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub risk: Option<RiskLevels>,
    /// Why it no longer speaks for its AI system.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub outdated: Vec<String>,
    pub fields: Vec<Field>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RiskLevels {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub inherent: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub residual: Option<String>,
    pub accepted: bool,
}

/// A filled field of a record's kind.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Field {
    pub name: String,
    pub label: String,
    #[serde(rename = "type")]
    pub field_type: &'static str,
    pub values: Vec<Value>,
}

#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Value {
    Text(String),
    Number(serde_json::Number),
    Truth(bool),
    /// Leads to a node; a clause can mean a part of it.
    Node {
        to: String,
        #[serde(skip_serializing_if = "Option::is_none")]
        part: Option<String>,
    },
    /// Leads to something that this audience may not see.
    Hidden {
        hidden: bool,
    },
    /// Leads to nothing, which a finding says.
    Unresolved {
        unresolved: String,
    },
    Group {
        fields: Vec<Field>,
    },
}

/// An evidence file or address.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct File {
    pub key: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub address: Option<String>,
    /// In the site; absent for an address and a missing file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub page: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub size: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// One edge, read from `from` to `to` by its label, and from `to` to `from` by its inverse.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Default)]
pub struct Edge {
    #[serde(rename = "type")]
    pub edge_type: &'static str,
    pub from: String,
    pub to: String,
    pub label: String,
    pub inverse: String,
    /// The field that makes it; inside a group with its path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The headings under which it stands.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub headings: Vec<String>,
    /// `whole`, `part`, `hint` or `guidance`: only the first counts.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reach: Option<&'static str>,
    /// The part or guidance that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// How a document stands that answers an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<&'static str>,
    /// Whether evidence counts on the day.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub standing: Option<&'static str>,
    /// Why it does not.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub remark: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<String>,
    /// The document or record that names a file for an entry.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub by: Option<String>,
    /// The digest that was written down where a file is named.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub recorded: Option<String>,
    /// How a system stands with what it owes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// The day from which a duty applies.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub applies_from: Option<String>,
    /// Records that confirm a duty.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub confirmed_by: Vec<String>,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct GraphFinding {
    pub path: String,
    pub line: usize,
    pub column: usize,
    pub level: &'static str,
    pub code: &'static str,
    pub message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub help: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub waived: Option<String>,
}
