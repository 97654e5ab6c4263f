//! A record understood alone: its common fields, and what its kind's own fields hold.
//!
//! Never decides what a reference leads to or whether the record is in date.

use std::borrow::Cow;

use crate::catalog::Reference;
use crate::entry::search_terms::LazyTerms;
use crate::entry::{Claim, Classification, EvidenceUse, MarkdownText};
use crate::schema::{FieldPath, Number};
use crate::text::{Date, DocPath, Interval, Span, Spanned};

/// One record of one kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Record {
    pub path: DocPath,
    /// Id of its kind.
    pub kind: String,
    pub id: Spanned<String>,
    pub title: String,
    /// As written, or the default state of its kind (then at the place of the id); for a kind whose status is another
    /// field, that field's value.
    pub status: Option<Spanned<String>>,
    pub owner: Option<Spanned<String>>,
    pub date: Option<Spanned<Date>>,
    /// What the record says it is about.
    pub clauses: Vec<Claim>,
    /// All AI systems it is about: `systems`, the field that its kind names for them, and itself when it is one.
    pub systems: Vec<Spanned<String>>,
    pub links: Vec<Spanned<String>>,
    /// All evidence it names: `evidence`, and its own fields of that type.
    pub evidence: Vec<EvidenceUse>,
    pub classification: Classification,
    pub next_review: Option<Spanned<Date>>,
    pub review: Option<Interval>,
    pub retention: Option<Interval>,
    pub description: Option<MarkdownText>,
    /// The filled fields of its kind, in the kind's order.
    pub values: Vec<FieldValue>,
    /// Fields in which something stands that could not be read; `status` is among them when the field that holds the
    /// state is. What is said there is unknown, which is not the same as not said.
    pub unread: Vec<String>,
    pub lazy_terms: LazyTerms,
    /// From its first key to the end of its last value.
    pub span: Span,
}

/// A field with what it holds: one item, or as many as were written where the kind allows many.
#[derive(Debug, Clone, PartialEq)]
pub struct FieldValue {
    pub name: String,
    /// Never empty: a field without a right value is absent.
    pub items: Vec<Spanned<FieldData>>,
}

/// One typed value.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldData {
    Text(String),
    Markdown(Box<MarkdownText>),
    Date(Date),
    Interval(Interval),
    Number(Number),
    Truth(bool),
    /// A word of the field's list.
    Choice(String),
    Role(String),
    Clause(Reference),
    /// The id (or path, for documents) as written.
    Ref(String),
    Evidence(Box<EvidenceUse>),
    /// An address that is safe to link.
    Link(String),
    Group(Vec<FieldValue>),
}

impl FieldData {
    /// The value as one word for conditions: a choice, or `yes` and `no`.
    pub fn word(&self) -> Option<&str> {
        match self {
            FieldData::Choice(word) | FieldData::Text(word) | FieldData::Role(word) => Some(word),
            FieldData::Truth(true) => Some("yes"),
            FieldData::Truth(false) => Some("no"),
            _ => None,
        }
    }
}

impl Record {
    /// A filled field of its kind.
    pub fn value(&self, name: &str) -> Option<&FieldValue> {
        self.values.iter().find(|value| value.name == name)
    }

    /// Whether something stands in a field that could not be read.
    pub fn is_unread(&self, name: &str) -> bool {
        self.unread.iter().any(|unread| unread == name)
    }

    /// Everything that stands at a path, in every group of a list, common fields included; empty when not filled.
    pub fn items_at(&self, path: &FieldPath) -> Vec<Cow<'_, FieldData>> {
        let Some((first, rest)) = path.0.split_first() else { return Vec::new() };
        match self.value(first) {
            Some(value) => items_below(value, rest).into_iter().map(Cow::Borrowed).collect(),
            None if rest.is_empty() => self.common_items(first).into_iter().map(Cow::Owned).collect(),
            None => Vec::new(),
        }
    }

    /// All dates at a path.
    pub fn dates_at(&self, path: &FieldPath) -> Vec<Date> {
        let date = |item: Cow<'_, FieldData>| match *item {
            FieldData::Date(date) => Some(date),
            _ => None,
        };
        self.items_at(path).into_iter().filter_map(date).collect()
    }

    /// Shows every value with the path of its field, groups before what is in them; common fields are left out.
    pub fn walk<'r>(&'r self, visit: &mut dyn FnMut(&FieldPath, &'r Spanned<FieldData>)) {
        walk_values(&self.values, &FieldPath(Vec::new()), visit);
    }

    fn common_items(&self, name: &str) -> Vec<FieldData> {
        let text = |text: &Spanned<String>| FieldData::Text(text.value.clone());
        let reference = |id: &Spanned<String>| FieldData::Ref(id.value.clone());
        let date = |date: &Spanned<Date>| FieldData::Date(date.value);
        match name {
            "id" => vec![text(&self.id)],
            "title" => vec![FieldData::Text(self.title.clone())],
            "kind" => vec![FieldData::Text(self.kind.clone())],
            "status" => self.status.iter().map(text).collect(),
            "owner" => self.owner.iter().map(|owner| FieldData::Role(owner.value.clone())).collect(),
            "date" => self.date.iter().map(date).collect(),
            "clauses" => self.clauses.iter().map(|claim| FieldData::Clause(claim.reference.clone())).collect(),
            "systems" => self.systems.iter().map(reference).collect(),
            "links" => self.links.iter().map(reference).collect(),
            "evidence" => self.evidence.iter().map(|item| FieldData::Evidence(Box::new(item.clone()))).collect(),
            "classification" => self.classification.said().into_iter().map(text).collect(),
            "next_review" => self.next_review.iter().map(date).collect(),
            "review" => self.review.iter().map(|interval| FieldData::Interval(*interval)).collect(),
            "retention" => self.retention.iter().map(|interval| FieldData::Interval(*interval)).collect(),
            "description" => self.description.iter().map(|text| FieldData::Markdown(Box::new(text.clone()))).collect(),
            _ => Vec::new(),
        }
    }
}

fn items_below<'r>(value: &'r FieldValue, rest: &[String]) -> Vec<&'r FieldData> {
    let Some((next, rest)) = rest.split_first() else {
        return value.items.iter().map(|item| &item.value).collect();
    };
    let mut found = Vec::new();
    for item in &value.items {
        if let FieldData::Group(inner) = &item.value
            && let Some(inner) = inner.iter().find(|inner| inner.name == *next)
        {
            found.extend(items_below(inner, rest));
        }
    }
    found
}

fn walk_values<'r>(
    values: &'r [FieldValue],
    above: &FieldPath,
    visit: &mut dyn FnMut(&FieldPath, &'r Spanned<FieldData>),
) {
    for value in values {
        let mut path = above.clone();
        path.0.push(value.name.clone());
        for item in &value.items {
            visit(&path, item);
            if let FieldData::Group(inner) = &item.value {
                walk_values(inner, &path, visit);
            }
        }
    }
}
