//! Serves the preview to browsers on this machine, and tells open pages what changed.
//!
//! Never listens beyond this machine, never answers another site's page, and never turns an address into a disk path:
//! it only knows what the site holds.

use std::convert::Infallible;
use std::fs::File;
use std::io::{self, Read as _};
use std::net::{Ipv4Addr, Ipv6Addr, TcpListener};
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError};

use axum::Router;
use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::http::header::{ALLOW, CACHE_CONTROL, CONTENT_LENGTH, CONTENT_TYPE, HOST, LOCATION, X_CONTENT_TYPE_OPTIONS};
use axum::http::{HeaderValue, Method, StatusCode};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse as _, Response};
use futures_util::stream;
use tokio::sync::broadcast;

use crate::outside::preview::{Moment, News, Preview};
use crate::site::Content;
use crate::text::percent_encoded;

/// When a port is taken, so many after it are tried.
const PORTS_TRIED: u16 = 100;

const BUFFER: usize = 64 * 1024;

const LIVE_SCRIPT: &str = include_str!("live.js");

const HTML: &str = "text/html; charset=utf-8";

/// A running server.
pub struct Server {
    pub port: u16,
    news: broadcast::Sender<News>,
    failed: Arc<Mutex<Option<io::Error>>>,
}

impl Server {
    /// Tells every open page.
    pub fn tell(&self, news: News) {
        // Nobody listens when no page is open.
        let _ = self.news.send(news);
    }

    /// Why the server ended, when it did.
    pub fn failure(&self) -> Option<io::Error> {
        self.failed.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// Starts to serve in a thread of its own, on `port` or the next free one; 0 takes any.
pub fn start(preview: Arc<Preview>, port: u16) -> io::Result<Server> {
    let (listeners, port) = listeners(port)?;
    let (news, _) = broadcast::channel(64);
    let shared = Shared { preview, news: news.clone(), port };
    let failed = Arc::new(Mutex::new(None));
    let report = Arc::clone(&failed);
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("preview".into()).spawn(move || {
        if let Err(error) = runtime.block_on(run(listeners, shared)) {
            *report.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
        }
    })?;
    Ok(Server { port, news, failed })
}

#[derive(Clone)]
struct Shared {
    preview: Arc<Preview>,
    news: broadcast::Sender<News>,
    port: u16,
}

/// A browser may ask `localhost` by either family: a port is only ours when both are, or when there is no second one.
fn listeners(port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    let mut last = io::Error::from(io::ErrorKind::AddrInUse);
    for port in port..=port.saturating_add(PORTS_TRIED) {
        match on_port(port) {
            Err(error) if error.kind() == io::ErrorKind::AddrInUse => last = error,
            other => return other,
        }
    }
    Err(last)
}

fn on_port(port: u16) -> io::Result<(Vec<TcpListener>, u16)> {
    let first = TcpListener::bind((Ipv4Addr::LOCALHOST, port))?;
    let port = first.local_addr()?.port();
    let second = match TcpListener::bind((Ipv6Addr::LOCALHOST, port)) {
        Ok(listener) => Some(listener),
        Err(error) if error.kind() == io::ErrorKind::AddrInUse => return Err(error),
        // No IPv6 on this machine.
        Err(_) => None,
    };
    Ok((std::iter::once(first).chain(second).collect(), port))
}

async fn run(listeners: Vec<TcpListener>, shared: Shared) -> io::Result<()> {
    let router = Router::new().fallback(answer).with_state(shared);
    let mut running = Vec::new();
    for listener in listeners {
        listener.set_nonblocking(true)?;
        let listener = tokio::net::TcpListener::from_std(listener)?;
        let router = router.clone();
        running.push(tokio::spawn(async move { axum::serve(listener, router).await }));
    }
    for server in running {
        server.await.map_err(io::Error::other)??;
    }
    Ok(())
}

async fn answer(State(shared): State<Shared>, request: Request) -> Response {
    if !is_ours(&request, shared.port) {
        return plain(StatusCode::FORBIDDEN, "This preview answers to its own address only.\n");
    }
    if request.method() != Method::GET && request.method() != Method::HEAD {
        let mut response = plain(StatusCode::METHOD_NOT_ALLOWED, "Only GET and HEAD.\n");
        response.headers_mut().insert(ALLOW, HeaderValue::from_static("GET, HEAD"));
        return response;
    }
    let moment = shared.preview.moment();
    match request.uri().path() {
        "/__aimsbook/events" => events(&shared),
        "/__aimsbook/live.js" => bytes(StatusCode::OK, "text/javascript; charset=utf-8", LIVE_SCRIPT.into()),
        path => match decoded(path).and_then(|path| find(&moment, &path)) {
            Some(Found::File { path, content, version }) => file(&shared.preview, &moment, &path, content, version),
            Some(Found::Folder(path)) => redirect(&path),
            None => not_found(&moment),
        },
    }
}

/// Another site's page cannot set the `Host` header, but can have its own name lead to this machine.
fn is_ours(request: &Request, port: u16) -> bool {
    let Some(host) = request.headers().get(HOST).and_then(|host| host.to_str().ok()) else { return false };
    let names = ["localhost", "127.0.0.1", "[::1]"];
    names.iter().any(|name| {
        host.strip_prefix(name).is_some_and(|rest| rest == format!(":{port}") || (rest.is_empty() && port == 80))
    })
}

enum Found<'a> {
    File { path: String, content: &'a Content, version: u64 },
    Folder(String),
}

fn find<'a>(moment: &'a Moment, path: &str) -> Option<Found<'a>> {
    let path = path.strip_prefix('/')?;
    let index = if path.is_empty() || path.ends_with('/') { format!("{path}index.html") } else { path.to_owned() };
    if let Some((content, version)) = moment.get(&index) {
        return Some(Found::File { path: index, content, version });
    }
    moment.get(&format!("{path}/index.html")).map(|_| Found::Folder(path.to_owned()))
}

