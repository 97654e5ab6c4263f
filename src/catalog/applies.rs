//! From which day an entry of a law applies to a system of given roles, class and age.
//!
//! Never puts a duty off because something is not known: then the earliest date that could be right is taken.

use crate::catalog::{ApplicationCase, ClauseId, Entry, Framework, Library};
use crate::text::Date;

/// What decides which dates are a system's.
#[derive(Debug, Clone, Copy)]
pub struct Situation<'a> {
    pub roles: &'a [String],
    pub class: Option<&'a str>,
    /// The day on which it was placed on the market or put into service.
    pub placed: Option<Date>,
}

/// When an entry begins to apply, and why then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Applies {
    pub from: Date,
    /// The provision that says so, and the case that fits: `Art. 113(c), Annex III (Art. 6(2))`.
    pub basis: String,
    /// Paragraphs that begin on another day.
    pub parts: Vec<(String, Date)>,
    /// What the dates alone cannot decide; empty when there is nothing.
    pub remark: String,
}

impl Library {
    /// The day from which an entry applies in this situation; `None` when the catalog has no dates for it.
    ///
    /// Duties of the classes behind a gate begin at the later of their own date and the date of the gate.
    pub fn applies(&self, clause: ClauseId, situation: &Situation<'_>) -> Option<Applies> {
        let framework = self.at(clause.framework);
        let entry = self.get(clause);
        let (from, mut basis) = own_date(entry, situation)?;
        let mut applies = Applies { from, basis: String::new(), parts: Vec::new(), remark: String::new() };
        if let Some(gate) = framework.gate.as_ref().filter(|_| is_behind_gate(entry, framework, situation)) {
            let defining = framework.entries.iter().find(|known| known.id == gate.entry);
            match defining.and_then(|defining| own_date(defining, situation)) {
                Some((opens, why)) if opens > applies.from => {
                    applies.from = opens;
                    basis = format!("{basis}, not before {}: {why}", gate.entry);
                }
                _ => {}
            }
            let older = gate.older.as_ref().filter(|(day, _)| situation.placed.is_some_and(|placed| placed < *day));
            applies.remark = older.map(|(_, remark)| remark.clone()).unwrap_or_default();
        }
        applies.parts = parts(entry, situation, applies.from);
        applies.basis = basis;
        Some(applies)
    }
}

/// An entry is behind the gate when it concerns no other classes, and the system's class is or may be one of them.
fn is_behind_gate(entry: &Entry, framework: &Framework, situation: &Situation<'_>) -> bool {
    let Some(gate) = &framework.gate else { return false };
    let concerns = !entry.classes.is_empty() && entry.classes.iter().all(|class| gate.classes.contains(class));
    let is_one = known_class(situation).is_none_or(|class| gate.classes.iter().any(|known| known == class));
    concerns && is_one
}

fn known_class<'a>(situation: &Situation<'a>) -> Option<&'a str> {
    situation.class.filter(|class| *class != "unknown")
}

fn own_date(entry: &Entry, situation: &Situation<'_>) -> Option<(Date, String)> {
    let application = entry.application.as_ref()?;
    let whole = || application.current.iter().filter(|case| case.part.is_empty());
    let later = whole().filter(|case| is_special(case) && fits_surely(case, situation)).max_by_key(|case| case.from);
    let plain = || whole().filter(|case| !is_special(case));
    let fitting = plain().filter(|case| may_fit(case, situation)).min_by_key(|case| case.from);
    let case = later.or(fitting).or_else(|| plain().min_by_key(|case| case.from))?;
    let basis = match case.case.as_str() {
        "all" => application.basis.clone(),
        name => format!("{}, {name}", application.basis),
    };
    Some((case.from, basis))
}

/// Puts a duty off for some systems: it must be certain that this is one of them.
fn is_special(case: &ApplicationCase) -> bool {
    case.placed_before.is_some() || !case.roles.is_empty()
}

fn fits_surely(case: &ApplicationCase, situation: &Situation<'_>) -> bool {
    let class = known_class(situation);
    let class_fits = case.classes.is_empty() || class.is_some_and(|class| case.classes.iter().any(|fit| fit == class));
    let role_fits = case.roles.is_empty() || situation.roles.iter().any(|role| case.roles.contains(role));
    let age_fits = case.placed_before.is_none_or(|day| situation.placed.is_some_and(|placed| placed < day));
    class_fits && role_fits && age_fits
}

