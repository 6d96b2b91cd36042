//! Changes of a document, each decided by one number: those of any tree here, those that know OpenAPI
//! in `parts`.

mod parts;

use serde_json::{Map, Value, json};

use super::at::{self, Kind, escaped};
use super::build;
use super::random::Random;
use super::words;

/// Makes one change; `other` is another document to take things from.
pub fn apply(document: &mut Value, seed: u64, other: &Value) {
    let mut random = Random::new(seed);
    let random = &mut random;
    match random.below(24) {
        0 => replace(document, random),
        1 => delete(document, random),
        2 => repeat(document, random),
        3 => swap(document, random),
        4 => graft(document, random, other),
        5 => rename(document, random),
        6 => retarget(document, random),
        7 | 8 => wrap(document, random),
        9..=11 => parts::keyword(document, random),
        12 => parts::parameter(document, random),
        13 | 14 => parts::add_parameter(document, random),
        15 => parts::answer(document, random),
        16 | 17 => parts::add_operation(document, random),
        18 | 19 => parts::add_schema(document, random),
        20 => parts::rename_schema(document, random),
        21 => parts::security(document, random),
        22 => parts::operation(document, random),
        _ => parts::root(document, random),
    }
}

fn any_place(document: &Value, random: &mut Random) -> Option<String> {
    random.pick(&at::places(document)).map(|place| place.pointer.clone())
}

pub(super) fn place_of(document: &Value, random: &mut Random, kind: Kind) -> Option<String> {
    random.pick(&at::of_kind(document, kind)).cloned()
}

fn replace(document: &mut Value, random: &mut Random) {
    let Some(pointer) = any_place(document, random) else { return };
    if let Some(node) = document.pointer_mut(&pointer) {
        *node = words::value(random);
    }
}

/// The node that holds another, and the last token of the other's pointer.
fn holder<'d>(document: &'d mut Value, pointer: &str) -> Option<(&'d mut Value, String)> {
    let (around, key) = pointer.rsplit_once('/')?;
    Some((document.pointer_mut(around)?, key.replace("~1", "/").replace("~0", "~")))
}

fn delete(document: &mut Value, random: &mut Random) {
    let Some(pointer) = any_place(document, random) else { return };
    remove(document, &pointer);
}

/// Takes a node out.
pub fn remove(document: &mut Value, pointer: &str) -> Option<Value> {
    match holder(document, pointer)? {
        (Value::Object(entries), key) => entries.shift_remove(&key),
        (Value::Array(items), key) => {
            let at = key.parse::<usize>().ok().filter(|at| *at < items.len())?;
            Some(items.remove(at))
        }
        _ => None,
    }
}

fn repeat(document: &mut Value, random: &mut Random) {
    let Some(pointer) = any_place(document, random) else { return };
    let Some(copy) = document.pointer(&pointer).cloned() else { return };
    match holder(document, &pointer) {
        Some((Value::Object(entries), _)) => {
            entries.insert(words::name(random), copy);
        }
        Some((Value::Array(items), _)) => items.push(copy),
        _ => {}
    }
}

/// Two nodes in each other's place; where one holds the other, it ends up in itself.
fn swap(document: &mut Value, random: &mut Random) {
    let kinds = [Kind::Schema, Kind::Schema, Kind::Parameter, Kind::Answer, Kind::Other];
    let kind = random.pick(&kinds).copied().unwrap_or(Kind::Other);
    let (Some(one), Some(two)) =
        (place_of(document, random, kind), place_of(document, random, kind))
    else {
        return;
    };
    let (Some(a), Some(b)) = (document.pointer(&one).cloned(), document.pointer(&two).cloned())
    else {
        return;
    };
    for (pointer, value) in [(one, b), (two, a)] {
        if let Some(node) = document.pointer_mut(&pointer) {
            *node = value;
        }
    }
}