fn file(preview: &Preview, moment: &Moment, path: &str, content: &Content, version: u64) -> Response {
    let kind = content_type(path);
    match content {
        Content::Bytes(page) if kind == HTML => bytes(StatusCode::OK, kind, with_live_script(page, version).into()),
        Content::Bytes(bytes_of_it) => bytes(StatusCode::OK, kind, Bytes::from_owner(Arc::clone(bytes_of_it))),
        Content::Copy { from, .. } => match opened(preview.root(), from.as_str()) {
            Some((file, size)) => streamed(file, size, kind),
            None => not_found(moment),
        },
        Content::Written { .. } => not_found(moment),
    }
}

/// A copied file, if it is one and still lies in the handbook's folder.
fn opened(root: &Path, path: &str) -> Option<(File, u64)> {
    let path = root.join(path).canonicalize().ok()?;
    let facts = path.metadata().ok()?;
    (facts.is_file() && path.starts_with(root)).then_some(())?;
    Some((File::open(path).ok()?, facts.len()))
}

fn streamed(file: File, size: u64, kind: &'static str) -> Response {
    let (sender, receiver) = tokio::sync::mpsc::channel::<io::Result<Bytes>>(4);
    tokio::task::spawn_blocking(move || {
        let mut file = file.take(size);
        let mut buffer = vec![0; BUFFER];
        loop {
            let chunk = match file.read(&mut buffer) {
                Ok(0) => return,
                Ok(count) => Ok(Bytes::copy_from_slice(&buffer[..count])),
                Err(error) => Err(error),
            };
            let failed = chunk.is_err();
            // The browser has gone, or the file cannot be read further.
            if sender.blocking_send(chunk).is_err() || failed {
                return;
            }
        }
    });
    let chunks =
        stream::unfold(receiver, |mut receiver| async { receiver.recv().await.map(|chunk| (chunk, receiver)) });
    let mut response = with_headers(StatusCode::OK, kind, Body::from_stream(chunks));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(size));
    response
}

fn events(shared: &Shared) -> Response {
    // Subscribed before looking, so that nothing falls between.
    let receiver = shared.news.subscribe();
    let moment = shared.preview.moment();
    let first = vec![News::Problems(moment.problems), News::Site { version: moment.version }];
    let state = (first, receiver, Arc::clone(&shared.preview));
    let stream = stream::unfold(state, |(mut waiting, mut receiver, preview)| async {
        let news = match waiting.pop() {
            Some(news) => news,
            None => match receiver.recv().await {
                Ok(news) => news,
                // Too slow to hear everything: the present moment says it all.
                Err(broadcast::error::RecvError::Lagged(_)) => News::Site { version: preview.moment().version },
                Err(broadcast::error::RecvError::Closed) => return None,
            },
        };
        Some((Ok::<Event, Infallible>(event(&news)), (waiting, receiver, preview)))
    });
    Sse::new(stream).keep_alive(KeepAlive::default()).into_response()
}

fn event(news: &News) -> Event {
    match news {
        News::Site { version } => Event::default().event("site").data(version.to_string()),
        News::Pages { version, paths } => {
            let addresses: Vec<String> = paths.iter().map(|path| format!("/{}", percent_encoded(path))).collect();
            let data = serde_json::json!({"version": version.to_string(), "addresses": addresses});
            Event::default().event("pages").data(data.to_string())
        }
        News::Style { version } => Event::default().event("style").data(version.to_string()),
        News::Problems(problems) => {
            let text = serde_json::to_string(&problems.as_deref().unwrap_or("")).unwrap_or_default();
            Event::default().event("problems").data(text)
        }
    }
}

