//! What is read of a handbook's folder, and what is said about the rest.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use aimsbook::outside::folder::{Memory, ReadError, ReadOptions, read, read_remembering, update};
use aimsbook::text::{DocPath, Sha256, Snapshot, UnreadableReason};
use tempfile::TempDir;

fn folder(files: &[(&str, &[u8])]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    files.iter().for_each(|(path, bytes)| put(folder.path(), path, bytes));
    folder
}

fn put(root: &Path, path: &str, bytes: &[u8]) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

fn snapshot(folder: &TempDir) -> Snapshot {
    read(folder.path(), &ReadOptions::default()).unwrap()
}

/// One line for everything that is known of each file.
fn listing(snapshot: &Snapshot) -> String {
    let mut lines: Vec<String> = Vec::new();
    lines.extend(snapshot.sources.iter().map(|source| format!("source {} {}", source.path, source.sha256.short())));
    lines
        .extend(snapshot.files.iter().map(|(path, fact)| format!("file {path} {} {}", fact.size, fact.sha256.short())));
    lines.extend(snapshot.theme.iter().map(|(path, bytes)| format!("theme {path} {}", bytes.len())));
    lines.extend(snapshot.unreadable.iter().map(|file| format!("unreadable {}: {}", file.path, file.reason)));
    lines.extend(snapshot.ignored.iter().map(|path| format!("ignored {path}")));
    lines.join("\n")
}

fn names(snapshot: &Snapshot) -> Vec<String> {
    listing(snapshot).lines().map(|line| line.split(' ').take(2).collect::<Vec<_>>().join(" ")).collect()
}

#[test]
fn every_file_is_what_its_place_and_name_say() {
    let folder = folder(&[
        ("aimsbook.yaml", b"title: T\n"),
        ("policies/b.md", b"# B\n"),
        ("policies/a.MD", b"\xef\xbb\xbf# A\n"),
        ("policies-2.md", b"x"),
        ("registers/risks.yml", b"kind: risk\n"),
        ("evidence/2026/minutes.md", b"evidence, not a document"),
        ("policies/evidence/note.md", b"a section that happens to be called evidence"),
        ("logo.png", b"\x89PNG"),
        ("theme/page.html", b"<p>"),
        (".obsidian/x.md", b"hidden"),
        (".hidden.md", b"hidden"),
    ]);
    let snapshot = snapshot(&folder);
    assert_eq!(
        names(&snapshot),
        [
            "source aimsbook.yaml",
            "source policies-2.md",
            "source policies/a.MD",
            "source policies/b.md",
            "source policies/evidence/note.md",
            "source registers/risks.yml",
            "file evidence/2026/minutes.md",
            "file logo.png",
            "theme page.html",
        ]
    );
    let fact = snapshot.fact(&DocPath::new("logo.png").unwrap()).unwrap();
    assert_eq!((fact.size, fact.sha256), (4, Sha256::of(b"\x89PNG")));
}

#[test]
fn a_document_that_an_ignore_file_hides_is_named() {
    let folder = folder(&[
        (".gitignore", b"drafts/\nnode_modules\n*.tmp.md\n*.log\n"),
        ("drafts/policy.md", b"x"),
        ("node_modules/a/b/c.js", b"x"),
        ("a.tmp.md", b"x"),
        ("a.log", b"x"),
        ("sub/.ignore", b"!b.tmp.md\nc.md\n"),
        ("sub/b.tmp.md", b"x"),
        ("sub/c.md", b"x"),
    ]);
    assert_eq!(
        names(&snapshot(&folder)),
        ["source sub/b.tmp.md", "ignored a.tmp.md", "ignored drafts", "ignored sub/c.md"]
    );
}

#[test]
fn rules_above_the_folder_hold_inside_a_repository_only() {
    let outer = folder(&[(".gitignore", b"secret.md\n"), ("book/secret.md", b"x"), ("book/open.md", b"x")]);
    let read_book = || names(&read(&outer.path().join("book"), &ReadOptions::default()).unwrap());
    assert_eq!(read_book(), ["source open.md", "source secret.md"]);
    fs::create_dir(outer.path().join(".git")).unwrap();
    assert_eq!(read_book(), ["source open.md", "ignored secret.md"]);
}

