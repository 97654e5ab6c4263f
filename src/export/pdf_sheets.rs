//! Finds on which sheet of a printed PDF each anchor stands, and takes the moment of printing out of it.
//!
//! Never reads a PDF of any kind: one that Chromium wrote, whose objects and table stand there as text.

use std::collections::BTreeMap;

use crate::text::Date;

/// What is asked of a printed PDF.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PdfSheets {
    pub count: usize,
    /// Anchors of the printed page that something leads to, each with its sheet, from 1.
    pub anchors: BTreeMap<String, usize>,
    /// The version of what wrote it; 0 when it does not say.
    pub milestone: u32,
}

/// So deep are the nodes of pages nested, and values in each other.
const DEPTH: usize = 64;

/// `None` when this is no PDF as Chromium writes it.
pub fn pdf_sheets(bytes: &[u8]) -> Option<PdfSheets> {
    let file = Pdf::of(bytes)?;
    let root = file.object(file.trailer.get("Root")?.number()?)?;
    let mut pages = Vec::new();
    file.pages(root.get("Pages")?.number()?, DEPTH, &mut pages)?;
    let places: BTreeMap<usize, usize> = pages.iter().enumerate().map(|(at, page)| (*page, at + 1)).collect();
    let targets = match root.get("Dests") {
        Some(Value::Reference(number)) => file.object(*number)?,
        Some(value) => value.clone(),
        None => Value::Map(BTreeMap::new()),
    };
    let Value::Map(targets) = targets else { return None };
    let sheet = |target: &Value| match target {
        Value::List(items) => places.get(&items.first()?.number()?).copied(),
        _ => None,
    };
    let anchors = targets.iter().filter_map(|(name, target)| Some((name.clone(), sheet(target)?))).collect();
    let producer = file.trailer.get("Info").and_then(Value::number).and_then(|info| file.object(info));
    let milestone = producer.as_ref().and_then(|info| match info.get("Producer") {
        Some(Value::Text(text)) => text.rsplit_once(" m")?.1.parse().ok(),
        _ => None,
    });
    Some(PdfSheets { count: pages.len(), anchors, milestone: milestone.unwrap_or(0) })
}

/// The same with this day as the moment of its making, so that the same input gives the same bytes.
pub fn undated(mut bytes: Vec<u8>, day: Date) -> Vec<u8> {
    let digits: String = day.to_string().chars().filter(char::is_ascii_digit).collect();
    let moment = format!("{digits}000000+00'00'").into_bytes();
    for name in [&b"/CreationDate (D:"[..], b"/ModDate (D:"] {
        let found: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(name)).collect();
        for at in found {
            let from = at + name.len();
            let is_same_form = bytes.get(from + moment.len()) == Some(&b')');
            if is_same_form {
                bytes[from..from + moment.len()].copy_from_slice(&moment);
            }
        }
    }
    bytes
}

#[derive(Debug, Clone, PartialEq)]
enum Value {
    Map(BTreeMap<String, Value>),
    List(Vec<Value>),
    Reference(usize),
    Number(f64),
    Text(String),
    Name(String),
    Other,
}

impl Value {
    fn get(&self, name: &str) -> Option<&Value> {
        match self {
            Value::Map(map) => map.get(name),
            _ => None,
        }
    }

    /// The number of the object that it stands for.
    fn number(&self) -> Option<usize> {
        match self {
            Value::Reference(number) => Some(*number),
            _ => None,
        }
    }
}

struct Pdf<'b> {
    bytes: &'b [u8],
    /// Where each object begins.
    places: Vec<usize>,
    trailer: Value,
}

