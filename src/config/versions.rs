//! Reads `versions:` of the configuration: which earlier states of the handbook are published beside each other.
//!
//! Never asks git what there is: that is done with what is read here.

use std::collections::BTreeMap;

use crate::diagnostic::Finding;
use crate::syntax::{Fields, Node};
use crate::text::{Date, DocPath, Span, Spanned, parse_date};

/// What `versions:` says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Versions {
    /// Where it stands in the configuration.
    pub span: Span,
    /// Patterns of tags, with `*` and `?`.
    pub tags: Vec<Spanned<String>>,
    /// Names of branches, which move.
    pub branches: Vec<Spanned<String>>,
    /// Folders inside the handbook's folder that each hold an earlier version, by its name.
    pub folders: Vec<(Spanned<String>, DocPath)>,
    pub order: Order,
    /// The version in force; the newest one when nothing is said.
    pub in_force: Option<Spanned<String>>,
    /// The name under which the folder is published as it stands; without one it is not.
    pub working: Option<Spanned<String>>,
    /// What versions are called, by name.
    pub titles: BTreeMap<String, Spanned<String>>,
    /// From when versions apply, by name; else the date of the tag or the commit says it.
    pub dates: BTreeMap<String, Spanned<Date>>,
}

/// What makes a version newer than another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Their names, numbers as numbers: 1.10 comes after 1.9.
    Semantic,
    Date,
}

pub(super) fn read_versions(node: &Node, findings: &mut Vec<Finding>) -> Versions {
    let mut fields = Fields::of(node);
    let tags = fields.texts("tags");
    let branches = fields.texts("branches");
    let order = match fields.choice("order", &["semantic", "date"]).map(|word| word.value) {
        Some("date") => Order::Date,
        _ => Order::Semantic,
    };
    let in_force = fields.text("in_force");
    let working = fields.text("working");
    let mut more = Vec::new();
    let folders = names(&mut fields, "folders", &mut more, |path| {
        DocPath::new(&path.value).filter(|path| !path.as_str().is_empty()).ok_or_else(|| {
            Finding::error("wrong-path", path.span, "the folder of a version lies inside the handbook's folder")
        })
    });
    let titles = names(&mut fields, "titles", &mut more, |title| Ok(title.clone()));
    let dates = names(&mut fields, "dates", &mut more, |date| match parse_date(&date.value) {
        Some(day) => Ok(Spanned::new(day, date.span)),
        None => {
            let message = format!("`{}` is not a date", date.value);
            Err(Finding::error("wrong-date", date.span, message).help("write it as 2026-03-14"))
        }
    });
    let by_name = |named: Vec<(Spanned<String>, Spanned<String>)>| {
        named.into_iter().map(|(name, title)| (name.value, Spanned::new(title.value, name.span))).collect()
    };
    let dates = dates.into_iter().map(|(name, date)| (name.value, Spanned::new(date.value, name.span))).collect();
    let nothing = tags.is_empty() && branches.is_empty() && folders.is_empty() && node.map().is_some();
    if nothing && fields.findings.is_empty() && more.is_empty() {
        let message = "`versions` names no tags, branches or folders";
        more.push(Finding::error("missing-field", node.span, message).help("tags: v*"));
    }
    fields.findings.append(&mut more);
    findings.extend(fields.finish("`versions`"));
    Versions { span: node.span, tags, branches, folders, order, in_force, working, titles: by_name(titles), dates }
}

/// A map from names of versions to one text each.
fn names<'n, T>(
    fields: &mut Fields<'n>,
    key: &'n str,
    findings: &mut Vec<Finding>,
    read: impl Fn(&Spanned<String>) -> Result<T, Finding>,
) -> Vec<(Spanned<String>, T)> {
    let Some(node) = fields.node(key) else { return Vec::new() };
    let Some(pairs) = node.map() else {
        fields.wrong_type(key, "a map from versions", node);
        return Vec::new();
    };
    let mut found = Vec::new();
    for pair in pairs {
        match pair.value.spanned_text().map(|text| read(&text)) {
            Some(Ok(value)) => found.push((pair.key.clone(), value)),
            Some(Err(finding)) => findings.push(finding),
            None => fields.wrong_type(&pair.key.value, "a text", &pair.value),
        }
    }
    found
}
