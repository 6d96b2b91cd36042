//! What an upload sends and how it reads the service, beside what its setters show.
//!
//! It is read from the hint itself, so that no key of it is forgotten.

use serde::Serialize;
use serde_json::Value;

use super::locate::Locate;
use super::text::{of_type, shape};
use crate::diagnostic::Place;
use crate::model::{Answer, Location, Operation, Upload, UploadCall};
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
    /// The types that a property or a value is of, or the method that has the parameter. Empty where
    /// it is of nothing in the document.
    pub owners: Vec<String>,
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
                        _ => {
                            let owners = owners(part, key, (hint, upload, operations));
                            UploadFact { owners, ..fact }
                        }
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
        owners: Vec::new(),
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

/// What has that which a key of the hint names, in an order that is the same on both sides.
fn owners(
    part: &str,
    key: &str,
    (hint, upload, operations): (&Value, &Upload, &[Operation]),
) -> Vec<String> {
    let body = |call: &UploadCall| call.body.as_ref().map(|body| body.ty.to_string());
    let operation = |role: &str| {
        let id = hint.get(role)?.get("operation")?.as_str()?;
        operations.iter().find(|one| one.id == id)
    };
    let piece = |role: &str| {
        let wire = hint.get("parameters")?.get("piece")?.as_str()?;
        let arguments = &operation(role)?.arguments;
        let found = arguments.iter().find(|one| one.wire == wire && one.location == Location::Path);
        found.map(|argument| of_type(&argument.ty))
    };
    let of = match (part, key) {
        ("create", _) => vec![body(&upload.create)],
        ("createVersion", _) => vec![body(&upload.create_version)],
        ("finish", _) => vec![body(&upload.finish)],
        ("file", _) => vec![Some(upload.file.ty.to_string())],
        ("version", _) => vec![Some(upload.version.ty.to_string())],
        ("data", _) => vec![Some(upload.data.ty.to_string())],
        ("start", "part") => vec![operation(part).map(|start| start.method.to_string())],
        ("start" | "status", _) => vec![operation(part).and_then(|one| match &one.answer {
            Answer::Json(ty) => Some(of_type(ty)),
            _ => None,
        })],
        ("pieces", _) => ["start", "status", "finish"].map(piece).into(),
        // A piece of data has no other of them.
        ("statuses", "waiting" | "complete") => {
            let statuses = [&upload.version.status, &upload.data.status];
            statuses.map(|field| Some(of_type(&field.ty))).into()
        }
        ("statuses", _) => vec![Some(of_type(&upload.version.status.ty))],
        ("categories", _) => vec![Some(of_type(&upload.data.category.ty))],
        _ => Vec::new(),
    };
    of.into_iter().flatten().collect()
}
