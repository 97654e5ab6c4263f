//! The JSON Schemas, judged by an independent validator: what the reader reads is right for them, what it refuses is wrong.
//!
//! Never validates with code of our own.

mod support;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aimsbook::catalog::Library;
use aimsbook::changes::{Compared, compare};
use aimsbook::export::{ExportFacts, changes_json, graph, schema, schema_names};
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::{Caches, graph_findings};
use aimsbook::schema::{FieldType, Kinds};
use aimsbook::view::{Audience, View};
use jsonschema::Validator;
use serde_json::{Value, json};
use support::{Book, files};

const DAY: &str = "2026-11-24";

fn sample() -> Book {
    Book::with_caches(read(Path::new("sample-aims"), &ReadOptions::default()).unwrap(), DAY, Caches::default())
}

fn text_of(name: &str) -> String {
    schema(name, &Kinds::built_in(), &Library::built_in()).unwrap_or_else(|| panic!("no schema {name}"))
}

fn validator(name: &str) -> Validator {
    validator_of(&text_of(name))
}

fn validator_of(text: &str) -> Validator {
    jsonschema::draft202012::new(&serde_json::from_str(text).unwrap()).unwrap()
}

/// YAML as an editor reads it.
fn yaml(text: &str) -> Value {
    serde_yaml::from_str(text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

fn faults(validator: &Validator, value: &Value) -> Vec<String> {
    validator.iter_errors(value).map(|error| format!("{} at {}", error, error.instance_path())).collect()
}

/// Files of the sample with an ending, as paths and texts.
fn sample_files(ending: &str) -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    let mut folders = vec![PathBuf::from("sample-aims")];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            match path.is_dir() {
                true if entry.file_name() != "_site" => folders.push(path),
                false if path.to_str().unwrap().ends_with(ending) => {
                    found.push((path.clone(), fs::read_to_string(path).unwrap()));
                }
                _ => {}
            }
        }
    }
    found.sort();
    found
}

#[test]
fn every_schema_is_one() {
    let kinds = Kinds::built_in();
    let names: Vec<String> = schema_names(&kinds).map(|(name, _)| name.to_owned()).collect();
    assert_eq!(names.len(), 5 + kinds.all().len());
    for name in names {
        let schema: Value = serde_json::from_str(&text_of(&name)).unwrap();
        assert!(jsonschema::draft202012::meta::is_valid(&schema), "{name}");
        assert_eq!(schema["$schema"], "https://json-schema.org/draft/2020-12/schema");
        validator(&name);
    }
}

#[test]
fn all_that_the_sample_holds_is_right() {
    let (any, document) = (validator("record"), validator("document"));
    let mut records = 0;
    let mut wrong = Vec::new();
    for (path, text) in sample_files(".yaml") {
        let value = yaml(&text);
        let Some(kind) = value["kind"].as_str() else { continue };
        records += value["records"].as_array().map_or(1, Vec::len);
        let faults = [faults(&any, &value), faults(&validator(kind), &value)].concat();
        wrong.extend(faults.into_iter().map(|fault| format!("{}: {fault}", path.display())));
    }
    let mut documents = 0;
    for (path, text) in sample_files(".md") {
        let Some(front) = text.strip_prefix("---\n").and_then(|rest| rest.split("\n---\n").next()) else { continue };
        documents += 1;
        wrong.extend(faults(&document, &yaml(front)).into_iter().map(|fault| format!("{}: {fault}", path.display())));
    }
    let configuration = yaml(&fs::read_to_string("sample-aims/aimsbook.yaml").unwrap());
    wrong.extend(faults(&validator("config"), &configuration));
    assert_eq!(wrong, Vec::<String>::new());
    assert!(records > 250 && documents > 60, "{records} records, {documents} documents");
}

/// What a new handbook starts with is right too.
#[test]
fn the_examples_in_the_readme_and_the_starter_are_right() {
    let readme = fs::read_to_string("README.md").unwrap();
    let block = |start: &str| {
        let (_, rest) = readme.split_once(start).unwrap_or_else(|| panic!("no {start:?}"));
        rest.split("```").next().unwrap().to_owned()
    };
    let configuration = block("### aimsbook.yaml\n\n```yaml\n");
    assert_eq!(faults(&validator("config"), &yaml(&configuration)), Vec::<String>::new());
    let register = block("### Records\n\n```yaml\n");
    assert_eq!(faults(&validator("risk"), &yaml(&register)), Vec::<String>::new());
    let any = validator("record");
    for folder in ["registers", "systems"] {
        for entry in fs::read_dir(Path::new("src/cli/starter").join(folder)).unwrap().map(Result::unwrap) {
            let text = fs::read_to_string(entry.path()).unwrap().replace("{year}", "2026");
            let faults = faults(&any, &yaml(&text));
            assert_eq!(faults, Vec::<String>::new(), "{}", entry.path().display());
        }
    }
}

