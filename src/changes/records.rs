//! What happened to the records, field by field.
//!
//! Never shows how a value is written, only what it says.

use std::collections::{BTreeMap, BTreeSet};

use crate::changes::change::{Kind, RecordChange};
use crate::changes::fields::field_changes;
use crate::changes::shown::{Compared, Names, hides};
use crate::syntax::markdown::blocks;
use crate::text::{DocPath, Sha256, Spanned};
use crate::view::{FieldData, MarkdownText, Record, Shown, View};

pub(super) fn record_changes(before: &Compared<'_>, after: &Compared<'_>) -> (Vec<RecordChange>, Vec<RecordChange>) {
    let by_id = |side: &Compared<'_>| -> BTreeMap<String, usize> {
        side.view.records().map(|(at, record)| (record.id.value.clone(), at)).collect()
    };
    let (old, new) = (by_id(before), by_id(after));
    let ids: BTreeSet<&String> = old.keys().chain(new.keys()).collect();
    let mut records = Vec::new();
    let mut statement = Vec::new();
    let (then, now) = (Names { side: before, other: after }, Names { side: after, other: before });
    let speaks_alike = vocabulary(before) == vocabulary(after);
    for id in ids {
        let old_record = old.get(id).and_then(|at| before.view.record(*at));
        let new_record = new.get(id).and_then(|at| after.view.record(*at));
        let Some(shown) = new_record.or(old_record) else { continue };
        // Nobody needs to look into a file that stayed, as long as its words mean the same.
        if speaks_alike && old_record.zip(new_record).is_some_and(|(old, new)| same_file(old, new, before, after)) {
            continue;
        }
        if new_record.is_none() && hides(after, id) {
            continue;
        }
        let fields = field_changes(
            &old.get(id).map(|at| record_fields(then, *at, after)).unwrap_or_default(),
            &new.get(id).map(|at| record_fields(now, *at, after)).unwrap_or_default(),
        );
        let kind = match (old_record, new_record) {
            (None, _) => Kind::Added,
            (_, None) => Kind::Removed,
            (Some(old), Some(new)) if old.path != new.path => Kind::Renamed { from: old.path.as_str().to_owned() },
            _ => Kind::Changed,
        };
        if kind == Kind::Changed && fields.is_empty() {
            continue;
        }
        let record_kind = after.view.kinds().get(&shown.kind).map_or(shown.kind.clone(), |kind| kind.title.clone());
        let change = RecordChange {
            id: id.clone(),
            title: shown.title.clone(),
            record_kind,
            path: shown.path.as_str().to_owned(),
            kind,
            owner: shown.owner.as_ref().map(|owner| owner.value.clone()).unwrap_or_default(),
            approver: decider(shown).map(|role| role.value).unwrap_or_default(),
            fields,
        };
        if shown.kind == "control" { statement.push(change) } else { records.push(change) }
    }
    (records, statement)
}

/// The files that say what kinds and frameworks are.
fn vocabulary(side: &Compared<'_>) -> Vec<(DocPath, Sha256)> {
    let says =
        |path: &DocPath| path.is_below("kinds") || path.is_below("frameworks") || path.as_str() == "aimsbook.yaml";
    let sources = side.snapshot.sources.iter().filter(|source| says(&source.path));
    sources.map(|source| (source.path.clone(), source.sha256)).collect()
}

fn same_file(old: &Record, new: &Record, before: &Compared<'_>, after: &Compared<'_>) -> bool {
    let digest = |side: &Compared<'_>, path: &DocPath| side.snapshot.source(path).map(|source| source.sha256);
    old.path == new.path && digest(before, &old.path) == digest(after, &new.path)
}

/// The role that decides on a record, from the first field that names one.
pub fn decider(record: &Record) -> Option<Spanned<String>> {
    let role = |name: &&str| {
        let item = record.value(name)?.items.first()?;
        match &item.value {
            FieldData::Role(role) | FieldData::Text(role) => Some(Spanned::new(role.clone(), item.span)),
            _ => None,
        }
    };
    ["approved_by", "decided_by", "accepted_by"].iter().find_map(role)
}

