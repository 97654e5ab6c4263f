//! Frameworks, a clause, a matrix and the gaps, made by hand.

use aimsbook::pages::model::*;

use crate::gallery::documents::row;
use crate::gallery::records::evidence_item;
use crate::gallery::{card, chip, crumbs, figures, link, page};

pub fn frameworks() -> Page {
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

pub fn entry(id: &str, title: &str, depth: u8, status: Option<Status>, note: &str) -> EntryRow {
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

pub fn entries() -> Vec<EntryRow> {
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

fn chart() -> CoverageChart {
    let part = |of, count, start, width, numbered| Segment {
        of,
        count,
        start: Percent(start),
        width: Percent(width),
        middle: Percent(start + width / 2),
        numbered,
    };
    let context = CoverageBar {
        link: link("4", "Context of the organization", "frameworks/iso-42001/4.html"),
        total: 50,
        counts: vec![49, 1],
        segments: vec![part(Status::Practised, 49, 0, 9800, true), part(Status::Gap, 1, 9800, 200, false)],
    };
    let annex = CoverageBar {
        link: link("A", "Reference control objectives & controls", "frameworks/iso-42001/A.html"),
        total: 3,
        counts: vec![0, 3],
        segments: vec![part(Status::Gap, 3, 0, 10_000, true)],
    };
    CoverageChart { statuses: vec![Status::Practised, Status::Gap], groups: vec![context, annex] }
}

pub fn framework() -> Page {
    let body = FrameworkPage {
        full_title: "Information technology: Artificial intelligence: Management system".into(),
        figures: Some(figures("ISO/IEC 42001", "frameworks/iso-42001/index.html")),
        chart: Some(chart()),
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

pub fn relations() -> Diagram {
    let node = |link: Link, from: &[&Link]| DiagramNode {
        link,
        kind: String::new(),
        from: from.iter().map(|link| (*link).clone()).collect(),
    };
    let clause = link("A.6.2.4", "AI system verification & validation", "frameworks/iso-42001/A.6.2.4.html");
    let procedure = link("PROC-012", "Verification and validation", "documents/PROC-012.html");
    let mut files = node(link("", "Validation report.pdf", ""), &[&procedure]);
    files.link.url.clear();
    let layer = |of, node, through, more, wires| DiagramLayer { of, nodes: vec![node], through, more, wires };
    let straight = Wire { from: 22, to: 22 };
    Diagram {
        height: 104,
        layers: vec![
            layer(LayerOf::Clause, node(clause.clone(), &[]), 0, 0, vec![straight]),
            layer(LayerOf::Procedures, node(procedure.clone(), &[&clause]), 1, 12, vec![straight]),
            layer(LayerOf::Evidence, files, 0, 0, Vec::new()),
        ],
    }
}

pub fn clause() -> Page {
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
        relations: Some(relations()),
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

pub fn matrix() -> Page {
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

pub fn gaps() -> Page {
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