#[test]
fn the_output_and_any_published_site_are_not_read() {
    let folder =
        folder(&[("a.md", b"x"), ("out/b.md", b"x"), ("public/c.md", b"x"), ("public/.aimsbook-manifest", b"")]);
    let options = ReadOptions { output: Some(folder.path().join("out")), ..ReadOptions::default() };
    assert_eq!(names(&read(folder.path(), &options).unwrap()), ["source a.md"]);
    let error = read(&folder.path().join("public"), &options).unwrap_err();
    assert!(matches!(error, ReadError::IsASite(_)), "{error}");
}

#[test]
fn what_cannot_be_read_as_text_says_why() {
    let large = vec![b'a'; (8 << 20) + 1];
    let folder = folder(&[
        ("utf16.md", b"\xff\xfeA\0"),
        ("latin1.yaml", b"title: caf\xe9\n"),
        ("large.md", &large),
        ("evidence/large.md", &large),
        ("empty.md", b""),
        ("fine.md", "ä".as_bytes()),
    ]);
    let snapshot = snapshot(&folder);
    let reasons: Vec<_> = snapshot.unreadable.iter().map(|file| (file.path.as_str(), file.reason.clone())).collect();
    assert_eq!(
        reasons,
        [
            ("large.md", UnreadableReason::TooLarge { size: (8 << 20) + 1, limit: 8 << 20 }),
            ("latin1.yaml", UnreadableReason::NotUtf8 { offset: 10 }),
            ("utf16.md", UnreadableReason::Utf16),
        ]
    );
    assert_eq!(names(&snapshot)[..3], ["source empty.md", "source fine.md", "file evidence/large.md"]);
}

#[test]
fn a_root_that_is_no_folder_is_an_error_that_says_so() {
    let folder = folder(&[("a.md", b"x")]);
    let message = |path: &str| read(&folder.path().join(path), &ReadOptions::default()).unwrap_err().to_string();
    assert!(message("nowhere").ends_with("nowhere` does not exist"), "{}", message("nowhere"));
    assert!(message("a.md").contains("is a file; give the handbook's folder"), "{}", message("a.md"));
}

/// Updates one Snapshot again and again, each time compared with a fresh reading.
struct Edits {
    root: PathBuf,
    memory: Memory,
    snapshot: Snapshot,
}

impl Edits {
    fn start(folder: &TempDir) -> Edits {
        let root = folder.path().canonicalize().unwrap();
        let mut memory = Memory::default();
        let snapshot = read_remembering(&root, &ReadOptions::default(), &mut memory).unwrap();
        Edits { root, memory, snapshot }
    }

    fn check(&mut self, changed: &[&str]) {
        let changed: BTreeSet<PathBuf> = changed.iter().map(|path| self.root.join(path)).collect();
        let options = ReadOptions::default();
        self.snapshot = update(&self.root, &options, &self.snapshot, &changed, &mut self.memory).unwrap();
        assert_eq!(listing(&self.snapshot), listing(&read(&self.root, &options).unwrap()), "after {changed:?}");
    }
}

#[test]
fn an_updated_snapshot_equals_a_fresh_one() {
    let folder = folder(&[
        ("a.md", b"1"),
        ("a/b.md", b"1"),
        ("a/c.txt", b"1"),
        ("a-b.md", b"1"),
        ("a0.md", b"1"),
        ("theme/x.css", b"1"),
        ("theme/sub/y.css", b"1"),
        ("evidence/e.pdf", b"1"),
    ]);
    let root = folder.path();
    let mut edits = Edits::start(&folder);
    put(root, "a/b.md", b"22");
    edits.check(&["a/b.md"]);
    put(root, "new/deep/x.md", b"1");
    put(root, "new/deep/y.pdf", b"1");
    edits.check(&["new", "new/deep", "new/deep/x.md"]);
    put(root, "evidence/e.pdf", b"another");
    put(root, "theme/x.css", b"another");
    edits.check(&["evidence/e.pdf", "theme/x.css"]);
    fs::remove_dir_all(root.join("a")).unwrap();
    edits.check(&["a/c.txt", "a"]);
    fs::rename(root.join("new"), root.join("b")).unwrap();
    edits.check(&["new", "b"]);
    put(root, "a.md", b"\xff");
    edits.check(&["a.md"]);
    put(root, "a.md", b"mended");
    edits.check(&["a.md"]);
    fs::remove_dir_all(root.join("theme")).unwrap();
    edits.check(&["theme"]);
    put(root, "a", b"a file where a folder was");
    edits.check(&["a"]);
    edits.check(&["never-there.md", "never/there.md", ".git/index"]);
}

