//! Lays out what leads to what in layers from left to right: a few things in each, and the lines between them.
//!
//! Never finds a relation: it places those that it is given, and says how many things it left out.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};

use crate::pages::model::{Diagram, DiagramLayer, DiagramNode, LayerOf, Link, Wire};

/// Pixels from one thing to the next, and of one thing; the style sheet knows the same numbers.
const PITCH: u32 = 52;
const TALL: u32 = 44;

/// Something that has a place in the picture.
pub struct Thing {
    pub layer: LayerOf,
    pub link: Link,
    pub kind: String,
    /// What leads to it, by its place among the things; all of them stand before it and in layers before its own.
    pub from: Vec<usize>,
}

impl Thing {
    /// Whether something that is always shown leads to it: the first thing of all, or nothing at all.
    pub fn stands(&self) -> bool {
        self.from.is_empty() || self.from.contains(&0)
    }
}

/// With at most `shown` things in one layer; more would be a list, which the page has anyway. `None` when there are
/// fewer than three layers: then the page's own lists say it as well.
pub fn diagram(things: &[Thing], shown: usize) -> Option<Diagram> {
    let mut layers: BTreeMap<LayerOf, Vec<usize>> = BTreeMap::new();
    for (at, thing) in things.iter().enumerate() {
        layers.entry(thing.layer).or_default().push(at);
    }
    if layers.len() < 3 {
        return None;
    }
    let mut places = Places::default();
    for all in layers.values() {
        places.add(things, all, shown);
    }
    places.let_through(things);
    let planned = layers.iter().enumerate().map(|(column, (layer, all))| DiagramLayer {
        of: *layer,
        nodes: places.columns[column].iter().map(|at| places.node(things, *at)).collect(),
        through: places.through[column].len(),
        more: all.len() - places.columns[column].len(),
        wires: places.wires(things, column),
    });
    let planned: Vec<DiagramLayer> = planned.collect();
    let slots = planned.iter().map(|layer| layer.nodes.len() + layer.through + usize::from(layer.more > 0)).max()?;
    Some(Diagram { height: slots as u32 * PITCH, layers: planned })
}

/// Who stands where.
#[derive(Default)]
struct Places {
    /// Things by column, from above.
    columns: Vec<Vec<usize>>,
    /// Column and place of each thing that is shown.
    of: BTreeMap<usize, (usize, usize)>,
    /// By column: things of earlier columns with lines that lead past it.
    through: Vec<BTreeSet<usize>>,
}

impl Places {
    /// The next column: what nothing shown leads to would hang in the air, and is left out.
    fn add(&mut self, things: &[Thing], all: &[usize], shown: usize) {
        let hangs = |at: &&usize| !things[**at].from.is_empty() && self.first_source(things, **at).is_none();
        let mut shown: Vec<usize> = all.iter().filter(|at| !hangs(at)).take(shown).copied().collect();
        // Beside what leads there, so that few lines cross.
        shown.sort_by_key(|at| self.first_source(things, *at).map(|(column, place)| (Reverse(column), place)));
        for (place, at) in shown.iter().enumerate() {
            self.of.insert(*at, (self.columns.len(), place));
        }
        self.columns.push(shown);
    }

    fn first_source(&self, things: &[Thing], at: usize) -> Option<(usize, usize)> {
        // The nearest column decides, and in it the uppermost place.
        let sources = things[at].from.iter().filter_map(|source| self.of.get(source));
        sources.copied().min_by_key(|(column, place)| (Reverse(*column), *place))
    }

    /// Every line of the picture: from one shown thing to another.
    fn lines<'t>(&'t self, things: &'t [Thing]) -> impl Iterator<Item = (usize, usize)> + 't {
        let to = move |at: &usize| things[*at].from.iter().map(|source| (*source, *at)).collect::<Vec<_>>();
        self.columns.iter().flatten().flat_map(to).filter(|(source, _)| self.of.contains_key(source))
    }

    fn let_through(&mut self, things: &[Thing]) {
        let passes = |column: usize| {
            let past = self.lines(things).filter(|(from, to)| self.of[from].0 < column && column < self.of[to].0);
            past.map(|(from, _)| from).collect()
        };
        self.through = (0..self.columns.len()).map(passes).collect();
    }

