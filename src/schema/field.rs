//! Fields of records as plain data: names, labels, types.
//!
//! Never knows a value: what a record holds is understood elsewhere.

use std::fmt;

/// One field of a kind, or of a group inside it.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The key in a record file.
    pub name: String,
    pub label: String,
    pub help: Option<String>,
    pub field_type: FieldType,
    /// A list; a single value reads as a list of one.
    pub many: bool,
    /// What the relation is called at its other end; references only.
    pub inverse: Option<String>,
}

/// What a field can hold.
#[derive(Debug, Clone, PartialEq)]
pub enum FieldType {
    /// One line.
    Text,
    Markdown,
    Date,
    /// `12 months`.
    Interval,
    Number(NumberRange),
    /// Yes or no.
    Truth,
    /// One of a closed list of words.
    Choice(Vec<Choice>),
    /// The name of a role, not of a person.
    Role,
    /// References to entries of frameworks.
    Clause,
    Ref(RefTarget),
    /// A file in the handbook or a web address, with digest and dates.
    Evidence,
    /// A web address.
    Link,
    /// Fields inside a field.
    Group(Vec<Field>),
}

/// The words of a kind file, in the order of its documentation.
pub const FIELD_TYPE_WORDS: [&str; 13] = [
    "text", "markdown", "date", "interval", "number", "truth", "choice", "role", "clause", "ref", "evidence", "link",
    "group",
];

impl FieldType {
    /// The word a kind file uses for it.
    pub fn word(&self) -> &'static str {
        match self {
            FieldType::Text => "text",
            FieldType::Markdown => "markdown",
            FieldType::Date => "date",
            FieldType::Interval => "interval",
            FieldType::Number(_) => "number",
            FieldType::Truth => "truth",
            FieldType::Choice(_) => "choice",
            FieldType::Role => "role",
            FieldType::Clause => "clause",
            FieldType::Ref(_) => "ref",
            FieldType::Evidence => "evidence",
            FieldType::Link => "link",
            FieldType::Group(_) => "group",
        }
    }

    /// Leads to something else in the handbook, so that its other end has a label too.
    pub fn is_relation(&self) -> bool {
        matches!(self, FieldType::Ref(_) | FieldType::Clause)
    }

    /// The fields of a group, none for anything else.
    pub fn inner(&self) -> &[Field] {
        match self {
            FieldType::Group(fields) => fields,
            _ => &[],
        }
    }

    /// What a word of a choice is called; a word without a label is shown as it is.
    pub fn label<'w>(&'w self, word: &'w str) -> &'w str {
        self.choices().iter().find(|choice| choice.word == word).map_or(word, |choice| &choice.label)
    }

    /// The words of a choice, none for anything else.
    pub fn choices(&self) -> &[Choice] {
        match self {
            FieldType::Choice(choices) => choices,
            _ => &[],
        }
    }
}

/// One word of a closed list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    pub word: String,
    pub label: String,
}

/// The limits of a number, both ends included.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct NumberRange {
    pub min: Option<Number>,
    pub max: Option<Number>,
    /// Without a fraction.
    pub whole: bool,
}

/// A number that remembers how it was written.
#[derive(Debug, Clone, PartialEq)]
pub struct Number {
    pub text: String,
    pub value: f64,
}

impl Number {
    /// Reads digits with an optional sign and fraction; nothing that two readers could read differently.
    pub fn parse(text: &str) -> Option<Number> {
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let (whole, fraction) = digits.split_once('.').unwrap_or((digits, "0"));
        let all_digits = |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(whole) || !all_digits(fraction) {
            return None;
        }
        let value: f64 = text.parse().ok()?;
        value.is_finite().then(|| Number { text: text.to_owned(), value })
    }
}

/// What a reference may lead to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum RefTarget {
    /// Any document or record.
    Any,
    /// Records of these kinds, and documents when `documents` is set.
    Of { kinds: Vec<String>, documents: bool },
}

impl RefTarget {
    /// Whether a record of this kind is a valid target.
    pub fn accepts_kind(&self, kind: &str) -> bool {
        match self {
            RefTarget::Any => true,
            RefTarget::Of { kinds, .. } => kinds.iter().any(|known| known == kind),
        }
    }

    pub fn accepts_documents(&self) -> bool {
        matches!(self, RefTarget::Any | RefTarget::Of { documents: true, .. })
    }
}

/// A field, or a field inside a group: `residual.likelihood`.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FieldPath(pub Vec<String>);

impl FieldPath {
    pub fn parse(text: &str) -> FieldPath {
        FieldPath(text.split('.').map(|step| step.trim().to_owned()).collect())
    }

    /// The field of the record itself that it starts with.
    pub fn first(&self) -> &str {
        self.0.first().map_or("", String::as_str)
    }

    /// The field at this path, starting among `fields`.
    pub fn find<'f>(&self, fields: impl IntoIterator<Item = &'f Field>) -> Option<&'f Field> {
        let (first, rest) = self.0.split_first()?;
        let start = fields.into_iter().find(|field| field.name == *first)?;
        rest.iter().try_fold(start, |field, step| field.field_type.inner().iter().find(|inner| inner.name == *step))
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0.join("."))
    }
}

/// `not-implemented` and `due_diligence` as a reader wants to see them.
pub fn label_from_word(word: &str) -> String {
    let spaced = word.replace(['-', '_'], " ");
    let mut characters = spaced.chars();
    characters.next().map_or(String::new(), |first| first.to_uppercase().chain(characters).collect())
}

#[cfg(test)]
mod tests {
    use super::{FieldPath, Number, label_from_word};

    #[test]
    fn numbers_keep_their_text_and_have_one_reading() {
        assert_eq!(Number::parse("7.10").map(|number| (number.text, number.value)), Some(("7.10".to_owned(), 7.1)));
        assert_eq!(Number::parse("-3").map(|number| number.value), Some(-3.0));
        let long = "9".repeat(400);
        for wrong in ["1,000", "1e5", ".5", "5.", "five", "", "-", "0x10", "NaN", "inf", "3 %", &long] {
            assert_eq!(Number::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn words_become_labels() {
        assert_eq!(label_from_word("not-implemented"), "Not implemented");
        assert_eq!(label_from_word("über_was"), "Über was");
    }

    #[test]
    fn a_path_prints_as_written() {
        assert_eq!(FieldPath::parse("residual.likelihood").to_string(), "residual.likelihood");
    }
}
