//! The answers of an operation that has several.

use serde_json::{Map, Value, json};

/// Leaves progenitor one that says nothing; what each is stands under `x-outcomes`.
pub(super) fn take(operation: &mut Map<String, Value>) -> Vec<(String, Value)> {
    let mut taken = Vec::new();
    let Some(Value::Object(responses)) = operation.get_mut("responses") else { return taken };
    if responses.len() < 2 {
        return taken;
    }
    let mut outcomes = Vec::new();
    for (number, (status, response)) in responses.iter().enumerate() {
        let mut outcome = Map::new();
        let also = response.get("x-also").and_then(Value::as_array);
        let statuses = [json!(status)].into_iter().chain(also.into_iter().flatten().cloned());
        outcome.insert("statuses".to_owned(), statuses.collect());
        let description = response.get("description").cloned().unwrap_or_default();
        outcome.insert("description".to_owned(), description);
        let content = response.get("content").and_then(Value::as_object);
        match content.and_then(|content| content.iter().next()) {
            Some((name, media)) if name == "application/json" => {
                let key = format!("answer{number}");
                taken
                    .push((key.clone(), media.get("schema").cloned().unwrap_or_else(|| json!({}))));
                outcome.insert("x-carried".to_owned(), json!(key));
            }
            Some(_) => _ = outcome.insert("bytes".to_owned(), json!(true)),
            None => {}
        }
        outcomes.push(Value::Object(outcome));
    }
    operation.insert("responses".to_owned(), json!({ "200": { "description": "" } }));
    operation.insert("x-outcomes".to_owned(), Value::Array(outcomes));
    taken
}
