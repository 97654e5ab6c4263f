//! The command line as it is written.
//!
//! Never interprets an argument beyond its form: each command resolves its own.

use std::path::PathBuf;

use clap::{Args, Parser, Subcommand, ValueEnum};

use crate::text::{Date, parse_date};

const EXIT_CODES: &str = "Exit codes:
  0  clean
  1  findings that stop what was asked, listed with their places
  2  could not run: wrong arguments, a folder that cannot be read or written";

/// Turns a folder of policies and records into a cross-linked AIMS handbook with coverage.
#[derive(Debug, Parser)]
#[command(name = "aimsbook", version, arg_required_else_help = true, after_help = EXIT_CODES)]
#[command(disable_help_subcommand = true, propagate_version = true)]
pub struct Arguments {
    #[command(subcommand)]
    pub command: Command,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    Init(Init),
    New(New),
    Approve(Approve),
    Build(Build),
    Bundle(Bundle),
    Verify(Verify),
    Check(Check),
    Coverage(Coverage),
    Rules(Rules),
    Export(Export),
    Schema(Schema),
    Diff(Diff),
    Show(Show),
    Lock(Lock),
    Serve(Serve),
}

/// Start a handbook: a folder that builds at once, with the documents an AIMS needs as drafts
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Init {
    /// The folder to fill; made when it does not exist
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The name of the organization
    #[arg(long, value_name = "NAME", default_value = "Our organization")]
    pub organization: String,
}

/// Add a document or record with the next free id
///
/// KIND is a type of document (policy, procedure, plan, …) or a kind of record (risk, ai-system, incident, …).
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct New {
    /// What to add: a type of document or a kind of record
    pub kind: String,
    /// The handbook's folder
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Its title
    #[arg(long)]
    pub title: Option<String>,
}

/// Approve a document or an assessment as it is now, bound to its text
///
/// Writes the approval into the file of a document, an impact assessment, a validation or a release, and leaves every
/// other byte as it is. What differs from it later counts as a draft again.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES, disable_version_flag = true)]
pub struct Approve {
    /// What is approved: its id, or the path of a document
    pub id: String,
    /// The handbook's folder
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The role that approves it
    #[arg(long, value_name = "ROLE")]
    pub by: String,
    /// The day of the approval [default: today]
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    pub on: Option<Date>,
    /// The version that is meant; another one is refused
    #[arg(long, value_name = "V")]
    pub version: Option<String>,
    /// Print the change and write nothing
    #[arg(long)]
    pub dry_run: bool,
}

/// Build the handbook's site
///
/// Publishes only when there is no error; the old site stays whole until the new one is complete.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Build {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Where the site goes [default: DIR/_site]
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub view: ViewArguments,
    /// Publish in spite of errors, with a page that lists them and a banner that says so
    #[arg(long)]
    pub keep_going: bool,
    /// Do not publish when there are warnings
    #[arg(long)]
    pub strict: bool,
    /// Build the folder as it stands, without the versions that aimsbook.yaml names
    #[arg(long)]
    pub unversioned: bool,
    /// Say nothing but errors
    #[arg(long, short)]
    pub quiet: bool,
}

/// Pack the site, its evidence, the exports and a list of all of it into one ZIP file
///
/// Unpack it and open START-HERE.html. The same input gives the same bytes; `aimsbook verify` says what was changed.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Bundle {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The file to write [default: ORGANIZATION-DAY-AUDIENCE.zip]
    #[arg(long, value_name = "FILE")]
    pub out: Option<PathBuf>,
    #[command(flatten)]
    pub view: ViewArguments,
    /// Pack in spite of errors, with a page that lists them and a banner that says so
    #[arg(long)]
    pub keep_going: bool,
}

/// Say what was added, changed or removed in a bundle since it was packed
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  the bundle is as it was packed
  1  something was added, changed or removed
  2  could not run: no bundle there, or a file that cannot be read")]
pub struct Verify {
    /// A ZIP file, or the folder that it was unpacked to
    #[arg(value_name = "FILE")]
    pub bundle: PathBuf,
}

