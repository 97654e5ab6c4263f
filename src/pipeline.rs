//! The few calls that every command composes: understand a Snapshot, check it, build a Site from it.
//!
//! Never reads or writes: a Snapshot comes in, values go out.

pub mod approve;
mod build;
pub mod bundle;
pub mod edition;
mod findings;
mod gone;
pub mod history;
pub mod kept;
mod review;
mod rounds;
pub mod shown_on;
pub mod trees;
pub mod versions;

pub use build::{BuildOptions, Shown, build, build_into};
pub use findings::graph_findings;
pub use review::{ReviewOptions, review};

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::catalog::Library;
use crate::config::{self, Config, Surroundings, read_config};
use crate::diagnostic::{Counts, Diagnostic, Finding, Level, both, sorted};
use crate::entry::{ParseCache, ParsedFile, RuleTargets, Vocabulary, is_configuration, is_document};
use crate::handbook::{Entries, Handbook, HandbookOptions, Hidden, connect};
use crate::language::{OwnWords, Words, known_languages, primary_language, read_words};
use crate::pipeline::rounds::Round;
use crate::render::{SearchCache, Theme};
use crate::rules::{RULES, RulesReport, is_left_to_a_rule, run};
use crate::schema::Kinds;
use crate::syntax::{Node, parse_yaml};
use crate::text::{Date, DocPath, Sha256, Snapshot, Source, Span, UnreadableReason, name_key};

/// What a run needs to know besides the files.
#[derive(Debug, Clone)]
pub struct Settings {
    /// The day by which everything is judged.
    pub as_of: Date,
    /// The name of the handbook's folder, a title for handbooks that have none.
    pub folder_name: String,
}

/// What is kept between two rounds; with empty caches the result is the same.
#[derive(Default)]
pub struct Caches {
    parsed: ParseCache,
    round: Round,
    search: BTreeMap<String, SearchCache>,
    /// Under a digest of its files and words.
    theme: Option<(Sha256, Arc<Theme>, Vec<Diagnostic>)>,
}

/// A handbook understood and connected, of which no rule has spoken yet.
#[derive(Clone)]
pub struct Connected {
    pub config: Config,
    /// The words of the configuration's language.
    pub words: Words,
    pub handbook: Arc<Handbook>,
    /// What was found without rules.
    diagnostics: Vec<Diagnostic>,
    /// Rules have something to say: the settings by which they judge are those of the handbook.
    judges: bool,
}

impl Connected {
    pub fn judged(self) -> Checked {
        let Connected { config, words, handbook, mut diagnostics, judges } = self;
        let unjudged = if config.versions.is_some() { diagnostics.clone() } else { Vec::new() };
        let (rules, more) = run(&RULES, &handbook, config.rule_options(), &config::path());
        diagnostics.extend(more.into_iter().filter(|_| judges));
        Checked { config, words, handbook, rules, diagnostics: sorted(diagnostics), unjudged }
    }
}

/// A handbook understood and checked.
pub struct Checked {
    pub config: Config,
    /// The words of the configuration's language.
    pub words: Words,
    pub handbook: Arc<Handbook>,
    /// What the rules found; the diagnostics say it too.
    pub rules: RulesReport,
    /// Sorted, without repeats.
    pub diagnostics: Vec<Diagnostic>,
    /// What was found without rules, when versions may want to know.
    unjudged: Vec<Diagnostic>,
}

impl Checked {
    /// As it was before any rule spoke; only of a handbook that has versions.
    fn connected(&self) -> Connected {
        let (config, words) = (self.config.clone(), self.words.clone());
        let (handbook, diagnostics) = (Arc::clone(&self.handbook), self.unjudged.clone());
        Connected { config, words, handbook, diagnostics, judges: true }
    }

    pub fn counts(&self) -> Counts {
        Counts::of(&self.diagnostics)
    }
}

/// Understands and checks everything in a Snapshot.
pub fn check(snapshot: &Snapshot, settings: &Settings, caches: &mut Caches) -> Checked {
    let understood = understand(snapshot, settings, caches);
    connected(snapshot, settings, Hidden::default(), understood).judged()
}

/// Two states: a file that both have is understood once, and what connects them is found side by side.
pub fn check_both(before: &Snapshot, after: &Snapshot, settings: &Settings, caches: &mut Caches) -> (Checked, Checked) {
    let old = understand(before, settings, caches);
    let new = understand(after, settings, caches);
    let connect = |snapshot, understood| connected(snapshot, settings, Hidden::default(), understood).judged();
    both(|| connect(before, old), || connect(after, new))
}

/// Every file understood alone, with what the whole needs besides.
#[derive(Clone)]
struct Understood {
    vocabulary: Arc<Vocabulary>,
    config: Config,
    words: Words,
    /// In the order of the Snapshot.
    files: Vec<(DocPath, Arc<ParsedFile>)>,
    diagnostics: Vec<Diagnostic>,
    /// The file that says by what everything is judged cannot be read.
    without_configuration: bool,
}