const RISK: &str = "kind: risk\nid: R\ntitle: T\nowner: O\nlikelihood: 3\nimpact: 4\ntreatment: modify\n";

/// Each is an error or a warning of the reader too.
#[test]
fn what_the_reader_refuses_is_wrong() {
    let risk = |rest: &str| format!("{RISK}{rest}");
    let cases: Vec<(&str, String)> = vec![
        ("record", "kind: rsik\nid: R\ntitle: T\n".to_owned()),
        ("record", "id: R\ntitle: T\n".to_owned()),
        ("record", "kind: risk\nrecords: {id: R}\n".to_owned()),
        ("record", "kind: risk\nrecords: [R]\n".to_owned()),
        ("record", "kind: risk\nowner: X\nrecords: []\n".to_owned()),
        ("record", "kind: risk\nrecords:\n  - {id: R, title: T, owner: O, likelihood: 3, impact: 4, treatment: avert}\n".to_owned()),
        ("record", "records:\n  - {id: R, title: T}\n".to_owned()),
        ("risk", risk("").replace("id: R\n", "")),
        ("risk", risk("").replace("title: T\n", "")),
        ("risk", risk("").replace("owner: O\n", "")),
        ("risk", risk("").replace("likelihood: 3", "likelihood: 9")),
        ("risk", risk("").replace("likelihood: 3", "likelihood: 2.5")),
        ("risk", risk("").replace("likelihood: 3", "likelihood: high")),
        ("risk", risk("").replace("treatment: modify", "treatment: avert")),
        ("risk", risk("").replace("id: R", "id: a|b")),
        ("risk", risk("liklihood: 3\n")),
        ("risk", risk("status: done\n")),
        ("risk", risk("reviewed: soon\n")),
        ("risk", risk("reviewed: 14.03.2026\n")),
        ("risk", risk("review: sometimes\n")),
        ("risk", risk("owner: [a, b]\n").replace("owner: O\n", "")),
        ("risk", risk("residual: {likelihod: 2}\n")),
        ("risk", risk("actions: [text]\n")),
        ("risk", risk("evidence: [{path: a.pdf, sha256: 12}]\n")),
        ("risk", risk("evidence: [{path: a.pdf, url: https://x.org}]\n")),
        ("risk", risk("evidence: [{title: T}]\n")),
        ("ai-system", "kind: ai-system\nid: S\ntitle: T\nowner: O\npurpose: p\nintended_use: u\nin_scope: yes\nstage: in-use\neu_class: minimal\nstatus: live\n".to_owned()),
        ("document", "titel: T\n".to_owned()),
        ("document", "status: aproved\n".to_owned()),
        ("document", "approved: 2026-3-14\n".to_owned()),
        ("document", "review: 12\n".to_owned()),
        ("document", "clauses: {iso-42001: {a: b}}\n".to_owned()),
        ("document", "approval: {digest: abc}\n".to_owned()),
        ("config", "titel: T\n".to_owned()),
        ("config", "rules: {orphan-document: loud}\n".to_owned()),
        ("config", "rules: {orphan-documents: off}\n".to_owned()),
        ("config", "waivers: [{rule: review-overdue, for: P, by: B, until: 2027-01-01}]\n".to_owned()),
        ("config", "audiences: {press: {coverage: yes}}\n".to_owned()),
        ("config", "edit_url: javascript:alert(1)\n".to_owned()),
        ("config", "risk: {levels: {low: first}}\n".to_owned()),
    ];
    for (name, text) in cases {
        assert!(!validator(name).is_valid(&yaml(&text)), "{name} takes this:\n{text}");
        let path = match name {
            "document" => "a.md",
            "config" => "aimsbook.yaml",
            _ => "registers/r.yaml",
        };
        let written = if name == "document" { format!("---\n{text}---\ntext\n") } else { text.clone() };
        let mut all = files([("aimsbook.yaml", "title: T\nframeworks: [iso-42001]\n"), ("evidence/a.txt", "")]);
        all.insert(path.to_owned(), written.into_bytes());
        let said = Book::new(&all, DAY).said();
        let about: Vec<&str> = said.lines().filter(|line| line.starts_with(path) && !line.contains(" note")).collect();
        assert!(!about.is_empty(), "the reader takes this, and the schema {name} does not:\n{text}\n{said}");
    }
}