impl<'b> Pdf<'b> {
    fn of(bytes: &'b [u8]) -> Option<Pdf<'b>> {
        let end = &bytes[bytes.len().saturating_sub(64)..];
        let start = end.windows(9).rposition(|window| window == b"startxref")?;
        let mut reader = Reader { bytes: end, at: start + 9 };
        let Value::Number(table) = reader.value(DEPTH)? else { return None };
        let mut reader = Reader { bytes, at: table as usize };
        reader.word("xref")?;
        let (Value::Number(first), Value::Number(count)) = (reader.value(0)?, reader.value(0)?) else { return None };
        let mut places = vec![0; first as usize];
        for _ in 0..count as usize {
            let (Value::Number(place), Value::Number(_)) = (reader.plain_number()?, reader.plain_number()?) else {
                return None;
            };
            reader.skip();
            reader.at += 1;
            places.push(place as usize);
        }
        reader.word("trailer")?;
        let trailer = reader.value(DEPTH)?;
        Some(Pdf { bytes, places, trailer })
    }

    fn object(&self, number: usize) -> Option<Value> {
        let mut reader = Reader { bytes: self.bytes, at: *self.places.get(number)? };
        let Value::Number(own) = reader.plain_number()? else { return None };
        reader.plain_number()?;
        reader.word("obj")?;
        if own as usize == number { reader.value(DEPTH) } else { None }
    }

    /// The numbers of all pages below a node, in order.
    fn pages(&self, node: usize, depth: usize, pages: &mut Vec<usize>) -> Option<()> {
        let value = self.object(node)?;
        match value.get("Kids") {
            Some(Value::List(kids)) if depth > 0 => {
                kids.iter().try_for_each(|kid| self.pages(kid.number()?, depth - 1, pages))
            }
            Some(_) => None,
            None => {
                pages.push(node);
                Some(())
            }
        }
    }
}

struct Reader<'b> {
    bytes: &'b [u8],
    at: usize,
}

impl Reader<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip(&mut self) {
        while self.peek().is_some_and(|byte| byte.is_ascii_whitespace() || byte == 0) {
            self.at += 1;
        }
    }

    fn starts(&self, word: &str) -> bool {
        self.bytes.get(self.at..).is_some_and(|rest| rest.starts_with(word.as_bytes()))
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.skip();
        self.starts(word).then(|| self.at += word.len())
    }

    fn run(&mut self) -> String {
        let start = self.at;
        while self.peek().is_some_and(|byte| !byte.is_ascii_whitespace() && !b"()<>[]{}/%\0".contains(&byte)) {
            self.at += 1;
        }
        String::from_utf8_lossy(&self.bytes[start..self.at]).into_owned()
    }

    fn plain_number(&mut self) -> Option<Value> {
        self.skip();
        self.run().parse().ok().map(Value::Number)
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.skip();
        if self.starts("<<") {
            return self.map(depth.checked_sub(1)?);
        }
        match self.peek()? {
            b'[' => self.list(depth.checked_sub(1)?),
            b'/' => {
                self.at += 1;
                Some(Value::Name(self.run()))
            }
            b'(' => self.text(),
            b'<' => {
                self.at += self.bytes[self.at..].iter().position(|byte| *byte == b'>')? + 1;
                Some(Value::Other)
            }
            byte if byte.is_ascii_digit() || b"+-.".contains(&byte) => self.number_or_reference(),
            _ => {
                let word = self.run();
                (!word.is_empty()).then_some(Value::Other)
            }
        }
    }

    fn map(&mut self, depth: usize) -> Option<Value> {
        self.at += 2;
        let mut map = BTreeMap::new();
        loop {
            self.skip();
            if self.starts(">>") {
                self.at += 2;
                return Some(Value::Map(map));
            }
            let Value::Name(name) = self.value(depth)? else { return None };
            map.insert(name, self.value(depth)?);
        }
    }

    fn list(&mut self, depth: usize) -> Option<Value> {
        self.at += 1;
        let mut items = Vec::new();
        loop {
            self.skip();
            if self.starts("]") {
                self.at += 1;
                return Some(Value::List(items));
            }
            items.push(self.value(depth)?);
        }
    }

    fn text(&mut self) -> Option<Value> {
        let start = self.at + 1;
        let mut open = 0;
        loop {
            match self.peek()? {
                b'\\' => self.at += 1,
                b'(' => open += 1,
                b')' => open -= 1,
                _ => {}
            }
            self.at += 1;
            if open == 0 {
                let inside = &self.bytes[start..self.at - 1];
                return Some(Value::Text(String::from_utf8_lossy(inside).into_owned()));
            }
        }
    }

    /// `12`, or `12 0 R`.
    fn number_or_reference(&mut self) -> Option<Value> {
        let number: f64 = self.run().parse().ok()?;
        let after = self.at;
        self.skip();
        if self.run().bytes().all(|byte| byte.is_ascii_digit()) && number >= 0.0 && self.at > after {
            self.skip();
            if self.run() == "R" {
                return Some(Value::Reference(number as usize));
            }
        }
        self.at = after;
        Some(Value::Number(number))
    }
}

