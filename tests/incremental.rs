//! What is kept between two rounds never shows: after any series of edits a warm build gives the bytes of a cold one.
//!
//! Never looks at what was computed again, only at what came out.

mod support;

use std::collections::BTreeMap;
use std::path::Path;

use aimsbook::diagnostic::{Diagnostic, ordered_map};
use aimsbook::handbook::{Item, Touched};
use aimsbook::outside::folder::{ReadOptions, read};
use aimsbook::pipeline::Caches;
use aimsbook::site::Content;
use aimsbook::text::{Sha256, Snapshot, Source};
use support::random::Random;
use support::{Book, Files, snapshot};

const FOLDERS: [&str; 4] = ["policies/", "procedures/", "procedures/deep/", ""];
const STATES: [&str; 4] = ["draft", "in-review", "approved", "retired"];
const CLASSIFICATIONS: [&str; 4] = ["public", "internal", "confidential", "wrong"];
const CLAUSES: [&str; 6] = ["O.1", "O.2", "O.3", "O", "O.9", "O.1(a)"];
const TEMPLATES: [&str; 3] = [
    "{% extends \"page.html\" %}\n{% block content %}<h1>{{ page.title }}</h1>{{ body_html }}{% endblock %}\n",
    "{% extends \"page.html\" %}\n{% block content %}<h2>{{ page.title }}</h2>{% endblock %}\n",
    "{% extends \"page.html\" %}{% block content %}{{ nothing",
];

#[derive(Clone)]
struct Document {
    path: String,
    id: String,
    title: String,
    state: usize,
    classification: usize,
    clauses: Vec<usize>,
    links: Vec<String>,
    words: u64,
    /// The front matter is never closed.
    broken: bool,
}

#[derive(Clone)]
struct Risk {
    id: String,
    title: String,
    likelihood: u64,
    classification: usize,
    links: Vec<String>,
}

/// A handbook that can be edited.
struct Handbook {
    documents: Vec<Document>,
    risks: Vec<Risk>,
    title: u64,
    entries: u64,
    label: u64,
    template: usize,
    style: u64,
    evidence: u64,
    default_classification: usize,
    with_link_to_edit: bool,
    day: usize,
    made: usize,
}

impl Handbook {
    fn new(random: &mut Random) -> Handbook {
        let mut handbook = Handbook {
            documents: Vec::new(),
            risks: Vec::new(),
            title: 0,
            entries: 3,
            label: 0,
            template: 3,
            style: 0,
            evidence: 0,
            default_classification: 1,
            with_link_to_edit: false,
            day: 0,
            made: 0,
        };
        for _ in 0..10 {
            handbook.add_document(random);
            handbook.add_risk(random);
        }
        handbook
    }

    fn files(&self) -> Files {
        let mut files: BTreeMap<String, String> = BTreeMap::new();
        let edit = if self.with_link_to_edit { "edit_url: https://example.org/{path}\n" } else { "" };
        let default = CLASSIFICATIONS[self.default_classification];
        files.insert(
            "aimsbook.yaml".to_owned(),
            format!("title: Book {}\nframeworks: [own]\ndefault_classification: {default}\n{edit}", self.title),
        );
        let entries: String = (1..=self.entries)
            .map(|entry| {
                format!("  - {{id: O.{entry}, title: Entry {entry}, parent: O, per_system: {}}}\n", entry == 2)
            })
            .collect();
        let framework = format!("id: own\nname: Own\nedition: \"1\"\nentries:\n  - {{id: O, title: All}}\n{entries}");
        files.insert("frameworks/own.yaml".to_owned(), framework);
        let kind = format!("id: risk\nfields: {{extra: {{type: text, label: Extra {}}}}}\n", self.label);
        files.insert("kinds/risk.yaml".to_owned(), kind);
        let system = "kind: ai-system\nid: SYS-1\ntitle: One\nowner: Lead\npurpose: p\nintended_use: u\nin_scope: yes\nstage: in-use\neu_class: minimal\n";
        files.insert("systems/one.yaml".to_owned(), system.to_owned());
        files.insert("evidence/a.txt".to_owned(), format!("evidence {}", self.evidence));
        if let Some(template) = TEMPLATES.get(self.template) {
            files.insert("theme/templates/section.html".to_owned(), (*template).to_owned());
        }
        if self.style > 0 {
            files.insert("theme/assets/style.css".to_owned(), format!("/* {} */", self.style));
        }
        files.extend(self.documents.iter().map(|document| (document.path.clone(), document.text())));
        let risks: String = self.risks.iter().map(Risk::text).collect();
        files.insert("registers/risks.yaml".to_owned(), format!("kind: risk\nrecords:\n{risks}"));
        files.into_iter().map(|(path, text)| (path, text.into_bytes())).collect()
    }

