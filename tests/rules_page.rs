//! The page of rules: levels, findings and waivers, and what each audience sees of them.
//!
//! Never looks at the texts of single rules.

mod support;

use support::{Book, Files, files, page};

const CONFIG: &str = "frameworks: [nist-ai-rmf]\nrules: {orphan-document: off, missing-owner: error}\nwaivers:\n  - {rule: missing-owner, for: secret.md, reason: Told to nobody, by: Head, until: 2026-12-31}\n  - {rule: missing-owner, for: OPEN, reason: Comes in June, by: Head, until: 2026-12-31}\n  - {rule: missing-owner, for: GONE, reason: Was there once, by: Head, until: 2026-12-31}\n";

fn handbook() -> Files {
    files([
        ("aimsbook.yaml", CONFIG),
        ("secret.md", "---\nid: SECRET\ntitle: Merger\nclassification: restricted\n---\n"),
        ("open.md", "---\nid: OPEN\ntitle: Open one\n---\n"),
        ("late.md", "---\nid: LATE\ntitle: Late one\n---\n"),
    ])
}

fn rules_page(audience: &str) -> String {
    let mut book = Book::new(&handbook(), "2026-06-01");
    let audience = book.audience(audience);
    page(&book.build(&audience).0, "rules.html")
}

#[test]
fn who_sees_everything_sees_levels_findings_and_waivers() {
    let html = rules_page("restricted");
    assert!(html.contains("1 finding, 2 waived"), "{html}");
    let section = html.split("id=\"missing-owner\"").nth(1).unwrap().split("</section>").next().unwrap();
    assert!(section.contains("Error · <code>missing-owner</code> · set in this handbook"), "{section}");
    for part in ["documents/LATE.html", "`LATE` has no owner", "documents/SECRET.html", "Name the role"] {
        assert!(section.contains(part), "no {part} in {section}");
    }
    let off = html.split("id=\"orphan-document\"").nth(1).unwrap();
    assert!(off.contains("Off · <code>orphan-document</code>"));
    for part in ["Told to nobody", "Comes in June", "<code>GONE</code>", "Waives nothing", "2026-12-31"] {
        assert!(html.contains(part), "no {part}");
    }
}

#[test]
fn what_an_audience_may_not_see_is_a_number() {
    let html = rules_page("internal");
    for secret in ["SECRET", "Merger", "secret.md", "Told to nobody", "GONE", "has no owner`"] {
        assert!(!html.contains(secret), "{secret} leaks");
    }
    assert!(html.contains("1 finding, 2 waived") && html.contains("documents/OPEN.html"));
    assert!(html.contains("Comes in June"));
    assert!(html.matches("more that this edition does not show").count() >= 2, "{html}");
}

#[test]
fn an_audience_without_coverage_has_no_such_page() {
    let mut book = Book::new(&handbook(), "2026-06-01");
    let audience = book.audience("public");
    let (site, _) = book.build(&audience);
    assert!(site.get("rules.html").is_none());
    assert!(!page(&site, "contents.html").contains("rules.html"));
    let internal = book.audience("internal");
    assert!(page(&book.build(&internal).0, "contents.html").contains("rules.html"));
}

#[test]
fn findings_that_are_waived_are_counted_on_the_page_of_findings() {
    let mut book = Book::new(&handbook(), "2026-06-01");
    let audience = book.audience("restricted");
    let html = page(&book.build(&audience).0, "findings.html");
    assert!(html.contains("2 waived · <a href=\"rules.html\">Rules</a>"), "{html}");
    assert!(html.contains("`LATE` has no owner") && !html.contains("`OPEN` has no owner"), "{html}");
}
