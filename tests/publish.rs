//! What stands at the output after publishing, after a refusal, and after a kill.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use aimsbook::outside::kept::seen;
use aimsbook::outside::manifest::{self, faults};
use aimsbook::outside::publish::{Publication, PublishError, publish};
use aimsbook::site::{Content, Site};
use aimsbook::text::{DocPath, Sha256};
use tempfile::TempDir;

struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Place {
        let folder = tempfile::tempdir().unwrap();
        fs::create_dir(folder.path().join("book")).unwrap();
        Place { folder }
    }

    fn root(&self) -> PathBuf {
        self.folder.path().join("book")
    }

    fn out(&self) -> PathBuf {
        self.folder.path().join("site")
    }

    fn publish(&self, site: &Site) -> Result<(), PublishError> {
        publish(site, &self.root(), &self.out()).map(|_| ())
    }

    /// Everything beside the handbook, as sorted paths.
    fn listing(&self) -> Vec<String> {
        let mut paths = Vec::new();
        list(self.folder.path(), "", &mut paths);
        paths.retain(|path| path != "book");
        paths
    }
}

fn list(folder: &Path, below: &str, paths: &mut Vec<String>) {
    let mut names: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    names.sort_by_key(fs::DirEntry::file_name);
    for entry in names {
        let path = format!("{below}{}", entry.file_name().to_string_lossy());
        if entry.file_type().unwrap().is_dir() && path != "book" {
            list(&entry.path(), &format!("{path}/"), paths);
        } else {
            paths.push(path);
        }
    }
}

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    files.iter().for_each(|(path, text)| site.add(*path, Content::text(*text)).unwrap());
    site
}

#[test]
fn a_new_site_takes_the_place_of_the_old_one_whole() {
    let place = Place::new();
    place.publish(&site(&[("index.html", "old"), ("a/b/gone.html", "old"), ("a/stays.html", "1")])).unwrap();
    place.publish(&site(&[("index.html", "new"), ("a/stays.html", "1"), ("c/ä b.html", "2")])).unwrap();
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/a/stays.html", "site/c/ä b.html", "site/index.html"]);
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "new");
    assert_eq!(faults(&place.out()).unwrap(), Vec::<String>::new());
}

#[test]
fn the_same_site_gives_the_same_bytes() {
    let (one, other) = (Place::new(), Place::new());
    let files: Vec<(String, String)> = (0..200).map(|n| (format!("{}/{n}.html", n % 7), format!("page {n}"))).collect();
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    one.publish(&site(&files)).unwrap();
    other.publish(&site(&[("x", "y")])).unwrap();
    other.publish(&site(&files)).unwrap();
    assert_eq!(one.listing(), other.listing());
    let manifest = |place: &Place| fs::read_to_string(place.out().join(manifest::NAME)).unwrap();
    assert_eq!(manifest(&one), manifest(&other));
}

#[test]
fn a_damaged_site_is_told_from_a_whole_one() {
    let place = Place::new();
    place.publish(&site(&[("index.html", "1"), ("a/b.html", "2"), ("a/c.html", "3")])).unwrap();
    fs::write(place.out().join("index.html"), "edited").unwrap();
    fs::remove_file(place.out().join("a/b.html")).unwrap();
    fs::write(place.out().join("a/new.html"), "").unwrap();
    let faults = faults(&place.out()).unwrap();
    assert_eq!(faults[0], "a/new.html is not listed");
    assert!(faults[1].starts_with("a/b.html cannot be read"), "{faults:?}");
    assert_eq!(faults[2], "index.html was changed");
}