#[test]
fn an_update_follows_changed_ignore_rules() {
    let folder = folder(&[("a/b.md", b"1"), ("a/c/d.md", b"1"), ("e.md", b"1")]);
    let root = folder.path();
    let mut edits = Edits::start(&folder);
    put(root, "a/.gitignore", b"c/\n");
    edits.check(&["a/.gitignore"]);
    put(root, "a/c/d.md", b"2");
    edits.check(&["a/c/d.md"]);
    fs::remove_file(root.join("a/c/d.md")).unwrap();
    edits.check(&["a/c/d.md"]);
    put(root, ".gitignore", b"e.md\n");
    edits.check(&[".gitignore"]);
    fs::remove_file(root.join("a/.gitignore")).unwrap();
    put(root, "a/c/f.md", b"2");
    edits.check(&["a/.gitignore", "a/c/f.md"]);
}

#[test]
fn a_file_that_is_rewritten_while_it_is_read_never_breaks_a_reading() {
    let folder = folder(&[("stays.md", b"x"), ("busy.md", b"x"), ("busy.pdf", b"x")]);
    let root = folder.path().to_owned();
    let stop = std::sync::Arc::new(std::sync::atomic::AtomicBool::new(false));
    let stopped = stop.clone();
    let writer = std::thread::spawn(move || {
        let mut size = 0;
        while !stopped.load(std::sync::atomic::Ordering::Relaxed) {
            size = (size + 997) % 300_000;
            for name in ["busy.md", "busy.pdf"] {
                let _ = fs::write(root.join(name), vec![b'a'; size]);
            }
            let _ = fs::remove_file(root.join("busy.pdf"));
        }
    });
    for _ in 0..200 {
        let snapshot = snapshot(&folder);
        assert!(snapshot.source(&DocPath::new("stays.md").unwrap()).is_some());
        for source in &snapshot.sources {
            assert_eq!(source.sha256, Sha256::of(source.text.as_bytes()));
        }
        for file in &snapshot.unreadable {
            assert_eq!(file.reason, UnreadableReason::Changed, "{}", file.path);
        }
    }
    stop.store(true, std::sync::atomic::Ordering::Relaxed);
    writer.join().unwrap();
}

#[cfg(unix)]
mod unix {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::{PermissionsExt as _, symlink};
    use std::os::unix::net::UnixListener;
    use std::process::Command;

    use super::{Edits, folder, fs, listing, names, put, snapshot};
    use aimsbook::text::UnreadableReason;

    #[test]
    fn links_are_followed_inside_and_refused_outside() {
        let outside = folder(&[("secret.md", b"x"), ("deep/secret.md", b"x")]);
        let folder = folder(&[("a/one.md", b"1"), ("a/two.txt", b"2"), (".git/config", b"token")]);
        let at = |path: &str| folder.path().join(path);
        symlink("a/one.md", at("inside.md")).unwrap();
        symlink("a", at("folder")).unwrap();
        symlink(outside.path().join("secret.md"), at("leaves.md")).unwrap();
        symlink(outside.path().join("deep"), at("leaves")).unwrap();
        symlink(".git/config", at("token.txt")).unwrap();
        symlink("nothing.md", at("dangling.md")).unwrap();
        symlink("circle-2.md", at("circle-1.md")).unwrap();
        symlink("circle-1.md", at("circle-2.md")).unwrap();
        symlink("..", at("a/up")).unwrap();
        let snapshot = snapshot(&folder);
        let lines = listing(&snapshot);
        let lines: Vec<&str> = lines.lines().filter(|line| line.starts_with("unreadable")).collect();
        assert_eq!(
            lines,
            [
                "unreadable a/up: the symbolic link leads in a circle",
                "unreadable circle-1.md: the symbolic link leads in a circle",
                "unreadable circle-2.md: the symbolic link leads in a circle",
                "unreadable dangling.md: the symbolic link leads to nothing",
                "unreadable folder/up: the symbolic link leads in a circle",
                "unreadable leaves: the symbolic link leads out of the handbook",
                "unreadable leaves.md: the symbolic link leads out of the handbook",
                "unreadable token.txt: the symbolic link leads out of the handbook",
            ]
        );
        assert_eq!(
            names(&snapshot)[..5],
            ["source a/one.md", "source folder/one.md", "source inside.md", "file a/two.txt", "file folder/two.txt"]
        );
    }

