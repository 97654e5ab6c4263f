//! Takes a list of references apart: which framework is named, which ids, ranges and titles are written.
//!
//! Never leaves a part of the text out: what is no reference is a piece of its own.

use std::ops::Range;

use crate::catalog::Library;
use crate::catalog::locator::{continued, read_group, skip_joint};
use crate::catalog::names::Named;
use crate::catalog::read_written::{Inherited, read_written, skip_of};
use crate::catalog::scan::{
    first, is_after_word, is_dash, is_space, skip_one, skip_one_of, skip_space, skip_while, skip_word,
};
use crate::catalog::written::{Marker, Written};

/// A part of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Piece {
    Item(Box<Item>),
    /// A framework is named and nothing follows that could be one of its ids.
    FrameworkAlone(Named, Range<usize>),
    /// No reference at all.
    Unreadable(Range<usize>),
}

/// One reference, or one range.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Item {
    pub framework: Option<Named>,
    pub from: Written,
    pub to: Option<RangeEnd>,
    /// Text beside the id that reads like a title.
    pub title: Option<Range<usize>>,
    pub range: Range<usize>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RangeEnd {
    pub framework: Option<Named>,
    pub written: Written,
}

/// Titles are shorter than this many characters.
const LONGEST_TITLE: usize = 300;

/// All pieces of the text, in order.
pub fn read_pieces(text: &str, library: &Library) -> Vec<Piece> {
    let mut list = List { text, library, pieces: Vec::new(), framework: None, inherited: Inherited::default() };
    let mut at = 0;
    loop {
        at = list.skip_separators(at);
        if at >= text.len() {
            return list.pieces;
        }
        at = list.read_piece(at).max(at + first(text, at).map_or(1, char::len_utf8));
    }
}

struct List<'a> {
    text: &'a str,
    library: &'a Library,
    pieces: Vec<Piece>,
    /// The framework named before, which holds until the line ends.
    framework: Option<Named>,
    inherited: Inherited,
}

