//! The two headers of an entry in a ZIP archive, which have to say the same, in the one form in which we write them.
//!
//! Never passes over a field: what one program skips, another obeys.

use std::ops::Range;

/// The fixed part of an entry in the list of files, and of the entry's own header.
pub(super) const CENTRAL: usize = 46;
pub(super) const LOCAL: usize = 30;

pub(super) const STORED: u16 = 0;
pub(super) const DEFLATED: u16 = 8;

/// In place of a size or an offset that stands in the large form behind the name.
const ELSEWHERE: u32 = u32::MAX;

/// The name is UTF-8; said only of names that are not ASCII.
const UTF_8: u16 = 0x800;
const ENCRYPTED: u16 = 0x2041;

/// The version of the format that knows the large form, and the last one that we need.
const LARGEST_VERSION: u16 = 45;

const UNIX: u8 = 3;
const PLAIN_FILE: u32 = 0o100_644;
const KIND: u32 = 0o170_000;
const LINK: u32 = 0o120_000;

/// The tag of the large form.
const LARGE: u16 = 1;

/// Why an archive is not read.
#[derive(Debug)]
pub(super) enum Unsound {
    /// It is cut short, or contradicts itself.
    Broken(String),
    /// Two programs could find different files in it.
    TwoWays(String),
}

/// What `?` makes of a file that cannot be read.
impl From<String> for Unsound {
    fn from(reason: String) -> Unsound {
        Unsound::Broken(reason)
    }
}

/// What the list of files says of one entry.
#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Unpacked, as the archive says.
    pub(super) size: u64,
    pub(super) is_link: bool,
    /// Day and time as in the headers.
    pub(super) time: u32,
    pub(super) method: u16,
    pub(super) crc: u32,
    pub(super) packed: u64,
    pub(super) start: u64,
    /// The header that has to stand before its bytes.
    own_header: Vec<u8>,
}

/// Sizes from which a packer takes the large form: an entry can grow a little when it is packed.
pub(super) fn needs_large_form(size: u64) -> bool {
    const SMALL: u64 = u32::MAX as u64;
    size >= SMALL - SMALL / 64
}

impl Entry {
    /// Where its bytes begin, behind its own header.
    pub(super) fn data(&self) -> u64 {
        self.start.saturating_add(self.own_header.len() as u64)
    }

    pub(super) fn end(&self) -> u64 {
        self.data().saturating_add(self.packed)
    }

    /// Reads an entry of the list of files that lies whole in `record`, and the length of it.
    pub(super) fn read(record: &[u8]) -> Result<(Entry, usize), Unsound> {
        let cut = || Unsound::Broken("its list of files is cut short".to_owned());
        if record.len() < CENTRAL || !record.starts_with(b"PK\x01\x02") {
            return Err(cut());
        }
        let lengths = [28, 30, 32].map(|at| usize::from(u16_at(record, at)));
        let length = CENTRAL + lengths.iter().sum::<usize>();
        let rest = record.get(CENTRAL..length).ok_or_else(cut)?;
        let (name, extra) = rest[..lengths[0] + lengths[1]].split_at(lengths[0]);
        let name = std::str::from_utf8(name).map_err(|_| "the name of a file in it is not Unicode".to_owned())?;
        let shown = name.escape_debug();
        if lengths[2] != 0 {
            return Err(two_ways(format!(
                "`{shown}` has a comment of {} bytes, in which some programs find other lists of files",
                lengths[2]
            )));
        }
        plain(record, name)?;
        Ok((Entry::of(record, name, extra)?, length))
    }

    fn of(record: &[u8], name: &str, extra: &[u8]) -> Result<Entry, Unsound> {
        let shown = name.escape_debug();
        let [packed, size, start] = [20, 24, 42].map(|at| u32_at(record, at));
        let sizes_elsewhere = packed == ELSEWHERE && size == ELSEWHERE;
        let start_elsewhere = start == ELSEWHERE;
        let count = 2 * usize::from(sizes_elsewhere) + usize::from(start_elsewhere);
        let mut large = large_form(extra, count, name)?.into_iter();
        let mut value = |small: u32, elsewhere: bool| match elsewhere {
            true => large.next().unwrap_or_default(),
            false => u64::from(small),
        };
        let size = value(size, sizes_elsewhere);
        let packed = value(packed, sizes_elsewhere);
        let start = value(start, start_elsewhere);
        let needless = sizes_elsewhere && !needs_large_form(size) || start_elsewhere && start < u64::from(ELSEWHERE);
        if needless || (!sizes_elsewhere && [20, 24].iter().any(|at| u32_at(record, *at) == ELSEWHERE)) {
            return Err(two_ways(format!("`{shown}` gives its size or place in the large form, and needs none")));
        }
        Ok(Entry {
            name: name.to_owned(),
            size,
            is_link: mode(record) & KIND == LINK,
            time: u32_at(record, 12),
            method: u16_at(record, 10),
            crc: u32_at(record, 16),
            packed,
            start,
            own_header: own_header(record, name, sizes_elsewhere.then_some((size, packed))),
        })
    }

