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
    pub method: u16,
    pub flags: u16,
    pub mode: u32,
}

impl Entry {
    pub fn new(name: &str, bytes: &[u8]) -> Entry {
        Entry {
            name: name.to_owned(),
            local_name: None,
            bytes: bytes.to_vec(),
            size: None,
            method: 0,
            flags: 0x800,
            mode: 0o100_644,
        }
    }
}

pub fn archive(entries: &[Entry]) -> Vec<u8> {
    archive_behind(Vec::new(), entries)
}

/// An archive that begins with other bytes, of which no list tells.
pub fn archive_behind(mut bytes: Vec<u8>, entries: &[Entry]) -> Vec<u8> {
    let mut central = Vec::new();
    for entry in entries {
        let start = bytes.len() as u32;
        let local = entry.local_name.as_ref().unwrap_or(&entry.name);
        bytes.extend(b"PK\x03\x04\x14\x00");
        bytes.extend(common(entry, local));
        bytes.extend(local.as_bytes());
        bytes.extend(&entry.bytes);
        central.extend(b"PK\x01\x02\x14\x03\x14\x00");
        central.extend(common(entry, &entry.name));
        central.extend([0; 6]);
        central.extend((entry.mode << 16).to_le_bytes());
        central.extend(start.to_le_bytes());
        central.extend(entry.name.as_bytes());
    }
    let directory = bytes.len() as u32;
    bytes.extend(&central);
    bytes.extend(b"PK\x05\x06\x00\x00\x00\x00");
    bytes.extend((entries.len() as u16).to_le_bytes());
    bytes.extend((entries.len() as u16).to_le_bytes());
    bytes.extend((central.len() as u32).to_le_bytes());
    bytes.extend(directory.to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}

/// From the flags to the length of the extra fields.
fn common(entry: &Entry, name: &str) -> Vec<u8> {
    let mut crc = flate2::Crc::new();
    if entry.method == 0 {
        crc.update(&entry.bytes);
    }
    let mut bytes = Vec::new();
    bytes.extend(entry.flags.to_le_bytes());
    bytes.extend(entry.method.to_le_bytes());
    bytes.extend([0, 0, 0x21, 0x5c]);
    bytes.extend(crc.sum().to_le_bytes());
    bytes.extend((entry.bytes.len() as u32).to_le_bytes());
    bytes.extend(entry.size.unwrap_or(entry.bytes.len() as u32).to_le_bytes());
    bytes.extend((name.len() as u16).to_le_bytes());
    bytes.extend([0, 0]);
    bytes
}
