//! Answers: each operation can succeed, and may say "not yet".

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
    let mut leads_nowhere = false;
    let mut can_succeed = false;
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
        can_succeed |= !is_pending && (status.starts_with(['2', '3']) || status == "default");
    }
    if !can_succeed && !leads_nowhere {
        problems.add(
            Some(operation),
            &at,
            "the operation documents no success",
            "add a response with a status from 200 to 399, or `default`",
        );
    }
}

fn is_status(text: &str) -> bool {
    let number = text.parse::<u16>().is_ok_and(|status| (100..600).contains(&status));
    let range =
        text.len() == 3 && text.ends_with("XX") && text.starts_with(['1', '2', '3', '4', '5']);
    number || range || text == "default"
}
