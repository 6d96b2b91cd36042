//! Writing what comes to disk, on a thread that may block.

use std::fs::File;
use std::io::{self, Seek, Write};

use bytes::Bytes;
use md5::{Digest, Md5};
use tokio::sync::mpsc;
use tokio::task::{JoinHandle, spawn_blocking};

/// How many chunks may wait for the disk. One has some hundred KiB at most.
const WAITING: usize = 16;

/// The md5 digest of what was written, where it was asked for.
pub(super) type Written = Option<[u8; 16]>;

/// Takes chunks while earlier ones are written.
pub(super) struct Sink {
    orders: mpsc::Sender<Order>,
    thread: JoinHandle<io::Result<Written>>,
}

enum Order {
    Write(Bytes),
    StartOver,
}

impl Sink {
    /// Writes to this file, which is empty.
    pub(super) fn new(file: File, digest: bool) -> Self {
        let (orders, receiver) = mpsc::channel(WAITING);
        let thread = spawn_blocking(move || work(file, receiver, digest));
        Self { orders, thread }
    }

    /// Writes a chunk after those before.
    pub(super) async fn write(&mut self, chunk: Bytes) -> io::Result<()> {
        self.order(Order::Write(chunk)).await
    }

    /// Forgets all that was written.
    pub(super) async fn start_over(&mut self) -> io::Result<()> {
        self.order(Order::StartOver).await
    }

    async fn order(&mut self, order: Order) -> io::Result<()> {
        match self.orders.send(order).await {
            Ok(()) => Ok(()),
            // The thread only ends before the orders do where it failed.
            Err(_) => match (&mut self.thread).await.map_err(io::Error::other)? {
                Ok(_) => Err(io::ErrorKind::BrokenPipe.into()),
                Err(error) => Err(error),
            },
        }
    }

    /// Waits until all is written.
    pub(super) async fn finish(self) -> io::Result<Written> {
        drop(self.orders);
        self.thread.await.map_err(io::Error::other)?
    }
}

fn work(mut file: File, mut orders: mpsc::Receiver<Order>, digest: bool) -> io::Result<Written> {
    let mut md5 = Md5::new();
    while let Some(order) = orders.blocking_recv() {
        match order {
            Order::Write(chunk) => {
                file.write_all(&chunk)?;
                if digest {
                    md5.update(&chunk);
                }
            }
            Order::StartOver => {
                file.set_len(0)?;
                file.rewind()?;
                md5 = Md5::new();
            }
        }
    }
    file.sync_data()?;
    Ok(digest.then(|| md5.finalize().into()))
}
