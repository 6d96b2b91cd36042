//! Request bodies: each media type is one that can be written, and forms have fields.

use serde_json::Value;

use super::Problems;
use crate::document::OperationNode;
use crate::media::{self, Kind, is_binary};
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
        let kind = media::kind_of(name, media);
        // Of a range such as `image/*`, whoever gives the bytes says which they are.
        let is_range = matches!(kind, Kind::Bytes | Kind::Json) && name.ends_with("/*");
        if !(media::is_concrete(name) || is_range) {
            problems.add(
                Some(operation),
                &at,
                format!("`{name}` is no media type that a body can have"),
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
    let mut properties = Vec::new();
    gather(problems, schema, schema_at.clone(), DEPTH, &mut properties);
    if properties.is_empty() {
        problems.add(
            Some(operation),
            &schema_at,
            "the form has no `properties`, so that nothing is known of its fields",
            "describe it as an object with a property for each field",
        );
    }
    for (name, node, node_at) in &properties {
        let Some((node, node_at)) = problems.follow(node, node_at.clone()) else { continue };
        if kind == Kind::Urlencoded && is_binary(node) {
            problems.add(
                Some(operation),
                &node_at,
                format!("the field `{name}` holds bytes, which a form of this type cannot"),
                "document the body as `multipart/form-data`",
            );
        }
        let choices = ["anyOf", "oneOf"].iter().filter_map(|key| node.get(key)?.as_array());
        let holds_bytes = |choice: &'d Value| {
            let choice = problems.follow(choice, node_at.clone()).map(|(choice, _)| choice);
            choice.is_some_and(|node| is_binary(node) || node.get("items").is_some_and(is_binary))
        };
        if choices.flatten().any(holds_bytes) {
            problems.add(
                Some(operation),
                &node_at,
                format!(
                    "the field `{name}` may hold bytes or something else, which is not supported"
                ),
                "document it as one of the two with an overlay action",
            );
        }
    }
    let names: Vec<&str> = properties.iter().map(|(name, ..)| *name).collect();
    encodings(operation, problems, media, at, &names, kind);
}

/// How deep members of `allOf` are looked for.
const DEPTH: usize = 16;

/// The properties of a form, those of the members of `allOf` too.
fn gather<'d>(
    problems: &Problems<'d>,
    schema: &'d Value,
    at: Pointer,
    depth: usize,
    found: &mut Vec<(&'d str, &'d Value, Pointer)>,
) {
    let Some(depth) = depth.checked_sub(1) else { return };
    let properties = schema.get("properties").and_then(Value::as_object);
    for (name, node) in properties.into_iter().flatten() {
        found.push((name, node, at.child("properties").child(name)));
    }
    let members = schema.get("allOf").and_then(Value::as_array);
    for (index, member) in members.into_iter().flatten().enumerate() {
        let member = problems.follow(member, at.child("allOf").child(index));
        if let Some((member, at)) = member {
            gather(problems, member, at, depth, found);
        }
    }
}

/// What is said of single fields has to be about one, and usable.
fn encodings<'d>(
    operation: &OperationNode<'d>,
    problems: &mut Problems<'d>,
    media: &Value,
    at: &Pointer,
    fields: &[&str],
    kind: Kind,
) {
    let encodings = media.get("encoding").and_then(Value::as_object);
    for (name, encoding) in encodings.into_iter().flatten() {
        let at = at.child("encoding").child(name);
        if !fields.contains(&name.as_str()) {
            problems.add(
                Some(operation),
                &at,
                format!("`encoding` is about a field `{name}`, which the form does not have"),
                "name a property of the schema",
            );
        }
        let written_otherwise = encoding.get("style").is_some_and(|style| style != "form")
            || encoding.get("explode") == Some(&Value::Bool(false));
        // OpenAPI gives these a meaning in such forms alone.
        if kind == Kind::Urlencoded && written_otherwise {
            problems.add(
                Some(operation),
                &at,
                format!(
                    "the field `{name}` has a style of its own, which is not supported in a form"
                ),
                "only the style `form`, exploded, is; take the operation out with an overlay",
            );
        }
        if kind == Kind::Multipart && encoding.get("headers").is_some() {
            problems.add(
                Some(operation),
                &at.child("headers"),
                format!("the field `{name}` has headers of its own, which is not supported"),
                "take `headers` out with an overlay action",
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
