//! The bodies of answers against the document: what breaches it is drift.

use std::collections::BTreeSet;

use jsonschema::error::ValidationErrorKind;
use jsonschema::{Draft, ValidationError, Validator};
use serde_json::{Map, Value, json};

use crate::document;
use crate::fixture::Fixture;

/// What a body breaches: where, and whether it is a field or a value of an enum that the document
/// does not list.
pub type Breaches = BTreeSet<(String, bool)>;

/// Every fixture with a JSON body, and where that breaches the document.
pub fn drift_by_schema(fixtures: Vec<Fixture>) -> Vec<(Fixture, Breaches)> {
    let document = document::files();
    let schemas = Schemas::of(&document);
    let with_bodies = fixtures.into_iter().filter(|fixture| fixture.json().is_some());
    with_bodies
        .map(|fixture| {
            let body = fixture.json().unwrap_or(&Value::Null);
            let found = schemas.breaches(&fixture.operation, fixture.status(), body);
            (fixture, found)
        })
        .collect()
}

/// The schemas of a document, closed.
pub struct Schemas<'d> {
    document: &'d Value,
    operations: Vec<(String, &'d Value)>,
    closed: Value,
}

impl<'d> Schemas<'d> {
    /// Those of this document.
    pub fn of(document: &'d Value) -> Self {
        let closed = closed(&document["components"]["schemas"]);
        Self { document, operations: document::operations(document), closed }
    }

    /// Where the body of an answer breaches the document.
    pub fn breaches(&self, operation: &str, status: u16, body: &Value) -> Breaches {
        let mut operations = self.operations.iter();
        let (_, node) = operations.find(|(name, _)| name == operation).expect("it is known");
        let response = document::follow(self.document, &node["responses"][status.to_string()]);
        let schema = response.pointer("/content/application~1json/schema");
        // A status that is not documented has the body of an error.
        let schema =
            schema.cloned().unwrap_or_else(|| json!({"$ref": "#/components/schemas/Error"}));
        let mut found = Breaches::new();
        for error in validator(&closed(&schema), &self.closed).iter_errors(body) {
            breaches(&error, &mut found);
        }
        found
    }
}

fn validator(schema: &Value, schemas: &Value) -> Validator {
    let whole = json!({ "allOf": [schema], "components": { "schemas": schemas } });
    jsonschema::options().with_draft(Draft::Draft4).build(&whole).expect("the schema is one")
}

/// The schema as JSON Schema draft 4, in which objects hold nothing but their properties, and
/// `null` is a type: what the document does not list is drift.
fn closed(schema: &Value) -> Value {
    match schema {
        Value::Array(items) => items.iter().map(closed).collect(),
        Value::Object(entries) => {
            let mut out: Map<String, Value> =
                entries.iter().map(|(key, value)| (key.clone(), closed(value))).collect();
            if out.get("type") == Some(&json!("object")) && out.contains_key("properties") {
                out.entry("additionalProperties").or_insert(json!(false));
            }
            // The generator's hint lists other spellings of a value; they are drift all the same.
            out.remove("x-enum-aliases");
            or_null(out)
        }
        other => other.clone(),
    }
}

/// A schema that says `nullable`, as JSON Schema says it. What OpenAPI 3.0.3 would have beside a `type` alone
/// counts wherever it stands, as it does for the generator.
fn or_null(mut schema: Map<String, Value>) -> Value {
    let listed = schema.get("enum").and_then(Value::as_array);
    let (is_listed, lists_null) =
        (listed.is_some(), listed.is_some_and(|v| v.contains(&Value::Null)));
    // A property can have that name as well.
    let says_so = schema.get("nullable") == Some(&json!(true));
    if !says_so && !lists_null {
        return Value::Object(schema);
    }
    schema.remove("nullable");
    let is_any = schema.is_empty();
    match schema.get_mut("type").filter(|_| !is_listed) {
        Some(kind) => *kind = json!([kind.take(), "null"]),
        None if is_any => {}
        None => return json!({ "anyOf": [schema, { "type": "null" }] }),
    }
    Value::Object(schema)
}

/// The pointers at which an error says that the body breaches the schema.
fn breaches(error: &ValidationError<'_>, found: &mut Breaches) {
    let at = error.instance_path().to_string();
    match error.kind() {
        ValidationErrorKind::AdditionalProperties { unexpected } => {
            for name in unexpected {
                let name = name.replace('~', "~0").replace('/', "~1");
                found.insert((format!("{at}/{name}"), true));
            }
        }
        ValidationErrorKind::OneOfNotValid { context } | ValidationErrorKind::AnyOf { context } => {
            // The branch that the value was meant for is the one whose type fits.
            let fits = |branch: &&Vec<ValidationError<'static>>| {
                !branch.iter().any(|error| {
                    error.instance_path().to_string() == at
                        && matches!(error.kind(), ValidationErrorKind::Type { .. })
                })
            };
            match context.iter().find(fits) {
                Some(branch) => branch.iter().for_each(|error| breaches(error, found)),
                None => {
                    found.insert((at, false));
                }
            }
        }
        ValidationErrorKind::Enum { .. } => {
            // A null is no value of its own.
            found.insert((at, error.instance().is_string()));
        }
        _ => {
            found.insert((at, false));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn null_is_taken_wherever_a_document_says_so() {
        let document = json!({
            "paths": { "/a": { "get": { "operationId": "getA", "responses": { "200": {
                "description": "",
                "content": { "application/json": { "schema": { "$ref": "#/components/schemas/A" } } },
            } } } } },
            "components": { "schemas": {
                "A": { "type": "object", "properties": {
                    "typed": { "type": "string", "nullable": true },
                    "reference": { "$ref": "#/components/schemas/B", "nullable": true },
                    "wrapped": { "allOf": [{ "$ref": "#/components/schemas/B" }], "nullable": true },
                    "choice": { "oneOf": [{ "type": "string" }, { "type": "integer" }], "nullable": true },
                    "listed": { "type": "string", "enum": ["a"], "nullable": true },
                    "lists_null": { "type": "string", "enum": ["a", null] },
                    "never": { "type": "string" },
                    "never_referred": { "$ref": "#/components/schemas/B" },
                    "never_wrapped": { "allOf": [{ "$ref": "#/components/schemas/B" }] },
                } },
                "B": { "type": "object", "properties": { "id": { "type": "integer" } } },
            } },
        });
        let schemas = Schemas::of(&document);
        let properties = document["components"]["schemas"]["A"]["properties"].as_object().unwrap();
        for name in properties.keys() {
            let found = schemas.breaches("get_a", 200, &json!({ name.clone(): null }));
            assert_eq!(found.is_empty(), !name.starts_with("never"), "{name}: {found:?}");
        }
        // What is no null is looked into as before.
        let body = json!({ "wrapped": { "id": "a", "more": 1 }, "listed": "b" });
        let found: Vec<(String, bool)> =
            schemas.breaches("get_a", 200, &body).into_iter().collect();
        let expected = [("/listed", true), ("/wrapped/id", false), ("/wrapped/more", true)];
        assert_eq!(found, expected.map(|(at, is_value)| (at.to_owned(), is_value)));
    }
}