impl List<'_> {
    fn skip_separators(&mut self, mut at: usize) -> usize {
        loop {
            let start = at;
            at = skip_while(self.text, at, |character| is_space(character) || is_separator(character));
            if let Some(end) = skip_one_of(self.text, at, &["and", "or"]).filter(|_| !is_after_word(self.text, at)) {
                at = end;
            }
            let is_full_stop =
                self.text[at..].starts_with('.') && !first(self.text, at + 1).is_some_and(char::is_alphanumeric);
            if is_full_stop {
                at += 1;
            }
            if self.text[start..at].contains('\n') {
                self.framework = None;
                self.inherited = Inherited::default();
            }
            if at == start {
                return at;
            }
        }
    }

    /// Reads the piece at `at`; returns where it ends.
    fn read_piece(&mut self, at: usize) -> usize {
        let named = self.named(at);
        let start = named.as_ref().map_or(at, |named| skip_after_name(self.text, named.end));
        if named.is_some() {
            self.inherited = Inherited::default();
        }
        if let Some(written) = read_written(self.text, start, self.inherited, self.library.own_ids()) {
            return self.read_item(at, named, written);
        }
        match named {
            Some(named) => self.read_framework_alone(at, named),
            None => self.read_titled(at).unwrap_or_else(|| self.read_unreadable(at)),
        }
    }

    /// A framework's name, unless an own id stands here that goes on further.
    fn named(&self, at: usize) -> Option<Named> {
        let named = self.library.names().at(self.text, at)?;
        let own = read_written(self.text, at, Inherited::default(), self.library.own_ids());
        own.is_none_or(|own| own.id.end < named.end).then_some(named)
    }

    fn read_framework_alone(&mut self, at: usize, named: Named) -> usize {
        let end = named.end;
        self.framework = Some(named.clone());
        self.pieces.push(Piece::FrameworkAlone(named, at..end));
        end
    }

    fn read_unreadable(&mut self, at: usize) -> usize {
        let end = skip_while(self.text, at, |character| !matches!(character, ',' | ';' | '\n' | '|'));
        let end = at + self.text[at..end].trim_end().len();
        self.pieces.push(Piece::Unreadable(at..end));
        end
    }

    /// A title with its id behind it: `AI policy (A.2.2)`.
    fn read_titled(&mut self, at: usize) -> Option<usize> {
        let mut left = LONGEST_TITLE;
        let line_end = skip_while(self.text, at, |character| {
            left -= 1;
            left > 0 && !matches!(character, ';' | '\n' | '|')
        });
        let starts = self.text[at..line_end].char_indices().map(|(offset, _)| at + offset);
        let mut starts = starts.filter(|start| !is_after_word(self.text, *start)).take(60).skip(1);
        let (start, written) = starts.find_map(|start| {
            let written = read_written(self.text, start, Inherited::default(), self.library.own_ids())?;
            let ends_here = skip_while(self.text, written.range.end, |character| {
                is_space(character) || ")]\"'.".contains(character)
            });
            (written.is_strong() && (ends_here == line_end || self.text[ends_here..].starts_with(',')))
                .then_some((start, written))
        })?;
        let title = self.text[at..start].trim_end_matches(|character: char| {
            is_space(character) || is_dash(character) || "([:,".contains(character)
        });
        let title = at..at + title.len();
        let end = written.range.end;
        let range = written.range.clone();
        self.pieces.push(Piece::Item(Box::new(Item {
            framework: self.framework.clone(),
            from: written,
            to: None,
            title: Some(title),
            range,
        })));
        Some(end)
    }

    fn read_item(&mut self, at: usize, named: Option<Named>, from: Written) -> usize {
        if named.is_some() {
            self.framework = named;
        }
        self.inherited = Inherited::from(&from);
        let mut end = from.range.end;
        let to = self.read_range_end(end, &from);
        if let Some(to) = &to {
            end = to.written.range.end;
        }
        let place = self.pieces.len();
        let item = Item { framework: self.framework.clone(), from, to, title: None, range: at..end };
        self.pieces.push(Piece::Item(Box::new(item.clone())));
        end = self.read_further_groups(end, &item);
        end = self.read_name_behind(end, place);
        self.read_title(end, place)
    }

    fn read_range_end(&self, at: usize, from: &Written) -> Option<RangeEnd> {
        let start = skip_range_sign(self.text, at)?;
        let framework = self.named(start);
        let start = framework.as_ref().map_or(start, |named| skip_after_name(self.text, named.end));
        let written = read_written(self.text, start, Inherited::from(from), self.library.own_ids())?;
        Some(RangeEnd { framework, written })
    }

    /// `13(1), (2) and (3)`: each further group is a part of the same entry.
    fn read_further_groups(&mut self, mut end: usize, item: &Item) -> usize {
        let mut locator = item.from.locator.clone();
        while let Some(start) = skip_joint(self.text, end).filter(|_| item.to.is_none()) {
            let group = read_group(self.text, start, true);
            let Some((next, after)) = group.and_then(|(group, after)| Some((continued(&locator, &group)?, after)))
            else {
                break;
            };
            locator = next;
            let from = Written { locator: locator.clone(), ..item.from.clone() };
            self.pieces.push(Piece::Item(Box::new(Item { from, range: start..after, ..item.clone() })));
            end = after;
        }
        end
    }

    /// `Art. 9 and 10 of the AI Act`: the name holds for the items that belong together before it.
    fn read_name_behind(&mut self, end: usize, place: usize) -> usize {
        let after_sign = skip_while(self.text, end, |character| is_space(character) || matches!(character, '(' | ','));
        let start = skip_of(self.text, after_sign);
        let Some(named) = self.named(start).filter(|_| start > end && !is_after_word(self.text, start)) else {
            return end;
        };
        let next =
            skip_while(self.text, named.end, |character| is_space(character) || character == ':' || is_dash(character));
        let leads_on = read_written(self.text, next, Inherited::default(), self.library.own_ids()).is_some();
        if leads_on && next > named.end {
            return end;
        }
        let stop = named.end;
        let mut first_of_group = place;
        while first_of_group > 0 && self.takes_over(first_of_group) {
            first_of_group -= 1;
        }
        for piece in &mut self.pieces[first_of_group..] {
            if let Piece::Item(item) = piece {
                item.framework = Some(named.clone());
            }
        }
        stop
    }

    fn takes_over(&self, place: usize) -> bool {
        matches!(&self.pieces[place], Piece::Item(item) if item.from.inherited)
    }

    /// What stands between this reference and the next one, if it is more than signs.
    fn read_title(&mut self, end: usize, place: usize) -> usize {
        if self.next_item(end) {
            return end;
        }
        let start = skip_while(self.text, end, |character| {
            is_space(character) && character != '\n' || is_dash(character) || is_title_sign(character)
        });
        let stop = self.title_end(start);
        let trimmed = self.text[start..stop]
            .trim_end_matches(|character: char| is_space(character) || is_title_sign(character) || character == '.');
        if !trimmed.chars().any(char::is_alphanumeric) {
            return end;
        }
        for piece in &mut self.pieces[place..] {
            if let Piece::Item(item) = piece {
                item.title = Some(start..start + trimmed.len());
            }
        }
        stop
    }

    /// Does the list go on right here?
    fn next_item(&self, end: usize) -> bool {
        let start = skip_list_signs(self.text, end);
        let is_separated = self.text[end..start].contains(|character: char| !is_space(character));
        self.starts_item(start, start > end && is_separated) && start > end
    }

    fn starts_item(&self, at: usize, may_be_weak: bool) -> bool {
        let written = read_written(self.text, at, self.inherited, self.library.own_ids());
        self.named(at).is_some() || written.is_some_and(|written| may_be_weak || written.is_strong())
    }

    fn title_end(&self, start: usize) -> usize {
        let mut at = start;
        while at < self.text.len() {
            let rest = &self.text[at..];
            if rest.starts_with(['\n', ';', '|']) {
                return at;
            }
            let next = skip_list_signs(self.text, at);
            let is_separator =
                rest.starts_with([',', '/', '&', '+']) || skip_one_of(self.text, at, &["and", "or"]).is_some();
            if is_separator && !is_after_word_joint(self.text, at) && self.starts_strongly(next) {
                return at;
            }
            at += first(self.text, at).map_or(1, char::len_utf8);
        }
        at
    }

    fn starts_strongly(&self, at: usize) -> bool {
        let written = read_written(self.text, at, Inherited::default(), self.library.own_ids());
        self.named(at).is_some()
            || written.is_some_and(|written| written.is_strong() && written.marker != Marker::Recital)
    }
}

