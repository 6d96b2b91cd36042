//! What can become of a node that is stated anew.

use serde_json::{Map, Value, json};

/// A change that leaves another node in the place of one.
#[derive(Clone, Debug)]
pub(in crate::doctor) enum Rewrite {
    /// The object without these keys.
    Without(Vec<String>),
    /// The list without these entries; an empty one is taken out.
    Unlisted(Vec<Value>),
    /// The list with these texts for those.
    Respelt(Vec<(String, String)>),
    /// The hint `x-doctor` without an allowance; one that allows nothing is taken out.
    Disallowed(String),
    /// A reference to a value that may be null.
    Nullable,
    /// The object with other entries than those that are listed.
    Open(Value),
    /// An integer that may have a fraction.
    Number,
    /// This schema; what is said in words of the old one stays.
    Stated(Value),
    /// A choice between what it is and this schema; what is said in words is said of both.
    Either(Value),
    /// Nothing.
    Gone,
}

/// What is said of a value whatever its type.
const SAID: [&str; 6] = ["title", "description", "deprecated", "nullable", "readOnly", "writeOnly"];

impl Rewrite {
    /// Which of several comes first: what takes something out has to find it in its place.
    pub(super) fn rank(&self) -> usize {
        match self {
            Self::Without(_) | Self::Unlisted(_) | Self::Respelt(_) | Self::Disallowed(_) => 0,
            Self::Nullable | Self::Open(_) => 1,
            Self::Number => 2,
            Self::Stated(_) | Self::Either(_) => 3,
            Self::Gone => 4,
        }
    }

    /// What becomes of a node.
    pub(in crate::doctor) fn applied(&self, mut node: Value) -> Option<Value> {
        match self {
            Self::Without(keywords) => {
                if let Some(entries) = node.as_object_mut() {
                    entries.retain(|key, _| !keywords.contains(key));
                }
                Some(node)
            }
            Self::Unlisted(values) => {
                let items = node.as_array_mut()?;
                items.retain(|item| !values.contains(item));
                (!items.is_empty()).then_some(node)
            }
            Self::Respelt(spellings) => {
                let mut out: Vec<Value> = Vec::new();
                for value in node.as_array()? {
                    let other = spellings.iter().find(|(old, _)| value == old);
                    let stated = other.map_or_else(|| value.clone(), |(_, new)| json!(new));
                    if !out.contains(&stated) {
                        out.push(stated);
                    }
                }
                Some(Value::Array(out))
            }
            Self::Disallowed(check) => {
                let allow = node.get_mut("allow").and_then(Value::as_object_mut)?;
                allow.shift_remove(check);
                (!allow.is_empty()).then_some(node)
            }
            Self::Nullable => {
                if let Some(entries) = node.as_object_mut()
                    && let Some(reference) = entries.shift_remove("$ref")
                {
                    entries.insert("nullable".to_owned(), json!(true));
                    entries.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
                }
                Some(node)
            }
            Self::Open(others) => {
                if let Some(entries) = node.as_object_mut() {
                    entries.insert("additionalProperties".to_owned(), others.clone());
                }
                Some(node)
            }
            Self::Number => {
                if let Some(entries) = node.as_object_mut() {
                    entries.shift_remove("format");
                    entries.insert("type".to_owned(), json!("number"));
                }
                Some(node)
            }
            Self::Stated(schema) => Some(stated(node, schema.clone())),
            Self::Either(other) => Some(either(node, other.clone())),
            Self::Gone => None,
        }
    }
}

fn stated(documented: Value, mut schema: Value) -> Value {
    let said: Map<String, Value> = said(&documented).collect();
    let may_be_null = said.get("nullable") == Some(&json!(true));
    match schema.as_object_mut() {
        // Nothing counts beside a reference.
        Some(entries) if entries.contains_key("$ref") && may_be_null => {
            json!({ "nullable": true, "allOf": [schema] })
        }
        Some(entries) if !entries.contains_key("$ref") => {
            for (key, node) in said {
                entries.entry(key).or_insert(node);
            }
            schema
        }
        _ => schema,
    }
}

fn either(documented: Value, other: Value) -> Value {
    let mut out: Map<String, Value> = said(&documented).collect();
    let mut choice = documented;
    if let Some(entries) = choice.as_object_mut() {
        entries.retain(|key, _| !SAID.contains(&key.as_str()));
        // A part that is alone, which a reference becomes when null is said of it.
        if let Some(Value::Array(parts)) = entries.get("allOf")
            && let (1, [only]) = (entries.len(), parts.as_slice())
        {
            choice = only.clone();
        }
    }
    out.insert("oneOf".to_owned(), json!([choice, other]));
    Value::Object(out)
}

fn said(schema: &Value) -> impl Iterator<Item = (String, Value)> {
    SAID.into_iter().filter_map(|key| Some((key.to_owned(), schema.get(key)?.clone())))
}
