//! Approvals bound to a text: what keeps them, what breaks them, and what `approve` writes.
//!
//! Never looks at how a digest is made: texts in, states and texts out.

mod support;

use std::collections::BTreeSet;

use aimsbook::handbook::{Binding, Phase};
use aimsbook::pipeline::Caches;
use aimsbook::pipeline::approve::{ApprovalRequest, Approved, Refusal, approve};
use aimsbook::text::{DocPath, Snapshot};
use proptest::prelude::*;
use support::{Book, Files, date, files, settings, snapshot};

const DAY: &str = "2026-06-01";
const POLICY: &str = "---\nid: POL-1\ntitle: Policy\nversion: \"1.0\"\nstatus: approved\nowner: R\nclauses: [5.2, A.2.2]\n---\n\
                      # Rules\n\nThe board must approve\neach use, see ![Flow](flow.png) and [table](t.csv).\n\n- one\n- two\n";

fn ask(files: &Files, id: &str) -> Result<Approved, Refusal> {
    ask_on(&snapshot(files), id, "2026-05-01", None)
}

fn ask_on(snapshot: &Snapshot, id: &str, on: &str, version: Option<&str>) -> Result<Approved, Refusal> {
    let version = version.map(str::to_owned);
    let request = ApprovalRequest { id: id.to_owned(), by: "Managing director".to_owned(), on: date(on), version };
    approve(snapshot, &settings(DAY), &request, &mut Caches::default())
}

fn folder(policy: &str) -> Files {
    let mut all = files([("aimsbook.yaml", "frameworks: [iso-42001]\n"), ("p.md", policy)]);
    all.extend(files([("flow.png", "picture"), ("t.csv", "a,b\n")]));
    all
}

/// The folder after an approval.
fn approved(mut files: Files, id: &str) -> Files {
    let approved = ask(&files, id).unwrap();
    files.insert(approved.path.to_string(), approved.after.into_bytes());
    files
}

fn standing(files: &Files) -> (Phase, Binding) {
    let book = Book::new(files, DAY);
    let at = book.checked.handbook.ids.document_at(&DocPath::new("p.md").unwrap()).unwrap();
    let state = book.checked.handbook.states[at];
    (state.phase, state.binding)
}

fn changed(files: &Files, path: &str, from: &str, to: &str) -> Files {
    let mut files = files.clone();
    let text = String::from_utf8(files[path].clone()).unwrap();
    assert!(text.contains(from), "{text:?} has no {from:?}");
    files.insert(path.to_owned(), text.replace(from, to).into_bytes());
    files
}

#[test]
fn an_approval_holds_until_what_it_is_bound_to_changes() {
    let files = approved(folder(POLICY), "POL-1");
    assert_eq!(standing(&files), (Phase::Approved, Binding::Bound));
    let same = [
        ("approve\neach use", "approve each\nuse"),
        ("- one\n- two", "* one\n\n* two"),
        ("owner: R", "owner: Somebody else"),
        ("[5.2, A.2.2]", "[A.2.2, 5.2]"),
        ("\n", "\r\n"),
    ];
    for (from, to) in same {
        assert_eq!(standing(&changed(&files, "p.md", from, to)), (Phase::Approved, Binding::Bound), "{from:?} {to:?}");
    }
    let different = [
        ("p.md", "must", "may"),
        ("p.md", "# Rules", "## Rules"),
        ("p.md", "- two", "  - two"),
        ("p.md", "id: POL-1", "id: POL-2"),
        ("p.md", "title: Policy", "title: Wish"),
        ("p.md", "A.2.2", "A.2.3"),
        ("p.md", "flow.png", "t.csv"),
        ("flow.png", "picture", "another picture"),
        ("t.csv", "b", "c"),
    ];
    for (path, from, to) in different {
        let state = standing(&changed(&files, path, from, to));
        assert_eq!(state, (Phase::Draft, Binding::TextChanged), "{from:?} {to:?}");
    }
    let mut without_picture = files.clone();
    without_picture.remove("flow.png");
    assert_eq!(standing(&without_picture).1, Binding::TextChanged);
    let next_version = changed(&files, "p.md", "version: \"1.0\"\nstatus", "version: \"1.1\"\nstatus");
    assert_eq!(standing(&next_version), (Phase::Draft, Binding::VersionChanged));
}

