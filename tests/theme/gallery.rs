//! One page of every kind, made by hand, with all the parts that such a page can have.

use std::sync::Arc;

use aimsbook::pages::model::*;
use aimsbook::render::{AreaLink, Direction, SiteFacts};
use aimsbook::text::{TermPlace, Terms};

pub fn facts() -> SiteFacts {
    let area = |area, title: &str, url: &str| AreaLink { area, link: link("", title, url) };
    SiteFacts {
        title: "Northwind AI management handbook".into(),
        organization: "Northwind Credit".into(),
        language: "en".into(),
        direction: Direction::LeftToRight,
        generator: "aimsbook 0.1.0".into(),
        as_of: "2026-11-02".into(),
        audience: "internal".into(),
        classification: "internal".into(),
        areas: vec![
            area(Area::Home, "Home", "index.html"),
            area(Area::Documents, "Documents", "documents/index.html"),
            area(Area::Frameworks, "Frameworks", "frameworks/index.html"),
            area(Area::Registers, "Registers", "registers/index.html"),
            area(Area::Evidence, "Evidence", "evidence/index.html"),
        ],
        home: link("", "Home", "index.html"),
        contents: link("", "Contents", "contents.html"),
        search: link("", "Search", "search.html"),
        findings: None,
    }
}

/// Every kind of page once; the hostile one stands for all that a title may hold.
pub fn pages() -> Vec<Page> {
    vec![
        home(),
        document(),
        bare_document(),
        section(),
        frameworks(),
        framework(),
        clause(),
        matrix(),
        gaps(),
        registers(),
        register(),
        record(),
        evidence(),
        calendar(),
        glossary(),
        findings(),
        contents(),
        page("search.html", "Search", Area::Other, PageBody::Search(SearchPage { pages: 12 })),
        page("404.html", "Page not found", Area::Other, PageBody::NotFound),
    ]
}

pub fn page(path: &str, title: &str, area: Area, body: PageBody) -> Page {
    Page {
        path: path.into(),
        title: title.into(),
        summary: String::new(),
        area,
        breadcrumbs: Vec::new(),
        siblings: Siblings::default(),
        notices: Vec::new(),
        body,
    }
}

pub fn link(id: &str, title: &str, url: &str) -> Link {
    Link { id: id.into(), title: title.into(), url: url.into() }
}

fn crumbs(steps: &[(&str, &str)]) -> Vec<Crumb> {
    steps.iter().map(|(title, url)| Crumb { title: (*title).into(), url: (*url).into() }).collect()
}

fn chip(label: &str, title: &str, status: Option<Status>) -> ClauseChip {
    ClauseChip {
        label: label.into(),
        title: title.into(),
        url: format!("frameworks/iso-42001/{label}.html"),
        status,
        locator: String::new(),
        hint: false,
    }
}

fn figures(title: &str, url: &str) -> Figures {
    let count = |status, count| StatusCount { status, count };
    Figures {
        framework: link("", title, url),
        edition: "2023".into(),
        digest: "3f2a9c01d4be".into(),
        documented: 47,
        evidenced: 31,
        applicable: 66,
        assessable: 70,
        counts: vec![
            count(Status::Evidenced, 31),
            count(Status::Documented, 16),
            count(Status::Practised, 4),
            count(Status::Planned, 6),
            count(Status::Stale, 5),
            count(Status::Gap, 4),
            count(Status::Excluded, 4),
        ],
    }
}

fn card(title: &str, url: &str, text: &str, count: Option<usize>, group: &str) -> Card {
    Card { link: link("", title, url), text: text.into(), count, group: group.into() }
}

fn row(id: &str, title: &str, kind: &str, state: DocumentState) -> DocumentRow {
    DocumentRow {
        link: link(id, title, &format!("documents/policies/{id}.html")),
        kind: kind.into(),
        version: "2.1".into(),
        state,
        owner: "Head of AI governance".into(),
        approved_on: "2026-03-14".into(),
        next_review: "2027-03-14".into(),
    }
}

fn rows() -> Vec<DocumentRow> {
    vec![
        row("POL-001", "AI policy", "policy", DocumentState::Approved),
        row("PROC-004", "Data quality for AI systems", "procedure", DocumentState::Overdue),
        row("PROC-011", "AI system impact assessment", "procedure", DocumentState::InReview),
        row("STD-002", "Model documentation standard", "standard", DocumentState::Draft),
        row("POL-000", "Machine learning policy", "policy", DocumentState::Retired),
    ]
}

fn attention_item(id: &str, title: &str, owner: &str, date: &str, reason: &str) -> AttentionItem {
    AttentionItem {
        link: link(id, title, &format!("documents/policies/{id}.html")),
        owner: owner.into(),
        date: date.into(),
        reason: reason.into(),
    }
}

