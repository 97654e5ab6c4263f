//! What AI systems owe, and the pages from which they are followed: small handbooks in, texts out.
//!
//! Never looks at how a duty is found.

mod support;

use aimsbook::site::Site;
use aimsbook::view::{Audience, Item, View};
use support::archive::cases;
use support::{Book, Files, files, page, visible_text};

const DAY: &str = "2026-06-15";

fn audience(sees: usize, coverage: bool) -> Audience {
    Audience { name: "test".to_owned(), sees, coverage }
}

#[test]
fn each_system_owes_what_its_role_and_class_bring() {
    let cases = cases(include_str!("systems/duties.txt"));
    for case in &cases {
        let book = Book::new(&case.files(|name| name != "owed"), DAY);
        let expected = &case.parts.iter().find(|(name, _)| name == "owed").unwrap().1;
        assert_eq!(owed(&View::new(&book.checked.handbook, audience(9, true))), expected.trim(), "{}", case.title);
    }
    assert!(cases.len() >= 4);
}

fn owed(view: &View<'_>) -> String {
    let id = |at: usize| view.record(at).unwrap().id.value.clone();
    let mut lines = Vec::new();
    for (at, system) in view.systems() {
        for duty in &system.duties {
            let entry = &view.library().get(duty.clause).id;
            let from = duty.applies.as_ref().map_or("-".to_owned(), |applies| applies.from.to_string());
            let records: Vec<String> = duty.records.iter().map(|at| id(*at)).collect();
            let line = format!("{} {entry} {from} {} {}", id(at), duty.status, records.join(" "));
            lines.push(line.trim_end().to_owned());
        }
    }
    lines.join("\n")
}

fn handbook() -> Files {
    files([
        ("aimsbook.yaml", "frameworks: [iso-42001, eu-ai-act]\nrisk: {levels: {fine: 1, grave: 9}}\n"),
        (
            "systems/score.yaml",
            "kind: ai-system\nid: SYS-001\ntitle: Score\nowner: Product\nin_scope: yes\nstage: in-use\nversion: '2'\n\
             eu_roles: [provider]\neu_class: high-risk-annex-iii\n",
        ),
        (
            "registers/risks.yaml",
            "kind: risk\nrecords:\n\
             - {id: RSK-1, title: Open one, owner: A, systems: [SYS-001], likelihood: 3, impact: 3, treatment: modify, status: open}\n\
             - {id: RSK-2, title: Accepted one, owner: A, systems: [SYS-001], likelihood: 4, impact: 4, treatment: retain, \
             residual: {likelihood: 3, impact: 3}, accepted_by: B, accepted_on: 2026-01-01, status: accepted}\n\
             - {id: RSK-3, title: Secret one, owner: A, systems: [SYS-001], likelihood: 3, impact: 3, treatment: modify, \
             status: open, classification: restricted}\n\
             - {id: RSK-4, title: Closed one, owner: A, systems: [SYS-001], likelihood: 5, impact: 5, treatment: avoid, status: closed}\n",
        ),
        (
            "registers/impact.yaml",
            "kind: impact-assessment\nrecords:\n- {id: IMP-1, title: Of version 1, owner: A, system: SYS-001, version_assessed: '1', \
             assessed_on: 2026-01-01, approved_by: B, approved_on: 2026-01-02, status: approved}\n",
        ),
        (
            "registers/obligations.yaml",
            "kind: obligation\nrecords:\n- {id: OBL-9, title: Risk management, owner: A, type: legal, source: Act, \
             requirement: {eu-ai-act: [Art. 9]}, applies_to: [SYS-001], status: confirmed}\n",
        ),
    ])
}

fn site(audience: &Audience) -> Site {
    Book::new(&handbook(), DAY).build(audience).0
}

#[test]
fn a_dossier_says_what_is_done_and_what_is_missing() {
    let site = site(&audience(2, true));
    let dossier = page(&site, "systems/SYS-001.html");
    for said in [
        "Approved on 2 January 2026 for version 1, but SYS-001 is at version 2, and this is about version 1",
        "2 open risks; 1 above “fine” without an acceptance.",
        "This edition shows no validation.",
        "1 of 28 confirmed by an obligation",
        "id=\"duty-eu-ai-act-Art.9\"",
        "EU AI Act begins to apply: Art.4; Art.5",
    ] {
        assert!(dossier.contains(said), "{said}");
    }
    assert!(!dossier.contains("Secret one"));
    let matrix = page(&site, "frameworks/iso-42001/matrix/systems.html");
    assert!(matrix.contains("systems/SYS-001.html#duty-iso-42001-8.4"));
}

