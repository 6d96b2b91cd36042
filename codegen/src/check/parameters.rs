//! Parameters: where they are, how they are written, and what their Rust names become.

use std::collections::HashMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::{Problems, parameters_of};
use crate::document::OperationNode;
use crate::pointer::Pointer;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let mut names: HashMap<String, String> = HashMap::new();
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
        check_location(operation, problems, node, &at, name, location);
        check_schema(operation, problems, node, &at, name, location);
        let ident = name.to_snake_case();
        if ident.is_empty() || syn::parse_str::<syn::Ident>(&format!("{ident}_")).is_err() {
            let message = format!("no argument can be named after the parameter `{name}`");
            let help = "use letters and digits, and begin with a letter";
            problems.add(Some(operation), &at.child("name"), message, help);
        } else if let Some(other) = names.insert(ident.clone(), name.to_owned()) {
            problems.add(
                Some(operation),
                &at.child("name"),
                format!("the parameters `{other}` and `{name}` give one argument, `{ident}`"),
                "rename one of the two",
            );
        }
    }
}

fn check_location<'d>(
    operation: &OperationNode<'d>,
    problems: &mut Problems<'d>,
    node: &Value,
    at: &Pointer,
    name: &str,
    location: &str,
) {
    let default_style = match location {
        "path" => "simple",
        "query" => "form",
        _ => {
            problems.add(
                Some(operation),
                &at.child("in"),
                format!("the parameter `{name}` is in `{location}`, which is not supported"),
                "only parameters in the path and in the query are; take it out with an overlay",
            );
            return;
        }
    };
    if location == "path" && node.get("required") != Some(&Value::Bool(true)) {
        problems.add(
            Some(operation),
            at,
            format!("the path parameter `{name}` is not `required: true`"),
            "a path parameter always is: say so",
        );
    }
    if let Some(style) = node.get("style").and_then(Value::as_str).filter(|s| *s != default_style) {
        problems.add(
            Some(operation),
            &at.child("style"),
            format!("the parameter `{name}` has the style `{style}`, which is not supported"),
            format!("only `{default_style}` is, for a parameter in the {location}"),
        );
    }
}

fn check_schema<'d>(
    operation: &OperationNode<'d>,
    problems: &mut Problems<'d>,
    node: &'d Value,
    at: &Pointer,
    name: &str,
    location: &str,
) {
    let Some(schema) = node.get("schema") else {
        problems.add(
            Some(operation),
            at,
            format!("the parameter `{name}` has no `schema`"),
            "give it one; a `content` instead of it is not supported",
        );
        return;
    };
    let Some((schema, schema_at)) = problems.follow(schema, at.child("schema")) else { return };
    let kind = schema.get("type").and_then(Value::as_str);
    let simple = kind.is_some_and(is_simple);
    let items = schema.get("items").map(|items| problems.follow(items, schema_at.child("items")));
    let items = items.flatten().and_then(|(items, _)| items.get("type")?.as_str());
    let list = kind == Some("array") && location == "query" && items.is_some_and(is_simple);
    if !(simple || list) {
        problems.add(
            Some(operation),
            &schema_at,
            format!(
                "the parameter `{name}` is {}, which cannot be written into the {location}",
                kind.map_or("of no one type".to_owned(), |kind| match kind {
                    "array" if location == "query" => "a list of no one type".to_owned(),
                    kind => format!("of type `{kind}`"),
                })
            ),
            "a parameter is a string, a number, a boolean, or in the query a list of these",
        );
    }
}

/// Whether a value of this type is written as one text.
fn is_simple(kind: &str) -> bool {
    matches!(kind, "string" | "integer" | "number" | "boolean")
}
