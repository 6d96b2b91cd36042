//! A proxy on this machine, between the client and the service: what it passes on is what is recorded.
//! `pass` is one request.
//!
//! It reaches the origin of the base address and no other. Cookies pass through it as the client sends
//! them; it has none of its own.

mod pass;

use std::convert::Infallible;
use std::net::Ipv4Addr;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::task::JoinSet;
use url::Url;
use vrchat_files::reqwest;

use self::pass::pass;
use super::exchange::{Exchange, Wire};
use super::options::is_here;

/// How long it takes at most to reach the service.
const CONNECT: Duration = Duration::from_secs(10);

/// How long it waits where no connection can be taken.
const BREATH: Duration = Duration::from_millis(50);

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
    exchanges: Mutex<Exchanges>,
}

/// What has passed, each with its number: an answer may still come when nobody asks for it any more.
#[derive(Default)]
struct Exchanges {
    count: u64,
    all: Vec<(u64, Exchange)>,
}

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
        let all = std::mem::take(&mut self.shared.lock().all);
        all.into_iter().map(|(_, exchange)| exchange).collect()
    }

    /// Whether this address, which the service redirects to, is one of the service itself.
    pub fn is_own(&self, location: &str) -> bool {
        let base = &self.shared.base;
        base.join(location).is_ok_and(|url| url.origin() == base.origin())
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
    fn lock(&self) -> MutexGuard<'_, Exchanges> {
        self.exchanges.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Keeps what is asked, and gives the number under which its answer is noted.
    fn begin(&self, exchange: Exchange) -> u64 {
        let mut exchanges = self.lock();
        exchanges.count += 1;
        let number = exchanges.count;
        exchanges.all.push((number, exchange));
        number
    }

    fn note(&self, number: u64, change: impl FnOnce(&mut Wire)) {
        let mut exchanges = self.lock();
        let mut all = exchanges.all.iter_mut();
        if let Some((_, exchange)) = all.find(|(known, _)| *known == number) {
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

#[cfg(test)]
mod tests {
    use bytes::Bytes;

    use super::*;

    #[tokio::test]
    async fn an_answer_that_comes_late_is_not_that_of_the_next_request() {
        let proxy = Proxy::start(Url::parse("http://127.0.0.1:9/").unwrap()).await.unwrap();
        let asked = || Exchange {
            method: "GET".to_owned(),
            path: "/".to_owned(),
            query: Vec::new(),
            request_headers: Vec::new(),
            request_body: Bytes::new(),
            answer: Wire::Waiting,
        };
        let first = proxy.shared.begin(asked());
        assert_eq!(proxy.take().len(), 1);
        proxy.shared.begin(asked());
        let late = |wire: &mut Wire| *wire = Wire::Unreachable("late".to_owned());
        proxy.shared.note(first, late);
        assert!(matches!(proxy.take()[..], [Exchange { answer: Wire::Waiting, .. }]));
    }
}
