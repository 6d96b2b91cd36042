//! An operation as data: what emitted code says of it.

use reqwest::Method;

/// What the document says about an operation.
#[derive(Debug)]
pub struct Operation {
    /// The documented id, such as `getFile`.
    pub id: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path with its parameters in braces, such as `/file/{fileId}`.
    pub path: &'static str,
    /// The cookies that the operation wants, by name.
    pub cookies: &'static [&'static str],
    /// The statuses that mean "not yet".
    pub pending: &'static [u16],
    /// Whether repeating it does no harm: it reads, or the document says so.
    pub repeatable: bool,
    /// Whether its answer holds something that no error may show.
    pub sensitive: bool,
}
