//! What the preview server answers, and whom it refuses.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::{TcpListener, TcpStream};
use std::sync::Arc;
use std::time::Duration;

use aimsbook::outside::preview::Preview;
use aimsbook::outside::server::{Server, start};
use aimsbook::site::{Content, Site};
use aimsbook::text::{DocPath, Sha256};
use tempfile::TempDir;

struct Running {
    folder: TempDir,
    preview: Arc<Preview>,
    server: Server,
}

fn site(files: &[(&str, &str)]) -> Site {
    let mut site = Site::default();
    files.iter().for_each(|(path, text)| site.add(*path, Content::text(*text)).unwrap());
    site
}

fn running(site: Site) -> Running {
    let folder = tempfile::tempdir().unwrap();
    let preview = Arc::new(Preview::new(&folder.path().canonicalize().unwrap(), 0));
    preview.show(site);
    let server = start(Arc::clone(&preview), 0).unwrap();
    Running { folder, preview, server }
}

impl Running {
    fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(("127.0.0.1", self.server.port)).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(10))).unwrap();
        stream
    }

    /// Sends a request line with a `Host`; the head and the body of the answer.
    fn ask(&self, request: &str, host: &str) -> (String, Vec<u8>) {
        let mut stream = self.connect();
        let host = host.replace("PORT", &self.server.port.to_string());
        write!(stream, "{request} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n").unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).unwrap();
        let end = answer.windows(4).position(|window| window == b"\r\n\r\n").unwrap();
        (String::from_utf8(answer[..end].to_vec()).unwrap(), answer[end + 4..].to_vec())
    }

    fn get(&self, path: &str) -> (String, String) {
        let (head, body) = self.ask(&format!("GET {path}"), "localhost:PORT");
        (head, String::from_utf8(body).unwrap())
    }

    fn status(&self, path: &str) -> String {
        self.get(path).0.lines().next().unwrap()["HTTP/1.1 ".len()..].to_owned()
    }

    fn events(&self) -> impl Iterator<Item = String> + use<> {
        let mut stream = self.connect();
        let port = self.server.port;
        write!(stream, "GET /__aimsbook/events HTTP/1.1\r\nHost: localhost:{port}\r\n\r\n").unwrap();
        let lines = BufReader::new(stream).lines().map(Result::unwrap);
        let mut lines = lines.filter(|line| line.starts_with("event: ") || line.starts_with("data: "));
        std::iter::from_fn(move || Some(format!("{} | {}", lines.next()?, lines.next()?)))
    }
}

#[test]
fn pages_get_the_live_script_and_other_files_do_not() {
    let running = running(site(&[("index.html", "<body>home</body>"), ("a b/ü.html", "<p>x"), ("s.css", "b {}")]));
    let (head, body) = running.get("/");
    assert!(head.contains("content-type: text/html; charset=utf-8") && head.contains("no-store"), "{head}");
    assert_eq!(body, "<body>home<script src=\"/__aimsbook/live.js\" data-version=\"1\" defer></script></body>");
    assert!(running.get("/a%20b/%C3%BC.html").1.starts_with("<p>x<script"));
    assert!(running.get("/index.html?version=3").1.starts_with("<body>home"));
    let (head, body) = running.get("/s.css");
    assert!(head.contains("text/css") && body == "b {}", "{head} {body}");
    assert!(running.get("/__aimsbook/live.js").1.contains("EventSource"));
}

#[test]
fn a_folder_leads_to_its_first_page() {
    let running = running(site(&[("frameworks/index.html", "list")]));
    let (head, _) = running.get("/frameworks");
    assert!(head.starts_with("HTTP/1.1 307") && head.contains("location: /frameworks/"), "{head}");
    assert!(running.get("/frameworks/").1.starts_with("list"));
}

#[test]
fn what_the_site_does_not_hold_is_not_found_whatever_is_on_disk() {
    let running = running(site(&[("index.html", "home"), ("404.html", "<body>gone</body>")]));
    fs::write(running.folder.path().join("secret.md"), "secret").unwrap();
    for path in
        ["/secret.md", "/../secret.md", "/%2e%2e/secret.md", "/..%2fsecret.md", "//etc/passwd", "/%ff", "/index.html/"]
    {
        assert_eq!(running.status(path), "404 Not Found", "{path}");
    }
    assert!(running.get("/nothing").1.starts_with("<body>gone<script"));
}

