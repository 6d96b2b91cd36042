//! A connection that can be broken from within.
//!
//! A client is to see what it sees when a network fails: a reset, and not an end. So the socket is
//! closed without lingering, which the system does by a reset at the level of TCP.

use std::io;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use hyper::rt::{Read, ReadBufCursor, Write};
use hyper_util::rt::TokioIo;
use tokio::net::TcpStream;
use tokio::sync::Notify;

/// The handle by which a connection is broken.
#[derive(Default)]
pub(crate) struct Wire {
    cut: AtomicBool,
    cut_when_flushed: AtomicBool,
    notify: Notify,
}

impl Wire {
    /// Breaks the connection as soon as its task runs.
    pub fn cut(&self) {
        self.cut.store(true, Ordering::SeqCst);
        self.notify.notify_one();
    }

    /// Breaks it once everything is on its way that has been written.
    pub fn cut_when_flushed(&self) {
        self.cut_when_flushed.store(true, Ordering::SeqCst);
    }

    pub fn is_cut(&self) -> bool {
        self.cut.load(Ordering::SeqCst)
    }

    /// Resolves when the connection is to be broken.
    pub async fn broken(&self) {
        while !self.is_cut() {
            self.notify.notified().await;
        }
    }
}

/// The stream of a connection, which knows when it is to be broken.
pub(crate) struct Stream {
    inner: TokioIo<TcpStream>,
    wire: Arc<Wire>,
}

impl Stream {
    pub fn new(stream: TcpStream, wire: Arc<Wire>) -> Self {
        Self { inner: TokioIo::new(stream), wire }
    }

    /// Closes the connection by a reset.
    pub fn reset(self) {
        // Where the client has closed it already there is nothing left to break.
        let _ = self.inner.inner().set_zero_linger();
    }
}

impl Read for Stream {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: ReadBufCursor<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_read(context, buffer)
    }
}

impl Write for Stream {
    fn poll_write(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write(context, bytes)
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let flushed = Pin::new(&mut self.inner).poll_flush(context);
        if flushed.is_ready() && self.wire.cut_when_flushed.load(Ordering::SeqCst) {
            self.wire.cut();
        }
        flushed
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.inner).poll_shutdown(context)
    }

    fn is_write_vectored(&self) -> bool {
        self.inner.is_write_vectored()
    }

    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[io::IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        Pin::new(&mut self.inner).poll_write_vectored(context, slices)
    }
}
