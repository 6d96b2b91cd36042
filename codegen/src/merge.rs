//! What `allOf` puts together, as one schema.
//!
//! progenitor merges by itself, and where two members disagree it answers with a type that has no
//! value. Here the disagreement is said, and what agrees is one object with all the properties.

mod choices;
mod parts;

use serde_json::{Map, Value, json};

pub(crate) use choices::only_requires;

use crate::pointer::Pointer;

/// Why members cannot be one schema.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Conflict {
    /// The property that it is about, from the outermost on.
    pub(crate) inside: Vec<String>,
    pub(crate) message: String,
}

impl Conflict {
    fn new(message: impl Into<String>) -> Self {
        Self { inside: Vec::new(), message: message.into() }
    }

    /// What is put together would go on for ever.
    pub(crate) fn endless() -> Self {
        Self::new("the members hold each other without end")
    }
}

/// The key of a schema that a merge made of two, with how deep in merges it stands.
pub(crate) const DEPTH: &str = "x-merge-depth";

/// How deep merges may stand in merges: members that hold each other would go on for ever.
const MOST_DEPTH: u64 = 8;

/// What stands beside an `allOf` without being part of the shape.
const ANNOTATIONS: [&str; 9] = [
    "default",
    "deprecated",
    "description",
    "example",
    "externalDocs",
    "nullable",
    "readOnly",
    "title",
    "writeOnly",
];

