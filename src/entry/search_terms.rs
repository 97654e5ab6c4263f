//! The words by which a document or a record is found.
//!
//! Never takes words from what a file refers to: another audience may not see that.

use std::sync::Arc;

use crate::entry::{FieldData, Record};
use crate::syntax::markdown::Body;
use crate::text::{TermPlace, Terms};

/// The words of a document; `ids` holds its id and those that it had before.
pub(super) fn document_terms<'a>(ids: impl Iterator<Item = &'a str>, title: &'a str, body: &'a Body) -> Arc<Terms> {
    let mut passages: Vec<(TermPlace, &str)> = Vec::new();
    passages.extend(ids.map(|id| (TermPlace::Id, id)));
    passages.push((TermPlace::Title, title));
    passages.extend(body_passages(body));
    Arc::new(Terms::of(passages))
}

fn body_passages(body: &Body) -> impl Iterator<Item = (TermPlace, &str)> {
    let headings = body.headings.iter().map(|heading| (TermPlace::Heading, heading.text.as_str()));
    headings.chain(body.passages.iter().map(|passage| (TermPlace::Body, passage.text.as_str())))
}

/// The words of a record: id, title, and every text that it holds itself.
pub(super) fn record_terms(record: &Record) -> Arc<Terms> {
    let mut passages: Vec<(TermPlace, &str)> =
        vec![(TermPlace::Id, record.id.value.as_str()), (TermPlace::Title, record.title.as_str())];
    passages.extend(record.owner.iter().map(|owner| (TermPlace::Body, owner.value.as_str())));
    passages.extend(record.clauses.iter().map(|claim| (TermPlace::Body, claim.reference.written.value.as_str())));
    passages.extend(record.description.iter().flat_map(|text| body_passages(&text.body)));
    record.walk(&mut |_, item| match &item.value {
        FieldData::Text(text) | FieldData::Role(text) => passages.push((TermPlace::Body, text)),
        FieldData::Markdown(text) => passages.extend(body_passages(&text.body)),
        FieldData::Clause(reference) => passages.push((TermPlace::Body, reference.written.value.as_str())),
        _ => {}
    });
    Arc::new(Terms::of(passages))
}
