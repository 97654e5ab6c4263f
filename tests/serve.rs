//! The preview end to end: a real process, real edits, what the browser is told and what it then gets.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use tempfile::TempDir;

const PATIENCE: Duration = Duration::from_secs(20);

struct Serving {
    folder: TempDir,
    child: Child,
    port: u16,
    said: Receiver<String>,
}

impl Drop for Serving {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

fn put(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

fn document(id: &str, body: &str) -> String {
    format!("---\nid: {id}\ntitle: Title of {id}\nstatus: draft\nowner: Head\n---\n{body}\n")
}

fn serve(files: &[(&str, &str)]) -> Serving {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "aimsbook.yaml", "title: Small\n");
    files.iter().for_each(|(path, text)| put(folder.path(), path, text));
    let mut command = Command::new(env!("CARGO_BIN_EXE_aimsbook"));
    command.args(["serve", "--port", "0", "--as-of", "2026-06-01"]).arg(folder.path());
    let mut child = command.stdin(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
    let (sender, said) = channel();
    let lines = BufReader::new(child.stderr.take().unwrap()).lines();
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(|line| drop(sender.send(line))));
    let mut serving = Serving { folder, child, port: 0, said };
    let line = serving.wait_for("Serving http://localhost:");
    serving.port = line.split("localhost:").nth(1).unwrap().split('/').next().unwrap().parse().unwrap();
    serving
}

impl Serving {
    /// The next line of the terminal that begins like this.
    fn wait_for(&self, start: &str) -> String {
        let started = Instant::now();
        let mut seen = Vec::new();
        loop {
            match self.said.recv_timeout(PATIENCE.saturating_sub(started.elapsed())) {
                Ok(line) if line.starts_with(start) => return line,
                Ok(line) => seen.push(line),
                Err(error) => panic!("no line `{start}` ({error}):\n{}", seen.join("\n")),
            }
        }
    }

    fn is_silent_for(&self, time: Duration) -> bool {
        matches!(self.said.recv_timeout(time), Err(RecvTimeoutError::Timeout))
    }

    fn request(&self, path: &str) -> TcpStream {
        let mut stream = TcpStream::connect(("127.0.0.1", self.port)).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        write!(stream, "GET {path} HTTP/1.1\r\nHost: localhost:{}\r\nConnection: close\r\n\r\n", self.port).unwrap();
        stream
    }