/// The rows of the table beside the picture: layer, what it is, what leads to it.
fn related(files: &Files, audience: &Audience) -> String {
    let site = Book::new(files, DAY).build(audience).0;
    let dossier = page(&site, "systems/SYS-001.html");
    let Some((_, table)) = dossier.split_once("<caption class=\"visually-hidden\">What hangs together") else {
        return "nothing".to_owned();
    };
    let rows = table.split("<tbody>").nth(1).unwrap().split("</tbody>").next().unwrap().split("</tr>");
    let cells = |row: &str| -> Vec<String> {
        row.replace("</th>", "</td>").split("</td>").map(|cell| visible_text(cell).trim().to_owned()).collect()
    };
    let rows = rows.map(|row| cells(row).join(" | ").trim_end_matches([' ', '|']).to_owned());
    rows.filter(|row| !row.is_empty()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_hangs_together_is_drawn_from_the_system_to_its_evidence() {
    let mut files = handbook();
    let more = support::files([
        ("registers/models.yaml", "kind: model\nrecords:\n- {id: MOD-1, title: Trees, owner: A, systems: [SYS-001]}\n"),
        (
            "registers/validations.yaml",
            "kind: validation\nrecords:\n- {id: VAL-1, title: First, owner: A, system: SYS-001, links: [RSK-1, MOD-1], \
             evidence: [evidence/2026/val.txt]}\n\
             - {id: VAL-2, title: Secret test, owner: A, system: SYS-001, classification: restricted, evidence: [evidence/2026/secret.txt]}\n",
        ),
        ("evidence/2026/val.txt", "text"),
        ("evidence/2026/secret.txt", "text"),
    ]);
    files.extend(more);
    let expected = "\
AI system ai system | SYS-001 Score
Made of model | MOD-1 Trees | SYS-001
Risks, assessments impact assessment | IMP-1 Of version 1 | SYS-001
Risks, assessments risk | RSK-1 Open one | SYS-001
Risks, assessments risk | RSK-2 Accepted one | SYS-001
Risks, assessments risk | RSK-4 Closed one | SYS-001
In operation validation | VAL-1 First | RSK-1
Evidence | val.txt | VAL-1";
    assert_eq!(related(&files, &audience(2, true)), expected);
    let all = related(&files, &audience(3, true));
    assert!(all.contains("RSK-3 Secret one") && all.contains("secret.txt | VAL-2"), "{all}");
    let only_system =
        support::files([("systems/score.yaml", "kind: ai-system\nid: SYS-001\ntitle: Score\nowner: A\n")]);
    assert_eq!(related(&only_system, &audience(2, true)), "nothing");
}

#[test]
fn risks_are_counted_by_cell_and_lead_to_their_list() {
    let site = site(&audience(2, true));
    let register = page(&site, "registers/risk.html");
    assert!(register.contains(
        "href=\"../registers/risk/inherent-3-3.html\"><strong>1</strong> <span class=\"heat-level\">grave</span>"
    ));
    assert!(register.contains("href=\"../registers/risk/residual-3-3.html\"><strong>1</strong>"));
    assert!(!register.contains("inherent-5-5.html"));
    let above = register.split("Above the appetite").nth(1).unwrap().split("</ul>").next().unwrap();
    assert!(above.contains("RSK-1") && !above.contains("RSK-2") && !above.contains("RSK-4"), "{above}");
    let list = page(&site, "registers/risk/inherent-3-3.html");
    assert!(list.contains("Open one") && !list.contains("Accepted one") && !list.contains("Secret one"));
    let all = page(&self::site(&audience(3, true)), "registers/risk.html");
    assert!(all.contains("href=\"../registers/risk/inherent-3-3.html\"><strong>2</strong>"));
}

#[test]
fn who_sees_no_coverage_sees_the_record_of_a_system_and_no_dossier() {
    let site = site(&audience(1, false));
    let record = page(&site, "systems/SYS-001.html");
    assert!(record.contains("page-record") && record.contains("SYS-001"));
    assert!(!record.contains("duty-eu-ai-act") && !record.contains("status-gap") && !record.contains("missing"));
    assert!(site.get("frameworks/iso-42001/matrix/systems.html").is_none());
}

#[test]
fn every_link_to_a_system_leads_to_its_dossier() {
    let site = site(&audience(2, true));
    assert!(site.files().keys().all(|path| !path.starts_with("records/ai-system/")));
    let book = Book::new(&handbook(), DAY);
    let view = View::new(&book.checked.handbook, audience(9, true));
    assert!(matches!(view.item("SYS-001"), Some(Item::Record(_))));
    assert!(page(&site, "records/risk/RSK-1.html").contains("href=\"../../systems/SYS-001.html\""));
}
