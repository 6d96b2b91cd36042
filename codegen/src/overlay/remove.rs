//! Taking nodes out of a document, values and places side by side.

use std::collections::{BTreeMap, HashSet};

use serde_json::Value;

use super::merge::places_at;
use crate::document::Document;
use crate::pointer::Pointer;

/// Takes all of them out. `None` where one of them is the document itself.
pub(super) fn all(document: &mut Document, targets: &[Pointer]) -> Option<()> {
    // The children of one node at once, so that a long list is gone through once. What is deep comes
    // first: taking an item out moves those behind it.
    let mut by_parent: BTreeMap<(std::cmp::Reverse<usize>, Pointer), HashSet<String>> =
        BTreeMap::new();
    for target in targets {
        let (parent, token) = target.split_last()?;
        let depth = std::cmp::Reverse(parent.tokens().count());
        by_parent.entry((depth, parent)).or_default().insert(token);
    }
    for ((_, parent), tokens) in by_parent {
        match document.value.pointer_mut(parent.as_str()) {
            Some(Value::Object(entries)) => entries.retain(|key, _| !tokens.contains(key)),
            Some(Value::Array(items)) => {
                let mut index = 0..;
                items.retain(|_| index.next().is_none_or(|index| !tokens.contains(&text(index))));
            }
            _ => continue,
        }
        if let Some(places) = places_at(&mut document.places, &parent) {
            places.remove_all(&tokens);
        }
    }
    Some(())
}

fn text(index: usize) -> String {
    index.to_string()
}
