//! The first server is the default base URL of the client.

use serde_json::Value;

use super::Problems;
use crate::document::OperationNode;
use crate::pointer::Pointer;

pub(super) fn check(problems: &mut Problems<'_>) {
    let first = Pointer::of(&["servers", "0", "url"]);
    let help = "give the first server an absolute URL, such as `https://api.example.com/v1`";
    match base_url(&problems.document.value) {
        None => {
            let servers = Pointer::of(&["servers"]);
            problems.add(None, &servers, "the document names no server", help);
        }
        Some(url) if url.contains('{') => {
            let message = format!("the server URL has a variable without a `default`: {url}");
            problems.add(None, &first, message, help);
        }
        Some(url) if url.contains(['?', '#', '@', '"', '\\', '`']) || url.contains(is_blank) => {
            let message = format!("the server URL has a part that no base address has: {url:?}");
            problems.add(None, &first, message, help);
        }
        Some(url) if !is_absolute(&url) => {
            problems.add(None, &first, format!("the server URL is not absolute: {url}"), help);
        }
        Some(_) => {}
    }
}

/// A client has one base address: an operation with another would go, with its credentials, to a
/// place that the document does not mean.
pub(super) fn check_operation<'d>(operation: &OperationNode<'d>, problems: &mut Problems<'d>) {
    let item = operation.pointer.split_last().map(|(item, _)| item).unwrap_or_default();
    let own = [(operation.node, operation.pointer.clone()), (operation.item, item)];
    let own = own.into_iter().find_map(|(node, at)| Some((node.get("servers")?, at)));
    let Some((servers, at)) = own else { return };
    let holder = serde_json::json!({ "servers": servers });
    if servers.as_array().is_some_and(|servers| !servers.is_empty())
        && base_url(&holder) != base_url(&problems.document.value)
    {
        problems.add(
            Some(operation),
            &at.child("servers"),
            "the operation has a server of its own, which is not supported",
            "take `servers` out with an overlay action, or generate a crate for that server",
        );
    }
}

/// The URL of the first server, with the defaults of its variables.
pub(crate) fn base_url(document: &Value) -> Option<String> {
    let server = document.get("servers")?.get(0)?;
    let mut url = server.get("url")?.as_str()?.to_owned();
    let variables = server.get("variables").and_then(Value::as_object);
    for (name, variable) in variables.into_iter().flatten() {
        if let Some(default) = variable.get("default").and_then(Value::as_str) {
            url = url.replace(&format!("{{{name}}}"), default);
        }
    }
    Some(url)
}

fn is_blank(character: char) -> bool {
    character.is_whitespace() || character.is_control()
}

/// Whether the URL begins with `http://` or `https://` and a host, in whatever case.
fn is_absolute(url: &str) -> bool {
    let scheme_and_rest = url.split_once("://");
    scheme_and_rest.is_some_and(|(scheme, rest)| {
        let scheme = scheme.to_ascii_lowercase();
        matches!(scheme.as_str(), "http" | "https") && !rest.starts_with('/') && !rest.is_empty()
    })
}