#[test]
fn approver_and_date_without_a_digest_count() {
    let by_hand = POLICY.replace("owner: R", "approver: MD\napproved: 2026-05-01");
    assert_eq!(standing(&folder(&by_hand)), (Phase::Approved, Binding::Unbound));
    let other_version = by_hand.replace("owner", "x").replace("approver: MD", "approval: {version: \"0.9\"}");
    assert_eq!(standing(&folder(&other_version)), (Phase::Draft, Binding::VersionChanged));
    let unreadable = by_hand.replace("approver: MD", "approval: {digest: abc}");
    assert_eq!(standing(&folder(&unreadable)), (Phase::Draft, Binding::Unreadable));
    let said = Book::new(&folder(&unreadable), DAY).said();
    assert!(said.contains("p.md:6:20: error[wrong-digest]"), "{said}");
}

#[test]
fn a_change_is_said_at_the_digest_and_a_contradiction_too() {
    let files = approved(folder(POLICY), "POL-1");
    let said = Book::new(&changed(&files, "p.md", "must", "may"), DAY).said();
    assert!(
        said.contains(
            "warning[changed-since-approval]: `POL-1` changed since it was approved by Managing director on 2026-05-01"
        ),
        "{said}"
    );
    assert!(!Book::new(&files, DAY).said().contains("approv"), "{}", Book::new(&files, DAY).said());
    let two = changed(&files, "p.md", "owner: R", "owner: R\napproved: 2026-04-01");
    assert!(Book::new(&two, DAY).said().contains("warning[contradictory-approval]"));
}

#[test]
fn approve_changes_what_says_something_else_and_nothing_more() {
    let text = POLICY
        .replace("status: approved", "status: draft   # soon")
        .replace("owner: R", "approver: X\napproved: 2025-01-01");
    let approved = ask(&folder(&text), "POL-1").unwrap();
    let block = format!(
        "approval:\n  by: Managing director\n  on: 2026-05-01\n  version: \"1.0\"\n  digest: {}\n",
        approved.digest
    );
    let expected = text
        .replace("status: draft ", "status: approved ")
        .replace("approver: X\napproved: 2025-01-01", "approver: Managing director\napproved: 2026-05-01")
        .replace("A.2.2]\n", &format!("A.2.2]\n{block}"));
    assert_eq!(approved.after, expected);
    let again = ask(&changed(&folder(&approved.after), "p.md", "must", "may"), "POL-1").unwrap();
    assert_ne!(again.digest, approved.digest);
    assert_eq!(
        again.after.replace(&again.digest.to_string(), &approved.digest.to_string()),
        expected.replace("must", "may")
    );
}

