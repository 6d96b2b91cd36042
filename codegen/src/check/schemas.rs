//! Schemas that are put together of several, where these disagree.

use std::collections::HashSet;

use serde_json::{Map, Value};

use super::Problems;
use crate::limits::MOST_DEPTH;
use crate::merge;
use crate::pointer::Pointer;
use crate::references;

pub(super) fn check(problems: &mut Problems<'_>) {
    let root = &problems.document.value;
    let mut merges = Merges { root, done: HashSet::new(), open: Vec::new(), left: 0 };
    let mut found = Vec::new();
    references::for_each_object(root, &Pointer::root(), &mut |node, pointer| {
        if let Err(conflict) = merges.whole(node) {
            let property =
                conflict.inside.first().map(|name| format!("of the property `{name}`, "));
            found.push((pointer.clone(), property.unwrap_or_default() + &conflict.message));
        }
    });
    for (pointer, message) in found {
        let at = ["allOf", "oneOf", "anyOf"].into_iter().find(|key| {
            pointer.resolve(root).is_some_and(|node| node.get(key).is_some_and(Value::is_array))
        });
        problems.add(
            None,
            &at.map_or_else(|| pointer.clone(), |key| pointer.child(key)),
            format!("no value can be all of these: {message}"),
            "let the members agree with an overlay action, or write the schema out as one object",
        );
    }
}

/// How many merges one schema may come to, with all that are inside it.
const MOST: usize = 4096;

/// The merges that the pass of that name makes.
struct Merges<'d> {
    root: &'d Value,
    /// The schemas that can be merged, as texts.
    done: HashSet<String>,
    /// Those that the one at hand stands in.
    open: Vec<String>,
    left: usize,
}

impl Merges<'_> {
    /// Merges a schema, and what stands in it, what the merge has put there among it.
    fn whole(&mut self, node: &Map<String, Value>) -> Result<(), merge::Conflict> {
        self.left = MOST;
        self.open.clear();
        if merge::is_needed(node) { self.merge(node) } else { Ok(()) }
    }

    fn merge(&mut self, node: &Map<String, Value>) -> Result<(), merge::Conflict> {
        let key = Value::Object(node.clone()).to_string();
        if self.done.contains(&key) {
            return Ok(());
        }
        // A copy of a schema that holds the schema holds a copy, and so on.
        if self.open.contains(&key) || self.open.len() >= MOST_DEPTH || self.left == 0 {
            return Err(merge::Conflict::endless());
        }
        self.left -= 1;
        self.open.push(key.clone());
        self.inside(&merge::merged(self.root, node)?)?;
        self.open.pop();
        self.done.insert(key);
        Ok(())
    }

    fn inside(&mut self, schema: &Map<String, Value>) -> Result<(), merge::Conflict> {
        for inner in schema.iter().flat_map(|(key, node)| inner(key, node)) {
            if merge::is_needed(inner) {
                self.merge(inner)?;
            } else {
                self.inside(inner)?;
            }
        }
        Ok(())
    }
}

/// The schemas that stand under a key of a schema.
fn inner<'v>(key: &str, node: &'v Value) -> Vec<&'v Map<String, Value>> {
    let nodes: Vec<&Value> = match (key, node) {
        ("properties", Value::Object(properties)) => properties.values().collect(),
        ("allOf" | "anyOf" | "oneOf", Value::Array(choices)) => choices.iter().collect(),
        ("items" | "additionalProperties" | "not", node) => vec![node],
        _ => Vec::new(),
    };
    nodes.into_iter().filter_map(Value::as_object).collect()
}
