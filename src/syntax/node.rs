//! A YAML tree in which every node knows its place and every scalar keeps its text.
//!
//! Never turns `7.10` into a number or `no` into a truth value.

use crate::text::{Span, Spanned};

/// One YAML node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    pub span: Span,
    pub value: Value,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Value {
    /// An empty value, `~` or `null` without quotes.
    Null,
    /// The text after YAML's own escapes; `plain` when written without quotes.
    Scalar {
        text: String,
        plain: bool,
    },
    List(Vec<Node>),
    /// All pairs in writing order, repeated keys included.
    Map(Vec<Pair>),
}

/// A key and its value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pair {
    pub key: Spanned<String>,
    pub value: Node,
}

impl Node {
    pub fn is_null(&self) -> bool {
        self.value == Value::Null
    }

    /// The scalar's text exactly as written.
    pub fn text(&self) -> Option<&str> {
        match &self.value {
            Value::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    pub fn spanned_text(&self) -> Option<Spanned<String>> {
        self.text().map(|text| Spanned::new(text.to_owned(), self.span))
    }

    pub fn list(&self) -> Option<&[Node]> {
        match &self.value {
            Value::List(items) => Some(items),
            _ => None,
        }
    }

    pub fn map(&self) -> Option<&[Pair]> {
        match &self.value {
            Value::Map(pairs) => Some(pairs),
            _ => None,
        }
    }

    /// The first value with this key.
    pub fn get(&self, key: &str) -> Option<&Node> {
        self.map()?.iter().find(|pair| pair.key.value == key).map(|pair| &pair.value)
    }

    /// The nodes of a list, or the node alone: `systems: SYS-001` means the same as `systems: [SYS-001]`.
    pub fn one_or_many(&self) -> &[Node] {
        match &self.value {
            Value::Null => &[],
            Value::List(items) => items,
            _ => std::slice::from_ref(self),
        }
    }

    /// A name for what this is, for messages.
    pub fn shape(&self) -> &'static str {
        match &self.value {
            Value::Null => "nothing",
            Value::Scalar { .. } => "a text",
            Value::List(_) => "a list",
            Value::Map(_) => "a map",
        }
    }
}