fn may_fit(case: &ApplicationCase, situation: &Situation<'_>) -> bool {
    let Some(class) = known_class(situation) else { return true };
    case.classes.is_empty() || case.classes.iter().any(|fit| fit == class)
}

fn parts(entry: &Entry, situation: &Situation<'_>, from: Date) -> Vec<(String, Date)> {
    let cases = entry.application.iter().flat_map(|application| &application.current);
    let own = cases.filter(|case| !case.part.is_empty() && case.from != from && fits_surely(case, situation));
    own.map(|case| (case.part.clone(), case.from)).collect()
}

#[cfg(test)]
mod tests {
    use super::Situation;
    use crate::catalog::Library;
    use crate::text::parse_date;

    /// Article, roles, class, placed on the market; then from when, and what else is said.
    const TABLE: &str = "
        Art.4   provider  minimal              -           2025-02-02
        Art.5   deployer  minimal              -           2025-02-02 (1)(ba), (1)(bb), (1a), (1b) 2026-12-02
        Art.6   provider  minimal              -           2027-12-02 (5) 2026-08-02
        Art.6   provider  high-risk-annex-i    -           2028-08-02 (5) 2026-08-02
        Art.9   provider  high-risk-annex-iii  -           2027-12-02
        Art.9   provider  high-risk-annex-i    -           2028-08-02
        Art.9   provider  unknown              -           2027-12-02
        Art.9   provider  high-risk-annex-iii  2025-03-10  2027-12-02 older
        Art.9   provider  high-risk-annex-iii  2026-08-02  2027-12-02
        Art.26  public-authority-deployer high-risk-annex-iii 2026-08-01 2030-08-02 older
        Art.26  public-authority-deployer high-risk-annex-i   2024-01-01 2030-08-02 older
        Art.26  public-authority-deployer high-risk-annex-iii -          2027-12-02
        Art.26  public-authority-deployer unknown             2024-01-01 2027-12-02 older
        Art.26  deployer  high-risk-annex-iii  2024-01-01  2027-12-02 older
        Art.43  provider  high-risk-annex-iii  -           2027-12-02
        Art.43  provider  high-risk-annex-i    -           2028-08-02
        Art.49  provider  high-risk-annex-iii  -           2027-12-02
        Art.72  provider  high-risk-annex-i    -           2028-08-02
        Art.86  deployer  high-risk-annex-iii  -           2027-12-02
        Art.50  provider  transparency         -           2026-08-02
        Art.50  provider  transparency         2025-06-16  2026-08-02 (2) 2026-12-02
        Art.50  provider  high-risk-annex-i    -           2026-08-02
        Art.53  gpai-provider general-purpose  -           2025-08-02
        Art.53  gpai-provider general-purpose  2025-08-01  2027-08-02
        Art.53  gpai-provider general-purpose  2025-08-02  2025-08-02
    ";

    #[test]
    fn duties_begin_when_the_act_says_for_such_a_system() {
        let library = Library::built_in();
        let act = library.framework("eu-ai-act").unwrap();
        for line in TABLE.lines().map(str::trim).filter(|line| !line.is_empty()) {
            let words: Vec<&str> = line.split_whitespace().collect();
            let [id, role, class, placed] = [words[0], words[1], words[2], words[3]];
            let roles = [role.to_owned()];
            let situation = Situation { roles: &roles, class: Some(class), placed: parse_date(placed) };
            let applies = library.applies(library.find(act, id).unwrap(), &situation).unwrap();
            let mut said = applies.from.to_string();
            applies.parts.iter().for_each(|(part, from)| said += &format!(" {part} {from}"));
            if !applies.remark.is_empty() {
                said += " older";
            }
            assert_eq!(said, words[4..].join(" "), "{line}");
        }
    }

    #[test]
    fn the_reason_for_a_date_is_said() {
        let library = Library::built_in();
        let act = library.framework("eu-ai-act").unwrap();
        let situation = Situation { roles: &[], class: Some("high-risk-annex-iii"), placed: None };
        let basis = |id: &str| library.applies(library.find(act, id).unwrap(), &situation).unwrap().basis;
        assert_eq!(basis("Art.9"), "Art. 113(c), Annex III (Art. 6(2))");
        assert_eq!(basis("Art.43"), "Art. 113, second paragraph, not before Art.6: Art. 113(c), Annex III (Art. 6(2))");
        let iso = library.framework("iso-42001").unwrap();
        assert_eq!(library.applies(library.find(iso, "8.4").unwrap(), &situation), None);
    }
}
