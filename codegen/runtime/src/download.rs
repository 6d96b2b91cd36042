//! Bytes as they come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use reqwest::header::{
    CONTENT_ENCODING, CONTENT_LENGTH, CONTENT_TYPE, HeaderValue, TRANSFER_ENCODING,
};
use reqwest::{Response, Version};
use tokio::time::{Instant, Sleep, sleep};

use crate::answer::Head;
use crate::error::Error;
use crate::policy::later;

/// The bytes of an answer, a chunk at a time: a file is never held in memory as a whole.
///
/// A [`Stream`] of chunks, each as large as it came off the wire; [`chunk`](Self::chunk) is the same
/// without a stream's extension trait. It ends after the last byte; a connection that breaks before
/// is an error and not an end, as long as the server announces a length or sends in pieces, which
/// servers of files do. Dropping it stops the transfer.
pub struct Download {
    operation: &'static str,
    host: String,
    content_length: Option<u64>,
    content_type: Option<String>,
    /// Whether an end of the body can be told from a connection that breaks.
    has_end: bool,
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, reqwest::Error>> + Send>>,
    failed: bool,
    stall: Stall,
}

/// The clock that runs while a chunk is awaited, and not while the caller is busy with the last.
struct Stall {
    limit: Duration,
    sleep: Pin<Box<Sleep>>,
    runs: bool,
}

impl Stall {
    /// Whether nothing has come for too long.
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<()> {
        if !std::mem::replace(&mut self.runs, true) {
            self.sleep.as_mut().reset(later(Instant::now(), self.limit));
        }
        self.sleep.as_mut().poll(context)
    }
}

impl Download {
    pub(crate) fn new(head: &Head, response: Response, stall: Duration) -> Result<Self, Error> {
        let header = |name| head.headers.get(name)?.to_str().ok();
        // Below HTTP pieces are put together, and nothing else is undone.
        for (name, plain) in [(CONTENT_ENCODING, "identity"), (TRANSFER_ENCODING, "chunked")] {
            let encodings = head.headers.get_all(name).iter().map(HeaderValue::as_bytes);
            let mut others = encodings.filter(|one| !one.eq_ignore_ascii_case(plain.as_bytes()));
            if let Some(encoding) = others.next() {
                let encoding = String::from_utf8_lossy(encoding);
                return Err(Error::encoded(head.operation.id, &encoding));
            }
        }
        let content_length = header(CONTENT_LENGTH).and_then(|text| text.parse().ok());
        let has_end = content_length.is_some()
            || response.version() > Version::HTTP_11
            || head.headers.contains_key(TRANSFER_ENCODING);
        Ok(Self {
            operation: head.operation.id,
            host: head.host.clone(),
            content_length,
            has_end,
            content_type: header(CONTENT_TYPE).map(str::to_owned),
            chunks: Box::pin(response.bytes_stream()),
            failed: false,
            stall: Stall { limit: stall, sleep: Box::pin(sleep(stall)), runs: false },
        })
    }

    /// The size of the whole in bytes, where the server says so.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The media type, where the server says so, with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
    }

    /// Whether an end of the body can be told from a connection that breaks.
    pub(crate) fn has_end(&self) -> bool {
        self.has_end
    }

    /// The next chunk, or `None` after the last.
    pub async fn chunk(&mut self) -> Result<Option<Bytes>, Error> {
        std::future::poll_fn(|context| Pin::new(&mut *self).poll_next(context)).await.transpose()
    }
}

impl Stream for Download {
    type Item = Result<Bytes, Error>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if self.failed {
            return Poll::Ready(None);
        }
        let Poll::Ready(chunk) = self.chunks.as_mut().poll_next(context) else {
            if self.stall.poll(context).is_pending() {
                return Poll::Pending;
            }
            self.failed = true;
            let error = Error::stalled(self.operation, &self.host, self.stall.limit);
            return Poll::Ready(Some(Err(error)));
        };
        self.stall.runs = false;
        Poll::Ready(chunk.map(|chunk| {
            chunk.map_err(|error| {
                self.failed = true;
                Error::transport(self.operation, &self.host, error)
            })
        }))
    }
}

impl fmt::Debug for Download {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Download")
            .field("operation", &self.operation)
            .field("content_length", &self.content_length)
            .field("content_type", &self.content_type)
            .finish_non_exhaustive()
    }
}
