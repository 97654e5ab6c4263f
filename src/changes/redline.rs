//! Two versions of a text, word by word: what was inserted, deleted, moved.
//!
//! Never shows a change where a reader would see none: wrapping and formatting are gone before anything is compared.

use std::collections::HashMap;

use similar::{Algorithm, DiffOp, capture_diff_slices};

use crate::syntax::markdown::{Block, BlockKind};

/// All blocks of both versions in reading order.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Redline {
    pub blocks: Vec<RedlineBlock>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RedlineBlock {
    pub kind: BlockKind,
    pub change: BlockChange,
    /// The text in runs; a row of a table has one list for each cell.
    pub texts: Vec<Vec<Run>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum BlockChange {
    Same,
    Added,
    Removed,
    /// Words inside it differ.
    Changed,
    /// The same block stands elsewhere in the new version.
    MovedAway,
    /// The same block stood elsewhere in the old version.
    MovedHere,
}

impl BlockChange {
    pub fn word(self) -> &'static str {
        match self {
            BlockChange::Same => "same",
            BlockChange::Added => "added",
            BlockChange::Removed => "removed",
            BlockChange::Changed => "changed",
            BlockChange::MovedAway => "moved-away",
            BlockChange::MovedHere => "moved-here",
        }
    }
}

/// A few words that were all kept, inserted or deleted.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Run {
    pub change: RunChange,
    pub text: String,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum RunChange {
    Same,
    Inserted,
    Deleted,
}

impl RunChange {
    pub fn word(self) -> &'static str {
        match self {
            RunChange::Same => "same",
            RunChange::Inserted => "inserted",
            RunChange::Deleted => "deleted",
        }
    }
}

impl Redline {
    pub fn is_empty(&self) -> bool {
        self.blocks.iter().all(|block| block.change == BlockChange::Same)
    }

    /// How many blocks differ.
    pub fn changed(&self) -> usize {
        self.blocks.iter().filter(|block| block.change != BlockChange::Same).count()
    }
}

/// Blocks that share this part of their words are versions of one block.
const ALIKE: f64 = 0.5;

/// Shorter blocks are found by chance in many places and are never called moved.
const MOVED_WORDS: usize = 4;

/// Compares two lists of blocks.
pub fn redline(old: &[Block], new: &[Block]) -> Redline {
    let mut blocks = Vec::new();
    for op in capture_diff_slices(Algorithm::Patience, old, new) {
        match op {
            DiffOp::Equal { new_index, len, .. } => {
                blocks.extend(new[new_index..new_index + len].iter().map(|block| whole(block, BlockChange::Same)));
            }
            DiffOp::Delete { old_index, old_len, .. } => {
                blocks
                    .extend(old[old_index..old_index + old_len].iter().map(|block| whole(block, BlockChange::Removed)));
            }
            DiffOp::Insert { new_index, new_len, .. } => {
                blocks.extend(new[new_index..new_index + new_len].iter().map(|block| whole(block, BlockChange::Added)));
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                replaced(&old[old_index..old_index + old_len], &new[new_index..new_index + new_len], &mut blocks);
            }
        }
    }
    find_moves(&mut blocks);
    Redline { blocks }
}

fn whole(block: &Block, change: BlockChange) -> RedlineBlock {
    let run = match change {
        BlockChange::Removed => RunChange::Deleted,
        BlockChange::Added => RunChange::Inserted,
        _ => RunChange::Same,
    };
    let texts = block.texts.iter().map(|text| vec![Run { change: run, text: text.clone() }]).collect();
    RedlineBlock { kind: block.kind, change, texts }
}

/// Pairs old and new blocks that are alike, in order; the rest was removed or added.
fn replaced(old: &[Block], new: &[Block], out: &mut Vec<RedlineBlock>) {
    let mut from = 0;
    for block in new {
        let alike = old[from..].iter().position(|candidate| likeness(candidate, block) >= ALIKE);
        match alike {
            Some(at) => {
                out.extend(old[from..from + at].iter().map(|block| whole(block, BlockChange::Removed)));
                out.push(changed(&old[from + at], block));
                from += at + 1;
            }
            None => out.push(whole(block, BlockChange::Added)),
        }
    }
    out.extend(old[from..].iter().map(|block| whole(block, BlockChange::Removed)));
}

/// The share of words that two blocks have in common, from 0 to 1.
fn likeness(left: &Block, right: &Block) -> f64 {
    if left.kind != right.kind {
        return 0.0;
    }
    let (left, right) = (left.text(), right.text());
    let mut counts: HashMap<&str, i32> = HashMap::new();
    let (mut total, mut common) = (0, 0);
    for word in left.split_whitespace() {
        *counts.entry(word).or_default() += 1;
        total += 1;
    }
    for word in right.split_whitespace() {
        total += 1;
        if let Some(count) = counts.get_mut(word).filter(|count| **count > 0) {
            *count -= 1;
            common += 2;
        }
    }
    if total == 0 { 1.0 } else { f64::from(common) / f64::from(total) }
}