fn home() -> Page {
    let body = Home {
        body_html:
            "<p>This handbook describes how Northwind Credit manages its AI systems. It is kept as text, reviewed \
                    like code, and rebuilt with every change.</p>"
                .into(),
        figures: vec![
            figures("ISO/IEC 42001", "frameworks/iso-42001/index.html"),
            figures("EU AI Act", "frameworks/eu-ai-act/index.html"),
            figures("NIST AI RMF", "frameworks/nist-ai-rmf/index.html"),
        ],
        attention: vec![
            AttentionList {
                title: "Reviews overdue".into(),
                tone: Tone::Error,
                items: vec![
                    attention_item("PROC-004", "Data quality for AI systems", "Data steward", "2026-09-30", "was due"),
                    attention_item(
                        "RSK-007",
                        "Scoring model drifts after a change in customer mix",
                        "",
                        "2026-10-12",
                        "was due",
                    ),
                ],
                more: 3,
                all: Some(link("", "All overdue reviews", "calendar.html")),
            },
            AttentionList {
                title: "Due in the next 60 days".into(),
                tone: Tone::Warning,
                items: vec![attention_item(
                    "POL-003",
                    "Responsible use of AI",
                    "Head of AI governance",
                    "2026-12-01",
                    "due",
                )],
                more: 0,
                all: None,
            },
            AttentionList {
                title: "Evidence that expires".into(),
                tone: Tone::Note,
                items: vec![attention_item(
                    "VAL-002",
                    "Validation of the scoring model 4.2",
                    "Model risk lead",
                    "2026-12-20",
                    "expires",
                )],
                more: 0,
                all: None,
            },
        ],
        sections: vec![
            card("Policies", "documents/policies/index.html", "What we commit to", Some(6), ""),
            card("Procedures", "documents/procedures/index.html", "How we do it, step by step", Some(23), ""),
            card("AI systems", "documents/systems/index.html", "Dossiers of the systems in scope", Some(9), ""),
        ],
        registers: vec![
            card("Risks", "registers/risk/index.html", "", Some(24), "Risk and impact"),
            card("Impact assessments", "registers/impact-assessment/index.html", "", Some(5), "Risk and impact"),
            card("AI systems", "registers/ai-system/index.html", "", Some(4), "Systems"),
            card("Incidents", "registers/incident/index.html", "", Some(3), "Operation"),
            card("Statement of Applicability", "registers/control/index.html", "", Some(38), "Controls"),
        ],
        recent: rows(),
        starts: vec![
            card(
                "I work here",
                "documents/policies/POL-003.html",
                "The rules that apply to everybody who uses AI at work.",
                None,
                "",
            ),
            card("I review", "calendar.html", "What waits for a review, an approval or an answer.", None, ""),
            card(
                "I audit",
                "frameworks/iso-42001/index.html",
                "Clause by clause: documents, records, evidence.",
                None,
                "",
            ),
        ],
    };
    let mut page = page("index.html", "Northwind AI management handbook", Area::Home, PageBody::Home(Box::new(body)));
    page.summary = "How we build, buy, use and retire AI systems, and the proof that we do.".into();
    page
}

fn siblings(current: &str) -> Siblings {
    let names = [
        ("POL-001", "AI policy"),
        ("POL-002", "Data policy"),
        ("POL-003", "Responsible use of AI"),
        ("PROC-004", "Data quality for AI systems"),
        ("PROC-005", "Reporting concerns about AI systems"),
        ("PROC-006", "Selecting and managing suppliers of AI components and services"),
        ("PROC-007", "Change management"),
    ];
    Siblings {
        parent: Some(link("", "Policies", "documents/policies/index.html")),
        before: 0,
        items: names
            .iter()
            .map(|(id, title)| Sibling {
                link: link(id, title, &format!("documents/policies/{id}.html")),
                current: *id == current,
                depth: 0,
            })
            .collect(),
        after: 12,
    }
}

const BODY: &str = r##"<h2 id="purpose">Purpose<a class="anchor" href="#purpose" aria-label="Link to this section">#</a></h2>
<p>Northwind Credit uses AI systems to score credit applications, to detect fraud and to help employees find answers. This
policy says what we commit to when we build, buy or use such systems. It applies to everybody who works for us; see
<a href="PROC-004.html">Data quality for AI systems</a> and <a href="../../frameworks/iso-42001/A.7.4.html">A.7.4</a>.</p>
<div class="alert alert-warning"><p class="alert-title">Warning</p><p>No system goes live before its impact assessment is approved.</p></div>
<h2 id="data-quality">Data quality</h2>
<p>Every data set has a steward<sup class="footnote-reference"><a href="#fn-1" id="fnref-1">1</a></sup>, a documented origin and a purpose:</p>
<ul><li>what it may be used for,</li><li>how long it is kept,</li><li>which checks it passed, and <code>when</code>.</li></ul>
<div class="table-scroll"><table><thead><tr><th>Level</th><th>Who decides</th><th class="align-right">Limit</th></tr></thead>
<tbody><tr><td>Low</td><td>System owner</td><td class="align-right">10,000</td></tr><tr><td>High</td><td>AI board</td><td class="align-right">1,000,000</td></tr></tbody></table></div>
<h3 id="labels">Labels and annotation</h3>
<blockquote><p>A label is a decision about a person until proven otherwise.</p></blockquote>
<pre><code class="language-yaml">kind: dataset
id: DAT-003
title: Applications 2021 to 2025
</code></pre>
<h2 id="responsibilities">Responsibilities</h2>
<ol><li>The AI board approves this policy.</li><li>System owners apply it.</li></ol>
<ul class="task-list"><li><input type="checkbox" disabled checked> Policy published</li><li><input type="checkbox" disabled> Training repeated</li></ul>
<dl><dt>Steward</dt><dd>The role that answers for a data set.</dd></dl>
<hr>
<section class="footnotes"><ol><li id="fn-1"><p>Named in the register of data sets. <a href="#fnref-1">Back</a></p></li></ol></section>"##;

