//! Whether a schema takes null.

use serde_json::{Map, Value, json};

use super::{MOST_STEPS, Walk, list};
use crate::doctor::schemas::follow;
use crate::pointer::Pointer;

impl<'d> Walk<'d> {
    /// Whether null is a value of a schema, by its own word or by that of a choice.
    pub(super) fn takes_null(
        &mut self,
        schema: &'d Map<String, Value>,
        pointer: &Pointer,
        depth: usize,
    ) -> bool {
        self.steps += 1;
        if self.steps >= MOST_STEPS || depth > crate::check::MOST_HOPS {
            return true;
        }
        let values = schema.get("enum").and_then(Value::as_array);
        if schema.get("nullable") == Some(&json!(true))
            || values.is_some_and(|values| values.contains(&Value::Null))
        {
            return true;
        }
        let choices = ["oneOf", "anyOf", "allOf"];
        if schema.contains_key("type") || values.is_some() {
            return false;
        }
        let mut has_choices = false;
        for key in choices {
            for (index, member) in list(schema, key) {
                has_choices = true;
                let at = pointer.child(key).child(index);
                if let Some((node, at)) = follow(self.root, member, at)
                    && let Some(schema) = node.as_object()
                    && self.takes_null(schema, &at, depth + 1)
                {
                    return true;
                }
            }
        }
        !has_choices
            && !["properties", "items", "additionalProperties"]
                .iter()
                .any(|key| schema.contains_key(*key))
    }
}
