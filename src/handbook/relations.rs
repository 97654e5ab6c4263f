//! Relations between records, documents and systems, each with a label for both ends.
//!
//! Never keeps one whose other end does not exist: that is a finding.

use crate::diagnostic::{Diagnostic, Finding};
use crate::entry::{Document, FieldData, Record};
use crate::handbook::{Ids, Item};
use crate::schema::{FieldType, Kinds, RefTarget};
use crate::text::{DocPath, Spanned};

/// One end points at the other by a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relation {
    pub from: Item,
    /// The field's name; inside a group with its path.
    pub field: String,
    pub to: Item,
    /// Read at `from`.
    pub label: String,
    /// Read at `to`.
    pub inverse: String,
}

/// Resolves every reference of a record's fields.
pub fn record_relations(
    at: usize,
    record: &Record,
    records: &[std::sync::Arc<Record>],
    ids: &Ids,
    kinds: &Kinds,
) -> (Vec<Relation>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut findings = Vec::new();
    let kind = kinds.get(&record.kind);
    let kind_of = |item: Item| match item {
        Item::Record(at) => Some(records[at].kind.as_str()),
        Item::Document(_) => None,
    };
    let mut add = |field: String, label: &str, inverse: &str, wanted: &RefTarget, id: &Spanned<String>| match find(
        &id.value,
        &record.path,
        ids,
    ) {
        Some(to) if accepts(wanted, kind_of(to)) => found.push(Relation {
            from: Item::Record(at),
            field,
            to,
            label: label.to_owned(),
            inverse: inverse.to_owned(),
        }),
        Some(to) => findings.push(wrong_target(&field, id, wanted, kind_of(to))),
        None => findings.push(unknown_id(&field, id, ids)),
    };
    record.walk(&mut |path, item| {
        let Some(field) = kind.and_then(|kind| kinds.field(kind, path)) else { return };
        if let (FieldData::Ref(id), FieldType::Ref(wanted)) = (&item.value, &field.field_type) {
            let inverse = field.inverse.as_deref().unwrap_or("Linked from");
            let id = Spanned::new(id.clone(), item.span);
            add(path.to_string(), &field.label, inverse, wanted, &id);
        }
    });
    let own = kind.and_then(|kind| kind.systems_from.as_deref());
    let system = RefTarget::Of { kinds: vec!["ai-system".to_owned()], documents: false };
    let common = |name: &str| kinds.common().iter().find(|field| field.name == name);
    let label = |name: &'static str| common(name).map_or(name, |field| &field.label);
    let links_inverse = common("links").and_then(|field| field.inverse.as_deref()).unwrap_or("links");
    let inverse = kind.map_or(links_inverse, |kind| kind.plural.as_str());
    for id in record.systems.iter().filter(|id| id.value != record.id.value && !already(record, own, &id.value)) {
        add("systems".to_owned(), label("systems"), inverse, &system, id);
    }
    for id in &record.links {
        add("links".to_owned(), label("links"), links_inverse, &RefTarget::Any, id);
    }
    (found, findings.into_iter().map(|finding| finding.at(&record.path)).collect())
}

/// Whether the kind's own field for systems already names this one.
fn already(record: &Record, own: Option<&str>, id: &str) -> bool {
    let items = own.and_then(|own| record.value(own)).map_or(&[][..], |value| value.items.as_slice());
    items.iter().any(|item| matches!(&item.value, FieldData::Ref(known) if known == id))
}

/// Resolves `systems` and `replaced_by` of a document.
pub fn document_relations(
    at: usize,
    document: &Document,
    records: &[std::sync::Arc<Record>],
    ids: &Ids,
    kinds: &Kinds,
) -> (Vec<Relation>, Vec<Diagnostic>) {
    let mut found = Vec::new();
    let mut diagnostics = Vec::new();
    let relation = |name: &str, to: Item| {
        let field = kinds.front_matter().iter().find(|field| field.name == name);
        Relation {
            from: Item::Document(at),
            field: name.to_owned(),
            to,
            label: field.map_or(name, |field| &field.label).to_owned(),
            inverse: field.and_then(|field| field.inverse.as_deref()).unwrap_or(name).to_owned(),
        }
    };
    for id in &document.systems {
        match find(&id.value, &document.path, ids) {
            Some(to @ Item::Record(record)) if records[record].kind == "ai-system" => {
                found.push(relation("systems", to));
            }
            Some(to) => {
                let kind = match to {
                    Item::Record(record) => Some(records[record].kind.as_str()),
                    Item::Document(_) => None,
                };
                let wanted = RefTarget::Of { kinds: vec!["ai-system".to_owned()], documents: false };
                diagnostics.push(wrong_target("systems", id, &wanted, kind).at(&document.path));
            }
            None => diagnostics.push(unknown_id("systems", id, ids).at(&document.path)),
        }
    }
    if let Some(id) = &document.replaced_by {
        match find(&id.value, &document.path, ids) {
            Some(to) => found.push(relation("replaced_by", to)),
            None => diagnostics.push(unknown_id("replaced_by", id, ids).at(&document.path)),
        }
    }
    (found, diagnostics)
}

/// An id, or a path for documents.
fn find(id: &str, from: &DocPath, ids: &Ids) -> Option<Item> {
    ids.item(id).or_else(|| {
        let at_root = DocPath::new(id).and_then(|path| ids.document_at(&path));
        let beside = || from.join(id).and_then(|path| ids.document_at(&path));
        at_root.or_else(beside).map(Item::Document)
    })
}

fn accepts(wanted: &RefTarget, kind: Option<&str>) -> bool {
    kind.map_or(wanted.accepts_documents(), |kind| wanted.accepts_kind(kind))
}

fn unknown_id(field: &str, id: &Spanned<String>, ids: &Ids) -> Finding {
    let finding =
        Finding::error("unknown-id", id.span, format!("`{field}` names `{}`, which does not exist", id.value));
    let near = ids.nearest(&id.value);
    if near.is_empty() { finding } else { finding.help(format!("did you mean `{}`?", near.join("`, `"))) }
}

fn wrong_target(field: &str, id: &Spanned<String>, wanted: &RefTarget, kind: Option<&str>) -> Finding {
    let wanted = match wanted {
        RefTarget::Any => "anything".to_owned(),
        RefTarget::Of { kinds, documents } => {
            let mut words = kinds.clone();
            words.extend(documents.then(|| "document".to_owned()));
            words.join(" or ")
        }
    };
    let is = kind.map_or("a document".to_owned(), |kind| format!("of kind {kind}"));
    Finding::error(
        "wrong-target",
        id.span,
        format!("`{field}` must name a record of kind {wanted}; `{}` is {is}", id.value),
    )
}
