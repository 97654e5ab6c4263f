//! The user's `frameworks/*.yaml`, text in, text out: what is added, and what is said about mistakes.
//!
//! Never touches the disk.

use aimsbook::catalog::{Bare, Exclusion, FrameworkIndex, Library, Reading, Target, mentions, read_references};
use aimsbook::diagnostic::Diagnostic;
use aimsbook::syntax::parse_yaml;
use aimsbook::text::{DocPath, Span};

const HOUSE: &str = "\
id: house
name: House rules
edition: 2026-03
aliases: [Northwind rules]
entries:
  - {id: HR, title: Hiring, kind: chapter}
  - {id: HR-01, parent: HR, title: Screening with AI, kind: rule, per_system: true}
  - {id: HR-02, parent: HR, title: Human decision, kind: rule, documented_information: retained, evidence: decisions}
  - {id: HR-03, parent: HR, title: Appeals, kind: rule, exclusion: never, aliases: [HR-3b]}
  - {id: Vier Augen, title: Two people approve, kind: rule, assessable: yes}
";

fn add(files: &[(&str, &str)]) -> (Library, Vec<String>) {
    let parsed: Vec<_> =
        files.iter().map(|(path, text)| (DocPath::new(path).unwrap(), parse_yaml(text, 0).root.unwrap())).collect();
    let (library, diagnostics) = Library::built_in().with_user_files(&parsed);
    let shown = diagnostics.iter().map(|diagnostic| show(diagnostic, files)).collect();
    (library, shown)
}

/// `path:marked text code help`.
fn show(diagnostic: &Diagnostic, files: &[(&str, &str)]) -> String {
    let text = files.iter().find(|(path, _)| *path == diagnostic.path.as_str()).unwrap().1;
    let finding = &diagnostic.finding;
    let help = finding.help.as_deref().unwrap_or("");
    format!("{}:`{}` {} {help}", diagnostic.path, &text[finding.span.range()], finding.code).trim().to_owned()
}

fn said(text: &str) -> Vec<String> {
    add(&[("f.yaml", text)]).1
}

fn labels(library: &Library, written: &str, enabled: &[&str]) -> Vec<String> {
    let enabled: Vec<FrameworkIndex> = enabled.iter().map(|name| library.framework(name).unwrap()).collect();
    let reading = Reading { library, enabled: &enabled, default: Some(enabled[0]) };
    let (references, findings) = read_references(written, Span::new(0, written.len()), &reading, Bare::Default);
    let labels = references.iter().map(|reference| reference.target.label(library));
    labels.chain(findings.iter().map(|finding| format!("!{}", finding.code))).collect()
}

#[test]
fn an_own_framework_is_a_framework_like_any_other() {
    let (library, said) = add(&[("frameworks/house.yaml", HOUSE)]);
    assert_eq!(said, Vec::<String>::new());
    let house = library.framework("Northwind rules").unwrap();
    let framework = library.at(house);
    assert_eq!(
        (framework.name.as_str(), framework.edition.as_str(), framework.built_in),
        ("House rules", "2026-03", false)
    );
    let assessable: Vec<&str> = framework.assessable().map(|(_, entry)| entry.id.as_str()).collect();
    assert_eq!(assessable, ["HR-01", "HR-02", "HR-03", "Vier Augen"]);
    let exclusions: Vec<Exclusion> = framework.entries.iter().map(|entry| entry.exclusion).collect();
    let justified = Exclusion::Justification;
    assert_eq!(exclusions, [Exclusion::Never, justified, justified, Exclusion::Never, justified]);
    assert_ne!(library.digest(), Library::built_in().digest());
}

