//! Pages of a review, made by hand.

use aimsbook::pages::model::*;

use crate::gallery::{crumbs, link, page};

fn piece(change: &str, text: &str) -> Piece {
    Piece { change: change.into(), text: text.into() }
}

fn clause() -> ReviewClause {
    ReviewClause {
        framework: "ISO/IEC 42001:2023".into(),
        id: "A.3.3".into(),
        title: "Reporting of concerns <b>".into(),
        before: Some(Status::Evidenced),
        after: None,
        lost: true,
        documents_before: vec![link("POL-001", "AI policy", "documents/POL-001.html"), link("POL-002", "", "")],
        documents_after: Vec::new(),
    }
}

fn row(kind: &str) -> ReviewRow {
    ReviewRow {
        link: link("POL-001", "AI policy <script>", "documents/POL-001.html"),
        change: "changed".into(),
        kind: kind.into(),
        owner: "Head of AI governance".into(),
        approver: "Managing director".into(),
        approval_void: true,
        obligations: vec![ReviewCount { key: "weakened".into(), count: 2 }],
        fields: 1,
        blocks: 3,
    }
}

pub fn review() -> Page {
    let keys = ["regressions", "approvals", "weaker", "stronger", "documents", "records", "evidence", "findings"];
    let body = ReviewPage {
        before: "v1.0".into(),
        after: "proposal".into(),
        counts: keys.iter().enumerate().map(|(at, key)| ReviewCount { key: (*key).into(), count: at + 1 }).collect(),
        approvers: vec![ReviewApprover {
            role: "Managing director".into(),
            items: vec![link("POL-001", "AI policy", "documents/POL-001.html"), link("POL-009", "", "")],
        }],
        clauses: vec![clause()],
        documents: vec![row("")],
        statement: vec![row("")],
        records: vec![row("Risk")],
        evidence: vec![ReviewEvidence { name: "evidence/a&b.pdf".into(), change: "removed".into() }],
        findings: vec![ReviewFinding {
            path: "policies/a.md".into(),
            code: "broken-link".into(),
            level: "warning".into(),
            message: "nothing is called `X`".into(),
            is_new: true,
        }],
        matrix: "matrix.html".into(),
    };
    page("index.html", "What changed", Area::Home, PageBody::Review(Box::new(body)))
}

pub fn matrix() -> Page {
    let groups = vec![ReviewMatrixGroup { framework: "ISO/IEC 42001:2023".into(), rows: vec![clause()] }];
    let body = ReviewMatrixPage { before: "v1.0".into(), after: "proposal".into(), groups };
    page("matrix.html", "Coverage before and after", Area::Frameworks, PageBody::ReviewMatrix(Box::new(body)))
}

pub fn item() -> Page {
    let block = |shape: &str, change: &str| ReviewBlock {
        shape: shape.into(),
        change: change.into(),
        pieces: vec![piece("same", "It "), piece("deleted", "must"), piece("inserted", "may <i>")],
        rows: Vec::new(),
    };
    let changes = ["same", "added", "removed", "changed", "moved-away", "moved-here"];
    let mut shown: Vec<ReviewBlock> = changes.iter().map(|change| block("paragraph", change)).collect();
    shown.extend(["heading", "item", "quote", "code", "footnote"].iter().map(|shape| block(shape, "changed")));
    let cells = vec![vec![piece("same", "one")], vec![piece("inserted", "two")]];
    shown.push(ReviewBlock {
        shape: "table".into(),
        change: "changed".into(),
        pieces: Vec::new(),
        rows: vec![
            ReviewTableRow { change: "changed".into(), cells, skipped: 0 },
            ReviewTableRow { change: "same".into(), cells: Vec::new(), skipped: 7 },
        ],
    });
    let body = ReviewItemPage {
        id: "POL-001".into(),
        kind: "Risk".into(),
        change: "renamed".into(),
        path: "policies/ai.md".into(),
        renamed_from: "ai.md".into(),
        owner: "Head of AI governance".into(),
        approver: String::new(),
        approval_void: true,
        fields: vec![ReviewField {
            label: "Version".into(),
            before: vec![piece("deleted", "1.0")],
            after: vec![piece("inserted", "2.0")],
        }],
        obligations: vec![ReviewObligation {
            change: "weakened".into(),
            before: "It must.".into(),
            after: "It may.".into(),
        }],
        text: vec![
            ReviewPart { folded: true, blocks: vec![block("paragraph", "same")] },
            ReviewPart { folded: false, blocks: shown },
        ],
    };
    let page = page("documents/POL-001.html", "AI policy", Area::Documents, PageBody::ReviewItem(Box::new(body)));
    Page { breadcrumbs: crumbs(&[("What changed", "index.html")]), ..page }
}
