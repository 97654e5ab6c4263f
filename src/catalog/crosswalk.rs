//! Pairs of entries of different frameworks that are worth a look together.
//!
//! Never says that one entry equals another, and never counts as coverage.

use std::collections::BTreeMap;
use std::sync::Arc;

use crate::catalog::{ClauseId, Related, Relation, Support};
use crate::syntax::Node;
use crate::text::Sha256;

/// The crosswalk as written: ids, so that it survives frameworks that grow.
#[derive(Debug, Clone)]
pub struct Crosswalk {
    pub pairs: Arc<[Pairing]>,
    /// What each source is, in words.
    pub sources: Arc<BTreeMap<String, String>>,
    pub digest: Sha256,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pairing {
    /// Framework and entry of both sides.
    pub from: (String, String),
    pub to: (String, String),
    pub relation: Relation,
    pub support: Support,
    pub sources: Vec<String>,
    pub whole_clause: bool,
}

impl Default for Crosswalk {
    fn default() -> Crosswalk {
        Crosswalk { pairs: Arc::new([]), sources: Arc::default(), digest: Sha256::of(b"") }
    }
}

impl Crosswalk {
    /// Reads the built-in data file; what cannot be read is left out, and a test counts what was read.
    pub fn read(text: &str, root: &Node) -> Crosswalk {
        let sources = root.get("sources").and_then(Node::map).unwrap_or(&[]);
        let sources = sources.iter().filter_map(|pair| Some((pair.key.value.clone(), pair.value.text()?.to_owned())));
        let tables = root.get("crosswalks").and_then(Node::list).unwrap_or(&[]);
        Crosswalk {
            sources: Arc::new(sources.collect()),
            pairs: tables.iter().flat_map(read_table).collect(),
            digest: Sha256::of(text.as_bytes()),
        }
    }

    /// The pairs by entry, in both directions, each list in catalog order.
    pub fn related(&self, find: impl Fn(&str, &str) -> Option<ClauseId>) -> BTreeMap<ClauseId, Vec<Related>> {
        let mut related: BTreeMap<ClauseId, Vec<Related>> = BTreeMap::new();
        for pair in self.pairs.iter() {
            let (Some(from), Some(to)) = (find(&pair.from.0, &pair.from.1), find(&pair.to.0, &pair.to.1)) else {
                continue;
            };
            related.entry(from).or_default().push(pair.leading_to(to));
            related.entry(to).or_default().push(pair.leading_to(from));
        }
        related.values_mut().for_each(|list| list.sort_by_key(|related| (related.clause, related.relation)));
        related
    }
}

impl Pairing {
    fn leading_to(&self, clause: ClauseId) -> Related {
        Related {
            clause,
            relation: self.relation,
            support: self.support,
            sources: self.sources.clone(),
            whole_clause: self.whole_clause,
        }
    }
}

fn read_table(table: &Node) -> Vec<Pairing> {
    let word = |key: &str| table.get(key).and_then(Node::text).unwrap_or("");
    let relation = match word("relation") {
        "harmonized-structure" => Relation::HarmonizedStructure,
        _ => Relation::Related,
    };
    let rows = table.get("pairs").and_then(Node::list).unwrap_or(&[]);
    rows.iter().filter_map(|row| read_row(row.list()?, word("from"), word("to"), relation)).collect()
}

fn read_row(row: &[Node], from: &str, to: &str, relation: Relation) -> Option<Pairing> {
    let [left, right, sources, marks @ ..] = row else { return None };
    let sources: Vec<String> = sources.one_or_many().iter().filter_map(Node::text).map(str::to_owned).collect();
    let marked = |mark: &str| marks.iter().any(|node| node.text() == Some(mark));
    let support = match sources.len() {
        _ if marked("own-judgement") => Support::OwnJudgement,
        0 | 1 => Support::SingleSource,
        _ => Support::Corroborated,
    };
    Some(Pairing {
        from: (from.to_owned(), left.text()?.to_owned()),
        to: (to.to_owned(), right.text()?.to_owned()),
        relation,
        support,
        sources,
        whole_clause: marked("whole-clause"),
    })
}