fn changed(old: &Block, new: &Block) -> RedlineBlock {
    let texts = if old.texts.len() == new.texts.len() {
        old.texts.iter().zip(&new.texts).map(|(old, new)| runs(old, new)).collect()
    } else {
        vec![runs(&old.text(), &new.text())]
    };
    RedlineBlock { kind: new.kind, change: BlockChange::Changed, texts }
}

/// Word by word; blanks belong to the word before them.
pub fn runs(old: &str, new: &str) -> Vec<Run> {
    without_islands(word_runs(&words(old), &words(new)))
}

/// Blanks that stayed between words that all changed go with them: a reader sees one phrase in the place of another.
fn without_islands(runs: Vec<Run>) -> Vec<Run> {
    let mut joined: Vec<Run> = Vec::new();
    let mut runs = runs.into_iter().peekable();
    while let Some(run) = runs.next() {
        let between = run.change == RunChange::Same
            && run.text.trim().is_empty()
            && runs.peek().is_some_and(|next| next.change != RunChange::Same);
        match &mut joined[..] {
            [.., deleted, inserted]
                if deleted.change == RunChange::Deleted && inserted.change == RunChange::Inserted =>
            {
                if between {
                    deleted.text.push_str(&run.text);
                    inserted.text.push_str(&run.text);
                    continue;
                }
                let taken = match run.change {
                    RunChange::Deleted => Some(deleted),
                    RunChange::Inserted => Some(inserted),
                    RunChange::Same => None,
                };
                if let Some(taken) = taken {
                    taken.text.push_str(&run.text);
                    continue;
                }
                joined.push(run);
            }
            _ => joined.push(run),
        }
    }
    joined
}

fn word_runs(old: &[&str], new: &[&str]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    let mut push = |change: RunChange, words: &[&str]| {
        let text: String = words.concat();
        match runs.last_mut() {
            _ if text.is_empty() => {}
            Some(last) if last.change == change => last.text.push_str(&text),
            _ => runs.push(Run { change, text }),
        }
    };
    for op in capture_diff_slices(Algorithm::Myers, old, new) {
        match op {
            DiffOp::Equal { new_index, len, .. } => push(RunChange::Same, &new[new_index..new_index + len]),
            DiffOp::Delete { old_index, old_len, .. } => push(RunChange::Deleted, &old[old_index..old_index + old_len]),
            DiffOp::Insert { new_index, new_len, .. } => {
                push(RunChange::Inserted, &new[new_index..new_index + new_len])
            }
            DiffOp::Replace { old_index, old_len, new_index, new_len } => {
                push(RunChange::Deleted, &old[old_index..old_index + old_len]);
                push(RunChange::Inserted, &new[new_index..new_index + new_len]);
            }
        }
    }
    runs
}

/// Words, blanks and signs, so that a comma that moves does not take its word along.
fn words(text: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut start = 0;
    let mut last = None;
    for (at, character) in text.char_indices() {
        let class = class(character);
        let joined = last == Some(class) && class != Class::Sign;
        if at > start && !joined {
            words.push(&text[start..at]);
            start = at;
        }
        last = Some(class);
    }
    if start < text.len() {
        words.push(&text[start..]);
    }
    words
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    Word,
    Blank,
    Sign,
}

fn class(character: char) -> Class {
    match character {
        character if character.is_whitespace() => Class::Blank,
        character if character.is_alphanumeric() || "-_.".contains(character) => Class::Word,
        _ => Class::Sign,
    }
}

