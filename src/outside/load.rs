//! Reads one found file: the text of a document or record, the digest of everything else.
//!
//! Never holds more of a large file than one buffer, and never trusts a file that changed under its hands.

use std::fs::{File, Metadata};
use std::io::{self, Read};
use std::path::Path;
use std::sync::Arc;
use std::time::SystemTime;

use crate::outside::folder::{ReadOptions, is_evidence, is_text, theme_path};
use crate::outside::walk::FoundFile;
use crate::text::{
    DocPath, FileFact, Hasher, PictureSize, Sha256, Source, Unreadable, UnreadableReason, is_lfs_pointer,
};

const BUFFER: usize = 64 * 1024;

/// A file that is being written is given this many chances to come to rest.
const ATTEMPTS: usize = 3;

/// What a file turned out to be.
pub(super) enum Loaded {
    Source(Source),
    Fact(DocPath, FileFact, Stamp),
    Theme(DocPath, Arc<[u8]>),
    Unreadable(Unreadable),
}

/// Size and time of a file: what tells, without reading it, that it is still the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stamp {
    pub(super) size: u64,
    pub(super) modified: Option<SystemTime>,
}

impl Stamp {
    fn of(facts: &Metadata) -> Stamp {
        Stamp { size: facts.len(), modified: facts.modified().ok() }
    }
}

/// Reads the file; `known` is its digest when an earlier reading with the same stamp remembers it.
pub(super) fn load(
    found: &FoundFile,
    options: &ReadOptions,
    known: impl Fn(&DocPath, Stamp) -> Option<FileFact>,
) -> Loaded {
    let path = found.path.clone();
    let read = if let Some(below) = theme_path(&path) {
        bytes(&found.disk, options.text_limit).map(|bytes| Loaded::Theme(below, bytes.into()))
    } else if is_text(&path) && !is_evidence(&path, options) {
        bytes(&found.disk, options.text_limit).and_then(|bytes| source(&path, bytes)).map(Loaded::Source)
    } else {
        fact(&found.disk, |stamp| known(&path, stamp)).map(|(fact, stamp)| Loaded::Fact(path.clone(), fact, stamp))
    };
    read.unwrap_or_else(|reason| Loaded::Unreadable(Unreadable { path, reason }))
}

pub(super) fn source(path: &DocPath, bytes: Vec<u8>) -> Result<Source, UnreadableReason> {
    if is_lfs_pointer(&bytes) {
        return Err(UnreadableReason::LfsPointer);
    }
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(UnreadableReason::Utf16);
    }
    let sha256 = Sha256::of(&bytes);
    let text = String::from_utf8(bytes)
        .map_err(|error| UnreadableReason::NotUtf8 { offset: error.utf8_error().valid_up_to() })?;
    Ok(Source { path: path.clone(), text: text.into(), sha256 })
}

fn bytes(disk: &Path, limit: u64) -> Result<Vec<u8>, UnreadableReason> {
    at_rest(disk, |file, stamp| {
        if stamp.size > limit {
            return Ok(Err(UnreadableReason::TooLarge { size: stamp.size, limit }));
        }
        let mut bytes = Vec::with_capacity(stamp.size as usize + 1);
        let size = file.take(limit + 1).read_to_end(&mut bytes)? as u64;
        Ok(Ok((bytes, size)))
    })
    .map(|(bytes, _)| bytes)
}

fn fact(disk: &Path, known: impl Fn(Stamp) -> Option<FileFact>) -> Result<(FileFact, Stamp), UnreadableReason> {
    at_rest(disk, |file, stamp| {
        let fact = match known(stamp) {
            Some(fact) => Ok(fact),
            None => streamed(file)?,
        };
        Ok(fact.map(|fact| (fact, fact.size)))
    })
}

fn streamed(file: &mut File) -> io::Result<Result<FileFact, UnreadableReason>> {
    let mut hasher = Hasher::default();
    let mut buffer = vec![0; BUFFER];
    let mut size = 0;
    let mut picture = None;
    let mut is_pointer = false;
    loop {
        match file.read(&mut buffer) {
            Ok(0) if is_pointer => return Ok(Err(UnreadableReason::LfsPointer)),
            Ok(0) => return Ok(Ok(FileFact { size, sha256: hasher.finish(), picture })),
            Ok(count) => {
                is_pointer = size == 0 && is_lfs_pointer(&buffer[..count]);
                if size == 0 {
                    picture = PictureSize::of(&buffer[..count]);
                }
                hasher.update(&buffer[..count]);
                size += count as u64;
            }
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
}

/// What one reading gives, with the number of bytes seen; the inner error is about the content.
type Reading<T> = io::Result<Result<(T, u64), UnreadableReason>>;

/// Reads until size and time are the same before and after.
fn at_rest<T>(disk: &Path, read: impl Fn(&mut File, Stamp) -> Reading<T>) -> Result<(T, Stamp), UnreadableReason> {
    for _ in 0..ATTEMPTS {
        let (value, before, after) = match once(disk, &read) {
            Ok(read) => read,
            Err(error) => return Err(why(&error)),
        };
        let (value, size) = value?;
        if before == after && size == before.size {
            return Ok((value, before));
        }
    }
    Err(UnreadableReason::Changed)
}

type Once<T> = (Result<(T, u64), UnreadableReason>, Stamp, Stamp);

fn once<T>(disk: &Path, read: &impl Fn(&mut File, Stamp) -> Reading<T>) -> io::Result<Once<T>> {
    let mut file = File::open(disk)?;
    let before = Stamp::of(&file.metadata()?);
    let value = read(&mut file, before)?;
    let after = Stamp::of(&file.metadata()?);
    Ok((value, before, after))
}

fn why(error: &io::Error) -> UnreadableReason {
    match error.kind() {
        io::ErrorKind::NotFound => UnreadableReason::Changed,
        _ => UnreadableReason::Refused(error.to_string()),
    }
}
