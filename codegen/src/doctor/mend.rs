//! What a finding changes of the document, before it is put into actions.
//!
//! Two findings can be about one node, and an action that states a node anew would undo what another has
//! done to it. So a finding says what has to become of a node, and the actions are made of all findings at once.

mod actions;
mod rewrite;

use serde_json::{Map, Value, json};

pub(super) use actions::actions;
pub(super) use rewrite::Rewrite;

use crate::pointer::Pointer;

/// What stands in an action beside what it does.
#[derive(Clone, Debug)]
pub(super) struct Why {
    pub(super) description: String,
    pub(super) evidence: String,
}

impl Why {
    pub(super) fn new(description: impl Into<String>, evidence: impl Into<String>) -> Self {
        Self { description: description.into(), evidence: evidence.into() }
    }
}

/// A change of one node.
#[derive(Clone, Debug)]
pub(super) struct Edit {
    at: Pointer,
    change: Change,
}

#[derive(Clone, Debug)]
enum Change {
    /// Merges this into the object, as an overlay does.
    Merge(Value),
    /// Adds this to the list.
    Append(Value),
    /// Merges this into each of the places that a JSONPath selects.
    Aimed { target: String, places: Vec<Pointer>, update: Value },
    /// Makes another node of it, which no update of an overlay can.
    Rewrite(Rewrite),
}

impl Edit {
    pub(super) fn merge(at: &Pointer, update: Value) -> Self {
        Self { at: at.clone(), change: Change::Merge(update) }
    }

    pub(super) fn append(at: &Pointer, entry: Value) -> Self {
        Self { at: at.clone(), change: Change::Append(entry) }
    }

    pub(super) fn aimed(target: String, places: Vec<Pointer>, update: Value) -> Self {
        Self { at: Pointer::root(), change: Change::Aimed { target, places, update } }
    }

    pub(super) fn rewrite(at: &Pointer, rewrite: Rewrite) -> Self {
        Self { at: at.clone(), change: Change::Rewrite(rewrite) }
    }

    pub(super) fn remove(at: &Pointer) -> Self {
        Self::rewrite(at, Rewrite::Gone)
    }

    /// Takes keywords out of the node that holds them.
    pub(super) fn without(at: &Pointer, keywords: &[&str]) -> Self {
        let keywords = keywords.iter().map(|keyword| (*keyword).to_owned()).collect();
        Self::rewrite(at, Rewrite::Without(keywords))
    }

    /// Says that a value may be null. Nothing counts beside a reference, so that becomes a part.
    pub(super) fn nullable(root: &Value, at: &Pointer) -> Self {
        match at.resolve(root).is_some_and(|node| node.get("$ref").is_some()) {
            true => Self::rewrite(at, Rewrite::Nullable),
            false => Self::merge(at, json!({ "nullable": true })),
        }
    }

    /// The components that it makes something refer to.
    pub(super) fn refers(&self) -> Vec<Pointer> {
        let value = match &self.change {
            Change::Merge(value) | Change::Append(value) => value,
            Change::Aimed { update, .. } => update,
            Change::Rewrite(Rewrite::Stated(value) | Rewrite::Either(value)) => value,
            Change::Rewrite(_) => return Vec::new(),
        };
        let references = crate::references::find(value, &self.at);
        references.iter().filter_map(|one| Pointer::from_reference(one.target)).collect()
    }
}

/// The document as it is with all edits. What adds comes before what rewrites, and the inner before the
/// outer, so that each finds its node where it was.
fn edited<'e>(root: &Value, edits: impl Iterator<Item = &'e Edit>) -> Value {
    let mut whole = root.clone();
    let mut rewrites: Vec<(&Pointer, &Rewrite)> = Vec::new();
    for Edit { at, change } in edits {
        let node = whole.pointer_mut(at.as_str());
        match (change, node) {
            (Change::Merge(update), Some(node)) => merge(node, update),
            (Change::Append(entry), Some(Value::Array(items))) => items.push(entry.clone()),
            (Change::Rewrite(rewrite), _) => rewrites.push((at, rewrite)),
            // What is aimed at many places adds to what nothing rewrites.
            (Change::Aimed { .. } | Change::Merge(_) | Change::Append(_), _) => {}
        }
    }
    rewrites.sort_by_key(|(at, rewrite)| (std::cmp::Reverse(at.tokens().count()), rewrite.rank()));
    for (at, rewrite) in rewrites {
        let Some((parent, key)) = at.split_last() else { continue };
        match whole.pointer_mut(parent.as_str()) {
            Some(Value::Object(entries)) => {
                let Some(node) = entries.get_mut(&key) else { continue };
                match rewrite.applied(node.take()) {
                    Some(other) => *node = other,
                    None => {
                        entries.shift_remove(&key);
                    }
                }
            }
            Some(Value::Array(items)) => {
                let node = key.parse().ok().and_then(|index: usize| items.get_mut(index));
                if let Some(node) = node
                    && let Some(other) = rewrite.applied(node.clone())
                {
                    *node = other;
                }
            }
            _ => {}
        }
    }
    whole
}

/// Merges as an overlay does.
fn merge(node: &mut Value, update: &Value) {
    match (node, update) {
        (Value::Object(entries), Value::Object(updates)) => {
            for (key, update) in updates {
                match entries.get_mut(key) {
                    Some(entry) => merge(entry, update),
                    None => {
                        entries.insert(key.clone(), update.clone());
                    }
                }
            }
        }
        (Value::Array(items), Value::Array(more)) => items.extend(more.iter().cloned()),
        (node, update) => *node = update.clone(),
    }
}

/// The smallest node that an overlay can take out and put back under its key: an item of a list has no
/// key, and what is no object or list cannot be aimed at.
fn unit(root: &Value, at: &Pointer) -> Option<Pointer> {
    let mut at = at.clone();
    loop {
        let (parent, _) = at.split_last()?;
        let is_item = parent.resolve(root).is_some_and(Value::is_array);
        let is_plain = at.resolve(root).is_some_and(|node| !node.is_object() && !node.is_array());
        if !is_item && !is_plain {
            return Some(at);
        }
        at = parent;
    }
}

/// Where an update changes something: its leaves, and what was not there.
fn leaves(root: &Value, at: &Pointer, update: &Value) -> Vec<Pointer> {
    match update {
        Value::Object(entries) if !entries.is_empty() && at.resolve(root).is_some() => {
            entries.iter().flat_map(|(key, update)| leaves(root, &at.child(key), update)).collect()
        }
        _ => vec![at.clone()],
    }
}

/// What is left of an update without what stands at some places.
fn pruned(at: &Pointer, update: &Value, is_out: &dyn Fn(&Pointer) -> bool) -> Option<Value> {
    if is_out(at) {
        return None;
    }
    let Some(entries) = update.as_object().filter(|entries| !entries.is_empty()) else {
        return Some(update.clone());
    };
    let left: Map<String, Value> = entries
        .iter()
        .filter_map(|(key, update)| Some((key.clone(), pruned(&at.child(key), update, is_out)?)))
        .collect();
    (!left.is_empty()).then_some(Value::Object(left))
}
