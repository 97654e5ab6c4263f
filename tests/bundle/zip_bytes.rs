//! ZIP archives written byte by byte, so that they can say anything.
//!
//! Never checks what it is told.

/// One entry, with what its two headers say.
#[derive(Clone)]
pub struct Entry {
    pub name: String,
    /// The name in the entry's own header, when that is another.
    pub local_name: Option<String>,
    pub bytes: Vec<u8>,
    /// The size that the headers give, when that is another.
    pub size: Option<u32>,
    /// The bytes whose size and check sum the entry's own header gives, when they are others.
    pub local_bytes: Option<Vec<u8>>,
    pub method: u16,
    pub flags: u16,
    pub mode: u32,
    pub local_extra: Vec<u8>,
    pub extra: Vec<u8>,
    pub comment: Vec<u8>,
}

impl Entry {
    pub fn new(name: &str, bytes: &[u8]) -> Entry {
        Entry {
            name: name.to_owned(),
            local_name: None,
            bytes: bytes.to_vec(),
            size: None,
            local_bytes: None,
            method: 0,
            flags: if name.is_ascii() { 0 } else { 0x800 },
            mode: 0o100_644,
            local_extra: Vec::new(),
            extra: Vec::new(),
            comment: Vec::new(),
        }
    }

    /// The header before the bytes.
    pub fn own_header(&self) -> Vec<u8> {
        let name = self.local_name.as_ref().unwrap_or(&self.name);
        let bytes = self.local_bytes.as_ref().unwrap_or(&self.bytes);
        let lengths = lengths(name, &self.local_extra);
        [b"PK\x03\x04\x14\x00", common(self, bytes).as_slice(), &lengths, name.as_bytes(), &self.local_extra].concat()
    }

    /// The entry in the list of files.
    fn listed(&self, start: usize) -> Vec<u8> {
        let mut bytes = b"PK\x01\x02\x14\x03\x14\x00".to_vec();
        bytes.extend(common(self, &self.bytes));
        bytes.extend(lengths(&self.name, &self.extra));
        bytes.extend((self.comment.len() as u16).to_le_bytes());
        bytes.extend([0; 4]);
        bytes.extend((self.mode << 16).to_le_bytes());
        bytes.extend((start as u32).to_le_bytes());
        [bytes.as_slice(), self.name.as_bytes(), &self.extra, &self.comment].concat()
    }
}

/// An extra field.
pub fn extra(tag: u16, value: &[u8]) -> Vec<u8> {
    [&tag.to_le_bytes(), &(value.len() as u16).to_le_bytes(), value].concat()
}

pub fn archive(entries: &[Entry]) -> Vec<u8> {
    archive_behind(Vec::new(), entries)
}

/// An archive that begins with other bytes, of which no list tells.
pub fn archive_behind(bytes: Vec<u8>, entries: &[Entry]) -> Vec<u8> {
    let (mut bytes, central) = parts(bytes, entries);
    let end = end(entries.len(), central.len(), bytes.len());
    bytes.extend(central);
    bytes.extend(end);
    bytes
}

/// The entries with their bytes, and the list of them.
pub fn parts(mut bytes: Vec<u8>, entries: &[Entry]) -> (Vec<u8>, Vec<u8>) {
    let mut central = Vec::new();
    for entry in entries {
        central.extend(entry.listed(bytes.len()));
        bytes.extend(entry.own_header());
        bytes.extend(&entry.bytes);
    }
    (bytes, central)
}

/// The list of the same entries when they stand elsewhere.
pub fn list(entries: &[(Entry, usize)]) -> Vec<u8> {
    entries.iter().flat_map(|(entry, start)| entry.listed(*start)).collect()
}

pub fn end(count: usize, size: usize, directory: usize) -> Vec<u8> {
    let mut bytes = b"PK\x05\x06\x00\x00\x00\x00".to_vec();
    bytes.extend([(count as u16).to_le_bytes(), (count as u16).to_le_bytes()].concat());
    bytes.extend((size as u32).to_le_bytes());
    bytes.extend((directory as u32).to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// The two records that stand before the end of a large archive, at `at`.
pub fn end_64(count: usize, size: usize, directory: usize, at: usize) -> Vec<u8> {
    let mut bytes = b"PK\x06\x06\x2c\0\0\0\0\0\0\0\x2d\0\x2d\0\0\0\0\0\0\0\0\0".to_vec();
    for number in [count, count, size, directory] {
        bytes.extend((number as u64).to_le_bytes());
    }
    bytes.extend(b"PK\x06\x07\0\0\0\0");
    bytes.extend((at as u64).to_le_bytes());
    bytes.extend(1_u32.to_le_bytes());
    bytes
}

/// From the flags to the sizes.
fn common(entry: &Entry, content: &[u8]) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    if entry.method == 0 {
        crc.update(content);
    }
    let mut bytes = Vec::new();
    bytes.extend(entry.flags.to_le_bytes());
    bytes.extend(entry.method.to_le_bytes());
    bytes.extend([0, 0, 0x21, 0x5c]);
    bytes.extend(crc.sum().to_le_bytes());
    bytes.extend((content.len() as u32).to_le_bytes());
    bytes.extend(entry.size.unwrap_or(content.len() as u32).to_le_bytes());
    bytes
}

fn lengths(name: &str, extra: &[u8]) -> Vec<u8> {
    [(name.len() as u16).to_le_bytes(), (extra.len() as u16).to_le_bytes()].concat()
}
