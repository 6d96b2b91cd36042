//! Changes that know what a node is: keywords of schemas, parameters, answers, operations, schemes.

use serde_json::{Value, json};

use super::{component, place_of};
use crate::documents::at::{self, Kind, escaped};
use crate::documents::random::Random;
use crate::documents::{build, words};

pub fn keyword(document: &mut Value, random: &mut Random) {
    let names = at::schemas(document);
    let Some(pointer) = place_of(document, random, Kind::Schema) else { return };
    if let Some(node) = document.pointer_mut(&pointer) {
        build::keyword(random, node, &names);
    }
}

pub fn parameter(document: &mut Value, random: &mut Random) {
    let names = at::schemas(document);
    let Some(Value::Object(node)) =
        place_of(document, random, Kind::Parameter).and_then(|at| document.pointer_mut(&at))
    else {
        return;
    };
    let (key, value) = match random.below(9) {
        0 => ("in", json!(random.word(words::PLACES))),
        1 => ("style", json!(random.word(words::STYLES))),
        2 => ("explode", json!(random.one_in(2))),
        3 => ("required", json!(random.one_in(2))),
        4 => ("name", json!(words::name(random))),
        5 | 6 => ("schema", build::schema(random, &names, 2)),
        7 => ("deprecated", json!(true)),
        _ => (
            "content",
            json!({ random.word(words::MEDIA): { "schema": build::schema(random, &names, 2) } }),
        ),
    };
    node.insert(key.to_owned(), value);
}

pub fn add_parameter(document: &mut Value, random: &mut Random) {
    let names = at::schemas(document);
    let made = build::parameter(random, &names);
    let Some(Value::Object(node)) =
        place_of(document, random, Kind::Operation).and_then(|at| document.pointer_mut(&at))
    else {
        return;
    };
    if let Some(Value::Array(parameters)) = node.get_mut("parameters") {
        parameters.push(made);
    } else {
        node.insert("parameters".to_owned(), json!([made]));
    }
}

pub fn answer(document: &mut Value, random: &mut Random) {
    let names = at::schemas(document);
    let made = build::answer(random, &names);
    let body = build::content(random, &names);
    let Some(Value::Object(node)) =
        place_of(document, random, Kind::Operation).and_then(|at| document.pointer_mut(&at))
    else {
        return;
    };
    match random.below(4) {
        0 => {
            node.insert(
                "requestBody".to_owned(),
                json!({ "content": body, "required": random.one_in(2) }),
            );
        }
        _ => {
            let status = random.word(words::STATUSES);
            if let Some(Value::Object(responses)) = node.get_mut("responses") {
                responses.insert(status, made);
            }
        }
    }
}

pub fn add_operation(document: &mut Value, random: &mut Random) {
    let names = at::schemas(document);
    let (path, made) = build::operation(random, &names);
    let method = if made.get("requestBody").is_some() {
        random.word(&["post", "put", "patch"])
    } else {
        random.word(&["get", "delete", "head"])
    };
    if let Some(Value::Object(paths)) = document.get_mut("paths") {
        paths.insert(path, json!({ method: made }));
    }
}

/// A new schema, and mostly something that refers to it.
pub fn add_schema(document: &mut Value, random: &mut Random) {
    let mut names = at::schemas(document);
    let name = words::name(random);
    names.push(name.clone());
    let made = build::schema(random, &names, 3);
    component(document, "schemas").insert(name.clone(), made);
    let Some(pointer) = place_of(document, random, Kind::Schema) else { return };
    let Some(Value::Object(node)) = document.pointer_mut(&pointer) else { return };
    if let Some(Value::Object(properties)) = node.get_mut("properties") {
        properties.insert(words::name(random), build::reference(random, &[name]));
    }
}

