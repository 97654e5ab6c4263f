//! How fast the program is, against a floor: `cargo bench --bench speed`, or with `-- 1000` only the smaller handbooks,
//! and with `-- versions` a handbook of many versions.
//!
//! Never compares two runs that ran at different times of load: the programs take turns, each in a process of its own,
//! and the middle of several runs counts.

mod edits;
mod floor;
mod generate;
mod program;
mod versions;

use std::cell::Cell;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use crate::edits::Edits;
use crate::generate::{Generator, Size};

const ROUNDS: usize = 5;

const HANDBOOKS: [Size; 4] = [
    Size { documents: 1_000, records: 0 },
    Size { documents: 10_000, records: 0 },
    Size { documents: 1_000, records: 2_000 },
    Size { documents: 10_000, records: 20_000 },
];

fn main() -> io::Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).filter(|argument| argument != "--bench").collect();
    if let Some(("as", rest)) = arguments.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return match rest.split_first() {
            Some((first, rest)) if first == "aimsbook" => versions::command_line(rest),
            _ => program::run(rest),
        };
    }
    if arguments.first().is_some_and(|only| only == "versions") {
        return versions::measure();
    }
    let wanted = |size: &Size| match arguments.first() {
        Some(only) => size.documents.to_string() == *only,
        None => true,
    };
    let mut measured = Vec::new();
    for size in HANDBOOKS.into_iter().filter(wanted) {
        measured.push(measure(size)?);
        // What was measured stays readable when a later handbook fails.
        eprintln!("{}", row(&measured[measured.len() - 1]));
    }
    report(&measured);
    // Not before all is measured: see `Place::child`.
    measured.iter().try_for_each(|one| fs::remove_dir_all(folder(one.size)))
}

/// The times of one handbook in seconds, its peak memory in bytes.
struct Measured {
    size: Size,
    floor: f64,
    check: f64,
    diff: f64,
    build: f64,
    memory: f64,
    files: usize,
    bytes: u64,
    edits: Edits,
}

fn measure(size: Size) -> io::Result<Measured> {
    let place = Place::new(size)?;
    eprintln!("{}: making the handbook", name(size));
    Generator::new(size).write(&place.root)?;
    place.child("build", &[])?;
    let (files, bytes) = place.list_targets()?;
    place.change_one(&Generator::new(size))?;
    let [mut floor, mut check, mut diff, mut build, mut memory]: [Vec<f64>; 5] = Default::default();
    for round in 1..=ROUNDS {
        eprintln!("{}: round {round} of {ROUNDS}", name(size));
        floor.push(place.child("floor", &[])?.seconds);
        check.push(place.child("check", &[])?.seconds);
        diff.push(place.child("diff", &[])?.seconds);
        let run = place.child("build", &[])?;
        build.push(run.seconds);
        memory.push(run.value("memory"));
    }
    eprintln!("{}: saving documents", name(size));
    let edits = Edits::read(&place.child("edits", &[size.documents.to_string(), size.records.to_string()])?.answer);
    Ok(Measured {
        size,
        floor: median(floor),
        check: median(check),
        diff: median(diff),
        build: median(build),
        memory: median(memory),
        files,
        bytes,
        edits,
    })
}

/// Where one handbook and its outputs lie.
struct Place {
    root: PathBuf,
    out: PathBuf,
    targets: PathBuf,
    /// How many programs ran.
    runs: Cell<usize>,
}

/// One run of a child process.
struct Run {
    seconds: f64,
    answer: String,
}

impl Run {
    /// A number from a line `name value`.
    fn value(&self, name: &str) -> f64 {
        let line = self.answer.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' '));
        line.and_then(|value| value.trim().parse().ok()).unwrap_or(f64::NAN)
    }
}

impl Place {
    fn new(size: Size) -> io::Result<Place> {
        let folder = folder(size);
        if folder.exists() {
            fs::remove_dir_all(&folder)?;
        }
        let (root, out, targets) = (folder.join("handbook"), folder.join("out"), folder.join("targets"));
        fs::create_dir_all(&root)?;
        fs::create_dir_all(&out)?;
        Ok(Place { root, out, targets, runs: Cell::new(0) })
    }

