//! An answer with what came around it.

use reqwest::StatusCode;
use reqwest::header::HeaderMap;

/// A decoded answer together with its status and headers.
///
/// Its `Debug` shows no cookie: values of `Set-Cookie` are marked as sensitive, and addresses in
/// headers have lost their query.
#[derive(Clone, Debug)]
pub struct Reply<T> {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    pub(crate) value: T,
}

impl<T> Reply<T> {
    /// The status, from 200 to 299, or to 399 where the document says that the operation redirects.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// The headers of the answer.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// The answer itself.
    pub fn get(&self) -> &T {
        &self.value
    }

    /// The answer itself, without the rest.
    pub fn into_inner(self) -> T {
        self.value
    }

    pub(crate) fn map<U>(self, f: impl FnOnce(T) -> U) -> Reply<U> {
        Reply { status: self.status, headers: self.headers, value: f(self.value) }
    }
}
