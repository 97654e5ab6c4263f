//! Bundles as a reader gets them: what is in one, what `verify` says of it, and what lies it sees through.
//!
//! Never leaves out in silence what another program has to confirm: what was not there is printed.

mod hostile;
mod two_ways;
mod zip_bytes;

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::Value;
use tempfile::TempDir;

/// What all bundles of this file are packed as.
const NAME: &str = "small-co-2026-06-15-auditor";

fn run(program: &str, arguments: &[&str], folder: &Path) -> Output {
    Command::new(program).args(arguments).current_dir(folder).stdin(Stdio::null()).output().unwrap()
}

/// Exit code, standard output, standard error.
fn aimsbook(arguments: &[&str], folder: &Path) -> (i32, String, String) {
    let output = run(env!("CARGO_BIN_EXE_aimsbook"), arguments, folder);
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    (output.status.code().unwrap(), text(output.stdout), text(output.stderr))
}

/// Whether another program is there; said when it is not.
fn is_there(program: &str, argument: &str, what: &str) -> bool {
    let there = Command::new(program).arg(argument).stdin(Stdio::null()).output().is_ok();
    if !there {
        println!("LEFT OUT: `{program}` is not installed, so {what} was not tried");
    }
    there
}

/// A handbook with evidence that has all sorts of names, and one file that auditors do not see.
fn handbook() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let book = folder.path().join("book");
    fs::create_dir_all(book.join("evidence")).unwrap();
    let write = |name: &str, text: &str| fs::write(book.join(name), text).unwrap();
    write("aimsbook.yaml", "title: Small book\norganization: Small & Co\nframeworks: [iso-42001]\n");
    write("evidence/a report.txt", "seen");
    write("evidence/größe.txt", "words");
    write("evidence/picture.png", "no picture");
    write("evidence/secret.txt", "not for all");
    let policy = |id: &str, more: &str| {
        format!("---\nid: {id}\ntitle: T\nowner: O\nstatus: approved\napprover: A\napproved: 2026-01-10\n{more}---\n")
    };
    let evidence = "evidence: ['evidence/a report.txt', evidence/größe.txt, evidence/picture.png]\n";
    write("a.md", &policy("POL-1", &format!("clauses: [5.2]\n{evidence}")));
    write("b.md", &policy("POL-2", "classification: restricted\nevidence: [evidence/secret.txt]\n"));
    folder
}

fn pack(folder: &Path, out: &str) -> (i32, String, String) {
    let arguments = ["bundle", "book", "--audience", "auditor", "--as-of", "2026-06-15", "--out", out];
    aimsbook(&arguments, folder)
}

/// A packed handbook, and where it was unpacked to.
fn packed() -> (TempDir, PathBuf) {
    let folder = handbook();
    let (code, _, err) = pack(folder.path(), "b.zip");
    assert_eq!(code, 0, "{err}");
    let file = File::open(folder.path().join("b.zip")).unwrap();
    zip::ZipArchive::new(file).unwrap().extract(folder.path().join("unpacked")).unwrap();
    let unpacked = folder.path().join("unpacked").join(NAME);
    (folder, unpacked)
}

fn manifest(unpacked: &Path) -> Value {
    serde_json::from_slice(&fs::read(unpacked.join("manifest.json")).unwrap()).unwrap()
}

