//! What an upload sends and how it reads the service, beside what its setters show.
//!
//! It is read from the hint itself, so that no key of it is forgotten.

use serde::Serialize;
use serde_json::Value;

use super::locate::Locate;
use super::text::shape;
use crate::diagnostic::Place;
use crate::model::Operation;
use crate::pointer::Pointer;

const HINT: &str = "x-upload";

/// Something that an upload goes by: an operation, a name on the wire, or a word of the service.
#[derive(Clone, Debug, Serialize)]
pub struct UploadFact {
    /// What it is, in words.
    pub name: String,
    /// What the hint says; for an operation, the method of the client.
    pub text: String,
    /// What that does to what is sent and read, in words. Where this is equal, the text is but a name.
    pub meaning: String,
    /// Where it stands.
    pub place: Place,
}

/// What each key of the hint says.
pub(super) fn facts(hint: &Value, operations: &[Operation], locate: Locate<'_>) -> Vec<UploadFact> {
    let mut found = Vec::new();
    for (part, node) in hint.as_object().into_iter().flatten() {
        let at = Pointer::of(&[HINT, part]);
        match node {
            Value::String(text) => found.push(word(named(part), text, &at, locate)),
            Value::Object(keys) => {
                let keys = keys.iter().filter_map(|(key, text)| Some((key, text.as_str()?)));
                found.extend(keys.map(|(key, text)| {
                    let fact = word(named_in(part, key), text, &at.child(key), locate);
                    match (part.as_str(), key.as_str()) {
                        (_, "operation") => call(fact, operations),
                        ("parameters", _) => parameter(fact, hint, operations),
                        _ => fact,
                    }
                }));
            }
            _ => {}
        }
    }
    found
}

fn word(name: String, text: &str, at: &Pointer, locate: Locate<'_>) -> UploadFact {
    let meaning = format!("`{text}`");
    UploadFact { name, text: text.to_owned(), meaning, place: locate.place(at) }
}

/// An operation is what it calls, and shown as the method that calls it.
fn call(fact: UploadFact, operations: &[Operation]) -> UploadFact {
    let Some(operation) = operations.iter().find(|one| one.id == fact.text) else { return fact };
    let meaning = format!("`{} {}`", operation.http_method, shape(&operation.path));
    UploadFact { text: operation.method.to_string(), meaning, ..fact }
}

/// A parameter of a path is where it stands there. What it is called is not sent.
fn parameter(fact: UploadFact, hint: &Value, operations: &[Operation]) -> UploadFact {
    let roles = hint.as_object().into_iter().flatten().filter_map(|(role, node)| {
        let id = node.get("operation")?.as_str()?;
        Some((role, operations.iter().find(|one| one.id == id)?))
    });
    let wanted = format!("{{{}}}", fact.text);
    let places = roles.filter_map(|(role, operation)| {
        let (before, _) = operation.path.split_once(&wanted)?;
        Some(format!("number {} in the path of `{role}`", before.matches('{').count() + 1))
    });
    let mut places: Vec<String> = places.collect();
    places.sort();
    UploadFact { meaning: places.join(", "), ..fact }
}

fn named(key: &str) -> String {
    match key {
        "otherMediaType" => "media type of any other file".to_owned(),
        "signatureMediaType" => "media type of a signature".to_owned(),
        other => format!("word for `{other}`"),
    }
}

fn named_in(part: &str, key: &str) -> String {
    match (part, key) {
        (_, "operation") => format!("operation for `{part}`"),
        ("parameters", _) => format!("parameter for `{key}`"),
        ("start", "part") => format!("parameter for `{key}` of `{part}`"),
        ("mediaTypes", _) => format!("media type of {key}"),
        ("pieces" | "statuses" | "categories", _) => format!("word for `{key}` of `{part}`"),
        _ => format!("property for `{key}` of `{part}`"),
    }
}