#[test]
fn approve_says_why_it_does_not() {
    let refused = |files: &Files, id: &str| ask(files, id).unwrap_err().message;
    let files = folder(POLICY);
    assert_eq!(refused(&files, "POL-2"), "nothing is called `POL-2`; did you mean `POL-1`?");
    let mut twice = files.clone();
    twice.insert("q.md".to_owned(), POLICY.as_bytes().to_vec());
    assert_eq!(
        refused(&twice, "POL-1"),
        "`POL-1` is given more than once; give each an id of its own:\n  p.md\n  q.md"
    );
    let retired = changed(&files, "p.md", "status: approved", "status: retired");
    assert_eq!(refused(&retired, "POL-1"), "`POL-1` is retired: nothing retired is approved");
    let bare = folder("# Policy\n\ntext\n");
    assert!(refused(&bare, "p").starts_with(
        "`p.md` has no front matter, where its approval would stand; start the file with\n  ---\n  id: p\n"
    ));
    let wrong = ask(&changed(&files, "p.md", "5.2", "5.99"), "POL-1").unwrap_err();
    assert_eq!(wrong.findings.iter().map(|found| found.finding.code).collect::<Vec<_>>(), ["unknown-clause"]);
    let snapshot = snapshot(&files);
    assert!(ask_on(&snapshot, "POL-1", "2026-06-02", None).unwrap_err().message.contains("in the future"));
    let other = ask_on(&snapshot, "POL-1", DAY, Some("2.0")).unwrap_err().message;
    assert_eq!(other, "`POL-1` is version 1.0, not 2.0: approve what is there, or change its version first");
    assert!(ask_on(&snapshot, "p.md", DAY, Some("1.0")).is_ok(), "by its path");
    let records = files_with(&files, "r.yaml", "kind: risk\nid: RSK-1\ntitle: T\nowner: R\nlikelihood: 1\nimpact: 1\n");
    assert!(refused(&records, "RSK-1").contains("documents, impact assessments, validations and releases"));
}

/// The files with one of them at another place.
fn moved(files: &Files, from: &str, to: &str) -> Files {
    let mut files = files.clone();
    let text = files.remove(from).unwrap();
    files.insert(to.to_owned(), text);
    files
}

fn binding_of(files: &Files, id: &str) -> Binding {
    let book = Book::new(files, DAY);
    let handbook = &book.checked.handbook;
    let at = handbook.documents.iter().position(|document| document.id.value == id).unwrap();
    handbook.states[at].binding
}

const SECTIONS: &str = "frameworks: [iso-42001, iso-27001]\nsections: {security/: {default_framework: iso-27001}}\n";

#[test]
fn an_approval_ends_where_the_same_words_claim_something_else() {
    let policy =
        "---\nid: POL-1\ntitle: Policy\nclauses: [\"5.2\"]\n---\nRules.\n\n## Data {clauses=\"7.5.3\"}\n\nMore.\n";
    let place = |text: &str| approved(files([("aimsbook.yaml", SECTIONS), ("a/p.md", text)]), "POL-1");
    let files = place(policy);
    assert_eq!(binding_of(&files, "POL-1"), Binding::Bound);
    assert_eq!(binding_of(&moved(&files, "a/p.md", "b/p.md"), "POL-1"), Binding::Bound, "the same default there");
    assert_eq!(binding_of(&moved(&files, "a/p.md", "security/p.md"), "POL-1"), Binding::TextChanged);
    let other_default = changed(&files, "aimsbook.yaml", "sections", "default_framework: iso-27001\nsections");
    assert_eq!(binding_of(&other_default, "POL-1"), Binding::TextChanged);
    let said = place(&policy.replace("[\"5.2\"]", "{iso-42001: [\"5.2\"]}").replace(" {clauses=\"7.5.3\"}", ""));
    assert_eq!(binding_of(&moved(&said, "a/p.md", "security/p.md"), "POL-1"), Binding::Bound, "it names its framework");
    let heading = place(&policy.replace("clauses: [\"5.2\"]\n", ""));
    assert_eq!(binding_of(&moved(&heading, "a/p.md", "security/p.md"), "POL-1"), Binding::TextChanged);
}

#[test]
fn the_rows_of_a_statement_are_bound_to_the_framework_of_their_controls() {
    let statement = "---\nid: SOA\ntitle: S\ntype: statement-of-applicability\n---\nRows.\n";
    let row = "kind: control\nid: CTL-1\ntitle: C\nowner: R\ncontrol: A.7.4\napplicable: yes\n";
    let all = files([("aimsbook.yaml", SECTIONS), ("soa.md", statement), ("a/c.yaml", row)]);
    let all = approved(all, "SOA");
    assert_eq!(binding_of(&all, "SOA"), Binding::Bound);
    assert_eq!(binding_of(&moved(&all, "a/c.yaml", "b/c.yaml"), "SOA"), Binding::Bound);
    assert_eq!(binding_of(&moved(&all, "a/c.yaml", "security/c.yaml"), "SOA"), Binding::TextChanged);
}