    pub(super) fn header_length(&self) -> usize {
        self.own_header.len()
    }

    /// The entry's own header, byte for byte; `found` is as long as [`Entry::header_length`], or ends with the file.
    pub(super) fn agrees_with(&self, found: &[u8]) -> Result<(), Unsound> {
        if found == self.own_header {
            return Ok(());
        }
        let shown = self.name.escape_debug();
        if found.len() < self.own_header.len() || !found.starts_with(b"PK\x03\x04") {
            return Err(Unsound::Broken(format!("`{shown}` is not where the list of files says")));
        }
        let own_name = &found[LOCAL..found.len().min(LOCAL + usize::from(u16_at(found, 26)))];
        if own_name != self.name.as_bytes() {
            let own_name = String::from_utf8_lossy(own_name).into_owned();
            return Err(two_ways(format!("`{shown}` is called `{}` in its own header", own_name.escape_debug())));
        }
        let differing = FIELDS.iter().find(|(bytes, _)| found[bytes.clone()] != self.own_header[bytes.clone()]);
        Err(two_ways(match differing {
            Some((bytes, what)) => {
                let [own, listed] = [found, &self.own_header].map(|header| number(&header[bytes.clone()]));
                format!("the {what} of `{shown}` is {listed} in the list of files and {own} in its own header")
            }
            None => format!("`{shown}` has another large size in its own header than in the list of files"),
        }))
    }
}

/// The fields of an entry's own header that the list of files repeats.
const FIELDS: [(Range<usize>, &str); 8] = [
    (4..6, "version"),
    (6..8, "flags field"),
    (8..10, "method"),
    (10..14, "time"),
    (22..26, "size"),
    (18..22, "packed size"),
    (14..18, "check sum"),
    (28..30, "length of the extra fields"),
];

/// Nothing in the list's entry that programs take in several ways.
fn plain(record: &[u8], name: &str) -> Result<(), Unsound> {
    let shown = name.escape_debug();
    let flags = u16_at(record, 8);
    if flags & ENCRYPTED != 0 {
        return Err(Unsound::Broken(format!("`{shown}` is encrypted")));
    }
    let expected = if name.is_ascii() { 0 } else { UTF_8 };
    if flags != expected {
        let remark = "by which some programs look elsewhere for its name or size";
        return Err(two_ways(format!("`{shown}` has the flags {flags:#06x} instead of {expected:#06x}, {remark}")));
    }
    let version = u16_at(record, 6);
    if version > LARGEST_VERSION || u16::from(record[4]) != version {
        return Err(two_ways(format!(
            "`{shown}` asks for a version of the format for which some programs leave it out"
        )));
    }
    if name.ends_with('/') {
        let size = u32_at(record, 24).max(u32_at(record, 20));
        return Err(two_ways(format!(
            "`{shown}` is an entry for a folder, with {size} bytes, which some programs unpack and others drop"
        )));
    }
    // A file that is text to one program gets other line ends there.
    let attributes = mode(record);
    let is_plain = record[5] == UNIX && u32_at(record, 38) == PLAIN_FILE << 16 && u32_at(record, 34) == 0;
    if !is_plain && attributes & KIND != LINK {
        let remark = format!("{attributes:#o} by system {}", record[5]);
        return Err(two_ways(format!("`{shown}` is not marked as a plain file ({remark})")));
    }
    Ok(())
}

fn mode(record: &[u8]) -> u32 {
    u32_at(record, 38) >> 16
}

/// The `count` numbers of the large form, which is the only extra field that there may be.
fn large_form(extra: &[u8], count: usize, name: &str) -> Result<Vec<u64>, Unsound> {
    let length = if count == 0 { 0 } else { 4 + 8 * count };
    let tag = extra.get(..2).map(|tag| u16_at(tag, 0));
    let is_right =
        extra.len() == length && (count == 0 || (tag == Some(LARGE) && usize::from(u16_at(extra, 2)) == 8 * count));
    if !is_right {
        let what = match tag {
            None => "lacks its size or place in the large form".to_owned(),
            Some(0x7075) => "has the extra field 0x7075, another name, which some programs take".to_owned(),
            Some(LARGE) => "has a large form of its size or place that is not as it should be".to_owned(),
            Some(tag) => format!("has the extra field {tag:#06x}, which some programs obey and others skip"),
        };
        return Err(two_ways(format!("`{}` {what}", name.escape_debug())));
    }
    Ok(extra.get(4..).unwrap_or_default().chunks_exact(8).map(|chunk| u64_at(chunk, 0)).collect())
}

