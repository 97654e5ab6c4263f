//! The geometry of bars: counts become parts of a line that leave no hole and do not overlap.
//!
//! Never counts anything, and never draws.

use crate::pages::model::{Percent, Segment};

/// Room that a number needs, by its digits: what is a hair on a wide screen must not carry a number on a phone.
const ROOM: [u32; 3] = [320, 560, 800];

/// The parts of a bar whose full length stands for `whole`; what counts nothing has no part.
pub fn segments<Of: Copy>(counts: &[(Of, usize)], whole: usize) -> Vec<Segment<Of>> {
    let mut parts = Vec::new();
    let mut before = 0;
    for (of, count) in counts.iter().copied().filter(|(_, count)| *count > 0) {
        let (start, end) = (share(before, whole), share(before + count, whole));
        let (start, width) = (start, Percent(end.0 - start.0));
        let middle = Percent(start.0 + width.0 / 2);
        parts.push(Segment { of, count, start, width, middle, numbered: has_room(count, width) });
        before += count;
    }
    parts
}

/// A count as a part of the whole, never more than all of it.
pub fn share(count: usize, whole: usize) -> Percent {
    let (count, whole) = (count.min(whole) as u64, whole.max(1) as u64);
    Percent(((count * u64::from(Percent::WHOLE.0) + whole / 2) / whole) as u32)
}

fn has_room(count: usize, width: Percent) -> bool {
    let digits = count.to_string().len();
    width.0 >= ROOM[digits.min(ROOM.len()) - 1]
}

#[cfg(test)]
mod tests {
    use super::{segments, share};
    use crate::pages::model::Percent;

    fn drawn(counts: &[(char, usize)], whole: usize) -> String {
        let part = |part: super::Segment<char>| {
            let number = if part.numbered { part.count.to_string() } else { "-".to_owned() };
            format!("{} {}+{} {number}", part.of, part.start, part.width)
        };
        segments(counts, whole).into_iter().map(part).collect::<Vec<_>>().join(", ")
    }

    #[test]
    fn parts_leave_no_hole_and_fill_the_bar() {
        assert_eq!(drawn(&[('a', 1), ('b', 1), ('c', 1)], 3), "a 0.00%+33.33% 1, b 33.33%+33.34% 1, c 66.67%+33.33% 1");
        assert_eq!(drawn(&[('a', 0), ('b', 5)], 5), "b 0.00%+100.00% 5");
        assert_eq!(drawn(&[('a', 2)], 8), "a 0.00%+25.00% 2");
    }

    #[test]
    fn a_number_without_room_is_left_to_the_table() {
        assert_eq!(drawn(&[('a', 1), ('b', 49)], 50), "a 0.00%+2.00% -, b 2.00%+98.00% 49");
        assert_eq!(drawn(&[('a', 12), ('b', 288)], 300), "a 0.00%+4.00% -, b 4.00%+96.00% 288");
    }

    #[test]
    fn nothing_of_nothing_is_nothing() {
        assert_eq!(drawn(&[], 0), "");
        assert_eq!(share(0, 0), Percent(0));
        assert_eq!(share(7, 3), Percent::WHOLE);
    }
}
