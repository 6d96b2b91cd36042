//! Which address a try goes to, and what of the client's credentials stands in it.

use std::borrow::Cow;

use reqwest::header::LOCATION;
use reqwest::{Method, Response, StatusCode};
use url::Url;
use url::form_urlencoded::parse;

use super::Transport;
use crate::call::Prepared;
use crate::error::Error;
use crate::operation::Operation;
use crate::origin;

impl Transport {
    /// The address of a call. What the caller passed cannot lead anywhere but below the path.
    pub(super) fn url(&self, call: &Prepared) -> Result<Url, Error> {
        let base = &self.inner.base_url;
        let wanted = format!("{}{}", base.path().trim_end_matches('/'), call.path);
        let mut url = base.clone();
        url.set_path(&wanted);
        if url.path() != wanted {
            let reason = format!("leads elsewhere: {}", url.path());
            let operation = call.operation;
            return Err(Error::invalid_argument(operation.id, operation.path, &reason));
        }
        if !call.query.is_empty() {
            url.set_query(Some(&call.query.join("&")));
        }
        Ok(url)
    }

    /// The address with the keys in it that the operation takes, if it is the service's own; without
    /// them if it is not, as a service may repeat the query in the address that it redirects to. A
    /// parameter of the call goes before a key of the same name.
    pub(super) fn with_keys(&self, call: &Prepared, mut url: Url) -> Url {
        let credentials = &self.inner.credentials;
        let keys: Vec<_> = credentials.query(call.operation.credentials).collect();
        if origin::same(&url, &self.inner.base_url) {
            for (name, value) in keys {
                if !url.query_pairs().any(|(other, _)| other == name) {
                    url.query_pairs_mut().append_pair(name, value);
                }
            }
            return url;
        }
        let is_key = |(name, value): (Cow<'_, str>, Cow<'_, str>)| {
            keys.iter().any(|(_, key)| *key == value || *key == name)
        };
        if let Some(query) = url.query().filter(|query| parse(query.as_bytes()).any(is_key)) {
            // The rest stays as it came: it may be signed.
            let rest = query.split('&').filter(|pair| !parse(pair.as_bytes()).any(is_key));
            let rest = rest.collect::<Vec<_>>().join("&");
            url.set_query(Some(rest.as_str()).filter(|rest| !rest.is_empty()));
        }
        url
    }
}

/// Where the answer sends a read on to. An address that cannot be followed is no redirect: the
/// answer is then an error with its status.
pub(super) fn redirect(operation: &Operation, answer: &Response) -> Option<Url> {
    let moved = matches!(
        answer.status(),
        StatusCode::MOVED_PERMANENTLY
            | StatusCode::FOUND
            | StatusCode::SEE_OTHER
            | StatusCode::TEMPORARY_REDIRECT
            | StatusCode::PERMANENT_REDIRECT
    );
    if !moved || operation.method != Method::GET {
        return None;
    }
    follow(answer.url(), answer.headers().get(LOCATION)?.to_str().ok()?)
}

/// The address that a redirect names: http or https, and never out of TLS.
fn follow(from: &Url, location: &str) -> Option<Url> {
    let next = from.join(location).ok()?;
    let is_secure = next.scheme() == "https" || from.scheme() == "http";
    (is_secure && matches!(next.scheme(), "http" | "https")).then_some(next)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::call::JSON;
    use crate::credential::Credential;

    static OPERATION: Operation = Operation {
        id: "getFile",
        method: Method::GET,
        path: "/file/{fileId}",
        credentials: &[Credential::Query("key")],
        pending: &[],
        repeatable: true,
        sensitive: false,
    };

    fn transport() -> Transport {
        let transport = Transport::builder("https://api.example.com/api/1/", &[]);
        let transport = transport.credential(Credential::Query("key"), "s&cret ä");
        transport.user_agent("tests/1.0").build().unwrap()
    }

    fn call(path: &str) -> Prepared {
        let (query, headers, cookies) = (Vec::new(), Vec::new(), Vec::new());
        let (path, body, accept, resume) = (path.to_owned(), None, JSON, None);
        let operation = &OPERATION;
        let follows = true;
        Prepared { operation, path, query, headers, cookies, body, accept, follows, resume }
    }

    #[test]
    fn a_path_that_a_url_parser_would_change_is_refused() {
        let url = |path: &str| transport().url(&call(path)).map(|url| url.to_string());
        assert_eq!(url("/file/file_1").unwrap(), "https://api.example.com/api/1/file/file_1");
        for path in ["/file/%2e%2e/auth", "/file/./1", "/file\\1", "/file/\t1", "/file/a b"] {
            let error = url(path).unwrap_err();
            assert!(error.is_invalid_argument(), "{path}: {error}");
        }
    }

    #[test]
    fn a_key_stands_in_the_services_own_addresses_alone() {
        let with_keys =
            |url: &str| transport().with_keys(&call("/"), Url::parse(url).unwrap()).to_string();
        let home = "https://api.example.com/x";
        assert_eq!(with_keys(home), format!("{home}?key=s%26cret+%C3%A4"));
        assert_eq!(with_keys(&format!("{home}?a=1")), format!("{home}?a=1&key=s%26cret+%C3%A4"));
        assert_eq!(with_keys(&format!("{home}?key=own")), format!("{home}?key=own"));
        let other = "https://cdn.example.com/x";
        assert_eq!(with_keys(other), other);
        assert_eq!(with_keys(&format!("{other}?key=s%26cret%20%c3%a4")), other);
        assert_eq!(
            with_keys(&format!("{other}?a=%2F&key=s%26cret+ä&b")),
            format!("{other}?a=%2F&b")
        );
        assert_eq!(
            with_keys(&format!("{other}?sig=a+b%2f&key=7")),
            format!("{other}?sig=a+b%2f&key=7")
        );
    }

    #[test]
    fn a_redirect_never_leaves_tls() {
        let next = |from, location| {
            follow(&Url::parse(from).unwrap(), location).map(|url| url.to_string())
        };
        let secure = "https://api.example.com/file/1";
        assert_eq!(next(secure, "https://cdn.example.com/x").unwrap(), "https://cdn.example.com/x");
        assert_eq!(next(secure, "/y").unwrap(), "https://api.example.com/y");
        for location in
            ["http://cdn.example.com/x", "ftp://cdn.example.com/x", "file:///etc/passwd"]
        {
            assert_eq!(next(secure, location), None, "{location}");
        }
        assert!(next("http://127.0.0.1/", "http://127.0.0.1:1/").is_some());
    }
}