fn files_with(files: &Files, path: &str, text: &str) -> Files {
    let mut files = files.clone();
    files.insert(path.to_owned(), text.as_bytes().to_vec());
    files
}

const SYSTEM: &str = "kind: ai-system\nid: SYS-1\ntitle: S\nowner: R\npurpose: P\nintended_use: >-\n  Only for\n  loans.\nin_scope: yes\nstage: in-use\neu_class: minimal\nversion: \"2.0\"\nmodels: [MDL-1]\n";
const MODEL: &str = "kind: model\nid: MDL-1\ntitle: M\nowner: R\nversion: \"7\"\nprovenance: own\n";
const ASSESSMENTS: &str = "kind: impact-assessment\nrecords:\n  # the first\n  - id: IMP-1\n    title: A\n    owner: R\n    system: SYS-1\n    version_assessed: \"2.0\"\n    status: in-review # yet\n    assessed_on: 2026-04-01\n    societal_effects: none\n\n  - {id: IMP-2, title: B, owner: R, system: SYS-1, version_assessed: \"1.0\", assessed_on: 2025-01-01}\n";

fn systems() -> Files {
    let mut all = folder(POLICY);
    all.extend(files([("s.yaml", SYSTEM), ("m.yaml", MODEL), ("i.yaml", ASSESSMENTS)]));
    all
}

/// Whether IMP-1 still shows A.5.5.
fn shows(files: &Files) -> String {
    let book = Book::new(files, DAY);
    let handbook = &book.checked.handbook;
    let at = handbook.records.iter().position(|record| record.id.value == "IMP-1").unwrap();
    let library = &handbook.vocabulary.library;
    let claims = handbook.record_claims[at].iter().filter(|claim| library.get(claim.clause).id == "A.5.5");
    claims.map(|claim| format!("{:?}", claim.standing)).collect()
}

#[test]
fn an_assessment_speaks_for_what_it_was_approved_for() {
    let files = approved(systems(), "IMP-1");
    let text = String::from_utf8(files["i.yaml"].clone()).unwrap();
    let end = "    societal_effects: none\n    approved_by: Managing director\n    approved_on: 2026-05-01\n    assessed:\n      version: \"2.0\"\n      digest: v1:";
    assert!(text.contains("    status: approved # yet\n") && text.contains(end), "{text}");
    assert!(text.ends_with(&ASSESSMENTS[ASSESSMENTS.find("\n\n  - {id: IMP-2").unwrap()..]), "{text}");
    assert_eq!(shows(&files), "Current");
    let current = [
        ("s.yaml", "Only for\n  loans.", "Only\n  for loans."),
        ("s.yaml", "owner: R", "owner: Q"),
        ("m.yaml", "provenance: own", "provenance: bought"),
        ("m.yaml", "version: \"7\"", "version: \"7\"\nchanged_on: 2026-04-30"),
    ];
    for (path, from, to) in current {
        assert_eq!(shows(&changed(&files, path, from, to)), "Current", "{to}");
    }
    let outdated = [
        ("s.yaml", "loans", "loans and jobs"),
        ("s.yaml", "\"2.0\"", "\"2.1\""),
        ("s.yaml", "models: [MDL-1]", ""),
        ("m.yaml", "version: \"7\"", "version: \"8\""),
        ("m.yaml", "version: \"7\"", "version: \"7\"\nchanged_on: 2026-05-02"),
        ("s.yaml", "version: \"2.0\"", "version: \"2.0\"\nchanged_on: 2026-05-02"),
    ];
    for (path, from, to) in outdated {
        assert_eq!(shows(&changed(&files, path, from, to)), "Expired", "{to}");
    }
    let ahead = changed(&files, "s.yaml", "version: \"2.0\"", "version: \"2.1\"\nchanged_on: 2026-06-02");
    assert_eq!(shows(&ahead), "Current", "a change that lies ahead");
}