/// A word such as `and` inside a longer word is no joint.
fn is_after_word_joint(text: &str, at: usize) -> bool {
    first(text, at).is_some_and(char::is_alphabetic) && is_after_word(text, at)
}

fn is_separator(character: char) -> bool {
    matches!(character, ',' | ';' | '/' | '&' | '+' | '|' | '(' | ')' | '[' | ']' | '{' | '}' | '*' | '•' | '·' | ':')
        || is_title_sign(character)
        || is_dash(character)
}

fn is_title_sign(character: char) -> bool {
    matches!(
        character,
        ':' | ',' | '(' | ')' | '[' | ']' | '"' | '\'' | '“' | '”' | '‘' | '’' | '„' | '«' | '»' | '`' | '*' | '_'
    )
}

fn skip_list_signs(text: &str, at: usize) -> usize {
    let signs =
        |character: char| is_space(character) || matches!(character, ',' | ';' | '/' | '&' | '+' | '|' | ')' | ']');
    let next = skip_while(text, at, signs);
    match skip_one_of(text, next, &["and", "or"]).filter(|_| !is_after_word(text, next)) {
        Some(end) => skip_while(text, end, signs),
        None => next,
    }
}

/// Signs between a framework's name and the id: `ISO/IEC 42001:2023 - Clause 6.1`, `ISO 27001 (Control A.5.10)`.
pub fn skip_after_name(text: &str, at: usize) -> usize {
    skip_while(text, at, |character| {
        is_space(character) || is_dash(character) || matches!(character, ':' | ',' | '(' | '/' | '[')
    })
}

/// A dash, two points, or `to`.
pub fn skip_range_sign(text: &str, at: usize) -> Option<usize> {
    let start = skip_space(text, at);
    let sign = skip_one(text, start, |character| is_dash(character) || character == '…')
        .or_else(|| skip_word(text, start, "..."))
        .or_else(|| skip_word(text, start, ".."))
        .or_else(|| skip_one_of(text, start, &["to", "through", "until"]).filter(|_| start > at));
    sign.map(|end| skip_space(text, end))
}