    fn day(&self) -> &'static str {
        ["2026-06-01", "2026-06-02", "2027-01-11"][self.day % 3]
    }

    fn ids(&self) -> Vec<String> {
        let documents = self.documents.iter().map(|document| document.id.clone());
        documents.chain(self.risks.iter().map(|risk| risk.id.clone())).chain(["nobody".to_owned()]).collect()
    }

    fn add_document(&mut self, random: &mut Random) {
        self.made += 1;
        let ids = self.ids();
        self.documents.push(Document {
            path: format!("{}document-{}.md", FOLDERS[random.below(4)], self.made),
            id: format!("DOC-{}", self.made),
            title: format!("Document {}", self.made),
            state: random.below(4),
            classification: random.below(3),
            clauses: vec![random.below(3)],
            links: vec![random.pick(&ids).clone()],
            words: random.below(100) as u64,
            broken: false,
        });
    }

    fn add_risk(&mut self, random: &mut Random) {
        self.made += 1;
        let ids = self.ids();
        self.risks.push(Risk {
            id: format!("RSK-{}", self.made),
            title: format!("Risk {}", self.made),
            likelihood: 1 + random.below(5) as u64,
            classification: random.below(3),
            links: vec![random.pick(&ids).clone()],
        });
    }

    /// One edit, and what it was.
    fn edit(&mut self, random: &mut Random) -> String {
        let ids = self.ids();
        let (at, risk) = (random.below(self.documents.len()), random.below(self.risks.len()));
        let number = random.below(90) as u64;
        let kind = random.below(24);
        let document = &mut self.documents[at];
        match kind {
            0 => document.words = number,
            1 => document.title = format!("Title {number}"),
            2 => document.state = random.below(4),
            3 => document.classification = random.below(4),
            4 => document.clauses = (0..random.below(3)).map(|_| random.below(CLAUSES.len())).collect(),
            5 => document.links = (0..random.below(4)).map(|_| random.pick(&ids).clone()).collect(),
            6 => document.id = format!("DOC-{number}"),
            7 => document.path = format!("{}moved-{number}-{at}.md", FOLDERS[random.below(4)]),
            8 => document.broken = !document.broken,
            9 => self.add_document(random),
            10 if self.documents.len() > 4 => drop(self.documents.remove(at)),
            11 => self.risks[risk].likelihood = number % 7,
            12 => self.risks[risk].title = format!("Risk {number}"),
            13 => self.risks[risk].links = vec![random.pick(&ids).clone()],
            14 => self.risks[risk].classification = random.below(4),
            15 => self.add_risk(random),
            16 if self.risks.len() > 4 => drop(self.risks.remove(risk)),
            17 => self.title = number,
            18 => self.entries = 2 + number % 4,
            19 => self.label = number,
            20 => self.template = random.below(4),
            21 => self.style = number % 3,
            22 => self.evidence = number,
            _ => match number % 3 {
                0 => self.default_classification = random.below(3),
                1 => self.with_link_to_edit = !self.with_link_to_edit,
                _ => self.day += 1,
            },
        }
        format!("edit {kind} of document {at} or risk {risk} with {number}")
    }
}