fn understand(snapshot: &Snapshot, settings: &Settings, caches: &mut Caches) -> Understood {
    let (unread, mut understood) = both(|| unreadable(snapshot), || understand_readable(snapshot, settings, caches));
    understood.diagnostics.extend(unread);
    understood
}

fn understand_readable(snapshot: &Snapshot, settings: &Settings, caches: &mut Caches) -> Understood {
    let (vocabulary, mut diagnostics) = vocabulary(snapshot);
    let own_words = own_words(snapshot, &mut diagnostics);
    let (config, more) = configuration(snapshot, settings, &vocabulary, &known_languages(&own_words));
    diagnostics.extend(more);
    let (words, more) = read_words(&config.language, &own_words);
    diagnostics.extend(more);

    let is_content = |path: &DocPath| !is_configuration(path) && !config.is_other_version(path);
    let sources: Vec<&Source> = snapshot.sources.iter().filter(|source| is_content(&source.path)).collect();
    let parsed = caches.parsed.parse(&sources, &vocabulary, &|path| config.entry_options(path));
    let files = sources.iter().map(|source| source.path.clone()).zip(parsed).collect();
    let without_configuration = !config.is_trial && configuration_root(snapshot).is_none();
    Understood { vocabulary: Arc::new(vocabulary), config, words, files, diagnostics, without_configuration }
}

fn connected(snapshot: &Snapshot, settings: &Settings, hidden: Hidden, understood: Understood) -> Connected {
    let Understood { vocabulary, config, words, files, mut diagnostics, without_configuration } = understood;
    let broken: Vec<Diagnostic> =
        diagnostics.iter().filter(|_| without_configuration).filter(is_broken_configuration).cloned().collect();
    let mut entries = Entries { documents: Vec::new(), records: Vec::new(), unread: BTreeSet::new() };
    for (path, file) in &files {
        let findings = match &**file {
            ParsedFile::Document { document, findings } => {
                entries.documents.push(Arc::clone(document));
                findings
            }
            ParsedFile::Records { records, findings } => {
                entries.records.extend(records.iter().cloned());
                if findings.iter().any(|finding| finding.level == Level::Error) {
                    entries.unread.insert(path.clone());
                }
                findings
            }
        };
        diagnostics.extend(findings.iter().cloned().map(|finding| finding.at(path)));
    }
    let options = HandbookOptions { hidden, ..config.handbook_options(settings.as_of) };
    let (targets, more) = RuleTargets::of(&vocabulary);
    diagnostics.extend(more);
    let default = config.default_framework;
    let (handbook, more) = connect(entries, snapshot, vocabulary, &targets, options, default);
    diagnostics.extend(more);
    diagnostics.retain(|diagnostic| !is_left_to_a_rule(&diagnostic.finding));
    // What the usual settings say of a handbook that has others is wrong, and hides what is.
    let judges = broken.is_empty();
    let diagnostics = if judges { diagnostics } else { broken };
    Connected { config, words, handbook: Arc::new(handbook), diagnostics, judges }
}

fn is_broken_configuration(diagnostic: &&Diagnostic) -> bool {
    diagnostic.path == config::path() && diagnostic.finding.level == Level::Error
}

fn configuration_root(snapshot: &Snapshot) -> Option<Node> {
    snapshot.source(&config::path()).and_then(|source| parse_yaml(&source.text, 0).root)
}

/// Catalogs and kinds, built in and from the folder; the kinds are called as the configuration's language calls them.
fn vocabulary(snapshot: &Snapshot) -> (Vocabulary, Vec<Diagnostic>) {
    let mut diagnostics = Vec::new();
    let configuration = configuration_root(snapshot);
    let language = primary_language(config::language_of(configuration.as_ref()));
    let frameworks = trees_below(snapshot, "frameworks", &mut diagnostics);
    let kinds = trees_below(snapshot, "kinds", &mut diagnostics);
    let (library, more) = Library::built_in().with_user_files(&frameworks);
    diagnostics.extend(more);
    let (kinds, more) = Kinds::in_language(language).extended(&kinds);
    diagnostics.extend(more);
    (Vocabulary { library, kinds }, diagnostics)
}

fn trees_below(snapshot: &Snapshot, folder: &str, diagnostics: &mut Vec<Diagnostic>) -> Vec<(DocPath, Node)> {
    let mut trees = Vec::new();
    for source in snapshot.sources.iter().filter(|source| source.path.is_below(folder) && !is_document(&source.path)) {
        let parsed = parse_yaml(&source.text, 0);
        diagnostics.extend(parsed.findings.into_iter().map(|finding| finding.at(&source.path)));
        trees.extend(parsed.root.map(|root| (source.path.clone(), root)));
    }
    trees
}

