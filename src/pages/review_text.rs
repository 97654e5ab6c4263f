//! A redline as a page shows it: tables cell by cell, and what stayed folded away around what changed.
//!
//! Never drops a change, however long the text.

use crate::changes::{BlockChange, Redline, RedlineBlock, Run, RunChange, runs};
use crate::pages::model::{Piece, ReviewBlock, ReviewPart, ReviewTableRow};
use crate::syntax::markdown::BlockKind;

/// So many unchanged blocks in a row, and more, are folded.
const FOLDED: usize = 4;

/// The two sides of a field; each marks what the other does not have.
pub fn field_sides(before: &str, after: &str) -> (Vec<Piece>, Vec<Piece>) {
    let all = runs(before, after);
    let side = |left_out: RunChange| all.iter().filter(|run| run.change != left_out).map(piece).collect();
    (side(RunChange::Inserted), side(RunChange::Deleted))
}

/// The text in reading order; empty when nothing in it changed.
pub fn text_parts(redline: &Redline) -> Vec<ReviewPart> {
    if redline.is_empty() {
        return Vec::new();
    }
    let mut parts: Vec<ReviewPart> = Vec::new();
    let mut same: Vec<ReviewBlock> = Vec::new();
    for block in blocks(redline) {
        if block.change == "same" {
            same.push(block);
        } else {
            unchanged(&mut parts, std::mem::take(&mut same), true);
            show(&mut parts, vec![block]);
        }
    }
    unchanged(&mut parts, same, false);
    parts
}

/// Blocks that stayed: the last before a change is shown, so that the change has its surroundings.
fn unchanged(parts: &mut Vec<ReviewPart>, mut blocks: Vec<ReviewBlock>, before_a_change: bool) {
    if blocks.len() < FOLDED {
        return show(parts, blocks);
    }
    let last = before_a_change.then(|| blocks.pop()).flatten();
    parts.push(ReviewPart { folded: true, blocks });
    show(parts, last.into_iter().collect());
}

fn show(parts: &mut Vec<ReviewPart>, blocks: Vec<ReviewBlock>) {
    if blocks.is_empty() {
        return;
    }
    match parts.last_mut().filter(|part| !part.folded) {
        Some(part) => part.blocks.extend(blocks),
        None => parts.push(ReviewPart { folded: false, blocks }),
    }
}

/// The blocks, with the rows of a table as one.
fn blocks(redline: &Redline) -> Vec<ReviewBlock> {
    let mut found = Vec::new();
    let mut rows: Vec<&RedlineBlock> = Vec::new();
    for block in &redline.blocks {
        if block.kind == BlockKind::Row {
            rows.push(block);
        } else {
            found.extend(table(&std::mem::take(&mut rows)));
            found.push(text_block(block));
        }
    }
    found.extend(table(&rows));
    found
}

fn text_block(block: &RedlineBlock) -> ReviewBlock {
    let shape = match block.kind {
        BlockKind::Heading(_) => "heading",
        BlockKind::Paragraph | BlockKind::Row => "paragraph",
        BlockKind::Item(_) => "item",
        BlockKind::Quote => "quote",
        BlockKind::Code => "code",
        BlockKind::Footnote => "footnote",
    };
    ReviewBlock {
        shape: shape.to_owned(),
        change: block.change.word().to_owned(),
        pieces: block.texts.iter().flatten().map(piece).collect(),
        rows: Vec::new(),
    }
}

