//! Names of headers and cookies.

/// Headers that the client sets by itself, or that belong to the connection: what a caller put into
/// them would be lost, or would break the message.
const CLIENTS_OWN: [&str; 21] = [
    "accept",
    "accept-encoding",
    "authorization",
    "connection",
    "content-encoding",
    "content-length",
    "content-type",
    "cookie",
    "expect",
    "host",
    "if-range",
    "keep-alive",
    "proxy-authorization",
    "proxy-connection",
    "range",
    "referer",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
    "user-agent",
];

/// Whether a header is the client's own.
pub(super) fn is_clients_own(name: &str) -> bool {
    CLIENTS_OWN.contains(&name.to_ascii_lowercase().as_str())
}

/// Whether a text is a token, RFC 9110 §5.6.2: what the name of a header or a cookie has to be.
pub(super) fn is_token(text: &str) -> bool {
    let fits = |c: char| c.is_ascii_alphanumeric() || "!#$%&'*+-.^_`|~".contains(c);
    !text.is_empty() && text.chars().all(fits)
}
