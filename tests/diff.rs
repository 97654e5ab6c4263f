//! What `aimsbook diff` says about a change, from git and from folders.

#[path = "support/git.rs"]
mod git;

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use git::git;

const CONFIG: &str = "frameworks: [iso-42001]\n";
const POLICY: &str = "---\nid: POL-001\ntitle: AI policy\nstatus: approved\nowner: Head\napprover: Director\napproved: 2026-03-14\nclauses: [5.2]\n---\nEvery system must be assessed.\n\nA second paragraph stands\nhere unchanged.\n";
const RISK: &str = "kind: risk\nrecords:\n  - id: RSK-001\n    title: Drift\n    owner: Lead\n    likelihood: 3\n    impact: 4\n    treatment: modify\n";

fn write(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn handbook(folder: &Path) {
    write(folder, "aimsbook.yaml", CONFIG);
    write(folder, "policies/ai.md", POLICY);
    write(folder, "registers/risks.yaml", RISK);
}

fn diff(folder: &Path, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(["diff", "--as-of", "2026-06-01", "--in"]).arg(folder).args(arguments).output().unwrap()
}

fn text(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

#[test]
fn a_weaker_word_under_an_old_approval_is_what_a_reviewer_sees_first() {
    let folder = tempfile::tempdir().unwrap();
    handbook(folder.path());
    git(folder.path(), &["init", "-q"]);
    git(folder.path(), &["add", "-A"]);
    git(folder.path(), &["commit", "-qm", "one"]);
    git(folder.path(), &["tag", "v1"]);
    write(folder.path(), "policies/ai.md", &POLICY.replace("must be", "may be").replace("stands\nhere", "stands here"));
    let out = diff(folder.path(), &["v1", "--fail-on", "approval"]);
    assert_eq!(
        text(&out),
        "1 approval does not cover the new text
1 obligation weakened or lost
1 document changed

Documents
  changed POL-001 AI policy (policies/ai.md)
    the approval does not cover this text: approve it again
    owned by Head, approved by Director
    obligation weakened: Every system may be assessed.
    Every system [-must-]{+may+} be assessed.

Who must approve
  Director: POL-001
"
    );
    assert_eq!(out.status.code(), Some(1));
    assert_eq!(diff(folder.path(), &["v1", "--fail-on", "regression"]).status.code(), Some(0));
}

/// An approval covers clauses, pictures and rows of the Statement of Applicability too, not only words.
#[test]
fn an_approval_is_void_when_something_else_that_it_covers_changed() {
    const STATEMENT: &str = "---\nid: SOA\ntitle: Statement\ntype: statement-of-applicability\nstatus: approved\nowner: Head\napprover: Director\napproved: 2026-03-14\n---\nText.\n";
    const ROW: &str = "kind: control\nrecords:\n  - {id: CTL-001, title: T, control: A.2.2, owner: Head, applicable: yes, justification_inclusion: Why, decided_on: 2026-03-14}\n";
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path().join("aims");
    handbook(&root);
    write(&root, "soa.md", STATEMENT);
    write(&root, "registers/soa.yaml", ROW);
    for id in ["POL-001", "SOA"] {
        let approve = ["approve", id, "--by", "Director", "--on", "2026-03-14", "--in", root.to_str().unwrap()];
        let done = Command::new(env!("CARGO_BIN_EXE_aimsbook")).args(approve).output().unwrap();
        assert!(done.status.success(), "{}", String::from_utf8_lossy(&done.stderr));
    }
    git(&root, &["init", "-q"]);
    git(&root, &["add", "-A"]);
    git(&root, &["commit", "-qm", "one"]);
    let policy = fs::read_to_string(root.join("policies/ai.md")).unwrap();
    write(&root, "policies/ai.md", &policy.replace("clauses: [5.2]\n", ""));
    write(&root, "registers/soa.yaml", &ROW.replace("applicable: yes", "applicable: no"));
    let out = text(&diff(&root, &["HEAD"]));
    assert!(out.contains("2 approvals do not cover the new text\n"), "{out}");
    assert!(
        out.contains("  changed SOA Statement (soa.md)\n    the approval does not cover this text: approve it again\n"),
        "{out}"
    );
    assert!(out.contains("Who must approve\n  Director: POL-001, SOA\n  Head: CTL-001\n"), "{out}");
}

#[test]
fn layout_alone_is_silent() {
    let folder = tempfile::tempdir().unwrap();
    handbook(&folder.path().join("old"));
    handbook(&folder.path().join("new"));
    let other = POLICY.replace("stands\nhere unchanged.", "*stands* here\nunchanged.").replace('\n', "\r\n");
    write(folder.path(), "new/policies/ai.md", &other);
    let old = folder.path().join("old");
    let out = diff(&folder.path().join("new"), &[old.to_str().unwrap()]);
    assert_eq!(text(&out), "No change to the handbook.\n");
}

#[test]
fn renames_records_and_lost_coverage_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    handbook(&old);
    handbook(&new);
    fs::rename(new.join("policies/ai.md"), new.join("policies/policy.md")).unwrap();
    let without = fs::read_to_string(new.join("policies/policy.md")).unwrap().replace("clauses: [5.2]\n", "");
    write(&new, "policies/policy.md", &without);
    write(&new, "registers/risks.yaml", &RISK.replace("likelihood: 3", "likelihood: 5"));
    let out = text(&diff(&new, &[old.to_str().unwrap()]));
    assert!(out.contains("  lost  5.2 AI policy: documented -> gap\n"), "{out}");
    let renamed = "  renamed POL-001 AI policy (policies/policy.md)\n    owned by Head, approved by Director\n    Clauses: 5.2 -> (nothing)\n";
    assert!(out.contains(renamed), "{out}");
    assert!(out.contains("  changed RSK-001 Drift (risk)\n    owned by Lead\n    Likelihood: 3 -> 5\n"), "{out}");
    assert!(out.contains("Who must approve\n  Director: POL-001\n  Lead: RSK-001\n"), "{out}");
}

#[test]
fn a_comment_escapes_what_a_text_holds_and_keeps_its_marker() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    handbook(&old);
    handbook(&new);
    write(&new, "policies/ai.md", &POLICY.replace("must be assessed", "must be `<script>` assessed @everyone"));
    let out = text(&diff(&new, &[old.to_str().unwrap(), "--format", "markdown"]));
    assert!(out.starts_with("<!-- aimsbook diff -->\n"), "{out}");
    assert!(out.contains("&lt;script&gt;") && !out.contains("<script>"), "{out}");
    assert!(!out.contains(" @everyone"), "{out}");
}

