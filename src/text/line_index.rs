//! Byte offsets to lines and columns, for printing.
//!
//! Never used while understanding a file: inside, everything is a byte range.

/// Finds the line and column of byte offsets in one text.
pub struct LineIndex {
    starts: Vec<usize>,
}

impl LineIndex {
    pub fn new(text: &str) -> LineIndex {
        let mut starts = vec![0];
        starts.extend(text.bytes().enumerate().filter(|(_, byte)| *byte == b'\n').map(|(at, _)| at + 1));
        LineIndex { starts }
    }

    /// Line and column, both counted from 1; a column counts characters, not bytes.
    pub fn position(&self, text: &str, offset: usize) -> (usize, usize) {
        let offset = floor_boundary(text, offset.min(text.len()));
        let line = self.starts.partition_point(|start| *start <= offset) - 1;
        let column = text[self.starts[line]..offset].chars().count();
        (line + 1, column + 1)
    }
}

impl LineIndex {
    /// The text of a line, counted from 1, without its end.
    pub fn line<'t>(&self, text: &'t str, line: usize) -> &'t str {
        let start = line.checked_sub(1).and_then(|line| self.starts.get(line)).copied().unwrap_or(text.len());
        let end = self.starts.get(line).copied().unwrap_or(text.len());
        text.get(start..end).unwrap_or("").trim_end_matches(['\n', '\r'])
    }
}

fn floor_boundary(text: &str, mut offset: usize) -> usize {
    while !text.is_char_boundary(offset) {
        offset -= 1;
    }
    offset
}

#[cfg(test)]
mod tests {
    use super::LineIndex;

    #[test]
    fn counts_characters_from_one() {
        let text = "ab\näöx\n";
        let index = LineIndex::new(text);
        assert_eq!(index.position(text, 0), (1, 1));
        assert_eq!(index.position(text, text.find('x').unwrap()), (2, 3));
        assert_eq!(index.position(text, text.len() + 9), (3, 1));
    }
}
