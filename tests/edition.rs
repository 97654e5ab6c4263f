//! The print edition as a page: what it holds, where its links lead, what stands at the edges of its sheets.
//!
//! Never needs a browser; what comes out of a printer is tried in `tests/browser/edition.mjs`.

mod support;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::pipeline::edition::{Origin, PrintEdition, edition, numbers};
use aimsbook::pipeline::{BuildOptions, Checked};
use aimsbook::site::Content;
use aimsbook::text::Snapshot;
use aimsbook::view::Audience;
use support::html::read as read_page;
use support::{Book, files, page, visible_text};

const DAY: &str = "2026-11-24";

const SMALL: [(&str, &str); 6] = [
    (
        "aimsbook.yaml",
        "title: Small & \"large\"\norganization: Tiny\nframeworks: [iso-42001]\nrules: {orphan-document: off}\n",
    ),
    (
        "policies/größe.md",
        "---\nid: POL-1\ntitle: Size \"and\" <more>\ntype: policy\nversion: \"7.10\"\nstatus: approved\nowner: Lead\n\
         approver: Board\napproved: 2026-03-14\nclauses: [5.2, A.2.2]\n---\n## Größe {#größe}\nSee [[PROC-1#steps]], \
         [[RSK-1]], Annex A.2.2, [above](#größe), [[SEC-1]], [a file](note.txt), [the web](https://example.org/?a=1&b=2).\n\n\
         ![a picture](dot.png)\n\nText[^1] with `<a href=\"#x\">`.\n\n[^1]: Below.\n",
    ),
    (
        "procedures/deep/steps.md",
        "---\nid: PROC-1\ntitle: Steps\nstatus: draft\nowner: Lead\n---\n## Größe {#größe}\n## Steps {#steps}\nOne.\n",
    ),
    (
        "secret.md",
        "---\nid: SEC-1\ntitle: Hidden thing\nclassification: confidential\nowner: Lead\n---\nNothing for everybody.\n",
    ),
    (
        "registers/risks.yaml",
        "kind: risk\nrecords:\n  - {id: RSK-1, title: Drift, owner: Lead, likelihood: 3, impact: 4, treatment: modify, controls: [A.2.2]}\n",
    ),
    ("policies/note.txt", "a note"),
];

fn small() -> Book {
    let mut all = files(SMALL);
    all.insert("policies/dot.png".to_owned(), vec![0x89, b'P', b'N', b'G']);
    Book::new(&all, DAY)
}

fn made(checked: &Checked, snapshot: &Snapshot, audience: Audience, site: Option<&str>) -> PrintEdition {
    let options = BuildOptions { audience, keep_going: false, version: None };
    let origin = Origin { commit: "c0ffee".repeat(7), is_dirty: false, site: site.map(str::to_owned) };
    let (edition, diagnostics) = edition(checked, snapshot, &options, &origin, &mut Caches::default());
    assert_eq!(diagnostics, []);
    edition
}

fn of(book: &Book, audience: &str, site: Option<&str>) -> PrintEdition {
    made(&book.checked, &book.snapshot, book.audience(audience), site)
}

/// The values of an attribute, as written.
fn values<'h>(html: &'h str, attribute: &str) -> Vec<&'h str> {
    let start = format!(" {attribute}=\"");
    html.split(&start).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn decoded(address: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = address.as_bytes();
    while let Some(first) = rest.first() {
        let (byte, length) = match first {
            b'%' => (u8::from_str_radix(std::str::from_utf8(&rest[1..3]).unwrap(), 16).unwrap(), 3),
            byte => (*byte, 1),
        };
        bytes.push(byte);
        rest = &rest[length..];
    }
    String::from_utf8(bytes).unwrap()
}

/// Sound HTML, every link inside leads somewhere, and every picture is beside the page.
fn assert_whole(edition: &PrintEdition) {
    let html = page(&edition.files, "edition.html");
    let read = read_page(&html);
    assert_eq!(read.faults, [] as [String; 0]);
    for address in &read.addresses {
        match address.strip_prefix('#') {
            Some(fragment) => assert!(read.ids.contains(&decoded(fragment)), "{address} leads nowhere"),
            None if address.contains(':') => {}
            None => assert!(edition.files.get(&decoded(address)).is_some(), "{address} is not there"),
        }
    }
    for list in ["aria-labelledby", "for", "aria-describedby"].iter().flat_map(|name| values(&html, name)) {
        assert!(list.split(' ').all(|id| read.ids.contains(id)), "{list}");
    }
    assert!(edition.anchors.iter().all(|anchor| read.ids.contains(anchor)));
    assert!(!html.contains("<script") && !html.contains(" style=\""));
}

