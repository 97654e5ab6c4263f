//! The user's `frameworks/*.yaml`: own frameworks, further entries of known ones, licensed texts.
//!
//! Never gives up on a file for one mistake in it, and never lets a file replace what is built in.

use crate::catalog::assemble::add_entries;
use crate::catalog::built_in::framework_of;
use crate::catalog::catalog_file::{CatalogFile, Exclusions, Heading, Purpose, read_catalog_file};
use crate::catalog::names::Names;
use crate::catalog::{Exclusion, Framework, LicensedText};
use crate::diagnostic::{Diagnostic, Finding};
use crate::syntax::Node;
use crate::text::{DocPath, Spanned, nearest};

/// Own frameworks first, whatever the files are called, so that every file can extend every framework.
pub fn add_user_files(frameworks: &mut Vec<Framework>, names: &Names, files: &[(DocPath, Node)]) -> Vec<Diagnostic> {
    let mut diagnostics = Vec::new();
    let mut read = Vec::new();
    let mut files: Vec<&(DocPath, Node)> = files.iter().collect();
    files.sort_by(|left, right| left.0.cmp(&right.0));
    for (path, root) in files {
        let (file, findings) = read_catalog_file(root, Exclusion::Justification);
        diagnostics.extend(findings.into_iter().map(|finding| finding.at(path)));
        read.extend(file.map(|file| (path, file)));
    }
    read.sort_by_key(|(_, file)| match file.purpose {
        Purpose::Own(_) => 0,
        Purpose::Extends(_) => 1,
        Purpose::Texts { .. } => 2,
    });
    for (path, file) in read {
        let findings = add_file(frameworks, names, file);
        diagnostics.extend(findings.into_iter().map(|finding| finding.at(path)));
    }
    diagnostics
}

fn add_file(frameworks: &mut Vec<Framework>, names: &Names, file: CatalogFile) -> Vec<Finding> {
    match file.purpose {
        Purpose::Own(heading) => match check_heading(frameworks, names, &heading) {
            Err(finding) => vec![*finding],
            Ok(mut findings) => {
                let mut framework = framework_of(&heading);
                framework.aliases.retain(|alias| !is_taken(frameworks, names, alias));
                findings.extend(add_entries(&mut framework, file.entries, &heading.exclusions));
                frameworks.push(framework);
                findings
            }
        },
        Purpose::Extends(name) => match find(frameworks, names, &name) {
            Err(finding) => vec![*finding],
            Ok(at) => {
                let exclusions = exclusions_of(&frameworks[at]);
                add_entries(&mut frameworks[at], file.entries, &exclusions)
            }
        },
        Purpose::Texts { framework, classification, texts } => {
            let mut findings = misplaced_entries(&file.entries);
            match find(frameworks, names, &framework) {
                Err(finding) => findings.push(*finding),
                Ok(at) => findings.extend(add_texts(&mut frameworks[at], &classification, texts)),
            }
            findings
        }
    }
}

/// What is wrong with the names; an error when the framework cannot be added at all.
fn check_heading(frameworks: &[Framework], names: &Names, heading: &Heading) -> Result<Vec<Finding>, Box<Finding>> {
    let id = &heading.id;
    if is_taken(frameworks, names, &id.value) {
        let message = format!("a framework is already called `{}`", id.value);
        return Err(Finding::error("duplicate-framework", id.span, message)
            .label("this file is not used")
            .help(format!("to add entries to it write `extends: {}` instead of `id`; else choose another id", id.value))
            .into());
    }
    if is_taken(frameworks, names, &heading.name) {
        let message = format!("`{}` carries the name of another framework, `{}`", id.value, heading.name);
        return Err(Finding::error("duplicate-framework", id.span, message)
            .label("this file is not used")
            .help("give it a name of its own: its figures would be taken for those of the other".to_owned())
            .into());
    }
    let mut findings = Vec::new();
    for alias in heading.aliases.iter().filter(|alias| is_taken(frameworks, names, &alias.value)) {
        let message = format!("the alias `{}` already means another framework", alias.value);
        findings.push(Finding::warning("duplicate-framework-name", alias.span, message).label("not used here"));
    }
    Ok(findings)
}

fn is_taken(frameworks: &[Framework], names: &Names, name: &str) -> bool {
    names.whole(name).is_some() || Names::of(&frameworks[names.count()..]).whole(name).is_some()
}

/// The framework that a file adds to.
fn find(frameworks: &[Framework], names: &Names, name: &Spanned<String>) -> Result<usize, Box<Finding>> {
    let own = Names::of(&frameworks[names.count()..]);
    let own_place =
        || own.whole(&name.value).map(|named| (named.framework.0 as usize + names.count(), named.wrong_edition));
    let known = names.whole(&name.value).map(|named| (named.framework.0 as usize, named.wrong_edition));
    match known.or_else(own_place) {
        Some((at, None)) => Ok(at),
        Some((at, Some(edition))) => {
            let framework = &frameworks[at];
            let message = format!("`{}` is here in the edition {}, not {edition}", framework.id, framework.edition);
            Err(Finding::error("unknown-edition", name.span, message).into())
        }
        None => {
            let finding =
                Finding::error("unknown-framework", name.span, format!("no framework is called `{}`", name.value));
            let near = nearest(&name.value, frameworks.iter().map(|framework| framework.id.as_str()), 1);
            Err(match near.first() {
                Some(near) => finding.help(format!("did you mean `{near}`?")),
                None => finding,
            }
            .into())
        }
    }
}

/// An added control is one more row of the Statement of Applicability where the framework has one.
fn exclusions_of(framework: &Framework) -> Exclusions {
    let has_controls = framework.entries.iter().any(|entry| entry.is_control());
    let by_kind = has_controls.then(|| ("control".to_owned(), Exclusion::StatementOfApplicability));
    Exclusions { by_kind: by_kind.into_iter().collect(), otherwise: Exclusion::Justification }
}

fn misplaced_entries(entries: &[crate::catalog::catalog_entry::WrittenEntry]) -> Vec<Finding> {
    let finding = |entry: &crate::catalog::catalog_entry::WrittenEntry| {
        Finding::error("misplaced-entries", entry.id.span, "a file of licensed texts holds no entries")
            .help("put the entries into a file of their own with `extends:`")
    };
    entries.first().map(finding).into_iter().collect()
}

fn add_texts(framework: &mut Framework, classification: &str, texts: Vec<(Spanned<String>, String)>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (id, text) in texts {
        let found = framework.entries.iter().position(|entry| entry.id.eq_ignore_ascii_case(id.value.trim()));
        match found.map(|at| &mut framework.entries[at]) {
            None => findings.push(unknown_entry(framework, &id)),
            Some(entry) if entry.text.is_some() => {
                let message = format!("`{}` already has a text", entry.id);
                findings.push(Finding::warning("duplicate-text", id.span, message).label("not used"));
            }
            Some(entry) => entry.text = Some(LicensedText { text, classification: classification.to_owned() }),
        }
    }
    findings
}

fn unknown_entry(framework: &Framework, id: &Spanned<String>) -> Finding {
    let message = format!("{} has no entry `{}`", framework.name, id.value);
    let finding = Finding::error("unknown-clause", id.span, message);
    let near = nearest(&id.value, framework.entries.iter().map(|entry| entry.id.as_str()), 3);
    match near.is_empty() {
        true => finding,
        false => finding.help(format!("nearest: {}", near.join(", "))),
    }
}
