//! Archives in which two programs find different files: each is refused, and it is said why.
//!
//! Never depends on which of the two programs is installed.

use std::io::{Cursor, Write as _};

use aimsbook::text::Sha256;

use crate::hostile::{bundle, said, with};
use crate::zip_bytes::{Entry, archive, end, end_64, extra, list, parts};

fn two_ways(reason: &str) -> String {
    format!("two programs could read `x.zip` in two ways: {reason}; do not unpack it")
}

/// The bundle with one entry changed.
fn changed(at: usize, change: impl Fn(&mut Entry)) -> String {
    let mut entries = bundle(&[("a.txt", b"one"), ("b.txt", b"two")]);
    change(&mut entries[at]);
    said(&archive(&entries))
}

/// `unzip` takes the length from the entry's own header, and stops there without a word.
#[test]
fn a_file_that_is_shorter_in_its_own_header_is_refused() {
    let statement = b"We met all requirements, except those that follow.";
    let mut entries = bundle(&[("site/statement.html", statement), ("site/x.html", b"x")]);
    entries[2].local_bytes = Some(b"We met all requirements".to_vec());
    let reason = "the size of `t/site/statement.html` is 50 in the list of files and 23 in its own header";
    assert_eq!(said(&archive(&entries)), two_ways(reason));
    // Only the packed size, or only the check sum.
    let packed = changed(2, |entry| {
        entry.size = Some(3);
        entry.local_bytes = Some(b"on".to_vec());
    });
    assert_eq!(packed, two_ways("the packed size of `t/a.txt` is 3 in the list of files and 2 in its own header"));
    let sum = changed(2, |entry| entry.local_bytes = Some(b"One".to_vec()));
    assert!(sum.starts_with("two programs could read `x.zip` in two ways: the check sum of `t/a.txt` is "), "{sum}");
}

#[test]
fn every_field_of_an_own_header_counts() {
    let sound = archive(&bundle(&[("a.txt", b"one")]));
    for at in 4..30 {
        let mut bytes = sound.clone();
        bytes[at] ^= 2;
        assert!(said(&bytes).starts_with("two programs could read `x.zip` in two ways: "), "byte {at}");
    }
}

#[test]
fn extra_fields_that_we_never_write_are_refused() {
    // Another name: `unzip` takes it, others do not, and two files change places.
    let rename = |from: &str, to: &str| {
        let mut crc = flate2::Crc::new();
        crc.update(from.as_bytes());
        extra(0x7075, &[&[1], crc.sum().to_le_bytes().as_slice(), to.as_bytes()].concat())
    };
    let renamed = changed(2, |entry| {
        entry.extra = rename("t/a.txt", "t/b.txt");
        entry.local_extra = entry.extra.clone();
    });
    assert_eq!(renamed, two_ways("`t/a.txt` has the extra field 0x7075, another name, which some programs take"));
    let local = changed(2, |entry| entry.local_extra = rename("t/a.txt", "t/b.txt"));
    let length = "the length of the extra fields of `t/a.txt` is 0 in the list of files and 16 in its own header";
    assert_eq!(local, two_ways(length));
    let times = changed(2, |entry| entry.extra = extra(0x5455, &[1, 0, 0, 0, 0]));
    assert_eq!(times, two_ways("`t/a.txt` has the extra field 0x5455, which some programs obey and others skip"));
    let large = changed(2, |entry| entry.extra = extra(1, &[0; 8]));
    assert_eq!(large, two_ways("`t/a.txt` has a large form of its size or place that is not as it should be"));
}

/// The list of another archive stands in the last comment, where that of a large one would, and its file in an extra
/// field.
#[test]
fn another_list_in_a_comment_is_refused() {
    let mut entries = bundle(&[("a.txt", b"one"), ("b.txt", b"two")]);
    let evil = Entry::new("t/a.txt", b"evil");
    entries[0].local_extra = extra(0xcafe, &[evil.own_header(), evil.bytes.clone()].concat());
    let hidden = 30 + entries[0].name.len() + 4;
    let mut start = 0;
    let fake = entries.iter().map(|entry| {
        let place = start;
        start += entry.own_header().len() + entry.bytes.len();
        if entry.name == evil.name { (evil.clone(), hidden) } else { (entry.clone(), place) }
    });
    let fake = list(&fake.collect::<Vec<_>>());
    entries[3].comment = vec![0; fake.len() + 76];
    let (bytes, central) = parts(Vec::new(), &entries);
    let at = bytes.len() + central.len() - fake.len() - 76;
    let records = end_64(entries.len(), fake.len(), at, at + fake.len());
    entries[3].comment = [fake, records].concat();
    assert_eq!(said(&archive(&entries)), two_ways(WRONG_END));
    let reason = "`t/b.txt` has a comment of 10 bytes, in which some programs find other lists of files";
    assert_eq!(changed(3, |entry| entry.comment = b"see page 2".to_vec()), two_ways(reason));
}