/// Its first row, and every changed row with its neighbours; the rest is counted.
fn table(rows: &[&RedlineBlock]) -> Option<ReviewBlock> {
    if rows.is_empty() {
        return None;
    }
    let differs = |at: usize| rows.get(at).is_some_and(|row| row.change != BlockChange::Same);
    let changed = (0..rows.len()).any(differs);
    let near = |at: usize| differs(at) || differs(at + 1) || at.checked_sub(1).is_some_and(differs);
    let mut shown: Vec<ReviewTableRow> = Vec::new();
    for (at, row) in rows.iter().enumerate() {
        if !changed || at == 0 || near(at) {
            let cells = row.texts.iter().map(|runs| runs.iter().map(piece).collect()).collect();
            shown.push(ReviewTableRow { change: row.change.word().to_owned(), cells, skipped: 0 });
        } else if let Some(gap) = shown.last_mut().filter(|row| row.skipped > 0) {
            gap.skipped += 1;
        } else {
            shown.push(ReviewTableRow { change: "same".to_owned(), cells: Vec::new(), skipped: 1 });
        }
    }
    let change = if changed { "changed" } else { "same" };
    Some(ReviewBlock { shape: "table".to_owned(), change: change.to_owned(), pieces: Vec::new(), rows: shown })
}

fn piece(run: &Run) -> Piece {
    Piece { change: run.change.word().to_owned(), text: run.text.clone() }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::{field_sides, text_parts};
    use crate::changes::redline;
    use crate::syntax::markdown::blocks;

    /// The parts as one line each: `+` inserted, `-` deleted, `[n]` folded.
    fn shown(old: &str, new: &str) -> String {
        let read = |text: &str| blocks(text, &BTreeSet::new());
        let mut out = String::new();
        for part in text_parts(&redline(&read(old), &read(new))) {
            if part.folded {
                out.push_str(&format!("[{}]\n", part.blocks.len()));
                continue;
            }
            for block in part.blocks {
                let pieces = |pieces: &[super::Piece]| -> String {
                    pieces
                        .iter()
                        .map(|piece| match piece.change.as_str() {
                            "inserted" => format!("+{}+", piece.text),
                            "deleted" => format!("-{}-", piece.text),
                            _ => piece.text.clone(),
                        })
                        .collect()
                };
                for row in &block.rows {
                    let cells: Vec<String> = row.cells.iter().map(|cell| pieces(cell)).collect();
                    out.push_str(&format!("{} | {} ({})\n", row.change, cells.join(" | "), row.skipped));
                }
                if block.rows.is_empty() {
                    out.push_str(&format!("{} {}: {}\n", block.change, block.shape, pieces(&block.pieces)));
                }
            }
        }
        out
    }

    #[test]
    fn what_stayed_is_folded_and_the_last_block_before_a_change_is_not() {
        let old = "One.\n\nTwo.\n\nThree.\n\nFour.\n\n# Rule\n\nIt must stay here.\n";
        let new = old.replace("must", "may");
        assert_eq!(shown(old, &new), "[4]\nsame heading: Rule\nchanged paragraph: It -must-+may+ stay here.\n");
        assert_eq!(shown(old, old), "");
    }

    #[test]
    fn a_table_shows_its_head_and_the_rows_around_a_change() {
        let row = |at: usize, word: &str| format!("| {at} | {word} |\n");
        let table = |changed: &str| {
            let rows: String = (1..9).map(|at| row(at, if at == 6 { changed } else { "a word or two" })).collect();
            format!("| no | what |\n|---|---|\n{rows}")
        };
        assert_eq!(
            shown(&table("a word or two"), &table("a word or three")),
            "same | no | what (0)\nsame |  (4)\nsame | 5 | a word or two (0)\nchanged | 6 | a word or -two-+three+ (0)\n\
             same | 7 | a word or two (0)\nsame |  (1)\n"
        );
    }

    #[test]
    fn each_side_of_a_field_marks_what_is_its_own() {
        let (before, after) = field_sides("Head of lending", "Head of data");
        let last = |pieces: Vec<super::Piece>| pieces.last().map(|piece| (piece.change.clone(), piece.text.clone()));
        assert_eq!(last(before), Some(("deleted".into(), "lending".into())));
        assert_eq!(last(after), Some(("inserted".into(), "data".into())));
    }
}