#[test]
fn links_stay_inside_and_lead_to_what_they_name() {
    let edition = of(&small(), "internal", None);
    assert_whole(&edition);
    let html = page(&edition.files, "edition.html");
    let body = &html[html.find("<section class=\"part").unwrap()..];
    // The folders stand in the order of the tree: policies, procedures; then the statement and the registers.
    assert!(body.contains("<h2 id=\"p1-größe\">") && body.contains("<h2 id=\"p2-steps\">"), "{body}");
    assert!(body.contains("href=\"#p2-steps\"") && body.contains("href=\"#p1-gr%C3%B6%C3%9Fe\""));
    // What the text calls a risk is a row of the register; a control is a row of the statement.
    assert!(body.contains("href=\"#p4-row-1\"") && body.contains("<a id=\"p4-row-1\">"));
    assert!(body.contains("href=\"#p3-row-") && body.contains("<a id=\"p3-row-"));
    assert!(body.contains("href=\"https://example.org/?a=1&amp;b=2\""), "{body}");
    assert!(body.contains("&lt;a href=\"#x\"&gt;"), "{body}");
    assert!(body.contains("<a>a file</a>"), "{body}");
}

#[test]
fn with_a_site_links_lead_there_for_what_is_not_printed() {
    let edition = of(&small(), "internal", Some("https://aims.example.org/"));
    let html = page(&edition.files, "edition.html");
    assert!(html.contains("href=\"https://aims.example.org/files/policies/note.txt\""));
    assert!(html.contains("href=\"https://aims.example.org/frameworks/iso-42001/5.2.html\""));
    assert!(html.contains("href=\"#p2-steps\""));
}

#[test]
fn every_sheet_says_whose_it_is() {
    let edition = of(&small(), "internal", None);
    let style = page(&edition.files, "edition.css");
    let expected = "@page p1 { @top-left { content: \"POL-1 Size \\22 and\\22  \\3c more> · Version 7.10 · Approved 14 March 2026\"; } \
                    @bottom-left { content: \"Tiny · internal · As of 24 November 2026 · Uncontrolled when printed\"; } }";
    assert!(style.contains(expected), "{style}");
    assert!(style.contains("@page p4 { size: A4 landscape;"), "{style}");
    assert_eq!(numbers(&[("p1".to_owned(), 12)].into()), "#to-p1::after { content: \"12\"; }\n");
}

#[test]
fn the_cover_and_the_contents_say_what_it_is_of_when_and_for_whom() {
    let book = small();
    let text = visible_text(&page(&of(&book, "auditor", None).files, "edition.html"));
    for part in [
        "Tiny Small &amp; &quot;large&quot;",
        "as of 24 November 2026",
        "For auditor",
        "Commit c0ffeec0ffee ",
        "SEC-1 Hidden thing",
    ] {
        assert!(text.contains(part), "no {part:?} in {}", &text[..900]);
    }
    let text = visible_text(&page(&of(&book, "internal", None).files, "edition.html"));
    assert!(!text.contains("Hidden thing") && !text.contains("SEC-1") && text.contains("POL-1 Size"));
    // A customer has no use for our commits.
    let text = visible_text(&page(&of(&book, "public", None).files, "edition.html"));
    assert!(!text.contains("c0ffee") && !text.contains("POL-1"), "{text}");
}

#[test]
fn the_sample_is_whole_for_every_audience() {
    let book =
        Book::with_caches(read(Path::new("sample-aims"), &ReadOptions::default()).unwrap(), DAY, Caches::default());
    for audience in ["public", "internal", "auditor"] {
        let edition = of(&book, audience, None);
        assert_whole(&edition);
        let html = page(&edition.files, "edition.html");
        let printed = html.matches("<section class=\"part").count();
        assert_eq!(printed, edition.anchors.len());
        assert!(printed > 1, "{audience}");
        let pictures = edition.files.files().values().filter(|content| matches!(content, Content::Copy { .. })).count();
        assert_eq!(pictures > 0, html.contains("src=\"files/"), "{audience}");
    }
}

fn aimsbook(arguments: &[&str], folder: &Path) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(arguments).current_dir(folder).env("PATH", "/nowhere").output().unwrap()
}

fn said(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_a_browser_it_says_how_to_get_one_and_what_works_without() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "# A\nText.\n").unwrap();
    let output = aimsbook(&["export", "pdf", "--out", "a.pdf", "--browser", "no/chromium"], folder.path());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    for part in ["no browser at `no/chromium`", "sudo apt install chromium", "dnf", "brew", "winget", "export print"] {
        assert!(said(&output).contains(part), "{}", said(&output));
    }
    assert_eq!(aimsbook(&["export", "pdf"], folder.path()).status.code(), Some(2));
    let output = aimsbook(&["export", "pdf", "--out", "a.pdf", "--site", "site/"], folder.path());
    assert_eq!(output.status.code(), Some(2));
    assert!(said(&output).contains("a whole address"), "{}", said(&output));
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "nothing is left behind");
}

#[test]
fn the_page_to_print_goes_to_a_folder_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("a.md"), "# A\nText.\n").unwrap();
    let output = aimsbook(&["export", "print", "--out", "out", "--as-of", DAY], folder.path());
    assert_eq!(output.status.code(), Some(0), "{}", said(&output));
    assert!(fs::read_to_string(folder.path().join("out/edition.html")).unwrap().contains("Text."));
    assert!(folder.path().join("out/assets/style.css").is_file());
    let output = aimsbook(&["export", "print", "--out", "."], folder.path());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
    let output = aimsbook(&["export", "print", "--out", "-"], folder.path());
    assert_eq!(output.status.code(), Some(2), "{}", said(&output));
}