#[test]
fn what_the_reader_takes_is_right() {
    let risk = |rest: &str| format!("{RISK}{rest}");
    for (name, text) in [
        ("risk", risk("clauses: 7.10\nsystems: SYS-1\n")),
        ("risk", risk("clauses: {iso-42001: [5.2], eu-ai-act: 4}\nreview: Quarterly\nnext_review:\n")),
        ("risk", risk("").replace("likelihood: 3", "likelihood: '3'")),
        ("risk", risk("").replace("id: R", "id: 7")),
        ("risk", "kind: risk\nid: R\ntitle: T\nstatus: draft\n".to_owned()),
        ("management-review", "kind: management-review\nid: M\ntitle: T\n".to_owned()),
        ("impact-assessment", "kind: impact-assessment\nid: I\ntitle: T\nowner: O\nsystems: [S]\nversion_assessed: 2\nassessed_on: 2026-01-01\nstatus: approved\n".to_owned()),
        ("control", "kind: control\nid: C\ntitle: T\nowner: O\ncontrol: A.2.2\napplicable: no\ndecided_on: 2026-01-01\n".to_owned()),
        ("control", "kind: control\nid: C\ntitle: T\nowner: O\ncontrol: A.2.2\napplicable: true\ndecided_on: 2026-01-01\n".to_owned()),
        ("record", "records:\n  - {kind: customer, id: C, title: T, owner: O, class: c, expectations: e}\n".to_owned()),
        ("record", "kind: risk\nrecords:\n".to_owned()),
        ("document", "version: 2.1\nreview: 1 Year\nclauses:\n  eu-ai-act: [4, \"9(2)\"]\norder: 3\ntags: [a]\n".to_owned()),
        ("config", "frameworks: [ISO/IEC 42001:2023, house]\nrules: {orphan-document: off}\n".to_owned()),
    ] {
        assert_eq!(faults(&validator(name), &yaml(&text)), Vec::<String>::new(), "{name}:\n{text}");
    }
}

/// The keys that are read by name in the code are those of the data, and the other way round.
#[test]
fn the_schemas_know_the_keys_that_the_reader_knows() {
    let code = fs::read_to_string("src/entry/front_matter.rs").unwrap();
    let mut asked = asked_keys(&code);
    asked.insert("classification".to_owned());
    let described: BTreeSet<String> = Kinds::document().into_iter().map(|field| field.name).collect();
    assert_eq!(described, asked);

    let code = fs::read_to_string("src/config.rs").unwrap();
    let body = code.split("pub fn read_config(").nth(1).unwrap().split("\nfn ").next().unwrap();
    let schema: Value = serde_json::from_str(&text_of("config")).unwrap();
    let described: BTreeSet<String> = schema["properties"].as_object().unwrap().keys().cloned().collect();
    assert_eq!(described, asked_keys(body));
}

fn asked_keys(code: &str) -> BTreeSet<String> {
    let code = code.split("#[cfg(test)]").next().unwrap().split_whitespace().collect::<Vec<_>>().join("");
    let mut keys = BTreeSet::new();
    for part in code.split("fields.").skip(1) {
        let call = part.split_once("(\"");
        let call = call.filter(|(name, _)| *name != "finish" && name.chars().all(|letter| letter.is_ascii_lowercase()));
        keys.extend(call.and_then(|(_, rest)| rest.split('"').next()).map(str::to_owned));
    }
    keys
}

#[test]
fn a_kind_of_the_handbook_has_a_schema_too() {
    let kind = "id: vendor-review\nfields: {score: {type: number, min: 0, max: 10}, verdict: {type: choice, options: [yes, no]}}\nrequired: [score]\n";
    let book = Book::new(&files([("aimsbook.yaml", "title: T\n"), ("kinds/v.yaml", kind)]), DAY);
    let vocabulary = &book.checked.handbook.vocabulary;
    let own = validator_of(&schema("vendor-review", &vocabulary.kinds, &vocabulary.library).unwrap());
    let record =
        |score: Value| json!({"kind": "vendor-review", "id": "V", "title": "T", "score": score, "verdict": true});
    assert!(own.is_valid(&record(json!(10))) && !own.is_valid(&record(json!(11))));
    assert!(schema("vendor-review", &Kinds::built_in(), &Library::built_in()).is_none());
    assert!(
        vocabulary
            .kinds
            .all()
            .iter()
            .any(|kind| kind.fields.iter().any(|field| matches!(field.field_type, FieldType::Number(_))))
    );
}

