//! A YAML file of records: one record, or a kind with a list of them.
//!
//! Never stops at a mistake: every record that can be understood is there, and every mistake is said in one run.

use crate::diagnostic::Finding;
use crate::entry::classification::read_classification;
use crate::entry::read_record::read_record;
use crate::entry::{Classification, EntryOptions, Record, Vocabulary};
use crate::schema::{Kind, Kinds};
use crate::syntax::{Fields, Node, Pair, parse_yaml, unknown_key};
use crate::text::{Source, Span, Spanned};

/// The keys of a file with a list of records.
const OF_A_FILE: [&str; 3] = ["kind", "classification", "records"];

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
            let shared = shared_classification(&root, &mut findings);
            for (kind, node) in record_nodes(&root, &vocabulary.kinds, &mut findings) {
                let (record, more) = read_record(source, kind, node, vocabulary, options);
                records.extend(record.map(|record| classified(record, &shared)));
                findings.extend(more);
            }
        }
        _ if findings.is_empty() => findings.push(empty_file()),
        _ => {}
    }
    (records, findings)
}

/// What a file with `records` says, beside them, about who may see them.
fn shared_classification(root: &Node, findings: &mut Vec<Finding>) -> Classification {
    if root.get("records").is_none() {
        return Classification::Unsaid;
    }
    let mut fields = Fields::of(root);
    let shared = read_classification(&mut fields, root, |_| false);
    findings.append(&mut fields.findings);
    shared
}

/// What a record says itself comes before what its file says.
fn classified(mut record: Record, shared: &Classification) -> Record {
    if record.classification == Classification::Unsaid {
        record.classification = shared.clone();
    }
    record
}

fn empty_file() -> Finding {
    Finding::note("empty-file", Span::new(0, 0), "this file holds no records")
        .help("start it with `kind:`, such as `kind: risk`, and a list `records:`")
}

