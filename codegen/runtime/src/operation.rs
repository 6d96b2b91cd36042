//! An operation as data: what emitted code says of it.

use reqwest::Method;

use crate::credential::Credential;

/// What the document says about an operation.
#[derive(Debug)]
pub struct Operation {
    /// The documented id, such as `getFile`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters in braces, such as `/file/{fileId}`.
    pub path: &'static str,
    /// The credentials that the operation takes. Every one of them that is set is sent; of those
    /// that are an `Authorization`, the first.
    pub credentials: &'static [Credential],
    /// The statuses that mean "not yet".
    pub pending: &'static [u16],
    /// Whether repeating it does no harm: it reads, or the document says so.
    pub repeatable: bool,
    /// Whether its answer holds something that no error may show.
    pub sensitive: bool,
}