fn document() -> Page {
    let heading =
        |level, id: &str, title: &str, clauses| Heading { level, id: id.into(), title: title.into(), clauses };
    let item = |id: &str, title: &str, kind: &str, state: &str| RelatedItem {
        link: link(id, title, &format!("registers/{kind}/{id}.html")),
        kind: kind.into(),
        state: state.into(),
    };
    let mut hint = chip("6.1", "Actions to address risks and opportunities", None);
    hint.hint = true;
    let mut part = chip("Art. 9", "Risk management system", Some(Status::Planned));
    part.locator = "(2)(a)".into();
    let body = DocumentPage {
        control: Control {
            id: "POL-001".into(),
            kind: "policy".into(),
            version: "2.1".into(),
            state: DocumentState::Approved,
            owner: "Head of AI governance".into(),
            approver: "Managing director".into(),
            approved_on: "2026-03-14".into(),
            next_review: "2027-03-14".into(),
            next_review_assumed: true,
            classification: "internal".into(),
            clauses: vec![
                chip("5.2", "AI policy", Some(Status::Evidenced)),
                chip("A.2.2", "AI policy", Some(Status::Documented)),
                chip("A.2.3", "Alignment with other organizational policies", Some(Status::Stale)),
                chip("A.7.4", "Quality of data for AI systems", Some(Status::Gap)),
                part,
                hint,
            ],
            more: vec![Field {
                label: "Applies to".into(),
                value: Value::Text("Everybody, contractors included".into()),
            }],
        },
        body_html: BODY.into(),
        headings: vec![
            heading(2, "purpose", "Purpose", Vec::new()),
            heading(
                2,
                "data-quality",
                "Data quality",
                vec![chip("A.7.4", "Quality of data for AI systems", Some(Status::Gap))],
            ),
            heading(3, "labels", "Labels and annotation", Vec::new()),
            heading(2, "responsibilities", "Responsibilities", Vec::new()),
        ],
        backlinks: vec![
            Backlink {
                link: link("PROC-011", "AI system impact assessment", "documents/policies/PROC-011.html"),
                place: "Before you start".into(),
                kind: "procedure".into(),
            },
            Backlink {
                link: link("MR-2026-1", "Management review, spring 2026", "registers/management-review/MR-2026-1.html"),
                place: "Decisions".into(),
                kind: "management review".into(),
            },
        ],
        hidden_backlinks: 2,
        records: vec![
            RelatedRecords {
                label: "How controls are implemented".into(),
                items: vec![item("CTL-A.2.2", "AI policy", "control", "implemented")],
                hidden: 0,
            },
            RelatedRecords {
                label: "Exceptions".into(),
                items: vec![item("EXC-001", "Pilot without a second reviewer", "exception", "open")],
                hidden: 1,
            },
        ],
        evidence: vec![
            evidence_item("Board minutes 2026-03.pdf", Standing::Current),
            evidence_item("Old minutes.pdf", Standing::Expired),
        ],
        previous: Some(link("", "Policies", "documents/policies/index.html")),
        next: Some(link("POL-002", "Data policy", "documents/policies/POL-002.html")),
        source: "policies/ai-policy.md".into(),
        origins: vec!["title from the first heading".into()],
        edit_url: "https://git.example.com/aims/edit/policies/ai-policy.md".into(),
    };
    let mut page =
        page("documents/policies/POL-001.html", "AI policy", Area::Documents, PageBody::Document(Box::new(body)));
    page.breadcrumbs = crumbs(&[
        ("Home", "index.html"),
        ("Documents", "documents/index.html"),
        ("Policies", "documents/policies/index.html"),
    ]);
    page.siblings = siblings("POL-001");
    page.notices = vec![Notice {
        tone: Tone::Warning,
        text: "The text changed after it was approved.".into(),
        link: Some(link("", "What changed", "changes.html")),
    }];
    page
}

/// A document about which nothing is known but its text, with a hostile title.
fn bare_document() -> Page {
    let body = DocumentPage {
        control: Control {
            id: "notes".into(),
            kind: String::new(),
            version: String::new(),
            state: DocumentState::Draft,
            owner: String::new(),
            approver: String::new(),
            approved_on: String::new(),
            next_review: String::new(),
            next_review_assumed: false,
            classification: "internal".into(),
            clauses: Vec::new(),
            more: Vec::new(),
        },
        body_html: "<p>Hello.</p>".into(),
        headings: Vec::new(),
        backlinks: Vec::new(),
        hidden_backlinks: 0,
        records: Vec::new(),
        evidence: Vec::new(),
        previous: None,
        next: None,
        source: "a & b/<c>.md".into(),
        origins: Vec::new(),
        edit_url: String::new(),
    };
    let title = "<script>alert(1)</script> \"Quotes\" & 'more'";
    let mut page = page("documents/a & b/<c>.html", title, Area::Documents, PageBody::Document(Box::new(body)));
    page.summary = "\"><img src=x onerror=alert(1)>".into();
    page.breadcrumbs = crumbs(&[("<b>Home</b>", "index.html")]);
    page
}

