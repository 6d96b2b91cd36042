//! Objects: a struct with a field for each property.

use std::collections::BTreeSet;

use serde_json::Value;

use super::{Refusal, field};
use crate::lower::checksum;
use crate::model::{Field, Presence, Struct};

pub(super) fn structure(
    normalised: &Value,
    node: &Value,
    fields: &syn::FieldsNamed,
) -> Result<Struct, Refusal> {
    let mut lowered: Vec<Field> =
        fields.named.iter().filter_map(|field| field::field(normalised, node, field)).collect();
    let properties = node.get("properties").and_then(Value::as_object);
    let position = |wire: &str| properties.and_then(|all| all.keys().position(|key| key == wire));
    lowered.sort_by_key(|field| position(&field.wire).unwrap_or(usize::MAX));
    field::name(&mut lowered);
    let constructor = constructor(node, &lowered)?;
    let checksum = node.get("x-checksum").map(|hint| checksum::read(hint, &lowered)).transpose();
    let checksum = checksum.map_err(|help| {
        let message = "the hint `x-checksum` cannot be used as it is".to_owned();
        (vec!["x-checksum"], message, help)
    })?;
    Ok(Struct { fields: lowered, constructor, checksum })
}

/// The order of the constructor's arguments: as the hint says, else by documented name, so that a
/// document that lists its properties in another order cannot swap two texts.
fn constructor(node: &Value, fields: &[Field]) -> Result<Vec<usize>, Refusal> {
    let mut required: Vec<usize> = fields
        .iter()
        .enumerate()
        .filter(|(_, field)| matches!(field.presence, Presence::Required | Presence::Nullable))
        .map(|(index, _)| index)
        .collect();
    let wire = |index: &usize| fields.get(*index).map(|field| field.wire.as_str());
    required.sort_by(|a, b| wire(a).cmp(&wire(b)));
    let Some(hint) = node.get("x-constructor") else { return Ok(required) };
    let names: Vec<&str> =
        hint.as_array().into_iter().flatten().filter_map(Value::as_str).collect();
    let ordered: Vec<usize> = names
        .iter()
        .filter_map(|name| required.iter().copied().find(|index| wire(index) == Some(name)))
        .collect();
    let distinct: BTreeSet<usize> = ordered.iter().copied().collect();
    if distinct.len() == required.len() && names.len() == required.len() {
        return Ok(ordered);
    }
    let wanted: Vec<&str> = required.iter().filter_map(wire).collect();
    Err((
        vec!["x-constructor"],
        "the hint `x-constructor` does not name each required property once".to_owned(),
        format!("list these, in the order you want: {}", wanted.join(", ")),
    ))
}
