//! A value beside the schema that it should be of: what of the schema it breaches, what it has that the
//! schema lacks, and which value was seen at which schema.
//!
//! OpenAPI 3.0 is not JSON Schema, and what is wanted is the node of the document that is wrong. So this
//! walks along both, and does not translate the one for a validator, which would also bring forty crates
//! into the build of the generator.

mod choices;
mod nulls;

use serde_json::{Map, Value, json};

use super::bounds::{breached, is_of_type};
use super::schemas::follow;
use crate::pointer::Pointer;

/// How many steps one value may take, choices in choices included.
const MOST_STEPS: usize = 500_000;

/// Something that a value says of a schema.
#[derive(Clone, Debug)]
pub(super) struct Sighting<'v> {
    pub(super) schema: Pointer,
    pub(super) value: &'v Value,
    /// Where the value is in what was walked along.
    pub(super) at: Pointer,
    pub(super) what: What,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum What {
    /// The value was seen at the schema.
    Value,
    /// The keyword of the schema that the value breaches.
    Breach(&'static str),
    /// The property that the schema requires and the value lacks.
    Lack(String),
    /// The property that the value has and the schema does not know.
    Unknown(String),
}

/// What there is to say of a value. `None` where the choices are too many to try.
pub(super) fn along<'v>(
    root: &Value,
    schema: &Pointer,
    value: &'v Value,
    at: Pointer,
) -> Option<Vec<Sighting<'v>>> {
    let mut walk = Walk { root, steps: 0 };
    let mut found = Vec::new();
    if let Some(node) = schema.resolve(root) {
        walk.value(node, schema.clone(), value, &at, &mut found, 0);
    }
    (walk.steps < MOST_STEPS).then_some(found)
}

struct Walk<'d> {
    root: &'d Value,
    steps: usize,
}

type Found<'v> = Vec<Sighting<'v>>;

impl<'d> Walk<'d> {
    fn value<'v>(
        &mut self,
        node: &'d Value,
        pointer: Pointer,
        value: &'v Value,
        at: &Pointer,
        found: &mut Found<'v>,
        depth: usize,
    ) {
        self.steps += 1;
        if self.steps >= MOST_STEPS || depth > crate::check::MOST_HOPS {
            return;
        }
        let add = |found: &mut Found<'v>, schema: &Pointer, what| {
            found.push(Sighting { schema: schema.clone(), value, at: at.clone(), what });
        };
        let (place, stated) = (pointer.clone(), node);
        let Some((node, pointer)) = follow(self.root, node, pointer) else { return };
        let Some(schema) = node.as_object() else { return };
        add(found, &pointer, What::Value);
        if place != pointer {
            add(found, &place, What::Value);
        }
        if value.is_null() {
            if !self.takes_null(stated, 0) {
                add(found, &place, What::Breach("nullable"));
            }
            return;
        }
        if !is_of_type(schema, value) {
            // Where a reference leads there is a type that others may have.
            add(found, &place, What::Breach("type"));
            return;
        }
        for keyword in breached(schema, value) {
            add(found, &pointer, What::Breach(keyword));
        }
        self.choices(schema, &pointer, value, at, found, depth);
        match value {
            Value::Object(entries) => {
                for name in schema.get("required").and_then(Value::as_array).into_iter().flatten() {
                    let is_lacking =
                        |name: &&str| !entries.contains_key(*name) && !is_one_way(schema, name);
                    if let Some(name) = name.as_str().filter(is_lacking) {
                        add(found, &pointer, What::Lack(name.to_owned()));
                    }
                }
                self.properties(schema, &pointer, entries, at, found, depth);
            }
            Value::Array(items) => {
                if let Some(node) = schema.get("items") {
                    for (index, item) in items.iter().enumerate() {
                        let pointer = pointer.child("items");
                        self.value(node, pointer, item, &at.child(index), found, depth + 1);
                    }
                }
            }
            _ => {}
        }
    }

    fn properties<'v>(
        &mut self,
        schema: &'d Map<String, Value>,
        pointer: &Pointer,
        entries: &'v Map<String, Value>,
        at: &Pointer,
        found: &mut Found<'v>,
        depth: usize,
    ) {
        let own = schema.get("properties").and_then(Value::as_object);
        let mut known = Known::default();
        self.known(schema, pointer, true, &mut known, 0);
        let is_choice = ["oneOf", "anyOf"].iter().any(|key| list(schema, key).next().is_some());
        for (name, value) in entries {
            let inside = at.child(name);
            match (own.and_then(|own| own.get(name)), schema.get("additionalProperties")) {
                (Some(node), _) => {
                    let pointer = pointer.child("properties").child(name);
                    self.value(node, pointer, value, &inside, found, depth + 1);
                }
                (None, Some(node)) if node.is_object() => {
                    let pointer = pointer.child("additionalProperties");
                    self.value(node, pointer, value, &inside, found, depth + 1);
                }
                (None, _) if known.is_open || known.names.iter().any(|one| one == name) => {}
                // Of a choice alone, the choice has said it.
                (None, _) if is_choice && !is_composite(schema) => {}
                (None, _) => {
                    // An object without properties and without a word about others is of any.
                    if let Some(owner) = known.inline.as_ref().or(known.referred.as_ref()) {
                        let what = What::Unknown(name.clone());
                        found.push(Sighting { schema: owner.clone(), value, at: inside, what });
                    }
                }
            }
        }
    }

    /// The properties that a schema and what it is made of know.
    fn known(
        &mut self,
        schema: &'d Map<String, Value>,
        pointer: &Pointer,
        is_inline: bool,
        known: &mut Known,
        depth: usize,
    ) {
        self.steps += 1;
        if self.steps >= MOST_STEPS || depth > crate::check::MOST_HOPS {
            return;
        }
        match schema.get("additionalProperties") {
            Some(Value::Bool(false)) | None => {}
            Some(_) => known.is_open = true,
        }
        if let Some(properties) = schema.get("properties").and_then(Value::as_object) {
            known.names.extend(properties.keys().cloned());
            let owner = if is_inline { &mut known.inline } else { &mut known.referred };
            owner.get_or_insert_with(|| pointer.clone());
        }
        for key in ["allOf", "oneOf", "anyOf"] {
            for (index, member) in list(schema, key) {
                let at = pointer.child(key).child(index);
                let is_inline = is_inline && member.get("$ref").is_none();
                if let Some((node, at)) = follow(self.root, member, at)
                    && let Some(schema) = node.as_object()
                {
                    self.known(schema, &at, is_inline, known, depth + 1);
                }
            }
        }
    }
}

#[derive(Default)]
struct Known {
    names: Vec<String>,
    /// The first schema with properties, where another one would be written down: the schema itself
    /// or a part of it, else what a part refers to.
    inline: Option<Pointer>,
    referred: Option<Pointer>,
    /// Whether others are welcome.
    is_open: bool,
}

/// Whether something stands beside a choice, so that neither alone knows all properties.
fn is_composite(schema: &Map<String, Value>) -> bool {
    schema.contains_key("properties") || schema.contains_key("allOf")
}

/// Whether a property is sent in one direction alone.
fn is_one_way(schema: &Map<String, Value>, name: &str) -> bool {
    let property = schema.get("properties").and_then(|properties| properties.get(name));
    ["readOnly", "writeOnly"]
        .iter()
        .any(|key| property.and_then(|property| property.get(*key)) == Some(&json!(true)))
}

fn list<'d>(schema: &'d Map<String, Value>, key: &str) -> impl Iterator<Item = (usize, &'d Value)> {
    schema.get(key).and_then(Value::as_array).into_iter().flatten().enumerate()
}
