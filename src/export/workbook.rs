//! The handbook's tables as one workbook (XLSX) that opens in Excel and LibreOffice.
//!
//! Never writes a formula, and never the time of day: the same input gives the same bytes.

use std::collections::{BTreeMap, BTreeSet};

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, FormatUnderline, Url, Workbook, Worksheet,
    XlsxError,
};

use crate::export::ExportFacts;
use crate::export::tables::{Anchor, Cell, Column, Row, Table, Target, status_word, tables};
use crate::language::{Phrase, Words};
use crate::pages::{PageOptions, Planner, statement_binding};
use crate::text::Date;
use crate::view::{Status, View, approved_by, approved_on};

const A3: u8 = 8;
const A4: u8 = 9;
/// Letters beside each other, above which a sheet is printed on larger paper, and then on several sheets of it.
const WIDE: usize = 220;
const WIDEST_SHEET: usize = 380;
/// The height of a line of text in points, and of the highest row that Excel knows.
const LINE: f64 = 15.0;
const HIGHEST: f64 = 409.0;
/// What one cell can hold, with room for a word that says that it was cut.
const LONGEST_TEXT: usize = 32_000;
const LONGEST_NAME: usize = 31;
const WIDEST: usize = 44;
/// A digest stays on one line.
const DIGEST: usize = 64;
/// The width of the column that says what a row is.
const ABOUT: usize = 100;

/// All tables that this audience sees, behind a cover. `site` is where the site is, seen from the workbook: `site/`, or
/// its address; without it, links stay inside the workbook.
pub fn workbook(view: &View<'_>, facts: &ExportFacts, site: Option<&str>) -> Result<Vec<u8>, String> {
    written(view, facts, site).map_err(|error| format!("the workbook cannot be written: {error}"))
}

fn written(view: &View<'_>, facts: &ExportFacts, site: Option<&str>) -> Result<Vec<u8>, XlsxError> {
    let options = PageOptions { words: facts.words.clone(), ..PageOptions::default() };
    let planner = Planner::new(view, &options);
    let tables = tables(&planner);
    let names = sheet_names(&tables, planner.words.text("sheet.cover"));
    let links = Links { site: site.map(with_slash), rows: rows(&tables, &names) };
    let formats = Formats::new(&planner);
    let mut book = Workbook::new();
    book.set_properties(&properties(view, facts)?);
    cover(book.add_worksheet(), &planner, facts, &tables, &names, &formats)?;
    for (table, name) in tables.iter().zip(&names) {
        sheet(book.add_worksheet(), table, name, facts, &links, &formats)?;
    }
    book.save_to_buffer()
}

fn properties(view: &View<'_>, facts: &ExportFacts) -> Result<DocProperties, XlsxError> {
    let day = view.options().as_of;
    let created = excel_date(day).map_or_else(|| ExcelDateTime::from_ymd(2000, 1, 1), Ok)?;
    Ok(DocProperties::new()
        .set_title(&facts.title)
        .set_company(&facts.organization)
        .set_comment(
            facts.words.say(
                &Phrase::new("sheet.comment").text("day", day.to_string()).text("audience", &view.audience().name),
            ),
        )
        .set_creation_datetime(&created))
}

/// Excel knows no day before 1900.
fn excel_date(date: Date) -> Option<ExcelDateTime> {
    let (year, month, day) =
        (u16::try_from(date.year()).ok()?, u8::try_from(date.month()).ok()?, u8::try_from(date.day()).ok()?);
    ExcelDateTime::from_ymd(year, month, day).ok()
}

fn with_slash(site: &str) -> String {
    if site.is_empty() || site.ends_with('/') { site.to_owned() } else { format!("{site}/") }
}

/// Where links of this workbook can lead.
struct Links {
    site: Option<String>,
    /// The sheet and the line of each row that something can lead to.
    rows: BTreeMap<Anchor, (String, usize)>,
}

impl Links {
    fn address(&self, target: &Target) -> Option<String> {
        match target {
            Target::Address(address) => once_escaped(address.clone()),
            Target::Row(anchor) => self.inside(anchor),
            Target::Page(page, anchor) => match &self.site {
                Some(_) if page.is_empty() => None,
                Some(site) => outside(site, page),
                None => anchor.as_ref().and_then(|anchor| self.inside(anchor)),
            },
        }
    }

