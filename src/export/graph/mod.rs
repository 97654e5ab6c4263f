//! The whole handbook as one JSON graph for other programs, with a published schema.
//!
//! Never decides what is visible: everything comes from the View.

mod edges;
mod keys;
mod model;
mod nodes;

use crate::export::ExportFacts;
use crate::export::graph::edges::edges;
use crate::export::graph::keys::Keys;
use crate::export::graph::model::{Audience, Graph, Handbook, Hidden, Tool};
use crate::export::graph::nodes::Nodes;
use crate::pages::{PageOptions, Planner};
use crate::view::View;

pub use model::{GRAPH_SCHEMA, GraphFinding};

/// Catalogs with coverage, documents, records, evidence and everything between them, as JSON with a final line break.
/// The findings are shown only to an audience that sees everything.
pub fn graph(view: &View<'_>, facts: &ExportFacts, findings: &[GraphFinding]) -> String {
    let options = PageOptions::default();
    let planner = Planner::new(view, &options);
    let keys = Keys::new(view);
    let nodes = Nodes { planner: &planner, keys: &keys };
    let evidence = view.evidence();
    let sees_all = view.sees_everything() && view.sees_every_classification();
    let graph = Graph {
        schema: GRAPH_SCHEMA,
        tool: Tool { name: env!("CARGO_PKG_NAME"), version: env!("CARGO_PKG_VERSION") },
        handbook: Handbook { title: facts.title.clone(), organization: facts.organization.clone() },
        as_of: view.options().as_of.to_string(),
        audience: Audience {
            name: view.audience().name.clone(),
            sees: view.classification().to_owned(),
            coverage: view.audience().coverage,
        },
        frameworks: view.options().frameworks.iter().map(|framework| nodes.framework(*framework)).collect(),
        documents: view.documents().filter_map(|(at, _)| nodes.document(at)).collect(),
        records: view.records().filter_map(|(at, _)| nodes.record(at)).collect(),
        files: evidence.items.iter().map(|file| nodes.file(file)).collect(),
        edges: edges(&planner, &keys),
        findings: sees_all.then(|| findings.to_vec()),
        hidden: Hidden {
            documents: planner.hidden(view.folders().map(|folder| view.hidden_documents(folder)).sum()),
            records: planner.hidden(view.kinds().all().iter().map(|kind| view.records_of(&kind.id).hidden).sum()),
            files: planner.hidden(evidence.hidden),
        },
    };
    let mut text = serde_json::to_string_pretty(&graph).unwrap_or_default();
    text.push('\n');
    text
}
