//! Merging schemas that have no `allOf` and no choices any more.

use serde_json::{Map, Value, json};

use super::{BOUNDS, Conflict, DEPTH};

/// One schema of several.
pub(super) fn combine(
    root: &Value,
    parts: Vec<Map<String, Value>>,
    depth: u64,
) -> Result<Map<String, Value>, Conflict> {
    let mut out = Map::new();
    for part in parts {
        for (key, node) in part {
            let node = match out.get(&key) {
                Some(there) if *there != node => both(root, &key, there, node, depth)?,
                _ => node,
            };
            out.insert(key, node);
        }
    }
    match (kind(&out), out.contains_key("properties"), out.contains_key("items")) {
        (Some(kind), true, _) if kind != "object" => Err(disagree("type", "object", kind)),
        (Some(kind), _, true) if kind != "array" => Err(disagree("type", "array", kind)),
        _ => Ok(out),
    }
}

fn kind(schema: &Map<String, Value>) -> Option<&str> {
    schema.get("type").and_then(Value::as_str)
}

/// What two schemas say under one key.
fn both(root: &Value, key: &str, one: &Value, other: Value, depth: u64) -> Result<Value, Conflict> {
    match (key, one, other) {
        ("type", one, other) => match (one.as_str(), other.as_str()) {
            (Some("number"), Some("integer")) | (Some("integer"), Some("number")) => {
                Ok(json!("integer"))
            }
            _ => Err(disagree(key, &text(one), &text(&other))),
        },
        ("properties", Value::Object(one), Value::Object(other)) => {
            let mut all = one.clone();
            for (name, node) in other {
                let node = match all.get(&name) {
                    Some(there) => property(root, &name, there, node, depth)?,
                    None => node,
                };
                all.insert(name, node);
            }
            Ok(Value::Object(all))
        }
        ("required", Value::Array(one), Value::Array(other)) => {
            let more = other.into_iter().filter(|name| !one.contains(name));
            Ok(Value::Array(one.iter().cloned().chain(more).collect()))
        }
        ("enum", Value::Array(one), Value::Array(other)) => {
            let common: Vec<Value> =
                one.iter().filter(|value| other.contains(value)).cloned().collect();
            if common.is_empty() {
                return Err(Conflict::new("the `enum`s have no value in common"));
            }
            Ok(Value::Array(common))
        }
        ("items", one, other) => Ok(all_of(one, other, depth)),
        ("additionalProperties", one @ Value::Object(_), other @ Value::Object(_)) => {
            Ok(all_of(one, other, depth))
        }
        // A schema says more than `true`; nothing in a merge closes what another member opens.
        ("additionalProperties", Value::Bool(false), other) => Ok(other),
        ("additionalProperties", one @ Value::Object(_), _) => Ok(one.clone()),
        ("additionalProperties", one, Value::Bool(false)) => Ok(one.clone()),
        ("minimum" | "minLength" | "minItems" | "minProperties", one, other) => {
            Ok(if one.as_f64() > other.as_f64() { one.clone() } else { other })
        }
        ("maximum" | "maxLength" | "maxItems" | "maxProperties", one, other) => {
            Ok(if one.as_f64() < other.as_f64() { one.clone() } else { other })
        }
        ("uniqueItems" | "exclusiveMinimum" | "exclusiveMaximum", ..) => Ok(Value::Bool(true)),
        ("format", one, other) => Err(disagree(key, &text(one), &text(&other))),
        (_, one, _) => Ok(one.clone()),
    }
}

/// A property that two members have: one that says nothing adds nothing, and of two that say
/// something the later words count.
fn property(
    root: &Value,
    name: &str,
    one: &Value,
    other: Value,
    depth: u64,
) -> Result<Value, Conflict> {
    let is_bare = |node: &Value| node.as_object().is_some_and(|node| !says_anything(node));
    if *one == other || is_bare(&other) {
        return Ok(one.clone());
    }
    if is_bare(one) {
        return Ok(other);
    }
    let node = all_of(one, &other, depth);
    let Some(schema) = node.as_object() else { return Ok(node) };
    let merged = super::merged(root, schema).map_err(|mut conflict| {
        conflict.inside.insert(0, name.to_owned());
        conflict
    })?;
    Ok(Value::Object(merged))
}

fn says_anything(schema: &Map<String, Value>) -> bool {
    schema.keys().any(|key| !super::is_annotation(key) && !BOUNDS.contains(&key.as_str()))
}

/// Both at once, with the words of the later, or else of the earlier.
fn all_of(one: &Value, other: impl std::borrow::Borrow<Value>, depth: u64) -> Value {
    let other = other.borrow();
    let mut all = Map::new();
    for node in [one, other] {
        let said = node.as_object().into_iter().flatten();
        let said = said.filter(|(key, _)| super::is_annotation(key) && *key != "nullable");
        all.extend(said.map(|(key, value)| (key.clone(), value.clone())));
        // Where one member lets a value be null, a service may well send that.
        if node.get("nullable") == Some(&Value::Bool(true)) {
            all.insert("nullable".to_owned(), json!(true));
        }
    }
    all.insert("allOf".to_owned(), json!([one, other]));
    all.insert(DEPTH.to_owned(), json!(depth + 1));
    Value::Object(all)
}

fn text(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}

fn disagree(key: &str, one: &str, other: &str) -> Conflict {
    Conflict::new(format!("the `{key}` is `{one}` in one and `{other}` in another"))
}
