//! Bodies on their way: counted, slowed down, broken off or changed.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http_body_util::BodyExt;
use hyper::body::{Body, Frame};
use tokio::sync::mpsc;

use crate::wire::Wire;

/// How often a slow body moves in a second.
const BEATS: u64 = 20;

/// What happens to a body.
#[derive(Clone, Copy, Debug, Default)]
pub(crate) struct Plan {
    pub bytes_per_second: Option<u64>,
    pub cut_after: Option<u64>,
    pub corrupt: bool,
}

/// A body that a [`Pump`] fills.
pub(crate) struct Flow {
    items: mpsc::Receiver<Item>,
    wire: Arc<Wire>,
    ended: bool,
}

enum Item {
    Data(Bytes),
    End,
    /// The connection is to be broken once all that came before is on its way.
    Cut,
}

impl Body for Flow {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        if self.ended {
            return Poll::Ready(None);
        }
        match ready!(self.items.poll_recv(context)) {
            Some(Item::Data(data)) => Poll::Ready(Some(Ok(Frame::data(data)))),
            Some(Item::End) => {
                self.ended = true;
                Poll::Ready(None)
            }
            // hyper flushes what it has when a body has nothing more to give.
            Some(Item::Cut) => {
                self.wire.cut_when_flushed();
                Poll::Pending
            }
            // A body that just ended would pass for a whole one.
            None => {
                self.ended = true;
                let error = io::Error::new(io::ErrorKind::UnexpectedEof, "the body broke off");
                Poll::Ready(Some(Err(error)))
            }
        }
    }
}

/// Moves a body into a [`Flow`].
pub(crate) struct Pump {
    plan: Plan,
    items: mpsc::Sender<Item>,
    passed: u64,
}

impl Pump {
    pub fn new(plan: Plan, wire: Arc<Wire>) -> (Self, Flow) {
        let (sender, receiver) = mpsc::channel(1);
        let flow = Flow { items: receiver, wire, ended: false };
        (Self { plan, items: sender, passed: 0 }, flow)
    }

    /// Moves everything and says to `count` how many bytes have moved. Where nobody wants the rest of a
    /// body it is read all the same, so that its sender gets as far as reading the answer.
    pub async fn run<B>(mut self, mut body: B, mut count: impl FnMut(u64)) -> Moved
    where
        B: Body<Data = Bytes> + Unpin,
    {
        if self.is_over() {
            return Moved::Cut(self);
        }
        while let Some(frame) = body.frame().await {
            let Ok(frame) = frame else { return Moved::Broken };
            // Trailers are not for anybody here.
            let Ok(mut data) = frame.into_data() else { continue };
            if std::mem::take(&mut self.plan.corrupt) {
                data = changed(&data);
            }
            while !data.is_empty() {
                let slice = data.split_to(self.step(data.len()));
                if let Some(rate) = self.plan.bytes_per_second {
                    tokio::time::sleep(duration(slice.len(), rate)).await;
                }
                self.passed += slice.len() as u64;
                let _ = self.items.send(Item::Data(slice)).await;
                count(self.passed);
                if self.is_over() {
                    return Moved::Cut(self);
                }
            }
        }
        let _ = self.items.send(Item::End).await;
        Moved::All
    }

    /// Lets the flow break the connection, once everything that it has is on its way.
    pub async fn cut_when_flushed(self) {
        let _ = self.items.send(Item::Cut).await;
        // A flow that is left by its pump takes itself for broken, and would be faster than that.
        self.items.closed().await;
    }

    fn is_over(&self) -> bool {
        self.plan.cut_after.is_some_and(|bytes| self.passed >= bytes)
    }

    /// How many of so many bytes may move at once.
    fn step(&self, length: usize) -> usize {
        let beat = self.plan.bytes_per_second.map(|rate| (rate / BEATS).max(1));
        let rest = self.plan.cut_after.map(|bytes| bytes.saturating_sub(self.passed).max(1));
        let bound = beat.into_iter().chain(rest).min().unwrap_or(u64::MAX);
        usize::try_from(bound).map_or(length, |bound| bound.min(length))
    }
}

/// How far a body has come.
pub(crate) enum Moved {
    All,
    /// The plan says that it ends here.
    Cut(Pump),
    /// The sender is gone.
    Broken,
}

fn changed(data: &Bytes) -> Bytes {
    let mut data = BytesMut::from(data.as_ref());
    if let Some(byte) = data.first_mut() {
        *byte ^= 0xff;
    }
    data.freeze()
}

fn duration(bytes: usize, rate: u64) -> Duration {
    let nanos = u128::from(bytes as u64) * 1_000_000_000 / u128::from(rate.max(1));
    Duration::from_nanos(u64::try_from(nanos).unwrap_or(u64::MAX))
}
