//! Repeatable chance, and words in the proportions of a real text.
//!
//! Never takes anything from the machine: the same seed gives the same words everywhere.

/// A small random generator (splitmix64).
pub struct Chance(u64);

impl Chance {
    /// Chance of its own for thing number `number` of a sort, so that one more thing changes no other.
    pub fn of(sort: u64, number: usize) -> Chance {
        let mut chance =
            Chance(sort.wrapping_mul(0x9e37_79b9_7f4a_7c15) ^ (number as u64).wrapping_mul(0xd1b5_4a32_d192_ed03));
        chance.next();
        chance
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`.
    pub fn below(&mut self, end: usize) -> usize {
        (self.next() % end.max(1) as u64) as usize
    }

    pub fn happens(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    pub fn pick<'t, T>(&mut self, from: &'t [T]) -> &'t T {
        &from[self.below(from.len())]
    }

    fn fraction(&mut self) -> f64 {
        (self.next() >> 11) as f64 / (1_u64 << 53) as f64
    }
}

/// The most frequent words first.
pub struct Words {
    words: Vec<String>,
}

const FREQUENT: &str = "the of and to a in is for that be as are with by or must on this an it which when not from who \
    each all has its at system data risk review owner record model evidence change policy control use any if than what \
    process approved before after team person decision register report impact test result role measure version";

/// A text of a company uses some ten thousand words.
const VOCABULARY: usize = 12_000;

const SYLLABLES: [&str; 40] = [
    "al", "an", "ar", "ba", "ber", "ca", "cer", "co", "con", "da", "de", "dis", "en", "er", "fa", "fi", "gen", "hi",
    "in", "is", "la", "le", "lo", "ma", "men", "mi", "na", "no", "or", "pa", "per", "pro", "re", "ri", "sa", "se",
    "ta", "ti", "tor", "ver",
];

impl Words {
    pub fn new() -> Words {
        let mut words: Vec<String> = FREQUENT.split_whitespace().map(str::to_owned).collect();
        let mut chance = Chance::of(1, 0);
        while words.len() < VOCABULARY {
            let syllables = 2 + chance.below(3);
            words.push((0..syllables).map(|_| *chance.pick(&SYLLABLES)).collect());
        }
        Words { words }
    }

    /// A word; the one of rank n stands about n times more seldom than the first.
    pub fn word(&self, chance: &mut Chance) -> &str {
        let rank = (self.words.len() as f64).powf(chance.fraction()) as usize;
        &self.words[rank.clamp(1, self.words.len()) - 1]
    }

    /// One of the words that say something.
    pub fn name(&self, chance: &mut Chance) -> &str {
        let from = 60;
        &self.words[from + chance.below(self.words.len() - from)]
    }

    pub fn sentence(&self, chance: &mut Chance) -> String {
        let mut sentence = capital(self.word(chance));
        for _ in 0..7 + chance.below(12) {
            sentence.push_str(if chance.happens(8) { ", " } else { " " });
            sentence.push_str(self.word(chance));
        }
        sentence.push('.');
        sentence
    }

    pub fn title(&self, chance: &mut Chance) -> String {
        let words: Vec<&str> = (0..2 + chance.below(3)).map(|_| self.name(chance)).collect();
        capital(&words.join(" "))
    }
}

fn capital(text: &str) -> String {
    let mut characters = text.chars();
    characters.next().map_or_else(String::new, |first| first.to_uppercase().chain(characters).collect())
}
