//! What a build server runs for a proposed change: the scripts from end to end against a bare repository with two branches,
//! and the files that call them.
//!
//! Never asks a network: what would be sent is written down by a stand-in.

#[path = "support/git.rs"]
mod git;

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use git::git;
use serde_yaml::Value;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");
const DAY: &str = "2026-11-27";

/// A bare repository with the sample's `main` and `proposal`, and a clone that stands at the proposal.
struct Forge {
    folder: tempfile::TempDir,
}

impl Forge {
    fn new(clone: &[&str]) -> Forge {
        let folder = tempfile::tempdir().unwrap();
        let made = folder.path().join("made");
        let script = format!("{ROOT}/sample-aims/make-history.sh");
        assert!(Command::new("bash").arg(script).arg(&made).output().unwrap().status.success());
        git(folder.path(), &["init", "-q", "--bare", "origin.git"]);
        let origin = format!("file://{}/origin.git", folder.path().display());
        git(&made, &["push", "-q", &origin, "main", "proposal", "--tags"]);
        let more = [&["clone", "-q", "--branch", "proposal"], clone, &[&origin, "clone"]].concat();
        git(folder.path(), &more);
        Forge { folder }
    }

    fn clone(&self) -> PathBuf {
        self.folder.path().join("clone")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("out")
    }

    fn review(&self, settings: &[(&str, &str)]) -> Output {
        let mut command = Command::new("bash");
        command.arg(format!("{ROOT}/ci/review.sh")).current_dir(self.clone());
        command.env("AIMS_PROGRAM", env!("CARGO_BIN_EXE_aimsbook")).env("AIMS_AS_OF", DAY);
        command.env("AIMS_BASE", "origin/main").env("AIMS_OUT", self.out()).env_remove("GITHUB_STEP_SUMMARY");
        command.envs(settings.iter().copied()).output().unwrap()
    }