/// Bounds, which narrow a schema and leave its shape.
pub(crate) const BOUNDS: [&str; 13] = [
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Whether a schema has something to merge: `allOf`, or choices that have a shape beside them.
pub(crate) fn is_needed(schema: &Map<String, Value>) -> bool {
    schema.contains_key("allOf") || (choices::of(schema).is_some() && has_shape(schema))
}

/// A schema without its `allOf`: a reference where it is nothing but one, else one schema that
/// holds what the members hold. `root` is the document that references lead into.
pub(crate) fn merged(
    root: &Value,
    schema: &Map<String, Value>,
) -> Result<Map<String, Value>, Conflict> {
    let depth = schema.get(DEPTH).and_then(Value::as_u64).unwrap_or_default();
    if depth > MOST_DEPTH {
        return Err(Conflict::endless());
    }
    let (annotations, own): (Map<_, _>, Map<_, _>) = schema
        .iter()
        .filter(|(key, _)| *key != "allOf" && *key != DEPTH)
        .map(|(key, node)| (key.clone(), node.clone()))
        .partition(|(key, _)| is_annotation(key));
    let mut members: Vec<Map<String, Value>> = schema
        .get("allOf")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .filter_map(|member| member.as_object().map(unwrapped))
        .collect();
    members.dedup_by(|later, first| {
        later.contains_key("$ref") && later.get("$ref") == first.get("$ref")
    });
    let nullable = annotations.get("nullable").cloned().or_else(|| {
        let all = !members.is_empty() && members.iter().all(|member| is_nullable(root, member));
        all.then_some(Value::Bool(true))
    });
    if !own.is_empty() {
        members.push(own);
    }
    let mut out = match one_reference(root, &members) {
        Some(reference) => reference,
        None => {
            let parts = members.iter().map(|member| resolved(root, member, depth));
            let parts: Vec<_> = parts.collect::<Result<_, _>>()?;
            choices::distribute(root, parts, depth)?
        }
    };
    out.extend(annotations);
    out.shift_remove("nullable");
    if nullable == Some(Value::Bool(true)) {
        out.insert("nullable".to_owned(), json!(true));
        if let Some(reference) = out.shift_remove("$ref") {
            out.insert("allOf".to_owned(), json!([{ "$ref": reference }]));
        }
    }
    Ok(out)
}

/// A member that is another in an `allOf` of its own, as that other.
fn unwrapped(member: &Map<String, Value>) -> Map<String, Value> {
    let only = member.get("allOf").and_then(Value::as_array);
    let is_wrapping = member.keys().all(|key| key == "allOf" || key == DEPTH || is_annotation(key));
    match only.map(Vec::as_slice) {
        Some([Value::Object(inner)]) if is_wrapping => {
            let mut inner = unwrapped(inner);
            let said = member.iter().filter(|(key, _)| *key != "allOf" && *key != DEPTH);
            inner.extend(said.map(|(key, node)| (key.clone(), node.clone())));
            inner
        }
        _ => member.clone(),
    }
}

/// The members as one reference, where only one of them has a shape, and that is a reference.
fn one_reference(root: &Value, members: &[Map<String, Value>]) -> Option<Map<String, Value>> {
    let mut references = members.iter().filter(|member| member.contains_key("$ref"));
    let (reference, None) = (references.next()?, references.next()) else { return None };
    let target = target(root, reference)?;
    let adds = |member: &Map<String, Value>| {
        member.iter().any(|(key, node)| match key.as_str() {
            "type" => target.get("type").is_some_and(|kind| kind != node),
            "required" => !requires_all(target, node),
            key => !is_annotation(key) && !BOUNDS.contains(&key),
        })
    };
    let others = || members.iter().filter(|member| !member.contains_key("$ref"));
    if others().any(adds) {
        return None;
    }
    let mut out = Map::new();
    out.insert("$ref".to_owned(), reference.get("$ref")?.clone());
    for member in others() {
        let kept = |key: &str| (is_annotation(key) && key != "nullable") || BOUNDS.contains(&key);
        out.extend(
            member
                .iter()
                .filter(|(key, _)| kept(key))
                .map(|(key, node)| (key.clone(), node.clone())),
        );
    }
    Some(out)
}

/// Whether the target requires these itself.
fn requires_all(target: &Map<String, Value>, names: &Value) -> bool {
    let own = target.get("required").and_then(Value::as_array);
    let mut names = names.as_array().into_iter().flatten();
    names.all(|name| own.is_some_and(|own| own.contains(name)))
}

/// A member with its reference followed and its own `allOf` merged, without what is only said of it.
fn resolved(
    root: &Value,
    member: &Map<String, Value>,
    depth: u64,
) -> Result<Map<String, Value>, Conflict> {
    let mut node = member;
    // The stage `check` finds references that go in circles.
    for _ in 0..crate::check::MOST_HOPS {
        match target(root, node) {
            Some(next) => node = next,
            None => break,
        }
    }
    // Choices are for the caller to distribute.
    let mut out = if node.contains_key("allOf") {
        let mut node = node.clone();
        node.insert(DEPTH.to_owned(), json!(depth + 1));
        let merged = merged(root, &node)?;
        match merged.get("$ref") {
            Some(_) => resolved(root, &merged, depth + 1)?,
            None => merged,
        }
    } else {
        node.clone()
    };
    out.retain(|key, _| !is_annotation(key) || key == "title");
    Ok(out)
}

/// What a reference points to.
pub(super) fn target<'r>(
    root: &'r Value,
    node: &Map<String, Value>,
) -> Option<&'r Map<String, Value>> {
    let reference = node.get("$ref")?.as_str()?;
    Pointer::from_reference(reference)?.resolve(root)?.as_object()
}

fn is_nullable(root: &Value, member: &Map<String, Value>) -> bool {
    let node = target(root, member).unwrap_or(member);
    node.get("nullable") == Some(&Value::Bool(true))
}

fn is_annotation(key: &str) -> bool {
    ANNOTATIONS.contains(&key) || key.starts_with("x-")
}

/// Whether a schema says of itself what form a value has, choices aside.
fn has_shape(schema: &Map<String, Value>) -> bool {
    schema.keys().any(|key| {
        let is_choice = ["oneOf", "anyOf", "discriminator", "not", "type"].contains(&key.as_str());
        !is_choice && !is_annotation(key) && !BOUNDS.contains(&key.as_str())
    })
}
