//! The components that the document itself names: their names are given before any other.

use serde_json::Value;

use super::kind::{Kind, Node};
use super::library::{Library, ROOT};
use super::names::Names;
use super::target::{self, Target};
use crate::pointer::Pointer;

/// Gives each its name. `components` and its sections may be files themselves.
pub(super) fn register(library: &mut Library<'_>, names: &mut Names) {
    let components = Target { file: ROOT, pointer: Pointer::of(&["components"]) };
    let components = target::end(library, components);
    for section in keys(library, &components) {
        let Some(section) = Node::of_section(&section).and_then(Node::section) else { continue };
        let pointer = components.pointer.child(section);
        let entries = target::end(library, Target { file: components.file, pointer });
        for name in keys(library, &entries) {
            let own = Target { file: entries.file, pointer: entries.pointer.child(&name) };
            let own = target::end(library, own);
            names.reserve(section, &name, &own);
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

fn keys(library: &Library<'_>, target: &Target) -> Vec<String> {
    let value = library.value(target.file, &target.pointer);
    let entries = value.and_then(Value::as_object);
    entries.map(|entries| entries.keys().cloned().collect()).unwrap_or_default()
}
