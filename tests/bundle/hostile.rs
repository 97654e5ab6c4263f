//! Archives that lie: each gets a clear answer, and none a panic.
//!
//! Never unpacks one.

use std::fs;
use std::io::Write as _;

use aimsbook::bundle::{AudienceFacts, ListedFile, Manifest, Tool, judge};
use aimsbook::outside::inspect::inspect;
use aimsbook::text::Sha256;

use crate::zip_bytes::{Entry, archive, archive_behind};

/// What is said about an archive with these bytes: the faults, or why it cannot be read.
pub fn said(bytes: &[u8]) -> String {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("x.zip");
    fs::write(&path, bytes).unwrap();
    match inspect(&path) {
        Err(error) => error.to_string().replace(&path.display().to_string(), "x.zip"),
        Ok(inspected) => {
            let faults = judge(inspected.found).faults;
            faults.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n")
        }
    }
}

/// A bundle of these files with right lists, below the folder `t`.
pub fn bundle(files: &[(&str, &[u8])]) -> Vec<Entry> {
    let row = |(path, bytes): &(&str, &[u8])| ListedFile {
        path: (*path).to_owned(),
        size: bytes.len() as u64,
        sha256: Sha256::of(bytes).to_string(),
        copy_of: None,
    };
    let manifest = Manifest {
        format: Manifest::format(),
        title: "Small book".to_owned(),
        organization: String::new(),
        tool: Tool { name: "aimsbook".to_owned(), version: "1".to_owned() },
        as_of: "2026-01-01".to_owned(),
        audience: AudienceFacts { name: "auditor".to_owned(), sees: "confidential".to_owned(), coverage: true },
        repository: None,
        catalogs: Vec::new(),
        findings: None,
        files: files.iter().map(row).collect(),
    }
    .write();
    let mut listed = [files, &[("manifest.json", manifest.as_bytes())]].concat();
    listed.sort_unstable();
    let sums: String = listed.iter().map(|(path, bytes)| Sha256::of(bytes).sum_line(path)).collect();
    let mut entries =
        vec![Entry::new("t/manifest.json", manifest.as_bytes()), Entry::new("t/SHA256SUMS", sums.as_bytes())];
    entries.extend(files.iter().map(|(path, bytes)| Entry::new(&format!("t/{path}"), bytes)));
    entries
}

pub fn with(more: Entry) -> Vec<Entry> {
    let mut entries = bundle(&[("a.txt", b"one"), ("b.txt", b"two")]);
    entries.push(more);
    entries
}

fn two_ways(reason: &str) -> String {
    format!("two programs could read `x.zip` in two ways: {reason}; do not unpack it")
}

fn refused(reason: &str) -> String {
    format!("`x.zip` cannot be read as a ZIP archive: {reason}; do not unpack it")
}

#[test]
fn a_sound_archive_of_another_program_is_confirmed() {
    let entries = bundle(&[("a.txt", b"one")]);
    assert_eq!(said(&archive(&entries)), "");
    // Packed without the folder, in another order.
    let bare = |entry: &Entry| Entry { name: entry.name.replacen("t/", "", 1), ..entry.clone() };
    let bare: Vec<Entry> = entries.iter().rev().map(bare).collect();
    assert_eq!(said(&archive(&bare)), "");
}

#[test]
fn paths_that_lead_out_are_said_before_anybody_unpacks() {
    let out = "leads out of the folder when it is unpacked";
    assert_eq!(said(&archive(&with(Entry::new("t/../../x", b"x")))), format!("added    ../../x: {out}"));
    assert_eq!(said(&archive(&with(Entry::new("t//etc/passwd", b"x")))), format!("added    /etc/passwd: {out}"));
    assert_eq!(
        said(&archive(&with(Entry::new("/etc/passwd", b"x")))),
        "added    /etc/passwd: outside the bundle's folder"
    );
    assert_eq!(said(&archive(&with(Entry::new("../x", b"x")))), "added    ../x: outside the bundle's folder");
    let link = Entry { mode: 0o120_777, ..Entry::new("t/c", b"/etc/passwd") };
    assert_eq!(said(&archive(&with(link))), "added    c: a symbolic link");
}

#[test]
fn signs_that_fool_a_terminal_are_made_visible() {
    let said = said(&archive(&with(Entry::new("t/\u{1b}[2Ja\u{202e}txt", b"x"))));
    assert_eq!(said, "added    \\u{1b}[2Ja\\u{202e}txt: 1 bytes");
}

#[test]
fn two_files_of_one_name_are_said() {
    let twice = said(&archive(&with(Entry::new("t/a.txt", b"other"))));
    assert_eq!(twice, "added    a.txt: a second file of this name, and programs disagree about which one counts");
}

#[test]
fn headers_that_contradict_the_list_are_refused() {
    let other = Entry { local_name: Some("t/z.txt".to_owned()), ..Entry::new("t/c.txt", b"x") };
    assert_eq!(said(&archive(&with(other))), two_ways("`t/c.txt` is called `t/z.txt` in its own header"));
    let secret = Entry { flags: 1, ..Entry::new("t/c.txt", b"x") };
    assert_eq!(said(&archive(&with(secret))), refused("`t/c.txt` is encrypted"));
    let method = Entry { method: 12, ..Entry::new("t/c.txt", b"x") };
    assert_eq!(said(&archive(&with(method))), "changed  c.txt: it is packed by method 12, which no bundle uses");
}

