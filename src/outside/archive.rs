//! Reads a ZIP archive as one that may lie: every entry once, at its place, as long as it says.
//!
//! Never guesses: an archive that two programs could read in two ways is refused, and so is one that grows without
//! measure. A reader for all ZIP files would have to guess, which is why this is not one.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use flate2::Crc;
use flate2::bufread::DeflateDecoder;

/// The record at the end without its comment, and the longest comment.
const END: usize = 22;
const LONGEST_COMMENT: usize = 0xffff;
const CENTRAL: usize = 46;
const LOCAL: usize = 30;
const END_64: usize = 56;
const LOCATOR_64: usize = 20;

/// Bytes of the list of entries; a million files need half of it.
const DIRECTORY_LIMIT: u64 = 128 << 20;

/// What unpacks to more than this may not be so many times as large as its archive.
const LARGE: u64 = 1 << 30;
const GROWTH: u64 = 200;

const STORED: u16 = 0;
const DEFLATED: u16 = 8;

/// What follows the bytes of an entry that was written without knowing its size.
const LONGEST_DESCRIPTOR: u64 = 24;

/// An archive whose structure is sound.
pub(super) struct Archive {
    file: File,
    /// In the order of their bytes.
    pub(super) entries: Vec<Entry>,
}

#[derive(Debug, Clone)]
pub(super) struct Entry {
    pub(super) name: String,
    /// Unpacked, as the archive says.
    pub(super) size: u64,
    pub(super) is_link: bool,
    method: u16,
    crc: u32,
    packed: u64,
    start: u64,
    has_descriptor: bool,
    /// Where its bytes begin, behind its own header.
    data: u64,
}

