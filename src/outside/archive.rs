//! Reads a ZIP archive as one that may lie: every entry once, at its place, as long as it says.
//!
//! Never guesses: an archive that two programs could read in two ways is refused, and so is one that grows without
//! measure. A reader for all ZIP files would have to guess, which is why this is not one.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

use crate::outside::archive_entry::{DEFLATED, Entry, STORED, Unsound, u16_at, u32_at, u64_at};

/// The record at the end, which has no comment, and the two before it in a large archive.
const END: usize = 22;
const END_64: usize = 56;
const LOCATOR_64: usize = 20;
const LONGEST_COMMENT: usize = 0xffff;

/// Bytes of the list of entries; a million files need half of it.
const DIRECTORY_LIMIT: u64 = 128 << 20;

/// What unpacks to more than this may not be so many times as large as its archive.
const LARGE: u64 = 1 << 30;
const GROWTH: u64 = 200;

/// An archive whose structure is sound.
pub(super) struct Archive {
    file: File,
    /// In the order of their bytes.
    pub(super) entries: Vec<Entry>,
}

impl Archive {
    /// Unpacks one entry into `read`; an entry that is not what the archive says of it is an error.
    pub(super) fn read<T>(
        &mut self,
        at: usize,
        read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> Result<T, String> {
        let entry = self.entries[at].clone();
        self.file.seek(SeekFrom::Start(entry.data())).map_err(|error| error.to_string())?;
        let mut packed = io::BufReader::with_capacity(1 << 16, (&mut self.file).take(entry.packed));
        match entry.method {
            STORED => checked(&mut packed, &entry, read),
            DEFLATED => {
                let mut unpacking = DeflateDecoder::new(packed);
                let value = checked(&mut unpacking, &entry, read)?;
                let whole = unpacking.total_in() == entry.packed;
                whole.then_some(value).ok_or_else(|| "bytes stand behind its end".to_owned())
            }
            other => Err(format!("it is packed by method {other}, which no bundle uses")),
        }
    }
}

fn checked<T>(
    content: impl Read,
    entry: &Entry,
    read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
) -> Result<T, String> {
    // One byte more than there may be shows that there are more.
    let mut counted = Counted { content: content.take(entry.size.saturating_add(1)), crc: Crc::new(), size: 0 };
    let value = read(&mut counted).map_err(|error| format!("it cannot be unpacked: {error}"))?;
    if counted.size != entry.size {
        return Err("it is not as long as the archive says".to_owned());
    }
    if counted.crc.sum() != entry.crc {
        return Err("its bytes are not those that were packed".to_owned());
    }
    Ok(value)
}

struct Counted<R> {
    content: R,
    crc: Crc,
    size: u64,
}

impl<R: Read> Read for Counted<R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let count = self.content.read(buffer)?;
        self.crc.update(&buffer[..count]);
        self.size += count as u64;
        Ok(count)
    }
}

/// Reads the structure of an archive, or says why it is not sound.
pub(super) fn read_archive(mut file: File) -> Result<Archive, Unsound> {
    let length = file.seek(SeekFrom::End(0)).map_err(|error| error.to_string())?;
    let end = find_end(&mut file, length)?;
    let mut entries = central(&mut file, &end)?;
    entries.sort_by_key(|entry| entry.start);
    for entry in &entries {
        let length =
            entry.header_length().min(usize::try_from(length.saturating_sub(entry.start)).unwrap_or(usize::MAX));
        entry.agrees_with(&read_at(&mut file, entry.start, length)?)?;
    }
    tiles(&entries, end.directory)?;
    let unpacked = entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    if unpacked > LARGE && unpacked / GROWTH > length {
        let reason = format!("it would unpack to {unpacked} bytes, over {GROWTH} times its own size");
        return Err(Unsound::Broken(reason));
    }
    Ok(Archive { file, entries })
}

/// Where the list of entries is.
#[derive(Debug, Clone, Copy)]
struct End {
    directory: u64,
    size: u64,
    count: u64,
}

/// What stands behind the list of entries has to be what we would write there, byte for byte.
fn find_end(file: &mut File, length: u64) -> Result<End, Unsound> {
    let tail_length = length.min((END + LONGEST_COMMENT) as u64);
    let tail = read_at(file, length - tail_length, tail_length as usize)?;
    let last = tail.len().checked_sub(END).filter(|at| is_end(&tail[*at..]));
    let Some(last) = last else { return Err(no_end(&tail)) };
    let record = &tail[last..];
    let plain = End {
        count: u64::from(u16_at(record, 10)),
        size: u64::from(u32_at(record, 12)),
        directory: u64::from(u32_at(record, 16)),
    };
    let position = length - END as u64;
    let is_large = has_locator(file, position)?;
    let end = if is_large { find_end_64(file, position)? } else { plain };
    let behind = end.behind(is_large);
    let Some(behind_at) = length.checked_sub(behind.len() as u64) else { return Err(wrong_end()) };
    if end.directory.checked_add(end.size) != Some(behind_at) {
        let reason = "bytes stand before or behind its list of files that belong to nothing";
        return Err(Unsound::TwoWays(reason.to_owned()));
    }
    let mut found = read_at(file, behind_at, behind.len())?;
    if is_large {
        // The versions say nothing that we read.
        found[12..16].copy_from_slice(&behind[12..16]);
    }
    if found != behind || is_large != end.is_large() {
        return Err(wrong_end());
    }
    if end.size > DIRECTORY_LIMIT {
        return Err(Unsound::Broken("its list of files is larger than that of any bundle".to_owned()));
    }
    Ok(end)
}