    /// Runs one program on the handbook, always into a new output and with nothing left to write by others.
    fn child(&self, program: &str, more: &[String]) -> io::Result<Run> {
        // Into a folder of its own: some file systems are slow to create files where others were deleted just now.
        let out = self.out.join(self.runs.get().to_string());
        self.runs.set(self.runs.get() + 1);
        // Without it the writing of one run would fall into the next.
        let _ = Command::new("sync").status();
        let mut command = Command::new(std::env::current_exe()?);
        command.args(["as", program]).args([&self.root, &out, &self.targets]).args(more);
        let start = Instant::now();
        let output = command.stderr(std::process::Stdio::inherit()).output()?;
        let seconds = start.elapsed().as_secs_f64();
        if !output.status.success() {
            return Err(io::Error::other(format!("`{program}` failed on {}", self.root.display())));
        }
        Ok(Run { seconds, answer: String::from_utf8_lossy(&output.stdout).into_owned() })
    }

    /// Commits the handbook, and changes one document of it.
    fn change_one(&self, generator: &Generator) -> io::Result<()> {
        let steps: [&[&str]; 4] =
            [&["init", "-q"], &["add", "-A"], &["commit", "-qm", "before"], &["gc", "-q", "--prune=now"]];
        for step in steps {
            versions::git(&self.root, step)?;
        }
        let text = format!("{}\nEvery model must be known by its name.\n", generator.text(5));
        fs::write(self.root.join(generator.path(5)), text)
    }

    /// Writes down path and size of every file of the site, for the floor to write the same.
    fn list_targets(&self) -> io::Result<(usize, u64)> {
        let mut lines = Vec::new();
        let mut bytes = 0;
        let out = self.out.join("0");
        let mut folders = vec![out.clone()];
        while let Some(folder) = folders.pop() {
            for entry in fs::read_dir(folder)? {
                let entry = entry?;
                if entry.file_type()?.is_dir() {
                    folders.push(entry.path());
                    continue;
                }
                let size = entry.metadata()?.len();
                let path = entry.path();
                let path = path.strip_prefix(&out).map_err(io::Error::other)?;
                lines.push(format!("{size} {}\n", path.display()));
                bytes += size;
            }
        }
        fs::write(&self.targets, lines.concat())?;
        Ok((lines.len(), bytes))
    }
}

fn folder(size: Size) -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("speed-{}-{}", size.documents, size.records))
}

fn report(measured: &[Measured]) {
    println!("| handbook | site | floor | check | diff of one document | build | peak memory |");
    println!("|---|---|---|---|---|---|---|");
    for one in measured {
        println!("{}", row(one));
    }
    println!(
        "\n| after saving one document | text: its page | text: everything | title: its page | title: everything |"
    );
    println!("|---|---|---|---|---|");
    for one in measured {
        let edits = &one.edits;
        let cells = [&edits.text_page, &edits.text_all, &edits.title_page, &edits.title_all];
        let cells = cells.map(|times| format!("{:.0} ms", median(times.clone())));
        println!("| {} | {} |", name(one.size), cells.join(" | "));
    }
    println!();
    for (small, large) in pairs(measured) {
        println!("From {} to {}: {:.1} times the time.", name(small.size), name(large.size), large.build / small.build);
    }
}

fn row(one: &Measured) -> String {
    format!(
        "| {} | {} files, {} MB | {:.2} s | {:.2} s = {:.2} × floor | {:.2} s = {:.2} × check | {:.2} s = {:.2} × floor | {:.0} MB |",
        name(one.size),
        thousands(one.files),
        one.bytes / 1_000_000,
        one.floor,
        one.check,
        one.check / one.floor,
        one.diff,
        one.diff / one.check,
        one.build,
        one.build / one.floor,
        one.memory / 1e6,
    )
}

/// A handbook and the one ten times as large.
fn pairs(measured: &[Measured]) -> impl Iterator<Item = (&Measured, &Measured)> {
    measured.iter().filter_map(|small| {
        let tenfold = Size { documents: small.size.documents * 10, records: small.size.records * 10 };
        Some((small, measured.iter().find(|large| large.size == tenfold)?))
    })
}

fn name(size: Size) -> String {
    match size.records {
        0 => format!("{} documents", thousands(size.documents)),
        records => format!("{} documents, {} records", thousands(size.documents), thousands(records)),
    }
}

fn thousands(number: usize) -> String {
    match number {
        0..1_000 => number.to_string(),
        _ => format!("{},{:03}", number / 1_000, number % 1_000),
    }
}

fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}