fn section() -> Page {
    let body = SectionPage {
        body_html: "<p>What we commit to.</p>".into(),
        sections: vec![card("Retired", "documents/policies/retired/index.html", "", Some(2), "")],
        documents: rows(),
        hidden: 1,
        parts: Parts::default(),
    };
    let mut page = page("documents/policies/index.html", "Policies", Area::Documents, PageBody::Section(body));
    page.breadcrumbs = crumbs(&[("Home", "index.html"), ("Documents", "documents/index.html")]);
    page
}

fn frameworks() -> Page {
    let card_of = |title: &str, full: &str, url: &str| FrameworkCard {
        title: full.into(),
        figures: figures(title, url),
        links: vec![
            link("", "Clauses and documents", "frameworks/iso-42001/matrix-documents.html"),
            link("", "Clauses and records", "frameworks/iso-42001/matrix-records.html"),
        ],
    };
    let body = FrameworksPage {
        frameworks: vec![
            card_of("ISO/IEC 42001", "Artificial intelligence: management system", "frameworks/iso-42001/index.html"),
            card_of("EU AI Act", "Regulation (EU) 2024/1689", "frameworks/eu-ai-act/index.html"),
        ],
        links: vec![card("Gaps", "frameworks/gaps.html", "Everything that is not yet evidenced", Some(35), "")],
    };
    page("frameworks/index.html", "Frameworks", Area::Frameworks, PageBody::Frameworks(body))
}

fn entry(id: &str, title: &str, depth: u8, status: Option<Status>, note: &str) -> EntryRow {
    EntryRow {
        link: link(id, title, &format!("frameworks/iso-42001/{id}.html")),
        depth,
        status,
        kind: "clause".into(),
        documents: usize::from(status.is_some()) * 2,
        evidence: usize::from(status == Some(Status::Evidenced)) * 3,
        note: note.into(),
    }
}

fn entries() -> Vec<EntryRow> {
    vec![
        entry("4", "Context of the organization", 0, None, ""),
        entry("4.1", "Understanding the organization and its context", 1, Some(Status::Evidenced), ""),
        entry("4.2", "Understanding the needs and expectations of interested parties", 1, Some(Status::Documented), ""),
        entry("4.3", "Determining the scope of the AI management system", 1, Some(Status::Practised), ""),
        entry("8", "Operation", 0, None, ""),
        entry("8.4", "AI system impact assessment", 1, Some(Status::Planned), "3 of 4 systems"),
        entry("A", "Reference control objectives and controls", 0, None, ""),
        entry("A.2", "Policies related to AI", 1, None, ""),
        entry("A.2.2", "AI policy", 2, Some(Status::Stale), ""),
        entry("A.2.3", "Alignment with other organizational policies", 2, Some(Status::Gap), ""),
        entry("A.10.4", "Customers", 2, Some(Status::Excluded), "No customers use our AI systems directly"),
    ]
}

fn framework() -> Page {
    let body = FrameworkPage {
        full_title: "Information technology: Artificial intelligence: Management system".into(),
        figures: Some(figures("ISO/IEC 42001", "frameworks/iso-42001/index.html")),
        entries: entries(),
        links: vec![
            link("", "Clauses and documents", "frameworks/iso-42001/matrix-documents.html"),
            link("", "Gaps", "frameworks/gaps.html"),
        ],
    };
    let mut page =
        page("frameworks/iso-42001/index.html", "ISO/IEC 42001", Area::Frameworks, PageBody::Framework(Box::new(body)));
    page.breadcrumbs = crumbs(&[("Home", "index.html"), ("Frameworks", "frameworks/index.html")]);
    page
}

