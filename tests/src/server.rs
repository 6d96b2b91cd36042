//! A server on loopback that keeps what it receives and answers what a test tells it to.

use std::convert::Infallible;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, StreamBody};
use hyper::body::{Frame, Incoming};
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;
use tokio::net::TcpListener;
use tokio::sync::mpsc;

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct Received {
    /// The method.
    pub method: String,
    /// The path as it stood in the request line, still encoded.
    pub path: String,
    /// The query's pairs, decoded.
    pub query: Vec<(String, String)>,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body.
    pub body: Bytes,
}

impl Received {
    /// The value of a header that stands once.
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut found = self.headers.iter().filter(|(header, _)| header == name);
        let value = found.next().map(|(_, value)| value.as_str());
        assert!(found.next().is_none(), "the header {name} stands twice");
        value
    }
}

/// What to answer.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status.
    pub status: u16,
    /// The headers.
    pub headers: Vec<(String, String)>,
    /// The body in chunks, each after a pause.
    pub chunks: Vec<(Duration, Bytes)>,
    /// Whether the headers announce the length of the body.
    pub content_length: bool,
}

impl Answer {
    /// A body at once.
    pub fn new(status: u16, content_type: &str, body: impl Into<Bytes>) -> Self {
        let headers = vec![("content-type".to_owned(), content_type.to_owned())];
        Self { status, headers, chunks: vec![(Duration::ZERO, body.into())], content_length: false }
    }

    /// With one more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }
}

type Handler = dyn Fn(&Received) -> Answer + Send + Sync;

/// A running server. It stops when the runtime that it was started on does.
#[derive(Clone)]
pub struct Server {
    address: SocketAddr,
    received: Arc<Mutex<Vec<Received>>>,
}

impl Server {
    /// Starts a server on a free port of 127.0.0.1.
    pub async fn start(handler: impl Fn(&Received) -> Answer + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
        let address = listener.local_addr().expect("a bound socket has an address");
        let received = Arc::new(Mutex::new(Vec::new()));
        let server = Self { address, received };
        let handler: Arc<Handler> = Arc::new(handler);
        tokio::spawn(server.clone().accept(listener, handler));
        server
    }

    /// Starts a server that answers every request alike.
    pub async fn answering(answer: Answer) -> Self {
        Self::start(move |_| answer.clone()).await
    }

    /// The base address of the API on it.
    pub fn base_url(&self) -> String {
        format!("http://{}/api/1", self.address)
    }

    /// Where it listens.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// Everything that has arrived so far.
    pub fn received(&self) -> Vec<Received> {
        self.received.lock().expect("no holder panics").clone()
    }

    async fn accept(self, listener: TcpListener, handler: Arc<Handler>) {
        while let Ok((stream, _)) = listener.accept().await {
            // Else a body waits in the system until the headers are acknowledged, and a test's clock
            // that jumps does not wait with it.
            let _ = stream.set_nodelay(true);
            let (server, handler) = (self.clone(), handler.clone());
            tokio::spawn(async move {
                let service = service_fn(|request| {
                    let (server, handler) = (server.clone(), handler.clone());
                    async move { Ok::<_, Infallible>(server.answer(request, &*handler).await) }
                });
                let connection = hyper::server::conn::http1::Builder::new()
                    .serve_connection(TokioIo::new(stream), service);
                // A client that hangs up is a part of some tests.
                let _ = connection.await;
            });
        }
    }

    async fn answer(
        &self,
        request: Request<Incoming>,
        handler: &Handler,
    ) -> Response<StreamBody<Chunks>> {
        let (parts, body) = request.into_parts();
        let body = body.collect().await.map(|body| body.to_bytes()).unwrap_or_default();
        let query = parts.uri.query().unwrap_or_default();
        let header = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
            (name.to_string(), String::from_utf8_lossy(value.as_bytes()).into_owned())
        };
        let received = Received {
            method: parts.method.to_string(),
            path: parts.uri.path().to_owned(),
            query: url::form_urlencoded::parse(query.as_bytes()).into_owned().collect(),
            headers: parts.headers.iter().map(header).collect(),
            body,
        };
        let answer = handler(&received);
        self.received.lock().expect("no holder panics").push(received);
        respond(answer)
    }
}

fn respond(answer: Answer) -> Response<StreamBody<Chunks>> {
    let mut response = Response::builder().status(answer.status);
    for (name, value) in &answer.headers {
        response = response.header(name, value);
    }
    if answer.content_length {
        let length: usize = answer.chunks.iter().map(|(_, chunk)| chunk.len()).sum();
        response = response.header("content-length", length);
    }
    let (sender, receiver) = mpsc::unbounded_channel();
    tokio::spawn(async move {
        for (pause, chunk) in answer.chunks {
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            if sender.send(chunk).is_err() {
                return;
            }
        }
    });
    response.body(StreamBody::new(Chunks(receiver))).expect("the test gives a valid answer")
}

/// The chunks of a body as they become due.
struct Chunks(mpsc::UnboundedReceiver<Bytes>);

impl futures_core::Stream for Chunks {
    type Item = Result<Frame<Bytes>, Infallible>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_recv(context).map(|chunk| chunk.map(|chunk| Ok(Frame::data(chunk))))
    }
}
