//! How much is written out in place of a reference, found before any of it is: of files that include the
//! next one twice there is twice as much with each.

use serde_json::Value;

use super::Bundler;
use super::kind::{Kind, Node};
use super::library::{FileId, ROOT};
use super::target::{self, Target};
use crate::check::MOST_HOPS;
use crate::pointer::Pointer;

impl Bundler<'_> {
    /// How many nodes become of a node, so many references further in. What includes itself, or cannot
    /// be read, is left to whoever writes it out.
    pub(super) fn weight(&mut self, target: &Target, kind: Kind, hops: usize) -> usize {
        let key = (target.clone(), kind);
        if let Some(known) = self.weights.get(&key) {
            return *known;
        }
        self.weights.insert(key.clone(), 0);
        let mut found = Found::default();
        if let Some(value) = self.library.value(target.file, &target.pointer) {
            found.look_into(value, kind, target.file);
        }
        let mut weight = found.nodes;
        for (text, kind) in found.references.into_iter().filter(|_| hops < MOST_HOPS) {
            if kind == Kind::One(Node::Other) && self.is_named(target.file, &text) {
                continue;
            }
            if let Ok(next) = target::step(&mut self.library, target.file, &text) {
                weight = weight.saturating_add(self.weight(&next, kind, hops + 1));
            }
        }
        self.weights.insert(key, weight);
        weight
    }

    /// Whether a reference leads to what has a name, and stays one.
    fn is_named(&mut self, base: FileId, text: &str) -> bool {
        let found = target::find(&mut self.library, base, text);
        found.is_ok_and(|target| self.names.anywhere("schemas", &target).is_some())
    }
}

/// The nodes of a value, and what is written out in it.
#[derive(Default)]
struct Found {
    nodes: usize,
    references: Vec<(String, Kind)>,
}

impl Found {
    fn look_into(&mut self, value: &Value, kind: Kind, base: FileId) {
        self.nodes += 1;
        match value {
            Value::Array(items) => {
                items.iter().for_each(|item| self.look_into(item, kind.item(), base));
            }
            Value::Object(entries) => {
                let text = entries.get("$ref").and_then(Value::as_str);
                let leaves = |text: &&str| base != ROOT || Pointer::from_reference(text).is_none();
                let is_included = kind.section().is_none() && kind != Kind::Map(Node::MappedSchema);
                if let Some(text) = text.filter(leaves).filter(|_| is_included) {
                    self.references.push((text.to_owned(), kind));
                }
                for (key, entry) in entries {
                    match kind.child(key) {
                        Some(kind) => self.look_into(entry, kind, base),
                        None => self.nodes += 1,
                    }
                }
            }
            _ => {}
        }
    }
}
