//! The schema of values that were seen: what a document could have said of them.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::formats::{id_prefix, is_date_time, is_uuid};
use super::keys::{is_data, varies};
use super::{sizes, untyped};
use crate::document::Document;
use crate::hints::DOCTOR;
use crate::pointer::Pointer;

/// How deep a schema is written out; what is deeper is any JSON.
const MOST_DEPTH: usize = 20;

/// What an id begins with, and the component for such ids.
pub(super) struct Inference {
    ids: Vec<(String, Value)>,
}

impl Inference {
    pub(super) fn of(document: &Document) -> Self {
        let mut ids = Vec::new();
        let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
        for (name, schema) in schemas.into_iter().flatten() {
            let is_text = schema.get("type").and_then(Value::as_str) == Some("string")
                && schema.get("enum").is_none();
            let example = schema.get("example").and_then(Value::as_str);
            if let Some(prefix) = example.and_then(id_prefix).filter(|_| is_text) {
                let at = Pointer::of(&["components", "schemas", name]);
                ids.push((prefix.to_owned(), json!({ "$ref": at.to_string() })));
            }
        }
        Self { ids }
    }

    /// What all of the values are of. Nothing in it is required, as nobody has seen all values.
    pub(super) fn schema(&self, values: &[&Value], name: Option<&str>) -> Value {
        self.at_depth(values, name, 0)
    }

    fn at_depth(&self, values: &[&Value], name: Option<&str>, depth: usize) -> Value {
        let is_null = |value: &&&Value| value.is_null();
        let has_null = values.iter().any(|value| value.is_null());
        let values: Vec<&Value> = values.iter().filter(|v| !is_null(v)).copied().collect();
        if values.is_empty() || depth > MOST_DEPTH {
            return json!({});
        }
        let all = |is: fn(&Value) -> bool| values.iter().all(|value| is(value));
        let mut schema = if all(Value::is_boolean) {
            json!({ "type": "boolean" })
        } else if all(is_integer) {
            integer(&values, name)
        } else if all(Value::is_number) {
            json!({ "type": "number" })
        } else if all(Value::is_string) {
            self.text(&values, has_null)
        } else if all(Value::is_array) {
            let items: Vec<&Value> = values.iter().filter_map(|v| v.as_array()).flatten().collect();
            let items = self.at_depth(&items, None, depth + 1);
            array(items)
        } else if all(Value::is_object) {
            self.object(&values, depth)
        } else {
            // Of several types: any JSON.
            return json!({});
        };
        if let Some(entries) = schema.as_object_mut().filter(|_| has_null) {
            entries.insert("nullable".to_owned(), json!(true));
        }
        schema
    }

    fn object(&self, values: &[&Value], depth: usize) -> Value {
        let maps: Vec<&Map<String, Value>> = values.iter().filter_map(|v| v.as_object()).collect();
        let is_map = varies(maps.iter().copied());
        let mut properties: Map<String, Value> = Map::new();
        let mut others: Vec<&Value> = Vec::new();
        let mut by_name: Vec<(&str, Vec<&Value>)> = Vec::new();
        let mut index: HashMap<&str, usize> = HashMap::new();
        for (name, value) in maps.iter().copied().flatten() {
            if is_map || is_data(name) {
                others.push(value);
                continue;
            }
            let at = *index.entry(name).or_insert(by_name.len());
            match by_name.get_mut(at) {
                Some((_, shown)) => shown.push(value),
                None => by_name.push((name, vec![value])),
            }
        }
        for (name, shown) in by_name {
            properties.insert(name.to_owned(), self.at_depth(&shown, Some(name), depth + 1));
        }
        let mut out = Map::from_iter([("type".to_owned(), json!("object"))]);
        if !properties.is_empty() {
            out.insert("properties".to_owned(), Value::Object(properties));
        }
        if !others.is_empty() || out.len() == 1 {
            let others = self.others_at_depth(&others, depth + 1);
            out.insert("additionalProperties".to_owned(), others);
        }
        Value::Object(out)
    }

    /// What all entries are whose keys are data, as `additionalProperties` says it.
    pub(super) fn others(&self, values: &[&Value]) -> Value {
        self.others_at_depth(values, 0)
    }

    fn others_at_depth(&self, values: &[&Value], depth: usize) -> Value {
        let schema = self.at_depth(values, None, depth);
        match schema.as_object().is_some_and(Map::is_empty) {
            true => json!(true),
            false => schema,
        }
    }