/// A node of another document in the place of one of the same kind; schemas that it refers to come along.
fn graft(document: &mut Value, random: &mut Random, other: &Value) {
    let kinds =
        [Kind::Schema, Kind::Schema, Kind::Parameter, Kind::Operation, Kind::Answer, Kind::Other];
    let kind = random.pick(&kinds).copied().unwrap_or(Kind::Other);
    let (Some(from), Some(to)) = (place_of(other, random, kind), place_of(document, random, kind))
    else {
        return;
    };
    let Some(taken) = other.pointer(&from).cloned() else { return };
    if let Some(node) = document.pointer_mut(&to) {
        *node = taken;
    }
    if random.one_in(5) {
        return;
    }
    for part in ["schemas", "parameters", "responses", "requestBodies", "securitySchemes"] {
        let theirs =
            other.pointer(&format!("/components/{part}")).and_then(Value::as_object).cloned();
        for (name, node) in theirs.into_iter().flatten() {
            component(document, part).entry(name).or_insert(node);
        }
    }
}

/// The components of one kind, made where they are missing.
pub(super) fn component<'d>(document: &'d mut Value, part: &str) -> &'d mut Map<String, Value> {
    let mut node = document;
    for key in ["components", part] {
        if !node.get(key).is_some_and(Value::is_object) {
            if !node.is_object() {
                *node = json!({});
            }
            node[key] = json!({});
        }
        node = &mut node[key];
    }
    node.as_object_mut().expect("it was made one")
}

fn rename(document: &mut Value, random: &mut Random) {
    let Some(pointer) = any_place(document, random) else { return };
    let Some((Value::Object(entries), key)) = holder(document, &pointer) else { return };
    let new = words::name(random);
    let renamed = std::mem::take(entries).into_iter().map(|(name, entry)| {
        let name = if name == key { new.clone() } else { name };
        (name, entry)
    });
    *entries = renamed.collect();
    // A property that is required is to stay one, mostly.
    let around = pointer.rsplit_once("/properties/").map(|(around, _)| around.to_owned());
    if let Some(Value::Array(required)) =
        around.and_then(|around| document.pointer_mut(&format!("{around}/required")))
    {
        for name in required.iter_mut().filter(|name| name.as_str() == Some(&key)) {
            *name = json!(new);
        }
    }
}

fn retarget(document: &mut Value, random: &mut Random) {
    let all = at::places(document);
    let references: Vec<&str> = all
        .iter()
        .map(|place| place.pointer.as_str())
        .filter(|pointer| pointer.ends_with("/$ref"))
        .collect();
    let Some(from) = random.pick(&references).map(|from| (*from).to_owned()) else { return };
    let to = match random.below(6) {
        0 => any_place(document, random).unwrap_or_default(),
        1 => {
            random.word(&["", "/", "/components", "/components/schemas/", "other.yaml", "#", "/%"])
        }
        _ => match random.pick(&at::schemas(document)) {
            Some(name) => format!("/components/schemas/{}", escaped(name)),
            None => return,
        },
    };
    if let Some(node) = document.pointer_mut(&from) {
        *node = json!(format!("#{to}"));
    }
}

fn wrap(document: &mut Value, random: &mut Random) {
    let names = at::schemas(document);
    let Some(pointer) = place_of(document, random, Kind::Schema) else { return };
    let extra = build::schema(random, &names, 2);
    let Some(node) = document.pointer_mut(&pointer) else { return };
    let taken = node.take();
    *node = match random.below(13) {
        0 => json!({ "oneOf": [taken] }),
        1 => json!({ "oneOf": [taken, extra] }),
        2 => json!({ "anyOf": [taken, extra] }),
        3 => json!({ "anyOf": [taken] }),
        4 => json!({ "allOf": [taken] }),
        5 => json!({ "allOf": [taken, extra] }),
        6 => json!({ "type": "array", "items": taken }),
        7 => json!({ "type": "object", "additionalProperties": taken }),
        8 => json!({ "type": "object", "properties": { words::name(random): taken } }),
        9 => json!({ "nullable": true, "allOf": [taken] }),
        10 => json!({ "not": taken }),
        11 => json!({ "oneOf": [extra.clone(), { "type": "array", "items": taken }, extra] }),
        _ => json!({ "nullable": true, "oneOf": [extra, taken] }),
    };
}