#[test]
fn foreign_files_are_named_and_kept() {
    let place = Place::new();
    fs::create_dir_all(place.out().join("thesis")).unwrap();
    fs::write(place.out().join("thesis/chapter.tex"), "years of work").unwrap();
    let error = place.publish(&site(&[("index.html", "1")])).unwrap_err();
    assert!(matches!(&error, PublishError::Foreign { paths, .. } if paths == &["thesis/"]), "{error}");
    assert_eq!(place.listing(), ["site/thesis/chapter.tex"]);

    fs::remove_dir_all(place.out()).unwrap();
    place.publish(&site(&[("index.html", "1"), ("a/b.html", "2")])).unwrap();
    fs::write(place.out().join("a/CNAME"), "example.org").unwrap();
    let error = place.publish(&site(&[("index.html", "new")])).unwrap_err();
    assert!(error.to_string().ends_with("with --out:\n  a/CNAME"), "{error}");
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "1");
    assert_eq!(place.listing().len(), 4);
}

#[cfg(unix)]
#[test]
fn nothing_is_removed_through_a_folder_that_became_a_link() {
    let place = Place::new();
    place.publish(&site(&[("documents/a.html", "old"), ("index.html", "old")])).unwrap();
    let elsewhere = place.folder.path().join("mine");
    fs::rename(place.out().join("documents"), &elsewhere).unwrap();
    std::os::unix::fs::symlink(&elsewhere, place.out().join("documents")).unwrap();
    fs::write(elsewhere.join("a.html"), "mine").unwrap();
    let refused = place.publish(&site(&[("documents/a.html", "new"), ("index.html", "new")])).unwrap_err();
    assert!(matches!(&refused, PublishError::Foreign { paths, .. } if paths == &["documents"]), "{refused}");
    assert_eq!(fs::read_to_string(elsewhere.join("a.html")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "old");
    // The same in what a killed run left beside the output.
    let left = place.folder.path().join(".site.aimsbook");
    fs::create_dir(&left).unwrap();
    fs::write(left.join("aimsbook-staging"), "").unwrap();
    fs::rename(place.out(), left.join("site")).unwrap();
    place.publish(&site(&[("index.html", "new")])).unwrap();
    assert_eq!(fs::read_to_string(elsewhere.join("a.html")).unwrap(), "mine");
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "new");
}

#[test]
fn an_output_whose_manifest_is_damaged_is_not_ours() {
    let place = Place::new();
    place.publish(&site(&[("index.html", "1"), ("other.html", "2")])).unwrap();
    let manifest = place.out().join(manifest::NAME);
    let text = fs::read_to_string(&manifest).unwrap();
    fs::write(&manifest, &text[..text.len() - 5]).unwrap();
    let error = place.publish(&site(&[("index.html", "new")])).unwrap_err().to_string();
    assert!(error.contains("manifest is damaged") && error.contains("other.html"), "{error}");
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "1");
}

#[test]
fn an_empty_folder_and_a_file_managers_notes_are_no_obstacle() {
    let place = Place::new();
    fs::create_dir(place.out()).unwrap();
    fs::write(place.out().join(".DS_Store"), "").unwrap();
    place.publish(&site(&[("a/index.html", "1")])).unwrap();
    fs::write(place.out().join("a/.DS_Store"), "").unwrap();
    place.publish(&site(&[("a/index.html", "2")])).unwrap();
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/a/index.html"]);
}

#[test]
fn the_output_may_lie_in_the_handbook_but_not_hold_it() {
    let place = Place::new();
    fs::create_dir(place.root().join("policies")).unwrap();
    fs::write(place.root().join("policies/a.md"), "x").unwrap();
    let site = site(&[("index.html", "1")]);
    for out in [place.root(), place.root().join("policies/.."), place.folder.path().to_owned()] {
        let error = publish(&site, &place.root(), &out).unwrap_err();
        assert!(matches!(error, PublishError::HoldsHandbook(_)), "{error}");
    }
    let error = publish(&site, &place.root(), &place.root().join("policies")).unwrap_err();
    assert!(matches!(error, PublishError::Foreign { .. }), "{error}");
    publish(&site, &place.root(), &place.root().join("deep/_site")).unwrap();
    assert!(place.root().join("deep/_site/index.html").is_file());
}