/// Find what is wrong in the handbook
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Check {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// How findings are printed
    #[arg(long, value_enum, default_value_t = CheckFormat::Full)]
    pub format: CheckFormat,
    /// Report only what is not in this file, the output of an earlier `check --format json`
    #[arg(long, value_name = "FILE")]
    pub baseline: Option<PathBuf>,
    /// Report only what stands in files that changed since this commit, tag or branch, and what they broke elsewhere
    #[arg(long, value_name = "REF")]
    pub changed_since: Option<String>,
    /// Warnings count like errors
    #[arg(long)]
    pub strict: bool,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CheckFormat {
    /// With the source line and a help
    Full,
    /// One line each
    Concise,
    /// For programs
    Json,
    /// Annotations in GitHub Actions
    Github,
    /// A code quality report for GitLab
    Gitlab,
    /// SARIF 2.1.0, for code scanning and editors
    Sarif,
    /// A JUnit report, for build servers
    Junit,
}

/// Say how far each framework is documented and evidenced
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Coverage {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// How the figures are printed
    #[arg(long, value_enum, default_value_t = CoverageFormat::Text)]
    pub format: CoverageFormat,
    /// Only this framework
    #[arg(long, value_name = "NAME")]
    pub framework: Option<String>,
    /// The gap assessment: what each entry lacks, and what usually fills it
    #[arg(long)]
    pub gaps: bool,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum CoverageFormat {
    Text,
    Json,
    Csv,
}

/// Write what the handbook holds in a form for other programs
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Export {
    /// What to write
    #[arg(value_enum)]
    pub what: ExportFormat,
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The file to write, or the folder for `csv` and `print`; `-` is standard output, which is the default for texts
    #[arg(long, value_name = "PATH")]
    pub out: Option<PathBuf>,
    /// Where the site is, seen from the workbook or the print (`site/`, or its address): links lead there [default: no
    /// site, links stay inside]
    #[arg(long, value_name = "PLACE")]
    pub site: Option<String>,
    /// The Chromium, Chrome or Edge that prints the PDF [default: the first that is found]
    #[arg(long, value_name = "PATH")]
    pub browser: Option<PathBuf>,
    #[command(flatten)]
    pub view: ViewArguments,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Everything with a date by which somebody must act, as an .ics file
    Calendar,
    /// Statement of Applicability, coverage, gaps, documents, registers and evidence, as an .xlsx file
    Workbook,
    /// The same, one .csv file a table, in a folder
    Csv,
    /// Everything and what connects it, as JSON with a schema (`aimsbook schema graph`)
    Graph,
    /// The whole handbook as a .pdf file, printed by a Chromium that is installed
    Pdf,
    /// The same as a page for any browser to print, in a folder
    Print,
    /// Who is asked for a change of which file, as the CODEOWNERS of GitHub and GitLab; sees everything unless an audience
    /// is named
    Codeowners,
}

/// JSON Schemas for editors and programs: of front matter, records, aimsbook.yaml, the graph and changes
///
/// Without a name, lists them. With `--out`, writes NAME.schema.json, or all of them.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Schema {
    /// `document`, `record`, `config`, `graph`, `changes`, or a kind of record such as `risk`
    pub name: Option<String>,
    /// The handbook whose own kinds count too [default: the handbook here, if there is one]
    #[arg(long = "in", value_name = "DIR")]
    pub root: Option<PathBuf>,
    /// The folder to write to
    #[arg(long, value_name = "FOLDER")]
    pub out: Option<PathBuf>,
}

/// List what is checked, or explain one rule
///
/// With a handbook, the levels are those of its aimsbook.yaml, and findings are counted: `2+1` are two that stand and
/// one that is waived.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Rules {
    /// A rule or the code of a finding to explain, or the folder of a handbook [default: the handbook here, if there is one]
    #[arg(value_name = "NAME|DIR")]
    pub what: Option<PathBuf>,
    /// The handbook in which a rule is explained
    #[arg(long = "in", value_name = "DIR")]
    pub root: Option<PathBuf>,
    #[command(flatten)]
    pub day: Day,
}

/// Preview the handbook in a browser; saved changes appear at once
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Serve {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The port on this machine, or the next free one
    #[arg(long, value_name = "N", default_value_t = 3000)]
    pub port: u16,
    #[command(flatten)]
    pub view: ViewArguments,
    /// Open it in the browser
    #[arg(long)]
    pub open: bool,
}

/// Say what a change does to the handbook: documents, obligations, coverage, approvals, evidence
///
/// BASE and HEAD are commits, tags, branches or folders.
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Diff {
    /// The state before
    #[arg(value_name = "BASE")]
    pub base: String,
    /// The state after [default: the folder as it is]
    #[arg(value_name = "HEAD")]
    pub head: Option<String>,
    /// The handbook's folder
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// How changes are printed
    #[arg(long, value_enum, default_value_t = DiffFormat::Text)]
    pub format: DiffFormat,
    /// Also write a small site for reviewers: what changed, page by page, and coverage before and after
    #[arg(long, value_name = "OUT")]
    pub site: Option<PathBuf>,
    /// End with exit code 1 when the change does one of these
    #[arg(long, value_enum, value_name = "WHAT", value_delimiter = ',')]
    pub fail_on: Vec<Gate>,
    /// Only what this audience may see in both states [default: everything, because who compares has both folders]; give it
    /// for a comment that others read
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,
    #[command(flatten)]
    pub day: Day,
}

/// Say which edition of a document or record applied on a day
#[derive(Debug, Args)]
#[command(after_help = "Exit codes:
  0  it applied on that day
  1  it did not apply, or no version was in force
  2  could not run: an id that no version has, a folder that cannot be read")]
pub struct Show {
    /// The id of a document or record
    pub id: String,
    /// The handbook's folder
    #[arg(long = "in", value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// The day that is asked about [default: today]
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    pub on: Option<Date>,
}

/// Record what the published versions hold in aimsbook.lock, so that none of them can be moved unnoticed
#[derive(Debug, Args)]
#[command(after_help = EXIT_CODES)]
pub struct Lock {
    /// The handbook's folder
    #[arg(value_name = "DIR", default_value = ".")]
    pub root: PathBuf,
    /// Record a version anew that was moved on purpose
    #[arg(long, value_name = "NAME")]
    pub accept: Vec<String>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum DiffFormat {
    /// For a terminal
    Text,
    /// For a comment under a pull request
    Markdown,
    /// For programs
    Json,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Gate {
    /// Coverage that was there is lost
    Regression,
    /// A text changed under an approval of the old one
    Approval,
    /// New errors or warnings
    Findings,
}

/// Who looks, and when.
#[derive(Debug, Args)]
pub struct ViewArguments {
    /// Only what this audience may see [default: internal]
    #[arg(long, value_name = "NAME")]
    pub audience: Option<String>,
    #[command(flatten)]
    pub day: Day,
}

#[derive(Debug, Args)]
pub struct Day {
    /// The day to judge by, such as 2026-03-14 [default: today]
    #[arg(long, value_name = "DATE", value_parser = read_date)]
    pub as_of: Option<Date>,
}

fn read_date(text: &str) -> Result<Date, String> {
    parse_date(text).ok_or_else(|| "write it as year-month-day, such as 2026-03-14".to_owned())
}
