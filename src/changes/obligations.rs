//! Words that oblige, in English and German: what a text demands more or less strongly than before.
//!
//! Never reads a meaning into a sentence: it counts words, and says which.

/// How strongly a text obliges, strongest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Strength {
    /// must, shall, may not; muss, darf nicht.
    Must,
    /// should; soll, sollte.
    Should,
    /// may, can; kann, darf.
    May,
}

/// What happened to the obligations of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ObligationChange {
    Gained,
    Lost,
    Weakened,
    Strengthened,
}

impl ObligationChange {
    pub fn word(self) -> &'static str {
        match self {
            ObligationChange::Gained => "gained",
            ObligationChange::Lost => "lost",
            ObligationChange::Weakened => "weakened",
            ObligationChange::Strengthened => "strengthened",
        }
    }
}

const MUST: [&str; 9] =
    ["must", "shall", "muss", "müssen", "musst", "mustn't", "verpflichtet", "required", "prohibited"];
const SHOULD: [&str; 6] = ["should", "soll", "sollen", "sollte", "sollten", "shouldn't"];
const MAY: [&str; 7] = ["may", "can", "might", "kann", "können", "darf", "dürfen"];
const NOT: [&str; 4] = ["not", "nicht", "kein", "keine"];
/// Before a "may" in the same clause they forbid: "no data set may", "nobody may", "keine Daten dürfen".
const NO: [&str; 7] = ["no", "nobody", "none", "neither", "kein", "keine", "niemand"];

/// So many words a "no" stands before its "may".
const REACH_OF_NO: usize = 5;

/// The obliging words of a text, each with its strength. "May not", "no … may" and "darf nicht" oblige like "must not".
fn obliging(text: &str) -> Vec<Strength> {
    text.split(['.', ',', ';', ':', '!', '?']).flat_map(obliging_in_clause).collect()
}

fn obliging_in_clause(text: &str) -> Vec<Strength> {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split(|character: char| !character.is_alphanumeric() && character != '\'').collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let mut found = Vec::new();
    for (at, word) in words.iter().enumerate() {
        let forbidden = words[at.saturating_sub(REACH_OF_NO)..at].iter().any(|before| NO.contains(before));
        let negated = forbidden || words.get(at + 1).is_some_and(|next| NOT.contains(next));
        if MUST.contains(word) {
            found.push(Strength::Must);
        } else if SHOULD.contains(word) {
            found.push(Strength::Should);
        } else if MAY.contains(word) {
            found.push(if negated { Strength::Must } else { Strength::May });
        }
    }
    found
}

/// Compares two versions of one block; an absent version is empty.
pub fn obligation_change(old: &str, new: &str) -> Option<ObligationChange> {
    let count = |found: &[Strength], strength: Strength| found.iter().filter(|known| **known == strength).count();
    let (old, new) = (obliging(old), obliging(new));
    let binding = |found: &[Strength]| count(found, Strength::Must) + count(found, Strength::Should);
    let (must_before, must_after) = (count(&old, Strength::Must), count(&new, Strength::Must));
    if must_after < must_before && new.len() >= old.len() {
        return Some(ObligationChange::Weakened);
    }
    if must_after > must_before && new.len() <= old.len() {
        return Some(ObligationChange::Strengthened);
    }
    match binding(&new).cmp(&binding(&old)) {
        std::cmp::Ordering::Less if new.len() >= old.len() => Some(ObligationChange::Weakened),
        std::cmp::Ordering::Less => Some(ObligationChange::Lost),
        std::cmp::Ordering::Greater if new.len() <= old.len() => Some(ObligationChange::Strengthened),
        std::cmp::Ordering::Greater => Some(ObligationChange::Gained),
        std::cmp::Ordering::Equal => match must_after.cmp(&must_before) {
            std::cmp::Ordering::Less => Some(ObligationChange::Weakened),
            std::cmp::Ordering::Greater => Some(ObligationChange::Strengthened),
            std::cmp::Ordering::Equal => None,
        },
    }
}

#[cfg(test)]
mod tests {
    use super::obligation_change;

    #[test]
    fn words_that_oblige_are_weighed() {
        let cases = [
            ("It must stay.", "It may stay.", "weakened"),
            ("It must stay.", "It should stay.", "weakened"),
            ("It should stay.", "It must stay.", "strengthened"),
            ("It may stay.", "It must stay.", "strengthened"),
            ("It should stay.", "It must stay while it can.", "strengthened"),
            ("It must stay; it can.", "It should stay.", "weakened"),
            ("", "Staff must report.", "gained"),
            ("Staff must report.", "", "lost"),
            ("You may leave.", "You may not leave.", "strengthened"),
            ("Das muss geprüft werden.", "Das sollte geprüft werden.", "weakened"),
            ("Das darf nicht sein.", "Das darf sein.", "weakened"),
            ("No data set may be used.", "Data sets should not be used.", "weakened"),
            ("Nobody may enter.", "Everybody may enter.", "weakened"),
            ("There is no need, you may enter.", "You can enter.", ""),
            ("It must stay.", "It must remain.", ""),
            ("The musty room.", "The room.", ""),
        ];
        for (old, new, expected) in cases {
            let found = obligation_change(old, new).map_or("", |change| change.word());
            assert_eq!(found, expected, "{old} -> {new}");
        }
    }
}
