//! Finds a Chromium that somebody installed, and prints a page with it.
//!
//! Never installs one, never lets it reach a network, and never shows it a page with scripts.

use std::ffi::OsString;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use crate::text::percent_encoded;

/// Names on the path; all of them are Chromium inside.
const NAMES: [&str; 7] = [
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "microsoft-edge",
    "chrome",
    "chrome-headless-shell",
];

/// Where installers of other systems put them.
const PLACES: [&str; 8] = [
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Microsoft Edge.app/Contents/MacOS/Microsoft Edge",
    r"C:\Program Files\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files (x86)\Google\Chrome\Application\chrome.exe",
    r"C:\Program Files\Chromium\Application\chrome.exe",
    r"C:\Program Files (x86)\Microsoft\Edge\Application\msedge.exe",
    r"C:\Program Files\Microsoft\Edge\Application\msedge.exe",
];

/// The oldest version that prints what stands at the edges of a sheet.
pub const OLDEST: u32 = 131;

/// Why nothing was printed.
#[derive(Debug)]
pub enum PrintError {
    /// There is no browser, or not the one that somebody named.
    NoBrowser(Option<PathBuf>),
    /// It ran and wrote nothing; its last words.
    Refused(PathBuf, String),
    Io(PathBuf, io::Error),
}

impl std::error::Error for PrintError {}

impl fmt::Display for PrintError {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PrintError::NoBrowser(Some(path)) => write!(to, "there is no browser at `{}`\n{HELP}", path.display()),
            PrintError::NoBrowser(None) => write!(to, "a PDF is printed by Chromium, and none was found\n{HELP}"),
            PrintError::Refused(program, words) => write!(to, "`{}` printed nothing: {words}", program.display()),
            PrintError::Io(path, error) => write!(to, "`{}`: {error}", path.display()),
        }
    }
}

const HELP: &str = "  Debian, Ubuntu   sudo apt install chromium    (on Ubuntu: chromium-browser)
  Fedora           sudo dnf install chromium
  Arch             sudo pacman -S chromium
  macOS            brew install --cask chromium
  Windows          winget install Google.Chrome (or use the Edge that is there)
  Google Chrome and Microsoft Edge do as well. Elsewhere than usual: --browser PATH.
  Without one: `aimsbook export print DIR --out FOLDER` writes the same as a page that any browser prints.";

/// A browser that prints.
pub struct Chromium {
    program: PathBuf,
    /// Whether it runs only without its own sandbox, as for root and in many containers.
    without_sandbox: bool,
}

impl Chromium {
    /// The browser that somebody named, or the first that is there.
    pub fn find(named: Option<&Path>) -> Result<Chromium, PrintError> {
        let starts = |program: &Path| {
            let mut command = Command::new(program);
            command.arg("--version").stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
            command.status().is_ok_and(|status| status.success())
        };
        let found = match named {
            Some(named) => Some(named.to_owned()).filter(|named| named.is_file() || starts(named)),
            None => {
                // On Windows a browser that is asked for its version opens a window instead.
                let names = NAMES.iter().map(PathBuf::from).filter(|_| cfg!(not(windows)));
                let places = PLACES.iter().map(PathBuf::from).filter(|place| place.is_file());
                names.filter(|name| starts(name)).chain(places).next()
            }
        };
        let program = found.ok_or_else(|| PrintError::NoBrowser(named.map(Path::to_owned)))?;
        Ok(Chromium { program, without_sandbox: false })
    }

    pub fn name(&self) -> &Path {
        &self.program
    }

    /// The page as a PDF. `profile` is a folder that nobody else uses.
    pub fn print(&mut self, page: &Path, profile: &Path, pdf: &Path) -> Result<Vec<u8>, PrintError> {
        let mut said = self.run(page, profile, pdf)?;
        if !pdf.is_file() && !self.without_sandbox && said.contains("sandbox") {
            // The page has no scripts and reaches nothing, so that there is little to keep in.
            self.without_sandbox = true;
            said = self.run(page, profile, pdf)?;
        }
        if !pdf.is_file() {
            let words = said.lines().rev().find(|line| !line.trim().is_empty()).unwrap_or("it said nothing");
            return Err(PrintError::Refused(self.program.clone(), words.to_owned()));
        }
        let bytes = fs::read(pdf).map_err(|error| PrintError::Io(pdf.to_owned(), error))?;
        fs::remove_file(pdf).map_err(|error| PrintError::Io(pdf.to_owned(), error))?;
        Ok(bytes)
    }

    fn run(&self, page: &Path, profile: &Path, pdf: &Path) -> Result<String, PrintError> {
        let with = |option: &str, path: &Path| {
            let mut argument = OsString::from(option);
            argument.push(path);
            argument
        };
        let mut command = Command::new(&self.program);
        command.args([
            "--headless",
            "--disable-gpu",
            "--no-first-run",
            "--no-default-browser-check",
            "--disable-extensions",
            "--disable-background-networking",
            "--disable-component-update",
            "--disable-sync",
            "--host-resolver-rules=MAP * ~NOTFOUND",
            "--no-pdf-header-footer",
            "--generate-pdf-document-outline",
        ]);
        command.args(self.without_sandbox.then_some("--no-sandbox"));
        command.args([with("--user-data-dir=", profile), with("--print-to-pdf=", pdf)]);
        command.arg(address(page)).stdin(Stdio::null());
        let Output { stderr, .. } = command.output().map_err(|error| PrintError::Io(self.program.clone(), error))?;
        Ok(String::from_utf8_lossy(&stderr).into_owned())
    }
}

/// A file's address.
fn address(path: &Path) -> String {
    let path = path.to_string_lossy().replace('\\', "/");
    // Windows says `//?/C:/x` for a path of full length.
    let path = path.trim_start_matches("//?/").trim_start_matches('/');
    format!("file:///{}", percent_encoded(path).replacen("%3A", ":", 1))
}