#[test]
fn own_ids_can_be_any_text() {
    let (library, _) = add(&[("frameworks/house.yaml", HOUSE)]);
    let read = |written: &str| labels(&library, written, &["iso-42001", "house"]);
    assert_eq!(read("HR-01"), ["HR-01"]);
    assert_eq!(read("hr-02, A.2.2; vier augen"), ["HR-02", "A.2.2", "Vier Augen"]);
    assert_eq!(read("HR-01–HR-03"), ["HR-01", "HR-02", "HR-03"]);
    assert_eq!(read("HR-01-03"), ["HR-01", "HR-02", "HR-03"]);
    assert_eq!(read("HR-3b"), ["HR-03"]);
    assert_eq!(read("House rules HR-01(a)"), ["HR-01(a)"]);
    assert_eq!(read("house: HR-01 Screening with AI"), ["HR-01"]);
    assert_eq!(read("HR-01 Appeals"), ["!clause-title-mismatch"]);
    assert_eq!(read("HR-09"), ["!unknown-clause"]);
    assert_eq!(labels(&library, "HR-01", &["iso-42001"]), ["!unknown-clause"]);
    let house = [library.framework("house").unwrap()];
    let reading = Reading { library: &library, enabled: &house, default: None };
    let found: Vec<&str> = ["by HR-01 and HR-02", "hr-01", "our HR", "HR-011"]
        .into_iter()
        .flat_map(|text| mentions(text, &reading).into_iter().map(move |mention| &text[mention.range]))
        .collect();
    assert_eq!(found, ["HR-01", "HR-02"]);
}

#[test]
fn a_known_framework_grows_in_place() {
    let file = "extends: ISO 42001\nentries:\n- {id: A.11, title: Own controls, kind: control-objective}\n- {id: A.11.1, parent: A.11, title: Red teaming, kind: control}\n- {id: A.7.7, parent: A.7, title: Data deletion, kind: control, per_system: true}\n";
    let (library, said) = add(&[("frameworks/more.yaml", file)]);
    assert_eq!(said, Vec::<String>::new());
    let iso = library.framework("iso-42001").unwrap();
    let place = |id: &str| library.find(iso, id).unwrap();
    assert_eq!(place("A.7.7").entry, place("A.7.6").entry + 1);
    assert_eq!(library.get(place("A.11.1")).exclusion, Exclusion::StatementOfApplicability);
    assert_eq!(library.at(iso).assessable().count(), 72);
    assert_eq!(
        labels(&library, "A.7.6-A.7.7, A-11-1, Control 11.1", &["iso-42001"]),
        ["A.7.6", "A.7.7", "A.11.1", "A.11.1"]
    );
    let built_in = Library::built_in();
    assert_ne!(library.at(iso).digest, built_in.at(iso).digest);
    let related = |library: &Library, id: &str| library.related(library.find(iso, id).unwrap()).len();
    assert_eq!(related(&library, "A.10.4"), related(&built_in, "A.10.4"));
}

#[test]
fn a_licensed_text_changes_no_figure() {
    let file = "text_for: iso-42001\nclassification: confidential\ntext:\n  A.6.2.4: Our copy of the clause.\n";
    let (library, said) = add(&[("frameworks/texts.yaml", file)]);
    assert_eq!(said, Vec::<String>::new());
    let iso = library.framework("iso-42001").unwrap();
    let text = library.get(library.find(iso, "A.6.2.4").unwrap()).text.clone().unwrap();
    assert_eq!((text.text.as_str(), text.classification.as_str()), ("Our copy of the clause.", "confidential"));
    assert_eq!(library.at(iso).digest, Library::built_in().at(iso).digest);
    assert_ne!(library.digest(), Library::built_in().digest());
}