const WRONG_END: &str = "the records at its end do not agree about where its list of files is";

#[test]
fn what_stands_behind_the_list_has_one_form() {
    let entries = bundle(&[("a.txt", b"one")]);
    let mut commented = archive(&entries);
    let length = commented.len();
    commented[length - 2] = 9;
    commented.extend(b"evil text");
    let reason = "it ends with a comment of 9 bytes, in which some programs look for another list of files";
    assert_eq!(said(&commented), two_ways(reason));
    // The records of a large archive in one that needs none, right in themselves.
    let (bytes, central) = parts(Vec::new(), &entries);
    let at = bytes.len() + central.len();
    let records = end_64(entries.len(), central.len(), bytes.len(), at);
    let end = end(entries.len(), central.len(), bytes.len());
    assert_eq!(said(&[bytes, central, records, end].concat()), two_ways(WRONG_END));
    // Two counts that differ.
    let mut counts = archive(&entries);
    counts[length - 14] += 1;
    assert_eq!(said(&counts), two_ways(WRONG_END));
}

#[test]
fn entries_for_folders_are_refused_with_and_without_bytes() {
    let folder = |bytes: &[u8]| Entry { mode: 0o40_755, ..Entry::new("t/site/evil/", bytes) };
    let reason = |size: usize| {
        two_ways(&format!(
            "`t/site/evil/` is an entry for a folder, with {size} bytes, which some programs unpack and others drop"
        ))
    };
    assert_eq!(said(&archive(&with(folder(b"MZ hidden payload")))), reason(17));
    assert_eq!(said(&archive(&with(folder(b"")))), reason(0));
    let marked = changed(2, |entry| entry.mode = 0o40_755);
    assert_eq!(marked, two_ways("`t/a.txt` is not marked as a plain file (0o40755 by system 3)"));
}

/// The flag for a size behind the bytes, and the one for names in UTF-8.
#[test]
fn flags_that_send_programs_elsewhere_are_refused() {
    let flags = |flags: u16| changed(2, |entry| entry.flags = flags);
    let reason = |found: &str| {
        let why = "by which some programs look elsewhere for its name or size";
        two_ways(&format!("`t/a.txt` has the flags {found} instead of 0x0000, {why}"))
    };
    assert_eq!(flags(8), reason("0x0008"));
    assert_eq!(flags(0x800), reason("0x0800"));
    let umlaut = Entry { flags: 0, ..Entry::new("t/ä.txt", b"x") };
    assert!(said(&archive(&with(umlaut))).contains("`t/ä.txt` has the flags 0x0000 instead of 0x0800"));
}

#[test]
fn files_that_many_disks_take_for_one_are_said() {
    let clash = said(&archive(&bundle(&[("A.txt", b"one"), ("a.txt", b"two")])));
    assert_eq!(clash, "added    a.txt: many disks do not tell it from `A.txt`");
    let both = said(&archive(&bundle(&[("a", b"one"), ("a/b.txt", b"two")])));
    assert_eq!(both, "added    a/b.txt: `a` is a file and `a` a folder");
    let out = said(&archive(&bundle(&[("..\\..\\x.txt", b"one")])));
    assert!(out.contains("added    ..\\\\..\\\\x.txt: leads out of the folder when it is unpacked"), "{out}");
}

#[test]
fn a_file_of_another_day_is_said() {
    let mut bytes = archive(&bundle(&[("a.txt", b"one")]));
    // The day in both headers of the last file.
    let name = b"t/a.txt";
    let places: Vec<usize> = (0..bytes.len()).filter(|at| bytes[*at..].starts_with(name)).collect();
    bytes[places[0] - 18] ^= 1;
    bytes[places[1] - 32] ^= 1;
    assert_eq!(said(&bytes), "changed  a.txt: its time is not 2026-01-01");
}

