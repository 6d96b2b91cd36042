//! Schemas, parameters, operations and schemes made up from nothing, right ones mostly.

use serde_json::{Map, Value, json};

use super::random::Random;
use super::words;

/// A schema; `names` are those of the document's own.
pub fn schema(random: &mut Random, names: &[String], depth: usize) -> Value {
    let choice = random.below(if depth == 0 { 7 } else { 16 });
    let mut schema = match choice {
        0 | 1 if !names.is_empty() => return reference(random, names),
        0..=2 => json!({ "type": "string" }),
        3 => json!({ "type": random.word(&["integer", "number", "boolean"]) }),
        4 => enumeration(random),
        5 => json!({ "type": "string", "format": random.word(words::FORMATS) }),
        6 => {
            json!({ "type": random.word(&["integer", "number"]), "format": random.word(words::FORMATS) })
        }
        7..=9 => object(random, names, depth),
        10 => json!({ "type": "array", "items": schema(random, names, depth - 1) }),
        11 => json!({ "type": "object", "additionalProperties": schema(random, names, depth - 1) }),
        12 | 13 => choices(random, names, depth),
        14 => {
            let parts: Vec<Value> =
                (0..=random.below(3)).map(|_| object(random, names, depth - 1)).collect();
            json!({ "allOf": parts })
        }
        _ => json!({}),
    };
    for _ in 0..random.below(3).saturating_sub(random.below(2)) {
        keyword(random, &mut schema, names);
    }
    schema
}

pub fn reference(random: &mut Random, names: &[String]) -> Value {
    let name = random.pick(names).map(String::as_str).unwrap_or("Nothing");
    json!({ "$ref": format!("#/components/schemas/{}", super::at::escaped(name)) })
}

fn enumeration(random: &mut Random) -> Value {
    let is_text = !random.one_in(4);
    let values: Vec<Value> = (0..=random.below(4))
        .map(|at| {
            if is_text {
                json!(words::name(random))
            } else {
                [words::number(random), json!(at)][random.below(2)].clone()
            }
        })
        .collect();
    let mut schema = json!({ "enum": values });
    if !random.one_in(6) {
        schema["type"] = json!(if is_text { "string" } else { "integer" });
    }
    schema
}

fn object(random: &mut Random, names: &[String], depth: usize) -> Value {
    let mut properties = Map::new();
    for _ in 0..random.below(4) {
        properties.insert(words::name(random), schema(random, names, depth.saturating_sub(1)));
    }
    let required: Vec<&String> = properties.keys().filter(|key| key.len() % 2 == 0).collect();
    let mut schema = json!({ "type": "object", "required": required, "properties": properties });
    match random.below(5) {
        0 => schema["additionalProperties"] = json!(random.one_in(2)),
        1 if depth > 0 => schema["additionalProperties"] = self::schema(random, names, depth - 1),
        _ => {}
    }
    if random.one_in(3) {
        schema.as_object_mut().map(|schema| schema.remove("required"));
    }
    schema
}

fn choices(random: &mut Random, names: &[String], depth: usize) -> Value {
    let alternatives: Vec<Value> =
        (0..=random.below(3)).map(|_| schema(random, names, depth - 1)).collect();
    let mut schema = json!({ random.word(&["oneOf", "anyOf"]): alternatives });
    if random.one_in(3) {
        schema["discriminator"] = json!({ "propertyName": words::name(random) });
        if random.one_in(2) {
            schema["discriminator"]["mapping"] =
                json!({ words::name(random): reference(random, names)["$ref"] });
        }
    }
    schema
}

/// Sets a keyword of a schema, in a wrong place perhaps.
pub fn keyword(random: &mut Random, schema: &mut Value, names: &[String]) {
    let Some(object) = schema.as_object_mut() else { return };
    let own: Vec<String> = object
        .get("properties")
        .and_then(Value::as_object)
        .map(|p| p.keys().cloned().collect())
        .unwrap_or_default();
    let own = random.pick(&own).cloned().unwrap_or_else(|| words::name(random));
    let (key, value) = match random.below(34) {
        0 => ("type", json!(random.word(words::TYPES))),
        1 => ("format", json!(random.word(words::FORMATS))),
        2 | 3 => ("nullable", json!(!random.one_in(5))),
        4 => ("readOnly", json!(true)),
        5 => ("writeOnly", json!(true)),
        6 => ("deprecated", json!(true)),
        7 => ("default", words::value(random)),
        8 => {
            ("default", object.get("enum").and_then(|all| all.get(0)).cloned().unwrap_or(json!(1)))
        }
        9 => ("enum", json!([words::value(random), words::value(random)])),
        10 => ("minimum", words::number(random)),
        11 => ("maximum", words::number(random)),
        12 => ("exclusiveMinimum", json!(true)),
        13 => ("minLength", words::number(random)),
        14 => ("maxLength", words::number(random)),
        15 => ("minItems", words::number(random)),
        16 => ("maxItems", words::number(random)),
        17 => ("uniqueItems", json!(true)),
        18 => ("pattern", json!(random.word(words::PATTERNS))),
        19 => ("multipleOf", words::number(random)),
        20 => ("description", json!(random.word(words::TEXTS))),
        21 => ("title", json!(words::name(random))),
        22 => ("required", json!([own])),
        23 => (
            "additionalProperties",
            [json!(false), json!(true), self::schema(random, names, 1)][random.below(3)].clone(),
        ),
        24 => ("not", self::schema(random, names, 1)),
        25 => ("x-constructor", json!([own])),
        26 => ("x-sensitive", json!(true)),
        27 => ("x-checksum", json!({ "md5": own, "size": words::name(random) })),
        28 => (
            "x-enum-aliases",
            json!({ words::name(random): object.get("enum").and_then(|all| all.get(0)).cloned().unwrap_or(json!("a")) }),
        ),
        29 => ("x-error-message", json!([format!("/{own}"), "/error/message"])),
        30 => ("example", words::value(random)),
        31 => ("allOf", json!([reference(random, names)])),
        32 => ("properties", json!({ words::name(random): self::schema(random, names, 1) })),
        _ => ("items", self::schema(random, names, 1)),
    };
    object.insert(key.to_owned(), value);
}

