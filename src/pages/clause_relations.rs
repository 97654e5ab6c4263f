//! What leads from a clause to its evidence: policies, procedures, records and files, each with what it follows from.
//!
//! Never adds support: everything here is on the page of the clause, and what names what was said by the handbook.

use std::collections::BTreeSet;

use crate::catalog::ClauseId;
use crate::pages::chart_relations::{Thing, diagram};
use crate::pages::model::{Diagram, EvidenceItem, LayerOf, Link};
use crate::pages::planner::Planner;
use crate::view::{ClauseView, EvidenceSource, Item, LinkEnd, Reach, Shown};

/// Documents and records that are looked at for what they name; of more than that, hardly one would be shown.
const CONSIDERED: usize = 60;

/// Things in one layer.
const SHOWN: usize = 5;

/// Documents of this type say what is wanted; all others say how.
const POLICY: &str = "policy";

pub fn clause_relations(
    planner: &Planner<'_, '_>,
    clause: ClauseId,
    view: &ClauseView<'_>,
    evidence: &[EvidenceItem],
) -> Option<Diagram> {
    let mut way = Way { planner, things: Vec::new(), documents: Vec::new(), records: Vec::new() };
    let kind = planner.entry_kind(clause);
    way.push(LayerOf::Clause, planner.clause_link(clause), kind, Vec::new());
    let mut known = BTreeSet::new();
    let reaches = view.documents.items.iter().filter(|found| matches!(found.reach, Reach::Whole | Reach::Part(_)));
    let documents = reaches.map(|found| found.document).filter(|at| known.insert(*at));
    let (policies, others): (Vec<usize>, Vec<usize>) = documents.partition(|at| is_policy(planner, *at));
    policies.into_iter().for_each(|at| way.document(at, LayerOf::Policies));
    others.into_iter().for_each(|at| way.document(at, LayerOf::Procedures));
    let sources = view.evidence.items.iter().map(|support| &support.source);
    let records = sources.filter_map(|source| match source {
        EvidenceSource::Record(at) => Some(*at),
        EvidenceSource::File { .. } => None,
    });
    let mut known = BTreeSet::new();
    records.filter(|at| known.insert(*at)).for_each(|at| way.record(at));
    evidence.iter().for_each(|item| way.evidence(item));
    diagram(&way.things, SHOWN)
}

/// What has been placed so far.
struct Way<'p, 'v, 'h> {
    planner: &'p Planner<'v, 'h>,
    things: Vec<Thing>,
    /// With their places among the things.
    documents: Vec<(usize, Named)>,
    records: Vec<usize>,
}

impl Way<'_, '_, '_> {
    fn push(&mut self, layer: LayerOf, link: Link, kind: String, from: Vec<usize>) -> usize {
        self.things.push(Thing { layer, link, kind, from });
        self.things.len() - 1
    }

    /// A procedure follows from the policies that name it or that it names; whatever follows from nothing, from the
    /// clause itself. Where a layer is full, what else belongs to it is only counted.
    fn document(&mut self, at: usize, layer: LayerOf) {
        let is_considered = self.documents.len() < CONSIDERED;
        if !is_considered && self.is_full(layer) {
            self.push(layer, Link::default(), String::new(), vec![0]);
            return;
        }
        let own = Item::Document(at);
        let named = Named::of(self.planner, at, layer == LayerOf::Policies);
        let policies = self.documents.iter().filter(|(_, other)| other.is_policy && !named.is_policy);
        let related =
            policies.filter(|(_, other)| other.items.contains(&own) || named.items.contains(&Item::Document(other.at)));
        let from = or_clause(related.map(|(thing, _)| *thing).collect());
        let (link, kind) = (self.planner.item_link(own), self.planner.kind_word(own));
        let thing = self.push(layer, link, kind, from);
        if is_considered {
            self.documents.push((thing, named));
        }
    }

    /// Whether nothing more of a layer will be shown.
    fn is_full(&self, layer: LayerOf) -> bool {
        self.things.iter().filter(|thing| thing.layer == layer && thing.stands()).take(SHOWN).count() == SHOWN
    }

    /// A record follows from the documents that name it, its register, or that it names; procedures before policies.
    fn record(&mut self, at: usize) {
        let Some(record) = self.planner.view.record(at) else { return };
        let own = Item::Record(at);
        let relations = self.planner.view.relations_from(own);
        let names: BTreeSet<Item> = relations.items.iter().map(|relation| relation.to).collect();
        let leads = |other: &Named| {
            other.items.contains(&own)
                || other.registers.contains(&record.kind)
                || names.contains(&Item::Document(other.at))
        };
        let of = |policies: bool| -> Vec<usize> {
            let found = self.documents.iter().filter(|(_, other)| other.is_policy == policies && leads(other));
            found.map(|(thing, _)| *thing).collect()
        };
        let from = if of(false).is_empty() { of(true) } else { of(false) };
        let (link, kind) = (self.planner.item_link(own), self.planner.kind_word(own));
        let thing = self.push(LayerOf::Records, link, kind, or_clause(from));
        if self.records.len() < CONSIDERED {
            self.records.push(thing);
        }
    }

    /// A file follows from what names it.
    fn evidence(&mut self, item: &EvidenceItem) {
        let records = self.records.iter().copied();
        let named = records.chain(self.documents.iter().map(|(thing, _)| *thing));
        let from = named.filter(|thing| item.used_by.contains(&self.things[*thing].link)).collect();
        let link = Link { id: String::new(), title: item.title.clone(), url: item.url.clone() };
        self.push(LayerOf::Evidence, link, String::new(), or_clause(from));
    }
}

fn or_clause(from: Vec<usize>) -> Vec<usize> {
    if from.is_empty() { vec![0] } else { from }
}

/// A document with what it links to, as far as this audience sees both.
struct Named {
    at: usize,
    is_policy: bool,
    items: BTreeSet<Item>,
    registers: BTreeSet<String>,
}

impl Named {
    fn of(planner: &Planner<'_, '_>, at: usize, is_policy: bool) -> Named {
        let mut named = Named { at, is_policy, items: BTreeSet::new(), registers: BTreeSet::new() };
        for end in planner.view.document_links(at) {
            match end {
                Shown::End(LinkEnd::Document { at, .. }) => drop(named.items.insert(Item::Document(*at))),
                Shown::End(LinkEnd::Record(at)) => drop(named.items.insert(Item::Record(*at))),
                Shown::End(LinkEnd::Register(kind)) => drop(named.registers.insert(kind.clone())),
                _ => {}
            }
        }
        named
    }
}

fn is_policy(planner: &Planner<'_, '_>, at: usize) -> bool {
    planner.view.document(at).is_some_and(|document| document.kind.eq_ignore_ascii_case(POLICY))
}