fn is_end(record: &[u8]) -> bool {
    record.starts_with(b"PK\x05\x06") && usize::from(u16_at(record, 20)) == record.len() - END
}

fn no_end(tail: &[u8]) -> Unsound {
    let comment = (0..tail.len().saturating_sub(END)).rev().find(|at| is_end(&tail[*at..]));
    match comment {
        Some(at) => Unsound::TwoWays(format!(
            "it ends with a comment of {} bytes, in which some programs look for another list of files",
            tail.len() - at - END
        )),
        None => Unsound::Broken("its end is missing, as in a file that was cut short".to_owned()),
    }
}

fn wrong_end() -> Unsound {
    Unsound::TwoWays("the records at its end do not agree about where its list of files is".to_owned())
}

/// Whether what stands before the end says that the archive is a large one: some programs look for that first.
fn has_locator(file: &mut File, position: u64) -> Result<bool, String> {
    let Some(at) = position.checked_sub(LOCATOR_64 as u64) else { return Ok(false) };
    Ok(read_at(file, at, 4)? == b"PK\x06\x07")
}

/// The end in its large form, which stands right before the record that leads to it.
fn find_end_64(file: &mut File, position: u64) -> Result<End, Unsound> {
    let at = position.checked_sub((LOCATOR_64 + END_64) as u64).ok_or_else(wrong_end)?;
    let record = read_at(file, at, END_64)?;
    Ok(End { count: u64_at(&record, 32), size: u64_at(&record, 40), directory: u64_at(&record, 48) })
}

impl End {
    /// Whether the short form cannot say it.
    fn is_large(self) -> bool {
        self.count > u64::from(u16::MAX) || self.size.max(self.directory) > u64::from(u32::MAX)
    }

    /// Everything that follows the list of entries.
    fn behind(self, is_large: bool) -> Vec<u8> {
        let mut bytes = Vec::new();
        if is_large {
            bytes.extend(b"PK\x06\x06\x2c\0\0\0\0\0\0\0");
            bytes.extend([0; 12]);
            for number in [self.count, self.count, self.size, self.directory] {
                bytes.extend(number.to_le_bytes());
            }
            bytes.extend(b"PK\x06\x07\0\0\0\0");
            bytes.extend(self.directory.saturating_add(self.size).to_le_bytes());
            bytes.extend(1_u32.to_le_bytes());
        }
        let short = |number: u64| u32::try_from(number).unwrap_or(u32::MAX);
        let count = u16::try_from(self.count).unwrap_or(u16::MAX);
        bytes.extend(b"PK\x05\x06\0\0\0\0");
        bytes.extend([count, count].map(u16::to_le_bytes).concat());
        bytes.extend(if is_large { u32::MAX } else { short(self.size) }.to_le_bytes());
        bytes.extend(short(self.directory).to_le_bytes());
        bytes.extend([0; 2]);
        bytes
    }
}

/// The list of entries as it stands there.
fn central(file: &mut File, end: &End) -> Result<Vec<Entry>, Unsound> {
    let bytes = read_at(file, end.directory, end.size as usize)?;
    let mut entries = Vec::new();
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let (entry, length) = Entry::read(rest)?;
        entries.push(entry);
        rest = &rest[length..];
    }
    if entries.len() as u64 != end.count {
        let reason = format!("it says that it has {} files, and lists {}", end.count, entries.len());
        return Err(Unsound::TwoWays(reason));
    }
    Ok(entries)
}

/// The entries stand side by side from the first byte to the list, so that no byte belongs to two or to none.
fn tiles(entries: &[Entry], directory: u64) -> Result<(), Unsound> {
    let mut end = 0;
    for entry in entries {
        match entry.start.cmp(&end) {
            std::cmp::Ordering::Less => {
                return Err(Unsound::TwoWays(format!("{} shares bytes with the file before it", shown(entry))));
            }
            std::cmp::Ordering::Greater => {
                return Err(Unsound::TwoWays(format!("bytes stand before {} that belong to no file", shown(entry))));
            }
            std::cmp::Ordering::Equal => end = entry.end(),
        }
    }
    match end == directory {
        true => Ok(()),
        false => Err(Unsound::TwoWays("its files do not end where its list of files begins".to_owned())),
    }
}

fn shown(entry: &Entry) -> String {
    format!("`{}`", entry.name.escape_debug())
}

fn read_at(file: &mut File, at: u64, length: usize) -> Result<Vec<u8>, String> {
    let mut bytes = vec![0; length];
    let read = file.seek(SeekFrom::Start(at)).and_then(|_| file.read_exact(&mut bytes));
    read.map_err(|error| match error.kind() {
        io::ErrorKind::UnexpectedEof => "it ends too early".to_owned(),
        _ => error.to_string(),
    })?;
    Ok(bytes)
}
