//! Handbooks in which anything can be broken: whatever it is, the pipeline ends with a site and findings in place.
//!
//! Never random: the same seeds give the same edits.

use std::path::Path;

use aimsbook::diagnostic::{Colour, full};
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::view::Audience;

use crate::support::random::Random;
use crate::support::{Book, Files, files, page, snapshot};
use crate::{DAY, HEALTHY, whole_pages};

/// What people and attackers put where it does not belong.
const TOKENS: [&str; 48] = [
    "---\n", "\n---\n", "...\n", "\n", "\r\n", "\t", "  ", "- ", ": ", ":", "#", "{", "}", "[", "]", "[[", "]]", "|",
    ">", "\"", "'", "`", "```\n", "*", "**", "_", "~~", "<", "</", "<b>", "<script>", "<!--", "-->", "&amp;", "&#0;",
    "\\", "!", "![", "](", "{{", "}}", "\u{0}", "\u{1}o0;", "\u{2}2", "\u{feff}", "\u{202e}", "7.10", "A.6.2.4",
];

const DOCUMENT: &str = "---\nid: POL-1\ntitle: AI policy\ntype: policy\nversion: \"1.0\"\nstatus: approved\nowner: Lead\napprover: Board\napproved: 2026-03-14\nreview: 12 months\nclassification: internal\nclauses: [M.1, {own: [M.2]}, ISO/IEC 42001 A.2.2]\nsystems: [SYS-1]\nevidence:\n  - evidence/a.txt\n  - {path: evidence/a.txt, collected: 2026-01-01, effective: {from: 2025-01-01, to: 2025-12-31}, clauses: [M.1]}\naliases: [OLD-1]\napproval: {by: Board, on: 2026-03-14}\nsummary: What we want.\norder: 1\n---\n# AI policy\n\nText with `code`, **strong** and [[RSK-1|a link]], [another](other.md#a) and ![picture](logo.png \"Logo\").\n\n## Data {#data clauses=\"M.2\"}\n\n| a | b |\n|---|:-:|\n| [[M.1]] | x |\n\n> [!WARNING]\n> Careful[^1].\n\n[^1]: A note.\n\n- [ ] task\n  1. nested\n\nTerm\n: Definition <kbd>Ctrl</kbd>\n\n```rust\nfn main() {}\n```\n";
const OTHER: &str =
    "# Other\n\nISO/IEC 42001 A.6.2.4 and EU AI Act Article 9(2)(a).\n\n## A\n\n[[POL-1#data]] [[healthy]]\n";
const RECORDS: &str = "kind: risk\nrecords:\n  - id: RSK-1\n    title: Drift\n    owner: Lead\n    systems: [SYS-1]\n    likelihood: 3\n    impact: 4\n    treatment: modify\n    controls: [M.1]\n    residual: {likelihood: 1, impact: 2}\n    reviewed: 2026-05-02\n    evidence: [evidence/a.txt]\n    description: |\n      Folded *text* with [[POL-1]].\n  - {id: RSK-2, title: \"Quoted \\\" title\", owner: Lead, likelihood: 1, impact: 1, treatment: avoid, links: [POL-1, RSK-1]}\n";
const SYSTEM: &str = "kind: ai-system\nid: SYS-1\ntitle: Scoring\nowner: Lead\npurpose: >\n  Scores\n  people.\nintended_use: u\nin_scope: yes\nstage: in-use\neu_roles: [provider]\neu_class: high-risk-annex-iii\n";
const CONFIGURATION: &str = "title: Mutations\nframeworks: [own, iso-42001]\ndefault_framework: own\nsections:\n  security/: {default_framework: iso-42001}\naudiences: {internal: internal, public: public}\nrules: {orphan-document: off}\n";
const FRAMEWORK: &str = "id: own\nname: Own\nedition: \"1\"\nentries:\n  - {id: M, title: All, kind: heading}\n  - {id: M.1, title: One, parent: M, per_system: true}\n  - {id: M.2, title: Two, parent: M}\n";
const KIND: &str = "id: drill\ntitle: Drill\nfields:\n  held_on: {type: date}\n  parts: {type: group, many: true, fields: {name: text, size: {type: number, min: 1}}}\nstatus: {options: [planned, held], default: planned}\nevidence:\n  - {clauses: {own: [M.2]}, needs: [parts], states: [held], date: held_on}\n";
const TEMPLATE: &str =
    "{% extends \"page.html\" %}\n{% block content %}<h1>{{ page.title }}</h1>{{ body_html }}{% endblock %}\n";

