//! The files of a new handbook: the documents an AIMS needs, as drafts, and small registers to begin with.
//!
//! Never claims anything: every document is a draft, and no record of it is evidence.

use std::fmt::Write as _;

use crate::catalog::{Entry, Library};
use crate::text::{Date, DocPath};

macro_rules! starter_files {
    ($($path:literal),* $(,)?) => { &[$(($path, include_str!(concat!("starter/", $path)))),*] };
}

/// Path in the new handbook and text; `{organization}` and `{year}` are filled in.
const FILES: &[(&str, &str)] = starter_files![
    "aimsbook.yaml",
    "index.md",
    "foundation/context.md",
    "foundation/scope.md",
    "foundation/roles.md",
    "foundation/statement-of-applicability.md",
    "policies/ai-policy.md",
    "policies/responsible-use.md",
    "policies/third-parties.md",
    "plans/objectives.md",
    "procedures/risk.md",
    "procedures/impact-assessment.md",
    "procedures/planning-changes.md",
    "procedures/competence-and-communication.md",
    "procedures/document-control.md",
    "procedures/life-cycle.md",
    "procedures/data-management.md",
    "procedures/information-for-users.md",
    "procedures/reporting-concerns.md",
    "procedures/monitoring.md",
    "procedures/internal-audit.md",
    "procedures/management-review.md",
    "procedures/corrective-action.md",
    "registers/audits.yaml",
    "registers/impact-assessments.yaml",
    "registers/interested-parties.yaml",
    "registers/measurements.yaml",
    "registers/objectives.yaml",
    "registers/obligations.yaml",
    "registers/risks.yaml",
    "systems/example-assistant.yaml",
];

/// Kept under a name without a dot, so that it does not act here.
const GIT_IGNORE: &str = include_str!("starter/gitignore");

/// All files of a new handbook, in order.
pub fn starter_files(organization: &str, today: Date) -> Vec<(DocPath, String)> {
    let quoted = serde_yaml::to_string(organization).unwrap_or_default();
    let filled =
        |text: &str| text.replace("{organization}", quoted.trim_end()).replace("{year}", &today.year().to_string());
    let fixed = FILES.iter().map(|(path, text)| (*path, filled(text)));
    let made = [
        (".gitignore", GIT_IGNORE.to_owned()),
        ("registers/statement-of-applicability.yaml", statement_of_applicability(&Library::built_in())),
    ];
    let mut files: Vec<(DocPath, String)> =
        fixed.chain(made).filter_map(|(path, text)| Some((DocPath::new(path)?, text))).collect();
    files.sort();
    files
}

/// One undecided row for every control of Annex A.
fn statement_of_applicability(library: &Library) -> String {
    let mut text = "# The Statement of Applicability: one row for every control of Annex A.\n\
        # To decide a row: fill `applicable` (yes or no), the justification, `implementation` when it applies,\n\
        # and `decided_on`; then set its `status` to decided. How decisions are made: AIMS-004.\n\
        kind: control\nrecords:\n"
        .to_owned();
    let Some(framework) = library.framework("iso-42001") else { return text };
    for (number, entry) in library.frameworks()[usize::from(framework.0)].entries.iter().filter(is_control).enumerate()
    {
        let title = serde_yaml::to_string(&entry.title).unwrap_or_default();
        let _ = write!(
            text,
            "  - id: CTL-{:03}\n    control: {}\n    title: {}\n    status: draft\n    owner: Head of AI governance\n    \
             applicable:\n    justification_inclusion:\n    implementation:\n    decided_on:\n",
            number + 1,
            entry.id,
            title.trim_end()
        );
    }
    text
}

fn is_control(entry: &&Entry) -> bool {
    entry.assessable && entry.id.starts_with("A.")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::Path;

    use super::{FILES, starter_files};
    use crate::text::parse_date;

    #[test]
    fn every_starter_file_is_in_the_table() {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/cli/starter");
        let mut count = 0;
        let mut folders = vec![folder];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() { folders.push(entry.path()) } else { count += 1 }
            }
        }
        assert_eq!(count, FILES.len() + 1, "all but the ignore file");
    }

    #[test]
    fn names_with_signs_stay_one_value() {
        let files = starter_files("Bread & Butter: \"AI\" #1", parse_date("2026-01-01").unwrap());
        let (_, config) = files.iter().find(|(path, _)| path.as_str() == "aimsbook.yaml").unwrap();
        assert!(config.contains("organization: 'Bread & Butter: \"AI\" #1'\n"), "{config}");
        assert!(files.iter().all(|(_, text)| !text.contains("{year}") && !text.contains("{organization}")));
    }

    #[test]
    fn the_statement_of_applicability_has_a_row_for_every_control() {
        let files = starter_files("x", parse_date("2026-01-01").unwrap());
        let (_, text) = files.iter().find(|(path, _)| path.as_str().ends_with("applicability.yaml")).unwrap();
        assert_eq!(text.matches("- id: CTL-").count(), 38);
        assert!(text.contains("  - id: CTL-001\n    control: A.2.2\n    title: AI policy\n"), "{text}");
    }
}
