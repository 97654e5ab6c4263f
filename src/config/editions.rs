//! Which versions there are, in which order, and which of them was in force when.
//!
//! Never looks for them: tags and branches come in as they were found.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use crate::config::versions::{Order, Versions};
use crate::diagnostic::Finding;
use crate::pages::safe_name;
use crate::text::{Date, DocPath, Spanned, name_key, nearest};

/// A tag or a branch as git knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KnownRef {
    pub name: String,
    pub commit: String,
    /// The day on which the tag or the commit was made, where its maker was; unknown in a damaged repository.
    pub date: Option<Date>,
}

/// Who committed a change.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Author {
    pub name: String,
    pub email: String,
}

/// Authors by file, of all commits that a version adds to the one before it.
pub type Authors = BTreeMap<DocPath, Vec<Author>>;

/// What was found for `versions:`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct FoundRefs {
    /// One list for each pattern.
    pub tags: Vec<Vec<KnownRef>>,
    /// One for each name.
    pub branches: Vec<Option<KnownRef>>,
}

/// A published state of the handbook.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Edition {
    pub name: String,
    /// What readers see.
    pub title: String,
    /// A name for its folder that every disk can have.
    pub folder: String,
    /// From when it applies; only the folder as it stands has none.
    pub date: Option<Date>,
    pub origin: Origin,
    pub standing: Standing,
    /// Its first day in force, and the first day on which it no longer was.
    pub period: Option<(Date, Option<Date>)>,
}

/// Where a version's content lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    Tag {
        commit: String,
    },
    Branch {
        commit: String,
    },
    Folder(DocPath),
    /// The folder as it stands.
    Working,
}

impl Origin {
    pub fn commit(&self) -> Option<&str> {
        match self {
            Origin::Tag { commit } | Origin::Branch { commit } => Some(commit),
            Origin::Folder(_) | Origin::Working => None,
        }
    }

