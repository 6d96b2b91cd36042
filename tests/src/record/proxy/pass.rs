//! One request on its way to the service, and its answer on the way back.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, HeaderValue, LOCATION,
    TRANSFER_ENCODING,
};
use hyper::{Request, Response};
use tokio::sync::mpsc;
use url::Url;
use vrchat_files::reqwest;

use super::super::exchange::{Exchange, Headers, Wire};
use super::Shared;

/// Of an answer no more than this is kept. The bytes of a file are none of our business.
const KEPT: usize = 8 << 20;

/// A request is a few lines of JSON, or a small image.
const LONGEST_REQUEST: usize = 1 << 20;

/// Headers that are about one connection alone.
const HOP: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

pub type Body = StreamBody<Chunks>;

/// Passes a request on, and its answer back.
pub async fn pass(shared: &Arc<Shared>, request: Request<Incoming>) -> Response<Body> {
    let (head, body) = request.into_parts();
    let base = shared.base.path().trim_end_matches('/');
    let Some(path) = head.uri.path().strip_prefix(base).filter(|path| path.starts_with('/')) else {
        return failed("the request is not for the base address");
    };
    let Ok(body) = Limited::new(body, LONGEST_REQUEST).collect().await else {
        return failed("the request is too long, or broke off");
    };
    let body = body.to_bytes();
    let query = head.uri.query().unwrap_or_default();
    let at = shared.begin(Exchange {
        method: head.method.to_string(),
        path: path.to_owned(),
        query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
        request_headers: texts(&head.headers),
        request_body: body.clone(),
        answer: Wire::Waiting,
    });
    // Only path and query come from the request: host and port are those of the base.
    let mut url = shared.base.clone();
    url.set_path(head.uri.path());
    url.set_query(head.uri.query());
    let mut headers = head.headers;
    HOP.iter().for_each(|name| _ = headers.remove(name));
    let mut outgoing = shared.http.request(head.method, url).headers(headers);
    if !body.is_empty() {
        outgoing = outgoing.body(body);
    }
    match outgoing.send().await {
        Ok(answer) => pass_back(shared.clone(), at, answer),
        Err(error) => {
            let reason = said(&error);
            shared.note(at, |wire| {
                let (reason, body) = (reason.clone(), Bytes::new());
                *wire = match error.is_connect() {
                    true => Wire::Unreachable(reason),
                    false => Wire::Broken { reason, body },
                };
            });
            failed(&reason)
        }
    }
}

fn pass_back(shared: Arc<Shared>, at: u64, mut answer: reqwest::Response) -> Response<Body> {
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    shared.note(at, |wire| {
        let (status, headers) = (status.as_u16(), texts(&headers));
        *wire = Wire::Answered { status, headers, body: Bytes::new(), is_whole: false };
    });
    HOP.iter().for_each(|name| _ = headers.remove(name));
    let location = answer.headers().get(LOCATION).and_then(|value| value.to_str().ok());
    let led = location.and_then(|to| leads_to(&shared.base, &shared.origin, answer.url(), to));
    if let Some(led) = led.and_then(|led| led.parse().ok()) {
        headers.insert(LOCATION, led);
    }
    let (sender, receiver) = mpsc::channel(4);
    tokio::spawn(async move {
        let mut kept = BytesMut::new();
        let mut is_whole = true;
        loop {
            let chunk = match answer.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                Err(error) => {
                    let (reason, body) = (said(&error), kept.freeze());
                    shared.note(at, |wire| *wire = Wire::Broken { reason, body });
                    // Without its end the answer is broken off for the client too.
                    let _ = sender.send(Err(Broken)).await;
                    return;
                }
            };
            if kept.len() + chunk.len() <= KEPT {
                kept.extend_from_slice(&chunk);
            } else {
                is_whole = false;
            }
            if sender.send(Ok(Frame::data(chunk))).await.is_err() {
                return;
            }
        }
        // Before the client sees the end: it is asked for right after.
        shared.note(at, |wire| {
            if let Wire::Answered { body, is_whole: whole, .. } = wire {
                (*body, *whole) = (kept.freeze(), is_whole);
            }
        });
    });
    let mut response = Response::new(StreamBody::new(Chunks(receiver)));
    (*response.status_mut(), *response.headers_mut()) = (status, headers);
    response
}

/// Where a redirect leads the client, if not where it says: to the service itself it leads through the
/// proxy, whose origin this is.
fn leads_to(base: &Url, origin: &str, from: &Url, location: &str) -> Option<String> {
    let url = from.join(location).ok()?;
    if url.origin() == base.origin() {
        // With the origin in front: a path may begin with two slashes, and would be a host by itself.
        return Some(format!("{origin}{}", &url[url::Position::BeforePath..]));
    }
    // To the client a relative one would be of the proxy's scheme. Another is not touched: it may be signed.
    Url::parse(location).is_err().then(|| url.to_string())
}

/// What the client gets where there is no answer.
fn failed(reason: &str) -> Response<Body> {
    let (sender, receiver) = mpsc::channel(1);
    let _ = sender.try_send(Ok(Frame::data(Bytes::from(reason.to_owned()))));
    let mut response = Response::new(StreamBody::new(Chunks(receiver)));
    *response.status_mut() = hyper::StatusCode::BAD_GATEWAY;
    response
}

/// What went wrong, without the address, and with what was behind it.
fn said(error: &reqwest::Error) -> String {
    let kind = match error {
        error if error.is_connect() => "no connection comes about",
        error if error.is_timeout() => "nothing comes in time",
        _ => "the connection broke",
    };
    let mut source = std::error::Error::source(error);
    let mut deepest = String::new();
    while let Some(error) = source {
        deepest = format!(" ({error})");
        source = error.source();
    }
    format!("{kind}{deepest}")
}

fn texts(headers: &HeaderMap) -> Headers {
    let text = |value: &HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

/// An answer that broke off.
#[derive(Debug)]
pub struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer broke off")
    }
}

impl std::error::Error for Broken {}

/// The chunks of a body as they come.
pub struct Chunks(mpsc::Receiver<Result<Frame<Bytes>, Broken>>);

impl futures_core::Stream for Chunks {
    type Item = Result<Frame<Bytes>, Broken>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_service_is_reached_through_the_proxy_and_nobody_else() {
        let base = Url::parse("https://api.example.org/api/1").unwrap();
        let from = base.join("/api/1/file/a").unwrap();
        for (location, led) in [
            ("https://api.example.org/api/1/b?c=d", Some("http://127.0.0.1:9/api/1/b?c=d")),
            ("../files?n=1", Some("http://127.0.0.1:9/api/1/files?n=1")),
            ("https://api.example.org//b", Some("http://127.0.0.1:9//b")),
            ("https://files.example.org/%7e?Signature=A", None),
            ("//files.example.org/b", Some("https://files.example.org/b")),
            ("http://api.example.org/b", None),
        ] {
            let to = leads_to(&base, "http://127.0.0.1:9", &from, location);
            assert_eq!(to.as_deref(), led, "{location}");
        }
    }
}
