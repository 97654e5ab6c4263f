//! Inputs that are far too much of something: each ends in seconds, and says what is too much where something is lost.
//!
//! Never measures: a flood that does not end fails by a limit that no healthy run comes near.

use std::sync::mpsc;
use std::thread;
use std::time::Duration;

use aimsbook::pipeline::Caches;

use crate::support::{Book, files, snapshot};
use crate::{DAY, HEALTHY, whole_pages};

const CONFIGURATION: &str = "title: Floods\nframeworks: [mini]\nrules: {orphan-document: off, missing-owner: off}\n";
const FRAMEWORK: &str =
    "id: mini\nname: Mini\nedition: \"1\"\nentries: [{id: M.1, title: One}, {id: M.2, title: Two}]\n";
const LIMIT: Duration = Duration::from_secs(150);

/// Name, path, and the text with a size.
type Flood = (&'static str, &'static str, fn(usize) -> String);

fn document(body: String) -> String {
    format!("---\ntitle: T\n---\n{body}\n")
}

fn record(field: &str, value: String) -> String {
    format!("kind: customer\nid: CUS-1\ntitle: T\nowner: Lead\nclass: c\n{field}: {value}\n")
}

const MARKDOWN: [Flood; 41] = [
    ("quotes", "a.md", |n| document("> ".repeat(n) + "x")),
    ("quotes line by line", "a.md", |n| document((0..n / 50).map(|depth| ">".repeat(depth) + " x\n").collect())),
    ("lists", "a.md", |n| document((0..n / 50).map(|depth| "  ".repeat(depth) + "- x\n").collect())),
    ("list markers", "a.md", |n| document("- ".repeat(n) + "x")),
    ("numbered markers", "a.md", |n| document("1. ".repeat(n) + "x")),
    ("open brackets", "a.md", |n| document("[".repeat(n))),
    ("closed brackets", "a.md", |n| document("]".repeat(n))),
    ("open wiki links", "a.md", |n| document("[[".repeat(n))),
    ("open wiki links with text", "a.md", |n| document("[[a|".repeat(n))),
    ("wiki links", "a.md", |n| document("[[healthy]] ".repeat(n / 10))),
    ("nested links", "a.md", |n| document("[a](".repeat(n))),
    ("links in angles", "a.md", |n| document("[a](<b".repeat(n))),
    ("open images", "a.md", |n| document("![".repeat(n))),
    ("nested images", "a.md", |n| document("![".repeat(n / 10) + "x" + &"](y)".repeat(n / 10))),
    ("stars", "a.md", |n| document("*a ".repeat(n))),
    ("closing stars", "a.md", |n| document("a* ".repeat(n))),
    ("double stars", "a.md", |n| document("**a *a ".repeat(n / 2))),
    ("lines under", "a.md", |n| document("__a _a ".repeat(n / 2))),
    ("nested emphasis", "a.md", |n| document("*".repeat(n / 10) + "x" + &"*".repeat(n / 10))),
    ("tildes", "a.md", |n| document("~a ~~b ".repeat(n / 2))),
    ("backticks", "a.md", |n| document((1..n / 100).map(|count| "`".repeat(count) + " ").collect())),
    ("fences", "a.md", |n| document("```\n".repeat(n + 1))),
    ("angles", "a.md", |n| document("<".repeat(n))),
    ("open tags", "a.md", |n| document("<a ".repeat(n))),
    ("open attributes", "a.md", |n| document("<a b=\"".repeat(n))),
    ("open comments", "a.md", |n| document("<!--".repeat(n))),
    ("open instructions", "a.md", |n| document("<?".repeat(n))),
    ("open declarations", "a.md", |n| document("<!A".repeat(n))),
    ("open character data", "a.md", |n| document("<![CDATA[".repeat(n / 5))),
    ("nested elements", "a.md", |n| document("<div>".repeat(n * 2))),
    ("nested quotes beside an element", "a.md", |n| document("> ".repeat(n) + "x\n\n<b>x</b>")),
    ("nested formatting", "a.md", |n| document("<b><i><u><p>".repeat(n / 100))),
    ("misnested tables", "a.md", |n| document("<table><tr><td><b>".repeat(n / 100))),
    ("ampersands", "a.md", |n| document("&".repeat(n) + &"&#x".repeat(n))),
    ("table columns", "a.md", |n| {
        document(format!("{0}|\n{1}|\n{2}\n", "|a".repeat(n / 20), "|-".repeat(n / 20), "|b|\n".repeat(50)))
    }),
    ("headings", "a.md", |n| document("## Same\n".repeat(n / 10))),
    ("footnotes", "a.md", |n| {
        document((0..n / 20).map(|at| format!("[^{at}] ")).collect::<String>() + "\n\n[^x]: y\n")
    }),
    ("reference definitions", "a.md", |n| {
        document((0..n / 20).map(|at| format!("[{at}]: x\n")).collect::<String>() + &"[a][b]".repeat(n / 20))
    }),
    ("backslashes", "a.md", |n| document("\\".repeat(n))),
    ("setext lines", "a.md", |n| document("a\n".repeat(n) + "===")),
    ("template syntax", "a.md", |n| document("{{ ".repeat(n) + &"}} ".repeat(n))),
];

