//! Leaves each operation one request body. JSON is for progenitor to type; a form, a text or bytes
//! stand under `x-body`, which the `carriers` pass and the next stage read.
//!
//! An operation that takes several kinds of body becomes several, one a kind: `makeThing` takes JSON,
//! `makeThingAsMultipart` a form. The others stand at a path of their own choice, the real one under
//! `x-path`, and where they come from under `x-pointer`.

use heck::ToUpperCamelCase;
use serde_json::{Map, Value, json};

use super::{beside_components, operations_mut};
use crate::document::{METHODS, operations_of};
use crate::media::{self, Kind, is_binary};
use crate::pointer::Pointer;
use crate::references;

pub(super) fn run(document: &mut Value) {
    split(document);
    let mut forms = Vec::new();
    beside_components(document, |document, components| {
        for (_, operation) in operations_mut(document) {
            if let Some(body) = operation.shift_remove("requestBody") {
                forms.extend(settle(operation, body, components));
            }
        }
    });
    forget(document, forms);
}

/// Puts a body where what reads it looks for it. Gives the reference of one that is not JSON.
fn settle(
    operation: &mut Map<String, Value>,
    mut body: Value,
    components: &Value,
) -> Option<String> {
    let (media_type, mut media) = one_type(&body)?;
    if !is_json(&media_type, &media) {
        let reference = media.get("schema").and_then(|schema| schema.get("$ref"));
        let reference = reference.and_then(Value::as_str).map(str::to_owned);
        let other = other(&body, &media_type, &media, components);
        operation.insert("x-body".to_owned(), other);
        return reference;
    }
    media.entry("schema").or_insert_with(|| json!({}));
    if let Some(body) = body.as_object_mut() {
        body.insert("content".to_owned(), json!({ "application/json": media }));
        if media_type != "application/json" && media::is_concrete(&media_type) {
            body.insert("x-media-type".to_owned(), json!(media_type));
        }
    }
    operation.insert("requestBody".to_owned(), body);
    None
}

fn is_json(media_type: &str, media: &Map<String, Value>) -> bool {
    media::kind_of(media_type, &Value::Object(media.clone())) == Kind::Json
}

/// Takes out the components that were nothing but forms, which would become types that nobody uses.
fn forget(document: &mut Value, forms: Vec<String>) {
    for form in forms {
        let root = Pointer::root();
        let bodies = operations_of(document).into_iter().filter_map(|of| of.node.get("x-body"));
        let used = bodies.chain([&*document]).flat_map(|node| references::find(node, &root));
        let is_used = used.into_iter().any(|reference| reference.target == form);
        let name = Pointer::from_reference(&form).and_then(|at| at.split_last());
        let schemas = document.pointer_mut("/components/schemas").and_then(Value::as_object_mut);
        if let (false, Some((_, name)), Some(schemas)) = (is_used, name, schemas) {
            schemas.shift_remove(&name);
        }
    }
}

/// The only type that is left of a body.
fn one_type(body: &Value) -> Option<(String, Map<String, Value>)> {
    let (name, media) = body.get("content")?.as_object()?.iter().next()?;
    Some((name.clone(), media.as_object().cloned().unwrap_or_default()))
}

/// Makes several operations of one that takes several kinds of body.
fn split(document: &mut Value) {
    let mut ids: Vec<String> = operations_mut(document).into_iter().map(|(id, _)| id).collect();
    let Some(paths) = document.get_mut("paths").and_then(Value::as_object_mut) else { return };
    let mut out = Map::new();
    for (path, mut item) in std::mem::take(paths) {
        let mut more = Vec::new();
        for (method, operation) in item.as_object_mut().into_iter().flatten() {
            if METHODS.contains(&method.as_str()) {
                let others = others(operation, &path, method, &mut ids);
                more.extend(others.into_iter().map(|other| (method.clone(), other)));
            }
        }
        out.insert(path.clone(), item);
        for (number, (method, operation)) in more.into_iter().enumerate() {
            out.insert(format!("{path}#{number}"), json!({ method: operation }));
        }
    }
    *paths = out;
}

/// The operation with each further kind of its body; it keeps the first.
fn others(operation: &mut Value, path: &str, method: &str, ids: &mut Vec<String>) -> Vec<Value> {
    let content = operation.pointer("/requestBody/content").and_then(Value::as_object);
    let mut kinds: Vec<(Kind, Vec<(String, Value)>)> = Vec::new();
    for (name, node) in content.into_iter().flatten() {
        let kind = media::kind_of(name, node);
        let same = |(other, of): &&mut (Kind, Vec<(String, Value)>)| {
            *other == kind
                && (kind == Kind::Bytes
                    || of.iter().all(|(_, other)| schema(other) == schema(node)))
        };
        match kinds.iter_mut().find(same) {
            Some((_, of)) => of.push((name.clone(), node.clone())),
            None => kinds.push((kind, vec![(name.clone(), node.clone())])),
        }
    }
    kinds.sort_by_key(|(kind, _)| *kind);
    let mut made = Vec::new();
    for (index, (kind, of)) in kinds.into_iter().enumerate() {
        let mut one = if index == 0 { operation.clone() } else { of_kind(operation, &of, ids) };
        let names: Vec<&String> = of.iter().map(|(name, _)| name).collect();
        // Of several types of bytes, whoever gives the bytes says which they are.
        let media = of.first().map(|(_, node)| node.clone()).unwrap_or_default();
        let name = names.first().map_or("", |name| name.as_str());
        if let Some(body) = one.get_mut("requestBody").and_then(Value::as_object_mut) {
            body.insert("content".to_owned(), json!({ name: media }));
            if kind == Kind::Bytes && names.len() > 1 {
                body.insert("x-media-types".to_owned(), json!(names));
            }
        }
        made.push(one);
    }
    let mut made = made.into_iter();
    if let Some(first) = made.next() {
        *operation = first;
    }
    let place = |mut other: Value| {
        if let Some(node) = other.as_object_mut() {
            node.insert("x-path".to_owned(), json!(path));
            let pointer = Pointer::of(&["paths", path, method]);
            node.insert("x-pointer".to_owned(), json!(pointer.as_str()));
        }
        other
    };
    made.map(place).collect()
}