pub fn rename_schema(document: &mut Value, random: &mut Random) {
    let Some(old) = random.pick(&at::schemas(document)).cloned() else { return };
    let new = words::name(random);
    let schemas = component(document, "schemas");
    *schemas = std::mem::take(schemas)
        .into_iter()
        .map(|(name, entry)| (if name == old { new.clone() } else { name }, entry))
        .collect();
    let (from, to) = (
        format!("#/components/schemas/{}", escaped(&old)),
        format!("#/components/schemas/{}", escaped(&new)),
    );
    each_text(document, &mut |text| {
        if *text == from {
            text.clone_from(&to);
        }
    });
}

fn each_text(value: &mut Value, change: &mut dyn FnMut(&mut String)) {
    match value {
        Value::String(text) => change(text),
        Value::Array(items) => items.iter_mut().for_each(|item| each_text(item, change)),
        Value::Object(entries) => entries.values_mut().for_each(|entry| each_text(entry, change)),
        _ => {}
    }
}

pub fn security(document: &mut Value, random: &mut Random) {
    let name = words::name(random);
    let scheme = build::scheme(random);
    component(document, "securitySchemes").insert(name.clone(), scheme);
    let needed = match random.below(4) {
        0 => json!([{ name.clone(): [] }, {}]),
        1 => json!([{ name.clone(): [], "nothing": [] }]),
        _ => json!([{ name: [] }]),
    };
    let at = if random.one_in(2) {
        Some(String::new())
    } else {
        place_of(document, random, Kind::Operation)
    };
    if let Some(Value::Object(node)) = at.and_then(|at| document.pointer_mut(&at)) {
        node.insert("security".to_owned(), needed);
    }
}

pub fn operation(document: &mut Value, random: &mut Random) {
    let Some(Value::Object(node)) =
        place_of(document, random, Kind::Operation).and_then(|at| document.pointer_mut(&at))
    else {
        return;
    };
    let (key, value) = match random.below(10) {
        0 | 1 => ("operationId", json!(words::name(random))),
        2 => ("deprecated", json!(true)),
        3 => ("description", json!(random.word(words::TEXTS))),
        4 => ("summary", json!(random.word(words::TEXTS))),
        5 => ("tags", words::value(random)),
        6 => (
            "x-paged",
            json!({ "size": random.word(&["n", "limit", "a"]), "offset": random.word(&["offset", "b"]), "key": words::name(random) }),
        ),
        7 => ("x-repeatable", words::value(random)),
        8 => ("servers", json!([{ "url": "https://other.example.com" }])),
        _ => ("callbacks", words::value(random)),
    };
    node.insert(key.to_owned(), value);
}

pub fn root(document: &mut Value, random: &mut Random) {
    let Some(root) = document.as_object_mut() else { return };
    let (key, value) = match random.below(9) {
        0 => ("openapi", json!(random.word(&["3.0.0", "3.0.9", "3.1.0", "3", "2.0", "3.0"]))),
        1 => (
            "servers",
            json!([{ "url": random.word(&["https://a.example.com", "http://a/{x}", "/", "", "ftp://a", "https://a?b", "https://[::1]:1/x", "https://ex ample.com"]) }]),
        ),
        2 => (
            "info",
            json!({ "title": random.word(words::TEXTS), "version": random.word(&["1", "", "1.0.0-x", "💥"]), "description": random.word(words::TEXTS) }),
        ),
        3 => (
            "info",
            json!({ "title": "T", "version": "1", "x-crate": { "name": random.word(&["a", "a-b", "1", "std", "fn", "a b", "", "test", "serde", "core", "A"]), "version": random.word(&["0.1.0", "1", "", "x"]), "description": random.word(words::TEXTS), "notice": random.word(words::TEXTS), "guidance": random.word(words::TEXTS), "keywords": ["a", words::name(random)] } }),
        ),
        4 => ("security", words::value(random)),
        5 => ("tags", words::value(random)),
        6 => ("components", words::value(random)),
        7 => ("x-upload", words::value(random)),
        _ => ("externalDocs", words::value(random)),
    };
    root.insert(key.to_owned(), value);
}
