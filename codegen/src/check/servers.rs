//! The first server is the default base URL of the client.

use serde_json::Value;

use super::Problems;
use crate::pointer::Pointer;

pub(super) fn check(problems: &mut Problems<'_>) {
    let first = Pointer::of(&["servers", "0", "url"]);
    let help = "give the first server an absolute URL, such as `https://api.example.com/v1`";
    match first.resolve(&problems.document.value).and_then(Value::as_str) {
        None => {
            let servers = Pointer::of(&["servers"]);
            problems.add(None, &servers, "the document names no server", help);
        }
        Some(url) if url.contains('{') => {
            let message = format!("the server URL has variables: {url}");
            problems.add(None, &first, message, help);
        }
        Some(url) if url.contains(['?', '#', '@', '"', '\\', '`']) || url.contains(is_blank) => {
            let message = format!("the server URL has a part that no base address has: {url:?}");
            problems.add(None, &first, message, help);
        }
        Some(url) if !is_absolute(url) => {
            problems.add(None, &first, format!("the server URL is not absolute: {url}"), help);
        }
        Some(_) => {}
    }
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
