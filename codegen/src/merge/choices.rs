//! Choices among what is merged: what holds for all of them goes into each.

use serde_json::{Map, Value, json};

use super::{Conflict, DEPTH, parts};

/// How many choices a merge may come to.
const MOST: usize = 32;

/// The key of a schema's choices. Those that only say which properties have to be there are none.
pub(super) fn of(schema: &Map<String, Value>) -> Option<&'static str> {
    ["oneOf", "anyOf"].into_iter().find(|key| {
        let choices = schema.get(*key).and_then(Value::as_array);
        choices.is_some_and(|choices| !choices.iter().all(only_requires))
    })
}

/// Whether a choice has no shape of its own.
pub(crate) fn only_requires(choice: &Value) -> bool {
    choice.as_object().is_some_and(|choice| {
        choice.contains_key("required")
            && choice.iter().all(|(key, node)| match key.as_str() {
                "required" | "title" | "description" | "not" => true,
                "type" => node == "object",
                _ => false,
            })
    })
}

/// Merges parts, one of which may be a choice: then each choice is merged with the rest.
pub(super) fn distribute(
    root: &Value,
    parts: Vec<Map<String, Value>>,
    depth: u64,
) -> Result<Map<String, Value>, Conflict> {
    let mut fixed = Vec::new();
    let mut choosing: Vec<(&'static str, Vec<Value>, Option<Value>)> = Vec::new();
    for mut part in parts {
        while let Some(key) = of(&part) {
            let choices = part.shift_remove(key);
            let choices = choices.and_then(|choices| choices.as_array().cloned());
            choosing.push((key, choices.unwrap_or_default(), part.shift_remove("discriminator")));
        }
        // What tells the choices apart belongs to them; a member that has none says of which type an
        // object is that is made of it, and what is merged here is one of these.
        for key in ["oneOf", "anyOf", "discriminator"] {
            part.shift_remove(key);
        }
        let says_something = |part: &Map<String, Value>| {
            part.keys().any(|key| !["type", "title", "not"].contains(&key.as_str()))
        };
        if choosing.is_empty() || says_something(&part) {
            fixed.push(part);
        }
    }
    let Some((key, mut choices, discriminator)) = choosing.pop() else {
        return parts::combine(root, fixed, depth);
    };
    for (_, others, _) in choosing {
        let pairs = others.iter().flat_map(|other| {
            choices.iter().map(move |choice| json!({ "allOf": [other, choice] }))
        });
        choices = pairs.collect();
    }
    if choices.len() > MOST {
        let message = format!("together they come to {} choices", choices.len());
        return Err(Conflict::new(message));
    }
    if !fixed.is_empty() {
        let base = Value::Object(parts::combine(root, fixed, depth)?);
        let with_base = |choice: &Value| {
            let mut all = json!({ "allOf": [base, choice], DEPTH: depth + 1 });
            if let (Some(all), Some(reference)) = (all.as_object_mut(), choice.get("$ref")) {
                all.insert("x-choice".to_owned(), reference.clone());
            }
            all
        };
        choices = choices.iter().map(with_base).collect();
    }
    let mut out = Map::new();
    out.insert(key.to_owned(), Value::Array(choices));
    out.extend(discriminator.map(|discriminator| ("discriminator".to_owned(), discriminator)));
    Ok(out)
}
