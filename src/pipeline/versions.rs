//! Several versions of one handbook, each understood at its own date.
//!
//! Never shows in an old version what a newer one keeps from the same readers.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::config::editions::{Edition, Standing};
use crate::config::{self, Config};
use crate::diagnostic::{Diagnostic, Finding, ordered_map};
use crate::entry::is_configuration;
use crate::handbook::{Handbook, Hidden, Names};
use crate::pages::VersionFacts;
use crate::pipeline::kept::{Kept, KeptChanges};
use crate::pipeline::{Caches, Checked, Connected, Settings, Understood, connected, understand};
use crate::text::{Date, Sha256, Snapshot, Span};
use crate::view::{Audience, View};

/// A version as the others know it.
pub struct Version {
    pub edition: Edition,
    /// Of what it really holds.
    pub content: Sha256,
    pub facts: Arc<VersionFacts>,
    /// What of it newer versions hide, by its effect.
    pub effect: Option<Sha256>,
    /// What it says beside its own content, by its digest.
    pub own: Sha256,
    /// What it changed, as an earlier run knew it.
    pub changes: Option<KeptChanges>,
    /// Of an earlier run, when nothing has changed since then.
    pub kept: Option<Box<Kept>>,
    /// When it had to be opened.
    pub open: Option<OpenVersion>,
}

/// A version, understood and connected, with those who may look at it.
pub struct OpenVersion {
    /// With what the configuration of today lays over it.
    pub snapshot: Snapshot,
    pub connected: Connected,
    pub audience: Audience,
    /// What everything in it is known by.
    pub names: Names,
    /// What it hides of older versions.
    pub hides: Hidden,
}

impl OpenVersion {
    pub fn view(&self) -> View<'_> {
        View::new(&self.connected.handbook, self.audience.clone())
    }
}

/// A version to be opened.
pub struct FoundVersion {
    pub edition: Edition,
    pub held: Held,
    /// What it changed, as an earlier run knew it.
    pub changes: Option<KeptChanges>,
}

impl FoundVersion {
    /// Stands for all that it holds.
    pub fn content(&self) -> Sha256 {
        match &self.held {
            Held::Read(snapshot) => content_digest(snapshot),
            Held::Kept(kept) => kept.content,
        }
    }
}

/// Where a version comes from.
pub enum Held {
    Read(Snapshot),
    /// Nothing has changed since an earlier run, unless something newer hides more of it now.
    Kept(Box<Kept>),
}

/// The folder as it stands, which has the last word on how versions look and who may see what.
#[derive(Clone, Copy)]
pub struct Folder<'a> {
    pub snapshot: &'a Snapshot,
    pub checked: &'a Checked,
}

/// Who opens versions, and how.
pub struct Opening<'a> {
    pub folder: Folder<'a>,
    pub audience: &'a Audience,
    pub settings: &'a Settings,
    /// All are judged on this day when one is given.
    pub on: Option<Date>,
}

/// A version that was read, connected with what the folder hides.
struct Ready {
    snapshot: Snapshot,
    content: Sha256,
    settings: Settings,
    connected: Connected,
}

/// Opens versions, which come oldest first, as far as they are not known from an earlier run, and leaves out those that hold
/// nothing for the audience. `read` reads one that has to be opened after all. The folder as it stands gives its
/// configuration to versions without one, its theme to all, and its classifications count too.
pub fn open_versions<E>(
    found: Vec<FoundVersion>,
    opening: &Opening<'_>,
    caches: &mut Caches,
    read: &mut dyn FnMut(&Edition) -> Result<Snapshot, E>,
) -> Result<(Vec<Version>, Vec<Diagnostic>), E> {
    caches.parsed.keep_all();
    let Opening { folder, audience, .. } = *opening;
    let config = &folder.checked.config;
    let mut hidden = hidden_of(&folder.checked.handbook, folder.snapshot, audience);
    hidden.extend(opening.hidden_in_force(&found, &hidden, caches));
    let mut diagnostics = Vec::new();
    if audience.sees + 1 < config.classifications.len() {
        diagnostics.extend(unread(folder));
    }
    // A draft is no statement of the organization.
    let is_told = |found: &FoundVersion| audience.coverage || found.edition.standing != Standing::Draft;
    let found = found.into_iter().filter(is_told).collect();
    let ready = opening.ready(found, &hidden, caches);
    let mut walk =
        Walk { opening, hidden: hidden.clone(), before: hidden, waiting: false, expected: Vec::new(), diagnostics };
    let mut versions = Vec::new();
    for one in ready.into_iter().rev() {
        versions.extend(walk.next(one, caches, read)?);
    }
    versions.reverse();
    Ok((versions, walk.diagnostics))
}