    /// Whether its content is meant to stay as it is.
    pub fn is_fixed(&self) -> bool {
        matches!(self, Origin::Tag { .. } | Origin::Folder(_))
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Standing {
    InForce,
    Superseded,
    /// Later than the one in force.
    Upcoming,
    /// A branch, or the folder as it stands.
    Draft,
}

/// The versions, oldest first; drafts come last. `as_of` decides which is in force when nothing else does.
pub fn editions(versions: &Versions, found: &FoundRefs, as_of: Date) -> (Vec<Edition>, Vec<Finding>) {
    let mut findings = Vec::new();
    let mut fixed = tagged(versions, found, &mut findings);
    fixed.extend(folders(versions, &mut findings));
    sort(&mut fixed, versions.order);
    drop_twins(&mut fixed, versions, &mut findings);
    let in_force = in_force(&fixed, versions, as_of);
    for (at, edition) in fixed.iter_mut().enumerate() {
        edition.standing = match in_force {
            Some(current) if at == current => Standing::InForce,
            Some(current) if at < current => Standing::Superseded,
            _ => Standing::Upcoming,
        };
    }
    set_periods(&mut fixed, in_force, None);
    let mut all = fixed;
    all.extend(drafts(versions, found, &mut findings));
    if let Some(name) = &versions.in_force
        && in_force.is_none()
    {
        match all.iter_mut().find(|edition| edition.name == name.value) {
            Some(edition) => {
                edition.standing = Standing::InForce;
                let since = edition.date;
                edition.period = since.map(|since| (since, None));
                for other in all.iter_mut().filter(|other| other.standing == Standing::Upcoming) {
                    other.standing = Standing::Superseded;
                }
                let fixed = all.iter().take_while(|edition| edition.origin.is_fixed()).count();
                set_periods(&mut all[..fixed], fixed.checked_sub(1), since);
            }
            None => findings.push(unknown_version(name, &all)),
        }
    }
    let named = versions.titles.iter().map(|(name, title)| (name, title.span));
    for (name, span) in named.chain(versions.dates.iter().map(|(name, date)| (name, date.span))) {
        if !all.iter().any(|edition| edition.name == *name) {
            findings.push(unknown_version(&Spanned::new(name.clone(), span), &all));
        }
    }
    refuse_clashes(&mut all, versions, &mut findings);
    (all, findings)
}

fn tagged(versions: &Versions, found: &FoundRefs, findings: &mut Vec<Finding>) -> Vec<Edition> {
    let mut tags: BTreeMap<&str, &KnownRef> = BTreeMap::new();
    for (pattern, matching) in versions.tags.iter().zip(&found.tags) {
        if matching.is_empty() {
            let message = format!("no tag is called `{}`", pattern.value);
            let finding = Finding::warning("no-such-version", pattern.span, message);
            findings
                .push(finding.help("`git tag v1.0` makes one; a clone without tags gets them with `git fetch --tags`"));
        }
        tags.extend(matching.iter().map(|tag| (tag.name.as_str(), tag)));
    }
    let edition = |tag: &KnownRef| edition(&tag.name, tag.date, Origin::Tag { commit: tag.commit.clone() }, versions);
    tags.into_values().map(edition).collect()
}

fn folders(versions: &Versions, findings: &mut Vec<Finding>) -> Vec<Edition> {
    let mut editions = Vec::new();
    for (name, path) in &versions.folders {
        let edition = edition(&name.value, None, Origin::Folder(path.clone()), versions);
        match edition.date {
            Some(_) => editions.push(edition),
            None => {
                let message = format!("nothing says from when the folder `{}` applied", name.value);
                let help = format!("dates: {{{}: 2024-05-01}}", name.value);
                findings.push(Finding::error("missing-field", name.span, message).help(help));
            }
        }
    }
    editions
}

fn drafts(versions: &Versions, found: &FoundRefs, findings: &mut Vec<Finding>) -> Vec<Edition> {
    let mut drafts = Vec::new();
    for (name, branch) in versions.branches.iter().zip(&found.branches) {
        match branch {
            Some(branch) => {
                let origin = Origin::Branch { commit: branch.commit.clone() };
                drafts.push(edition(&name.value, branch.date, origin, versions));
            }
            None => {
                let message = format!("no branch is called `{}`", name.value);
                let finding = Finding::warning("no-such-version", name.span, message);
                findings.push(finding.help("`git branch -a` lists them"));
            }
        }
    }
    drafts.extend(versions.working.iter().map(|name| edition(&name.value, None, Origin::Working, versions)));
    drafts
}

fn edition(name: &str, date: Option<Date>, origin: Origin, versions: &Versions) -> Edition {
    let title = versions.titles.get(name).map_or_else(|| name.to_owned(), |title| title.value.clone());
    let date = versions.dates.get(name).map(|date| date.value).or(date);
    let folder = safe_name(name);
    Edition { name: name.to_owned(), title, folder, date, origin, standing: Standing::Draft, period: None }
}

fn sort(editions: &mut [Edition], order: Order) {
    editions.sort_by(|left, right| {
        let by_name = || compare_names(&left.name, &right.name).then_with(|| left.name.cmp(&right.name));
        match order {
            Order::Semantic => by_name(),
            Order::Date => left.date.cmp(&right.date).then_with(by_name),
        }
    });
}

/// `v4.1.0` and `4.1.0` are one version: one of them is left out when both are the same commit.
fn drop_twins(editions: &mut Vec<Edition>, versions: &Versions, findings: &mut Vec<Finding>) {
    let mut kept: Vec<Edition> = Vec::new();
    for edition in std::mem::take(editions) {
        let twin = kept.iter().find(|known| compare_names(&known.name, &edition.name) == Ordering::Equal);
        let Some(twin) = twin else {
            kept.push(edition);
            continue;
        };
        let place = versions.tags.first().map_or(versions.span, |tag| tag.span);
        if twin.origin == edition.origin {
            let message = format!("`{}` and `{}` are the same version", twin.name, edition.name);
            let finding = Finding::note("twin-version", place, message);
            findings.push(finding.label(format!("published as `{}`", twin.name)));
        } else {
            let message = format!("`{}` and `{}` are the same version with another content", twin.name, edition.name);
            let finding = Finding::error("twin-version", place, message);
            findings.push(finding.help("name the one that is meant: a pattern such as `v*` leaves the other out"));
        }
    }
    *editions = kept;
}

/// The position of the version in force: the one that is named, else the newest one that is no preview of another and
/// does not lie in the future.
fn in_force(fixed: &[Edition], versions: &Versions, as_of: Date) -> Option<usize> {
    match &versions.in_force {
        Some(name) => fixed.iter().position(|edition| edition.name == name.value),
        None => fixed
            .iter()
            .rposition(|edition| !is_preview(&edition.name) && edition.date.is_none_or(|date| date <= as_of)),
    }
}

/// A version was in force from its date until a newer one was.
fn set_periods(fixed: &mut [Edition], in_force: Option<usize>, end: Option<Date>) {
    let Some(current) = in_force else { return };
    let mut until: Option<Date> = end;
    for (at, edition) in fixed[..=current].iter_mut().enumerate().rev() {
        let Some(from) = edition.date.filter(|_| at == current || !is_preview(&edition.name)) else { continue };
        if until.is_none_or(|until| from < until) {
            edition.period = Some((from, until));
            until = Some(from);
        }
    }
}

/// Two versions whose folders would be one.
fn refuse_clashes(editions: &mut Vec<Edition>, versions: &Versions, findings: &mut Vec<Finding>) {
    let mut taken: BTreeMap<String, String> = BTreeMap::new();
    editions.retain(|edition| match taken.get(&name_key(&edition.folder)) {
        Some(other) => {
            let message = match *other == edition.name {
                true => format!("two versions are called `{other}`"),
                false => format!("the versions `{other}` and `{}` would have one folder", edition.name),
            };
            findings.push(Finding::error("path-taken-twice", versions.span, message).help("leave one of them out"));
            false
        }
        None => {
            taken.insert(name_key(&edition.folder), edition.name.clone());
            true
        }
    });
}

fn unknown_version(name: &Spanned<String>, known: &[Edition]) -> Finding {
    let message = format!("no version is called `{}`", name.value);
    let finding = Finding::error("no-such-version", name.span, message);
    match nearest(&name.value, known.iter().map(|edition| edition.name.as_str()), 1).first() {
        Some(near) => finding.help(format!("did you mean `{near}`?")),
        None => finding,
    }
}

/// `v2.0-rc1`: a name that goes on with a hyphen and a letter behind its numbers.
pub fn is_preview(name: &str) -> bool {
    preview_at(name).is_some()
}

fn preview_at(name: &str) -> Option<usize> {
    let mut seen_digit = false;
    let mut after_hyphen = None;
    for (at, character) in name.char_indices() {
        match after_hyphen.take() {
            Some(hyphen) if character.is_alphabetic() && seen_digit => return Some(hyphen),
            _ => {}
        }
        seen_digit |= character.is_ascii_digit();
        after_hyphen = (character == '-').then_some(at);
    }
    None
}

/// Numbers as numbers, a `v` before the first one aside, and a preview before what it is a preview of.
fn compare_names(left: &str, right: &str) -> Ordering {
    let split = |name: &'_ str| -> (Vec<Piece>, Option<Vec<Piece>>) {
        let plain = name.strip_prefix(['v', 'V']).filter(|rest| rest.starts_with(|c: char| c.is_ascii_digit()));
        let name = plain.unwrap_or(name);
        match preview_at(name) {
            Some(at) => (pieces(&name[..at]), Some(pieces(&name[at..]))),
            None => (pieces(name), None),
        }
    };
    let ((left, left_preview), (right, right_preview)) = (split(left), split(right));
    left.cmp(&right).then_with(|| match (left_preview, right_preview) {
        (None, None) => Ordering::Equal,
        (None, Some(_)) => Ordering::Greater,
        (Some(_), None) => Ordering::Less,
        (Some(left), Some(right)) => left.cmp(&right),
    })
}

/// A run of digits, without leading zeros and by its length first, or a run of other signs.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Piece {
    Other(String),
    Number(usize, String),
}

