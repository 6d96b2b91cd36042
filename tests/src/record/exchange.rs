//! One exchange as it was on the wire.

use bytes::Bytes;
use serde_json::Value;

/// What was asked, and what was answered.
#[derive(Clone, Debug)]
pub struct Exchange {
    /// The method.
    pub method: String,
    /// The path behind that of the base address, still encoded.
    pub path: String,
    /// The query's pairs, decoded.
    pub query: Vec<(String, String)>,
    /// The headers of the request.
    pub request_headers: Headers,
    /// The body of the request.
    pub request_body: Bytes,
    /// What was answered.
    pub answer: Wire,
}

/// Names in lower case, and values.
pub type Headers = Vec<(String, String)>;

/// What came of a request.
#[derive(Clone, Debug)]
pub enum Wire {
    /// Nothing yet.
    Waiting,
    /// The service could not be connected to, for this reason.
    Unreachable(String),
    /// No answer, or not all of it, for this reason.
    Broken {
        /// Why.
        reason: String,
        /// What came of a body until then.
        body: Bytes,
    },
    /// An answer.
    Answered {
        /// The status.
        status: u16,
        /// The headers.
        headers: Headers,
        /// As much of the body as is kept.
        body: Bytes,
        /// Whether that is all of it.
        is_whole: bool,
    },
}

impl Exchange {
    /// The status of the answer.
    pub fn status(&self) -> Option<u16> {
        match &self.answer {
            Wire::Answered { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The body of the answer as JSON, where it is.
    pub fn json(&self) -> Option<Value> {
        match &self.answer {
            Wire::Answered { body, is_whole: true, .. } => serde_json::from_slice(body).ok(),
            _ => None,
        }
    }
}

/// The value of the first header of this name.
pub fn header<'h>(headers: &'h Headers, name: &str) -> Option<&'h str> {
    headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
}