#[test]
fn without_a_digest_version_and_date_tell() {
    let by_hand = "    approved_by: B\n    approved_on: 2026-04-10\n    societal_effects";
    let files = changed(&systems(), "i.yaml", "in-review", "approved");
    let files = changed(&files, "i.yaml", "    societal_effects", by_hand);
    assert_eq!(shows(&files), "Current");
    let deployed = changed(
        &files,
        "s.yaml",
        "version: \"2.0\"",
        "version: \"2.0\"\nchanged_on: 2026-05-02\ndeployed_on: 2026-05-02",
    );
    assert_eq!(shows(&deployed), "Current", "the change that brought the assessed version");
    assert_eq!(shows(&changed(&deployed, "s.yaml", "\"2.0\"", "\"2.1\"")), "Expired");
    let model = changed(&files, "m.yaml", "version: \"7\"", "version: \"7\"\nchanged_on: 2026-05-02");
    assert_eq!(shows(&model), "Expired");
    let settled = "kind: change\nid: CHG-1\ntitle: C\nowner: R\nsubject: ai-system\nsystems: [SYS-1]\nmodels: [MDL-1]\nwhat: w\nwhy: y\nreassessment_needed: no\ndone_on: 2026-05-02\nstatus: done\n";
    assert_eq!(shows(&files_with(&model, "c.yaml", settled)), "Current", "judged to need no reassessment");
    let asked = settled.replace("needed: no", "needed: yes");
    assert_eq!(shows(&files_with(&files, "c.yaml", &asked)), "Expired", "asked for a reassessment");
    let retired = changed(&deployed, "s.yaml", "stage: in-use", "stage: retired");
    assert_eq!(
        shows(&changed(&retired, "s.yaml", "\"2.0\"", "\"2.1\"")),
        "Current",
        "a retired system changes no more"
    );
    let wrong = changed(&files, "i.yaml", "    societal_effects", "    assessed: {digest: x}\n    societal_effects");
    assert!(Book::new(&wrong, DAY).said().contains("error[wrong-digest]"));
}

#[test]
fn an_assessment_of_another_version_is_not_approved() {
    let message = ask(&systems(), "IMP-2").unwrap_err().message;
    assert!(message.starts_with("`IMP-2` is about version 1.0, and `SYS-1` says version 2.0"), "{message}");
    let flow = changed(&systems(), "i.yaml", "\"1.0\"", "\"2.0\"");
    let after = ask(&flow, "IMP-2").unwrap().after;
    assert!(after.contains("assessed_on: 2025-01-01, status: approved, approved_by: Managing director"), "{after}");
}

const STATEMENT: &str =
    "---\nid: SOA\ntitle: Statement\ntype: statement-of-applicability\nversion: \"1\"\nstatus: draft\n---\ntext\n";
const ROW: &str = "kind: control\nid: CTL-1\ntitle: C\nowner: R\ncontrol: A.5.5\napplicable: yes\njustification_inclusion: because\ndecided_on: 2026-01-01\n";

#[test]
fn the_approval_of_the_statement_of_applicability_binds_its_rows() {
    let mut all = folder(STATEMENT);
    all.extend(files([("c.yaml", ROW)]));
    let files = approved(all, "SOA");
    assert_eq!(standing(&files), (Phase::Approved, Binding::Bound));
    assert_eq!(standing(&changed(&files, "c.yaml", "owner: R", "owner: R\nevidence: [t.csv]")).1, Binding::Bound);
    for (from, to) in [("yes", "no"), ("because", "perhaps"), ("A.5.5", "A.5.4"), ("CTL-1", "CTL-2"), ("R", "Q")] {
        let standing = standing(&changed(&files, "c.yaml", from, to));
        assert_eq!(standing, (Phase::Draft, Binding::TextChanged), "{to}");
    }
    let said = Book::new(&changed(&files, "c.yaml", "yes", "no"), DAY).said();
    assert!(said.contains("`SOA` or one of its rows changed since it was approved"), "{said}");
}