#[test]
fn a_copied_file_must_be_what_was_read() {
    let place = Place::new();
    fs::create_dir(place.root().join("evidence")).unwrap();
    let file = place.root().join("evidence/report.pdf");
    let bytes = vec![7; 300_000];
    fs::write(&file, &bytes).unwrap();
    let mut copying = site(&[("index.html", "1")]);
    let from = DocPath::new("evidence/report.pdf").unwrap();
    copying.add("files/report.pdf", Content::Copy { from, sha256: Sha256::of(&bytes) }).unwrap();
    place.publish(&copying).unwrap();
    assert_eq!(fs::read(place.out().join("files/report.pdf")).unwrap(), bytes);

    fs::write(&file, "changed meanwhile").unwrap();
    let error = place.publish(&copying).unwrap_err();
    assert!(matches!(&error, PublishError::Changed(path) if path == "evidence/report.pdf"), "{error}");
    fs::remove_file(&file).unwrap();
    assert!(matches!(place.publish(&copying).unwrap_err(), PublishError::Changed(_)));
    assert_eq!(fs::read(place.out().join("files/report.pdf")).unwrap(), bytes);
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/files/report.pdf", "site/index.html"]);
}

#[test]
fn the_manifests_own_path_is_not_for_a_page() {
    let place = Place::new();
    let error = place.publish(&site(&[(manifest::NAME, "forged")])).unwrap_err();
    assert!(matches!(error, PublishError::Unsafe(_)), "{error}");
    assert_eq!(place.listing(), Vec::<String>::new());
}

#[test]
fn a_file_that_cannot_be_written_leaves_the_old_site() {
    let place = Place::new();
    place.publish(&site(&[("index.html", "old")])).unwrap();
    let long = format!("{}.html", "x".repeat(300));
    let error = place.publish(&site(&[("index.html", "new"), (&long, "")])).unwrap_err().to_string();
    assert!(error.contains("xxx.html") && error.ends_with("nothing was published"), "{error}");
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/index.html"]);
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "old");
}

#[test]
fn an_output_that_is_a_file_or_below_one_says_so() {
    let place = Place::new();
    fs::write(place.out(), "a file").unwrap();
    assert!(matches!(place.publish(&site(&[("a", "")])).unwrap_err(), PublishError::NotAFolder(_)));
    let error = publish(&site(&[("a", "")]), &place.root(), &place.out().join("below")).unwrap_err();
    assert!(error.to_string().contains("site"), "{error}");
    assert_eq!(fs::read_to_string(place.out()).unwrap(), "a file");
}

#[test]
fn leftovers_of_a_killed_run_are_cleared_and_nothing_else() {
    let place = Place::new();
    let staging = place.folder.path().join(".site.aimsbook");
    fs::create_dir_all(staging.join("site/a")).unwrap();
    fs::write(staging.join("site/a/half.html"), "half").unwrap();
    let error = place.publish(&site(&[("index.html", "1")])).unwrap_err();
    assert!(matches!(error, PublishError::NotOurs(_)), "without our marker: {error}");
    assert!(staging.join("site/a/half.html").is_file());

    fs::write(staging.join("aimsbook-staging"), "").unwrap();
    place.publish(&site(&[("index.html", "1")])).unwrap();
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/index.html"]);
}

#[test]
fn an_old_site_that_stepped_aside_comes_back_before_anything_else() {
    let place = Place::new();
    place.publish(&site(&[("index.html", "old")])).unwrap();
    let staging = place.folder.path().join(".site.aimsbook");
    fs::create_dir(&staging).unwrap();
    fs::write(staging.join("aimsbook-staging"), "").unwrap();
    fs::rename(place.out(), staging.join("old")).unwrap();
    let long = format!("{}.html", "x".repeat(300));
    place.publish(&site(&[(&long, "cannot be written")])).unwrap_err();
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "old");
    assert_eq!(place.listing().len(), 2);
}

#[test]
fn ten_thousand_files_are_quick() {
    let place = Place::new();
    let text = "x".repeat(8 << 10);
    let mut large = Site::default();
    for number in 0..10_000 {
        large.add(format!("{}/{number}.html", number % 100), Content::text(text.as_str())).unwrap();
    }
    let started = Instant::now();
    place.publish(&large).unwrap();
    place.publish(&large).unwrap();
    assert!(started.elapsed() < Duration::from_secs(60), "{:?}", started.elapsed());
    assert_eq!(faults(&place.out()).unwrap(), Vec::<String>::new());
}