fn graph_of(book: &Book, audience: &str) -> Value {
    let view = View::new(&book.checked.handbook, book.audience(audience));
    let facts =
        ExportFacts::new(&view, &book.checked.config.title, &book.checked.config.organization, &book.checked.words);
    let text = graph(&view, &facts, &graph_findings(&book.checked, &book.snapshot));
    assert_eq!(text, graph(&view, &facts, &graph_findings(&book.checked, &book.snapshot)));
    serde_json::from_str(&text).unwrap()
}

#[test]
fn the_graph_of_the_sample_is_right_for_every_audience() {
    let book = sample();
    let validator = validator("graph");
    for audience in ["public", "internal", "auditor", "board"] {
        let graph = graph_of(&book, audience);
        assert_eq!(faults(&validator, &graph), Vec::<String>::new(), "{audience}");
        assert_eq!(graph.get("findings").is_some(), audience == "board", "{audience}");
        let counted = graph["frameworks"].as_array().unwrap().iter().all(|framework| framework.get("counts").is_some());
        assert_eq!(counted, audience != "public", "{audience}");
    }
    // A graph that is not right is refused, so that the test above means something.
    let mut wrong = graph_of(&book, "auditor");
    wrong["edges"][0]["type"] = json!("friendship");
    assert!(!validator.is_valid(&wrong));
    let mut wrong = graph_of(&book, "auditor");
    wrong["records"][0]["fields"][0]["values"] = json!([{"to": "nowhere"}]);
    assert!(!validator.is_valid(&wrong));
}

#[test]
fn every_edge_of_the_graph_leads_to_nodes_that_are_there() {
    let book = sample();
    for audience in ["public", "auditor", "board"] {
        let graph = graph_of(&book, audience);
        let list = |name: &str| graph[name].as_array().unwrap().clone();
        let entries =
            list("frameworks").into_iter().flat_map(|framework| framework["entries"].as_array().unwrap().clone());
        let nodes: Vec<Value> = [list("documents"), list("records"), list("files"), entries.collect()].concat();
        let keys: BTreeSet<&str> = nodes.iter().map(|node| node["key"].as_str().unwrap()).collect();
        assert_eq!(keys.len(), nodes.len(), "two nodes of one key");
        for edge in list("edges") {
            for end in ["from", "to", "by"].into_iter().filter_map(|end| edge.get(end)) {
                assert!(keys.contains(end.as_str().unwrap()), "{audience}: {edge}");
            }
        }
    }
}

#[test]
fn the_graph_says_what_supports_an_entry_and_how_things_hang_together() {
    let book = sample();
    let graph = graph_of(&book, "auditor");
    let edges = graph["edges"].as_array().unwrap();
    let has = |wanted: &[(&str, &str)]| edges.iter().any(|edge| wanted.iter().all(|(key, value)| edge[*key] == *value));
    assert!(has(&[
        ("type", "answers"),
        ("from", "document:POL-001"),
        ("to", "entry:iso-42001/5.2"),
        ("state", "approved"),
        ("reach", "whole")
    ]));
    assert!(has(&[
        ("type", "relation"),
        ("from", "record:RSK-001"),
        ("to", "record:SYS-001"),
        ("field", "systems"),
        ("inverse", "Risks")
    ]));
    assert!(has(&[
        ("type", "about"),
        ("from", "record:RSK-001"),
        ("to", "entry:iso-42001/A.6.2.6"),
        ("field", "controls"),
        ("inverse", "Risks treated")
    ]));
    assert!(has(&[("type", "evidence"), ("standing", "current"), ("by", "record:EVD-008")]));
    assert!(has(&[("type", "owes"), ("from", "record:SYS-001"), ("to", "entry:eu-ai-act/Art.9")]));
    let coverage = book.checked.handbook.coverage.frameworks[0].clone();
    assert_eq!(graph["frameworks"][0]["counts"]["evidenced"], json!(coverage.evidenced()));
    let statuses =
        graph["frameworks"][0]["entries"].as_array().unwrap().iter().filter(|entry| entry["status"] == "evidenced");
    assert_eq!(statuses.count(), coverage.evidenced());
    let risk = graph["records"].as_array().unwrap().iter().find(|record| record["id"] == "RSK-001").unwrap();
    let field =
        |name: &str| risk["fields"].as_array().unwrap().iter().find(|field| field["name"] == name).unwrap().clone();
    assert_eq!(field("likelihood")["values"], json!([4]));
    assert_eq!(field("controls")["values"][0], json!({"to": "entry:iso-42001/A.6.2.6"}));
}

