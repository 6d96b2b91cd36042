//! Enums of one value.

use std::collections::HashSet;

use serde_json::Value;

use super::Patient;
use super::finding::Found;
use super::mend::{Edit, Why};
use super::schemas::{Schema, follow};
use crate::pointer::Pointer;

pub(super) const NAME: &str = "single-value-enum";

pub(super) fn check(patient: &Patient<'_>, found: &mut Vec<Found>) {
    let tags = tags(patient);
    for schema in &patient.schemas {
        let values = schema.node.get("enum").and_then(Value::as_array);
        let distinct: HashSet<String> =
            values.into_iter().flatten().filter(|v| !v.is_null()).map(Value::to_string).collect();
        let (Some(value), 1) = (distinct.iter().next(), distinct.len()) else { continue };
        if tags.contains(&schema.pointer) || is_growing(patient, schema) {
            continue;
        }
        let at = schema.pointer.child("enum");
        let problem = patient.problem(
            schema,
            &at,
            format!("the enum has one value, {value}"),
            "a type with one value tells a caller nothing, and a list of one is often a list that \
             nobody finished; state the other values, or take the list out",
        );
        let why = Why::new(
            format!(
                "The only documented value is {value}. Other values are likely, and without the list \
                 they are as good as this one."
            ),
            "a guess: lists of one are often lists that nobody finished",
        );
        // Other spellings mean nothing without the list, whether they are there or another mend has them.
        let edits = vec![Edit::remove(&at), Edit::remove(&schema.pointer.child("x-enum-aliases"))];
        found.push(Found::new(NAME, problem, why, edits));
    }
}

/// Whether recorded values are added to the list, which has more than one then.
fn is_growing(patient: &Patient<'_>, schema: &Schema<'_>) -> bool {
    let evidence = patient.evidence.as_ref();
    evidence.is_some_and(|evidence| evidence.lacks_values(&schema.pointer, schema.node))
}

/// The properties that tell the choices of a union apart: each has one value, and should.
fn tags(patient: &Patient<'_>) -> HashSet<Pointer> {
    let root = &patient.document.value;
    let mut found = HashSet::new();
    for schema in &patient.schemas {
        for key in ["oneOf", "anyOf"] {
            found.extend(undeclared(root, schema, key));
        }
        let name = schema.node.get("discriminator").and_then(|node| node.get("propertyName"));
        let Some(name) = name.and_then(Value::as_str) else { continue };
        for key in ["oneOf", "anyOf"] {
            let choices = schema.node.get(key).and_then(Value::as_array).into_iter().flatten();
            for (index, choice) in choices.enumerate() {
                let at = schema.pointer.child(key).child(index);
                let Some((choice, at)) = follow(root, choice, at) else { continue };
                let at = at.child("properties").child(name);
                if let Some(property) = choice.get("properties").and_then(|all| all.get(name))
                    && let Some((_, at)) = follow(root, property, at)
                {
                    found.insert(at);
                }
            }
        }
    }
    found
}

/// The properties that have one value in each choice, and another in every one: nothing needs to name
/// them for a reader to tell the choices by.
fn undeclared(root: &Value, schema: &Schema<'_>, key: &str) -> Vec<Pointer> {
    let choices = schema.node.get(key).and_then(Value::as_array).into_iter().flatten();
    let choices: Option<Vec<(&Value, Pointer)>> = choices
        .enumerate()
        .map(|(index, choice)| follow(root, choice, schema.pointer.child(key).child(index)))
        .collect();
    let Some(choices) = choices.filter(|choices| choices.len() > 1) else { return Vec::new() };
    let first = choices.first().and_then(|(choice, _)| choice.get("properties"));
    let names = first.and_then(Value::as_object).into_iter().flatten().map(|(name, _)| name);
    let mut found = Vec::new();
    for name in names {
        let properties: Option<Vec<(&Value, Pointer)>> =
            choices.iter().map(|(choice, at)| one_value(root, choice, at, name)).collect();
        let Some(properties) = properties else { continue };
        let values: HashSet<String> = properties.iter().map(|(one, _)| one.to_string()).collect();
        if values.len() == choices.len() {
            found.extend(properties.into_iter().map(|(_, at)| at));
        }
    }
    found
}

/// The only value of a property, and where its schema is.
fn one_value<'d>(
    root: &'d Value,
    object: &'d Value,
    at: &Pointer,
    name: &str,
) -> Option<(&'d Value, Pointer)> {
    let at = at.child("properties").child(name);
    let (property, at) = follow(root, object.get("properties")?.get(name)?, at)?;
    let values = property.get("enum")?.as_array()?;
    let first = values.first()?;
    values.iter().all(|value| value == first).then_some((first, at))
}
