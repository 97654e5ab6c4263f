//! Copies bytes and says what they were.
//!
//! Never holds more than one buffer.

use std::io::{self, Read, Write};

use crate::text::{Hasher, Sha256};

const BUFFER: usize = 64 * 1024;

/// Copies all bytes; their digest and number.
pub(super) fn copy(from: &mut impl Read, to: &mut impl Write) -> io::Result<(Sha256, u64)> {
    let mut hasher = Hasher::default();
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    loop {
        match from.read(&mut buffer) {
            Ok(0) => return Ok((hasher.finish(), size)),
            Ok(count) => {
                hasher.update(&buffer[..count]);
                to.write_all(&buffer[..count])?;
                size += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}