    fn inside(&self, anchor: &Anchor) -> Option<String> {
        let (sheet, line) = self.rows.get(anchor)?;
        Some(inside(sheet, *line))
    }
}

/// A page of the site. The crate escapes addresses itself, but for the signs that begin a query or a fragment.
fn outside(site: &str, page: &str) -> Option<String> {
    let scheme = if site.starts_with("https://") || site.starts_with("http://") { "" } else { "file://" };
    if !page.contains(['#', '?']) {
        return Some(format!("{scheme}{site}{page}"));
    }
    // An address is escaped by whoever gave it, a path is not.
    let site = if scheme.is_empty() { site.to_owned() } else { escaped(site) };
    once_escaped(format!("{scheme}{site}{}", escaped(page)))
}

/// The crate takes an address for escaped by some signs alone, and would escape any other a second time.
fn once_escaped(address: String) -> Option<String> {
    let known = ["%20", "%22", "%25", "%3C", "%3E", "%5B", "%5D", "%5E", "%60", "%7B", "%7D"];
    let upper = address.to_ascii_uppercase();
    (!address.contains('%') || known.iter().any(|sign| upper.contains(sign))).then_some(address)
}

fn escaped(page: &str) -> String {
    let signs = [('%', "%25"), (' ', "%20"), ('#', "%23"), ('?', "%3F"), ('"', "%22"), ('<', "%3C"), ('>', "%3E")];
    page.chars()
        .map(|character| {
            signs
                .iter()
                .find(|(sign, _)| *sign == character)
                .map_or(character.to_string(), |(_, code)| (*code).to_owned())
        })
        .collect()
}

fn inside(sheet: &str, line: usize) -> String {
    format!("internal:'{}'!A{line}", sheet.replace('\'', "''"))
}

fn rows(tables: &[Table], names: &[String]) -> BTreeMap<Anchor, (String, usize)> {
    let mut rows = BTreeMap::new();
    for (table, name) in tables.iter().zip(names) {
        for (at, row) in table.rows.iter().enumerate() {
            if let Some(anchor) = row.anchor {
                // Lines count from 1, and the first is the header.
                rows.entry(anchor).or_insert_with(|| (name.clone(), at + 2));
            }
        }
    }
    rows
}

/// Names of sheets are short, hold no `[]:*?/\`, and differ in more than capitals.
fn sheet_names(tables: &[Table], cover: &str) -> Vec<String> {
    let mut taken = BTreeSet::from([cover.to_lowercase(), "history".to_owned()]);
    let name = |table: &Table| {
        let plain: String = table
            .title
            .chars()
            .map(|character| if "[]:*?/\\".contains(character) || character.is_control() { '-' } else { character })
            .collect();
        let plain = plain.trim_matches(['\'', ' ']);
        let mut number = 1;
        loop {
            let suffix = if number == 1 { String::new() } else { format!(" {number}") };
            let name = format!(
                "{}{suffix}",
                shortened(if plain.is_empty() { "Table" } else { plain }, LONGEST_NAME - suffix.len())
            );
            if taken.insert(name.to_lowercase()) {
                return name;
            }
            number += 1;
        }
    };
    tables.iter().map(name).collect()
}

/// Whole words as far as they fit, counted as Excel counts.
fn shortened(text: &str, room: usize) -> String {
    let length = |text: &str| text.encode_utf16().count();
    if length(text) <= room {
        return text.to_owned();
    }
    let mut cut = String::new();
    for character in text.chars() {
        if length(&cut) + character.len_utf16() + 1 > room {
            break;
        }
        cut.push(character);
    }
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(words, _)| words);
    format!("{}\u{2026}", whole.trim_end())
}

struct Formats {
    title: Format,
    label: Format,
    head: Format,
    text: Format,
    number: Format,
    date: Format,
    link: Format,
    statuses: BTreeMap<String, Format>,
    /// For a text that is cut.
    words: Words,
}

