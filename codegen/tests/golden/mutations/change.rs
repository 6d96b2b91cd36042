//! Small changes of a document, made at any of its nodes.

use serde_json::{Value, json};

/// A change at a node.
#[derive(Clone, Debug)]
pub(super) struct Mutation {
    /// The JSON pointer of the node.
    at: String,
    how: How,
}

#[derive(Clone, Debug)]
enum How {
    /// Takes an entry or an item out.
    Remove(String),
    /// Gives an entry another key.
    Rename(String),
    /// Puts something beside what is there.
    Add(String, Value),
    /// Turns a list around.
    Reverse,
    /// Another value of the same kind, or another type of a schema.
    Other(Value),
}

impl Mutation {
    /// The changed document; nothing where there is nothing to change.
    pub(super) fn apply(&self, document: &Value) -> Option<Value> {
        let mut changed = document.clone();
        let node = changed.pointer_mut(&self.at)?;
        match (&self.how, node) {
            (How::Remove(key), Value::Object(entries)) => {
                entries.shift_remove(key)?;
            }
            (How::Remove(index), Value::Array(items)) => {
                items.remove(index.parse().ok()?);
            }
            (How::Rename(key), Value::Object(entries)) => {
                let renamed =
                    |name: &String| if name == key { format!("{key}Other") } else { name.clone() };
                *entries =
                    entries.iter().map(|(name, entry)| (renamed(name), entry.clone())).collect();
            }
            (How::Add(key, value), Value::Object(entries)) => {
                entries.insert(key.clone(), value.clone());
            }
            (How::Add(_, value), Value::Array(items)) => items.insert(0, value.clone()),
            (How::Reverse, Value::Array(items)) => items.reverse(),
            (How::Other(value), node) => *node = value.clone(),
            _ => return None,
        }
        (changed != *document).then_some(changed)
    }
}

/// Every change that is worth a try.
pub(super) fn mutations(document: &Value) -> Vec<Mutation> {
    let mut found = Vec::new();
    walk(document, "", &mut found);
    found
}

fn walk(node: &Value, at: &str, found: &mut Vec<Mutation>) {
    let mut add = |how: How| found.push(Mutation { at: at.to_owned(), how });
    match node {
        Value::Object(entries) => {
            for key in entries.keys() {
                add(How::Remove(key.clone()));
                add(How::Rename(key.clone()));
            }
            additions(node, at).into_iter().for_each(|(key, value)| add(How::Add(key, value)));
        }
        Value::Array(items) => {
            (0..items.len()).for_each(|index| add(How::Remove(index.to_string())));
            add(How::Reverse);
            if at.ends_with("/enum") {
                let value = if items.iter().all(Value::is_number) {
                    json!(77)
                } else {
                    json!("another-one")
                };
                add(How::Add(String::new(), value));
            }
            if at.ends_with("/parameters") {
                for required in [true, false] {
                    let parameter = json!({
                        "name": "anotherOne", "in": "query", "required": required,
                        "schema": {"type": "string"},
                    });
                    add(How::Add(String::new(), parameter));
                }
            }
        }
        Value::String(text) => {
            add(How::Other(json!(format!("{text}Other"))));
            if at.ends_with("/type") {
                for ty in ["string", "integer", "number", "boolean"] {
                    add(How::Other(json!(ty)));
                }
            }
            if at.ends_with("/in") {
                ["query", "header", "cookie"]
                    .iter()
                    .for_each(|place| add(How::Other(json!(place))));
            }
        }
        Value::Bool(value) => add(How::Other(json!(!value))),
        Value::Number(number) => {
            if let Some(number) = number.as_i64() {
                add(How::Other(json!(number + 1)));
                add(How::Other(json!(number - 1)));
            }
        }
        Value::Null => {}
    }
    match node {
        Value::Object(entries) => {
            for (key, entry) in entries {
                let key = key.replace('~', "~0").replace('/', "~1");
                walk(entry, &format!("{at}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                walk(item, &format!("{at}/{index}"), found);
            }
        }
        _ => {}
    }
}

/// What can be put into an object, by what it seems to be.
fn additions(node: &Value, at: &str) -> Vec<(String, Value)> {
    let mut found = Vec::new();
    let mut add = |key: &str, value: Value| {
        if node.get(key).is_none() {
            found.push((key.to_owned(), value));
        }
    };
    let first = |key: &str| node.get(key).and_then(Value::as_object)?.keys().next().cloned();
    match (node.get("type").and_then(Value::as_str), node.get("properties")) {
        (Some("object"), Some(_)) => {
            add("additionalProperties", json!({"type": "string"}));
            if let Some(property) = first("properties") {
                add("required", json!([property]));
            }
        }
        (Some("string"), _) => {
            add("maxLength", json!(9));
            add("enum", json!(["one", "two"]));
            add("x-sensitive", json!(true));
        }
        (Some("integer" | "number"), _) => add("minimum", json!(0)),
        (Some("array"), _) => add("minItems", json!(2)),
        _ => {}
    }
    if node.get("schema").is_some() || node.get("type").is_some() || node.get("responses").is_some()
    {
        add("deprecated", json!(true));
        add("description", json!("Another thing to say."));
    }
    if node.get("in").is_some() {
        add("required", json!(true));
    }
    if node.get("responses").is_some() {
        add("x-repeatable", json!(true));
        add("security", json!([]));
        add(
            "requestBody",
            json!({"content": {"application/json": {"schema": {"type": "string"}}}}),
        );
    }
    if at.ends_with("/properties") {
        add("anotherOne", json!({"type": "number"}));
    }
    if at.ends_with("/responses") {
        add("418", json!({"description": "A teapot."}));
        add(
            "203",
            json!({"description": "", "content": {"application/json": {"schema": {"type": "string"}}}}),
        );
    }
    found
}
