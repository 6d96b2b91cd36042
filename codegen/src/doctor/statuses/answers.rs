//! What to declare of a failure: a component of that meaning, or a body.

use std::collections::HashMap;

use serde_json::{Map, Value, json};

use super::Failure;
use crate::doctor::Patient;
use crate::doctor::schemas::follow;
use crate::doctor::seen::{What, along};
use crate::document::{Document, operations_of};
use crate::media;
use crate::pointer::Pointer;

/// From how many operations on a component that they share is taken for that of a status.
const SHARED: usize = 3;

/// The media type of errors of which none was recorded.
const JSON: &str = "application/json";

/// The answer to declare: a component of that meaning, or the body of an error.
pub(super) fn answer(document: &Document, failure: &Failure) -> Value {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for operation in operations_of(&document.value) {
        let answer = operation.node.get("responses").and_then(|all| all.get(failure.status));
        if let Some(reference) = answer.and_then(|answer| answer.get("$ref")?.as_str()) {
            *counts.entry(reference).or_default() += 1;
        }
    }
    let shared = counts.into_iter().filter(|(_, count)| *count >= SHARED);
    let shared = shared.max_by_key(|(reference, count)| (*count, std::cmp::Reverse(*reference)));
    if let Some((reference, _)) = shared {
        return json!({ "$ref": reference });
    }
    let components = document.value.pointer("/components/responses").and_then(Value::as_object);
    let named = components.into_iter().flatten().map(|(name, _)| name).find(|name| {
        let plain = name.to_lowercase();
        let plain = plain.trim_end_matches("error").trim_end_matches("response");
        failure.names.contains(&plain)
    });
    match named {
        Some(name) => {
            let at = Pointer::of(&["components", "responses", name]);
            json!({ "$ref": at.to_string() })
        }
        None => body(failure.meaning, JSON, error_schema(document)),
    }
}

pub(super) fn body(description: &str, media_type: &str, schema: Option<Value>) -> Value {
    let mut out = Map::from_iter([("description".to_owned(), json!(description))]);
    if let Some(schema) = schema {
        out.insert("content".to_owned(), json!({ media_type: { "schema": schema } }));
    }
    Value::Object(out)
}

/// A schema for recorded bodies: that of all errors where it takes them, else one of their own.
pub(in crate::doctor) fn of_bodies(
    patient: &Patient<'_>,
    status: &str,
    bodies: &[&Value],
) -> Value {
    let whole = patient.whole;
    let known = error_schema(whole).filter(|_| status.starts_with(['4', '5']));
    let known = known.filter(|schema| {
        let at = schema.get("$ref").and_then(Value::as_str).and_then(Pointer::from_reference);
        at.is_some_and(|at| fits(whole, &at, bodies))
    });
    known.unwrap_or_else(|| patient.inference.schema(bodies, None))
}

/// Whether an answer is what was recorded: JSON of its schema.
pub(super) fn takes(document: &Document, answer: &Value, bodies: &[&Value]) -> bool {
    let Some((node, at)) = follow(&document.value, answer, Pointer::root()) else { return false };
    let content = node.get("content").and_then(Value::as_object).into_iter().flatten();
    let mut json = content.filter(|(name, _)| media::kind(name) == media::Kind::Json);
    let Some((name, schema)) = json.find_map(|(name, one)| Some((name, one.get("schema")?))) else {
        return bodies.is_empty();
    };
    // An answer that is no component has no place of its own, and refers to the body of errors.
    let reference = schema.get("$ref").and_then(Value::as_str).and_then(Pointer::from_reference);
    let at = reference.unwrap_or_else(|| at.child("content").child(name).child("schema"));
    !bodies.is_empty() && fits(document, &at, bodies)
}

/// Whether a schema takes values, with nothing in them that it does not know.
fn fits(document: &Document, schema: &Pointer, values: &[&Value]) -> bool {
    values.iter().all(|value| {
        let seen = along(&document.value, schema, value, Pointer::root());
        seen.is_some_and(|seen| seen.iter().all(|one| one.what == What::Value))
    })
}

/// The schema of error bodies: the one that says where its message is, else the one that most failures
/// refer to.
fn error_schema(document: &Document) -> Option<Value> {
    let schemas = document.value.pointer("/components/schemas").and_then(Value::as_object);
    let hinted =
        schemas.into_iter().flatten().find(|(_, schema)| schema.get("x-error-message").is_some());
    if let Some((name, _)) = hinted {
        return Some(json!({ "$ref": Pointer::of(&["components", "schemas", name]).to_string() }));
    }
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for operation in operations_of(&document.value) {
        let answers = operation.node.get("responses").and_then(Value::as_object);
        for (_, answer) in answers.into_iter().flatten().filter(|(s, _)| s.starts_with(['4', '5']))
        {
            let followed = follow(&document.value, answer, Pointer::root());
            let schema =
                followed.and_then(|(a, _)| a.pointer("/content/application~1json/schema/$ref"));
            if let Some(reference) = schema.and_then(Value::as_str) {
                *counts.entry(reference).or_default() += 1;
            }
        }
    }
    let most = counts.into_iter().max_by_key(|(reference, n)| (*n, std::cmp::Reverse(*reference)));
    most.map(|(reference, _)| json!({ "$ref": reference }))
}
