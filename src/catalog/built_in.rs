//! The catalogs that come with the program, compiled in as YAML and read once.
//!
//! Never touches the disk.

use std::sync::OnceLock;

use crate::catalog::assemble::add_entries;
use crate::catalog::catalog_file::{CatalogFile, Heading, Purpose, read_catalog_file};
use crate::catalog::crosswalk::Crosswalk;
use crate::catalog::{Exclusion, Framework, Library};
use crate::diagnostic::{Finding, ordered_map};
use crate::syntax::{Node, Value, parse_yaml};
use crate::text::{Sha256, Span};

/// The catalogs in the order of their indexes, and the crosswalk last.
const FILES: [&str; 6] = [
    include_str!("data/iso-42001.yaml"),
    include_str!("data/eu-ai-act.yaml"),
    include_str!("data/nist-ai-rmf.yaml"),
    include_str!("data/iso-27001.yaml"),
    include_str!("data/iso-9001.yaml"),
    include_str!("data/crosswalk.yaml"),
];

pub fn built_in_library() -> Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    if let Some(library) = LIBRARY.get() {
        return library.clone();
    }
    // Read on all cores, and so before anybody can wait for it: a thread that waits for the others takes up work that may
    // ask for the library.
    let library = read_built_in().0;
    LIBRARY.get_or_init(|| library).clone()
}

/// The library, and what is wrong with our own files; a test sees to it that this is nothing.
fn read_built_in() -> (Library, Vec<Finding>) {
    let mut frameworks = Vec::new();
    let mut crosswalk = Crosswalk::default();
    let mut findings = Vec::new();
    for (text, (root, more)) in FILES.iter().zip(ordered_map(&FILES, |text| read_root(text))) {
        findings.extend(more);
        if root.get("crosswalks").is_some() {
            crosswalk = Crosswalk::read(text, &root);
            continue;
        }
        let (file, more) = read_catalog_file(&root, Exclusion::Never);
        findings.extend(more);
        let Some(CatalogFile { purpose: Purpose::Own(heading), entries }) = file else { continue };
        let mut framework = framework_of(&heading);
        framework.built_in = true;
        findings.extend(add_entries(&mut framework, entries, &heading.exclusions));
        framework.entries.iter_mut().for_each(|entry| entry.built_in = true);
        frameworks.push(framework);
    }
    (Library::new(frameworks, crosswalk), findings)
}

fn read_root(text: &str) -> (Node, Vec<Finding>) {
    let parsed = parse_yaml(text, 0);
    (parsed.root.unwrap_or(Node { span: Span::default(), value: Value::Null }), parsed.findings)
}

