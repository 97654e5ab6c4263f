//! The words of one text, each once, as the search index needs them: folded, weighed, and grouped by shard.
//!
//! Never looks at another text, so that the words of a file are found once and kept as long as the file stays the same.

use std::hash::Hasher;

use rustc_hash::FxHasher;

use crate::text::fold::{fold_into, is_joiner, is_unspaced, is_word};

/// Longer terms (in bytes) are digests and accidents, which nobody types.
const LONGEST: usize = 63;

/// The bits of a term's first byte that hold its length; the two above hold its weight.
const LENGTH_BITS: u8 = 63;

/// Room for the terms of a document of usual length; a power of two.
const SLOTS: usize = 1024;

/// Terms up to so many bytes are compared as one number.
const PACKED: usize = 16;

/// What a byte is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Sort {
    /// A Latin letter or a digit.
    Word,
    /// Another character of ASCII.
    Between,
    /// A part of any other character.
    Other,
}

const SORTS: [Sort; 256] = {
    let mut sorts = [Sort::Other; 256];
    let mut byte = 0;
    while byte < 128 {
        sorts[byte] = if (byte as u8).is_ascii_alphanumeric() { Sort::Word } else { Sort::Between };
        byte += 1;
    }
    sorts
};

/// A word in the body counts as frequent from this number on.
const FREQUENT: u32 = 3;

/// Where a word stands; later ones weigh more.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum TermPlace {
    Body,
    Heading,
    Title,
    /// Identifiers and clause numbers.
    Id,
}

/// The part of the index that a term belongs to; readers load only the parts that they type into.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct TermShard(u8);

/// Shards for each Latin letter, by the letter that follows.
const PER_LETTER: u8 = 4;
const DIGITS_FROM: u8 = 26 * PER_LETTER;
const OTHERS_FROM: u8 = DIGITS_FROM + 10;
const OTHERS: u32 = 32;

impl TermShard {
    pub const COUNT: usize = OTHERS_FROM as usize + OTHERS as usize;

    /// Its place among all shards, below [`TermShard::COUNT`].
    pub fn index(self) -> usize {
        usize::from(self.0)
    }

    pub fn of(term: &str) -> TermShard {
        let mut characters = term.chars();
        let first = characters.next().unwrap_or('0');
        TermShard(match first {
            'a'..='z' => (first as u8 - b'a') * PER_LETTER + second_letter(characters.next()),
            '0'..='9' => DIGITS_FROM + (first as u8 - b'0'),
            _ => OTHERS_FROM + (u32::from(first) % OTHERS) as u8,
        })
    }

    /// `s2`, `digit7`, `other31`: the name of its file.
    pub fn name(self) -> String {
        match self.0 {
            number if number < DIGITS_FROM => {
                format!("{}{}", char::from(b'a' + number / PER_LETTER), number % PER_LETTER)
            }
            number if number < OTHERS_FROM => format!("digit{}", number - DIGITS_FROM),
            number => format!("other{}", number - OTHERS_FROM),
        }
    }
}

/// Groups of about the same size in European languages; 0 for what is no letter.
fn second_letter(second: Option<char>) -> u8 {
    match second {
        Some('a'..='g') => 1,
        Some('h'..='n') => 2,
        Some('o'..='z') => 3,
        _ => 0,
    }
}

/// The terms of one text.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Terms {
    /// Term after term, shard after shard: a byte of weight and length, and the text. An index reads the terms of all
    /// documents shard by shard, so what is read together lies together.
    bytes: Box<[u8]>,
    parts: Box<[Part]>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Part {
    shard: TermShard,
    /// Where this part ends in `bytes`.
    end: u32,
    digest: u64,
}

/// The terms of one text in one shard.
#[derive(Debug, Clone, Copy)]
pub struct TermPart<'a> {
    pub shard: TermShard,
    /// The same for the same terms with the same weights in the same order; holds within one run of the program.
    pub digest: u64,
    bytes: &'a [u8],
}

