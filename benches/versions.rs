//! A handbook of many versions: all of them from nothing, and one more beside those that are there.
//!
//! Never measures git's own work of making the history.

use std::ffi::OsString;
use std::fs;
use std::io::{self, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, Stdio};
use std::time::{Duration, Instant};

use crate::generate::{Generator, Size};
use crate::median;

const SIZE: Size = Size { documents: 1_000, records: 0 };
const COMMITS: usize = 2_000;
const TAGS: usize = 20;
const ROUNDS: usize = 5;

/// The command line itself, in a process of its own.
pub fn command_line(arguments: &[String]) -> io::Result<()> {
    let arguments = std::iter::once("aimsbook").chain(arguments.iter().map(String::as_str)).map(OsString::from);
    match aimsbook::cli::run(arguments) {
        code if code == ExitCode::SUCCESS => Ok(()),
        code => Err(io::Error::other(format!("aimsbook ended with {code:?}"))),
    }
}

pub fn measure() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_TARGET_TMPDIR")).join("speed-versions");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let root = folder.join("handbook");
    eprintln!("making {COMMITS} commits with {TAGS} tags");
    make_history(&root)?;
    let newest = format!("v{TAGS}");
    let alone = folder.join("alone");
    make_alone(&root, &alone, &newest)?;
    let [mut plain, mut one, mut all, mut added]: [Vec<f64>; 4] = Default::default();
    for round in 1..=ROUNDS {
        eprintln!("versions: round {round} of {ROUNDS}");
        let out = |name: &str| folder.join(format!("{name}-{round}"));
        plain.push(build(&root, &out("plain"), true)?);
        one.push(build(&alone, &out("one"), false)?);
        all.push(build(&root, &out("all"), false)?);
        // The newest version is not there yet, and then it is.
        let commit = git(&root, &["rev-parse", &newest])?;
        git(&root, &["tag", "-d", &newest])?;
        build(&root, &out("grown"), false)?;
        git(&root, &["tag", &newest, commit.trim()])?;
        // That build replaced one; some file systems are slow to create files for seconds after others were deleted.
        std::thread::sleep(Duration::from_secs(7));
        added.push(build(&root, &out("grown"), false)?);
    }
    let (plain, one, all, added) = (median(plain), median(one), median(all), median(added));
    println!(
        "| 1,000 documents, {TAGS} tags, {COMMITS} commits | time | against one version | against the folder alone |"
    );
    println!("|---|---|---|---|");
    println!("| the folder alone | {plain:.2} s | | |");
    for (name, time) in [
        ("one version".to_owned(), one),
        (format!("all {TAGS} from nothing"), all),
        (format!("one more beside {}", TAGS - 1), added),
    ] {
        println!("| {name} | {time:.2} s | {:.1} × | {:.1} × |", time / one, time / plain);
    }
    fs::remove_dir_all(folder)
}

/// The same repository, of whose tags only the newest is left.
fn make_alone(root: &Path, alone: &Path, newest: &str) -> io::Result<()> {
    let places = [root, alone].map(|path| path.display().to_string());
    git(root, &["clone", "-q", "--no-hardlinks", &places[0], &places[1]])?;
    for number in 1..TAGS {
        git(alone, &["tag", "-d", &format!("v{number}")])?;
    }
    git(alone, &["rev-parse", newest]).map(|_| ())
}

fn build(root: &Path, out: &PathBuf, unversioned: bool) -> io::Result<f64> {
    let _ = Command::new("sync").status();
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["as", "aimsbook", "build"]).arg(root).arg("--out").arg(out);
    command.args(["--as-of", "2026-06-30", "--audience", "auditor", "--quiet"]);
    command.args(unversioned.then_some("--unversioned"));
    let start = Instant::now();
    let status = command.stdout(Stdio::null()).stderr(Stdio::null()).status()?;
    let seconds = start.elapsed().as_secs_f64();
    if status.success() { Ok(seconds) } else { Err(io::Error::other("a build failed")) }
}

/// Every commit changes one document; versions are a hundred commits apart.
fn make_history(root: &Path) -> io::Result<()> {
    let generator = Generator::new(SIZE);
    generator.write(root)?;
    let path = root.join("aimsbook.yaml");
    let config = fs::read_to_string(&path)? + "\nversions:\n  tags: v*\n";
    fs::write(&path, config)?;
    git(root, &["init", "-q", "-b", "main"])?;
    git(root, &["add", "-A"])?;
    git(root, &["commit", "-qm", "first"])?;
    let mut import =
        Command::new("git").arg("-C").arg(root).args(["fast-import", "--quiet"]).stdin(Stdio::piped()).spawn()?;
    let mut input = io::BufWriter::new(import.stdin.take().ok_or_else(|| io::Error::other("no pipe"))?);
    let from = git(root, &["rev-parse", "main"])?;
    for number in 1..=COMMITS {
        let document = number * 7 % SIZE.documents;
        let text = format!("{}\nEdition {number} must be read.\n", generator.text(document));
        // A day between two commits.
        let day = 1_600_000_000 + number * 86_400;
        writeln!(input, "commit refs/heads/main")?;
        writeln!(input, "committer Bench <bench@example.org> {day} +0000")?;
        writeln!(input, "data 4\nedit")?;
        if number == 1 {
            writeln!(input, "from {}", from.trim())?;
        }
        writeln!(input, "M 100644 inline {}\ndata {}", generator.path(document), text.len())?;
        input.write_all(text.as_bytes())?;
        writeln!(input)?;
        if number % (COMMITS / TAGS) == 0 {
            writeln!(input, "reset refs/tags/v{}\nfrom refs/heads/main\n", number / (COMMITS / TAGS))?;
        }
    }
    drop(input);
    if !import.wait()?.success() {
        return Err(io::Error::other("git fast-import failed"));
    }
    git(root, &["reset", "-q", "--hard", "main"])?;
    git(root, &["gc", "-q", "--prune=now"]).map(|_| ())
}

/// What git prints, as somebody whose settings are not those of this machine.
pub fn git(root: &Path, arguments: &[&str]) -> io::Result<String> {
    let identity = [
        "-c",
        "user.name=Bench",
        "-c",
        "user.email=bench@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "gc.auto=0",
    ];
    let done = Command::new("git").arg("-C").arg(root).args(identity).args(arguments).output()?;
    if !done.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&done.stderr).into_owned()));
    }
    Ok(String::from_utf8_lossy(&done.stdout).into_owned())
}
