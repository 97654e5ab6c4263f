//! A table as a spreadsheet or a CSV file holds it: named columns, and cells that keep their type.
//!
//! Never knows a file format.

use crate::catalog::ClauseId;
use crate::language::Words;
use crate::text::Date;
use crate::view::Item;

/// One table of an export.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// The name of its CSV file, without the extension; unique among tables. No file when it is empty.
    pub file: String,
    /// What it is called: the name of its sheet.
    pub title: String,
    /// One sentence on what a row is.
    pub about: String,
    pub columns: Vec<Column>,
    pub rows: Vec<Row>,
    /// Rows that this audience may not see.
    pub hidden: usize,
    /// How many columns at the left name a row, and stay when the rest is scrolled.
    pub names: u16,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// The field's name, for programs.
    pub name: String,
    /// For people.
    pub label: String,
}

#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// What the row is about: links of other tables lead here.
    pub anchor: Option<Anchor>,
    /// One for each column.
    pub cells: Vec<Cell>,
}

/// What a row can be about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Anchor {
    Item(Item),
    /// An entry in the table of its framework.
    Clause(ClauseId),
}

#[derive(Debug, Clone, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    /// As written, and what it is worth.
    Number(String, f64),
    Date(Date),
    /// A text that leads somewhere.
    Link(String, Target),
}

/// Where a cell can lead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Target {
    /// A page or file of the site; the row that is about the same thing, where there is no site.
    Page(String, Option<Anchor>),
    /// A row of another table.
    Row(Anchor),
    /// An address outside; its scheme was checked.
    Address(String),
}

impl Column {
    pub fn new(name: &str, label: &str) -> Column {
        Column { name: name.to_owned(), label: label.to_owned() }
    }

    /// A column that the program names, in the words of a language.
    pub fn spoken(words: &Words, name: &str) -> Column {
        Column::new(name, words.find("column", name).unwrap_or(name))
    }
}

impl Cell {
    /// A text, or nothing when it is empty.
    pub fn text(text: impl Into<String>) -> Cell {
        let text = text.into();
        if text.is_empty() { Cell::Empty } else { Cell::Text(text) }
    }

    pub fn count(count: usize) -> Cell {
        Cell::Number(count.to_string(), count as f64)
    }

    pub fn date(date: Option<Date>) -> Cell {
        date.map_or(Cell::Empty, Cell::Date)
    }

    /// Several texts, one a line.
    pub fn lines(lines: impl IntoIterator<Item = String>) -> Cell {
        Cell::text(lines.into_iter().collect::<Vec<_>>().join("\n"))
    }

    /// What it says, without where it leads.
    pub fn shown(&self) -> String {
        match self {
            Cell::Empty => String::new(),
            Cell::Text(text) | Cell::Number(text, _) | Cell::Link(text, _) => text.clone(),
            Cell::Date(date) => date.to_string(),
        }
    }
}