/// A framework without entries yet.
pub fn framework_of(heading: &Heading) -> Framework {
    Framework {
        id: heading.id.value.clone(),
        name: heading.name.clone(),
        title: heading.title.clone(),
        edition: heading.edition.clone(),
        edition_aliases: heading.edition_aliases.clone(),
        aliases: heading.aliases.iter().map(|alias| alias.value.clone()).collect(),
        numbering: heading.numbering,
        built_in: false,
        digest: Sha256::of(b""),
        entries: Vec::new(),
        annexes: heading.annexes.clone(),
        roles: heading.roles.clone(),
        classes: heading.classes.clone(),
        dates: heading.dates.clone(),
        gate: heading.gate.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::read_built_in;
    use crate::catalog::{Exclusion, Framework, Library, Relation, Support};

    fn framework(id: &str) -> Framework {
        let library = Library::built_in();
        library.at(library.framework(id).unwrap()).clone()
    }

    /// Entries, assessable ones, controls.
    fn counts(id: &str) -> (usize, usize, usize) {
        let framework = framework(id);
        let controls = framework.entries.iter().filter(|entry| entry.kind == "control").count();
        (framework.entries.len(), framework.assessable().count(), controls)
    }

    fn of_kind(id: &str, kind: &str) -> usize {
        framework(id).entries.iter().filter(|entry| entry.kind == kind).count()
    }

    fn ids(id: &str, wanted: impl Fn(&crate::catalog::Entry) -> bool) -> Vec<String> {
        framework(id).entries.iter().filter(|entry| wanted(entry)).map(|entry| entry.id.clone()).collect()
    }

    #[test]
    fn our_own_files_are_clean() {
        let messages: Vec<String> = read_built_in().1.into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, Vec::<String>::new());
    }

    #[test]
    fn catalogs_have_the_known_counts() {
        assert_eq!(counts("iso-42001"), (92, 70, 38));
        assert_eq!(counts("eu-ai-act"), (162, 37, 0));
        assert_eq!(counts("nist-ai-rmf"), (95, 72, 0));
        assert_eq!(counts("iso-27001"), (138, 123, 93));
        assert_eq!(counts("iso-9001"), (75, 57, 0));
        assert_eq!((of_kind("iso-42001", "heading"), of_kind("iso-42001", "control-objective")), (11, 11));
        assert_eq!((of_kind("iso-27001", "heading"), of_kind("iso-27001", "theme")), (11, 4));
        assert_eq!(of_kind("iso-9001", "heading"), 18);
        assert_eq!((of_kind("nist-ai-rmf", "function"), of_kind("nist-ai-rmf", "category")), (4, 19));
        let act = ["chapter", "section", "article", "annex"].map(|kind| of_kind("eu-ai-act", kind));
        assert_eq!(act, [13, 16, 119, 14]);
        assert_eq!(ids("eu-ai-act", |entry| entry.core).len(), 32);
        assert_eq!(framework("iso-9001").entries.iter().map(|entry| entry.paragraphs.len()).sum::<usize>(), 16);
    }

    #[test]
    fn parts_of_the_counts_agree() {
        let under = |id: &str, parent: &str| {
            let framework = framework(id);
            let at = framework.entries.iter().position(|entry| entry.id == parent).unwrap();
            framework.entries[at].children.len()
        };
        assert_eq!(["A.5", "A.6", "A.7", "A.8"].map(|theme| under("iso-27001", theme)), [37, 8, 14, 34]);
        let below =
            |function: &str| ids("nist-ai-rmf", |entry| entry.assessable && entry.id.starts_with(function)).len();
        assert_eq!(["GOVERN", "MAP", "MEASURE", "MANAGE"].map(below), [19, 18, 22, 13]);
        let documented = |entry: &crate::catalog::Entry| !entry.documented_information.is_empty();
        assert_eq!(ids("iso-42001", documented).len(), 18 + 28);
        assert_eq!(ids("iso-9001", documented).len(), 27);
    }

    #[test]
    fn the_crosswalk_resolves_in_both_directions() {
        let library = Library::built_in();
        let mut rows = std::collections::BTreeMap::new();
        let (mut structure, mut own, mut corroborated) = (0, 0, 0);
        let from = library.framework("iso-42001").unwrap();
        for (entry, _) in library.at(from).entries.iter().enumerate() {
            let clause = crate::catalog::ClauseId { framework: from, entry: entry as u16 };
            for related in library.related(clause) {
                *rows.entry(library.at(related.clause.framework).id.clone()).or_insert(0) += 1;
                structure += usize::from(related.relation == Relation::HarmonizedStructure);
                own += usize::from(related.support == Support::OwnJudgement);
                let act = library.at(related.clause.framework).id == "eu-ai-act";
                corroborated += usize::from(act && related.support == Support::Corroborated);
                assert!(library.related(related.clause).iter().any(|back| back.clause == clause));
                assert!(related.sources.iter().all(|source| library.crosswalk_source(source).is_some()));
            }
        }
        let rows: Vec<(String, usize)> = rows.into_iter().collect();
        let expected = [("eu-ai-act", 161), ("iso-27001", 67), ("iso-9001", 28), ("nist-ai-rmf", 278)];
        assert_eq!(rows, expected.map(|(id, count)| (id.to_owned(), count)));
        assert_eq!((structure, own, corroborated), (58, 4, 52));
        assert_eq!(read_built_in().0.digest(), library.digest());
    }

    #[test]
    fn what_is_owed_per_system_and_what_may_be_excluded() {
        assert_eq!(ids("iso-42001", |entry| entry.per_system), ["8.4", "A.5.3", "A.5.4", "A.5.5"]);
        assert_eq!(ids("eu-ai-act", |entry| entry.per_system).len(), 29);
        let excluded = |id: &str, exclusion| ids(id, |entry| entry.assessable && entry.exclusion == exclusion).len();
        assert_eq!(excluded("iso-42001", Exclusion::Never), 32);
        assert_eq!(excluded("iso-42001", Exclusion::StatementOfApplicability), 38);
        assert_eq!(excluded("iso-27001", Exclusion::StatementOfApplicability), 93);
        assert_eq!(excluded("eu-ai-act", Exclusion::RoleAndClass), 37);
        assert_eq!(excluded("nist-ai-rmf", Exclusion::Justification), 72);
        assert!(
            ids("iso-9001", |entry| entry.exclusion == Exclusion::Justification).iter().all(|id| id.starts_with("8."))
        );
        assert_eq!(excluded("iso-9001", Exclusion::Never) + excluded("iso-9001", Exclusion::Justification), 57);
    }

    #[test]
    fn the_act_keeps_its_closed_lists_and_dates() {
        let act = framework("eu-ai-act");
        for entry in &act.entries {
            assert!(entry.applies_to.iter().all(|role| act.roles.contains(role)), "{}", entry.id);
            assert!(entry.classes.iter().all(|class| act.classes.contains(class)), "{}", entry.id);
            assert_eq!(entry.assessable, !entry.applies_to.is_empty(), "{}", entry.id);
            assert_eq!(entry.kind == "article", entry.application.is_some(), "{}", entry.id);
        }
        let article = act.entries.iter().find(|entry| entry.id == "Art.9").unwrap();
        let application = article.application.as_ref().unwrap();
        let dates: Vec<String> = application.current.iter().map(|case| case.from.to_string()).collect();
        assert_eq!(dates, ["2027-12-02", "2028-08-02"]);
        assert_eq!(act.dates.len(), 11);
    }

    #[test]
    fn names_lead_to_frameworks_and_wrong_editions_do_not() {
        let library = Library::built_in();
        let id = |name: &str| library.framework(name).map_or("-", |at| library.at(at).id.as_str());
        for name in [
            "iso-42001",
            "ISO/IEC 42001:2023",
            "iso42001",
            "ISO 42001",
            "42001:",
            "iso-42001@2023",
            "ISO_42001",
            "Iso/Iec 42001 (2023)",
        ] {
            assert_eq!(id(name), "iso-42001", "{name}");
        }
        for name in ["AI Act", "EU AI Act", "eu-ai-act", "Regulation (EU) 2024/1689", "eu-ai-act@2024/1689", "ai act"] {
            assert_eq!(id(name), "eu-ai-act", "{name}");
        }
        for name in ["NIST AI RMF", "AI RMF 1.0", "nist-ai-rmf@1.0", "NIST AI 100-1"] {
            assert_eq!(id(name), "nist-ai-rmf", "{name}");
        }
        for name in
            ["ISO/IEC 27001:2013", "iso-42001@2024", "iso-9001@2026", "ISO 9001:2026", "ISO 42005", "", "AI", "42001x"]
        {
            assert_eq!(id(name), "-", "{name}");
        }
        assert_eq!(library.wrong_edition("ISO 9001:2026").unwrap().1, "2026");
        assert_eq!(library.nearest_frameworks("iso-4201")[0], "iso-42001");
        assert_eq!(library.nearest_frameworks("iso-9001@2026"), ["iso-9001"]);
    }
}
