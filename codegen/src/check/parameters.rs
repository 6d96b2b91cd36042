//! Parameters: where they are, and whether what they hold can be written there.

mod shape;

use serde_json::Value;

use super::{Problems, headers, parameters_of};
use crate::document::{OperationNode, is_ignored_parameter};
use crate::media::is_json;
use crate::pointer::Pointer;
use shape::Shape;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    for (node, at) in parameters_of(operation, problems) {
        let text = |key| node.get(key).and_then(Value::as_str);
        let Some((name, location)) = text("name").zip(text("in")) else {
            problems.add(
                Some(operation),
                &at,
                "the parameter lacks `name` or `in`",
                "give it both, as strings",
            );
            continue;
        };
        if is_ignored_parameter(node) {
            continue;
        }
        let parameter = Parameter { node, at, name, location };
        let found = [
            parameter.place(),
            parameter.name(),
            parameter.style(),
            parameter
                .value(problems)
                .and_then(|shape| shape.map_or(Ok(()), |shape| parameter.fits(shape))),
        ];
        for fault in found {
            if let Err((at, message, help)) = fault {
                problems.add(Some(operation), &at, message, help);
            }
        }
    }
}

/// Where it stands, what is wrong, and what to do.
type Fault = (Pointer, String, String);

struct Parameter<'d> {
    node: &'d Value,
    at: Pointer,
    name: &'d str,
    location: &'d str,
}

impl<'d> Parameter<'d> {
    fn place(&self) -> Result<(), Fault> {
        let Self { name, location, .. } = self;
        if self.styles().is_empty() {
            return Err((
                self.at.child("in"),
                format!("the parameter `{name}` is in `{location}`, where none can be"),
                "a parameter is in `path`, `query`, `header` or `cookie`; what was in `body` or \
                 `formData` is a `requestBody`"
                    .to_owned(),
            ));
        }
        if *location == "path" && self.node.get("required") != Some(&Value::Bool(true)) {
            return Err((
                self.at.clone(),
                format!("the path parameter `{name}` is not `required: true`"),
                "a path parameter always is: say so".to_owned(),
            ));
        }
        Ok(())
    }

    fn name(&self) -> Result<(), Fault> {
        let Self { name, location, .. } = self;
        let at = || self.at.child("name");
        let is_token = headers::is_token(name);
        match *location {
            "header" | "cookie" if !is_token => Err((
                at(),
                format!("no {location} can be named {name:?}"),
                "use letters, digits, `-` and `_`".to_owned(),
            )),
            "header" if headers::is_clients_own(name) => Err((
                at(),
                format!("the client sets the header `{name}` by itself"),
                "take the parameter out with an overlay; cookies are parameters `in: cookie`"
                    .to_owned(),
            )),
            "query" if name.is_empty() => Err((
                at(),
                "a parameter of the query has an empty name".to_owned(),
                "give it the name that the service reads".to_owned(),
            )),
            _ => Ok(()),
        }
    }

    /// Whether the location has the style.
    fn style(&self) -> Result<(), Fault> {
        let Self { name, location, .. } = self;
        let styles = self.styles();
        match self.node.get("style").and_then(Value::as_str) {
            Some(style) if !styles.is_empty() && !styles.contains(&style) => {
                let known: Vec<String> = styles.iter().map(|style| format!("`{style}`")).collect();
                Err((
                    self.at.child("style"),
                    format!(
                        "the parameter `{name}` has the style `{style}`, which no {location} has"
                    ),
                    format!("in the {location} there is {}", known.join(", ")),
                ))
            }
            _ => Ok(()),
        }
    }

    /// What the value comes to; nothing where it is JSON, which can hold anything.
    fn value(&self, problems: &Problems<'d>) -> Result<Option<Shape>, Fault> {
        let name = self.name;
        if let Some(schema) = self.node.get("schema") {
            return shape::of(problems, schema, self.at.child("schema")).map_err(|(at, what)| {
                (
                    at,
                    format!("the parameter `{name}` is {what}, which cannot be written into the {}", self.location),
                    "a parameter is a string, a number or a boolean, a list of these, or an object \
                     of these; give it `content` with `application/json` if the service reads JSON"
                        .to_owned(),
                )
            });
        }
        let content = self.node.get("content").and_then(Value::as_object);
        let Some(content) = content.filter(|content| !content.is_empty()) else {
            return Err((
                self.at.clone(),
                format!("the parameter `{name}` has no `schema`"),
                "give it one, or a `content`".to_owned(),
            ));
        };
        match content.keys().find(|media| !is_json(media)) {
            Some(media) => Err((
                self.at.child("content").child(media),
                format!("the parameter `{name}` is written as `{media}`, which is not supported"),
                "only `application/json` is; give it a `schema` in place of `content` otherwise"
                    .to_owned(),
            )),
            None => Ok(None),
        }
    }

    /// Whether the style can write the shape.
    fn fits(&self, shape: Shape) -> Result<(), Fault> {
        let style = self.node.get("style").and_then(Value::as_str);
        if style != Some("deepObject") || shape == Shape::Object {
            return Ok(());
        }
        let (name, what) = (self.name, shape.in_words());
        Err((
            self.at.child("style"),
            format!("the style `deepObject` writes objects, and the parameter `{name}` is {what}"),
            "leave the style out, or declare the object that the service reads".to_owned(),
        ))
    }

    fn styles(&self) -> &'static [&'static str] {
        match self.location {
            "path" => &["simple", "label", "matrix"],
            "query" => &["form", "spaceDelimited", "pipeDelimited", "deepObject"],
            "header" => &["simple"],
            "cookie" => &["form"],
            _ => &[],
        }
    }
}
