//! A classification beside the records of a file, and in places where nothing reads one.
//!
//! Never lets a word about who may see something be passed over in silence.

use aimsbook::view::{Item, View};

use crate::DAY;
use crate::canaries::CONFIGURATION;
use crate::support::{Book, files};

/// The ids of the records that an audience sees of a register.
fn seen(text: &str, name: &str) -> Vec<String> {
    let book = Book::new(&files([("aimsbook.yaml", CONFIGURATION), ("registers/a.yaml", text)]), DAY);
    let view = View::new(&book.checked.handbook, book.audience(name));
    let records = book.checked.handbook.records.iter().enumerate();
    records.filter(|(at, _)| view.sees(Item::Record(*at))).map(|(_, record)| record.id.value.clone()).collect()
}

#[test]
fn it_holds_for_all_records_that_do_not_say_it_themselves() {
    let register = "kind: contact\nclassification: confidential\nrecords:\n  - {id: A, title: T}\n  - {id: B, title: T, classification: public}\n  - {id: C, title: T, classification: restricted}\n";
    let below = "kind: contact\nrecords:\n  - {id: A, title: T}\n  - {id: B, title: T, classification: public}\n  - {id: C, title: T, classification: restricted}\nclassification: confidential\n";
    for text in [register, below] {
        assert_eq!(seen(text, "public"), ["B"], "{text}");
        assert_eq!(seen(text, "internal"), ["B"], "{text}");
        assert_eq!(seen(text, "auditor"), ["A", "B"], "{text}");
        assert_eq!(seen(text, "board"), ["A", "B", "C"], "{text}");
        let book = Book::new(&files([("aimsbook.yaml", CONFIGURATION), ("registers/a.yaml", text)]), DAY);
        assert!(!book.said().contains("classification"), "{}", book.said());
    }
}

#[test]
fn one_that_cannot_be_read_hides_the_records_and_is_an_error() {
    for key in [
        "classification: secret",
        "clasification: confidential",
        "Classification: confidential",
        "classification: [confidential]",
        "classification: public\nclassification: confidential",
    ] {
        let text = format!("kind: contact\n{key}\nrecords:\n  - {{id: A, title: T}}\n");
        assert_eq!(seen(&text, "auditor"), [] as [&str; 0], "{text}");
        let book = Book::new(&files([("aimsbook.yaml", CONFIGURATION), ("registers/a.yaml", &text)]), DAY);
        assert!(book.checked.counts().errors > 0, "{text}{}", book.said());
    }
}

#[test]
fn where_nothing_reads_it_it_is_an_error() {
    let configuration = |more: &str| format!("{CONFIGURATION}{more}\n");
    let document = |front: &str| format!("---\nid: A\nowner: R\nclauses: [5.2]\n{front}\n---\nText.\n");
    for (path, text) in [
        ("aimsbook.yaml", configuration("classification: confidential")),
        ("aimsbook.yaml", configuration("sections: {hr/: {classification: confidential}}")),
        ("aimsbook.yaml", configuration("sections: {hr/: {clasification: confidential}}")),
        ("a.md", format!("{}## Salaries {{#pay classification=\"restricted\"}}\n", document(""))),
        ("a.md", format!("{}Salaries {{Clasification=restricted}}\n---\n", document(""))),
        ("a.md", document("evidence: [{path: e.txt, collected: 2026-01-10, classification: confidential}]")),
        ("a.md", document("approval: {by: R, on: 2026-01-10, Classification: confidential}")),
        (
            "r.yaml",
            "kind: objective\nid: O\ntitle: T\nresults: [{date: 2026-01-10, value: '3', classification: confidential}]\n".to_owned(),
        ),
    ] {
        let mut all = files([("aimsbook.yaml", CONFIGURATION), ("e.txt", "e")]);
        all.insert(path.to_owned(), text.clone().into_bytes());
        let said = Book::new(&all, DAY).said();
        let errors: Vec<&str> = said.lines().filter(|line| line.contains("error[")).collect();
        assert!(errors.len() == 1 && errors[0].contains("error[misplaced-classification]"), "{text}{said}");
        assert!(errors[0].contains("stands in a document's front matter"), "{said}");
    }
}