/// A version before those that are newer have been looked at.
struct ReadyVersion {
    edition: Edition,
    known: Known,
    changes: Option<KeptChanges>,
}

enum Known {
    Ready(Box<Ready>),
    Kept(Box<Kept>),
}

/// From the newest version to the oldest.
struct Walk<'a> {
    opening: &'a Opening<'a>,
    /// By the folder and by all newer versions.
    hidden: Hidden,
    /// With what those versions were connected that were read at once.
    before: Hidden,
    /// A newer version waits to be compared with the next one that stays as it is.
    waiting: bool,
    /// What is hidden in that one, by its effect, as far as newer versions were compared with it in an earlier run.
    expected: Vec<Option<Sha256>>,
    diagnostics: Vec<Diagnostic>,
}

impl Walk<'_> {
    /// Nothing for a version that is left out.
    fn next<E>(
        &mut self,
        one: ReadyVersion,
        caches: &mut Caches,
        read: &mut dyn FnMut(&Edition) -> Result<Snapshot, E>,
    ) -> Result<Option<Version>, E> {
        let ReadyVersion { edition, known, changes } = one;
        let (ready, kept) = match known {
            Known::Ready(ready) => (*ready, None),
            Known::Kept(kept) => {
                let is_same = self.hidden.effect(&kept.names) == kept.effect;
                let is_compared = self.waiting || self.expected.iter().any(|effect| *effect != kept.effect);
                if is_same && !is_compared {
                    self.passed(&edition);
                    self.hidden.extend(kept.hides.clone());
                    return Ok(Some(Version::of_kept(edition, kept, None)));
                }
                (self.opening.read_again(&edition, &self.hidden, read, caches)?, is_same.then_some(kept))
            }
        };
        let Some((open, content)) = self.opened(&edition, ready, caches) else { return Ok(None) };
        let effect = self.hidden.effect(&open.names);
        let view = open.view();
        let is_empty = view.documents().next().is_none() && view.records().next().is_none();
        self.hidden.extend(open.hides.clone());
        // An old version without anything for these readers tells them nothing.
        if is_empty && edition.standing != Standing::InForce {
            return Ok(None);
        }
        self.passed(&edition);
        if let Some(kept) = kept {
            drop(view);
            return Ok(Some(Version::of_kept(edition, kept, Some(open))));
        }
        let changes = changes.filter(|known| known.effect == effect && known.redlined.is_some());
        match &changes {
            Some(known) => self.expected.push(known.effect_before),
            None => self.waiting = true,
        }
        let facts = Arc::new(VersionFacts::of(&view, &open.snapshot));
        drop(view);
        let own = own_digest(&edition, &content, &open);
        Ok(Some(Version { edition, content, facts, effect, own, changes, kept: None, open: Some(open) }))
    }

    /// What newer versions are compared with is one that stays as it is.
    fn passed(&mut self, edition: &Edition) {
        if edition.origin.is_fixed() {
            self.waiting = false;
            self.expected.clear();
        }
    }

    /// The version with everything hidden that newer ones hide; nothing for one that has nothing to show.
    fn opened(&mut self, edition: &Edition, ready: Ready, caches: &mut Caches) -> Option<(OpenVersion, Sha256)> {
        let Ready { snapshot, content, settings, mut connected } = ready;
        let config = &self.opening.folder.checked.config;
        if snapshot.sources.iter().all(|source| is_configuration(&source.path)) {
            self.leave_out(edition, "has no document and no record in this folder");
            return None;
        }
        let names = Names::of(&connected.handbook, &snapshot);
        if self.hidden != self.before && self.hidden.effect(&names) != self.before.effect(&names) {
            connected = connect_hiding(&snapshot, &settings, self.hidden.clone(), caches);
        }
        let Some(audience) = audience_in(&connected.config, config, self.opening.audience) else {
            let why = format!("has no classification that `{}` sees today as well", self.opening.audience.name);
            self.leave_out(edition, &why);
            return None;
        };
        let hides = View::new(&connected.handbook, audience.clone()).hidden(&names, &snapshot);
        Some((OpenVersion { snapshot, connected, audience, names, hides }, content))
    }

    fn leave_out(&mut self, edition: &Edition, why: &str) {
        let config = &self.opening.folder.checked.config;
        let place = config.versions.as_ref().map(|versions| versions.span).unwrap_or_default();
        let finding = Finding::warning("version-left-out", place, format!("the version `{}` {why}", edition.name));
        self.diagnostics.push(finding.label("it is not published").at(&config::path()));
    }
}

