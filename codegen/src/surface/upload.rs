//! What an upload sends and how it reads the service, beside what its setters show.
//!
//! It is read from the hint itself, so that no key of it is forgotten.

use serde::Serialize;
use serde_json::Value;

use super::locate::Locate;
use super::text::{shape, shown};
use crate::diagnostic::Place;
use crate::model::{Answer, Operation, Upload, UploadCall};
use crate::pointer::Pointer;

const HINT: &str = "x-upload";

/// Something that an upload goes by: an operation, a name on the wire, or a word of the service.
#[derive(Clone, Debug, Serialize)]
pub struct UploadFact {
    /// The part of the hint that says it, such as `createVersion`.
    pub part: String,
    /// The key in that part; nothing where the part itself is a text.
    pub key: String,
    /// What the hint says; for an operation, the method of the client.
    pub text: String,
    /// What that does to what is sent and read, in words. Where this is equal, the text is but a name.
    pub meaning: String,
    /// The type that a property is of.
    pub owner: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What each key of the hint says.
pub(super) fn facts(
    hint: &Value,
    upload: &Upload,
    operations: &[Operation],
    locate: Locate<'_>,
) -> Vec<UploadFact> {
    let mut found = Vec::new();
    for (part, node) in hint.as_object().into_iter().flatten() {
        let at = Pointer::of(&[HINT, part]);
        match node {
            Value::String(text) => found.push(word(part, "", text, locate.place(&at))),
            Value::Object(keys) => {
                let keys = keys.iter().filter_map(|(key, text)| Some((key, text.as_str()?)));
                found.extend(keys.map(|(key, text)| {
                    let fact = word(part, key, text, locate.place(&at.child(key)));
                    match (part.as_str(), key.as_str()) {
                        (_, "operation") => call(fact, operations),
                        ("parameters", _) => parameter(fact, hint, operations),
                        _ => UploadFact { owner: owner(part, hint, upload, operations), ..fact },
                    }
                }));
            }
            _ => {}
        }
    }
    found
}

fn word(part: &str, key: &str, text: &str, place: Place) -> UploadFact {
    UploadFact {
        part: part.to_owned(),
        key: key.to_owned(),
        text: text.to_owned(),
        meaning: format!("`{text}`"),
        owner: None,
        place,
    }
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
        Some(format!("parameter {} of the path of `{role}`", before.matches('{').count() + 1))
    });
    let mut places: Vec<String> = places.collect();
    places.sort();
    UploadFact { meaning: places.join(", "), ..fact }
}

/// The type whose properties a part of the hint names.
fn owner(part: &str, hint: &Value, upload: &Upload, operations: &[Operation]) -> Option<String> {
    let body = |call: &UploadCall| call.body.as_ref().map(|body| body.ty.to_string());
    match part {
        "create" => body(&upload.create),
        "createVersion" => body(&upload.create_version),
        "finish" => body(&upload.finish),
        "file" => Some(upload.file.ty.to_string()),
        "version" => Some(upload.version.ty.to_string()),
        "data" => Some(upload.data.ty.to_string()),
        "start" | "status" => {
            let id = hint.get(part)?.get("operation")?.as_str()?;
            match &operations.iter().find(|one| one.id == id)?.answer {
                Answer::Json(ty) => shown(ty).rsplit("::").next().map(str::to_owned),
                _ => None,
            }
        }
        _ => None,
    }
}
