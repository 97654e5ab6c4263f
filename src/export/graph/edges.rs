//! What connects the nodes, each edge with a label for both of its ends.
//!
//! Never leads to a node that is not there.

use std::collections::BTreeSet;

use crate::catalog::{ClauseId, FrameworkIndex};
use crate::export::graph::keys::{Keys, entry_key, file_key};
use crate::export::graph::model::Edge;
use crate::pages::Planner;
use crate::schema::FieldPath;
use crate::view::{
    Backlink, DocumentLevel, DocumentSupport, EvidenceSource, EvidenceStanding, EvidenceSupport, FieldData, Item, Reach,
};

/// All edges between what the audience sees, in order.
pub fn edges(planner: &Planner<'_, '_>, keys: &Keys) -> Vec<Edge> {
    let collect = Edges { planner, keys };
    let mut edges = BTreeSet::new();
    for framework in &planner.view.options().frameworks {
        edges.extend(collect.of_framework(*framework));
    }
    let documents = planner.view.documents().map(|(at, _)| Item::Document(at));
    let records = planner.view.records().map(|(at, _)| Item::Record(at));
    for item in documents.chain(records) {
        edges.extend(collect.of_item(item));
    }
    for (at, _) in planner.view.records() {
        edges.extend(collect.clauses_of_record(at));
    }
    edges.extend(collect.duties());
    edges.into_iter().collect()
}

struct Edges<'p, 'v, 'h> {
    planner: &'p Planner<'v, 'h>,
    keys: &'p Keys,
}

fn edge(edge_type: &'static str, label: &str, inverse: &str, from: String, to: String) -> Edge {
    Edge { edge_type, from, to, label: label.to_owned(), inverse: inverse.to_owned(), ..Edge::default() }
}

