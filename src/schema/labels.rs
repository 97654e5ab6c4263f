//! What the built-in kinds are called in other languages than English.
//!
//! Never touches a word that files are written with: only what people read.

use std::collections::BTreeMap;

use crate::schema::{Field, FieldType, Kind};
use crate::syntax::{Node, parse_yaml};

/// One file of labels for each language besides English.
const LANGUAGES: [(&str, &str); 1] = [("de", include_str!("labels/de.yaml"))];

/// The labels of one language.
pub(super) struct Labels {
    /// By the English label.
    by_label: BTreeMap<String, String>,
    /// By their place, where one English label is two things.
    by_place: BTreeMap<String, String>,
    /// By the kind's id.
    descriptions: BTreeMap<String, String>,
}

impl Labels {
    /// The labels of every language that has some.
    pub(super) fn all() -> Vec<(&'static str, Labels)> {
        let labels = |text: &str| {
            let root = parse_yaml(text, 0).root;
            let part = |name: &str| root.as_ref().and_then(|root| root.get(name)).map(texts).unwrap_or_default();
            Labels { by_label: part("labels"), by_place: part("at"), descriptions: part("descriptions") }
        };
        LANGUAGES.iter().map(|(language, text)| (*language, labels(text))).collect()
    }

    pub(super) fn kind(&self, kind: &mut Kind) {
        let id = kind.id.clone();
        self.put(&mut kind.title, &format!("{id}:title"));
        self.put(&mut kind.plural, &format!("{id}:plural"));
        self.put(&mut kind.group, &format!("{id}:group"));
        if let Some(description) = self.descriptions.get(&id) {
            kind.description.clone_from(description);
        }
        self.fields(&mut kind.fields, &id);
        for option in &mut kind.status.options {
            let field = kind.status.field.as_deref().unwrap_or("status");
            self.put(&mut option.label, &format!("{id}.{field}={}", option.word));
        }
        for rule in &mut kind.due {
            self.put(&mut rule.reason, &format!("{id}:due"));
        }
    }

    pub(super) fn fields(&self, fields: &mut [Field], place: &str) {
        for field in fields {
            let place = format!("{place}.{}", field.name);
            self.put(&mut field.label, &place);
            if let Some(inverse) = &mut field.inverse {
                self.put(inverse, &format!("{place}<"));
            }
            match &mut field.field_type {
                FieldType::Choice(choices) => {
                    for choice in choices {
                        self.put(&mut choice.label, &format!("{place}={}", choice.word));
                    }
                }
                FieldType::Group(inner) => self.fields(inner, &place),
                _ => {}
            }
        }
    }

    fn put(&self, label: &mut String, place: &str) {
        if let Some(found) = self.by_place.get(place).or_else(|| self.by_label.get(label.as_str())) {
            label.clone_from(found);
        }
    }
}

fn texts(node: &Node) -> BTreeMap<String, String> {
    let text = |pair: &crate::syntax::Pair| Some((pair.key.value.clone(), pair.value.text()?.to_owned()));
    node.map().unwrap_or_default().iter().filter_map(text).collect()
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};

    use super::{LANGUAGES, Labels};
    use crate::schema::{Field, FieldType, Kinds};

    /// Place and label of everything that is read.
    fn read(kinds: &Kinds) -> BTreeMap<String, String> {
        let mut found = BTreeMap::new();
        for kind in kinds.all() {
            let id = &kind.id;
            let named = [("title", &kind.title), ("plural", &kind.plural), ("group", &kind.group)];
            found.extend(named.map(|(name, label)| (format!("{id}:{name}"), label.clone())));
            fields(&kind.fields, id, &mut found);
            let field = kind.status.field.as_deref().unwrap_or("status");
            let states = kind.status.options.iter();
            found.extend(states.map(|state| (format!("{id}.{field}={}", state.word), state.label.clone())));
            let reasons = kind.due.iter().enumerate();
            found.extend(reasons.map(|(number, rule)| (format!("{id}:due {number}"), rule.reason.clone())));
        }
        fields(kinds.common(), "common", &mut found);
        fields(kinds.front_matter(), "document", &mut found);
        found
    }

    fn fields(all: &[Field], place: &str, found: &mut BTreeMap<String, String>) {
        for field in all {
            let place = format!("{place}.{}", field.name);
            found.insert(place.clone(), field.label.clone());
            found.extend(field.inverse.iter().map(|inverse| (format!("{place}<"), inverse.clone())));
            if let FieldType::Choice(choices) = &field.field_type {
                found.extend(choices.iter().map(|choice| (format!("{place}={}", choice.word), choice.label.clone())));
            }
            fields(field.field_type.inner(), &place, found);
        }
    }

    #[test]
    fn every_label_has_its_word_in_every_language_and_no_word_is_lost() {
        let english = read(&Kinds::built_in());
        for (language, labels) in Labels::all() {
            let is_known =
                |place: &str, label: &str| labels.by_place.contains_key(place) || labels.by_label.contains_key(label);
            let missing: BTreeSet<&String> =
                english.iter().filter(|(place, label)| !is_known(place, label)).map(|(_, label)| label).collect();
            assert!(missing.is_empty(), "labels/{language}.yaml lacks {missing:?}");
            let used: BTreeSet<&str> = english.values().map(String::as_str).chain(["due"]).collect();
            let unused: Vec<&String> = labels.by_label.keys().filter(|label| !used.contains(label.as_str())).collect();
            assert!(unused.is_empty(), "labels/{language}.yaml has {unused:?}, which nothing is called");
            let lost: Vec<&String> = labels.by_place.keys().filter(|place| !english.contains_key(*place)).collect();
            assert!(lost.is_empty(), "labels/{language}.yaml has no such places: {lost:?}");
            for kind in Kinds::built_in().all() {
                assert!(
                    labels.descriptions.contains_key(&kind.id),
                    "labels/{language}.yaml does not describe {}",
                    kind.id
                );
            }
        }
    }

    #[test]
    fn two_fields_of_a_kind_are_never_called_the_same() {
        for (language, _) in LANGUAGES {
            for kind in Kinds::in_language(language).all() {
                let mut labels = BTreeSet::new();
                for field in &kind.fields {
                    assert!(
                        labels.insert(&field.label),
                        "{language}, {}: two fields are called {}",
                        kind.id,
                        field.label
                    );
                }
            }
        }
    }

    #[test]
    fn a_label_can_depend_on_its_place() {
        let german = Kinds::in_language("de");
        let risk = german.get("risk").unwrap();
        assert_eq!((risk.title.as_str(), risk.plural.as_str()), ("Risiko", "Risiken"));
        let label = |path: &str| german.field(risk, &crate::schema::FieldPath::parse(path)).unwrap().label.clone();
        assert_eq!((label("actions"), label("owner")), ("Umsetzungsschritte".to_owned(), "Verantwortlich".to_owned()));
        assert_eq!(Kinds::in_language("en"), Kinds::built_in());
    }
}
