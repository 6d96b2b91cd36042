//! First stage: text to a [`Document`].
//!
//! A first pass over the events of saphyr-parser, which carry lines and columns, builds the tree of
//! places and refuses what would grow without bounds or mean nothing in JSON. Only then serde_yaml,
//! which writes out aliases before anybody sees them, reads the values. A test holds the two to the
//! same pointers.

mod places;
mod scalar;
mod size;
mod surrogates;

use serde_json::Value;

use crate::bundle::{Bundled, bundle};
use crate::diagnostic::{Diagnostic, Level, Place};
use crate::document::{Document, Origin, Source, place_behind};
use crate::pointer::Pointer;
use crate::tree::Tree;

/// Reads YAML or JSON.
pub fn load(source: &Source) -> Result<Document, Vec<Diagnostic>> {
    load_bare(source).map_err(|mut problems| {
        Diagnostic::finish(&mut problems, &[source]);
        problems
    })
}

/// Reads an OpenAPI 3.0 document, in as many files as it has. What is wrong with a reference to
/// another file is said by [`crate::select`], where it is needed; all else here.
pub fn load_openapi(tree: &Tree) -> Result<Document, Vec<Diagnostic>> {
    let (document, mut problems) = load_openapi_reporting(tree)?;
    if problems.iter().all(|problem| problem.level() == Level::Warning) {
        return Ok(document);
    }
    Diagnostic::finish(&mut problems, &document.sources(&tree.root));
    Err(problems)
}

/// The same with what is wrong beside the document, so that later stages can add what they find.
pub(crate) fn load_openapi_reporting(
    tree: &Tree,
) -> Result<(Document, Vec<Diagnostic>), Vec<Diagnostic>> {
    let document = load(&tree.root)?;
    check_version(&document).map_err(|problem| {
        let mut problems = vec![problem];
        Diagnostic::finish(&mut problems, &[&tree.root]);
        problems
    })?;
    let Bundled { document, mut problems, is_whole } = bundle(document, tree);
    if is_whole {
        return Ok((document, problems));
    }
    Diagnostic::finish(&mut problems, &document.sources(&tree.root));
    Err(problems)
}

/// Reads a file without the lines of what is wrong with it.
pub(crate) fn load_bare(source: &Source) -> Result<Document, Vec<Diagnostic>> {
    source.check_size().map_err(|problem| vec![problem])?;
    let text = source.text.strip_prefix('\u{feff}').unwrap_or(&source.text);
    check_characters(source, text).map_err(|problem| vec![problem])?;
    let surrogates::Rewritten { text, shifts } = surrogates::rewrite(text);
    let places = places::read(&source.name, &text, &shifts)?;
    let value: Value = serde_yaml::from_str(&text).map_err(|error| {
        let problem = Diagnostic::new(
            format!("the file is not YAML or JSON that can be read: {error}"),
            "correct the syntax at this place",
        );
        vec![match error.location() {
            Some(location) => problem.at(Place {
                file: source.name.as_str().into(),
                line: location.line(),
                column: location.column(),
                end_column: location.column() + 1,
            }),
            None => problem.at(places.place().clone()),
        }]
    })?;
    let document = Document { value, places, origin: Origin::default() };
    check_agreement(&document).map_err(|problem| vec![problem])?;
    Ok(document)
}

/// Characters that no YAML and no JSON holds, some of which the parsers take for the end of the file;
/// and those that begin a new line for serde_yaml, which reads YAML 1.1, and not in YAML 1.2.
fn check_characters(source: &Source, text: &str) -> Result<(), Diagnostic> {
    let is_control = |c: char| c < ' ' && !matches!(c, '\t' | '\n' | '\r');
    let is_break = |c: char| matches!(c, '\u{85}' | '\u{2028}' | '\u{2029}');
    let forbidden = |(_, c): &(usize, char)| is_control(*c) || is_break(*c);
    let Some((at, character)) = text.char_indices().find(forbidden) else { return Ok(()) };
    let place = place_behind(&source.name, text.get(..at).unwrap_or_default());
    let code = u32::from(character);
    let (what, help) = match is_break(character) {
        true => ("a line break in YAML 1.1 alone", "put a space in its place"),
        false => ("a control character", "take it out"),
    };
    Err(Diagnostic::new(
        format!("the file has the character U+{code:04X}, which is {what}"),
        format!("{help}, or write `\\u{code:04x}` if it stands in double quotes"),
    )
    .at(place))
}

/// The limits were kept for what the first parser saw, and places are told by it.
fn check_agreement(document: &Document) -> Result<(), Diagnostic> {
    match document.places.differs_from(&document.value) {
        None => Ok(()),
        Some(place) => Err(Diagnostic::new(
            "what stands here means different things in YAML 1.1 and 1.2",
            "write it more plainly: put texts in quotes, and each entry on a line of its own",
        )
        .at(place.clone())),
    }
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
