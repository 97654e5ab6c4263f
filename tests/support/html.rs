//! A strict reading of a page: tags balanced, ids unique, nothing that the Content-Security-Policy would refuse.

use std::cell::RefCell;
use std::collections::BTreeSet;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts};

const VOID: &[&str] = &["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"];

/// What stands in a page.
#[derive(Debug, Default)]
pub struct Read {
    pub faults: Vec<String>,
    /// Values of `href` and `src`, in order.
    pub addresses: Vec<String>,
    pub ids: BTreeSet<String>,
    /// Levels of the headings, in order.
    pub headings: Vec<u8>,
    pub text: String,
}

#[derive(Default)]
struct Sink {
    read: RefCell<Read>,
    open: RefCell<Vec<String>>,
}

pub fn read(html: &str) -> Read {
    let tokenizer = Tokenizer::new(Sink::default(), TokenizerOpts { exact_errors: true, ..TokenizerOpts::default() });
    let input = BufferQueue::default();
    input.push_back(StrTendril::from(html));
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let left = tokenizer.sink.open.take();
    let mut read = tokenizer.sink.read.take();
    read.faults.extend(left.into_iter().map(|name| format!("<{name}> is never closed")));
    read
}

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _: u64) -> TokenSinkResult<()> {
        match token {
            Token::TagToken(tag) => self.tag(&tag),
            Token::ParseError(error) => self.fault(error.into_owned()),
            Token::CharacterTokens(text) => self.read.borrow_mut().text.push_str(&text),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

impl Sink {
    fn fault(&self, fault: String) {
        self.read.borrow_mut().faults.push(fault);
    }

    fn tag(&self, tag: &Tag) {
        let name = tag.name.to_string();
        self.close_cell(&name, tag.kind);
        if tag.kind == TagKind::EndTag {
            let open = self.open.borrow_mut().pop();
            if open.as_deref() != Some(&*name) {
                self.fault(format!("</{name}> closes {open:?}"));
            }
            return;
        }
        if !VOID.contains(&&*name) && !tag.self_closing {
            self.open.borrow_mut().push(name.clone());
        }
        if let Some(level) = name.strip_prefix('h').and_then(|level| level.parse().ok()) {
            self.read.borrow_mut().headings.push(level);
        }
        self.attributes(&name, tag);
    }

    /// HTML closes a cell before the next one and at the end of its row.
    fn close_cell(&self, name: &str, kind: TagKind) {
        let mut open = self.open.borrow_mut();
        let next = (kind == TagKind::StartTag && name == "td") || (kind == TagKind::EndTag && name == "tr");
        if next && open.last().is_some_and(|last| last == "td") {
            open.pop();
        }
    }

    fn attributes(&self, name: &str, tag: &Tag) {
        let mut has_source = false;
        for attribute in &tag.attrs {
            let key = &*attribute.name.local;
            match key {
                "style" => self.fault(format!("style attribute on <{name}>")),
                "href" | "src" => {
                    has_source = true;
                    self.read.borrow_mut().addresses.push(attribute.value.to_string());
                }
                "id" => {
                    let new = self.read.borrow_mut().ids.insert(attribute.value.to_string());
                    if !new {
                        self.fault(format!("id {:?} twice", attribute.value));
                    }
                }
                key if key.starts_with("on") => self.fault(format!("handler {key} on <{name}>")),
                _ => {}
            }
        }
        if name == "script" && !has_source || name == "style" {
            self.fault(format!("inline <{name}>"));
        }
    }
}
