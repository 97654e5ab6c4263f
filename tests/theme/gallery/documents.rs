//! The home page, documents and folders, made by hand.

use aimsbook::pages::model::*;

use crate::gallery::records::evidence_item;
use crate::gallery::road::road_lines;
use crate::gallery::{card, chip, crumbs, figures, link, page};

pub fn row(id: &str, title: &str, kind: &str, state: DocumentState) -> DocumentRow {
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

pub fn rows() -> Vec<DocumentRow> {
    vec![
        row("POL-001", "AI policy", "policy", DocumentState::Approved),
        row("PROC-004", "Data quality for AI systems", "procedure", DocumentState::Overdue),
        row("PROC-011", "AI system impact assessment", "procedure", DocumentState::InReview),
        row("STD-002", "Model documentation standard", "standard", DocumentState::Draft),
        row("POL-000", "Machine learning policy", "policy", DocumentState::Retired),
    ]
}

pub fn attention_item(id: &str, title: &str, owner: &str, date: &str, reason: &str) -> AttentionItem {
    AttentionItem {
        link: link(id, title, &format!("documents/policies/{id}.html")),
        owner: owner.into(),
        date: date.into(),
        reason: reason.into(),
    }
}

pub fn home() -> Page {
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
        road: road_lines(),
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

pub fn siblings(current: &str) -> Siblings {
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

pub const BODY: &str = r##"<h2 id="purpose">Purpose<a class="anchor" href="#purpose" aria-label="Link to this section">#</a></h2>
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

pub fn document() -> Page {
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
        language: String::new(),
        direction: "auto".to_owned(),
        history: vec![crate::gallery::lists::history_row()],
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
pub fn bare_document() -> Page {
    let body = DocumentPage {
        language: String::new(),
        direction: "auto".to_owned(),
        history: Vec::new(),
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

pub fn section() -> Page {
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
