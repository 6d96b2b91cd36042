//! What the client is to make of a failure.

use serde_json::{Value, json};

/// What the client has to say of a failure. It is told by the status and by what was answered, and not by
/// asking the client; but of a success that it cannot read only it can say so.
pub fn expected(status: u16, response: &Value, is_unreadable: bool) -> Option<Value> {
    if status < 400 {
        return is_unreadable.then(|| json!({ "message": null, "is": ["undecodable"] }));
    }
    let message = ["/error/message", "/error"]
        .into_iter()
        .find_map(|at| response.get("json")?.pointer(at).filter(|message| message.is_string()));
    let mut is = Vec::new();
    match status {
        400 | 422 => is.push("invalid"),
        401 => is.push("unauthorized"),
        403 => is.push("forbidden"),
        404 => is.push("not_found"),
        429 => is.push("rate_limited"),
        _ => {}
    }
    if matches!(status, 429 | 502..=504) {
        is.push("retryable");
    }
    if status >= 500 {
        is.push("server_error");
    }
    Some(json!({ "message": message, "is": is }))
}