/// Who compares has both folders; a name is for a comment that others read.
#[test]
fn without_an_audience_everything_is_shown_and_the_help_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let (old, new) = (folder.path().join("old"), folder.path().join("new"));
    handbook(&old);
    handbook(&new);
    write(&new, "policies/secret.md", "---\nid: SEC-001\ntitle: Merger\nclassification: restricted\n---\nText.\n");
    let shown = |arguments: &[&str]| {
        let all = [&[old.to_str().unwrap()], arguments].concat();
        text(&diff(&new, &all)).contains("Merger")
    };
    // What stops a change is judged by everything, and counted.
    let secret = "---\nid: SEC-001\ntitle: Merger\nclassification: restricted\n---\n[[NOTHING-1]]\n";
    write(&new, "policies/secret.md", secret);
    let stopped = diff(&new, &[old.to_str().unwrap(), "--audience", "internal", "--fail-on", "findings"]);
    assert_eq!(stopped.status.code(), Some(1));
    let says = String::from_utf8_lossy(&stopped.stderr).into_owned();
    assert!(says.contains("stopped: new findings (") && !says.contains("Merger"), "{says}");
    assert!(shown(&[]) && shown(&["--audience", "restricted"]) && !shown(&["--audience", "internal"]));
    let help = text(&diff(&new, &["--help"]));
    let help = help.split_whitespace().collect::<Vec<_>>().join(" ");
    assert!(help.contains("default: everything") && !help.contains("default: internal"), "{help}");
}

#[test]
fn a_change_does_not_raise_the_audience_of_its_own_comment() {
    const OLD: &str = "frameworks: [iso-42001]\naudiences: {staff: {sees: public, coverage: no}}\n";
    const RAISED: &str = "frameworks: [iso-42001]\naudiences: {staff: restricted}\n";
    const ANEW: &str = "frameworks: [iso-42001]\nclassifications: [public, internal, secret, restricted]\naudiences: {staff: secret}\n";
    let folder = tempfile::tempdir().unwrap();
    let secret = "---\nid: SEC-001\ntitle: Merger\nclassification: internal\n---\nText.\n";
    let open = "---\nid: PUB-001\ntitle: Openness\nclassification: public\n---\nText.\n";
    for (at, (before, after)) in [(OLD, RAISED), (RAISED, OLD), (OLD, ANEW), (ANEW, OLD)].into_iter().enumerate() {
        let (old, new) = (folder.path().join(format!("old{at}")), folder.path().join(format!("new{at}")));
        handbook(&old);
        handbook(&new);
        write(&old, "aimsbook.yaml", before);
        write(&new, "aimsbook.yaml", after);
        write(&new, "policies/secret.md", secret);
        write(&new, "policies/newer.md", &secret.replace("SEC-001", "SEC-002").replace(": internal", ": secret"));
        write(&new, "policies/open.md", open);
        write(&old, "policies/older.md", &secret.replace("SEC-001", "SEC-003"));
        let output = diff(&new, &[old.to_str().unwrap(), "--audience", "staff"]);
        let out = text(&output);
        assert!(!out.contains("Merger") && !out.contains("Coverage"), "{at}: {out}");
        assert!(out.contains("Openness"), "{at}: {out} {}", String::from_utf8_lossy(&output.stderr));
    }
}

#[test]
fn an_unknown_state_could_not_run() {
    let folder = tempfile::tempdir().unwrap();
    handbook(folder.path());
    let out = diff(folder.path(), &["v9"]);
    assert_eq!(out.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&out.stderr).contains("`v9` is no folder either"));
}

#[test]
fn inside_a_hook_of_another_repository_the_folder_keeps_its_own() {
    let (folder, other) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    for place in [folder.path(), other.path()] {
        handbook(place);
        git(place, &["init", "-q"]);
        git(place, &["add", "-A"]);
        git(place, &["commit", "-qm", "one"]);
    }
    git(folder.path(), &["tag", "ours"]);
    write(folder.path(), "policies/new.md", "---\nid: POL-002\ntitle: New\n---\nx\n");
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(["diff", "--as-of", "2026-06-01", "--in"]).arg(folder.path()).arg("ours");
    let git_folder = other.path().join(".git");
    command
        .env("GIT_DIR", &git_folder)
        .env("GIT_WORK_TREE", other.path())
        .env("GIT_INDEX_FILE", git_folder.join("index"));
    command.env("GIT_OBJECT_DIRECTORY", git_folder.join("objects")).env("GIT_PREFIX", "policies/");
    command.env("GIT_LITERAL_PATHSPECS", "1").env("GIT_GLOB_PATHSPECS", "1");
    let out = command.output().unwrap();
    assert_eq!(out.status.code(), Some(0), "{}", String::from_utf8_lossy(&out.stderr));
    assert!(text(&out).contains("added POL-002 New (policies/new.md)"), "{}", text(&out));
}