    fn read(&self, path: &str) -> String {
        fs::read_to_string(self.out().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
    }
}

fn words(output: &Output) -> (String, String) {
    (String::from_utf8(output.stdout.clone()).unwrap(), String::from_utf8(output.stderr.clone()).unwrap())
}

#[test]
fn a_reviewer_of_the_proposal_sees_what_it_does() {
    let forge = Forge::new(&[]);
    let summary = forge.folder.path().join("summary.md");
    let done = forge.review(&[("AIMS_FORMAT", "github"), ("GITHUB_STEP_SUMMARY", summary.to_str().unwrap())]);
    let (said, errors) = words(&done);
    assert_eq!(done.status.code(), Some(1), "{errors}");
    // At the lines of the pull request.
    assert!(said.contains("::warning file=policies/ai-policy.md,line="), "{said}");
    assert!(said.contains("excluded-control-in-use") || said.contains("which `CTL-023` excludes"), "{said}");
    let comment = forge.read("comment.md");
    assert!(comment.starts_with("<!-- aimsbook diff -->\n"), "{comment}");
    for part in [
        "- 5 entries lose coverage\n",
        "- 3 approvals do not cover the new text\n",
        "- 2 obligations weakened or lost\n",
        "- to be approved by **Managing director**: AIMS-007, CTL-023, POL-001, PROC-012\n",
        "| A.3.3 Reporting of concerns | evidenced | practised | **lost** |",
        "| A.6.2.8 AI system recording of event logs | evidenced | excluded |",
        "owned by Head of AI governance, approved by Managing director",
        "<del>must</del><ins><b>should</b></ins>",
    ] {
        assert!(comment.contains(part), "{part} is not in {comment}");
    }
    assert_eq!(fs::read_to_string(summary).unwrap(), comment);
    assert!(forge.read("review/documents/POL-001.html").contains("<del>must</del><ins>should</ins>"));
    assert!(forge.read("preview/documents/POL-001.html").contains("Every score should keep"));
    // Written for staff: what they may not see is in none of the three.
    assert!(!forge.out().join("preview/documents/TD-005.html").exists());
}

#[test]
fn what_stops_a_change_can_be_chosen_and_a_good_one_goes_on() {
    let forge = Forge::new(&[]);
    assert_eq!(forge.review(&[("AIMS_FAIL_ON", "findings")]).status.code(), Some(1));
    let typo = forge.clone().join("guidance/prompt-writing.md");
    git(&forge.clone(), &["checkout", "-q", "-b", "typo", "origin/main"]);
    fs::write(&typo, fs::read_to_string(&typo).unwrap().replace("version: \"1.0\"", "version: \"1.1\"")).unwrap();
    git(&forge.clone(), &["commit", "-qam", "One more version"]);
    let done = forge.review(&[("AIMS_FORMAT", "gitlab"), ("AIMS_FAIL_ON", "")]);
    assert_eq!(done.status.code(), Some(0), "{}", words(&done).1);
    let report: serde_json::Value = serde_json::from_str(&forge.read("gl-code-quality-report.json")).unwrap();
    assert!(report.is_array());
    assert!(forge.read("comment.md").contains("GDE-004"));
    // An error stops it whatever is chosen.
    fs::write(&typo, fs::read_to_string(&typo).unwrap().replace("[A.9.2]", "[A.99.2]")).unwrap();
    git(&forge.clone(), &["commit", "-qam", "A clause that is none"]);
    let done = forge.review(&[("AIMS_FAIL_ON", "")]);
    assert_eq!(done.status.code(), Some(1));
    assert!(words(&done).0.contains("unknown-clause"), "{}", words(&done).0);
}

#[test]
fn a_shallow_clone_gets_its_history_or_says_how() {
    let forge = Forge::new(&["--depth", "1"]);
    let done = forge.review(&[]);
    assert_eq!(done.status.code(), Some(1), "{}", words(&done).1);
    assert!(words(&done).1.contains("shallow") && forge.read("comment.md").contains("POL-001"));
    let forge = Forge::new(&["--depth", "1"]);
    git(&forge.clone(), &["remote", "set-url", "origin", "file:///nowhere"]);
    let done = forge.review(&[]);
    assert_eq!(done.status.code(), Some(2));
    assert!(words(&done).1.contains("fetch-depth: 0") && words(&done).1.contains("GIT_DEPTH: 0"));
}

#[test]
fn a_wrong_name_is_no_missing_history() {
    let forge = Forge::new(&[]);
    let says = |forge: &Forge, base: &str| {
        let done = forge.review(&[("AIMS_BASE", base)]);
        assert_eq!(done.status.code(), Some(2), "{}", words(&done).1);
        words(&done).1
    };
    let wrong = says(&forge, "origin/mian");
    assert!(wrong.contains("no branch, tag or commit origin/mian in this clone"), "{wrong}");
    assert!(wrong.contains("origin/main") && !wrong.contains("fetch-depth"), "{wrong}");
    git(&forge.clone(), &["checkout", "-q", "--orphan", "other"]);
    git(&forge.clone(), &["commit", "-q", "-m", "another beginning"]);
    let unrelated = says(&forge, "origin/main");
    assert!(unrelated.contains("no commit in common") && !unrelated.contains("fetch-depth"), "{unrelated}");
    // A clone without its past that gets it all: then the name is wrong, nothing else.
    let shallow = Forge::new(&["--depth", "1"]);
    let wrong = says(&shallow, "origin/mian");
    assert!(wrong.contains("no branch, tag or commit origin/mian") && !wrong.contains("fetch-depth"), "{wrong}");
    fs::remove_dir_all(shallow.clone().join(".git")).unwrap();
    let without = says(&shallow, "origin/main");
    assert!(without.contains("stands in no git repository"), "{without}");
}

#[test]
fn settings_that_cannot_be_are_said_and_run_nothing() {
    let forge = Forge::new(&[]);
    for (settings, says) in [
        (("AIMS_BASE", ""), "AIMS_BASE=origin/main"),
        (("AIMS_BASE", "--upload-pack=touch x"), "no branch, tag or commit --upload-pack=touch x in this clone"),
        (("AIMS_DIR", "nowhere"), "no folder nowhere"),
        (("AIMS_PROGRAM", "no-such-program"), "no program no-such-program"),
        (("AIMS_AUDIENCE", "everybody"), "there is no audience `everybody`"),
    ] {
        let done = forge.review(&[settings]);
        assert_eq!(done.status.code(), Some(2), "{settings:?}");
        assert!(words(&done).1.contains(says), "{settings:?}: {}", words(&done).1);
    }
    // By default the results lie where the handbook does not read them.
    let mut command = Command::new("bash");
    command.arg(format!("{ROOT}/ci/review.sh")).current_dir(forge.clone()).env("AIMS_BASE", "origin/main");
    command
        .env("AIMS_PROGRAM", env!("CARGO_BIN_EXE_aimsbook"))
        .env("AIMS_AS_OF", DAY)
        .env_remove("GITHUB_STEP_SUMMARY");
    for _ in 0..2 {
        assert_eq!(command.output().unwrap().status.code(), Some(1));
    }
    let comment = fs::read_to_string(forge.clone().join(".aims-review/comment.md")).unwrap();
    assert!(comment.contains("- 3 documents changed\n"), "{comment}");
}

/// Puts a stand-in for a program into a folder: it writes down its arguments, and answers.
fn stand_in(folder: &Path, name: &str, answers: &str) {
    let path = folder.join(name);
    let log = folder.join("log");
    let text = format!("#!/usr/bin/env bash\nprintf '%s\\n' \"{name} $*\" >>'{}'\n{answers}\n", log.display());
    fs::write(&path, text).unwrap();
    assert!(Command::new("chmod").arg("+x").arg(&path).status().unwrap().success());
}

fn comment(folder: &Path, settings: &[(&str, &str)]) -> (Option<i32>, String, String) {
    fs::write(folder.join("comment.md"), "<!-- aimsbook diff -->\n### What\n").unwrap();
    let _ = fs::remove_file(folder.join("log"));
    let path = format!("{}:{}", folder.display(), std::env::var("PATH").unwrap());
    let mut command = Command::new("bash");
    command.arg(format!("{ROOT}/ci/comment.sh")).arg(folder.join("comment.md")).env("PATH", path);
    command.env_remove("CI_MERGE_REQUEST_IID").env_remove("GITHUB_ACTIONS");
    let done = command.envs(settings.iter().copied()).output().unwrap();
    let log = fs::read_to_string(folder.join("log")).unwrap_or_default();
    (done.status.code(), log, String::from_utf8(done.stdout).unwrap())
}

#[test]
fn a_comment_on_github_is_written_once_and_then_into_the_same() {
    let folder = tempfile::tempdir().unwrap();
    let settings = [("GITHUB_REPOSITORY", "org/aims"), ("AIMS_REQUEST", "7"), ("GH_TOKEN", "t")];
    stand_in(folder.path(), "gh", "true");
    let (code, log, _) = comment(folder.path(), &settings);
    assert_eq!(code, Some(0));
    assert!(log.contains("--method POST repos/org/aims/issues/7/comments --field body=@"), "{log}");
    stand_in(folder.path(), "gh", "case \"$*\" in *--paginate*) printf '31\\n44\\n' ;; esac");
    let (_, log, _) = comment(folder.path(), &settings);
    assert!(log.contains("--method PATCH repos/org/aims/issues/comments/31 ") && !log.contains("POST"), "{log}");
    // From a fork nobody may write; the check does not hang on it.
    stand_in(folder.path(), "gh", "exit 1");
    let (code, _, said) = comment(folder.path(), &[&settings[..], &[("GITHUB_ACTIONS", "true")]].concat());
    assert_eq!(code, Some(0));
    assert!(said.starts_with("::warning::the comment could not be written"), "{said}");
}

#[test]
fn a_note_on_gitlab_is_written_once_and_its_token_is_in_no_argument() {
    if Command::new("jq").arg("--version").output().is_err() {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let settings = [
        ("CI_API_V4_URL", "https://forge.example.org/api/v4"),
        ("CI_PROJECT_ID", "5"),
        ("CI_MERGE_REQUEST_IID", "7"),
        ("AIMS_GITLAB_TOKEN", "secret-token"),
    ];
    let answers = |list: &str| format!("cat >/dev/null\ncase \"$*\" in *per_page*) printf '%s' '{list}' ;; esac");
    stand_in(folder.path(), "curl", &answers("[{\"id\": 3, \"body\": \"other\"}]"));
    let (code, log, _) = comment(folder.path(), &settings);
    let notes = "https://forge.example.org/api/v4/projects/5/merge_requests/7/notes";
    assert_eq!(code, Some(0));
    assert!(log.contains("--request POST") && log.lines().last().unwrap().ends_with(notes), "{log}");
    assert!(!log.contains("secret-token"), "{log}");
    let known = "[{\"id\": 3, \"body\": \"other\"}, {\"id\": 9, \"body\": \"<!-- aimsbook diff -->\\\\nold\"}]";
    stand_in(folder.path(), "curl", &answers(known));
    let (_, log, _) = comment(folder.path(), &settings);
    assert!(log.contains("--request PUT") && log.trim_end().ends_with(&format!("{notes}/9")), "{log}");
    let (code, log, said) = comment(folder.path(), &settings[..3]);
    assert!(code == Some(0) && log.is_empty() && said.contains("AIMS_GITLAB_TOKEN is not set"), "{said}");
}

#[test]
fn a_program_is_built_beside_the_script_or_taken_with_its_digest() {
    let folder = tempfile::tempdir().unwrap();
    let install = |settings: &[(&str, &str)]| {
        let path = format!("{}:{}", folder.path().display(), std::env::var("PATH").unwrap());
        let mut command = Command::new("bash");
        command.arg(format!("{ROOT}/ci/install.sh")).env("PATH", path).env("AIMS_PLACE", folder.path().join("place"));
        command.env("GITHUB_PATH", folder.path().join("path")).envs(settings.iter().copied()).output().unwrap()
    };
    // The release that a stand-in for the network gives.
    let program = folder.path().join("aimsbook");
    fs::write(&program, "#!/usr/bin/env bash\necho aimsbook of the release\n").unwrap();
    let shell = |line: &str| {
        let done = Command::new("bash").args(["-c", line]).current_dir(folder.path()).output().unwrap();
        assert!(done.status.success(), "{line}: {}", String::from_utf8_lossy(&done.stderr));
    };
    shell("chmod +x aimsbook && tar -czf release.tar.gz aimsbook && sha256sum release.tar.gz > sums");
    let sums = fs::read_to_string(folder.path().join("sums")).unwrap();
    let digest = sums.split(' ').next().unwrap();
    let targets =
        ["x86_64-unknown-linux-gnu", "aarch64-unknown-linux-gnu", "aarch64-apple-darwin", "x86_64-apple-darwin"];
    let list = |digest: &str| -> String {
        targets.iter().map(|target| format!("{digest}  aimsbook-v1.2.3-{target}.tar.gz\n")).collect()
    };
    let from = folder.path().display();
    let answers = format!(
        "for last; do :; done\ncase \"$*\" in *SHA256SUMS*) cp '{from}/list' SHA256SUMS ;; *) cp '{from}/release.tar.gz' \"${{last##*/}}\" ;; esac"
    );
    stand_in(folder.path(), "curl", &answers);
    let release = [("AIMS_VERSION", "v1.2.3"), ("AIMS_RELEASES", "https://forge.example.org/releases")];
    fs::write(folder.path().join("list"), list(digest)).unwrap();
    let done = install(&release);
    assert_eq!(words(&done).0, "aimsbook of the release\n", "{}", words(&done).1);
    assert!(fs::read_to_string(folder.path().join("path")).unwrap().ends_with("/place/bin\n"));
    fs::write(folder.path().join("list"), list(&"0".repeat(64))).unwrap();
    let done = install(&release);
    assert!(!done.status.success() && words(&done).1.contains("is not what SHA256SUMS says"), "{:?}", words(&done));
    let done = install(&[("AIMS_VERSION", "latest; touch x")]);
    assert!(!done.status.success() && words(&done).1.contains("neither `source` nor a release"));
    stand_in(
        folder.path(),
        "cargo",
        &format!("mkdir -p '{from}/place/bin' && cp '{from}/aimsbook' '{from}/place/bin/'"),
    );
    assert!(install(&[]).status.success());
    let log = fs::read_to_string(folder.path().join("log")).unwrap();
    assert!(log.contains(&format!("cargo install --quiet --locked --path {ROOT} --root ")), "{log}");
}

fn yaml(path: &str) -> Value {
    serde_yaml::from_str(&fs::read_to_string(Path::new(ROOT).join(path)).unwrap()).unwrap()
}

/// The names after a beginning in a text: `inputs.dir` gives `dir`.
fn names_after(text: &str, beginning: &str) -> BTreeSet<String> {
    let name = |rest: &str| {
        rest.split(|sign: char| !(sign.is_ascii_alphanumeric() || sign == '-' || sign == '_'))
            .next()
            .unwrap()
            .to_owned()
    };
    text.match_indices(beginning).map(|(at, _)| name(&text[at + beginning.len()..])).collect()
}

#[test]
fn the_action_uses_its_inputs_and_lets_none_of_them_become_a_command() {
    let action = yaml("action.yml");
    let text = fs::read_to_string(format!("{ROOT}/action.yml")).unwrap();
    let keys = |value: &Value| -> BTreeSet<String> {
        value.as_mapping().unwrap().keys().map(|key| key.as_str().unwrap().to_owned()).collect()
    };
    let inputs = keys(&action["inputs"]);
    assert_eq!(names_after(&text, "inputs."), inputs, "what is declared is used, and the other way round");
    for name in ["dir", "version", "audience", "fail-on", "comment"] {
        assert!(inputs.contains(name), "{name}");
    }
    for (name, input) in action["inputs"].as_mapping().unwrap() {
        assert!(input["description"].is_string() && !input["default"].is_null(), "{name:?}");
    }
    assert_eq!(action["runs"]["using"], "composite");
    let steps = action["runs"]["steps"].as_sequence().unwrap();
    let ids: BTreeSet<String> = steps.iter().filter_map(|step| step["id"].as_str().map(str::to_owned)).collect();
    assert!(names_after(&text, "steps.").is_subset(&ids));
    let mut scripts = BTreeSet::new();
    for step in steps {
        let Some(run) = step["run"].as_str() else {
            assert!(step["uses"].as_str().is_some_and(|used| used.contains("@v")), "{step:?}");
            continue;
        };
        assert_eq!(step["shell"], "bash", "{step:?}");
        // A name of a branch is a text that anybody may choose.
        assert!(!run.contains("${{"), "{run}");
        let set = keys(&step["env"]);
        for name in names_after(run, "$AIMS_") {
            assert!(set.contains(&format!("AIMS_{name}")), "{name} in {run}");
        }
        scripts.extend(names_after(run, "/ci/").into_iter().map(|name| format!("ci/{name}.sh")));
    }
    for (script, settings) in [("ci/install.sh", 0), ("ci/review.sh", 1)] {
        let code = fs::read_to_string(format!("{ROOT}/{script}")).unwrap();
        for name in keys(&steps[settings]["env"]).iter().filter(|name| *name != "AIMS_ACTION") {
            assert!(code.contains(&format!("{{{name}")), "{script} does not know {name}");
        }
    }
    assert_eq!(scripts, ["ci/comment.sh", "ci/install.sh", "ci/review.sh"].map(str::to_owned).into());
    assert!(scripts.iter().all(|script| Path::new(ROOT).join(script).is_file()));
}

#[test]
fn the_job_for_gitlab_calls_the_same_scripts_with_what_they_know() {
    let job = &yaml("ci/gitlab.yml")["aims-review"];
    let lines = |key: &str| -> String {
        job[key].as_sequence().unwrap().iter().map(|line| line.as_str().unwrap().to_owned() + "\n").collect()
    };
    let all = lines("before_script") + &lines("script");
    for script in ["ci/install.sh", "ci/review.sh", "ci/comment.sh"] {
        assert!(all.contains(&format!(".aims-source/{script}")), "{script}");
    }
    assert_eq!(job["variables"]["GIT_DEPTH"], "0");
    let code: String = ["install", "review", "comment"]
        .iter()
        .map(|name| fs::read_to_string(format!("{ROOT}/ci/{name}.sh")).unwrap())
        .collect();
    for (name, _) in job["variables"].as_mapping().unwrap() {
        let name = name.as_str().unwrap();
        assert!(!name.starts_with("AIMS_") || code.contains(&format!("{{{name}")), "{name}");
    }
    let report = job["artifacts"]["reports"]["codequality"].as_str().unwrap();
    assert!(report.ends_with("gl-code-quality-report.json"));
}

/// Before a commit the hook says what is wrong, in the words of `check`.
#[test]
fn the_hook_before_a_commit_stops_a_broken_reference() {
    let hooks = yaml(".pre-commit-hooks.yaml");
    let hook = &hooks[0];
    assert!(hook["id"] == "aimsbook-check" && hook["language"] == "rust" && hook["pass_filenames"] == false);
    let entry = hook["entry"].as_str().unwrap();
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("aimsbook.yaml"), "title: T\nframeworks: [iso-42001]\n").unwrap();
    let run = |clause: &str| {
        fs::write(
            folder.path().join("a.md"),
            format!("---\nid: A\ntitle: T\nowner: O\nclauses: [{clause}]\n---\nText.\n"),
        )
        .unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
        command.args(entry.split(' ').skip(1)).current_dir(folder.path());
        command.args(hook["args"].as_sequence().unwrap().iter().map(|word| word.as_str().unwrap())).output().unwrap()
    };
    assert_eq!(run("5.2").status.code(), Some(0));
    assert_eq!(run("5.99").status.code(), Some(1));
}
