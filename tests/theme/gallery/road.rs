//! The Statement of Applicability and the road to certification, made by hand.

use aimsbook::pages::model::*;

use crate::gallery::documents::row;
use crate::gallery::{crumbs, figures, link, page};

fn statement_row(id: &str, title: &str, verdict: RowVerdict) -> StatementRow {
    StatementRow {
        control: Some(link(id, title, &format!("frameworks/iso-42001/{id}.html"))),
        status: Some(Status::Documented),
        record: Some(link("CTL-001", title, "records/control/CTL-001.html")),
        verdict,
        remark: String::new(),
        justifications: vec![Field {
            label: "Justification".into(),
            value: Value::Html("<p>Staff would otherwise decide <em>case by case</em>.</p>".into()),
        }],
        unjustified: false,
        rests_on: vec![Field {
            label: "Risks".into(),
            value: Value::List(vec![
                Value::Link(link("RSK-001", "Drift", "records/risk/RSK-001.html")),
                Value::Hidden(1),
            ]),
        }],
        implementation: Value::Choice("Planned".into()),
        planned_for: "2027-03-31".into(),
        owner: "Head of AI governance".into(),
        how: vec![
            Value::List(vec![Value::Link(link("POL-001", "AI policy", "documents/POL-001.html"))]),
            Value::Html("<p>A note.</p>".into()),
        ],
        evidence: vec![
            StatementEvidence {
                link: link("EVD-001", "Minutes", "records/evidence/EVD-001.html"),
                href: String::new(),
                date: "2026-05-02".into(),
            },
            StatementEvidence {
                link: link("", "Register at the authority", ""),
                href: "https://register.example.com/1".into(),
                date: "2026-05-02".into(),
            },
        ],
        more_evidence: 3,
        hidden: 0,
        decided_by: "Managing director".into(),
        decided_on: "2026-03-14".into(),
    }
}

fn missing_row(id: &str, title: &str) -> StatementRow {
    StatementRow {
        status: Some(Status::Gap),
        record: None,
        remark: "it has no row".into(),
        justifications: Vec::new(),
        rests_on: Vec::new(),
        implementation: Value::Empty,
        planned_for: String::new(),
        owner: String::new(),
        how: Vec::new(),
        evidence: Vec::new(),
        more_evidence: 0,
        hidden: 1,
        decided_by: String::new(),
        decided_on: String::new(),
        ..statement_row(id, title, RowVerdict::Undecided)
    }
}

pub fn statement() -> Page {
    let unjustified = StatementRow {
        unjustified: true,
        justifications: Vec::new(),
        evidence: Vec::new(),
        ..statement_row("A.2.3", "Alignment with other organizational policies", RowVerdict::Applicable)
    };
    let loose = StatementRow { control: None, status: None, ..statement_row("", "Ours", RowVerdict::Excluded) };
    let body = StatementPage {
        framework: link("", "ISO/IEC 42001:2023", "frameworks/iso-42001/index.html"),
        edition: "2023".into(),
        digest: "3f2a9c01d4be".into(),
        document: Some(row("AIMS-007", "Statement of Applicability", "register", DocumentState::Approved)),
        approver: "Managing director".into(),
        binding: "The approval is not bound to these rows by a digest.".into(),
        counts: StatementCounts {
            controls: 39,
            of_framework: 38,
            applicable: 36,
            excluded: 1,
            undecided: 2,
            implemented: 30,
            partly: 3,
            planned: 1,
            not_implemented: 1,
            unstated: 1,
        },
        groups: vec![
            StatementGroup {
                title: link("A.2", "Policies related to AI", "frameworks/iso-42001/A.2.html"),
                rows: vec![
                    statement_row("A.2.2", "AI policy", RowVerdict::Applicable),
                    unjustified,
                    missing_row("A.2.4", "Review of the AI policy"),
                ],
            },
            StatementGroup { title: link("", "Rows that name no control", ""), rows: vec![loose] },
        ],
        links: vec![link("", "Rows of the Statement of Applicability", "registers/control.html")],
    };
    let mut page = page(
        "statement-of-applicability.html",
        "Statement of Applicability",
        Area::Frameworks,
        PageBody::Statement(Box::new(body)),
    );
    page.breadcrumbs = crumbs(&[("Home", "index.html"), ("Frameworks", "frameworks/index.html")]);
    page
}

pub fn road() -> Page {
    let check = |what: &str, done, of, missing| RoadCheck {
        what: what.into(),
        done,
        of,
        from: "2026-01-10".into(),
        to: "2026-05-02".into(),
        missing,
        hidden: 1,
    };
    let missing = |why: &str, more| RoadMissing {
        why: why.into(),
        links: vec![
            link("A.2.3", "Alignment", "frameworks/iso-42001/A.2.3.html"),
            link("", "Internal audits", "registers/audit.html"),
        ],
        more,
    };
    let step = |id: &str, title: &str, state, checks| RoadStep { id: id.into(), title: title.into(), state, checks };
    let body = RoadPage {
        figures: figures("ISO/IEC 42001", "frameworks/iso-42001/index.html"),
        steps: vec![
            step("gap-assessment", "Gap assessment", RoadState::Done, vec![check("entries", 66, 66, Vec::new())]),
            step(
                "controls-designed",
                "Controls designed",
                RoadState::UnderWay,
                vec![check("controls decided", 36, 38, vec![missing("it has no row", 4), missing("a draft", 0)])],
            ),
            step("stage-1", "Ready for stage 1", RoadState::NotStarted, Vec::new()),
        ],
    };
    page("road.html", "Road to certification", Area::Frameworks, PageBody::Road(Box::new(body)))
}

pub fn road_lines() -> Vec<RoadLine> {
    let line = |id: &str, title: &str, state, done| RoadLine {
        link: link("", title, &format!("road.html#{id}")),
        state,
        done,
        of: 66,
        what: "applicable entries with at least a draft or evidence".into(),
    };
    vec![
        line("gap-assessment", "Gap assessment", RoadState::Done, 66),
        line("controls-designed", "Controls designed", RoadState::UnderWay, 36),
        line("stage-1", "Ready for stage 1", RoadState::NotStarted, 0),
    ]
}