fn pieces(name: &str) -> Vec<Piece> {
    let mut found: Vec<Piece> = Vec::new();
    let mut rest = name;
    while let Some(first) = rest.chars().next() {
        let is_number = first.is_ascii_digit();
        let end = rest.find(|c: char| c.is_ascii_digit() != is_number).unwrap_or(rest.len());
        let (run, after) = rest.split_at(end);
        let digits = run.trim_start_matches('0');
        found.push(match is_number {
            true => Piece::Number(digits.len(), digits.to_owned()),
            false => Piece::Other(name_key(run)),
        });
        rest = after;
    }
    found
}

#[cfg(test)]
mod tests {
    use super::{FoundRefs, KnownRef, Standing, compare_names, editions, is_preview};
    use crate::config::versions::{Versions, read_versions};
    use crate::syntax::parse_yaml;
    use crate::text::parse_date;

    fn versions(yaml: &str) -> Versions {
        let mut findings = Vec::new();
        let read = read_versions(&parse_yaml(yaml, 0).root.unwrap(), &mut findings);
        assert!(findings.is_empty(), "{findings:?}");
        read
    }

    fn tag(name: &str, date: &str) -> KnownRef {
        KnownRef { name: name.into(), commit: format!("commit of {date}"), date: parse_date(date) }
    }

