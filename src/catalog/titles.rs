//! Compares the text beside an id with the catalog's titles.
//!
//! Never takes an id for another because of a title: it only says which entry the title fits.

use crate::catalog::{ClauseId, Entry, FrameworkIndex, Library, Numbering};

/// How a text beside an id fits.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TitleFit {
    /// It is the title of one of the entries, or near to it.
    Fits,
    /// It is the title of this entry instead.
    FitsBetter(ClauseId),
    /// It is no title that anybody knows.
    Unknown,
}

/// From here on two titles are the same in other words.
const SAME: f64 = 0.75;
/// Below this a text has nothing to do with a title.
const RELATED: f64 = 0.2;
/// Below this, another entry with the same title is meant.
const NEAR: f64 = 0.5;
/// From here on a title is another entry's, word for word.
const EXACT: f64 = 0.99;

/// Does `title` belong to one of `clauses`, which stand in the same framework?
pub fn title_fit(title: &str, clauses: &[ClauseId], others: &[FrameworkIndex], library: &Library) -> TitleFit {
    let words = Words::of(title);
    let parents = clauses.iter().filter(|_| clauses.len() > 1).filter_map(|clause| library.parent(*clause));
    let own = clauses
        .iter()
        .copied()
        .chain(parents)
        .map(|clause| score(&words, library.title_words(clause)))
        .fold(0.0, f64::max);
    if own >= SAME {
        return TitleFit::Fits;
    }
    let Some(framework) = clauses.first().map(|clause| clause.framework) else { return TitleFit::Unknown };
    let elsewhere = others.iter().copied().filter(|other| *other != framework);
    let best = std::iter::once(framework).chain(elsewhere).find_map(|framework| best_fit(&words, framework, library));
    match best {
        Some((clause, score)) if (own < NEAR || score >= EXACT) && !clauses.contains(&clause) => {
            TitleFit::FitsBetter(clause)
        }
        _ if own >= RELATED => TitleFit::Fits,
        // Our titles of this framework are not the official ones: other words beside an id are no mistake.
        _ if library.at(framework).numbering == Numbering::NistAiRmf => TitleFit::Fits,
        _ => TitleFit::Unknown,
    }
}

/// The entry of this framework whose title is meant.
pub fn entry_titled(title: &str, framework: FrameworkIndex, library: &Library) -> Option<ClauseId> {
    best_fit(&Words::of(title), framework, library).map(|(clause, _)| clause)
}

fn best_fit(words: &Words, framework: FrameworkIndex, library: &Library) -> Option<(ClauseId, f64)> {
    let mut best = None;
    let mut best_score = SAME;
    for (at, entry) in library.at(framework).entries.iter().enumerate() {
        // A title that a group shares with a clause below it means the clause.
        let clause = ClauseId { framework, entry: at as u16 };
        let score = score(words, library.title_words(clause)) + if entry.assessable { 0.001 } else { 0.0 };
        if score > best_score {
            best_score = score;
            best = Some((clause, score));
        }
    }
    best
}

fn score(words: &Words, titles: &[Words]) -> f64 {
    titles.iter().map(|title| words.likeness(title)).fold(0.0, f64::max)
}

/// The words of all titles of an entry.
pub fn title_words(entry: &Entry) -> Vec<Words> {
    let titles =
        std::iter::once(&entry.title).chain(&entry.alt_titles).chain(entry.parts.iter().map(|part| &part.title));
    titles.map(|title| Words::of(title)).collect()
}

/// The words of a title that carry meaning, in lower case.
#[derive(Debug)]
pub struct Words(Vec<String>);

const EMPTY_WORDS: [&str; 16] =
    ["the", "a", "an", "of", "and", "or", "for", "to", "in", "on", "with", "by", "its", "from", "at", "as"];

/// No title has more words, or longer ones: the rest of a text cannot change what it fits.
const MOST_WORDS: usize = 40;
const LONGEST_WORD: usize = 40;

impl Words {
    fn of(title: &str) -> Words {
        let words = title.split(|character: char| !character.is_alphanumeric());
        let words = words.filter(|word| !word.is_empty() && word.len() <= LONGEST_WORD);
        let words = words.take(MOST_WORDS).map(str::to_lowercase).filter(|word| !EMPTY_WORDS.contains(&word.as_str()));
        Words(words.collect())
    }

    /// 1 for the same words, 0 for none in common; a title that is part of the other is near.
    fn likeness(&self, other: &Words) -> f64 {
        let (shorter, longer) = if self.0.len() <= other.0.len() { (self, other) } else { (other, self) };
        if shorter.0.is_empty() {
            return 0.0;
        }
        let common = shorter.0.iter().filter(|word| longer.0.iter().any(|other| same_word(word, other))).count();
        let dice = 2.0 * common as f64 / (shorter.0.len() + longer.0.len()) as f64;
        let is_part = common == shorter.0.len() && common >= 2;
        if is_part { dice.max(0.7) } else { dice }
    }
}

/// The same word, or one with another ending or a slip.
fn same_word(left: &str, right: &str) -> bool {
    left == right || (left.len().min(right.len()) >= 5 && strsim::normalized_damerau_levenshtein(left, right) >= 0.75)
}

#[cfg(test)]
mod tests {
    use super::{TitleFit, title_fit};
    use crate::catalog::Library;

    fn fit(id: &str, title: &str) -> String {
        let library = Library::built_in();
        let framework = library.framework("iso-42001").unwrap();
        match title_fit(title, &[library.find(framework, id).unwrap()], &[], &library) {
            TitleFit::Fits => "fits".to_owned(),
            TitleFit::FitsBetter(clause) => library.get(clause).id.clone(),
            TitleFit::Unknown => "unknown".to_owned(),
        }
    }

    #[test]
    fn a_title_in_other_words_fits() {
        for (id, title) in [
            ("A.8.3", "External reporting"),
            ("A.6.2.4", "Verification and validation"),
            ("A.6.1.3", "Processes for responsible design and development of AI systems"),
            ("5.2", "Policy"),
            ("9.3.2", "management-review input"),
            ("6.1", "Risk and opportunities"),
            ("4.2", "Interested parties"),
        ] {
            assert_eq!(fit(id, title), "fits", "{id} {title}");
        }
    }

    #[test]
    fn the_title_of_another_entry_is_found() {
        assert_eq!(fit("8.3", "External reporting"), "A.8.3");
        assert_eq!(fit("10.1", "Nonconformity and corrective action"), "10.2");
        assert_eq!(fit("A.6.2.4", "AI system deployment"), "A.6.2.5");
        assert_eq!(fit("A.6.2.4", "see below"), "unknown");
    }
}
