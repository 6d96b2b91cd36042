//! A proxy on this machine, between the client and the service: what it passes on is what is recorded.
//!
//! It reaches the origin of the base address and no other. Cookies pass through it as the client sends
//! them; it has none of its own.

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::{BodyExt, Limited, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HOST, HeaderMap, HeaderName, LOCATION, TRANSFER_ENCODING,
};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::mpsc;
use tokio::task::JoinSet;
use url::Url;
use vrchat_files::reqwest;

use super::exchange::{Exchange, Headers, Wire};
use super::options::is_here;

/// Of an answer no more than this is kept. The bytes of a file are none of our business.
const KEPT: usize = 8 << 20;

/// A request is a few lines of JSON, or a small image.
const LONGEST_REQUEST: usize = 1 << 20;

/// How long it takes at most to reach the service.
const CONNECT: Duration = Duration::from_secs(10);

/// How long it waits where no connection can be taken.
const BREATH: Duration = Duration::from_millis(50);

/// Headers that are about one connection alone.
const HOP: [HeaderName; 4] = [CONNECTION, CONTENT_LENGTH, HOST, TRANSFER_ENCODING];

/// A running proxy, which ends with its last handle.
pub struct Proxy {
    shared: Arc<Shared>,
    task: tokio::task::AbortHandle,
    address: std::net::SocketAddr,
}

struct Shared {
    base: Url,
    /// The proxy's own origin.
    origin: String,
    http: reqwest::Client,
    exchanges: Mutex<Vec<Exchange>>,
}

type Body = StreamBody<Chunks>;

impl Proxy {
    /// Starts one before this address, within the current runtime.
    pub async fn start(base: Url) -> Result<Self, String> {
        // A proxy of the system is passed for the service, as the client does it, and not for this machine.
        let http = plain();
        let http = if is_here(&base) { http.no_proxy() } else { http };
        let http = http.build();
        let http = http.map_err(|error| format!("there is no HTTP client: {error}"))?;
        let refused = |error| format!("there is no free port on this machine: {error}");
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.map_err(refused)?;
        let address = listener.local_addr().map_err(refused)?;
        let origin = format!("http://{address}");
        let shared = Arc::new(Shared { base, origin, http, exchanges: Mutex::default() });
        let task = tokio::spawn(accept(listener, shared.clone())).abort_handle();
        Ok(Self { shared, task, address })
    }

    /// The base address that clients are given.
    pub fn base_url(&self) -> String {
        format!("http://{}{}", self.address, self.shared.base.path().trim_end_matches('/'))
    }

    /// The HTTP client to reach it by. What goes to this machine has the cookie in the clear, so that it must
    /// not go by way of a proxy of the system.
    pub fn http_client() -> Result<reqwest::Client, String> {
        let http = plain().no_proxy().build();
        http.map_err(|error| format!("there is no HTTP client: {error}"))
    }

    /// What has passed since this was last asked.
    pub fn take(&self) -> Vec<Exchange> {
        std::mem::take(&mut *self.shared.lock())
    }
}

/// An HTTP client that changes nothing of what passes.
fn plain() -> reqwest::ClientBuilder {
    reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        // Whatever else in the build can unpack: what is recorded is what was sent.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd()
        .connect_timeout(CONNECT)
}

impl Drop for Proxy {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Vec<Exchange>> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn note(&self, at: usize, change: impl FnOnce(&mut Wire)) {
        if let Some(exchange) = self.lock().get_mut(at) {
            change(&mut exchange.answer);
        }
    }
}

async fn accept(listener: TcpListener, shared: Arc<Shared>) {
    // They all go with it.
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => _ = connections.spawn(serve(stream, shared.clone())),
                // Too many files are open, say: that passes.
                Err(_) => tokio::time::sleep(BREATH).await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn serve(stream: TcpStream, shared: Arc<Shared>) {
    let _ = stream.set_nodelay(true);
    let service = service_fn(|request| {
        let shared = shared.clone();
        async move { Ok::<_, Infallible>(pass(&shared, request).await) }
    });
    let http = hyper::server::conn::http1::Builder::new();
    // A client that hangs up has what it wants.
    let _ = http.serve_connection(TokioIo::new(stream), service).await;
}

/// Passes a request on, and its answer back.
async fn pass(shared: &Arc<Shared>, request: Request<Incoming>) -> Response<Body> {
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
    let at = {
        let mut exchanges = shared.lock();
        exchanges.push(Exchange {
            method: head.method.to_string(),
            path: path.to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            request_headers: texts(&head.headers),
            request_body: body.clone(),
            answer: Wire::Waiting,
        });
        exchanges.len() - 1
    };
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
            shared.note(at, |wire| *wire = Wire::Failed(reason.clone()));
            failed(&reason)
        }
    }
}

fn pass_back(shared: Arc<Shared>, at: usize, mut answer: reqwest::Response) -> Response<Body> {
    let (status, mut headers) = (answer.status(), answer.headers().clone());
    shared.note(at, |wire| {
        let (status, headers) = (status.as_u16(), texts(&headers));
        *wire = Wire::Answered { status, headers, body: Bytes::new(), is_whole: false };
    });
    HOP.iter().for_each(|name| _ = headers.remove(name));
    // A redirect to the service itself leads through here as well.
    let local = headers.get(LOCATION).and_then(|value| value.to_str().ok()).and_then(|location| {
        let url = Url::parse(location).ok().filter(|url| url.origin() == shared.base.origin())?;
        // With the origin in front: a path may begin with two slashes, and would be a host by itself.
        format!("{}{}", shared.origin, &url[url::Position::BeforePath..]).parse().ok()
    });
    if let Some(local) = local {
        headers.insert(LOCATION, local);
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
                    shared.note(at, |wire| *wire = Wire::Failed(said(&error)));
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
    let text =
        |value: &hyper::header::HeaderValue| String::from_utf8_lossy(value.as_bytes()).into_owned();
    headers.iter().map(|(name, value)| (name.to_string(), text(value))).collect()
}

/// An answer that broke off.
#[derive(Debug)]
struct Broken;

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the answer broke off")
    }
}

impl std::error::Error for Broken {}

/// The chunks of a body as they come.
struct Chunks(mpsc::Receiver<Result<Frame<Bytes>, Broken>>);

impl futures_core::Stream for Chunks {
    type Item = Result<Frame<Bytes>, Broken>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context)
    }
}
