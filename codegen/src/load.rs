//! First stage: text to a [`Document`].
//!
//! serde_yaml reads the values; a second pass over the events of saphyr-parser, which carry lines
//! and columns, builds the tree of places. A test holds the two to the same pointers.

mod places;

use serde_json::Value;

use crate::diagnostic::{Diagnostic, Place};
use crate::document::{Document, Source};
use crate::pointer::Pointer;

/// Reads YAML or JSON.
pub fn load(source: &Source) -> Result<Document, Vec<Diagnostic>> {
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    let value: Value = serde_yaml::from_str(text).map_err(|error| {
        let problem = Diagnostic::new(
            format!("the file is not YAML or JSON that can be read: {error}"),
            "correct the syntax at this place",
        );
        vec![match error.location() {
            Some(location) => problem.at(Place {
                file: source.name.as_str().into(),
                line: location.line(),
                column: location.column(),
            }),
            None => problem.in_file(&source.name),
        }]
    })?;
    let places = places::read(&source.name, text)?;
    Ok(Document { value, places })
}

/// Reads an OpenAPI 3.0 document.
pub fn load_openapi(source: &Source) -> Result<Document, Vec<Diagnostic>> {
    let document = load(source)?;
    check_version(&document).map_err(|problem| vec![problem])?;
    Ok(document)
}

fn check_version(document: &Document) -> Result<(), Diagnostic> {
    let root = Pointer::root();
    let field = |name| document.value.get(name).and_then(Value::as_str);
    match (field("openapi"), field("swagger")) {
        (Some(version), _) if version == "3.0" || version.starts_with("3.0.") => Ok(()),
        (Some(version), _) => Err(document.problem(
            &root.child("openapi"),
            format!("this is OpenAPI {version}, and the generator reads OpenAPI 3.0"),
            "give the 3.0 form of the document, or convert it first",
        )),
        (None, Some(version)) => Err(document.problem(
            &root.child("swagger"),
            format!("this is Swagger {version}, and the generator reads OpenAPI 3.0"),
            "convert the document to OpenAPI 3.0 first",
        )),
        (None, None) => Err(document.problem(
            &root,
            "this is not an OpenAPI document: it has no string `openapi`",
            "give a document that begins with `openapi: 3.0.3`",
        )),
    }
}
