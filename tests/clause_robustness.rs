//! References in arbitrary text: no panic, every place on character boundaries, linear time.
//!
//! Never checks what a reference means.

use std::sync::OnceLock;
use std::time::{Duration, Instant};

use aimsbook::catalog::{Bare, FrameworkIndex, Library, Reading, mentions, read_references};
use aimsbook::syntax::parse_yaml;
use aimsbook::text::{DocPath, Span};
use proptest::prelude::*;

/// Pieces that references are made of, so that arbitrary text comes near to one.
const PIECES: [&str; 44] = [
    "A.",
    "6.2.4",
    "Annex ",
    "III",
    "Art. ",
    "9",
    "(2)",
    "(a)",
    " ",
    "–",
    "-",
    ",",
    ";",
    "\n",
    "ISO/IEC 42001",
    ":2023",
    "@",
    "AI Act",
    "GOVERN ",
    "GV-",
    "1.1",
    "-002",
    "§",
    "and ",
    " to ",
    "point ",
    "Chapter ",
    "Section ",
    "Control ",
    "\u{a0}",
    "ä",
    "漢",
    "B.",
    "HR-01",
    "HR-",
    "Ünï 1",
    ".",
    ")",
    "(",
    "of the ",
    "27001",
    "title",
    "é",
    "\u{2011}",
];

fn library() -> Library {
    static LIBRARY: OnceLock<Library> = OnceLock::new();
    LIBRARY.get_or_init(with_house_rules).clone()
}

fn with_house_rules() -> Library {
    let own = "id: house\nname: House rules\nedition: '1'\nentries:\n- {id: HR-01, title: One}\n- {id: Ünï 1, title: Two}\n- {id: 'É.', title: Three}\n";
    let files = [(DocPath::new("frameworks/house.yaml").unwrap(), parse_yaml(own, 0).root.unwrap())];
    let (library, diagnostics) = Library::built_in().with_user_files(&files);
    assert!(diagnostics.is_empty());
    library
}

fn check(text: &str, library: &Library) {
    let enabled: Vec<FrameworkIndex> = (0..library.frameworks().len() as u16).map(FrameworkIndex).collect();
    for default in [None, Some(enabled[0]), Some(enabled[1]), enabled.last().copied()] {
        let reading = Reading { library, enabled: &enabled, default };
        let span = Span::new(7, 7 + text.len());
        let (references, findings) = read_references(text, span, &reading, Bare::Default);
        let places = references.iter().map(|reference| reference.written.span);
        for place in places.chain(findings.iter().map(|finding| finding.span)) {
            assert!(text.get(place.start as usize - 7..place.end as usize - 7).is_some(), "{text:?} {place:?}");
        }
        assert!(!text.trim().is_empty() || !findings.is_empty());
        let mut last = 0;
        for mention in mentions(text, &reading) {
            assert!(text.get(mention.range.clone()).is_some(), "{text:?} {:?}", mention.range);
            assert!(mention.range.start >= last, "mentions of {text:?} overlap");
            last = mention.range.end;
        }
    }
}

proptest! {
    #[test]
    fn arbitrary_text_never_panics(text in any::<String>()) {
        check(&text, &library());
    }

    #[test]
    fn nearly_references_never_panic(pieces in prop::collection::vec(prop::sample::select(&PIECES[..]), 0..14)) {
        check(&pieces.concat(), &library());
    }
}

#[test]
fn long_text_takes_no_long_time() {
    let library = library();
    let start = Instant::now();
    for piece in PIECES.iter().copied().chain(["A.6.2.4 ", "title (", "and and ", "9, ", "Art. 9 ", "A.6.2.4 title, "])
    {
        check(&piece.repeat(5_000 / piece.len()), &library);
    }
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
}
