//! The transfer itself: from as many answers as it takes into one file.

use std::io;
use std::path::Path;

use tokio::time::{Instant, sleep};
use tracing::{Instrument, Span, field};

use super::disk::Place;
use super::resume::{Answered, Have};
use super::sink::Sink;
use super::{Expected, Progress, Save, Saved};
use crate::blocking::blocking;
use crate::call::Prepared;
use crate::download::Download;
use crate::error::Error;
use crate::operation::Operation;
use crate::retry::Retries;
use crate::transport::Transport;

impl Save {
    pub(super) async fn run(self) -> Result<Saved, Error> {
        let span = tracing::info_span!(
            "save",
            operation = self.operation.id,
            bytes = field::Empty,
            elapsed_ms = field::Empty,
        );
        let started = Instant::now();
        let run = async {
            let outcome = self.transfer().await;
            let elapsed = u64::try_from(started.elapsed().as_millis()).unwrap_or(u64::MAX);
            Span::current().record("elapsed_ms", elapsed);
            if let Ok(saved) = &outcome {
                Span::current().record("bytes", saved.bytes);
            }
            outcome
        };
        run.instrument(span).await
    }

    async fn transfer(self) -> Result<Saved, Error> {
        let Self { operation, call, path, replace, expected, mut progress } = self;
        let (transport, mut call) = call?;
        let id = operation.id;
        if !names_file(&path) {
            let reason = format!("names no file: {}", path.display());
            return Err(Error::invalid_argument(id, "path", &reason));
        }
        let at = path.clone();
        let blocked = |error: io::Error| Error::file(id, &at, error);
        let reserved = blocking(move || Place::reserve(path, replace)).await;
        let (place, file) = reserved.map_err(blocked)?;
        let mut receiver = Receiver {
            operation,
            path: &at,
            sink: Sink::new(file, expected.md5.is_some()),
            have: Have::default(),
            answers: 0,
            expected,
            progress: |progressed| {
                if let Some(progress) = &mut progress {
                    (progress.0)(progressed);
                }
            },
        };
        let mut retries = Retries::new(transport.policy());
        let mut furthest = 0;
        while let Err(error) = receiver.ask(&transport, &mut call).await? {
            if receiver.have.bytes > furthest {
                furthest = receiver.have.bytes;
                retries = Retries::new(transport.policy());
            }
            let may_go_on = operation.repeatable && error.is_break();
            let Some(wait) = may_go_on.then(|| retries.pause(&error)).flatten() else {
                return Err(error);
            };
            tracing::debug!(bytes = receiver.have.bytes, kind = ?error.kind(), "going on");
            sleep(wait).await;
        }
        let Receiver { sink, have, .. } = receiver;
        let md5 = sink.finish().await.map_err(blocked)?;
        if md5 != expected.md5 {
            return Err(Error::other_digest(id, have.bytes));
        }
        let path = blocking(move || place.take()).await.map_err(blocked)?;
        let Have { bytes, content_type, .. } = have;
        Ok(Saved { path, bytes, content_type, verified: md5.is_some() })
    }
}

/// Whether the last part of a path is a name, with nothing after it: `a/` is a folder's.
fn names_file(path: &Path) -> bool {
    let whole = path.as_os_str().as_encoded_bytes();
    path.file_name().is_some_and(|name| whole.ends_with(name.as_encoded_bytes()))
}

/// Takes what comes to where it goes.
struct Receiver<'s, F> {
    operation: &'static Operation,
    path: &'s Path,
    sink: Sink,
    have: Have,
    /// How many answers came.
    answers: u32,
    expected: Expected,
    progress: F,
}

impl<F: FnMut(Progress)> Receiver<'_, F> {
    /// Asks for what is missing and takes what comes. The inner error is a break, after which the
    /// transfer may go on; the outer one is final, after all the tries that a call has.
    async fn ask(
        &mut self,
        transport: &Transport,
        call: &mut Prepared,
    ) -> Result<Result<(), Error>, Error> {
        loop {
            call.resume = self.have.resume();
            let reply = match transport.stream(call.clone()).await {
                Ok(reply) => reply,
                Err(error) if call.resume.is_some() && error.is_range_refused() => {
                    self.have.forget();
                    continue;
                }
                // A server that is silent when it is asked to go on is as one that stalls.
                Err(error) if self.have.bytes > 0 && error.is_timeout() => return Ok(Err(error)),
                Err(error) => return Err(error),
            };
            self.answers += 1;
            match self.have.answered(&reply) {
                Answered::GoesOn => {}
                Answered::StartsOver => self.start_over().await?,
                Answered::Elsewhere => {
                    self.have.forget();
                    continue;
                }
            }
            let received = self.receive(&mut reply.into_inner()).await;
            return Ok(received.map_err(|error| error.after(self.answers)));
        }
    }

    async fn start_over(&mut self) -> Result<(), Error> {
        let done = self.sink.start_over().await;
        done.map_err(|error| Error::file(self.operation.id, self.path, error))
    }

    /// Takes an answer to its end, which has to be that of the whole.
    async fn receive(&mut self, download: &mut Download) -> Result<(), Error> {
        let id = self.operation.id;
        let total = match (self.have.total, self.expected.size) {
            (Some(total), Some(size)) if total != size => {
                return Err(Error::other_length(id, total, size));
            }
            (total, size) => total.or(size),
        };
        if total.is_none() && !download.has_end() {
            return Err(Error::endless(id));
        }
        let end = self.have.end.or(total);
        loop {
            let chunk = match download.chunk().await {
                Ok(Some(chunk)) => chunk,
                Ok(None) => break,
                // All is there, and only the server's word for it is missing.
                Err(error) if error.is_break() && total == Some(self.have.bytes) => break,
                Err(error) => return Err(error),
            };
            let length = u64::try_from(chunk.len()).unwrap_or(u64::MAX);
            let bytes = self.have.bytes.saturating_add(length);
            if let Some(end) = end.filter(|end| bytes > *end) {
                return Err(Error::other_length(id, bytes, end));
            }
            let written = self.sink.write(chunk).await;
            written.map_err(|error| Error::file(id, self.path, error))?;
            self.have.bytes = bytes;
            (self.progress)(Progress { bytes, total });
        }
        match total {
            Some(total) if self.have.bytes < total => {
                // What the server calls the end is one, unless it spoke of more or cannot say.
                if self.have.total.is_none() && download.has_end() {
                    return Err(Error::other_length(id, self.have.bytes, total));
                }
                Err(Error::cut_short(id, self.have.bytes, total))
            }
            _ => Ok(()),
        }
    }
}
