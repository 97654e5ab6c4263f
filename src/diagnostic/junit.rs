//! Diagnostics as a JUnit report, which every build server shows: one suite a file, one case a finding.
//!
//! Never fails a case for what is only worth knowing, or for what somebody has waived: those are skipped, with a word.

use std::collections::BTreeMap;

use quick_xml::Writer;
use quick_xml::events::BytesText;

use crate::diagnostic::located::{Located, located};
use crate::diagnostic::{Diagnostic, Level};
use crate::text::Snapshot;

/// The report as one XML text; a handbook without findings has one case that passes.
pub fn junit(diagnostics: &[Diagnostic], snapshot: &Snapshot, prefix: &str) -> String {
    let mut files: BTreeMap<String, Vec<Located<'_>>> = BTreeMap::new();
    for found in located(diagnostics, snapshot, prefix) {
        files.entry(found.path.clone()).or_default().push(found);
    }
    let mut writer = Writer::new_with_indent(b"<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".to_vec(), b' ', 2);
    let written = writer.create_element("testsuites").with_attribute(("name", "aimsbook")).write_inner_content(|to| {
        if files.is_empty() {
            return passed(to);
        }
        files.iter().try_for_each(|(path, found)| suite(to, path, found))
    });
    // Writing to memory does not fail.
    written.map(|writer| String::from_utf8_lossy(writer.get_ref()).into_owned() + "\n").unwrap_or_default()
}

fn passed(to: &mut Writer<Vec<u8>>) -> std::io::Result<()> {
    let counts = [("name", "handbook"), ("tests", "1"), ("failures", "0"), ("skipped", "0")];
    to.create_element("testsuite").with_attributes(counts).write_inner_content(|to| {
        let case = [("name", "no findings"), ("classname", "handbook")];
        to.create_element("testcase").with_attributes(case).write_empty().map(|_| ())
    })?;
    Ok(())
}

fn suite(to: &mut Writer<Vec<u8>>, path: &str, found: &[Located<'_>]) -> std::io::Result<()> {
    let failures = found.iter().filter(|found| fails(found)).count();
    let (tests, failed, skipped) =
        (found.len().to_string(), failures.to_string(), (found.len() - failures).to_string());
    let path = plain(path);
    let counts = [("name", path.as_str()), ("tests", &tests), ("failures", &failed), ("skipped", &skipped)];
    to.create_element("testsuite")
        .with_attributes(counts)
        .write_inner_content(|to| found.iter().try_for_each(|found| case(to, &path, found)))?;
    Ok(())
}

fn case(to: &mut Writer<Vec<u8>>, path: &str, found: &Located<'_>) -> std::io::Result<()> {
    let finding = &found.diagnostic.finding;
    let name = plain(&format!("{}:{}: {}", found.start.0, found.start.1, finding.code));
    let (message, line) = (plain(&finding.message), found.start.0.to_string());
    let attributes = [("name", name.as_str()), ("classname", path), ("file", path), ("line", &line)];
    to.create_element("testcase").with_attributes(attributes).write_inner_content(|to| {
        if fails(found) {
            let text = plain(&format!("{path}:{}: {}", found.start.0, found.text()));
            let why = [("message", message.as_str()), ("type", finding.level.word())];
            to.create_element("failure").with_attributes(why).write_text_content(BytesText::new(&text))?;
        } else {
            let why = finding.waived.as_deref().map_or(message.clone(), plain);
            to.create_element("skipped").with_attribute(("message", why.as_str())).write_empty()?;
        }
        Ok(())
    })?;
    Ok(())
}

fn fails(found: &Located<'_>) -> bool {
    found.diagnostic.finding.waived.is_none() && found.diagnostic.finding.level != Level::Note
}

/// XML has no way to write most control characters.
fn plain(text: &str) -> String {
    let allowed = |character: &char| !character.is_control() || matches!(character, '\n' | '\t');
    text.chars().filter(allowed).filter(|character| !matches!(character, '\u{fffe}' | '\u{ffff}')).collect()
}
