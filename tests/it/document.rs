//! The project's document, corrected by its overlay, as the tests go by it.

use std::path::Path;

use serde_json::Value;
use vrchat_files_codegen::{Source, corrected, select};

/// A file of the workspace, under its name there.
pub fn source(name: &str) -> Source {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    let mut source = Source::read(&path).expect("the file is there");
    source.name = name.to_owned();
    source
}

/// The corrected document, with the operations of `files` alone.
pub fn files() -> Value {
    let overlays = [source("spec/overlay.yaml")];
    let document =
        corrected(&source("spec/openapi.yaml").into(), &overlays).expect("it is correct");
    select(document, &["files".to_owned()]).expect("the tag is there").value
}

/// Follows a chain of local references.
pub fn follow<'d>(document: &'d Value, node: &'d Value) -> &'d Value {
    match node.get("$ref").and_then(Value::as_str) {
        Some(target) => {
            let pointer = target.strip_prefix('#').expect("references are local");
            follow(document, document.pointer(pointer).expect("references resolve"))
        }
        None => node,
    }
}

/// Every operation: its id in snake case, and its node.
pub fn operations(document: &Value) -> Vec<(String, &Value)> {
    let paths = document["paths"].as_object().expect("there are paths");
    let nodes = paths.values().flat_map(|item| item.as_object().expect("an object"));
    nodes
        .filter(|(method, _)| *method != "parameters")
        .map(|(_, node)| {
            let id = node["operationId"].as_str().expect("it has an id");
            (heck::ToSnakeCase::to_snake_case(id), node)
        })
        .collect()
}
