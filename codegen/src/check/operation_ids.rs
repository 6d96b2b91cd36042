//! Each operation needs an id of its own: it names a method, a type and a file.

use std::collections::HashMap;

use serde_json::Value;

use super::Problems;
use crate::diagnostic::Place;

pub(super) fn check(problems: &mut Problems<'_>) {
    let document = problems.document;
    let mut seen: HashMap<String, Place> = HashMap::new();
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
        match seen.get(id) {
            Some(first) => {
                let message = format!("the operationId `{id}` stands twice");
                let problem = document.problem(&at, message, "rename one of the two operations");
                let problem = problem.operation(operation.name());
                problems.found.push(problem.related("the other stands here", first.clone()));
            }
            None => {
                seen.insert(id.clone(), document.places.locate(&at).clone());
            }
        }
    }
}
