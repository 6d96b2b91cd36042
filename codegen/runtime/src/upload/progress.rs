//! How far an upload has come.

use std::collections::VecDeque;
use std::fmt;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Waker;

/// What an upload tells of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum UploadProgress {
    /// There is a version to upload to: whoever keeps this can go on with the upload, or abandon it,
    /// however it ends. It comes first and once, before any byte is sent.
    #[non_exhaustive]
    Created {
        /// The file's id.
        file_id: String,
        /// The version's number.
        version: u64,
    },
    /// The upload has come further, or has to send something again.
    #[non_exhaustive]
    Moved {
        /// What is going on.
        phase: UploadPhase,
        /// The bytes that are sent or need not be, those of the signature included.
        bytes: u64,
        /// The bytes of file and signature together.
        total: u64,
    },
}

/// What an upload is busy with.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum UploadPhase {
    /// It sends the file.
    File,
    /// It sends the file's signature.
    Signature,
    /// All is sent, and the service processes it.
    Settling,
}

/// One of the two pieces of data that make up an upload.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Piece {
    /// The file itself.
    File,
    /// The file's rsync signature.
    Signature,
}

impl fmt::Display for Piece {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::File => "file",
            Self::Signature => "signature",
        })
    }
}

pub(crate) type OnUploadProgress = Box<dyn FnMut(UploadProgress) + Send>;

/// How many bytes have to move before somebody is told, unless a phase ends.
const STEP: u64 = 256 << 10;

/// Adds up what moves, from whatever task it moves in, and keeps it until it is told.
///
/// A listener is a caller's code. It runs in the caller's own future, with nothing locked, and never
/// while something is dropped: see [`telling`].
#[derive(Debug, Default)]
pub(crate) struct Meter {
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    now: Option<(UploadPhase, u64)>,
    total: u64,
    /// What is to be told, in order. Within a phase the last word is enough.
    untold: VecDeque<UploadProgress>,
    /// How many bytes had moved when somebody was woken.
    woken_at: u64,
    waker: Option<Waker>,
}

impl Meter {
    /// Sets out to move so many bytes.
    pub(super) fn begin(&self, total: u64) {
        self.lock().total = total;
    }

    /// There is a version. It is told before any byte is sent, as the address to send to is still to
    /// be asked for, and what is untold is told whenever the upload waits.
    pub(super) fn created(&self, file_id: &str, version: u64) {
        let created = UploadProgress::Created { file_id: file_id.to_owned(), version };
        self.lock().untold.push_back(created);
    }

    /// Something else begins.
    pub(super) fn enter(&self, phase: UploadPhase) {
        self.change(|_, bytes| (phase, bytes));
    }

    /// So many bytes were sent, or need not be.
    pub(super) fn moved(&self, bytes: u64) {
        self.change(|phase, before| (phase, before.saturating_add(bytes)));
    }

    /// Nothing has to be sent any more.
    pub(super) fn all_moved(&self) {
        let total = self.lock().total;
        self.change(|_, _| (UploadPhase::Settling, total));
    }

    /// So many bytes were sent in vain.
    pub(super) fn take_back(&self, bytes: u64) {
        self.change(|phase, before| (phase, before.saturating_sub(bytes)));
    }

    fn change(&self, change: impl FnOnce(UploadPhase, u64) -> (UploadPhase, u64)) {
        let state = &mut *self.lock();
        let (before, had) = state.now.unwrap_or((UploadPhase::File, 0));
        let (phase, bytes) = change(before, had);
        state.now = Some((phase, bytes));
        let moved = UploadProgress::Moved { phase, bytes, total: state.total };
        match state.untold.back_mut() {
            Some(last @ UploadProgress::Moved { .. }) if before == phase => *last = moved,
            _ => state.untold.push_back(moved),
        }
        if before != phase || bytes.abs_diff(state.woken_at) >= STEP {
            state.woken_at = bytes;
            if let Some(waker) = state.waker.take() {
                waker.wake();
            }
        }
    }

    fn untold(&self, waker: Option<&Waker>) -> Option<UploadProgress> {
        let mut state = self.lock();
        if let Some(waker) = waker {
            state.waker = Some(waker.clone());
        }
        state.untold.pop_front()
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Does the work, and tells the listener of what the meter counts meanwhile.
pub(super) async fn telling<T>(
    meter: &Meter,
    listen: Option<OnUploadProgress>,
    work: impl Future<Output = T>,
) -> T {
    let Some(mut listen) = listen else { return work.await };
    let mut work = pin!(work);
    poll_fn(|context| {
        let done = work.as_mut().poll(context);
        while let Some(progress) = meter.untold(done.is_pending().then(|| context.waker())) {
            listen(progress);
        }
        done
    })
    .await
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_untold_stays_small_and_in_order() {
        let meter = Meter::default();
        meter.begin(100);
        for phase in [UploadPhase::File, UploadPhase::Signature] {
            meter.enter(phase);
            (0..40).for_each(|_| meter.moved(1));
            meter.take_back(5);
        }
        let told = |phase, bytes| Some(UploadProgress::Moved { phase, bytes, total: 100 });
        assert_eq!(meter.untold(None), told(UploadPhase::File, 35));
        assert_eq!(meter.untold(None), told(UploadPhase::Signature, 70));
        assert_eq!(meter.untold(None), None);
    }
}
