//! Pages that list what stands elsewhere, made by hand.

use std::sync::Arc;

use aimsbook::pages::model::*;
use aimsbook::text::{TermPlace, Terms};

use crate::gallery::documents::attention_item;
use crate::gallery::{link, page};

fn year() -> DueChart {
    let column = |start: u32, month: &str, parts: Vec<DuePart>| DueColumn {
        year: 2026,
        month: month.into(),
        says_year: start > 0,
        count: parts.iter().map(|part| part.count).sum(),
        start: Percent(start),
        width: Percent(550),
        middle: Percent(start + 275),
        top: parts.last().map_or(130, |part| part.top),
        parts,
    };
    let part = |of, count, top, height| DuePart { of, count, top, height };
    let late = vec![part(DueState::Overdue, 1, 74, 56), part(DueState::Stale, 1, 18, 56)];
    DueChart {
        late: column(0, "", late),
        months: vec![column(1000, "11", vec![part(DueState::Due, 1, 74, 56)]), column(1700, "12", Vec::new())],
    }
}

pub fn calendar() -> Page {
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
        chart: Some(year()),
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

pub fn glossary() -> Page {
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

pub fn findings() -> Page {
    let body = FindingsPage {
        errors: 1,
        warnings: 2,
        notes: 0,
        waived: 1,
        hidden: 2,
        rules: Some(link("", "Rules", "rules.html")),
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

pub fn rules() -> Page {
    let policy = || link("POL-001", "AI policy <2>", "documents/policies/POL-001.html");
    let body = RulesPage {
        found: 1,
        waived: 1,
        rules: vec![RuleRow {
            name: "missing-owner".into(),
            summary: "A document has an id and no owner.".into(),
            level: Some(Tone::Warning),
            changed: true,
            found: 1,
            waived: 1,
            why_html: "<p>Somebody keeps a document true.</p>".into(),
            example_html: "<pre><code>id: POL-001</code></pre>".into(),
            fix_html: "<p>Name the role.</p>".into(),
            limits_html: "<p>Never judges drafts.</p>".into(),
            items: vec![
                RuleItem { link: Some(policy()), message: "`POL-001` has no owner".into(), waived: true },
                RuleItem { link: None, message: String::new(), waived: false },
            ],
            more: 1,
            hidden: 2,
        }],
        waivers: vec![WaiverRow {
            rule: "missing-owner".into(),
            items: vec![policy()],
            names: vec!["old/*.md".into()],
            reason: "The new owner starts in May.".into(),
            by: "AI board".into(),
            until: "2026-12-31".into(),
            state: WaiverState::Expired,
        }],
        hidden_waivers: 1,
    };
    page("rules.html", "Rules", Area::Other, PageBody::Rules(Box::new(body)))
}

pub fn contents() -> Page {
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

pub fn versions() -> Page {
    let row = |name: &str, standing, from: &str, until: &str| VersionRow {
        link: link(name, &format!("Edition {name}"), &format!("versions/{name}/index.html")),
        standing,
        date: from.into(),
        from: from.into(),
        until: until.into(),
        documents: 41,
        records: 160,
        commit: "0123456789abcdef0123456789abcdef01234567".into(),
        content: "89abcdef".repeat(8),
    };
    let point = |name: &str, other: &str, documented, evidenced| VersionTrendRow {
        version: link(name, name, "index.html"),
        other_catalog: other.into(),
        applicable: 70,
        documented,
        evidenced,
        documented_width: Percent(documented as u32 * 10_000 / 70),
        evidenced_width: Percent(evidenced as u32 * 10_000 / 70),
    };
    let trend = VersionTrend {
        framework: link("", "ISO/IEC 42001:2023", "frameworks/iso-42001/index.html"),
        edition: "2023".into(),
        digest: "efca21570082".into(),
        rows: vec![point("v1", "2022 0123456789ab", 20, 7), point("v2", "", 64, 60)],
    };
    let applied = Applied {
        link: link("POL-001", "AI policy", "documents/POL-001.html"),
        edition: "2.1".into(),
        first: "v1".into(),
        last: "v2".into(),
        from: "2025-05-01".into(),
        until: String::new(),
    };
    let body = VersionsPage {
        versions: vec![
            row("draft", VersionStanding::Draft, "", ""),
            row("v3", VersionStanding::Upcoming, "", ""),
            row("v2", VersionStanding::InForce, "2026-05-01", ""),
            row("v1", VersionStanding::Superseded, "2025-05-01", "2026-05-01"),
        ],
        trends: vec![trend],
        applied: vec![applied],
    };
    page("versions.html", "Versions", Area::Other, PageBody::Versions(Box::new(body)))
}

pub fn history_row() -> HistoryRow {
    HistoryRow {
        version: "v2".into(),
        date: "2026-05-01".into(),
        edition: "2.0".into(),
        approved_on: "2026-04-20".into(),
        approver: "Director".into(),
        authors: vec!["Policy team".into(), "Legal".into()],
        change: "changed".into(),
        fields: 1,
        blocks: 2,
        obligations: vec![ReviewCount { key: "weakened".into(), count: 1 }],
        redline: "history/POL-001.html#version-v2".into(),
    }
}

pub fn history() -> Page {
    let piece = |change: &str, text: &str| Piece { change: change.into(), text: text.into() };
    let block = ReviewBlock {
        shape: "paragraph".into(),
        change: "changed".into(),
        pieces: vec![
            piece("same", "It "),
            piece("deleted", "must"),
            piece("inserted", "may"),
            piece("same", " be so."),
        ],
        rows: Vec::new(),
    };
    let change = Redlined {
        renamed_from: "old/policy.md".into(),
        fields: vec![ReviewField {
            label: "Version".into(),
            before: vec![piece("deleted", "1.0")],
            after: vec![piece("inserted", "2.0")],
        }],
        obligations: vec![ReviewObligation {
            change: "weakened".into(),
            before: "It must be so.".into(),
            after: "It may be so.".into(),
        }],
        text: vec![
            ReviewPart { folded: true, blocks: vec![block.clone()] },
            ReviewPart { folded: false, blocks: vec![block] },
        ],
    };
    let body = HistoryPage {
        document: link("POL-001", "AI policy", "documents/POL-001.html"),
        id: "version-v2".into(),
        row: history_row(),
        change,
        earlier: vec![HistoryRow { redline: "versions/v1/history/POL-001.html#version-v1".into(), ..history_row() }],
    };
    page("history/POL-001.html", "AI policy: History", Area::Documents, PageBody::History(Box::new(body)))
}

pub fn gone() -> Page {
    let body = GonePage {
        id: "PROC-001".into(),
        last: link("", "v1", "versions/v1/documents/PROC-001.html"),
        until: "2026-05-01".into(),
        replaced_by: Some(link("POL-001", "AI policy", "documents/POL-001.html")),
        moved_to: None,
    };
    page("documents/PROC-001.html", "Old procedure", Area::Other, PageBody::Gone(body))
}
