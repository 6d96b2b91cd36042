//! The project's document, corrected by its overlay, as the tests go by it.

use std::path::Path;

use serde_json::Value;
use vrchat_files_codegen::{Document, Source, corrected, select};

/// A file of the workspace, under its name there.
pub fn source(name: &str) -> Source {
    read_source(name).expect("the file is there")
}

/// The corrected document, with the operations of `files` alone.
pub fn files() -> Value {
    read().expect("it is correct").value
}

/// The same, for whoever wants to say what is wrong with it.
pub fn read() -> Result<Document, String> {
    let overlays = [read_source("spec/overlay.yaml")?];
    let document = corrected(&read_source("spec/openapi.yaml")?.into(), &overlays);
    document.and_then(|document| select(document, &["files".to_owned()])).map_err(|problems| {
        let problems: Vec<String> = problems.iter().map(|one| one.message().to_owned()).collect();
        format!(
            "the document is not correct (`cargo xtask gen` says more): {}",
            problems.join("; ")
        )
    })
}

fn read_source(name: &str) -> Result<Source, String> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").join(name);
    let mut source = Source::read(&path).map_err(|error| format!("{name}: {error}"))?;
    source.name = name.to_owned();
    Ok(source)
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
    let places = places(document).into_iter();
    places.map(|place| (place.operation, place.node)).collect()
}

/// An operation, and where the document has it.
pub struct Place<'d> {
    /// The id in snake case, which is the name of the method.
    pub operation: String,
    /// The method of HTTP, in capitals.
    pub method: String,
    /// The path as it is documented, with names in braces.
    pub path: &'d str,
    /// What the document says of it.
    pub node: &'d Value,
    /// What the document says of every operation at this path.
    pub item: &'d Value,
}

impl<'d> Place<'d> {
    /// The parameters, those of the path's other operations included.
    pub fn parameters(&self, document: &'d Value) -> Vec<&'d Value> {
        let lists = [&self.item["parameters"], &self.node["parameters"]];
        let all = lists.into_iter().filter_map(Value::as_array).flatten();
        all.map(|parameter| follow(document, parameter)).collect()
    }
}

/// Every operation, and where it is.
pub fn places(document: &Value) -> Vec<Place<'_>> {
    let paths = document["paths"].as_object().expect("there are paths");
    let mut places = Vec::new();
    for (path, item) in paths {
        let nodes = item.as_object().expect("an object").iter();
        for (method, node) in nodes.filter(|(method, _)| *method != "parameters") {
            let id = node["operationId"].as_str().expect("it has an id");
            places.push(Place {
                operation: heck::ToSnakeCase::to_snake_case(id),
                method: method.to_uppercase(),
                path,
                node,
                item,
            });
        }
    }
    places
}