pub fn parameter(random: &mut Random, names: &[String]) -> Value {
    let mut made = json!({ "name": words::name(random), "in": random.word(&["query", "query", "header", "cookie"]) });
    match random.below(8) {
        0 => {
            made["content"] = json!({ "application/json": { "schema": schema(random, names, 2) } })
        }
        1 => made["schema"] = schema(random, names, 2),
        2 => made["schema"] = json!({ "type": "array", "items": schema(random, names, 0) }),
        _ => made["schema"] = schema(random, names, 0),
    }
    for (key, value) in [
        ("required", json!(random.one_in(2))),
        ("style", json!(random.word(words::STYLES))),
        ("explode", json!(random.one_in(2))),
        ("deprecated", json!(random.one_in(2))),
        ("description", json!(random.word(words::TEXTS))),
        ("allowReserved", json!(true)),
    ] {
        if random.one_in(4) {
            made[key] = value;
        }
    }
    made
}

pub fn content(random: &mut Random, names: &[String]) -> Value {
    let media =
        if random.one_in(3) { random.word(words::MEDIA) } else { "application/json".to_owned() };
    let schema = match media.as_str() {
        "application/octet-stream" | "image/png" if !random.one_in(4) => {
            json!({ "type": "string", "format": "binary" })
        }
        "text/plain" if !random.one_in(4) => json!({ "type": "string" }),
        _ => schema(random, names, 3),
    };
    json!({ media: { "schema": schema } })
}

pub fn answer(random: &mut Random, names: &[String]) -> Value {
    let mut made = json!({ "description": random.word(words::TEXTS) });
    if !random.one_in(4) {
        made["content"] = content(random, names);
    }
    if random.one_in(8) {
        made["headers"] = json!({ words::name(random): { "schema": schema(random, names, 0) } });
    }
    if random.one_in(10) {
        made["x-pending"] = json!(true);
    }
    made
}

/// An operation, and the path that it would stand at.
pub fn operation(random: &mut Random, names: &[String]) -> (String, Value) {
    let mut path = format!("/made/{}", random.below(1000));
    let mut parameters: Vec<Value> =
        (0..random.below(4)).map(|_| parameter(random, names)).collect();
    if random.one_in(3) {
        let name = random.word(&["id", "type", "self", "fileId", "a-b", "1"]);
        path.push_str(&format!("/{{{name}}}"));
        parameters.push(json!({ "name": name, "in": "path", "required": true, "schema": schema(random, names, 0) }));
    }
    let mut responses = Map::new();
    responses.insert(random.word(&["200", "201", "204", "2XX"]), answer(random, names));
    for _ in 0..random.below(3) {
        responses.insert(random.word(words::STATUSES), answer(random, names));
    }
    let mut made = json!({
        "operationId": format!("{}{}", words::name(random), random.word(&["", "", "Made", "2"])),
        "parameters": parameters,
        "responses": responses,
    });
    if random.one_in(2) {
        made["requestBody"] =
            json!({ "content": content(random, names), "required": random.one_in(2) });
    }
    for (key, value) in [
        ("deprecated", json!(true)),
        ("summary", json!(random.word(words::TEXTS))),
        ("description", json!(random.word(words::TEXTS))),
        ("tags", json!([words::name(random)])),
        ("x-repeatable", json!(true)),
        ("x-paged", json!({ "size": "n", "offset": "offset", "key": words::name(random) })),
        ("security", json!([{}])),
    ] {
        if random.one_in(6) {
            made[key] = value;
        }
    }
    (path, made)
}

pub fn scheme(random: &mut Random) -> Value {
    let all = [
        json!({ "type": "apiKey", "in": random.word(words::PLACES), "name": words::name(random) }),
        json!({ "type": "apiKey", "in": "cookie", "name": "auth" }),
        json!({ "type": "http", "scheme": random.word(&["basic", "bearer", "hawk", "Basic", ""]) }),
        json!({ "type": "oauth2", "flows": {} }),
        json!({ "type": "openIdConnect", "openIdConnectUrl": "https://example.com" }),
    ];
    random.pick(&all).cloned().unwrap_or_default()
}
