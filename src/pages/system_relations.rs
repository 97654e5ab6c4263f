//! What hangs together around an AI system: what it is made of, its risks and assessments, what happened to it, and the
//! evidence of all that.
//!
//! Never finds a record: it draws those that the dossier lists, and between them the relations that they name.

use std::collections::{BTreeMap, BTreeSet};

use crate::pages::chart_relations::{Thing, diagram};
use crate::pages::model::{Diagram, EvidenceItem, LayerOf, Link};
use crate::pages::planner::Planner;
use crate::pages::systems::About;
use crate::view::Item;

/// The kinds of each layer, in the order in which they stand in it.
const LAYERS: [(LayerOf, &[&str]); 3] = [
    (LayerOf::Parts, &["model", "dataset", "supplier", "resource"]),
    (LayerOf::Risks, &["impact-assessment", "risk"]),
    (LayerOf::Operation, &["validation", "release", "change", "incident", "concern", "nonconformity"]),
];

/// Records of one kind that are looked at; of more than that, hardly one would be shown.
const CONSIDERED: usize = 30;

/// Things in one layer: more than on the page of a clause, because there are more kinds.
const SHOWN: usize = 7;

pub fn system_relations(planner: &Planner<'_, '_>, about: &About<'_>, evidence: &[EvidenceItem]) -> Option<Diagram> {
    let own = Item::Record(about.at);
    let mut things = vec![thing(planner, LayerOf::System, own, Vec::new())];
    let mut places: BTreeMap<Item, usize> = BTreeMap::from([(own, 0)]);
    for (layer, kinds) in LAYERS {
        let before = places.clone();
        for item in first_of_each(about, kinds) {
            places.insert(item, things.len());
            things.push(thing(planner, layer, item, sources(planner, &things, &before, item)));
        }
    }
    for file in evidence {
        let named = things.iter().enumerate().filter(|(_, thing)| file.used_by.contains(&thing.link));
        let from: Vec<usize> = named.map(|(at, _)| at).collect();
        if !from.is_empty() {
            let link = Link { id: String::new(), title: file.title.clone(), url: file.url.clone() };
            things.push(Thing { layer: LayerOf::Evidence, link, kind: String::new(), from });
        }
    }
    diagram(&things, SHOWN)
}

/// The records of these kinds by turns, so that the many of one kind leave room for the others.
fn first_of_each(about: &About<'_>, kinds: &[&str]) -> Vec<Item> {
    let of = |kind: &&str| about.of(kind).iter().take(CONSIDERED).map(|(at, _)| Item::Record(*at)).collect();
    let lists: Vec<Vec<Item>> = kinds.iter().map(of).collect();
    (0..CONSIDERED).flat_map(|turn| lists.iter().filter_map(move |list| list.get(turn).copied())).collect()
}

fn thing(planner: &Planner<'_, '_>, layer: LayerOf, item: Item, from: Vec<usize>) -> Thing {
    Thing { layer, link: planner.item_link(item), kind: planner.kind_word(item), from }
}

/// What a record names or is named by in the nearest layer before its own; else the system.
fn sources(planner: &Planner<'_, '_>, things: &[Thing], places: &BTreeMap<Item, usize>, item: Item) -> Vec<usize> {
    let named = planner.view.relations_from(item).items.into_iter().map(|relation| relation.to);
    let naming = planner.view.relations_to(item).items.into_iter().map(|relation| relation.from);
    let near: BTreeSet<usize> = named.chain(naming).filter_map(|other| places.get(&other).copied()).collect();
    let layer = near.iter().map(|at| things[*at].layer).max();
    let nearest: Vec<usize> = near.into_iter().filter(|at| Some(things[*at].layer) == layer).collect();
    if nearest.is_empty() { vec![0] } else { nearest }
}
