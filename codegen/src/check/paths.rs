//! A path's template and the declared path parameters have to agree.

use serde_json::Value;

use super::{Problems, parameters_of};
use crate::document::OperationNode;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let item = operation.pointer.split_last().map(|(item, _)| item).unwrap_or_default();
    if operation.item.contains_key("$ref") {
        problems.add(
            Some(operation),
            &item.child("$ref"),
            "the path item is a reference, which is not supported",
            "write the path item out",
        );
    }
    let template = match names_in(operation.path) {
        Ok(names) => names,
        Err(message) => {
            problems.add(
                Some(operation),
                &item,
                message,
                "begin the path with `/`, close each `{`, name each parameter once, and leave the \
                 query to parameters",
            );
            return;
        }
    };
    let declared = parameters_of(operation, problems);
    let in_path: Vec<_> = declared
        .iter()
        .filter(|(node, _)| node.get("in").and_then(Value::as_str) == Some("path"))
        .filter_map(|(node, at)| Some((node.get("name")?.as_str()?, at)))
        .collect();
    for name in &template {
        if !in_path.iter().any(|(declared, _)| declared == name) {
            problems.add(
                Some(operation),
                &item,
                format!("the path parameter `{name}` is not declared"),
                format!("add a parameter with `name: {name}` and `in: path`"),
            );
        }
    }
    for (name, at) in in_path {
        if !template.contains(&name) {
            problems.add(
                Some(operation),
                at,
                format!("the path `{}` has no place for the parameter `{name}`", operation.path),
                format!("put `{{{name}}}` into the path, or drop the parameter"),
            );
        }
    }
}

/// The names between braces, in order.
fn names_in(path: &str) -> Result<Vec<&str>, String> {
    if !path.starts_with('/') {
        return Err(format!("the path `{path}` does not begin with `/`"));
    }
    let unreserved = |c: char| c.is_ascii_alphanumeric() || "/-._~!$&'()*+,;=:@".contains(c);
    let literals = path.split('{').enumerate().map(|(index, part)| match index {
        0 => part,
        _ => part.split_once('}').map_or("", |(_, after)| after),
    });
    if let Some(character) = literals.flat_map(str::chars).find(|c| !unreserved(*c) && *c != '}') {
        return Err(format!("the path `{path}` has a character that no path has: {character:?}"));
    }
    if path.split('/').any(|segment| segment == "." || segment == "..") {
        return Err(format!("the path `{path}` has a relative segment"));
    }
    let mut names = Vec::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('{') {
        if before.contains('}') {
            return Err(format!("the path `{path}` closes a brace that it did not open"));
        }
        let Some((name, after)) = after.split_once('}') else {
            return Err(format!("the path `{path}` does not close a brace"));
        };
        if name.is_empty() || name.contains(['{', '/']) || names.contains(&name) {
            return Err(format!(
                "the path `{path}` has a parameter `{{{name}}}` that cannot be used"
            ));
        }
        names.push(name);
        rest = after;
    }
    if rest.contains('}') {
        return Err(format!("the path `{path}` closes a brace that it did not open"));
    }
    Ok(names)
}