const TEXTS: [Flood; 26] = [
    ("one long line", "a.md", |n| document("word ".repeat(n))),
    ("one long word", "a.md", |n| document("w".repeat(n * 4))),
    ("a long title", "a.md", |n| format!("---\nid: A\ntitle: {}\n---\n", "t".repeat(n))),
    ("a long heading", "a.md", |n| document(format!("# {}\n", "heading ".repeat(n)))),
    ("a long link", "a.md", |n| document(format!("[x]({}) [[{}]]", "a/".repeat(n), "b".repeat(n)))),
    ("a long id", "a.md", |n| format!("---\nid: {}\ntitle: T\n---\n", "i".repeat(n))),
    ("a long key", "a.md", |n| format!("---\n{}: x\n---\n", "k".repeat(n))),
    ("a long clause", "a.md", |n| {
        format!("---\nid: A\ntitle: T\nclauses: [{}, \"{}\"]\n---\n", "M.1.".repeat(n), "1-".repeat(n))
    }),
    ("many clauses", "a.md", |n| format!("---\nid: A\ntitle: T\nclauses: [{}]\n---\n", "M.1, M.9, ".repeat(n / 20))),
    ("many clauses in a heading", "a.md", |n| document(format!("## H {{clauses=\"{}\"}}\n", "M.1, ".repeat(n / 5)))),
    ("mentions", "a.md", |n| document("Mini M.1 and ISO/IEC 42001 A.6.2.4, ".repeat(n / 10))),
    ("half mentions", "a.md", |n| document("ISO/IEC 42001 ".repeat(n))),
    ("numbers", "a.md", |n| document("1.".repeat(n))),
    ("ranges", "a.md", |n| document("ISO/IEC 42001 A.2.2\u{2013}A.2.4\u{2013}".repeat(n / 10))),
    ("a long attribute list", "a.md", |n| document(format!("## H {{{}}}\n", ".a ".repeat(n)))),
    ("front matter never closed", "a.md", |n| "---\nid: A\n".to_owned() + &"a: b\n".repeat(n)),
    ("a record with a long value", "r.yaml", |n| record("expectations", "word ".repeat(n))),
    ("a record with long markdown", "r.yaml", |n| record("expectations", format!("|\n  {}", "[x](y) ".repeat(n / 10)))),
    ("folded markdown", "r.yaml", |n| record("expectations", format!(">\n{}", "  a [b](c) `d`\n".repeat(n / 20)))),
    ("quoted markdown", "r.yaml", |n| record("expectations", format!("\"{}\"", "a [b](c)\\n\\n".repeat(n / 20)))),
    ("many unknown fields", "r.yaml", |n| {
        record("expectations", "e\n".to_owned() + &(0..n / 10).map(|at| format!("field{at}: x\n")).collect::<String>())
    }),
    ("many links", "r.yaml", |n| record("links", format!("[{}]", "nobody, ".repeat(n / 10)))),
    ("many systems", "r.yaml", |n| record("systems", format!("[{}]", "CUS-1, ".repeat(n / 10)))),
    ("many records", "r.yaml", |n| {
        let record = |at| format!("  - {{id: CUS-{at}, title: T, owner: Lead, class: c, expectations: e}}\n");
        "kind: customer\nrecords:\n".to_owned() + &(0..n / 100).map(record).collect::<String>()
    }),
    ("many records with one id", "r.yaml", |n| {
        let record = "  - {id: CUS-1, title: T, owner: Lead, class: c, expectations: e}\n";
        "kind: customer\nrecords:\n".to_owned() + &record.repeat(n / 100)
    }),
    ("broken records", "r.yaml", |n| "kind: customer\nrecords:\n".to_owned() + &"  - {}\n".repeat(n / 20)),
];