    #[test]
    fn many_folders_that_link_to_each_other_do_not_multiply() {
        let folder = folder(&[]);
        for from in 0..30 {
            put(folder.path(), &format!("{from}/a.md"), b"x");
            for to in 0..30 {
                symlink(format!("../{to}"), folder.path().join(format!("{from}/to-{to}"))).unwrap();
            }
        }
        assert_eq!(snapshot(&folder).sources.len(), 30 + 30 * 29);
    }

    #[test]
    fn special_files_are_never_opened() {
        let folder = folder(&[]);
        for name in ["pipe.md", ".gitignore"] {
            assert!(Command::new("mkfifo").arg(folder.path().join(name)).status().unwrap().success());
        }
        let _socket = UnixListener::bind(folder.path().join("socket")).unwrap();
        let snapshot = snapshot(&folder);
        let reasons: Vec<_> = snapshot.unreadable.iter().map(|file| (file.path.as_str(), &file.reason)).collect();
        let special = &UnreadableReason::SpecialFile;
        assert_eq!(reasons, [("pipe.md", special), ("socket", special)]);
    }

    #[test]
    fn a_name_that_is_not_unicode_is_listed() {
        let folder = folder(&[("näme & space 文.md", b"x")]);
        if fs::write(folder.path().join(OsStr::from_bytes(b"caf\xe9.md")), b"x").is_err() {
            return; // This disk takes only Unicode.
        }
        let snapshot = snapshot(&folder);
        assert_eq!(snapshot.sources[0].path.as_str(), "näme & space 文.md");
        assert_eq!(snapshot.unreadable[0].reason, UnreadableReason::NameNotUnicode);
        assert_eq!(snapshot.unreadable[0].path.as_str(), "caf\u{fffd}.md");
    }

    #[test]
    fn a_refused_file_or_folder_is_listed_and_the_rest_is_read() {
        let folder = folder(&[("a.md", b"x"), ("closed.md", b"x"), ("closed/b.md", b"x")]);
        for path in ["closed.md", "closed"] {
            fs::set_permissions(folder.path().join(path), fs::Permissions::from_mode(0o0)).unwrap();
        }
        let may_read_all = fs::read(folder.path().join("closed.md")).is_ok();
        let snapshot = snapshot(&folder);
        fs::set_permissions(folder.path().join("closed"), fs::Permissions::from_mode(0o755)).unwrap();
        if may_read_all {
            assert_eq!(snapshot.sources.len(), 3); // The superuser is refused nothing.
            return;
        }
        assert_eq!(snapshot.sources.len(), 1);
        assert!(listing(&snapshot).contains("unreadable closed: the file cannot be read: Permission denied"));
        assert!(listing(&snapshot).contains("unreadable closed.md: the file cannot be read: Permission denied"));
    }

    #[test]
    fn an_update_follows_links_to_what_changed() {
        let folder = folder(&[("a/one.md", b"1")]);
        symlink("a/one.md", folder.path().join("inside.md")).unwrap();
        symlink("a", folder.path().join("folder")).unwrap();
        let mut edits = Edits::start(&folder);
        put(folder.path(), "a/one.md", b"changed");
        edits.check(&["a/one.md"]);
        put(folder.path(), "a/two.md", b"2");
        edits.check(&["a/two.md"]);
        fs::remove_dir_all(folder.path().join("a")).unwrap();
        edits.check(&["a"]);
        put(folder.path(), "a/one.md", b"back");
        edits.check(&["a"]);
    }
}
