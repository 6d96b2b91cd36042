//! Between loading and overlays: the files of a document become one.
//!
//! What a reference to another file leads to becomes a component under a name of its own, where OpenAPI
//! has components for it; anything else, such as a path item, is written out in place of the reference.
//! A node keeps the place in its own file. A document in one file is left as it is.

mod address;
mod detect;
mod kind;
mod library;
mod likeness;
mod mapping;
mod names;
mod registry;
mod target;

use std::collections::{HashMap, VecDeque};
use std::sync::Arc;

use serde_json::{Map, Value, json};

use crate::check::MOST_HOPS;
use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, Fault, Origin, Source, Written};
use crate::limits::Size;
use crate::places::{Children, Places};
use crate::pointer::Pointer;
use crate::tree::Tree;
use kind::{Kind, Node};
use library::{FileId, Library, ROOT};
use names::Names;
use target::Target;

/// The whole document, as far as it can be read, and what is wrong with its files. What is wrong with a
/// reference to a component stays with the reference, and is said where somebody needs it.
/// Fails where it would be too large.
pub(crate) fn bundle(
    root: Document,
    tree: &Tree,
) -> Result<(Document, Vec<Diagnostic>), (Vec<Source>, Vec<Diagnostic>)> {
    if !detect::leaves(&root.value) {
        return Ok((root, Vec::new()));
    }
    let whole = (root.value.clone(), root.places.clone());
    let bundler = Bundler {
        size: Size::of(&root.value),
        library: Library::new(tree, root),
        names: Names::default(),
        open: VecDeque::new(),
        references: HashMap::new(),
        around: Vec::new(),
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
    fn run(
        mut self,
        (mut value, mut places): (Value, Places),
    ) -> Result<(Document, Vec<Diagnostic>), (Vec<Source>, Vec<Diagnostic>)> {
        registry::register(&mut self.library, &mut self.names);
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
        while let Some(component) = self.open.pop_front() {
            self.component(&component, &mut value, &mut places);
        }
        let (files, mut problems) = self.library.finish();
        problems.append(&mut self.problems);
        if self.is_full {
            return Err((files, problems));
        }
        let origin = Origin { files: Arc::new(files), references: Arc::new(self.references) };
        Ok((Document { value, places, origin }, problems))
    }

    /// Writes a component into the document.
    fn component(&mut self, component: &Component, value: &mut Value, places: &mut Places) {
        let Component { node, section, name, target } = component;
        let at = Pointer::of(&["components", section, name]);
        let Some((mut new, new_places)) = self.copy(target, 3, &at) else { return };
        let changed = self.within(3, |bundler| {
            let kind = Kind::One(*node);
            let places = &new_places;
            bundler.part(Part { value: &mut new, places, base: target.file, kind, at })
        });
        let root_place = places.place().clone();
        if let Some(sections) = object_in(value, "components")
            && let Some(entries) = object_of(sections.entry(*section).or_insert_with(|| json!({})))
        {
            entries.insert(name.clone(), new);
            let mut holder = places;
            for key in ["components", section] {
                if holder.child(key).is_none() {
                    let none = Children::Entries(Default::default());
                    holder.insert(key, Places::new(root_place.clone(), none));
                }
                let Some(child) = holder.child_mut(key) else { return };
                holder = child;
            }
            holder.insert(name, changed.unwrap_or(new_places));
        }
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
                if let Some(text) = entries.get("$ref").and_then(Value::as_str) {
                    let text = text.to_owned();
                    match kind.section() {
                        Some(section) => {
                            self.refer(entries, places, base, (kind, section), &text);
                            self.check_room(places, &at);
                        }
                        None => {
                            return self.include(Part { value, places, base, kind, at }, &text);
                        }
                    }
                }
                let section = registry::section_at(&at, kind);
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

    /// The entries of a section of `components`. One that is a reference to a file is what that file
    /// holds, under the entry's own name.
    fn entries(
        &mut self,
        children: Vec<(String, &mut Value, Kind)>,
        section: &'static str,
        places: &Places,
        base: FileId,
        at: &Pointer,
    ) -> Option<Places> {
        let mut changed: Option<Places> = None;
        for (name, value, kind) in children {
            let Some(child) = places.child(&name) else { continue };
            let at = at.child(&name);
            let held = self.names.holder(section, &name).cloned();
            let is_first =
                held.as_ref().and_then(|held| self.names.of(section, held)) == Some(&name);
            let text = value.get("$ref").and_then(Value::as_str).map(str::to_owned);
            let is_elsewhere = held.as_ref().is_some_and(|held| held.component().is_none());
            let (mut base, mut child) = (base, child.clone());
            if let (Some(held), Some(text), true, true) = (held, text, is_first, is_elsewhere) {
                if let Err(fault) = self.check_likeness(&held, kind) {
                    self.note(&child, &text, Some(fault));
                    if let Some(entries) = value.as_object_mut() {
                        self.unresolvable(entries, base, &text);
                    }
                    continue;
                }
                let Some((copy, copy_places)) = self.copy(&held, 3, &at) else { continue };
                *value = copy;
                child = copy_places.clone();
                changed.get_or_insert_with(|| places.clone()).replace(&name, copy_places);
                base = held.file;
            }
            let part = Part { value, places: &child, base, kind, at };
            if let Some(new) = self.within(1, |bundler| bundler.part(part)) {
                changed.get_or_insert_with(|| places.clone()).replace(&name, new);
            }
        }
        changed
    }

    /// Lets a reference lead to the component that its target is or becomes.
    fn refer(
        &mut self,
        entries: &mut Map<String, Value>,
        places: &Places,
        base: FileId,
        (kind, section): (Kind, &'static str),
        text: &str,
    ) {
        if base == ROOT && Pointer::from_reference(text).is_some() {
            return;
        }
        let found = target::find(&mut self.library, base, text);
        match found.and_then(|target| self.name(target, kind, section)) {
            Ok(reference) => {
                entries.insert("$ref".to_owned(), json!(reference));
                self.note(places, text, None);
            }
            Err(fault) => {
                self.unresolvable(entries, base, text);
                self.note(places, text, Some(fault));
            }
        }
    }

    /// The reference to a node as a component, which it becomes unless it is one.
    fn name(&mut self, target: Target, kind: Kind, section: &'static str) -> Result<String, Fault> {
        if let Some((section, name)) = target.component() {
            return Ok(Pointer::of(&["components", &section, &name]).to_string());
        }
        self.check_likeness(&target, kind)?;
        let name = match self.names.of(section, &target) {
            Some(name) => name.to_owned(),
            None => {
                let (name, is_new) = self.names.choose(&self.library, section, &target);
                if let (true, Kind::One(node)) = (is_new, kind) {
                    self.open.push_back(Component { node, section, name: name.clone(), target });
                }
                name
            }
        };
        Ok(Pointer::of(&["components", section, &name]).to_string())
    }

    /// Writes out what a reference leads to, in its place.
    fn include(&mut self, part: Part<'_>, text: &str) -> Option<Places> {
        let Part { value, places, base, kind, at } = part;
        if base == ROOT && Pointer::from_reference(text).is_some() {
            return None;
        }
        let place = places.child("$ref").unwrap_or(places).place().clone();
        let included = self.included(value, base, kind, text);
        let (target, mut new, new_places) = match included {
            Ok(target) => {
                let copy = self.copy(&target, self.level, &at)?;
                (target, copy.0, copy.1)
            }
            Err(fault) => {
                self.check_room(places, &at);
                let problem = fault.diagnostic("`$ref`", text);
                let at = at.child("$ref");
                self.problems.extend(problem.map(|problem| problem.at(place).pointer(at)));
                return None;
            }
        };
        let file = target.file;
        self.around.push((target, place));
        let changed =
            self.part(Part { value: &mut new, places: &new_places, base: file, kind, at });
        self.around.pop();
        *value = new;
        Some(changed.unwrap_or(new_places))
    }

    /// What is to be written out in place of a reference.
    fn included(
        &mut self,
        value: &Value,
        base: FileId,
        kind: Kind,
        text: &str,
    ) -> Result<Target, Fault> {
        if let Some(other) = value.as_object().and_then(|all| all.keys().find(|key| *key != "$ref"))
        {
            return Err(Fault::new(
                format!("stands beside `{other}`, and only one of them can be taken"),
                format!("move `{other}` into what it refers to, or write that out here"),
            ));
        }
        let target = target::step(&mut self.library, base, text)?;
        let is_around = |(other, _): &&(Target, Place)| *other == target;
        let circle = self.around.iter().find(is_around);
        let endless = self.around.last().filter(|_| self.around.len() >= MOST_HOPS);
        if let Some((_, place)) = circle.or(endless) {
            return Err(Fault::Said {
                what: "includes what it stands in, which would never end".to_owned(),
                help: "take one of the two references out".to_owned(),
                related: Some(("that is included here".to_owned(), place.clone())),
            });
        }
        self.check_likeness(&target, kind)?;
        Ok(target)
    }

    fn check_likeness(&self, target: &Target, wanted: Kind) -> Result<(), Fault> {
        let value = self.library.value(target.file, &target.pointer);
        match value.and_then(|value| likeness::instead(value, wanted)) {
            None => Ok(()),
            Some(found) => Err(Fault::new(
                format!("leads to {found}, and here belongs {}", wanted.words()),
                "correct the reference, or say behind a `#` where in the file it is",
            )),
        }
    }

    /// A copy of a node for a place in the document, unless that gets too large by it.
    fn copy(&mut self, target: &Target, level: usize, at: &Pointer) -> Option<(Value, Places)> {
        let (value, places) = self.library.copy(target.file, &target.pointer)?;
        let size = Size::of(&value);
        let mut whole = Size { depth: level.saturating_add(size.depth), ..self.size };
        whole.nodes = whole.nodes.saturating_add(size.nodes);
        whole.bytes = whole.bytes.saturating_add(size.bytes);
        if let Some(excess) = whole.excess() {
            self.stop(
                &format!("with its files put together the document has {excess}"),
                &places,
                at,
            );
            return None;
        }
        self.size = Size { depth: self.size.depth, ..whole };
        Some((value, places))
    }

    /// Stops where the last reference asked for more files than are read.
    fn check_room(&mut self, places: &Places, at: &Pointer) {
        if let Some(excess) = self.library.excess.take() {
            self.stop(&excess, places.child("$ref").unwrap_or(places), at);
        }
    }

    fn stop(&mut self, message: &str, places: &Places, at: &Pointer) {
        self.is_full = true;
        let help = "this is more than any API needs: look for files that refer to each other many \
                    times over, or got into the folder by mistake";
        let problem = Diagnostic::new(message, help).at(places.place().clone());
        self.problems.push(problem.pointer(at.clone()));
    }

    /// A reference that leads nowhere must not lead somewhere by chance.
    fn unresolvable(&self, entries: &mut Map<String, Value>, base: FileId, text: &str) {
        let text = match text.starts_with('#') {
            true => format!("{}{text}", self.library.address(base)),
            false => text.to_owned(),
        };
        entries.insert("$ref".to_owned(), json!(text));
    }

    /// Remembers what is written.
    fn note(&mut self, places: &Places, text: &str, fault: Option<Fault>) {
        let place = places.child("$ref").unwrap_or(places).place().clone();
        self.references.insert(place, Written { text: text.to_owned(), fault });
    }

    /// Does something so many levels further in.
    fn within<T>(&mut self, levels: usize, does: impl FnOnce(&mut Self) -> T) -> T {
        self.level += levels;
        let done = does(self);
        self.level -= levels;
        done
    }
}

fn object_in<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Map<String, Value>> {
    object_of(value.as_object_mut()?.entry(key).or_insert_with(|| json!({})))
}

fn object_of(value: &mut Value) -> Option<&mut Map<String, Value>> {
    value.as_object_mut()
}