const YAML: [Flood; 18] = [
    ("a bomb of aliases", "r.yaml", |n| {
        let mut text = "a0: &a0 [x, x, x, x, x, x, x, x, x]\n".to_owned();
        for at in 1..n / 1000 {
            let aliases = vec![format!("*a{}", at - 1); 9].join(", ");
            text += &format!("a{at}: &a{at} [{aliases}]\n");
        }
        text + "kind: customer\nid: CUS-1\ntitle: T\n"
    }),
    ("anchors", "r.yaml", |n| (0..n / 10).map(|at| format!("a{at}: &a{at} x\n")).collect()),
    ("nested flow lists", "r.yaml", |n| "[".repeat(n)),
    ("nested flow lists that close", "r.yaml", |n| "[".repeat(n) + &"]".repeat(n)),
    ("nested flow maps", "r.yaml", |n| "{a: ".repeat(n)),
    ("nested block lists", "r.yaml", |n| "- ".repeat(n) + "x"),
    ("nested block maps", "r.yaml", |n| (0..n / 50).map(|depth| " ".repeat(depth) + "a:\n").collect()),
    ("nested questions", "r.yaml", |n| "? ".repeat(n)),
    ("a huge flow list", "r.yaml", |n| format!("kind: customer\nrecords: [{}]\n", "x, ".repeat(n))),
    ("a huge flow map", "r.yaml", |n| {
        format!("kind: customer\nid: CUS-1\nx: {{{}}}\n", (0..n).map(|at| format!("k{at}: v, ")).collect::<String>())
    }),
    ("a huge map of one key", "r.yaml", |n| "kind: customer\n".to_owned() + &"a: b\n".repeat(n)),
    ("a long plain key", "r.yaml", |n| format!("{}: x\n", "k".repeat(n))),
    ("a long quoted text", "r.yaml", |n| format!("kind: \"{}\"\n", "\\u0041".repeat(n))),
    ("open quotes", "r.yaml", |n| "\"a\n".repeat(n)),
    ("commas", "r.yaml", |n| format!("a: [{}]\n", ",".repeat(n))),
    ("documents", "r.yaml", |n| "---\na: b\n".repeat(n)),
    ("tags", "r.yaml", |n| "!a ".repeat(n) + "x"),
    ("a bomb in front matter", "a.md", |n| format!("---\nid: A\ntitle: T\nx: {}\n---\ntext\n", "[".repeat(n))),
];

#[test]
fn floods_of_markdown_end() {
    drown(&MARKDOWN, 4_000);
}

#[test]
fn floods_of_text_end() {
    drown(&TEXTS, 10_000);
}

#[test]
fn floods_of_yaml_end() {
    drown(&YAML, 10_000);
}

/// For looking at how time grows: `FLOOD=quotes cargo test --test bad_input -- --ignored --nocapture growth`.
#[test]
#[ignore = "prints times, asserts nothing"]
fn growth_of_time() {
    let wanted = std::env::var("FLOOD").unwrap_or_default();
    let all = MARKDOWN.iter().chain(&TEXTS).chain(&YAML);
    for flood in all.filter(|(name, ..)| name.contains(&wanted)) {
        let time = |size: usize| {
            let start = std::time::Instant::now();
            drown(&[*flood], size);
            start.elapsed().as_secs_f64()
        };
        let (small, large) = (time(10_000), time(40_000));
        println!("{:32} {small:8.3} {large:8.3} {:6.1}x", flood.0, large / small);
    }
}

/// Puts all floods into one handbook, each into a file of its own.
fn drown(floods: &[Flood], size: usize) {
    let mut all =
        files([("aimsbook.yaml", CONFIGURATION), ("frameworks/mini.yaml", FRAMEWORK), ("healthy.md", HEALTHY)]);
    for (name, path, text) in floods {
        all.insert(format!("{name}/{path}"), text(size).into_bytes());
    }
    let (done, ended) = mpsc::channel();
    let worker = thread::Builder::new().stack_size(2 << 20).spawn(move || {
        let mut book = Book::with_caches(snapshot(&all), DAY, Caches::default());
        let audience = book.audience("internal");
        let (site, _) = book.build(&audience);
        assert!(site.get("documents/healthy.html").is_some());
        whole_pages(&site, "floods", |_| true);
        let _ = done.send(());
    });
    match ended.recv_timeout(LIMIT) {
        Err(mpsc::RecvTimeoutError::Timeout) => panic!("one of the floods does not end: run growth_of_time"),
        _ => worker.unwrap().join().unwrap(),
    }
}
