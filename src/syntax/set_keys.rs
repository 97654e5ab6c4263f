//! Sets keys of a map in a YAML text and leaves every other byte as it is: comments, quotes, order, line endings.
//!
//! Never returns a text that means anything but the old one with these keys set: the result is read again and compared.

use std::ops::Range;

use crate::syntax::{Node, Pair, Value, parse_yaml};

/// A value to write.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Setting {
    Text(String),
    /// Keys with their texts, in this order.
    Map(Vec<(String, String)>),
}

/// The way from the root of a YAML text to a map in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    Key(String),
    Item(usize),
}

/// The text with the keys set in the map at the end of `way`; `None` when it cannot be done without harm.
///
/// `yaml` is where the YAML stands in `text`.
pub fn set_keys(text: &str, yaml: Range<usize>, way: &[Step], settings: &[(String, Setting)]) -> Option<String> {
    let mut text = text.to_owned();
    let mut end = yaml.end;
    for (key, setting) in settings {
        let before = text.len();
        text = set_key(&text, yaml.start..end, way, key, setting)?;
        end = end + text.len() - before;
    }
    Some(text)
}

fn set_key(text: &str, yaml: Range<usize>, way: &[Step], key: &str, setting: &Setting) -> Option<String> {
    let old = parse_yaml(&text[yaml.clone()], yaml.start);
    let Some(root) = &old.root else {
        let empty = text[yaml.clone()].lines().all(|line| line.trim().is_empty() || line.trim().starts_with('#'));
        let written = format!("{key}:{}{}", block(setting, 0, line_end(text)), line_end(text));
        return (empty && way.is_empty()).then(|| replaced(text, yaml.end..yaml.end, &written));
    };
    let wanted = plain(root, Some(way), key, setting);
    let map = walk(root, way)?;
    let same = |candidate: &String| {
        let end = yaml.end + candidate.len() - text.len();
        let read = parse_yaml(&candidate[yaml.start..end], yaml.start);
        let findings = |parsed: &[crate::diagnostic::Finding]| parsed.len();
        let unharmed = findings(&read.findings) <= findings(&old.findings);
        unharmed && read.root.is_some_and(|root| plain(&root, None, key, setting) == wanted)
    };
    let candidates = candidates(text, yaml.clone(), map, key, setting);
    // A replacement can be shorter than what it replaces: never reach before the start of the YAML.
    candidates.into_iter().filter(|candidate| yaml.end + candidate.len() >= text.len() + yaml.start).find(same)
}

fn walk<'n>(root: &'n Node, way: &[Step]) -> Option<&'n Node> {
    way.iter().try_fold(root, |node, step| match step {
        Step::Key(key) => node.get(key),
        Step::Item(at) => node.list()?.get(*at),
    })
}

/// Possible results, the most natural first.
fn candidates(text: &str, yaml: Range<usize>, map: &Node, key: &str, setting: &Setting) -> Vec<String> {
    let flow = text[map.span.range()].starts_with('{');
    let Some(pairs) = map.map() else { return Vec::new() };
    let indent = if flow { 0 } else { pairs.first().map_or(0, |pair| column(text, key_range(text, pair).start)) };
    let end_of_line = line_end(text);
    if let Some(pair) = pairs.iter().find(|pair| pair.key.value == key) {
        return vec![replaced(text, value_range(text, pair), &written(setting, flow, indent, end_of_line))];
    }
    let Some(last) = pairs.last() else {
        return if flow { vec![before_brace(text, map, "", key, setting)] } else { Vec::new() };
    };
    if flow {
        let added = format!(", {key}:{}", written(setting, true, 0, end_of_line));
        let after_last = end_of(text, &last.value).max(key_range(text, last).end);
        let comma = if before_the_brace(text, map).ends_with(',') { " " } else { ", " };
        return vec![replaced(text, after_last..after_last, &added), before_brace(text, map, comma, key, setting)];
    }
    let lines = format!("{}{key}:{}", " ".repeat(indent), written(setting, false, indent, end_of_line));
    let after_last = end_of(text, &last.value).max(key_range(text, last).end);
    let line = after_last + text[after_last..yaml.end].find(['\r', '\n']).unwrap_or(yaml.end - after_last);
    let below = replaced(text, line..line, &format!("{end_of_line}{lines}"));
    let at_the_end = replaced(text, yaml.end..yaml.end, &format!("{lines}{end_of_line}"));
    vec![below, at_the_end]
}

