//! Diagnostics as SARIF 2.1.0, which code scanning services and editors read.
//!
//! Never leaves out a waived finding: it is a suppressed result, with its reason.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::diagnostic::Diagnostic;
use crate::diagnostic::located::{Located, located};
use crate::text::{Snapshot, percent_encoded};

const SCHEMA: &str = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

/// One run with all results; `version` is the program's.
pub fn sarif(diagnostics: &[Diagnostic], snapshot: &Snapshot, prefix: &str, version: &str) -> String {
    let all = located(diagnostics, snapshot, prefix);
    // A rule's number is its place in the list of codes.
    let mut codes: BTreeMap<&str, usize> = all.iter().map(|found| (found.diagnostic.finding.code, 0)).collect();
    codes.values_mut().enumerate().for_each(|(place, number)| *number = place);
    let rules: Vec<Value> = codes.keys().map(|code| rule(code)).collect();
    let results: Vec<Value> = all.iter().map(|found| result(found, codes[found.diagnostic.finding.code])).collect();
    let driver = json!({"name": "aimsbook", "version": version, "rules": rules});
    let run = json!({
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": results,
    });
    let log = json!({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]});
    serde_json::to_string_pretty(&log).unwrap_or_default() + "\n"
}

fn rule(code: &str) -> Value {
    json!({"id": code, "shortDescription": {"text": code.replace('-', " ")}})
}

fn result(found: &Located<'_>, rule: usize) -> Value {
    let finding = &found.diagnostic.finding;
    let mut result = json!({
        "ruleId": finding.code,
        "ruleIndex": rule,
        // SARIF has the same three words.
        "level": finding.level.word(),
        "message": {"text": found.text()},
        "locations": [location(found)],
        "partialFingerprints": {"aimsbook/v1": found.fingerprint.to_string()},
    });
    if let Some(waived) = &finding.waived {
        result["suppressions"] = json!([{"kind": "external", "status": "accepted", "justification": waived}]);
    }
    result
}

fn location(found: &Located<'_>) -> Value {
    let ((line, column), (end_line, end_column)) = (found.start, found.end);
    json!({"physicalLocation": {
        "artifactLocation": {"uri": percent_encoded(&found.path), "uriBaseId": "%SRCROOT%"},
        "region": {"startLine": line, "startColumn": column, "endLine": end_line, "endColumn": end_column},
    }})
}
