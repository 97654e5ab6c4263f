//! Registers, a record and evidence, made by hand.

use aimsbook::pages::model::*;

use crate::gallery::{card, chip, crumbs, link, page};

pub fn registers() -> Page {
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

pub fn register() -> Page {
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
        risk: Some(Box::new(crate::gallery::systems::risk_picture())),
        targets: None,
    };
    let mut page = page("registers/risk/index.html", "Risks", Area::Registers, PageBody::Register(Box::new(body)));
    page.breadcrumbs = crumbs(&[("Home", "index.html"), ("Registers", "registers/index.html")]);
    page
}

pub fn record() -> Page {
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

pub fn evidence_item(title: &str, standing: Standing) -> EvidenceItem {
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

fn by_age() -> EvidenceChart {
    let part = |of, count, start, width| Segment {
        of,
        count,
        start: Percent(start),
        width: Percent(width),
        middle: Percent(start + width / 2),
        numbered: true,
    };
    let bar = |age, counts: Vec<usize>, segments| AgeBar { age, total: counts.iter().sum(), counts, segments };
    let parts = vec![part(Standing::Current, 2, 0, 6667), part(Standing::Expired, 1, 6667, 3333)];
    EvidenceChart {
        standings: vec![Standing::Current, Standing::Expired],
        ages: vec![bar(Age::Under3, vec![2, 1], parts), bar(Age::Undated, vec![0, 0], Vec::new())],
    }
}

pub fn evidence() -> Page {
    let mut missing = evidence_item("Lost.pdf", Standing::NotCounted);
    missing.url = String::new();
    missing.sha256 = String::new();
    missing.remark = "the file is missing".into();
    let mut outside = evidence_item("Ticket 12", Standing::Current);
    outside.url = String::new();
    outside.path = String::new();
    outside.href = "https://tickets.example.com/12".into();
    let body = EvidencePage {
        sums: link("", "SHA256SUMS", "SHA256SUMS"),
        chart: Some(by_age()),
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
