//! The body of a request on its way out, and the clock that runs while it stands still.

use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use tokio::time::{Instant, timeout_at};

use crate::body::Sending;
use crate::policy::{CENTURY, Policy, later};

/// How much is handed to the connection at once. It asks for more when it has room, so each piece
/// that it takes shows that an earlier one has left.
const PIECE: usize = 16 << 10;

/// A body that notes when a piece of it is taken.
pub(super) struct Outgoing {
    data: Sending,
    progress: Progress,
}

/// How far a body has gone.
#[derive(Clone)]
pub(super) struct Progress {
    began: Instant,
    /// Of a request with a body.
    state: Option<Arc<Mutex<State>>>,
}

#[derive(Clone, Copy)]
struct State {
    moved: Instant,
    stage: Stage,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// Bytes wait to be taken.
    Sending,
    /// Bytes of the caller's are waited for, however long that takes.
    Filling,
    Sent,
}

/// What stood still for too long.
#[derive(Debug)]
pub(super) enum Still {
    /// The body: nothing more of it was taken.
    Body(Duration),
    /// The answer, after all of the body was taken.
    Answer(Duration),
}

impl Outgoing {
    pub(super) fn new(data: Sending, progress: Progress) -> Self {
        Self { data, progress }
    }
}

impl Body for Outgoing {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<io::Result<Frame<Bytes>>>> {
        let polled = self.data.poll(context, PIECE);
        if polled.is_ready() {
            let is_sent = self.data.left() == Some(0);
            self.progress.note(if is_sent { Stage::Sent } else { Stage::Sending });
        } else if self.data.waits_for_caller() {
            self.progress.note(Stage::Filling);
        }
        polled.map(|piece| piece.map(|piece| piece.map(Frame::data)))
    }

    fn is_end_stream(&self) -> bool {
        self.data.left() == Some(0)
    }

    fn size_hint(&self) -> SizeHint {
        self.data.left().map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}

impl Progress {
    /// The clock of a request that begins now. Until the first piece of a body is taken there is
    /// nothing that could stand still.
    pub(super) fn new(has_body: bool) -> Self {
        let began = Instant::now();
        let state = State { moved: began, stage: Stage::Sent };
        Self { began, state: has_body.then(|| Arc::new(Mutex::new(state))) }
    }

    fn note(&self, stage: Stage) {
        if let Some(state) = &self.state {
            *state.lock().unwrap_or_else(PoisonError::into_inner) =
                State { moved: Instant::now(), stage };
        }
    }

    /// Until when something has to move again, and what has failed to by then.
    fn deadline(&self, policy: &Policy) -> (Instant, Still) {
        let State { moved, stage } = match &self.state {
            Some(state) => *state.lock().unwrap_or_else(PoisonError::into_inner),
            None => State { moved: self.began, stage: Stage::Sent },
        };
        match stage {
            Stage::Sent => {
                (later(moved, policy.answer_timeout), Still::Answer(policy.answer_timeout))
            }
            Stage::Sending => {
                (later(moved, policy.stall_timeout), Still::Body(policy.stall_timeout))
            }
            Stage::Filling => (later(Instant::now(), CENTURY), Still::Body(CENTURY)),
        }
    }

    /// Waits for an answer as long as the body moves, and then as long as an answer may take.
    pub(super) async fn wait<T>(
        &self,
        policy: &Policy,
        answer: impl Future<Output = T>,
    ) -> Result<T, Still> {
        let mut answer = std::pin::pin!(answer);
        loop {
            let now = Instant::now();
            let (deadline, still) = self.deadline(policy);
            if deadline <= now {
                return Err(still);
            }
            // What there is to wait for may change meanwhile: it is looked at again in time.
            let look = later(now, policy.stall_timeout.min(policy.answer_timeout));
            if let Ok(answer) = timeout_at(look.min(deadline), answer.as_mut()).await {
                return Ok(answer);
            }
        }
    }
}
