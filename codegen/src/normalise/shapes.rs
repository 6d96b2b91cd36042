//! Says of each schema what it only implies, and takes out what says nothing about a value's form.
//!
//! progenitor reads a schema without `type` as a choice of everything, makes a type without fields
//! of an object that lists none, and loses a property that is required and not described.

use serde_json::{Map, Value, json};

use super::schemas;

/// What typed Rust cannot say.
const SILENT: [&str; 4] = ["not", "externalDocs", "xml", "title"];

pub(super) fn run(document: &mut Value) {
    schemas::for_each(document, &mut |schema| {
        if schema.contains_key("$ref") {
            return;
        }
        if let Some(title) = schema.get("title").cloned() {
            schema.insert("x-title".to_owned(), title);
        }
        for key in SILENT {
            schema.shift_remove(key);
        }
        imply(schema);
        match schema.get("type").and_then(Value::as_str) {
            Some("object") => object(schema),
            Some("array") => array(schema),
            _ => {}
        }
        listed(schema);
    });
}

/// Adds the `type` that other keywords imply.
fn imply(schema: &mut Map<String, Value>) {
    let is_choice = ["allOf", "anyOf", "oneOf"].iter().any(|key| schema.contains_key(*key));
    if schema.contains_key("type") || is_choice {
        return;
    }
    let has = |keys: &[&str]| keys.iter().any(|key| schema.contains_key(*key));
    let values = schema.get("enum").and_then(Value::as_array);
    let values: Vec<&Value> = values.into_iter().flatten().filter(|v| !v.is_null()).collect();
    let all = |fits: fn(&Value) -> bool| !values.is_empty() && values.iter().all(|v| fits(v));
    let kind = if has(&["properties", "additionalProperties", "required", "maxProperties"]) {
        "object"
    } else if has(&["items", "minItems", "maxItems", "uniqueItems"]) {
        "array"
    } else if all(Value::is_string) || has(&["minLength", "maxLength", "pattern"]) {
        "string"
    } else if all(is_integer) {
        "integer"
    } else if all(Value::is_number) || has(&["minimum", "maximum", "multipleOf"]) {
        "number"
    } else if all(Value::is_boolean) {
        "boolean"
    } else {
        return;
    };
    schema.insert("type".to_owned(), json!(kind));
}

fn is_integer(value: &Value) -> bool {
    value.is_i64() || value.is_u64()
}

fn object(schema: &mut Map<String, Value>) {
    let required = schema.get("required").and_then(Value::as_array).cloned().unwrap_or_default();
    let mut properties = match schema.shift_remove("properties") {
        Some(Value::Object(properties)) => properties,
        _ => Map::new(),
    };
    for name in required.iter().filter_map(Value::as_str) {
        if !properties.contains_key(name) {
            properties.insert(name.to_owned(), json!({}));
        }
    }
    if properties.is_empty() {
        schema.shift_remove("required");
    } else {
        if schema.get("additionalProperties") == Some(&Value::Bool(true)) {
            schema.insert("additionalProperties".to_owned(), json!({}));
        }
        schema.insert("properties".to_owned(), Value::Object(properties));
    }
    // An answer with more in it than the document allows is still read.
    if schema.get("additionalProperties") == Some(&Value::Bool(false)) {
        schema.shift_remove("additionalProperties");
    }
}

/// Items of which nothing is known but that they are objects may as well be something else: what a
/// service has once sent as a text must not cost the whole answer.
fn array(schema: &mut Map<String, Value>) {
    let items = schema.entry("items").or_insert_with(|| json!({}));
    let is_bare = |key: &String| matches!(key.as_str(), "type" | "description" | "example");
    if let Some(node) = items.as_object_mut()
        && node.get("type") == Some(&json!("object"))
        && node.keys().all(is_bare)
    {
        node.shift_remove("type");
    }
}

/// Listed values that are no texts and no whole numbers: every value of the type is taken, as a new
/// one would be anyway. Values of several types become a choice of these.
fn listed(schema: &mut Map<String, Value>) {
    let Some(Value::Array(values)) = schema.get("enum") else { return };
    let values = values.clone();
    let is_typed = match schema.get("type").and_then(Value::as_str) {
        Some("string" | "integer") => return,
        kind => kind.is_some(),
    };
    schema.shift_remove("enum");
    if values.iter().any(Value::is_null) {
        schema.insert("nullable".to_owned(), json!(true));
    }
    if is_typed {
        return;
    }
    let of = |kind: &str, fits: fn(&Value) -> bool| {
        let fitting: Vec<&Value> = values.iter().filter(|value| fits(value)).collect();
        (!fitting.is_empty()).then(|| json!({ "type": kind, "enum": fitting }))
    };
    let mut choices: Vec<Value> =
        [of("string", Value::is_string), of("integer", is_integer)].into_iter().flatten().collect();
    if values.iter().any(|value| value.is_f64()) {
        choices.push(json!({ "type": "number" }));
    }
    if values.iter().any(Value::is_boolean) {
        choices.push(json!({ "type": "boolean" }));
    }
    let has_others = values.iter().any(|value| value.is_array() || value.is_object());
    if !has_others && !choices.is_empty() {
        schema.insert("oneOf".to_owned(), Value::Array(choices));
    }
}