impl Terms {
    /// The terms of several passages: `Terms::of([(TermPlace::Title, "AI policy"), (TermPlace::Body, "…")])`.
    pub fn of<'a>(passages: impl IntoIterator<Item = (TermPlace, &'a str)>) -> Terms {
        let mut collector = Collector::default();
        for (place, text) in passages {
            collector.add(place, text);
        }
        collector.finish()
    }

    /// The parts in the order of their shards.
    pub fn parts(&self) -> impl Iterator<Item = TermPart<'_>> {
        (0..self.parts.len()).map(|number| self.part_at(number))
    }

    fn part_at(&self, number: usize) -> TermPart<'_> {
        let start = number.checked_sub(1).map_or(0, |before| self.parts[before].end as usize);
        let part = &self.parts[number];
        TermPart { shard: part.shard, digest: part.digest, bytes: &self.bytes[start..part.end as usize] }
    }
}

impl<'a> TermPart<'a> {
    /// Each term with its weight: 0 once or twice in the body, 1 often, 2 in a heading, 3 in title or id.
    pub fn terms(self) -> impl Iterator<Item = (&'a str, u8)> {
        let mut rest = self.bytes;
        std::iter::from_fn(move || {
            let (head, after) = rest.split_first()?;
            let (term, after) = after.split_at_checked(usize::from(head & LENGTH_BITS))?;
            rest = after;
            Some((std::str::from_utf8(term).ok()?, head >> LENGTH_BITS.count_ones()))
        })
    }
}

/// Terms as they are found, each once; the text of all of them is one string, because there are millions.
#[derive(Default)]
struct Collector {
    text: String,
    found: Vec<Found>,
    /// An open hash table; its length is a power of two.
    slots: Vec<Slot>,
    run: String,
}

/// Where to look for a term.
#[derive(Debug, Clone, Copy, Default)]
struct Slot {
    /// Most other terms differ here already.
    hash: u32,
    /// An index into `found`, plus one; 0 for an empty slot.
    number: u32,
}

struct Found {
    packed: u128,
    start: u32,
    end: u32,
    place: TermPlace,
    count: u32,
}

impl Collector {
    fn add(&mut self, place: TermPlace, text: &str) {
        let bytes = text.as_bytes();
        let mut at = 0;
        while let Some(byte) = bytes.get(at) {
            if SORTS[usize::from(*byte)] == Sort::Between {
                at += 1;
                continue;
            }
            at = match plain_word_end(bytes, at) {
                Some(end) => {
                    self.add_plain(place, &text[at..end]);
                    end
                }
                None => self.add_next_run(place, text, at),
            };
        }
    }

    /// A word of Latin letters and digits that nothing is joined to: nearly every word of most texts.
    fn add_plain(&mut self, place: TermPlace, word: &str) {
        if word.len() <= PACKED {
            let mut bytes = [0; PACKED];
            bytes[..word.len()].copy_from_slice(word.as_bytes());
            bytes.make_ascii_lowercase();
            return self.add_packed(place, u128::from_le_bytes(bytes), word.len());
        }
        let mut run = std::mem::take(&mut self.run);
        run.clear();
        run.push_str(word);
        run.make_ascii_lowercase();
        self.add_term(place, &run);
        self.run = run;
    }

    /// Adds what stands at `at`, if it is a word, with all that is joined to it; where it ends.
    fn add_next_run(&mut self, place: TermPlace, text: &str, start: usize) -> usize {
        let mut at = start;
        let mut joined = false;
        loop {
            at += word_length(text, at);
            let goes_on = text.as_bytes().get(at).is_some_and(|byte| is_joiner(char::from(*byte)));
            if at == start || !goes_on || word_length_at_once(text, at + 1) == 0 {
                break;
            }
            joined = true;
            at += 1;
        }
        if at == start {
            return at + text[at..].chars().next().map_or(1, char::len_utf8);
        }
        self.add_run(place, &text[start..at], joined);
        at
    }