/// The header that belongs before the bytes of an entry which the list describes so.
fn own_header(record: &[u8], name: &str, large: Option<(u64, u64)>) -> Vec<u8> {
    let extra = large.map_or_else(Vec::new, |(size, packed)| {
        [&LARGE.to_le_bytes()[..], &16_u16.to_le_bytes(), &size.to_le_bytes(), &packed.to_le_bytes()].concat()
    });
    let extra_length = [extra.len() as u8, 0];
    [b"PK\x03\x04", &record[6..30], &extra_length, name.as_bytes(), &extra].concat()
}

fn two_ways(reason: String) -> Unsound {
    Unsound::TwoWays(reason)
}

fn number(bytes: &[u8]) -> u32 {
    bytes.iter().rev().fold(0, |number, byte| number << 8 | u32::from(*byte))
}

pub(super) fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

pub(super) fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

pub(super) fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}

#[cfg(test)]
mod tests {
    use super::{Entry, Unsound};

    const GIGABYTES: u64 = 5 << 30;

    /// The list's entry for a file of `size` bytes, in the large form when `numbers` are given.
    fn record(small: [u32; 3], numbers: &[u64]) -> Vec<u8> {
        let extra: Vec<u8> = numbers.iter().flat_map(|number| number.to_le_bytes()).collect();
        let mut bytes = b"PK\x01\x02\x2d\x03\x2d\0\0\0\0\0\0\0\x21\x5c\x07\0\0\0".to_vec();
        bytes.extend(small[..2].iter().flat_map(|number| number.to_le_bytes()));
        bytes.extend([1, 0, if extra.is_empty() { 0 } else { extra.len() as u8 + 4 }, 0]);
        bytes.extend([0; 6]);
        bytes.extend((0o100_644_u32 << 16).to_le_bytes());
        bytes.extend(small[2].to_le_bytes());
        bytes.push(b'a');
        if !extra.is_empty() {
            bytes.extend([1, 0, extra.len() as u8, 0]);
            bytes.extend(extra);
        }
        bytes
    }

    fn refusal(record: &[u8]) -> String {
        match Entry::read(record) {
            Err(Unsound::TwoWays(reason) | Unsound::Broken(reason)) => reason,
            Ok((entry, _)) => panic!("read as {entry:?}"),
        }
    }

    #[test]
    fn a_file_of_five_gigabytes_has_its_size_in_the_large_form_in_both_headers() {
        let record = record([u32::MAX; 3], &[GIGABYTES, GIGABYTES - 1, 2 * GIGABYTES]);
        let (entry, length) = Entry::read(&record).unwrap();
        assert_eq!((entry.size, entry.packed, entry.start), (GIGABYTES, GIGABYTES - 1, 2 * GIGABYTES));
        assert_eq!((length, entry.data()), (record.len(), 2 * GIGABYTES + 51));
        let mut own = [b"PK\x03\x04", &record[6..28], &[1, 0, 20, 0, b'a', 1, 0, 16, 0], &record[51..67]].concat();
        assert!(entry.agrees_with(&own).is_ok());
        own[35] ^= 1;
        let Err(Unsound::TwoWays(reason)) = entry.agrees_with(&own) else { panic!("another size is accepted") };
        assert_eq!(reason, "`a` has another large size in its own header than in the list of files");
    }

    #[test]
    fn the_large_form_is_refused_where_none_is_needed_or_something_is_missing() {
        let needless = "`a` gives its size or place in the large form, and needs none";
        assert_eq!(refusal(&record([u32::MAX, u32::MAX, 0], &[9, 9])), needless);
        assert_eq!(refusal(&record([9, 9, u32::MAX], &[9])), needless);
        assert_eq!(refusal(&record([9, u32::MAX, 0], &[])), needless);
        assert_eq!(refusal(&record([u32::MAX; 3], &[])), "`a` lacks its size or place in the large form");
        let wrong = "`a` has a large form of its size or place that is not as it should be";
        assert_eq!(refusal(&record([u32::MAX; 3], &[GIGABYTES, GIGABYTES])), wrong);
        assert_eq!(refusal(&record([9, 9, 0], &[GIGABYTES])), wrong);
    }
}
