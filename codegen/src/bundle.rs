//! Between loading and overlays: the files of a document become one.
//!
//! What a reference to another file leads to becomes a component under a name of its own, where OpenAPI
//! has components for it; anything else, such as a path item, is written out in place of the reference.
//! A node keeps the place in its own file. A document in one file is left as it is.

mod address;
mod assemble;
mod detect;
mod include;
mod kind;
mod library;
mod likeness;
mod mapping;
mod names;
mod refer;
mod room;
mod sections;
mod target;
mod weight;

use std::collections::{HashMap, HashSet, VecDeque};
use std::sync::Arc;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, Origin, Written};
use crate::limits::Size;
use crate::places::Places;
use crate::pointer::Pointer;
use crate::tree::Tree;
use assemble::Finished;
use kind::{Kind, Node};
use library::{FileId, Library, ROOT};
use names::Names;
use target::Target;

/// A document, and what is wrong with its files.
pub(crate) struct Bundled {
    pub(crate) document: Document,
    /// What is wrong with a reference to a component is not among it: that stays with the reference, and
    /// is said where somebody needs it.
    pub(crate) problems: Vec<Diagnostic>,
    /// Whether all of it is there; else it was too large, which is among the problems.
    pub(crate) is_whole: bool,
}

/// Puts the files of a document together, as far as they can be read.
pub(crate) fn bundle(root: Document, tree: &Tree) -> Bundled {
    if !detect::leaves(&root.value) {
        return Bundled { document: root, problems: Vec::new(), is_whole: true };
    }
    let whole = (root.value.clone(), root.places.clone());
    let bundler = Bundler {
        size: Size::of(&root.value),
        library: Library::new(tree, root),
        names: Names::default(),
        open: VecDeque::new(),
        references: HashMap::new(),
        around: Vec::new(),
        weights: HashMap::new(),
        level: 0,
        is_full: false,
        problems: Vec::new(),
    };
    bundler.run(whole)
}

struct Bundler<'t> {
    library: Library<'t>,
    names: Names,
    /// The components that are still to be written, in the order in which they were found.
    open: VecDeque<Component>,
    references: HashMap<Place, Written>,
    /// What is being written out, from the outside in, and the places of the references to it.
    around: Vec<(Target, Place)>,
    /// How many nodes become of what is written out.
    weights: HashMap<(Target, Kind), usize>,
    /// How many lists and mappings stand around the node at hand.
    level: usize,
    /// What the document comes to.
    size: Size,
    /// Whether there is no room for more; nothing is added from then on.
    is_full: bool,
    problems: Vec<Diagnostic>,
}

/// A node that becomes a component.
struct Component {
    node: Node,
    section: &'static str,
    name: String,
    target: Target,
}

/// A node and its places, while it is changed.
struct Part<'p> {
    value: &'p mut Value,
    places: &'p Places,
    base: FileId,
    kind: Kind,
    at: Pointer,
}

impl Bundler<'_> {
    fn run(mut self, (mut value, mut places): (Value, Places)) -> Bundled {
        sections::register(&mut self.library, &mut self.names);
        let root = Part {
            value: &mut value,
            places: &places,
            base: ROOT,
            kind: Kind::ROOT,
            at: Pointer::root(),
        };
        if let Some(changed) = self.part(root) {
            places = changed;
        }
        let mut finished = Finished::new();
        while let Some(component) = self.open.pop_front() {
            finished.extend(self.component(&component));
        }
        assemble::insert(&mut value, &mut places, finished);
        let (files, mut problems) = self.library.finish();
        problems.append(&mut self.problems);
        // What is written out in several places is wrong in one.
        let mut said = HashSet::new();
        problems.retain(|one| {
            said.insert((one.place().cloned(), one.level(), one.message().to_owned()))
        });
        let origin = Origin { files: Arc::new(files), references: Arc::new(self.references) };
        let document = Document { value, places, origin };
        Bundled { document, problems, is_whole: !self.is_full }
    }

    /// Changes the references of a node and of all that stands in it. Other places where what stands
    /// there now is written elsewhere.
    fn part(&mut self, part: Part<'_>) -> Option<Places> {
        let Part { value, places, base, kind, at } = part;
        if self.is_full {
            return None;
        }
        match value {
            Value::Array(items) => {
                let entries = items.iter_mut().enumerate();
                let entries = entries.map(|(index, item)| (index.to_string(), item, kind.item()));
                self.children(entries, places, base, &at)
            }
            Value::Object(entries) if kind == Kind::Map(Node::MappedSchema) => {
                self.mapping(entries, places, base, &at);
                None
            }
            Value::Object(entries) => {
                let text = entries.get("$ref").and_then(Value::as_str).map(str::to_owned);
                // Within the given file it is as it should be.
                let leaves =
                    |text: &String| base != ROOT || Pointer::from_reference(text).is_none();
                if let Some(text) = text.filter(leaves) {
                    let is_settled = match kind.section() {
                        Some(section) => {
                            self.refer(entries, places, base, (kind, section), &text);
                            true
                        }
                        None if kind == Kind::One(Node::Other) => {
                            self.refer_on(entries, places, base, &text)
                        }
                        None => false,
                    };
                    if !is_settled {
                        return self.include(Part { value, places, base, kind, at }, &text);
                    }
                    self.check_room(places, &at);
                }
                let section = sections::section_at(&at, kind);
                let children = entries.iter_mut().filter_map(|(key, entry)| {
                    let kind = kind.child(key)?;
                    (entry.is_object() || entry.is_array()).then(|| (key.clone(), entry, kind))
                });
                match section {
                    Some(section) => {
                        let children: Vec<_> = children.collect();
                        self.entries(children, section, places, base, &at)
                    }
                    None => self.children(children, places, base, &at),
                }
            }
            _ => None,
        }
    }

    fn children<'v>(
        &mut self,
        children: impl Iterator<Item = (String, &'v mut Value, Kind)>,
        places: &Places,
        base: FileId,
        at: &Pointer,
    ) -> Option<Places> {
        let mut changed: Option<Places> = None;
        for (key, value, kind) in children {
            let Some(child) = places.child(&key) else { continue };
            let part = Part { value, places: child, base, kind, at: at.child(&key) };
            if let Some(new) = self.within(1, |bundler| bundler.part(part)) {
                changed.get_or_insert_with(|| places.clone()).replace(&key, new);
            }
        }
        changed
    }

    /// Does something so many levels further in.
    fn within<T>(&mut self, levels: usize, does: impl FnOnce(&mut Self) -> T) -> T {
        self.level += levels;
        let done = does(self);
        self.level -= levels;
        done
    }
}