fn before_the_brace<'t>(text: &'t str, map: &Node) -> &'t str {
    let inner = &text[map.span.range()];
    inner.strip_suffix('}').unwrap_or(inner).trim_end()
}

fn before_brace(text: &str, map: &Node, comma: &str, key: &str, setting: &Setting) -> String {
    let at = map.span.range().start + before_the_brace(text, map).len();
    replaced(text, at..at, &format!("{comma}{key}:{}", written(setting, true, 0, "\n")))
}

fn replaced(text: &str, range: Range<usize>, with: &str) -> String {
    format!("{}{with}{}", &text[..range.start], &text[range.end..])
}

/// Everything behind the colon of a key.
fn value_range(text: &str, pair: &Pair) -> Range<usize> {
    let key = key_range(text, pair);
    let colon = key.end + text[key.end..].find(':').map_or(0, |at| at + 1);
    colon..end_of(text, &pair.value).max(colon)
}

/// The key with its quotes.
fn key_range(text: &str, pair: &Pair) -> Range<usize> {
    with_quotes(text, pair.key.span.range())
}

fn with_quotes(text: &str, range: Range<usize>) -> Range<usize> {
    let quote = |character: Option<char>| character.filter(|character| matches!(character, '"' | '\''));
    let before = quote(text[..range.start].chars().next_back());
    let after = quote(text[range.end..].chars().next());
    if before.is_some() && before == after { range.start - 1..range.end + 1 } else { range }
}

/// Where the last thing that belongs to a node ends: comments below a block do not belong to it.
fn end_of(text: &str, node: &Node) -> usize {
    let range = node.span.range();
    let flow = text[range.clone()].starts_with(['{', '[']) && !matches!(node.value, Value::Scalar { .. });
    let last = match &node.value {
        Value::Map(pairs) => pairs.last().map(|pair| end_of(text, &pair.value).max(key_range(text, pair).end)),
        Value::List(items) => items.last().map(|item| end_of(text, item)),
        Value::Null | Value::Scalar { .. } => None,
    };
    match (&node.value, last) {
        (Value::Scalar { plain: false, .. }, _) if with_quotes(text, range.clone()) != range => range.end + 1,
        (_, Some(last)) if !flow => last,
        _ => range.start + text[range.clone()].trim_end().len(),
    }
}

/// How far a line is indented at this place; dashes of a list count as blanks.
fn column(text: &str, at: usize) -> usize {
    let line = text[..at].rfind('\n').map_or(0, |end| end + 1);
    text[line..at].trim_start_matches('\u{feff}').chars().count()
}

fn line_end(text: &str) -> &'static str {
    match text.find('\n') {
        Some(at) if text[..at].ends_with('\r') => "\r\n",
        _ => "\n",
    }
}

fn written(setting: &Setting, flow: bool, indent: usize, end_of_line: &str) -> String {
    if !flow {
        return block(setting, indent, end_of_line);
    }
    match setting {
        Setting::Text(text) => format!(" {}", scalar(text, true)),
        Setting::Map(pairs) => {
            let pairs: Vec<String> = pairs.iter().map(|(key, text)| format!("{key}: {}", scalar(text, true))).collect();
            format!(" {{{}}}", pairs.join(", "))
        }
    }
}

