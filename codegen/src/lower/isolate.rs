//! Finding out which operation or schema progenitor stumbled over: each is tried on its own.

use serde_json::{Map, Value, json};

use super::progenitor::{self, Failure};
use super::{invalid, schema};
use crate::diagnostic::Diagnostic;
use crate::document::{Document, METHODS};
use crate::pointer::Pointer;

/// One diagnostic for each operation and schema that fails by itself; one for the document where
/// none does.
pub(super) fn explain(document: &Document, normalised: &Value, whole: &Failure) -> Vec<Diagnostic> {
    if let Failure::Invalid(_) = whole {
        let found = invalid::explain(document);
        if !found.is_empty() {
            return found;
        }
    }
    if let Err(failure) = progenitor::run(&with(normalised, Map::new(), json!({}))) {
        let message = format!("the document cannot be turned into Rust: {}", failure.message());
        return vec![document.problem(&Pointer::root(), message, failure.help())];
    }
    let mut found = schemas(document, normalised);
    if found.is_empty() {
        found = operations(document, normalised);
    }
    if found.is_empty() {
        let message = format!("the document cannot be turned into Rust: {}", whole.message());
        found.push(document.problem(&Pointer::root(), message, whole.help()));
    }
    found
}

/// The schemas that fail, but for those that fail because of another in them.
fn schemas(document: &Document, normalised: &Value) -> Vec<Diagnostic> {
    let mut failures = Vec::new();
    for (name, node) in schema::all(normalised) {
        let closure = schema::closure(normalised, &name);
        let alone = json!({ "schemas": closure });
        if let Err(failure) = progenitor::run(&with(normalised, Map::new(), alone)) {
            failures.push((name, node, closure, failure));
        }
    }
    let is_cause = |name: &String, closure: &Map<String, Value>| {
        !failures.iter().any(|(other, _, of_other, _)| {
            // Of two schemas that hold each other, both are named.
            other != name && closure.contains_key(other) && !of_other.contains_key(name)
        })
    };
    let causes = failures.iter().filter(|(name, _, closure, _)| is_cause(name, closure));
    causes
        .map(|(name, node, _, failure)| {
            let documented = node.get("x-name").and_then(Value::as_str).unwrap_or(name);
            let message = format!(
                "the schema `{documented}` cannot be turned into Rust: {}",
                failure.message()
            );
            document.problem(&schema::origin(node, name), message, failure.help())
        })
        .collect()
}

fn operations(document: &Document, normalised: &Value) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    let components = normalised.get("components").cloned().unwrap_or_else(|| json!({}));
    let paths = normalised.get("paths").and_then(Value::as_object);
    for (path, item) in paths.into_iter().flatten() {
        for (method, operation) in item.as_object().into_iter().flatten() {
            if !METHODS.contains(&method.as_str()) {
                continue;
            }
            let paths = Map::from_iter([(path.clone(), json!({ method: operation }))]);
            let alone = with(normalised, paths, components.clone());
            let Err(failure) = progenitor::run(&alone) else { continue };
            let id = operation.get("operationId").and_then(Value::as_str).unwrap_or_default();
            let message =
                format!("the operation cannot be turned into Rust: {}", failure.message());
            let pointer = Pointer::of(&["paths", path, method]);
            found.push(document.problem(&pointer, message, failure.help()).operation(id));
        }
    }
    found
}

/// The document with other paths and components.
fn with(normalised: &Value, paths: Map<String, Value>, components: Value) -> Value {
    let mut document = normalised.clone();
    if let Some(root) = document.as_object_mut() {
        root.insert("paths".to_owned(), Value::Object(paths));
        root.insert("components".to_owned(), components);
    }
    document
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Source;

    /// As it stands, without the passes, which leave nothing that is known to fail.
    const DOCUMENT: &str = "
openapi: 3.0.3
info: {title: Things, version: '1.0'}
paths:
  /things:
    get:
      operationId: getThings
      responses:
        '200':
          description: Done.
          content:
            application/json:
              schema: {$ref: '#/components/schemas/Holder'}
  /bodies:
    post:
      operationId: makeBody
      requestBody:
        content: {text/csv: {schema: {type: object}}}
      responses:
        '200': {description: Done.}
components:
  schemas:
    Holder:
      type: object
      properties:
        odd: {$ref: '#/components/schemas/Odd'}
    Odd:
      type: string
      enum: [a]
      not: {type: string}
    Fine: {type: string}
";

    fn explained(text: &str) -> Vec<String> {
        let source = Source { name: "odd.yaml".to_owned(), text: text.to_owned() };
        let document = crate::load::load(&source).unwrap();
        let failure = progenitor::run(&document.value).unwrap_err();
        let found = explain(&document, &document.value, &failure);
        found.iter().map(ToString::to_string).collect()
    }

    #[test]
    fn the_schema_that_fails_by_itself_is_named() {
        let found = explained(DOCUMENT);
        let [problem] = found.as_slice() else { panic!("{found:?}") };
        assert!(problem.contains("the schema `Odd` cannot be turned into Rust"), "{problem}");
        assert!(problem.contains("odd.yaml:27:5"), "{problem}");
    }

    #[test]
    fn without_one_the_operation_is_named() {
        let found = explained(&DOCUMENT.replace("      not: {type: string}\n", ""));
        let [problem] = found.as_slice() else { panic!("{found:?}") };
        assert!(problem.contains("the operation cannot be turned into Rust"), "{problem}");
        assert!(problem.contains("makeBody"), "{problem}");
    }
}
