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
        Some(url) if !url.starts_with("https://") && !url.starts_with("http://") => {
            problems.add(None, &first, format!("the server URL is not absolute: {url}"), help);
        }
        Some(_) => {}
    }
}
