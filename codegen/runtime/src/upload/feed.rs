//! A part of a file on its way out: read where it may block, and checked as it goes.

use std::io;
use std::ops::Range;
use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use crc32fast::Hasher;
use md5::{Digest as _, Md5};
use tokio::task::{JoinHandle, spawn_blocking};

use super::digest::changed;
use super::progress::Meter;
use super::slices::{Slices, Summing};
use super::source::Content;

/// How much is read at once. As much again waits while it is sent.
const CHUNK: u64 = 256 << 10;

/// The bytes of a range, each chunk read while the one before is sent.
///
/// A thread is taken for each chunk and given back after it: a transfer that waits for the network
/// holds none. The last chunk is handed over only when all were what they should be, so that no
/// storage ever has a whole part that is wrong.
pub(crate) struct Feed {
    reading: Reading,
    ready: Bytes,
    /// How much has not been handed over.
    left: u64,
    ledger: Arc<Ledger>,
}

enum Reading {
    Idle(Reader),
    Busy(JoinHandle<(Reader, io::Result<Bytes>)>),
    Done,
}

/// What the sender knows of a feed that HTTP has taken over.
#[derive(Debug, Default)]
pub(crate) struct Ledger {
    state: Mutex<State>,
    meter: Option<Arc<Meter>>,
}

#[derive(Debug, Default)]
struct State {
    is_closed: bool,
    moved: u64,
    md5: Option<[u8; 16]>,
    failure: Option<io::Error>,
}

/// Reads on, and keeps the sums of what was read.
struct Reader {
    content: Arc<Content>,
    next: u64,
    end: u64,
    md5: Option<Md5>,
    check: Option<Check>,
    ledger: Arc<Ledger>,
}

/// Holds what is read against what was digested.
struct Check {
    slices: Slices,
    number: usize,
    summing: Summing<Hasher>,
}

impl Feed {
    /// Feeds the bytes of a range, with their md5 if it is wanted. They are held against the slices
    /// that they are made of.
    pub(crate) fn new(
        content: Arc<Content>,
        range: Range<u64>,
        slices: Option<&Slices>,
        wants_md5: bool,
        ledger: Arc<Ledger>,
    ) -> Self {
        let left = range.end.saturating_sub(range.start);
        let reader = Reader::new(content, range, slices, wants_md5, ledger.clone());
        Self { reading: Reading::Idle(reader), ready: Bytes::new(), left, ledger }
    }

    /// Feeds all of it.
    pub(crate) fn whole(content: &Arc<Content>, ledger: &Arc<Ledger>) -> Self {
        Self::new(content.clone(), 0..content.size(), None, false, ledger.clone())
    }

    /// How many bytes have not been handed over.
    pub(crate) fn left(&self) -> u64 {
        self.left
    }

    /// The next bytes, so many at most; `None` after the last.
    pub(crate) fn poll(
        &mut self,
        context: &mut Context<'_>,
        most: usize,
    ) -> Poll<Option<io::Result<Bytes>>> {
        while self.ready.is_empty() {
            match std::mem::replace(&mut self.reading, Reading::Done) {
                Reading::Done => return Poll::Ready(None),
                Reading::Idle(reader) if reader.next == reader.end => {}
                Reading::Idle(reader) => {
                    self.reading = Reading::Busy(spawn_blocking(move || reader.read()));
                }
                Reading::Busy(mut thread) => {
                    let Poll::Ready(done) = Pin::new(&mut thread).poll(context) else {
                        self.reading = Reading::Busy(thread);
                        return Poll::Pending;
                    };
                    let read = match done {
                        Ok((reader, Ok(bytes))) => Ok((reader, bytes)),
                        Ok((_, Err(error))) => Err(error),
                        Err(error) => Err(io::Error::other(error)),
                    };
                    match read {
                        Ok((reader, bytes)) => {
                            self.ready = bytes;
                            // The next chunk is read while this one is sent.
                            if reader.next < reader.end {
                                let thread = spawn_blocking(move || reader.read());
                                self.reading = Reading::Busy(thread);
                            }
                        }
                        Err(error) => return Poll::Ready(Some(Err(self.ledger.fail(error)))),
                    }
                }
            }
        }
        let piece = self.ready.split_to(self.ready.len().min(most));
        self.left = self.left.saturating_sub(piece.len() as u64);
        if !self.ledger.note(piece.len() as u64) {
            return Poll::Ready(Some(Err(io::ErrorKind::BrokenPipe.into())));
        }
        Poll::Ready(Some(Ok(piece)))
    }
}