    fn get(&self, path: &str) -> String {
        let mut answer = Vec::new();
        self.request(path).read_to_end(&mut answer).unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Everything that an open page is told, as `name data`.
    fn events(&self) -> impl Iterator<Item = (String, String)> + use<> {
        let lines = BufReader::new(self.request("/__aimsbook/events")).lines().map(Result::unwrap);
        let mut lines =
            lines.filter_map(|line| line.split_once(": ").map(|(key, value)| (key.to_owned(), value.to_owned())));
        let mut next = move || lines.find(|(key, _)| key == "event" || key == "data").map(|(_, value)| value);
        std::iter::from_fn(move || Some((next()?, next()?)))
    }

    fn write(&self, path: &str, text: &str) {
        put(self.folder.path(), path, text);
    }
}

#[test]
fn a_saved_change_reaches_the_open_page() {
    let serving = serve(&[("policies/a.md", &document("POL-001", "first words"))]);
    assert!(serving.get("/documents/POL-001.html").contains("first words"));
    let mut events = serving.events();
    let (name, version) = events.next().unwrap();
    assert_eq!((name.as_str(), events.next().unwrap().1.as_str()), ("site", "\"\""));
    assert!(serving.get("/documents/POL-001.html").contains(&format!("data-version=\"{version}\"")));

    serving.write("policies/a.md", &document("POL-001", "second words"));
    serving.wait_for("rebuilt in ");
    // The saved page comes first, and has the version of the whole site already: it loads once.
    let (name, ahead) = events.next().unwrap();
    let (all, newer) = events.next().unwrap();
    assert_eq!((name.as_str(), all.as_str()), ("pages", "site"));
    assert_eq!(ahead, format!("{{\"addresses\":[\"/documents/POL-001.html\"],\"version\":\"{newer}\"}}"));
    assert_ne!(newer, version);
    let page = serving.get("/documents/POL-001.html");
    assert!(page.contains("second words") && page.contains(&format!("data-version=\"{newer}\"")), "{page}");
}

#[test]
fn new_renamed_and_deleted_files_are_followed() {
    let serving = serve(&[("policies/a.md", &document("POL-001", "x"))]);
    serving.write("policies/deep/b.md", &document("POL-002", "see [[POL-001]]"));
    serving.wait_for("rebuilt in ");
    assert!(serving.get("/documents/POL-002.html").starts_with("HTTP/1.1 200"));
    assert!(serving.get("/documents/POL-001.html").contains("Title of POL-002"), "backlinks of other pages follow too");
    let at = |path: &str| serving.folder.path().join(path);
    fs::rename(at("policies/deep"), at("policies/other")).unwrap();
    serving.wait_for("rebuilt in ");
    assert!(serving.get("/sections/policies/other/index.html").contains("Title of POL-002"));
    assert!(serving.get("/sections/policies/deep/index.html").starts_with("HTTP/1.1 404"));
    fs::remove_dir_all(at("policies/other")).unwrap();
    serving.wait_for("rebuilt in ");
    assert!(!serving.get("/documents/POL-001.html").contains("Title of POL-002"));
}

#[test]
fn a_broken_edit_shows_its_findings_and_keeps_the_last_good_site() {
    let serving = serve(&[("policies/a.md", &document("POL-001", "good words"))]);
    let mut events = serving.events();
    events.by_ref().take(2).for_each(drop);
    let broken = document("POL-001", "broken words").replace("owner: Head\n", "owner: Head\nclauses: [99.9]\n");
    serving.write("policies/a.md", &broken);
    serving.wait_for("error[");
    assert!(serving.wait_for(" --> policies/a.md:6:11").contains("policies/a.md"));
    serving.wait_for("not rebuilt, the last good site stays: 1 error");
    let (name, data) = events.next().unwrap();
    assert_eq!(name, "problems");
    assert!(data.contains("99.9") && data.contains("policies/a.md:6:11"), "{data}");
    assert!(serving.get("/documents/POL-001.html").contains("good words"));
    // A page that is opened now hears of it too.
    assert!(serving.events().take(2).any(|(name, data)| name == "problems" && data.contains("99.9")));

    serving.write("policies/a.md", &document("POL-001", "mended words"));
    serving.wait_for("rebuilt in ");
    assert_eq!(events.next().unwrap().0, "pages");
    assert_eq!(events.next().unwrap(), ("problems".to_owned(), "\"\"".to_owned()));
    assert_eq!(events.next().unwrap().0, "site");
    assert!(serving.get("/documents/POL-001.html").contains("mended words"));
}

#[test]
fn a_handbook_that_is_broken_from_the_start_is_shown_with_its_findings() {
    let serving = serve(&[("a.md", &document("A", "words").replace("owner: Head\n", "clauses: [99.9]\n"))]);
    assert!(serving.get("/documents/A.html").contains("words"));
    assert!(serving.events().take(2).any(|(name, data)| name == "problems" && data.contains("99.9")));
    serving.write("a.md", &document("A", "mended"));
    serving.wait_for("rebuilt in ");
    assert!(serving.events().take(2).any(|(name, data)| name == "problems" && data == "\"\""));
}

#[test]
fn a_style_alone_is_swapped_without_a_reload() {
    let serving = serve(&[("a.md", &document("A", "x")), ("theme/assets/custom.css", "p { color: red }")]);
    assert!(serving.get("/index.html").contains("assets/custom.css"));
    let mut events = serving.events();
    events.by_ref().take(2).for_each(drop);
    serving.write("theme/assets/custom.css", "p { color: blue }");
    serving.wait_for("rebuilt in ");
    assert_eq!(events.next().unwrap().0, "style");
    assert!(serving.get("/assets/custom.css").contains("blue"));
}

#[test]
fn what_changes_nothing_rebuilds_nothing() {
    let serving = serve(&[("a.md", &document("A", "x")), ("evidence/r.pdf", "report")]);
    let root = serving.folder.path();
    // The same text again, a hidden file, a file in the output, and reading.
    serving.write("a.md", &document("A", "x"));
    serving.write(".git/index", "x");
    serving.write("_site/x.html", "x");
    fs::read(root.join("evidence/r.pdf")).unwrap();
    assert!(serving.is_silent_for(Duration::from_millis(600)));
    assert_eq!(fs::read_dir(root.join("_site")).unwrap().count(), 1, "a preview writes nothing");
}

#[test]
fn many_saves_at_once_are_one_change() {
    let serving = serve(&[("0.md", &document("D-0", "x"))]);
    for number in 0..200 {
        serving.write(&format!("{number}.md"), &document(&format!("D-{number}"), "y"));
    }
    serving.wait_for("rebuilt in ");
    let mut rebuilds = 1;
    while let Ok(line) = serving.said.recv_timeout(Duration::from_millis(1500)) {
        rebuilds += usize::from(line.starts_with("rebuilt in "));
    }
    assert!(rebuilds <= 5, "{rebuilds} rebuilds");
    assert!(serving.get("/documents/D-199.html").contains("Title of D-199"));
}

#[test]
fn an_editor_that_saves_by_renaming_is_followed() {
    let serving = serve(&[("a.md", &document("A", "first"))]);
    for words in ["second", "third"] {
        serving.write("a.md.tmp", &document("A", words));
        fs::rename(serving.folder.path().join("a.md.tmp"), serving.folder.path().join("a.md")).unwrap();
        serving.wait_for("rebuilt in ");
        assert!(serving.get("/documents/A.html").contains(words));
    }
}

#[test]
fn a_folder_that_is_not_there_is_not_served() {
    let output = Command::new(env!("CARGO_BIN_EXE_aimsbook")).args(["serve", "/nowhere/at/all"]).output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("does not exist"));
}