    /// Where the lines of a thing stand in a column: at itself, or where they are let through.
    fn slot(&self, column: usize, at: usize) -> usize {
        match self.of[&at] {
            (own, place) if own == column => place,
            _ => self.columns[column].len() + self.through[column].iter().take_while(|known| **known != at).count(),
        }
    }

    /// Lines from a column to the next one.
    fn wires(&self, things: &[Thing], column: usize) -> Vec<Wire> {
        let crossing = self.lines(things).filter(|(from, to)| self.of[from].0 <= column && column < self.of[to].0);
        let slots = crossing.map(|(from, to)| {
            let end = if self.of[&to].0 == column + 1 { to } else { from };
            (self.slot(column, from), self.slot(column + 1, end))
        });
        let slots: BTreeSet<(usize, usize)> = slots.collect();
        let middle = |slot: usize| slot as u32 * PITCH + TALL / 2;
        slots.into_iter().map(|(from, to)| Wire { from: middle(from), to: middle(to) }).collect()
    }

    fn node(&self, things: &[Thing], at: usize) -> DiagramNode {
        let sources = things[at].from.iter().filter(|source| self.of.contains_key(source));
        DiagramNode {
            link: things[at].link.clone(),
            kind: things[at].kind.clone(),
            from: sources.map(|source| things[*source].link.clone()).collect(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::{Thing, diagram};
    use crate::pages::model::{LayerOf, Link};

    /// One thing a line: layer, id, and what leads to it.
    fn drawn(text: &str) -> String {
        let mut things: Vec<Thing> = Vec::new();
        for line in text.lines() {
            let words: Vec<&str> = line.split(' ').collect();
            let layer = match words[0] {
                "c" => LayerOf::Clause,
                "p" => LayerOf::Policies,
                "d" => LayerOf::Procedures,
                "r" => LayerOf::Records,
                _ => LayerOf::Evidence,
            };
            let place = |id: &&str| things.iter().position(|thing| thing.link.id == *id).unwrap();
            let from = words[2..].iter().map(place).collect();
            let link = Link { id: words[1].to_owned(), ..Link::default() };
            things.push(Thing { layer, link, kind: String::new(), from });
        }
        let Some(diagram) = diagram(&things, 5) else { return "nothing".to_owned() };
        let mut drawn = format!("{}", diagram.height);
        for layer in diagram.layers {
            let ids: Vec<&str> = layer.nodes.iter().map(|node| node.link.id.as_str()).collect();
            let wires: Vec<String> =
                layer.wires.iter().map(|wire| format!("{}-{}", wire.from / 52, wire.to / 52)).collect();
            drawn += &format!("\n{} through {} more {}: {}", ids.join(","), layer.through, layer.more, wires.join(" "));
        }
        drawn
    }

    #[test]
    fn a_line_past_a_layer_has_a_slot_of_its_own() {
        let text = "c 5.2\np P1 5.2\nd D1 P1\nd D2 5.2\nr R1 D1\nr R2 5.2";
        let expected = "\
156
5.2 through 0 more 0: 0-0 0-1
P1 through 1 more 0: 0-0 1-1 1-2
D1,D2 through 1 more 0: 0-0 2-1
R1,R2 through 0 more 0: ";
        assert_eq!(drawn(text), expected);
    }

    #[test]
    fn things_stand_beside_what_leads_to_them() {
        let text = "c 5.2\nd D1 5.2\nd D2 5.2\nr R1 D2\nr R2 D1";
        assert!(drawn(text).ends_with("R2,R1 through 0 more 0: "), "{}", drawn(text));
    }

    #[test]
    fn many_are_counted_and_nothing_hangs_in_the_air() {
        let mut text = "c 5.2".to_owned();
        for number in 0..8 {
            text += &format!("\nd D{number} 5.2");
        }
        text += "\nr R1 D7\nr R2 D0";
        let expected = "\
312
5.2 through 0 more 0: 0-0 0-1 0-2 0-3 0-4
D0,D1,D2,D3,D4 through 0 more 3: 0-0
R2 through 0 more 1: ";
        assert_eq!(drawn(&text), expected);
    }

    #[test]
    fn two_layers_are_no_picture() {
        assert_eq!(drawn("c 5.2\nd D1 5.2"), "nothing");
    }
}
