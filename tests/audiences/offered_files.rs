//! Files that are named as evidence or linked, and that are themselves a part of the handbook or named by others.
//!
//! Never trusts that who names a file may decide who sees it.

use crate::canaries::CONFIGURATION;
use crate::support::{Book, Files, files};
use crate::{DAY, exports, outputs};

/// Lowest first.
const READERS: [&str; 4] = ["public", "internal", "auditor", "board"];

/// Ways in which a document can name a file.
fn namings(path: &str) -> [(&'static str, String); 4] {
    let document = |front: &str, body: &str| {
        format!("---\nid: PUB\ntitle: P\nowner: R\nclassification: public\nclauses: [5.2]\n{front}---\n{body}\n")
    };
    [
        ("evidence", document(&format!("evidence: [{{path: {path}, collected: 2026-01-10}}]\n"), "Text.")),
        ("a link", document("", &format!("[x](/{path})"))),
        ("a picture", document("", &format!("![x](/{path})"))),
        ("raw HTML", document("", &format!("<img src=\"/{path}\" alt=\"x\">"))),
    ]
}

/// The places in everything made for an audience that hold a word, and whether the file is offered.
fn given_away(all: &Files, name: &str, word: &str, path: &str) -> (Vec<String>, bool) {
    let mut book = Book::new(all, DAY);
    let audience = book.audience(name);
    let (site, _) = book.build(&audience);
    let bundle = book.bundle(&audience).files;
    let made = outputs(&site, &bundle, all).into_iter().chain(exports(&book, &audience));
    let holding = made.filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(word));
    (holding.map(|(place, _)| place).collect(), site.get(&format!("files/{path}")).is_some())
}

#[test]
fn a_part_of_the_handbook_that_is_named_as_a_file_keeps_its_classification() {
    let risk = |more: &str| format!("{{title: T, owner: R, likelihood: 1, impact: 1, treatment: retain, {more}}}");
    let register = |records: &[&str]| {
        let records: String = records.iter().map(|more| format!("  - {}\n", risk(more))).collect();
        format!("kind: risk\nrecords:\n{records}")
    };
    let secret = "id: R-2, description: zqxjcword, classification: confidential";
    for (path, text, lowest) in [
        ("policies/secret.md", "---\nid: SEC\nclassification: confidential\n---\nzqxjcword\n".to_owned(), "auditor"),
        ("policies/unclear.md", "---\nid: SEC\nclasification: internal\n---\nzqxjcword\n".to_owned(), "board"),
        ("registers/secret.yaml", register(&["id: R-1, classification: public", secret]), "auditor"),
        (
            "registers/broken.yaml",
            format!("{}  - [\n", register(&["id: R-1, classification: public", secret])),
            "board",
        ),
        ("registers/nameless.yaml", register(&["id: R-1, classification: public", &secret[8..]]), "board"),
        ("notes/other.yaml", "classification: confidential\nnote: zqxjcword\n".to_owned(), "board"),
    ] {
        for (how, document) in namings(path) {
            let all = files([("aimsbook.yaml", CONFIGURATION), ("pub.md", &document), (path, &text)]);
            let first = READERS.iter().position(|name| *name == lowest).unwrap();
            for (at, name) in READERS.iter().enumerate() {
                let (mut places, is_offered) = given_away(&all, name, "zqxjcword", path);
                // A finding shows the lines of its place.
                places.retain(|place| place != "findings.html");
                if at < first {
                    assert_eq!((places, is_offered), (Vec::new(), false), "{path} by {how} for {name}");
                } else if how == "evidence" {
                    assert!(is_offered, "{path} by {how} for {name}");
                }
            }
        }
    }
}

/// The same file without a secret in it is still evidence for everyone.
#[test]
fn a_public_register_can_be_evidence() {
    let (path, text) =
        ("registers/open.yaml", "kind: contact\nrecords:\n  - {id: C-1, title: T, classification: public}\n");
    let (_, document) = namings(path).into_iter().next().unwrap();
    let all = files([("aimsbook.yaml", CONFIGURATION), ("pub.md", &document), (path, text)]);
    assert!(given_away(&all, "public", "zqxjp", path).1);
}

/// Who sees everything may have it; nobody else, because waivers and licensed texts stand in it.
#[test]
fn the_configuration_is_no_attachment() {
    let configuration = format!(
        "{CONFIGURATION}waivers: [{{rule: review-overdue, for: SEC, reason: zqxjrword, by: R, until: 2026-12-01}}]\n"
    );
    let text = "text_for: iso-42001\nclassification: restricted\ntext: {A.2.2: zqxjrword}\n";
    let kind = "id: visit\ntitle: Visit\n# zqxjrword\n";
    for path in ["aimsbook.yaml", "frameworks/t.yaml", "kinds/visit.yaml"] {
        for (how, document) in namings(path) {
            let all = files([
                ("aimsbook.yaml", configuration.as_str()),
                ("frameworks/t.yaml", text),
                ("kinds/visit.yaml", kind),
                ("pub.md", &document),
                // Without something restricted everyone would see everything.
                ("secret.md", "---\nid: SEC\nclassification: restricted\n---\n"),
            ]);
            for name in ["public", "internal", "auditor"] {
                let (places, is_offered) = given_away(&all, name, "zqxjrword", path);
                // Waivers stand on the page of the rules, for those who see them.
                let (places, _): (Vec<_>, Vec<_>) = places.into_iter().partition(|place| place.contains("files/"));
                assert_eq!((places, is_offered), (Vec::new(), false), "{path} by {how} for {name}");
            }
            assert!(how != "evidence" || given_away(&all, "board", "zqxjrword", path).1, "{path}");
        }
    }
}

/// Evidence follows the strictest of those who refer to it; what is only an attachment shows with any of them.
#[test]
fn a_link_raises_evidence_and_no_attachment() {
    let secret = "---\nid: SEC\nclassification: confidential\n---\n[x](/evidence/report.txt)\n";
    let record = "kind: contact\nid: C-1\ntitle: T\nowner: R\nclassification: confidential\npurpose: \"[x](/evidence/report.txt)\"\n";
    for (path, text) in [("secret.md", secret), ("registers/c.yaml", record)] {
        for (how, document) in namings("evidence/report.txt") {
            let all = files([
                ("aimsbook.yaml", CONFIGURATION),
                ("pub.md", &document),
                ("evidence/report.txt", "zqxjword"),
                (path, text),
            ]);
            for (name, may) in [("public", how != "evidence"), ("internal", how != "evidence"), ("auditor", true)] {
                let (places, is_offered) = given_away(&all, name, "zqxjword", "evidence/report.txt");
                assert_eq!((!places.is_empty(), is_offered), (may, may), "{path} by {how} for {name}: {places:?}");
            }
        }
    }
}
