//! What the value of a parameter comes to: one text, a list of texts, or texts with names.

use serde_json::Value;

use crate::check::Problems;
use crate::pointer::Pointer;

/// What can be written in a style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Text,
    List,
    Object,
}

impl Shape {
    pub(super) fn in_words(self) -> &'static str {
        match self {
            Self::Text => "a single value",
            Self::List => "a list",
            Self::Object => "an object",
        }
    }
}

/// How deep choices are looked into.
const DEPTH: usize = 16;

/// Where it stands, and what it is that no style can write.
pub(super) type Unwritable = (Pointer, String);

/// The shape of a schema. `Ok(None)` where a reference leads nowhere, which is reported by itself.
pub(super) fn of<'d>(
    problems: &Problems<'d>,
    schema: &'d Value,
    at: Pointer,
) -> Result<Option<Shape>, Unwritable> {
    shape(problems, schema, at, DEPTH)
}

fn shape<'d>(
    problems: &Problems<'d>,
    schema: &'d Value,
    at: Pointer,
    depth: usize,
) -> Result<Option<Shape>, Unwritable> {
    let Some((schema, at)) = problems.follow(schema, at) else { return Ok(None) };
    if depth == 0 {
        return Err((at, "of a type with no end".to_owned()));
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        let choices = schema.get(key).and_then(Value::as_array).filter(|all| !all.is_empty());
        if let Some(choices) = choices {
            return common(problems, choices, &at.child(key), depth);
        }
    }
    match schema.get("type").and_then(Value::as_str) {
        Some("string") if schema.get("format").and_then(Value::as_str) == Some("binary") => {
            Err((at, "of bytes".to_owned()))
        }
        Some("string" | "integer" | "number" | "boolean") => Ok(Some(Shape::Text)),
        Some("array") => {
            let Some(items) = schema.get("items") else {
                return Err((at, "a list of no one type".to_owned()));
            };
            match shape(problems, items, at.child("items"), depth - 1)? {
                Some(Shape::Text) => Ok(Some(Shape::List)),
                Some(other) => Err((at, format!("a list whose items are {}", plural(other)))),
                None => Ok(None),
            }
        }
        Some("object") => object(problems, schema, &at, depth),
        Some(kind) => Err((at, format!("of type `{kind}`"))),
        None if schema.get("properties").is_some() => object(problems, schema, &at, depth),
        None => Err((at, "of no one type".to_owned())),
    }
}

/// The shape that all choices, or all parts, have.
fn common<'d>(
    problems: &Problems<'d>,
    choices: &'d [Value],
    at: &Pointer,
    depth: usize,
) -> Result<Option<Shape>, Unwritable> {
    let mut found = None;
    for (index, choice) in choices.iter().enumerate() {
        let here = at.child(index);
        match (found, shape(problems, choice, here.clone(), depth - 1)?) {
            (_, None) => {}
            (None, shape) => found = shape,
            (Some(one), Some(other)) if one != other => {
                let message = format!("{} or {}", one.in_words(), other.in_words());
                return Err((here, message));
            }
            (Some(_), Some(_)) => {}
        }
    }
    Ok(found)
}

/// An object whose values are single ones.
fn object<'d>(
    problems: &Problems<'d>,
    schema: &'d Value,
    at: &Pointer,
    depth: usize,
) -> Result<Option<Shape>, Unwritable> {
    let properties = schema.get("properties").and_then(Value::as_object);
    let properties = properties.into_iter().flatten().map(|(name, property)| {
        (format!("whose property `{name}` is"), property, at.child("properties").child(name))
    });
    let rest = schema
        .get("additionalProperties")
        .filter(|rest| rest.is_object())
        .map(|rest| ("whose every value is".to_owned(), rest, at.child("additionalProperties")));
    // Without a type, anything may stand there; the client looks at what is passed.
    let is_any = |value: &Value| value.as_object().is_some_and(serde_json::Map::is_empty);
    for (which, value, at) in properties.chain(rest).filter(|(_, value, _)| !is_any(value)) {
        match shape(problems, value, at.clone(), depth - 1) {
            Ok(None | Some(Shape::Text)) => {}
            Ok(Some(other)) => {
                return Err((at, format!("an object {which} {}", other.in_words())));
            }
            Err((at, what)) => return Err((at, format!("an object {which} {what}"))),
        }
    }
    Ok(Some(Shape::Object))
}

fn plural(shape: Shape) -> &'static str {
    match shape {
        Shape::Text => "single values",
        Shape::List => "lists",
        Shape::Object => "objects",
    }
}
