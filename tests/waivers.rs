//! Waivers in `aimsbook.yaml`: a finding that somebody answers for is a counted note, until the day has passed.
//!
//! Never lets one disappear.

mod support;

use aimsbook::diagnostic::{Counts, json};
use support::{Book, files};

const RISK: &str = "kind: risk\nid: RSK-1\ntitle: T\nowner: O\nlikelihood: 2\nimpact: 2\ntreatment: modify\n";

/// What the check says, one a line, about a risk without a control under these waivers.
fn said(waivers: &str) -> (String, Counts) {
    let config = format!("frameworks: [nist-ai-rmf]\n{waivers}");
    let book = Book::new(&files([("aimsbook.yaml", config.as_str()), ("risks.yaml", RISK)]), "2026-06-01");
    (book.said(), book.checked.counts())
}

fn waiver(rest: &str) -> String {
    format!("waivers:\n  - {{rule: modify-without-control, {rest}}}\n")
}

#[test]
fn a_waived_finding_is_a_note_that_is_counted_apart() {
    for target in ["RSK-1", "risks.yaml", "[RSK-1]"] {
        let (text, counts) = said(&waiver(&format!("for: {target}, reason: In June, by: Board, until: 2026-06-01")));
        assert_eq!(
            text,
            "risks.yaml:7:12: note[modify-without-control]: `RSK-1` is to be modified, and names no control that does it \
             (waived until 2026-06-01 by Board: In June)\n",
            "{target}"
        );
        assert_eq!(counts, Counts { waived: 1, ..Counts::default() });
    }
}

#[test]
fn programs_see_who_waived_it() {
    let config =
        format!("frameworks: [nist-ai-rmf]\n{}", waiver("for: RSK-1, reason: In June, by: Board, until: 2026-06-01"));
    let book = Book::new(&files([("aimsbook.yaml", config.as_str()), ("risks.yaml", RISK)]), "2026-06-01");
    let text = json(&book.checked.diagnostics, &book.snapshot);
    assert!(text.contains("\"waived\": \"waived until 2026-06-01 by Board: In June\""), "{text}");
}

#[test]
fn an_error_can_be_waived_too() {
    let rules = "rules: {modify-without-control: error}\n";
    let (_, counts) = said(rules);
    assert_eq!((counts.errors, counts.waived), (1, 0));
    let (_, counts) = said(&format!("{rules}{}", waiver("for: RSK-1, reason: In June, by: Board, until: 2026-12-01")));
    assert_eq!((counts.errors, counts.waived), (0, 1));
}

#[test]
fn an_expired_waiver_is_a_finding_and_so_is_what_it_covered() {
    let (text, counts) = said(&waiver("for: RSK-1, reason: In May, by: Board, until: 2026-05-31"));
    assert_eq!(
        text,
        "aimsbook.yaml:3:82: warning[expired-waiver]: the waiver of `modify-without-control` ended on 2026-05-31 \
         (help: mend what it covers, or decide again and move `until`)\n\
         risks.yaml:7:12: warning[modify-without-control]: `RSK-1` is to be modified, and names no control that does it \
         (help: add `controls:` with the controls that treat it)\n"
    );
    assert_eq!(counts, Counts { warnings: 2, ..Counts::default() });
    let (text, _) = said(&waiver("for: RSK-2, reason: In May, by: Board, until: 2026-05-31"));
    assert!(text.contains("(help: take it out: there is nothing left that it would cover)"), "{text}");
}

#[test]
fn a_waiver_says_who_why_and_until_when_or_it_is_an_error() {
    for (rest, missing) in [
        ("for: RSK-1, by: Board, until: 2026-12-31", "no reason"),
        ("for: RSK-1, reason: r, by: '', until: 2026-12-31", "no by"),
        ("reason: r, by: Board", "no for, no until"),
    ] {
        let (text, counts) = said(&waiver(rest));
        let wanted = format!("error[incomplete-waiver]: this waiver has {missing} ");
        assert!(text.contains(&wanted), "{text}");
        assert_eq!((counts.errors, counts.warnings, counts.waived), (1, 1, 0), "{text}");
    }
    let (text, counts) = said(&waiver("for: RSK-1, reason: r, by: Board, until: next year"));
    assert!(text.contains("error[wrong-date]") && counts.errors == 1, "{text}");
}

#[test]
fn a_waiver_that_waives_nothing_is_a_warning() {
    let (text, counts) = said(&waiver("for: [RSK-1, RSK-2], reason: r, by: Board, until: 2026-12-31"));
    assert!(
        text.contains("aimsbook.yaml:3:49: warning[unused-waiver]: `RSK-2` has no finding `modify-without-control`"),
        "{text}"
    );
    assert_eq!((counts.warnings, counts.waived), (1, 1));
}

#[test]
fn a_rule_that_does_not_exist_is_said_once_with_the_nearest() {
    let text =
        waiver("for: RSK-1, reason: r, by: Board, until: 2026-12-31").replace("modify-without", "modified-without");
    let (text, counts) = said(&text);
    assert!(text.contains("error[unknown-rule]: no rule is called `modified-without-control`"), "{text}");
    assert!(text.contains("did you mean `modify-without-control`?"), "{text}");
    assert_eq!((counts.errors, counts.warnings), (1, 1), "{text}");
}

#[test]
fn keys_of_a_waiver_are_checked() {
    let (text, _) = said(&waiver("for: RSK-1, reason: r, by: Board, until: 2026-12-31, untill: x"));
    assert!(text.contains("a waiver has no key `untill`") && text.contains("did you mean `until`?"), "{text}");
    let (text, counts) = said("waivers: soon\n");
    assert!(text.contains("error[wrong-type]") && counts.errors == 1, "{text}");
}

#[test]
fn a_risk_without_owner_is_said_once() {
    let risk = RISK.replace("owner: O\n", "").replace("treatment: modify\n", "");
    let config = "frameworks: [nist-ai-rmf]\n";
    let book = Book::new(&files([("aimsbook.yaml", config), ("risks.yaml", risk.as_str())]), "2026-06-01");
    let codes: Vec<&str> = book.checked.diagnostics.iter().map(|diagnostic| diagnostic.finding.code).collect();
    assert_eq!(codes, ["risk-without-owner", "risk-without-treatment"]);
}
