//! Which form of a text goes with a number, language by language.
//!
//! Never knows a text: only the names of the forms, as the languages of the European Union and some others need them.

/// The forms that a text with a number can have.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(super) enum Form {
    Zero,
    One,
    Two,
    Few,
    Many,
    Other,
}

impl Form {
    pub(super) const ALL: [Form; 6] = [Form::Zero, Form::One, Form::Two, Form::Few, Form::Many, Form::Other];

    /// Its key in a file of words.
    pub(super) fn word(self) -> &'static str {
        match self {
            Form::Zero => "zero",
            Form::One => "one",
            Form::Two => "two",
            Form::Few => "few",
            Form::Many => "many",
            Form::Other => "other",
        }
    }
}

/// The form for a whole number in a language; `primary` is the first part of its tag.
pub(super) fn form(primary: &str, number: usize) -> Form {
    let (ten, hundred) = (number % 10, number % 100);
    let teen = (11..=19).contains(&hundred);
    let few = (2..=4).contains(&ten) && !(12..=14).contains(&hundred);
    match primary {
        "ja" | "zh" | "ko" | "vi" | "th" | "id" | "ms" => Form::Other,
        "fr" | "pt" if number <= 1 => Form::One,
        "ru" | "uk" | "be" | "sr" | "hr" | "bs" => match () {
            () if ten == 1 && hundred != 11 => Form::One,
            () if few => Form::Few,
            () if matches!(primary, "ru" | "uk" | "be") => Form::Many,
            () => Form::Other,
        },
        "pl" if few => Form::Few,
        "pl" if number != 1 => Form::Many,
        "cs" | "sk" if (2..=4).contains(&number) => Form::Few,
        "sl" => match hundred {
            1 => Form::One,
            2 => Form::Two,
            3 | 4 => Form::Few,
            _ => Form::Other,
        },
        "lt" => match ten {
            1 if !teen => Form::One,
            2..=9 if !teen => Form::Few,
            _ => Form::Other,
        },
        "lv" => match ten {
            1 if hundred != 11 => Form::One,
            0 => Form::Zero,
            _ if teen => Form::Zero,
            _ => Form::Other,
        },
        "ro" if number == 0 || number != 1 && (1..=19).contains(&hundred) => Form::Few,
        "mt" if number == 0 || (2..=10).contains(&hundred) => Form::Few,
        "mt" if teen => Form::Many,
        "ga" => match number {
            1 => Form::One,
            2 => Form::Two,
            3..=6 => Form::Few,
            7..=10 => Form::Many,
            _ => Form::Other,
        },
        "he" if number == 2 => Form::Two,
        "ar" => match number {
            0 => Form::Zero,
            1 => Form::One,
            2 => Form::Two,
            _ if (3..=10).contains(&hundred) => Form::Few,
            _ if hundred >= 11 => Form::Many,
            _ => Form::Other,
        },
        _ if number == 1 => Form::One,
        _ => Form::Other,
    }
}

#[cfg(test)]
mod tests {
    use super::form;

    #[test]
    fn each_language_has_its_forms() {
        let forms = |primary: &str, numbers: &[usize]| {
            numbers.iter().map(|number| form(primary, *number).word()).collect::<Vec<_>>().join(" ")
        };
        assert_eq!(forms("en", &[0, 1, 2, 11]), "other one other other");
        assert_eq!(forms("de", &[0, 1, 2, 21]), "other one other other");
        assert_eq!(forms("fr", &[0, 1, 2]), "one one other");
        assert_eq!(forms("pl", &[1, 2, 5, 12, 22, 101]), "one few many many few many");
        assert_eq!(forms("ru", &[1, 2, 5, 11, 21]), "one few many many one");
        assert_eq!(forms("cs", &[1, 4, 5]), "one few other");
        assert_eq!(forms("sl", &[1, 102, 3, 5]), "one two few other");
        assert_eq!(forms("lt", &[1, 11, 2, 10]), "one other few other");
        assert_eq!(forms("lv", &[0, 1, 11, 2]), "zero one zero other");
        assert_eq!(forms("ro", &[1, 0, 19, 20]), "one few few other");
        assert_eq!(forms("ar", &[0, 1, 2, 3, 11, 100]), "zero one two few many other");
        assert_eq!(forms("ja", &[1, 2]), "other other");
    }
}
