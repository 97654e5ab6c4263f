//! What customers see: statements that hold, and nothing that says more than it may.
//!
//! Never looks at how it looks.

mod support;

use support::{Book, files, page};

const DAY: &str = "2026-06-15";

/// The home page, and the register and the page of a certificate behind each other.
fn pages(records: &str) -> (String, String) {
    let all = files([("aimsbook.yaml", "title: T\n"), ("r.yaml", records)]);
    let mut book = Book::new(&all, DAY);
    assert_eq!(book.checked.counts().errors, 0, "{}", book.said());
    let audience = book.audience("public");
    let (site, _) = book.build(&audience);
    let others = ["registers/certificate.html", "records/certificate/CRT-1.html"].map(|path| page(&site, path));
    (page(&site, "index.html"), others.concat())
}

/// A certificate is one when it says by whom, under which number, since when and until when, and the day is between.
#[test]
fn nothing_is_called_certified_that_is_not() {
    let whole = "issued_by: B, number: '7', issued_on: 2025-06-16, valid_until: 2026-06-15";
    for (status, fields, expected) in [
        ("certified", whole, "Certified"),
        (
            "certified",
            "issued_by: B, number: '7', issued_on: 2025-06-15, valid_until: 2026-06-14",
            "Not certified: lapsed",
        ),
        ("certified", "issued_by: B, number: '7', issued_on: 2026-06-16, valid_until: 2029-06-15", "Not confirmed"),
        ("certified", "number: '7', issued_on: 2025-06-16, valid_until: 2028-06-15", "Not confirmed"),
        ("certified", "issued_by: B, issued_on: 2025-06-16, valid_until: 2028-06-15", "Not confirmed"),
        ("certified", "issued_by: B, number: '7', valid_until: 2028-06-15", "Not confirmed"),
        ("certified", "issued_by: B, number: '7', issued_on: 2025-06-16", "Not confirmed"),
        ("preparing", whole, "Not certified: in preparation"),
        ("applied", whole, "Not certified: in preparation"),
        ("suspended", whole, "Not certified: suspended"),
        ("withdrawn", whole, "Not certified: withdrawn"),
    ] {
        let record = format!(
            "kind: certificate\nrecords:\n  - {{id: CRT-1, title: C, owner: O, classification: public, standard: S, scope: X, \
             status: {status}, {fields}}}\n"
        );
        let (home, others) = pages(&record);
        let chip = home.split("class=\"state trust-").nth(1).and_then(|rest| rest.split(['>', '<']).nth(1));
        assert_eq!(chip, Some(expected), "{status} {fields}");
        assert_eq!(others.contains(">Certified<"), expected == "Certified", "{status} {fields}");
    }
    let (ended, _) = pages(
        "kind: certificate\nid: CRT-1\ntitle: Old\nowner: O\nclassification: public\nstandard: S\nscope: X\nstatus: ended\n",
    );
    assert!(!ended.contains("Old") && !ended.contains("trust-certificates"));
}

#[test]
fn only_what_is_approved_or_current_is_a_statement() {
    let document = |id: &str, front: &str| {
        (
            format!("{id}.md"),
            format!("---\nid: {id}\ntitle: About {id}\nclassification: public\nclauses: [A.8.2]\n{front}\n---\n"),
        )
    };
    let approved = "status: approved\napprover: A\napproved: 2026-03-14\nversion: \"2.1\"\nreview: 12 months";
    let documents = [
        document("POL-1", approved),
        document("POL-2", "status: draft"),
        document("POL-3", "status: approved\napprover: A\napproved: 2026-09-01"),
        document("POL-4", "status: retired\napprover: A\napproved: 2026-03-14"),
    ];
    let summary = |id: &str, status: &str| {
        let fields = "owner: O, classification: public, summary: Words, decides: Nothing, reviewed: 2026-03-01";
        format!("  - {{id: {id}, title: About {id}, {fields}, status: {status}, in_use_since: 2026-01-02}}\n")
    };
    let records =
        format!("kind: system-summary\nrecords:\n{}{}", summary("SUM-1", "current"), summary("SUM-2", "draft"));
    let mut all = files(documents.iter().map(|(path, text)| (path.as_str(), text.as_str())));
    all.extend(files([
        ("aimsbook.yaml", "title: Book\naudiences: {public: {sees: public, title: For you}}\n"),
        ("r.yaml", &records),
    ]));
    let mut book = Book::new(&all, DAY);
    let audience = book.audience("public");
    let (site, _) = book.build(&audience);
    let home = page(&site, "index.html");
    assert!(home.contains("<h1>For you</h1>") && home.contains("<title>For you</title>"), "{home}");
    assert!(home.contains("About POL-1") && home.contains("About SUM-1"), "{home}");
    for hidden in ["About POL-2", "About POL-3", "About POL-4", "About SUM-2"] {
        assert!(!home.contains(hidden), "{hidden}: {home}");
    }
    // What it claims, with the name of the standard and no link to nowhere, and since when.
    assert!(
        home.contains(
            "<span class=\"chip\" title=\"System documentation and information for users\">ISO/IEC 42001 A.8.2</span>"
        ),
        "{home}"
    );
    assert!(
        home.contains("<td>2.1</td><td class=\"date\">2026-03-14</td><td class=\"date\">2027-03-14</td>"),
        "{home}"
    );
    assert!(home.contains("In use since <time datetime=\"2026-01-02\">"), "{home}");
}

#[test]
fn the_menu_leads_to_what_is_there() {
    let menu = |text: &str, audience: &str| {
        let mut book = Book::new(&files([("aimsbook.yaml", "title: T\n"), ("a.md", text)]), DAY);
        let audience = book.audience(audience);
        let (site, _) = book.build(&audience);
        let home = page(&site, "index.html");
        let areas = home.split("<nav class=\"areas\"").nth(1).unwrap().split("</nav>").next().unwrap().to_owned();
        let names = areas.split("</a>").filter_map(|link| link.rsplit_once('>')).map(|(_, name)| name.to_owned());
        names.filter(|name| !name.trim().is_empty()).collect::<Vec<String>>()
    };
    assert_eq!(menu("---\nclassification: public\n---\n# A\n", "public"), ["Documents"]);
    assert_eq!(menu("# A\n", "public"), Vec::<String>::new());
    assert_eq!(menu("# A\n", "internal"), ["Documents", "Frameworks", "AI systems", "Registers", "Evidence"]);
}