    /// Words and joiners without a break: the words, and the whole when it is an identifier or a number.
    fn add_run(&mut self, place: TermPlace, raw: &str, joined: bool) {
        let mut run = std::mem::take(&mut self.run);
        run.clear();
        fold_into(&mut run, raw);
        if !joined {
            self.add_word(place, &run);
        } else {
            let is_identifier = run.contains(|character: char| character.is_ascii_digit());
            if is_identifier {
                self.add_term(place, &run);
            }
            for word in run.split(is_joiner) {
                if !is_identifier || word.len() > 1 {
                    self.add_word(place, word);
                }
            }
        }
        self.run = run;
    }

    /// A word, or the pairs of neighbours where a script writes no spaces.
    fn add_word(&mut self, place: TermPlace, word: &str) {
        if word.is_ascii() {
            return self.add_term(place, word);
        }
        let mut rest = word;
        while let Some(first) = rest.chars().next() {
            let unspaced = is_unspaced(first);
            let length = rest.find(|character| is_unspaced(character) != unspaced).unwrap_or(rest.len());
            let (segment, after) = rest.split_at(length);
            if unspaced {
                self.add_pairs(place, segment)
            } else {
                self.add_term(place, segment)
            }
            rest = after;
        }
    }

    fn add_pairs(&mut self, place: TermPlace, segment: &str) {
        let starts: Vec<usize> = segment.char_indices().map(|(at, _)| at).chain([segment.len()]).collect();
        if starts.len() <= 3 {
            return self.add_term(place, segment);
        }
        for pair in starts.windows(3) {
            self.add_term(place, &segment[pair[0]..pair[2]]);
        }
    }

    fn add_term(&mut self, place: TermPlace, term: &str) {
        if term.len() <= PACKED {
            let mut bytes = [0; PACKED];
            bytes[..term.len()].copy_from_slice(term.as_bytes());
            return self.add_packed(place, u128::from_le_bytes(bytes), term.len());
        }
        if term.len() > LONGEST {
            return;
        }
        let mut hasher = FxHasher::default();
        hasher.write(term.as_bytes());
        let hash = hasher.finish() as u32;
        let slot = self.slot_of(hash, |own, found| found.packed == 0 && own.text_of(found) == term);
        self.count(slot, hash, place, |own| own.add_new(0, term));
    }

    /// A term as a number: no character of a term is zero, so that two terms are never the same one.
    fn add_packed(&mut self, place: TermPlace, packed: u128, length: usize) {
        if length == 0 || (length == 1 && place == TermPlace::Body) {
            return;
        }
        let mut hasher = FxHasher::default();
        hasher.write_u64(packed as u64);
        hasher.write_u64((packed >> 64) as u64);
        let hash = hasher.finish() as u32;
        let slot = self.slot_of(hash, |_, found| found.packed == packed);
        self.count(slot, hash, place, |own| {
            let bytes = packed.to_le_bytes();
            own.add_new(packed, std::str::from_utf8(&bytes[..length]).unwrap_or_default());
        });
    }

    fn count(&mut self, slot: usize, hash: u32, place: TermPlace, add_new: impl FnOnce(&mut Collector)) {
        if self.slots[slot].number == 0 {
            add_new(self);
            self.slots[slot] = Slot { hash, number: self.found.len() as u32 };
        }
        let found = &mut self.found[self.slots[slot].number as usize - 1];
        found.place = found.place.max(place);
        found.count += 1;
    }

    fn add_new(&mut self, packed: u128, term: &str) {
        let start = self.text.len() as u32;
        self.text.push_str(term);
        self.found.push(Found { packed, start, end: self.text.len() as u32, place: TermPlace::Body, count: 0 });
    }

    /// The slot that holds the term, or the empty one where it belongs.
    fn slot_of(&mut self, hash: u32, is_it: impl Fn(&Collector, &Found) -> bool) -> usize {
        if (self.found.len() + 1) * 2 > self.slots.len() {
            self.grow();
        }
        let mask = self.slots.len() - 1;
        let mut at = hash as usize & mask;
        loop {
            let slot = self.slots[at];
            let found = || &self.found[slot.number as usize - 1];
            if slot.number == 0 || (slot.hash == hash && is_it(self, found())) {
                return at;
            }
            at = (at + 1) & mask;
        }
    }

