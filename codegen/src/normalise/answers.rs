//! Leaves each operation the answers that are successes, each JSON, bytes, or nothing. Successes that are
//! alike become one.
//!
//! progenitor types errors that the runtime reads by itself. The statuses as documented are kept under
//! `x-answers`, those that mean "not yet" under `x-pending`, other media types of a success than the one
//! that is taken under `x-other-types`. An operation that documents nothing but redirects has the word
//! `x-redirects`.

use serde_json::{Map, Value, json};

use super::operations_mut;
use crate::media::{self, Kind};

pub(super) fn run(document: &mut Value) {
    for (_, operation) in operations_mut(document) {
        let Some(Value::Object(responses)) = operation.get_mut("responses").map(Value::take) else {
            continue;
        };
        let mut documented = Vec::new();
        let mut pending = Vec::new();
        let mut successes: Vec<(String, Value)> = Vec::new();
        let mut others: Vec<Value> = Vec::new();
        for (status, response) in responses.iter().filter(|(status, _)| !status.starts_with("x-")) {
            let description = response.get("description").cloned().unwrap_or_default();
            documented.push(json!({ "status": status, "description": description }));
            if response.get("x-pending") == Some(&Value::Bool(true)) {
                pending.push(json!(status.parse::<u16>().unwrap_or_default()));
            } else if is_success(status, &responses) {
                let answer = answer(response);
                others.extend(other_types(response));
                let same = |(_, other): &&mut (String, Value)| {
                    other.get("content") == answer.get("content")
                };
                match successes.iter_mut().find(same) {
                    Some((_, other)) => add(other, status),
                    None => successes.push((status.clone(), answer)),
                }
            }
        }
        if successes.is_empty() {
            operation.insert("x-redirects".to_owned(), json!(true));
            successes.push(("200".to_owned(), json!({ "description": "" })));
        }
        operation.insert("responses".to_owned(), Value::Object(successes.into_iter().collect()));
        operation.insert("x-answers".to_owned(), Value::Array(documented));
        if !pending.is_empty() {
            operation.insert("x-pending".to_owned(), Value::Array(pending));
        }
        if !others.is_empty() {
            others.dedup();
            operation.insert("x-other-types".to_owned(), Value::Array(others));
        }
    }
}

/// Notes that another status has the same answer.
fn add(answer: &mut Value, status: &str) {
    let also = answer.as_object_mut().map(|node| node.entry("x-also").or_insert_with(|| json!([])));
    if let Some(also) = also.and_then(Value::as_array_mut) {
        also.push(json!(status));
    }
}

/// Whether a response is what a call that went well answers: one with such a status, or the one for
/// any status where none has.
fn is_success(status: &str, responses: &Map<String, Value>) -> bool {
    let redirects_or_succeeds =
        |status: &String| status.starts_with('2') || status.starts_with('3');
    status.starts_with('2') || (status == "default" && !responses.keys().any(redirects_or_succeeds))
}

/// A response with one media type at most, and that one either JSON or bytes.
fn answer(response: &Value) -> Value {
    let description = response.get("description").cloned().unwrap_or_else(|| json!(""));
    let mut out = Map::new();
    out.insert("description".to_owned(), description);
    let content = response.get("content").and_then(Value::as_object);
    let media = content.filter(|content| !content.is_empty());
    if let Some(media) = media {
        let json = media.iter().find(|(name, media)| media::kind_of(name, media) == Kind::Json);
        let content = match json.map(|(_, media)| media.get("schema")) {
            Some(schema) => {
                let schema = schema.cloned().unwrap_or_else(|| json!({}));
                json!({ "application/json": { "schema": schema } })
            }
            None => json!({
                "application/octet-stream": { "schema": { "type": "string", "format": "binary" } }
            }),
        };
        out.insert("content".to_owned(), content);
    }
    Value::Object(out)
}

/// The media types of a JSON answer that are not JSON.
fn other_types(response: &Value) -> Vec<Value> {
    let content = response.get("content").and_then(Value::as_object);
    let (json, others): (Vec<_>, Vec<_>) = content
        .into_iter()
        .flatten()
        .partition(|(name, media)| media::kind_of(name, media) == Kind::Json);
    let others = others.into_iter().filter(|_| !json.is_empty());
    others.map(|(name, _)| json!(name)).collect()
}