/// Where the child of the tests below publishes; only set in that child.
const CHILD_FOLDER: &str = "AIMSBOOK_TEST_PUBLISHES_IN";

/// Not a test of its own: the process that the tests below kill.
#[test]
fn child_that_publishes_until_it_is_killed() {
    let Some(folder) = std::env::var_os(CHILD_FOLDER) else { return };
    let (root, out) = (Path::new(&folder).join("book"), Path::new(&folder).join("site"));
    let editions = [edition("one", 120), edition("two", 80)];
    loop {
        for site in &editions {
            if let Err(error) = publish(site, &root, &out) {
                eprintln!("REFUSED {error}");
                std::process::exit(3);
            }
        }
    }
}

fn edition(name: &str, files: usize) -> Site {
    let mut site = Site::default();
    for number in 0..files {
        site.add(format!("{}/{number}.html", number % 9), Content::text(name.repeat(2000))).unwrap();
    }
    site
}

fn child(place: &Place) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "child_that_publishes_until_it_is_killed", "--nocapture"]);
    command.env(CHILD_FOLDER, place.folder.path()).stdout(Stdio::null()).stderr(Stdio::piped());
    command
}

#[test]
fn a_kill_at_any_moment_leaves_the_old_site_or_the_new_one() {
    let place = Place::new();
    place.publish(&edition("one", 120)).unwrap();
    let mut random: u64 = 0x9e37_79b9_7f4a_7c15;
    for round in 0..60 {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let mut child: Child = child(&place).spawn().unwrap();
        std::thread::sleep(Duration::from_micros(20_000 + (random >> 33) % 60_000));
        child.kill().unwrap();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!said.contains("REFUSED"), "round {round}: {said}");
        assert_eq!(faults(&place.out()).unwrap(), Vec::<String>::new(), "round {round}");
        let pages = place.listing().iter().filter(|path| path.starts_with("site/") && path.ends_with("html")).count();
        assert!(pages == 120 || pages == 80, "round {round}: {pages} pages");
    }
    place.publish(&site(&[("index.html", "last")])).unwrap();
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/index.html"]);
}

/// Where the child publishes that takes a folder over; only set in that child.
const KEEPING_FOLDER: &str = "AIMSBOOK_TEST_KEEPS_IN";

/// Publishes one page anew beside a folder that stays as it is.
fn publish_beside_kept(place: &Path, page: &str) -> Result<(), PublishError> {
    let (root, out) = (place.join("book"), place.join("site"));
    let mut publication = Publication::start(&root, &out)?;
    let before = publication.published_before();
    let seen = seen(&out.join(KEPT)).expect("only files and folders");
    let kept = publication.keep(KEPT, &seen, &before)?;
    assert!(kept, "not taken over");
    publication.finish(&site(&[("index.html", page)])).map(|_| ())
}

const KEPT: &str = "versions/old/";

/// Not a test of its own: the process that the test below kills.
#[test]
fn child_that_keeps_a_folder_until_it_is_killed() {
    let Some(folder) = std::env::var_os(KEEPING_FOLDER) else { return };
    for number in 0.. {
        if let Err(error) = publish_beside_kept(Path::new(&folder), &number.to_string()) {
            eprintln!("REFUSED {error}");
            std::process::exit(3);
        }
    }
}

fn with_old_version() -> Site {
    let mut site = site(&[("index.html", "first")]);
    for number in 0..120 {
        site.add(format!("{KEPT}{}/{number}.html", number % 9), Content::text("old".repeat(2000))).unwrap();
    }
    site
}

