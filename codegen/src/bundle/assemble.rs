//! The components that come out of files, put into the document.
//!
//! They stand as the bundler of the VRChat documentation puts them, each behind what it refers to: where
//! two names would be one in Rust, the order decides which is changed.

use std::collections::{HashMap, HashSet};

use serde_json::{Map, Value, json};

use super::kind::Kind;
use super::{Bundler, Component, Part};
use crate::places::Places;
use crate::pointer::Pointer;
use crate::references;

/// Components by pointer.
pub(super) type Finished = HashMap<Pointer, (Value, Places)>;

impl Bundler<'_> {
    /// A component as it stands in the document.
    pub(super) fn component(
        &mut self,
        component: &Component,
    ) -> Option<(Pointer, (Value, Places))> {
        let Component { node, section, name, target } = component;
        let at = Pointer::of(&["components", section, name]);
        let (mut value, places) = self.copy(target, 3, &at)?;
        let changed = self.within(3, |bundler| {
            let (kind, at) = (Kind::One(*node), at.clone());
            let places = &places;
            bundler.part(Part { value: &mut value, places, base: target.file, kind, at })
        });
        Some((at, (value, changed.unwrap_or(places))))
    }
}

/// Puts the components into the document.
pub(super) fn insert(value: &mut Value, places: &mut Places, mut finished: Finished) {
    for pointer in order(value, &finished) {
        let Some((component, its_places)) = finished.remove(&pointer) else { continue };
        let tokens: Vec<String> = pointer.tokens().collect();
        let [components, section, name] = tokens.as_slice() else { continue };
        let sections = object_in(value, components);
        let entries = sections.and_then(|sections| {
            sections.entry(section).or_insert_with(|| json!({})).as_object_mut()
        });
        if let Some(entries) = entries {
            entries.insert(name.clone(), component);
            places.change(components, |places| {
                places.change(section, |places| places.insert(name, its_places));
            });
        }
    }
}

/// The components as the operations lead to them, each behind those that it leads to itself.
fn order(value: &Value, finished: &Finished) -> Vec<Pointer> {
    let leads_to = |value: &Value| {
        let found = references::find(value, &Pointer::root()).into_iter();
        let found: Vec<_> = found.filter_map(|one| Pointer::from_reference(one.target)).collect();
        found.into_iter()
    };
    let mut order = Vec::new();
    let mut seen = HashSet::new();
    for start in [value.get("paths"), Some(value)].into_iter().flatten() {
        let mut open = vec![(None, leads_to(start))];
        while let Some((holder, next)) = open.last_mut() {
            match next.next() {
                Some(pointer) if seen.insert(pointer.clone()) => {
                    let component = finished.get(&pointer).map(|(value, _)| value);
                    if let Some(value) = component.or_else(|| pointer.resolve(value)) {
                        open.push((Some(pointer), leads_to(value)));
                    }
                }
                Some(_) => {}
                None => {
                    order.extend(holder.take());
                    open.pop();
                }
            }
        }
    }
    // What only the mapping of a discriminator leads to.
    let mut rest: Vec<_> = finished.keys().filter(|pointer| !seen.contains(pointer)).collect();
    rest.sort();
    order.extend(rest.into_iter().cloned());
    order
}

fn object_in<'v>(value: &'v mut Value, key: &str) -> Option<&'v mut Map<String, Value>> {
    value.as_object_mut()?.entry(key).or_insert_with(|| json!({})).as_object_mut()
}