/// The node of each record with its kind.
fn record_nodes<'n>(root: &'n Node, kinds: &'n Kinds, findings: &mut Vec<Finding>) -> Vec<(&'n Kind, &'n Node)> {
    if let Some(finding) = foreign_file(root, kinds) {
        findings.push(finding);
        return Vec::new();
    }
    let Some(pairs) = root.map() else {
        findings.push(not_a_record_file(root));
        return Vec::new();
    };
    let Some(records) = pairs.iter().find(|pair| pair.key.value == "records") else {
        let kind = find_kind(root, None, kinds, findings);
        return kind.map(|kind| (kind, root)).into_iter().collect();
    };
    for pair in pairs.iter().filter(|pair| !OF_A_FILE.contains(&pair.key.value.as_str())) {
        findings.push(unknown_key(&pair.key, "a file with `records`", OF_A_FILE));
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

/// A file that shows no sign of being meant as records, such as the configuration of another tool.
fn foreign_file(root: &Node, kinds: &Kinds) -> Option<Finding> {
    let known = |node: &Node| node.text().is_some_and(|name| kinds.get(name.trim()).is_some());
    let foreign = match (root.map(), root.list()) {
        // Kubernetes has kinds too.
        (Some(_), _) if root.get("apiVersion").is_some() => !root.get("kind").is_some_and(known),
        (Some(_), _) => ["kind", "records", "id"].iter().all(|key| root.get(key).is_none()),
        (_, Some(items)) => items.iter().all(|item| item.get("id").is_none() && item.get("kind").is_none()),
        _ => true,
    };
    let place = Span::new(root.span.start as usize, root.span.start as usize);
    foreign.then(|| {
        Finding::warning("not-records", place, "this YAML file has no `kind`, so it holds no records")
            .cause("not-records")
            .help("if it is meant as records, start it with `kind:`, such as `kind: risk`")
    })
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

#[cfg(test)]
mod tests {
    use super::read_record_file;
    use crate::catalog::Library;
    use crate::entry::{EntryOptions, FieldData, Record, Vocabulary};
    use crate::schema::{FieldPath, Kinds};
    use crate::syntax::parse_yaml;
    use crate::text::{DocPath, Sha256, Source};

    fn read(text: &str) -> (Vec<Record>, Vec<crate::diagnostic::Finding>) {
        let library = Library::built_in();
        let default = library.framework("iso-42001");
        let options = EntryOptions { enabled: default.into_iter().collect(), default };
        let own = "id: widget\ntitle: Widget\nfields: {site: link, parts: {type: group, many: true, fields: {name: text, size: number}}}\n";
        let own = (DocPath::new("kinds/widget.yaml").unwrap(), parse_yaml(own, 0).root.unwrap());
        let vocabulary = Vocabulary { library, kinds: Kinds::with_user_files(&[own]).0 };
        let path = DocPath::new("registers/r.yaml").unwrap();
        let source = Source { path, text: text.into(), sha256: Sha256::of(text.as_bytes()) };
        read_record_file(&source, &vocabulary, &options)
    }

    /// Code, level and the text at which a finding points.
    type Said<'t> = (&'static str, &'static str, &'t str);

    fn findings(text: &str) -> Vec<Said<'_>> {
        let findings = read(text).1;
        let mut said: Vec<_> =
            findings.iter().map(|finding| (finding.code, finding.level.word(), &text[finding.span.range()])).collect();
        said.sort_by_key(|(_, _, place)| place.as_ptr());
        said
    }

    fn help(text: &str) -> String {
        read(text).1.remove(0).help.unwrap_or_default()
    }

    fn paths(record: &Record) -> Vec<String> {
        let mut paths = Vec::new();
        record.walk(&mut |path, _| paths.push(path.to_string()));
        paths
    }

    #[test]
    fn a_register_becomes_typed_records_in_writing_order() {
        let text = "kind: risk\nrecords:\n  - id: RSK-007\n    title: Drift\n    systems: SYS-001\n    likelihood: 3\n    impact: 4\n    treatment: Modify\n    residual: {impact: 3, likelihood: 2}\n    owner: Model risk lead\n    reviewed: 2026-05-02\n    evidence: [evidence/2026/drift.pdf]\n  - id: RSK-008\n    title: Bias\n    owner: X\n    likelihood: 1\n    impact: 1\n    treatment: retain\n    status: accepted\n";
        let (records, findings) = read(text);
        assert_eq!(findings, []);
        assert_eq!(records.iter().map(|record| record.id.value.as_str()).collect::<Vec<_>>(), ["RSK-007", "RSK-008"]);
        let first = &records[0];
        assert_eq!(first.status.as_ref().unwrap().value, "open", "the kind's default");
        assert_eq!(first.systems[0].value, "SYS-001");
        assert_eq!(first.evidence.len(), 1);
        assert_eq!(
            paths(first),
            ["likelihood", "impact", "treatment", "residual", "residual.likelihood", "residual.impact", "reviewed"]
        );
        assert_eq!(first.items_at(&FieldPath::parse("treatment"))[0].word(), Some("modify"));
        assert_eq!(first.dates_at(&FieldPath::parse("reviewed"))[0].to_string(), "2026-05-02");
        assert!(
            text[first.span.range()].starts_with("id: RSK-007") && text[first.span.range()].ends_with("drift.pdf]")
        );
    }

    #[test]
    fn one_record_can_be_a_file_and_records_can_have_kinds_of_their_own() {
        let one = "kind: supplier\nid: SUP-1\ntitle: Hosting\nowner: A\nservice: s\nresponsibilities: r\ndue_diligence_on: 2026-01-01\ndue_diligence_result: passed\n";
        let (records, findings) = read(one);
        assert_eq!((records.len(), findings.len()), (1, 0));
        let mixed = "records:\n  - {kind: widget, id: W, title: T}\n  - {kind: customer, id: C, title: T, owner: O, class: c, expectations: e}\n";
        let kinds: Vec<String> = read(mixed).0.into_iter().map(|record| record.kind).collect();
        assert_eq!(kinds, ["widget", "customer"]);
    }

    #[test]
    fn every_mistake_has_its_place() {
        let widget = |rest: &str| format!("kind: widget\nid: W-1\ntitle: T\n{rest}");
        let whole: &[(&str, &[Said])] = &[
            ("", &[("empty-file", "note", "")]),
            ("# nothing\n", &[("empty-file", "note", "")]),
            ("kind: risk\nrecords:\n", &[("empty-file", "note", "records")]),
            ("- id: X\n", &[("wrong-type", "error", "- id: X")]),
            ("version: 2\nservices: {}\n", &[("not-records", "warning", "")]),
            ("apiVersion: v1\nkind: Pod\n", &[("not-records", "warning", "")]),
            ("- a\n- b\n", &[("not-records", "warning", "")]),
            ("just text\n", &[("not-records", "warning", "")]),
            ("id: RSK-1\ntitle: T\n", &[("missing-kind", "error", "id")]),
            ("kind: rsik\nrecords:\n  - id: RSK-1\n", &[("unknown-kind", "error", "rsik")]),
            ("kind: [risk]\nid: A\n", &[("wrong-type", "error", "[risk]")]),
            ("kind: widget\nrecords: {id: W}\n", &[("wrong-type", "error", "{id: W}")]),
            ("kind: widget\nrecords: [W]\n", &[("wrong-type", "error", "W")]),
            ("kind: widget\nowner: X\nrecords: []\n", &[("unknown-key", "warning", "owner")]),
            ("kind: widget\ntitle: T\n", &[("missing-id", "error", "kind")]),
            ("kind: widget\nid: a|b\ntitle: T\n", &[("wrong-id", "error", "a|b")]),
            ("kind: widget\nid: W-1\n", &[("missing-title", "error", "W-1")]),
            ("kind: customer\nid: C-1\ntitle: T\nowner: O\nclass: c\n", &[("missing-field", "warning", "C-1")]),
            (
                "kind: ai-system\nid: S\ntitle: T\nowner: O\npurpose: p\nintended_use: u\nin_scope: yes\nstage: in-use\neu_class: minimal\nstatus: live\n",
                &[("unknown-field", "warning", "live")],
            ),
            ("kind: widget\nid: W: x\n", &[("yaml-syntax", "error", ":")]),
        ];
        for (text, expected) in whole {
            assert_eq!(findings(text), *expected, "{text}");
        }
        let fields: &[(&str, &[Said])] = &[
            ("sight: https://x.org", &[("unknown-field", "warning", "sight")]),
            ("parts: [{nmae: x}]", &[("unknown-field", "warning", "nmae")]),
            ("parts: [x]", &[("wrong-type", "error", "x")]),
            ("parts: [{size: big}, {size: 3}]", &[("wrong-type", "error", "big")]),
            ("site: [https://x.org, https://y.org]", &[("wrong-type", "error", "https://y.org")]),
            ("site: {a: b}", &[("wrong-type", "error", "{a: b}")]),
            ("site: 'javascript:alert(1)'", &[("wrong-address", "error", "javascript:alert(1)")]),
            ("date: 14.03.2026", &[("wrong-date", "error", "14.03.2026")]),
            ("next_review: 2026-02-30", &[("wrong-date", "error", "2026-02-30")]),
            ("review: sometimes", &[("wrong-type", "error", "sometimes")]),
            ("owner: [a, b]", &[("wrong-type", "error", "[a, b]")]),
            ("evidence: [{path: a.pdf, sha256: 12}]", &[("wrong-digest", "error", "12")]),
        ];
        for (rest, expected) in fields {
            let text = widget(rest);
            assert_eq!(findings(&text), *expected, "{text}");
        }
    }

    #[test]
    fn all_mistakes_of_a_file_are_said_in_one_run() {
        let text = "kind: risk\nrecords:\n  - id: RSK-1\n    title: T\n    owner: O\n    likelihood: 9\n    impact: 2.5\n    treatment: avert\n    status: done\n    reviewed: soon\n  - title: no id\n    liklihood: 3\n    owner: O\n    likelihood: 1\n    impact: 1\n    treatment: avoid\n";
        let expected = [
            ("out-of-range", "error", "9"),
            ("out-of-range", "error", "2.5"),
            ("wrong-choice", "error", "avert"),
            ("wrong-choice", "error", "done"),
            ("wrong-date", "error", "soon"),
            ("missing-id", "error", "title"),
            ("unknown-field", "warning", "liklihood"),
        ];
        assert_eq!(findings(text), expected);
        let (records, _) = read(text);
        assert_eq!(records.len(), 1);
        assert!(records[0].status.is_none(), "a wrong state is no state");
        assert_eq!(paths(&records[0]), Vec::<String>::new());
    }

    proptest::proptest! {
        #![proptest_config(proptest::prelude::ProptestConfig::with_cases(400))]
        /// Whatever is written, reading ends, and every finding points into the file at whole characters.
        #[test]
        fn nothing_that_is_written_breaks_reading(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "kind: risk\n", "records:\n", "  - ", "- ", "id: Ä-1\n", "    title: é|\n", "likelihood: 9\n", "  ", "\n",
                "description: |\n", "  [[a\n  ü]] `x`\n", "residual: {impact: ", "}", "[", "]", ": ", "controls: [A.6.2.4, ",
                "evidence: ", "\"é\\n\"", "'", ">\n", "  {{ x }} <b>\n", "stage: in-use\n", "kind: ai-system\n", "\t", "\u{feff}",
            ]), 0..24)
        ) {
            let text = parts.concat();
            for finding in read(&text).1 {
                assert!(text.get(finding.span.range()).is_some(), "{text:?} {finding:?}");
            }
        }
    }

    #[test]
    fn helps_name_the_nearest_known_word() {
        assert!(help("kind: rsik\nid: A\n").contains("did you mean `risk`?"));
        assert!(help("id: RSK-1\n").contains("`kind: risk`"));
        assert_eq!(help("kind: widget\nid: A\ntitle: T\nsit: https://x.org\n"), "did you mean `site`?");
        assert!(help("kind: widget\ntitle: T\n").contains("WID-001"));
    }

    #[test]
    fn a_system_is_its_own_system_and_an_assessment_belongs_to_the_one_it_names() {
        let system = read("kind: ai-system\nid: SYS-1\ntitle: T\nstage: in-use\n").0.remove(0);
        assert_eq!(system.systems[0].value, "SYS-1");
        assert_eq!(system.status.unwrap().value, "in-use");
        let text = "kind: impact-assessment\nid: IMP-1\ntitle: T\nsystem: SYS-1\nsystems: [SYS-1, SYS-2]\n";
        let assessment = read(text).0.remove(0);
        let systems: Vec<&str> = assessment.systems.iter().map(|system| system.value.as_str()).collect();
        assert_eq!(systems, ["SYS-1", "SYS-2"]);
    }

    #[test]
    fn markdown_fields_are_rendered_and_their_links_have_places() {
        let text = "kind: customer\nid: C\ntitle: T\nowner: O\nclass: c\nexpectations: |\n  They ask for\n\n  - [the policy](../policies/ai.md)\n";
        let (records, findings) = read(text);
        assert_eq!(findings, []);
        let items = records[0].items_at(&FieldPath::parse("expectations"));
        let FieldData::Markdown(markdown) = &*items[0] else { panic!("{items:?}") };
        assert_eq!(&text[markdown.body.links[0].span.range()], "../policies/ai.md");
        assert!(markdown.text.starts_with("They ask"));
    }

    #[test]
    fn an_evidence_record_gives_its_file_the_digest_and_dates_beside_it() {
        let digest = Sha256::of(b"x");
        let text = format!(
            "kind: evidence\nid: E\ntitle: T\nowner: O\npath: evidence/a.pdf\nsha256: {digest}\ncollected_on: 2026-01-02\ncollected_by: R\nexpires: 2027-01-02\neffective: {{from: 2025-01-01, to: 2025-12-31}}\n"
        );
        let (records, findings) = read(&text);
        assert_eq!(findings, []);
        let item = &records[0].evidence[0];
        assert_eq!(item.sha256.as_ref().unwrap().value, digest);
        assert_eq!(item.collected.as_ref().unwrap().value.to_string(), "2026-01-02");
        assert_eq!(item.expires.as_ref().unwrap().value.to_string(), "2027-01-02");
        assert_eq!(item.effective_to.as_ref().unwrap().value.to_string(), "2025-12-31");
    }

    #[test]
    fn clauses_stay_as_written_and_wrong_ones_have_their_place() {
        let text = "kind: risk\nid: R\ntitle: T\nowner: O\nlikelihood: 1\nimpact: 1\ntreatment: modify\nclauses: [7.10, 8.2]\ncontrols: [A.6.2.6, A.7.2-A.7.4, A.99.1]\n";
        assert_eq!(findings(text), [("unknown-clause", "error", "7.10"), ("unknown-clause", "error", "A.99.1")]);
        let record = read(text).0.remove(0);
        assert_eq!(record.clauses.len(), 1);
        let controls = &record.value("controls").unwrap().items;
        let written = |item: &crate::text::Spanned<FieldData>| text[item.span.range()].to_owned();
        assert_eq!(
            controls.iter().map(written).collect::<Vec<_>>(),
            ["A.6.2.6", "A.7.2-A.7.4", "A.7.2-A.7.4", "A.7.2-A.7.4"]
        );
        let one = "kind: control\nid: C\ntitle: T\nowner: O\ncontrol: [A.2.2, A.2.3]\napplicable: no\ndecided_on: 2026-01-01\n";
        assert_eq!(findings(one), [("wrong-type", "error", "A.2.3")]);
    }

    #[test]
    fn clause_fields_name_other_frameworks_like_documents_do() {
        let text = "kind: obligation\nid: O\ntitle: T\nowner: X\nsource: S\ntype: legal\nrequirement: {iso-42001: [5.2], iso-4200: [1]}\n";
        assert_eq!(findings(text), [("unknown-framework", "error", "iso-4200")]);
        assert_eq!(read(text).0[0].value("requirement").unwrap().items.len(), 1);
    }

    #[test]
    fn running_text_in_a_field_mentions_clauses() {
        let text = "kind: customer\nid: C\ntitle: T\nowner: O\nclass: c\nexpectations: |\n  See\n  ISO/IEC 42001 A.8.2 here.\n";
        let (records, findings) = read(text);
        assert_eq!(findings, []);
        let items = records[0].items_at(&FieldPath::parse("expectations"));
        let FieldData::Markdown(markdown) = &*items[0] else { panic!("{items:?}") };
        assert_eq!(&text[markdown.mentions[0].written.span.range()], "ISO/IEC 42001 A.8.2");
    }

    #[test]
    fn a_byte_order_mark_and_windows_lines_change_nothing() {
        let text = "\u{feff}kind: customer\r\nid: C-1\r\ntitle: T\r\nowner: O\r\nclass: c\r\nexpectations: |\r\n  [a](b.md)\r\n  end\r\n";
        let (records, findings) = read(text);
        assert_eq!(findings, []);
        let items = records[0].items_at(&FieldPath::parse("expectations"));
        let FieldData::Markdown(markdown) = &*items[0] else { panic!("{items:?}") };
        assert_eq!(&text[markdown.body.links[0].span.range()], "b.md");
        assert_eq!(&text[records[0].id.span.range()], "C-1");
    }

    #[test]
    fn a_field_written_wrong_is_not_called_missing_too() {
        let text = "kind: risk\nid: R\ntitle: T\nowner: O\nlikelihood: high\nimpact: 1\ntreatment: avoid\n";
        assert_eq!(findings(text), [("wrong-type", "error", "high")]);
    }
}
