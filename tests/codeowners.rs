//! The file that tells a forge whom to ask: from roles in the handbook to handles, and no hole that is not said.

#[path = "support/git.rs"]
mod git;

use std::fs;
use std::path::Path;
use std::process::Command;

use git::git;

const CONFIG: &str = "frameworks: [iso-42001]
roles:
  Managing director: {forge: [\"@org/board\", director@example.org]}
  Head of AI: {forge: \"@org/ai\"}
  Silent: {git: [silent@example.org]}
";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn document(id: &str, roles: &str) -> String {
    format!("---\nid: {id}\ntitle: {id}\n{roles}---\nText.\n")
}

fn handbook(folder: &Path, config: &str) {
    write(folder, "aimsbook.yaml", config);
    write(folder, "policies/ai policy.md", &document("POL-001", "owner: Head of AI\napprover: managing  director\n"));
    write(folder, "policies/data#1 [old].md", &document("POL-002", "owner: Head of AI\n"));
    write(folder, "policies/secret.md", &document("POL-003", "approver: Silent\nclassification: restricted\n"));
    write(folder, "policies/nobody.md", &document("POL-004", ""));
    write(folder, "policies/unknown.md", &document("POL-005", "owner: Head of AI\napprover: Auditor\n"));
    write(
        folder,
        "registers/risks.yaml",
        "kind: risk\nrecords:\n  - {id: RSK-001, title: A, owner: Head of AI, accepted_by: Managing director}\n  - {id: RSK-002, title: B, owner: Head of AI}\n  - {id: RSK-003, title: C, owner: Silent}\n",
    );
}

fn export(folder: &Path, more: &[&str]) -> (String, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    let done = command.args(["export", "codeowners"]).arg(folder).args(more).output().unwrap();
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    (String::from_utf8(done.stdout).unwrap(), String::from_utf8(done.stderr).unwrap())
}

#[test]
fn every_file_has_a_line_and_every_hole_a_comment() {
    let folder = tempfile::tempdir().unwrap();
    handbook(folder.path(), CONFIG);
    let (text, said) = export(folder.path(), &[]);
    assert_eq!(
        text,
        "# Who is asked for a change; made by `aimsbook export codeowners`, change `roles:` instead.
# Nobody is asked for what stands below in no line: `default: yes` for a role would.
/policies/ai\\ policy.md @org/board director@example.org
/policies/data?1\\ ?old?.md @org/ai
# names no role: policies/nobody.md
# nobody is asked: /policies/nobody.md
# no handle for the role: Silent
# nobody is asked: /policies/secret.md
# no handle for the role: Auditor
# nobody is asked: /policies/unknown.md
# no handle for the role: Silent
/registers/risks.yaml @org/ai @org/board director@example.org
"
    );
    assert!(said.contains("policies/secret.md:4:11"), "{said}");
    assert!(said.contains("the role `Silent` has no handle, and is not asked in 2 files"), "{said}");
    assert!(said.contains("policies/unknown.md:5:11") && said.contains("`Auditor`"), "{said}");
}

#[test]
fn in_a_repository_paths_begin_at_its_top_and_a_default_fills_the_holes() {
    let folder = tempfile::tempdir().unwrap();
    git(folder.path(), &["init", "-q"]);
    let root = folder.path().join("our aims");
    handbook(&root, &format!("{CONFIG}  Board: {{forge: \"@org/all\", default: yes}}\n"));
    let (text, _) = export(&root, &[]);
    assert!(text.contains("\n/our\\ aims/ @org/all\n"), "{text}");
    assert!(
        text.contains("\n# names no role: policies/nobody.md\n/our\\ aims/policies/nobody.md @org/all\n"),
        "{text}"
    );
    assert!(text.contains("\n# no handle for the role: Auditor\n/our\\ aims/policies/unknown.md @org/all\n"), "{text}");
    // Git's own matching agrees that a line means its file.
    let patterns = text.lines().filter(|line| line.starts_with('/'));
    for pattern in patterns.map(|line| line.split(" @").next().unwrap()) {
        fs::write(folder.path().join(".gitignore"), format!("{pattern}\n")).unwrap();
        let ignored = git::answer(folder.path(), &["status", "--porcelain", "--ignored", "-z"]);
        assert!(ignored.contains("!! our aims/"), "{pattern} matches nothing: {ignored}");
    }
    fs::remove_file(folder.path().join(".gitignore")).unwrap();
    assert_eq!(text, export(&root, &[]).0);
}

#[test]
fn an_audience_can_be_named_and_the_sample_says_which_roles_have_no_team() {
    let folder = tempfile::tempdir().unwrap();
    handbook(folder.path(), CONFIG);
    assert!(!export(folder.path(), &["--audience", "internal"]).0.contains("secret"));
    let (text, said) = export(Path::new("sample-aims"), &[]);
    assert!(text.contains("sample-aims/policies/ai-policy.md @lindmoor/managing-director\n"), "{text}");
    assert!(said.contains("role-without-handle"), "{said}");
}
