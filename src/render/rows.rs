//! The rows of one part of a long table as a script, so that a filter on any part goes through all of them.
//!
//! Never holds anything that is not on the part's page: it is cut out of it.

/// Where the rows of a page stand: `registers/risk.part-2.html` gives `registers/risk.part-2.rows.js`.
pub fn rows_path(page: &str) -> String {
    format!("{}.rows.js", page.strip_suffix(".html").unwrap_or(page))
}

/// A call with the rows of the page's long table, or nothing when the page, perhaps by a theme of its own, has none.
///
/// Pages on a disk cannot be read by a script, but other scripts can be loaded.
pub fn rows_script(html: &[u8]) -> Option<Vec<u8>> {
    let html = std::str::from_utf8(html).ok()?;
    let table = &html[html.find(" data-rows")?..];
    let rows = &table[table.find("<tbody>")? + "<tbody>".len()..];
    let rows = rows[..rows.find("</tbody>")?].trim();
    let mut out = Vec::with_capacity(rows.len() + rows.len() / 8);
    out.extend_from_slice(b"aimsbook.rows(\"");
    rows.bytes().for_each(|byte| match byte {
        b'"' | b'\\' => out.extend([b'\\', byte]),
        b'\n' => out.extend(b"\\n"),
        b'\r' => out.extend(b"\\r"),
        _ => out.push(byte),
    });
    out.extend_from_slice(b"\");\n");
    Some(out)
}

#[cfg(test)]
mod tests {
    use super::{rows_path, rows_script};

    #[test]
    fn the_rows_of_the_long_table_are_cut_out_whole() {
        let page = "<table><tbody><tr><td>no</tbody></table><table class=\"list\" data-rows data-sort><thead><tr><th>A</thead>\n\
                    <tbody>\n<tr><td class=\"x\">a\\b\n<tr><td>ü</tbody></table>";
        let script = String::from_utf8(rows_script(page.as_bytes()).unwrap()).unwrap();
        assert_eq!(script, "aimsbook.rows(\"<tr><td class=\\\"x\\\">a\\\\b\\n<tr><td>ü\");\n");
        assert_eq!(rows_path("registers/risk.part-2.html"), "registers/risk.part-2.rows.js");
    }

    #[test]
    fn a_page_without_such_a_table_has_none() {
        assert_eq!(rows_script(b"<table><tbody><tr></tbody></table>"), None);
    }
}