#[cfg(test)]
mod tests {
    use super::{pdf_sheets, undated};
    use crate::text::parse_date;

    /// A PDF as Chromium lays one out, with these objects, numbered from 1.
    fn pdf(objects: &[&str]) -> Vec<u8> {
        let mut text = "%PDF-1.4\n%\u{d3}\n".to_owned();
        let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
        for (at, object) in objects.iter().enumerate() {
            table += &format!("{:010} 00000 n \n", text.len());
            text += &format!("{} 0 obj\n{object}\nendobj\n", at + 1);
        }
        let place = text.len();
        text += &format!("{table}trailer\n<</Size 9\n/Root 2 0 R\n/Info 1 0 R>>\nstartxref\n{place}\n%%EOF\n");
        text.into_bytes()
    }

    const OBJECTS: [&str; 7] = [
        "<</Creator (A \\(b\\) (c))\n/Producer (Skia/PDF m156)\n/CreationDate (D:20261130190907+00'00')>>",
        "<</Type /Catalog\n/Pages 3 0 R\n/Dests 7 0 R\n/Lang (en)>>",
        "<</Type /Pages\n/Count 3\n/Kids [4 0 R 5 0 R]>>",
        "<</Type /Page\n/MediaBox [0 0 594.96 841.92]\n/Parent 3 0 R>>",
        "<</Type /Pages\n/Kids [6 0 R]>>",
        "<</Type /Page\n/Rotate -0 /X <feff> /Y null>>",
        "<</p1 [4 0 R /XYZ 6 826.16 0]\n/p2 [6 0 R /XYZ 6 0 0]\n/p3 [99 0 R /XYZ 0 0 0]>>",
    ];

    #[test]
    fn every_anchor_has_its_sheet() {
        let sheets = pdf_sheets(&pdf(&OBJECTS)).unwrap();
        assert_eq!((sheets.count, sheets.milestone), (2, 156));
        assert_eq!(sheets.anchors.into_iter().collect::<Vec<_>>(), [("p1".to_owned(), 1), ("p2".to_owned(), 2)]);
    }

    #[test]
    fn what_is_no_such_file_is_not_understood() {
        let whole = pdf(&OBJECTS);
        for length in 0..whole.len() {
            assert_eq!(pdf_sheets(&whole[..length]).filter(|sheets| sheets.count != 2), None);
        }
        let mut circle = OBJECTS;
        circle[4] = "<</Type /Pages\n/Kids [3 0 R]>>";
        assert_eq!(pdf_sheets(&pdf(&circle)), None);
    }

    #[test]
    fn the_moment_of_printing_is_the_day_of_the_handbook() {
        let bytes = undated(pdf(&OBJECTS), parse_date("2026-02-03").unwrap());
        assert!(String::from_utf8_lossy(&bytes).contains("(D:20260203000000+00'00')"));
        assert_eq!(bytes.len(), pdf(&OBJECTS).len());
    }
}