fn clause() -> Page {
    let support = |document, counts, remark: &str, locator: &str| DocumentSupport {
        document,
        sections: vec![link("", "Data quality", "documents/policies/POL-001.html#data-quality")],
        locator: locator.into(),
        counts,
        remark: remark.into(),
    };
    let record = |id: &str, title: &str, standing, remark: &str| RecordSupport {
        record: link(id, title, &format!("registers/validation/{id}.html")),
        kind: "Validation".into(),
        state: "passed".into(),
        date: "2026-06-02".into(),
        valid_until: "2027-06-02".into(),
        standing,
        remark: remark.into(),
    };
    let body = ClausePage {
        framework: link("", "ISO/IEC 42001", "frameworks/iso-42001/index.html"),
        edition: "2023".into(),
        digest: "3f2a9c01d4be".into(),
        id: "A.6.2.4".into(),
        alt_title: "Verification and validation".into(),
        kind: "control".into(),
        status: Some(Status::Stale),
        reason: "The document is approved and in date, but the newest evidence expired on 2026-10-12.".into(),
        systems: vec![
            SystemStatus {
                system: link("SYS-001", "Credit scoring", "registers/ai-system/SYS-001.html"),
                status: Status::Stale,
                reason: "Validation expired".into(),
            },
            SystemStatus {
                system: link("SYS-002", "Fraud detection", "registers/ai-system/SYS-002.html"),
                status: Status::Evidenced,
                reason: "Validated on 2026-06-02".into(),
            },
        ],
        documents: vec![
            support(row("PROC-012", "Verification and validation", "procedure", DocumentState::Approved), true, "", ""),
            support(
                row("PROC-015", "Model monitoring", "procedure", DocumentState::Draft),
                false,
                "A draft does not count yet.",
                "(2)(a)",
            ),
        ],
        hidden_documents: 1,
        records: vec![
            record("VAL-002", "Validation of the scoring model 4.2", Standing::Current, ""),
            record("VAL-001", "Validation of the scoring model 4.1", Standing::Expired, ""),
            record("VAL-003", "Validation of the assistant", Standing::NotCounted, "planned, without a date"),
        ],
        hidden_records: 2,
        evidence: vec![evidence_item("Validation report 4.2.pdf", Standing::Current)],
        mentions: vec![Backlink {
            link: link("PROC-020", "Release of AI systems", "documents/policies/PROC-020.html"),
            place: "Entry criteria".into(),
            kind: "procedure".into(),
        }],
        related: vec![
            RelatedClause {
                clause: chip(
                    "MEASURE 2.5",
                    "The AI system is demonstrated to be valid and reliable",
                    Some(Status::Documented),
                ),
                framework: "NIST AI RMF".into(),
                relation: "supports".into(),
                document: None,
                evidence: 2,
                hidden: 0,
            },
            RelatedClause {
                clause: chip("Art. 15", "Accuracy, robustness and cybersecurity", Some(Status::Gap)),
                framework: "EU AI Act".into(),
                relation: "overlaps".into(),
                document: None,
                evidence: 2,
                hidden: 0,
            },
        ],
        missing: vec!["Current evidence: the newest validation of SYS-001 expired on 2026-10-12.".into()],
        advice_documents: "A description of the measures and the criteria for using them.".into(),
        advice_evidence: "Test plans, test results, sign-offs.".into(),
        licensed_html: "<p>The organization owns a copy of the text; here it would stand.</p>".into(),
        children: Vec::new(),
        previous: Some(link(
            "A.6.2.3",
            "Documentation of AI system design and development",
            "frameworks/iso-42001/A.6.2.3.html",
        )),
        next: Some(link("A.6.2.5", "AI system deployment", "frameworks/iso-42001/A.6.2.5.html")),
    };
    let mut page = page(
        "frameworks/iso-42001/A.6.2.4.html",
        "AI system verification and validation",
        Area::Frameworks,
        PageBody::Clause(Box::new(body)),
    );
    page.breadcrumbs = crumbs(&[
        ("Home", "index.html"),
        ("Frameworks", "frameworks/index.html"),
        ("ISO/IEC 42001", "frameworks/iso-42001/index.html"),
    ]);
    page.siblings = Siblings {
        parent: Some(link("", "A.6 AI system life cycle", "frameworks/iso-42001/A.6.html")),
        before: 2,
        items: ["A.6.2.2", "A.6.2.3", "A.6.2.4", "A.6.2.5"]
            .iter()
            .map(|id| Sibling {
                link: link(id, "AI system verification", &format!("frameworks/iso-42001/{id}.html")),
                current: *id == "A.6.2.4",
                depth: 1,
            })
            .collect(),
        after: 0,
    };
    page
}

fn matrix() -> Page {
    let columns: Vec<MatrixColumn> = (1..=40)
        .map(|number| MatrixColumn {
            link: link(
                &format!("PROC-{number:03}"),
                "A procedure",
                &format!("documents/policies/PROC-{number:03}.html"),
            ),
            group: "procedure".into(),
            count: 2,
        })
        .collect();
    let cell = |skip, mark, text: &str, count: &str| MatrixCell {
        skip,
        mark,
        text: text.into(),
        count: count.into(),
        url: "documents/policies/PROC-001.html#scope".into(),
    };
    let rows = entries()
        .into_iter()
        .enumerate()
        .map(|(index, entry)| MatrixRow {
            heading: entry.status.is_none(),
            cells: match entry.status {
                None => Vec::new(),
                Some(_) => vec![
                    cell(index, Mark::Full, "approved, 2 sections", ""),
                    cell(3, Mark::Part, "draft", ""),
                    cell(0, Mark::Stale, "review overdue", ""),
                    cell(7, Mark::Hint, "hint", ""),
                    cell(1, Mark::Full, "3 records", "3"),
                ],
            },
            link: entry.link,
            status: entry.status,
            depth: entry.depth,
        })
        .collect();
    let legend = |mark, text: &str| LegendItem { mark, text: text.into() };
    let body = MatrixPage {
        caption: "Which document answers which clause of ISO/IEC 42001:2023".into(),
        row_word: "clause".into(),
        with_status: true,
        columns,
        rows,
        legend: vec![
            legend(Mark::Full, "approved and in date"),
            legend(Mark::Part, "draft or in part"),
            legend(Mark::Stale, "review overdue"),
            legend(Mark::Hint, "hint, counts nowhere"),
        ],
        hidden_columns: 1,
        parts: Parts {
            links: vec![
                link("", "Documents 1–40", "frameworks/iso-42001/matrix-documents.html"),
                link("", "41–60", "frameworks/iso-42001/matrix-documents-2.html"),
            ],
            current: 0,
            total: 60,
        },
        links: vec![
            link("", "Clauses and documents", "frameworks/iso-42001/matrix-documents.html"),
            link("", "Clauses and records", "frameworks/iso-42001/matrix-records.html"),
        ],
        figures: Some(figures("ISO/IEC 42001", "frameworks/iso-42001/index.html")),
    };
    let mut page = page(
        "frameworks/iso-42001/matrix-documents.html",
        "Clauses and documents",
        Area::Frameworks,
        PageBody::Matrix(Box::new(body)),
    );
    page.breadcrumbs = crumbs(&[
        ("Home", "index.html"),
        ("Frameworks", "frameworks/index.html"),
        ("ISO/IEC 42001", "frameworks/iso-42001/index.html"),
    ]);
    page
}