/// Counts around the one that the short form can say; the packer's crate writes them.
#[test]
fn archives_of_very_many_files_are_read_in_their_one_form() {
    for count in [65_534_usize, 65_535, 65_536] {
        let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
        let options = zip::write::SimpleFileOptions::default()
            .compression_method(zip::CompressionMethod::Stored)
            .system(zip::System::Unix)
            .unix_permissions(0o644);
        archive.start_file("t/manifest.json", options).unwrap();
        archive.write_all(b"{").unwrap();
        (1..count).for_each(|at| archive.start_file(format!("t/{at}"), options).unwrap());
        let said = said(&archive.finish().unwrap().into_inner());
        assert!(said.starts_with("removed  SHA256SUMS\ndamaged  manifest.json: EOF"), "{count}: {said}");
    }
}

#[test]
fn a_list_of_digests_in_another_form_is_damaged() {
    let entries = bundle(&[("a.txt", b"one"), ("b.txt", b"two")]);
    let sums = String::from_utf8(entries[1].bytes.clone()).unwrap();
    let with_sums = |sums: String| changed(1, |entry| entry.bytes = sums.clone().into_bytes());
    let line = |number: usize| {
        format!(
            "damaged  SHA256SUMS: line {number} is not as `sha256sum -c` reads it: 64 small digits, two blanks, path"
        )
    };
    let one = Sha256::of(b"one").to_string();
    assert_eq!(with_sums(sums.clone()), "");
    assert_eq!(with_sums(sums.lines().map(|text| format!("sha256:{text}\n")).collect()), line(1));
    assert_eq!(with_sums(sums.replacen(&one, &one.to_uppercase(), 1)), line(1));
    assert_eq!(with_sums(sums.replace('\n', "\r\n")), line(1));
    assert_eq!(with_sums(sums.trim_end().to_owned()), line(3));
    assert!(with_sums(sums.replacen("  a.txt", "   a.txt", 1)).starts_with("removed   a.txt\n"));
    let turned: String = sums.split_inclusive('\n').rev().collect();
    let order = "damaged  SHA256SUMS: it does not list every file once, in the order of their paths";
    assert_eq!(with_sums(turned), order);
}

/// Without its line anybody could set another day and another commit.
#[test]
fn a_list_of_digests_without_the_manifest_is_damaged() {
    let mut entries = bundle(&[("a.txt", b"one")]);
    let forged = String::from_utf8(entries[0].bytes.clone()).unwrap().replace("Small book", "Certified book");
    entries[0].bytes = forged.into_bytes();
    entries[1].bytes = Sha256::of(b"one").sum_line("a.txt").into_bytes();
    let reason = "it does not list manifest.json, so that anybody may have rewritten what that says";
    assert_eq!(said(&archive(&entries)), format!("damaged  SHA256SUMS: {reason}"));
}

#[test]
fn a_manifest_that_says_more_than_we_write_is_damaged() {
    let with_manifest = |change: &dyn Fn(String) -> String| {
        let mut entries = bundle(&[("a.txt", b"one"), ("b.txt", b"two")]);
        let manifest = change(String::from_utf8(entries[0].bytes.clone()).unwrap());
        let sums: String = [("a.txt", b"one".as_slice()), ("b.txt", b"two"), ("manifest.json", manifest.as_bytes())]
            .map(|(path, bytes)| Sha256::of(bytes).sum_line(path))
            .concat();
        entries[0].bytes = manifest.into_bytes();
        entries[1].bytes = sums.into_bytes();
        said(&archive(&entries))
    };
    let more = "damaged  manifest.json: it says more, or in another form, than aimsbook writes";
    assert_eq!(with_manifest(&|text| text), "");
    assert_eq!(with_manifest(&|text| text.replacen('{', "{\n  \"certified\": true,", 1)), more);
    assert_eq!(with_manifest(&|text| text.trim_end().to_owned()), more);
    let twice = with_manifest(&|text| text.replacen('{', "{\n  \"title\": \"Other\",", 1));
    assert!(twice.starts_with("damaged  manifest.json: duplicate field `title`"), "{twice}");
    let one = Sha256::of(b"one").to_string();
    let capitals = with_manifest(&|text| text.replacen(&one, &one.to_uppercase(), 1));
    assert!(capitals.contains("the digest of `a.txt` is not 64 small hexadecimal digits"), "{capitals}");
}