    fn text(&self, values: &[&Value], has_null: bool) -> Value {
        let texts: Vec<&str> = values.iter().filter_map(|value| value.as_str()).collect();
        let all = |is: fn(&str) -> bool| texts.iter().all(|text| is(text));
        if all(is_date_time) {
            return json!({ "type": "string", "format": "date-time" });
        }
        if all(is_uuid) {
            return json!({ "type": "string", "format": "uuid" });
        }
        let prefixes: Vec<Option<&str>> = texts.iter().map(|text| id_prefix(text)).collect();
        match prefixes.as_slice() {
            [Some(first), ..] if prefixes.iter().all(|prefix| *prefix == Some(*first)) => {
                let known = self.ids.iter().find(|(prefix, _)| prefix == first);
                match known {
                    Some((_, reference)) if has_null => json!({ "allOf": [reference] }),
                    Some((_, reference)) => reference.clone(),
                    None => json!({
                        "type": "string",
                        "description": format!("An id: `{first}_` and a UUID."),
                    }),
                }
            }
            _ => json!({ "type": "string" }),
        }
    }
}

/// A list with these entries; where nothing is known of them, that is accepted.
fn array(items: Value) -> Value {
    match items.as_object().is_some_and(Map::is_empty) {
        true => json!({
            "type": "array",
            "items": {},
            DOCTOR: { "allow": { untyped::ARRAYS: "nothing was seen that tells their type" } },
        }),
        false => json!({ "type": "array", "items": items }),
    }
}

fn integer(values: &[&Value], name: Option<&str>) -> Value {
    if name.is_some_and(sizes::is_size_by_name) {
        return match values.iter().any(|value| sizes::is_negative(value)) {
            true => json!({ "type": "integer", "format": "int64" }),
            false => json!({ "type": "integer", "format": "int64", "minimum": 0 }),
        };
    }
    let is_wide = |value: &&Value| value.as_f64().is_some_and(|n| n.abs() > f64::from(i32::MAX));
    match values.iter().any(is_wide) {
        true => json!({ "type": "integer", "format": "int64" }),
        false => json!({ "type": "integer" }),
    }
}

pub(super) fn is_integer(value: &Value) -> bool {
    let whole = |number: f64| number.fract() == 0.0 && number.abs() < 2f64.powi(63);
    value.is_i64() || value.is_u64() || value.as_f64().is_some_and(whole)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_schema_says_what_all_values_have_in_common() {
        let user = json!({ "$ref": "#/components/schemas/UserID" });
        let inference = Inference { ids: vec![("usr".to_owned(), user.clone())] };
        let id = "9439f8cc-1c6b-4dca-9a07-d2eccb570701";
        let of = |values: Value| {
            let values: Vec<&Value> = values.as_array().expect("a list").iter().collect();
            inference.schema(&values, None)
        };
        let cases = [
            (json!([true, null]), json!({ "type": "boolean", "nullable": true })),
            (json!([1, 2.0]), json!({ "type": "integer" })),
            (json!([3_000_000_000_u64]), json!({ "type": "integer", "format": "int64" })),
            (json!([1, 2.5]), json!({ "type": "number" })),
            (json!([1, "a"]), json!({})),
            (json!([null]), json!({})),
            (
                json!(["2026-07-21T02:09:29.602Z"]),
                json!({ "type": "string", "format": "date-time" }),
            ),
            (json!(["2026-07-21T02:09:29+01:00", ""]), json!({ "type": "string" })),
            (json!([id]), json!({ "type": "string", "format": "uuid" })),
            (json!([format!("usr_{id}")]), user),
            (json!([format!("a secret_{id}")]), json!({ "type": "string" })),
            (
                json!([{ id: 1, "name": "a" }]),
                json!({
                    "type": "object",
                    "properties": { "name": { "type": "string" } },
                    "additionalProperties": { "type": "integer" },
                }),
            ),
            (
                json!([{ "red": 1 }, { "green": 2 }, { "blue": 3 }]),
                json!({ "type": "object", "additionalProperties": { "type": "integer" } }),
            ),
            (
                json!([{ "fileSize": 1, "a": [] }]),
                json!({ "type": "object", "properties": {
                    "fileSize": { "type": "integer", "format": "int64", "minimum": 0 },
                    "a": array(json!({})),
                } }),
            ),
        ];
        for (values, expected) in cases {
            assert_eq!(of(values.clone()), expected, "{values}");
        }
    }
}
