//! Request bodies: each media type is one that can be written, and forms have fields.

use serde_json::Value;

use super::Problems;
use crate::document::OperationNode;
use crate::media::{self, Kind};
use crate::pointer::Pointer;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let Some(body) = operation.node.get("requestBody") else { return };
    let at = operation.pointer.child("requestBody");
    let Some((body, at)) = problems.follow(body, at) else { return };
    let at = at.child("content");
    let content = body.get("content").and_then(Value::as_object);
    if content.is_none_or(serde_json::Map::is_empty) {
        problems.add(
            Some(operation),
            &at,
            "the request body has no media type",
            "give it `content` with one, such as `application/json`",
        );
    }
    for (name, media) in content.into_iter().flatten() {
        let at = at.child(name);
        let kind = media::kind(name);
        // Of a range such as `image/*`, whoever gives the bytes says which they are.
        let is_range = kind == Kind::Bytes && name.ends_with("/*");
        if !(media::is_concrete(name) || is_range) {
            problems.add(
                Some(operation),
                &at,
                format!("{name:?} is no media type that a body can have"),
                "write a type and a subtype, such as `application/json` or `image/*`",
            );
        }
        match kind {
            Kind::Json if media.get("schema").is_none() => problems.add(
                Some(operation),
                &at,
                "the request body has no `schema`",
                "describe it; `schema: {}` stands for any JSON",
            ),
            Kind::Multipart | Kind::Urlencoded => form(operation, problems, media, &at, kind),
            Kind::Json | Kind::Text | Kind::Bytes => {}
        }
    }
}

fn form<'d>(
    operation: &OperationNode<'d>,
    problems: &mut Problems<'d>,
    media: &'d Value,
    at: &Pointer,
    kind: Kind,
) {
    let schema = media.get("schema").map(|schema| problems.follow(schema, at.child("schema")));
    let Some((schema, schema_at)) = schema.unwrap_or(Some((&Value::Null, at.clone()))) else {
        return;
    };
    let properties = schema.get("properties").and_then(Value::as_object);
    if properties.is_none_or(serde_json::Map::is_empty) {
        problems.add(
            Some(operation),
            &schema_at,
            "the form has no `properties`, so that nothing is known of its fields",
            "describe it as an object with a property for each field",
        );
    }
    for (name, node) in properties.into_iter().flatten() {
        let node_at = schema_at.child("properties").child(name);
        let Some((node, node_at)) = problems.follow(node, node_at) else { continue };
        if kind == Kind::Urlencoded && node.get("format").and_then(Value::as_str) == Some("binary")
        {
            problems.add(
                Some(operation),
                &node_at,
                format!("the field `{name}` holds bytes, which a form of this type cannot"),
                "document the body as `multipart/form-data`",
            );
        }
    }
    encodings(operation, problems, media, at, properties);
}

/// What is said of single fields has to be about one, and usable.
fn encodings<'d>(
    operation: &OperationNode<'d>,
    problems: &mut Problems<'d>,
    media: &Value,
    at: &Pointer,
    properties: Option<&serde_json::Map<String, Value>>,
) {
    let encodings = media.get("encoding").and_then(Value::as_object);
    for (name, encoding) in encodings.into_iter().flatten() {
        let at = at.child("encoding").child(name);
        if properties.is_none_or(|properties| !properties.contains_key(name)) {
            problems.add(
                Some(operation),
                &at,
                format!("`encoding` is about a field `{name}`, which the form does not have"),
                "name a property of the schema",
            );
        }
        let media_type = encoding.get("contentType").map(|node| node.as_str().unwrap_or_default());
        // A list of types, or a range of them, leaves it to the caller.
        let is_choice = |name: &str| name.contains(',') || name.contains('*');
        if media_type.is_some_and(|name| !media::is_concrete(name) && !is_choice(name)) {
            problems.add(
                Some(operation),
                &at.child("contentType"),
                "the `contentType` of the field is no media type",
                "write a type and a subtype, such as `image/png`",
            );
        }
        if encoding.get("x-filename").is_some_and(|name| name.as_str().is_none_or(str::is_empty)) {
            problems.add(
                Some(operation),
                &at.child("x-filename"),
                "the hint `x-filename` is no text",
                "give the name that the file has in the form, such as `blob`",
            );
        }
    }
}
