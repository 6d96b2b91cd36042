//! Bytes as they come.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use reqwest::Response;
use reqwest::header::{CONTENT_LENGTH, CONTENT_TYPE};

use crate::error::Error;

/// The bytes of an answer, a chunk at a time: a file is never held in memory as a whole.
///
/// A [`Stream`] of chunks, each as large as it came off the wire; [`chunk`](Self::chunk) is the same
/// without a stream's extension trait. It ends after the last byte; a connection that breaks before
/// is an error and not an end. Dropping it stops the transfer.
pub struct Download {
    operation: &'static str,
    host: String,
    content_length: Option<u64>,
    content_type: Option<String>,
    chunks: Pin<Box<dyn Stream<Item = Result<Bytes, reqwest::Error>> + Send>>,
    failed: bool,
}

impl Download {
    pub(crate) fn new(operation: &'static str, host: String, response: Response) -> Self {
        let header = |name| response.headers().get(name)?.to_str().ok();
        Self {
            operation,
            host,
            content_length: header(CONTENT_LENGTH).and_then(|text| text.parse().ok()),
            content_type: header(CONTENT_TYPE).map(str::to_owned),
            chunks: Box::pin(response.bytes_stream()),
            failed: false,
        }
    }

    /// The size of the whole in bytes, where the server says so.
    pub fn content_length(&self) -> Option<u64> {
        self.content_length
    }

    /// The media type, where the server says so, with its parameters.
    pub fn content_type(&self) -> Option<&str> {
        self.content_type.as_deref()
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
        let chunk = ready!(self.chunks.as_mut().poll_next(context));
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
