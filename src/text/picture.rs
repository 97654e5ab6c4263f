//! How large a picture is, read from how its file begins, so that a page keeps its place before it has come.
//!
//! Never decodes a picture: a wrong size makes a page jump, and nothing more.

/// Width and height as the picture says them, in pixels of a page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct PictureSize {
    pub width: u32,
    pub height: u32,
}

/// Larger ones are not believed.
const MOST: u32 = 100_000;

impl PictureSize {
    /// From the first bytes of a PNG, GIF, JPEG, WebP or SVG file; some thousand are enough for nearly all.
    pub fn of(start: &[u8]) -> Option<PictureSize> {
        let (width, height) = match start {
            [0x89, b'P', b'N', b'G', ..] => (big(start, 16, 4)?, big(start, 20, 4)?),
            [b'G', b'I', b'F', b'8', ..] => (little(start, 6, 2)?, little(start, 8, 2)?),
            [0xff, 0xd8, ..] => jpeg(start)?,
            [b'R', b'I', b'F', b'F', ..] if start.get(8..12)? == b"WEBP" => webp(start)?,
            _ => svg(start)?,
        };
        let is_likely = (1..=MOST).contains(&width) && (1..=MOST).contains(&height);
        is_likely.then_some(PictureSize { width, height })
    }
}

fn big(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

fn little(bytes: &[u8], at: usize, count: usize) -> Option<u32> {
    Some(bytes.get(at..at + count)?.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte)))
}

/// From segment to segment up to the one that begins a frame.
fn jpeg(bytes: &[u8]) -> Option<(u32, u32)> {
    let mut at = 2;
    loop {
        let (sign, kind) = (*bytes.get(at)?, *bytes.get(at + 1)?);
        match (sign, kind) {
            (0xff, 0xff) => at += 1,
            (0xff, 0xc0..=0xcf) if !matches!(kind, 0xc4 | 0xc8 | 0xcc) => {
                return Some((big(bytes, at + 7, 2)?, big(bytes, at + 5, 2)?));
            }
            (0xff, _) => at += 2 + big(bytes, at + 2, 2)? as usize,
            _ => return None,
        }
    }
}

fn webp(bytes: &[u8]) -> Option<(u32, u32)> {
    match bytes.get(12..16)? {
        b"VP8 " => Some((little(bytes, 26, 2)? & 0x3fff, little(bytes, 28, 2)? & 0x3fff)),
        b"VP8L" => {
            let bits = little(bytes, 21, 4)?;
            Some(((bits & 0x3fff) + 1, (bits >> 14 & 0x3fff) + 1))
        }
        b"VP8X" => Some((little(bytes, 24, 3)? + 1, little(bytes, 27, 3)? + 1)),
        _ => None,
    }
}

/// Its width and height, or those of its view box.
fn svg(bytes: &[u8]) -> Option<(u32, u32)> {
    let text = String::from_utf8_lossy(bytes.get(..bytes.len().min(4096))?);
    let tag = text.split_once("<svg")?.1.split('>').next()?;
    let value = |name: &str| {
        let after = tag.split_once(&format!(" {name}="))?.1;
        let quote = after.chars().next().filter(|first| matches!(first, '"' | '\''))?;
        after[1..].split(quote).next()
    };
    let length = |name: &str| value(name)?.trim_end_matches("px").parse::<f64>().ok();
    let (width, height) = match (length("width"), length("height")) {
        (Some(width), Some(height)) => (width, height),
        _ => {
            let mut numbers = value("viewBox")?.split([' ', ',']).filter(|part| !part.is_empty()).skip(2);
            (numbers.next()?.parse().ok()?, numbers.next()?.parse().ok()?)
        }
    };
    Some((width.round() as u32, height.round() as u32))
}

#[cfg(test)]
mod tests {
    use super::PictureSize;

    fn size(bytes: &[u8]) -> Option<(u32, u32)> {
        PictureSize::of(bytes).map(|size| (size.width, size.height))
    }

    #[test]
    fn pictures_say_their_size_at_their_beginning() {
        let png = b"\x89PNG\r\n\x1a\n\0\0\0\x0dIHDR\0\0\x04\x38\0\0\x02\x1c\x08\x02";
        assert_eq!(size(png), Some((1080, 540)));
        assert_eq!(size(b"GIF89a\x20\x03\x58\x02\xf7"), Some((800, 600)));
        let jpeg = b"\xff\xd8\xff\xe0\0\x04ab\xff\xc0\0\x11\x08\x01\xe0\x02\x80\x03";
        assert_eq!(size(jpeg), Some((640, 480)));
        assert_eq!(size(b"RIFF\0\0\0\0WEBPVP8X\0\0\0\0\0\0\0\0\x7f\x02\0\xdf\x01\0"), Some((640, 480)));
        assert_eq!(size(b"<?xml version=\"1.0\"?>\n<svg width=\"20px\" height=\"10\">"), Some((20, 10)));
        assert_eq!(size(b"<svg viewBox='0 0 300.4 150' width='100%'>"), Some((300, 150)));
    }

    #[test]
    fn what_is_cut_or_no_picture_has_no_size() {
        for bytes in [
            &b""[..],
            b"\x89PNG",
            b"\xff\xd8",
            b"\xff\xd8\xff\xe0\0",
            b"RIFF",
            b"text",
            b"<svg>",
            b"<svg width=\"0\" height=\"5\">",
        ] {
            assert_eq!(size(bytes), None, "{bytes:?}");
        }
    }
}
