//! A YAML file of records: one record, or a kind with a list of them.
//!
//! Never stops at a mistake: every record that can be understood is there, and every mistake is said in one run.

use crate::diagnostic::Finding;
use crate::entry::read_record::read_record;
use crate::entry::{EntryOptions, Record, Vocabulary};
use crate::schema::{Kind, Kinds};
use crate::syntax::{Node, Pair, parse_yaml, unknown_key};
use crate::text::{Source, Span, Spanned};

/// Reads one record file.
pub fn read_record_file(
    source: &Source,
    vocabulary: &Vocabulary,
    options: &EntryOptions,
) -> (Vec<Record>, Vec<Finding>) {
    let parsed = parse_yaml(&source.text, 0);
    let mut findings = parsed.findings;
    let mut records = Vec::new();
    match parsed.root {
        Some(root) if !root.is_null() => {
            for (kind, node) in record_nodes(&root, &vocabulary.kinds, &mut findings) {
                let (record, more) = read_record(source, kind, node, vocabulary, options);
                records.extend(record);
                findings.extend(more);
            }
        }
        _ if findings.is_empty() => findings.push(empty_file()),
        _ => {}
    }
    (records, findings)
}

fn empty_file() -> Finding {
    Finding::note("empty-file", Span::new(0, 0), "this file holds no records")
        .help("start it with `kind:`, such as `kind: risk`, and a list `records:`")
}

/// The node of each record with its kind.
fn record_nodes<'n>(root: &'n Node, kinds: &'n Kinds, findings: &mut Vec<Finding>) -> Vec<(&'n Kind, &'n Node)> {
    let Some(pairs) = root.map() else {
        findings.push(not_a_record_file(root));
        return Vec::new();
    };
    let Some(records) = pairs.iter().find(|pair| pair.key.value == "records") else {
        let kind = find_kind(root, None, kinds, findings);
        return kind.map(|kind| (kind, root)).into_iter().collect();
    };
    for pair in pairs.iter().filter(|pair| !["kind", "records"].contains(&pair.key.value.as_str())) {
        findings.push(unknown_key(&pair.key, "a file with `records`", ["kind", "records"]));
    }
    let shared = root.get("kind").filter(|node| !node.is_null());
    let shared_kind = shared.and_then(|node| named_kind(node, kinds, findings));
    let mut found = Vec::new();
    for node in record_list(records, findings) {
        let own = node.get("kind").is_some_and(|node| !node.is_null());
        let kind = match (own, shared) {
            // The file's wrong kind was said once; its records cannot be read.
            (false, Some(_)) => shared_kind,
            _ => find_kind(node, Some(root), kinds, findings),
        };
        found.extend(kind.map(|kind| (kind, node)));
    }
    found
}

fn record_list<'n>(records: &'n Pair, findings: &mut Vec<Finding>) -> Vec<&'n Node> {
    let node = &records.value;
    let Some(items) = node.list() else {
        if node.is_null() {
            findings.push(Finding::note("empty-file", records.key.span, "this list of records is empty"));
        } else {
            let message = format!("`records` must be a list, this is {}", node.shape());
            findings.push(
                Finding::error("wrong-type", node.span, message)
                    .help("start each record with `- id:`, or leave `records` out when the file is one record"),
            );
        }
        return Vec::new();
    };
    let mut maps = Vec::new();
    for item in items {
        match item.map() {
            Some(_) => maps.push(item),
            None => {
                let message = format!("a record is a map of fields, this is {}", item.shape());
                findings.push(Finding::error("wrong-type", item.span, message));
            }
        }
    }
    maps
}

fn not_a_record_file(root: &Node) -> Finding {
    let message = format!("a record file is a map with `kind`, this is {}", root.shape());
    Finding::error("wrong-type", root.span, message).help("put `kind: risk` and `records:` above the list")
}

/// The kind that a record's own node names; a missing one is said, with a guess from the id when there is one.
fn find_kind<'n>(node: &Node, file: Option<&Node>, kinds: &'n Kinds, findings: &mut Vec<Finding>) -> Option<&'n Kind> {
    if let Some(kind) = node.get("kind").filter(|kind| !kind.is_null()) {
        return named_kind(kind, kinds, findings);
    }
    let place = node.map().and_then(|pairs| pairs.first()).map_or(node.span, |pair| pair.key.span);
    let finding = Finding::error("missing-kind", place, "this record does not say its `kind`").label("not read");
    let guess = node.get("id").and_then(Node::text).and_then(|id| kind_by_prefix(id, kinds));
    let at = if file.is_some() { "at the top of the file" } else { "beside its fields" };
    findings.push(match guess {
        Some(kind) => finding.help(format!("did you mean `kind: {}`? write it {at}", kind.id)),
        None => finding.help(format!("write `kind:` {at}, such as `kind: risk`")),
    });
    None
}

fn kind_by_prefix<'k>(id: &str, kinds: &'k Kinds) -> Option<&'k Kind> {
    let (prefix, _) = id.split_once('-')?;
    kinds.all().iter().find(|kind| kind.prefix.eq_ignore_ascii_case(prefix))
}

fn named_kind<'n>(node: &Node, kinds: &'n Kinds, findings: &mut Vec<Finding>) -> Option<&'n Kind> {
    let Some(name) = node.spanned_text() else {
        let message = format!("`kind` must be the id of a kind, this is {}", node.shape());
        findings.push(Finding::error("wrong-type", node.span, message));
        return None;
    };
    let kind = kinds.get(name.value.trim());
    if kind.is_none() {
        findings.push(unknown_kind(&name, kinds));
    }
    kind
}

fn unknown_kind(name: &Spanned<String>, kinds: &Kinds) -> Finding {
    let finding = Finding::error("unknown-kind", name.span, format!("there is no kind `{}`", name.value))
        .label("its records are not read")
        .cause(name.value.clone());
    match kinds.nearest(&name.value).first() {
        Some(near) => finding.help(format!("did you mean `{near}`? own kinds stand in kinds/*.yaml")),
        None => finding.help("`aimsbook schema` lists the kinds; own kinds stand in kinds/*.yaml"),
    }
}
