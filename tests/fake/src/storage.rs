//! The storage: every request goes to S3 as it came, but for what is to go wrong with it.

use hyper::header::{ETAG, HeaderValue};
use hyper::http::request::Parts;
use hyper::{Request, Response};
use s3s::Body;

use crate::answer::response;
use crate::fault::Fault;
use crate::flow::Flow;
use crate::operation::Operation;
use crate::route::Route;
use crate::state::State;

pub(crate) async fn answer(
    state: &State,
    route: &Route,
    head: Parts,
    flow: Flow,
    fault: &Fault,
) -> Response<Body> {
    let mut request = Request::from_parts(head, Body::http_body_unsync(flow));
    if fault.corrupt {
        // S3 would notice. What is meant is damage that it does not notice.
        request.headers_mut().remove("content-md5");
    }
    let mut response = match state.store.service.call(request).await {
        Ok(response) => response,
        Err(_) => return error(500, "InternalError"),
    };
    if route.operation == Operation::StoragePut && response.status().is_success() {
        if let Some(etag) = &fault.etag
            && let Ok(etag) = HeaderValue::try_from(format!("\"{etag}\""))
        {
            response.headers_mut().insert(ETAG, etag);
        }
        let etag = response.headers().get(ETAG).and_then(|etag| etag.to_str().ok());
        if let Some(etag) = etag
            && let (Some(part), Some(upload)) = (route.part, route.parameter("uploadId"))
        {
            state.store.tag_part(upload, part, etag.trim_matches('"'));
        }
    }
    response
}

/// An error in the form that S3 gives it.
pub(crate) fn error(status: u16, code: &str) -> Response<Body> {
    let body = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<Error><Code>{code}</Code>\
         <Message>This is an error that a test asked for.</Message>\
         <RequestId>0000000000000000</RequestId></Error>"
    );
    response(status, "application/xml", body.into())
}