    /// One line for each version, and one for each finding.
    fn told(yaml: &str, tags: &[(&str, &str)], as_of: &str) -> String {
        let versions = versions(yaml);
        let found = FoundRefs {
            tags: vec![tags.iter().map(|(name, date)| tag(name, date)).collect()],
            branches: versions.branches.iter().map(|name| Some(tag(&name.value, "2026-06-01"))).collect(),
        };
        let (editions, findings) = editions(&versions, &found, parse_date(as_of).unwrap());
        let mut text = String::new();
        for edition in editions {
            let standing = match edition.standing {
                Standing::InForce => "in force",
                Standing::Superseded => "superseded",
                Standing::Upcoming => "upcoming",
                Standing::Draft => "draft",
            };
            let day = |day: crate::text::Date| day.to_string();
            let period = edition
                .period
                .map_or("-".to_owned(), |(from, until)| format!("{from}..{}", until.map(day).unwrap_or_default()));
            text += &format!("{} {standing} {period}\n", edition.name);
        }
        for finding in findings {
            text += &format!("{}: {}\n", finding.code, finding.message);
        }
        text
    }

    #[test]
    fn names_are_ordered_as_people_count() {
        let sorted = ["v0.9", "v1.2-alpha", "v1.2-rc1", "v1.2-rc2", "v1.2-rc10", "1.2", "v1.2.1", "v1.9", "1.10", "v2"];
        for pair in sorted.windows(2) {
            assert!(compare_names(pair[0], pair[1]).is_lt(), "{pair:?}");
            assert!(compare_names(pair[1], pair[0]).is_gt(), "{pair:?}");
        }
        for (one, other) in [("v4.1.0", "4.1.0"), ("V4.1", "v4.01"), ("2025-06", "2025-6")] {
            assert!(compare_names(one, other).is_eq(), "{one} {other}");
        }
        assert!(["v2.0-rc1", "2.0.0-beta"].into_iter().all(is_preview));
        assert!(!["v2.0", "2025-06-01", "handbook-v2", "release-2"].into_iter().any(is_preview));
    }

    #[test]
    fn the_newest_that_applies_is_in_force() {
        let tags =
            [("v1.9", "2024-01-10"), ("v1.10", "2025-02-10"), ("v2.0-rc1", "2025-11-01"), ("v2.0", "2026-09-01")];
        assert_eq!(
            told("tags: v*\nbranches: next\nworking: draft", &tags, "2026-03-01"),
            "v1.9 superseded 2024-01-10..2025-02-10\n\
             v1.10 in force 2025-02-10..\n\
             v2.0-rc1 upcoming -\n\
             v2.0 upcoming -\n\
             next draft -\n\
             draft draft -\n"
        );
        assert_eq!(
            told("tags: v*\nin_force: v1.9", &tags, "2026-03-01"),
            "v1.9 in force 2024-01-10..\nv1.10 upcoming -\nv2.0-rc1 upcoming -\nv2.0 upcoming -\n"
        );
        assert_eq!(
            told("tags: v*\nworking: now\nin_force: now", &tags[..2], "2026-03-01"),
            "v1.9 superseded 2024-01-10..2025-02-10\nv1.10 superseded 2025-02-10..\nnow in force -\n"
        );
    }

    #[test]
    fn a_late_repair_of_an_old_version_never_applied() {
        let tags = [("v1.0", "2024-01-10"), ("v1.0.1", "2026-01-05"), ("v2.0", "2025-01-10")];
        assert_eq!(
            told("tags: v*", &tags, "2026-03-01"),
            "v1.0 superseded 2024-01-10..2025-01-10\nv1.0.1 superseded -\nv2.0 in force 2025-01-10..\n"
        );
        assert_eq!(
            told("tags: v*\norder: date", &tags, "2026-03-01"),
            "v1.0 superseded 2024-01-10..2025-01-10\nv2.0 superseded 2025-01-10..2026-01-05\nv1.0.1 in force 2026-01-05..\n"
        );
    }

    #[test]
    fn twins_typos_and_missing_dates_are_said() {
        let twins = [("v4.1.0", "2026-01-01"), ("4.1.0", "2026-01-01"), ("4.2", "2026-02-01"), ("v4.2", "2026-02-02")];
        assert_eq!(
            told("tags: '*'\nin_force: v4.1\ntitles: {v9: Ninth}\nfolders: {old: archive}", &twins, "2026-03-01"),
            "4.1.0 upcoming -\n\
             4.2 upcoming -\n\
             missing-field: nothing says from when the folder `old` applied\n\
             twin-version: `4.1.0` and `v4.1.0` are the same version\n\
             twin-version: `4.2` and `v4.2` are the same version with another content\n\
             no-such-version: no version is called `v4.1`\n\
             no-such-version: no version is called `v9`\n"
        );
        assert_eq!(told("tags: v*", &[], "2026-03-01"), "no-such-version: no tag is called `v*`\n");
    }
}