#[test]
fn bytes_that_no_file_owns_are_refused() {
    let sound = archive(&bundle(&[("a.txt", b"one")]));
    let before = [b"#!/bin/sh\n".as_slice(), &sound].concat();
    assert_eq!(said(&before), two_ways("bytes stand before or behind its list of files that belong to nothing"));
    let behind = [sound.as_slice(), b"more"].concat();
    assert_eq!(said(&behind), refused("its end is missing, as in a file that was cut short"));
    // An archive in front of the archive: some programs read the first one.
    let evil = archive(&[Entry::new("t/evil.txt", b"evil")]);
    let both = archive_behind(evil, &bundle(&[("a.txt", b"one")]));
    assert_eq!(said(&both), two_ways("bytes stand before `t/manifest.json` that belong to no file"));
}

#[test]
fn an_archive_that_grows_without_measure_is_refused_before_it_is_unpacked() {
    let mut packed = flate2::write::DeflateEncoder::new(Vec::new(), flate2::Compression::best());
    let zeros = vec![0; 1 << 20];
    (0..16).for_each(|_| packed.write_all(&zeros).unwrap());
    let bytes = packed.finish().unwrap();
    // It says that it is larger than it is, and would be read for as long as it gives bytes.
    let bomb = Entry { method: 8, size: Some(u32::MAX - 1), ..Entry::new("t/c.txt", &bytes) };
    let refusal = said(&archive(&with(bomb)));
    assert!(
        refusal.contains("it would unpack to 429496") && refusal.contains("over 200 times its own size"),
        "{refusal}"
    );
    // One that says too little is read no further than that.
    let small = Entry { method: 8, size: Some(10), ..Entry::new("t/c.txt", &bytes) };
    assert_eq!(said(&archive(&with(small))), "changed  c.txt: it is not as long as the archive says");
}

#[test]
fn lists_that_lie_are_seen_through() {
    // The manifest says another size, and a right digest.
    let mut entries = bundle(&[("a.txt", b"one")]);
    let forged = String::from_utf8(entries[0].bytes.clone()).unwrap().replace("\"size\": 3", "\"size\": 4");
    entries[0].bytes = forged.clone().into_bytes();
    entries[1].bytes =
        (Sha256::of(b"one").sum_line("a.txt") + &Sha256::of(forged.as_bytes()).sum_line("manifest.json")).into_bytes();
    assert_eq!(
        said(&archive(&entries)),
        "damaged  manifest.json: it gives `a.txt` another size than its digest allows"
    );
    // A list names what is not there, and leaves out what is.
    let mut entries = bundle(&[("a.txt", b"one"), ("b.txt", b"two")]);
    entries[3].name = "t/c.txt".to_owned();
    assert_eq!(said(&archive(&entries)), "removed  b.txt\nadded    c.txt: 3 bytes");
    // SHA256SUMS with a path outside: nobody should run `sha256sum -c` on it.
    let mut entries = bundle(&[("a.txt", b"one")]);
    entries[1].bytes.extend(Sha256::of(b"").sum_line("/etc/passwd").bytes());
    assert_eq!(said(&archive(&entries)), "damaged  SHA256SUMS: line 3 is no digest and path inside a bundle");
    for junk in [b"\xff\xfe".as_slice(), b"no digest", &[b'['; 100_000]] {
        let mut entries = bundle(&[("a.txt", b"one")]);
        entries[0].bytes = junk.to_vec();
        assert!(said(&archive(&entries)).contains("damaged  manifest.json: "));
    }
}

#[test]
fn what_is_no_archive_is_said() {
    for bytes in [b"".as_slice(), b"PK", b"PK\x05\x06", b"no archive at all, but some text that goes on and on"] {
        assert_eq!(said(bytes), refused("its end is missing, as in a file that was cut short"));
    }
    assert_eq!(said(&archive(&[])), "`x.zip` is no bundle: it has neither manifest.json nor SHA256SUMS");
    assert_eq!(said(&archive(&[Entry::new("a/b/manifest.json", b"{}")])), said(&archive(&[])));
}

/// Cut anywhere, or with any byte changed: there is none that nobody looks at.
#[test]
fn a_damaged_archive_is_never_taken_for_a_whole_one() {
    let whole = archive(&bundle(&[("a.txt", b"one"), ("site/b.txt", b"two")]));
    assert_eq!(said(&whole), "");
    for end in 0..whole.len() {
        assert!(said(&whole[..end]).contains("cannot be read as a ZIP archive"), "cut at {end}");
    }
    for at in 0..whole.len() {
        for change in [1, 0x80, 0xff] {
            let mut bytes = whole.clone();
            bytes[at] ^= change;
            assert!(!said(&bytes).is_empty(), "byte {at} changed by {change}");
        }
    }
}
