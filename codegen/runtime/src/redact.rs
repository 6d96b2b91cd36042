//! Keeping what must not be shown out of what is.

use std::borrow::Cow;
use std::fmt;

use reqwest::header::{CONTENT_LOCATION, Entry, HeaderMap, HeaderName, HeaderValue, LOCATION};
use reqwest::header::{REFRESH, SET_COOKIE};

/// Something of the caller's whose `Debug` may show secrets, such as an HTTP client with a cookie in
/// its default headers.
#[derive(Clone)]
pub(crate) struct Hidden<T>(pub(crate) T);

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// Headers that hold addresses, whose query may be a signature.
const ADDRESSES: [HeaderName; 3] = [CONTENT_LOCATION, LOCATION, REFRESH];

/// Marks cookies that the service sets as sensitive, and takes the queries out of addresses.
pub(crate) fn headers(headers: &mut HeaderMap) {
    if let Entry::Occupied(mut cookies) = headers.entry(SET_COOKIE) {
        cookies.iter_mut().for_each(|cookie| cookie.set_sensitive(true));
    }
    for name in ADDRESSES {
        if let Entry::Occupied(mut values) = headers.entry(name) {
            values.iter_mut().for_each(cut);
        }
    }
}

/// Keeps what is in front of the query.
fn cut(value: &mut HeaderValue) {
    let bytes = value.as_bytes();
    let end = bytes.iter().position(|byte| matches!(byte, b'?' | b'#'));
    if let Some(end) = end {
        let kept = bytes.get(..end).unwrap_or_default();
        *value = HeaderValue::from_bytes(kept).unwrap_or(HeaderValue::from_static(""));
    }
}

/// The text with the query of each URL in it replaced by `?…`. A query ends where a URL in a text
/// or in a page does: at white space, a quote, or an angle bracket.
pub(crate) fn queries(text: &str) -> Cow<'_, str> {
    if !text.contains("://") {
        return Cow::Borrowed(text);
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once("://") {
        let (url, next) = after.split_at(after.find(ends).unwrap_or(after.len()));
        out.push_str(before);
        out.push_str("://");
        match url.split_once(['?', '#']) {
            Some((address, _)) => {
                out.push_str(address);
                out.push_str("?…");
            }
            None => out.push_str(url),
        }
        rest = next;
    }
    out.push_str(rest);
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn queries_are_taken_out_of_a_text() {
        for (text, expected) in [
            ("no address at all? none", "no address at all? none"),
            ("see https://a.example/x", "see https://a.example/x"),
            ("at https://a.example/x?sig=1&b=2 or", "at https://a.example/x?… or"),
            (r#"<a href="https://a/?x=1">b</a>"#, r#"<a href="https://a/?…">b</a>"#),
            ("s3://b/k?x=https://c/?y#z", "s3://b/k?…"),
            ("https://a/#token=1 http://b/?", "https://a/?… http://b/?…"),
        ] {
            assert_eq!(queries(text), expected);
        }
    }

    #[test]
    fn addresses_in_headers_lose_their_query_and_cookies_are_marked() {
        let mut all = HeaderMap::new();
        all.insert(LOCATION, HeaderValue::from_static("https://cdn.example/a?sig=planted"));
        all.append(SET_COOKIE, HeaderValue::from_static("auth=planted"));
        all.append(SET_COOKIE, HeaderValue::from_static("b=planted"));
        headers(&mut all);
        assert_eq!(all.get(LOCATION).unwrap(), "https://cdn.example/a");
        assert!(!format!("{all:?}").contains("planted"), "{all:?}");
    }
}
