//! Lists and objects of which nothing is said but that they are there.
//!
//! `additionalProperties` says that an object is meant to hold anything, and is no finding. A list has
//! no such word: `items: {}` is what is left where nobody knows.

use serde_json::{Map, Value, json};

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Why};
use super::schemas::Schema;
use crate::hints::DOCTOR;
use crate::pointer::Pointer;

pub(super) const ARRAYS: &str = "untyped-array";
pub(super) const OBJECTS: &str = "untyped-object";

const RECORD: &str = "a caller gets JSON to take apart by hand, and a slip in the document looks like this \
                      too; describe it. A recorded exchange that shows one gives the type. Where nobody \
                      knows it, say so";

pub(super) fn arrays(patient: &Patient<'_>, found: &mut Vec<Found>) {
    for schema in patient.schemas.iter().filter(|schema| is_untyped_array(schema.node)) {
        let at = match schema.node.contains_key("items") {
            true => schema.pointer.child("items"),
            false => schema.pointer.clone(),
        };
        if patient.evidence.as_ref().is_some_and(|evidence| evidence.breaches(&at, "type")) {
            // The entries are of another type, which another check says.
            continue;
        }
        let lists = seen(patient, &schema.pointer);
        let entries: Vec<&Value> = lists.iter().filter_map(|v| v.as_array()).flatten().collect();
        let message = format!("nothing is said of the entries of {}", subject(schema, "the list"));
        let problem = patient.problem(schema, &at, message, RECORD);
        let inferred = patient.inference.schema(&entries, None);
        let (why, update) = match inferred.as_object().is_some_and(|schema| !schema.is_empty()) {
            true => (
                shown("Nothing is documented of the entries. Their type is that of recorded ones."),
                json!({ "items": inferred }),
            ),
            false => accepted(ARRAYS),
        };
        found.push(Found::new(ARRAYS, problem, why, vec![Edit::merge(&schema.pointer, update)]));
    }
}

pub(super) fn objects(patient: &Patient<'_>, found: &mut Vec<Found>) {
    for schema in patient.schemas.iter().filter(|schema| is_untyped_object(schema.node)) {
        let Some((parent, _)) = schema.pointer.split_last() else { continue };
        // A member of an `allOf` adds to what others say, and a list's entries are the list's finding.
        let is_member = parent.as_str().ends_with("/allOf");
        let holder = parent.resolve(&patient.document.value).and_then(Value::as_object);
        if is_member || holder.is_some_and(is_untyped_array) {
            continue;
        }
        let evidence = patient.evidence.as_ref();
        if evidence.is_some_and(|evidence| evidence.breaches(&schema.pointer, "type")) {
            // It is no object at all, which another check says.
            continue;
        }
        let mut objects = seen(patient, &schema.pointer);
        objects.retain(|value| value.is_object());
        let message = format!("nothing is said of what {} holds", subject(schema, "the object"));
        let problem = patient.problem(schema, &schema.pointer, message, RECORD);
        let filled =
            objects.iter().any(|value| value.as_object().is_some_and(|map| !map.is_empty()));
        let (why, update) = match filled {
            true => (
                shown(
                    "Nothing is documented of the properties. These are those of recorded objects.",
                ),
                patient.inference.schema(&objects, None),
            ),
            false => (
                Why::new(
                    "Nothing is documented of what the object holds. Stated as what it is for a \
                     client: a map to any JSON.",
                    "nobody has recorded one that holds anything",
                ),
                json!({ "additionalProperties": true }),
            ),
        };
        found.push(Found::new(OBJECTS, problem, why, vec![Edit::merge(&schema.pointer, update)]));
    }
}

fn is_untyped_array(schema: &Map<String, Value>) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    let items = schema.get("items");
    match (kind, items) {
        (Some("array"), None) => true,
        (Some("array") | None, Some(items)) => items
            .as_object()
            .is_some_and(|items| says_nothing(items) && !items.contains_key("$ref")),
        _ => false,
    }
}

fn is_untyped_object(schema: &Map<String, Value>) -> bool {
    schema.get("type").and_then(Value::as_str) == Some("object") && says_nothing(schema)
}

/// Whether a schema says no more than that there is an object, or not even that.
fn says_nothing(schema: &Map<String, Value>) -> bool {
    let kind = schema.get("type").and_then(Value::as_str);
    kind.is_none_or(|kind| kind == "object")
        && ![
            "additionalProperties",
            "allOf",
            "anyOf",
            "enum",
            "items",
            "not",
            "oneOf",
            "properties",
        ]
        .into_iter()
        .chain(["required"])
        .any(|key| schema.contains_key(key))
}

fn seen<'d>(patient: &Patient<'d>, pointer: &Pointer) -> Vec<&'d Value> {
    let evidence = patient.evidence.as_ref();
    evidence.map(|evidence| evidence.values(pointer)).unwrap_or_default()
}

/// What to call it in a message.
fn subject(schema: &Schema<'_>, otherwise: &str) -> String {
    schema.name.as_ref().map_or_else(|| otherwise.to_owned(), |name| format!("`{name}`"))
}

fn shown(description: &str) -> Why {
    Why::new(description, "certain that they exist: recorded exchanges; there may be more")
}

/// The mend where nothing is known: the finding is accepted, with the reason.
fn accepted(check: &str) -> (Why, Value) {
    let reason = "nobody has recorded what it holds";
    let why = Why::new(
        "Nothing is documented of what this holds, and nothing is known.",
        "nobody has recorded one that holds anything",
    );
    (why, json!({ DOCTOR: { "allow": { check: reason } } }))
}