#[test]
fn every_mistake_has_its_place() {
    for (text, expected) in [
        (
            "name: x\n",
            "f.yaml:`` missing-key give it an `id` of its own, or `extends: iso-42001` to add entries, or `text_for: iso-42001` for licensed texts",
        ),
        (
            "id: x\n",
            "f.yaml:`x` missing-key a figure means nothing without the edition it counts, such as `edition: \"2026-03\"`",
        ),
        (
            "id: iso-42001\nedition: 1\n",
            "f.yaml:`iso-42001` duplicate-framework to add entries to it write `extends: iso-42001` instead of `id`; else choose another id",
        ),
        ("id: x\nedition: 1\naliases: [AI Act]\n", "f.yaml:`AI Act` duplicate-framework-name"),
        ("id: x\nedition: 1\nentrys: []\n", "f.yaml:`entrys` unknown-key did you mean `entries`?"),
        ("id: x\nedition: 1\nentries: 7\n", "f.yaml:`7` wrong-type"),
        ("id: x\nedition: 1\nentries: [a]\n", "f.yaml:`a` wrong-type"),
        ("id: x\nedition: 1\nentries: [{title: T}]\n", "f.yaml:`{title: T}` missing-key"),
        (
            "id: x\nedition: 1\nentries: [{id: A}]\n",
            "f.yaml:`A` missing-key a short title is what readers see beside the id",
        ),
        (
            "id: x\nedition: 1\nentries: [{id: A, title: T, kindd: k}]\n",
            "f.yaml:`kindd` unknown-key did you mean `kind`?",
        ),
        ("id: x\nedition: 1\nentries: [{id: A, title: T, assessable: 5}]\n", "f.yaml:`5` wrong-type"),
        (
            "id: x\nedition: 1\nentries: [{id: A, title: T, exclusion: nevr}]\n",
            "f.yaml:`nevr` wrong-choice did you mean `never`? known: never, statement-of-applicability, role-and-class, justification",
        ),
        (
            "id: x\nedition: 1\nentries: [{id: AB-1, title: T}, {id: ab-1, title: U}]\n",
            "f.yaml:`ab-1` duplicate-entry ids are the same in upper and lower case; give one of the two another id",
        ),
        (
            "id: x\nedition: 1\nentries: [{id: HR-1, title: T}, {id: B, title: U, parent: HR-2}]\n",
            "f.yaml:`HR-2` unknown-parent did you mean `HR-1`?",
        ),
        (
            "id: x\nedition: 1\nentries: [{id: A, title: T, parent: B}, {id: B, title: U, parent: A}]\n",
            "f.yaml:`A` parent-loop",
        ),
        ("id: x\nedition: 1\nentries: [{id: A, title: T, parent: A}]\n", "f.yaml:`A` parent-loop"),
        ("extends: iso-4201\n", "f.yaml:`iso-4201` unknown-framework did you mean `iso-42001`?"),
        ("extends: iso-27001@2013\n", "f.yaml:`iso-27001@2013` unknown-edition"),
        (
            "extends: iso-42001\nentries: [{id: A.6.2.4, title: T}]\n",
            "f.yaml:`A.6.2.4` duplicate-entry an entry of a built-in catalog cannot be replaced; give the new one an id of its own",
        ),
        (
            "text_for: iso-42001\ntext: {A.6.2.4: x}\n",
            "f.yaml:`iso-42001` missing-key without one they are treated as restricted",
        ),
        (
            "text_for: iso-42001\nclassification: internal\ntext: {A.6.2.44: x}\n",
            "f.yaml:`A.6.2.44` unknown-clause nearest: A.6.2.4, A.6.2.2, A.6.2.3",
        ),
        ("text_for: iso-42001\nclassification: internal\ntext: {A.6.2.4: [x]}\n", "f.yaml:`[x]` wrong-type"),
        ("[]\n", "f.yaml:`[]` wrong-type"),
    ] {
        let said = said(text);
        assert_eq!(said.first().map(String::as_str), Some(expected), "{text}");
    }
}

#[test]
fn the_rest_of_a_faulty_file_still_counts() {
    let text =
        "id: x\nedition: 1\nentries: [{id: X-1, title: One, parent: X-9}, {title: no id}, {id: X-2, title: Two}]\n";
    let (library, said) = add(&[("f.yaml", text)]);
    assert_eq!(said.len(), 2);
    assert_eq!(labels(&library, "X-1, X-2", &["x"]), ["X-1", "X-2"]);
    let loops =
        "id: x\nedition: 1\nentries: [{id: X-1, title: One, parent: X-2}, {id: X-2, title: Two, parent: X-1}]\n";
    let (library, _) = add(&[("f.yaml", loops)]);
    let framework = library.framework("x").unwrap();
    assert_eq!(library.at(framework).entries.len(), 2);
    assert!(matches!(first_target(&library, "X-1"), Target::Entry(_) | Target::Heading(_)));
}

fn first_target(library: &Library, written: &str) -> Target {
    let enabled = [library.framework("x").unwrap()];
    let reading = Reading { library, enabled: &enabled, default: Some(enabled[0]) };
    read_references(written, Span::new(0, written.len()), &reading, Bare::Default).0.remove(0).target
}