/// Whatever is wrong with a handbook, its graph is right.
#[test]
fn the_graph_of_a_broken_handbook_is_right_too() {
    let book = Book::new(
        &files([
            ("aimsbook.yaml", "title: T\nframeworks: [iso-42001]\n"),
            (
                "a.md",
                "---\nid: SAME\ntitle: A\nclauses: [5.2, '6.1', \"6.1.3(d)\", B.2.2, 99.9]\nsystems: [NOBODY]\nevidence: [gone.pdf]\n---\n[x](nowhere.md)\n",
            ),
            ("b.md", "---\nid: SAME\ntitle: B\nclassification: restricted\n---\n# [[SAME]]\n"),
            (
                "r.yaml",
                "kind: risk\nrecords:\n  - {id: SAME, title: R, likelihood: 9, links: [SAME, GHOST], evidence: [{url: https://x.org/a}]}\n  - {id: R~2, title: R, impact: 2, actions: [{action: a, due: soon}]}\n",
            ),
            ("i.yaml", "kind: impact-assessment\nid: I\ntitle: T\nsystem: GHOST\nrisks: [SAME, GHOST]\nseverity: 3\n"),
            ("c.yaml", "kind: control\nid: C\ntitle: T\ncontrol: 99.1\napplicable: perhaps\n"),
        ]),
        DAY,
    );
    assert!(book.checked.counts().errors > 5, "{}", book.said());
    let validator = validator("graph");
    for audience in ["public", "internal", "restricted"] {
        let graph = graph_of(&book, audience);
        assert_eq!(faults(&validator, &graph), Vec::<String>::new(), "{audience}");
        let nodes = ["documents", "records", "files"].map(|name| graph[name].as_array().unwrap().clone()).concat();
        let keys: BTreeSet<&str> = nodes.iter().map(|node| node["key"].as_str().unwrap()).collect();
        assert_eq!(keys.len(), nodes.len(), "{audience}: two nodes of one key");
    }
    let graph = graph_of(&book, "restricted");
    let findings = graph["findings"].as_array().unwrap();
    assert!(findings.iter().any(|finding| finding["code"] == "duplicate-id" && finding["path"] == "b.md"));
}

/// What a change says, from nothing to the sample and back, and what is said to an audience.
#[test]
fn the_changes_are_right_in_both_directions() {
    let (book, nothing) = (sample(), Book::new(&files([("aimsbook.yaml", "title: T\n")]), DAY));
    let validator = validator("changes");
    let mut seen = BTreeSet::new();
    for (before, after) in [(&nothing, &book), (&book, &nothing)] {
        for audience in ["internal", "restricted"] {
            let text = changes_of(before, after, audience);
            let value: Value = serde_json::from_str(&text).unwrap();
            assert_eq!(faults(&validator, &value), Vec::<String>::new());
            let lists = value.as_object().unwrap().iter();
            seen.extend(
                lists
                    .filter(|(_, list)| list.as_array().is_some_and(|list| !list.is_empty()))
                    .map(|(key, _)| key.clone()),
            );
            let mut wrong = value.clone();
            wrong["documents"][0]["change"] = json!("moved");
            assert!(!faults(&validator, &wrong).is_empty());
            let mut wrong = value;
            wrong["more"] = json!(1);
            assert!(!faults(&validator, &wrong).is_empty());
        }
    }
    let all = ["clauses", "documents", "evidence", "findings", "records", "statement_of_applicability"];
    assert_eq!(seen, all.map(str::to_owned).into());
}

/// What `aimsbook diff --format json` prints for those who see everything, or what is internal.
fn changes_of(before: &Book, after: &Book, audience: &str) -> String {
    let sees = if audience == "restricted" { 3 } else { 1 };
    let audience = Audience { name: audience.into(), sees, coverage: true };
    let (old, new) =
        (View::new(&before.checked.handbook, audience.clone()), View::new(&after.checked.handbook, audience));
    let old = Compared { view: &old, snapshot: &before.snapshot, diagnostics: &before.checked.diagnostics };
    let new = Compared { view: &new, snapshot: &after.snapshot, diagnostics: &after.checked.diagnostics };
    changes_json(&compare(&old, &new)).unwrap()
}