fn gaps() -> Page {
    let gap = |id: &str, title: &str, status, missing: &str, document| GapRow {
        clause: link(id, title, &format!("frameworks/iso-42001/{id}.html")),
        status,
        missing: missing.into(),
        document,
        related: vec![chip("27001 A.5.1", "Policies for information security", Some(Status::Evidenced))],
    };
    let body = GapsPage {
        frameworks: vec![
            FrameworkGaps {
                id: "iso-42001".into(),
                figures: figures("ISO/IEC 42001", "frameworks/iso-42001/index.html"),
                gaps: vec![
                    gap(
                        "A.2.3",
                        "Alignment with other organizational policies",
                        Status::Gap,
                        "A document that answers it.",
                        None,
                    ),
                    gap(
                        "A.2.2",
                        "AI policy",
                        Status::Stale,
                        "Current evidence.",
                        Some(row("POL-001", "AI policy", "policy", DocumentState::Approved)),
                    ),
                ],
            },
            FrameworkGaps {
                id: "nist-ai-rmf".into(),
                figures: figures("NIST AI RMF", "frameworks/nist-ai-rmf/index.html"),
                gaps: Vec::new(),
            },
        ],
    };
    let mut page = page("frameworks/gaps.html", "Gaps", Area::Frameworks, PageBody::Gaps(body));
    page.breadcrumbs = crumbs(&[("Home", "index.html"), ("Frameworks", "frameworks/index.html")]);
    page
}

fn registers() -> Page {
    let body = RegistersPage {
        registers: vec![
            card(
                "AI systems",
                "registers/ai-system/index.html",
                "Every AI system in scope, with its role, class and stage.",
                Some(4),
                "Systems",
            ),
            card("Models", "registers/model/index.html", "Models that the systems use.", Some(6), "Systems"),
            card(
                "Risks",
                "registers/risk/index.html",
                "What may go wrong, for whom, and what is done about it.",
                Some(24),
                "Risk and impact",
            ),
            card(
                "Impact assessments",
                "registers/impact-assessment/index.html",
                "Effects on people and society.",
                Some(5),
                "Risk and impact",
            ),
            card("Incidents", "registers/incident/index.html", "What went wrong.", Some(0), "Operation"),
        ],
    };
    page("registers/index.html", "Registers", Area::Registers, PageBody::Registers(body))
}

fn register() -> Page {
    let column = |name: &str, label: &str, numeric| RegisterColumn { name: name.into(), label: label.into(), numeric };
    let rows = (1..=24)
        .map(|number| {
            let id = format!("RSK-{number:03}");
            RegisterRow {
                link: link(&id, "Scoring model drifts", &format!("registers/risk/{id}.html")),
                cells: vec![
                    Value::Text(id),
                    Value::Text("Scoring model drifts after a change in customer mix".into()),
                    Value::Role("Model risk lead".into()),
                    Value::Number("3".into()),
                    Value::Number((number % 5 + 1).to_string()),
                    Value::Choice("modify".into()),
                    Value::List(vec![
                        Value::Clause(chip("A.6.2.6", "AI system operation and monitoring", Some(Status::Evidenced))),
                        Value::Clause(chip("A.7.4", "Quality of data", Some(Status::Gap))),
                    ]),
                    Value::Choice("treated".into()),
                    if number % 3 == 0 { Value::Empty } else { Value::Date("2027-05-02".into()) },
                ],
            }
        })
        .collect();
    let body = RegisterPage {
        description: "What may go wrong, for whom, how likely and how bad, and what is done about it.".into(),
        columns: vec![
            column("id", "Id", false),
            column("title", "Title", false),
            column("owner", "Owner", false),
            column("likelihood", "Likelihood", true),
            column("impact", "Impact", true),
            column("treatment", "Treatment", false),
            column("controls", "Controls", false),
            column("status", "Status", false),
            column("next_review", "Next review", false),
        ],
        rows,
        states: vec![StateCount { state: "open".into(), count: 3 }, StateCount { state: "treated".into(), count: 21 }],
        hidden: 2,
        parts: Parts {
            links: vec![
                link("", "1–500", "registers/risk/index.html"),
                link("", "501–812", "registers/risk/index-2.html"),
            ],
            current: 0,
            total: 812,
        },
        clauses: vec![
            chip("6.1.2", "AI risk assessment", Some(Status::Evidenced)),
            chip("8.2", "AI risk assessment", Some(Status::Stale)),
        ],
    };
    let mut page = page("registers/risk/index.html", "Risks", Area::Registers, PageBody::Register(Box::new(body)));
    page.breadcrumbs = crumbs(&[("Home", "index.html"), ("Registers", "registers/index.html")]);
    page
}