/// The page with the script that keeps it up to date, before the end of its body.
fn with_live_script(page: &[u8], version: u64) -> Vec<u8> {
    let script = format!("<script src=\"/__aimsbook/live.js\" data-version=\"{version}\" defer></script>");
    let end = b"</body>";
    let at = page.windows(end.len()).rposition(|window| window.eq_ignore_ascii_case(end)).unwrap_or(page.len());
    [&page[..at], script.as_bytes(), &page[at..]].concat()
}

fn not_found(moment: &Moment) -> Response {
    let own = match moment.site.get("404.html") {
        Some(Content::Bytes(page)) => Some(page.to_vec()),
        _ => None,
    };
    let page = own.unwrap_or_else(|| {
        b"<!doctype html><html lang=\"en\"><title>Not found</title><body><p>The handbook has no such page. \
          <a href=\"/\">To its first page</a></p></body></html>"
            .to_vec()
    });
    bytes(StatusCode::NOT_FOUND, HTML, with_live_script(&page, moment.version).into())
}

fn redirect(folder: &str) -> Response {
    let mut response = plain(StatusCode::TEMPORARY_REDIRECT, "");
    match HeaderValue::from_str(&format!("/{}/", percent_encoded(folder))) {
        Ok(value) => {
            response.headers_mut().insert(LOCATION, value);
            response
        }
        Err(_) => plain(StatusCode::NOT_FOUND, "Not found.\n"),
    }
}

fn plain(status: StatusCode, text: &'static str) -> Response {
    bytes(status, "text/plain; charset=utf-8", Bytes::from_static(text.as_bytes()))
}

fn bytes(status: StatusCode, kind: &'static str, bytes: Bytes) -> Response {
    let size = bytes.len();
    let mut response = with_headers(status, kind, Body::from(bytes));
    response.headers_mut().insert(CONTENT_LENGTH, HeaderValue::from(size));
    response
}

fn with_headers(status: StatusCode, kind: &'static str, body: Body) -> Response {
    let mut response = Response::new(body);
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

/// The text behind `%C3%A4`; `None` when it is not Unicode.
fn decoded(path: &str) -> Option<String> {
    let mut bytes = Vec::with_capacity(path.len());
    let mut rest = path.as_bytes();
    while let [first, after @ ..] = rest {
        let escape = after.get(..2).filter(|digits| *first == b'%' && digits.iter().all(u8::is_ascii_hexdigit));
        let escape = escape.and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8(bytes).ok()
}

fn content_type(path: &str) -> &'static str {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_lowercase();
    match extension.as_str() {
        "html" | "htm" => HTML,
        "css" => "text/css; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "json" | "map" => "application/json",
        "xml" => "application/xml",
        "txt" | "md" | "yaml" | "yml" | "log" => "text/plain; charset=utf-8",
        "csv" => "text/csv; charset=utf-8",
        "ics" => "text/calendar; charset=utf-8",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "gif" => "image/gif",
        "webp" => "image/webp",
        "avif" => "image/avif",
        "ico" => "image/x-icon",
        "pdf" => "application/pdf",
        "woff" => "font/woff",
        "woff2" => "font/woff2",
        "ttf" => "font/ttf",
        "otf" => "font/otf",
        "mp4" => "video/mp4",
        "webm" => "video/webm",
        "mp3" => "audio/mpeg",
        "zip" => "application/zip",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        "docx" => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        "pptx" => "application/vnd.openxmlformats-officedocument.presentationml.presentation",
        _ => "application/octet-stream",
    }
}

#[cfg(test)]
mod tests {
    use super::{decoded, with_live_script};
    use crate::text::percent_encoded;

    #[test]
    fn addresses_are_read_as_browsers_write_them() {
        assert_eq!(decoded("/a%20b/%C3%A4.html").as_deref(), Some("/a b/ä.html"));
        assert_eq!(decoded("/100%/%+1").as_deref(), Some("/100%/%+1"));
        assert_eq!(decoded("/%ff"), None);
        assert_eq!(decoded(&percent_encoded("a b/ä%")).as_deref(), Some("a b/ä%"));
    }

    #[test]
    fn the_script_goes_to_the_end_of_the_body() {
        let page = |text: &str| String::from_utf8(with_live_script(text.as_bytes(), 3)).unwrap();
        assert!(page("<p>&lt;/body></BODY></html>").ends_with("defer></script></BODY></html>"));
        assert!(page("<p>fragment").starts_with("<p>fragment<script src="));
    }
}
