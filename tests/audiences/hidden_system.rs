//! An assessment that its readers may see, of an AI system that they may not.
//!
//! Never trusts a reason to be shown only where what it speaks of is.

use aimsbook::export::calendar;
use aimsbook::language::Words;
use aimsbook::view::View;

use crate::canaries::CONFIGURATION;
use crate::support::{Book, files};
use crate::{DAY, exports, outputs};

const SYSTEM: &str = "kind: ai-system\nrecords:\n  - {id: SYS-1, title: T, classification: confidential, owner: R, purpose: p, intended_use: u, in_scope: yes, stage: in-use, eu_class: minimal, version: zqxjcnow, changed_on: 2026-05-07, models: [MOD-1]}\n";
const MODEL: &str = "kind: model\nrecords:\n  - {id: MOD-1, title: T, classification: confidential, owner: R, version: '3', changed_on: 2026-05-08}\n";
const ASSESSMENT: &str = "kind: impact-assessment\nrecords:\n  - {id: IMP-1, title: T, owner: R, system: SYS-1, version_assessed: '1', assessed_on: 2026-04-03, trigger: change, approved_by: B, approved_on: 2026-04-03, status: approved}\n";

#[test]
fn that_it_is_outdated_says_nothing_of_the_system() {
    let same_version = SYSTEM.replace("zqxjcnow", "'1'");
    let digest = format!("assessed: {{version: '1', digest: 'v1:{}'}}, status:", "0".repeat(64));
    let bound = ASSESSMENT.replace("status:", &digest);
    for (system, assessment, telling) in [
        (SYSTEM, ASSESSMENT, "zqxjcnow"),
        (same_version.as_str(), ASSESSMENT, "2026-05-07"),
        (same_version.as_str(), bound.as_str(), "2026-05-07"),
    ] {
        let all = files([
            ("aimsbook.yaml", CONFIGURATION),
            ("systems/s.yaml", system),
            ("registers/m.yaml", MODEL),
            ("registers/i.yaml", assessment),
        ]);
        for (name, may) in [("internal", false), ("auditor", true)] {
            let mut book = Book::new(&all, DAY);
            let audience = book.audience(name);
            let (site, _) = book.build(&audience);
            let bundle = book.bundle(&audience).files;
            let mut made = outputs(&site, &bundle, &all);
            made.extend(exports(&book, &audience));
            let dates = calendar(&View::new(&book.checked.handbook, audience), "T", Words::english());
            assert!(dates.replace("\r\n ", "").contains("SUMMARY:No longer in date: IMP-1"), "{name}: {dates}");
            made.insert("calendar".to_owned(), dates.into_bytes());
            let told = |word: &str| -> Vec<String> {
                let holding = made.iter().filter(|(_, bytes)| String::from_utf8_lossy(bytes).contains(word));
                holding.map(|(place, _)| place.clone()).collect()
            };
            assert_eq!(!told(telling).is_empty(), may, "{name}: {telling}");
            for word in ["zqxjcnow", "2026-05-07", "20260507", "2026-05-08", "20260508", "SYS-1 is"] {
                assert!(may || told(word).is_empty(), "{name}: {word} in {:?}", told(word));
            }
        }
    }
}