    fn grow(&mut self) {
        let length = (self.slots.len() * 2).max(SLOTS);
        let before = std::mem::replace(&mut self.slots, vec![Slot::default(); length]);
        for slot in before.into_iter().filter(|slot| slot.number > 0) {
            let mut at = slot.hash as usize & (length - 1);
            while self.slots[at].number > 0 {
                at = (at + 1) & (length - 1);
            }
            self.slots[at] = slot;
        }
    }

    fn text_of(&self, found: &Found) -> &str {
        &self.text[found.start as usize..found.end as usize]
    }

    fn finish(self) -> Terms {
        let mut bytes = Vec::with_capacity(self.text.len() + self.found.len());
        let mut parts: Vec<Part> = Vec::with_capacity(TermShard::COUNT);
        let (order, ends) = self.by_shard();
        let mut from = 0;
        for (shard, end) in (0..).zip(ends) {
            let start = bytes.len();
            for number in &order[from..end] {
                let found = &self.found[*number as usize];
                let term = self.text_of(found).as_bytes();
                bytes.push(weight(found) << LENGTH_BITS.count_ones() | term.len() as u8);
                bytes.extend_from_slice(term);
            }
            if end > from {
                let mut hasher = FxHasher::default();
                hasher.write(&bytes[start..]);
                parts.push(Part { shard: TermShard(shard), end: bytes.len() as u32, digest: hasher.finish() });
            }
            from = end;
        }
        Terms { bytes: bytes.into(), parts: parts.into() }
    }

    /// The terms shard by shard, as they were found, and where each shard ends.
    fn by_shard(&self) -> (Vec<u32>, [usize; TermShard::COUNT]) {
        let shards: Vec<TermShard> = self.found.iter().map(|found| TermShard::of(self.text_of(found))).collect();
        let mut ends = [0; TermShard::COUNT];
        for shard in &shards {
            ends[shard.index()] += 1;
        }
        let mut before = 0;
        for end in &mut ends {
            (*end, before) = (before, before + *end);
        }
        // Each count is now where its shard starts, and becomes its end as the terms are laid down.
        let mut order = vec![0; shards.len()];
        for (number, shard) in (0..).zip(&shards) {
            let place = &mut ends[shard.index()];
            order[*place] = number;
            *place += 1;
        }
        (order, ends)
    }
}

/// The end of a word of Latin letters and digits, unless something is joined to it.
fn plain_word_end(bytes: &[u8], start: usize) -> Option<usize> {
    let length = bytes[start..].iter().position(|byte| SORTS[usize::from(*byte)] != Sort::Word);
    let end = length.map_or(bytes.len(), |length| start + length);
    let is_plain = match (bytes.get(end), bytes.get(end + 1)) {
        (None, _) => true,
        (Some(byte), next) if is_joiner(char::from(*byte)) => {
            next.is_none_or(|next| next.is_ascii() && !next.is_ascii_alphanumeric())
        }
        (Some(byte), _) => byte.is_ascii(),
    };
    (is_plain && end > start).then_some(end)
}

/// The length of the word that begins here.
fn word_length(text: &str, at: usize) -> usize {
    let bytes = &text.as_bytes()[at..];
    let mut length = 0;
    while let Some(byte) = bytes.get(length) {
        if byte.is_ascii() {
            if !byte.is_ascii_alphanumeric() {
                break;
            }
            length += 1;
        } else {
            match text[at + length..].chars().next().filter(|character| is_word(*character)) {
                Some(character) => length += character.len_utf8(),
                None => break,
            }
        }
    }
    length
}

/// Whether a word begins here: the length of its first character, or 0.
fn word_length_at_once(text: &str, at: usize) -> usize {
    text[at..].chars().next().filter(|character| is_word(*character)).map_or(0, char::len_utf8)
}

