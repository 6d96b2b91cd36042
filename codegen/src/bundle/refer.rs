//! A reference to what becomes a component.

use serde_json::{Map, Value, json};

use super::Bundler;
use super::kind::Kind;
use super::library::FileId;
use super::target::{self, Target};
use super::{Component, likeness};
use crate::document::{Fault, Written};
use crate::places::Places;
use crate::pointer::Pointer;

impl Bundler<'_> {
    /// Lets a reference lead to the component that its target is or becomes.
    pub(super) fn refer(
        &mut self,
        entries: &mut Map<String, Value>,
        places: &Places,
        base: FileId,
        (kind, section): (Kind, &'static str),
        text: &str,
    ) {
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
    pub(super) fn name(
        &mut self,
        target: Target,
        kind: Kind,
        section: &'static str,
    ) -> Result<String, Fault> {
        // In another section it is of another kind, which is found when kinds are checked.
        if let Some((section, name)) = self.names.anywhere(section, &target) {
            return Ok(Pointer::of(&["components", &section, &name]).to_string());
        }
        self.check_likeness(&target, kind)?;
        let (name, is_new) = self.names.choose(&self.library, section, &target);
        if let (true, Kind::One(node)) = (is_new, kind) {
            self.open.push_back(Component { node, section, name: name.clone(), target });
        }
        Ok(Pointer::of(&["components", section, &name]).to_string())
    }

    /// Lets a reference, in a place where none is expected, lead to the component that its target is.
    /// Says whether that is settled: what is no component may be something to write out.
    pub(super) fn refer_on(
        &mut self,
        entries: &mut Map<String, Value>,
        places: &Places,
        base: FileId,
        text: &str,
    ) -> bool {
        let found = target::find(&mut self.library, base, text);
        match found.map(|target| self.names.anywhere("schemas", &target)) {
            Ok(None) => return false,
            Ok(Some((section, name))) => {
                let reference = Pointer::of(&["components", &section, &name]).to_string();
                entries.insert("$ref".to_owned(), json!(reference));
                self.note(places, text, None);
            }
            Err(fault) => {
                self.unresolvable(entries, base, text);
                self.note(places, text, Some(fault));
            }
        }
        true
    }

    pub(super) fn check_likeness(&self, target: &Target, wanted: Kind) -> Result<(), Fault> {
        let value = self.library.value(target.file, &target.pointer);
        match value.and_then(|value| likeness::instead(value, wanted)) {
            None => Ok(()),
            Some(found) => Err(Fault::new(
                format!("leads to {found}, and here belongs {}", wanted.words()),
                "correct the reference, or say behind a `#` where in the file it is",
            )),
        }
    }

    /// A reference that leads nowhere must not lead somewhere by chance.
    pub(super) fn unresolvable(&self, entries: &mut Map<String, Value>, base: FileId, text: &str) {
        let text = match text.starts_with('#') {
            true => format!("{}{text}", self.library.address(base)),
            false => text.to_owned(),
        };
        entries.insert("$ref".to_owned(), json!(text));
    }

    /// Remembers what is written.
    pub(super) fn note(&mut self, places: &Places, text: &str, fault: Option<Fault>) {
        let place = places.child("$ref").unwrap_or(places).place().clone();
        self.references.insert(place, Written { text: text.to_owned(), fault });
    }
}