fn record() -> Page {
    let field = |label: &str, value| Field { label: label.into(), value };
    let items = |label: &str, id: &str, title: &str, kind: &str| RelatedRecords {
        label: label.into(),
        items: vec![RelatedItem {
            link: link(id, title, &format!("registers/{kind}/{id}.html")),
            kind: kind.into(),
            state: "open".into(),
        }],
        hidden: 1,
    };
    let body = RecordPage {
        id: "RSK-007".into(),
        kind: link("", "Risks", "registers/risk/index.html"),
        state: "treated".into(),
        owner: "Model risk lead".into(),
        date: "2026-05-02".into(),
        next_review: "2026-10-12".into(),
        overdue: true,
        classification: "internal".into(),
        clauses: vec![chip("8.2", "AI risk assessment", Some(Status::Evidenced))],
        evidence_for: vec![
            EvidenceFor {
                clause: chip("6.1.2", "AI risk assessment", Some(Status::Evidenced)),
                standing: Standing::Current,
                remark: "until 2027-05-02".into(),
            },
            EvidenceFor {
                clause: chip("8.3", "AI risk treatment", Some(Status::Gap)),
                standing: Standing::NotCounted,
                remark: "`residual` is empty".into(),
            },
        ],
        description_html: "<p>Found in the quarterly review of the score distribution.</p>".into(),
        fields: vec![
            field(
                "Scenario",
                Value::Html(
                    "<p>A new sales channel brings applicants whom the model has <em>never seen</em>.</p>".into(),
                ),
            ),
            field("Likelihood", Value::Number("3".into())),
            field("Accepted", Value::Truth(false)),
            field("Treatment", Value::Choice("modify".into())),
            field(
                "Controls",
                Value::List(vec![Value::Clause(chip(
                    "A.6.2.6",
                    "AI system operation and monitoring",
                    Some(Status::Documented),
                ))]),
            ),
            field(
                "Residual risk",
                Value::Group(vec![
                    field("Likelihood", Value::Number("2".into())),
                    field("Impact", Value::Number("3".into())),
                ]),
            ),
            field("System", Value::Link(link("SYS-001", "Credit scoring", "registers/ai-system/SYS-001.html"))),
            field(
                "Ticket",
                Value::Address(Address { title: "RISK-12".into(), href: "https://tickets.example.com/RISK-12".into() }),
            ),
            field("Report", Value::Evidence(evidence_item("Drift report.pdf", Standing::Current))),
            field("Reviewed", Value::Date("2026-05-02".into())),
            field("Others", Value::Hidden(2)),
        ],
        missing: vec!["Residual risk".into()],
        relations: vec![items("Systems", "SYS-001", "Credit scoring", "ai-system")],
        inverse: vec![items("Treated by", "ACT-004", "Retrain with the new channel", "nonconformity")],
        backlinks: vec![Backlink {
            link: link("PROC-015", "Model monitoring", "documents/policies/PROC-015.html"),
            place: "Signals".into(),
            kind: "procedure".into(),
        }],
        hidden: 1,
        evidence: vec![evidence_item("Drift report.pdf", Standing::Current)],
        previous: Some(link("RSK-006", "Bias against part-time workers", "registers/risk/RSK-006.html")),
        next: None,
        source: "registers/risks.yaml".into(),
        edit_url: String::new(),
    };
    let mut page = page(
        "registers/risk/RSK-007.html",
        "Scoring model drifts after a change in customer mix",
        Area::Registers,
        PageBody::Record(Box::new(body)),
    );
    page.breadcrumbs = crumbs(&[
        ("Home", "index.html"),
        ("Registers", "registers/index.html"),
        ("Risks", "registers/risk/index.html"),
    ]);
    page
}

fn evidence_item(title: &str, standing: Standing) -> EvidenceItem {
    EvidenceItem {
        title: title.into(),
        url: format!("evidence/2026/{title}"),
        href: String::new(),
        path: format!("evidence/2026/{title}"),
        sha256: "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad".into(),
        size: "84 KB".into(),
        date: "2026-06-30".into(),
        expires: "2027-06-30".into(),
        standing,
        remark: String::new(),
        clauses: vec![chip("A.6.2.6", "AI system operation and monitoring", Some(Status::Evidenced))],
        used_by: vec![link("RSK-007", "Scoring model drifts", "registers/risk/RSK-007.html")],
    }
}

fn evidence() -> Page {
    let mut missing = evidence_item("Lost.pdf", Standing::NotCounted);
    missing.url = String::new();
    missing.sha256 = String::new();
    missing.remark = "the file is missing".into();
    let mut outside = evidence_item("Ticket 12", Standing::Current);
    outside.url = String::new();
    outside.path = String::new();
    outside.href = "https://tickets.example.com/12".into();
    let body = EvidencePage {
        items: vec![
            evidence_item("Drift report.pdf", Standing::Current),
            evidence_item("Old.pdf", Standing::Expired),
            missing,
            outside,
        ],
        hidden: 1,
        parts: Parts::default(),
    };
    page("evidence/index.html", "Evidence", Area::Evidence, PageBody::Evidence(body))
}

fn calendar() -> Page {
    let period = |id: &str, title: &str, tone| Period {
        id: id.into(),
        title: title.into(),
        tone,
        count: 1,
        owners: vec![OwnerItems {
            owner: "Data steward".into(),
            items: vec![attention_item(
                "PROC-004",
                "Data quality for AI systems",
                "Data steward",
                "2026-09-30",
                "review",
            )],
        }],
    };
    let body = CalendarPage {
        owners: vec![
            OwnerCounts { owner: String::new(), counts: vec![0, 0], total: 0 },
            OwnerCounts { owner: "Data steward".into(), counts: vec![1, 1], total: 2 },
        ],
        periods: vec![period("overdue", "Overdue", Tone::Error), period("days-30", "Due in 30 days", Tone::Note)],
        later: 3,
        file: link("", "calendar.ics", "calendar.ics"),
        parts: Parts::default(),
    };
    page("calendar.html", "What is due", Area::Other, PageBody::Calendar(body))
}