impl Archive {
    /// Unpacks one entry into `read`; an entry that is not what the archive says of it is an error.
    pub(super) fn read<T>(
        &mut self,
        at: usize,
        read: impl FnOnce(&mut dyn Read) -> io::Result<T>,
    ) -> Result<T, String> {
        let entry = self.entries[at].clone();
        self.file.seek(SeekFrom::Start(entry.data)).map_err(|error| error.to_string())?;
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
pub(super) fn read_archive(mut file: File) -> Result<Archive, String> {
    let length = file.seek(SeekFrom::End(0)).map_err(|error| error.to_string())?;
    let end = find_end(&mut file, length)?;
    let mut entries = central(&mut file, &end)?;
    entries.sort_by_key(|entry| entry.start);
    for entry in &mut entries {
        local(&mut file, entry, end.directory)?;
    }
    tiles(&entries, end.directory)?;
    let unpacked = entries.iter().fold(0_u64, |sum, entry| sum.saturating_add(entry.size));
    if unpacked > LARGE && unpacked / GROWTH > length {
        return Err(format!("it would unpack to {unpacked} bytes, over {GROWTH} times its own size"));
    }
    Ok(Archive { file, entries })
}

/// Where the list of entries is.
struct End {
    directory: u64,
    size: u64,
    count: u64,
}

fn find_end(file: &mut File, length: u64) -> Result<End, String> {
    let tail_length = length.min((END + LONGEST_COMMENT + LOCATOR_64 + END_64) as u64);
    let tail = read_at(file, length - tail_length, tail_length as usize)?;
    let is_end = |at: &usize| {
        let record = &tail[*at..];
        record.starts_with(b"PK\x05\x06") && usize::from(u16_at(record, 20)) == record.len() - END
    };
    let at = (0..=tail.len().saturating_sub(END)).rev().filter(|at| tail.len() >= at + END).find(is_end);
    let at = at.ok_or("its end is missing, as in a file that was cut short")?;
    let record = &tail[at..];
    let position = length - (tail.len() - at) as u64;
    if u16_at(record, 4) != 0 || u16_at(record, 6) != 0 {
        return Err("it is a part of an archive".to_owned());
    }
    let plain = End {
        count: u64::from(u16_at(record, 10)),
        size: u64::from(u32_at(record, 12)),
        directory: u64::from(u32_at(record, 16)),
    };
    let needs_64 = plain.count == 0xffff || plain.size == 0xffff_ffff || plain.directory == 0xffff_ffff;
    let (end, position) = if needs_64 { find_end_64(file, position)? } else { (plain, position) };
    if end.directory.checked_add(end.size) != Some(position) {
        return Err("bytes stand before or behind its list of files that belong to nothing".to_owned());
    }
    if end.size > DIRECTORY_LIMIT {
        return Err("its list of files is larger than that of any bundle".to_owned());
    }
    Ok(end)
}

/// The end in its large form, and where it stands.
fn find_end_64(file: &mut File, before: u64) -> Result<(End, u64), String> {
    let wrong = "its end is not as it should be in a large archive";
    let locator = before.checked_sub(LOCATOR_64 as u64).ok_or(wrong)?;
    let record = read_at(file, locator, LOCATOR_64)?;
    let position = u64_at(&record, 8);
    if !record.starts_with(b"PK\x06\x07") || position.checked_add(END_64 as u64) != Some(locator) {
        return Err(wrong.to_owned());
    }
    let record = read_at(file, position, END_64)?;
    if !record.starts_with(b"PK\x06\x06") {
        return Err(wrong.to_owned());
    }
    Ok((End { count: u64_at(&record, 32), size: u64_at(&record, 40), directory: u64_at(&record, 48) }, position))
}

/// The list of entries as it stands there.
fn central(file: &mut File, end: &End) -> Result<Vec<Entry>, String> {
    let bytes = read_at(file, end.directory, end.size as usize)?;
    let mut entries = Vec::new();
    let mut rest = bytes.as_slice();
    while !rest.is_empty() {
        let cut = "its list of files is cut short";
        if rest.len() < CENTRAL || !rest.starts_with(b"PK\x01\x02") {
            return Err(cut.to_owned());
        }
        let (name, extra, comment) = (u16_at(rest, 28), u16_at(rest, 30), u16_at(rest, 32));
        let [name, extra, comment] = [name, extra, comment].map(usize::from);
        let whole = CENTRAL + name + extra + comment;
        if rest.len() < whole {
            return Err(cut.to_owned());
        }
        entries.push(entry(rest, &rest[CENTRAL..CENTRAL + name], &rest[CENTRAL + name..CENTRAL + name + extra])?);
        rest = &rest[whole..];
    }
    if entries.len() as u64 != end.count {
        return Err(format!("it says that it has {} files, and lists {}", end.count, entries.len()));
    }
    Ok(entries)
}

fn entry(record: &[u8], name: &[u8], extra: &[u8]) -> Result<Entry, String> {
    let name = std::str::from_utf8(name).map_err(|_| "the name of a file in it is not Unicode".to_owned())?;
    let shown = name.escape_debug();
    let flags = u16_at(record, 8);
    if flags & 0x2041 != 0 {
        return Err(format!("`{shown}` is encrypted"));
    }
    let mut large = zip64(extra).chunks_exact(8).map(|chunk| u64_at(chunk, 0));
    let mut value = |at: usize| match u32_at(record, at) {
        u32::MAX => large.next().ok_or_else(|| format!("the size of `{shown}` is missing")),
        small => Ok(u64::from(small)),
    };
    let (size, packed, start) = (value(24)?, value(20)?, value(42)?);
    let made_on_unix = record[5] == 3;
    let kind = u32_at(record, 38) >> 16 & 0o170_000;
    Ok(Entry {
        name: name.to_owned(),
        size,
        is_link: made_on_unix && kind == 0o120_000,
        method: u16_at(record, 10),
        crc: u32_at(record, 16),
        packed,
        start,
        has_descriptor: flags & 8 != 0,
        data: 0,
    })
}

/// The large sizes among the extra fields.
fn zip64(mut extra: &[u8]) -> &[u8] {
    while extra.len() >= 4 {
        let (tag, length) = (u16_at(extra, 0), usize::from(u16_at(extra, 2)));
        let Some(value) = extra.get(4..4 + length) else { return &[] };
        if tag == 1 {
            return value;
        }
        extra = &extra[4 + length..];
    }
    &[]
}

/// The entry's own header has to agree with the list.
fn local(file: &mut File, entry: &mut Entry, directory: u64) -> Result<(), String> {
    let shown = entry.name.escape_debug().to_string();
    let wrong = || format!("`{shown}` is not where the list of files says");
    if entry.start.saturating_add(LOCAL as u64) > directory {
        return Err(wrong());
    }
    let header = read_at(file, entry.start, LOCAL)?;
    let (name, extra) = (usize::from(u16_at(&header, 26)), usize::from(u16_at(&header, 28)));
    entry.data = entry.start + (LOCAL + name + extra) as u64;
    if !header.starts_with(b"PK\x03\x04") || entry.data.saturating_add(entry.packed) > directory {
        return Err(wrong());
    }
    if read_at(file, entry.start + LOCAL as u64, name)? != entry.name.as_bytes() || u16_at(&header, 8) != entry.method {
        return Err(format!("`{shown}` is something else in its own header than in the list of files"));
    }
    Ok(())
}

/// The entries stand side by side from the first byte to the list, so that no byte belongs to two or to none.
fn tiles(entries: &[Entry], directory: u64) -> Result<(), String> {
    let mut end = 0;
    let mut descriptor = 0;
    let starts = entries.iter().map(|entry| entry.start).chain([directory]);
    for (at, start) in starts.enumerate() {
        if start < end {
            return Err("two files in it share bytes".to_owned());
        }
        if start - end > descriptor {
            return Err("bytes stand between its files that belong to nothing".to_owned());
        }
        if let Some(entry) = entries.get(at) {
            end = entry.data + entry.packed;
            descriptor = if entry.has_descriptor { LONGEST_DESCRIPTOR } else { 0 };
        }
    }
    Ok(())
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

fn u16_at(bytes: &[u8], at: usize) -> u16 {
    u16::from_le_bytes([bytes[at], bytes[at + 1]])
}

fn u32_at(bytes: &[u8], at: usize) -> u32 {
    u32::from(u16_at(bytes, at)) | u32::from(u16_at(bytes, at + 2)) << 16
}

fn u64_at(bytes: &[u8], at: usize) -> u64 {
    u64::from(u32_at(bytes, at)) | u64::from(u32_at(bytes, at + 4)) << 32
}
