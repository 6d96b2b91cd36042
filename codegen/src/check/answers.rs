//! Answers: each operation has one kind of success, and may say "not yet".

use serde_json::Value;

use super::Problems;
use crate::document::OperationNode;

pub(super) fn check<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let at = operation.pointer.child("responses");
    let Some(responses) = operation.node.get("responses").and_then(Value::as_object) else {
        problems.add(
            Some(operation),
            &operation.pointer,
            "the operation has no `responses`",
            "document at least the success",
        );
        return;
    };
    let mut successes = Vec::new();
    let mut leads_nowhere = false;
    for (status, response) in responses {
        if status.starts_with("x-") {
            continue;
        }
        if !is_status(status) {
            problems.add(
                Some(operation),
                &at.child(status),
                format!("`{status}` is no status"),
                "a status is a number from 100 to 599 in quotes, `2XX` or `default`",
            );
            continue;
        }
        let followed = problems.follow(response, at.child(status));
        let Some((response, _)) = followed else {
            leads_nowhere = true;
            continue;
        };
        let is_pending = response.get("x-pending") == Some(&Value::Bool(true));
        if is_pending && !(status.starts_with('2') && status.parse::<u16>().is_ok()) {
            problems.add(
                Some(operation),
                &at.child(status),
                format!(
                    "`x-pending` stands at the status `{status}`, which cannot mean \"not yet\""
                ),
                "put the hint at a success with a status of its own, such as 202",
            );
        }
        if status.starts_with('2') && !is_pending {
            successes.push((status, shape(response)));
        }
    }
    match successes.as_slice() {
        [] if leads_nowhere => {}
        [] => problems.add(
            Some(operation),
            &at,
            "the operation documents no success",
            "add a response with a status from 200 to 299",
        ),
        [(_, first), rest @ ..] => {
            for (status, other) in rest {
                if other != first {
                    problems.add(
                        Some(operation),
                        &at.child(status),
                        format!("the answer of status {status} differs from the first success"),
                        "an operation answers one type; where this one means \"not yet\", say \
                         `x-pending: true` in the response with an overlay action",
                    );
                }
            }
        }
    }
}

fn is_status(text: &str) -> bool {
    let number = text.parse::<u16>().is_ok_and(|status| (100..600).contains(&status));
    let range =
        text.len() == 3 && text.ends_with("XX") && text.starts_with(['1', '2', '3', '4', '5']);
    number || range || text == "default"
}

/// What an answer is as Rust: its JSON schema, bytes, or nothing.
fn shape(response: &Value) -> (bool, Option<&Value>) {
    let content = response.get("content").and_then(Value::as_object);
    let json = content
        .and_then(|content| content.iter().find(|(name, _)| is_json(name)))
        .and_then(|(_, media)| media.get("schema"));
    (content.is_some_and(|content| !content.is_empty()), json)
}

/// Whether a media type is JSON: `application/json`, or one with the suffix `+json`.
pub(crate) fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
