//! What a framework and its entries are: ids, bare titles, and what coverage needs to know about each entry.
//!
//! Never holds normative text of a standard; a licensed text comes from the user's own folder, with its classification.

use crate::text::{Date, Sha256};

/// The place of a framework in its [`Library`](crate::catalog::Library).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FrameworkIndex(pub u16);

/// One entry of one framework; small enough to be copied everywhere, and meaningful only with its Library.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ClauseId {
    pub framework: FrameworkIndex,
    pub entry: u16,
}

/// A standard, a law or the organization's own set of rules, in one edition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Framework {
    /// Such as `iso-42001`.
    pub id: String,
    /// Such as `ISO/IEC 42001:2023`.
    pub name: String,
    pub title: String,
    /// What stands beside every figure, such as `2023`.
    pub edition: String,
    /// Further spellings of the edition that a reference may pin.
    pub edition_aliases: Vec<String>,
    /// Other usual names.
    pub aliases: Vec<String>,
    pub numbering: Numbering,
    pub built_in: bool,
    /// Over everything that decides what a figure means; licensed texts are left out, they change no figure.
    pub digest: Sha256,
    /// In reading order: a parent stands before its children.
    pub entries: Vec<Entry>,
    /// Annexes that hold no entries, with a word on each: a reference to one is answered better than "unknown".
    pub annexes: Vec<Annex>,
    /// The closed list of roles that `applies_to` draws from.
    pub roles: Vec<String>,
    /// The closed list of classes that `classes` draws from.
    pub classes: Vec<String>,
    /// The law's own calendar, in order.
    pub dates: Vec<ApplicationDate>,
    /// The entry that makes a system one of a class, before which no duty of that class begins.
    pub gate: Option<Gate>,
}

/// Entries for some classes only begin to apply when the entry that defines these classes does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gate {
    /// The id of the defining entry.
    pub entry: String,
    pub classes: Vec<String>,
    /// A remark on systems that are older than this day.
    pub older: Option<(Date, String)>,
}

impl Framework {
    pub fn assessable(&self) -> impl Iterator<Item = (u16, &Entry)> {
        self.entries.iter().enumerate().filter(|(_, entry)| entry.assessable).map(|(at, entry)| (at as u16, entry))
    }

    /// The name with its edition, for places that print figures.
    pub fn name_and_edition(&self) -> String {
        match self.name.contains(&self.edition) {
            true => self.name.clone(),
            false => format!("{} ({})", self.name, self.edition),
        }
    }
}

/// How the entries of a framework are numbered, which decides how a written reference is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Numbering {
    /// Clauses 4 to 10, and controls in Annex A.
    Iso,
    /// Articles, chapters with sections, annexes with Roman numbers.
    Law,
    /// The four functions, with categories and subcategories.
    NistAiRmf,
    /// Any texts; only the exact id is a reference.
    Plain,
}

/// An annex without entries of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Annex {
    pub id: String,
    pub status: String,
    pub title: String,
}

/// One line of a catalog.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    pub id: String,
    pub title: String,
    /// Other printed forms of the title, such as the one before an amendment.
    pub alt_titles: Vec<String>,
    /// `requirement`, `control`, `article`, …; an own framework may use any word.
    pub kind: String,
    /// Only assessable entries have a status.
    pub assessable: bool,
    pub parent: Option<u16>,
    pub children: Vec<u16>,
    pub documented_information: Vec<DocumentedInformation>,
    /// Advice in our own words on what usually shows that the entry is met; it decides nothing.
    pub evidence: Option<String>,
    /// Owed for each AI system on its own.
    pub per_system: bool,
    pub exclusion: Exclusion,
    /// A main duty of an operator.
    pub core: bool,
    /// Roles that owe it; empty: not bound to roles.
    pub applies_to: Vec<String>,
    /// Classes of AI systems that it concerns; empty: every class.
    pub classes: Vec<String>,
    /// The systems that it concerns, in words.
    pub scope: Option<String>,
    pub application: Option<Application>,
    /// Paragraphs that differ in who owes them.
    pub parts: Vec<EntryPart>,
    /// The Annex B item that explains a control, such as `B.6.2.4`.
    pub guidance: Option<String>,
    /// The number of a group's objective statement, such as `A.2.1`.
    pub objective: Option<String>,
    /// The number as the document prints it, where our id differs.
    pub printed_id: Option<String>,
    /// Numbered paragraphs without a title, such as `8.2.3.1`.
    pub paragraphs: Vec<String>,
    pub aliases: Vec<String>,
    /// Changed or inserted by the latest amendment.
    pub amended: bool,
    pub built_in: bool,
    pub text: Option<LicensedText>,
}

