//! Request bodies: JSON, and nothing beside it.

use serde_json::Value;

use super::Problems;
use crate::document::OperationNode;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let Some(body) = operation.node.get("requestBody") else { return };
    let at = operation.pointer.child("requestBody");
    let Some((body, at)) = problems.follow(body, at) else { return };
    let at = at.child("content");
    let content = body.get("content").and_then(Value::as_object);
    let types: Vec<&str> = content.into_iter().flatten().map(|(name, _)| name.as_str()).collect();
    match types.as_slice() {
        ["application/json"] => {
            let schema = content.and_then(|content| content.get("application/json")?.get("schema"));
            if schema.is_none() {
                problems.add(
                    Some(operation),
                    &at.child("application/json"),
                    "the request body has no `schema`",
                    "describe it; `schema: {}` stands for any JSON",
                );
            }
        }
        [] => problems.add(
            Some(operation),
            &at,
            "the request body has no media type",
            "give it `content` with `application/json`",
        ),
        [one] => problems.add(
            Some(operation),
            &at.child(one),
            format!("a request body of type `{one}` is not supported"),
            "only `application/json` is; take the operation out with an overlay or a tag",
        ),
        more => problems.add(
            Some(operation),
            &at,
            format!("a request body of several types is not supported: {}", more.join(", ")),
            "keep `application/json`; remove the others with an overlay action",
        ),
    }
}