impl Formats {
    fn new(planner: &Planner<'_, '_>) -> Formats {
        let ruled =
            Format::new().set_border_bottom(FormatBorder::Thin).set_border_bottom_color(Color::RGB(0x00D5_DAE0));
        let plain = ruled.set_align(FormatAlign::Top);
        let text = plain.clone().set_text_wrap().set_align(FormatAlign::Left);
        let status = |status: &Status| {
            (status_word(planner, *status), text.clone().set_background_color(Color::RGB(colour(*status))))
        };
        Formats {
            title: Format::new().set_bold().set_font_size(18),
            label: Format::new().set_bold().set_align(FormatAlign::Top),
            head: text
                .clone()
                .set_bold()
                .set_background_color(Color::RGB(0x00E8_ECF1))
                .set_border_bottom(FormatBorder::Medium)
                .set_border_bottom_color(Color::RGB(0x0060_6A76)),
            number: plain.clone(),
            date: plain.set_num_format("yyyy-mm-dd").set_align(FormatAlign::Left),
            link: text.clone().set_font_color(Color::RGB(0x000B_57A4)).set_underline(FormatUnderline::Single),
            statuses: Status::ALL.iter().map(status).collect(),
            words: planner.words.clone(),
            text,
        }
    }
}

/// A light ground; the word stays, so that nobody has to tell colours apart.
fn colour(status: Status) -> u32 {
    match status {
        Status::Gap => 0x00F8_D7D4,
        Status::Planned => 0x00FB_E5CF,
        Status::Stale => 0x00FF_F0C2,
        Status::Practised => 0x00DD_E8F8,
        Status::Documented => 0x00D6_ECF0,
        Status::Evidenced => 0x00D5_EDD8,
        Status::Excluded => 0x00E4_E4E7,
    }
}

fn sheet(
    sheet: &mut Worksheet,
    table: &Table,
    name: &str,
    facts: &ExportFacts,
    links: &Links,
    formats: &Formats,
) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    let widths: Vec<usize> =
        table.columns.iter().enumerate().map(|(at, column)| width(column, at, &table.rows)).collect();
    for (at, (column, width)) in (0u16..).zip(table.columns.iter().zip(&widths)) {
        sheet.write_string_with_format(0, at, &column.label, &formats.head)?;
        sheet.set_column_width(at, *width as f64)?;
    }
    // The button of the filter takes room beside the words.
    let head = table.columns.iter().zip(&widths).map(|(column, width)| lines(&column.label, width.saturating_sub(3)));
    sheet.set_row_height(0, height(head))?;
    for (line, row) in (1u32..).zip(&table.rows) {
        for (at, (cell, column)) in (0u16..).zip(row.cells.iter().zip(&table.columns)) {
            let coloured = matches!(column.name.as_str(), "status" | "coverage");
            let text = match cell {
                Cell::Text(text) if coloured => formats.statuses.get(text.as_str()).unwrap_or(&formats.text),
                _ => &formats.text,
            };
            write(sheet, line, at, cell, text, links, formats)?;
        }
        sheet.set_row_height(
            line,
            height(row.cells.iter().zip(&widths).map(|(cell, width)| lines(&cell.shown(), *width))),
        )?;
    }
    sheet.set_freeze_panes(1, table.names)?;
    let last = u16::try_from(table.columns.len()).unwrap_or(1).saturating_sub(1);
    sheet.autofilter(0, 0, u32::try_from(table.rows.len()).unwrap_or(u32::MAX), last)?;
    let whole: usize = widths.iter().sum();
    let across = u16::try_from(whole.div_ceil(WIDEST_SHEET)).unwrap_or(1).max(1);
    sheet.set_print_fit_to_pages(across, 0).set_paper_size(if whole > WIDE { A3 } else { A4 });
    if let Some(last) = table.names.checked_sub(1).filter(|_| across > 1) {
        sheet.set_repeat_columns(0, last)?;
    }
    page(sheet, facts, name);
    sheet.set_repeat_rows(0, 0)?;
    Ok(())
}

/// Not every program finds the height of a wrapped text by itself.
fn height(lines: impl Iterator<Item = usize>) -> f64 {
    (lines.max().unwrap_or(1).max(1) as f64 * LINE).min(HIGHEST)
}