impl Version {
    fn of_kept(edition: Edition, kept: Box<Kept>, open: Option<OpenVersion>) -> Version {
        let Kept { content, effect, own, .. } = *kept;
        let (facts, changes) = (Arc::clone(&kept.facts), Some(kept.changes.clone()));
        Version { edition, content, facts, effect, own, changes, kept: Some(kept), open }
    }
}

impl Opening<'_> {
    /// Understands what was read, one after the other because versions share files, and connects it side by side.
    fn ready(&self, found: Vec<FoundVersion>, hidden: &Hidden, caches: &mut Caches) -> Vec<ReadyVersion> {
        let mut read = Vec::new();
        let mut known = Vec::new();
        for FoundVersion { edition, held, changes } in found {
            match held {
                Held::Read(snapshot) => {
                    read.push(self.understood(&edition, snapshot, hidden, caches));
                    known.push((edition, None, changes));
                }
                Held::Kept(kept) => known.push((edition, Some(Known::Kept(kept)), changes)),
            }
        }
        let mut ready = ordered_map(&read, |one| Known::Ready(Box::new(one.connected(hidden)))).into_iter();
        let version = |(edition, kept, changes): (Edition, Option<Known>, Option<KeptChanges>)| {
            Some(ReadyVersion { edition, known: kept.or_else(|| ready.next())?, changes })
        };
        known.into_iter().filter_map(version).collect()
    }

    fn understood(&self, edition: &Edition, snapshot: Snapshot, hidden: &Hidden, caches: &mut Caches) -> Unconnected {
        let content = content_digest(&snapshot);
        let snapshot = laid_over(snapshot, self.folder.snapshot);
        let settings = Settings { as_of: judged_on(edition, self.settings, self.on), ..self.settings.clone() };
        let way = match self.folder_as(&content, &settings, hidden) {
            Some(connected) => Way::Connected(connected),
            None => Way::Understood(understand(&snapshot, &settings, caches)),
        };
        Unconnected { snapshot, content, settings, way }
    }

    fn read_again<E>(
        &self,
        edition: &Edition,
        hidden: &Hidden,
        read: &mut dyn FnMut(&Edition) -> Result<Snapshot, E>,
        caches: &mut Caches,
    ) -> Result<Ready, E> {
        Ok(self.understood(edition, read(edition)?, hidden, caches).connected(hidden))
    }

    /// The folder itself, when it holds the same and is judged by the same day, and hides nothing of itself.
    fn folder_as(&self, content: &Sha256, settings: &Settings, hidden: &Hidden) -> Option<Connected> {
        let Folder { snapshot, checked } = self.folder;
        let is_same = settings.as_of == self.settings.as_of
            && snapshot.source(&config::path()).is_some()
            && content_digest(snapshot) == *content
            && hidden.adds_nothing_to(&checked.handbook, &Names::of(&checked.handbook, snapshot), self.audience.sees);
        is_same.then(|| checked.connected())
    }

    /// What the version in force hides, when versions follow it: they are no newer word on who may see what.
    fn hidden_in_force(&self, found: &[FoundVersion], hidden: &Hidden, caches: &mut Caches) -> Hidden {
        let place = found.iter().position(|one| one.edition.standing == Standing::InForce);
        let Some(Held::Read(snapshot)) = place.filter(|at| at + 1 < found.len()).map(|at| &found[at].held) else {
            return Hidden::default();
        };
        let snapshot = laid_over(snapshot.clone(), self.folder.snapshot);
        let connected = connect_hiding(&snapshot, self.settings, hidden.clone(), caches);
        let audience = audience_in(&connected.config, &self.folder.checked.config, self.audience);
        audience.map(|audience| hidden_of(&connected.handbook, &snapshot, &audience)).unwrap_or_default()
    }
}

fn hidden_of(handbook: &Handbook, snapshot: &Snapshot, audience: &Audience) -> Hidden {
    View::new(handbook, audience.clone()).hidden(&Names::of(handbook, snapshot), snapshot)
}

struct Unconnected {
    snapshot: Snapshot,
    content: Sha256,
    settings: Settings,
    way: Way,
}