fn handbook() -> Files {
    files([
        ("aimsbook.yaml", CONFIGURATION),
        ("frameworks/own.yaml", FRAMEWORK),
        ("kinds/drill.yaml", KIND),
        ("policies/policy.md", DOCUMENT),
        ("policies/other.md", OTHER),
        ("policies/logo.png", "png"),
        ("registers/risks.yaml", RECORDS),
        ("systems/scoring.yaml", SYSTEM),
        ("theme/templates/section.html", TEMPLATE),
        ("evidence/a.txt", "a"),
    ])
}

/// `SEEDS=5000 cargo test --test bad_input mutations` looks longer.
fn seeds() -> u64 {
    std::env::var("SEEDS").ok().and_then(|count| count.parse().ok()).unwrap_or(24)
}

#[test]
fn a_handbook_with_anything_broken_still_becomes_a_site() {
    let whole = handbook();
    // What is broken may say no more who may see it.
    let everyone = Audience { name: "everyone".to_owned(), sees: 3, coverage: true };
    for seed in 0..seeds() {
        let mut random = Random::new(seed);
        let mut broken = whole.clone();
        for (path, bytes) in &mut broken {
            // A broken configuration or framework hides what comes after it, so they break more rarely.
            let rarely = ["aimsbook.yaml", "frameworks/own.yaml", "kinds/drill.yaml"].contains(&path.as_str());
            if rarely && random.below(4) > 0 || path.ends_with(".txt") {
                continue;
            }
            let text = mutated(std::str::from_utf8(bytes).unwrap(), &mut random);
            *bytes = text.into_bytes();
        }
        broken.insert("healthy.md".to_owned(), HEALTHY.as_bytes().to_vec());
        let mut book = Book::with_caches(snapshot(&broken), DAY, Caches::default());
        in_place(&book, seed);
        let (site, _) = book.build(&everyone);
        assert!(page(&site, "documents/healthy.html").contains("The healthy marker."), "seed {seed}");
        // The template of sections is broken too, and may write what it likes.
        whole_pages(&site, &format!("seed {seed}"), |path| !path.starts_with("sections/"));
    }
}

/// Nothing that HTML does not allow reaches a page, whichever way it came.
#[test]
fn a_control_character_in_a_text_reaches_no_page() {
    let text = "---\nid: A\ntitle: \"O\\x02ne\"\n---\nSee [[B\u{2}C]], [x](y\u{3}.md) and ![\u{4}](z\u{5}.png).\n";
    let mut book = Book::new(&files([("aimsbook.yaml", "title: T\n"), ("a.md", text)]), DAY);
    let everyone = Audience { name: "everyone".to_owned(), sees: 3, coverage: true };
    let (site, _) = book.build(&everyone);
    assert!(page(&site, "documents/A.html").contains("See <a"), "{}", page(&site, "documents/A.html"));
    whole_pages(&site, "control characters", |_| true);
}

/// The sample's files one by one, broken, without the cost of its whole site.
#[test]
fn a_broken_file_of_the_sample_is_understood_as_far_as_it_goes() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("sample-aims");
    let sample = read(&folder, &ReadOptions::default()).unwrap();
    let mut seed = 1_000;
    for some in sample.sources.chunks(12) {
        seed += 1;
        let mut random = Random::new(seed);
        let broken =
            some.iter().map(|source| (source.path.to_string(), mutated(&source.text, &mut random).into_bytes()));
        in_place(&Book::with_caches(snapshot(&broken.collect()), DAY, Caches::default()), seed);
    }
}

/// Every finding points at whole characters of its file, and can be shown.
fn in_place(book: &Book, seed: u64) {
    for diagnostic in &book.checked.diagnostics {
        if let Some(source) = book.snapshot.source(&diagnostic.path) {
            let range = diagnostic.finding.span.range();
            assert!(source.text.get(range.clone()).is_some(), "seed {seed}: {range:?} {diagnostic:?}");
        }
    }
    full(&book.checked.diagnostics, &book.snapshot, Colour::Plain);
    book.said();
}

fn mutated(text: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    for _ in 0..=random.below(5) {
        let (one, other) = (random.place(&text), random.place(&text));
        let (start, end) = (one.min(other), one.max(other));
        let token = TOKENS[random.below(TOKENS.len())];
        match random.below(6) {
            0 => text.insert_str(start, token),
            1 => text.insert_str(start, &token.repeat(1 + random.below(40))),
            2 => text.replace_range(start..end.min(floor(&text, start + 20)), ""),
            3 => text.replace_range(start..end.min(floor(&text, start + 20)), token),
            4 => text.truncate(end),
            _ => {
                let part = text[start..end.min(floor(&text, start + 200))].to_owned();
                text.insert_str(other, &part);
            }
        }
    }
    text
}

/// The last character boundary up to `at`.
fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
