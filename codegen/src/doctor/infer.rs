//! The schema of values that were seen: what a document could have said of them.

use serde_json::{Map, Value, json};

use super::{Patient, sizes, untyped};
use crate::hints::DOCTOR;
use crate::pointer::Pointer;

/// How deep a schema is written out; what is deeper is any JSON.
const MOST_DEPTH: usize = 20;

/// What an id begins with, and the component for such ids.
pub(super) struct Inference {
    ids: Vec<(String, Value)>,
}

impl Inference {
    pub(super) fn of(patient: &Patient<'_>) -> Self {
        let mut ids = Vec::new();
        let schemas =
            patient.document.value.pointer("/components/schemas").and_then(Value::as_object);
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
        let mut properties = Map::new();
        for name in maps.iter().flat_map(|map| map.keys()) {
            if !properties.contains_key(name) {
                let shown: Vec<&Value> = maps.iter().filter_map(|map| map.get(name)).collect();
                properties.insert(name.clone(), self.at_depth(&shown, Some(name), depth + 1));
            }
        }
        match properties.is_empty() {
            true => json!({ "type": "object", "additionalProperties": true }),
            false => json!({ "type": "object", "properties": properties }),
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

/// What an id such as `usr_` and a UUID begins with.
fn id_prefix(text: &str) -> Option<&str> {
    let (prefix, id) = text.rsplit_once('_')?;
    (is_uuid(id) && !prefix.is_empty()).then_some(prefix)
}

fn is_uuid(text: &str) -> bool {
    let groups: Vec<&str> = text.split('-').collect();
    let lengths: Vec<usize> = groups.iter().map(|group| group.len()).collect();
    lengths == [8, 4, 4, 4, 12] && groups.iter().all(|g| g.chars().all(|c| c.is_ascii_hexdigit()))
}

/// Whether a text is a time as RFC 3339 writes it.
pub(super) fn is_date_time(text: &str) -> bool {
    let Some((date, time)) = text.split_once(['T', 't', ' ']) else { return false };
    let numbers = |text: &str, separator: char, lengths: [usize; 3]| -> bool {
        let parts: Vec<&str> = text.split(separator).collect();
        parts.len() == 3
            && parts.iter().zip(lengths).all(|(part, length)| {
                part.len() == length && part.chars().all(|c| c.is_ascii_digit())
            })
    };
    let (clock, zone) = match time.find(['Z', 'z', '+', '-']) {
        Some(at) => time.split_at(at),
        None => return false,
    };
    let (clock, fraction) = clock.split_once('.').unwrap_or((clock, "0"));
    let is_zone = matches!(zone, "Z" | "z")
        || zone.get(1..).is_some_and(|zone| {
            zone.len() == 5
                && zone
                    .chars()
                    .enumerate()
                    .all(|(i, c)| (i == 2) == (c == ':') && (c == ':' || c.is_ascii_digit()))
        });
    numbers(date, '-', [4, 2, 2])
        && numbers(clock, ':', [2, 2, 2])
        && !fraction.is_empty()
        && fraction.chars().all(|c| c.is_ascii_digit())
        && is_zone
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
