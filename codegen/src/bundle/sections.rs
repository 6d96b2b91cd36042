//! The components that the document itself names: their names are given before any other.

use serde_json::Value;

use super::kind::{Kind, Node};
use super::library::{FileId, Library, ROOT};
use super::names::Names;
use super::target::{self, Target};
use super::{Bundler, Part};
use crate::places::Places;
use crate::pointer::Pointer;

/// Gives each its name. `components` and its sections may be files themselves.
pub(super) fn register(library: &mut Library<'_>, names: &mut Names) {
    let components = Target { file: ROOT, pointer: Pointer::of(&["components"]) };
    let components = target::end(library, components);
    for section in keys(library, &components) {
        let Some(section) = Node::of_section(&section).and_then(Node::section) else { continue };
        let pointer = components.pointer.child(section);
        let entries = target::end(library, Target { file: components.file, pointer });
        let mut own: Vec<_> = keys(library, &entries)
            .into_iter()
            .map(|name| {
                let pointer = entries.pointer.child(&name);
                let target = Target { file: entries.file, pointer };
                let (end, hops) = target::end_and_hops(library, target);
                (name, end, hops)
            })
            .collect();
        // What is named in the first place has its own name, and not that of something that leads to it.
        own.sort_by_key(|(_, _, hops)| *hops);
        for (name, end, _) in &own {
            names.reserve(section, name, end);
        }
    }
}

/// The section whose entries stand in the node at a pointer of the document.
pub(super) fn section_at(at: &Pointer, kind: Kind) -> Option<&'static str> {
    let mut tokens = at.tokens();
    let is_section = tokens.next()? == "components" && tokens.next().is_some();
    match kind {
        Kind::Map(node) if is_section && tokens.next().is_none() => node.section(),
        _ => None,
    }
}

impl Bundler<'_> {
    /// The entries of a section of `components`. One that is a reference to a file is what that file
    /// holds, under the entry's own name.
    pub(super) fn entries(
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
}

fn keys(library: &Library<'_>, target: &Target) -> Vec<String> {
    let value = library.value(target.file, &target.pointer);
    let entries = value.and_then(Value::as_object);
    entries.map(|entries| entries.keys().cloned().collect()).unwrap_or_default()
}