#[test]
fn a_kill_at_any_moment_loses_nothing_of_a_folder_that_is_taken_over() {
    let place = Place::new();
    place.publish(&with_old_version()).unwrap();
    let before = place.listing();
    let mut random: u64 = 0x2545_f491_4f6c_dd1d;
    for round in 0..40 {
        random = random.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let mut command = Command::new(std::env::current_exe().unwrap());
        command.args(["--exact", "child_that_keeps_a_folder_until_it_is_killed", "--nocapture"]);
        command.env(KEEPING_FOLDER, place.folder.path()).stdout(Stdio::null()).stderr(Stdio::piped());
        let mut child = command.spawn().unwrap();
        std::thread::sleep(Duration::from_micros(10_000 + (random >> 33) % 30_000));
        child.kill().unwrap();
        let ended = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&ended.stderr);
        assert!(!said.contains("REFUSED") && !said.contains("panicked"), "round {round}: {said}");
        assert_eq!(faults(&place.out()).unwrap(), Vec::<String>::new(), "round {round}");
    }
    publish_beside_kept(place.folder.path(), "last").unwrap();
    assert_eq!(place.listing(), before);
}

#[cfg(unix)]
#[test]
fn a_run_killed_before_it_took_a_folder_over_is_ended_by_the_next() {
    let place = Place::new();
    place.publish(&with_old_version()).unwrap();
    let before = place.listing();
    // The new site is there, with a link to where the folder lies in the old one.
    let staging = place.folder.path().join(".site.aimsbook");
    fs::create_dir_all(staging.join("site/versions")).unwrap();
    fs::write(staging.join("aimsbook-staging"), "").unwrap();
    fs::write(staging.join("lent"), "versions/old").unwrap();
    let (here, there) = (place.out().join("versions/old"), staging.join("site/versions/old"));
    fs::rename(&here, &there).unwrap();
    std::os::unix::fs::symlink("../../.site.aimsbook/site/versions/old", &here).unwrap();
    assert_eq!(faults(&place.out()).unwrap(), Vec::<String>::new(), "whole for whoever reads it");
    drop(Publication::start(&place.root(), &place.out()).unwrap());
    assert!(!here.symlink_metadata().unwrap().is_symlink());
    assert_eq!(place.listing(), before);
}

#[test]
fn two_runs_at_once_never_mix() {
    let place = Place::new();
    let mut child = child(&place).spawn().unwrap();
    let (mut done, mut busy) = (0, 0);
    let started = Instant::now();
    while started.elapsed() < Duration::from_secs(2) || (busy == 0 && started.elapsed() < Duration::from_secs(20)) {
        match place.publish(&site(&[("index.html", "other")])) {
            Ok(()) => done += 1,
            Err(PublishError::Busy(_)) => busy += 1,
            Err(error) => panic!("{error}"),
        }
        if child.try_wait().unwrap().is_some() {
            break; // The child was the one that was refused, and ended.
        }
    }
    let _ = child.kill();
    let said = String::from_utf8_lossy(&child.wait_with_output().unwrap().stderr).into_owned();
    assert!(busy > 0 || said.contains("another run is publishing"), "{done} done, {busy} busy: {said}");
    assert!(!said.contains("REFUSED") || said.contains("another run is publishing"), "{said}");
    assert_eq!(faults(&place.out()).unwrap(), Vec::<String>::new());
}

/// A limit on the size of files stands in for a full disk: the system refuses the write.
#[cfg(unix)]
#[test]
fn a_full_disk_leaves_the_old_site_and_says_why() {
    let place = Place::new();
    place.publish(&site(&[("index.html", "old")])).unwrap();
    let mut limited = Command::new("sh");
    limited.args(["-c", r#"trap '' XFSZ; ulimit -f 4; exec "$0" "$@""#]).arg(std::env::current_exe().unwrap());
    limited.args(["--exact", "child_that_publishes_until_it_is_killed", "--nocapture"]);
    let ended = limited.env(CHILD_FOLDER, place.folder.path()).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(said.contains("REFUSED cannot write") && said.contains("nothing was published"), "{said}");
    assert_eq!(place.listing(), ["site/.aimsbook-manifest", "site/index.html"]);
    assert_eq!(fs::read_to_string(place.out().join("index.html")).unwrap(), "old");
}
