//! Selecting by tag: what is wanted and what it reaches, and nothing else.

use serde_json::{Value, json};
use vrchat_files_codegen::{Source, load_openapi, select};

const DOCUMENT: &str = r"
openapi: 3.0.3
info: {title: t, version: '1'}
servers: [{url: 'https://a.b'}]
tags: [{name: files}, {name: users}]
security: [{unused: []}]
paths:
  /shared/{id}:
    parameters: [{$ref: '#/components/parameters/id'}]
    get: {operationId: a, tags: [files], security: [{cookie: []}], responses: {'200': {$ref: '#/components/responses/A'}}}
    put: {operationId: b, tags: [users], responses: {'200': {description: ''}}}
  /users:
    get: {operationId: c, tags: [users], security: [{other: []}], responses: {'200': {$ref: '#/components/responses/B'}}}
components:
  parameters:
    id: {name: id, in: path, required: true, schema: {$ref: '#/components/schemas/Id'}}
    unused: {name: unused, in: query, schema: {type: string}}
  responses:
    A: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}
    B: {description: '', content: {application/json: {schema: {$ref: '#/components/schemas/B'}}}}
  schemas:
    B: {type: object, properties: {a: {$ref: '#/components/schemas/A'}}}
    A: {type: object, properties: {inner: {$ref: '#/components/schemas/Inner'}, example: {$ref: '#/components/schemas/Named'}}, example: {$ref: '#/components/schemas/B'}}
    Inner: {type: object, properties: {self: {$ref: '#/components/schemas/Inner'}}}
    Named: {type: string}
    Id: {type: string}
  securitySchemes:
    cookie: {type: apiKey, in: cookie, name: auth}
    other: {type: apiKey, in: cookie, name: other}
    unused: {type: apiKey, in: cookie, name: unused}
";

fn selected(tags: &[&str]) -> Value {
    let source = Source { name: "document.yaml".to_owned(), text: DOCUMENT.to_owned() };
    let document = load_openapi(&source.into()).expect("it is OpenAPI");
    let tags: Vec<String> = tags.iter().map(|tag| (*tag).to_owned()).collect();
    select(document, &tags).expect("the tags are there").value
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().map(|map| map.keys().map(String::as_str).collect()).unwrap_or_default()
}

#[test]
fn only_what_a_tag_reaches_is_kept_in_the_documents_order() {
    let files = selected(&["files"]);
    assert_eq!(keys(&files["paths"]), ["/shared/{id}"]);
    assert_eq!(keys(&files["paths"]["/shared/{id}"]), ["parameters", "get"]);
    let components = &files["components"];
    assert_eq!(keys(components), ["parameters", "responses", "schemas", "securitySchemes"]);
    assert_eq!(keys(&components["parameters"]), ["id"]);
    assert_eq!(keys(&components["responses"]), ["A"]);
    // Not `B`, which only an example names.
    assert_eq!(keys(&components["schemas"]), ["A", "Inner", "Named", "Id"]);
    assert_eq!(keys(&components["securitySchemes"]), ["cookie"]);
    assert_eq!(files["tags"], json!([{"name": "files"}]));
}

#[test]
fn the_documents_own_security_counts_for_operations_without_their_own() {
    let users = selected(&["users"]);
    assert_eq!(keys(&users["components"]["securitySchemes"]), ["other", "unused"]);
}

#[test]
fn several_tags_are_a_union_and_none_is_everything() {
    let both = selected(&["files", "users"]);
    let all = selected(&[]);
    assert_eq!(both["paths"], all["paths"]);
    assert_eq!(keys(&all["paths"]), ["/shared/{id}", "/users"]);
}