/// The files of the theme that hold words of a language.
fn own_words<'s>(snapshot: &'s Snapshot, diagnostics: &mut Vec<Diagnostic>) -> Vec<OwnWords<'s>> {
    let mut own = Vec::new();
    for (below, bytes) in &snapshot.theme {
        let tag = below.as_str().strip_prefix("language/").and_then(|name| name.strip_suffix(".yaml"));
        let Some((tag, path)) = tag.zip(DocPath::new(&format!("theme/{below}"))) else { continue };
        match std::str::from_utf8(bytes) {
            Ok(text) => own.push(OwnWords { tag, path, text }),
            Err(error) => {
                let place = Span::new(error.valid_up_to(), error.valid_up_to() + 1);
                let finding = Finding::error("not-utf8", place, "this file of words is not UTF-8 text");
                diagnostics.push(finding.help("save it as UTF-8").at(&path));
            }
        }
    }
    own
}

fn configuration(
    snapshot: &Snapshot,
    settings: &Settings,
    vocabulary: &Vocabulary,
    languages: &[&str],
) -> (Config, Vec<Diagnostic>) {
    let path = config::path();
    let source = snapshot.source(&path);
    let parsed = source.map(|source| parse_yaml(&source.text, 0)).unwrap_or_default();
    let unread = snapshot.unreadable.iter().any(|file| file.path == path);
    let exists = source.is_some() || unread;
    let around = Surroundings { folder_name: &settings.folder_name, vocabulary, languages };
    let (config, more) = read_config(parsed.root.as_ref(), exists, &around);
    let mut findings = parsed.findings;
    if parsed.root.is_none() {
        findings.iter_mut().for_each(|finding| finding.label = "nothing else is checked before this is mended".into());
    }
    findings.extend(more);
    findings.extend(config::unknown_rules(&config, &RULES.map(|rule| rule.name)));
    let mut diagnostics: Vec<Diagnostic> = findings.into_iter().map(|finding| finding.at(&path)).collect();
    let misnamed =
        snapshot.sources.iter().find(|source| matches!(source.path.as_str(), "aimsbook.yml" | ".aimsbook.yaml"));
    diagnostics.extend(misnamed.map(|source| {
        Finding::warning(
            "misnamed-configuration",
            Span::default(),
            "this file is not read: the configuration is called `aimsbook.yaml`",
        )
        .help("rename it")
        .at(&source.path)
    }));
    (config, diagnostics)
}

/// Files that were found and could not be read, and files that an ignore file hides.
fn unreadable(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut diagnostics: Vec<Diagnostic> =
        snapshot.unreadable.iter().map(|file| unreadable_finding(&file.reason).at(&file.path)).collect();
    diagnostics.extend(snapshot.ignored.iter().map(|path| {
        Finding::note(
            "ignored-file",
            Span::default(),
            "an ignore file hides this document or record: it is not in the handbook",
        )
        .help("take it out of .gitignore, or move it out of the handbook")
        .at(path)
    }));
    diagnostics.extend(case_conflicts(snapshot));
    diagnostics
}

/// Files, and folders of files, that are one on a disk that knows no capitals.
fn case_conflicts(snapshot: &Snapshot) -> Vec<Diagnostic> {
    let mut first: HashMap<String, &str> = HashMap::new();
    let mut diagnostics = Vec::new();
    for path in snapshot.sources.iter().map(|source| &source.path).chain(snapshot.files.keys()) {
        let folders = path.as_str().match_indices('/').map(|(at, _)| &path.as_str()[..at]);
        for name in folders.chain([path.as_str()]) {
            let known = *first.entry(name_key(name)).or_insert(name);
            if known != name {
                let message = format!("`{name}` differs from `{known}` only in capitals or composed letters");
                let finding = Finding::error("case-conflict", Span::default(), message);
                diagnostics.push(finding.help("rename one of the two: on many systems they are one").at(path));
                break;
            }
        }
    }
    diagnostics
}

fn unreadable_finding(reason: &UnreadableReason) -> Finding {
    if *reason == UnreadableReason::LfsPointer {
        // What needs the file has an error of its own.
        let finding = Finding::warning("lfs-pointer", Span::default(), reason.to_string());
        return finding.label("not part of the handbook").help("fetch the file: `git lfs pull`");
    }
    let (code, help) = match reason {
        UnreadableReason::NotUtf8 { .. } | UnreadableReason::Utf16 => ("not-utf8", "save it as UTF-8"),
        UnreadableReason::TooLarge { .. } => {
            ("file-too-large", "put attachments into `evidence/`, and split long documents")
        }
        UnreadableReason::LinkLeavesFolder | UnreadableReason::LinkLoop | UnreadableReason::LinkToNothing => {
            ("symbolic-link", "copy the file into the handbook")
        }
        UnreadableReason::NameNotUnicode => ("name-not-unicode", "rename it"),
        UnreadableReason::SpecialFile
        | UnreadableReason::Changed
        | UnreadableReason::LfsPointer
        | UnreadableReason::Refused(_) => {
            ("unreadable-file", "make it a plain file that can be read, or move it out of the handbook")
        }
    };
    Finding::error(code, Span::default(), reason.to_string()).help(help)
}