#[test]
fn copied_files_are_streamed_from_the_handbook() {
    let large: Vec<u8> = (0..700_000_u32).map(|number| number as u8).collect();
    let from = |path: &str| Content::Copy { from: DocPath::new(path).unwrap(), sha256: Sha256::of(b"") };
    let mut with_copies = site(&[("index.html", "home")]);
    with_copies.add("files/large.pdf", from("evidence/large.pdf")).unwrap();
    with_copies.add("files/gone.pdf", from("evidence/gone.pdf")).unwrap();
    let running = running(with_copies);
    fs::create_dir(running.folder.path().join("evidence")).unwrap();
    fs::write(running.folder.path().join("evidence/large.pdf"), &large).unwrap();
    let (head, body) = running.ask("GET /files/large.pdf", "localhost:PORT");
    assert!(head.contains("application/pdf") && head.contains("content-length: 700000"), "{head}");
    assert!(body == large);
    assert_eq!(running.status("/files/gone.pdf"), "404 Not Found");
}

#[test]
fn only_get_and_head_are_answered() {
    let running = running(site(&[("index.html", "home")]));
    let (head, body) = running.ask("HEAD /", "localhost:PORT");
    assert!(head.starts_with("HTTP/1.1 200") && head.contains("content-length") && body.is_empty(), "{head}");
    for method in ["POST", "PUT", "DELETE", "OPTIONS"] {
        let (head, _) = running.ask(&format!("{method} /"), "localhost:PORT");
        assert!(head.starts_with("HTTP/1.1 405") && head.contains("allow: GET, HEAD"), "{head}");
    }
}

#[test]
fn only_our_own_address_is_answered() {
    let running = running(site(&[("index.html", "home")]));
    let status = |host: &str| running.ask("GET /", host).0[9..12].to_owned();
    for host in ["localhost:PORT", "127.0.0.1:PORT", "[::1]:PORT"] {
        assert_eq!(status(host), "200", "{host}");
    }
    for host in ["evil.example:PORT", "localhost", "localhost:1", "localhost.evil.example:PORT", "127.0.0.1:PORT1", ""]
    {
        assert_eq!(status(host), "403", "{host}");
    }
    assert_eq!(running.ask("GET /__aimsbook/events", "evil.example:PORT").0[9..12], *"403");
}

#[test]
fn open_pages_hear_of_everything_in_order() {
    let running = running(site(&[("index.html", "1"), ("s.css", "1")]));
    let mut events = running.events();
    assert_eq!(events.next().unwrap(), "event: site | data: 1");
    assert_eq!(events.next().unwrap(), "event: problems | data: \"\"");
    running.server.tell(running.preview.show(site(&[("index.html", "1"), ("s.css", "2")])).unwrap());
    assert_eq!(events.next().unwrap(), "event: style | data: 2");
    running.server.tell(running.preview.set_problems(Some("line one\nline \"two\"".into())).unwrap());
    assert_eq!(events.next().unwrap(), "event: problems | data: \"line one\\nline \\\"two\\\"\"");
    running.server.tell(running.preview.show(site(&[("index.html", "2"), ("s.css", "2")])).unwrap());
    assert_eq!(events.next().unwrap(), "event: site | data: 3");
    let mut late = running.events();
    assert_eq!(late.next().unwrap(), "event: site | data: 3");
    assert_eq!(late.next().unwrap(), "event: problems | data: \"line one\\nline \\\"two\\\"\"");
}

#[test]
fn a_taken_port_is_left_to_its_owner() {
    let taken = TcpListener::bind(("127.0.0.1", 0)).unwrap();
    let port = taken.local_addr().unwrap().port();
    let folder = tempfile::tempdir().unwrap();
    let server = start(Arc::new(Preview::new(folder.path(), 0)), port).unwrap();
    assert!(server.port > port && server.port <= port + 100, "{} after {port}", server.port);
}