/// How far it has come.
enum Way {
    Understood(Understood),
    Connected(Connected),
}

impl Unconnected {
    fn connected(&self, hidden: &Hidden) -> Ready {
        let Unconnected { snapshot, content, settings, way } = self;
        let connected = match way {
            Way::Understood(understood) => connected(snapshot, settings, hidden.clone(), understood.clone()),
            Way::Connected(connected) => connected.clone(),
        };
        Ready { snapshot: snapshot.clone(), content: *content, settings: settings.clone(), connected }
    }
}

fn connect_hiding(snapshot: &Snapshot, settings: &Settings, hidden: Hidden, caches: &mut Caches) -> Connected {
    let understood = understand(snapshot, settings, caches);
    connected(snapshot, settings, hidden, understood)
}

/// Files of the folder that nobody can judge hide what versions have of them.
fn unread(folder: Folder<'_>) -> impl Iterator<Item = Diagnostic> {
    let unreadable = folder.snapshot.unreadable.iter().map(|file| &file.path);
    folder.checked.handbook.unread.iter().chain(unreadable).map(|path| {
        let message = "this file cannot be read, so that nobody knows who may see it";
        let finding = Finding::warning("unread-hides", Span::default(), message);
        finding.label("what versions have of it is hidden").at(path)
    })
}

/// What is no longer in force is judged by the day from which it applied, unless somebody asks about another day.
pub fn judged_on(edition: &Edition, settings: &Settings, on: Option<Date>) -> Date {
    if let Some(on) = on {
        return on;
    }
    match edition.standing {
        Standing::Superseded => edition.date.unwrap_or(settings.as_of),
        Standing::InForce | Standing::Upcoming | Standing::Draft => settings.as_of,
    }
}

/// The audience of today in another version: it never sees there what it would not see today.
fn audience_in(config: &Config, today: &Config, audience: &Audience) -> Option<Audience> {
    let own = config.audiences.get(&audience.name);
    let highest = config.classifications.len().saturating_sub(1);
    let sees = config.seen_in_both(own.map_or(highest, |own| own.sees), today, audience.sees)?;
    let coverage = audience.coverage && own.is_none_or(|own| own.coverage);
    Some(Audience { name: audience.name.clone(), sees, coverage })
}

/// A version from before the first `aimsbook.yaml` is read with today's, and with the frameworks and kinds of today where
/// it has none. All versions look as the site does today.
fn laid_over(mut snapshot: Snapshot, current: &Snapshot) -> Snapshot {
    snapshot.theme = current.theme.clone();
    if snapshot.source(&config::path()).is_some() {
        return snapshot;
    }
    for folder in ["frameworks", "kinds"] {
        if !snapshot.sources.iter().any(|source| source.path.is_below(folder)) {
            let of_today = current.sources.iter().filter(|source| source.path.is_below(folder));
            snapshot.sources.extend(of_today.cloned());
        }
    }
    snapshot.sources.extend(current.source(&config::path()).cloned());
    snapshot.sources.sort_by(|left, right| left.path.cmp(&right.path));
    snapshot
}

/// Stands for all that a state of the folder holds.
pub fn content_digest(snapshot: &Snapshot) -> Sha256 {
    let mut lines: Vec<String> =
        snapshot.sources.iter().map(|source| source.sha256.sum_line(source.path.as_str())).collect();
    lines.extend(snapshot.files.iter().map(|(path, fact)| fact.sha256.sum_line(path.as_str())));
    lines.extend(snapshot.unreadable.iter().map(|file| format!("unread {}\n", file.path)));
    lines.sort();
    Sha256::of(lines.concat().as_bytes())
}

/// Stands for what the pages of a version follow from, but for the versions before it, the theme, and who wrote it.
fn own_digest(edition: &Edition, content: &Sha256, open: &OpenVersion) -> Sha256 {
    let OpenVersion { audience, snapshot, connected, .. } = open;
    let handbook = &connected.handbook;
    let mut text = String::new();
    let _ = writeln!(text, "{:?} {:?} {:?} {:?}", edition.name, edition.title, edition.date, handbook.options.as_of);
    let _ = writeln!(text, "{content} {} {audience:?}", content_digest(snapshot));
    // What newer versions hide of it, by its effect.
    let _ = writeln!(text, "{:?} {:?} {:?}", handbook.document_levels, handbook.record_levels, handbook.files);
    let _ = writeln!(text, "{}", connected.words.digest());
    Sha256::of(text.as_bytes())
}
