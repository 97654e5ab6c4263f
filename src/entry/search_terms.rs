//! The words by which a document or a record is found.
//!
//! Never takes words from what a file refers to: another audience may not see that.

use std::sync::{Arc, OnceLock};

use crate::entry::{Document, FieldData, IdOrigin, Record};
use crate::syntax::markdown::Body;
use crate::text::{TermPlace, Terms};

/// The words of an entry, found when they are first asked for: a check asks for none.
#[derive(Debug, Clone, Default)]
pub struct LazyTerms(OnceLock<Arc<Terms>>);

impl PartialEq for LazyTerms {
    /// The words follow from the rest of the entry, whether somebody asked for them or not.
    fn eq(&self, _: &LazyTerms) -> bool {
        true
    }
}

impl Eq for LazyTerms {}

impl Document {
    /// The words by which it is found.
    pub fn terms(&self) -> &Arc<Terms> {
        self.lazy_terms.0.get_or_init(|| document_terms(self))
    }
}

impl Record {
    /// The words by which it is found.
    pub fn terms(&self) -> &Arc<Terms> {
        self.lazy_terms.0.get_or_init(|| record_terms(self))
    }
}

fn document_terms(document: &Document) -> Arc<Terms> {
    let mut passages: Vec<(TermPlace, &str)> = Vec::new();
    // An id made from the path is nothing that anybody calls the document by.
    let own = (document.id_origin == IdOrigin::FrontMatter).then_some(&document.id.value);
    let ids = own.into_iter().chain(document.aliases.iter().map(|alias| &alias.value));
    passages.extend(ids.map(|id| (TermPlace::Id, id.as_str())));
    passages.push((TermPlace::Title, &document.title));
    passages.extend(body_passages(&document.body));
    Arc::new(Terms::of(passages))
}

fn body_passages(body: &Body) -> impl Iterator<Item = (TermPlace, &str)> {
    let headings = body.headings.iter().map(|heading| (TermPlace::Heading, heading.text.as_str()));
    headings.chain(body.passages.iter().map(|passage| (TermPlace::Body, passage.text.as_str())))
}

/// The words of a record: id, title, and every text that it holds itself.
fn record_terms(record: &Record) -> Arc<Terms> {
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
