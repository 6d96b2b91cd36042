//! Where each node of a document stands in its file.
//!
//! A tree of the same shape as the value. An entry of a mapping is placed at its key, an item of a
//! sequence at its start. Subtrees are shared, so an alias costs nothing.

use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::Place;
use crate::pointer::Pointer;

/// The place of a node and of everything below it.
#[derive(Clone, Debug)]
pub struct Places(Arc<Node>);

#[derive(Clone, Debug)]
struct Node {
    place: Place,
    children: Children,
}

#[derive(Clone, Debug)]
pub(crate) enum Children {
    None,
    Items(Vec<Places>),
    Entries(BTreeMap<String, Places>),
}

impl Places {
    pub(crate) fn new(place: Place, children: Children) -> Self {
        Self(Arc::new(Node { place, children }))
    }

    /// The same subtree at another place: an alias, or the value of a key.
    pub(crate) fn moved_to(self, place: Place) -> Self {
        let mut node = Arc::unwrap_or_clone(self.0);
        node.place = place;
        Self(Arc::new(node))
    }

    /// The place of the node itself.
    pub fn place(&self) -> &Place {
        &self.0.place
    }

    /// The subtree below a key or an index.
    pub fn child(&self, token: &str) -> Option<&Self> {
        match &self.0.children {
            Children::None => None,
            Children::Items(items) => items.get(token.parse::<usize>().ok()?),
            Children::Entries(entries) => entries.get(token),
        }
    }

    /// The place of the node at `pointer`, or of its nearest ancestor that has one.
    pub fn locate(&self, pointer: &Pointer) -> &Place {
        let mut node = self;
        for token in pointer.tokens() {
            match node.child(&token) {
                Some(child) => node = child,
                None => break,
            }
        }
        node.place()
    }

    /// Where the tree is first of another shape than a value.
    pub(crate) fn differs_from(&self, value: &Value) -> Option<&Place> {
        match (&self.0.children, value) {
            (Children::Items(items), Value::Array(values)) if items.len() == values.len() => {
                items.iter().zip(values).find_map(|(item, value)| item.differs_from(value))
            }
            (Children::Entries(entries), Value::Object(values))
                if entries.len() == values.len() =>
            {
                let mut entries = entries.iter();
                entries.find_map(|(key, entry)| match values.get(key) {
                    Some(value) => entry.differs_from(value),
                    None => Some(entry.place()),
                })
            }
            (Children::None, Value::Array(_) | Value::Object(_)) => Some(self.place()),
            (Children::None, _) => None,
            _ => Some(self.place()),
        }
    }

    /// Every pointer in the tree, for comparing it with the value beside it.
    pub fn pointers(&self) -> Vec<Pointer> {
        fn walk(places: &Places, pointer: Pointer, found: &mut Vec<Pointer>) {
            match &places.0.children {
                Children::None => {}
                Children::Items(items) => {
                    for (index, item) in items.iter().enumerate() {
                        walk(item, pointer.child(index), found);
                    }
                }
                Children::Entries(entries) => {
                    for (key, entry) in entries {
                        walk(entry, pointer.child(key), found);
                    }
                }
            }
            found.push(pointer);
        }
        let mut found = Vec::new();
        walk(self, Pointer::root(), &mut found);
        found.sort();
        found
    }

    /// Puts a subtree under a key, in place of what was there.
    pub(crate) fn insert(&mut self, key: &str, child: Self) {
        let node = Arc::make_mut(&mut self.0);
        match &mut node.children {
            Children::Entries(entries) => {
                entries.insert(key.to_owned(), child);
            }
            other => *other = Children::Entries(BTreeMap::from([(key.to_owned(), child)])),
        }
    }

    /// Changes the subtree under a key, which at first has nothing in it where there was none.
    pub(crate) fn change(&mut self, key: &str, change: impl FnOnce(&mut Self)) {
        match self.child_mut(key) {
            Some(child) => change(child),
            None => {
                let mut new = Self::new(self.place().clone(), Children::Entries(BTreeMap::new()));
                change(&mut new);
                self.insert(key, new);
            }
        }
    }

    /// Puts a subtree in place of a child by its key or index.
    pub(crate) fn replace(&mut self, token: &str, child: Self) {
        if let Some(place) = self.child_mut(token) {
            *place = child;
        }
    }

    /// Adds an item to a sequence.
    pub(crate) fn push(&mut self, child: Self) {
        let node = Arc::make_mut(&mut self.0);
        match &mut node.children {
            Children::Items(items) => items.push(child),
            other => *other = Children::Items(vec![child]),
        }
    }

    /// Takes children out.
    pub(crate) fn remove_all(&mut self, tokens: &HashSet<String>) {
        match &mut Arc::make_mut(&mut self.0).children {
            Children::None => {}
            Children::Entries(entries) => entries.retain(|key, _| !tokens.contains(key)),
            Children::Items(items) => {
                let mut index = 0_usize..;
                items.retain(|_| {
                    index.next().is_none_or(|index| !tokens.contains(&index.to_string()))
                });
            }
        }
    }

    /// The child under a key or an index, to change it.
    pub(crate) fn child_mut(&mut self, token: &str) -> Option<&mut Self> {
        match &mut Arc::make_mut(&mut self.0).children {
            Children::None => None,
            Children::Items(items) => items.get_mut(token.parse::<usize>().ok()?),
            Children::Entries(entries) => entries.get_mut(token),
        }
    }
}

/// Every pointer of a JSON value, sorted: what [`Places::pointers`] has to agree with.
pub fn pointers_of(value: &Value) -> Vec<Pointer> {
    fn walk(value: &Value, pointer: Pointer, found: &mut Vec<Pointer>) {
        match value {
            Value::Array(items) => {
                for (index, item) in items.iter().enumerate() {
                    walk(item, pointer.child(index), found);
                }
            }
            Value::Object(entries) => {
                for (key, entry) in entries {
                    walk(entry, pointer.child(key), found);
                }
            }
            _ => {}
        }
        found.push(pointer);
    }
    let mut found = Vec::new();
    walk(value, Pointer::root(), &mut found);
    found.sort();
    found
}

#[cfg(test)]
mod tests {
    use crate::document::Source;
    use crate::load;

    #[test]
    fn another_shape_is_found_where_it_begins() {
        let read = |text: &str| {
            load(&Source { name: "file".to_owned(), text: text.to_owned() }).expect("it is YAML")
        };
        let document = read("a: 1\nb:\n  - c: 2\n  - d\n");
        let differs = |other: &str| {
            let other = read(other).value;
            document.places.differs_from(&other).map(|place| (place.line, place.column))
        };
        assert_eq!(differs("a: x\nb: [{c: null}, 7]"), None, "values may differ");
        assert_eq!(differs("a: []\nb: [{c: 2}, d]"), Some((1, 1)));
        assert_eq!(differs("a: 1\nb: [{x: 2}, d]"), Some((3, 5)));
        assert_eq!(differs("a: 1\nb: [{c: 2}]"), Some((2, 1)));
        assert_eq!(differs("a: 1\nb: [{c: 2}, {}]"), Some((4, 5)));
        assert_eq!(differs("a: 1\nb: 2"), Some((2, 1)));
    }
}
