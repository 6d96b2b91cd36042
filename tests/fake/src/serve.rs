//! Takes connections and requests, and lets happen to them what is to go wrong.

use std::convert::Infallible;
use std::future::pending;
use std::sync::Arc;

use bytes::Bytes;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use hyper::header::{HeaderName, HeaderValue};
use hyper::http::request::Parts;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{Request, Response};
use s3s::Body;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;

use crate::answer::{JSON, response};
use crate::api::{self, Call};
use crate::fault::{End, Fault};
use crate::flow::{Flow, Moved, Plan, Pump};
use crate::journal::{self, Entry};
use crate::lock;
use crate::operation::{Host, Operation};
use crate::route::Route;
use crate::state::State;
use crate::storage;
use crate::wire::{Stream, Wire};

/// Takes connections until it is dropped, and all of them go with it.
pub(crate) async fn accept(listener: TcpListener, host: Host, state: Arc<State>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((stream, _)) => {
                    connections.spawn(serve(stream, host, state.clone()));
                }
                // Such as too many open files: others may be closed meanwhile.
                Err(_) => tokio::task::yield_now().await,
            },
            Some(_) = connections.join_next(), if !connections.is_empty() => {}
        }
    }
}

async fn serve(stream: TcpStream, host: Host, state: Arc<State>) {
    // Else a small body waits in the system until the head of the answer is acknowledged.
    let _ = stream.set_nodelay(true);
    let wire = Arc::new(Wire::default());
    let service = service_fn(|request| {
        let (state, wire) = (state.clone(), wire.clone());
        Box::pin(async move { Ok::<_, Infallible>(handle(state, host, wire, request).await) })
    });
    let stream = Stream::new(stream, wire.clone());
    let mut connection = http1::Builder::new().serve_connection(stream, service);
    tokio::select! {
        biased;
        () = wire.broken() => connection.into_parts().io.reset(),
        // A client that hangs up is a part of some tests.
        _ = &mut connection => {}
    }
}

async fn handle(
    state: Arc<State>,
    host: Host,
    wire: Arc<Wire>,
    request: Request<Incoming>,
) -> Response<Body> {
    let (head, body) = request.into_parts();
    let route = Route::new(host, &head);
    let fault = lock(&state.faults).take(&route);
    // Whoever sees the request in the journal may let it go on at once.
    let mut release = state.release.subscribe();
    let entry = state.journal.arrived(journal::Request::new(&route, &head));
    if fault.hold {
        let _ = release.changed().await;
    }
    match fault.before {
        Some(End::Reset) => return cut(&wire).await,
        Some(End::Hang) => return pending().await,
        Some(End::Answer { .. } | End::S3 { .. }) | None => {}
    }

    let downloads = route.operation == Operation::StorageGet;
    let plan = Plan {
        bytes_per_second: fault.throttle,
        cut_after: fault.reset_in_body.filter(|_| !downloads),
        corrupt: fault.corrupt,
    };
    let (pump, flow) = Pump::new(plan, wire.clone());
    let moving = pump.run(body, |bytes| {
        state.journal.note(entry, |request| request.received = bytes);
    });
    let doing = perform(state.clone(), entry, route, head, flow, fault.clone());
    let moving = async {
        if let Moved::Cut(_) = moving.await {
            wire.cut();
        }
    };
    let ((), answered) = tokio::join!(moving, doing);
    if wire.is_cut() {
        return pending().await;
    }

    let mut response = match (&fault.after, answered) {
        (Some(End::Reset), _) => return cut(&wire).await,
        (Some(End::Hang), _) | (None, None) => return pending().await,
        (Some(end), _) => ending(end),
        (None, Some(response)) => response,
    };
    for (name, value) in &fault.headers {
        let name = HeaderName::try_from(name);
        if let (Ok(name), Ok(value)) = (name, HeaderValue::try_from(value)) {
            response.headers_mut().insert(name, value);
        }
    }
    let plan =
        Plan { cut_after: fault.reset_in_body.filter(|_| downloads), corrupt: false, ..plan };
    send(state, entry, wire, response, plan)
}

/// Does what was asked for, to its end even if the client goes away meanwhile: it is the answer that is
/// lost then, not the deed.
async fn perform(
    state: Arc<State>,
    entry: Entry,
    route: Route,
    head: Parts,
    flow: Flow,
    fault: Fault,
) -> Option<Response<Body>> {
    let doing = async move {
        if route.host == Host::Storage {
            return match &fault.before {
                Some(end) => Some(ending(end)),
                None => Some(storage::answer(&state, &route, head, flow, &fault).await),
            };
        }
        // Without its whole body a request is none, and nobody is left to be answered.
        let body = flow.collect().await.ok()?.to_bytes();
        state.journal.note(entry, |request| request.body = body.clone());
        if let Some(end) = &fault.before {
            return Some(ending(end));
        }
        let call = Call { route: &route, headers: &head.headers, body: &body, fault: &fault };
        api::answer(&state, &call).await.into_response()
    };
    let failed = |_| Some(response(500, "text/plain", Bytes::from_static(b"the fake failed")));
    tokio::spawn(doing).await.unwrap_or_else(failed)
}

/// Notes how the request was answered, and sends the answer as the plan says.
fn send(
    state: Arc<State>,
    entry: Entry,
    wire: Arc<Wire>,
    response: Response<Body>,
    plan: Plan,
) -> Response<Body> {
    let status = response.status().as_u16();
    let note = move |state: &State| {
        state.journal.note(entry, |request| request.status = Some(status));
    };
    if plan.cut_after.is_none() {
        note(&state);
        if plan.bytes_per_second.is_none() {
            return response;
        }
    }
    let (head, body) = response.into_parts();
    let (pump, flow) = Pump::new(plan, wire);
    tokio::spawn(async move {
        match pump.run(body, |_| {}).await {
            Moved::Cut(pump) => pump.cut_when_flushed().await,
            Moved::All => note(&state),
            Moved::Broken => {}
        }
    });
    Response::from_parts(head, Body::http_body_unsync(flow))
}

/// Breaks the connection. The request gets no answer any more.
async fn cut(wire: &Wire) -> Response<Body> {
    wire.cut();
    pending().await
}

fn ending(end: &End) -> Response<Body> {
    match end {
        End::Answer { status, body } => {
            let is_json = serde_json::from_str::<serde_json::Value>(body).is_ok();
            let content_type = if is_json { JSON } else { "text/html; charset=utf-8" };
            response(*status, content_type, body.clone().into())
        }
        End::S3 { status, code } => storage::error(*status, code),
        // These two are no answers; their callers have seen to them.
        End::Reset | End::Hang => response(500, "text/plain", Bytes::new()),
    }
}