#[test]
fn the_same_input_gives_the_same_bytes_whatever_the_name() {
    let folder = handbook();
    for out in ["one.zip", "deep/er/two.zip"] {
        assert_eq!(pack(folder.path(), out).0, 0);
    }
    let bytes = |name: &str| fs::read(folder.path().join(name)).unwrap();
    assert!(bytes("one.zip") == bytes("deep/er/two.zip"));
    // Over a bundle a bundle may be written; with another text it is another.
    fs::write(folder.path().join("book/evidence/a report.txt"), "seen again").unwrap();
    assert_eq!(pack(folder.path(), "one.zip").0, 0);
    assert!(bytes("one.zip") != bytes("deep/er/two.zip"));
    let left: Vec<_> = fs::read_dir(folder.path()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(left.len(), 3, "no temporary file stays: {left:?}");
}

#[test]
fn a_file_that_is_no_bundle_is_not_replaced() {
    let folder = handbook();
    fs::write(folder.path().join("letters.zip"), "mine").unwrap();
    let (code, _, err) = pack(folder.path(), "letters.zip");
    assert_eq!(code, 2);
    assert!(err.contains("error: `letters.zip` is there and is no bundle; choose another name with --out"), "{err}");
    assert_eq!(fs::read_to_string(folder.path().join("letters.zip")).unwrap(), "mine");
}

#[test]
fn a_handbook_with_errors_is_packed_only_when_asked() {
    let folder = handbook();
    fs::write(folder.path().join("book/c.md"), "---\nid: POL-3\nclauses: [A.99]\n---\n").unwrap();
    let (code, out, err) = pack(folder.path(), "b.zip");
    assert_eq!((code, out.as_str()), (1, ""));
    assert!(err.contains("error[unknown-clause]") && err.contains("nothing was packed; --keep-going"), "{err}");
    assert!(!folder.path().join("b.zip").exists());
    assert_eq!(aimsbook(&["bundle", "book", "--keep-going", "--out", "b.zip"], folder.path()).0, 0);
}

#[test]
fn a_bundle_holds_the_site_its_evidence_and_says_what_it_is_made_from() {
    let (_folder, unpacked) = packed();
    for file in [
        "START-HERE.html",
        "findings.json",
        "handbook.xlsx",
        "graph.json",
        "site/index.html",
        "site/files/evidence/a report.txt",
    ] {
        assert!(unpacked.join(file).is_file(), "{file}");
    }
    let start = fs::read_to_string(unpacked.join("START-HERE.html")).unwrap();
    for address in start.split("href=\"").skip(1).map(|rest| rest.split('"').next().unwrap()) {
        let inside = address.strip_prefix('#').is_none();
        assert!(!inside || unpacked.join(address).is_file(), "{address} leads nowhere");
    }
    let all = manifest(&unpacked);
    assert_eq!(all["format"], "aimsbook-bundle/1");
    assert_eq!(all["tool"]["version"], env!("CARGO_PKG_VERSION"));
    assert_eq!((&all["as_of"], &all["audience"]["sees"]), (&"2026-06-15".into(), &"confidential".into()));
    assert_eq!(all["catalogs"][0]["edition"], "2023");
    assert_eq!(all["catalogs"][0]["sha256"].as_str().unwrap().len(), 64);
    assert!(all.get("repository").is_none());
    let files = all["files"].as_array().unwrap();
    let copy = files.iter().find(|file| file["path"] == "site/files/evidence/größe.txt").unwrap();
    assert_eq!((&copy["size"], &copy["copy_of"]), (&5.into(), &"evidence/größe.txt".into()));
    assert!(!all.to_string().contains("secret") && !unpacked.join("site/files/evidence/secret.txt").exists());
    let findings: Value = serde_json::from_slice(&fs::read(unpacked.join("findings.json")).unwrap()).unwrap();
    assert_eq!(findings["as_of"], "2026-06-15");
}

#[test]
fn a_bundle_for_an_audience_without_coverage_says_nothing_of_findings() {
    let folder = handbook();
    let arguments = ["bundle", "book", "--audience", "public", "--as-of", "2026-06-15", "--out", "p.zip"];
    assert_eq!(aimsbook(&arguments, folder.path()).0, 0);
    let mut archive = zip::ZipArchive::new(File::open(folder.path().join("p.zip")).unwrap()).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    assert!(
        names
            .iter()
            .all(|name| ![".json", ".xlsx"].iter().any(|end| name.ends_with(end) && !name.ends_with("manifest.json"))
                && !name.contains("rules.html")),
        "{names:?}"
    );
    let manifest = archive.by_name("small-co-2026-06-15-public/manifest.json").unwrap();
    let manifest: Value = serde_json::from_reader(manifest).unwrap();
    assert!(manifest.get("findings").is_none(), "{manifest}");
}

#[test]
fn the_commit_is_named_and_whether_the_files_are_its_own() {
    if !is_there("git", "--version", "the commit in the manifest") {
        return;
    }
    let folder = handbook();
    let book = folder.path().join("book");
    let git = |arguments: &[&str]| {
        let who = ["-c", "user.name=A", "-c", "user.email=a@example.org"];
        let output = run("git", &[&who, arguments].concat(), &book);
        assert!(output.status.success(), "{output:?}");
        String::from_utf8(output.stdout).unwrap().trim().to_owned()
    };
    git(&["init", "-q"]);
    let repository = || {
        let out = folder.path().join("b.zip");
        assert_eq!(pack(folder.path(), "b.zip").0, 0);
        let mut archive = zip::ZipArchive::new(File::open(out).unwrap()).unwrap();
        let manifest: Value =
            serde_json::from_reader(archive.by_name(&format!("{NAME}/manifest.json")).unwrap()).unwrap();
        manifest["repository"].clone()
    };
    assert_eq!(repository(), Value::Null, "nothing is committed yet");
    git(&["add", "."]);
    git(&["commit", "-q", "-m", "All"]);
    let commit = git(&["rev-parse", "HEAD"]);
    let state = |tree: &str| serde_json::json!({"commit": commit, "tree": tree});
    assert_eq!(repository(), state("clean"));
    // What we write ourselves makes nothing dirty.
    assert_eq!(aimsbook(&["build", "book", "--quiet"], folder.path()).0, 0);
    let inside = ["bundle", "book", "--audience", "auditor", "--as-of", "2026-06-15", "--out", "book/b.zip"];
    for _ in 0..2 {
        assert!(aimsbook(&inside, folder.path()).1.starts_with("Packed "));
        let (_, said, _) = aimsbook(&["verify", "book/b.zip"], folder.path());
        assert!(said.contains(&format!("from commit {commit} (as committed)")), "{said}");
    }
    fs::remove_file(book.join("b.zip")).unwrap();
    fs::write(book.join("new.md"), "new").unwrap();
    assert_eq!(repository(), state("dirty"));
}

#[test]
fn a_bundle_is_confirmed_packed_and_unpacked() {
    let (folder, unpacked) = packed();
    let (code, packed, _) = aimsbook(&["verify", "b.zip"], folder.path());
    assert_eq!(code, 0, "{packed}");
    assert!(packed.starts_with("b.zip is as it was packed: "), "{packed}");
    assert!(packed.contains("\n  Small book, for auditor, as of 2026-06-15\n  made by aimsbook "), "{packed}");
    let (code, said, _) = aimsbook(&["verify", "."], &unpacked);
    assert_eq!(code, 0, "{said}");
    let seal = |text: &str| text.lines().find(|line| line.contains("its SHA256SUMS")).unwrap().to_owned();
    assert_eq!(seal(&said), seal(&packed));
    // The folder around it is what many programs make.
    assert_eq!(aimsbook(&["verify", "unpacked"], folder.path()).0, 0);
    fs::write(unpacked.join("site/.DS_Store"), "looked").unwrap();
    let (code, said, _) = aimsbook(&["verify", "."], &unpacked);
    assert!(code == 0 && said.starts_with("ignored  site/.DS_Store: "), "{said}");

    if is_there("sha256sum", "--version", "`sha256sum -c` over an unpacked bundle") {
        let checked = run("sha256sum", &["-c", "--strict", "SHA256SUMS"], &unpacked);
        let said = String::from_utf8(checked.stdout).unwrap();
        assert!(checked.status.success() && said.contains("site/files/evidence/größe.txt: OK\n"), "{said}");
        assert!(said.contains("\nmanifest.json: OK\n"), "{said}");
        fs::write(unpacked.join("site/index.html"), "other").unwrap();
        assert!(!run("sha256sum", &["-c", "SHA256SUMS"], &unpacked).status.success());
    }
    if is_there("unzip", "-v", "reading the archive with Info-ZIP") {
        assert!(run("unzip", &["-tq", "b.zip"], folder.path()).status.success());
    }
}

#[test]
fn what_was_added_changed_and_removed_is_said_exactly() {
    let (folder, unpacked) = packed();
    fs::write(unpacked.join("site/files/evidence/a report.txt"), "Seen").unwrap();
    fs::write(unpacked.join("site/index.html"), "short").unwrap();
    fs::write(unpacked.join("site/new.html"), "more").unwrap();
    fs::remove_file(unpacked.join("site/files/evidence/größe.txt")).unwrap();
    let size =
        manifest(&unpacked)["files"].as_array().unwrap().iter().find(|file| file["path"] == "site/index.html").unwrap()
            ["size"]
            .clone();
    let (code, said, err) = aimsbook(&["verify", "unpacked"], folder.path());
    assert_eq!((code, err.as_str()), (1, ""));
    let faults: Vec<&str> = said.lines().take(5).collect();
    assert_eq!(
        faults,
        [
            "changed  site/files/evidence/a report.txt: sha256 8894cf30aed0 instead of 7208794c984e",
            "removed  site/files/evidence/größe.txt",
            &format!("changed  site/index.html: 5 bytes instead of {size}"),
            "added    site/new.html: 4 bytes",
            "unpacked is not as it was packed: 1 added, 2 changed, 1 removed.",
        ]
    );
    assert!(!said.contains("compare a digest"), "{said}");
}

#[test]
fn lists_that_contradict_each_other_or_are_gone_are_said() {
    let faults = |change: &dyn Fn(&Path)| {
        let (_folder, unpacked) = packed();
        change(&unpacked);
        let (code, said, err) = aimsbook(&["verify", "."], &unpacked);
        let faults = said.lines().take_while(|line| !line.starts_with(". is not as it was packed"));
        (code, faults.map(str::to_owned).collect::<Vec<String>>().join("\n"), err)
    };
    let replace = |path: &Path, from: &str, to: &str| {
        let text = fs::read_to_string(path).unwrap();
        assert!(text.contains(from), "{from}");
        fs::write(path, text.replacen(from, to, 1)).unwrap();
    };
    // A file is changed, and the list for people with it: the other list still tells.
    let (code, said, _) = faults(&|folder| {
        fs::write(folder.join("site/index.html"), "forged").unwrap();
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        let old = sums.lines().find(|line| line.ends_with("  site/index.html")).unwrap();
        let new = format!("{}  site/index.html", aimsbook::text::Sha256::of(b"forged"));
        replace(&folder.join("SHA256SUMS"), old, &new);
    });
    assert_eq!(code, 1);
    assert!(
        said.starts_with("damaged  manifest.json: it does not agree with SHA256SUMS about `site/index.html`\n"),
        "{said}"
    );
    assert!(said.lines().nth(1).unwrap().starts_with("changed  site/index.html: 6 bytes instead of "), "{said}");

    let (code, said, _) =
        faults(&|folder| replace(&folder.join("manifest.json"), "\"as_of\": \"2026", "\"as_of\": \"2027"));
    assert_eq!(code, 1);
    assert!(said.starts_with("changed  manifest.json: sha256 ") && said.lines().count() == 1, "{said}");

    let (code, said, _) = faults(&|folder| fs::write(folder.join("manifest.json"), "{").unwrap());
    assert_eq!(code, 1);
    assert!(said.contains("damaged  manifest.json: EOF while parsing") && said.lines().count() == 2, "{said}");

    let (code, said, _) = faults(&|folder| replace(&folder.join("manifest.json"), "site/index.html", "../index.html"));
    assert_eq!(code, 1);
    assert!(said.contains("it lists `../index.html`, which is not a path inside a bundle"), "{said}");

    // The day is changed, and the line that would tell is gone.
    let (code, said, _) = faults(&|folder| {
        replace(&folder.join("manifest.json"), "\"as_of\": \"2026", "\"as_of\": \"2027");
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        let kept = sums.split_inclusive('\n').filter(|line| !line.ends_with("  manifest.json\n"));
        fs::write(folder.join("SHA256SUMS"), kept.collect::<String>()).unwrap();
    });
    let unlisted = "it does not list manifest.json, so that anybody may have rewritten what that says";
    assert_eq!((code, said), (1, format!("damaged  SHA256SUMS: {unlisted}")));

    let (code, said, _) = faults(&|folder| {
        let sums = fs::read_to_string(folder.join("SHA256SUMS")).unwrap();
        fs::write(folder.join("SHA256SUMS"), sums.replace('\n', "\r\n")).unwrap();
    });
    assert_eq!(code, 1);
    assert!(said.starts_with("damaged  SHA256SUMS: line 1 is not as `sha256sum -c` reads it: "), "{said}");

    let (code, said, _) = faults(&|folder| fs::create_dir_all(folder.join("site/more/deep")).unwrap());
    assert_eq!((code, said.as_str()), (1, "added    site/more/deep/: an empty folder"));

    let (code, said, _) = faults(&|folder| fs::remove_file(folder.join("SHA256SUMS")).unwrap());
    assert_eq!((code, said.as_str()), (1, "removed  SHA256SUMS"));
    let (code, said, _) = faults(&|folder| fs::remove_file(folder.join("manifest.json")).unwrap());
    assert_eq!((code, said.as_str()), (1, "removed  manifest.json"));
    let (code, _, err) = faults(&|folder| {
        fs::remove_file(folder.join("manifest.json")).unwrap();
        fs::remove_file(folder.join("SHA256SUMS")).unwrap();
    });
    assert_eq!((code, err.as_str()), (2, "error: `.` is no bundle: it has neither manifest.json nor SHA256SUMS\n"));
}

#[cfg(unix)]
#[test]
fn a_link_in_an_unpacked_bundle_is_an_addition_and_is_not_followed() {
    let (_folder, unpacked) = packed();
    let page = unpacked.join("site/index.html");
    fs::rename(&page, unpacked.join("moved.html")).unwrap();
    std::os::unix::fs::symlink("../moved.html", &page).unwrap();
    std::os::unix::fs::symlink("..", unpacked.join("site/loop")).unwrap();
    let (code, said, _) = aimsbook(&["verify", "."], &unpacked);
    assert_eq!(code, 1);
    let faults: Vec<&str> = said.lines().take(3).collect();
    assert!(faults[0].starts_with("added    moved.html: "), "{said}");
    assert_eq!(faults[1..], ["added    site/index.html: a symbolic link", "added    site/loop: a symbolic link"]);
}

/// The README's way to sign with a key that people have already.
#[test]
fn a_bundle_is_signed_and_checked_with_ssh_keygen() {
    if !is_there("ssh-keygen", "-?", "signing with ssh-keygen (Debian: openssh-client)") {
        return;
    }
    let (folder, _) = packed();
    let ssh = |line: &str| run("sh", &["-c", line], folder.path());
    let all = |line: &str| {
        let output = ssh(line);
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    };
    all("ssh-keygen -q -t ed25519 -N '' -C aims -f key");
    all("ssh-keygen -Y sign -f key -n aimsbook-bundle b.zip");
    all("echo \"aims@example.org namespaces=\\\"aimsbook-bundle\\\" $(cat key.pub)\" > signers");
    let check = "ssh-keygen -Y verify -f signers -I aims@example.org -n aimsbook-bundle -s b.zip.sig < b.zip";
    all(check);
    fs::write(folder.path().join("book/evidence/a report.txt"), "forged").unwrap();
    assert_eq!(pack(folder.path(), "b.zip").0, 0);
    assert!(!ssh(check).status.success(), "another bundle under the old signature");
}

#[test]
fn a_bundle_is_signed_and_checked_with_minisign() {
    if !is_there("minisign", "-v", "signing with minisign (Debian: minisign)") {
        return;
    }
    let (folder, _) = packed();
    for line in
        ["minisign -G -W -p key.pub -s key", "minisign -S -W -s key -m b.zip", "minisign -V -p key.pub -m b.zip"]
    {
        let output = run("sh", &["-c", line], folder.path());
        assert!(output.status.success(), "{line}: {}", String::from_utf8_lossy(&output.stderr));
    }
}
