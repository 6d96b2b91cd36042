//! What the API answers.

use bytes::Bytes;
use hyper::header::{CONTENT_TYPE, HeaderValue, LOCATION};
use hyper::{Response, StatusCode};
use s3s::Body;
use serde_json::{Value, json};

use crate::record::look_alike;

pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// What an operation comes to. Both sides are answers; the failure ends the operation early.
pub(crate) type Outcome<T = Answer> = Result<T, Answer>;

/// An answer of the API before it is one of HTTP.
#[derive(Debug)]
pub(crate) enum Answer {
    Json(u16, Value),
    /// A success that says no more than that it is one.
    Done,
    Redirect(String),
    /// The service never says anything.
    Never,
}

impl Answer {
    /// A failure in the form that nearly all have.
    pub fn error(status: u16, message: &str) -> Self {
        let error = json!({ "message": look_alike(message), "status_code": status });
        Self::Json(status, json!({ "error": error }))
    }

    /// A path that leads nowhere: here the error is a text.
    pub fn not_implemented() -> Self {
        let message = "The endpoint you're looking for is not implemented by our system.";
        Self::Json(404, json!({ "error": message, "status_code": 404 }))
    }

    /// The refusal of the firewall, which stands before everything else.
    pub fn firewall() -> Self {
        let message = look_alike("Please identify your application with a User-Agent header.");
        let error = json!({ "message": message, "status_code": 403, "waf_code": 13799 });
        Self::Json(403, json!({ "error": error }))
    }

    pub fn unauthorized() -> Self {
        Self::error(401, "\"Missing Credentials\"")
    }

    /// As an answer of HTTP; `None` where there is none to come.
    pub fn into_response(self) -> Option<Response<Body>> {
        match self {
            Self::Json(status, value) => Some(response(status, JSON, value.to_string().into())),
            Self::Done => Some(response(200, JSON, Bytes::new())),
            Self::Redirect(url) => {
                let mut response = response(302, "text/html; charset=utf-8", Bytes::new());
                if let Ok(url) = HeaderValue::try_from(url) {
                    response.headers_mut().insert(LOCATION, url);
                }
                Some(response)
            }
            Self::Never => None,
        }
    }
}

/// An answer of a text. A status that HTTP does not know is answered as 500.
pub(crate) fn response(status: u16, content_type: &'static str, body: Bytes) -> Response<Body> {
    let mut response = Response::new(Body::from(body));
    *response.status_mut() =
        StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}
