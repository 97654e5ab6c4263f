//! Closes a bundle: adds the list of its files to them, for people's tools and for ours.
//!
//! Never decides what belongs into a bundle.

use crate::bundle::manifest::{ListedFile, MANIFEST, Manifest};
use crate::site::{Clash, Content, Site};
use crate::text::{DocPath, Sha256};

/// The page that is opened first.
pub const START: &str = "START-HERE.html";

/// The list that `sha256sum -c` reads; it has every file but itself.
pub const SUMS: &str = "SHA256SUMS";

/// Everything that is packed.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// The one folder that all files are packed in.
    pub folder: String,
    pub files: Site,
    pub manifest: Manifest,
    /// The digest of `SHA256SUMS`: who knows it can tell whether this is the bundle that was handed over.
    pub seal: Sha256,
}

/// Adds the lists. `size_of` knows how large the files are that are copied.
pub fn assemble(
    folder: String,
    mut files: Site,
    manifest: Manifest,
    size_of: impl Fn(&DocPath) -> u64,
) -> Result<Bundle, Clash> {
    let listed = files.files().iter().map(|(path, content)| {
        let (size, copy_of) = match content {
            Content::Bytes(bytes) => (bytes.len() as u64, None),
            Content::Copy { from, .. } => (size_of(from), Some(from.to_string())),
            Content::Written { size, .. } => (*size, None),
        };
        ListedFile { path: path.clone(), size, sha256: content.sha256().to_string(), copy_of }
    });
    let manifest = Manifest { files: listed.collect(), ..manifest };
    files.add(MANIFEST, Content::text(manifest.write()))?;
    let sums: String = files.files().iter().map(|(path, content)| content.sha256().sum_line(path)).collect();
    let seal = Sha256::of(sums.as_bytes());
    files.add(SUMS, Content::text(sums))?;
    Ok(Bundle { folder, files, manifest, seal })
}
