//! Gives enums and objects that are written in place a component of their own, so that each gets a
//! name, documentation and hints like any other type.
//!
//! The name is that of the parameter (`FileType`), of the type and property (`FileDataCategory`),
//! or of the operation with `Request` or `Response` behind it. Two equal schemas share a component;
//! a different schema of the same name gets the operation's name in front.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::{operation_pointers, operations_mut, schemas};
use crate::naming;
use crate::pointer::Pointer;

pub(super) fn run(document: &mut Value) {
    let mut hoist = Hoist { components: take_components(document) };
    let names: Vec<String> = hoist.components.keys().cloned().collect();
    for name in names {
        if let Some(mut schema) = hoist.components.get_mut(&name).map(Value::take) {
            let pointer = Pointer::of(&["components", "schemas", &name]);
            hoist.inside(&mut schema, &name, &pointer);
            hoist.components.insert(name, schema);
        }
    }
    let mut at = operation_pointers(document).into_iter();
    for (id, operation) in operations_mut(document) {
        let pointer = at.next().unwrap_or_default();
        hoist.operation(operation, &id.to_upper_camel_case(), &pointer);
    }
    // An empty map is put back too, since what was taken left null in its place.
    let was_there = document.pointer("/components/schemas").is_some();
    if (was_there || !hoist.components.is_empty())
        && let Some(root) = document.as_object_mut()
    {
        let components = root.entry("components").or_insert_with(|| json!({}));
        if let Some(components) = components.as_object_mut() {
            components.insert("schemas".to_owned(), Value::Object(hoist.components));
        }
    }
}

fn take_components(document: &mut Value) -> Map<String, Value> {
    let schemas = document.pointer_mut("/components/schemas").map(Value::take);
    match schemas {
        Some(Value::Object(schemas)) => schemas,
        _ => Map::new(),
    }
}

/// What is said of the place where a schema stands, and not of the type that it becomes.
const OF_THE_PLACE: [&str; 4] = ["deprecated", "readOnly", "writeOnly", "x-sensitive"];

struct Hoist {
    components: Map<String, Value>,
}

impl Hoist {
    fn operation(&mut self, operation: &mut Map<String, Value>, id: &str, at: &Pointer) {
        let parameters = operation.get_mut("parameters").and_then(Value::as_array_mut);
        for parameter in parameters.into_iter().flatten() {
            let name = parameter.get("name").and_then(Value::as_str).unwrap_or_default();
            let name = name.to_upper_camel_case();
            if let Some(schema) = schemas::of_parameter(parameter) {
                self.schema(schema, &name, id, at);
            }
        }
        let request = operation.get_mut("requestBody").and_then(schema_of);
        if let Some(schema) = request {
            self.schema(schema, &format!("{id}Request"), id, at);
        }
        let fields = operation.get_mut("x-body").and_then(|body| body.get_mut("fields"));
        for field in fields.and_then(Value::as_array_mut).into_iter().flatten() {
            let name = field.get("name").and_then(Value::as_str).unwrap_or_default();
            let name = format!("{id}Request{}", name.to_upper_camel_case());
            if let Some(schema) = field.get_mut("schema") {
                self.schema(schema, &name, id, at);
            }
        }
        let responses = operation.get_mut("responses").and_then(Value::as_object_mut);
        let is_one = responses.as_ref().is_some_and(|responses| responses.len() == 1);
        for (status, response) in responses.into_iter().flatten() {
            let word = if is_one { "Response".to_owned() } else { naming::status_name(status) };
            if let Some(schema) = schema_of(response) {
                self.schema(schema, &format!("{id}{word}"), id, at);
            }
        }
    }

    /// Hoists the schema itself, or what stands inside it.
    fn schema(&mut self, schema: &mut Value, name: &str, scope: &str, at: &Pointer) {
        self.inside(schema, name, at);
        if wants_name(schema) {
            let mut hoisted = schema.take();
            let mut left = Map::new();
            if let Some(node) = hoisted.as_object_mut() {
                let own = OF_THE_PLACE.into_iter().filter_map(|key| node.shift_remove_entry(key));
                left.extend(own);
            }
            let name = self.component(name, scope, hoisted, at);
            left.insert("$ref".to_owned(), json!(format!("#/components/schemas/{name}")));
            *schema = Value::Object(left);
        }
    }

