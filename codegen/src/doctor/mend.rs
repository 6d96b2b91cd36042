//! The shapes that most actions have.
//!
//! An Overlay 1.0 aims at objects and arrays alone. So a keyword with a plain value cannot be taken
//! out: what holds it is taken out and stated anew. A list cannot be changed but at its end, and is
//! stated anew as well.

use serde_json::{Value, json};

use super::action::{Action, Effect, target};
use crate::pointer::Pointer;

/// What stands in the action beside what it does.
#[derive(Clone, Copy)]
pub(super) struct Words<'w> {
    pub(super) description: &'w str,
    pub(super) evidence: &'w str,
}

impl Words<'_> {
    /// Merges something into a node.
    pub(super) fn update(self, root: &Value, at: &Pointer, update: Value) -> Action {
        self.aimed(target(root, at), Effect::Update(update))
    }

    /// Takes a node out.
    pub(super) fn remove(self, root: &Value, at: &Pointer) -> Action {
        self.aimed(target(root, at), Effect::Remove)
    }

    /// Puts another node in the place of one: two actions. An item of a list has no key to be put
    /// back under, so the list is stated anew. None for the document itself.
    pub(super) fn restate(self, root: &Value, at: &Pointer, node: Value) -> Vec<Action> {
        let Some((parent, key)) = at.split_last() else { return Vec::new() };
        match parent.resolve(root) {
            Some(Value::Array(items)) => {
                let mut items = items.clone();
                let item = key.parse().ok().and_then(|index: usize| items.get_mut(index));
                if let Some(item) = item {
                    *item = node;
                }
                self.restate(root, &parent, Value::Array(items))
            }
            _ => {
                vec![
                    self.remove(root, at),
                    self.again().update(root, &parent, json!({ key: node })),
                ]
            }
        }
    }

    /// Takes a keyword out of the node that holds it.
    pub(super) fn without(self, root: &Value, at: &Pointer, keywords: &[&str]) -> Vec<Action> {
        let Some(mut node) = at.resolve(root).cloned() else { return Vec::new() };
        if let Some(entries) = node.as_object_mut() {
            entries.retain(|key, _| !keywords.contains(&key.as_str()));
        }
        self.restate(root, at, node)
    }

    /// The words of the second of two actions.
    pub(super) fn again(self) -> Self {
        Self { description: "What the action before took out, stated as it should be.", ..self }
    }

    pub(super) fn aimed(self, target: String, change: Effect) -> Action {
        let Self { description, evidence } = self;
        Action {
            target,
            description: description.to_owned(),
            evidence: evidence.to_owned(),
            change,
        }
    }
}
