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
    if !hoist.components.is_empty()
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
            let name = self.component(name, scope, schema.take(), at);
            *schema = json!({ "$ref": format!("#/components/schemas/{name}") });
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
        for key in ["allOf", "anyOf", "oneOf"] {
            for (index, inner) in
                node.get_mut(key).and_then(Value::as_array_mut).into_iter().flatten().enumerate()
            {
                self.inside(inner, name, &at.child(key).child(index));
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

/// Enums of strings, objects with properties, and choices.
fn wants_name(schema: &Value) -> bool {
    let choices = |key| schema.get(key).and_then(Value::as_array).is_some_and(|of| of.len() > 1);
    if ["allOf", "anyOf", "oneOf"].into_iter().any(choices) {
        return true;
    }
    let kind = schema.get("type").and_then(Value::as_str);
    let values = schema.get("enum").and_then(Value::as_array);
    let properties = schema.get("properties").and_then(Value::as_object);
    (kind == Some("string") && values.is_some())
        || properties.is_some_and(|properties| !properties.is_empty())
}