impl Document {
    fn text(&self) -> String {
        let clauses: Vec<&str> = self.clauses.iter().map(|clause| CLAUSES[*clause]).collect();
        let links: String = self.links.iter().map(|id| format!("See [[{id}]] and [[{id}#part|the part]]. ")).collect();
        format!(
            "---\nid: {}\ntitle: {}\nstatus: {}\napproved: 2026-01-10\nowner: Lead\nclassification: {}\nclauses: [{}]\nevidence: [{{path: evidence/a.txt, collected: 2026-01-10}}]\n{}\n# {}\n\nText {}. {links}\n\n## Part {{#part clauses=\"O.3\"}}\n\nMore.\n",
            self.id,
            self.title,
            STATES[self.state],
            CLASSIFICATIONS[self.classification],
            clauses.join(", "),
            if self.broken { "" } else { "---" },
            self.title,
            self.words,
        )
    }
}

impl Risk {
    fn text(&self) -> String {
        format!(
            "  - {{id: {}, title: {}, owner: Lead, likelihood: {}, impact: 2, treatment: avoid, reviewed: 2026-01-10, extra: x, systems: [SYS-1], links: [{}], classification: {}, evidence: [evidence/a.txt], clauses: [O.2], description: \"See [[{}]]\"}}\n",
            self.id,
            self.title,
            self.likelihood,
            self.links.join(", "),
            CLASSIFICATIONS[self.classification],
            self.links.first().map_or("nobody", String::as_str),
        )
    }
}

/// A site and everything that was said on the way to it.
#[derive(PartialEq)]
struct Result {
    files: BTreeMap<String, Content>,
    checked: Vec<Diagnostic>,
    built: Vec<Diagnostic>,
}

fn build(snapshot: Snapshot, day: &str, audience: &str, caches: Caches) -> (Result, Caches) {
    let mut book = Book::with_caches(snapshot, day, caches);
    let audience = book.audience(audience);
    let (site, built) = book.build(&audience);
    let result = Result { files: site.files().clone(), checked: book.checked.diagnostics.clone(), built };
    (result, book.into_caches())
}

/// The first thing that differs.
fn difference(warm: &Result, cold: &Result) -> String {
    for path in warm.files.keys().chain(cold.files.keys()) {
        if warm.files.get(path) != cold.files.get(path) {
            let text = |content: Option<&Content>| match content {
                Some(Content::Bytes(bytes)) => String::from_utf8_lossy(bytes).into_owned(),
                other => format!("{other:?}"),
            };
            return format!("{path}:\n{}\n--- cold:\n{}", text(warm.files.get(path)), text(cold.files.get(path)));
        }
    }
    format!("{:#?}\n--- cold:\n{:#?}", (&warm.checked, &warm.built), (&cold.checked, &cold.built))
}

#[test]
fn a_warm_build_gives_the_bytes_of_a_cold_one_after_any_edits() {
    let mut seen: Vec<Result> = Vec::new();
    for series in 0..3 {
        let mut random = Random::new(series);
        let mut handbook = Handbook::new(&mut random);
        let mut caches = Caches::default();
        let mut edits = Vec::new();
        for step in 0..14 {
            // One store serves every audience, in any order.
            let audience = ["internal", "internal", "public", "auditor"][step % 4];
            let files = handbook.files();
            let (warm, kept) = build(snapshot(&files), handbook.day(), audience, caches);
            caches = kept;
            let (cold, _) = build(snapshot(&files), handbook.day(), audience, Caches::default());
            assert!(warm == cold, "series {series}, {edits:#?}: {}", difference(&warm, &cold));
            if !seen.contains(&cold) {
                seen.push(cold);
            }
            edits = (0..=random.below(4)).map(|_| handbook.edit(&mut random)).collect();
        }
    }
    assert!(seen.len() > 36, "the edits changed too little: {} of 42 builds were new", seen.len());
}

