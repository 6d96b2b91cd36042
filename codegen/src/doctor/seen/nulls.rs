//! Whether a schema takes null.
//!
//! By the letter of OpenAPI 3.0.3 `nullable` counts only beside a `type`. Documents write it beside `allOf`,
//! `oneOf` and a `$ref` as well, and mean it; so do the generator, the mends, and this.

use serde_json::{Map, Value, json};

use super::{MOST_STEPS, Walk, list};
use crate::pointer::Pointer;

impl<'d> Walk<'d> {
    /// Whether null is a value of a node, by its own word, by that of what it refers to, or by that of a
    /// choice. Of parts, each has to take it.
    pub(super) fn takes_null(&mut self, node: &'d Value, depth: usize) -> bool {
        self.steps += 1;
        if self.steps >= MOST_STEPS || depth > crate::check::MOST_HOPS {
            return true;
        }
        let Some(schema) = node.as_object() else { return true };
        let values = schema.get("enum").and_then(Value::as_array);
        if schema.get("nullable") == Some(&json!(true))
            || values.is_some_and(|values| values.contains(&Value::Null))
        {
            return true;
        }
        if let Some(reference) = schema.get("$ref").and_then(Value::as_str) {
            let target = Pointer::from_reference(reference);
            let target = target.and_then(|target| target.resolve(self.root));
            return target.is_none_or(|target| self.takes_null(target, depth + 1));
        }
        if schema.contains_key("type") || values.is_some() {
            return false;
        }
        let mut has_choices = false;
        for key in ["oneOf", "anyOf"] {
            for (_, choice) in list(schema, key) {
                has_choices = true;
                if self.takes_null(choice, depth + 1) {
                    return true;
                }
            }
        }
        !has_choices && self.parts_take_null(schema, depth) && !has_shape(schema)
    }

    fn parts_take_null(&mut self, schema: &'d Map<String, Value>, depth: usize) -> bool {
        list(schema, "allOf").all(|(_, part)| self.takes_null(part, depth + 1))
    }
}

/// Whether a schema says what is in a value, and so of which type that is.
fn has_shape(schema: &Map<String, Value>) -> bool {
    ["properties", "items", "additionalProperties"].iter().any(|key| schema.contains_key(*key))
}