fn glossary() -> Page {
    let meaning: Arc<str> = "<p>The role that answers for a data set.</p>".into();
    let body = GlossaryPage {
        terms: vec![Term {
            term: "Steward".into(),
            id: "steward".into(),
            meaning_html: meaning,
            source: Some(link("POL-001", "AI policy", "documents/policies/POL-001.html")),
        }],
    };
    page("glossary.html", "Glossary", Area::Other, PageBody::Glossary(body))
}

fn findings() -> Page {
    let body = FindingsPage {
        errors: 1,
        warnings: 2,
        notes: 0,
        groups: vec![FindingGroup {
            tone: Tone::Error,
            code: "unknown-clause".into(),
            title: "a clause that no framework has".into(),
            help: "did you mean A.8.3 External reporting?".into(),
            findings: vec![FindingRow {
                place: "policies/ai-policy.md:8:17".into(),
                message: "`8.5` is not a clause of ISO/IEC 42001:2023".into(),
                excerpt: "clauses: [5.2, 8.5]".into(),
                page: Some(link("POL-001", "AI policy", "documents/policies/POL-001.html")),
            }],
            more: 3,
        }],
    };
    page("findings.html", "Findings", Area::Other, PageBody::Findings(body))
}

fn contents() -> Page {
    page("contents.html", "Contents", Area::Other, PageBody::Contents(ContentsPage { tree: tree() }))
}

pub fn tree() -> Vec<NavNode> {
    let node = |id: &str, title: &str, url: &str, children| NavNode { link: link(id, title, url), children };
    vec![
        node(
            "",
            "Documents",
            "documents/index.html",
            vec![node(
                "",
                "Policies",
                "documents/policies/index.html",
                vec![
                    node("POL-001", "AI policy", "documents/policies/POL-001.html", Vec::new()),
                    node("POL-002", "Data policy", "documents/policies/POL-002.html", Vec::new()),
                ],
            )],
        ),
        node(
            "",
            "Frameworks",
            "frameworks/index.html",
            vec![node("", "ISO/IEC 42001", "frameworks/iso-42001/index.html", Vec::new())],
        ),
        node("", "Registers", "registers/index.html", vec![node("", "Risks", "registers/risk/index.html", Vec::new())]),
        node("", "Evidence", "evidence/index.html", Vec::new()),
    ]
}

/// Search entries in several languages.
pub fn search_entries() -> Vec<SearchEntry> {
    let entry = |url: &str, id: &str, title: &str, kind: &str, place: &str, body: &str| SearchEntry {
        url: url.into(),
        id: id.into(),
        title: title.into(),
        kind: kind.into(),
        place: place.into(),
        terms: Arc::new(Terms::of([(TermPlace::Id, id), (TermPlace::Title, title), (TermPlace::Body, body)])),
    };
    vec![
        entry(
            "documents/policies/POL-001.html",
            "POL-001",
            "AI policy",
            "policy",
            "Policies",
            "We commit to fair data. See A.6.2.4.",
        ),
        entry(
            "documents/policies/POL-002.html",
            "POL-002",
            "Data policy",
            "policy",
            "Policies",
            "Every data set has a steward.",
        ),
        entry(
            "documents/policies/PROC-004.html",
            "PROC-004",
            "Data quality for AI systems",
            "procedure",
            "Procedures",
            "Stewards check labels. Impact assessment comes first.",
        ),
        entry(
            "documents/policies/PROC-011.html",
            "PROC-011",
            "AI system impact assessment",
            "procedure",
            "Procedures",
            "Before you start, name affected groups.",
        ),
        entry(
            "documents/de.html",
            "RL-001",
            "Richtlinie für Größenprüfung",
            "policy",
            "Policies",
            "Die Qualität der Daten",
        ),
        entry("documents/fr.html", "PO-009", "Évaluation d'impact", "policy", "Policies", "Les données personnelles"),
        entry("documents/ja.html", "JA-001", "データの品質管理", "policy", "Policies", "影響評価を実施する"),
        entry(
            "frameworks/iso-42001/A.6.2.4.html",
            "A.6.2.4",
            "AI system verification and validation",
            "control",
            "ISO/IEC 42001",
            "",
        ),
        entry(
            "frameworks/iso-42001/A.7.4.html",
            "A.7.4",
            "Quality of data for AI systems",
            "control",
            "ISO/IEC 42001",
            "",
        ),
        entry("frameworks/eu-ai-act/art-9.html", "Art. 9", "Risk management system", "article", "EU AI Act", ""),
        entry(
            "frameworks/nist-ai-rmf/govern-1.1.html",
            "GOVERN 1.1",
            "Legal requirements are understood",
            "subcategory",
            "NIST AI RMF",
            "",
        ),
        entry(
            "registers/risk/RSK-007.html",
            "RSK-007",
            "Scoring model drifts <b>after</b> a change",
            "risk",
            "Risks",
            "customer mix",
        ),
    ]
}
