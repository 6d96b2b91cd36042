//! A last look at what is about to be written. It knows nothing of how things were redacted: it searches
//! for what was there before.

use serde_json::Value;

use super::redact::{Known, Vocabulary};

/// Fields of a fixture that the recorder writes by itself.
const OWN: &[&str] = &["source", "recorded"];

/// Where in this text of a fixture something stands that must not, by its JSON pointer.
pub fn find(text: &str, known: &Known, vocabulary: &Vocabulary) -> Option<String> {
    let Ok(fixture) = serde_json::from_str::<Value>(text) else { return Some(String::new()) };
    let fields = fixture.as_object()?.iter().filter(|(name, _)| !OWN.contains(&name.as_str()));
    let mut fields = fields;
    fields.find_map(|(name, value)| in_value(value, &format!("/{name}"), known, vocabulary))
}

fn in_value(value: &Value, at: &str, known: &Known, vocabulary: &Vocabulary) -> Option<String> {
    let leaks = |text: &str| !vocabulary.has(text) && known.is_in(text);
    match value {
        Value::String(text) => leaks(text).then(|| at.to_owned()),
        Value::Number(number) => leaks(&number.to_string()).then(|| at.to_owned()),
        Value::Array(items) => items
            .iter()
            .enumerate()
            .find_map(|(index, item)| in_value(item, &format!("{at}/{index}"), known, vocabulary)),
        Value::Object(entries) => entries.iter().enumerate().find_map(|(index, (key, value))| {
            // A key that leaks is not repeated.
            if leaks(key) {
                return Some(format!("{at}/(key {index})"));
            }
            let key = key.replace('~', "~0").replace('/', "~1");
            in_value(value, &format!("{at}/{key}"), known, vocabulary)
        }),
        Value::Bool(_) | Value::Null => None,
    }
}