impl Edges<'_, '_, '_> {
    fn of_framework(&self, framework: FrameworkIndex) -> Vec<Edge> {
        let view = self.planner.view;
        let mut edges = Vec::new();
        for entry in 0..view.library().at(framework).entries.len() as u16 {
            let clause = ClauseId { framework, entry };
            let key = entry_key(view, clause);
            if let Some(seen) = view.clause(clause) {
                edges.extend(seen.documents.items.iter().filter_map(|support| self.answer(support, &key)));
                let evidence = seen.evidence.items.iter().filter(|_| view.audience().coverage);
                edges.extend(evidence.filter_map(|support| self.evidence(support, &key)));
            }
            for mention in view.mentions(clause) {
                let from = self.keys.item(mention.from);
                let found = from.map(|from| edge("mentions", "mentions", "mentioned in", from, key.clone()));
                edges.extend(found.map(|found| Edge { headings: self.heading(mention), ..found }));
            }
            // Both sides name each other: one edge is enough.
            let related = view.library().related(clause).iter().filter(|related| related.clause > clause);
            for related in related.filter(|related| view.options().frameworks.contains(&related.clause.framework)) {
                let (from, to) = (key.clone(), entry_key(view, related.clause));
                let found = edge("crosswalk", "look here too", "look here too", from, to);
                edges.push(Edge { remark: Some(related.support.word().to_owned()), ..found });
            }
        }
        edges
    }

    /// A document that refers to an entry.
    fn answer(&self, support: &DocumentSupport, entry: &str) -> Option<Edge> {
        let document = self.planner.view.document(support.document)?;
        let from = self.keys.item(Item::Document(support.document))?;
        let heading = |at: &usize| document.body.headings.get(*at).map(|heading| heading.id.clone());
        let (reach, part) = reach(&support.reach);
        Some(Edge {
            headings: support.headings.iter().filter_map(heading).collect(),
            reach: Some(reach),
            part,
            state: Some(match support.level {
                DocumentLevel::None => "does not count",
                DocumentLevel::Draft => "draft",
                DocumentLevel::Overdue => "overdue",
                DocumentLevel::Approved => "approved",
            }),
            ..edge("answers", "answers", "answered by", from, entry.to_owned())
        })
    }

    /// A record or a file that shows that an entry is met.
    fn evidence(&self, support: &EvidenceSupport, entry: &str) -> Option<Edge> {
        let (from, by) = match &support.source {
            EvidenceSource::Record(at) => (self.keys.item(Item::Record(*at))?, None),
            EvidenceSource::File { by, file } => (file_key(file), Some(self.keys.item(*by)?)),
        };
        let (reach, part) = reach(&support.reach);
        let (standing, remark) = standing(&support.standing);
        Some(Edge {
            by,
            reach: Some(reach),
            part,
            standing: Some(standing),
            remark,
            date: support.date.map(|date| date.to_string()),
            valid_until: support.valid_until.map(|date| date.to_string()),
            ..edge("evidence", "is evidence for", "shown by", from, entry.to_owned())
        })
    }

    fn of_item(&self, item: Item) -> Vec<Edge> {
        let view = self.planner.view;
        let Some(key) = self.keys.item(item) else { return Vec::new() };
        let mut edges = Vec::new();
        for relation in view.relations_from(item).items {
            let found = self.keys.item(relation.to);
            let found = found.map(|to| edge("relation", &relation.label, &relation.inverse, key.clone(), to));
            edges.extend(found.map(|found| Edge { field: Some(relation.field.clone()), ..found }));
        }
        for link in view.backlinks(item).items {
            let from = self.keys.item(link.from);
            let found = from.map(|from| edge("links", "links to", "linked from", from, key.clone()));
            edges.extend(found.map(|found| Edge { headings: self.heading(link), ..found }));
        }
        for (file, named) in view.evidence_named_by(item).items {
            let (standing, remark) = standing(&named.standing);
            edges.push(Edge {
                standing: Some(standing),
                remark,
                date: named.date.map(|date| date.to_string()),
                valid_until: named.valid_until.map(|date| date.to_string()),
                recorded: named.recorded.map(|digest| digest.to_string()),
                ..edge("names", "names", "named by", key.clone(), file_key(&file.file))
            });
        }
        edges
    }

    fn heading(&self, link: &Backlink) -> Vec<String> {
        let document = match link.from {
            Item::Document(at) => self.planner.view.document(at),
            Item::Record(_) => None,
        };
        let heading = document.zip(link.heading).and_then(|(document, at)| document.body.headings.get(at));
        heading.map(|heading| heading.id.clone()).into_iter().collect()
    }

    /// The entries that a record says it is about, or names in a field of its own.
    fn clauses_of_record(&self, at: usize) -> Vec<Edge> {
        let view = self.planner.view;
        let (Some(record), Some(key)) = (view.record(at), self.keys.item(Item::Record(at))) else { return Vec::new() };
        let kind = view.kinds().get(&record.kind);
        let mut edges = Vec::new();
        let mut add = |path: &FieldPath, data: &FieldData| {
            let FieldData::Clause(reference) = data else { return };
            let clause = reference.target.clause();
            if !view.options().frameworks.contains(&clause.framework) {
                return;
            }
            let field = kind.and_then(|kind| view.kinds().field(kind, path));
            let label = field.map_or("Clauses", |field| &field.label);
            let inverse = field.and_then(|field| field.inverse.as_deref()).unwrap_or("Records");
            let (reach, part) = target_reach(&reference.target);
            edges.push(Edge {
                field: Some(path.to_string()),
                reach: Some(reach),
                part,
                ..edge("about", label, inverse, key.clone(), entry_key(view, clause))
            });
        };
        for item in record.items_at(&FieldPath::parse("clauses")) {
            add(&FieldPath::parse("clauses"), &item);
        }
        record.walk(&mut |path, item| add(path, &item.value));
        edges
    }

    /// What each AI system owes; nothing for an audience that sees no coverage.
    fn duties(&self) -> Vec<Edge> {
        let view = self.planner.view;
        let mut edges = Vec::new();
        for (at, system) in view.systems().filter(|_| view.audience().coverage) {
            let Some(key) = self.keys.item(Item::Record(at)) else { continue };
            for duty in &system.duties {
                edges.push(Edge {
                    status: Some(duty.status.word()),
                    applies_from: duty.applies.as_ref().map(|applies| applies.from.to_string()),
                    confirmed_by: duty.records.iter().filter_map(|at| self.keys.item(Item::Record(*at))).collect(),
                    ..edge("owes", "owes", "owed by", key.clone(), entry_key(view, duty.clause))
                });
            }
        }
        edges
    }
}

fn reach(reach: &Reach) -> (&'static str, Option<String>) {
    match reach {
        Reach::Whole => ("whole", None),
        Reach::Part(locator) => ("part", Some(locator.clone())),
        Reach::Hint => ("hint", None),
        Reach::Guidance(written) => ("guidance", Some(written.clone())),
    }
}

fn target_reach(target: &crate::catalog::Target) -> (&'static str, Option<String>) {
    use crate::catalog::Target;
    match target {
        Target::Entry(_) => ("whole", None),
        Target::Part { locator, .. } => ("part", Some(locator.clone())),
        Target::Heading(_) => ("hint", None),
        Target::Guidance { written, .. } => ("guidance", Some(written.clone())),
    }
}

fn standing(standing: &EvidenceStanding) -> (&'static str, Option<String>) {
    match standing {
        EvidenceStanding::Current => ("current", None),
        EvidenceStanding::Expired => ("expired", None),
        EvidenceStanding::NotCounted(why) => ("does not count", Some(why.to_string())),
    }
}
