//! Work on this machine's files, where it may block.

use std::io;

use tokio::task::spawn_blocking;

/// Runs what may block on a thread for such work. A panic there is an error here.
pub(crate) async fn blocking<T: Send + 'static>(
    work: impl FnOnce() -> io::Result<T> + Send + 'static,
) -> io::Result<T> {
    spawn_blocking(work).await.map_err(io::Error::other)?
}