/// Between two saves somebody mostly writes text: sections come and go, links and mentions of clauses, what an approval speaks
/// for.
#[test]
fn a_warm_build_of_the_sample_gives_the_bytes_of_a_cold_one_after_writing() {
    let whole = read(Path::new("sample-aims"), &ReadOptions::default()).unwrap();
    let paths: Vec<&str> = whole.sources.iter().map(|source| source.path.as_str()).collect();
    let documents: Vec<&str> = paths.iter().copied().filter(|path| path.ends_with(".md")).collect();
    let written = [
        "A sentence.",
        "See [the policy](/policies/ai-policy.md) and [[AUD-001]].",
        "This answers A.6.2.4 and Article 9.",
        "## One more section {clauses=\"A.5.2\"}\n\nText.",
        "## One more section\n\nText.",
        "[[A.6.2.4]] and [[Incident management]] ![](/nothing.png)",
        "[[AI policy]], [[POL-001#Purpose]] and [[procedures/incident-management]]",
        "",
    ];
    let (_, mut caches) = build(whole.clone(), "2026-11-24", "auditor", Caches::default());
    let mut random = Random::new(11);
    let mut edited = whole.clone();
    for step in 0..15 {
        // Only what was written last is there, so that each step takes something back as well.
        edited.sources.clone_from(&whole.sources);
        for _ in 0..=random.below(2) {
            let path = *random.pick(&documents);
            let source = edited.sources.iter_mut().find(|source| source.path.as_str() == path).unwrap();
            let text = match step % 3 {
                0 => format!("{}\n{}\n", source.text, random.pick(&written)),
                1 => {
                    let (front, body) = source.text.split_once("\ntitle: ").unwrap();
                    format!("{front}\ntitle: {} {body}", ["A new", "Zero"][random.below(2)])
                }
                _ => source.text.replacen("\n## ", &format!("\n{}\n\n## ", random.pick(&written)), 1),
            };
            *source = Source { path: source.path.clone(), sha256: Sha256::of(text.as_bytes()), text: text.into() };
        }
        let (warm, kept) = build(edited.clone(), "2026-11-24", "auditor", caches);
        caches = kept;
        let (cold, _) = build(edited.clone(), "2026-11-24", "auditor", Caches::default());
        assert!(warm == cold, "step {step}: {}", difference(&warm, &cold));
    }
}

/// A change that is taken back leaves no trace.
#[test]
fn the_same_files_give_the_same_bytes_again() {
    let mut random = Random::new(77);
    let handbook = Handbook::new(&mut random);
    let (first, caches) = build(snapshot(&handbook.files()), handbook.day(), "internal", Caches::default());
    let mut changed = Handbook { documents: handbook.documents.clone(), risks: handbook.risks.clone(), ..handbook };
    (0..8).for_each(|_| drop(changed.edit(&mut random)));
    let (between, caches) = build(snapshot(&changed.files()), changed.day(), "internal", caches);
    assert!(between != first);
    let again = Handbook::new(&mut Random::new(77));
    let (last, _) = build(snapshot(&again.files()), again.day(), "internal", caches);
    assert!(last == first, "{}", difference(&last, &first));
}

#[test]
fn one_thread_and_many_give_the_same_bytes() {
    let sample = read(Path::new("sample-aims"), &ReadOptions::default()).unwrap();
    let with_threads = |count: usize| {
        let threads = rayon::ThreadPoolBuilder::new().num_threads(count).build().unwrap();
        threads.install(|| build(sample.clone(), "2026-11-24", "auditor", Caches::default()).0)
    };
    let (one, many) = (with_threads(1), with_threads(7));
    assert!(one == many, "{}", difference(&one, &many));
}

