//! Keeping what must not be shown out of what is.

use std::borrow::Cow;
use std::fmt;

use reqwest::header::{
    CONTENT_LOCATION, Entry, HeaderMap, HeaderName, HeaderValue, LINK, LOCATION, REFRESH,
    SET_COOKIE,
};

/// Something of the caller's whose `Debug` may show secrets, such as a cookie, or an HTTP client with
/// one in its default headers.
#[derive(Clone, Default)]
pub struct Hidden<T>(pub T);

impl<T> fmt::Debug for Hidden<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("..")
    }
}

/// Headers that hold addresses, whose query may be a signature.
const ADDRESSES: [HeaderName; 5] =
    [CONTENT_LOCATION, LINK, LOCATION, REFRESH, HeaderName::from_static("report-to")];

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

/// The text with each query in it replaced by `?…`, whatever stands in front: a URL may be relative,
/// and its slashes may be escaped, as some JSON has them. A query ends where a URL in a text or in a
/// page does: at white space, a quote, or an angle bracket.
pub(crate) fn queries(text: &str) -> Cow<'_, str> {
    if !text.contains(['?', '#']) {
        return Cow::Borrowed(text);
    }
    let ends = |c: char| c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`');
    let mut out = String::with_capacity(text.len());
    for part in text.split_inclusive(ends) {
        let word = part.trim_end_matches(ends);
        let end = part.get(word.len()..).unwrap_or_default();
        let is_fragment = |at: usize| word.get(..at).is_some_and(|before| before.contains('/'));
        let mut starts = word.char_indices().filter(|(at, c)| match c {
            '?' => at + 1 < word.len(),
            '#' => is_fragment(*at),
            _ => false,
        });
        match starts.next().and_then(|(at, _)| word.get(..at)) {
            Some(address) => out.extend([address, "?…", end]),
            None => out.push_str(part),
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_hidden_stays_so() {
        let shown = format!("{:?} {:#?}", Hidden("planted"), Hidden(Some("planted".to_owned())));
        assert!(!shown.contains("planted"), "{shown}");
    }

    #[test]
    fn queries_are_taken_out_of_a_text() {
        for (text, expected) in [
            ("no address at all? none", "no address at all? none"),
            ("see https://a.example/x", "see https://a.example/x"),
            ("at https://a.example/x?sig=1&b=2 or", "at https://a.example/x?… or"),
            (r#"<a href="https://a/?x=1">b</a>"#, r#"<a href="https://a/?…">b</a>"#),
            ("s3://b/k?x=https://c/?y#z", "s3://b/k?…"),
            ("https://a/#token=1 http://b/?", "https://a/?… http://b/?"),
            (r#"{"url":"https:\/\/a\/x?sig=1&b=2"}"#, r#"{"url":"https:\/\/a\/x?…"}"#),
            ("a/x?sig=1 //a?sig=2 /#3 is #4: really?", "a/x?… //a?… /?… is #4: really?"),
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
        all.insert(REFRESH, HeaderValue::from_static("0; url=/a?sig=planted"));
        all.insert(CONTENT_LOCATION, HeaderValue::from_static("/a#planted"));
        headers(&mut all);
        assert_eq!(all.get(LOCATION).unwrap(), "https://cdn.example/a");
        assert!(!format!("{all:?}").contains("planted"), "{all:?}");
    }
}