fn block(setting: &Setting, indent: usize, end_of_line: &str) -> String {
    match setting {
        Setting::Text(text) => format!(" {}", scalar(text, false)),
        Setting::Map(pairs) => {
            let line = |(key, text): &(String, String)| {
                format!("{end_of_line}{}{key}: {}", " ".repeat(indent + 2), scalar(text, false))
            };
            pairs.iter().map(line).collect()
        }
    }
}

/// A text as YAML, in quotes whenever any reader could take it for something else.
fn scalar(text: &str, flow: bool) -> String {
    let word = |character: char| character.is_alphanumeric() || " -_./()".contains(character);
    let digest = |character: char| !flow && character == ':';
    let begins = text.chars().next().is_some_and(char::is_alphabetic);
    let date = crate::text::parse_date(text).is_some();
    let special = matches!(
        text.to_lowercase().as_str(),
        "null" | "true" | "false" | "yes" | "no" | "on" | "off" | "y" | "n" | "nan" | "inf"
    );
    let colons_end = text.ends_with([':', ' ']) || text.contains(": ");
    let plain = begins && !special && !colons_end && text.chars().all(|each| word(each) || digest(each));
    if plain || date {
        return text.to_owned();
    }
    let mut quoted = String::from("\"");
    for character in text.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            character if character.is_control() || character == '\u{feff}' => {
                quoted.push_str(&format!("\\u{:04x}", character as u32));
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

/// What a tree says, without places. At the end of `way` it says the key's new value too.
fn plain(node: &Node, way: Option<&[Step]>, key: &str, setting: &Setting) -> Node {
    let below = |step: Step| way.and_then(|way| way.split_first()).filter(|(first, _)| **first == step);
    let value = match &node.value {
        Value::Map(pairs) => {
            let mut inner: Vec<Pair> = Vec::new();
            for pair in pairs {
                let rest = below(Step::Key(pair.key.value.clone())).map(|(_, rest)| rest);
                inner.push(Pair { key: placeless(&pair.key.value), value: plain(&pair.value, rest, key, setting) });
            }
            if way.is_some_and(<[Step]>::is_empty) {
                match inner.iter_mut().find(|pair| pair.key.value == key) {
                    Some(pair) => pair.value = as_node(setting),
                    None => inner.push(Pair { key: placeless(key), value: as_node(setting) }),
                }
            }
            Value::Map(inner)
        }
        Value::List(items) => {
            let item =
                |(at, item): (usize, &Node)| plain(item, below(Step::Item(at)).map(|(_, rest)| rest), key, setting);
            Value::List(items.iter().enumerate().map(item).collect())
        }
        Value::Scalar { text, .. } => Value::Scalar { text: text.clone(), plain: true },
        Value::Null => Value::Null,
    };
    Node { span: crate::text::Span::default(), value }
}

fn as_node(setting: &Setting) -> Node {
    let scalar = |text: &str| Node {
        span: crate::text::Span::default(),
        value: Value::Scalar { text: text.to_owned(), plain: true },
    };
    match setting {
        Setting::Text(text) => scalar(text),
        Setting::Map(pairs) => {
            let pair = |(key, text): &(String, String)| Pair { key: placeless(key), value: scalar(text) };
            Node { span: crate::text::Span::default(), value: Value::Map(pairs.iter().map(pair).collect()) }
        }
    }
}

fn placeless(text: &str) -> crate::text::Spanned<String> {
    crate::text::Spanned::new(text.to_owned(), crate::text::Span::default())
}

#[cfg(test)]
mod tests {
    use super::{Setting, Step, set_keys};

    /// Sets `new` and `group` in the map at the end of the way, `/` between its steps.
    fn set(text: &str, way: &str) -> String {
        let steps: Vec<Step> = way
            .split('/')
            .filter(|step| !step.is_empty())
            .map(|step| step.parse().map_or_else(|_| Step::Key(step.to_owned()), Step::Item))
            .collect();
        let group = [("by", "The \"board\""), ("on", "2026-03-14"), ("digest", "v1:0a")];
        let group = group.map(|(key, text)| (key.to_owned(), text.to_owned())).to_vec();
        let settings =
            [("status".to_owned(), Setting::Text("approved".to_owned())), ("approval".to_owned(), Setting::Map(group))];
        set_keys(text, 0..text.len(), &steps, &settings).unwrap_or_else(|| "refused".to_owned())
    }

    const BLOCK: &str = "approval:\n  by: \"The \\\"board\\\"\"\n  on: 2026-03-14\n  digest: v1:0a\n";
    const FLOW: &str = "approval: {by: \"The \\\"board\\\"\", on: 2026-03-14, digest: \"v1:0a\"}";

    #[test]
    fn block_maps_keep_their_lines_and_comments() {
        assert_eq!(set("a: x # one\n# two\n", ""), format!("a: x # one\nstatus: approved\n{BLOCK}# two\n"));
        assert_eq!(set("", ""), format!("status: approved\n{BLOCK}"));
        assert_eq!(set("# nothing\n", ""), format!("# nothing\nstatus: approved\n{BLOCK}"));
        let replaced =
            "status: 'draft'   # says who?\napproval: # old\n  by: x # y\n  on: 2020-01-01\n# below\nz: [1,  2]\n";
        assert_eq!(set(replaced, ""), format!("status: approved   # says who?\n{BLOCK}# below\nz: [1,  2]\n"));
        assert_eq!(set("status:\napproval: {by: x}\n", ""), format!("status: approved\n{BLOCK}"));
        assert_eq!(set("status: # none\n\"approval\": ~\n", "").matches("approved").count(), 1);
    }

    #[test]
    fn line_endings_and_indents_are_taken_over() {
        assert_eq!(set("a: x\r\n", ""), format!("a: x\nstatus: approved\n{BLOCK}").replace('\n', "\r\n"));
        let indented = BLOCK.replace('\n', "\n  ");
        assert_eq!(set("  a: x\n", "").trim_end(), format!("  a: x\n  status: approved\n  {indented}").trim_end());
        assert_eq!(set("a: |+\n  kept\n\n", ""), format!("a: |+\n  kept\n\nstatus: approved\n{BLOCK}"));
        assert_eq!(
            set("a: >-\n  folded\n  text\n\n", ""),
            format!("a: >-\n  folded\n  text\nstatus: approved\n{BLOCK}\n")
        );
    }

    #[test]
    fn flow_maps_stay_flow_maps() {
        assert_eq!(set("{a: x}\n", ""), format!("{{a: x, status: approved, {FLOW}}}\n"));
        assert_eq!(set("{a: 'x', }", ""), format!("{{a: 'x', status: approved, {FLOW}, }}"));
        assert_eq!(set("{}", ""), format!("{{status: approved, {FLOW}}}"));
        assert_eq!(
            set("{\n a: [x], # one\n status: draft # two\n}", ""),
            format!("{{\n a: [x], # one\n status: approved, {FLOW} # two\n}}")
        );
    }

    #[test]
    fn one_record_of_many_is_set() {
        let text = "kind: k\nrecords:\n  - id: A\n    status: draft\n\n  # about B\n  - id: B\n";
        let indented = BLOCK.trim_end().replace('\n', "\n    ");
        assert_eq!(
            set(text, "records/0"),
            format!("kind: k\nrecords:\n  - id: A\n    status: approved\n    {indented}\n\n  # about B\n  - id: B\n")
        );
        assert_eq!(set(text, "records/1"), format!("{text}    status: approved\n    {indented}\n"));
        assert_eq!(set("records: [{id: A}, {id: B}]", "records/0").matches("approval").count(), 1);
        assert_eq!(set(text, "records/7"), "refused");
        assert_eq!(set("- a\n", ""), "refused");
    }
}