/// Whoever waits for all cores takes up other work meanwhile, and must hold nothing that this work waits for.
#[test]
fn handbooks_are_checked_side_by_side() {
    let threads = rayon::ThreadPoolBuilder::new().num_threads(2).build().unwrap();
    let files =
        support::files([("aimsbook.yaml", "title: T\nframeworks: [iso-42001]\n"), ("one.md", "See A.6.2.4.\n")]);
    let said = threads.install(|| ordered_map(&[(); 24], |()| Book::new(&files, "2026-06-01").said()));
    assert!(said.windows(2).all(|pair| pair[0] == pair[1]), "{said:?}");
}

#[test]
fn a_site_of_one_audience_leaves_nothing_in_the_next_one() {
    let mut random = Random::new(5);
    let handbook = Handbook::new(&mut random);
    let files = handbook.files();
    let (_, caches) = build(snapshot(&files), handbook.day(), "auditor", Caches::default());
    let (warm, _) = build(snapshot(&files), handbook.day(), "public", caches);
    let (cold, _) = build(snapshot(&files), handbook.day(), "public", Caches::default());
    assert!(warm == cold, "{}", difference(&warm, &cold));
}

/// What is handed out again must be what was made on the same ground; what is said to be touched, what a reader would see.
#[test]
fn only_what_a_text_is_seen_in_is_touched() {
    let document = |id: &str, title: &str, body: &str| {
        format!("---\nid: {id}\ntitle: {title}\nclauses: [A.6.2.4]\n---\n\n{body}\n")
    };
    let book = |one: &str| {
        let files = support::files([
            ("aimsbook.yaml", "title: T\nframeworks: [iso-42001]\n"),
            ("one.md", one),
            ("other.md", &document("OTHER", "Other", "## Part")),
            ("third.md", &document("THIRD", "Third", "Text.")),
        ]);
        Book::new(&files, "2026-06-01").checked.handbook
    };
    let before = book(&document("ONE", "One", "Text, and [a link](other.md).\n\n## Roles\n\nText."));
    let touched = |title: &str, body: &str| {
        let now = book(&document("ONE", title, body));
        let touched = Touched::between(&before, &now)?;
        let paths = now.documents.iter().enumerate().filter(|(at, _)| touched.item(Item::Document(*at)));
        let mut names: Vec<String> = paths.map(|(_, document)| document.path.to_string()).collect();
        let clauses = &now.vocabulary.library;
        let clause = clauses.find(clauses.framework("iso-42001")?, "A.5.2")?;
        names.extend(touched.mentions_of(clause).then(|| "A.5.2".to_owned()));
        names.extend(touched.looks_differ().then(|| "looks".to_owned()));
        Some(names.join(" "))
    };
    let text = |body: &str| touched("One", body).unwrap_or_else(|| "more".to_owned());
    assert_eq!(text("Text, and [a link](other.md).\n\n## Roles\n\nText."), "");
    assert_eq!(text("New, and [a link](other.md).\n\n## Roles\n\nText."), "one.md");
    assert_eq!(text("Text, and [a link](third.md).\n\n## Roles\n\nText."), "one.md other.md third.md");
    assert_eq!(text("Text, and no link.\n\n## Roles\n\nText."), "one.md other.md");
    // A backlink names the section that it stands in.
    assert_eq!(text("Text.\n\n## Roles\n\n[a link](other.md)."), "one.md other.md");
    assert_eq!(text("[a link](other.md) and A.5.2.\n\n## Roles\n\nText."), "one.md A.5.2");
    // A backlink names the section, and the title.
    assert_eq!(text("Text, and [a link](other.md).\n\n## Duties\n\nText."), "one.md other.md looks");
    assert_eq!(touched("New", "[a link](third.md).").unwrap(), "one.md other.md third.md looks");
    assert_eq!(text("[a link](other.md).\n\n## Roles {clauses=\"A.5.2\"}\n\nText."), "more", "a claim counts");
}