/// How many lines a text takes in a column, word by word.
fn lines(text: &str, width: usize) -> usize {
    // A column is as wide as so many digits, and most letters are narrower.
    let width = (width + width / 8).max(4);
    let lines_of = |line: &str| {
        let (mut count, mut used) = (1, 0);
        for word in line.split(' ') {
            let length = word.chars().count();
            let gap = usize::from(used > 0);
            if used + gap + length <= width {
                used += gap + length;
            } else {
                // A word that is longer than the column is broken.
                count += usize::from(used > 0) + length.saturating_sub(1) / width;
                used = length - (length.saturating_sub(1) / width) * width;
            }
        }
        count
    };
    text.lines().map(lines_of).sum()
}

/// On paper: across, with the title above and the page number below.
fn page(sheet: &mut Worksheet, facts: &ExportFacts, name: &str) {
    sheet.set_landscape();
    // An ampersand begins a code there.
    let doubled = |text: &str| text.replace('&', "&&");
    sheet.set_header(format!("&L{}&R{}", doubled(&shortened(&facts.title, 100)), doubled(name)));
    sheet.set_footer(format!("&L{}&R{}", doubled(&facts.line), facts.words.text("sheet.page")));
}

fn write(
    sheet: &mut Worksheet,
    line: u32,
    at: u16,
    cell: &Cell,
    text_format: &Format,
    links: &Links,
    formats: &Formats,
) -> Result<(), XlsxError> {
    match cell {
        Cell::Empty => {
            sheet.write_blank(line, at, text_format)?;
        }
        Cell::Number(_, value) => {
            sheet.write_number_with_format(line, at, *value, &formats.number)?;
        }
        Cell::Date(date) => match excel_date(*date) {
            Some(date) => {
                sheet.write_datetime_with_format(line, at, date, &formats.date)?;
            }
            None => {
                sheet.write_string_with_format(line, at, date.to_string(), text_format)?;
            }
        },
        Cell::Text(text) => {
            sheet.write_string_with_format(line, at, cut(text, &formats.words), text_format)?;
        }
        Cell::Link(text, target) => {
            let linked = links.address(target).is_some_and(|address| {
                let url = Url::new(address).set_text(cut(text, &formats.words));
                sheet.write_url_with_format(line, at, url, &formats.link).is_ok()
            });
            // A sheet holds only so many links, and an address only so many letters.
            if !linked {
                sheet.write_string_with_format(line, at, cut(text, &formats.words), text_format)?;
            }
        }
    }
    Ok(())
}

fn cut(text: &str, words: &Words) -> String {
    match text.char_indices().nth(LONGEST_TEXT) {
        Some((end, _)) => format!("{}\u{2026} {}", &text[..end], words.text("sheet.cut")),
        None => text.to_owned(),
    }
}

/// As wide as the longest line, within reason; the button of the filter needs room beside the header.
fn width(column: &Column, at: usize, rows: &[Row]) -> usize {
    let cells = rows.iter().filter_map(|row| row.cells.get(at));
    let longest = cells.map(|cell| match cell {
        Cell::Empty => 0,
        Cell::Date(_) => 10,
        Cell::Text(text) | Cell::Number(text, _) | Cell::Link(text, _) => {
            text.lines().map(|line| line.chars().count()).max().unwrap_or(0)
        }
    });
    let longest = longest.max().unwrap_or(0);
    let word = column.label.split(' ').map(|word| word.chars().count() + 4).max().unwrap_or(0);
    let most = if longest == DIGEST { DIGEST + 4 } else { WIDEST };
    (longest + 2).max(word).clamp(8, most)
}

