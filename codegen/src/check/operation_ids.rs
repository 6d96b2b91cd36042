//! Each operation needs an id of its own: it names a method, a type and a file.

use std::collections::HashMap;

use heck::ToSnakeCase;
use serde_json::Value;

use super::Problems;
use crate::diagnostic::Place;

pub(super) fn check(problems: &mut Problems<'_>) {
    let document = problems.document;
    let mut seen: HashMap<String, (String, Place)> = HashMap::new();
    for operation in document.operations() {
        let at = operation.pointer.child("operationId");
        let id = match operation.node.get("operationId") {
            Some(Value::String(id)) => id,
            Some(_) => {
                problems.add(
                    Some(&operation),
                    &at,
                    "the `operationId` is not a string",
                    "put it in quotes",
                );
                continue;
            }
            None => {
                problems.add(
                    Some(&operation),
                    &operation.pointer,
                    "the operation has no `operationId`",
                    "give it one, with an overlay action if the document is not yours: it becomes \
                     the name of the method",
                );
                continue;
            }
        };
        let method = id.to_snake_case();
        let is_path = matches!(method.as_str(), "self" | "super" | "crate");
        if is_path || !crate::naming::is_ident(&format!("{method}_")) {
            problems.add(
                Some(&operation),
                &at,
                format!("no method can be named after the operationId `{id}`"),
                "use letters and digits, and begin with a letter",
            );
            continue;
        }
        let mut twice = |message: String, first: &Place| {
            let problem = document.problem(&at, message, "rename one of the two operations");
            let problem = problem.operation(operation.name());
            problems.found.push(problem.related("the other stands here", first.clone()));
        };
        match seen.get(&method) {
            Some((first, place)) if first == id => {
                twice(format!("the operationId `{id}` stands twice"), place);
            }
            Some((first, place)) => twice(
                format!("the operationIds `{id}` and `{first}` give one method, `{method}`"),
                place,
            ),
            None => {
                seen.insert(method, (id.clone(), document.places.locate(&at).clone()));
            }
        }
    }
}
