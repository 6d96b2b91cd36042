//! The body of a request before it is sent: pieces in order, which every try begins anew.

mod blob;
mod stream;

use std::collections::VecDeque;
use std::fmt;
use std::io;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use reqwest::header::HeaderValue;

pub use blob::Blob;
pub(crate) use stream::{Slot, StreamFeed};

use crate::error::Error;
use crate::upload::{Content, Feed, Ledger, Source};

/// A body and what it is.
#[derive(Clone)]
pub(crate) struct Body {
    pub(crate) content_type: HeaderValue,
    pieces: Vec<Piece>,
}

/// A piece of a body.
#[derive(Clone)]
pub(crate) enum Piece {
    Bytes(Bytes),
    /// A file, or bytes of the caller's, which [`Body::open`] opens.
    Source(Source),
    Open(Arc<Content>),
    /// Bytes as they come, which can be sent once.
    Stream(Slot),
}

impl Body {
    /// A body of these pieces.
    pub(crate) fn of(content_type: HeaderValue, pieces: Vec<Piece>) -> Self {
        Self { content_type, pieces }
    }

    /// Whether it is more than a few words: sending it may take any time.
    pub(crate) fn is_long(&self) -> bool {
        self.pieces.iter().any(|piece| !matches!(piece, Piece::Bytes(_)))
    }

    /// Whether it can be sent: a stream that was taken cannot be sent again.
    pub(crate) fn is_there(&self) -> bool {
        let is_taken = |piece: &Piece| matches!(piece, Piece::Stream(slot) if slot.is_taken());
        !self.pieces.iter().any(is_taken)
    }

    /// Opens the files, so that every try reads the same ones, however their paths change.
    pub(crate) async fn open(&mut self, operation: &'static str) -> Result<(), Error> {
        for piece in &mut self.pieces {
            if let Piece::Source(source) = piece {
                let opened = source.open_here().await;
                *piece = Piece::Open(opened.map_err(|e| Error::unreadable(operation, source, e))?);
            }
        }
        Ok(())
    }

    /// Begins to send it, or says why it cannot be sent again.
    pub(crate) fn begin(&self, ledger: &Arc<Ledger>) -> Result<Sending, io::Error> {
        let pieces = self.pieces.iter().map(|piece| {
            Ok(match piece {
                Piece::Bytes(bytes) => Part::Bytes(bytes.clone()),
                Piece::Open(content) => Part::Feed(Box::new(Feed::whole(content, ledger))),
                Piece::Stream(slot) => Part::Stream(StreamFeed::take(slot, ledger)?),
                // `open` comes first.
                Piece::Source(_) => return Err(io::ErrorKind::NotFound.into()),
            })
        });
        let parts: VecDeque<Part> = pieces.collect::<Result<_, io::Error>>()?;
        Ok(Sending { parts })
    }
}

impl fmt::Debug for Body {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} pieces", self.pieces.len())
    }
}

/// A body on its way out.
pub(crate) struct Sending {
    parts: VecDeque<Part>,
}

enum Part {
    Bytes(Bytes),
    Feed(Box<Feed>),
    Stream(StreamFeed),
}

impl Sending {
    /// The bytes of one feed.
    pub(crate) fn of_feed(feed: Feed) -> Self {
        Self { parts: VecDeque::from([Part::Feed(Box::new(feed))]) }
    }

    /// How many bytes are left; `None` where a stream does not say.
    pub(crate) fn left(&self) -> Option<u64> {
        self.parts.iter().map(Part::left).try_fold(0_u64, |sum, left| sum.checked_add(left?))
    }

    /// Whether the next bytes come from a stream of the caller's, for which nobody else is to blame.
    pub(crate) fn waits_for_caller(&self) -> bool {
        matches!(self.parts.front(), Some(Part::Stream(_)))
    }

    /// The next bytes, so many at most; `None` after the last.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
        most: usize,
    ) -> Poll<Option<io::Result<Bytes>>> {
        while let Some(part) = self.parts.front_mut() {
            let polled = match part {
                Part::Bytes(bytes) => {
                    let piece = bytes.split_to(bytes.len().min(most));
                    Poll::Ready((!piece.is_empty()).then_some(Ok(piece)))
                }
                Part::Feed(feed) => feed.poll(context, most),
                Part::Stream(stream) => stream.poll(context, most),
            };
            let is_over = matches!(polled, Poll::Ready(None));
            if is_over || part.left() == Some(0) {
                self.parts.pop_front();
            }
            if !is_over {
                return polled;
            }
        }
        Poll::Ready(None)
    }
}

impl Part {
    fn left(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => u64::try_from(bytes.len()).ok(),
            Self::Feed(feed) => Some(feed.left()),
            Self::Stream(stream) => stream.left(),
        }
    }
}