/// Every filled field of a record as label and text; the labels are those of one state, so that both sides compare.
fn record_fields(names: Names<'_>, at: usize, labels: &Compared<'_>) -> Vec<(String, String)> {
    let view = names.side.view;
    let Some(record) = view.record(at) else { return Vec::new() };
    // Texts are numbered as they are walked, the description first.
    let mut texts = 0..;
    let mut plain =
        |text: &MarkdownText| plain_text(names, text, &view.record_links(at, texts.next().unwrap_or(usize::MAX)));
    let mut fields: Vec<(String, String)> = vec![("Title".into(), record.title.clone())];
    let mut common = |label: &str, value: Option<String>| fields.extend(value.map(|value| (label.to_owned(), value)));
    common("Status", record.status.as_ref().map(|value| value.value.clone()));
    common("Owner", record.owner.as_ref().map(|value| value.value.clone()));
    common("Date", record.date.as_ref().map(|value| value.value.to_string()));
    common("Next review", record.next_review.as_ref().map(|value| value.value.to_string()));
    common("Classification", record.classification.said().map(|name| name.value.clone()));
    common("Review", record.review.map(|interval| interval.to_string()));
    common("AI systems", Some(names.all(&record.systems)).filter(|ids| !ids.is_empty()));
    common("Linked", Some(names.all(&record.links)).filter(|ids| !ids.is_empty()));
    common("Description", record.description.as_ref().map(&mut plain));
    let clauses: Vec<String> =
        record.clauses.iter().map(|claim| claim.reference.target.label(view.library())).collect();
    common("Clauses", (!clauses.is_empty()).then(|| clauses.join(", ")));
    let kinds = [labels.view, view].map(View::kinds);
    let Some((kinds, kind)) = kinds.into_iter().find_map(|kinds| Some((kinds, kinds.get(&record.kind)?))) else {
        return fields;
    };
    let mut values: Vec<(String, Vec<String>)> = Vec::new();
    record.walk(&mut |path, item| {
        let text = match &item.value {
            FieldData::Markdown(text) => Some(plain(text)),
            other => data_text(other, names),
        };
        let Some(text) = text else { return };
        let label = path
            .0
            .iter()
            .enumerate()
            .filter_map(|(depth, _)| {
                let part = crate::schema::FieldPath(path.0[..=depth].to_vec());
                kinds.field(kind, &part).map(|field| field.label.clone())
            })
            .collect::<Vec<_>>()
            .join(": ");
        match values.iter_mut().find(|(known, _)| *known == label) {
            Some((_, texts)) => texts.push(text),
            None => values.push((label, vec![text])),
        }
    });
    fields.extend(values.into_iter().map(|(label, texts)| (label, texts.join(", "))));
    fields
}

/// A text as its audience may read it, without formatting.
fn plain_text(names: Names<'_>, text: &MarkdownText, links: &[Shown<'_>]) -> String {
    let blocks = blocks(&text.text, &names.unnamed(&text.body, links));
    blocks.iter().map(|block| block.text()).collect::<Vec<_>>().join(" ")
}

fn data_text(data: &FieldData, names: Names<'_>) -> Option<String> {
    match data {
        FieldData::Text(text) | FieldData::Role(text) | FieldData::Choice(text) | FieldData::Link(text) => {
            Some(text.clone())
        }
        FieldData::Date(date) => Some(date.to_string()),
        FieldData::Interval(interval) => Some(interval.to_string()),
        FieldData::Number(number) => Some(number.text.clone()),
        FieldData::Truth(truth) => Some(if *truth { "yes" } else { "no" }.to_owned()),
        FieldData::Clause(reference) => Some(reference.target.label(names.side.view.library())),
        FieldData::Ref(id) => Some(names.named(id).to_owned()),
        FieldData::Markdown(_) | FieldData::Evidence(_) | FieldData::Group(_) => None,
    }
}
