//! The key of every node: what it is, and what people call it.
//!
//! Never gives two nodes one key, not even two that were given one id by mistake.

use std::collections::{BTreeMap, BTreeSet};

use crate::catalog::ClauseId;
use crate::view::{FileRef, Item, View};

pub struct Keys {
    items: BTreeMap<Item, String>,
}

impl Keys {
    /// Keys of everything that the audience sees.
    pub fn new(view: &View<'_>) -> Keys {
        let mut taken = BTreeSet::new();
        let documents = view.documents().map(|(at, document)| (Item::Document(at), "document", &document.id.value));
        let records = view.records().map(|(at, record)| (Item::Record(at), "record", &record.id.value));
        let mut items = BTreeMap::new();
        for (item, what, id) in documents.chain(records) {
            let wanted = format!("{what}:{id}");
            let mut key = wanted.clone();
            let mut number = 2;
            while !taken.insert(key.clone()) {
                key = format!("{wanted}~{number}");
                number += 1;
            }
            items.insert(item, key);
        }
        Keys { items }
    }

    /// Absent for what the audience may not see.
    pub fn item(&self, item: Item) -> Option<String> {
        self.items.get(&item).cloned()
    }
}

pub fn entry_key(view: &View<'_>, clause: ClauseId) -> String {
    format!("entry:{}/{}", view.library().at(clause.framework).id, view.library().get(clause).id)
}

pub fn file_key(file: &FileRef) -> String {
    match file {
        FileRef::Path(path) => format!("file:{path}"),
        FileRef::Address(address) => format!("address:{address}"),
    }
}
