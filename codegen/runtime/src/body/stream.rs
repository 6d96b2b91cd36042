//! A stream of the caller's as a piece of a body. It can be read once, so that a try which took
//! nothing of it gives it back.

use std::fmt;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use futures_core::Stream;
use futures_util::TryStreamExt as _;

use crate::upload::Ledger;

type Boxed = Pin<Box<dyn Stream<Item = io::Result<Bytes>> + Send>>;

/// Where a stream waits to be sent. Clones share it.
#[derive(Clone)]
pub(crate) struct Slot {
    stream: Arc<Mutex<Option<Boxed>>>,
    length: Option<u64>,
}

impl Slot {
    pub(super) fn new<S, B, E>(stream: S, length: Option<u64>) -> Self
    where
        S: Stream<Item = Result<B, E>> + Send + 'static,
        B: Into<Bytes> + 'static,
        E: Into<Box<dyn std::error::Error + Send + Sync>> + 'static,
    {
        let stream: Boxed = Box::pin(stream.map_ok(Into::into).map_err(io::Error::other));
        Self { stream: Arc::new(Mutex::new(Some(stream))), length }
    }

    pub(super) fn is_taken(&self) -> bool {
        self.stream.lock().unwrap_or_else(PoisonError::into_inner).is_none()
    }

    fn swap(&self, stream: Option<Boxed>) -> Option<Boxed> {
        let mut held = self.stream.lock().unwrap_or_else(PoisonError::into_inner);
        std::mem::replace(&mut held, stream)
    }
}

impl fmt::Debug for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.length {
            Some(length) => write!(f, "a stream of {length} bytes"),
            None => f.write_str("a stream"),
        }
    }
}

/// A stream that is being sent.
pub(crate) struct StreamFeed {
    slot: Slot,
    /// Behind a lock that nobody waits for: a stream need not be `Sync`, and a body has to.
    stream: Mutex<Option<Boxed>>,
    is_touched: bool,
    ready: Bytes,
    left: Option<u64>,
    ledger: Arc<Ledger>,
}

impl StreamFeed {
    pub(super) fn take(slot: &Slot, ledger: &Arc<Ledger>) -> io::Result<Self> {
        let stream = slot.swap(None).ok_or_else(|| io::Error::other(SENT))?;
        Ok(Self {
            slot: slot.clone(),
            stream: Mutex::new(Some(stream)),
            is_touched: false,
            ready: Bytes::new(),
            left: slot.length,
            ledger: ledger.clone(),
        })
    }

    pub(super) fn left(&self) -> Option<u64> {
        self.left
    }

    pub(super) fn poll(
        &mut self,
        context: &mut Context<'_>,
        most: usize,
    ) -> Poll<Option<io::Result<Bytes>>> {
        loop {
            let held = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner);
            // The last bytes are kept back until it is known that none follow.
            let is_last = self.left == Some(self.ready.len() as u64);
            let Some(stream) = held.as_mut().filter(|_| self.ready.is_empty() || is_last) else {
                return Poll::Ready(self.piece(most).map(Ok));
            };
            self.is_touched = true;
            match ready!(stream.as_mut().poll_next(context)) {
                Some(Ok(bytes)) if bytes.is_empty() => {}
                Some(Ok(bytes))
                    if self.left.is_some_and(|left| bytes.len() as u64 > left) || is_last =>
                {
                    return self.fail(io::Error::other(LONG));
                }
                Some(Ok(bytes)) => self.ready = bytes,
                Some(Err(error)) => return self.fail(error),
                None if self.left.is_some() && !is_last => {
                    return self.fail(io::Error::new(io::ErrorKind::UnexpectedEof, SHORT));
                }
                None => *held = None,
            }
        }
    }

    /// The next of what is ready.
    fn piece(&mut self, most: usize) -> Option<Bytes> {
        let piece = self.ready.split_to(self.ready.len().min(most));
        self.left = self.left.map(|left| left.saturating_sub(piece.len() as u64));
        (!piece.is_empty()).then_some(piece)
    }

    fn fail(&mut self, error: io::Error) -> Poll<Option<io::Result<Bytes>>> {
        *self.stream.get_mut().unwrap_or_else(PoisonError::into_inner) = None;
        Poll::Ready(Some(Err(self.ledger.fail(error))))
    }
}

const SENT: &str = "its stream was sent already, and can be read once";
const SHORT: &str = "the stream ends before the bytes that were announced";
const LONG: &str = "the stream has more bytes than were announced";

impl Drop for StreamFeed {
    fn drop(&mut self) {
        let stream = self.stream.get_mut().unwrap_or_else(PoisonError::into_inner).take();
        if !self.is_touched {
            self.slot.swap(stream);
        }
    }
}