/// A block that was removed here and added there has moved.
fn find_moves(blocks: &mut [RedlineBlock]) {
    let text = |block: &RedlineBlock| -> String { block.texts.iter().flatten().map(|run| run.text.as_str()).collect() };
    let mut removed: HashMap<(BlockKind, String), Vec<usize>> = HashMap::new();
    for (at, block) in blocks.iter().enumerate().filter(|(_, block)| block.change == BlockChange::Removed) {
        removed.entry((block.kind, text(block))).or_default().push(at);
    }
    for at in 0..blocks.len() {
        if blocks[at].change != BlockChange::Added {
            continue;
        }
        let words = text(&blocks[at]);
        if words.split_whitespace().count() < MOVED_WORDS {
            continue;
        }
        let Some(from) = removed.get_mut(&(blocks[at].kind, words)).and_then(Vec::pop) else { continue };
        blocks[from].change = BlockChange::MovedAway;
        blocks[at].change = BlockChange::MovedHere;
        for run in blocks[at].texts.iter_mut().flatten() {
            run.change = RunChange::Same;
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{BlockChange, Redline, RunChange, redline};
    use crate::syntax::markdown::blocks;

    /// Changed blocks as text: `[-deleted-]`, `{+inserted+}`, moved blocks with an arrow.
    fn shown(redline: &Redline) -> String {
        let mut lines = Vec::new();
        for block in &redline.blocks {
            let cells: Vec<String> = block
                .texts
                .iter()
                .map(|runs| {
                    let show = |run: &super::Run| match run.change {
                        RunChange::Same => run.text.clone(),
                        RunChange::Inserted => format!("{{+{}+}}", run.text),
                        RunChange::Deleted => format!("[-{}-]", run.text),
                    };
                    runs.iter().map(show).collect()
                })
                .collect();
            let text = cells.join(" | ");
            match block.change {
                BlockChange::Same => {}
                BlockChange::MovedAway => lines.push(format!("<< {text}")),
                BlockChange::MovedHere => lines.push(format!(">> {text}")),
                _ => lines.push(text),
            }
        }
        lines.join("\n")
    }

    #[test]
    fn pairs_of_before_and_after() {
        let cases = [
            ("same", "One two.\n", "One\ntwo.\n", ""),
            ("formatting", "It *must* stay.\n", "It **must** stay.\n", ""),
            ("list sign", "- a b\n- c d\n", "* a b\n* c d\n", ""),
            ("link target", "See [it](a.md).\n", "See [it](b.md).\n", ""),
            ("comment", "Text.\n", "Text. <!-- note -->\n", ""),
            ("table alignment", "|a|\n|-|\n|b|\n", "| a |\n|:-:|\n| b |\n", ""),
            ("one word", "It must stay here.\n", "It may stay here.\n", "It [-must-]{+may+} stay here."),
            (
                "insertion",
                "Every set has a steward.\n",
                "Every data set has a steward.\n",
                "Every {+data +}set has a steward.",
            ),
            (
                "phrase",
                "No data set may be used for training or testing today.\n",
                "Data sets should not be used for training or testing today.\n",
                "[-No data set may-]{+Data sets should not+} be used for training or testing today.",
            ),
            (
                "words apart",
                "One old word and two new ones.\n",
                "One new word and two old ones.\n",
                "One [-old-]{+new+} word and two [-new-]{+old+} ones.",
            ),
            ("deletion", "Within ten working days.\n", "Within ten days.\n", "Within ten [-working -]days."),
            ("comma", "One, two three four.\n", "One two three four.\n", "One[-,-] two three four."),
            ("number", "At least 0.80 of cases.\n", "At least 0.85 of cases.\n", "At least [-0.80-]{+0.85+} of cases."),
            ("new paragraph", "One.\n", "One.\n\nA new rule applies.\n", "{+A new rule applies.+}"),
            ("gone paragraph", "One.\n\nAn old rule applies.\n", "One.\n", "[-An old rule applies.-]"),
            ("new item", "- a a\n- c c\n", "- a a\n- b b\n- c c\n", "{+b b+}"),
            ("cell", "|h|i|\n|-|-|\n|a b|c|\n", "|h|i|\n|-|-|\n|a b|d|\n", "a b | [-c-]{+d+}"),
            ("new row", "|h|i|\n|-|-|\n|a|b|\n", "|h|i|\n|-|-|\n|a|b|\n|c|d|\n", "{+c+} | {+d+}"),
            (
                "moved",
                "First rule of the house.\n\nSecond rule of the house is longer.\n\nThird.\n",
                "Second rule of the house is longer.\n\nThird.\n\nFirst rule of the house.\n",
                "<< [-First rule of the house.-]\n>> First rule of the house.",
            ),
            ("heading", "# Scope of use\n\nText.\n", "# Field of use\n\nText.\n", "[-Scope-]{+Field+} of use"),
            ("level", "## Scope\n\nText.\n", "### Scope\n\nText.\n", "{+Scope+}\n[-Scope-]"),
            ("code", "```\na = 1\nb = 2\n```\n", "```\na = 1\nb = 3\n```\n", "a = 1\nb = [-2-]{+3+}"),
            ("task", "- [ ] train all staff\n", "- [x] train all staff\n", "[-\u{2610}-]{+\u{2611}+} train all staff"),
            (
                "unlike",
                "All about apples here.\n",
                "Nothing of that kind exists.\n",
                "{+Nothing of that kind exists.+}\n[-All about apples here.-]",
            ),
            (
                "script",
                "データの品質を確認する。\n",
                "データの品質を記録する。\n",
                "{+データの品質を記録する。+}\n[-データの品質を確認する。-]",
            ),
        ];
        for (name, old, new, expected) in cases {
            assert_eq!(
                shown(&redline(&blocks(old, &BTreeSet::new()), &blocks(new, &BTreeSet::new()))),
                expected,
                "{name}"
            );
        }
    }
}