impl Entry {
    /// A row of the Statement of Applicability.
    pub fn is_control(&self) -> bool {
        self.exclusion == Exclusion::StatementOfApplicability
    }

    /// Does a system with these roles and this class owe it? Nothing known (no roles, no class, `unknown`) never
    /// lets an entry go.
    pub fn is_owed_by(&self, roles: &[&str], class: Option<&str>) -> bool {
        let role_fits = self.applies_to.is_empty()
            || roles.is_empty()
            || roles.iter().any(|role| self.applies_to.iter().any(|bound| is_or_includes(role, bound)));
        let class_fits = match class {
            None | Some("unknown") => true,
            Some(class) => self.classes.is_empty() || self.classes.iter().any(|bound| bound == class),
        };
        role_fits && class_fits
    }
}

/// A public authority that deploys a system is a deployer too.
fn is_or_includes(role: &str, bound: &str) -> bool {
    role == bound || (role == "public-authority-deployer" && bound == "deployer")
}

/// What kind of document a clause asks for: our reading, and advice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DocumentedInformation {
    /// A living document, kept current.
    Maintained,
    /// A record, kept as proof.
    Retained,
}

impl DocumentedInformation {
    pub fn word(self) -> &'static str {
        match self {
            DocumentedInformation::Maintained => "maintained",
            DocumentedInformation::Retained => "retained",
        }
    }
}

/// What may take an entry out of the figures.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Exclusion {
    Never,
    /// A row of the Statement of Applicability that says "not applicable", and why.
    StatementOfApplicability,
    /// No AI system in scope has the role and the class.
    RoleAndClass,
    /// A recorded justification.
    Justification,
}

impl Exclusion {
    pub fn word(self) -> &'static str {
        match self {
            Exclusion::Never => "never",
            Exclusion::StatementOfApplicability => "statement-of-applicability",
            Exclusion::RoleAndClass => "role-and-class",
            Exclusion::Justification => "justification",
        }
    }
}

/// From when an article applies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Application {
    /// The provision that says so.
    pub basis: String,
    pub current: Vec<ApplicationCase>,
    /// As it was before the latest amendment.
    pub original: Vec<ApplicationCase>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationCase {
    /// `all`, or the systems that this date is for, in words.
    pub case: String,
    pub from: Date,
    /// Classes that it is for; empty: every class.
    pub classes: Vec<String>,
    /// Roles that it is for; empty: every role.
    pub roles: Vec<String>,
    /// Only for systems placed on the market before this day.
    pub placed_before: Option<Date>,
    /// Only these paragraphs, as `(2)`; empty: the whole entry.
    pub part: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ApplicationDate {
    pub date: Date,
    pub what: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EntryPart {
    /// Such as `(2)`.
    pub locator: String,
    pub title: String,
    pub applies_to: Vec<String>,
}

/// A clause's text that the user holds a licence for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LicensedText {
    pub text: String,
    /// The classification that an audience must see for the text to be shown.
    pub classification: String,
}

/// An entry of another framework that is worth a look; never an equivalence, and never coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Related {
    pub clause: ClauseId,
    pub relation: Relation,
    pub support: Support,
    /// Names of the crosswalks that pair the two.
    pub sources: Vec<String>,
    /// The pair points at a heading on purpose.
    pub whole_clause: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Relation {
    Related,
    /// Both come from the structure that ISO gives all its management systems.
    HarmonizedStructure,
}

impl Relation {
    pub fn word(self) -> &'static str {
        match self {
            Relation::Related => "related",
            Relation::HarmonizedStructure => "harmonized-structure",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Support {
    /// Two or more sources pair the entries.
    Corroborated,
    SingleSource,
    OwnJudgement,
}

impl Support {
    pub fn word(self) -> &'static str {
        match self {
            Support::Corroborated => "corroborated",
            Support::SingleSource => "single-source",
            Support::OwnJudgement => "own-judgement",
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::catalog::Library;

    #[test]
    fn nothing_known_never_lets_a_duty_go() {
        let library = Library::built_in();
        let act = library.framework("eu-ai-act").unwrap();
        let owed =
            |id: &str, roles: &[&str], class| library.get(library.find(act, id).unwrap()).is_owed_by(roles, class);
        assert!(owed("Art.9", &["provider"], Some("high-risk-annex-iii")));
        assert!(!owed("Art.9", &["deployer"], Some("high-risk-annex-iii")));
        assert!(!owed("Art.9", &["provider"], Some("minimal")));
        assert!(owed("Art.9", &["provider"], Some("unknown")));
        assert!(owed("Art.9", &[], None));
        assert!(owed("Art.26", &["public-authority-deployer"], Some("high-risk-annex-i")));
        assert!(owed("Art.4", &["deployer"], Some("minimal")));
    }
}
