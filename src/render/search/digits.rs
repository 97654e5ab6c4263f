//! Whole numbers as printable characters: one for the small ones, which nearly all are.
//!
//! Never uses a character that a string of JavaScript would have to escape.

/// Digits that end a number.
const LAST: u32 = 64;

/// Digits that go on; together with the last ones all printable characters but the quote and the backslash.
const MORE: u32 = 28;

/// Appends a number: any number of going-on digits, most significant first, then one that ends it.
pub(super) fn push(out: &mut String, number: u32) {
    let mut rest = number / LAST;
    let mut digits = [0; 7];
    let mut count = 0;
    while rest > 0 {
        digits[count] = LAST + rest % MORE;
        rest /= MORE;
        count += 1;
    }
    for digit in digits[..count].iter().rev() {
        out.push(character(*digit));
    }
    out.push(character(number % LAST));
}

/// Reads one number; `None` at the end or when a character is no digit.
pub(super) fn pull(characters: &mut std::str::Chars<'_>) -> Option<u32> {
    let mut number: u32 = 0;
    loop {
        let digit = digit(characters.next()?)?;
        if digit < LAST {
            return number.checked_mul(LAST)?.checked_add(digit);
        }
        number = number.checked_mul(MORE)?.checked_add(digit - LAST)?;
    }
}

fn character(digit: u32) -> char {
    let code = digit + 33;
    let code = code + u32::from(code >= 34);
    let code = code + u32::from(code >= 92);
    char::from_u32(code).unwrap_or('!')
}

fn digit(character: char) -> Option<u32> {
    let code = u32::from(character);
    let digit = code.checked_sub(33)? - u32::from(code > 34) - u32::from(code > 92);
    (character != '"' && character != '\\' && digit < LAST + MORE).then_some(digit)
}

#[cfg(test)]
mod tests {
    use super::{pull, push};

    #[test]
    fn numbers_come_back() {
        let numbers: Vec<u32> = (0..5000).chain([50_175, 50_176, 1_000_000, u32::MAX]).collect();
        let mut text = String::new();
        numbers.iter().for_each(|number| push(&mut text, *number));
        let mut characters = text.chars();
        let read: Vec<u32> = std::iter::from_fn(|| pull(&mut characters)).collect();
        assert_eq!(read, numbers);
        assert!(text.chars().all(|character| character.is_ascii_graphic() && !"\"\\".contains(character)));
    }

    #[test]
    fn small_numbers_take_one_character() {
        let length = |number| {
            let mut text = String::new();
            push(&mut text, number);
            text.len()
        };
        assert_eq!([length(0), length(63), length(64), length(1791), length(1792)], [1, 1, 2, 2, 3]);
    }
}
