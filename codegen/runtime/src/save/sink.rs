//! Writing what comes to disk, where it may block.

use std::fs::File;
use std::io::{self, Seek, Write};
use std::mem;

use bytes::Bytes;
use md5::{Digest, Md5};
use tokio::task::{JoinHandle, spawn_blocking};

/// How many chunks may wait for the disk while as many are written. One has some hundred KiB at most.
const WAITING: usize = 8;

/// The md5 digest of what was written, where it was asked for.
pub(super) type Written = Option<[u8; 16]>;

/// Takes chunks while earlier ones are written.
///
/// A thread is taken for what waits and given back after it: a transfer that waits for the network
/// holds none, or many of them would keep each other from looking up a host, which takes one too.
pub(super) struct Sink {
    waiting: Vec<Bytes>,
    output: State,
}

enum State {
    Idle(Output),
    Busy(JoinHandle<io::Result<Output>>),
    /// It failed, and said so.
    Failed,
}

struct Output {
    file: File,
    md5: Option<Md5>,
}

impl Sink {
    /// Writes to this file, which is empty.
    pub(super) fn new(file: File, digest: bool) -> Self {
        let output = Output { file, md5: digest.then(Md5::new) };
        Self { waiting: Vec::new(), output: State::Idle(output) }
    }

    /// Writes a chunk after those before.
    pub(super) async fn write(&mut self, chunk: Bytes) -> io::Result<()> {
        self.waiting.push(chunk);
        let is_busy = matches!(&self.output, State::Busy(thread) if !thread.is_finished());
        if is_busy && self.waiting.len() < WAITING {
            return Ok(());
        }
        let output = self.idle().await?;
        self.work(output, Output::write);
        Ok(())
    }

    /// Forgets all that was written.
    pub(super) async fn start_over(&mut self) -> io::Result<()> {
        let output = self.idle().await?;
        self.work(output, |output, _| output.start_over());
        Ok(())
    }

    /// Waits until all is written.
    pub(super) async fn finish(mut self) -> io::Result<Written> {
        let output = self.idle().await?;
        self.work(output, |output, chunks| {
            output.write(chunks)?;
            output.file.sync_data()
        });
        Ok(self.idle().await?.md5.map(|md5| md5.finalize().into()))
    }

    /// Waits until what was begun is done.
    async fn idle(&mut self) -> io::Result<Output> {
        match mem::replace(&mut self.output, State::Failed) {
            State::Idle(output) => Ok(output),
            State::Busy(thread) => thread.await.map_err(io::Error::other)?,
            State::Failed => Err(io::ErrorKind::BrokenPipe.into()),
        }
    }

    /// Begins with all that waits.
    fn work(
        &mut self,
        mut output: Output,
        work: impl FnOnce(&mut Output, Vec<Bytes>) -> io::Result<()> + Send + 'static,
    ) {
        let chunks = mem::take(&mut self.waiting);
        let thread = spawn_blocking(move || work(&mut output, chunks).map(|()| output));
        self.output = State::Busy(thread);
    }
}

impl Output {
    fn write(&mut self, chunks: Vec<Bytes>) -> io::Result<()> {
        for chunk in chunks {
            self.file.write_all(&chunk)?;
            if let Some(md5) = &mut self.md5 {
                md5.update(&chunk);
            }
        }
        Ok(())
    }

    fn start_over(&mut self) -> io::Result<()> {
        self.file.set_len(0)?;
        self.file.rewind()?;
        if let Some(md5) = &mut self.md5 {
            *md5 = Md5::new();
        }
        Ok(())
    }
}

#[cfg(all(test, unix))]
mod tests {
    use std::io::{Read, pipe};
    use std::os::fd::OwnedFd;
    use std::time::Duration;

    use tokio::runtime::Builder;
    use tokio::time::timeout;

    use super::*;

    #[test]
    fn no_more_is_taken_than_may_wait() {
        let (mut reader, writer) = pipe().unwrap();
        let chunk = Bytes::from(vec![7; 1 << 20]);
        Builder::new_current_thread().enable_time().build().unwrap().block_on(async {
            let mut sink = Sink::new(File::from(OwnedFd::from(writer)), false);
            let (mut taken, slow) = (0, Duration::from_millis(200));
            while taken <= WAITING
                && let Ok(written) = timeout(slow, sink.write(chunk.clone())).await
            {
                written.unwrap();
                taken += 1;
            }
            // What is under way is let go on.
            drop(sink);
            let count = std::io::copy(&mut reader.by_ref().take(1 << 20), &mut io::sink());
            assert_eq!(count.unwrap(), 1 << 20);
            assert!(taken <= WAITING, "it takes more and more");
        });
    }
}
