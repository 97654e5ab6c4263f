//! SHA-256, the digest that an auditor can check with `sha256sum -c`.
//!
//! Never reads a file: whoever has the bytes feeds them in.

use std::fmt;

use sha2::Digest as _;

/// A SHA-256 digest; prints as 64 hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Sha256([u8; 32]);

impl Sha256 {
    pub fn of(bytes: &[u8]) -> Sha256 {
        Sha256(sha2::Sha256::digest(bytes).into())
    }

    /// Reads 64 hexadecimal digits, with or without the prefix `sha256:`.
    pub fn parse(text: &str) -> Option<Sha256> {
        let digits = text.trim().strip_prefix("sha256:").unwrap_or(text.trim());
        let digits: &[u8; 64] = digits.as_bytes().try_into().ok()?;
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(digits.chunks_exact(2)) {
            *byte = digit(pair[0])? << 4 | digit(pair[1])?;
        }
        Some(Sha256(bytes))
    }

    pub fn bytes(&self) -> &[u8; 32] {
        &self.0
    }

    /// A line of a list for `sha256sum -c`; one whose path needs escapes begins with a backslash, as there.
    pub fn sum_line(&self, path: &str) -> String {
        match escaped(path) {
            Some(path) => format!("\\{self}  {path}\n"),
            None => format!("{self}  {path}\n"),
        }
    }

    /// Reads a line that [`Sha256::sum_line`] wrote, without its line break: path and digest.
    pub fn parse_sum_line(line: &str) -> Option<(String, Sha256)> {
        let (line, escaped) = line.strip_prefix('\\').map_or((line, false), |line| (line, true));
        let (digest, path) = line.split_once("  ")?;
        let path = if escaped { unescaped(path)? } else { path.to_owned() };
        Some((path, Sha256::parse(digest)?))
    }

    /// The first 12 digits, enough to tell editions apart on a page.
    pub fn short(&self) -> String {
        self.to_string()[..12].to_owned()
    }
}

fn digit(sign: u8) -> Option<u8> {
    match sign {
        b'0'..=b'9' => Some(sign - b'0'),
        b'a'..=b'f' => Some(sign - b'a' + 10),
        b'A'..=b'F' => Some(sign - b'A' + 10),
        _ => None,
    }
}

fn escaped(path: &str) -> Option<String> {
    let needed = path.contains(['\\', '\n', '\r']);
    needed.then(|| path.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r"))
}

fn unescaped(path: &str) -> Option<String> {
    let mut plain = String::new();
    let mut characters = path.chars();
    while let Some(character) = characters.next() {
        plain.push(match character {
            '\\' => match characters.next()? {
                'n' => '\n',
                'r' => '\r',
                '\\' => '\\',
                _ => return None,
            },
            other => other,
        });
    }
    Some(plain)
}

impl fmt::Display for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        const DIGITS: &[u8; 16] = b"0123456789abcdef";
        let mut text = [0; 64];
        for (byte, digits) in self.0.iter().zip(text.chunks_exact_mut(2)) {
            digits.copy_from_slice(&[DIGITS[usize::from(byte >> 4)], DIGITS[usize::from(byte & 15)]]);
        }
        formatter.write_str(std::str::from_utf8(&text).map_err(|_| fmt::Error)?)
    }
}

impl fmt::Debug for Sha256 {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, formatter)
    }
}

/// Digests bytes as they stream by.
#[derive(Default)]
pub struct Hasher(sha2::Sha256);

impl Hasher {
    pub fn update(&mut self, bytes: &[u8]) {
        self.0.update(bytes);
    }

    pub fn finish(self) -> Sha256 {
        Sha256(self.0.finalize().into())
    }
}

#[cfg(test)]
mod tests {
    use super::Sha256;

    #[test]
    fn prints_what_it_reads() {
        let digest = Sha256::of(b"abc");
        assert_eq!(digest.to_string(), "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(Sha256::parse(&format!("sha256:{digest}")), Some(digest));
        assert_eq!(Sha256::parse("sha256:éé"), None);
    }
}