fn weight(found: &Found) -> u8 {
    match found.place {
        TermPlace::Id | TermPlace::Title => 3,
        TermPlace::Heading => 2,
        TermPlace::Body => u8::from(found.count >= FREQUENT),
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use super::{TermPlace, TermShard, Terms};

    fn terms(place: TermPlace, text: &str) -> Vec<String> {
        let mut found: Vec<String> =
            Terms::of([(place, text)]).parts().flat_map(|part| part.terms()).map(|(term, _)| term.to_owned()).collect();
        found.sort();
        found
    }

    #[test]
    fn keeps_clause_numbers_and_identifiers_whole() {
        assert_eq!(terms(TermPlace::Body, "See A.6.2.4, POL-001."), ["001", "a.6.2.4", "pol", "pol-001", "see"]);
        assert_eq!(terms(TermPlace::Title, "Art. 9(2)(a)"), ["2", "9", "a", "art"]);
        assert_eq!(terms(TermPlace::Body, "GOVERN 1.1"), ["1.1", "govern"]);
    }

    #[test]
    fn takes_joined_words_apart() {
        assert_eq!(terms(TermPlace::Body, "well-known e.g. end.-x"), ["end", "known", "well"]);
    }

    #[test]
    fn folds_case_and_accents() {
        assert_eq!(terms(TermPlace::Body, "Qualität QUALITAT straße"), ["qualitat", "strasse"]);
    }

    #[test]
    fn long_words_that_begin_alike_stay_apart() {
        let text = "Accountabilities ACCOUNTABILITIES accountabilities-x internationalisation internationalization";
        let expected = ["accountabilities", "internationalisation", "internationalization", "x"];
        assert_eq!(terms(TermPlace::Title, text), expected);
    }

    #[test]
    fn pairs_characters_where_words_have_no_spaces() {
        assert_eq!(terms(TermPlace::Body, "AIシステムの"), ["ai", "シス", "ステ", "テム", "ムの"]);
        assert_eq!(terms(TermPlace::Body, "章"), ["章"]);
    }

    #[test]
    fn leaves_out_what_nobody_types() {
        assert_eq!(terms(TermPlace::Body, "a b 7 ok"), ["ok"]);
        assert!(terms(TermPlace::Body, &"f".repeat(64)).is_empty());
    }

    #[test]
    fn weighs_by_place_and_frequency() {
        let found = Terms::of([
            (TermPlace::Title, "policy"),
            (TermPlace::Heading, "scope"),
            (TermPlace::Body, "scope data data data once policy"),
        ]);
        let weights: BTreeMap<&str, u8> = found.parts().flat_map(|part| part.terms()).collect();
        assert_eq!(weights, BTreeMap::from([("policy", 3), ("scope", 2), ("data", 1), ("once", 0)]));
    }

    #[test]
    fn only_the_touched_part_changes() {
        let digests = |text: &str| -> BTreeMap<TermShard, u64> {
            Terms::of([(TermPlace::Body, text)]).parts().map(|part| (part.shard, part.digest)).collect()
        };
        let (before, after) = (digests("alpha beta gamma"), digests("alpha beta gamma delta"));
        assert!(before.iter().all(|(shard, digest)| after[shard] == *digest));
        assert_eq!(after.len(), before.len() + 1);
    }

    #[test]
    fn names_of_shards_are_distinct() {
        let names: std::collections::BTreeSet<String> = (0..=u8::MAX).map(|number| TermShard(number).name()).collect();
        assert_eq!(names.len(), 256);
        assert_eq!(TermShard::of("scope").name(), "s1");
        assert_eq!(TermShard::of("9").name(), "digit9");
    }

    #[test]
    fn many_terms_survive_growing() {
        let text: Vec<String> = (0..5000).map(|number| format!("word{number}")).collect();
        let found = Terms::of([(TermPlace::Body, text.join(" ").as_str())]);
        assert_eq!(found.parts().map(|part| part.terms().count()).sum::<usize>(), 5000);
    }
}
