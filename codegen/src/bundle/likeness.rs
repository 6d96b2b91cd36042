//! What a node looks like, whatever it is taken for. A file says nothing of what it holds: a parameter
//! where a schema belongs would else be a schema that says nothing.

use serde_json::Value;

use super::kind::{Kind, Node};
use crate::document::METHODS;

/// What a node is instead of what is wanted, in words; nothing where it may be that.
pub(super) fn instead(value: &Value, wanted: Kind) -> Option<&'static str> {
    match (value, wanted) {
        (_, Kind::One(Node::Head | Node::Aside | Node::Other))
        | (Value::Array(_), Kind::List(_)) => None,
        // Left to the checks, which know when it matters.
        (Value::Bool(_), Kind::One(Node::Schema)) => None,
        (Value::Array(_), _) => Some("a list"),
        (Value::Null, _) => Some("nothing"),
        (Value::Object(_), Kind::List(_)) => {
            Some(looks(value).map_or("an object", |(name, _)| name))
        }
        (Value::Object(_), _) => {
            let (words, fitting) = looks(value)?;
            let fits = match wanted {
                Kind::One(node) => fitting.contains(&node),
                Kind::Map(Node::PathItem) => words == PATHS,
                // What looks like a keyword is a name.
                _ => words != DOCUMENT,
            };
            (!fits).then_some(words)
        }
        _ => Some("a text or a number"),
    }
}

const DOCUMENT: &str = "a whole document";
const PATHS: &str = "an object of paths";

/// What an object looks like, and what it then can be.
fn looks(value: &Value) -> Option<(&'static str, &'static [Node])> {
    let has_text = |key| value.get(key).is_some_and(Value::is_string);
    let has_object = |key| value.get(key).is_some_and(Value::is_object);
    let is_path = |key: &String| key.starts_with('/');
    if has_text("openapi") && has_object("info") {
        Some((DOCUMENT, &[Node::Root]))
    } else if has_text("name") && has_text("in") {
        Some(("a parameter", &[Node::Parameter, Node::SecurityScheme]))
    } else if METHODS.iter().any(|method| has_object(method)) {
        Some(("a path item", &[Node::PathItem]))
    } else if has_object("responses") {
        Some(("an operation", &[Node::Operation]))
    } else if has_object("content") {
        let fitting = &[Node::Response, Node::RequestBody, Node::Header];
        Some(("a response or a request body", fitting))
    } else if has_object("schema") {
        Some(("a header or a media type", &[Node::Header, Node::MediaType]))
    } else if has_text("type")
        || ["allOf", "anyOf", "oneOf", "enum"].iter().any(|k| has_list(value, k))
    {
        Some(("a schema", &[Node::Schema, Node::SecurityScheme]))
    } else if value.as_object().is_some_and(|object| object.keys().any(is_path)) {
        Some((PATHS, &[]))
    } else {
        None
    }
}

fn has_list(value: &Value, key: &str) -> bool {
    value.get(key).is_some_and(Value::is_array)
}