fn cover(
    sheet: &mut Worksheet,
    planner: &Planner<'_, '_>,
    facts: &ExportFacts,
    tables: &[Table],
    names: &[String],
    formats: &Formats,
) -> Result<(), XlsxError> {
    let words = planner.words;
    let cover = words.text("sheet.cover");
    sheet.set_name(cover)?;
    for (at, width) in [(0, 34.0), (1, 12.0), (2, 12.0), (3, ABOUT as f64)] {
        sheet.set_column_width(at, width)?;
    }
    sheet.write_string_with_format(0, 0, &facts.title, &formats.title)?;
    let mut line = 2;
    for (label, value) in about(planner, facts) {
        sheet.write_string_with_format(line, 0, label, &formats.label)?;
        match value {
            Cell::Date(date) => write(sheet, line, 1, &Cell::Date(date), &formats.text, &Links::none(), formats)?,
            value => {
                sheet.write_string(line, 1, value.shown())?;
            }
        }
        line += 1;
    }
    line += 1;
    let [name, rows] = [words.text("sheet.name"), words.text("sheet.rows")];
    let [hidden, row] = [words.text("sheet.not_shown"), words.text("sheet.row")];
    for (at, head) in (0u16..).zip([name, rows, hidden, row]) {
        sheet.write_string_with_format(line, at, head, &formats.head)?;
    }
    for (table, name) in tables.iter().zip(names) {
        line += 1;
        let url = Url::new(inside(name, 1)).set_text(name);
        sheet.write_url_with_format(line, 0, url, &formats.link)?;
        sheet.write_number_with_format(line, 1, table.rows.len() as f64, &formats.number)?;
        if table.hidden > 0 {
            sheet.write_number_with_format(line, 2, table.hidden as f64, &formats.number)?;
        }
        sheet.write_string_with_format(line, 3, &table.about, &formats.text)?;
        sheet.set_row_height(line, height(std::iter::once(lines(&table.about, ABOUT))))?;
    }
    line += 2;
    let [catalog, edition, digest] =
        [words.text("sheet.catalog"), words.text("sheet.edition"), words.text("sheet.digest")];
    for (at, head) in (0u16..).zip([catalog, edition, "", digest]) {
        sheet.write_string_with_format(line, at, head, &formats.head)?;
    }
    for framework in &planner.view.options().frameworks {
        line += 1;
        let catalog = planner.library().at(*framework);
        sheet.write_string_with_format(line, 0, &catalog.name, &formats.text)?;
        sheet.write_string(line, 1, &catalog.edition)?;
        sheet.write_string_with_format(line, 3, catalog.digest.to_string(), &formats.text)?;
    }
    sheet.set_print_fit_to_pages(1, 1).set_paper_size(A4);
    page(sheet, facts, cover);
    Ok(())
}

impl Links {
    fn none() -> Links {
        Links { site: None, rows: BTreeMap::new() }
    }
}

/// What the workbook is about, line by line.
fn about<'w>(planner: &Planner<'w, '_>, facts: &ExportFacts) -> Vec<(&'w str, Cell)> {
    let (view, words) = (planner.view, planner.words);
    let classification = words.name("classifications", view.classification());
    let sees = Phrase::new("sheet.sees").text("audience", &view.audience().name).text("classification", classification);
    let mut lines = vec![
        (words.text("sheet.organization"), Cell::text(&facts.organization)),
        (words.text("sheet.as_of"), Cell::Date(view.options().as_of)),
        (words.text("sheet.audience"), Cell::text(words.say(&sees))),
        (words.text("sheet.written_by"), Cell::text(facts.tool)),
    ];
    let statement = view.statement_document().filter(|_| view.audience().coverage);
    if let Some((at, document)) = statement.and_then(|at| view.document(at).map(|document| (at, document))) {
        let said = |phrase: Option<Phrase>| phrase.map(|phrase| words.say(&phrase)).unwrap_or_default();
        let version = document.version.as_ref().map(|version| Phrase::new("sheet.version").text("version", version));
        let by = approved_by(document).map(|by| Phrase::new("sheet.approved_by").text("by", by));
        let on = approved_on(document).map(|on| Phrase::new("sheet.approved_on").text("on", on.to_string()));
        let (version, by, on) = (said(version), said(by), said(on));
        let said = format!("{}{version}{by}{on}. {}", document.id.value, statement_binding(planner, at));
        lines.push((words.text("sheet.statement"), Cell::Text(said)));
    }
    lines.retain(|(_, value)| *value != Cell::Empty);
    lines
}
