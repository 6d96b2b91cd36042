//! A server on loopback that works below HTTP: what it says need not be an answer.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{Semaphore, watch};

/// What the server does once a request has come, one after the other. After the last step it reads
/// the next request of the connection.
#[derive(Clone, Debug)]
pub enum Step {
    /// Writes these bytes.
    Write(Bytes),
    /// Does nothing for this long.
    Pause(Duration),
    /// Does nothing until the test calls [`RawServer::go_on`].
    Await,
    /// Ends its own direction; the client's stays open.
    HalfClose,
    /// Breaks the connection off, so that the client is told of a reset and not of an end.
    Reset,
    /// Ends the connection.
    Close,
    /// Keeps the connection open, silently, until the client ends it.
    Hold,
}

impl Step {
    /// Writes these bytes.
    pub fn write(bytes: impl Into<Bytes>) -> Self {
        Self::Write(bytes.into())
    }
}

/// A request as it arrived.
#[derive(Clone, Debug)]
pub struct RawRequest {
    /// The number of the connection that it came on, from 0.
    pub connection: usize,
    /// The request line and the headers.
    pub head: String,
    /// The body, as long as the headers say.
    pub body: Vec<u8>,
}

type Script = dyn Fn(usize) -> Vec<Step> + Send + Sync;

/// A running server. It stops when the runtime that it was started on does.
#[derive(Clone)]
pub struct RawServer {
    address: SocketAddr,
    requests: Arc<Mutex<Vec<RawRequest>>>,
    hung_up: Arc<watch::Sender<usize>>,
    permits: Arc<Semaphore>,
}

impl RawServer {
    /// Starts a server on a free port of 127.0.0.1. The script says what follows on a request, by
    /// the request's number, which starts at 0 and goes on over all connections.
    pub async fn start(script: impl Fn(usize) -> Vec<Step> + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.expect("loopback can be bound");
        Self::on(listener, script)
    }

    /// Starts a server on a socket that listens already.
    pub fn on(
        listener: TcpListener,
        script: impl Fn(usize) -> Vec<Step> + Send + Sync + 'static,
    ) -> Self {
        let address = listener.local_addr().expect("a bound socket has an address");
        let requests = Arc::new(Mutex::new(Vec::new()));
        let (hung_up, permits) = (Arc::new(watch::Sender::new(0)), Arc::new(Semaphore::new(0)));
        let server = Self { address, requests, hung_up, permits };
        let script: Arc<Script> = Arc::new(script);
        tokio::spawn(server.clone().accept(listener, script));
        server
    }

    /// The base address of the API on it.
    pub fn base_url(&self) -> String {
        format!("http://{}/api/1", self.address)
    }

    /// Everything that has arrived so far.
    pub fn requests(&self) -> Vec<RawRequest> {
        self.requests.lock().expect("no holder panics").clone()
    }

    /// Ends one [`Step::Await`], now or when it comes.
    pub fn go_on(&self) {
        self.permits.add_permits(1);
    }

    /// Waits until the client has ended so many connections that the server would have kept, for ten
    /// seconds at most.
    pub async fn hung_up(&self, times: usize) {
        let mut hung_up = self.hung_up.subscribe();
        let enough = hung_up.wait_for(|so_far| *so_far >= times);
        let in_time = tokio::time::timeout(Duration::from_secs(10), enough).await;
        in_time.expect("the client ends the connection").expect("the server is there");
    }

    async fn accept(self, listener: TcpListener, script: Arc<Script>) {
        let mut connection = 0;
        while let Ok((stream, _)) = listener.accept().await {
            // What is to be written goes out at once.
            let _ = stream.set_nodelay(true);
            let (server, script) = (self.clone(), script.clone());
            tokio::spawn(async move {
                if server.serve(connection, stream, &*script).await.is_none() {
                    server.hung_up.send_modify(|so_far| *so_far += 1);
                }
            });
            connection += 1;
        }
    }

    /// Serves a connection to its end; `None` where it is the client that ends it.
    async fn serve(&self, connection: usize, mut stream: TcpStream, script: &Script) -> Option<()> {
        let mut unread = Vec::new();
        loop {
            let request = read(connection, &mut stream, &mut unread).await?;
            let number = {
                let mut requests = self.requests.lock().expect("no holder panics");
                requests.push(request);
                requests.len() - 1
            };
            for step in script(number) {
                match step {
                    Step::Write(bytes) => stream.write_all(&bytes).await.ok()?,
                    Step::Pause(time) => tokio::time::sleep(time).await,
                    Step::Await => self.permits.acquire().await.ok()?.forget(),
                    Step::HalfClose => stream.shutdown().await.ok()?,
                    Step::Reset => return stream.set_zero_linger().ok(),
                    Step::Close => return Some(()),
                    Step::Hold => while more(&mut stream, &mut unread).await.is_some() {},
                }
            }
        }
    }
}

/// Reads a request; `None` where the client ends the connection before there is one.
async fn read(
    connection: usize,
    stream: &mut TcpStream,
    unread: &mut Vec<u8>,
) -> Option<RawRequest> {
    let end = loop {
        match unread.windows(4).position(|window| window == b"\r\n\r\n") {
            Some(end) => break end + 4,
            None => more(stream, unread).await?,
        }
    };
    let head = String::from_utf8_lossy(&unread[..end]).into_owned();
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse().ok())?
    });
    let whole = end + length.unwrap_or(0);
    while unread.len() < whole {
        more(stream, unread).await?;
    }
    let rest = unread.split_off(whole);
    let body = std::mem::replace(unread, rest).split_off(end);
    Some(RawRequest { connection, head, body })
}

/// Reads what comes next; `None` where that is the end.
async fn more(stream: &mut TcpStream, unread: &mut Vec<u8>) -> Option<()> {
    match stream.read_buf(unread).await {
        Ok(1..) => Some(()),
        Ok(0) | Err(_) => None,
    }
}
