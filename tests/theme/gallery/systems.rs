//! The dossier of an AI system, and the pictures of the risk register.

use aimsbook::pages::model::*;

use crate::gallery::{frameworks, link, page, records};

pub fn rating() -> Rating {
    Rating { text: "3 × 4".into(), words: "Possible, Major".into(), level: "high".into(), shade: 2 }
}

pub fn risk_picture() -> RiskPicture {
    let cell = |count: usize| HeatCell {
        count,
        level: "high".into(),
        shade: 2,
        url: if count > 0 { "registers/risk/inherent-1-2.html".into() } else { String::new() },
    };
    let map = |title: &str| HeatMap {
        title: title.into(),
        columns: vec!["Minor".into(), "Major".into()],
        rows: vec![HeatRow { step: 1, label: "Rare".into(), cells: vec![cell(0), cell(3)] }],
        rated: 3,
        unrated: 1,
    };
    RiskPicture {
        maps: vec![map("Inherent risk"), map("Residual risk")],
        levels: vec![LevelCount { level: "high".into(), shade: 2, inherent: 3, residual: 3, above: true }],
        above: vec![RiskAbove {
            link: link("RSK-001", "Drift <b>", "records/risk/RSK-001.html"),
            rating: rating(),
            owner: String::new(),
            reason: "the residual risk is not accepted".into(),
        }],
        above_more: 2,
        appetite: "low".into(),
        closed: 1,
    }
}

pub fn system() -> Page {
    let PageBody::Record(record) = records::record().body else { unreachable!("the page of a record") };
    let step = |state| SystemStep {
        title: "Impact assessment".into(),
        state,
        text: "Approved on 2026-05-26 for version 3.2.".into(),
        links: vec![link("IMP-002", "Score 3.2", "records/impact-assessment/IMP-002.html")],
        section: "risks".into(),
    };
    let column = |name: &str| RegisterColumn { name: name.into(), label: name.into(), numeric: false };
    let section = |id: &str| SystemSection {
        id: id.into(),
        title: "Risks and impact".into(),
        tables: vec![RecordTable {
            kind: link("", "Risks", "registers/risk.html"),
            columns: vec![column("id"), column("inherent")],
            rows: vec![RegisterRow {
                link: link("RSK-001", "Drift", "records/risk/RSK-001.html"),
                cells: vec![Value::Text("RSK-001".into()), Value::Rating(rating())],
            }],
            more: 4,
        }],
    };
    let duty = |id: &str, confirmation| DutyRow {
        id: format!("duty-eu-ai-act-{id}"),
        clause: link(id, "Risk management system", "frameworks/eu-ai-act/Art.9.html"),
        paragraphs: vec!["(1) For providers".into()],
        from: "2027-12-02".into(),
        future: true,
        basis: "Art. 113(c)".into(),
        remarks: vec!["(2) from 2026-12-02".into()],
        noted: true,
        confirmation,
        records: vec![RelatedItem {
            link: link("OBL-003", "Risk management", "records/obligation/OBL-003.html"),
            kind: "obligation".into(),
            state: "Confirmed".into(),
        }],
        hidden: 1,
        status: Some(Status::Documented),
        evidence: vec![link("EVD-001", "Report", "records/evidence/EVD-001.html")],
        evidence_more: 2,
    };
    let event = |date: &str, planned| TimelineEvent {
        date: date.into(),
        planned,
        link: (!planned).then(|| link("CHG-001", "Score 3.1", "records/change/CHG-001.html")),
        kind: "change".into(),
        what: "Done on".into(),
    };
    let body = SystemPage {
        facts: vec![Field { label: "Version".into(), value: Value::Text("3.2".into()) }],
        steps: [StepState::Done, StepState::Attention, StepState::Missing, StepState::NotYet].map(step).to_vec(),
        relations: Some(frameworks::relations()),
        sections: vec![section("risks")],
        more_sections: vec![section("parties")],
        documents: Vec::new(),
        evidence: record.evidence.clone(),
        evidence_more: 3,
        duties: vec![DutyList {
            framework: link("", "EU AI Act", "frameworks/eu-ai-act/index.html"),
            follows: true,
            rows: vec![
                duty("Art.9", Confirmation::Confirmed),
                duty("Art.10", Confirmation::Proposed),
                duty("Art.11", Confirmation::Recorded),
                duty("Art.12", Confirmation::NotApplicable),
            ],
            summary: "1 of 4 confirmed by an obligation".into(),
            notes: vec!["It may be owed later.".into()],
        }],
        duties_note: "The class is not known yet.".into(),
        timeline: vec![TimelineYear {
            year: "2027".into(),
            events: vec![event("2027-12-02", true), event("2027-01-02", false)],
        }],
        timeline_more: 5,
        hidden: 2,
        record: *record,
    };
    page("systems/SYS-001.html", "Credit score", Area::Systems, PageBody::System(Box::new(body)))
}