/// Front matter in the many ways in which people write it.
fn front_matter() -> impl Strategy<Value = String> {
    let line = prop_oneof![
        Just("owner: R".to_owned()),
        Just("owner: 'R'   # who".to_owned()),
        Just("# a comment".to_owned()),
        Just("summary: >-\n  folded\n  text".to_owned()),
        Just("summary: |\n  kept\n".to_owned()),
        Just("\"review\": \"12 months\"".to_owned()),
        Just("systems: []".to_owned()),
        Just("aliases:\n- x\n- \"y: z\"   # last".to_owned()),
        Just("approval: {by: Old, digest: \"v1:00\"}".to_owned()),
        Just("approval:\n  by: Old # was\n  on: 2020-01-01\n# behind".to_owned()),
        Just("approval:".to_owned()),
        Just("classification:   ".to_owned()),
        Just("clauses:\n  iso-42001: [5.2,\n    A.2.2]".to_owned()),
    ];
    let lines = prop::collection::vec(line, 0..7).prop_map(|lines| {
        let mut seen = BTreeSet::new();
        let key = |line: &String| line.split(':').next().unwrap().trim_matches('"').to_owned();
        let kept: Vec<String> = lines.into_iter().filter(|line| seen.insert(key(line))).collect();
        kept.iter().map(|line| format!("{line}\n")).collect::<String>()
    });
    let block = lines.prop_map(|lines| format!("id: POL-1\ntitle: T\nstatus: approved\n{lines}"));
    let flow = prop_oneof![
        Just("{id: POL-1, title: T, status: approved}\n".to_owned()),
        Just("{id: POL-1, title: \"T\", status: approved, }\n".to_owned()),
        Just("{\n  id: POL-1, # id\n  title: 'T',\n  status: approved, clauses: [5.2]  # end\n}\n".to_owned()),
        Just("{id: POL-1, title: T, approval: {by: X}, status: approved}\n".to_owned()),
    ];
    prop_oneof![4 => block, 1 => flow]
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, ..ProptestConfig::default() })]

    #[test]
    fn after_approve_the_digest_matches_and_every_other_byte_is_as_it_was(
        front in front_matter(),
        body in "(# T\n\n)?[a-z *`\n-]{0,60}",
        mark in any::<bool>(),
        carriage_returns in any::<bool>(),
    ) {
        // Nothing without a word is approved.
        let text = format!("---\n{front}---\n{body}\n\nIt applies.\n");
        let text = if carriage_returns { text.replace('\n', "\r\n") } else { text };
        let text = if mark { format!("\u{feff}{text}") } else { text };
        let approved = ask(&folder(&text), "POL-1").map_err(|refusal| TestCaseError::fail(format!("{refusal:?}")))?;
        prop_assert_eq!(standing(&folder(&approved.after)), (Phase::Approved, Binding::Bound));
        prop_assert_eq!(without_approval(&approved.after), without_approval(&text));
        if carriage_returns {
            prop_assert!(!approved.after.replace("\r\n", "").contains('\n'));
        }
    }
}

/// The text without the key `approval` and what belongs to it.
fn without_approval(text: &str) -> String {
    let mut kept = String::new();
    let mut inside = false;
    for line in text.split_inclusive('\n') {
        inside = line.starts_with("approval:") || (inside && line.starts_with("  "));
        if !inside {
            kept.push_str(line);
        }
    }
    let Some(start) = kept.find("approval: {").filter(|_| kept.contains("\n{")) else { return kept };
    let end = start + kept[start..].find('}').unwrap() + 1;
    let before = kept[..start].trim_end_matches([',', ' ']);
    format!("{before}{}", &kept[end..])
}