    /// Hoists what stands inside a schema of this name.
    fn inside(&mut self, schema: &mut Value, name: &str, at: &Pointer) {
        let Some(node) = schema.as_object_mut() else { return };
        let properties = node.get_mut("properties").and_then(Value::as_object_mut);
        for (key, property) in properties.into_iter().flatten() {
            let at = at.child("properties").child(key);
            let name = format!("{name}{}", key.to_upper_camel_case());
            self.schema(property, &name, &name, &at);
        }
        for key in ["items", "additionalProperties"] {
            if let Some(inner) = node.get_mut(key) {
                let name = format!("{name}Item");
                self.schema(inner, &name, &name, &at.child(key));
            }
        }
        for key in ["anyOf", "oneOf"] {
            let Some(choices) = node.get_mut(key).and_then(Value::as_array_mut) else { continue };
            let names = names_of_choices(choices);
            for ((index, inner), own) in choices.iter_mut().enumerate().zip(names) {
                let name = format!("{name}{own}");
                self.schema(inner, &name, &name, &at.child(key).child(index));
            }
        }
    }

    /// Adds a component and returns the name that it got.
    fn component(&mut self, name: &str, scope: &str, schema: Value, at: &Pointer) -> String {
        let without_origin = |value: &Value| {
            let mut value = value.clone();
            value.as_object_mut().map(|node| node.shift_remove("x-pointer"));
            value
        };
        let longer = format!("{scope}{name}");
        let mut candidates = [name.to_owned(), longer.clone()]
            .into_iter()
            .chain((2..).map(|n| format!("{longer}{n}")));
        let free = candidates.find(|candidate| {
            self.components
                .get(candidate)
                .is_none_or(|taken| without_origin(taken) == without_origin(&schema))
        });
        let name = free.unwrap_or(longer);
        let mut schema = schema;
        if let Some(node) = schema.as_object_mut() {
            node.insert("x-pointer".to_owned(), json!(at.as_str()));
        }
        self.components.entry(name.clone()).or_insert(schema);
        name
    }
}

fn schema_of(node: &mut Value) -> Option<&mut Value> {
    let content = node.get_mut("content")?.as_object_mut()?;
    content.values_mut().next()?.get_mut("schema")
}

/// What to call choices that are written in place: by their title, by what they were merged from, by a
/// property that no other choice requires; by their number where there is nothing.
fn names_of_choices(choices: &[Value]) -> Vec<String> {
    let required = |choice: &Value| -> Vec<String> {
        let names = choice.get("required").and_then(Value::as_array);
        names.into_iter().flatten().filter_map(|name| name.as_str().map(str::to_owned)).collect()
    };
    let text =
        |choice: &Value, key: &str| choice.get(key).and_then(Value::as_str).map(str::to_owned);
    let name = |(index, choice): (usize, &Value)| {
        let merged = text(choice, "x-choice");
        let merged = merged.and_then(|name| name.rsplit('/').next().map(str::to_owned));
        let mut own = required(choice).into_iter();
        let own = own.find(|name| {
            let others = choices.iter().enumerate().filter(|(other, _)| *other != index);
            others.into_iter().all(|(_, other)| !required(other).contains(name))
        });
        let name = text(choice, "x-title").or(merged).or(own).unwrap_or_default();
        let name = name.to_upper_camel_case();
        match (name.as_str(), choice.get("type").and_then(Value::as_str)) {
            ("", Some("string")) => "Text".to_owned(),
            ("", Some("integer")) => "Integer".to_owned(),
            ("", _) => format!("{}", index + 1),
            _ => name,
        }
    };
    choices.iter().enumerate().map(name).collect()
}

/// Enums of texts and of whole numbers, objects with properties, and choices.
fn wants_name(schema: &Value) -> bool {
    let choices = |key| schema.get(key).and_then(Value::as_array).is_some_and(|of| !of.is_empty());
    if ["anyOf", "oneOf"].into_iter().any(choices) {
        return true;
    }
    let kind = schema.get("type").and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    (matches!(kind, Some("string" | "integer")) && values.is_some())
        || properties.is_some_and(|properties| !properties.is_empty())
}
