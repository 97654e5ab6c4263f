//! Writes a bundle as one ZIP file: files in order, the day of the bundle as their time, nothing that depends on where
//! or when it is written.
//!
//! Never holds a copied file in memory, never leaves half an archive under its name, and never replaces a file that is
//! no bundle.

use std::fmt;
use std::fs::{self, File};
use std::io::{self, BufWriter, Read, Seek, Write};
use std::path::{Path, PathBuf};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

use crate::bundle::Bundle;
use crate::outside::archive_entry::needs_large_form;
use crate::outside::copy::copy;
use crate::outside::inspect::is_bundle;
use crate::site::Content;
use crate::text::{Date, Sha256, parse_date};

const BUFFER: usize = 64 * 1024;

const LEVEL: i64 = 6;

/// Files that are packed already; packing them again costs time and gains nothing.
const DENSE: [&str; 18] = [
    "7z", "avif", "bz2", "docx", "gif", "gz", "jpeg", "jpg", "mp3", "mp4", "odt", "png", "pptx", "webp", "xlsx", "xz",
    "zip", "zst",
];

/// An archive that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Packed {
    pub files: usize,
    /// Of all files, as they are unpacked.
    pub bytes: u64,
    /// Of the archive.
    pub size: u64,
    pub sha256: Sha256,
}

/// Why nothing was written; what stood under the name is as it was.
#[derive(Debug)]
pub enum PackError {
    /// Something else than a bundle has the name.
    Taken(PathBuf),
    /// A file to copy is no longer what was read.
    Changed(String),
    Refused(PathBuf, io::Error),
}

impl std::error::Error for PackError {}

impl fmt::Display for PackError {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            PackError::Taken(path) => {
                write!(out, "`{}` is there and is no bundle; choose another name with --out", path.display())
            }
            PackError::Changed(path) => {
                write!(out, "`{path}` changed while the bundle was packed; nothing was written, pack again")
            }
            PackError::Refused(path, error) => {
                write!(out, "cannot write `{}`: {error}; nothing was written", path.display())
            }
        }
    }
}

/// Packs `bundle`, whose copied files lie in the handbook's folder `root`, into the file `out`.
pub fn pack(bundle: &Bundle, root: &Path, out: &Path) -> Result<Packed, PackError> {
    if out.symlink_metadata().is_ok() && !is_bundle(out) {
        return Err(PackError::Taken(out.into()));
    }
    let refused = |error| PackError::Refused(out.into(), error);
    let name = out.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let folder = out.parent().filter(|folder| *folder != Path::new("")).unwrap_or(Path::new("."));
    fs::create_dir_all(folder).map_err(refused)?;
    let beside = folder.join(format!(".{name}.aimsbook-{}", std::process::id()));
    let packed = write_archive(bundle, root, &beside, out);
    let packed = packed.and_then(|packed| fs::rename(&beside, out).map(|()| packed).map_err(refused));
    packed.inspect_err(|_| {
        // What could not take the place is of no use to anybody.
        let _ = fs::remove_file(&beside);
    })
}

fn write_archive(bundle: &Bundle, root: &Path, beside: &Path, out: &Path) -> Result<Packed, PackError> {
    let refused = |error| PackError::Refused(out.into(), error);
    let file = File::options().read(true).write(true).create_new(true).open(beside).map_err(refused)?;
    let mut archive = ZipWriter::new(BufWriter::with_capacity(BUFFER, file));
    // A system that is not said would follow the machine.
    let options = SimpleFileOptions::default()
        .last_modified_time(time_of(&bundle.manifest.as_of))
        .system(System::Unix)
        .unix_permissions(0o644);
    let mut bytes = 0;
    for (path, content) in bundle.files.files() {
        bytes += add(&mut archive, &format!("{}/{path}", bundle.folder), content, options, root, out)?;
    }
    let buffered = archive.finish().map_err(|error| refused(error.into()))?;
    let mut file = buffered.into_inner().map_err(|error| refused(error.into_error()))?;
    file.sync_all().and_then(|()| file.rewind()).map_err(refused)?;
    let (sha256, size) = copy(&mut file, &mut io::sink()).map_err(refused)?;
    Ok(Packed { files: bundle.files.files().len(), bytes, size, sha256 })
}

fn add<W: Write + Seek>(
    archive: &mut ZipWriter<W>,
    path: &str,
    content: &Content,
    options: SimpleFileOptions,
    root: &Path,
    out: &Path,
) -> Result<u64, PackError> {
    let refused = |error: io::Error| PackError::Refused(out.into(), error);
    // A level that is not said would follow whatever else is compiled in.
    let method = method(path);
    let level = (method == CompressionMethod::Deflated).then_some(LEVEL);
    let options = options.compression_method(method).compression_level(level);
    let mut start = |size: u64| {
        let large = options.large_file(needs_large_form(size));
        archive.start_file(path, large).map_err(|error| refused(error.into()))
    };
    match content {
        Content::Bytes(bytes) => {
            start(bytes.len() as u64)?;
            archive.write_all(bytes).map_err(refused)?;
            Ok(bytes.len() as u64)
        }
        Content::Copy { from, sha256 } => {
            let changed = || PackError::Changed(from.to_string());
            let disk = root.join(from.as_str());
            // Not a pipe, which would keep us waiting.
            let size = disk.metadata().ok().filter(fs::Metadata::is_file).ok_or_else(changed)?.len();
            let mut file = File::open(&disk).map_err(|_| changed())?.take(size);
            start(size)?;
            let (copied, size) = copy(&mut file, archive).map_err(refused)?;
            if copied == *sha256 { Ok(size) } else { Err(changed()) }
        }
        // Its bytes lie in a folder that is not ours.
        Content::Written { .. } => Err(PackError::Changed(path.to_owned())),
    }
}

fn method(path: &str) -> CompressionMethod {
    let extension = path.rsplit_once('.').map_or("", |(_, extension)| extension).to_ascii_lowercase();
    let dense = DENSE.contains(&extension.as_str());
    if dense { CompressionMethod::Stored } else { CompressionMethod::Deflated }
}

/// Midnight of the day; a ZIP knows the years from 1980 to 2107.
fn time_of(day: &str) -> DateTime {
    let date = parse_date(day);
    let time = |date: Date| {
        let year = u16::try_from(date.year()).ok()?;
        DateTime::from_date_and_time(year, date.month().unsigned_abs(), date.day().unsigned_abs(), 0, 0, 0).ok()
    };
    date.and_then(time).unwrap_or_default()
}

/// The time that every entry of a bundle of this day has, as the headers say it.
pub(super) fn packed_time(day: &str) -> u32 {
    let time = time_of(day);
    u32::from(time.datepart()) << 16 | u32::from(time.timepart())
}
