//! The fields of a form, and a text that is a body.

use serde_json::{Map, Value, json};

pub(super) fn take(operation: &mut Map<String, Value>) -> Vec<(String, Value)> {
    let mut taken = Vec::new();
    let Some(body) = operation.get_mut("x-body").and_then(Value::as_object_mut) else {
        return taken;
    };
    if let Some(schema) = body.shift_remove("schema") {
        body.insert("x-carried".to_owned(), json!("body"));
        taken.push(("body".to_owned(), schema));
    }
    let fields = body.get_mut("fields").and_then(Value::as_array_mut).into_iter().flatten();
    for (number, field) in fields.filter_map(Value::as_object_mut).enumerate() {
        if let Some(schema) = field.shift_remove("schema") {
            let key = format!("field{number}");
            field.insert("x-carried".to_owned(), json!(key));
            taken.push((key, schema));
        }
    }
    taken
}
