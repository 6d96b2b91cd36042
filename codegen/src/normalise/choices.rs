//! Leaves only choices that are choices: of two or more that a value can be.
//!
//! A choice of one is that one, and `null` among the choices makes the schema nullable. An object with
//! a discriminator and no choices stands for every object that is made of it: it keeps what these have
//! beside its own properties.

use serde_json::{Map, Value, json};

use super::schemas;
use crate::merge;

pub(super) fn run(document: &mut Value) {
    let root = document.clone();
    schemas::for_each(document, &mut |schema| {
        for key in ["oneOf", "anyOf"] {
            simplify(&root, schema, key);
        }
        let is_choice = ["oneOf", "anyOf"].iter().any(|key| schema.contains_key(*key));
        if is_choice {
            schema.shift_remove("type");
        } else if schema.shift_remove("discriminator").is_some()
            && schema.contains_key("properties")
        {
            schema.entry("additionalProperties").or_insert_with(|| json!({}));
        }
    });
}

fn simplify(root: &Value, schema: &mut Map<String, Value>, key: &str) {
    let Some(Value::Array(choices)) = schema.shift_remove(key) else { return };
    let (nulls, mut choices): (Vec<Value>, Vec<Value>) = choices.into_iter().partition(is_null);
    let mut is_nullable = !nulls.is_empty();
    for choice in choices.iter_mut().filter_map(Value::as_object_mut) {
        is_nullable |= choice.shift_remove("nullable") == Some(Value::Bool(true));
    }
    let mut distinct: Vec<Value> = Vec::new();
    for choice in choices {
        if !distinct.contains(&choice) {
            distinct.push(choice);
        }
    }
    if is_nullable {
        schema.insert("nullable".to_owned(), json!(true));
    }
    let is_tagged = schema.contains_key("discriminator");
    if distinct.len() == 1 && !is_tagged {
        schema.insert("allOf".to_owned(), Value::Array(distinct));
        if let Ok(merged) = merge::merged(root, schema) {
            *schema = merged;
        }
    } else if !distinct.is_empty() {
        schema.insert(key.to_owned(), Value::Array(distinct));
    }
}

/// Whether nothing but null fits.
fn is_null(choice: &Value) -> bool {
    let Some(choice) = choice.as_object() else { return false };
    let says_nothing =
        |key: &String| matches!(key.as_str(), "nullable" | "description" | "x-title");
    choice.get("type") == Some(&json!("null"))
        || choice
            .get("enum")
            .and_then(Value::as_array)
            .is_some_and(|v| v.iter().all(Value::is_null))
        || (choice.get("nullable") == Some(&Value::Bool(true)) && choice.keys().all(says_nothing))
}
