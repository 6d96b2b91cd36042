//! Puts together what `allOf` takes apart: one reference, or one schema with all the members.
//!
//! Of members that disagree progenitor would make a type without a value, and of one that is null a
//! type of its own. Choices that say no more than which properties have to be there are dropped: no
//! type says so. What cannot be put together has been reported by the stage `check`.

use serde_json::Value;

use super::schemas;
use crate::merge;

pub(super) fn run(document: &mut Value) {
    let root = document.clone();
    schemas::for_each(document, &mut |schema| {
        if merge::is_needed(schema)
            && let Ok(merged) = merge::merged(&root, schema)
        {
            *schema = merged;
        }
        schema.shift_remove(merge::DEPTH);
        for key in ["oneOf", "anyOf"] {
            let choices = schema.get(key).and_then(Value::as_array);
            if choices.is_some_and(|choices| choices.iter().all(merge::only_requires)) {
                schema.shift_remove(key);
            }
        }
    });
}