fn schema(media: &Value) -> Option<&Value> {
    media.get("schema")
}

/// A copy under a name that says which body it takes.
fn of_kind(operation: &Value, of: &[(String, Value)], ids: &mut Vec<String>) -> Value {
    let mut other = operation.clone();
    let id = other.get("operationId").and_then(Value::as_str).unwrap_or_default().to_owned();
    let media_type = of.first().map(|(name, _)| name.as_str()).unwrap_or_default();
    let word = match media::kind(media_type) {
        Kind::Multipart => "Multipart".to_owned(),
        Kind::Urlencoded => "Form".to_owned(),
        Kind::Text => "Text".to_owned(),
        Kind::Bytes if of.len() > 1 || media_type == "application/octet-stream" => {
            "Bytes".to_owned()
        }
        Kind::Json | Kind::Bytes => media_type.to_upper_camel_case(),
    };
    let base = format!("{id}As{word}");
    let mut candidates =
        std::iter::once(base.clone()).chain((2_u32..).map(|n| format!("{base}{n}")));
    let is_free = |id: &String| {
        ids.iter().all(|other| other.to_upper_camel_case() != id.to_upper_camel_case())
    };
    let id = candidates.find(is_free).unwrap_or(base);
    ids.push(id.clone());
    if let Some(node) = other.as_object_mut() {
        node.insert("operationId".to_owned(), json!(id));
    }
    other
}

/// A body that is not JSON, with what the next stages need of it.
fn other(body: &Value, media_type: &str, media: &Map<String, Value>, components: &Value) -> Value {
    let empty = json!({});
    let schema = follow(media.get("schema").unwrap_or(&empty), components);
    let kind = match media::kind(media_type) {
        Kind::Text if !is_scalar(schema) => Kind::Bytes,
        kind => kind,
    };
    let mut out = Map::new();
    out.insert("kind".to_owned(), json!(kind.word()));
    out.insert("mediaType".to_owned(), json!(media_type));
    for key in ["description", "required", "x-media-types"] {
        if let Some(value) = body.get(key) {
            out.insert(key.to_owned(), value.clone());
        }
    }
    match kind {
        Kind::Multipart | Kind::Urlencoded => {
            let encoding = media.get("encoding").unwrap_or(&Value::Null);
            let fields = fields(schema, encoding, components);
            out.insert("fields".to_owned(), Value::Array(fields));
        }
        Kind::Text => _ = out.insert("schema".to_owned(), schema.clone()),
        Kind::Json | Kind::Bytes => {}
    }
    Value::Object(out)
}

/// The schema that a reference leads to. Whether it leads anywhere has been checked.
fn follow<'v>(schema: &'v Value, components: &'v Value) -> &'v Value {
    let mut schema = schema;
    while let Some(target) = schema
        .get("$ref")
        .and_then(Value::as_str)
        .and_then(|reference| reference.strip_prefix("#/components"))
        .and_then(|pointer| components.pointer(pointer))
    {
        schema = target;
    }
    schema
}

/// The fields of a form, in the order of its properties.
fn fields(schema: &Value, encoding: &Value, components: &Value) -> Vec<Value> {
    let required = schema.get("required").and_then(Value::as_array);
    let is_required = |name: &str| required.is_some_and(|all| all.iter().any(|one| one == name));
    let properties = schema.get("properties").and_then(Value::as_object);
    let field = |(name, node): (&String, &Value)| {
        let encoding = encoding.get(name).unwrap_or(&Value::Null);
        let mut field = Map::new();
        field.insert("name".to_owned(), json!(name));
        field.insert("required".to_owned(), json!(is_required(name)));
        for (from, to) in [("contentType", "mediaType"), ("x-filename", "filename")] {
            if let Some(value) = encoding.get(from) {
                field.insert(to.to_owned(), value.clone());
            }
        }
        let target = follow(node, components);
        let items = target.get("items").map(|items| follow(items, components));
        if is_binary(target) || items.is_some_and(is_binary) {
            field.insert("file".to_owned(), json!(if is_binary(target) { "one" } else { "many" }));
            for key in ["description", "deprecated"] {
                if let Some(value) = node.get(key).or_else(|| target.get(key)) {
                    field.insert(key.to_owned(), value.clone());
                }
            }
        } else {
            // A reference to a number would make a type of its own of it, which is no text.
            let is_number = is_scalar(target) && kind_of(target) != Some("string");
            field.insert("schema".to_owned(), if is_number { target } else { node }.clone());
        }
        Value::Object(field)
    };
    properties
        .into_iter()
        .flatten()
        .filter(|(_, node)| node.get("readOnly") != Some(&json!(true)))
        .map(field)
        .collect()
}

fn kind_of(schema: &Value) -> Option<&str> {
    schema.get("type")?.as_str()
}

/// Whether the value is one text.
fn is_scalar(schema: &Value) -> bool {
    matches!(kind_of(schema), Some("string" | "integer" | "number" | "boolean"))
        && !is_binary(schema)
}