/// The md5 of a range, which blocks.
pub(super) fn md5_of(content: Arc<Content>, range: Range<u64>) -> io::Result<[u8; 16]> {
    let ledger = Ledger::new(None);
    let mut reader = Reader::new(content, range, None, true, ledger.clone());
    while reader.next < reader.end {
        reader.read_chunk()?;
    }
    Ok(ledger.md5().unwrap_or_else(|| Md5::new().finalize().into()))
}

impl Reader {
    fn new(
        content: Arc<Content>,
        range: Range<u64>,
        slices: Option<&Slices>,
        wants_md5: bool,
        ledger: Arc<Ledger>,
    ) -> Self {
        let check = slices.map(|slices| Check {
            number: usize::try_from(range.start / slices.length()).unwrap_or(usize::MAX),
            summing: Summing::new(slices.length()),
            slices: slices.clone(),
        });
        let (next, end) = (range.start, range.end.max(range.start));
        Self { content, next, end, md5: wants_md5.then(Md5::new), check, ledger }
    }

    fn read(mut self) -> (Self, io::Result<Bytes>) {
        let read = self.read_chunk();
        (self, read)
    }

    fn read_chunk(&mut self) -> io::Result<Bytes> {
        let length = (self.end - self.next).min(CHUNK);
        let mut chunk = vec![0; usize::try_from(length).map_err(io::Error::other)?];
        if self.content.read_at(self.next, &mut chunk)? < chunk.len() {
            return Err(changed());
        }
        self.next += length;
        let is_last = self.next == self.end;
        if let Some(check) = &mut self.check {
            check.take(&chunk, is_last && self.end == self.content.size())?;
        }
        if let Some(md5) = &mut self.md5 {
            md5.update(&chunk);
            if is_last {
                self.ledger.lock().md5 = Some(md5.finalize_reset().into());
            }
        }
        Ok(chunk.into())
    }
}

impl Check {
    fn take(&mut self, chunk: &[u8], is_end: bool) -> io::Result<()> {
        let mut is_same = true;
        let mut hold = |sum| {
            is_same &= self.slices.sum(self.number) == Some(sum);
            self.number += 1;
        };
        self.summing.update(chunk, &mut hold);
        if let Some(sum) = is_end.then(|| self.summing.rest()).flatten() {
            hold(sum);
        }
        if is_same { Ok(()) } else { Err(changed()) }
    }
}

impl Ledger {
    /// Tells this meter of what moves.
    pub(crate) fn new(meter: Option<Arc<Meter>>) -> Arc<Self> {
        Arc::new(Self { state: Mutex::default(), meter })
    }

    /// The digest, once all was read.
    pub(crate) fn md5(&self) -> Option<[u8; 16]> {
        self.lock().md5
    }

    /// How many bytes were handed over.
    pub(crate) fn moved(&self) -> u64 {
        self.lock().moved
    }

    /// Why the bytes could not be read or are not what they should be.
    pub(crate) fn failure(&self) -> Option<io::Error> {
        self.lock().failure.take()
    }

    /// Lets no more bytes out, and takes back those that moved in vain.
    pub(crate) fn close(&self) {
        let mut state = self.lock();
        state.is_closed = true;
        let moved = std::mem::take(&mut state.moved);
        drop(state);
        if let Some(meter) = self.meter.as_ref().filter(|_| moved > 0) {
            meter.take_back(moved);
        }
    }

    /// Notes bytes that go out; says whether they may.
    fn note(&self, bytes: u64) -> bool {
        let mut state = self.lock();
        if state.is_closed {
            return false;
        }
        state.moved += bytes;
        // With the lock held, so that nothing is taken back before it was added.
        if let Some(meter) = &self.meter {
            meter.moved(bytes);
        }
        true
    }

    /// Keeps the failure for the sender, and gives HTTP a word of it.
    pub(crate) fn fail(&self, error: io::Error) -> io::Error {
        let word = error.kind().into();
        self.lock().failure = Some(error);
        word
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
